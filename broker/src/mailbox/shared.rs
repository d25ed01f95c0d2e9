//! What shared subscriptions need of a mailbox: that of a member, and the one that is a group's queue.

use std::sync::Arc;

use store::{Store, Write};

use super::{Mailbox, Mode, QUEUE_MAX, wake};
use crate::Message;
use crate::delivery::{Delivery, DurableCopy, Home, Receipt};
use crate::group::Group;

impl Mailbox {
    /// Whether a connection drains this mailbox.
    pub fn is_online(&self) -> bool {
        self.state.lock().mode == Mode::Online
    }

    /// Takes a delivery of a shared subscription when a connection is there to send it, and keeps up or
    /// need not. Returns whether the receiver is congested.
    ///
    /// # Errors
    /// Gives the delivery back when it is for another member.
    pub fn push_shared(&self, delivery: Delivery, even_congested: bool) -> Result<bool, Delivery> {
        let mut state = self.state.lock();
        let fits = state.mode == Mode::Online && state.kick.is_none() && !state.is_full(&delivery.message);
        if !fits || (!even_congested && state.is_congested()) {
            return Err(delivery);
        }
        state.push_memory(delivery);
        let congested = state.is_congested();
        wake(state);
        Ok(congested)
    }

    /// Messages that have a copy on disk.
    pub fn stored(&self) -> u64 {
        self.state.lock().stored
    }

    /// Whether messages wait, in memory or on disk.
    pub fn has_messages(&self) -> bool {
        let state = self.state.lock();
        !state.memory.is_empty() || state.spill.is_some()
    }

    /// Stores a message in a group's queue without letting it wait here: it goes to a member at once.
    /// `None` when others wait already, or the queue is full.
    pub fn reserve(
        &self,
        message: &Message,
        store: &Store,
        receipt: Option<&Arc<Receipt>>,
        group: &Arc<Group>,
    ) -> Option<DurableCopy> {
        let queue = self.queue?;
        let mut state = self.state.lock();
        // Whatever is on disk only must have a later place than all that is with members.
        if state.spill.is_some() || !state.memory.is_empty() || state.stored >= QUEUE_MAX {
            return None;
        }
        let seq = state.next_seq;
        state.next_seq += 1;
        state.stored += 1;
        let ticket = store.submit_elidable(Write::Enqueue { queue, seq, body: message.to_bytes() });
        Some(DurableCopy { seq, ticket, receipt: receipt.cloned(), home: Home::Group(Arc::clone(group)) })
    }

    /// Puts deliveries that were taken from a group's queue back to its front.
    pub fn put_back(&self, deliveries: impl IntoIterator<Item = Delivery, IntoIter: DoubleEndedIterator>) {
        let mut state = self.state.lock();
        if state.mode == Mode::Closed {
            return;
        }
        for delivery in deliveries.into_iter().rev() {
            state.bytes += delivery.message.weight();
            state.memory.push_front(delivery);
        }
    }

    /// A read of the queue failed; the next [`drain`](Self::drain) asks for it again.
    pub fn refill_failed(&self, epoch: u64) {
        let mut state = self.state.lock();
        if state.epoch == epoch
            && let Some(spill) = &mut state.spill
        {
            spill.reading = None;
        }
    }
}
