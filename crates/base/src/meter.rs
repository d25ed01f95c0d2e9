//! What the limits measure with, and what they did.

use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::Limit;
use crate::limiter::{Clock, Tick};

/// The clock of all rates, and a counter for each limit.
#[derive(Debug)]
pub struct Meter {
    clock: Clock,
    hits: [AtomicU64; Limit::ALL.len()],
}

impl Meter {
    /// A meter with this clock that has counted nothing.
    pub fn new(clock: Clock) -> Self {
        Self { clock, hits: std::array::from_fn(|_| AtomicU64::new(0)) }
    }

    /// The clock's time. Rates that are switched off do not ask for it.
    pub fn now(&self) -> Tick {
        self.clock.now()
    }

    /// Moves the clock, if it is one that is moved by hand.
    pub fn advance(&self, duration: Duration) {
        self.clock.advance(duration);
    }

    /// Counts that a limit did something.
    pub fn hit(&self, limit: Limit) {
        self.hits[limit as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// How often a limit did something.
    pub fn count(&self, limit: Limit) -> u64 {
        self.hits[limit as usize].load(Ordering::Relaxed)
    }
}

impl Default for Meter {
    fn default() -> Self {
        Self::new(Clock::machine())
    }
}

/// How often something was not logged; `None` is never, so that a log says nothing of it.
pub type Unsaid = Option<NonZero<u64>>;

/// What was logged lately, so that each thing is logged once a second at most. There is room for as many things as
/// `K` has values, so those are few.
#[derive(Debug)]
pub struct Noted<K = Limit>(Vec<Note<K>>);

#[derive(Debug)]
struct Note<K> {
    what: K,
    last: Tick,
    unsaid: u64,
}

impl<K> Default for Noted<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialEq> Noted<K> {
    /// Whether something is to be logged now.
    pub fn is_due(&mut self, what: K, now: Tick) -> bool {
        self.due(what, now).is_some()
    }

    /// If something is to be logged now: how often it was not, since the last time.
    pub fn due(&mut self, what: K, now: Tick) -> Option<Unsaid> {
        let Some(note) = self.0.iter_mut().find(|note| note.what == what) else {
            self.0.push(Note { what, last: now, unsaid: 0 });
            return Some(None);
        };
        if now.since(note.last).as_secs() >= 1 {
            note.last = now;
            return Some(NonZero::new(std::mem::take(&mut note.unsaid)));
        }
        note.unsaid += 1;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_counted_and_logged_for_itself() {
        let meter = Meter::default();
        meter.hit(Limit::Retained);
        assert_eq!((meter.count(Limit::Retained), meter.count(Limit::Connections)), (1, 0));
        let mut noted = Noted::default();
        assert!(noted.is_due(Limit::Retained, Tick(0)));
        assert!(noted.is_due(Limit::Connections, Tick(10)));
        assert!(!noted.is_due(Limit::Retained, Tick(999)));
        assert!(noted.is_due(Limit::Retained, Tick(1000)));
    }

    #[test]
    fn what_was_not_logged_is_counted() {
        let mut noted = Noted::default();
        let due = [0, 1, 999, 1000, 1001, 3000, 4000].map(|at| noted.due("full", Tick(at)));
        let unsaid = |count| Some(NonZero::new(count));
        assert_eq!(due, [unsaid(0), None, None, unsaid(2), None, unsaid(1), unsaid(0)]);
    }
}
