//! Merging an update into a section (shadow.md §3).

use serde_json::{Map, Value};

use crate::document::Section;
use crate::{metadata, open_points};

/// Merges the object that a request has for a section. Objects merge member by member, null removes,
/// everything else replaces; what is written gets the timestamp.
pub(crate) fn merge(section: &mut Section, update: &Map<String, Value>, seconds: u64) {
    merge_objects(&mut section.state, &mut section.metadata, update, seconds);
}

fn merge_objects(
    state: &mut Map<String, Value>,
    metadata: &mut Map<String, Value>,
    update: &Map<String, Value>,
    seconds: u64,
) {
    for (key, value) in update {
        let written = match value {
            Value::Null => None,
            Value::Object(inner) => match (state.get_mut(key), metadata.get_mut(key)) {
                (Some(Value::Object(state)), Some(Value::Object(metadata))) => {
                    merge_objects(state, metadata, inner, seconds);
                    continue;
                }
                // An object replaces a scalar even when all that it says is what it does not have.
                (Some(_), _) => Some(Value::Object(without_nulls(inner).unwrap_or_default())),
                (None, _) => without_nulls(inner).map(Value::Object),
            },
            other => Some(other.clone()),
        };
        match written {
            Some(value) => {
                metadata.insert(key.clone(), metadata::stamp(&value, seconds));
                state.insert(key.clone(), value);
            }
            None => {
                // Removal keeps the order of the others.
                metadata.shift_remove(key);
                state.shift_remove(key);
            }
        }
    }
}

/// An object without the members that are null, at any depth; `None` when it is there for removals
/// only.
fn without_nulls(object: &Map<String, Value>) -> Option<Map<String, Value>> {
    let mut kept = Map::new();
    for (key, value) in object {
        let value = match value {
            Value::Null => None,
            Value::Object(inner) => without_nulls(inner).map(Value::Object),
            other => Some(other.clone()),
        };
        if let Some(value) = value {
            kept.insert(key.clone(), value);
        }
    }
    let only_removals = kept.is_empty() && !object.is_empty();
    (!only_removals || open_points::NULLS_MAKE_OBJECTS).then_some(kept)
}
