//! Retained messages: one per topic (mqtt.md §8).

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use base::{InvalidToken, Page, PageRequest, Tenant, UnixMillis, cut_page};
use parking_lot::RwLock;
use store::{Doc, Key, Store, Table, Ticket, Write};

use crate::Message;

/// The retained messages of one account.
#[derive(Default)]
pub(crate) struct Retained {
    messages: RwLock<HashMap<Box<str>, Message>>,
}

impl Retained {
    /// Keeps a message in place of the topic's earlier one; an empty payload only removes that one.
    /// The change is safe once the ticket is committed.
    pub fn set(&self, message: &Message, tenant: &Tenant, store: &Store) -> Ticket {
        let key = Key::of(message.topic());
        let mut messages = self.messages.write();
        let write = if message.payload().is_empty() {
            if messages.remove(message.topic()).is_none() {
                return Ticket::DONE;
            }
            Write::delete(Table::Retained, tenant, key)
        } else {
            messages.insert(message.topic().into(), message.clone());
            let doc = Doc::Bytes(message.to_bytes());
            Write::Put { table: Table::Retained, tenant: tenant.clone(), key, doc }
        };
        // Under the lock: the disk sees changes of one topic in the order in which memory does.
        store.submit([write])
    }

    /// Puts back a message that was found on disk.
    pub fn restore(&self, message: Message) {
        self.messages.write().insert(message.topic().into(), message);
    }

    /// The message of a topic.
    pub fn get(&self, topic: &str, now: UnixMillis) -> Option<Message> {
        self.messages.read().get(topic).filter(|message| !message.is_expired(now)).cloned()
    }

    /// Whether a topic has a message, expired or not.
    pub fn has(&self, topic: &str) -> bool {
        self.messages.read().contains_key(topic)
    }

    /// One page of the messages, the newest first.
    ///
    /// # Errors
    /// When the page token is not one of ours.
    pub fn page(&self, request: &PageRequest, now: UnixMillis) -> Result<Page<Message>, InvalidToken> {
        let after = request.place()?.map(|text| Place::parse(&text).ok_or(InvalidToken)).transpose()?;
        let after = after.as_ref().map(Place::borrowed);
        let size = request.size();
        let messages = self.messages.read();
        // Half a million may be there: the page and one more are kept, not all of them sorted.
        let mut first = BinaryHeap::with_capacity(size.min(messages.len()) + 2);
        for (topic, message) in messages.iter() {
            let place = (Reverse(message.received_at().0), &**topic);
            if !message.is_expired(now) && after.is_none_or(|after| place > after) {
                first.push(place);
                if first.len() > size + 1 {
                    first.pop();
                }
            }
        }
        let entries = first.into_sorted_vec();
        let made = entries.into_iter().filter_map(|place| Some((place, messages.get(place.1)?)));
        let key = |(place, _): &(PlaceRef<'_>, _)| format!("{} {}", place.0.0, place.1);
        cut_page(made, request, key, |_, _| true, |(_, message)| message.clone())
    }

    /// Forgets everything in memory; the caller clears the disk.
    pub fn clear(&self) {
        self.messages.write().clear();
    }

    /// The number of retained messages.
    pub fn len(&self) -> usize {
        self.messages.read().len()
    }
}

/// Where a message stands in the list: by its time, the newest first, then by its topic.
type PlaceRef<'a> = (Reverse<u64>, &'a str);

/// The same, as a page token tells it.
struct Place(u64, String);

impl Place {
    fn parse(text: &str) -> Option<Self> {
        let (time, topic) = text.split_once(' ')?;
        Some(Self(time.parse().ok()?, topic.into()))
    }

    fn borrowed(&self) -> PlaceRef<'_> {
        (Reverse(self.0), &self.1)
    }
}

#[cfg(test)]
mod tests {
    use mqtt::QoS;

    use super::*;
    use crate::NewMessage;

    fn message(payload: &[u8], expiry: Option<u32>) -> Message {
        let parts = NewMessage { expiry, retain: true, ..NewMessage::new("t", payload, QoS::AtLeastOnce) };
        Message::new(&parts, UnixMillis(1000))
    }

    #[test]
    fn retained_message_is_replaced_removed_and_expires() {
        let tenant = Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
        let (retained, store) = (Retained::default(), Store::memory().unwrap());
        retained.set(&message(b"1", None), &tenant, &store);
        retained.set(&message(b"2", None), &tenant, &store);
        assert_eq!(retained.get("t", UnixMillis(0)).unwrap().payload(), b"2");
        assert_eq!(store.load(Table::Retained).unwrap().len(), 1);
        retained.set(&message(b"", None), &tenant, &store);
        assert!(retained.get("t", UnixMillis(0)).is_none());
        assert!(store.load(Table::Retained).unwrap().is_empty());
        assert_eq!(retained.set(&message(b"", None), &tenant, &store), Ticket::DONE);
        retained.set(&message(b"3", Some(5)), &tenant, &store);
        assert!(retained.get("t", UnixMillis(5_999)).is_some());
        assert!(retained.get("t", UnixMillis(6_000)).is_none());
    }

    #[test]
    fn pages_go_from_the_newest_to_the_oldest() {
        let retained = Retained::default();
        let keep = |topic: &str, at, expiry| {
            let parts = NewMessage { expiry, ..NewMessage::new(topic, b"x", QoS::AtMostOnce) };
            retained.restore(Message::new(&parts, UnixMillis(at)));
        };
        for (topic, at) in [("b", 3000), ("a", 3000), ("old", 1000), ("c d", 2000)] {
            keep(topic, at, None);
        }
        keep("gone", 2500, Some(1));
        let page = |size, token| {
            let page = retained.page(&PageRequest { size: Some(size), token }, UnixMillis(9_000)).unwrap();
            let topics: Vec<String> = page.items.iter().map(|message| message.topic().into()).collect();
            (topics, page.next)
        };
        let (topics, next) = page(1, None);
        assert_eq!(topics, ["a"]);
        let (topics, next) = page(2, next);
        assert_eq!(topics, ["b", "c d"]);
        // What comes in between is newer than all that is left.
        keep("new", 8000, None);
        assert_eq!(page(2, next), (vec!["old".to_owned()], None));
        assert_eq!(page(9, None).0, ["new", "a", "b", "c d", "old"]);
        let foreign = PageRequest { size: None, token: Some("6162".into()) };
        assert!(retained.page(&foreign, UnixMillis(0)).is_err());
    }
}
