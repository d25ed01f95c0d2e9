//! What APIs ask of the connection: its subscriptions, and direct messages to its client.

use std::collections::VecDeque;

use mqtt::encode;
use mqtt::{QoS, SubscriptionOptions};
use policy::Action;
use tokio::sync::oneshot;

use super::{Connection, OUTPUT_BYTES};
use crate::Message;
use crate::direct::{Ask, Direct, DirectError, WAITING_MAX};

/// The direct messages of one connection.
#[derive(Default)]
pub(super) struct DirectMessages {
    /// Not sent yet.
    waiting: VecDeque<Direct>,
    /// Sent with QoS 1 and not acknowledged, by packet identifier. There are no more of them than
    /// messages may be in flight.
    unconfirmed: Vec<(u16, oneshot::Sender<Result<(), DirectError>>)>,
}

impl<T> Connection<T> {
    pub(super) fn answer_asks(&mut self, asks: Vec<Ask>) {
        for ask in asks {
            // Whoever asked may have gone.
            match ask {
                Ask::Subscriptions(answer) => {
                    let subscriptions = self.session.subscriptions.iter();
                    let all = subscriptions.map(|(filter, options)| (filter.clone(), *options));
                    let all: Vec<(Box<str>, SubscriptionOptions)> = all.collect();
                    let _ = answer.send(all);
                }
                Ask::Direct(direct) => self.take_direct(direct),
            }
        }
    }

    /// Accepts a direct message, or says why not.
    fn take_direct(&mut self, direct: Direct) {
        if let Err(error) = self.judge_direct(&direct.message) {
            tracing::info!(
                client_id = %self.session.client_id,
                topic = direct.message.topic(),
                explanation = %error,
                "direct message refused"
            );
            let _ = direct.answer.send(Err(error));
            return;
        }
        let waiting = &mut self.direct.get_or_insert_default().waiting;
        // Nobody is told any more what became of these.
        waiting.retain(|direct| !direct.answer.is_closed());
        if waiting.len() >= WAITING_MAX {
            let _ = direct.answer.send(Err(DirectError::TooMany));
            return;
        }
        waiting.push_back(direct);
    }

    fn judge_direct(&mut self, message: &Message) -> Result<(), DirectError> {
        if !self.permissions.allows(Action::Receive, message.topic(), self.now) {
            self.counts.receive_denied += 1;
            return Err(DirectError::NotAllowed);
        }
        if self.direct_packet(message).length() > self.terms.packet_max {
            return Err(DirectError::TooLarge);
        }
        Ok(())
    }

    fn direct_packet<'m>(&self, message: &'m Message) -> encode::Delivery<'m> {
        encode::Delivery {
            version: self.terms.version,
            dup: false,
            qos: message.qos(),
            retain: false,
            topic: message.topic(),
            packet_id: 0,
            properties: message.properties(),
            expiry: None,
            payload: message.payload(),
        }
    }

    /// Writes direct messages while the client takes them. Returns whether there were any.
    pub(super) fn deliver_direct(&mut self, output: &mut Vec<u8>) -> bool {
        let Some(mut direct) = self.direct.take() else { return false };
        let mut progress = false;
        while let Some(next) = direct.waiting.front() {
            let confirmed = next.message.qos() != QoS::AtMostOnce;
            let window_full = confirmed && self.in_flight.len() >= self.terms.in_flight_max;
            if window_full || output.len() >= OUTPUT_BYTES {
                break;
            }
            let Some(next) = direct.waiting.pop_front() else { break };
            progress = true;
            if next.answer.is_closed() {
                continue;
            }
            if self.rates.is_some() && !self.may_send_now() {
                let _ = next.answer.send(Err(DirectError::TooMany));
                continue;
            }
            let mut packet = self.direct_packet(&next.message);
            if confirmed {
                // It is for this connection only, so it is never sent again.
                let sent = self.rates.as_ref().map_or(0, |rates| rates.seconds());
                packet.packet_id = self.in_flight.send(None, sent);
            }
            encode::publish(output, &packet);
            self.counts.delivered += 1;
            if confirmed {
                direct.unconfirmed.push((packet.packet_id, next.answer));
            } else {
                let _ = next.answer.send(Ok(()));
            }
        }
        if !direct.waiting.is_empty() || !direct.unconfirmed.is_empty() {
            self.direct = Some(direct);
        }
        progress
    }

    /// The client acknowledged a packet that may have been a direct message.
    pub(super) fn confirmed(&mut self, packet_id: u16) {
        let Some(direct) = &mut self.direct else { return };
        let Some(index) = direct.unconfirmed.iter().position(|(id, _)| *id == packet_id) else { return };
        let (_, answer) = direct.unconfirmed.swap_remove(index);
        let _ = answer.send(Ok(()));
        if direct.waiting.is_empty() && direct.unconfirmed.is_empty() {
            self.direct = None;
        }
    }
}
