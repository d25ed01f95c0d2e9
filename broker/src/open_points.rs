//! What AWS leaves undocumented or contradictory about the broker, each decided once, here.
//! Sections are those of the behaviour sheet mqtt.md.

use mqtt::ReasonCode;

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
