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
use rules::external::RegistryOperation;
use serde_json::{Value, json};
use store::Store;
use trace::Traces;

mod bounds;

use crate::{Asked, Destinations, Engine, Fleet, Ports, Sinks};

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

/// Shadows of every thing but one that there is none of, and one that takes its time.
struct Twins;

impl Fleet for Twins {
    fn shadow<'a>(&'a self, _: &'a Tenant, thing: &'a str, _: Option<&'a str>) -> Asked<'a> {
        Box::pin(async move {
            match thing {
                "none" => return Err("404".to_owned()),
                "slow" => tokio::time::sleep(Duration::from_millis(300)).await,
                "hanging" => std::future::pending().await,
                _ => {}
            }
            Ok(format!(r#"{{"thing":"{thing}"}}"#).into_bytes())
        })
    }

    fn registry<'a>(&'a self, _: &'a Tenant, _: RegistryOperation, _: &'a str) -> Asked<'a> {
        Box::pin(async { Ok(b"[1".to_vec()) })
    }
}

/// Everybody confirmed.
struct Anywhere;

impl Destinations for Anywhere {
    fn check(&self, _: &Tenant, _: &str, _: Option<&str>) -> Result<(), String> {
        Ok(())
    }

    fn check_arn(&self, _: &Tenant, _: &str) -> Result<(), String> {
        Ok(())
    }
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
        Self::traced(limits, Arc::default())
    }

    fn traced(limits: Limits, traces: Arc<Traces>) -> Self {
        let store = Store::memory().unwrap();
        let rules = Arc::new(RuleBook::open(store.clone(), limits.clone()).unwrap());
        let engine = Engine::new(Arc::clone(&rules), Sinks::default(), limits.clone(), traces);
        let services = Arc::new(ToEngine(Arc::clone(&engine)));
        let broker = Broker::open(store, limits, Arc::new(Nobody), services).unwrap();
        rules.attach(Arc::new(Index(broker.clone())));
        engine.start(broker.clone(), Ports { fleet: Arc::new(Twins), destinations: Arc::new(Anywhere) });
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
async fn rule_that_is_found_in_two_states_fires_once() {
    let bench = Bench::new();
    bench.rule("r", "SELECT * FROM 'a'", &json!([]), &Value::Null);
    let first = bench.rules.get(&tenant(), "r").unwrap().id;
    bench.rules.set_disabled(&tenant(), "r", true).unwrap();
    bench.rules.set_disabled(&tenant(), "r", false).unwrap();
    let last = bench.rules.get(&tenant(), "r").unwrap().id;
    for (found, fired) in [(vec![first], 1), (vec![first, last], 2), (vec![last, first], 3), (vec![last], 4)]
    {
        let found: Arc<[RuleId]> = found.into_iter().map(RuleId).collect();
        let message = NewMessage::new("a", b"{}", QoS::AtLeastOnce);
        let message = Message::new(&message, UnixMillis(1));
        bench.engine.submit(&tenant(), &found, &message, &Arc::default());
        bench.engine.drain().await;
        assert_eq!(bench.fired(), fired);
    }
}

#[tokio::test]
async fn trace_keeps_fewer_messages_of_rules_that_were_large_and_are_no_more() {
    let traces = Arc::new(Traces::new(1000));
    let bench = Bench::traced(Limits::default(), Arc::clone(&traces));
    let large = format!("SELECT * FROM 'a' WHERE a <> '{}'", "x".repeat(60_000));
    for _ in 0..300 {
        bench.rule("large", &large, &json!([]), &Value::Null);
        bench.publish("a", b"{}").await;
        bench.rules.delete(&tenant(), "large");
    }
    let kept = traces.recent(None).len();
    assert!((100..280).contains(&kept), "{kept} messages hold a rule of 60 kB each");
}

#[tokio::test]
async fn trace_keeps_the_start_of_what_an_action_is_about() {
    let traces = Arc::new(Traces::new(10));
    let bench = Bench::traced(Limits::default(), Arc::clone(&traces));
    // Nobody listens there.
    let http =
        json!([{"http": {"url": "http://127.0.0.1:1/${a}", "confirmationUrl": "http://127.0.0.1:1/"}}]);
    bench.rule("wide", "SELECT * FROM 'a'", &http, &Value::Null);
    bench.publish("a", json!({"a": "x".repeat(50_000)}).to_string().as_bytes()).await;
    let message = Value::Object(traces.recent(None)[0].to_json());
    let action = &message["rules"][0]["actions"][0];
    assert_eq!(action["result"], "failure");
    let about = action["resource"].as_str().unwrap();
    assert!(about.starts_with("http://127.0.0.1:1/xxx") && about.len() == 1024, "{about}");
    assert!(action["error"].as_str().unwrap().len() <= 1024, "{action}");
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
async fn many_rules_that_take_their_time_let_others_have_theirs() {
    let bench = Bench::new();
    let sql = "SET @s = s SELECT (SELECT VALUE md2(@s) FROM l) AS x FROM 'in'";
    for name in ["a", "b", "c", "d", "e", "f"] {
        bench.rule(name, sql, &json!([]), &Value::Null);
    }
    let engine = Arc::clone(&bench.engine);
    // It runs on the same thread, whenever the worker lets it.
    let other = tokio::spawn(async move {
        let mut seen = Vec::new();
        while seen.last() != Some(&6) {
            let matched = engine.metrics().into_iter().find(|(name, ..)| *name == "topic_match").unwrap().2;
            if seen.last() != Some(&matched) {
                seen.push(matched);
            }
            tokio::task::yield_now().await;
        }
        seen
    });
    let elements = vec!["0"; 1000].join(",");
    let payload = format!("{{\"s\":\"{}\",\"l\":[{elements}]}}", "x".repeat(1000));
    bench.publish("in", payload.as_bytes()).await;
    let seen = other.await.unwrap();
    // Of two that yield, either may be woken first.
    let between = seen.iter().filter(|matched| (1..6).contains(*matched)).count();
    assert!(between >= 2, "{seen:?}");
    assert_eq!(bench.fired(), 6);
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

#[tokio::test]
async fn external_function_is_asked_and_the_rule_goes_on() {
    let bench = Bench::new();
    let sql = "SELECT get_thing_shadow(id, 'r').thing AS shadow, newuuid() AS u FROM 'in'";
    bench.rule("asks", sql, &republish("out/${get_thing_shadow(id, 'r').thing}"), &Value::Null);
    bench.rule(
        "sees",
        "SELECT * FROM 'out/t1' WHERE shadow = 't1' AND length(u) = 36",
        &json!([]),
        &Value::Null,
    );
    bench.publish("in", br#"{"id":"t1"}"#).await;
    assert_eq!((bench.fired(), bench.count("parse_errors")), (2, 0));
}

#[tokio::test]
async fn failed_external_function_runs_neither_action_nor_error_action() {
    let bench = Bench::new();
    let error_action = republish("errors").as_array().unwrap()[0].clone();
    bench.rule("asks", "SELECT get_thing_shadow(id, 'r') AS s FROM 'in'", &republish("out"), &error_action);
    bench.rule(
        "broken",
        "SELECT get_registry_data('DescribeThing', id, 'r') AS s FROM 'in'",
        &republish("out"),
        &error_action,
    );
    bench.publish("in", br#"{"id":"none"}"#).await;
    assert_eq!((bench.fired(), bench.count("parse_errors")), (0, 2));
    assert_eq!((bench.count("success"), bench.count("error_action_success")), (0, 0));
    bench.rule(
        "falls_back",
        "SELECT get_or_default(get_thing_shadow(id, 'r'), 7) AS s FROM 'other'",
        &json!([]),
        &Value::Null,
    );
    bench.publish("other", br#"{"id":"none"}"#).await;
    assert_eq!(bench.fired(), 1);
}

#[tokio::test]
async fn slow_answer_holds_up_no_other_rule_and_no_other_message() {
    let bench = Bench::new();
    bench.rule("asks", "SELECT get_thing_shadow(id, 'r') AS s FROM 'in'", &json!([]), &Value::Null);
    bench.rule("plain", "SELECT * FROM 'in'", &json!([]), &Value::Null);
    let publisher = Arc::new(Publisher { client_id: Some("c".into()), ..Publisher::default() });
    let account = bench.broker.account(&tenant());
    for id in ["slow", "quick"] {
        let payload = json!({"id": id}).to_string();
        account.publish(&NewMessage::new("in", payload.as_bytes(), QoS::AtLeastOnce), &publisher);
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(bench.fired(), 3, "all but the rule that waits");
    bench.engine.drain().await;
    assert_eq!(bench.fired(), 4);
}

#[tokio::test(start_paused = true)]
async fn answers_that_do_not_come_are_given_up_and_those_who_wait_are_bounded() {
    let bench = Bench::new();
    bench.rule("asks", "SELECT get_thing_shadow('hanging', 'r') AS s FROM 'in'", &json!([]), &Value::Null);
    let publisher = Arc::new(Publisher { client_id: Some("c".into()), ..Publisher::default() });
    let account = bench.broker.account(&tenant());
    for _ in 0..1030 {
        account.publish(&NewMessage::new("in", b"{}", QoS::AtMostOnce), &publisher);
    }
    bench.engine.drain().await;
    assert_eq!((bench.count("throttled"), bench.count("parse_errors")), (6, 1024));
    let throttled =
        bench.engine.rule_metrics().into_iter().find(|metric| metric.metric == "RuleMessageThrottled");
    assert_eq!(throttled.map(|metric| (metric.rule, metric.value)), Some(("asks".to_owned(), 6)));
}

#[tokio::test]
async fn error_action_asks_as_well() {
    let bench = Bench::new();
    // No such host can exist (RFC 2606).
    let lost = json!([{"http": {"url": "https://nowhere.test/"}}]);
    let error_action =
        republish("errors/${get_thing_shadow('t1', 'r').thing}").as_array().unwrap()[0].clone();
    bench.rule("r", "SELECT * FROM 'a'", &lost, &error_action);
    bench.rule("watch", "SELECT * FROM 'errors/t1' WHERE ruleName = 'r'", &json!([]), &Value::Null);
    bench.publish("a", b"{}").await;
    assert_eq!((bench.fired(), bench.count("error_action_success")), (2, 1));
    let metrics = bench.engine.rule_metrics();
    let of =
        |metric: &str| metrics.iter().find(|found| found.metric == metric).and_then(|found| found.action);
    assert_eq!((of("Failure"), of("ErrorActionSuccess")), (Some("Http"), Some("Republish")));
}
