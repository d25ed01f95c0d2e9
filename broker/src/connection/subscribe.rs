//! SUBSCRIBE and UNSUBSCRIBE.

use base::Limit;
use mqtt::topic::Shared;
use mqtt::{
    QoS, ReasonCode, RetainHandling, Subscribe, SubscriptionOptions, Unsubscribe, Version, encode, topic,
};
use policy::Action;
use smallvec::SmallVec;
use store::{QueueId, Ticket, Write};

use super::inbound::protocol_error;
use super::outbound::Answer;
use super::{ANY_TOPIC, Connection};
use crate::account::Accepted;
use crate::delivery::Delivery;
use crate::end::{Cause, End};
use crate::grant::fits;
use crate::lifecycle;
use crate::reserved;

/// SUBACK's failure code before MQTT 5.
const FAILURE: u8 = 0x80;

/// A filter that is not granted.
struct Refused {
    code: ReasonCode,
    /// MQTT 3 clients are disconnected (mqtt.md §4, §5); else they get the failure code.
    ends_v3: bool,
    message: String,
    /// The limit that it went beyond.
    limit: Option<Limit>,
}

impl Refused {
    fn new(code: ReasonCode, ends_v3: bool, message: impl Into<String>) -> Self {
        Self { code, ends_v3, message: message.into(), limit: None }
    }

    /// The filter goes beyond a limit.
    fn over(limit: Limit, code: ReasonCode) -> Self {
        let message = format!("beyond the limit {}: {}", limit.name(), limit.info().meaning);
        Self { limit: Some(limit), ..Self::new(code, false, message) }
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
        let mut granted: SmallVec<[&str; 8]> = SmallVec::new();
        for (filter, options) in subscribe.filters {
            // No SUBACK at all for QoS 2 (mqtt.md §3).
            if options.qos == QoS::ExactlyOnce {
                let message = format!("SUBSCRIBE to {filter} with QoS 2 is not supported");
                return Err(End::client_error(ReasonCode::QoSNotSupported, message));
            }
            match self.judge(filter, too_many) {
                Ok(()) => {
                    // MQTT-3.8.3-4: a member of a group cannot tell its own messages from others'.
                    if options.no_local && topic::shared(filter).is_some() {
                        return Err(protocol_error("No Local with a shared subscription"));
                    }
                    codes.push(options.qos as u8);
                    granted.push(filter);
                    self.note_asterisk(filter);
                    self.grant(filter, options, &mut writes, &mut retained);
                }
                Err(refused) => codes.push(self.refuse_filter(filter, &refused)?),
            }
        }
        // Of the new filters only: a session can have very many.
        self.receives_all = self.receives_all && granted.iter().all(|filter| self.may_receive_all_of(filter));
        let ticket = if writes.is_empty() { Ticket::DONE } else { self.shared.store.submit(writes) };
        let mut packet = Vec::new();
        encode::suback(&mut packet, self.terms.version, subscribe.packet_id, &codes);
        let answer = Answer::SubAck(SmallVec::from_vec(packet), retained);
        self.acknowledge(answer, Accepted::stored(ticket), output);
        lifecycle::subscribed(&self.account, &self.connected.info, &granted, self.now);
        Ok(())
    }

    /// Whether a filter may be subscribed to, and what the client is told when not.
    fn judge(&self, filter: &str, too_many: bool) -> Result<(), Refused> {
        let limits = &self.shared.limits;
        if too_many {
            return Err(Refused::over(Limit::FiltersPerSubscribe, ReasonCode::QuotaExceeded));
        }
        // A shared subscription is judged by the filter behind its share name (mqtt.md §4).
        let received = topic::received(filter);
        let name = topic::shared(filter).map_or("-", |shared| shared.name);
        if !topic::is_filter(received) || !topic::is_share_name(name) {
            return Err(Refused::new(ReasonCode::TopicFilterInvalid, false, "the filter is not well formed"));
        }
        if !reserved::may_subscribe(received) {
            let message = "the topics are reserved; clients may not subscribe to them";
            return Err(Refused::new(ReasonCode::TopicFilterInvalid, true, message));
        }
        fits(received, limits).map_err(|limit| Refused::over(limit, ReasonCode::TopicFilterInvalid))?;
        if name.chars().count() > limits.share_name_chars {
            return Err(Refused::over(Limit::ShareNameChars, ReasonCode::TopicFilterInvalid));
        }
        if !self.permissions.allows(Action::Subscribe, filter, self.now) {
            let explanation = self.explain(Action::Subscribe, filter);
            return Err(Refused::new(ReasonCode::NotAuthorized, true, explanation));
        }
        let subscriptions = &self.session.subscriptions;
        let is_new = !subscriptions.contains_key(filter);
        if is_new && subscriptions.len() >= limits.subscriptions_per_connection {
            return Err(Refused::over(Limit::SubscriptionsPerConnection, ReasonCode::QuotaExceeded));
        }
        let outcome = self.account.may_subscribe(is_new).and_then(|()| match topic::shared(filter) {
            Some(shared) if is_new => self.may_join(shared),
            _ => Ok(()),
        });
        outcome.map_err(|limit| Refused::over(limit, ReasonCode::QuotaExceeded))
    }

    /// Whether there is room in the group, or for a new one.
    fn may_join(&self, shared: Shared<'_>) -> Result<(), Limit> {
        let (limits, router) = (&self.shared.limits, &self.account.router);
        match router.group(shared) {
            Some(group) if group.len() >= limits.shared_group_members => Err(Limit::SharedGroupMembers),
            Some(group) if !group.may_change(limits.meter.now()) => Err(Limit::SharedGroupChangesPerSecond),
            None if router.groups() >= limits.shared_groups => Err(Limit::SharedGroups),
            _ => Ok(()),
        }
    }

    fn grant(
        &mut self,
        filter: &str,
        options: SubscriptionOptions,
        writes: &mut Vec<Write>,
        retained: &mut Vec<Delivery>,
    ) {
        let is_new = match topic::shared(filter) {
            None => self.account.router.subscribe(filter, &self.session.mailbox, options),
            Some(shared) => {
                let new_queue = || QueueId(self.shared.next_queue());
                writes.extend(self.account.join(filter, shared, &self.session, options, new_queue));
                // Groups get no retained messages on SUBSCRIBE (mqtt.md §8).
                false
            }
        };
        if self.session.subscriptions.insert(filter.into(), options).is_none() {
            self.account.count_subscriptions(1);
        }
        if self.session.is_persistent() {
            writes.push(self.account.subscription_write(&self.session, filter, Some(options)));
        }
        let wanted = match options.retain_handling {
            RetainHandling::Always => topic::shared(filter).is_none(),
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

    /// Tells of a filter with `*`, which is granted and most likely gets nothing: it is a wildcard of policies, and an
    /// ordinary character in a filter.
    fn note_asterisk(&self, filter: &str) {
        if filter.contains('*') {
            tracing::warn!(
                client_id = %self.session.client_id,
                filter,
                explanation = "`*` is an ordinary character in a topic filter; the wildcards are `#` and `+`",
                "SUBSCRIBE granted, but it may not be what was meant"
            );
        }
    }

    /// Logs why a filter is refused and returns the code for the SUBACK, or ends the connection.
    fn refuse_filter(&mut self, filter: &str, refused: &Refused) -> Result<u8, End> {
        if refused.code == ReasonCode::NotAuthorized {
            self.counts.denied += 1;
        }
        if let Some(limit) = refused.limit {
            self.hit(limit);
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
        let mut given_up: SmallVec<[&str; 8]> = SmallVec::new();
        for (filter, _) in unsubscribe.filters {
            self.account.unsubscribe(filter, &self.session.mailbox);
            let existed = self.session.subscriptions.remove(filter).is_some();
            self.strays |= existed;
            self.account.count_subscriptions(-isize::from(existed));
            if existed {
                given_up.push(filter);
            }
            if existed && self.session.is_persistent() {
                writes.push(self.account.subscription_write(&self.session, filter, None));
            }
            // AWS answers 0x00 also for a filter that was not subscribed to (mqtt.md §5).
            let is_valid = topic::is_filter(filter);
            codes.push(if is_valid { ReasonCode::Success } else { ReasonCode::TopicFilterInvalid } as u8);
        }
        // What is under way from a filter that is gone is not among the filters.
        self.receives_all = self.receives_all && (given_up.is_empty() || self.may_receive_all_of(ANY_TOPIC));
        let ticket = if writes.is_empty() { Ticket::DONE } else { self.shared.store.submit(writes) };
        let mut packet = Vec::new();
        encode::unsuback(&mut packet, self.terms.version, unsubscribe.packet_id, &codes);
        self.acknowledge(Answer::Packet(SmallVec::from_vec(packet)), Accepted::stored(ticket), output);
        lifecycle::unsubscribed(&self.account, &self.connected.info, &given_up, self.now);
    }
}
