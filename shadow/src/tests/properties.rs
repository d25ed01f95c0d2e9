//! What holds for all documents and all payloads.

use base::{Limits, Profile, UnixMillis};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::document::Section;
use crate::*;
use crate::{delta::delta, merge::merge, metadata::mirrors};

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

fn section(state: &Object, seconds: u64) -> Section {
    let mut section = Section::default();
    merge(&mut section, state, seconds);
    section
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
        prop_assert!(mirrors(&difference.state, &difference.metadata));
        let before = reported.clone();
        merge(&mut reported, &difference.state, 3);
        let left = delta(&desired, &reported);
        prop_assert!(left.state.is_empty(), "{:?}", left.state);
        // Who is in sync is left alone.
        prop_assert_eq!(difference.state.is_empty(), before == reported);
    }

    #[test]
    fn delta_is_part_of_desired(desired in object(), reported in object()) {
        let desired = section(&desired, 1);
        let difference = delta(&desired, &section(&reported, 2));
        for (path, value) in paths(&difference.state) {
            prop_assert_eq!(at(&desired.state, &path), Some(&value));
            prop_assert_eq!(at(&difference.metadata, &path), at(&desired.metadata, &path));
        }
    }

    #[test]
    fn merge_sets_removes_and_leaves_the_rest(old in object(), update in update()) {
        let before = section(&old, 1);
        let mut after = before.clone();
        merge(&mut after, &update, 2);
        prop_assert!(mirrors(&after.state, &after.metadata));
        let told = paths(&update);
        for (path, value) in &told {
            match value {
                Value::Null => prop_assert_eq!(at(&after.state, path), None),
                Value::Object(_) => prop_assert!(at(&after.state, path).is_some_and(Value::is_object)),
                value => prop_assert_eq!(at(&after.state, path), Some(value)),
            }
        }
        for (path, value) in paths(&before.state) {
            let touched = told.iter().any(|(told, _)| told.starts_with(&path) || path.starts_with(told));
            if !touched {
                prop_assert_eq!(at(&after.state, &path), Some(&value));
                prop_assert_eq!(at(&after.metadata, &path), at(&before.metadata, &path));
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
        let mut document: Option<Document> = None;
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
            prop_assert!(mirrors(&changed.desired.state, &changed.desired.metadata));
            prop_assert!(mirrors(&changed.reported.state, &changed.reported.metadata));
            let stored = changed.to_stored();
            prop_assert_eq!(Document::from_stored(stored.as_bytes()), Ok(changed.clone()));
            let step = changed.version() - live.map_or(changed.version(), Document::version);
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
        let stored = outcome.document.unwrap().to_stored();
        let again = Document::from_stored(stored.as_bytes()).unwrap();
        prop_assert_eq!(again.reported.state["a"].as_f64().map(f64::to_bits), Some(value.to_bits()));
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
        prop_assert_eq!(outcome.replies[0].kind == ReplyKind::Rejected, outcome.rejected.is_some());
        prop_assert!(outcome.rejected.is_none() || outcome.document.is_none());
        for reply in &outcome.replies {
            prop_assert!(serde_json::from_slice::<Value>(&reply.json).is_ok());
        }
    }

    #[test]
    fn json_texts_never_panic(payload in r#"[\[\]{},:"\\0-9eE.+\-a-z ]{0,60}"#) {
        apply(&name(), None, ShadowOperation::Update, payload.as_bytes(), UnixMillis(0), &Limits::default());
    }
}
