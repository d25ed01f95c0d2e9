//! What goes to the client: acknowledgements, and deliveries from the mailbox.

use std::sync::Arc;
use std::task::Context;

use mqtt::encode::{self, PropertyList};
use mqtt::{QoS, ReasonCode};
use policy::Action;
use smallvec::SmallVec;
use tokio::io::{AsyncRead, AsyncWrite};

use super::{Connection, OUTPUT_BYTES};
use crate::account::Accepted;
use crate::delivery::Delivery;
use crate::end::End;
use crate::mailbox::{Drained, Mailbox};

/// Messages of one read from a queue on disk. A read waits for what was submitted before it, so few large
/// ones are quicker than many small ones.
const REFILL: usize = 512;

/// An acknowledgement that waits for what it acknowledges to be stored. They leave in order
/// (MQTT-4.6.0-2).
pub(super) struct PendingAck {
    pub answer: Answer,
    pub accepted: Accepted,
}

/// An acknowledgement.
pub(super) enum Answer {
    /// A PUBACK without a reason.
    PubAck(u16),
    /// A PUBACK with a reason, written already.
    Refusal(SmallVec<[u8; 24]>),
    /// A packet that is written already.
    Packet(SmallVec<[u8; 24]>),
    /// A SUBACK, and the retained messages that follow it.
    SubAck(SmallVec<[u8; 24]>, Vec<Delivery>),
}

impl Answer {
    fn is_puback(&self) -> bool {
        matches!(self, Self::PubAck(_) | Self::Refusal(_))
    }
}

impl<T> Connection<T> {
    /// Answers when what is acknowledged is stored, and not before an earlier answer.
    pub(super) fn acknowledge(&mut self, answer: Answer, accepted: Accepted, output: &mut Vec<u8>) {
        if self.acks.is_empty() && accepted.is_done(&self.shared.store) {
            self.write_answer(answer, output);
        } else {
            self.unacknowledged += usize::from(answer.is_puback());
            self.acks.push_back(PendingAck { answer, accepted });
        }
    }

    fn write_answer(&mut self, answer: Answer, output: &mut Vec<u8>) {
        match answer {
            Answer::PubAck(id) => {
                encode::puback(output, self.terms.version, id, ReasonCode::Success, &PropertyList::new());
            }
            Answer::Refusal(bytes) | Answer::Packet(bytes) => output.extend_from_slice(&bytes),
            Answer::SubAck(bytes, retained) => {
                output.extend_from_slice(&bytes);
                retained.into_iter().for_each(|delivery| self.deliver_retained(delivery));
            }
        }
    }

    /// Sends a retained message to its new subscriber. What a session must keep until it is acknowledged
    /// (mqtt.md §7) goes through its queue.
    fn deliver_retained(&mut self, delivery: Delivery) {
        let mailbox = &self.connected.mailbox;
        if mailbox.is_durable(delivery.qos) {
            // Nobody waits for it; when the queue is full it is dropped like any other message.
            let _ = mailbox.push(&delivery.message, delivery.qos, delivery.retain, &self.shared.store, None);
        } else {
            self.backlog.push_back(delivery);
        }
    }

    /// Writes the answers whose time has come, and has the task woken for the next one.
    pub(super) fn release_acks(&mut self, context: &mut Context<'_>, output: &mut Vec<u8>) {
        while let Some(front) = self.acks.front() {
            if !front.accepted.is_done(&self.shared.store) {
                self.shared.store.wake_when_committed(front.accepted.ticket(), context.waker());
                return;
            }
            if let Some(front) = self.acks.pop_front() {
                self.unacknowledged -= usize::from(front.answer.is_puback());
                self.write_answer(front.answer, output);
            }
        }
    }

    /// Takes what waits in the mailbox. Returns whether there was something.
    pub(super) fn take_mail(&mut self, context: &mut Context<'_>) -> Result<bool, End>
    where
        T: AsyncRead + AsyncWrite + Unpin,
    {
        let had_none = self.backlog.is_empty();
        let wants_queue = self.rates.as_ref().is_none_or(|rates| rates.wants_queue());
        match self.connected.mailbox.drain(&mut self.backlog, context.waker(), wants_queue) {
            Drained::Kicked(kick) => Err(End::kicked(kick)),
            Drained::Asked(asks) => {
                self.answer_asks(asks);
                Ok(true)
            }
            Drained::Deliveries => Ok(had_none && !self.backlog.is_empty()),
            Drained::Spilled { after, epoch } => {
                self.read_queue(after, epoch);
                Ok(false)
            }
        }
    }

    /// Has messages read from disk into the mailbox, which wakes this task.
    fn read_queue(&self, after: u64, epoch: u64) {
        let mailbox: Arc<Mailbox> = Arc::clone(&self.connected.mailbox);
        let store = self.shared.store.clone();
        let Some(queue) = mailbox.queue() else { return };
        tokio::task::spawn_blocking(move || match store.read_queue(queue, after, REFILL) {
            Ok(part) => mailbox.refill(epoch, part),
            // The connection goes on without; the messages stay on disk for the next one.
            Err(error) => tracing::error!(%error, "cannot read a session's queue"),
        });
    }

    /// Writes deliveries while the client takes them. Returns whether there were any.
    pub(super) fn deliver(&mut self, output: &mut Vec<u8>) -> bool {
        if self.rates.is_some() && !self.replay(output) {
            return false;
        }
        let mut progress = self.direct.is_some() && self.deliver_direct(output);
        while let Some(next) = self.backlog.front() {
            let window_full = next.qos != QoS::AtMostOnce && self.in_flight.len() >= self.terms.in_flight_max;
            if window_full || output.len() >= OUTPUT_BYTES {
                break;
            }
            let Some(delivery) = self.backlog.pop_front() else { break };
            progress = true;
            self.deliver_one(delivery, output);
        }
        progress
    }

    /// Sends a delivery, or gives it up.
    pub(super) fn deliver_one(&mut self, delivery: Delivery, output: &mut Vec<u8>) {
        if self.may_send(&delivery) && (self.rates.is_none() || self.may_send_now()) {
            self.send(delivery, output);
        } else if let Some(copy) = &delivery.durable {
            // It will never be sent, so its copy goes as if it had been acknowledged.
            self.connected.mailbox.acknowledge(copy, &self.shared.store);
        }
    }

    fn may_send(&mut self, delivery: &Delivery) -> bool {
        // The expired are skipped (mqtt.md §7).
        if delivery.message.is_expired(self.now) {
            return false;
        }
        if self.receives_all {
            return true;
        }
        // A message that the client may not receive is left out silently (policy.md §7).
        let topic = delivery.message.topic();
        let allowed = self.permissions.allows(Action::Receive, topic, self.now);
        if !allowed {
            self.counts.receive_denied += 1;
            if *self.last_denied != *topic {
                self.last_denied = topic.into();
                let explanation = self.explain(Action::Receive, topic);
                tracing::warn!(
                    client_id = %self.session.client_id,
                    topic,
                    explanation,
                    "delivery denied"
                );
            }
        }
        allowed
    }

    fn send(&mut self, delivery: Delivery, output: &mut Vec<u8>) {
        let message = delivery.message.clone();
        let (qos, retain) = (delivery.qos, delivery.retain);
        let mut packet = encode::Delivery {
            version: self.terms.version,
            dup: false,
            qos,
            retain,
            topic: message.topic(),
            packet_id: 0,
            properties: message.properties(),
            expiry: message.expiry_left(self.now),
            payload: message.payload(),
        };
        if packet.length() > self.terms.packet_max {
            // MQTT-3.1.2-25: as if it had been sent.
            self.counts.dropped += 1;
            if let Some(copy) = &delivery.durable {
                self.connected.mailbox.acknowledge(copy, &self.shared.store);
            }
            return;
        }
        if qos != QoS::AtMostOnce {
            // Only what outlives the connection is ever sent again.
            let kept = self.session.is_persistent() || delivery.durable.is_some();
            let sent = self.rates.as_ref().map_or(0, |rates| rates.seconds());
            packet.packet_id = self.in_flight.send(kept.then_some(delivery), sent);
        }
        encode::publish(output, &packet);
        self.counts.delivered += 1;
    }

    /// The client acknowledged a delivery.
    pub(super) fn acknowledged(&mut self, packet_id: u16) {
        let Some(kept) = self.in_flight.acknowledge(packet_id) else {
            // MQTT 5 §4.3.2 lets it pass; so does everybody.
            tracing::debug!(client_id = %self.session.client_id, packet_id, "PUBACK for nothing in flight");
            return;
        };
        if self.direct.is_some() {
            self.confirmed(packet_id);
        }
        if let Some(copy) = kept.and_then(|delivery| delivery.durable) {
            self.connected.mailbox.acknowledge(&copy, &self.shared.store);
        }
    }
}
