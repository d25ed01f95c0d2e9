//! The message that statements and templates are evaluated against.

use std::net::IpAddr;
use std::sync::OnceLock;

use base::{AccountId, UnixMillis};

use crate::external::Answers;
use crate::json::{JsonError, Kind, Node, Tape};

/// Where `newuuid()` and `rand()` get their bits from. Every `Fn() -> u64` is one.
pub trait RandomSource {
    /// 64 random bits.
    fn next_u64(&self) -> u64;

    /// A random UUID.
    fn uuid(&self) -> String {
        uuid_of(self.next_u64(), self.next_u64())
    }
}

/// The UUID of version 4 with those random bits (RFC 9562).
pub(crate) fn uuid_of(high: u64, low: u64) -> String {
    let high = high & !0xF000 | 0x4000;
    let low = low & !(0b11 << 62) | 0b10 << 62;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF
    )
}

impl<F: Fn() -> u64> RandomSource for F {
    fn next_u64(&self) -> u64 {
        self()
    }
}

/// What is known of a message besides its payload.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// The topic as published, or what follows the Basic Ingest prefix of it.
    pub topic: &'a str,
    /// The account that owns the rules.
    pub account: AccountId,
    /// The moment at which the engine got the message; `timestamp()`.
    pub now: UnixMillis,
    /// The MQTT client id; `None` when the message did not come over MQTT.
    pub client_id: Option<&'a str>,
    /// What `principal()` answers, for example a certificate id.
    pub principal: Option<&'a str>,
    /// The publisher's address.
    pub source_ip: Option<IpAddr>,
    /// The trace id; `None` when the message did not come over MQTT.
    pub trace_id: Option<&'a str>,
    /// The MQTT 5 properties; `None` for MQTT 3 and HTTP.
    pub properties: Option<&'a Mqtt5Properties<'a>>,
    /// The source of random values.
    pub random: &'a (dyn RandomSource + Sync),
}

impl<'a> Origin<'a> {
    /// Of a message that came from nobody who is known, and not over MQTT.
    pub fn of_nobody(
        topic: &'a str,
        account: AccountId,
        now: UnixMillis,
        random: &'a (dyn RandomSource + Sync),
    ) -> Self {
        Self {
            topic,
            account,
            now,
            client_id: None,
            principal: None,
            source_ip: None,
            trace_id: None,
            properties: None,
            random,
        }
    }
}

/// The properties of an MQTT 5 PUBLISH that rules can read.
#[derive(Clone, Debug, Default)]
pub struct Mqtt5Properties<'a> {
    /// The payload format indicator says UTF-8.
    pub payload_is_utf8: bool,
    /// Content type.
    pub content_type: Option<&'a str>,
    /// Response topic.
    pub response_topic: Option<&'a str>,
    /// Correlation data.
    pub correlation_data: Option<&'a [u8]>,
    /// User properties in their order; keys may repeat.
    pub user_properties: Vec<(&'a str, &'a str)>,
}

/// A message on its way through the rules. One is made per message and shared by all rules: its payload
/// is indexed at most once, when the first rule looks inside.
pub struct Message<'a> {
    origin: Origin<'a>,
    payload: &'a [u8],
    tape: OnceLock<Result<Tape, JsonError>>,
    answers: Option<&'a Answers>,
}

impl<'a> Message<'a> {
    /// A message. Nothing is read of the payload yet.
    pub fn new(payload: &'a [u8], origin: Origin<'a>) -> Self {
        Self { origin, payload, tape: OnceLock::new(), answers: None }
    }

    /// The same message for a statement whose external functions have these answers.
    #[must_use]
    pub fn with_answers(self, answers: &'a Answers) -> Self {
        Self { answers: Some(answers), ..self }
    }

    /// The answers of external functions.
    pub(crate) fn answers(&self) -> Option<&'a Answers> {
        self.answers
    }

    /// What is known of it besides its payload.
    pub fn origin(&self) -> &Origin<'a> {
        &self.origin
    }

    /// The payload as it came.
    pub fn payload(&self) -> &'a [u8] {
        self.payload
    }

    /// The topic that rules see: without the prefix `$aws/rules/RULE/` of Basic Ingest (rules.md §9).
    /// Empty for `$aws/rules/RULE` alone.
    pub fn topic(&self) -> &'a str {
        match self.origin.topic.strip_prefix("$aws/rules/") {
            Some(rest) => rest.split_once('/').map_or("", |(_, topic)| topic),
            None => self.origin.topic,
        }
    }

    /// The payload as JSON, when it is an object or an array: bare scalars are not treated as JSON
    /// (rules.md §5). Parses on first use.
    pub fn json(&self) -> Option<Node<'_>> {
        let tape = self.tape.get_or_init(|| Tape::parse(self.payload)).as_ref().ok()?;
        Some(tape.root(self.payload)).filter(|root| matches!(root.kind(), Kind::Object | Kind::Array))
    }

    /// Why the payload could not be parsed, if a rule has looked inside and it could not
    /// (metric `ParseError`).
    pub fn parse_error(&self) -> Option<JsonError> {
        self.tape.get().and_then(|tape| tape.as_ref().err().copied())
    }
}
