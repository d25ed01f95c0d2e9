//! All packets, from either side.

use crate::reader::Reader;
use crate::{
    Connect, DecodeError, PacketType, Properties, Publish, ReasonCode, Subscribe, Unsubscribe, Version,
};

/// A packet, borrowed from its frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // The names are those of the standard.
pub enum Packet<'a> {
    Connect(Connect<'a>),
    ConnAck(ConnAck<'a>),
    Publish(Publish<'a>),
    PubAck(Ack<'a>),
    PubRec(Ack<'a>),
    PubRel(Ack<'a>),
    PubComp(Ack<'a>),
    Subscribe(Subscribe<'a>),
    SubAck(SubAck<'a>),
    Unsubscribe(Unsubscribe<'a>),
    UnsubAck(SubAck<'a>),
    PingReq,
    PingResp,
    Disconnect(Disconnect<'a>),
    Auth(Disconnect<'a>),
}

/// A CONNACK.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConnAck<'a> {
    /// Whether the server has state of an earlier connection.
    pub session_present: bool,
    /// The return code (MQTT 3) or reason code (MQTT 5).
    pub code: u8,
    /// Properties; empty before MQTT 5.
    pub properties: Properties<'a>,
}

/// PUBACK, PUBREC, PUBREL or PUBCOMP.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ack<'a> {
    /// The packet identifier of the PUBLISH.
    pub packet_id: u16,
    /// The reason code; Success before MQTT 5.
    pub reason: ReasonCode,
    /// Properties; empty before MQTT 5.
    pub properties: Properties<'a>,
}

/// SUBACK or UNSUBACK.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SubAck<'a> {
    /// The packet identifier of the SUBSCRIBE or UNSUBSCRIBE.
    pub packet_id: u16,
    /// Properties; empty before MQTT 5.
    pub properties: Properties<'a>,
    /// One code per filter; empty in an UNSUBACK before MQTT 5.
    pub codes: &'a [u8],
}

/// DISCONNECT or AUTH.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Disconnect<'a> {
    /// The reason code; Success before MQTT 5.
    pub reason: ReasonCode,
    /// Properties; empty before MQTT 5.
    pub properties: Properties<'a>,
}

impl<'a> Packet<'a> {
    /// Decodes a frame.
    ///
    /// # Errors
    /// When the packet is malformed or not of this version.
    pub fn decode(version: Version, first_byte: u8, body: &'a [u8]) -> Result<Self, DecodeError> {
        let kind = PacketType::of(first_byte).ok_or(DecodeError::malformed("packet type is 0"))?;
        check_flags(kind, first_byte & 0b1111)?;
        Ok(match kind {
            PacketType::Publish => Self::Publish(Publish::decode(version, first_byte, body)?),
            PacketType::PubAck => Self::PubAck(Ack::decode(version, kind, body)?),
            PacketType::PubRec => Self::PubRec(Ack::decode(version, kind, body)?),
            PacketType::PubRel => Self::PubRel(Ack::decode(version, kind, body)?),
            PacketType::PubComp => Self::PubComp(Ack::decode(version, kind, body)?),
            PacketType::Subscribe => Self::Subscribe(Subscribe::decode(version, body)?),
            PacketType::Unsubscribe => Self::Unsubscribe(Unsubscribe::decode(version, body)?),
            PacketType::SubAck => Self::SubAck(SubAck::decode(version, kind, body)?),
            PacketType::UnsubAck => Self::UnsubAck(SubAck::decode(version, kind, body)?),
            PacketType::Connect => Self::Connect(Connect::decode(body)?),
            PacketType::ConnAck => Self::ConnAck(ConnAck::decode(version, body)?),
            PacketType::PingReq => empty(body, Self::PingReq)?,
            PacketType::PingResp => empty(body, Self::PingResp)?,
            PacketType::Disconnect if version.is_v5() => Self::Disconnect(Disconnect::decode(kind, body)?),
            PacketType::Disconnect => empty(body, Self::Disconnect(Disconnect::NORMAL))?,
            PacketType::Auth if version.is_v5() => Self::Auth(Disconnect::decode(kind, body)?),
            PacketType::Auth => return Err(DecodeError::malformed("packet type is 15 before MQTT 5")),
        })
    }
}

fn empty<'a>(body: &[u8], packet: Packet<'a>) -> Result<Packet<'a>, DecodeError> {
    Reader::new(body).end().map(|()| packet)
}

/// The reserved flags have one right value each (MQTT-2.2.2-2 of 3.1.1, MQTT-2.1.3-1 of 5).
fn check_flags(kind: PacketType, flags: u8) -> Result<(), DecodeError> {
    let wanted = match kind {
        PacketType::Publish => return Ok(()),
        PacketType::PubRel | PacketType::Subscribe | PacketType::Unsubscribe => 0b0010,
        _ => 0,
    };
    if flags == wanted { Ok(()) } else { Err(DecodeError::malformed("reserved header flags are wrong")) }
}

fn reason(byte: u8) -> Result<ReasonCode, DecodeError> {
    ReasonCode::from_byte(byte).ok_or(DecodeError::malformed("reason code is unknown"))
}

impl<'a> Ack<'a> {
    fn decode(version: Version, kind: PacketType, body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body);
        let packet_id = reader.packet_id()?;
        let mut ack = Self { packet_id, reason: ReasonCode::Success, properties: Properties::default() };
        // MQTT 5 §3.4.2.1: reason code and properties may be left out from the end.
        if version.is_v5() && !reader.is_empty() {
            ack.reason = reason(reader.u8()?)?;
            if !reader.is_empty() {
                ack.properties = Properties::decode(&mut reader, kind)?;
            }
        }
        reader.end()?;
        Ok(ack)
    }
}

impl<'a> SubAck<'a> {
    fn decode(version: Version, kind: PacketType, body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body);
        let packet_id = reader.packet_id()?;
        let properties = match version {
            Version::V5 => Properties::decode(&mut reader, kind)?,
            _ => Properties::default(),
        };
        Ok(Self { packet_id, properties, codes: reader.rest() })
    }
}

impl<'a> ConnAck<'a> {
    fn decode(version: Version, body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body);
        let flags = reader.u8()?;
        if flags > 1 {
            return Err(DecodeError::malformed("reserved connect acknowledge flags are set"));
        }
        let code = reader.u8()?;
        let properties = match version {
            Version::V5 => Properties::decode(&mut reader, PacketType::ConnAck)?,
            _ => Properties::default(),
        };
        reader.end()?;
        Ok(Self { session_present: flags == 1, code, properties })
    }
}

impl<'a> Disconnect<'a> {
    /// A DISCONNECT without a reason.
    pub const NORMAL: Self = Self { reason: ReasonCode::Success, properties: Properties::EMPTY };

    fn decode(kind: PacketType, body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body);
        let mut packet = Self::NORMAL;
        if !reader.is_empty() {
            packet.reason = reason(reader.u8()?)?;
            if !reader.is_empty() {
                packet.properties = Properties::decode(&mut reader, kind)?;
            }
        }
        reader.end()?;
        Ok(packet)
    }
}
