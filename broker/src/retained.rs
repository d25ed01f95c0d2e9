//! Retained messages: one per topic (mqtt.md §8).

use std::collections::HashMap;

use base::{Tenant, UnixMillis};
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

    /// Forgets everything in memory; the caller clears the disk.
    pub fn clear(&self) {
        self.messages.write().clear();
    }

    /// The number of retained messages.
    pub fn len(&self) -> usize {
        self.messages.read().len()
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
}
