//! The service: the shadows of all tenants, and the doors through which requests come in.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use base::{InvalidToken, Limits, Page, PageRequest, Tenant, UnixMillis};
use broker::{Broker, Message, NewMessage, Publisher, ShadowOperation, ShadowRequest};
use mqtt::QoS;
use parking_lot::Mutex;
use store::{Key, Row, Store, StoreError, Table};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use trace::Traces;

use crate::rates::Unanswered;
use crate::request::client_token_of;
use crate::shard::{Common, Origin, Request, Shard, Work};
use crate::{Document, HttpReply, Rejected, ReplyKind, ShadowError, ShadowName};

/// How many tasks share the work.
const SHARDS: usize = 4;
/// Requests that may wait for one of them.
pub(crate) const QUEUE_MAX: usize = 4096;
/// The memory that they may take, bytes.
const QUEUE_BYTES_MAX: usize = 64 << 20;

/// Where the service's messages go. Called on the service's tasks; must not block.
pub trait Publish: Send + Sync {
    /// Publishes a message in the name of the service.
    fn publish(&self, tenant: &Tenant, topic: &str, payload: &[u8]);

    /// Whether anybody gets what is published on a topic: a subscriber, a session that is away, a rule.
    fn is_wanted(&self, tenant: &Tenant, topic: &str) -> bool;
}

impl Publish for Broker {
    fn publish(&self, tenant: &Tenant, topic: &str, payload: &[u8]) {
        static SERVICE: LazyLock<Arc<Publisher>> = LazyLock::new(Arc::default);
        // QoS 1 by origin, so that every subscriber gets the quality that it asked for. What is to be
        // stored for sessions that are away is submitted; nobody waits for it.
        self.account(tenant).publish(&NewMessage::new(topic, payload, QoS::AtLeastOnce), &SERVICE);
    }

    fn is_wanted(&self, tenant: &Tenant, topic: &str) -> bool {
        self.account(tenant).is_heard(topic)
    }
}

/// What the service does, for the operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ShadowStatus {
    /// Shadows that exist, of all tenants.
    pub shadows: usize,
    /// Requests that wait now.
    pub waiting: usize,
    /// Requests since the start.
    pub requests: u64,
    /// Those of them that were rejected, for whatever reason.
    pub rejected: u64,
    /// Those of them that were rejected because too many waited.
    pub overload: u64,
}

/// The Device Shadow service of all tenants.
///
/// Requests to the shadows of one thing are served in the order in which they came, whether over MQTT
/// or HTTP. Nothing is answered or published before the store has committed it.
pub struct Shadows {
    shards: Vec<(Arc<Shard>, mpsc::Sender<Work>)>,
    hasher: RandomState,
    /// The receiving ends, until the tasks start.
    queues: Mutex<Vec<mpsc::Receiver<Work>>>,
    publisher: OnceLock<Arc<dyn Publish>>,
    tasks: Mutex<JoinSet<()>>,
    common: Arc<Common>,
    overload: AtomicU64,
}

impl Shadows {
    /// The shadows that the store holds. Requests wait until [`start`](Self::start). What they change is
    /// recorded in the traces. Blocks.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(store: Store, limits: Limits, traces: Arc<Traces>) -> Result<Self, StoreError> {
        let rows = store.load(Table::Shadow)?;
        let common = Arc::new(Common::new(store, limits, traces));
        let mut shards = Vec::with_capacity(SHARDS);
        let mut queues = Vec::with_capacity(SHARDS);
        for _ in 0..SHARDS {
            let (sender, receiver) = mpsc::channel(QUEUE_MAX);
            shards.push((Arc::new(Shard::new(Arc::clone(&common))), sender));
            queues.push(receiver);
        }
        let shadows = Self {
            shards,
            hasher: RandomState::new(),
            queues: Mutex::new(queues),
            publisher: OnceLock::new(),
            tasks: Mutex::default(),
            common,
            overload: AtomicU64::new(0),
        };
        rows.iter().for_each(|row| shadows.restore(row));
        Ok(shadows)
    }

    /// Starts serving. `publisher` is where messages go: the broker, which could not be made before
    /// these shadows.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn start(&self, publisher: Arc<dyn Publish>) {
        let (true, Some(publisher)) = (self.publisher.set(publisher).is_ok(), self.publisher.get()) else {
            tracing::error!("the shadow service was started twice");
            return;
        };
        let mut tasks = self.tasks.lock();
        for ((shard, _), queue) in self.shards.iter().zip(self.queues.lock().drain(..)) {
            tasks.spawn(Arc::clone(shard).run(queue, Arc::clone(publisher)));
        }
    }

    /// Serves what waits, and ends. Later requests are answered with an internal failure. Waits for the
    /// store as long as it takes.
    pub async fn close(&self) {
        let mut tasks = std::mem::take(&mut *self.tasks.lock());
        if tasks.is_empty() {
            return;
        }
        for (_, queue) in &self.shards {
            // A task that is gone has nothing left to stop.
            let _ = queue.send(Work::Stop).await;
        }
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a task of the shadow service failed");
            }
        }
    }

    /// Queues a request that was published to a request topic. Never blocks. When the request cannot
    /// be queued, `rejected` is published at once.
    pub fn request(
        &self,
        tenant: &Tenant,
        request: ShadowRequest<'_>,
        message: &Message,
        publisher: &Arc<Publisher>,
    ) {
        let queued = ShadowName::new(request.thing, request.name).and_then(|name| {
            let (tenant, operation, origin) =
                (tenant.clone(), request.operation, Origin::Mqtt(message.clone()));
            let unanswered = self.admit(&tenant, &name, Some(publisher))?;
            let by = Arc::clone(publisher);
            self.push(Request { tenant, name, operation, origin, by, unanswered })
        });
        if let Err(error) = queued {
            self.reject(tenant, message, error);
        }
    }

    /// Serves a request over HTTP of a caller, who is only told of in the trace. What it changes is published like the changes of requests over
    /// MQTT, before the answer; reads and errors are not (shadow.md §1).
    pub async fn http(
        &self,
        tenant: &Tenant,
        name: &ShadowName,
        operation: ShadowOperation,
        payload: &[u8],
        by: &Arc<Publisher>,
    ) -> HttpReply {
        let (answer, answered) = oneshot::channel();
        let origin = Origin::Http(payload.to_vec(), answer);
        let pushed = self.admit(tenant, name, None).and_then(|unanswered| {
            let (tenant, name, by) = (tenant.clone(), name.clone(), Arc::clone(by));
            self.push(Request { tenant, name, operation, origin, by, unanswered })
        });
        let error = match pushed {
            Ok(()) => match answered.await {
                Ok(reply) => return reply,
                Err(_) => ShadowError::Internal,
            },
            Err(error) => error,
        };
        self.count_refused(&error);
        HttpReply::rejected(Rejected { error, client_token: None })
    }

    /// One page of the names of a thing's named shadows, in alphabetical order
    /// (ListNamedShadowsForThing, shadow.md §1). A thing that does not exist has none.
    ///
    /// # Errors
    /// When the page's token is not one of ours.
    pub fn list_named(
        &self,
        tenant: &Tenant,
        thing: &str,
        page: &PageRequest,
    ) -> Result<Page<String>, InvalidToken> {
        self.shard(tenant, thing).0.named(tenant, thing, page)
    }

    /// Forgets all shadows of a tenant, in memory and on disk, with their versions. A caller that
    /// clears all rows of the tenant submits that first: a shadow that is created meanwhile then has
    /// both its document and its row, or neither.
    pub fn reset(&self, tenant: &Tenant) {
        for (shard, _) in &self.shards {
            shard.reset(tenant);
        }
    }

    /// The tenants that have or had shadows, some more than once.
    pub fn tenants(&self) -> Vec<Tenant> {
        self.shards.iter().flat_map(|(shard, _)| shard.tenants()).collect()
    }

    /// Numbers for the operator.
    pub fn status(&self) -> ShadowStatus {
        let waiting = |queue: &mpsc::Sender<Work>| queue.max_capacity() - queue.capacity();
        ShadowStatus {
            shadows: self.shards.iter().map(|(shard, _)| shard.live()).sum(),
            waiting: self.shards.iter().map(|(_, queue)| waiting(queue)).sum(),
            requests: self.common.requests.load(Ordering::Relaxed),
            rejected: self.common.rejected.load(Ordering::Relaxed),
            overload: self.overload.load(Ordering::Relaxed),
        }
    }

    fn restore(&self, row: &Row) {
        let Key { key: thing, sub: name } = &row.key;
        let restored = ShadowName::new(thing, Some(&**name).filter(|name| !name.is_empty()))
            .map_err(|error| error.to_string())
            .and_then(|name| {
                let document = Document::from_stored(row.doc.as_bytes());
                document.map(|document| (name, document)).map_err(|error| error.to_string())
            });
        let tenant = &row.tenant;
        match restored {
            Ok((name, document)) => self.shard(tenant, thing).0.restore(tenant.clone(), name, document),
            Err(error) => {
                tracing::error!(%tenant, %thing, shadow = %name, error, "stored shadow is damaged and is skipped");
            }
        }
    }

    pub(crate) fn shard(&self, tenant: &Tenant, thing: &str) -> &(Arc<Shard>, mpsc::Sender<Work>) {
        let hash = self.hasher.hash_one((tenant, thing));
        &self.shards[(hash % SHARDS as u64) as usize]
    }

    /// Whether a request is within the rates.
    fn admit(
        &self,
        tenant: &Tenant,
        name: &ShadowName,
        publisher: Option<&Arc<Publisher>>,
    ) -> Result<Option<Unanswered>, ShadowError> {
        let Some(rates) = &self.common.rates else { return Ok(None) };
        rates.admit(tenant, name, publisher).map_err(|_| ShadowError::TooManyRequests)
    }

    fn push(&self, request: Request) -> Result<(), ShadowError> {
        let (shard, queue) = self.shard(&request.tenant, request.name.thing());
        let weight = request.weight();
        let waiting = shard.waiting_bytes.fetch_add(weight, Ordering::Relaxed);
        let error = if waiting > 0 && waiting + weight > QUEUE_BYTES_MAX {
            ShadowError::TooManyRequests
        } else {
            match queue.try_send(Work::Request(request)) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Full(_)) => ShadowError::TooManyRequests,
                Err(TrySendError::Closed(_)) => ShadowError::Internal,
            }
        };
        shard.waiting_bytes.fetch_sub(weight, Ordering::Relaxed);
        Err(error)
    }

    fn count_refused(&self, error: &ShadowError) {
        self.common.count(true);
        self.overload.fetch_add((*error == ShadowError::TooManyRequests).into(), Ordering::Relaxed);
    }

    /// Answers a request that is not queued.
    fn reject(&self, tenant: &Tenant, message: &Message, error: ShadowError) {
        self.count_refused(&error);
        let Some(publisher) = self.publisher.get() else {
            tracing::error!(%tenant, topic = message.topic(), %error, "shadow request dropped before the start");
            return;
        };
        let rejected = Rejected { error, client_token: client_token_of(message.payload()) };
        let topic = format!("{}/{}", message.topic(), ReplyKind::Rejected.level());
        publisher.publish(tenant, &topic, &rejected.to_json(UnixMillis::now()));
    }
}
