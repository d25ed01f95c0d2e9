//! Token buckets for rates. They do no I/O and read no clock: time is passed in.
//!
//! A bucket is one number: how far ahead of now its tokens are spent, in thousandths of a token. With
//! whole milliseconds and a whole rate the arithmetic is exact, and a shared bucket is one atomic.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Milliseconds of a clock that never goes back. They mean nothing outside of the process.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Tick(pub u64);

impl Tick {
    /// This long after.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)))
    }

    /// The time until `self`; zero when it is past.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

/// Where ticks come from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock, counted from a start.
    Machine(Instant),
    /// A number that is moved by hand, for tests.
    Manual(Arc<AtomicU64>),
}

impl Clock {
    /// The machine's clock, counted from now.
    pub fn machine() -> Self {
        Self::Machine(Instant::now())
    }

    /// A clock that stands still until it is moved.
    pub fn manual() -> Self {
        Self::Manual(Arc::default())
    }

    /// What it shows.
    pub fn now(&self) -> Tick {
        match self {
            // u64 milliseconds last for 584 million years.
            Self::Machine(start) => Tick(start.elapsed().as_millis() as u64),
            Self::Manual(millis) => Tick(millis.load(Ordering::Acquire)),
        }
    }

    /// Moves a manual clock; the machine's moves by itself.
    pub fn advance(&self, duration: Duration) {
        if let Self::Manual(millis) = self {
            millis.fetch_add(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX), Ordering::AcqRel);
        }
    }
}

/// Thousandths of a token: what one token costs.
const TOKEN: u64 = 1000;

/// How fast a bucket fills and how much it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pace {
    rate: u64,
    burst: u64,
}

impl Pace {
    /// So many per second, and a second's worth at once. `None` for [`u32::MAX`], which is no limit.
    pub fn per_second(rate: u32) -> Option<Self> {
        (rate != u32::MAX).then(|| Self { rate: rate.into(), burst: u64::from(rate) * TOKEN })
    }

    /// So many per second, one at a time. `None` for [`u32::MAX`], which is no limit.
    pub fn even(rate: u32) -> Option<Self> {
        (rate != u32::MAX).then(|| Self { rate: rate.into(), burst: u64::from(rate.min(1)) * TOKEN })
    }

    /// Where `spent` would be after taking `count`, whether or not there are so many.
    fn spend(self, spent: u64, count: u32, now: Tick) -> u64 {
        spent.max(self.scaled(now)).saturating_add(u64::from(count) * TOKEN)
    }

    fn holds(self, spent: u64, now: Tick) -> bool {
        spent.saturating_sub(self.scaled(now)) <= self.burst
    }

    /// `spent` after taking `count`; `None` when there are not so many.
    fn take(self, spent: u64, count: u32, now: Tick) -> Option<u64> {
        let next = self.spend(spent, count, now);
        self.holds(next, now).then_some(next)
    }

    /// Milliseconds until `count` can be taken.
    fn wait(self, spent: u64, count: u32, now: Tick) -> u64 {
        let next = self.spend(spent, count, now);
        let missing = next.saturating_sub(self.scaled(now)).saturating_sub(self.burst);
        if missing == 0 {
            0
        } else {
            missing.checked_div(self.rate).map_or(u64::MAX, |_| missing.div_ceil(self.rate))
        }
    }

    /// The tokens that a bucket has been given since the clock's start.
    fn scaled(self, now: Tick) -> u64 {
        now.0.saturating_mul(self.rate)
    }
}

/// A bucket with one owner.
#[derive(Clone, Debug)]
pub struct Bucket {
    pace: Pace,
    spent: u64,
}

impl Bucket {
    /// A full bucket.
    pub fn new(pace: Pace) -> Self {
        Self { pace, spent: 0 }
    }

    /// Takes `count` if there are so many.
    pub fn take(&mut self, count: u32, now: Tick) -> bool {
        let taken = self.pace.take(self.spent, count, now);
        self.spent = taken.unwrap_or(self.spent);
        taken.is_some()
    }

    /// Takes `count` in any case; what was not there is a debt.
    pub fn charge(&mut self, count: u32, now: Tick) {
        self.spent = self.pace.spend(self.spent, count, now);
    }

    /// The time until `count` can be taken; with 0, until there is no debt.
    pub fn wait(&self, count: u32, now: Tick) -> Duration {
        Duration::from_millis(self.pace.wait(self.spent, count, now))
    }
}

/// A bucket that many threads take from.
#[derive(Debug)]
pub struct SharedBucket {
    pace: Pace,
    spent: AtomicU64,
}

impl SharedBucket {
    /// A full bucket.
    pub fn new(pace: Pace) -> Self {
        Self { pace, spent: AtomicU64::new(0) }
    }

    /// Takes `count` if there are so many.
    pub fn take(&self, count: u32, now: Tick) -> bool {
        let take = |spent| self.pace.take(spent, count, now);
        // Nothing else is published by this number.
        self.spent.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Takes `count` in any case; what was not there is a debt.
    pub fn charge(&self, count: u32, now: Tick) {
        let spend = |spent| Some(self.pace.spend(spent, count, now));
        // Never an error: `spend` always has an answer.
        let _ = self.spent.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend);
    }
}

/// One bucket for each of many keys. A key whose bucket is full again is forgotten.
#[derive(Debug)]
pub struct Buckets {
    pace: Pace,
    hasher: RandomState,
    /// By the key's hash: keys differ in 64 bits that nobody outside can choose.
    spent: HashMap<u64, u64>,
    /// The number of keys at which the full ones are looked for.
    sweep_at: usize,
}

impl Buckets {
    /// Keys that are remembered. More at the same time are refused, whatever they take.
    pub const KEYS_MAX: usize = 65_536;
    const SWEEP_AT_LEAST: usize = 1024;

    /// Full buckets for all keys.
    pub fn new(pace: Pace) -> Self {
        Self { pace, hasher: RandomState::new(), spent: HashMap::new(), sweep_at: Self::SWEEP_AT_LEAST }
    }

    /// Takes `count` from a key's bucket if there are so many.
    pub fn take(&mut self, key: impl Hash, count: u32, now: Tick) -> bool {
        let key = self.hasher.hash_one(key);
        if let Some(spent) = self.spent.get_mut(&key) {
            let taken = self.pace.take(*spent, count, now);
            *spent = taken.unwrap_or(*spent);
            return taken.is_some();
        }
        if self.spent.len() >= self.sweep_at {
            self.sweep(now);
        }
        match self.pace.take(0, count, now) {
            Some(spent) if self.spent.len() < Self::KEYS_MAX => {
                self.spent.insert(key, spent);
                true
            }
            _ => false,
        }
    }

    /// The keys that are remembered.
    pub fn len(&self) -> usize {
        self.spent.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.spent.is_empty()
    }

    fn sweep(&mut self, now: Tick) {
        let full = self.pace.scaled(now);
        self.spent.retain(|_, spent| *spent > full);
        // Looked for again when it can have paid: the cost of a sweep is shared by as many inserts.
        self.sweep_at = (2 * self.spent.len()).clamp(Self::SWEEP_AT_LEAST, Self::KEYS_MAX);
        self.spent.shrink_to(self.sweep_at);
    }
}

#[cfg(test)]
mod tests;
