//! What AWS leaves undocumented or contradictory about the broker, each decided once, here.
//! Sections are those of the behaviour sheet mqtt.md.

use mqtt::{QoS, ReasonCode};

/// What an MQTT 5 client is told that sends more than the limits allow (§4 names no code; 0x95 is not
/// among those that AWS uses, §10).
pub(crate) const TOO_LARGE: ReasonCode = ReasonCode::QuotaExceeded;

/// What an MQTT 5 client is told whose WebSocket connection is over after 24 hours (§11 names the event
/// only; 0xA0 is not among the codes that AWS uses, §10).
pub(crate) const WEBSOCKET_EXPIRED: ReasonCode = ReasonCode::AdministrativeAction;

/// CONNACK for a client whose Maximum Packet Size is below 512 bytes (§10: "refused").
pub(crate) const PACKET_SIZE_TOO_SMALL: ReasonCode = ReasonCode::UnspecifiedError;

/// CONNACK for a client that wants enhanced authentication, which AWS does not offer (§3). The
/// standard's own code; the AWS list has none for it.
pub(crate) const ENHANCED_AUTHENTICATION: ReasonCode = ReasonCode::BadAuthenticationMethod;

/// PUBACK to an MQTT 5 client whose PUBLISH goes beyond a rate (§3: "discarded"). 0x97 is the one of the
/// codes for PUBACK (§10) that says it; §8 has it for retained messages. An MQTT 3 client gets no PUBACK
/// and keeps its connection, as users of the device SDKs see it.
pub(crate) const THROTTLED: ReasonCode = ReasonCode::QuotaExceeded;

/// The MQTT 3 return code of a CONNECT that goes beyond a rate (§2: "throttled"); `None` closes without a
/// CONNACK: the maintainers of the device SDKs speak of a hang-up. MQTT 5 clients get 0x97.
pub(crate) const CONNECT_THROTTLED_V3: Option<u8> = None;
/// The QoS of lifecycle events (§11 names none; "might be duplicated" is at least once).
pub(crate) const LIFECYCLE_QOS: QoS = QoS::AtLeastOnce;
