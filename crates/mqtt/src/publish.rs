//! PUBLISH, the packet of the hot path.

use crate::reader::Reader;
use crate::{DecodeError, PacketType, Properties, QoS, Version, topic};

/// A PUBLISH, borrowed from its frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Publish<'a> {
    /// A redelivery, by the sender's word.
    pub dup: bool,
    /// Quality of service.
    pub qos: QoS,
    /// The message is to be kept.
    pub retain: bool,
    /// The topic name; empty when an alias stands for it (MQTT 5).
    pub topic: &'a str,
    /// The packet identifier; 0 for QoS 0.
    pub packet_id: u16,
    /// Properties; empty before MQTT 5.
    pub properties: Properties<'a>,
    /// The application message.
    pub payload: &'a [u8],
}

impl<'a> Publish<'a> {
    /// Decodes the frame of a PUBLISH.
    ///
    /// # Errors
    /// When it is malformed, has a wildcard or U+0000 in the topic, QoS 3, or DUP with QoS 0
    /// (MQTT-3.3.1-2, MQTT-3.3.1-4, MQTT-3.3.2-2).
    #[inline]
    pub fn decode(version: Version, first_byte: u8, body: &'a [u8]) -> Result<Self, DecodeError> {
        let dup = first_byte & 0b1000 != 0;
        let qos = QoS::from_bits(first_byte >> 1 & 0b11).ok_or(DecodeError::malformed("QoS is 3"))?;
        if dup && qos == QoS::AtMostOnce {
            return Err(DecodeError::malformed("DUP is set on QoS 0"));
        }
        let mut reader = Reader::new(body);
        let topic = reader.string()?;
        if topic::has_wildcard(topic) {
            return Err(DecodeError::malformed("topic name has a wildcard"));
        }
        let packet_id = if qos == QoS::AtMostOnce { 0 } else { reader.packet_id()? };
        let properties = match version {
            Version::V5 => Properties::decode(&mut reader, PacketType::Publish)?,
            _ => Properties::default(),
        };
        if topic.is_empty() && !version.is_v5() {
            return Err(DecodeError::malformed("topic name is empty"));
        }
        let retain = first_byte & 1 != 0;
        Ok(Self { dup, qos, retain, topic, packet_id, properties, payload: reader.rest() })
    }
}
