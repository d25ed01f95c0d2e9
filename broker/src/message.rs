//! A published message: one allocation, shared by everyone it is delivered to.

use std::fmt;

use base::UnixMillis;
use mqtt::encode::PropertyList;
use mqtt::{Properties, Property, PropertyId, Publish, QoS};
use triomphe::ThinArc;

use crate::Propagated;

/// A message as it was published. Cloning shares it.
///
/// Header fields and bytes live in one block: the bytes are the publisher's own packet from the topic
/// on, so a PUBLISH is copied once, whole, and never encoded again.
#[derive(Clone)]
pub struct Message(ThinArc<Meta, u8>);

struct Meta {
    topic_end: u32,
    properties: (u32, u32),
    payload_start: u32,
    qos: QoS,
    retain: bool,
    received_at: UnixMillis,
    expires_at: Option<UnixMillis>,
}

/// What a message is made of when it does not come from a PUBLISH packet.
#[derive(Clone, Debug)]
pub struct NewMessage<'a> {
    /// The topic name.
    pub topic: &'a str,
    /// The application message.
    pub payload: &'a [u8],
    /// Its quality of service.
    pub qos: QoS,
    /// Whether it is to be kept for later subscribers.
    pub retain: bool,
    /// MQTT 5 properties in wire form, without expiry and alias.
    pub properties: &'a [u8],
    /// Seconds until it expires.
    pub expiry: Option<u32>,
}

impl<'a> NewMessage<'a> {
    /// A message without properties.
    pub fn new(topic: &'a str, payload: &'a [u8], qos: QoS) -> Self {
        Self { topic, payload, qos, retain: false, properties: &[], expiry: None }
    }
}

/// The longest message expiry; larger ones are cut to it (mqtt.md §10).
const EXPIRY_MAX_SECONDS: u32 = 604_800;

fn expires_at(expiry: Option<u32>, now: UnixMillis) -> Option<UnixMillis> {
    // An expiry of 0 is taken for 1 (mqtt.md §10).
    expiry.map(|seconds| UnixMillis(now.0 + 1000 * u64::from(seconds.clamp(1, EXPIRY_MAX_SECONDS))))
}

impl Message {
    /// A message from its parts. Its strings were checked against the limits, so they fit 32 bits.
    pub fn new(parts: &NewMessage<'_>, now: UnixMillis) -> Self {
        let mut bytes = Vec::with_capacity(parts.topic.len() + parts.properties.len() + parts.payload.len());
        bytes.extend_from_slice(parts.topic.as_bytes());
        let topic_end = bytes.len() as u32;
        bytes.extend_from_slice(parts.properties);
        let payload_start = bytes.len() as u32;
        bytes.extend_from_slice(parts.payload);
        let meta = Meta {
            topic_end,
            properties: (topic_end, payload_start),
            payload_start,
            qos: parts.qos,
            retain: parts.retain,
            received_at: now,
            expires_at: expires_at(parts.expiry, now),
        };
        Self(ThinArc::from_header_and_slice(meta, &bytes))
    }

    /// The message of a PUBLISH. `body` is the body of its frame, `topic` its topic with any alias
    /// resolved.
    pub fn from_publish(publish: &Publish<'_>, body: &[u8], topic: &str, now: UnixMillis) -> Self {
        let raw = publish.properties.raw();
        if publish.topic.is_empty() || !(raw.is_empty() || forwards_whole(&publish.properties)) {
            return Self::rebuilt(publish, topic, now);
        }
        // The frame's body is: topic length, topic, packet id, properties length, properties, payload.
        let bytes = body.get(2..).unwrap_or_default();
        let payload_start = bytes.len() - publish.payload.len();
        let meta = Meta {
            topic_end: topic.len() as u32,
            properties: ((payload_start - raw.len()) as u32, payload_start as u32),
            payload_start: payload_start as u32,
            qos: publish.qos,
            retain: publish.retain,
            received_at: now,
            expires_at: None,
        };
        Self(ThinArc::from_header_and_slice(meta, bytes))
    }

    /// The slow way, for packets with properties that are not forwarded as they are.
    fn rebuilt(publish: &Publish<'_>, topic: &str, now: UnixMillis) -> Self {
        let (kept, expiry) = forwarded(&publish.properties);
        Self::with_properties(publish, topic, now, &kept, expiry)
    }

    /// As [`from_publish`](Self::from_publish), with what the publisher's thing adds behind the
    /// properties of its own; user properties have at most `max` bytes. Also returns whether all that is
    /// added had room.
    pub(crate) fn enriched(
        publish: &Publish<'_>,
        topic: &str,
        now: UnixMillis,
        propagated: &Propagated,
        max: usize,
    ) -> (Self, bool) {
        let (own, expiry) = forwarded(&publish.properties);
        let (list, complete) = propagated.append_to(own, max);
        (Self::with_properties(publish, topic, now, &list, expiry), complete)
    }

    fn with_properties(
        publish: &Publish<'_>,
        topic: &str,
        now: UnixMillis,
        properties: &PropertyList,
        expiry: Option<u32>,
    ) -> Self {
        let parts = NewMessage {
            topic,
            payload: publish.payload,
            qos: publish.qos,
            retain: publish.retain,
            properties: properties.as_raw(),
            expiry,
        };
        Self::new(&parts, now)
    }

    /// The topic name.
    pub fn topic(&self) -> &str {
        let meta = &self.0.header.header;
        let bytes = self.0.slice.get(..meta.topic_end as usize).unwrap_or_default();
        // Both constructors take a `&str`.
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The application message.
    pub fn payload(&self) -> &[u8] {
        let meta = &self.0.header.header;
        self.0.slice.get(meta.payload_start as usize..).unwrap_or_default()
    }

    /// MQTT 5 properties in wire form, without expiry and alias.
    pub fn properties(&self) -> &[u8] {
        let (start, end) = self.0.header.header.properties;
        self.0.slice.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The quality of service it was published with.
    pub fn qos(&self) -> QoS {
        self.0.header.header.qos
    }

    /// Whether it was published to be kept.
    pub fn retain(&self) -> bool {
        self.0.header.header.retain
    }

    /// When the broker received it.
    pub fn received_at(&self) -> UnixMillis {
        self.0.header.header.received_at
    }

    /// When it expires.
    pub fn expires_at(&self) -> Option<UnixMillis> {
        self.0.header.header.expires_at
    }

    /// Whether it has expired.
    pub fn is_expired(&self, now: UnixMillis) -> bool {
        self.expires_at().is_some_and(|at| at <= now)
    }

    /// The seconds left of its expiry, rounded down (mqtt.md §10).
    pub fn expiry_left(&self, now: UnixMillis) -> Option<u32> {
        // At most a week, which fits.
        self.expires_at().map(|at| at.since(now).as_secs() as u32)
    }

    /// About how much memory it takes, bytes.
    pub fn weight(&self) -> usize {
        const FIXED: usize = 64;
        FIXED + self.0.slice.len()
    }

    /// The form in which queues and retained messages are stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (topic, properties, payload) = (self.topic(), self.properties(), self.payload());
        let mut out = Vec::with_capacity(FIXED_BYTES + topic.len() + properties.len() + payload.len());
        out.push(FORM);
        out.push(self.qos() as u8 | u8::from(self.retain()) << 2);
        out.extend_from_slice(&self.received_at().0.to_be_bytes());
        out.extend_from_slice(&self.expires_at().map_or(0, |at| at.0).to_be_bytes());
        out.extend_from_slice(&(topic.len() as u32).to_be_bytes());
        out.extend_from_slice(&(properties.len() as u32).to_be_bytes());
        out.extend_from_slice(topic.as_bytes());
        out.extend_from_slice(properties);
        out.extend_from_slice(payload);
        out
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (fixed, rest) = bytes.split_first_chunk::<FIXED_BYTES>()?;
        let &[form, flags, ref numbers @ ..] = fixed;
        if form != FORM {
            return None;
        }
        let (received_at, numbers) = numbers.split_first_chunk()?;
        let (expires_at, numbers) = numbers.split_first_chunk()?;
        let (topic_length, numbers) = numbers.split_first_chunk()?;
        let (properties_length, _) = numbers.split_first_chunk()?;
        let topic_end = u32::from_be_bytes(*topic_length);
        let payload_start = topic_end.checked_add(u32::from_be_bytes(*properties_length))?;
        std::str::from_utf8(rest.get(..topic_end as usize)?).ok()?;
        rest.get(payload_start as usize..)?;
        let expires_at = u64::from_be_bytes(*expires_at);
        let meta = Meta {
            topic_end,
            properties: (topic_end, payload_start),
            payload_start,
            qos: QoS::from_bits(flags & 0b11)?,
            retain: flags & 0b100 != 0,
            received_at: UnixMillis(u64::from_be_bytes(*received_at)),
            expires_at: (expires_at != 0).then_some(UnixMillis(expires_at)),
        };
        Some(Self(ThinArc::from_header_and_slice(meta, rest)))
    }
}

/// Version of the stored form.
const FORM: u8 = 1;
const FIXED_BYTES: usize = 26;

/// The properties that go to receivers, and the expiry, which goes to them as what is left of it.
pub(crate) fn forwarded(properties: &Properties<'_>) -> (PropertyList, Option<u32>) {
    let mut expiry = None;
    let mut kept = PropertyList::new();
    for property in properties.iter() {
        kept = match property {
            Property::Number(PropertyId::MessageExpiryInterval, seconds) => {
                expiry = Some(seconds);
                kept
            }
            Property::Number(PropertyId::PayloadFormatIndicator, value) => {
                kept.byte(PropertyId::PayloadFormatIndicator, value as u8)
            }
            Property::Text(id, text) => kept.text(id, text),
            Property::Binary(id, bytes) => kept.binary(id, bytes),
            Property::User(key, value) => kept.user(key, value),
            // Topic alias, and the Will Delay Interval, which AWS does not have (mqtt.md §9).
            Property::Number(..) => kept,
        };
    }
    (kept, expiry)
}

/// Whether a PUBLISH's properties are forwarded as they are.
fn forwards_whole(properties: &Properties<'_>) -> bool {
    properties.iter().all(|property| {
        !matches!(
            property,
            Property::Number(
                PropertyId::MessageExpiryInterval
                    | PropertyId::TopicAlias
                    | PropertyId::SubscriptionIdentifier,
                _
            )
        )
    })
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("topic", &self.topic())
            .field("qos", &self.qos())
            .field("payload_bytes", &self.payload().len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use mqtt::{Version, next_frame};

    use super::*;

    const NOW: UnixMillis = UnixMillis(1_000_000);

    fn from_wire(version: Version, bytes: &[u8], topic: &str) -> Message {
        let frame = next_frame(bytes, 1000).unwrap().unwrap();
        let publish = Publish::decode(version, frame.first_byte, frame.body).unwrap();
        Message::from_publish(&publish, frame.body, topic, NOW)
    }

    #[test]
    fn message_of_a_packet_keeps_its_parts() {
        let message = from_wire(Version::V311, b"\x33\x0a\x00\x03a/b\x00\x07xyz", "a/b");
        assert_eq!((message.topic(), message.payload()), ("a/b", &b"xyz"[..]));
        assert_eq!((message.qos(), message.retain()), (QoS::AtLeastOnce, true));
        assert!(message.properties().is_empty());
    }

    #[test]
    fn properties_are_forwarded_without_expiry_and_alias() {
        let user = b"\x26\x00\x01k\x00\x01v";
        let plain = [b"\x30\x0d\x00\x01a\x07", &user[..], b"xy"].concat();
        assert_eq!(from_wire(Version::V5, &plain, "a").properties(), user);
        let mixed = [b"\x30\x13\x00\x00\x0f\x02\x00\x00\x00\x0a\x23\x00\x01", &user[..], b"x"].concat();
        let message = from_wire(Version::V5, &mixed, "aliased");
        assert_eq!(
            (message.topic(), message.properties(), message.payload()),
            ("aliased", &user[..], &b"x"[..])
        );
        assert_eq!(message.expires_at(), Some(UnixMillis(NOW.0 + 10_000)));
    }

    #[test]
    fn expiry_is_clamped_and_counts_down() {
        let of = |expiry| {
            let parts = NewMessage { expiry: Some(expiry), ..NewMessage::new("t", b"", QoS::AtMostOnce) };
            Message::new(&parts, NOW)
        };
        assert_eq!(of(0).expiry_left(NOW), Some(1));
        assert_eq!(of(u32::MAX).expiry_left(NOW), Some(604_800));
        let message = of(10);
        assert_eq!(message.expiry_left(UnixMillis(NOW.0 + 9_500)), Some(0));
        assert!(!message.is_expired(UnixMillis(NOW.0 + 9_999)));
        assert!(message.is_expired(UnixMillis(NOW.0 + 10_000)));
    }

    #[test]
    fn stored_form_round_trips() {
        let parts = NewMessage {
            topic: "a/é",
            payload: b"\x00\xff",
            qos: QoS::AtLeastOnce,
            retain: true,
            properties: b"\x01\x01",
            expiry: Some(5),
        };
        let message = Message::new(&parts, NOW);
        let back = Message::from_bytes(&message.to_bytes()).unwrap();
        assert_eq!(
            (back.topic(), back.payload(), back.properties()),
            ("a/é", &b"\x00\xff"[..], &b"\x01\x01"[..])
        );
        assert_eq!((back.qos(), back.retain()), (QoS::AtLeastOnce, true));
        assert_eq!((back.received_at(), back.expires_at()), (NOW, message.expires_at()));
        for end in 0..26 {
            assert!(Message::from_bytes(&message.to_bytes()[..end]).is_none());
        }
    }
}
