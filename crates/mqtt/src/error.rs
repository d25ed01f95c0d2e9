//! Why bytes are not a packet.

use crate::ReasonCode;

/// Bytes that are not a packet of the protocol. The connection they came on cannot go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct DecodeError {
    /// What an MQTT 5 client is told.
    pub reason: ReasonCode,
    /// What is wrong, for the log.
    pub message: &'static str,
}

impl DecodeError {
    pub(crate) const fn malformed(message: &'static str) -> Self {
        Self { reason: ReasonCode::MalformedPacket, message }
    }

    pub(crate) const fn protocol(message: &'static str) -> Self {
        Self { reason: ReasonCode::ProtocolError, message }
    }
}
