//! Lanes: one bounded queue per action of a rule.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rules::action::ActionRequest;
use tokio::sync::mpsc::{self, error::TrySendError};
use tokio::task::JoinSet;

use crate::perform::{Failure, Performer, Task};

/// Tasks that wait for one action.
const QUEUE_MAX: usize = 4096;
/// Tasks of one action under way at once.
const CONCURRENT_MAX: usize = 16;
/// A lane without work ends after this time.
const IDLE: Duration = Duration::from_secs(30);
/// Waits between attempts; a further failure is final.
const RETRY_AFTER: [Duration; 3] =
    [Duration::from_millis(100), Duration::from_millis(400), Duration::from_millis(1600)];
/// Time that one attempt may take.
const ATTEMPT_WITHIN: Duration = Duration::from_secs(10);

/// Which action of which rule. A rule that is changed has a new number, and new lanes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct LaneId {
    pub rule: u64,
    /// The action's index; `None` for the error action.
    pub action: Option<usize>,
}

/// Called with the outcome of a task, once.
pub(crate) type Done = Box<dyn FnOnce(Result<(), Failure>) + Send>;

type Work = (Task, Done);

/// All lanes.
pub(crate) struct Lanes {
    lanes: Mutex<HashMap<LaneId, mpsc::Sender<Work>>>,
    performer: Arc<Performer>,
}

impl Lanes {
    pub fn new(performer: Performer) -> Self {
        Self { lanes: Mutex::default(), performer: Arc::new(performer) }
    }

    /// Queues a task. When the lane is full the task fails at once. Must be called on a runtime.
    pub fn submit(&self, id: LaneId, task: Task, done: Done) {
        let mut lanes = self.lanes.lock();
        let mut work = (task, done);
        if let Some(lane) = lanes.get(&id) {
            match lane.try_send(work) {
                Ok(()) => return,
                Err(TrySendError::Full((_, done))) => {
                    drop(lanes);
                    done(Err(Failure::permanent(format!(
                        "{QUEUE_MAX} messages wait for this action already"
                    ))));
                    return;
                }
                // It has ended for want of work.
                Err(TrySendError::Closed(back)) => work = back,
            }
        }
        // Others may have ended as well; there is no better moment to forget them.
        lanes.retain(|_, lane| !lane.is_closed());
        let (sender, receiver) = mpsc::channel(QUEUE_MAX);
        // Empty and open.
        let _ = sender.try_send(work);
        lanes.insert(id, sender);
        tokio::spawn(run(receiver, Arc::clone(&self.performer)));
    }
}

async fn run(mut queue: mpsc::Receiver<Work>, performer: Arc<Performer>) {
    let mut under_way = JoinSet::new();
    loop {
        while under_way.len() >= CONCURRENT_MAX {
            under_way.join_next().await;
        }
        while under_way.try_join_next().is_some() {}
        let (task, done) = match tokio::time::timeout(IDLE, queue.recv()).await {
            Ok(Some(work)) => work,
            Ok(None) => break,
            Err(_) => {
                // What is sent before the queue closes is still done.
                queue.close();
                continue;
            }
        };
        if matches!(task.request, ActionRequest::Republish(_)) {
            // One after the other, so that what one device publishes stays in order.
            done(attempt(&performer, &task).await);
            continue;
        }
        let performer = Arc::clone(&performer);
        under_way.spawn(async move { done(attempt(&performer, &task).await) });
    }
    while under_way.join_next().await.is_some() {}
}

/// Tries until it succeeds, fails for good, or has failed too often.
async fn attempt(performer: &Performer, task: &Task) -> Result<(), Failure> {
    let mut waits = RETRY_AFTER.iter();
    loop {
        let outcome = tokio::time::timeout(ATTEMPT_WITHIN, performer.perform(task)).await;
        let failure = match outcome {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(failure)) => failure,
            Err(_) => Failure { message: format!("no answer within {ATTEMPT_WITHIN:?}"), transient: true },
        };
        let Some(wait) = waits.next().filter(|_| failure.transient) else { return Err(failure) };
        tracing::debug!(
            resource = task.resource(),
            error = failure.message,
            ?wait,
            "action will be tried again"
        );
        // A little more or less, so that what failed together does not come back together.
        tokio::time::sleep(wait.mul_f64(0.75 + f64::from(uuid::Uuid::new_v4().as_bytes()[0]) / 512.0)).await;
    }
}
