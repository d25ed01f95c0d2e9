//! A message on its way through the rules.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, Weak};

use crate::trace::MessageTrace;
use base::{Tenant, UnixMillis};
use broker::{Message, Publisher, RuleId};
use mqtt::{Properties, Property, PropertyId};
use parking_lot::Mutex;
use rules::message::{Message as RuleMessage, Mqtt5Properties, Origin, RandomSource};

/// A message, and the rules that it is for.
pub(crate) struct Job {
    pub tenant: Tenant,
    pub rules: Chosen,
    pub message: Message,
    pub publisher: Arc<Publisher>,
    pub at: UnixMillis,
    /// What `traceid()` answers: of messages that came over MQTT, from the worker on.
    pub trace_id: Option<String>,
    /// Set before the first rule is evaluated, if anything is traced. Weak, because the trace holds the job and lives
    /// as long as somebody may read it.
    pub trace: OnceLock<Weak<MessageTrace>>,
}

/// Which rules a message is for.
pub(crate) enum Chosen {
    /// Those that the broker's index found.
    Found(Arc<[RuleId]>),
    /// One by name: Basic Ingest.
    Named(Box<str>),
}

impl Job {
    /// Notes something in the trace, if there is one.
    pub fn trace(&self, note: impl FnOnce(&MessageTrace)) {
        if let Some(trace) = self.trace.get().and_then(Weak::upgrade) {
            note(&trace);
        }
    }

    /// The message as statements see it.
    pub fn rule_message<'a>(
        &'a self,
        properties: Option<&'a Mqtt5Properties<'a>>,
        random: &'a (dyn RandomSource + Sync),
    ) -> RuleMessage<'a> {
        let origin = Origin {
            topic: self.message.topic(),
            account: self.tenant.account,
            now: self.at,
            client_id: self.publisher.client_id.as_deref(),
            principal: self.publisher.principal.as_deref(),
            source_ip: self.publisher.source_ip,
            trace_id: self.trace_id.as_deref(),
            properties,
            random,
        };
        RuleMessage::new(self.message.payload(), origin)
    }

    /// The MQTT 5 properties that statements can read; `None` when the message has none.
    pub fn properties(&self) -> Option<Mqtt5Properties<'_>> {
        let raw = self.message.properties();
        if raw.is_empty() {
            return None;
        }
        let mut found = Mqtt5Properties::default();
        for property in Properties::from_raw(raw).iter() {
            match property {
                Property::Number(PropertyId::PayloadFormatIndicator, value) => {
                    found.payload_is_utf8 = value == 1;
                }
                Property::Text(PropertyId::ContentType, text) => found.content_type = Some(text),
                Property::Text(PropertyId::ResponseTopic, text) => found.response_topic = Some(text),
                Property::Binary(PropertyId::CorrelationData, data) => found.correlation_data = Some(data),
                Property::User(key, value) => found.user_properties.push((key, value)),
                _ => {}
            }
        }
        Some(found)
    }
}

/// 64 random bits.
pub(crate) fn random_bits() -> u64 {
    let (high, low) = uuid::Uuid::new_v4().as_u64_pair();
    // Six bits of a UUID are fixed; the two halves have theirs in different places.
    high.rotate_left(32) ^ low
}

/// Random bits that are the same again after [`rewind`](Self::rewind), so that an evaluation that is
/// repeated with another answer gives its `newuuid()` and `rand()` the values that they had.
#[derive(Default)]
pub(crate) struct Remembered {
    drawn: Mutex<Vec<u64>>,
    next: AtomicUsize,
}

impl Remembered {
    pub fn rewind(&self) {
        self.next.store(0, Ordering::Relaxed);
    }

    pub fn draw(&self) -> u64 {
        let mut drawn = self.drawn.lock();
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        if let Some(bits) = drawn.get(index) {
            return *bits;
        }
        let bits = random_bits();
        drawn.push(bits);
        bits
    }
}
