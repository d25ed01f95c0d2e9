//! What actions read of the rule's output besides its bytes, and of the message beside it.

use base::UnixMillis;

use super::{Refusal, Rendering};
use crate::json::{Kind, Node, Tape, push_compact};
use crate::number::Number;
use crate::template::Template;

impl Rendering<'_, '_> {
    pub(super) fn output_is_json(&self) -> bool {
        self.evaluation.message().is_some_and(|message| self.output.is_json(message))
    }

    /// Refuses an output that is not JSON (rules.md §5).
    pub(super) fn require_json(&self, resource: &str) -> Result<(), Refusal> {
        if self.output_is_json() { Ok(()) } else { Err(Refusal::new(resource, "the payload is not JSON")) }
    }

    /// Refuses an output that is not UTF-8.
    pub(super) fn require_text(&self, resource: &str, what: &str) -> Result<(), Refusal> {
        match std::str::from_utf8(&self.output.bytes) {
            Ok(_) => Ok(()),
            Err(_) => {
                Err(Refusal::new(resource, format!("the payload is not UTF-8, which {what} has to be")))
            }
        }
    }

    /// Calls `read` with the elements of an output that is a JSON array; `None` if it is none.
    pub(super) fn elements<T>(
        &self,
        read: impl FnMut(Node<'_>) -> Result<T, Refusal>,
    ) -> Option<Result<Vec<T>, Refusal>> {
        let bytes = &self.output.bytes;
        let tape = Tape::parse(bytes).ok().filter(|_| self.output_is_json())?;
        let root = tape.root(bytes);
        (root.kind() == Kind::Array).then(|| root.elements().map(read).collect())
    }

    /// The moment at which the engine got the message.
    pub(super) fn now(&self) -> UnixMillis {
        // Only constants are evaluated without a message, and actions are none.
        self.evaluation.message().map_or(UnixMillis(0), |message| message.origin().now)
    }

    /// A random UUID. It is part of the request, so an attempt that is repeated has the same.
    pub(super) fn uuid(&self) -> String {
        self.evaluation.message().map_or_else(String::new, |message| message.origin().random.uuid())
    }

    /// The number that a template gives, by the standard conversion.
    pub(super) fn number(&self, template: &Template, resource: &str, name: &str) -> Result<Number, Refusal> {
        let value = template.value(self.evaluation);
        let value = value.map_err(|error| Refusal::new(resource, error.to_string()))?;
        value.to_decimal().ok_or_else(|| Refusal::new(resource, format!("{name} is no number")))
    }

    /// The point in time that a template gives. What is beyond the unit is cut off, since
    /// `${timestamp() / 1000}` has a fraction.
    pub(super) fn time(&self, template: &Template, resource: &str, name: &str) -> Result<i64, Refusal> {
        let value = template.value(self.evaluation);
        let value = value.map_err(|error| Refusal::new(resource, error.to_string()))?;
        let time = value.to_floored_int().and_then(Number::as_integer);
        let time = time.and_then(|time| time.try_into().ok());
        time.ok_or_else(|| Refusal::new(resource, format!("{name} is no point in time")))
    }

    /// The whole number that a template gives.
    pub(super) fn integer(&self, template: &Template, resource: &str, name: &str) -> Result<i64, Refusal> {
        let number = self.number(template, resource, name)?;
        let integer = number.normalised().as_integer().and_then(|integer| integer.try_into().ok());
        integer.ok_or_else(|| Refusal::new(resource, format!("{name} is no whole number of 64 bits")))
    }
}

/// A JSON value as compact text.
pub(super) fn compact(node: Node<'_>) -> Vec<u8> {
    let mut text = Vec::with_capacity(node.raw().len());
    push_compact(&mut text, node.raw());
    text
}

/// The units of points in time that actions name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeUnit {
    /// `SECONDS`
    Seconds,
    /// `MILLISECONDS`
    Milliseconds,
    /// `MICROSECONDS`
    Microseconds,
    /// `NANOSECONDS`
    Nanoseconds,
}

impl TimeUnit {
    pub(super) const DEFAULT: &str = "MILLISECONDS";

    pub(super) fn parse(text: &str) -> Option<Self> {
        let all = [Self::Seconds, Self::Milliseconds, Self::Microseconds, Self::Nanoseconds];
        all.into_iter().find(|unit| unit.name() == text)
    }

    /// The unit as AWS names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seconds => "SECONDS",
            Self::Milliseconds => "MILLISECONDS",
            Self::Microseconds => "MICROSECONDS",
            Self::Nanoseconds => "NANOSECONDS",
        }
    }

    /// So many units since 1970 in milliseconds; `None` outside of what 64 bits hold.
    pub(super) fn to_millis(self, time: i64) -> Option<i64> {
        match self {
            Self::Seconds => time.checked_mul(1000),
            Self::Milliseconds => Some(time),
            Self::Microseconds => Some(time.div_euclid(1000)),
            Self::Nanoseconds => Some(time.div_euclid(1_000_000)),
        }
    }
}
