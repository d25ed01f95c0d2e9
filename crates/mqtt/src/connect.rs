//! CONNECT.

use crate::reader::Reader;
use crate::{DecodeError, PacketType, Properties, QoS, ReasonCode, Version};

/// A CONNECT, borrowed from its frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Connect<'a> {
    /// The version that the connection speaks from here on.
    pub version: Version,
    /// Clean Session, or Clean Start in MQTT 5.
    pub clean: bool,
    /// The wished keep-alive, seconds; 0 is none.
    pub keep_alive: u16,
    /// Properties; empty before MQTT 5.
    pub properties: Properties<'a>,
    /// May be empty.
    pub client_id: &'a str,
    /// The will.
    pub will: Option<Will<'a>>,
    /// The user name; `Some("")` is an empty one.
    pub username: Option<&'a str>,
    /// The password: any bytes.
    pub password: Option<&'a [u8]>,
}

/// A will message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Will<'a> {
    /// Where it is published.
    pub topic: &'a str,
    /// Its payload.
    pub payload: &'a [u8],
    /// Its QoS.
    pub qos: QoS,
    /// Whether it is retained.
    pub retain: bool,
    /// Properties; empty before MQTT 5.
    pub properties: Properties<'a>,
}

/// The version that a CONNECT asks for, or the protocol level that is none of ours. Tells how to
/// answer a CONNECT that does not decode.
///
/// # Errors
/// When the protocol name is not MQTT's or the packet ends before the level.
pub fn connect_version(body: &[u8]) -> Result<Result<Version, u8>, DecodeError> {
    version(&mut Reader::new(body))
}

fn version(reader: &mut Reader<'_>) -> Result<Result<Version, u8>, DecodeError> {
    let name = reader.string()?;
    // A bridge of mosquitto's sets the upper bit; it is no version that the standards know.
    let level = reader.u8()?;
    match (name, level) {
        ("MQIsdp", 3) => Ok(Ok(Version::V31)),
        ("MQTT", 4) => Ok(Ok(Version::V311)),
        ("MQTT", 5) => Ok(Ok(Version::V5)),
        ("MQTT" | "MQIsdp", other) => Ok(Err(other)),
        _ => Err(DecodeError::protocol("protocol name is not MQTT")),
    }
}

impl<'a> Connect<'a> {
    /// Decodes the body of a CONNECT.
    ///
    /// # Errors
    /// When it is malformed or of an unknown version (0x84).
    pub fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body);
        let version = version(&mut reader)?.map_err(|_| DecodeError {
            reason: ReasonCode::UnsupportedProtocolVersion,
            message: "protocol version is not supported",
        })?;
        let flags = Flags::decode(reader.u8()?, version)?;
        let keep_alive = reader.u16()?;
        let properties = match version {
            Version::V5 => Properties::decode(&mut reader, PacketType::Connect)?,
            _ => Properties::default(),
        };
        let client_id = reader.string()?;
        let will = match flags.will {
            Some((qos, retain)) => Some(Will::decode(&mut reader, version, qos, retain)?),
            None => None,
        };
        let username = if flags.username { Some(reader.string()?) } else { None };
        let password = if flags.password { Some(reader.binary()?) } else { None };
        reader.end()?;
        Ok(Self { version, clean: flags.clean, keep_alive, properties, client_id, will, username, password })
    }
}

struct Flags {
    clean: bool,
    will: Option<(QoS, bool)>,
    username: bool,
    password: bool,
}

impl Flags {
    fn decode(bits: u8, version: Version) -> Result<Self, DecodeError> {
        // MQTT-3.1.2-3.
        if bits & 1 != 0 {
            return Err(DecodeError::malformed("reserved connect flag is set"));
        }
        let qos = QoS::from_bits(bits >> 3 & 0b11).ok_or(DecodeError::malformed("will QoS is 3"))?;
        let retain = bits & 0b0010_0000 != 0;
        let will = bits & 0b100 != 0;
        // MQTT-3.1.2-11, -13, -15 of 3.1.1; MQTT-3.1.2-11, -13 of 5.
        if !will && (retain || qos != QoS::AtMostOnce) {
            return Err(DecodeError::malformed("will QoS or retain is set without a will"));
        }
        let username = bits & 0b1000_0000 != 0;
        let password = bits & 0b0100_0000 != 0;
        // MQTT-3.1.2-22 of 3.1.1; MQTT 5 allows it.
        if password && !username && !version.is_v5() {
            return Err(DecodeError::malformed("password without a user name"));
        }
        Ok(Self { clean: bits & 0b10 != 0, will: will.then_some((qos, retain)), username, password })
    }
}

impl<'a> Will<'a> {
    fn decode(
        reader: &mut Reader<'a>,
        version: Version,
        qos: QoS,
        retain: bool,
    ) -> Result<Self, DecodeError> {
        let properties = match version {
            Version::V5 => Properties::decode_will(reader)?,
            _ => Properties::default(),
        };
        let topic = reader.string()?;
        if topic.is_empty() || crate::topic::has_wildcard(topic) {
            return Err(DecodeError::malformed("will topic is empty or has a wildcard"));
        }
        Ok(Self { topic, payload: reader.binary()?, qos, retain, properties })
    }
}
