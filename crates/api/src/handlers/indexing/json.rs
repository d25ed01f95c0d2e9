//! Values in the state of a shadow (*Managing thing indexing*, restrictions and limitations).

use ::search::Value as Found;
use serde_json::{Map, Value};

/// Whether `test` is true of a value of a field. Its name is those of nested members with dots in between;
/// members may have dots in their own names. Every member is looked at once at most, whatever the name is.
pub fn any_at(object: &Map<String, Value>, path: &str, test: &mut dyn FnMut(Found<'_>) -> bool) -> bool {
    object.iter().any(|(name, value)| match (path.strip_prefix(name.as_str()), value) {
        (Some(""), value) => any_of(value, test),
        (Some(rest), Value::Object(inner)) => {
            rest.strip_prefix('.').is_some_and(|rest| any_at(inner, rest, test))
        }
        _ => false,
    })
}

/// Whether `test` is true of a value of any field. Shadows are not nested deeper than they may be.
pub fn any_in(object: &Map<String, Value>, test: &mut dyn FnMut(Found<'_>) -> bool) -> bool {
    object.values().any(|value| match value {
        Value::Object(inner) => any_in(inner, test),
        value => any_of(value, test),
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
    use serde_json::json;

    use super::*;

    fn values(state: &Value, path: Option<&str>) -> Vec<String> {
        let mut found = Vec::new();
        let mut note = |value: Found<'_>| {
            found.push(format!("{value:?}"));
            false
        };
        let object = state.as_object().unwrap();
        match path {
            Some(path) => any_at(object, path, &mut note),
            None => any_in(object, &mut note),
        };
        found
    }

    #[test]
    fn members_are_found_however_their_dots_came_about() {
        let state = json!({
            "one": {"two": {"three": "v1"}, "two.three": "v2"}, "one.two": {"three": "v3"}, "one.two.three": "v4",
        });
        let found = values(&state, Some("one.two.three"));
        assert_eq!(found, ["Text(\"v1\")", "Text(\"v2\")", "Text(\"v3\")", "Text(\"v4\")"]);
        assert!(values(&state, Some("one.two")).is_empty(), "an object is no value");
        assert!(values(&state, Some("one.two.")).is_empty());
    }

    #[test]
    fn complex_lists_and_null_are_not_indexed() {
        let state =
            json!({"a": [1, "x", null, true], "b": [1, {"c": 2}], "c": null, "d": [[1]], "e": {"f": [2.5]}});
        assert_eq!(values(&state, Some("a")), ["Number(1.0)", "Text(\"x\")", "Boolean(true)"]);
        for nothing in ["b", "b.c", "c", "d"] {
            assert!(values(&state, Some(nothing)).is_empty(), "{nothing}");
        }
        assert_eq!(values(&state, None).len(), 4);
    }
}
