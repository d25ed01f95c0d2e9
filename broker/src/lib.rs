//! The MQTT engine of Thingcore: connections, sessions, routing, retained messages and delivery, by
//! the rules of AWS IoT Core.
//!
//! A connection is one task that owns its socket, its decoder and its session. A PUBLISH is decoded in
//! place, looked up in the connection's [plans](plan), copied once into a shared [`Message`] and
//! pushed into the receivers' [mailboxes](mailbox); each receiver's task drains its mailbox and writes
//! many packets at once. Everything slow is behind a [port](ports) that only queues.

mod account;
mod broker;
mod clients;
mod connect;
mod connection;
mod delivery;
mod direct;
mod end;
mod grant;
mod group;
mod lifecycle;
mod mailbox;
mod message;
mod metrics;
mod open_points;
mod plan;
mod ports;
mod propagated;
mod quotas;
mod republish;
mod reserved;
mod retained;
mod router;
mod session;
mod sessions;
mod sync;

#[cfg(test)]
mod tests;

pub use account::{Account, AccountStatus, NoSuchClient};
pub use broker::{Broker, Peer};
pub use clients::{ClientStatus, Presence};
pub use direct::DirectError;
pub use end::TransportEnd;
pub use message::{Message, NewMessage};
pub use metrics::Metrics;
pub use ports::{Admission, Admitted, Attempt, Identity, Publisher, Refusal, Services};
pub use propagated::Propagated;
pub use quotas::ConnectionCall;
pub use reserved::{CommandAnswer, DeviceKind, ShadowOperation, ShadowRequest};
pub use router::RuleId;
