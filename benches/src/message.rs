//! The messages of a load: their bytes, and what a receiver reads from them.
//!
//! A payload begins with who sent it, its number, and when it should have been sent. A shadow update says so in
//! its client token.

use bytes::{BufMut, BytesMut};
use mqttbytes::{PacketType, QoS, v4};

/// Bytes at the start of a payload that the generator needs.
pub const STAMP_BYTES: usize = 16;
/// Largest packet that a broker may send us.
const PACKET_MAX: usize = 1 << 20;

/// What a message says about itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// Number of the publisher.
    pub publisher: u32,
    /// Number of the message, from 0.
    pub number: u32,
    /// When it should have been sent, nanoseconds from the start of the run.
    pub due: u64,
}

impl Stamp {
    /// The stamp as the client token of a shadow update.
    pub fn to_token(self) -> String {
        format!("{}-{}-{}", self.publisher, self.number, self.due)
    }

    /// The stamp of a message that a shadow update was accepted.
    fn of_token(json: &[u8]) -> Option<Self> {
        const NAME: &[u8] = b"\"clientToken\":\"";
        let at = json.windows(NAME.len()).rposition(|window| window == NAME)? + NAME.len();
        let token = json.get(at..)?.split(|byte| *byte == b'"').next()?;
        let mut numbers = std::str::from_utf8(token).ok()?.split('-');
        let mut next = || numbers.next()?.parse::<u64>().ok();
        Some(Self { publisher: next()?.try_into().ok()?, number: next()?.try_into().ok()?, due: next()? })
    }

    fn read(payload: &[u8]) -> Option<Self> {
        if payload.starts_with(b"{\"state\"") {
            return Self::of_token(payload);
        }
        let (publisher, rest) = payload.split_first_chunk()?;
        let (number, rest) = rest.split_first_chunk()?;
        let (due, _) = rest.split_first_chunk()?;
        Some(Self {
            publisher: u32::from_be_bytes(*publisher),
            number: u32::from_be_bytes(*number),
            due: u64::from_be_bytes(*due),
        })
    }

    fn bytes(self) -> [u8; STAMP_BYTES] {
        let mut bytes = [0; STAMP_BYTES];
        let (mut rest, publisher, number) = (&mut bytes[..], self.publisher, self.number);
        rest.put_u32(publisher);
        rest.put_u32(number);
        rest.put_u64(self.due);
        bytes
    }
}

/// A PUBLISH that is encoded once and copied with another number each time.
#[derive(Clone, Debug)]
pub struct Template {
    packet: Vec<u8>,
    topic_at: usize,
    /// Where the packet id is, for QoS 1.
    id_at: Option<usize>,
    payload_at: usize,
    publisher: u32,
}

impl Template {
    /// A message of a publisher to a topic.
    pub fn new(publisher: u32, topic: &str, qos: QoS, payload: usize) -> Self {
        let payload = payload.max(STAMP_BYTES);
        let mut publish = v4::Publish::new(topic, qos, vec![b'x'; payload]);
        publish.pkid = 1;
        let mut packet = BytesMut::new();
        // Only a packet id of 0 is refused.
        let _ = publish.write(&mut packet);
        let payload_at = packet.len().saturating_sub(payload);
        let id_at = (qos != QoS::AtMostOnce).then(|| payload_at - 2);
        let topic_at = id_at.unwrap_or(payload_at) - topic.len();
        Self { packet: packet.to_vec(), topic_at, id_at, payload_at, publisher }
    }

    /// Replaces the topic by another of the same length.
    pub fn set_topic(&mut self, topic: &str) {
        if let Some(place) = self.packet.get_mut(self.topic_at..self.topic_at + topic.len()) {
            place.copy_from_slice(topic.as_bytes());
        }
    }

    /// Appends the message of this number to a buffer.
    pub fn append(&self, out: &mut BytesMut, number: u32, due: u64) {
        let start = out.len();
        out.extend_from_slice(&self.packet);
        let mut put = |at: usize, bytes: &[u8]| {
            if let Some(place) = out.get_mut(start + at..start + at + bytes.len()) {
                place.copy_from_slice(bytes);
            }
        };
        if let Some(at) = self.id_at {
            // Never 0; a window is far smaller than the range.
            let id = (number % u32::from(u16::MAX)) as u16 + 1;
            put(at, &id.to_be_bytes());
        }
        put(self.payload_at, &Stamp { publisher: self.publisher, number, due }.bytes());
    }
}

/// A packet from the broker, in place.
#[derive(PartialEq, Eq, Debug)]
pub enum Packet {
    /// A delivery, with its packet id for QoS 1.
    Publish(Option<u16>, Stamp),
    /// An acknowledgement.
    PubAck(u16),
    /// CONNACK with its return code.
    ConnAck(u8),
    /// SUBACK; whether all filters were granted.
    SubAck(bool),
    /// An answer to a PINGREQ.
    PingResp,
}

/// Takes the first packet off the front of a buffer: the packet and its length, or nothing when it has not
/// come whole.
///
/// # Errors
/// When it is none that a broker sends, or none of this generator's messages.
pub fn parse(input: &[u8]) -> Result<Option<(Packet, usize)>, Malformed> {
    let header = match mqttbytes::check(input.iter(), PACKET_MAX) {
        Ok(header) => header,
        Err(mqttbytes::Error::InsufficientBytes(_)) => return Ok(None),
        Err(_) => return Err(Malformed),
    };
    let length = header.frame_length();
    let first = *input.first().ok_or(Malformed)?;
    // The remaining length ends with the first byte that does not announce another.
    let size = input.iter().skip(1).position(|byte| byte & 0x80 == 0).ok_or(Malformed)?;
    let body = input.get(size + 2..length).ok_or(Malformed)?;
    let id = || body.first_chunk().map(|bytes| u16::from_be_bytes(*bytes)).ok_or(Malformed);
    let packet = match header.packet_type().map_err(|_| Malformed)? {
        PacketType::Publish => publish(first, body)?,
        PacketType::PubAck => Packet::PubAck(id()?),
        PacketType::ConnAck => Packet::ConnAck(*body.get(1).ok_or(Malformed)?),
        PacketType::SubAck => Packet::SubAck(body.get(2..).ok_or(Malformed)?.iter().all(|code| *code <= 2)),
        PacketType::PingResp => Packet::PingResp,
        _ => return Err(Malformed),
    };
    Ok(Some((packet, length)))
}

/// What cannot be understood.
#[derive(Debug, PartialEq, Eq)]
pub struct Malformed;

fn publish(first: u8, body: &[u8]) -> Result<Packet, Malformed> {
    let (length, rest) = body.split_first_chunk().ok_or(Malformed)?;
    let rest = rest.get(usize::from(u16::from_be_bytes(*length))..).ok_or(Malformed)?;
    let (id, payload) = if first & 0b110 == 0 {
        (None, rest)
    } else {
        let (id, payload) = rest.split_first_chunk().ok_or(Malformed)?;
        (Some(u16::from_be_bytes(*id)), payload)
    };
    Ok(Packet::Publish(id, Stamp::read(payload).ok_or(Malformed)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_makes_is_what_mqttbytes_reads() {
        for (qos, id) in [(QoS::AtMostOnce, 0), (QoS::AtLeastOnce, 65_534)] {
            let mut template = Template::new(7, "bench/p7/aaaa", qos, 300);
            template.set_topic("bench/p7/bbbb");
            let mut out = BytesMut::new();
            template.append(&mut out, 65_533, 9);
            template.append(&mut out, 65_534, 10);
            let stamp = Stamp { publisher: 7, number: 65_533, due: 9 };
            let (packet, length) = parse(&out).unwrap().unwrap();
            assert_eq!(packet, Packet::Publish((id != 0).then_some(id), stamp));
            assert_eq!(length * 2, out.len());
            let v4::Packet::Publish(read) = v4::read(&mut out, 1 << 20).unwrap() else { panic!() };
            assert_eq!((read.topic.as_str(), read.pkid, read.payload.len()), ("bench/p7/bbbb", id, 300));
            let (packet, _) = parse(&out).unwrap().unwrap();
            assert!(matches!(packet, Packet::Publish(_, Stamp { number: 65_534, due: 10, .. })));
        }
    }

    #[test]
    fn tokens_of_shadow_updates_are_stamps() {
        let stamp = Stamp { publisher: 7, number: 65_533, due: 9_000_000_000 };
        let json = format!(r#"{{"state":{{}},"version":3,"clientToken":"{}"}}"#, stamp.to_token());
        assert_eq!(Stamp::read(json.as_bytes()), Some(stamp));
        assert_eq!(Stamp::read(br#"{"state":{},"version":3}"#), None);
        assert_eq!(Stamp::read(br#"{"state":{},"clientToken":"7-x-1"}"#), None);
    }

    #[test]
    fn half_packets_wait_and_others_are_refused() {
        let mut out = BytesMut::new();
        Template::new(1, "t", QoS::AtLeastOnce, 256).append(&mut out, 0, 0);
        for end in 0..out.len() {
            assert_eq!(parse(&out[..end]), Ok(None));
        }
        assert_eq!(parse(&[0x40, 2, 1, 2]), Ok(Some((Packet::PubAck(258), 4))));
        assert_eq!(parse(&[0x20, 2, 0, 5]), Ok(Some((Packet::ConnAck(5), 4))));
        assert_eq!(parse(&[0x90, 4, 0, 1, 1, 0x80]), Ok(Some((Packet::SubAck(false), 6))));
        assert_eq!(parse(&[0xD0, 0]), Ok(Some((Packet::PingResp, 2))));
        // A message of somebody else, too short for a stamp; a SUBSCRIBE.
        assert_eq!(parse(&[0x30, 4, 0, 1, b't', b'x']), Err(Malformed));
        assert_eq!(parse(&[0x82, 2, 0, 1]), Err(Malformed));
    }
}
