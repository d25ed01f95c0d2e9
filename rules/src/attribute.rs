//! DynamoDB attribute values, and how JSON becomes one (rules.md §7, `dynamoDB` and `dynamoDBv2`).

use std::collections::HashMap;

use crate::json::{Kind, Node, Tape};

/// A DynamoDB attribute value. Whoever talks to DynamoDB only changes its type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AttributeValue {
    /// String.
    S(String),
    /// Number, as its text.
    N(String),
    /// Boolean.
    Bool(bool),
    /// Null.
    Null,
    /// List.
    L(Vec<AttributeValue>),
    /// Map, in the order of the JSON; of duplicate keys the last.
    M(Attributes),
    /// Binary.
    B(Vec<u8>),
}

/// The attributes of an item or a map: names and values, every name once.
pub type Attributes = Vec<(String, AttributeValue)>;

impl AttributeValue {
    /// The attribute for an output of a rule: JSON by type, anything else (`is_json` false) as binary.
    pub fn of_output(output: &[u8], is_json: bool) -> Self {
        match Tape::parse(output) {
            Ok(tape) if is_json => Self::of_node(tape.root(output)),
            _ => Self::B(output.to_vec()),
        }
    }

    /// The attribute for a JSON value. The depth of JSON texts is limited, so the recursion is.
    fn of_node(node: Node<'_>) -> Self {
        match node.kind() {
            Kind::Null => Self::Null,
            Kind::True => Self::Bool(true),
            Kind::False => Self::Bool(false),
            Kind::Integer | Kind::Decimal => Self::N(String::from_utf8_lossy(node.raw()).into_owned()),
            Kind::String => Self::S(node.text().unwrap_or_default().into_owned()),
            Kind::Array => Self::L(node.elements().map(Self::of_node).collect()),
            Kind::Object => Self::M(members(node)),
        }
    }
}

/// One attribute for every top-level key of an output; `None` if it is not a JSON object.
pub fn top_level(output: &[u8]) -> Option<Attributes> {
    let tape = Tape::parse(output).ok()?;
    let root = tape.root(output);
    (root.kind() == Kind::Object).then(|| members(root))
}

fn members(object: Node<'_>) -> Attributes {
    let mut members: Attributes = Vec::new();
    let mut positions = HashMap::new();
    for (key, value) in object.members() {
        let value = AttributeValue::of_node(value);
        let position = *positions.entry(key.clone()).or_insert(members.len());
        match members.get_mut(position) {
            Some(earlier) => earlier.1 = value,
            None => members.push((key.into_owned(), value)),
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::AttributeValue::{B, Bool, L, M, N, Null, S};
    use super::*;

    fn named(name: &str, value: AttributeValue) -> (String, AttributeValue) {
        (name.to_owned(), value)
    }

    #[test]
    fn every_json_type_has_its_attribute_type() {
        let output = br#"{"s":"a\nb","n":-1.50e3,"t":true,"f":false,"z":null,"l":[1,"x",[]],"m":{"k":{}}}"#;
        let expected = vec![
            named("s", S("a\nb".into())),
            named("n", N("-1.50e3".into())),
            named("t", Bool(true)),
            named("f", Bool(false)),
            named("z", Null),
            named("l", L(vec![N("1".into()), S("x".into()), L(vec![])])),
            named("m", M(vec![named("k", M(vec![]))])),
        ];
        assert_eq!(top_level(output), Some(expected.clone()));
        assert_eq!(AttributeValue::of_output(output, true), M(expected));
    }

    #[test]
    fn the_last_of_duplicate_keys_counts() {
        let expected = vec![named("a", N("3".into())), named("b", N("2".into()))];
        assert_eq!(top_level(br#"{"a":1,"b":2,"a":3}"#), Some(expected));
    }

    #[test]
    fn what_is_not_json_is_binary() {
        assert_eq!(AttributeValue::of_output(b"80", false), B(b"80".to_vec()));
        assert_eq!(AttributeValue::of_output(b"80", true), N("80".into()));
        assert_eq!(AttributeValue::of_output(b"\xff", false), B(vec![0xff]));
        assert_eq!(top_level(b"[1]"), None);
        assert_eq!(top_level(b""), None);
    }
}
