//! What comes from the client: all packets but SUBSCRIBE and UNSUBSCRIBE.

use base::Limit;
use mqtt::encode;
use mqtt::{Disconnect, Packet, Properties, Property, PropertyId, Publish, QoS, ReasonCode, Version, topic};
use policy::Action;
use smallvec::SmallVec;
use tokio::io::{AsyncRead, AsyncWrite};

use super::Connection;
use super::outbound::Answer;
use crate::Message;
use crate::account::Accepted;
use crate::end::{Cause, End};
use crate::grant::{fits, has_wildcard, too_long, user_properties_fit};
use crate::open_points;
use crate::plan::{Planner, Verdict};
use crate::reserved::{self, TopicClass};

/// The first byte of a PUBLISH, without its flags.
const PUBLISH: u8 = 0x30;

impl<T: AsyncRead + AsyncWrite + Unpin> Connection<T> {
    /// Handles one packet.
    pub(super) fn handle(&mut self, first_byte: u8, body: &[u8], output: &mut Vec<u8>) -> Result<(), End> {
        let version = self.terms.version;
        let malformed = |error: mqtt::DecodeError| End::client_error(error.reason, error.message);
        if first_byte & 0xf0 == PUBLISH {
            let publish = Publish::decode(version, first_byte, body).map_err(malformed)?;
            return self.on_publish(&publish, body, output);
        }
        match Packet::decode(version, first_byte, body).map_err(malformed)? {
            Packet::PubAck(ack) => self.acknowledged(ack.packet_id),
            Packet::PingReq => encode::pingresp(output),
            Packet::Subscribe(subscribe) => {
                self.check_user_properties(&subscribe.properties)?;
                return self.on_subscribe(&subscribe, output);
            }
            Packet::Unsubscribe(unsubscribe) => {
                self.check_user_properties(&unsubscribe.properties)?;
                self.on_unsubscribe(&unsubscribe, output);
            }
            Packet::Disconnect(disconnect) => {
                self.check_user_properties(&disconnect.properties)?;
                return Err(self.on_disconnect(&disconnect));
            }
            Packet::Connect(_) => return Err(protocol_error("a second CONNECT on the same connection")),
            Packet::PubRec(_) | Packet::PubRel(_) | Packet::PubComp(_) => {
                return Err(protocol_error("QoS 2 is not supported"));
            }
            Packet::Auth(_) => return Err(protocol_error("AUTH is not supported")),
            Packet::ConnAck(_)
            | Packet::SubAck(_)
            | Packet::UnsubAck(_)
            | Packet::PingResp
            | Packet::Publish(_) => {
                return Err(protocol_error("a packet that only a server sends"));
            }
        }
        Ok(())
    }

    /// A PUBLISH has a code of its own for user properties that are too long; other packets end the
    /// connection.
    fn check_user_properties(&mut self, properties: &Properties<'_>) -> Result<(), End> {
        user_properties_fit(properties, &self.shared.limits).map_err(|message| {
            self.hit(Limit::PropertyBytes);
            End::client_error(ReasonCode::QuotaExceeded, message)
        })
    }

    fn on_publish(&mut self, publish: &Publish<'_>, body: &[u8], output: &mut Vec<u8>) -> Result<(), End> {
        self.counts.published += 1;
        if publish.qos == QoS::ExactlyOnce {
            return Err(End::client_error(
                ReasonCode::QoSNotSupported,
                "PUBLISH with QoS 2 is not supported",
            ));
        }
        let limits = &self.shared.limits;
        if publish.qos == QoS::AtLeastOnce
            && self.unacknowledged >= limits.inbound_in_flight
            && self.terms.version == Version::V5
        {
            self.hit(Limit::InboundInFlight);
            let message = "more unacknowledged PUBLISH packets than the server's Receive Maximum";
            return Err(End::client_error(ReasonCode::ReceiveMaximumExceeded, message));
        }
        if publish.payload.len() > limits.payload_bytes {
            self.hit(Limit::PayloadBytes);
            return Err(End::client_error(open_points::TOO_LARGE, "the payload is too large"));
        }
        if !publish.properties.raw().is_empty() {
            return self.on_publish_with_properties(publish, body, output);
        }
        if publish.topic.is_empty() {
            return Err(protocol_error("PUBLISH has neither a topic nor a topic alias"));
        }
        self.publish(publish, body, publish.topic, output)
    }

    fn on_publish_with_properties(
        &mut self,
        publish: &Publish<'_>,
        body: &[u8],
        output: &mut Vec<u8>,
    ) -> Result<(), End> {
        let mut alias = None;
        let mut user_bytes = 0;
        let limits = &self.shared.limits;
        for property in publish.properties.iter() {
            let fault = match property {
                Property::Number(PropertyId::TopicAlias, value) => {
                    alias = Some(value);
                    None
                }
                Property::Number(PropertyId::SubscriptionIdentifier, _) => {
                    return Err(protocol_error("a client's PUBLISH has a subscription identifier"));
                }
                property if has_wildcard(property) => {
                    return Err(protocol_error("the response topic has a wildcard"));
                }
                property => too_long(property, &mut user_bytes, limits),
            };
            if let Some((limit, fault)) = fault {
                self.hit(limit);
                return self.refuse(publish, ReasonCode::QuotaExceeded, fault, output);
            }
        }
        match alias {
            None if publish.topic.is_empty() => {
                Err(protocol_error("PUBLISH has neither a topic nor a topic alias"))
            }
            None => self.publish(publish, body, publish.topic, output),
            Some(alias) => {
                let topic = self.resolve_alias(alias, publish.topic)?;
                self.publish(publish, body, &topic, output)
            }
        }
    }

    /// The topic of an alias, which the packet sets when it has a topic (MQTT 5 §3.3.2.3.4).
    fn resolve_alias(&mut self, alias: u32, topic: &str) -> Result<Box<str>, End> {
        if alias == 0 || alias > u32::from(self.shared.limits.topic_alias_maximum) {
            self.hit(Limit::TopicAliasMaximum);
            return Err(End::client_error(ReasonCode::TopicAliasInvalid, "the topic alias is out of range"));
        }
        let index = alias as usize - 1;
        if topic.is_empty() {
            let known = self.aliases.get(index).filter(|known| !known.is_empty());
            return known.cloned().ok_or_else(|| protocol_error("the topic alias was never set"));
        }
        if self.aliases.len() <= index {
            self.aliases.resize(index + 1, "".into());
        }
        self.aliases[index] = topic.into();
        Ok(topic.into())
    }

    fn publish(
        &mut self,
        publish: &Publish<'_>,
        body: &[u8],
        topic: &str,
        output: &mut Vec<u8>,
    ) -> Result<(), End> {
        if self.rates.is_some()
            && let Err(limit) = self.check_publish_in()
        {
            self.discard(publish, limit, output);
            return Ok(());
        }
        if let Err(limit) = fits(topic, &self.shared.limits) {
            self.hit(limit);
            let fault = "the topic is longer or deeper than allowed";
            return self.refuse(publish, ReasonCode::TopicNameInvalid, fault, output);
        }
        let (permissions, router) = (&self.permissions, &self.account.router);
        let now = self.now;
        let plan = self.plans.get(topic, Planner { permissions, router, now });
        let (may_publish, may_retain) = match plan.verdict {
            Verdict::Allowed { retain } => (true, retain),
            Verdict::Denied => (false, false),
            Verdict::Timed => (
                permissions.allows(Action::Publish, topic, now),
                !publish.retain || permissions.allows(Action::RetainPublish, topic, now),
            ),
            Verdict::Forbidden => {
                let fault = explain_forbidden(topic);
                return self.refuse(publish, ReasonCode::TopicNameInvalid, &fault, output);
            }
        };
        if !may_publish {
            return self.deny(publish, Action::Publish, topic, output);
        }
        if publish.retain {
            if topic::is_reserved(topic) {
                let fault = "messages on reserved topics cannot be retained";
                return self.refuse(publish, ReasonCode::TopicNameInvalid, fault, output);
            }
            if !may_retain {
                return self.deny(publish, Action::RetainPublish, topic, output);
            }
            if let Err(limit) = self.account.may_retain(topic, publish.payload) {
                self.discard(publish, limit, output);
                return Ok(());
            }
        }
        let (message, complete) = match self.propagated.is_empty() {
            true => (Message::from_publish(publish, body, topic, now), true),
            false => {
                let max = self.shared.limits.property_bytes;
                Message::enriched(publish, topic, now, &self.propagated, max)
            }
        };
        let handed = self.account.deliver(
            &message,
            &plan.routes,
            &self.connected.publisher,
            Some(&self.connected.mailbox),
        );
        self.held_back_by = handed.congested;
        if !complete {
            self.hit(Limit::PropertyBytes);
        }
        if publish.qos == QoS::AtLeastOnce {
            self.acknowledge(Answer::PubAck(publish.packet_id), handed.accepted, output);
        }
        Ok(())
    }

    /// No policy allows it: the wire says little (mqtt.md §6), the log says why.
    fn deny(
        &mut self,
        publish: &Publish<'_>,
        action: Action,
        topic: &str,
        output: &mut Vec<u8>,
    ) -> Result<(), End> {
        self.counts.denied += 1;
        let explanation = self.explain(action, topic);
        tracing::warn!(client_id = %self.session.client_id, topic, explanation, "PUBLISH denied");
        if self.terms.version == Version::V5 {
            return self.refuse(publish, ReasonCode::NotAuthorized, &explanation, output);
        }
        // Not AUTH_ERROR, which AWS keeps for MQTT 5 (mqtt.md §6).
        Err(End::not_authorized(Cause::ClientError, explanation))
    }

    /// Refuses a PUBLISH: MQTT 5 answers a QoS 1 one and goes on; everything else ends the connection.
    fn refuse(
        &mut self,
        publish: &Publish<'_>,
        code: ReasonCode,
        message: &str,
        output: &mut Vec<u8>,
    ) -> Result<(), End> {
        if self.terms.version != Version::V5 || publish.qos != QoS::AtLeastOnce {
            let cause = if code == ReasonCode::NotAuthorized { Cause::AuthError } else { Cause::ClientError };
            return Err(End { cause, ..End::client_error(code, message) });
        }
        if code != ReasonCode::NotAuthorized {
            tracing::warn!(client_id = %self.session.client_id, reason = code.text(), message, "PUBLISH refused");
        }
        self.refuse_with_puback(publish, code, message, output);
        Ok(())
    }

    /// A rate has no room for a PUBLISH: it is discarded and the connection stays (mqtt.md §3).
    #[cold]
    fn discard(&mut self, publish: &Publish<'_>, limit: Limit, output: &mut Vec<u8>) {
        self.hit(limit);
        if self.terms.version == Version::V5 && publish.qos == QoS::AtLeastOnce {
            self.refuse_with_puback(publish, open_points::THROTTLED, limit.info().meaning, output);
        }
    }

    fn refuse_with_puback(
        &mut self,
        publish: &Publish<'_>,
        code: ReasonCode,
        message: &str,
        output: &mut Vec<u8>,
    ) {
        let mut packet = Vec::new();
        encode::puback(&mut packet, Version::V5, publish.packet_id, code, &self.terms.reason(message));
        self.acknowledge(Answer::Refusal(SmallVec::from_vec(packet)), Accepted::AT_ONCE, output);
    }

    fn on_disconnect(&mut self, disconnect: &Disconnect<'_>) -> End {
        if let Some(expiry) = disconnect.properties.number(PropertyId::SessionExpiryInterval) {
            // MQTT 5 §3.14.2.2.2: a session that was to end with the connection cannot be extended.
            if self.session.expiry_seconds == 0 && expiry != 0 {
                return protocol_error("DISCONNECT wants to keep a session that CONNECT did not");
            }
            self.session.expiry_seconds = expiry.min(self.shared.limits.session_expiry_seconds);
        }
        End::by_client(disconnect.reason == ReasonCode::DisconnectWithWill)
    }
}

pub(super) fn protocol_error(message: &str) -> End {
    End::client_error(ReasonCode::ProtocolError, message)
}

fn explain_forbidden(topic: &str) -> String {
    match reserved::publish_class(topic) {
        TopicClass::Unavailable { service } => {
            format!("{topic} belongs to {service}, which this server does not have yet")
        }
        _ => format!("{topic} is reserved; clients may not publish to it"),
    }
}
