//! Single constraints, their phrases, and the JSON types of shapes.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use model::{Bounds, Kind, PatternId, Shape};
use serde_json::{Map, Value};

use super::pattern;
use crate::error::ApiError;

/// Something that a value must satisfy. Displays as AWS's phrase.
#[derive(Clone, Copy)]
pub enum Constraint {
    LengthMax(i64),
    LengthMin(i64),
    ValueMax(i64),
    ValueMin(i64),
    FractionMax(f64),
    FractionMin(f64),
    Pattern(PatternId),
    Values(&'static [&'static str]),
}

/// Value sets whose order on AWS is known and not the model's (a third party's captures).
const SHOWN_SETS: [(&[&str], &str); 3] = [
    (&["OFF", "REGISTRY", "REGISTRY_AND_SHADOW"], "REGISTRY_AND_SHADOW, OFF, REGISTRY"),
    (&["OFF", "VIOLATIONS"], "VIOLATIONS, OFF"),
    (&["Number", "String", "Boolean"], "Boolean, Number, String"),
];

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LengthMax(max) => write!(f, "Member must have length less than or equal to {max}"),
            Self::LengthMin(min) => write!(f, "Member must have length greater than or equal to {min}"),
            Self::ValueMax(max) => write!(f, "Member must have value less than or equal to {max}"),
            Self::ValueMin(min) => write!(f, "Member must have value greater than or equal to {min}"),
            Self::FractionMax(max) => write!(f, "Member must have value less than or equal to {max:?}"),
            Self::FractionMin(min) => write!(f, "Member must have value greater than or equal to {min:?}"),
            Self::Pattern(id) => write!(f, "Member must satisfy regular expression pattern: {}", id.text()),
            Self::Values(values) => {
                let known = SHOWN_SETS.iter().find(|(set, _)| set == values);
                let set = known.map_or_else(|| values.join(", "), |(_, shown)| (*shown).to_string());
                write!(f, "Member must satisfy enum value set: [{set}]")
            }
        }
    }
}

impl Constraint {
    /// Whether a value satisfies the constraint. It has the JSON type of its shape.
    fn holds(&self, shape: &Shape, value: &Value) -> bool {
        match value {
            Value::String(text) if matches!(shape.kind, Kind::Blob { .. }) => {
                self.holds_length(BASE64.decode(text).map_or(0, |bytes| bytes.len()))
            }
            Value::String(text) => self.holds_text(text),
            Value::Array(elements) => self.holds_length(elements.len()),
            Value::Object(entries) => self.holds_length(entries.len()),
            Value::Number(number) => match (self, number.as_i64(), number.as_f64()) {
                (Self::ValueMax(max), Some(number), _) => number <= *max,
                (Self::ValueMin(min), Some(number), _) => number >= *min,
                (Self::FractionMax(max), _, Some(number)) => number <= *max,
                (Self::FractionMin(min), _, Some(number)) => number >= *min,
                _ => true,
            },
            Value::Null | Value::Bool(_) => true,
        }
    }

    fn holds_text(&self, text: &str) -> bool {
        match self {
            Self::Pattern(id) => pattern::matches(*id, text),
            Self::Values(values) => values.contains(&text),
            _ => self.holds_length(text.chars().count()),
        }
    }

    fn holds_length(&self, length: usize) -> bool {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        match self {
            Self::LengthMax(max) => length <= *max,
            Self::LengthMin(min) => length >= *min,
            _ => true,
        }
    }
}

fn length(bounds: &Bounds<i64>) -> [Option<Constraint>; 2] {
    [bounds.max.map(Constraint::LengthMax), bounds.min.map(Constraint::LengthMin)]
}

/// Longest first, as every capture of several constraints in brackets has it; what a text must match
/// comes after its length there.
fn in_brackets(shape: &Shape) -> [Option<Constraint>; 4] {
    let [first, second] = match &shape.kind {
        Kind::String { length, .. } | Kind::Blob { length } => self::length(length),
        Kind::List { length, .. } | Kind::Map { length, .. } => self::length(length),
        Kind::Integer(range) | Kind::Long(range) => {
            [range.max.map(Constraint::ValueMax), range.min.map(Constraint::ValueMin)]
        }
        Kind::Double(range) => {
            [range.max.map(Constraint::FractionMax), range.min.map(Constraint::FractionMin)]
        }
        Kind::Structure { .. } | Kind::Boolean | Kind::Timestamp => [None, None],
    };
    let (pattern, values) = match shape.kind {
        Kind::String { pattern, values, .. } => (pattern, values),
        _ => (None, &[][..]),
    };
    let values = (!values.is_empty()).then_some(Constraint::Values(values));
    [first, second, pattern.map(Constraint::Pattern), values]
}

/// The constraints that a value does not meet, in the order in which AWS reports several violations of
/// one value: the pattern before the length. Of lists and maps only their length is looked at.
pub fn broken<'v>(shape: &'v Shape, value: &'v Value) -> impl Iterator<Item = Constraint> + use<'v> {
    let [max, min, pattern, values] = in_brackets(shape);
    [pattern, max, min, values]
        .into_iter()
        .flatten()
        .filter(move |constraint| !constraint.holds(shape, value))
}

/// Whether the key of a map meets the constraints of its shape.
pub fn key_fits(shape: &Shape, key: &str) -> bool {
    in_brackets(shape).iter().flatten().all(|constraint| constraint.holds_text(key))
}

/// Every constraint of the elements of a list or map, in brackets. A text with a greatest length has a
/// least one too, if only 0.
pub fn all(shape: &Shape) -> String {
    let mut constraints = in_brackets(shape);
    if let (Kind::String { .. }, [Some(_), least @ None, ..]) = (&shape.kind, &mut constraints) {
        *least = Some(Constraint::LengthMin(0));
    }
    let texts: Vec<String> = constraints.iter().flatten().map(Constraint::to_string).collect();
    format!("[{}]", texts.join(", "))
}

/// Whether the shape is neither structure, list nor map.
pub fn is_scalar(shape: &Shape) -> bool {
    !matches!(shape.kind, Kind::Structure { .. } | Kind::List { .. } | Kind::Map { .. })
}

/// A JSON object, or the exception that it is none.
pub fn object(value: &Value) -> Result<&Map<String, Value>, ApiError> {
    value.as_object().ok_or_else(|| ApiError::serialization(unexpected(value, "structure or map")))
}

/// A JSON array, or the exception that it is none.
pub fn array(value: &Value) -> Result<&Vec<Value>, ApiError> {
    value.as_array().ok_or_else(|| ApiError::serialization(unexpected(value, "list")))
}

/// Refuses a simple value of another JSON type than its shape's.
pub fn check_type(shape: &Shape, value: &Value) -> Result<(), ApiError> {
    let (fits, expected) = match shape.kind {
        Kind::String { .. } => (value.is_string(), "a String"),
        Kind::Integer(_) => {
            (value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()), "an Integer")
        }
        Kind::Long(_) => (value.is_i64(), "a Long"),
        Kind::Double(_) => (value.is_number(), "a Double"),
        Kind::Timestamp => (value.is_number(), "a Timestamp"),
        Kind::Boolean => (value.is_boolean(), "a Boolean"),
        Kind::Blob { .. } => (value.as_str().is_some_and(|text| BASE64.decode(text).is_ok()), "a Blob"),
        Kind::Structure { .. } | Kind::List { .. } | Kind::Map { .. } => return Ok(()),
    };
    if fits { Ok(()) } else { Err(ApiError::serialization(unexpected(value, expected))) }
}

fn unexpected(value: &Value, expected: &str) -> String {
    let found = match value {
        Value::Object(_) => return "Start of structure or map found where not expected.".into(),
        Value::Array(_) => return "Start of list found where not expected.".into(),
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(number) if number.is_f64() => "DECIMAL_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
    };
    format!("{found} can not be converted to {expected}")
}

/// A value as messages show it: texts bare, lists and maps as Java prints them, and of structures only
/// what the model does not call sensitive.
pub fn shown(shape: &Shape, value: &Value) -> String {
    if shape.sensitive {
        return "***".into();
    }
    match (&shape.kind, value) {
        (_, Value::String(text)) => text.clone(),
        (Kind::List { member, .. }, Value::Array(elements)) => {
            let elements: Vec<String> = elements.iter().map(|element| shown(member, element)).collect();
            format!("[{}]", elements.join(", "))
        }
        (Kind::Map { value, .. }, Value::Object(entries)) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, entry)| format!("{key}={}", shown(value, entry))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        (Kind::Structure { members, .. }, Value::Object(object)) => {
            let mut texts = Vec::new();
            for member in *members {
                if let Some(value) = object.get(member.name) {
                    texts.push(format!("{}={}", member.name, shown(member.shape, value)));
                }
            }
            format!("{}({})", shape.name, texts.join(", "))
        }
        (Kind::Double(_), Value::Number(number)) => format!("{:?}", number.as_f64().unwrap_or_default()),
        _ => value.to_string(),
    }
}
