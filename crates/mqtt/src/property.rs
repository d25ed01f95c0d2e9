//! MQTT 5 properties (MQTT 5 §2.2.2).

use crate::reader::Reader;
use crate::{DecodeError, PacketType};

/// How a property's value is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wire {
    Byte,
    TwoBytes,
    FourBytes,
    Varint,
    Text,
    Binary,
    Pair,
}

/// Where a will's properties are allowed; the standard treats them as a packet type of their own.
const WILL: u16 = 1;

const fn in_packet(kind: PacketType) -> u16 {
    1 << kind as u8
}

/// One row per property: identifier, wire type, packets that may carry it, whether it may repeat.
struct Row {
    id: PropertyId,
    wire: Wire,
    packets: u16,
    repeats: bool,
}

macro_rules! properties {
    ($($name:ident = $id:literal, $wire:ident, [$($packet:ident)*] $(will $will:tt)? $(repeats $repeats:tt)?;)*) => {
        /// A property's identifier.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        #[allow(missing_docs)] // The names are those of the standard.
        pub enum PropertyId {
            $($name = $id,)*
        }

        const TABLE: &[Row] = &[
            $(Row {
                id: PropertyId::$name,
                wire: Wire::$wire,
                packets: 0 $(| in_packet(PacketType::$packet))* $(| { let _: () = $will; WILL })?,
                repeats: false $(| { let _: () = $repeats; true })?,
            },)*
        ];
    };
}

properties! {
    PayloadFormatIndicator = 0x01, Byte, [Publish] will ();
    MessageExpiryInterval = 0x02, FourBytes, [Publish] will ();
    ContentType = 0x03, Text, [Publish] will ();
    ResponseTopic = 0x08, Text, [Publish] will ();
    CorrelationData = 0x09, Binary, [Publish] will ();
    SubscriptionIdentifier = 0x0b, Varint, [Publish Subscribe] repeats ();
    SessionExpiryInterval = 0x11, FourBytes, [Connect ConnAck Disconnect];
    AssignedClientIdentifier = 0x12, Text, [ConnAck];
    ServerKeepAlive = 0x13, TwoBytes, [ConnAck];
    AuthenticationMethod = 0x15, Text, [Connect ConnAck Auth];
    AuthenticationData = 0x16, Binary, [Connect ConnAck Auth];
    RequestProblemInformation = 0x17, Byte, [Connect];
    WillDelayInterval = 0x18, FourBytes, [] will ();
    RequestResponseInformation = 0x19, Byte, [Connect];
    ResponseInformation = 0x1a, Text, [ConnAck];
    ServerReference = 0x1c, Text, [ConnAck Disconnect];
    ReasonString = 0x1f, Text, [ConnAck PubAck PubRec PubRel PubComp SubAck UnsubAck Disconnect Auth];
    ReceiveMaximum = 0x21, TwoBytes, [Connect ConnAck];
    TopicAliasMaximum = 0x22, TwoBytes, [Connect ConnAck];
    TopicAlias = 0x23, TwoBytes, [Publish];
    MaximumQoS = 0x24, Byte, [ConnAck];
    RetainAvailable = 0x25, Byte, [ConnAck];
    UserProperty = 0x26, Pair,
        [Connect ConnAck Publish PubAck PubRec PubRel PubComp Subscribe SubAck Unsubscribe UnsubAck Disconnect Auth]
        will () repeats ();
    MaximumPacketSize = 0x27, FourBytes, [Connect ConnAck];
    WildcardSubscriptionAvailable = 0x28, Byte, [ConnAck];
    SubscriptionIdentifierAvailable = 0x29, Byte, [ConnAck];
    SharedSubscriptionAvailable = 0x2a, Byte, [ConnAck];
}

/// A property's value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Property<'a> {
    /// A byte, two-byte, four-byte or variable byte integer.
    Number(PropertyId, u32),
    /// A string.
    Text(PropertyId, &'a str),
    /// Bytes.
    Binary(PropertyId, &'a [u8]),
    /// A user property.
    User(&'a str, &'a str),
}

/// The properties of one packet: validated, still in wire form.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Properties<'a> {
    raw: &'a [u8],
}

impl<'a> Properties<'a> {
    /// No properties.
    pub const EMPTY: Self = Self { raw: &[] };

    /// Properties in wire form, without their length, as [`raw`](Self::raw) returned them. Reading stops
    /// at the first that is malformed.
    pub fn from_raw(raw: &'a [u8]) -> Self {
        Self { raw }
    }

    /// The properties in wire form, without their length.
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The properties in order.
    pub fn iter(&self) -> impl Iterator<Item = Property<'a>> + use<'a> {
        let mut reader = Reader::new(self.raw);
        // Everything was read once when it was validated.
        std::iter::from_fn(
            move || if reader.is_empty() { None } else { read(&mut reader).ok().map(|(p, _)| p) },
        )
    }

    /// The value of a number property.
    pub fn number(&self, wanted: PropertyId) -> Option<u32> {
        self.iter().find_map(|property| match property {
            Property::Number(id, value) if id == wanted => Some(value),
            _ => None,
        })
    }

    /// The value of a string property.
    pub fn text(&self, wanted: PropertyId) -> Option<&'a str> {
        self.iter().find_map(|property| match property {
            Property::Text(id, value) if id == wanted => Some(value),
            _ => None,
        })
    }

    /// The value of a binary property.
    pub fn binary(&self, wanted: PropertyId) -> Option<&'a [u8]> {
        self.iter().find_map(|property| match property {
            Property::Binary(id, value) if id == wanted => Some(value),
            _ => None,
        })
    }

    /// Reads the length and the properties of a packet and checks them.
    #[inline]
    pub(crate) fn decode(reader: &mut Reader<'a>, packet: PacketType) -> Result<Self, DecodeError> {
        if let Some((0, rest)) = reader.rest().split_first() {
            *reader = Reader::new(rest);
            return Ok(Self::default());
        }
        Self::decode_checked(reader, in_packet(packet))
    }

    /// As [`decode`](Self::decode) for a will.
    pub(crate) fn decode_will(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        Self::decode_checked(reader, WILL)
    }

    fn decode_checked(reader: &mut Reader<'a>, packets: u16) -> Result<Self, DecodeError> {
        let length = reader.varint()? as usize;
        let raw = reader.bytes(length)?;
        let mut inner = Reader::new(raw);
        let mut seen = 0_u64;
        while !inner.is_empty() {
            let (property, row) = read(&mut inner)?;
            if row.packets & packets == 0 {
                return Err(DecodeError::protocol("property is not allowed in this packet"));
            }
            let bit = 1 << row.id as u8;
            // MQTT 5 §2.2.2.2: a property that may not repeat is a protocol error the second time.
            if !row.repeats && seen & bit != 0 {
                return Err(DecodeError::protocol("property is given twice"));
            }
            seen |= bit;
            check_range(property)?;
        }
        Ok(Self { raw })
    }
}

fn read<'a>(reader: &mut Reader<'a>) -> Result<(Property<'a>, &'static Row), DecodeError> {
    let id = reader.varint()?;
    let row = TABLE
        .iter()
        .find(|row| row.id as u32 == id)
        .ok_or(DecodeError::malformed("property identifier is unknown"))?;
    let property = match row.wire {
        Wire::Byte => Property::Number(row.id, reader.u8()?.into()),
        Wire::TwoBytes => Property::Number(row.id, reader.u16()?.into()),
        Wire::FourBytes => Property::Number(row.id, reader.u32()?),
        Wire::Varint => Property::Number(row.id, reader.varint()?),
        Wire::Text => Property::Text(row.id, reader.string()?),
        Wire::Binary => Property::Binary(row.id, reader.binary()?),
        Wire::Pair => Property::User(reader.string()?, reader.string()?),
    };
    Ok((property, row))
}

/// Values that the standard calls a protocol error, by property (MQTT 5 §3.1.2.11 and §3.3.2.3).
fn check_range(property: Property<'_>) -> Result<(), DecodeError> {
    use PropertyId as Id;
    let Property::Number(id, value) = property else { return Ok(()) };
    let valid = match id {
        Id::PayloadFormatIndicator
        | Id::RequestProblemInformation
        | Id::RequestResponseInformation
        | Id::MaximumQoS
        | Id::RetainAvailable
        | Id::WildcardSubscriptionAvailable
        | Id::SubscriptionIdentifierAvailable
        | Id::SharedSubscriptionAvailable => value <= 1,
        Id::ReceiveMaximum | Id::MaximumPacketSize | Id::SubscriptionIdentifier => value > 0,
        // An alias of 0 has a reason code of its own (MQTT-3.3.2-8), which the session gives.
        _ => true,
    };
    if valid { Ok(()) } else { Err(DecodeError::protocol("property value is out of range")) }
}
