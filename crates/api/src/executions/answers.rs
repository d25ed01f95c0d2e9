//! The answers of devices: taken in the order in which they came, on a task of their own.

use std::sync::{Arc, LazyLock, OnceLock};

use base::{Tenant, UnixMillis};
use broker::{Broker, CommandAnswer, Message, NewMessage, Publisher};
use catalog::{Catalog, Kind};
use model::iot::GetCommandExecutionResponse;
use mqtt::QoS;
use parking_lot::Mutex;
use serde_json::{Value, json};
use store::{Store, Ticket};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::{Execution, Rejection, Target, Update, announce};

/// Answers that may wait. Each has at most the size of a message.
const QUEUE_MAX: usize = 1024;
/// Answers that are stored together.
const BATCH: usize = 64;

/// An answer on its way.
struct Answer {
    tenant: Tenant,
    target: Target,
    execution: String,
    message: Message,
}

enum Work {
    Answer(Answer),
    Stop,
}

/// What becomes of an answer.
struct Outcome {
    answer: Answer,
    updated: Result<GetCommandExecutionResponse, Rejection>,
    at: UnixMillis,
}

/// Takes the answers of devices to executions of commands. Nothing is confirmed before the store has it.
pub struct Answers {
    catalog: Arc<Catalog>,
    store: Store,
    queue: mpsc::Sender<Work>,
    /// The other end, until the task starts.
    waiting: Mutex<Option<mpsc::Receiver<Work>>>,
    broker: OnceLock<Broker>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Answers {
    /// Takes answers to what the catalog holds. They wait until [`start`](Self::start).
    pub fn new(catalog: Arc<Catalog>, store: Store) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        let waiting = Mutex::new(Some(waiting));
        Self { catalog, store, queue, waiting, broker: OnceLock::new(), task: Mutex::default() }
    }

    /// Starts. `broker` is where confirmations go; it could not be made before this.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn start(self: &Arc<Self>, broker: Broker) {
        let Some(waiting) = self.waiting.lock().take() else {
            tracing::error!("the service of command executions was started twice");
            return;
        };
        // Set once: the other end is taken once.
        let _ = self.broker.set(broker.clone());
        let this = Arc::clone(self);
        *self.task.lock() = Some(tokio::spawn(async move { this.run(waiting, broker).await }));
    }

    /// Takes what waits, and ends.
    pub async fn close(&self) {
        let Some(task) = self.task.lock().take() else { return };
        // A task that is gone has nothing left to stop.
        let _ = self.queue.send(Work::Stop).await;
        if let Err(error) = task.await {
            tracing::error!(%error, "the task of command executions failed");
        }
    }

    /// Queues an answer. Never blocks; when too many wait, the device is told at once.
    pub fn submit(&self, tenant: &Tenant, answer: CommandAnswer<'_>, message: &Message) {
        let answer = Answer {
            tenant: tenant.clone(),
            target: Target::of(answer),
            execution: answer.execution.to_owned(),
            message: message.clone(),
        };
        let Err(error) = self.queue.try_send(Work::Answer(answer)) else { return };
        let (Work::Answer(answer), Some(broker)) = (error.into_inner(), self.broker.get()) else {
            tracing::error!(%tenant, topic = message.topic(), "answer to a command dropped before the start");
            return;
        };
        Outcome { answer, updated: Err(Rejection::Throttled), at: UnixMillis::now() }.reply(broker);
    }

    async fn run(&self, mut waiting: mpsc::Receiver<Work>, broker: Broker) {
        let mut batch = Vec::with_capacity(BATCH);
        while waiting.recv_many(&mut batch, BATCH).await > 0 {
            let (mut outcomes, mut last, mut is_last) = (Vec::new(), Ticket::DONE, false);
            for work in batch.drain(..) {
                let Work::Answer(answer) = work else {
                    is_last = true;
                    break;
                };
                let (outcome, ticket) = self.take(answer, UnixMillis::now());
                outcomes.push(outcome);
                last = last.max(ticket);
            }
            self.store.committed(last).await;
            outcomes.iter().for_each(|outcome| outcome.reply(&broker));
            if is_last {
                return;
            }
        }
    }

    fn take(&self, answer: Answer, at: UnixMillis) -> (Outcome, Ticket) {
        let key = answer.target.key(&answer.execution);
        let changed = Update::parse(answer.message.payload()).and_then(|update| {
            self.catalog.change(&answer.tenant, |draft| {
                let stored: Option<Execution> = draft.get(Kind::CommandExecution, &key);
                let stored = stored.filter(|execution| !execution.is_gone(at));
                let mut execution = stored.ok_or(Rejection::NotFound)?;
                execution.update(update, at)?;
                draft.put(Kind::CommandExecution, &key, execution.clone());
                Ok(execution.at(at))
            })
        });
        match changed {
            Ok(changed) => (Outcome { answer, updated: Ok(changed.value), at }, changed.ticket),
            Err(rejection) => (Outcome { answer, updated: Err(rejection), at }, Ticket::DONE),
        }
    }
}

impl Outcome {
    /// Tells the device on `…/response/accepted/json` or `…/response/rejected/json`, and the world by an event.
    fn reply(&self, broker: &Broker) {
        static SERVICE: LazyLock<Arc<Publisher>> = LazyLock::new(Arc::default);
        let Answer { tenant, target, execution, message } = &self.answer;
        let (end, reply): (_, Value) = match &self.updated {
            Ok(_) => ("response/accepted/json", json!({"executionId": execution})),
            Err(rejection) => {
                let topic = message.topic();
                tracing::warn!(%tenant, topic, %rejection, "answer to a command rejected");
                ("response/rejected/json", rejection.to_json(execution))
            }
        };
        let (topic, payload) = (target.topic(execution, end), reply.to_string());
        let reply = NewMessage::new(&topic, payload.as_bytes(), QoS::AtLeastOnce);
        // Nobody waits for what has to be stored for sessions that are away.
        broker.account(tenant).publish(&reply, &SERVICE);
        if let Ok(updated) = &self.updated {
            announce(broker, tenant, updated, self.at);
        }
    }
}
