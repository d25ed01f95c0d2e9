//! Merging an update into a section (shadow.md §3).

use serde_json::{Map, Value};

use crate::open_points;
use crate::tree::{Node, Tree};

/// Merges the object that a request has for a section. Objects merge member by member, null removes,
/// everything else replaces; what is written gets the timestamp.
pub(crate) fn merge(tree: &mut Tree, update: &Map<String, Value>, seconds: u64) {
    for (name, value) in update {
        let written = match value {
            Value::Null => None,
            Value::Object(inner) => {
                if let Some(Node::Object(_)) = tree.get(name) {
                    if let Some(Node::Object(object)) = tree.edit().get_mut(name.as_str()) {
                        merge(object, inner, seconds);
                    }
                    continue;
                }
                // An object replaces a scalar even when all that it says is what it does not have.
                let replaces = tree.get(name).is_some();
                without_removals(inner, seconds).or_else(|| replaces.then(Tree::default)).map(Node::Object)
            }
            other => Some(Node::leaf(other.clone(), seconds)),
        };
        match written {
            Some(node) => match tree.edit().get_mut(name.as_str()) {
                Some(place) => *place = node,
                None => drop(tree.edit().insert(name.as_str().into(), node)),
            },
            // Removal keeps the order of the others.
            None if tree.get(name).is_some() => drop(tree.edit().shift_remove(name.as_str())),
            None => {}
        }
    }
}

/// What an object writes where there was none: its members without those that are null, at any depth.
/// `None` when it is there for removals only.
fn without_removals(object: &Map<String, Value>, seconds: u64) -> Option<Tree> {
    let node = |value: &Value| match value {
        Value::Null => None,
        Value::Object(inner) => without_removals(inner, seconds).map(Node::Object),
        other => Some(Node::leaf(other.clone(), seconds)),
    };
    let members = object.iter().filter_map(|(name, value)| Some((name.as_str().into(), node(value)?)));
    let tree: Tree = members.collect();
    let only_removals = tree.is_empty() && !object.is_empty();
    (!only_removals || open_points::NULLS_MAKE_OBJECTS).then_some(tree)
}
