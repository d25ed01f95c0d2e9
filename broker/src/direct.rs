//! What APIs ask of a live connection's task: what it subscribes to, and to send a direct message
//! (mqtt.md §12).

use mqtt::SubscriptionOptions;
use tokio::sync::oneshot;

use crate::Message;

/// Questions that wait for one connection's task; it answers all of them in its next turn.
pub(crate) const ASKS_MAX: usize = 128;
/// Direct messages of one connection that wait for room among the unacknowledged.
pub(crate) const WAITING_MAX: usize = 128;

/// A question to a connection's task. One that is never answered is dropped with its sender.
#[derive(Debug)]
pub(crate) enum Ask {
    /// What the client subscribes to.
    Subscriptions(oneshot::Sender<Vec<(Box<str>, SubscriptionOptions)>>),
    /// Send this.
    Direct(Direct),
}

/// A message for one client, whether it subscribes to the topic or not.
#[derive(Debug)]
pub(crate) struct Direct {
    pub message: Message,
    /// Is told when a QoS 0 message is accepted or a QoS 1 message acknowledged.
    pub answer: oneshot::Sender<Result<(), DirectError>>,
}

/// Why a direct message did not arrive, as far as is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DirectError {
    /// Nobody is there to receive it. Nothing is queued for a persistent session; mqtt.md §12 leaves it
    /// open.
    #[error("the client is not connected")]
    NotConnected,
    /// The receiver's policies do not allow `iot:Receive` on the topic.
    #[error("the policies of the client do not allow iot:Receive on the topic")]
    NotAllowed,
    /// It is longer than the receiver takes (MQTT-3.1.2-24 of 5).
    #[error("the message is larger than the Maximum Packet Size of the client")]
    TooLarge,
    /// Too many messages for this client are under way.
    #[error("too many direct messages to the client are under way")]
    TooMany,
    /// No acknowledgement came in time, or the connection ended before.
    #[error("the client did not confirm the message in time")]
    Unconfirmed,
}
