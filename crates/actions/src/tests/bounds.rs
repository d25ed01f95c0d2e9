//! What waits is bounded in bytes, what is said of it is not said for every message, and all of it is given back.

use std::cell::RefCell;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use super::*;

/// Nobody answers there.
struct Deaf(tokio::net::TcpListener);

impl Deaf {
    async fn listen() -> Self {
        Self(tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// An HTTP action that goes there.
    fn action(&self, more: &Value) -> Value {
        let url = format!("http://{}/", self.0.local_addr().unwrap());
        let mut http = json!({"url": url, "confirmationUrl": url});
        http.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!([{"http": http}])
    }
}

thread_local! {
    /// The errors and warnings that were logged on this thread: what they say, and how often that was not said.
    static SAID: RefCell<Vec<(String, u64)>> = const { RefCell::new(Vec::new()) };
}

/// Notes what is logged. There is one for all tests: whether an event is of interest to anybody is remembered for all
/// threads.
struct Lines;

impl Lines {
    fn listen() {
        // Another test may have been first.
        let _ = tracing::subscriber::set_global_default(Self);
    }

    fn of(text: &str) -> Vec<u64> {
        SAID.with_borrow(|lines| {
            lines.iter().filter(|(said, _)| said == text).map(|(_, unsaid)| *unsaid).collect()
        })
    }
}

#[derive(Default)]
struct Line(String, u64);

impl Visit for Line {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "unsaid" {
            self.1 = value;
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        SAID.with_borrow_mut(|lines| lines.push((line.0, line.1)));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Bench {
    /// Publishes as the client `c` and waits for nothing.
    fn hand_in(&self, topic: &str, payload: &[u8], times: usize) {
        let publisher = Arc::new(Publisher { client_id: Some("c".into()), ..Publisher::default() });
        let account = self.broker.account(&tenant());
        for _ in 0..times {
            account.publish(&NewMessage::new(topic, payload, QoS::AtMostOnce), &publisher);
        }
    }

    /// Waits until everything is done; then nothing holds bytes any more.
    async fn drain(&self) {
        tokio::time::timeout(Duration::from_secs(300), self.engine.drain()).await.expect("drained in time");
        // What notices the end gives back what it held in the same breath.
        tokio::task::yield_now().await;
        assert_eq!(self.engine.held_bytes(), (0, 0));
    }

    fn metric(&self, rule: &str, metric: &str) -> u64 {
        let metrics = self.engine.rule_metrics().into_iter();
        metrics.filter(|found| found.rule == rule && found.metric == metric).map(|found| found.value).sum()
    }
}

const MIB: usize = 1 << 20;

#[tokio::test]
async fn queue_is_bounded_in_bytes() {
    let bench = Bench::new();
    bench.rule("r", "SELECT 1 AS one FROM 'a'", &json!([]), &Value::Null);
    bench.hand_in("a", &vec![b' '; MIB], 100);
    // Each is a little more than a MiB.
    assert_eq!(bench.count("throttled"), 100 - 63);
    assert!(bench.engine.held_bytes().0 > 63 * MIB);
    bench.drain().await;
    bench.publish("a", b"{}").await;
    assert_eq!((bench.fired(), bench.count("throttled")), (64, 37));
}

#[tokio::test(start_paused = true)]
async fn lane_is_bounded_in_bytes_and_others_have_theirs() {
    let bench = Bench::with(Limits { payload_bytes: 16 * MIB, ..Limits::default() });
    let deaf = Deaf::listen().await;
    bench.rule("hangs", "SELECT * FROM 'a'", &deaf.action(&json!({})), &republish("errors")[0]);
    bench.rule("told", "SELECT * FROM 'errors'", &json!([]), &Value::Null);
    bench.rule("works", "SELECT * FROM 'a'", &republish("b"), &Value::Null);
    let payload = json!({"a": "x".repeat(MIB)}).to_string();
    Lines::listen();
    bench.hand_in("a", payload.as_bytes(), 50);
    while bench.metric("works", "TopicMatch") < 50 {
        tokio::task::yield_now().await;
    }
    // Message and payload of 32 are more than 64 MiB.
    assert_eq!(bench.metric("hangs", "Failure"), 50 - 31);
    assert_eq!(bench.metric("works", "Failure"), 0);
    assert_eq!(Lines::of("rule action failed").len(), 1, "once a second");
    bench.drain().await;
    assert_eq!((bench.metric("hangs", "Failure"), bench.metric("works", "Success")), (50, 50));
    assert!(bench.metric("told", "TopicMatch") > 0);
    assert_eq!(bench.metric("told", "TopicMatch"), bench.metric("hangs", "ErrorActionSuccess"));
}

#[tokio::test(start_paused = true)]
async fn outputs_far_larger_than_their_messages_count() {
    let bench = Bench::new();
    let deaf = Deaf::listen().await;
    // About 3 MB for each message, once as the payload and once in a header.
    let large = "replace(lpad('',1000),' ',lpad('',1000)+lpad('',1000)+lpad('',1000))";
    let sql = format!("SELECT VALUE {large} FROM 'a'");
    let header = json!({"headers": [{"key": "k", "value": format!("${{{large}}}")}]});
    bench.rule("payload", &sql, &deaf.action(&json!({})), &Value::Null);
    bench.rule("header", "SELECT 1 AS one FROM 'a'", &deaf.action(&header), &Value::Null);
    bench.hand_in("a", b"{}", 40);
    while bench.metric("header", "TopicMatch") < 40 {
        tokio::task::yield_now().await;
    }
    // 22 outputs of 3 MB are 64 MiB.
    assert_eq!((bench.metric("payload", "Failure"), bench.metric("header", "Failure")), (40 - 22, 40 - 22));
    assert!(bench.engine.held_bytes().1 <= 128 * MIB);
    bench.drain().await;
}

#[tokio::test(start_paused = true)]
async fn batches_are_bounded_in_bytes() {
    let bench = Bench::new();
    let deaf = Deaf::listen().await;
    let batching = json!({"enableBatching": true, "batchConfig": {"maxBatchOpenMs": 200}});
    bench.rule("batches", "SELECT * FROM 'a'", &deaf.action(&batching), &Value::Null);
    bench.hand_in("a", json!({"a": "x".repeat(MIB)}).to_string().as_bytes(), 50);
    while bench.metric("batches", "TopicMatch") < 50 {
        tokio::task::yield_now().await;
    }
    assert!((19..50).contains(&bench.metric("batches", "Failure")), "{}", bench.metric("batches", "Failure"));
    bench.drain().await;
    assert_eq!(bench.metric("batches", "Failure"), 50);
}

#[tokio::test(start_paused = true)]
async fn messages_that_await_answers_are_bounded_in_bytes() {
    let bench = Bench::new();
    bench.rule("asks", "SELECT get_thing_shadow('hanging', 'r') AS s FROM 'a'", &json!([]), &Value::Null);
    // The queue of the worker has room for half of them.
    for seen in [40, 80] {
        bench.hand_in("a", &vec![b' '; MIB], 40);
        while bench.metric("asks", "TopicMatch") < seen {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(bench.metric("asks", "RuleMessageThrottled"), 80 - 63);
    bench.drain().await;
    assert_eq!((bench.count("parse_errors"), bench.count("throttled")), (63, 80 - 63));
}

#[tokio::test]
async fn what_happens_to_many_messages_is_logged_once_a_second() {
    let meter = Arc::new(Meter::new(Clock::manual()));
    let bench = Bench::with(Limits { meter: Arc::clone(&meter), ..Limits::default() });
    bench.rule("r", "SELECT * FROM 'a'", &json!([]), &Value::Null);
    Lines::listen();
    bench.hand_in("a", b"{}", 9000);
    meter.advance(Duration::from_secs(1));
    bench.hand_in("a", b"{}", 10);
    assert_eq!(bench.count("throttled"), 9010 - 8192);
    assert_eq!(Lines::of("rules engine is busy"), [0, 807]);
    bench.drain().await;
    bench.hand_in("$aws/rules/none/a", b"{}", 100);
    bench.drain().await;
    assert_eq!(bench.count("not_found"), 100);
    assert_eq!(Lines::of("Basic Ingest to no rule"), [0]);
}

#[tokio::test]
async fn metrics_of_rules_that_are_no_more_make_room() {
    let bench = Bench::new();
    let count = |name: &str| {
        let rule = bench.rules.get(&tenant(), name).unwrap();
        let counters = bench.engine.counters(&rule);
        crate::metrics::count(&counters.topic_match);
        counters
    };
    bench.rule("stays", "SELECT * FROM 'a'", &json!([]), &Value::Null);
    count("stays");
    bench.rule("busy", "SELECT * FROM 'a'", &json!([]), &Value::Null);
    let under_way = bench.engine.begin_action(&count("busy"));
    bench.rules.delete(&tenant(), "busy");
    for number in 0..4200 {
        let name = format!("ci_{number}");
        bench.rule(&name, "SELECT * FROM 'a'", &json!([]), &Value::Null);
        count(&name);
        bench.rules.delete(&tenant(), &name);
    }
    bench.rule("fresh", "SELECT * FROM 'a'", &json!([]), &Value::Null);
    count("fresh");
    for name in ["stays", "busy", "fresh", "ci_4199"] {
        assert_eq!(bench.metric(name, "TopicMatch"), 1, "{name}");
    }
    assert_eq!(bench.metric("ci_0", "TopicMatch"), 0);
    assert!(bench.engine.rule_metrics().len() < 200);

    bench.engine.reset_metrics(Some("999999999999".parse().unwrap()));
    assert_eq!(bench.metric("stays", "TopicMatch"), 1);
    bench.engine.reset_metrics(Some(tenant().account));
    assert_eq!(bench.engine.rule_metrics(), []);
    // What is under way is still known, for the end of the program.
    assert_eq!(bench.engine.by_rule.open().len(), 1);
    drop(under_way);
    count("fresh");
    assert_eq!(bench.metric("fresh", "TopicMatch"), 1);
}
