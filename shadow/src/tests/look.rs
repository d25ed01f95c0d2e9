//! Shadows as fleet indexing sees them.

use std::sync::Arc;

use serde_json::json;
use store::Store;

use super::service::{Bench, name, tenant};
use crate::ShadowOperation;
use crate::delta::{delta, differs};
use crate::merge::merge;
use crate::tree::Tree;

fn section(value: &serde_json::Value) -> Tree {
    let mut tree = Tree::default();
    merge(&mut tree, value.as_object().unwrap(), 7);
    tree
}

#[test]
fn difference_is_seen_where_a_delta_would_be() {
    let states = [
        json!({}),
        json!({"a": 1}),
        json!({"a": 1.0, "b": {"c": [1, 2]}}),
        json!({"b": {"c": [1, 2], "d": {}}}),
        json!({"b": {"c": [2, 1]}}),
        json!({"b": {}}),
        json!({"b": 1, "a": {"a": {"a": true}}}),
        json!({"a": {"a": {"a": false, "b": true}}}),
    ];
    for desired in &states {
        for reported in &states {
            let (desired, reported) = (section(desired), section(reported));
            let has_delta = !delta(&desired, &reported).is_empty();
            assert_eq!(differs(&desired, &reported), has_delta, "{desired:?} {reported:?}");
        }
    }
}

#[tokio::test]
async fn only_what_exists_is_shown() {
    let bench = Bench::on(&Store::memory().unwrap());
    let version = || bench.shadows.get(&tenant(), &name(None)).map(|shadow| shadow.version());
    assert_eq!(version(), None);
    let payload = br#"{"state":{"desired":{"on":true,"at":1},"reported":{"on":true}}}"#;
    bench.shadows.http(&tenant(), &name(None), ShadowOperation::Update, payload, &Arc::default()).await;
    assert_eq!(version(), Some(1));
    let shadow = bench.shadows.get(&tenant(), &name(None)).unwrap();
    assert_eq!(shadow.desired().to_value()["at"], 1);
    assert_eq!(shadow.reported().to_value()["on"], true);
    assert!(shadow.desired().to_metadata()["on"]["timestamp"].is_u64());
    assert!(shadow.has_delta());
    assert_eq!(serde_json::Value::from(shadow.delta().to_value()), json!({"at": 1}));
    assert_eq!(bench.shadows.get(&tenant(), &name(Some("x"))), None);
    bench.shadows.http(&tenant(), &name(None), ShadowOperation::Delete, b"", &Arc::default()).await;
    assert_eq!(version(), None);
}
