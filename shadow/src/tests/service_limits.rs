//! The service when it is given too much, too early, too late or nonsense; and with a real broker.

use std::sync::{Arc, OnceLock};

use base::{Limits, Tenant};
use broker::{
    Admission, Admitted, Attempt, Broker, Message, NewMessage, Publisher, Refusal, RuleId, Services,
    ShadowRequest,
};
use mqtt::QoS;
use parking_lot::Mutex;
use serde_json::{Value, json};
use store::Store;

use super::service::{Bench, Notes, message, mqtt, name, tenant};
use crate::service::QUEUE_MAX;
use crate::*;

#[tokio::test]
async fn full_queue_rejects_at_once_and_keeps_serving() {
    let bench = Bench::new();
    // The shard's task does not run before this one waits.
    for _ in 0..QUEUE_MAX {
        bench.mqtt(&name(None), ShadowOperation::Update, r#"{"state":{}}"#);
    }
    assert_eq!(bench.shadows.status().waiting, QUEUE_MAX);
    assert!(bench.notes.take().is_empty());
    bench.mqtt(&name(Some("S")), ShadowOperation::Get, r#"{"clientToken":"k"}"#);
    let rejected = bench.notes.take().pop().unwrap();
    assert_eq!(rejected.1, "$aws/things/T/shadow/name/S/get/rejected");
    assert_eq!((&rejected.2["code"], &rejected.2["clientToken"]), (&json!(429), &json!("k")));
    let reply = bench.shadows.http(&tenant(), &name(None), ShadowOperation::Get, b"", &Arc::default()).await;
    assert_eq!((reply.status, reply.rejected.unwrap().error), (429, ShadowError::TooManyRequests));
    let status = bench.shadows.status();
    assert_eq!((status.requests, status.rejected, status.overload), (2, 2, 2));

    // Once the queue has room again the service goes on where it was.
    while bench.shadows.status().waiting > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    assert_eq!(bench.get(&name(None)).await["version"], QUEUE_MAX);
}

#[tokio::test]
async fn waiting_payloads_are_bounded_in_bytes() {
    let bench = Bench::new();
    let large = "x".repeat(10 << 20);
    for _ in 0..6 {
        bench.mqtt(&name(None), ShadowOperation::Get, &large);
    }
    assert!(bench.notes.take().is_empty());
    bench.mqtt(&name(None), ShadowOperation::Get, &large);
    assert_eq!(bench.notes.take().pop().unwrap().2["code"], 429);
    bench.mqtt(&name(None), ShadowOperation::Get, "{}");
    assert!(bench.notes.take().is_empty());
    // What was served makes room.
    bench.get(&name(None)).await;
    assert_eq!(bench.notes.take().len(), 7);
    bench.mqtt(&name(None), ShadowOperation::Get, &large);
    assert!(bench.notes.take().is_empty());
}

#[tokio::test]
async fn requests_before_the_start_wait() {
    let store = Store::memory().unwrap();
    let shadows = Shadows::open(store, Limits::default(), Arc::default()).unwrap();
    mqtt(&shadows, &name(None), ShadowOperation::Update, r#"{"state":{}}"#);
    // Nobody can be told yet; it must not fail for that.
    let nonsense = ShadowRequest { thing: "", name: None, operation: ShadowOperation::Get };
    shadows.request(&tenant(), nonsense, &message("$aws/things//shadow/get", ""), &Arc::default());
    let notes = Arc::<Notes>::default();
    shadows.start(notes.clone());
    shadows.start(Arc::<Notes>::default());
    shadows.close().await;
    assert_eq!(notes.take_topics(), ["update/accepted", "update/documents"]);
}

#[tokio::test]
async fn close_serves_what_waits_and_refuses_what_comes_later() {
    let bench = Bench::new();
    for _ in 0..200 {
        bench.mqtt(&name(None), ShadowOperation::Update, r#"{"state":{}}"#);
    }
    bench.shadows.close().await;
    assert_eq!(bench.notes.take().pop().unwrap().2["current"]["version"], 200);
    let (status, body) = bench.http(&name(None), ShadowOperation::Get, &Value::Null).await;
    assert_eq!((status, body), (500, json!({"message": "Internal service failure"})));
    bench.mqtt(&name(None), ShadowOperation::Get, "");
    assert_eq!(bench.notes.take().pop().unwrap().2["code"], 500);
    bench.shadows.close().await;
}

#[tokio::test]
async fn impossible_names_are_rejected_on_their_own_topic() {
    let bench = Bench::new();
    let long = "s".repeat(65);
    for (thing, shadow, error) in [
        ("a b", None, "Invalid thing name"),
        ("", None, "Invalid thing name"),
        ("T", Some(""), "Invalid shadow name"),
        ("T", Some(long.as_str()), "Invalid shadow name"),
    ] {
        let request = ShadowRequest { thing, name: shadow, operation: ShadowOperation::Get };
        let message = message("its/own/topic", r#"{"clientToken":"k"}"#);
        bench.shadows.request(&tenant(), request, &message, &Arc::default());
        let (_, topic, payload) = bench.notes.take().pop().unwrap();
        assert_eq!(topic, "its/own/topic/rejected");
        assert_eq!((&payload["code"], &payload["message"]), (&json!(400), &json!(error)));
        assert_eq!(payload["clientToken"], "k");
    }
}

/// Passes shadow requests on and notes what a rule on `$aws/things/#` sees.
#[derive(Default)]
struct Wiring {
    shadows: OnceLock<Arc<Shadows>>,
    seen: Mutex<Vec<(String, QoS)>>,
}

impl Services for Wiring {
    fn rules(&self, _: &Tenant, _: &Arc<[RuleId]>, message: &Message, _: &Arc<Publisher>) {
        self.seen.lock().push((message.topic().into(), message.qos()));
    }

    fn basic_ingest(&self, _: &Tenant, _: &str, _: &Message, _: &Arc<Publisher>) {}

    fn shadow(
        &self,
        tenant: &Tenant,
        request: ShadowRequest<'_>,
        message: &Message,
        publisher: &Arc<Publisher>,
    ) {
        self.shadows.get().unwrap().request(tenant, request, message, publisher);
    }

    fn command(&self, _: &Tenant, _: broker::CommandAnswer<'_>, _: &Message) {}
}

struct Nobody;

impl Admission for Nobody {
    fn admit(&self, _: &Attempt) -> Result<Admitted, Refusal> {
        Err(Refusal("nobody is let in".into()))
    }
}

#[tokio::test]
async fn broker_delivers_requests_and_replies() {
    let store = Store::memory().unwrap();
    let wiring = Arc::<Wiring>::default();
    let shadows = Arc::new(Shadows::open(store.clone(), Limits::default(), Arc::default()).unwrap());
    assert!(wiring.shadows.set(shadows.clone()).is_ok());
    let broker = Broker::open(store, Limits::default(), Arc::new(Nobody), wiring.clone()).unwrap();
    shadows.start(Arc::new(broker.clone()));
    let account = broker.account(&tenant());
    account.add_rule("$aws/things/#", RuleId(1));

    let topic = "$aws/things/T/shadow/name/S/update";
    let payload = br#"{"state":{"desired":{"a":1}}}"#;
    account.publish(&NewMessage::new(topic, payload, QoS::AtMostOnce), &Arc::default());
    let reply = shadows.http(&tenant(), &name(Some("S")), ShadowOperation::Get, b"", &Arc::default()).await;
    assert_eq!(reply.status, 200);
    let replies =
        ["accepted", "documents", "delta"].map(|kind| (format!("{topic}/{kind}"), QoS::AtLeastOnce));
    let expected: Vec<_> = [(topic.to_owned(), QoS::AtMostOnce)].into_iter().chain(replies).collect();
    assert_eq!(*wiring.seen.lock(), expected);
}
