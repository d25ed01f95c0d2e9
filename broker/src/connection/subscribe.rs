//! SUBSCRIBE and UNSUBSCRIBE.

use mqtt::{
    QoS, ReasonCode, RetainHandling, Subscribe, SubscriptionOptions, Unsubscribe, Version, encode, topic,
};
use policy::Action;
use smallvec::SmallVec;
use store::{Ticket, Write};

use super::Connection;
use super::outbound::Answer;
use crate::account::Accepted;
use crate::delivery::Delivery;
use crate::end::{Cause, End};
use crate::grant::fits;
use crate::reserved;

/// SUBACK's failure code before MQTT 5.
const FAILURE: u8 = 0x80;

/// A filter that is not granted.
struct Refused {
    code: ReasonCode,
    /// MQTT 3 clients are disconnected (mqtt.md §4, §5); else they get the failure code.
    ends_v3: bool,
    message: String,
}

impl Refused {
    fn new(code: ReasonCode, ends_v3: bool, message: impl Into<String>) -> Self {
        Self { code, ends_v3, message: message.into() }
    }
}

impl<T> Connection<T> {
    pub(super) fn on_subscribe(
        &mut self,
        subscribe: &Subscribe<'_>,
        output: &mut Vec<u8>,
    ) -> Result<(), End> {
        let identifier = mqtt::PropertyId::SubscriptionIdentifier;
        if subscribe.properties.number(identifier).is_some() {
            let code = ReasonCode::SubscriptionIdentifiersNotSupported;
            return Err(End::client_error(code, "subscription identifiers are not supported"));
        }
        let too_many = subscribe.filters.count() > self.shared.limits.filters_per_subscribe;
        let mut codes: SmallVec<[u8; 8]> = SmallVec::new();
        let mut writes = Vec::new();
        let mut retained = Vec::new();
        for (filter, options) in subscribe.filters {
            // No SUBACK at all for QoS 2 (mqtt.md §3).
            if options.qos == QoS::ExactlyOnce {
                let message = format!("SUBSCRIBE to {filter} with QoS 2 is not supported");
                return Err(End::client_error(ReasonCode::QoSNotSupported, message));
            }
            match self.judge(filter, too_many) {
                Ok(()) => {
                    codes.push(options.qos as u8);
                    self.grant(filter, options, &mut writes, &mut retained);
                }
                Err(refused) => codes.push(self.refuse_filter(filter, &refused)?),
            }
        }
        self.check_receives_all();
        let ticket = if writes.is_empty() { Ticket::DONE } else { self.shared.store.submit(writes) };
        let mut packet = Vec::new();
        encode::suback(&mut packet, self.terms.version, subscribe.packet_id, &codes);
        let answer = Answer::SubAck(SmallVec::from_vec(packet), retained);
        self.acknowledge(answer, Accepted::stored(ticket), output);
        Ok(())
    }

    /// Whether a filter may be subscribed to, and what the client is told when not.
    fn judge(&self, filter: &str, too_many: bool) -> Result<(), Refused> {
        let limits = &self.shared.limits;
        if too_many {
            let message = format!("more than {} filters in one SUBSCRIBE", limits.filters_per_subscribe);
            return Err(Refused::new(ReasonCode::QuotaExceeded, false, message));
        }
        if topic::shared(filter).is_some() {
            let code = ReasonCode::SharedSubscriptionsNotSupported;
            return Err(Refused::new(code, false, "this server has no shared subscriptions yet"));
        }
        if !topic::is_filter(filter) {
            return Err(Refused::new(ReasonCode::TopicFilterInvalid, false, "the filter is not well formed"));
        }
        if !reserved::may_subscribe(filter) {
            let message = "the topics are reserved; clients may not subscribe to them";
            return Err(Refused::new(ReasonCode::TopicFilterInvalid, true, message));
        }
        if !fits(filter, limits) {
            let message = "the filter is longer or deeper than allowed";
            return Err(Refused::new(ReasonCode::TopicFilterInvalid, false, message));
        }
        if !self.authorizer.allows(Action::Subscribe, filter, self.now) {
            let explanation = self.authorizer.explain(Action::Subscribe, filter, self.now);
            return Err(Refused::new(ReasonCode::NotAuthorized, true, explanation.explanation));
        }
        let subscriptions = &self.session.subscriptions;
        let is_new = !subscriptions.contains_key(filter);
        if is_new && subscriptions.len() >= limits.subscriptions_per_connection {
            let message = format!("more than {} subscriptions", limits.subscriptions_per_connection);
            return Err(Refused::new(ReasonCode::QuotaExceeded, false, message));
        }
        Ok(())
    }

    fn grant(
        &mut self,
        filter: &str,
        options: SubscriptionOptions,
        writes: &mut Vec<Write>,
        retained: &mut Vec<Delivery>,
    ) {
        let is_new = self.account.router.subscribe(filter, &self.session.mailbox, options);
        self.session.subscriptions.insert(filter.into(), options);
        if self.session.is_persistent() {
            writes.push(self.account.subscription_write(&self.session, filter, Some(options)));
        }
        let wanted = match options.retain_handling {
            RetainHandling::Always => true,
            RetainHandling::IfNew => is_new,
            RetainHandling::Never => false,
        };
        // Only a filter that equals the topic gets its retained message (mqtt.md §8); one with a
        // wildcard equals no topic.
        if wanted && let Some(message) = self.account.retained.get(filter, self.now) {
            let qos = message.qos().min(options.qos);
            retained.push(Delivery { message, qos, retain: true, durable: None });
        }
    }

    /// Logs why a filter is refused and returns the code for the SUBACK, or ends the connection.
    fn refuse_filter(&mut self, filter: &str, refused: &Refused) -> Result<u8, End> {
        if refused.code == ReasonCode::NotAuthorized {
            self.counts.denied += 1;
        }
        tracing::warn!(
            client_id = %self.session.client_id,
            filter,
            reason = refused.code.text(),
            explanation = refused.message,
            "SUBSCRIBE refused"
        );
        match self.terms.version {
            Version::V5 => Ok(refused.code as u8),
            _ if refused.ends_v3 => {
                let cause = Cause::ClientError;
                Err(End { cause, ..End::client_error(refused.code, refused.message.clone()) })
            }
            _ => Ok(FAILURE),
        }
    }

    pub(super) fn on_unsubscribe(&mut self, unsubscribe: &Unsubscribe<'_>, output: &mut Vec<u8>) {
        let mut codes: SmallVec<[u8; 8]> = SmallVec::new();
        let mut writes = Vec::new();
        for (filter, _) in unsubscribe.filters {
            self.account.router.unsubscribe(filter, &self.session.mailbox);
            let existed = self.session.subscriptions.remove(filter).is_some();
            self.strays |= existed;
            if existed && self.session.is_persistent() {
                writes.push(self.account.subscription_write(&self.session, filter, None));
            }
            // AWS answers 0x00 also for a filter that was not subscribed to (mqtt.md §5).
            let is_valid = topic::is_filter(filter);
            codes.push(if is_valid { ReasonCode::Success } else { ReasonCode::TopicFilterInvalid } as u8);
        }
        self.check_receives_all();
        let ticket = if writes.is_empty() { Ticket::DONE } else { self.shared.store.submit(writes) };
        let mut packet = Vec::new();
        encode::unsuback(&mut packet, self.terms.version, unsubscribe.packet_id, &codes);
        self.acknowledge(Answer::Packet(SmallVec::from_vec(packet)), Accepted::stored(ticket), output);
    }
}
