//! What the service does with more requests than it takes, with a clock that is moved by hand.

use std::sync::Arc;
use std::time::Duration;

use base::limiter::Clock;
use base::{Limit, Limits, Meter, Profile};
use broker::{Publisher, ShadowRequest};
use serde_json::{Value, json};
use store::Store;

use super::service::{Notes, message, name, tenant};
use crate::rates::Rates;
use crate::*;

fn bench(change: impl FnOnce(&mut Limits)) -> (Arc<Shadows>, Arc<Notes>, Limits) {
    let mut limits = Limits { meter: Arc::new(Meter::new(Clock::manual())), ..Limits::of(Profile::Lab) };
    change(&mut limits);
    let shadows = Arc::new(Shadows::open(Store::memory().unwrap(), limits.clone(), Arc::default()).unwrap());
    (shadows, Arc::default(), limits)
}

fn device(client_id: &str) -> Arc<Publisher> {
    Arc::new(Publisher { client_id: Some(client_id.into()), ..Publisher::default() })
}

fn get(shadows: &Shadows, thing: &str, shadow: Option<&str>, publisher: &Arc<Publisher>) {
    let request = ShadowRequest { thing, name: shadow, operation: ShadowOperation::Get };
    let topic = ShadowName::new(thing, shadow).unwrap().topic(ShadowOperation::Get);
    shadows.request(&tenant(), request, &message(&topic, ""), publisher);
}

/// The codes of the requests that were rejected since the last call.
fn rejected(notes: &Notes) -> Vec<u64> {
    notes.take().into_iter().filter_map(|(_, _, payload)| payload["code"].as_u64()).collect()
}

async fn settle(shadows: &Shadows) {
    // Served in order; a thing of the same shard each is not needed, for this one waits for its commit.
    for thing in ["T", "U"] {
        shadows
            .http(
                &tenant(),
                &ShadowName::new(thing, None).unwrap(),
                ShadowOperation::Get,
                b"",
                &Arc::default(),
            )
            .await;
    }
}

#[tokio::test]
async fn connection_has_ten_unanswered_requests_for_a_thing() {
    let (shadows, notes, limits) = bench(|limits| limits.shadow_in_flight = 10);
    let (one, other) = (device("one"), device("other"));
    // The service does not answer before it is started.
    get(&shadows, "T", None, &one);
    shadows.start(notes.clone());
    settle(&shadows).await;
    assert_eq!(rejected(&notes), [404], "answered, so there is room again");
    // On one thread, nothing is served before this task waits.
    (0..10).for_each(|_| get(&shadows, "T", None, &one));
    assert!(rejected(&notes).is_empty());
    get(&shadows, "T", Some("S"), &one);
    assert_eq!(rejected(&notes), [429], "shadows of a thing count together");
    get(&shadows, "U", None, &one);
    get(&shadows, "T", None, &other);
    assert!(rejected(&notes).is_empty(), "another thing, another connection");
    assert_eq!(limits.meter.count(Limit::ShadowInFlight), 1);
    settle(&shadows).await;
    assert_eq!(rejected(&notes), [404; 12]);
    get(&shadows, "T", None, &one);
    settle(&shadows).await;
    assert_eq!(rejected(&notes), [404]);
}

#[tokio::test]
async fn shadow_and_account_have_rates_over_mqtt_and_http() {
    let (shadows, notes, limits) = bench(|limits| {
        limits.shadow_requests_per_shadow_second = 2;
        limits.shadow_requests_per_second = 4;
    });
    shadows.start(notes.clone());
    let publisher = device("one");
    let http = async |thing: &str| {
        let name = ShadowName::new(thing, None).unwrap();
        shadows.http(&tenant(), &name, ShadowOperation::Get, b"", &Arc::default()).await.status
    };
    get(&shadows, "T", None, &publisher);
    assert_eq!((http("T").await, http("T").await), (404, 429));
    assert_eq!(rejected(&notes), [404]);
    get(&shadows, "T", None, &publisher);
    assert_eq!(rejected(&notes), [429]);
    assert_eq!(limits.meter.count(Limit::ShadowRequestsPerShadowSecond), 2);
    assert_eq!((http("U").await, http("V").await, http("W").await), (404, 404, 429));
    assert_eq!(limits.meter.count(Limit::ShadowRequestsPerSecond), 1);
    limits.meter.advance(Duration::from_millis(500));
    assert_eq!((http("T").await, http("T").await), (404, 429));
}

#[tokio::test]
async fn sizes_and_depths_are_counted() {
    let (shadows, notes, limits) = bench(|limits| (limits.shadow_bytes, limits.shadow_depth) = (20, 2));
    shadows.start(notes);
    let update = async |state: Value| {
        let payload = json!({ "state": state }).to_string();
        shadows
            .http(&tenant(), &name(None), ShadowOperation::Update, payload.as_bytes(), &Arc::default())
            .await
            .status
    };
    assert_eq!(update(json!({"desired": {"a": "0123456789012345"}})).await, 413);
    assert_eq!(update(json!({"desired": {"a": {"b": {"c": {}}}}})).await, 400);
    let count = |limit| limits.meter.count(limit);
    assert_eq!((count(Limit::ShadowBytes), count(Limit::ShadowDepth)), (1, 1));
}

#[test]
fn default_profile_has_no_rates() {
    assert!(Rates::new(&Limits::of(Profile::Lab)).is_none());
    assert!(Rates::new(&Limits::of(Profile::Off)).is_none());
    assert!(Rates::new(&Limits::of(Profile::Aws)).is_some());
}
