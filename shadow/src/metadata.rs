//! Metadata: when each leaf of the state was last written (shadow.md §4).
//!
//! It has the shape of the state: an object for an object, a list for an array, and
//! `{"timestamp": seconds}` for everything else.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use crate::open_points;

/// The metadata of a value that was written at one time, to be written as JSON without building it.
pub(crate) struct Stamps<'a> {
    value: &'a Value,
    seconds: u64,
}

impl<'a> Stamps<'a> {
    pub fn of(value: &'a Value, seconds: u64) -> Self {
        Self { value, seconds }
    }
}

impl Serialize for Stamps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let seconds = self.seconds;
        match self.value {
            Value::Array(items) => serializer.collect_seq(items.iter().map(|item| Self::of(item, seconds))),
            Value::Object(object) => {
                // Members that are null, which only requests have, are removals (§7).
                let written = |value: &Value| open_points::REMOVED_KEYS_HAVE_METADATA || !value.is_null();
                let members = object.iter().filter(|(_, value)| written(value));
                serializer.collect_map(members.map(|(name, value)| (name, Self::of(value, seconds))))
            }
            _ => {
                let mut leaf = serializer.serialize_map(Some(1))?;
                leaf.serialize_entry(TIMESTAMP, &seconds)?;
                leaf.end()
            }
        }
    }
}

const TIMESTAMP: &str = "timestamp";

/// Whether the metadata of a value has a timestamp anywhere; that of an empty array has none.
pub(crate) fn has_stamp(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_stamp),
        Value::Object(object) => object.values().any(has_stamp),
        _ => true,
    }
}

/// The time at which a value was written, read from its metadata. `None` when that has another shape,
/// `Some(None)` when it has no timestamp.
pub(crate) fn seconds_of(value: &Value, metadata: &Value) -> Option<Option<u64>> {
    match (value, metadata) {
        (Value::Object(object), Value::Object(metadata)) => {
            let pairs = object.iter().map(|(name, value)| Some((value, metadata.get(name)?)));
            (object.len() == metadata.len()).then(|| first(pairs)).flatten()
        }
        (Value::Array(items), Value::Array(metadata)) => {
            let pairs = items.iter().zip(metadata).map(Some);
            (items.len() == metadata.len()).then(|| first(pairs)).flatten()
        }
        (Value::Object(_) | Value::Array(_), _) => None,
        (_, Value::Object(leaf)) => stamp(leaf).map(Some),
        _ => None,
    }
}

/// The first of the times of many values, each of which must have metadata of its shape.
fn first<'v>(pairs: impl Iterator<Item = Option<(&'v Value, &'v Value)>>) -> Option<Option<u64>> {
    let mut found = None;
    for pair in pairs {
        let (value, metadata) = pair?;
        let seconds = seconds_of(value, metadata)?;
        found = found.or(seconds);
    }
    Some(found)
}

fn stamp(leaf: &Map<String, Value>) -> Option<u64> {
    leaf.get(TIMESTAMP).filter(|_| leaf.len() == 1)?.as_u64()
}
