//! How far a publisher may run ahead of its receivers.
//!
//! A load that only pushes makes the broker's queues grow until something is dropped, and then measures
//! that. Here a publisher waits for its receivers, for every broker alike.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

use crate::BenchError;

/// How long nothing may arrive before a run has failed.
const STALLED_AFTER: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Deliveries of one publisher's messages, of all receivers together.
#[derive(Debug, Default)]
pub struct Flow {
    arrived: AtomicU64,
    wanted: AtomicU64,
    wake: Notify,
}

impl Flow {
    /// Notes one delivery.
    pub fn arrive(&self) {
        let arrived = self.arrived.fetch_add(1, Ordering::SeqCst) + 1;
        if arrived == self.wanted.load(Ordering::SeqCst) {
            self.wake.notify_one();
        }
    }

    /// Deliveries so far.
    pub fn arrived(&self) -> u64 {
        self.arrived.load(Ordering::SeqCst)
    }

    /// Waits until there were so many deliveries. One task waits at a time.
    pub async fn reach(&self, wanted: u64) {
        while self.arrived() < wanted {
            // Set before it is looked at again: a delivery in between notifies.
            self.wanted.store(wanted, Ordering::SeqCst);
            if self.arrived() >= wanted {
                return;
            }
            self.wake.notified().await;
        }
    }
}

/// The flows of all publishers of a run.
#[derive(Clone, Debug)]
pub struct Flows(Arc<[Flow]>);

impl Flows {
    /// So many publishers.
    pub fn new(publishers: usize) -> Self {
        Self((0..publishers).map(|_| Flow::default()).collect())
    }

    /// The flow of a publisher.
    pub fn get(&self, publisher: u32) -> Option<&Flow> {
        self.0.get(publisher as usize)
    }

    /// Deliveries of all publishers.
    pub fn arrived(&self) -> u64 {
        self.0.iter().map(Flow::arrived).sum()
    }

    /// Ends when nothing has arrived for long, with the error that says so.
    pub async fn watch(&self, expected: u64) -> BenchError {
        let (mut last, mut idle) = (self.arrived(), Duration::ZERO);
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let arrived = self.arrived();
            idle = if arrived == last { idle + LOOK_EVERY } else { Duration::ZERO };
            last = arrived;
            if idle >= STALLED_AFTER {
                return BenchError::Stalled { arrived, expected, seconds: STALLED_AFTER.as_secs() };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn publisher_waits_for_as_many_as_it_asked_for() {
        let flows = Flows::new(2);
        let waiting = flows.clone();
        let waiter = tokio::spawn(async move { waiting.get(1).unwrap().reach(3).await });
        let flow = flows.get(1).unwrap();
        for _ in 0..2 {
            flow.arrive();
            tokio::task::yield_now().await;
        }
        assert!(!waiter.is_finished());
        flow.arrive();
        waiter.await.unwrap();
        // What has been reached needs no wait.
        flow.reach(2).await;
        assert_eq!(flows.arrived(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn silence_is_an_error() {
        let flows = Flows::new(1);
        flows.get(0).unwrap().arrive();
        let error = flows.watch(2).await;
        assert!(matches!(error, BenchError::Stalled { arrived: 1, expected: 2, .. }));
    }
}
