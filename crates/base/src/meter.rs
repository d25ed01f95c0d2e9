//! What the limits measure with, and what they did.

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

/// Which limits were logged lately, so that each is logged once a second at most.
#[derive(Default, Debug)]
pub struct Noted(Vec<(Limit, Tick)>);

impl Noted {
    /// Whether a limit is to be logged now.
    pub fn is_due(&mut self, limit: Limit, now: Tick) -> bool {
        let Some((_, last)) = self.0.iter_mut().find(|(known, _)| *known == limit) else {
            self.0.push((limit, now));
            return true;
        };
        let due = now.since(*last).as_secs() >= 1;
        if due {
            *last = now;
        }
        due
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
}
