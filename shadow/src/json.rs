//! Payloads as JSON: read with bounded recursion, and with the numbers that a double cannot hold.

use std::cell::Cell;
use std::fmt;

use base::Limits;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::ShadowError;

/// The members of a request's payload that matter; all others are ignored (shadow.md §2). Of two
/// members with one name the last counts.
#[derive(Default, PartialEq, Debug)]
pub(crate) struct Members {
    pub state: Option<Value>,
    pub version: Option<Value>,
    pub client_token: Option<Value>,
    /// `state` nests deeper than asked for; what lies deeper was skipped.
    pub too_deep: bool,
}

/// The highest limit of nesting that is honoured. Stored documents are a few levels deeper and must
/// stay below the 128 of serde_json.
const LEVELS_MAX: usize = 100;

/// How many objects and arrays may be nested below `state.desired` and `state.reported`.
pub(crate) fn levels(limits: &Limits) -> usize {
    limits.shadow_depth.min(LEVELS_MAX)
}

/// Reads a payload. `levels` objects and arrays may be nested below `state.desired` and
/// `state.reported`. A payload that is JSON but no object has no members.
///
/// # Errors
/// When the payload is not UTF-8 or no JSON.
pub(crate) fn read(payload: &[u8], levels: usize) -> Result<Members, ShadowError> {
    let text = std::str::from_utf8(payload).map_err(|_| ShadowError::NotUtf8)?;
    read_text(text, levels)
        // The usual text has no such number, so that is looked into only when it cannot be read.
        .or_else(|| read_text(&spell_out_infinite_numbers(text)?, levels))
        .ok_or(ShadowError::InvalidJson)
}

fn read_text(text: &str, levels: usize) -> Option<Members> {
    if !text.trim_start().starts_with('{') {
        return serde_json::from_str::<IgnoredAny>(text).ok().map(|_| Members::default());
    }
    let mut parser = serde_json::Deserializer::from_str(text);
    let members = parser.deserialize_map(MembersVisitor { levels }).ok()?;
    parser.end().ok()?;
    Some(members)
}

struct MembersVisitor {
    levels: usize,
}

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a shadow request")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Members::default();
        let too_deep = Cell::new(false);
        // `state` and the section are two levels of their own.
        let state = Tree { levels: self.levels + 2, too_deep: &too_deep };
        // The others are scalars, if they are valid.
        let scalar = Tree { levels: 1, too_deep: &Cell::new(false) };
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "state" => members.state = Some(map.next_value_seed(state)?),
                "version" => members.version = Some(map.next_value_seed(scalar)?),
                "clientToken" => members.client_token = Some(map.next_value_seed(scalar)?),
                _ => {
                    // Skipped by the parser without recursion.
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        members.too_deep = too_deep.get();
        Ok(members)
    }
}

/// Reads a value in which at most `levels` objects and arrays are nested; deeper ones become null.
#[derive(Clone, Copy)]
struct Tree<'a> {
    levels: usize,
    too_deep: &'a Cell<bool>,
}

impl Tree<'_> {
    /// For the children of an object or an array; `None` when that is too deep itself.
    fn inner(self) -> Option<Self> {
        let levels = self.levels.checked_sub(1);
        if levels.is_none() {
            self.too_deep.set(true);
        }
        levels.map(|levels| Self { levels, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        // The parser gives no infinities and no NaN.
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let Some(inner) = self.inner() else {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Value::Null);
        };
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let Some(inner) = self.inner() else {
            while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Value::Null);
        };
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            object.insert(name, members.next_value_seed(inner)?);
        }
        Ok(Value::Object(object))
    }
}

/// Replaces the numbers that no double can hold by the strings that AWS stores for them (shadow.md
/// §2). `None` when there are none, or one stands where only a string may.
fn spell_out_infinite_numbers(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(start) = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
        let (before, from_token) = rest.split_at(start);
        out.push_str(before);
        if from_token.starts_with('"') {
            let (string, after) = from_token.split_at(string_length(from_token)?);
            out.push_str(string);
            rest = after;
            continue;
        }
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
        let end = from_token.find(|c| !is_part(c)).unwrap_or(from_token.len());
        let (token, after) = from_token.split_at(end);
        match infinite(token) {
            Some(name) => {
                if after.trim_start().starts_with(':') {
                    return None;
                }
                out.push_str(name);
                found = true;
            }
            None => out.push_str(token),
        }
        rest = after;
    }
    out.push_str(rest);
    found.then_some(out)
}

/// The length of the string that a text begins with, quotes included.
fn string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The JSON string for a number that is valid JSON but beyond the range of a double.
fn infinite(token: &str) -> Option<&'static str> {
    let name = match token.parse() {
        Ok(f64::INFINITY) => "\"Infinity\"",
        Ok(f64::NEG_INFINITY) => "\"-Infinity\"",
        _ => return None,
    };
    // Rust reads forms that JSON does not have, such as `1.e999` and `01e999`; the parser knows which.
    serde_json::from_str::<IgnoredAny>(token).ok().map(|_| name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn state(text: &str) -> Option<Value> {
        read(text.as_bytes(), 8).unwrap().state
    }

    #[test]
    fn equals_serde_json_where_both_can_read() {
        let text = r#"{"a":[1,-2,2.5,1e2,true,null,"x\u00e9\n",18446744073709551615,1e20],"b":{"c":{}}}"#;
        let expected: Value = serde_json::from_str(text).unwrap();
        assert_eq!(state(&format!(" {{\"state\" : {text} }} ")), Some(expected));
    }

    #[test]
    fn numbers_beyond_a_double_become_strings() {
        let text = r#"{"state":{"a":1e400,"b":[-1E+999,1],"c":"\"1e400\\","d":1e-999}}"#;
        let expected = json!({"a": "Infinity", "b": ["-Infinity", 1], "c": "\"1e400\\", "d": 0.0});
        assert_eq!(state(text), Some(expected));
    }

    #[test]
    fn what_only_looks_like_a_number_is_no_json() {
        for bad in
            ["{1e400:1}", "{1e400 :1}", "[01e400]", "[+1e400]", "[1.e400]", "[1e400", "[NaN]", "[-Infinity]"]
        {
            let text = format!(r#"{{"state":{bad}}}"#);
            assert_eq!(read(text.as_bytes(), 8), Err(ShadowError::InvalidJson), "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_noticed_without_recursion() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nest = |n| format!("{}1{}", open.repeat(n), close.repeat(n));
            let of =
                |n| read(format!(r#"{{"state":{{"desired":{{"x":{}}}}}}}"#, nest(n)).as_bytes(), 8).unwrap();
            assert!(!of(8).too_deep);
            assert!(of(9).too_deep);
            assert!(of(50_000).too_deep);
            let elsewhere = format!(r#"{{"x":{},"version":{},"state":1}}"#, nest(50_000), nest(50_000));
            assert!(!read(elsewhere.as_bytes(), 8).unwrap().too_deep);
            let unclosed = format!(r#"{{"state":{}"#, open.repeat(50_000));
            assert_eq!(read(unclosed.as_bytes(), 8), Err(ShadowError::InvalidJson));
        }
        assert_eq!(read("[".repeat(50_000).as_bytes(), 8), Err(ShadowError::InvalidJson));
    }

    #[test]
    fn json_that_is_no_object_has_no_members() {
        for text in ["66", "null", "[]", "\"state\"", " [[1], {\"state\": 1}] "] {
            assert_eq!(read(text.as_bytes(), 8), Ok(Members::default()), "{text}");
        }
    }

    #[test]
    fn last_of_two_members_counts() {
        assert_eq!(state(r#"{"state":{"a":1},"state":{"b":1,"b":2}}"#), Some(json!({"b": 2})));
    }
}
