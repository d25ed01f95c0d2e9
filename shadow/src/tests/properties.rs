//! What holds for all documents and all payloads.

use base::{Limits, Profile, UnixMillis};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use std::sync::Arc;

use crate::*;
use crate::{delta::delta, merge::merge};

type Object = Map<String, Value>;

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        (-3_i64..3).prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        "[a-c]{0,2}".prop_map(Value::from),
    ]
}

/// Keys are few, so that documents and updates meet.
fn key() -> impl Strategy<Value = String> {
    prop_oneof!["[a-d]", Just("timestamp".to_owned())]
}

fn object_of(member: impl Strategy<Value = Value>) -> impl Strategy<Value = Object> {
    prop::collection::vec((key(), member), 0..4).prop_map(Object::from_iter)
}

fn value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            object_of(inner).prop_map(Value::from),
        ]
    })
}

/// What a document may hold.
fn object() -> impl Strategy<Value = Object> {
    object_of(value())
}

/// What an update may hold: the same with nulls, but not in arrays.
fn update() -> impl Strategy<Value = Object> {
    let member = prop_oneof![1 => Just(Value::Null), 3 => value()];
    object_of(member.prop_recursive(3, 16, 4, |inner| object_of(inner).prop_map(Value::from)))
}

fn section(state: &Object, seconds: u64) -> Tree {
    let mut section = Tree::default();
    merge(&mut section, state, seconds);
    section
}

/// Whether metadata has the shape of a state (shadow.md §4).
fn mirrors(state: &Object, metadata: &Object) -> bool {
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

/// The reference definition of merging, on plain JSON (shadow.md §3).
fn merged(mut state: Object, update: &Object) -> Object {
    for (key, value) in update {
        match value {
            Value::Null => drop(state.shift_remove(key)),
            Value::Object(inner) => {
                let existed = state.contains_key(key);
                let before = state.get(key).and_then(Value::as_object).cloned();
                let is_object = before.is_some();
                let after = merged(before.unwrap_or_default(), inner);
                // Removals alone make nothing where nothing was.
                let only_removals = after.is_empty() && !inner.is_empty() && !is_object;
                if existed || !only_removals {
                    state.insert(key.clone(), after.into());
                }
            }
            value => drop(state.insert(key.clone(), value.clone())),
        }
    }
    state
}

/// All paths with what is at their end: a leaf, an array or an empty object.
fn paths(object: &Object) -> Vec<(Vec<String>, Value)> {
    let mut found = Vec::new();
    for (key, value) in object {
        match value {
            Value::Object(inner) if !inner.is_empty() => {
                found.extend(paths(inner).into_iter().map(|(mut path, value)| {
                    path.insert(0, key.clone());
                    (path, value)
                }));
            }
            value => found.push((vec![key.clone()], value.clone())),
        }
    }
    found
}

fn at<'a>(object: &'a Object, path: &[String]) -> Option<&'a Value> {
    let (last, parents) = path.split_last()?;
    let parent = parents.iter().try_fold(object, |object, key| object.get(key)?.as_object())?;
    parent.get(last)
}

fn name() -> ShadowName {
    ShadowName::new("T", None).unwrap()
}

fn operation() -> impl Strategy<Value = ShadowOperation> {
    use ShadowOperation::{Delete, Get, Update};
    prop_oneof![4 => Just(Update), 1 => Just(Get), 1 => Just(Delete)]
}

/// A valid request; sections may be absent, null or objects.
fn request() -> impl Strategy<Value = Value> {
    let section = || prop_oneof![1 => Just(None), 1 => Just(Some(Value::Null)), 4 => update().prop_map(|u| Some(u.into()))];
    (section(), section()).prop_map(|(desired, reported)| {
        let mut state = Object::new();
        desired.into_iter().for_each(|it| drop(state.insert("desired".into(), it)));
        reported.into_iter().for_each(|it| drop(state.insert("reported".into(), it)));
        json!({ "state": state })
    })
}

proptest! {
    #[test]
    fn delta_merged_into_reported_leaves_no_delta(desired in object(), reported in object()) {
        let (desired, mut reported) = (section(&desired, 1), section(&reported, 2));
        let difference = delta(&desired, &reported);
        prop_assert!(mirrors(&difference.to_value(), &difference.to_metadata()));
        let before = reported.clone();
        merge(&mut reported, &difference.to_value(), 3);
        let left = delta(&desired, &reported);
        prop_assert!(left.is_empty(), "{left:?}");
        // Who is in sync is left alone.
        prop_assert_eq!(difference.is_empty(), before == reported);
    }

    #[test]
    fn delta_is_part_of_desired(desired in object(), reported in object()) {
        let desired = section(&desired, 1);
        let difference = delta(&desired, &section(&reported, 2));
        let (state, metadata) = (desired.to_value(), desired.to_metadata());
        let stamps = difference.to_metadata();
        for (path, value) in paths(&difference.to_value()) {
            prop_assert_eq!(at(&state, &path), Some(&value));
            prop_assert_eq!(at(&stamps, &path), at(&metadata, &path));
        }
    }

    #[test]
    fn merge_sets_removes_and_leaves_the_rest(old in object(), update in update()) {
        let tree = section(&old, 1);
        let mut after = tree.clone();
        merge(&mut after, &update, 2);
        prop_assert_eq!(&section(&old, 1), &tree, "what others hold was changed");
        let (before, before_metadata) = (tree.to_value(), tree.to_metadata());
        let (after, after_metadata) = (after.to_value(), after.to_metadata());
        prop_assert!(mirrors(&after, &after_metadata));
        prop_assert_eq!(&after, &merged(before.clone(), &update));
        let told = paths(&update);
        for (path, value) in &told {
            match value {
                Value::Null => prop_assert_eq!(at(&after, path), None),
                Value::Object(_) => prop_assert!(at(&after, path).is_some_and(Value::is_object)),
                value => prop_assert_eq!(at(&after, path), Some(value)),
            }
        }
        for (path, value) in paths(&before) {
            let touched = told.iter().any(|(told, _)| told.starts_with(&path) || path.starts_with(told));
            if !touched {
                prop_assert_eq!(at(&after, &path), Some(&value));
                prop_assert_eq!(at(&after_metadata, &path), at(&before_metadata, &path));
            }
        }
    }

    #[test]
    fn merging_twice_is_merging_once(old in object(), update in update()) {
        let mut once = section(&old, 1);
        merge(&mut once, &update, 2);
        let mut twice = once.clone();
        merge(&mut twice, &update, 2);
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn documents_stay_whole(
        steps in prop::collection::vec((operation(), request(), 0_u64..100_000_000), 1..12)
    ) {
        let limits = Limits::of(Profile::Off);
        let mut document: Option<Arc<Document>> = None;
        let mut now = 0;
        for (operation, request, later) in steps {
            now += later;
            let payload = request.to_string();
            let outcome =
                apply(&name(), document.as_ref(), operation, payload.as_bytes(), UnixMillis(now), &limits);
            let live = document.as_ref().filter(|it| it.is_live());
            let accepted = live.is_some() || operation == ShadowOperation::Update;
            prop_assert_eq!(outcome.rejected.is_none(), accepted);
            let Some(changed) = outcome.document else { continue };
            for section in [changed.desired(), changed.reported()] {
                prop_assert!(mirrors(&section.to_value(), &section.to_metadata()));
            }
            let stored = changed.to_stored();
            prop_assert_eq!(Document::from_stored(stored.as_bytes()), Ok((*changed).clone()));
            let step = changed.version() - live.map_or(changed.version(), |live| live.version());
            prop_assert_eq!(step, u64::from(live.is_some() && operation == ShadowOperation::Update));
            document = Some(changed);
        }
    }

    #[test]
    fn numbers_keep_their_value(value in prop::num::f64::NORMAL | prop::num::f64::ZERO) {
        let payload = json!({"state": {"reported": {"a": value}}}).to_string();
        let outcome = apply(
            &name(), None, ShadowOperation::Update, payload.as_bytes(), UnixMillis(0), &Limits::default(),
        );
        let document = outcome.document.unwrap();
        let again = Document::from_stored(document.to_stored().as_bytes()).unwrap();
        prop_assert_eq!(again.reported().to_value()["a"].as_f64().map(f64::to_bits), Some(value.to_bits()));
    }

    #[test]
    fn arbitrary_bytes_change_nothing(payload in prop::collection::vec(any::<u8>(), 0..200), operation in operation()) {
        let outcome = apply(&name(), None, operation, &payload, UnixMillis(0), &Limits::default());
        prop_assert!(outcome.document.is_none() && outcome.rejected.is_some());
    }

    #[test]
    fn damaged_requests_never_panic(
        request in request(), at in any::<prop::sample::Index>(), byte in any::<u8>(), operation in operation()
    ) {
        let mut payload = request.to_string().into_bytes();
        let at = at.index(payload.len());
        payload[at] = byte;
        let first = apply(
            &name(), None, ShadowOperation::Update, b"{\"state\":{}}", UnixMillis(0), &Limits::default(),
        );
        let outcome =
            apply(&name(), first.document.as_ref(), operation, &payload, UnixMillis(0), &Limits::default());
        let replies = outcome.replies();
        prop_assert_eq!(replies[0].kind == ReplyKind::Rejected, outcome.rejected.is_some());
        prop_assert!(outcome.rejected.is_none() || outcome.document.is_none());
        for reply in &replies {
            prop_assert!(serde_json::from_slice::<Value>(&reply.json).is_ok());
        }
    }

    #[test]
    fn json_texts_never_panic(payload in r#"[\[\]{},:"\\0-9eE.+\-a-z ]{0,60}"#) {
        apply(&name(), None, ShadowOperation::Update, payload.as_bytes(), UnixMillis(0), &Limits::default());
    }
}
