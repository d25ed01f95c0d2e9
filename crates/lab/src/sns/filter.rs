//! Subscription filter policies (SNS Developer Guide, "Subscription filter policies"): which messages a
//! subscriber gets, by their attributes or by their body.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::failure::{invalid, invalid_attribute};
use super::message::Attribute;
use crate::protocol::Failure;
use crate::wildcard::like;

/// The largest policy, bytes.
const POLICY_BYTES_MAX: usize = 256 << 10;
/// The most alternatives of a policy, multiplied over its keys.
const COMBINATIONS_MAX: usize = 150;
/// The most keys of a policy, not counting those inside them.
const KEYS_MAX: usize = 5;
/// The deepest nesting of a policy.
const DEPTH_MAX: usize = 32;

/// A policy, checked.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Filter {
    policy: Map<String, Value>,
    /// Of the body instead of the attributes.
    of_body: bool,
}

impl Filter {
    /// Reads a policy.
    ///
    /// # Errors
    /// `InvalidParameter`; 501 for comparisons that are not here.
    pub fn parse(text: &str, of_body: bool) -> Result<Self, Failure> {
        let refuse = |reason: &str| invalid_attribute(format_args!("FilterPolicy: {reason}"));
        if text.len() > POLICY_BYTES_MAX {
            return Err(refuse("policy is too large"));
        }
        let policy = match serde_json::from_str(text) {
            Ok(Value::Object(policy)) => policy,
            Ok(_) => return Err(refuse("must be an object")),
            Err(_) => return Err(refuse("failed to parse JSON.")),
        };
        if policy.len() > KEYS_MAX {
            return Err(refuse(&format!("Filter policy can not have more than {KEYS_MAX} keys")));
        }
        let combinations = check(&policy, of_body, 0)?;
        if combinations > COMBINATIONS_MAX {
            return Err(refuse("Filter policy is too complex"));
        }
        Ok(Self { policy, of_body })
    }

    /// Whether a message passes.
    pub fn passes(&self, attributes: &BTreeMap<String, Attribute>, body: &str) -> bool {
        if self.of_body {
            return match serde_json::from_str(body) {
                Ok(Value::Object(body)) => holds(&self.policy, &body),
                _ => false,
            };
        }
        let value = |attribute: &Attribute| match attribute.data_type.as_str() {
            "Number" => serde_json::from_str(&attribute.value).unwrap_or_default(),
            "String.Array" => serde_json::from_str(&attribute.value).unwrap_or_default(),
            kind if kind.starts_with("Binary") => Value::Null,
            _ => Value::String(attribute.value.clone()),
        };
        let flat = attributes.iter().map(|(name, attribute)| (name.clone(), value(attribute))).collect();
        holds(&self.policy, &flat)
    }
}

/// Checks a policy; returns how many combinations of values it has.
fn check(policy: &Map<String, Value>, of_body: bool, depth: usize) -> Result<usize, Failure> {
    let refuse = |reason: &str| Err(invalid_attribute(format_args!("FilterPolicy: {reason}")));
    if depth > DEPTH_MAX {
        return refuse("Filter policy is nested too deep");
    }
    let mut combinations = 1_usize;
    for (key, rule) in policy {
        let alternatives = match rule {
            Value::Array(branches) if key == "$or" => {
                let mut sum = 0_usize;
                for branch in branches {
                    let Value::Object(branch) = branch else {
                        return refuse("$or must be an array of objects");
                    };
                    sum += check(branch, of_body, depth + 1)?;
                }
                sum
            }
            Value::Array(matchers) if !matchers.is_empty() => {
                matchers.iter().try_for_each(check_matcher)?;
                matchers.len()
            }
            Value::Array(_) => return refuse("Empty arrays are not allowed"),
            Value::Object(inner) if of_body => check(inner, of_body, depth + 1)?,
            Value::Object(_) => {
                return refuse("Filter policy scope MessageAttributes does not support nested filter policy");
            }
            _ => return refuse(&format!("\"{key}\" must be an object or an array")),
        };
        combinations = combinations.saturating_mul(alternatives.max(1));
    }
    Ok(combinations)
}

fn check_matcher(matcher: &Value) -> Result<(), Failure> {
    let refuse = |reason: String| Err(invalid_attribute(format_args!("FilterPolicy: {reason}")));
    let Value::Object(matcher) = matcher else {
        return if matcher.is_array() {
            refuse("Match value must be String, number, true, false, or null".into())
        } else {
            Ok(())
        };
    };
    let Some((name, value)) = matcher.iter().next().filter(|_| matcher.len() == 1) else {
        return refuse("Only one key allowed in match expression".into());
    };
    let fits = match name.as_str() {
        "prefix" | "suffix" | "equals-ignore-case" | "wildcard" => value.is_string(),
        "exists" => value.is_boolean(),
        "numeric" => match value.as_array() {
            Some(parts) => return check_numeric(parts).or_else(refuse),
            None => false,
        },
        "anything-but" => match value {
            Value::Object(inner) => {
                let affix = inner.iter().next().filter(|_| inner.len() == 1);
                affix.is_some_and(|(name, value)| {
                    ["prefix", "suffix", "wildcard"].contains(&name.as_str()) && value.is_string()
                })
            }
            Value::Array(values) => {
                !values.is_empty() && values.iter().all(|value| value.is_string() || value.is_number())
            }
            value => value.is_string() || value.is_number(),
        },
        "cidr" => return Err(Failure::not_implemented("The comparison cidr of filter policies")),
        _ => return refuse(format!("Unrecognized match type {name}")),
    };
    if fits { Ok(()) } else { refuse(format!("Value of {name} is invalid")) }
}

/// A number is compared with one bound, or lies between two, of which the lower one is first.
fn check_numeric(parts: &[Value]) -> Result<(), String> {
    let bound = |place: usize, sign: &str| {
        let bound = parts.get(place).and_then(Value::as_f64);
        bound.ok_or_else(|| format!("Value of {sign} must be numeric"))
    };
    let sign = |place: usize| match &parts[place] {
        Value::String(sign) => Ok(sign.as_str()),
        other => Err(format!("Invalid member in numeric match: {other}")),
    };
    if parts.is_empty() {
        return Err("Invalid member in numeric match: ]".into());
    }
    let first = sign(0)?;
    if !["=", "<", "<=", ">", ">="].contains(&first) {
        return Err(format!("Unrecognized numeric range operator: {first}"));
    }
    let bottom = bound(1, first)?;
    if parts.len() == 2 {
        return Ok(());
    }
    if parts.len() > 4 || !first.starts_with('>') {
        return Err("Too many elements in numeric expression".into());
    }
    let second = sign(2)?;
    if !["<", "<="].contains(&second) {
        return Err(format!("Bad numeric range operator: {second}"));
    }
    if bound(3, second)? <= bottom {
        return Err("Bottom must be less than top".into());
    }
    Ok(())
}

/// Whether a policy holds of a document: every key must.
fn holds(policy: &Map<String, Value>, document: &Map<String, Value>) -> bool {
    policy.iter().all(|(key, rule)| match (rule, document.get(key)) {
        (Value::Array(branches), _) if key == "$or" => {
            branches.iter().any(|branch| branch.as_object().is_some_and(|branch| holds(branch, document)))
        }
        (Value::Object(inner), Some(Value::Object(value))) => holds(inner, value),
        (Value::Object(inner), Some(Value::Array(values))) => {
            values.iter().any(|value| value.as_object().is_some_and(|value| holds(inner, value)))
        }
        // Nothing there: then only what must not exist can hold.
        (Value::Object(inner), _) => holds(inner, &Map::new()),
        (Value::Array(matchers), value) => matchers.iter().any(|matcher| matches(matcher, value)),
        _ => false,
    })
}

/// Whether one alternative holds of a value; of an array it is enough that it holds of one of its values.
fn matches(matcher: &Value, value: Option<&Value>) -> bool {
    if let Some(exists) = matcher.get("exists").and_then(Value::as_bool) {
        return exists == value.is_some();
    }
    match value {
        None => false,
        Some(Value::Array(values)) => match matcher.get("anything-but") {
            // Of an array none may be among those.
            Some(_) => values.iter().all(|value| matches_one(matcher, value)),
            None => values.iter().any(|value| matches_one(matcher, value)),
        },
        Some(value) => matches_one(matcher, value),
    }
}

fn matches_one(matcher: &Value, value: &Value) -> bool {
    let Value::Object(matcher) = matcher else { return equal(matcher, value) };
    let Some((name, expected)) = matcher.iter().next() else { return false };
    let text = value.as_str();
    let expected_text = expected.as_str().unwrap_or_default();
    match name.as_str() {
        "prefix" => text.is_some_and(|text| text.starts_with(expected_text)),
        "suffix" => text.is_some_and(|text| text.ends_with(expected_text)),
        "equals-ignore-case" => text.is_some_and(|text| text.to_lowercase() == expected_text.to_lowercase()),
        "wildcard" => text.is_some_and(|text| like(text, expected_text)),
        "numeric" => match (expected.as_array(), value.as_f64()) {
            (Some(parts), Some(number)) => {
                parts.chunks_exact(2).all(|pair| compares(number, &pair[0], &pair[1]))
            }
            _ => false,
        },
        "anything-but" => match expected {
            Value::Array(values) => !values.iter().any(|expected| equal(expected, value)),
            Value::Object(_) => !matches_one(expected, value),
            expected => !equal(expected, value),
        },
        _ => false,
    }
}

/// Equality, in which 1 and 1.0 are the same, and 0 and -0.0.
fn equal(expected: &Value, value: &Value) -> bool {
    match (expected.as_f64(), value.as_f64()) {
        (Some(expected), Some(value)) => expected.partial_cmp(&value).is_some_and(Ordering::is_eq),
        _ => expected == value,
    }
}

fn compares(number: f64, sign: &Value, bound: &Value) -> bool {
    let bound = bound.as_f64().unwrap_or(f64::NAN);
    match sign.as_str() {
        Some("=") => number.partial_cmp(&bound).is_some_and(Ordering::is_eq),
        Some("<") => number < bound,
        Some("<=") => number <= bound,
        Some(">") => number > bound,
        Some(">=") => number >= bound,
        _ => false,
    }
}

/// The scope of a policy: whether it is the body.
///
/// # Errors
/// `InvalidParameter`.
pub(super) fn is_of_body(scope: &str) -> Result<bool, Failure> {
    match scope {
        "MessageAttributes" => Ok(false),
        "MessageBody" => Ok(true),
        _ => Err(invalid(format_args!(
            "FilterPolicyScope: Invalid value [{scope}]. Please use either MessageBody or MessageAttributes"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_body(policy: &str, body: &str) -> bool {
        Filter::parse(policy, true).unwrap().passes(&BTreeMap::new(), body)
    }

    #[test]
    fn every_comparison() {
        let body = r#"{"store": "shop-7", "price": 100, "zero": -0.0, "flag": true, "none": null, "tags": ["a", "b"], "o": {"x": [{"y": 1}]}}"#;
        for (policy, expected) in [
            (r#"{"store": ["shop-7"]}"#, true),
            (r#"{"store": ["x", "shop-7"]}"#, true),
            (r#"{"store": ["shop"]}"#, false),
            (r#"{"store": [{"prefix": "shop"}], "price": [100.0]}"#, true),
            (r#"{"store": [{"suffix": "-7"}], "price": [99]}"#, false),
            (r#"{"store": [{"equals-ignore-case": "SHOP-7"}]}"#, true),
            (r#"{"store": [{"wildcard": "s*-7"}]}"#, true),
            (r#"{"store": [{"anything-but": ["a", "shop-7"]}]}"#, false),
            (r#"{"store": [{"anything-but": {"prefix": "x"}}]}"#, true),
            (r#"{"price": [{"numeric": [">", 0, "<=", 100]}]}"#, true),
            (r#"{"price": [{"numeric": ["<", 100]}]}"#, false),
            (r#"{"price": ["100"]}"#, false),
            (r#"{"zero": [0], "price": [{"numeric": ["=", 100]}]}"#, true),
            (r#"{"zero": [{"numeric": ["=", 0]}]}"#, true),
            (r#"{"zero": [{"anything-but": [0]}]}"#, false),
            (r#"{"flag": [true], "none": [null]}"#, true),
            (r#"{"tags": ["b"]}"#, true),
            (r#"{"tags": [{"anything-but": ["b"]}]}"#, false),
            (r#"{"missing": [{"exists": false}], "store": [{"exists": true}]}"#, true),
            (r#"{"missing": [{"anything-but": ["x"]}]}"#, false),
            (r#"{"o": {"x": {"y": [1]}}}"#, true),
            (r#"{"o": {"z": {"y": [{"exists": false}]}}}"#, true),
            (r#"{"$or": [{"store": ["x"]}, {"price": [100]}]}"#, true),
            (r#"{"$or": [{"store": ["x"]}, {"price": [1]}]}"#, false),
            ("{}", true),
        ] {
            assert_eq!(of_body(policy, body), expected, "{policy}");
        }
        assert!(!of_body(r#"{"store": ["x"]}"#, "no JSON"));
    }

    #[test]
    fn attributes_are_texts_numbers_and_arrays() {
        let attribute = |kind: &str, value: &str| Attribute { data_type: kind.into(), value: value.into() };
        let attributes = BTreeMap::from([
            ("device".to_owned(), attribute("String", "rpi")),
            ("temp".to_owned(), attribute("Number", "31.5")),
            ("tags".to_owned(), attribute("String.Array", r#"["a", 2]"#)),
        ]);
        let passes = |policy: &str| Filter::parse(policy, false).unwrap().passes(&attributes, "");
        assert!(passes(r#"{"device": ["rpi"], "temp": [{"numeric": [">", 30]}], "tags": [2]}"#));
        assert!(!passes(r#"{"device": ["other"]}"#));
        assert!(!passes(r#"{"other": ["rpi"]}"#));
    }

    #[test]
    fn what_is_no_policy_is_refused() {
        for bad in [
            "x",
            "[]",
            r#"{"a": "b"}"#,
            r#"{"a": []}"#,
            r#"{"a": {"b": ["c"]}}"#,
            r#"{"a": [["b"]]}"#,
            r#"{"a": [{"nonsense": 1}]}"#,
            r#"{"a": [{"prefix": 1}]}"#,
            r#"{"a": [{"numeric": [">"]}]}"#,
            r#"{"a": [{"numeric": ["~", 1]}]}"#,
            r#"{"a": [{"prefix": "x", "suffix": "y"}]}"#,
        ] {
            assert_eq!(Filter::parse(bad, false).unwrap_err().code, "InvalidParameter", "{bad}");
        }
        for (bad, reason) in [
            (r#"{"a": [{"numeric": []}]}"#, "Invalid member in numeric match: ]"),
            (r#"{"a": [{"numeric": [5]}]}"#, "Invalid member in numeric match: 5"),
            (r#"{"a": [{"numeric": ["~", 1]}]}"#, "Unrecognized numeric range operator: ~"),
            (r#"{"a": [{"numeric": [">", "1"]}]}"#, "Value of > must be numeric"),
            (r#"{"a": [{"numeric": ["<", 5, ">", 0]}]}"#, "Too many elements in numeric expression"),
            (r#"{"a": [{"numeric": [">", 0, "<", 5, "<", 6]}]}"#, "Too many elements in numeric expression"),
            (r#"{"a": [{"numeric": [">", 0, ">", 5]}]}"#, "Bad numeric range operator: >"),
            (r#"{"a": [{"numeric": [">", 0, "<"]}]}"#, "Value of < must be numeric"),
            (r#"{"a": [{"numeric": [">", 5, "<", 0]}]}"#, "Bottom must be less than top"),
            (r#"{"a": [{"numeric": [">=", 5, "<=", 5]}]}"#, "Bottom must be less than top"),
            (
                r#"{"a": [1], "b": [1], "c": [1], "d": [1], "e": [1], "f": [1]}"#,
                "Filter policy can not have more than 5 keys",
            ),
        ] {
            let failure = Filter::parse(bad, false).unwrap_err();
            let expected = format!("Invalid parameter: Attributes Reason: FilterPolicy: {reason}");
            assert_eq!(
                (&*failure.code, failure.message.as_str()),
                ("InvalidParameter", expected.as_str()),
                "{bad}"
            );
        }
        // Only the outer keys count.
        let nested = r#"{"a": {"1": [1], "2": [1], "3": [1]}, "b": {"4": [1], "5": [1], "6": [1]}}"#;
        Filter::parse(nested, true).unwrap();
        let many: Vec<u32> = (0..151).collect();
        assert!(Filter::parse(&serde_json::json!({"a": many}).to_string(), false).is_err());
        assert_eq!(Filter::parse(r#"{"a": [{"cidr": "10.0.0.0/8"}]}"#, false).unwrap_err().status, 501);
    }
}
