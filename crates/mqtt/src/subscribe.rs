//! SUBSCRIBE and UNSUBSCRIBE.

use crate::reader::Reader;
use crate::{DecodeError, PacketType, Properties, QoS, Version};

/// When retained messages are sent for a subscription (MQTT 5 §3.8.3.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum RetainHandling {
    /// At every SUBSCRIBE.
    #[default]
    Always,
    /// When the subscription is new.
    IfNew,
    /// Never.
    Never,
}

/// The options of one subscription.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SubscriptionOptions {
    /// The highest QoS that the subscriber wants.
    pub qos: QoS,
    /// Do not send back what the subscriber itself published. AWS ignores it.
    pub no_local: bool,
    /// Keep the RETAIN flag as it was published.
    pub retain_as_published: bool,
    /// When to send retained messages.
    pub retain_handling: RetainHandling,
}

impl SubscriptionOptions {
    /// Options with a QoS and everything else as in MQTT 3.
    pub fn of(qos: QoS) -> Self {
        Self { qos, no_local: false, retain_as_published: false, retain_handling: RetainHandling::Always }
    }

    fn decode(byte: u8, version: Version) -> Result<Self, DecodeError> {
        let qos = QoS::from_bits(byte & 0b11).ok_or(DecodeError::protocol("requested QoS is 3"))?;
        let reserved = if version.is_v5() { 0b1100_0000 } else { 0b1111_1100 };
        // MQTT-3.8.3-5 and MQTT-3-8.3-4.
        if byte & reserved != 0 {
            return Err(DecodeError::malformed("reserved bits of the subscription options are set"));
        }
        let retain_handling = match byte >> 4 & 0b11 {
            0 => RetainHandling::Always,
            1 => RetainHandling::IfNew,
            2 => RetainHandling::Never,
            _ => return Err(DecodeError::protocol("retain handling is 3")),
        };
        Ok(Self {
            qos,
            no_local: byte & 0b100 != 0,
            retain_as_published: byte & 0b1000 != 0,
            retain_handling,
        })
    }

    /// The options as a byte of a SUBSCRIBE.
    pub fn to_byte(self) -> u8 {
        self.qos as u8
            | u8::from(self.no_local) << 2
            | u8::from(self.retain_as_published) << 3
            | (self.retain_handling as u8) << 4
    }

    /// The options of a byte that [`to_byte`](Self::to_byte) made.
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::decode(byte, Version::V5).ok()
    }
}

/// A SUBSCRIBE, borrowed from its frame. Every filter was read once; none was judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Subscribe<'a> {
    /// The packet identifier.
    pub packet_id: u16,
    /// Properties; empty before MQTT 5.
    pub properties: Properties<'a>,
    /// The filters with their options.
    pub filters: FilterIter<'a>,
}

/// An UNSUBSCRIBE, borrowed from its frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unsubscribe<'a> {
    /// The packet identifier.
    pub packet_id: u16,
    /// Properties; empty before MQTT 5.
    pub properties: Properties<'a>,
    /// The filters; their options mean nothing.
    pub filters: FilterIter<'a>,
}

/// The filters of a SUBSCRIBE or UNSUBSCRIBE in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FilterIter<'a> {
    raw: &'a [u8],
    with_options: bool,
    version: Version,
}

impl<'a> FilterIter<'a> {
    fn read(&self, reader: &mut Reader<'a>) -> Result<(&'a str, SubscriptionOptions), DecodeError> {
        let filter = reader.string()?;
        let options = match self.with_options {
            true => SubscriptionOptions::decode(reader.u8()?, self.version)?,
            false => SubscriptionOptions::of(QoS::AtMostOnce),
        };
        Ok((filter, options))
    }

    /// Reads all filters once; there is at least one (MQTT-3.8.3-2, MQTT-3.10.3-2).
    fn check(self) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(self.raw);
        if reader.is_empty() {
            return Err(DecodeError::protocol("there is no topic filter"));
        }
        while !reader.is_empty() {
            self.read(&mut reader)?;
        }
        Ok(self)
    }
}

impl<'a> Iterator for FilterIter<'a> {
    type Item = (&'a str, SubscriptionOptions);

    fn next(&mut self) -> Option<Self::Item> {
        let mut reader = Reader::new(self.raw);
        let next = self.read(&mut reader).ok()?;
        self.raw = reader.rest();
        Some(next)
    }
}

impl<'a> Subscribe<'a> {
    /// Decodes the body of a SUBSCRIBE.
    ///
    /// # Errors
    /// When it is malformed, has no filter, or a QoS of 3.
    pub fn decode(version: Version, body: &'a [u8]) -> Result<Self, DecodeError> {
        let (packet_id, properties, filters) = decode(version, body, PacketType::Subscribe)?;
        Ok(Self { packet_id, properties, filters })
    }
}

impl<'a> Unsubscribe<'a> {
    /// Decodes the body of an UNSUBSCRIBE.
    ///
    /// # Errors
    /// When it is malformed or has no filter.
    pub fn decode(version: Version, body: &'a [u8]) -> Result<Self, DecodeError> {
        let (packet_id, properties, filters) = decode(version, body, PacketType::Unsubscribe)?;
        Ok(Self { packet_id, properties, filters })
    }
}

fn decode(
    version: Version,
    body: &[u8],
    packet: PacketType,
) -> Result<(u16, Properties<'_>, FilterIter<'_>), DecodeError> {
    let mut reader = Reader::new(body);
    let packet_id = reader.packet_id()?;
    let properties = match version {
        Version::V5 => Properties::decode(&mut reader, packet)?,
        _ => Properties::default(),
    };
    let with_options = packet == PacketType::Subscribe;
    let filters = FilterIter { raw: reader.rest(), with_options, version }.check()?;
    Ok((packet_id, properties, filters))
}
