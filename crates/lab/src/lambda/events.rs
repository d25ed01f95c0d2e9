//! Asynchronous invocations: queued in memory, tried again, given up.
//!
//! An event is lost when the server ends before its turn, and with nothing else: what a function's process does to
//! itself counts as a failed attempt.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base::{Profile, Tenant, UnixMillis};
use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::error::{Error, Throttle};
use super::open_points::{retry_delays, throttle_delay};
use super::record::EventConfig;
use super::run::environment::Request;
use super::{Core, names};

/// Events that wait or run, of all functions.
const EVENTS_MAX: usize = 20_000;
/// Bytes of their payloads.
const BYTES_MAX: usize = 256 << 20;
/// What an event without a configuration of its own gets (API reference of PutFunctionEventInvokeConfig).
const RETRIES: u32 = 2;
const AGE_MAX: Duration = Duration::from_secs(6 * 3600);

/// How an attempt ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Attempt {
    /// With a result.
    Done,
    /// With an error document.
    Failed,
    /// It was not made.
    Throttled,
    /// The function is gone.
    Gone,
}

/// What follows an attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// The event is done.
    Finish,
    /// Another attempt after this time.
    RetryAfter(Duration),
    /// It is given up; why.
    GiveUp(&'static str),
}

/// An event's way through its attempts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Course {
    profile: Profile,
    queued: UnixMillis,
    failures: u32,
    throttles: u32,
}

impl Course {
    /// An event that was just queued.
    pub fn new(profile: Profile, queued: UnixMillis) -> Self {
        Self { profile, queued, failures: 0, throttles: 0 }
    }

    /// What follows an attempt under the settings of now (Lambda developer guide, "How Lambda handles errors
    /// and retries with asynchronous invocation").
    pub fn after(&mut self, attempt: Attempt, settings: Option<&EventConfig>, now: UnixMillis) -> Step {
        let retries = settings.and_then(|settings| settings.max_retries).unwrap_or(RETRIES);
        let age = settings.and_then(|settings| settings.max_age);
        let age = age.map_or(AGE_MAX, |seconds| Duration::from_secs(seconds.into()));
        let wait = match attempt {
            Attempt::Done => return Step::Finish,
            Attempt::Gone => return Step::GiveUp("the function does not exist any more"),
            Attempt::Failed => {
                self.failures += 1;
                if self.failures > retries {
                    return Step::GiveUp("RetriesExhausted");
                }
                let delays = retry_delays(self.profile);
                delays[(self.failures as usize - 1).min(delays.len() - 1)]
            }
            Attempt::Throttled => {
                self.throttles += 1;
                throttle_delay(self.throttles - 1)
            }
        };
        if now.since(self.queued) + wait > age {
            return Step::GiveUp("EventAgeExceeded");
        }
        Step::RetryAfter(wait)
    }
}

/// An event for a function.
#[derive(Clone, Debug)]
pub(super) struct Queued {
    pub owner: Tenant,
    pub name: String,
    pub qualifier: Option<String>,
    pub request_id: String,
    pub payload: Bytes,
    pub client_context: Option<String>,
}

/// The events of all functions.
#[derive(Default)]
pub(super) struct Events {
    tasks: Mutex<JoinSet<()>>,
    /// Turns of a function's events: fewer than there are processes, so that who waits for an answer does
    /// not wait behind them.
    turns: Mutex<HashMap<(Tenant, String), Arc<Semaphore>>>,
    count: Arc<AtomicUsize>,
    bytes: Arc<AtomicUsize>,
    /// Those that do not wait for another attempt.
    active: watch::Sender<usize>,
}

/// Counts an attempt from the wait for its turn to its end.
struct Active(watch::Sender<usize>);

impl Active {
    fn begin(active: &watch::Sender<usize>) -> Self {
        active.send_modify(|count| *count += 1);
        Self(active.clone())
    }
}

impl Drop for Active {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

/// Counts an event until it is dropped.
struct Counted {
    count: Arc<AtomicUsize>,
    bytes: Arc<AtomicUsize>,
    size: usize,
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::AcqRel);
        self.bytes.fetch_sub(self.size, Ordering::AcqRel);
    }
}

impl Events {
    /// Queues an event.
    ///
    /// # Errors
    /// When more wait than memory is meant for.
    pub fn submit(&self, core: &Arc<Core>, event: Queued) -> Result<(), Error> {
        let size = event.payload.len();
        let (count, bytes) = (Arc::clone(&self.count), Arc::clone(&self.bytes));
        let waiting = count.fetch_add(1, Ordering::AcqRel);
        let held = bytes.fetch_add(size, Ordering::AcqRel);
        let counted = Counted { count, bytes, size };
        if waiting >= EVENTS_MAX || held + size > BYTES_MAX {
            return Err(Error::throttled(Throttle::Account));
        }
        let turns = self.turns(core, &event);
        let mut tasks = self.tasks.lock();
        while tasks.try_join_next().is_some() {}
        let course = Course::new(core.host.settings.profile, UnixMillis::now());
        let active = Active::begin(&self.active);
        tasks.spawn(follow(Arc::clone(core), event, turns, course, counted, active));
        Ok(())
    }

    fn turns(&self, core: &Core, event: &Queued) -> Arc<Semaphore> {
        let processes = core.host.settings.processes.max(1);
        let mut turns = self.turns.lock();
        // Those that no event holds are as good as new ones.
        if turns.len() > 1000 {
            turns.retain(|_, turns| Arc::strong_count(turns) > 1);
        }
        let place = (event.owner.clone(), event.name.clone());
        let turns = turns
            .entry(place)
            .or_insert_with(|| Arc::new(Semaphore::new((processes - processes.div_ceil(5)).max(1))));
        Arc::clone(turns)
    }

    /// Events that wait or run.
    pub fn waiting(&self) -> usize {
        self.count.load(Ordering::Acquire)
    }

    /// Waits until every event had its attempt. Those that failed and wait for another are not waited for.
    pub async fn settle(&self) {
        // Its sender is this one's own.
        let _ = self.active.subscribe().wait_for(|count| *count == 0).await;
    }

    /// Gives all events up.
    pub fn close(&self) {
        let waiting = self.waiting();
        if waiting > 0 {
            tracing::warn!(events = waiting, "asynchronous invocations are lost with the end of the server");
        }
        self.tasks.lock().abort_all();
    }
}

/// Follows an event to its end.
async fn follow(
    core: Arc<Core>,
    event: Queued,
    turns: Arc<Semaphore>,
    mut course: Course,
    _counted: Counted,
    mut active: Active,
) {
    loop {
        let attempt = {
            // Never closed, so this is a turn.
            let _turn = turns.acquire().await;
            attempt(&core, &event).await
        };
        let counter = active.0.clone();
        drop(active);
        let settings = core.event_config(&event.owner, &event.name, event.qualifier.as_deref());
        match course.after(attempt, settings.as_ref(), UnixMillis::now()) {
            Step::Finish => return,
            Step::RetryAfter(wait) => {
                tokio::time::sleep(wait).await;
                active = Active::begin(&counter);
            }
            Step::GiveUp(reason) => {
                tracing::warn!(
                    tenant = %event.owner, function = event.name, request_id = event.request_id, reason,
                    "an asynchronous invocation is given up"
                );
                return;
            }
        }
    }
}

async fn attempt(core: &Core, event: &Queued) -> Attempt {
    let Ok((spec, reserved)) = core.spec(&event.owner, &event.name, event.qualifier.as_deref()) else {
        return Attempt::Gone;
    };
    let Ok(_admission) = core.fleet.admit(&event.owner, &event.name, reserved) else {
        return Attempt::Throttled;
    };
    let arn = match &event.qualifier {
        Some(qualifier) => names::qualified_arn(&event.owner, &event.name, qualifier),
        None => names::arn(&event.owner, &event.name),
    };
    let request = Request {
        request_id: event.request_id.clone(),
        payload: event.payload.clone(),
        arn,
        client_context: event.client_context.clone(),
    };
    match core.fleet.run(&spec, request).await {
        Ok(outcome) if outcome.is_error => Attempt::Failed,
        Ok(_) => Attempt::Done,
        Err(_) => Attempt::Throttled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: UnixMillis = UnixMillis(1_000_000);

    fn settings(max_retries: u32, max_age: u32) -> EventConfig {
        EventConfig { max_retries: Some(max_retries), max_age: Some(max_age), last_modified: 0 }
    }

    #[test]
    fn a_failure_is_tried_again_twice() {
        let mut course = Course::new(Profile::Aws, START);
        let mut after = |attempt| course.after(attempt, None, START);
        assert_eq!(after(Attempt::Failed), Step::RetryAfter(Duration::from_secs(60)));
        assert_eq!(after(Attempt::Failed), Step::RetryAfter(Duration::from_secs(120)));
        assert_eq!(after(Attempt::Failed), Step::GiveUp("RetriesExhausted"));
        let mut course = Course::new(Profile::Lab, START);
        assert_eq!(course.after(Attempt::Failed, None, START), Step::RetryAfter(Duration::from_secs(1)));
        assert_eq!(course.after(Attempt::Done, None, START), Step::Finish);
    }

    #[test]
    fn settings_bound_attempts_and_age() {
        let mut course = Course::new(Profile::Lab, START);
        assert_eq!(
            course.after(Attempt::Failed, Some(&settings(0, 60)), START),
            Step::GiveUp("RetriesExhausted")
        );
        let mut course = Course::new(Profile::Lab, START);
        let late = START + Duration::from_secs(60);
        assert_eq!(
            course.after(Attempt::Failed, Some(&settings(2, 60)), late),
            Step::GiveUp("EventAgeExceeded")
        );
    }

    #[test]
    fn a_throttled_event_waits_longer_and_longer_and_uses_up_no_attempt() {
        let mut course = Course::new(Profile::Lab, START);
        let mut waits = Vec::new();
        for _ in 0..10 {
            match course.after(Attempt::Throttled, None, START) {
                Step::RetryAfter(wait) => waits.push(wait.as_secs()),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
        assert_eq!(course.after(Attempt::Failed, None, START), Step::RetryAfter(Duration::from_secs(1)));
        let old = START + AGE_MAX;
        assert_eq!(course.after(Attempt::Throttled, None, old), Step::GiveUp("EventAgeExceeded"));
    }
}
