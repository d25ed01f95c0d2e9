//! What the tester answers, as the command line reads it.

use rules::json::{Kind, Node, Tape};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// A verdict. The output stays the text that it is, so that all its digits and keys are shown.
pub struct Verdict {
    text: String,
    parts: Parts,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parts {
    fires: bool,
    #[serde(default, deserialize_with = "present")]
    output: Option<Box<RawValue>>,
    output_base64: Option<String>,
    #[serde(default)]
    actions: Vec<Value>,
    trace: Value,
}

/// A member that is there, be it null.
fn present<'de, D: Deserializer<'de>>(member: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::deserialize(member).map(Some)
}

impl Verdict {
    /// Reads an answer of the tester.
    ///
    /// # Errors
    /// When it is no verdict.
    pub fn read(text: String) -> Result<Self, String> {
        let parts =
            serde_json::from_str(&text).map_err(|error| format!("the answer is no verdict: {error}"))?;
        Ok(Self { text, parts })
    }

    /// All of it, as JSON.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rule's actions would run.
    pub fn fires(&self) -> bool {
        self.parts.fires
    }

    /// Their payload, when it is JSON.
    pub fn output(&self) -> Option<&str> {
        self.parts.output.as_deref().map(RawValue::get)
    }

    /// Their payload in base64, when it is not.
    pub fn output_base64(&self) -> Option<&str> {
        self.parts.output_base64.as_deref()
    }

    /// The actions with their templates rendered.
    pub fn actions(&self) -> &[Value] {
        &self.parts.actions
    }

    /// Every part of the statement with its value.
    pub fn trace(&self) -> &Value {
        &self.parts.trace
    }
}

/// Whether two texts are the same JSON: members in any order, numbers by their exact value.
pub fn is_same_json(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    match (Tape::parse(one), Tape::parse(other)) {
        (Ok(one_tape), Ok(other_tape)) => is_same(one_tape.root(one), other_tape.root(other)),
        _ => false,
    }
}

fn is_same(one: Node<'_>, other: Node<'_>) -> bool {
    match (one.kind(), other.kind()) {
        (Kind::Integer | Kind::Decimal, Kind::Integer | Kind::Decimal) => {
            match (one.number(), other.number()) {
                (Some(one), Some(other)) => one.compare(other).is_eq(),
                // Beyond what a number can be.
                _ => one.raw() == other.raw(),
            }
        }
        (Kind::String, Kind::String) => one.text() == other.text(),
        (Kind::Array, Kind::Array) => {
            one.elements().count() == other.elements().count()
                && one.elements().zip(other.elements()).all(|(one, other)| is_same(one, other))
        }
        (Kind::Object, Kind::Object) => has_members_of(one, other) && has_members_of(other, one),
        (one, other) => one == other,
    }
}

fn has_members_of(one: Node<'_>, other: Node<'_>) -> bool {
    other.members().all(|(name, _)| match (one.member(&name), other.member(&name)) {
        (Some(one), Some(other)) => is_same(one, other),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_keeps_its_text() {
        let read = |output: &str| {
            Verdict::read(format!(r#"{{"fires": true, {output} "trace": {{}}}}"#))
                .unwrap()
                .output()
                .map(str::to_owned)
        };
        assert_eq!(read(r#""output": {"a":1e500,"a":10.10},"#).as_deref(), Some(r#"{"a":1e500,"a":10.10}"#));
        assert_eq!(read(r#""output": null,"#).as_deref(), Some("null"));
        assert_eq!(read(""), None);
        assert!(Verdict::read("{}".to_owned()).is_err());
    }

    #[test]
    fn json_is_compared_by_what_it_means() {
        for (one, other) in [
            ("1.50", "15e-1"),
            (r#"{"a":1,"b":[true,null]}"#, r#"{ "b": [true, null], "a": 1.0 }"#),
            (r#""\u00e9""#, r#""é""#),
            ("1e5000", "1e5000"),
        ] {
            assert!(is_same_json(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("123456789012345678901234567891", "123456789012345678901234567890"),
            (r#"{"a":1}"#, r#"{"a":1,"b":2}"#),
            (r#"{"a":1,"b":2}"#, r#"{"a":1}"#),
            ("[1]", "[1,2]"),
            ("true", "false"),
            ("1", r#""1""#),
            ("null", ""),
        ] {
            assert!(!is_same_json(one, other), "{one} {other}");
        }
    }
}
