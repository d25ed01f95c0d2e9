//! Metadata: when each leaf of the state was last written (shadow.md §4).
//!
//! It has the shape of the state: an object for an object, a list for an array, and
//! `{"timestamp": seconds}` for everything else.

use serde_json::{Map, Value};

use crate::open_points;

/// The metadata of a value that is written now.
pub(crate) fn stamp(value: &Value, seconds: u64) -> Value {
    match value {
        Value::Object(object) => Value::Object(stamp_object(object, seconds)),
        Value::Array(items) => Value::Array(items.iter().map(|item| stamp(item, seconds)).collect()),
        _ => Value::Object(leaf(seconds)),
    }
}

/// The metadata of an object that is written now. Members that are null, which only requests have, are
/// removals and have none (§7).
pub(crate) fn stamp_object(object: &Map<String, Value>, seconds: u64) -> Map<String, Value> {
    let written = |value: &Value| open_points::REMOVED_KEYS_HAVE_METADATA || !value.is_null();
    object
        .iter()
        .filter(|(_, value)| written(value))
        .map(|(key, value)| (key.clone(), stamp(value, seconds)))
        .collect()
}

/// The metadata of a leaf.
pub(crate) fn leaf(seconds: u64) -> Map<String, Value> {
    Map::from_iter([("timestamp".to_owned(), seconds.into())])
}

/// Whether metadata has the shape of a state.
pub(crate) fn mirrors(state: &Map<String, Value>, metadata: &Map<String, Value>) -> bool {
    state.len() == metadata.len()
        && state.iter().all(|(key, value)| metadata.get(key).is_some_and(|it| mirrors_value(value, it)))
}

fn mirrors_value(value: &Value, metadata: &Value) -> bool {
    match (value, metadata) {
        (Value::Object(object), Value::Object(metadata)) => mirrors(object, metadata),
        (Value::Array(items), Value::Array(metadata)) => {
            items.len() == metadata.len()
                && items.iter().zip(metadata).all(|(item, metadata)| mirrors_value(item, metadata))
        }
        (Value::Object(_) | Value::Array(_), _) => false,
        (_, Value::Object(leaf)) => leaf.len() == 1 && leaf.get("timestamp").is_some_and(Value::is_u64),
        _ => false,
    }
}
