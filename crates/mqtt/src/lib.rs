//! MQTT 3.1, 3.1.1 and 5 without I/O: framing, packets, properties, topic names and filters, and the
//! tree that finds the filters a topic matches.
//!
//! Decoding borrows from the read buffer and allocates nothing for a PUBLISH. It is strict: what the
//! standards call malformed is refused with the MQTT 5 reason code to answer. Encoding appends to a
//! byte vector that the caller reuses.
//!
//! Statement numbers such as `MQTT-3.3.1-4` are those of the OASIS standards; where AWS IoT Core
//! deviates from them it is said at the line (mqtt.md).

mod connect;
pub mod encode;
mod error;
mod frame;
mod packet;
mod property;
mod publish;
mod reader;
mod subscribe;
pub mod topic;
mod tree;
mod types;

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod tests;

pub use connect::{Connect, Will, connect_version};
pub use error::DecodeError;
pub use frame::{Frame, next_frame};
pub use packet::{Ack, ConnAck, Disconnect, Packet, SubAck};
pub use property::{Properties, Property, PropertyId};
pub use publish::Publish;
pub use subscribe::{FilterIter, RetainHandling, Subscribe, SubscriptionOptions, Unsubscribe};
pub use tree::TopicTree;
pub use types::{PacketType, QoS, ReasonCode, Version};
