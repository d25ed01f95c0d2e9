//! A log group: its streams, what it may hold, and what is dropped.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::stream::{self, Batch, Stream};
use crate::kept::Journal;

pub(super) const GROUP: &str = "logs.group";
pub(super) const STREAM: &str = "logs.stream";
pub(super) const BATCH: &str = "logs.events";

/// What the events of a group may hold in memory, bytes. What comes beyond drops the oldest. AWS has no limit.
pub(super) const GROUP_BYTES_MAX: usize = 64 << 20;
/// A day in milliseconds.
pub(super) const DAY: u64 = 24 * 60 * 60 * 1000;

/// What is kept of a group besides its streams.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    pub created: u64,
    pub retention_days: Option<u32>,
    pub tags: BTreeMap<String, String>,
    pub class: String,
}

/// A group.
#[derive(Default)]
pub(super) struct Group {
    pub name: String,
    pub record: Record,
    pub streams: BTreeMap<String, Stream>,
    /// What its events hold in memory, bytes.
    pub bytes: usize,
    /// Its batches, oldest first, each with its stream.
    batches: VecDeque<(u64, String)>,
}

impl Group {
    pub fn new(name: &str, record: Record) -> Self {
        Self { name: name.into(), record, ..Self::default() }
    }

    /// Stores the group itself.
    pub fn keep(&self, journal: &mut Journal<'_>) {
        journal.put(GROUP, &self.name, &self.record);
    }

    /// Makes a stream, if it is not there.
    pub fn add_stream(&mut self, name: &str, now: u64, journal: &mut Journal<'_>) {
        if !self.streams.contains_key(name) {
            let record = stream::Record { created: now, ..stream::Record::default() };
            journal.put(STREAM, &pair(&self.name, name), &record);
            self.streams.insert(name.into(), Stream::new(record));
        }
    }

    /// Puts back a batch that was stored. They come in the order of their numbers.
    pub fn restore(&mut self, stream: &str, number: u64, batch: Batch) {
        let Some(found) = self.streams.get_mut(stream) else { return };
        self.bytes += batch.weight();
        found.insert(number, batch);
        self.batches.push_back((number, stream.into()));
    }

    /// Appends events to a stream and drops what is too much or too old.
    pub fn append(&mut self, stream: &str, number: u64, batch: Batch, now: u64, journal: &mut Journal<'_>) {
        let Some(found) = self.streams.get_mut(stream) else { return };
        journal.put(BATCH, &triple(&self.name, stream, number), &batch);
        found.note(&batch);
        journal.put(STREAM, &pair(&self.name, stream), &found.record);
        self.restore(stream, number, batch);
        while self.bytes > GROUP_BYTES_MAX && self.drop_oldest(journal) {}
        self.drop_old(now, journal);
    }

    /// Drops the oldest batch; whether there was one.
    pub fn drop_oldest(&mut self, journal: &mut Journal<'_>) -> bool {
        let Some((number, stream)) = self.batches.pop_front() else { return false };
        if let Some(batch) = self.streams.get_mut(&stream).and_then(|found| found.remove(number)) {
            self.bytes -= batch.weight();
            journal.forget(BATCH, &triple(&self.name, &stream, number));
        }
        true
    }

    /// Drops batches from the oldest on, all of whose events are beyond the retention.
    fn drop_old(&mut self, now: u64, journal: &mut Journal<'_>) {
        let oldest = self.oldest_kept(now);
        while let Some((number, stream)) = self.batches.front() {
            let batch = self.streams.get(stream).and_then(|found| found.batches.get(number));
            if batch.is_some_and(|batch| batch.events.iter().any(|(time, _)| *time >= oldest)) {
                return;
            }
            self.drop_oldest(journal);
        }
    }

    /// The time before which events are gone.
    pub fn oldest_kept(&self, now: u64) -> u64 {
        self.record.retention_days.map_or(0, |days| now.saturating_sub(u64::from(days) * DAY))
    }

    /// Removes a stream with its events; whether there was one.
    pub fn remove_stream(&mut self, name: &str, journal: &mut Journal<'_>) -> bool {
        let Some(stream) = self.streams.remove(name) else { return false };
        for (number, batch) in &stream.batches {
            self.bytes -= batch.weight();
            journal.forget(BATCH, &triple(&self.name, name, *number));
        }
        self.batches.retain(|(_, stream)| stream != name);
        journal.forget(STREAM, &pair(&self.name, name));
        true
    }

    /// Removes everything that is stored of it.
    pub fn forget(&mut self, journal: &mut Journal<'_>) {
        let names: Vec<String> = self.streams.keys().cloned().collect();
        for name in names {
            self.remove_stream(&name, journal);
        }
        journal.forget(GROUP, &self.name);
    }
}

/// The name of a stream's row. Neither name can hold a line break.
fn pair(group: &str, stream: &str) -> String {
    format!("{group}\n{stream}")
}

/// The name of a batch's row.
fn triple(group: &str, stream: &str, number: u64) -> String {
    format!("{group}\n{stream}\n{number:020}")
}

#[cfg(test)]
mod tests {
    use base::Tenant;

    use super::*;

    fn batch(time: u64, bytes: usize) -> Batch {
        Batch { ingested: time, events: vec![(time, "x".repeat(bytes))] }
    }

    #[test]
    fn the_oldest_makes_room() {
        let tenant = Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
        let mut journal = Journal::new(&tenant);
        let mut group = Group::new("g", Record::default());
        group.add_stream("a", 0, &mut journal);
        group.add_stream("b", 0, &mut journal);
        for number in 0..40_u64 {
            let stream = if number % 2 == 0 { "a" } else { "b" };
            group.append(stream, number, batch(number, 4 << 20), number, &mut journal);
        }
        assert!(group.bytes <= GROUP_BYTES_MAX);
        assert_eq!(group.streams["b"].batches.keys().next_back(), Some(&39));
        assert!(!group.streams["a"].batches.contains_key(&0));
        group.remove_stream("a", &mut journal);
        group.remove_stream("b", &mut journal);
        assert_eq!(group.bytes, 0);
    }

    #[test]
    fn what_is_beyond_the_retention_goes() {
        let tenant = Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
        let mut journal = Journal::new(&tenant);
        let mut group = Group::new("g", Record { retention_days: Some(1), ..Record::default() });
        group.add_stream("a", 0, &mut journal);
        group.append("a", 1, batch(0, 1), 0, &mut journal);
        group.append("a", 2, batch(DAY, 1), DAY, &mut journal);
        assert_eq!(group.streams["a"].batches.len(), 2);
        group.append("a", 3, batch(DAY, 1), DAY + 1, &mut journal);
        assert_eq!(group.streams["a"].batches.len(), 2);
    }
}
