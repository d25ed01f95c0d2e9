//! A message on its way to one receiver, and what its publisher waits for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use mqtt::QoS;
use store::Ticket;

use crate::Message;
use crate::group::Group;
use crate::mailbox::Mailbox;

/// One message on its way to one receiver.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub message: Message,
    /// The lower of the message's QoS and the subscription's.
    pub qos: QoS,
    /// The RETAIN flag to send.
    pub retain: bool,
    /// The copy on disk, if there is one.
    pub durable: Option<Box<DurableCopy>>,
}

/// A delivery's copy in a queue on disk.
#[derive(Clone, Debug)]
pub(crate) struct DurableCopy {
    pub seq: u64,
    pub ticket: Ticket,
    pub receipt: Option<Arc<Receipt>>,
    pub home: Home,
}

/// Whose queue a copy is in.
#[derive(Clone, Debug, Default)]
pub(crate) enum Home {
    /// The receiver's own.
    #[default]
    Session,
    /// That of a shared subscription.
    Group(Arc<Group>),
}

impl Delivery {
    /// Whether the message is another member's when this receiver does not acknowledge it.
    pub fn is_shared(&self) -> bool {
        self.durable.as_ref().is_some_and(|copy| matches!(copy.home, Home::Group(_)))
    }
}

/// What a publisher's PUBACK waits for: that every durable receiver's copy is either on disk or was
/// acknowledged by the receiver, whichever comes first.
#[derive(Debug)]
pub(crate) struct Receipt {
    outstanding: AtomicU32,
    publisher: Arc<Mailbox>,
}

impl Receipt {
    pub fn new(publisher: Arc<Mailbox>, receivers: u32) -> Self {
        Self { outstanding: AtomicU32::new(receivers), publisher }
    }

    /// One receiver acknowledged before its copy was written.
    pub fn settle_one(&self) {
        if self.outstanding.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.publisher.wake();
        }
    }

    pub fn is_settled(&self) -> bool {
        self.outstanding.load(Ordering::Acquire) == 0
    }
}
