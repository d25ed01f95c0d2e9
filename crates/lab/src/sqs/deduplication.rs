//! What a FIFO queue remembers of the messages of the last five minutes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::kept::Journal;

pub(super) const EARLIER: &str = "sqs.deduplication";

/// How long a deduplication id is remembered, milliseconds (SQS Developer Guide, "Exactly-once processing").
pub(super) const INTERVAL_MILLIS: u64 = 5 * 60 * 1000;

/// A message that was sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Earlier {
    pub id: String,
    pub place: u64,
    /// Milliseconds since 1970.
    pub sent: u64,
}

/// The ids of a queue, by a key of its own choice.
#[derive(Default)]
pub(super) struct Deduplication {
    by_key: BTreeMap<String, Earlier>,
    by_time: BTreeSet<(u64, String)>,
}

impl Deduplication {
    pub fn restore(&mut self, key: &str, earlier: Earlier) {
        self.by_time.insert((earlier.sent, key.into()));
        self.by_key.insert(key.into(), earlier);
    }

    pub fn note(&mut self, queue: &str, key: &str, earlier: Earlier, journal: &mut Journal<'_>) {
        journal.put(EARLIER, &format!("{queue}/{key}"), &earlier);
        if let Some(old) = self.by_key.get(key) {
            self.by_time.remove(&(old.sent, key.into()));
        }
        self.restore(key, earlier);
    }

    pub fn find(&self, key: &str) -> Option<Earlier> {
        self.by_key.get(key).cloned()
    }

    pub fn forget_old(&mut self, queue: &str, now: u64, journal: &mut Journal<'_>) {
        while let Some((sent, _)) = self.by_time.first()
            && sent + INTERVAL_MILLIS <= now
        {
            if let Some((_, key)) = self.by_time.pop_first() {
                self.by_key.remove(&key);
                journal.forget(EARLIER, &format!("{queue}/{key}"));
            }
        }
    }

    pub fn forget_all(&mut self, queue: &str, journal: &mut Journal<'_>) {
        self.forget_old(queue, u64::MAX, journal);
    }
}
