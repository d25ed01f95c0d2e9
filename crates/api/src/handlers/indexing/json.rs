//! Values in the state of a shadow (*Managing thing indexing*, restrictions and limitations).

use ::search::Value as Found;
use serde_json::Value;
use shadow::{Leaf, Node, Tree};

/// What of a leaf is looked at.
pub type Part = fn(&Leaf, &mut dyn FnMut(Found<'_>) -> bool) -> bool;

/// The value of a leaf.
pub fn state(leaf: &Leaf, test: &mut dyn FnMut(Found<'_>) -> bool) -> bool {
    any_of(leaf.value(), test)
}

/// When a leaf was written. The metadata of a list is a list of objects, which is not indexed.
pub fn metadata(leaf: &Leaf, test: &mut dyn FnMut(Found<'_>) -> bool) -> bool {
    !leaf.value().is_array() && test(Found::Number(leaf.seconds() as f64))
}

/// Whether `test` is true of a part of a field. Its name is those of nested members with dots in between;
/// members may have dots in their own names. Every member is looked at once at most, whatever the name is.
pub fn any_at(tree: &Tree, path: &str, part: Part, test: &mut dyn FnMut(Found<'_>) -> bool) -> bool {
    tree.members().any(|(name, node)| match (path.strip_prefix(name), node) {
        (Some(""), Node::Leaf(leaf)) => part(leaf, test),
        (Some(rest), Node::Object(inner)) => {
            rest.strip_prefix('.').is_some_and(|rest| any_at(inner, rest, part, test))
        }
        _ => false,
    })
}

/// Whether `test` is true of a part of any field. Shadows are not nested deeper than they may be.
pub fn any_in(tree: &Tree, part: Part, test: &mut dyn FnMut(Found<'_>) -> bool) -> bool {
    tree.members().any(|(_, node)| match node {
        Node::Object(inner) => any_in(inner, part, test),
        Node::Leaf(leaf) => part(leaf, test),
    })
}

/// Simple values are indexed, and lists of them. Nothing is known of null.
fn any_of(value: &Value, test: &mut dyn FnMut(Found<'_>) -> bool) -> bool {
    match value {
        Value::Array(items) => {
            items.iter().all(|item| !item.is_array() && !item.is_object())
                && items.iter().any(|item| any_of(item, test))
        }
        Value::String(text) => test(Found::Text(text)),
        Value::Number(number) => number.as_f64().is_some_and(|number| test(Found::Number(number))),
        Value::Bool(value) => test(Found::Boolean(*value)),
        Value::Null | Value::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use base::{Limits, UnixMillis};
    use serde_json::json;
    use shadow::{ShadowName, ShadowOperation};

    use super::*;

    fn values(state: &Value, path: Option<&str>, part: Part) -> Vec<String> {
        let payload = json!({"state": {"reported": state}}).to_string();
        let name = ShadowName::new("T", None).unwrap();
        let (update, limits) = (ShadowOperation::Update, Limits::default());
        let outcome = shadow::apply(&name, None, update, payload.as_bytes(), UnixMillis(7000), &limits);
        let document = outcome.document.unwrap();
        let mut found = Vec::new();
        let mut note = |value: Found<'_>| {
            found.push(format!("{value:?}"));
            false
        };
        match path {
            Some(path) => any_at(document.reported(), path, part, &mut note),
            None => any_in(document.reported(), part, &mut note),
        };
        found
    }

    #[test]
    fn members_are_found_however_their_dots_came_about() {
        let tree = json!({
            "one": {"two": {"three": "v1"}, "two.three": "v2"}, "one.two": {"three": "v3"}, "one.two.three": "v4",
        });
        let found = values(&tree, Some("one.two.three"), state);
        assert_eq!(found, ["Text(\"v1\")", "Text(\"v2\")", "Text(\"v3\")", "Text(\"v4\")"]);
        assert!(values(&tree, Some("one.two"), state).is_empty(), "an object is no value");
        assert!(values(&tree, Some("one.two."), state).is_empty());
        assert_eq!(values(&tree, Some("one.two.three"), metadata), ["Number(7.0)"; 4]);
    }

    #[test]
    fn complex_lists_are_not_indexed() {
        let tree = json!({"a": [1, "x", true], "b": [1, {"c": 2}], "d": [[1]], "e": {"f": [2.5]}});
        assert_eq!(values(&tree, Some("a"), state), ["Number(1.0)", "Text(\"x\")", "Boolean(true)"]);
        for nothing in ["b", "b.c", "d"] {
            assert!(values(&tree, Some(nothing), state).is_empty(), "{nothing}");
        }
        assert_eq!(values(&tree, None, state).len(), 4);
        assert!(values(&tree, None, metadata).is_empty());
    }
}
