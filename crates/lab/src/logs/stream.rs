//! A log stream: its events in the order of their times, and places in that order as ids and tokens.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use serde::{Deserialize, Serialize};

/// Where an event is: its time, the batch that it came with, and its place in that. Events of a stream are
/// ordered by this.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) struct Place {
    pub time: u64,
    pub batch: u64,
    pub index: u32,
}

impl Place {
    /// The place right behind an event.
    pub fn after(self) -> Self {
        Self { index: self.index + 1, ..self }
    }

    /// 56 digits, as AWS's event ids have.
    pub fn id(self) -> String {
        format!("{:020}{:026}{:010}", self.time, self.batch, self.index)
    }

    /// Reads an id.
    pub fn of_id(id: &str) -> Option<Self> {
        if id.len() != 56 || !id.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let (time, rest) = id.split_at(20);
        let (batch, index) = rest.split_at(26);
        Some(Self { time: time.parse().ok()?, batch: batch.parse().ok()?, index: index.parse().ok()? })
    }
}

/// Events that came together. They are stored and dropped together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Batch {
    /// Milliseconds since 1970, as all times here.
    pub ingested: u64,
    /// Times and messages.
    pub events: Vec<(u64, String)>,
}

impl Batch {
    /// What its messages hold in memory, bytes, roughly.
    pub fn weight(&self) -> usize {
        const EVENT: usize = 96;
        self.events.iter().map(|(_, message)| message.len() + EVENT).sum()
    }
}

/// What is kept of a stream besides its events.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    pub created: u64,
    pub first_event: Option<u64>,
    pub last_event: Option<u64>,
    pub last_ingestion: Option<u64>,
}

/// A stream.
#[derive(Default)]
pub(super) struct Stream {
    pub record: Record,
    pub batches: BTreeMap<u64, Batch>,
    order: BTreeSet<Place>,
}

/// An event as a reader sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Event<'a> {
    pub place: Place,
    pub message: &'a str,
    pub ingested: u64,
}

impl Stream {
    pub fn new(record: Record) -> Self {
        Self { record, ..Self::default() }
    }

    /// Notes in the record that a batch came.
    pub fn note(&mut self, batch: &Batch) {
        let times = || batch.events.iter().map(|(time, _)| *time);
        let record = &mut self.record;
        record.first_event = times().chain(record.first_event).min();
        record.last_event = times().chain(record.last_event).max();
        record.last_ingestion = Some(batch.ingested);
    }

    /// Adds a batch under a number that is higher than all before.
    pub fn insert(&mut self, number: u64, batch: Batch) {
        self.order.extend(places(number, &batch));
        self.batches.insert(number, batch);
    }

    /// Drops a batch.
    pub fn remove(&mut self, number: u64) -> Option<Batch> {
        let batch = self.batches.remove(&number)?;
        for place in places(number, &batch) {
            self.order.remove(&place);
        }
        Some(batch)
    }

    /// The events between two places, the first included and the last not. From either end.
    pub fn events(&self, from: Place, to: Place) -> impl DoubleEndedIterator<Item = Event<'_>> {
        let range = if from < to {
            (Bound::Included(from), Bound::Excluded(to))
        } else {
            (Bound::Included(to), Bound::Excluded(to))
        };
        self.order.range(range).filter_map(|place| {
            let batch = self.batches.get(&place.batch)?;
            let (_, message) = batch.events.get(place.index as usize)?;
            Some(Event { place: *place, message, ingested: batch.ingested })
        })
    }
}

fn places(number: u64, batch: &Batch) -> impl Iterator<Item = Place> {
    // A batch has at most some ten thousand events.
    batch.events.iter().zip(0..).map(move |((time, _), index)| Place { time: *time, batch: number, index })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_the_order_of_places() {
        let places = [
            Place { time: 1, batch: 9, index: 9 },
            Place { time: 2, batch: 0, index: 0 },
            Place { time: 2, batch: 0, index: 1 },
        ];
        assert!(places.iter().map(|place| place.id()).is_sorted());
        for place in places {
            assert_eq!((place.id().len(), Place::of_id(&place.id())), (56, Some(place)));
        }
        for bad in ["", "x", &"9".repeat(56), &"é".repeat(28)] {
            assert_eq!(Place::of_id(bad), None);
        }
    }

    #[test]
    fn events_of_several_batches_are_in_the_order_of_time() {
        let mut stream = Stream::default();
        let batch = |events: &[(u64, &str)]| Batch {
            ingested: 9,
            events: events.iter().map(|(time, message)| (*time, (*message).to_owned())).collect(),
        };
        stream.insert(1, batch(&[(5, "b"), (7, "d")]));
        stream.insert(2, batch(&[(3, "a"), (5, "c")]));
        let text = |stream: &Stream, from, to| {
            let place = |time| Place { time, ..Place::default() };
            stream.events(place(from), place(to)).map(|event| event.message).collect::<String>()
        };
        assert_eq!(text(&stream, 0, 9), "abcd");
        assert_eq!(text(&stream, 5, 7), "bc");
        assert_eq!(text(&stream, 7, 5), "");
        stream.remove(1);
        assert_eq!(text(&stream, 0, 9), "ac");
    }
}
