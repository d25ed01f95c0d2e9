//! Lifecycle events (mqtt.md §11).

use serde_json::{Value, json};
use store::{Key, Table};

use super::*;
use crate::mailbox::Kick;

/// A client that gets all lifecycle events.
async fn watcher(bench: &Bench) -> Client {
    let mut watcher = bench.client(Version::V311, "watcher").await;
    watcher.subscribe("$aws/events/presence/#", QOS1).await;
    watcher
}

impl Client {
    /// The next event: the rest of its topic and its payload, acknowledged.
    async fn event(&mut self) -> (String, String) {
        let received = self.received().await;
        if received.qos == QOS1 {
            self.acknowledge(received.packet_id).await;
        }
        let topic = received.topic.strip_prefix("$aws/events/").expect("an event").to_owned();
        (topic, String::from_utf8(received.payload).unwrap())
    }

    async fn json(&mut self) -> (String, Value) {
        let (topic, text) = self.event().await;
        (topic, serde_json::from_str(&text).unwrap())
    }
}

/// Checks the text of an event: everything but the time and the session identifier, which are returned.
fn check(text: &str, expected: &str) -> (u64, String) {
    let value: Value = serde_json::from_str(text).unwrap();
    let time = value["timestamp"].as_u64().unwrap();
    let identifier = value["sessionIdentifier"].as_str().unwrap();
    assert!(uuid::Uuid::parse_str(identifier).is_ok(), "{identifier}");
    let shown = text.replace(&time.to_string(), "TIME").replace(identifier, "SESSION");
    assert_eq!(shown, expected);
    (time, identifier.to_owned())
}

#[tokio::test]
async fn connect_and_disconnect_are_told_with_all_fields_in_order() {
    let bench = Bench::new();
    let mut watcher = watcher(&bench).await;
    let before = base::UnixMillis::now().0;
    let mut device = bench.client(Version::V5, "dev/1").await;
    device.send(&[0xe0, 0]).await;
    let (topic, text) = watcher.event().await;
    assert_eq!(topic, "presence/connected/dev/1");
    let (connected_at, connected) = check(
        &text,
        r#"{"clientId":"dev/1","timestamp":TIME,"eventType":"connected","sessionIdentifier":"SESSION","principalIdentifier":"someone","ipAddress":"192.0.2.1","versionNumber":0}"#,
    );
    let (topic, text) = watcher.event().await;
    assert_eq!(topic, "presence/disconnected/dev/1");
    let (disconnected_at, disconnected) = check(
        &text,
        r#"{"clientId":"dev/1","timestamp":TIME,"eventType":"disconnected","sessionIdentifier":"SESSION","principalIdentifier":"someone","clientInitiatedDisconnect":true,"disconnectReason":"CLIENT_INITIATED_DISCONNECT","versionNumber":0}"#,
    );
    assert_eq!(connected, disconnected);
    assert!(before <= connected_at && connected_at <= disconnected_at);
    // A clean session is another one the next time, and the version grows.
    let _device = bench.client(Version::V5, "dev/1").await;
    let (_, next) = watcher.json().await;
    assert_eq!(next["versionNumber"], 1);
    assert_ne!(next["sessionIdentifier"], connected);
}

/// How a connection is made to end.
enum Way {
    Send(&'static [u8]),
    Drop,
    Kick(Kick),
    TakeOver,
}

#[tokio::test]
async fn every_end_has_its_reason() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    let mut watcher = watcher(&bench).await;
    let deleted = Kick::Deleted { clean_session: false, will: true };
    let ways = [
        ("CLIENT_INITIATED_DISCONNECT", Way::Send(&[0xe0, 0])),
        ("CLIENT_ERROR", Way::Send(&[0xd0, 0])),
        ("CONNECTION_LOST", Way::Drop),
        ("AUTH_ERROR", Way::Kick(Kick::Deactivated)),
        ("MQTT_KEEP_ALIVE_TIMEOUT", Way::Kick(Kick::KeepAlive)),
        ("THROTTLED", Way::Kick(Kick::TooSlow)),
        ("SERVER_INITIATED_DISCONNECT", Way::Kick(Kick::Shutdown)),
        ("API_INITIATED_DISCONNECT", Way::Kick(deleted)),
        ("DUPLICATE_CLIENTID", Way::TakeOver),
    ];
    let mut kept = Vec::new();
    for (version, (reason, way)) in ways.into_iter().enumerate() {
        let mut device = bench.client(Version::V5, "c").await;
        let (topic, connected) = watcher.json().await;
        assert_eq!((topic.as_str(), &connected["versionNumber"]), ("presence/connected/c", &json!(version)));
        match way {
            Way::Send(bytes) => device.send(bytes).await,
            Way::Drop => drop(device),
            Way::Kick(kick) => account.clients.live("c").unwrap().mailbox.kick(kick),
            Way::TakeOver => kept.push(bench.client(Version::V5, "c").await),
        }
        let (topic, event) = watcher.json().await;
        assert_eq!(topic, "presence/disconnected/c", "{reason}");
        assert_eq!(event["disconnectReason"], reason);
        assert_eq!(event["clientInitiatedDisconnect"], reason == "CLIENT_INITIATED_DISCONNECT", "{reason}");
        assert_eq!(event["versionNumber"], version, "{reason}");
        assert_eq!(event["sessionIdentifier"], connected["sessionIdentifier"], "{reason}");
    }
    // The one that took over is still there.
    let (topic, event) = watcher.json().await;
    assert_eq!((topic.as_str(), &event["versionNumber"]), ("presence/connected/c", &json!(9)));
    watcher.expect_silence().await;
}

#[tokio::test]
async fn resumed_session_keeps_its_identifier_also_over_a_restart() {
    let bench = Bench::new();
    let mut watcher = watcher(&bench).await;
    let mut identifiers = Vec::new();
    for version in 0..2 {
        bench.connect(persistent("device")).await.connack().await;
        for event in ["connected", "disconnected"] {
            let (topic, event_json) = watcher.json().await;
            assert_eq!(topic, format!("presence/{event}/device"));
            assert_eq!(event_json["versionNumber"], version);
            identifiers.push(event_json["sessionIdentifier"].clone());
        }
    }
    let again = Bench::with(bench.store.clone(), ALLOW_ALL);
    let mut watcher = self::watcher(&again).await;
    again.connect(persistent("device")).await.connack().await;
    let (_, event) = watcher.json().await;
    assert_eq!(event["versionNumber"], 2);
    identifiers.push(event["sessionIdentifier"].clone());
    identifiers.dedup();
    assert_eq!(identifiers.len(), 1, "{identifiers:?}");
    watcher.json().await;
    // A clean start makes a session of its own; the version goes on.
    let _clean = again.client(Version::V311, "device").await;
    let (_, event) = watcher.json().await;
    assert_eq!(event["versionNumber"], 3);
    assert_ne!(event["sessionIdentifier"], identifiers[0]);
}

#[tokio::test]
async fn session_stored_by_an_earlier_version_is_resumed() {
    let store = Store::memory().unwrap();
    let row = r#"{"queue":1,"isV5":false,"expirySeconds":3600,"disconnectedAt":null}"#;
    let key = Key::of("device");
    store.commit([store::Write::put_json(Table::Session, &tenant(), key, row.to_owned())]).await;
    let bench = Bench::with(store, ALLOW_ALL);
    let mut watcher = watcher(&bench).await;
    let mut device = bench.connect(persistent("device")).await;
    assert_eq!(device.connack().await, (true, 0));
    let (_, event) = watcher.json().await;
    assert_eq!(event["versionNumber"], 1);
    assert!(uuid::Uuid::parse_str(event["sessionIdentifier"].as_str().unwrap()).is_ok());
}

#[tokio::test]
async fn failed_connect_is_told_when_a_policy_denies_it_or_its_will() {
    const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["iot:Subscribe","iot:Receive"],"Resource":"*"},
        {"Effect":"Allow","Action":"iot:Connect","Resource":[
            "arn:aws:iot:us-east-1:123456789012:client/watcher","arn:aws:iot:us-east-1:123456789012:client/will"]}]}"#;
    let bench = Bench::with(Store::memory().unwrap(), POLICY);
    let mut watcher = watcher(&bench).await;
    bench.connect(connect(Version::V311, "denied")).await.expect_close().await;
    let (topic, text) = watcher.event().await;
    assert_eq!(topic, "presence/connect_failed/denied");
    check(
        &text,
        r#"{"clientId":"denied","timestamp":TIME,"eventType":"connect_failed","connectFailureReason":"AUTHORIZATION_FAILED","principalIdentifier":"someone","sessionIdentifier":"SESSION","ipAddress":"192.0.2.1"}"#,
    );
    let will = Will { topic: "w", payload: b"", qos: QOS0, retain: false, properties: Properties::EMPTY };
    let mut refused = bench.connect(Connect { will: Some(will), ..connect(Version::V5, "will") }).await;
    assert_eq!(refused.connack().await.1, 0x87);
    assert_eq!(watcher.event().await.0, "presence/connect_failed/will");
    // Nobody knows whose a certificate is that is not registered.
    *bench.policy.0.lock() = Err("not registered".into());
    bench.connect(connect(Version::V311, "unknown")).await.expect_close().await;
    *bench.policy.0.lock() = Ok(POLICY.into());
    watcher.expect_silence().await;
}

#[tokio::test]
async fn subscriptions_are_told_as_far_as_they_are_granted() {
    let policy = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"*","Resource":"*"},
        {"Effect":"Deny","Action":"iot:Subscribe","Resource":"arn:aws:iot:us-east-1:123456789012:topicfilter/no"}]}"#;
    let bench = Bench::with(Store::memory().unwrap(), policy);
    let mut watcher = bench.client(Version::V311, "watcher").await;
    watcher.subscribe("$aws/events/subscriptions/+/device", QOS0).await;
    let mut device = bench.client(Version::V5, "device").await;
    let mut out = Vec::new();
    let options = SubscriptionOptions::of(QOS1);
    encode::subscribe(&mut out, Version::V5, 9, &[("a/+", options), ("no", options), ("b", options)]);
    device.send(&out).await;
    device.next().await.expect("a SUBACK");
    let (topic, text) = watcher.event().await;
    assert_eq!(topic, "subscriptions/subscribed/device");
    check(
        &text,
        r#"{"clientId":"device","timestamp":TIME,"eventType":"subscribed","sessionIdentifier":"SESSION","principalIdentifier":"someone","topics":["a/+","b"]}"#,
    );
    assert_eq!(device.subscribe("no", QOS0).await, [0x87]);
    let mut out = Vec::new();
    encode::unsubscribe(&mut out, Version::V5, 9, &["b", "never"]);
    encode::unsubscribe(&mut out, Version::V5, 9, &["never"]);
    device.send(&out).await;
    let (topic, text) = watcher.event().await;
    assert_eq!(topic, "subscriptions/unsubscribed/device");
    check(
        &text,
        r#"{"clientId":"device","timestamp":TIME,"eventType":"unsubscribed","sessionIdentifier":"SESSION","principalIdentifier":"someone","topics":["b"]}"#,
    );
    watcher.expect_silence().await;
}

#[tokio::test]
async fn exclusive_thing_is_named_and_no_other() {
    /// A thing that is the client's alone if the client is named so.
    struct OfThing(Arc<OnePolicy>);
    impl Admission for OfThing {
        fn admit(&self, attempt: &Attempt) -> Result<Admitted, Refusal> {
            let exclusive = &*attempt.client_id == "exclusive";
            Ok(Admitted { thing: Some("lamp".into()), exclusive, ..self.0.admit(attempt)? })
        }
    }
    let bench = Bench::new();
    let (limits, store) = (Limits::of(Profile::Lab), Store::memory().unwrap());
    let admission = Arc::new(OfThing(Arc::clone(&bench.policy)));
    let broker = Broker::open(store, limits, admission, bench.notes.clone()).unwrap();
    let bench = Bench { broker, ..bench };
    let mut watcher = watcher(&bench).await;
    let _shared = bench.client(Version::V5, "shared").await;
    assert_eq!(watcher.json().await.1.get("thingName"), None);
    let _exclusive = bench.client(Version::V5, "exclusive").await;
    let (_, text) = watcher.event().await;
    check(
        &text,
        r#"{"clientId":"exclusive","thingName":"lamp","timestamp":TIME,"eventType":"connected","sessionIdentifier":"SESSION","principalIdentifier":"someone","ipAddress":"192.0.2.1","versionNumber":0}"#,
    );
}

#[tokio::test]
async fn rules_get_events_and_ids_with_wildcards_have_none() {
    let bench = Bench::new();
    let account = bench.broker.account(&tenant());
    account.add_rule("$aws/events/presence/connected/+", RuleId(7));
    for id in ["a#", "b+", "+", "device"] {
        bench.client(Version::V311, id).await;
    }
    let noted = bench.notes.0.lock().clone();
    assert_eq!(noted, ["rules [RuleId(7)] $aws/events/presence/connected/device n/a"]);
}

#[tokio::test]
async fn nothing_is_published_when_nobody_listens() {
    let bench = Bench::new();
    let published = || bench.broker.metrics().published_internally.load(std::sync::atomic::Ordering::Relaxed);
    let mut device = bench.client(Version::V5, "c").await;
    device.subscribe("#", QOS0).await;
    device.send(&[0xe0, 0]).await;
    device.expect_close().await;
    assert_eq!(published(), 0);
    let mut watcher = watcher(&bench).await;
    let _device = bench.client(Version::V5, "c").await;
    watcher.event().await;
    assert_eq!(published(), 1);
}
