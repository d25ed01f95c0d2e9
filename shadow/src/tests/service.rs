//! The service with a store in memory and a publisher that takes notes.

use std::sync::Arc;

use base::{Limits, PageRequest, Tenant, UnixMillis};
use broker::{Message, NewMessage, ShadowRequest};
use mqtt::QoS;
use parking_lot::Mutex;
use serde_json::{Value, json};
use store::{Key, Store, Table, Write};

use crate::*;

pub(super) fn tenant() -> Tenant {
    Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap())
}

pub(super) fn name(name: Option<&str>) -> ShadowName {
    ShadowName::new("T", name).unwrap()
}

/// Everything that was published: topic and payload.
#[derive(Default)]
pub(super) struct Notes(Mutex<Vec<(Tenant, String, Value)>>);

impl Publish for Notes {
    fn publish(&self, tenant: &Tenant, topic: &str, payload: &[u8]) {
        let payload = serde_json::from_slice(payload).unwrap();
        self.0.lock().push((tenant.clone(), topic.into(), payload));
    }

    fn is_wanted(&self, _: &Tenant, _: &str) -> bool {
        true
    }
}

impl Notes {
    /// The last two topic levels of what was published since the last call.
    pub fn take_topics(&self) -> Vec<String> {
        let taken = std::mem::take(&mut *self.0.lock());
        taken.into_iter().map(|(_, topic, _)| short(&topic)).collect()
    }

    pub fn take(&self) -> Vec<(Tenant, String, Value)> {
        std::mem::take(&mut *self.0.lock())
    }
}

fn short(topic: &str) -> String {
    let levels: Vec<&str> = topic.rsplitn(3, '/').collect();
    format!("{}/{}", levels[1], levels[0])
}

pub(super) struct Bench {
    pub shadows: Arc<Shadows>,
    pub notes: Arc<Notes>,
}

impl Bench {
    /// A running service on a store.
    pub fn on(store: &Store) -> Self {
        let shadows = Arc::new(Shadows::open(store.clone(), Limits::default(), Arc::default()).unwrap());
        let notes = Arc::<Notes>::default();
        shadows.start(notes.clone());
        Self { shadows, notes }
    }

    pub fn new() -> Self {
        Self::on(&Store::memory().unwrap())
    }

    pub async fn http(&self, name: &ShadowName, operation: ShadowOperation, payload: &Value) -> (u16, Value) {
        let payload = if payload.is_null() { String::new() } else { payload.to_string() };
        let reply = self.shadows.http(&tenant(), name, operation, payload.as_bytes(), &Arc::default()).await;
        (reply.status, serde_json::from_slice(&reply.body).unwrap())
    }

    pub async fn update(&self, name: &ShadowName, state: Value) -> u64 {
        let (status, body) = self.http(name, ShadowOperation::Update, &json!({ "state": state })).await;
        assert_eq!(status, 200, "{body}");
        body["version"].as_u64().unwrap()
    }

    /// The document; null when there is none.
    pub async fn get(&self, name: &ShadowName) -> Value {
        let (status, body) = self.http(name, ShadowOperation::Get, &Value::Null).await;
        if status == 200 { body } else { Value::Null }
    }

    pub fn mqtt(&self, name: &ShadowName, operation: ShadowOperation, payload: &str) {
        mqtt(&self.shadows, name, operation, payload);
    }
}

pub(super) fn mqtt(shadows: &Shadows, name: &ShadowName, operation: ShadowOperation, payload: &str) {
    let request = ShadowRequest { thing: name.thing(), name: name.name(), operation };
    let topic = name.topic(operation);
    shadows.request(&tenant(), request, &message(&topic, payload), &Arc::default());
}

pub(super) fn message(topic: &str, payload: &str) -> Message {
    Message::new(&NewMessage::new(topic, payload.as_bytes(), QoS::AtMostOnce), UnixMillis::now())
}

#[tokio::test]
async fn mqtt_requests_are_answered_on_their_own_topics() {
    let bench = Bench::new();
    for (shadow, prefix) in
        [(name(None), "$aws/things/T/shadow"), (name(Some("S")), "$aws/things/T/shadow/name/S")]
    {
        bench.mqtt(&shadow, ShadowOperation::Update, r#"{"state":{"desired":{"a":1}},"clientToken":"k"}"#);
        bench.mqtt(&shadow, ShadowOperation::Get, "");
        bench.mqtt(&shadow, ShadowOperation::Update, "{");
        bench.mqtt(&shadow, ShadowOperation::Delete, "");
        bench.mqtt(&shadow, ShadowOperation::Get, r#"{"clientToken":"k"}"#);
        // Served in order, so this one is answered last.
        assert_eq!(bench.get(&shadow).await, Value::Null);
        let published = bench.notes.take();
        let topics: Vec<&str> = published.iter().map(|(_, topic, _)| topic.as_str()).collect();
        let expected = [
            "update/accepted",
            "update/documents",
            "update/delta",
            "get/accepted",
            "update/rejected",
            "delete/accepted",
            "get/rejected",
        ];
        assert_eq!(topics, expected.map(|topic| format!("{prefix}/{topic}")));
        assert_eq!(published[0].2["clientToken"], "k");
        let missing = shadow.name().unwrap_or("T");
        let message = format!("No shadow exists with name: '{missing}'");
        assert_eq!(published[6].2, json!({"code": 404, "message": message, "clientToken": "k"}));
    }
}

#[tokio::test]
async fn http_publishes_what_it_changes_and_nothing_else() {
    use ShadowOperation::{Delete, Get, Update};
    let bench = Bench::new();
    let shadow = name(None);
    assert_eq!(bench.http(&shadow, Get, &Value::Null).await.0, 404);
    assert_eq!(bench.http(&shadow, Delete, &Value::Null).await.0, 404);
    assert_eq!(bench.http(&shadow, Update, &json!({"state": 1})).await.0, 400);
    assert_eq!(bench.http(&shadow, Update, &json!({"state": {}, "version": 5})).await.0, 409);
    assert!(bench.notes.take_topics().is_empty());

    let (status, body) = bench.http(&shadow, Update, &json!({"state": {"desired": {"a": 1}}})).await;
    assert_eq!((status, &body["version"]), (200, &json!(1)));
    let published = bench.notes.take();
    assert_eq!(published[0].2, body);
    let topics: Vec<String> = published.iter().map(|(_, topic, _)| short(topic)).collect();
    assert_eq!(topics, ["update/accepted", "update/documents", "update/delta"]);

    assert_eq!(bench.get(&shadow).await["state"]["desired"], json!({"a": 1}));
    assert!(bench.notes.take_topics().is_empty());

    let (status, body) = bench.http(&shadow, Delete, &Value::Null).await;
    assert_eq!((status, &body["version"]), (200, &json!(1)));
    assert_eq!(bench.notes.take_topics(), ["delete/accepted"]);
}

#[tokio::test]
async fn http_and_mqtt_see_one_document() {
    let bench = Bench::new();
    let shadow = name(None);
    bench.mqtt(&shadow, ShadowOperation::Update, r#"{"state":{"reported":{"a":1}}}"#);
    assert_eq!(bench.update(&shadow, json!({"reported": {"b": 2}})).await, 2);
    bench.mqtt(&shadow, ShadowOperation::Get, "");
    let seen = bench.get(&shadow).await;
    assert_eq!(seen["state"]["reported"], json!({"a": 1, "b": 2}));
    let told = bench.notes.take().pop().unwrap();
    assert_eq!((short(&told.1).as_str(), &told.2["state"]), ("get/accepted", &seen["state"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn versions_have_no_gaps_under_concurrent_updates() {
    const TASKS: u64 = 8;
    const UPDATES: u64 = 40;
    let bench = Arc::new(Bench::new());
    let shadow = name(None);
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..TASKS {
        let (bench, shadow) = (Arc::clone(&bench), shadow.clone());
        tasks.spawn(async move {
            let mut last = 0;
            for update in 0..UPDATES {
                if update % 2 == 0 {
                    bench.mqtt(&shadow, ShadowOperation::Update, r#"{"state":{"reported":{"mqtt":1}}}"#);
                } else {
                    let version =
                        bench.update(&shadow, json!({"reported": {(task.to_string()): update}})).await;
                    assert!(version >= last + 2, "{version} after {last}");
                    last = version;
                }
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
    assert_eq!(bench.get(&shadow).await["version"], TASKS * UPDATES);
    let accepted = |(_, topic, payload): (_, String, Value)| {
        topic.ends_with("/accepted").then(|| payload["version"].as_u64().unwrap())
    };
    let versions: Vec<u64> = bench.notes.take().into_iter().filter_map(accepted).collect();
    assert_eq!(versions, (1..=TASKS * UPDATES).collect::<Vec<_>>());
}

/// Notes what waits to be stored at the moment of each message.
struct Witness {
    store: Store,
    backlog: Mutex<Vec<usize>>,
}

impl Publish for Witness {
    fn publish(&self, _: &Tenant, _: &str, _: &[u8]) {
        self.backlog.lock().push(self.store.backlog_bytes());
    }

    fn is_wanted(&self, _: &Tenant, _: &str) -> bool {
        true
    }
}

#[tokio::test]
async fn nothing_is_told_before_it_is_stored() {
    let store = Store::memory().unwrap();
    let shadows = Shadows::open(store.clone(), Limits::default(), Arc::default()).unwrap();
    let witness = Arc::new(Witness { store, backlog: Mutex::default() });
    shadows.start(witness.clone());
    for _ in 0..50 {
        mqtt(&shadows, &name(None), ShadowOperation::Update, r#"{"state":{}}"#);
        shadows
            .http(&tenant(), &name(None), ShadowOperation::Update, br#"{"state":{}}"#, &Arc::default())
            .await;
    }
    // Nobody else writes, so what is not stored is in the backlog.
    assert_eq!(*witness.backlog.lock(), [0; 200]);
}

#[tokio::test]
async fn restart_continues_versions_and_state() {
    let store = Store::memory().unwrap();
    let (kept, deleted) = (name(Some("kept")), name(None));
    let bench = Bench::on(&store);
    bench.update(&kept, json!({"desired": {"a": [1, 2.5]}})).await;
    bench.update(&kept, json!({"reported": {"b": {}}})).await;
    bench.update(&deleted, json!({})).await;
    bench.http(&deleted, ShadowOperation::Delete, &Value::Null).await;
    let before = bench.get(&kept).await;
    bench.shadows.close().await;

    let bench = Bench::on(&store);
    assert_eq!(bench.shadows.status().shadows, 1);
    let after = bench.get(&kept).await;
    assert_eq!((&after["state"], &after["metadata"]), (&before["state"], &before["metadata"]));
    assert_eq!(bench.update(&kept, json!({})).await, 3);
    assert_eq!(bench.get(&deleted).await, Value::Null);
    assert_eq!(bench.update(&deleted, json!({})).await, 3);
}

#[tokio::test]
async fn long_deleted_shadows_are_forgotten_on_disk_as_well() {
    let store = Store::memory().unwrap();
    let old = r#"{"state":{},"metadata":{},"version":7,"deletedAt":1000}"#;
    store.submit([Write::put_json(Table::Shadow, &tenant(), Key::pair("T", ""), old.into())]);
    let bench = Bench::on(&store);
    while !store.load(Table::Shadow).unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(bench.update(&name(None), json!({})).await, 1);
}

#[tokio::test]
async fn damaged_rows_are_skipped() {
    let store = Store::memory().unwrap();
    let put = |key, doc: &str| Write::put_json(Table::Shadow, &tenant(), key, doc.into());
    let good = r#"{"state":{},"metadata":{},"version":7}"#;
    store.submit([
        put(Key::pair("T", ""), "{"),
        put(Key::pair("a b", ""), good),
        put(Key::pair("T", "S"), good),
    ]);
    let bench = Bench::on(&store);
    assert_eq!(bench.shadows.status().shadows, 1);
    assert_eq!(bench.get(&name(Some("S"))).await["version"], 7);
    assert_eq!(bench.update(&name(None), json!({})).await, 1);
}

#[tokio::test]
async fn shadows_and_tenants_are_apart() {
    let bench = Bench::new();
    bench.update(&name(None), json!({"reported": {"a": 1}})).await;
    assert_eq!(bench.update(&name(Some("S")), json!({"reported": {"b": 1}})).await, 1);
    let other = Tenant::new("210987654321".parse().unwrap(), "us-east-1".parse().unwrap());
    let reply = bench.shadows.http(&other, &name(None), ShadowOperation::Get, b"", &Arc::default()).await;
    assert_eq!(reply.status, 404);
    bench.notes.take();
    let reply = bench
        .shadows
        .http(&other, &name(None), ShadowOperation::Update, br#"{"state":{}}"#, &Arc::default())
        .await;
    assert_eq!(reply.status, 200);
    assert!(bench.notes.take().iter().all(|(tenant, ..)| *tenant == other));
    assert_eq!(bench.get(&name(None)).await["state"], json!({"reported": {"a": 1}}));
}

#[tokio::test]
async fn named_shadows_are_listed_in_pages() {
    let bench = Bench::new();
    for shadow in [None, Some("b"), Some("$x"), Some("a"), Some("gone"), Some("c")] {
        bench.update(&name(shadow), json!({})).await;
    }
    bench.update(&ShadowName::new("T2", Some("z")).unwrap(), json!({})).await;
    bench.http(&name(Some("gone")), ShadowOperation::Delete, &Value::Null).await;
    let list = |thing: &str, size, token| {
        let page = PageRequest { size: Some(size), token };
        bench.shadows.list_named(&tenant(), thing, &page)
    };
    let first = list("T", 3, None).unwrap();
    assert_eq!(first.items, ["$x", "a", "b"]);
    let last = list("T", 3, first.next).unwrap();
    assert_eq!((last.items.as_slice(), last.next), (&["c".to_owned()][..], None));
    assert!(list("unknown", 3, None).unwrap().items.is_empty());
    assert!(list("no thing", 3, None).unwrap().items.is_empty());
    assert!(list("T", 3, Some("x".into())).is_err());
}

#[tokio::test]
async fn reset_empties_one_tenant_in_memory_and_on_disk() {
    let store = Store::memory().unwrap();
    let bench = Bench::on(&store);
    let other = Tenant::new("210987654321".parse().unwrap(), "us-east-1".parse().unwrap());
    bench
        .shadows
        .http(&other, &name(None), ShadowOperation::Update, br#"{"state":{}}"#, &Arc::default())
        .await;
    for thing in ["a", "b", "c", "d", "e"] {
        bench.update(&ShadowName::new(thing, None).unwrap(), json!({})).await;
    }
    bench.shadows.reset(&tenant());
    assert_eq!(bench.shadows.status().shadows, 1);
    let rows = store.load(Table::Shadow).unwrap();
    assert_eq!(rows.into_iter().map(|row| row.tenant).collect::<Vec<_>>(), [other]);
    assert_eq!(bench.update(&ShadowName::new("a", None).unwrap(), json!({})).await, 1);
}
