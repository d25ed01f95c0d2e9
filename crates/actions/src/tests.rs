//! The engine with a real broker: from a publish to what its rules do.

use std::sync::Arc;
use std::time::Duration;

use base::limiter::Clock;
use base::{Limit, Limits, Meter, Tenant, UnixMillis};
use broker::{
    Admission, Admitted, Attempt, Broker, Message, NewMessage, Publisher, Refusal, RuleId, Services,
    ShadowRequest,
};
use mqtt::QoS;
use rules::book::{RuleBook, TopicIndex};
use serde_json::{Value, json};
use store::Store;

use crate::{Engine, Sinks};

struct Nobody;

impl Admission for Nobody {
    fn admit(&self, _: &Attempt) -> Result<Admitted, Refusal> {
        Err(Refusal("nobody connects here".into()))
    }
}

struct ToEngine(Arc<Engine>);

impl Services for ToEngine {
    fn rules(&self, tenant: &Tenant, rules: &Arc<[RuleId]>, message: &Message, publisher: &Arc<Publisher>) {
        self.0.submit(tenant, rules, message, publisher);
    }

    fn basic_ingest(&self, tenant: &Tenant, rule: &str, message: &Message, publisher: &Arc<Publisher>) {
        self.0.submit_to(tenant, rule, message, publisher);
    }

    fn shadow(&self, _: &Tenant, _: ShadowRequest<'_>, _: &Message, _: &Arc<Publisher>) {}

    fn command(&self, _: &Tenant, _: broker::CommandAnswer<'_>, _: &Message) {}
}

struct Index(Broker);

impl TopicIndex for Index {
    fn add(&self, tenant: &Tenant, filter: &str, rule: u64) {
        self.0.account(tenant).add_rule(filter, RuleId(rule));
    }

    fn remove(&self, tenant: &Tenant, filter: &str, rule: u64) {
        self.0.account(tenant).remove_rule(filter, RuleId(rule));
    }
}

struct Bench {
    engine: Arc<Engine>,
    broker: Broker,
    rules: Arc<RuleBook>,
}

fn tenant() -> Tenant {
    Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap())
}

impl Bench {
    fn new() -> Self {
        Self::with(Limits::default())
    }

    fn with(limits: Limits) -> Self {
        let store = Store::memory().unwrap();
        let rules = Arc::new(RuleBook::open(store.clone(), limits.clone()).unwrap());
        let engine = Engine::new(Arc::clone(&rules), Sinks::default(), limits.clone());
        let services = Arc::new(ToEngine(Arc::clone(&engine)));
        let broker = Broker::open(store, limits, Arc::new(Nobody), services).unwrap();
        rules.attach(Arc::new(Index(broker.clone())));
        engine.start(broker.clone());
        Self { engine, broker, rules }
    }

    fn rule(&self, name: &str, sql: &str, actions: &Value, error_action: &Value) {
        let payload = json!({
            "sql": sql, "awsIotSqlVersion": "2016-03-23", "actions": actions, "errorAction": error_action,
        });
        self.rules.create(&tenant(), name, payload, UnixMillis(0)).unwrap();
    }

    /// Publishes as the client `c` and waits until all that follows is done.
    async fn publish(&self, topic: &str, payload: &[u8]) {
        let publisher = Publisher { client_id: Some("c".into()), ..Publisher::default() };
        let message = NewMessage::new(topic, payload, QoS::AtLeastOnce);
        self.broker.account(&tenant()).publish(&message, &Arc::new(publisher));
        tokio::time::timeout(Duration::from_secs(20), self.engine.drain()).await.expect("drained in time");
    }

    fn count(&self, name: &str) -> u64 {
        self.engine.metrics().into_iter().find(|(known, ..)| *known == name).unwrap().2
    }

    /// Rules that fired so far. What a rule put out is seen by a second rule that fires on it.
    fn fired(&self) -> u64 {
        self.count("executed")
    }
}

fn republish(topic: &str) -> Value {
    json!([{"republish": {"topic": topic, "roleArn": "arn:aws:iam::123456789012:role/r"}}])
}

#[tokio::test]
async fn republished_message_reaches_the_next_rule() {
    let bench = Bench::new();
    bench.rule("first", "SELECT a + 1 AS a FROM 'in'", &republish("middle/${topic()}"), &Value::Null);
    bench.rule("second", "SELECT * FROM 'middle/in' WHERE a = 8", &json!([]), &Value::Null);
    bench.publish("in", br#"{"a":7}"#).await;
    assert_eq!(bench.fired(), 2);
    bench.publish("in", br#"{"a":1}"#).await;
    assert_eq!(bench.fired(), 3, "the second rule's WHERE sees the first rule's output");
    assert_eq!(bench.count("success"), 2);
}

#[tokio::test]
async fn rules_that_feed_each_other_stop() {
    let bench = Bench::new();
    bench.rule("ping", "SELECT * FROM 'a'", &republish("b"), &Value::Null);
    bench.rule("pong", "SELECT * FROM 'b'", &republish("a"), &Value::Null);
    bench.publish("a", b"{}").await;
    assert_eq!(bench.count("success"), 16);
    assert_eq!(bench.count("failure"), 1);
}

#[tokio::test]
async fn failed_action_runs_the_error_action_once_and_spares_the_others() {
    let bench = Bench::new();
    let lost = republish("${nothing}").as_array().unwrap()[0].clone();
    let mut actions = vec![lost.clone(), lost];
    actions.extend(republish("fine").as_array().unwrap().iter().cloned());
    let error_action = republish("errors").as_array().unwrap()[0].clone();
    bench.rule("r", "SELECT * FROM 'a'", &actions.into(), &error_action);
    bench.rule(
        "watch",
        "SELECT * FROM 'errors' WHERE ruleName = 'r' AND get(failures, 1).failedAction = 'RepublishAction'",
        &json!([]),
        &Value::Null,
    );
    bench.publish("a", b"{}").await;
    assert_eq!((bench.count("success"), bench.count("failure")), (1, 2));
    assert_eq!((bench.count("error_action_success"), bench.count("error_action_failure")), (1, 0));
    assert_eq!(bench.fired(), 2, "the document names both failures");
}

#[tokio::test]
async fn basic_ingest_runs_one_rule_by_name() {
    let bench = Bench::new();
    bench.rule("named", "SELECT topic() AS t FROM 'elsewhere'", &json!([]), &Value::Null);
    bench.publish("$aws/rules/named/some/topic", b"{}").await;
    assert_eq!(bench.fired(), 1);
    bench.publish("$aws/rules/unknown/some/topic", b"{}").await;
    bench.rules.set_disabled(&tenant(), "named", true).unwrap();
    bench.publish("$aws/rules/named/some/topic", b"{}").await;
    assert_eq!((bench.fired(), bench.count("not_found")), (1, 2));
}

#[tokio::test]
async fn changed_rule_applies_to_the_next_message() {
    let bench = Bench::new();
    bench.rule("r", "SELECT * FROM 'a'", &json!([]), &Value::Null);
    bench.publish("a", b"{}").await;
    bench.rules.delete(&tenant(), "r");
    bench.publish("a", b"{}").await;
    assert_eq!(bench.fired(), 1);
    bench.publish("b", b"{}").await;
    bench.rule("r", "SELECT * FROM 'b'", &json!([]), &Value::Null);
    bench.publish("b", b"{}").await;
    assert_eq!(bench.fired(), 2);
}

#[tokio::test]
async fn busy_engine_drops_and_counts_and_never_blocks() {
    let bench = Bench::new();
    bench.rule("r", "SELECT * FROM 'a'", &json!([]), &Value::Null);
    let publisher = Arc::new(Publisher { client_id: Some("c".into()), ..Publisher::default() });
    let account = bench.broker.account(&tenant());
    // More than the queue holds, before the worker gets a turn on this single thread.
    for _ in 0..9000 {
        account.publish(&NewMessage::new("a", b"{}", QoS::AtMostOnce), &publisher);
    }
    assert_eq!(bench.count("throttled"), 9000 - 8192);
    bench.engine.drain().await;
    assert_eq!(bench.fired(), 8192);
}

#[tokio::test]
async fn message_beyond_the_rate_of_evaluations_is_dropped_for_all_its_rules() {
    let meter = Arc::new(Meter::new(Clock::manual()));
    let limits = Limits { rule_evaluations_per_second: 5, meter, ..Limits::default() };
    let bench = Bench::with(limits.clone());
    for name in ["one", "two"] {
        bench.rule(name, "SELECT * FROM 'in'", &json!([]), &Value::Null);
    }
    for _ in 0..3 {
        bench.publish("in", b"{}").await;
    }
    assert_eq!((bench.fired(), bench.count("throttled")), (4, 1));
    assert_eq!(limits.meter.count(Limit::RuleEvaluationsPerSecond), 1);
    limits.meter.advance(Duration::from_secs(1));
    bench.publish("in", b"{}").await;
    assert_eq!(bench.fired(), 6);
}
