//! One queue: its messages, which of them can be seen, and what has been sent lately. Time is passed in
//! as milliseconds since 1970.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::message::Content;
use super::moves::MoveTask;
use super::settings::Settings;
use crate::deduplication::{Deduplication, Earlier};
use crate::kept::Journal;

pub(super) const QUEUE: &str = "sqs.queue";
pub(super) const CONTENT: &str = "sqs.message";
pub(super) const PROGRESS: &str = "sqs.progress";
pub(super) const EARLIER: &str = "sqs.deduplication";

/// The most messages of a queue that are received and not yet deleted (SQS quotas).
pub(super) const IN_FLIGHT_MAX: usize = 120_000;

/// What is kept of a queue besides its messages.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    pub settings: Settings,
    /// Milliseconds, as all times here.
    pub created: u64,
    pub modified: u64,
    pub tags: BTreeMap<String, String>,
    #[serde(default)]
    pub purged: u64,
    #[serde(default)]
    pub moves: Vec<MoveTask>,
}

/// How far a message has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Progress {
    /// Nobody receives it before.
    pub visible_at: u64,
    /// How often it was received; part of the receipt handle, since only the latest one counts.
    pub receives: u32,
    pub first_received: u64,
    /// It waits for its receiver to delete it.
    pub taken: bool,
}

/// A message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Message {
    pub content: Content,
    pub progress: Progress,
}

/// What a receipt handle says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Receipt {
    pub place: u64,
    pub receives: u32,
}

/// How many messages there are of each sort.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Counts {
    pub visible: usize,
    pub in_flight: usize,
    pub delayed: usize,
}

/// What a call received.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub messages: Vec<(Receipt, Message)>,
    /// Messages that were received too often already; they have left the queue.
    pub dead: Vec<Message>,
}

/// The receipt is of a FIFO queue and its time is over: the message may be somebody else's by now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Expired;

/// Why the visibility of a message cannot be changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unchangeable {
    Gone,
    NotInFlight,
}

/// A queue.
#[derive(Default)]
pub(super) struct Queue {
    pub name: String,
    pub record: Record,
    /// Rung when something may have become visible, and when the queue is deleted.
    pub bell: Arc<Notify>,
    /// What its messages hold in memory, bytes.
    pub bytes: usize,
    messages: BTreeMap<u64, Message>,
    /// All messages by the time at which they are visible.
    due: BTreeSet<(u64, u64)>,
    /// All messages by the time at which they were sent. That is not the order of their places: a dead
    /// letter of a standard queue has a new place and its old time.
    ages: BTreeSet<(u64, u64)>,
    /// The place of the last message.
    last: u64,
    deduplication: Deduplication,
}

impl Queue {
    /// A queue without messages.
    pub fn new(name: &str, record: Record) -> Self {
        Self { name: name.into(), record, ..Self::default() }
    }

    /// Puts back a message that was stored.
    pub fn restore(&mut self, place: u64, content: Content, progress: Progress) {
        self.last = self.last.max(place);
        self.insert(place, Message { content, progress });
    }

    /// Puts back what was sent lately.
    pub fn restore_earlier(&mut self, key: &str, earlier: Earlier) {
        self.last = self.last.max(earlier.place);
        self.deduplication.restore(key, earlier);
    }

    /// Stores the queue itself.
    pub fn keep(&self, journal: &mut Journal<'_>) {
        journal.put(QUEUE, &self.name, &self.record);
    }

    /// What was sent under the same deduplication id within five minutes.
    pub fn earlier(&mut self, content: &Content, now: u64, journal: &mut Journal<'_>) -> Option<Earlier> {
        self.deduplication.forget_old(EARLIER, &self.name, now, journal);
        self.deduplication.find(&self.deduplication_key(content)?)
    }

    fn deduplication_key(&self, content: &Content) -> Option<String> {
        let id = content.deduplication.as_deref().filter(|_| self.record.settings.fifo)?;
        let group = content.group.as_deref().filter(|_| self.record.settings.deduplicates_by_group);
        Some(group.map_or_else(|| id.to_owned(), |group| format!("{group}\n{id}")))
    }

    /// Adds a message that is visible after a delay in seconds. Returns its place, which grows with every
    /// message, also over restarts.
    pub fn send(&mut self, content: Content, delay: u64, now: u64, journal: &mut Journal<'_>) -> u64 {
        let progress = Progress { visible_at: now + delay * 1000, ..Progress::default() };
        self.add(Message { content, progress }, now, journal)
    }

    /// Adds a message with what happened to it before.
    pub fn add(&mut self, message: Message, now: u64, journal: &mut Journal<'_>) -> u64 {
        // A million messages in each millisecond.
        let place = (self.last + 1).max(now << 20);
        self.last = place;
        let row = row(&self.name, place);
        journal.put(CONTENT, &row, &message.content);
        if message.progress != (Progress { visible_at: message.content.sent, ..Progress::default() }) {
            journal.put(PROGRESS, &row, &message.progress);
        }
        if let Some(key) = self.deduplication_key(&message.content) {
            let earlier = Earlier { id: message.content.id.clone(), place, sent: now };
            self.deduplication.note(EARLIER, &self.name, &key, earlier, journal);
        }
        self.insert(place, message);
        self.bell.notify_waiters();
        place
    }

    fn insert(&mut self, place: u64, message: Message) {
        self.bytes += message.content.weight();
        self.due.insert((message.progress.visible_at, place));
        self.ages.insert((message.content.sent, place));
        self.messages.insert(place, message);
    }

    fn remove(&mut self, place: u64, journal: &mut Journal<'_>) -> Option<Message> {
        let message = self.messages.remove(&place)?;
        self.bytes -= message.content.weight();
        self.due.remove(&(message.progress.visible_at, place));
        self.ages.remove(&(message.content.sent, place));
        let row = row(&self.name, place);
        journal.forget(CONTENT, &row);
        journal.forget(PROGRESS, &row);
        Some(message)
    }

    fn set(&mut self, place: u64, progress: Progress, journal: &mut Journal<'_>) {
        let Some(message) = self.messages.get_mut(&place) else { return };
        self.due.remove(&(message.progress.visible_at, place));
        self.due.insert((progress.visible_at, place));
        message.progress = progress;
        journal.put(PROGRESS, &row(&self.name, place), &progress);
    }

    /// Drops what is older than the retention period.
    pub fn drop_old(&mut self, now: u64, journal: &mut Journal<'_>) {
        let retention = self.record.settings.retention * 1000;
        while let Some(&(sent, place)) = self.ages.first()
            && sent + retention <= now
        {
            self.remove(place, journal);
        }
    }

    /// How many messages there are.
    pub fn counts(&self, now: u64) -> Counts {
        let mut counts = Counts { visible: self.messages.len(), ..Counts::default() };
        for (_, place) in self.due.range((now + 1, 0)..) {
            let is_taken = self.messages.get(place).is_some_and(|message| message.progress.taken);
            *(if is_taken { &mut counts.in_flight } else { &mut counts.delayed }) += 1;
            counts.visible -= 1;
        }
        counts
    }

    /// Whether no more messages may be in flight.
    pub fn is_full(&self, now: u64) -> bool {
        self.messages.len() >= IN_FLIGHT_MAX && self.counts(now).in_flight >= IN_FLIGHT_MAX
    }

    /// When the next message becomes visible that is not yet.
    pub fn next_due(&self, now: u64) -> Option<u64> {
        self.due.range((now + 1, 0)..).next().map(|(due, _)| *due)
    }

    /// Receives messages; they are not visible for so many seconds.
    pub fn receive(&mut self, most: usize, visibility: u64, now: u64, journal: &mut Journal<'_>) -> Received {
        self.drop_old(now, journal);
        let mut received = Received::default();
        let receives_max = self.record.settings.redrive.as_ref().map(|redrive| redrive.receives_max);
        loop {
            // Dead letters make room for others, also of the same group.
            let places = self.visible(most - received.messages.len(), now);
            let mut died = false;
            for place in places {
                let Some(message) = self.messages.get(&place) else { continue };
                if receives_max.is_some_and(|most| message.progress.receives >= most) {
                    received.dead.extend(self.remove(place, journal));
                    died = true;
                    continue;
                }
                let progress = Progress {
                    visible_at: now + visibility * 1000,
                    receives: message.progress.receives + 1,
                    first_received: if message.progress.receives == 0 {
                        now
                    } else {
                        message.progress.first_received
                    },
                    taken: true,
                };
                let message = Message { progress, ..message.clone() };
                self.set(place, progress, journal);
                received.messages.push((Receipt { place, receives: progress.receives }, message));
            }
            if !died || received.messages.len() >= most {
                return received;
            }
        }
    }

    /// The places of messages that can be received: any of a standard queue, oldest first; of a FIFO queue
    /// those with no earlier one of their group that somebody else still has.
    fn visible(&self, most: usize, now: u64) -> Vec<u64> {
        if !self.record.settings.fifo {
            return self.due.range(..=(now, u64::MAX)).take(most).map(|(_, place)| *place).collect();
        }
        let mut blocked: HashSet<&str> = HashSet::new();
        let mut places = Vec::new();
        for (place, message) in &self.messages {
            if places.len() == most {
                break;
            }
            let group = message.content.group.as_deref().unwrap_or_default();
            if message.progress.visible_at > now {
                blocked.insert(group);
            } else if !blocked.contains(group) {
                places.push(*place);
            }
        }
        places
    }

    /// Deletes a message, if the receipt is its latest. A message that is gone is no mistake.
    ///
    /// # Errors
    /// Of a FIFO queue, when the message is no longer in flight by this receipt (localstack#12442, which
    /// was tried on AWS). A standard queue still deletes, as long as nobody has received it since.
    pub fn delete(&mut self, receipt: Receipt, now: u64, journal: &mut Journal<'_>) -> Result<(), Expired> {
        let Some(message) = self.messages.get(&receipt.place) else { return Ok(()) };
        let progress = message.progress;
        let is_latest = progress.receives == receipt.receives;
        let is_in_flight = progress.taken && progress.visible_at > now;
        if self.record.settings.fifo && !(is_latest && is_in_flight) {
            return Err(Expired);
        }
        if is_latest {
            self.remove(receipt.place, journal);
            // The next of its group may be received now.
            self.bell.notify_waiters();
        }
        Ok(())
    }

    /// Sets for how many seconds from now a message stays invisible.
    ///
    /// # Errors
    /// When the message is gone, or visible already.
    pub fn change_visibility(
        &mut self,
        receipt: Receipt,
        seconds: u64,
        now: u64,
        journal: &mut Journal<'_>,
    ) -> Result<(), Unchangeable> {
        let message = self.messages.get(&receipt.place).ok_or(Unchangeable::Gone)?;
        let progress = message.progress;
        if progress.receives != receipt.receives || !progress.taken || progress.visible_at <= now {
            return Err(Unchangeable::NotInFlight);
        }
        let progress = Progress { visible_at: now + seconds * 1000, ..progress };
        self.set(receipt.place, progress, journal);
        self.bell.notify_waiters();
        Ok(())
    }

    /// Removes and returns up to so many messages, oldest first.
    pub fn take(&mut self, most: usize, journal: &mut Journal<'_>) -> Vec<Message> {
        let places: Vec<u64> = self.messages.keys().take(most).copied().collect();
        places.into_iter().filter_map(|place| self.remove(place, journal)).collect()
    }

    /// Removes all messages.
    pub fn purge(&mut self, journal: &mut Journal<'_>) {
        self.take(usize::MAX, journal);
    }

    /// Removes everything that is stored of it.
    pub fn forget(&mut self, journal: &mut Journal<'_>) {
        self.purge(journal);
        self.deduplication.forget_all(EARLIER, &self.name, journal);
        journal.forget(QUEUE, &self.name);
        self.bell.notify_waiters();
    }
}

/// The name of a message's rows.
fn row(queue: &str, place: u64) -> String {
    format!("{queue}/{place:020}")
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
