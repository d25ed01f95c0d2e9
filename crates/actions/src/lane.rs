//! Lanes: one bounded queue per action of a rule.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rules::action::ActionRequest;
use tokio::sync::mpsc::{self, error::TrySendError};
use tokio::task::JoinSet;

use crate::perform::{Failure, Performer, Task};
use crate::room::{Held, Room, SHARE_BYTES_MAX, Share};

/// Tasks that wait for one action.
const QUEUE_MAX: usize = 4096;
/// Bytes that a task takes besides what it carries.
const TASK_BYTES: usize = 512;
/// Tasks of one action under way at once.
const CONCURRENT_MAX: usize = 16;
/// A lane without work ends after this time.
const IDLE: Duration = Duration::from_secs(30);
/// Waits between attempts; a further failure is final.
const RETRY_AFTER: [Duration; 3] =
    [Duration::from_millis(100), Duration::from_millis(400), Duration::from_millis(1600)];
/// Time that one attempt may take. One that takes longer is taken for one that may be made again.
pub(crate) const ATTEMPT_WITHIN: Duration = Duration::from_secs(10);

/// Which action of which rule. A rule that is changed has a new number, and new lanes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct LaneId {
    pub rule: u64,
    /// The action's index; `None` for the error action.
    pub action: Option<usize>,
}

/// Why a task was not done.
pub(crate) struct Undone {
    pub message: String,
    /// It was not even tried, because too much waits. That happens to many at once.
    pub is_crowded: bool,
}

impl Undone {
    /// It failed, for reasons of its own.
    pub fn tried(message: impl Into<String>) -> Self {
        Self { message: message.into(), is_crowded: false }
    }

    /// There is no room for it.
    pub fn crowded(message: impl Into<String>) -> Self {
        Self { message: message.into(), is_crowded: true }
    }
}

impl From<Failure> for Undone {
    fn from(failure: Failure) -> Self {
        Self::tried(failure.message)
    }
}

/// Called with the outcome of a task, once.
pub(crate) type Done = Box<dyn FnOnce(Result<(), Undone>) + Send>;

struct Work {
    task: Task,
    done: Done,
    held: Held,
}

/// One lane, as those see it who put tasks in.
struct Lane {
    queue: mpsc::Sender<Work>,
    /// What its tasks hold, those under way included.
    share: Arc<Share>,
}

type ById = HashMap<LaneId, Lane>;

/// All lanes.
pub(crate) struct Lanes {
    lanes: Mutex<ById>,
    room: Arc<Room>,
    performer: Arc<Performer>,
}

impl Lanes {
    pub fn new(performer: Performer, room: Arc<Room>) -> Self {
        Self { lanes: Mutex::default(), room, performer: Arc::new(performer) }
    }

    /// Queues a task, which keeps so many bytes in memory besides its own. When the lane is full the task fails at
    /// once. Must be called on a runtime.
    pub fn submit(&self, id: LaneId, task: Task, besides: usize, done: Done) {
        let bytes = TASK_BYTES + task.payload.len() + task.request.weight() + besides;
        let mut lanes = self.lanes.lock();
        let share = self.share(&lanes, id);
        let Some(held) = share.hold(bytes) else {
            drop(lanes);
            return done(Err(no_room()));
        };
        let mut work = Work { task, done, held };
        if let Some(lane) = lanes.get(&id) {
            match lane.queue.try_send(work) {
                Ok(()) => return,
                Err(TrySendError::Full(Work { done, .. })) => {
                    drop(lanes);
                    let message = format!("{QUEUE_MAX} messages wait for this action already");
                    return done(Err(Undone::crowded(message)));
                }
                // It has ended for want of work.
                Err(TrySendError::Closed(back)) => work = back,
            }
        }
        let queue = self.open(&mut lanes, id, share);
        // Empty and open.
        let _ = queue.try_send(work);
    }

    /// Room for something that is put into a lane later. Must be called on a runtime.
    ///
    /// # Errors
    /// When there is none.
    pub fn hold(&self, id: LaneId, bytes: usize) -> Result<Held, Undone> {
        let mut lanes = self.lanes.lock();
        let share = self.share(&lanes, id);
        let held = share.hold(bytes).ok_or_else(no_room)?;
        if !lanes.contains_key(&id) {
            self.open(&mut lanes, id, share);
        }
        Ok(held)
    }

    fn share(&self, lanes: &ById, id: LaneId) -> Arc<Share> {
        lanes.get(&id).map_or_else(|| Share::of(&self.room), |lane| Arc::clone(&lane.share))
    }

    fn open(&self, lanes: &mut ById, id: LaneId, share: Arc<Share>) -> mpsc::Sender<Work> {
        // Others may have ended; there is no better moment to forget them.
        lanes.retain(|_, lane| !lane.queue.is_closed());
        let (sender, receiver) = mpsc::channel(QUEUE_MAX);
        lanes.insert(id, Lane { queue: sender.clone(), share });
        tokio::spawn(run(receiver, Arc::clone(&self.performer)));
        sender
    }
}

fn no_room() -> Undone {
    let most = SHARE_BYTES_MAX >> 20;
    Undone::crowded(format!(
        "too many bytes wait for this action already: {most} MiB, or less while others wait"
    ))
}

async fn run(mut queue: mpsc::Receiver<Work>, performer: Arc<Performer>) {
    let mut under_way = JoinSet::new();
    loop {
        while under_way.len() >= CONCURRENT_MAX {
            under_way.join_next().await;
        }
        while under_way.try_join_next().is_some() {}
        let Work { task, done, held } = match tokio::time::timeout(IDLE, queue.recv()).await {
            Ok(Some(work)) => work,
            Ok(None) => break,
            Err(_) => {
                // What is sent before the queue closes is still done.
                queue.close();
                continue;
            }
        };
        // One after the other, so that what one device publishes stays in order.
        let in_order = matches!(task.request, ActionRequest::Republish(_));
        let performer = Arc::clone(&performer);
        let performed = async move {
            let outcome = attempt(&performer, &task).await;
            // What follows, such as an error action, needs room, too.
            drop((task, held));
            done(outcome.map_err(Undone::from));
        };
        if in_order {
            performed.await;
        } else {
            under_way.spawn(performed);
        }
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
