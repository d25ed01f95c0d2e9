//! Shadows as fleet indexing sees them.

use serde_json::json;
use store::Store;

use super::service::{Bench, name, tenant};
use crate::ShadowOperation;
use crate::delta::{delta, differs};
use crate::document::Section;

fn section(value: &serde_json::Value) -> Section {
    let state = value.as_object().unwrap().clone();
    Section { metadata: crate::metadata::stamp_object(&state, 7), state }
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
            let has_delta = !delta(&desired, &reported).state.is_empty();
            assert_eq!(differs(&desired.state, &reported.state), has_delta, "{desired:?} {reported:?}");
        }
    }
}

#[tokio::test]
async fn only_what_exists_is_shown() {
    let bench = Bench::on(&Store::memory().unwrap());
    let version = || bench.shadows.look(&tenant(), &name(None), |shadow| shadow.version());
    assert_eq!(version(), None);
    let payload = br#"{"state":{"desired":{"on":true,"at":1},"reported":{"on":true}}}"#;
    bench.shadows.http(&tenant(), &name(None), ShadowOperation::Update, payload).await;
    assert_eq!(version(), Some(1));
    let _ = bench.shadows.look(&tenant(), &name(None), |shadow| {
        assert_eq!(shadow.desired()["at"], 1);
        assert_eq!(shadow.reported()["on"], true);
        assert!(shadow.desired_metadata()["on"]["timestamp"].is_u64());
        assert!(shadow.reported_metadata()["on"]["timestamp"].is_u64());
        assert!(shadow.has_delta());
        assert_eq!(serde_json::Value::from(shadow.delta()), json!({"at": 1}));
    });
    assert_eq!(bench.shadows.look(&tenant(), &name(Some("x")), |_| ()), None);
    bench.shadows.http(&tenant(), &name(None), ShadowOperation::Delete, b"").await;
    assert_eq!(version(), None);
}
