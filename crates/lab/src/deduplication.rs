//! What a FIFO queue or topic remembers of the messages of the last five minutes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::kept::Journal;

/// How long a deduplication id is remembered, milliseconds (SQS Developer Guide, "Exactly-once processing").
pub(crate) const INTERVAL_MILLIS: u64 = 5 * 60 * 1000;

/// A message that was sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Earlier {
    /// Its id.
    pub id: String,
    /// Its place in the order of all.
    pub place: u64,
    /// Milliseconds since 1970.
    pub sent: u64,
}

/// The ids of a queue or topic, by a key of its own choice. Its rows are named `OWNER/KEY`.
#[derive(Default)]
pub(crate) struct Deduplication {
    by_key: BTreeMap<String, Earlier>,
    by_time: BTreeSet<(u64, String)>,
}

impl Deduplication {
    /// Puts back what was stored.
    pub fn restore(&mut self, key: &str, earlier: Earlier) {
        self.by_time.insert((earlier.sent, key.into()));
        self.by_key.insert(key.into(), earlier);
    }

    /// Remembers a message. `kind` is that of the rows, `owner` whose they are.
    pub fn note(&mut self, kind: &str, owner: &str, key: &str, earlier: Earlier, journal: &mut Journal<'_>) {
        journal.put(kind, &format!("{owner}/{key}"), &earlier);
        if let Some(old) = self.by_key.get(key) {
            self.by_time.remove(&(old.sent, key.into()));
        }
        self.restore(key, earlier);
    }

    /// The message of a key.
    pub fn find(&self, key: &str) -> Option<Earlier> {
        self.by_key.get(key).cloned()
    }

    /// Forgets what is older than five minutes.
    pub fn forget_old(&mut self, kind: &str, owner: &str, now: u64, journal: &mut Journal<'_>) {
        while let Some((sent, _)) = self.by_time.first()
            && sent.saturating_add(INTERVAL_MILLIS) <= now
        {
            if let Some((_, key)) = self.by_time.pop_first() {
                self.by_key.remove(&key);
                journal.forget(kind, &format!("{owner}/{key}"));
            }
        }
    }

    /// Forgets everything.
    pub fn forget_all(&mut self, kind: &str, owner: &str, journal: &mut Journal<'_>) {
        self.forget_old(kind, owner, u64::MAX, journal);
    }
}
