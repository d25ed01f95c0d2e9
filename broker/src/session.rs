//! The state of one MQTT session while a connection owns it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use base::UnixMillis;
use mqtt::{SubscriptionOptions, Version};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::delivery::Delivery;
use crate::mailbox::Mailbox;

/// Messages sent with QoS 1 and not acknowledged yet, and the packet identifiers they use.
#[derive(Default, Debug)]
pub(crate) struct InFlight {
    messages: VecDeque<Sent>,
    last_id: u16,
}

#[derive(Debug)]
struct Sent {
    packet_id: u16,
    /// Seconds of the rates' clock; 0 when nobody asks.
    at: u32,
    kept: Option<Delivery>,
}

impl InFlight {
    /// The number of unacknowledged messages.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Takes a packet identifier for a message that is about to be sent. The message is kept when it
    /// must be sent again on another connection. There must be fewer than 65,535 in flight.
    pub fn send(&mut self, kept: Option<Delivery>, at: u32) -> u16 {
        loop {
            self.last_id = self.last_id.checked_add(1).unwrap_or(1);
            // In order nearly always, so the search ends at once or finds nothing.
            let taken = self.messages.iter().any(|sent| sent.packet_id == self.last_id);
            if !taken {
                self.messages.push_back(Sent { packet_id: self.last_id, at, kept });
                return self.last_id;
            }
        }
    }

    /// The receiver acknowledged a packet identifier. `None` when nothing has it in flight.
    pub fn acknowledge(&mut self, packet_id: u16) -> Option<Option<Delivery>> {
        // Receivers acknowledge in order (MQTT-4.6.0-2), so it is the first nearly always.
        let index = self.messages.iter().position(|sent| sent.packet_id == packet_id)?;
        self.messages.remove(index).map(|sent| sent.kept)
    }

    /// When the oldest was sent.
    pub fn oldest(&self) -> Option<u32> {
        self.messages.front().map(|sent| sent.at)
    }

    /// Takes the oldest if it was sent at this second or before.
    pub fn take_sent_until(&mut self, at: u32) -> Option<Option<Delivery>> {
        self.messages.pop_front_if(|sent| sent.at <= at).map(|sent| sent.kept)
    }

    /// Takes the messages that were kept, oldest first.
    pub fn take_unacknowledged(&mut self) -> impl DoubleEndedIterator<Item = Delivery> {
        std::mem::take(&mut self.messages).into_iter().filter_map(|sent| sent.kept)
    }
}

/// A session. It is owned by its connection's task, and by the session table in between.
pub(crate) struct Session {
    pub client_id: Arc<str>,
    /// What lifecycle events call it; it stays when the session is resumed (mqtt.md §11).
    pub identifier: Uuid,
    /// Of its last connection, in lifecycle events.
    pub version_number: u64,
    /// A session is resumed only by the protocol that made it (mqtt.md §7).
    pub is_v5: bool,
    pub mailbox: Arc<Mailbox>,
    pub subscriptions: HashMap<Box<str>, SubscriptionOptions, foldhash::fast::RandomState>,
    /// Seconds that the session outlives its connection; 0 ends it with the connection.
    pub expiry_seconds: u32,
    /// When the last connection ended; `None` while there is one.
    pub disconnected_at: Option<UnixMillis>,
}

impl Session {
    /// A session without subscriptions.
    pub fn new(client_id: Arc<str>, version: Version, mailbox: Arc<Mailbox>, expiry_seconds: u32) -> Self {
        Self {
            client_id,
            identifier: Uuid::new_v4(),
            version_number: 0,
            is_v5: version.is_v5(),
            mailbox,
            subscriptions: HashMap::default(),
            expiry_seconds,
            disconnected_at: None,
        }
    }

    /// Whether the session outlives its connection.
    pub fn is_persistent(&self) -> bool {
        self.mailbox.queue().is_some()
    }

    /// Whether the session's time is over.
    pub fn is_expired(&self, now: UnixMillis) -> bool {
        self.disconnected_at.is_some_and(|at| now.since(at).as_secs() >= u64::from(self.expiry_seconds))
    }

    /// What is stored of it besides its subscriptions and messages.
    pub fn record(&self) -> SessionRecord {
        SessionRecord {
            queue: self.mailbox.queue().map_or(0, |queue| queue.0),
            is_v5: self.is_v5,
            expiry_seconds: self.expiry_seconds,
            disconnected_at: self.disconnected_at.map(|at| at.0),
            session_identifier: Some(self.identifier.to_string()),
            version_number: self.version_number,
        }
    }
}

/// A persistent session's row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionRecord {
    pub queue: u64,
    pub is_v5: bool,
    pub expiry_seconds: u32,
    pub disconnected_at: Option<u64>,
    /// Missing in rows of earlier versions, as is what follows.
    #[serde(default)]
    pub session_identifier: Option<String>,
    #[serde(default)]
    pub version_number: u64,
}

impl SessionRecord {
    /// The session's identifier; a new one when the row has none.
    pub fn identifier(&self) -> Uuid {
        let known = self.session_identifier.as_deref().and_then(|text| text.parse().ok());
        known.unwrap_or_else(Uuid::new_v4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packet_identifiers_are_never_zero_and_never_used_twice_at_once() {
        let mut in_flight = InFlight { last_id: u16::MAX - 1, ..InFlight::default() };
        assert_eq!(in_flight.send(None, 0), u16::MAX);
        assert_eq!(in_flight.send(None, 0), 1);
        in_flight.last_id = u16::MAX - 1;
        assert_eq!(in_flight.send(None, 0), 2);
    }

    #[test]
    fn only_what_is_old_enough_is_taken() {
        let mut in_flight = InFlight::default();
        let (first, second) = (in_flight.send(None, 5), in_flight.send(None, 7));
        assert!(in_flight.take_sent_until(4).is_none());
        assert!(in_flight.take_sent_until(6).is_some() && in_flight.take_sent_until(6).is_none());
        assert!(in_flight.acknowledge(first).is_none() && in_flight.acknowledge(second).is_some());
        assert_eq!(in_flight.oldest(), None);
    }

    #[test]
    fn acknowledgement_of_an_unknown_identifier_is_told() {
        let mut in_flight = InFlight::default();
        let id = in_flight.send(None, 0);
        assert!(in_flight.acknowledge(id).is_some());
        assert!(in_flight.acknowledge(id).is_none());
        assert_eq!(in_flight.len(), 0);
    }

    #[test]
    fn row_of_an_earlier_version_is_read() {
        let row = r#"{"queue":3,"isV5":true,"expirySeconds":60,"disconnectedAt":null}"#;
        let record: SessionRecord = serde_json::from_str(row).unwrap();
        assert_eq!((record.queue, record.version_number, &record.session_identifier), (3, 0, &None));
        assert!(!record.identifier().is_nil());
        let mut session = Session::new("c".into(), Version::V5, Arc::new(Mailbox::transient()), 10);
        session.version_number = 4;
        let json = serde_json::to_string(&session.record()).unwrap();
        let record: SessionRecord = serde_json::from_str(&json).unwrap();
        assert_eq!((record.identifier(), record.version_number), (session.identifier, 4));
    }

    #[test]
    fn session_expires_after_its_time_and_never_early() {
        let mut session = Session::new("c".into(), Version::V5, Arc::new(Mailbox::transient()), 10);
        assert!(!session.is_expired(UnixMillis(u64::MAX)));
        session.disconnected_at = Some(UnixMillis(5_000));
        assert!(!session.is_expired(UnixMillis(14_999)));
        assert!(session.is_expired(UnixMillis(15_000)));
    }
}
