//! Evaluation of statements.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use std::sync::Arc;

use base::{Limits, Tenant, UnixMillis};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use mqtt::TopicTree;
use parking_lot::RwLock;
use rules::book::{RuleBook, TopicIndex};
use rules::message::{Message, Origin};
use rules::sql::{Outcome, SqlVersion, Statement};
use serde_json::json;
use store::Store;

/// 310 bytes.
const PAYLOAD: &str = r#"{"deviceId":"sensor-17","temp":21.5,"humidity":48,"pressure":1013.25,"battery":{"voltage":3.71,"percent":87},"position":{"lat":48.137154,"lon":11.576124,"alt":519},"firmware":"2.14.7","uptime":8123456,"flags":["online","calibrated"],"samples":[21.4,21.5,21.5,21.6,21.5],"site":"plant-3/line-2/cell-014-bottom"}"#;

fn origin(topic: &str) -> Origin<'_> {
    Origin {
        client_id: Some("sensor-17"),
        ..Origin::of_nobody(topic, "123456789012".parse().unwrap(), UnixMillis(1_700_000_000_000), &|| 4)
    }
}

fn evaluate(criterion: &mut Criterion) {
    let origin = origin("sensors/17/data");
    let cases = [
        ("WHERE on one field, does not fire", "SELECT * FROM 'sensors/+/data' WHERE temp > 30"),
        (
            "three fields and two functions, fires",
            "SELECT deviceId, temp, battery.voltage AS volts, topic(2) AS id, timestamp() AS at FROM 'sensors/+/data'",
        ),
    ];
    for (name, sql) in cases {
        let statement = compiled(sql);
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                let message = Message::new(black_box(PAYLOAD.as_bytes()), origin);
                matches!(statement.evaluate(&message), Ok(Outcome::Output(_)))
            });
        });
    }
    // Ten rules look at the same message, which is parsed once.
    let ten: Vec<_> = TEN.iter().map(|sql| compiled(sql)).collect();
    criterion.bench_function("ten rules on one message, three fire", |bencher| {
        bencher.iter(|| {
            let message = Message::new(black_box(PAYLOAD.as_bytes()), origin);
            let fired =
                |statement: &&Statement| matches!(statement.evaluate(&message), Ok(Outcome::Output(_)));
            ten.iter().filter(fired).count()
        });
    });
}

const TEN: [&str; 10] = [
    "SELECT * FROM 'sensors/+/data' WHERE temp > 30",
    "SELECT * FROM 'sensors/+/data' WHERE humidity < 20",
    "SELECT * FROM 'sensors/+/data' WHERE battery.percent < 20",
    "SELECT deviceId, temp FROM 'sensors/+/data' WHERE temp > 20 AND humidity > 40",
    "SELECT deviceId, uptime FROM 'sensors/+/data' WHERE firmware <> '2.14.7'",
    "SELECT * FROM 'sensors/+/data' WHERE startswith(site, 'plant-9/')",
    "SELECT *, topic(2) AS id FROM 'sensors/+/data' WHERE 'online' IN flags",
    "SELECT position.lat AS lat, position.lon AS lon FROM 'sensors/+/data' WHERE position.alt > 500",
    "SELECT deviceId FROM 'sensors/+/data' WHERE regexp_matches(deviceId, '^pump-[0-9]+$')",
    "SELECT deviceId FROM 'sensors/+/data' WHERE isUndefined(temp) OR pressure > 1100",
];

/// As the broker keeps it: the same tree as that of subscriptions.
#[derive(Default)]
struct Index(RwLock<TopicTree<u64>>);

impl TopicIndex for Index {
    fn add(&self, _: &Tenant, filter: &str, rule: u64) {
        self.0.write().update(filter, |rules| rules.push(rule));
    }

    fn remove(&self, _: &Tenant, filter: &str, rule: u64) {
        self.0.write().update(filter, |rules| rules.retain(|known| *known != rule));
    }
}

/// From a topic to what its rule says, when so many rules exist and one of them matches: found in the index,
/// looked up, evaluated. A connection keeps what the index said; here it is asked for every message.
fn by_topic(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("one rule matches by topic");
    let tenant = Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
    for count in [1, 1000, 10_000] {
        let limits = Limits { rules_per_account: usize::MAX, ..Limits::default() };
        let book = RuleBook::open(Store::memory().unwrap(), limits).unwrap();
        let index = Arc::new(Index::default());
        book.attach(Arc::clone(&index) as Arc<dyn TopicIndex>);
        for number in 0..count {
            let payload = json!({
                "sql": format!("SELECT * FROM 'sensors/{number}/+' WHERE temp > 30"),
                "awsIotSqlVersion": "2016-03-23",
                "actions": [{"republish": {"topic": "hot", "roleArn": "arn:aws:iam::123456789012:role/r"}}],
            });
            let _ = book.create(&tenant, &format!("rule{number}"), payload, UnixMillis(0)).unwrap();
        }
        let evaluate = |topic: &str| {
            let message = Message::new(black_box(PAYLOAD.as_bytes()), origin(topic));
            let mut fired = 0;
            index.0.read().for_each_match(topic, |id| {
                let rule = book.by_id(*id).unwrap();
                let outcome = rule.definition.statement.evaluate(&message);
                fired += usize::from(matches!(outcome, Ok(Outcome::Output(_))));
            });
            fired
        };
        let topics: Vec<String> = (0..count).map(|number| format!("sensors/{number}/data")).collect();
        group.bench_function(BenchmarkId::new("of rules", count), |bencher| {
            bencher.iter(|| evaluate(black_box(&topics[count / 2])));
        });
        // Each message for another rule, far from the last one: what memory costs, too.
        let mut number = 0;
        group.bench_function(BenchmarkId::new("another each time, of rules", count), |bencher| {
            bencher.iter(|| {
                number = (number + 6_007) % count;
                evaluate(black_box(&topics[number]))
            });
        });
        // What these rules add to a message that concerns none of them, asked anew.
        group.bench_function(BenchmarkId::new("none matches, of rules", count), |bencher| {
            bencher.iter(|| {
                let mut found = 0;
                index.0.read().for_each_match(black_box("plant/17/cell/temperature"), |_| found += 1);
                found
            });
        });
    }
    group.finish();
}

fn compiled(sql: &str) -> Statement {
    Statement::compile(sql, SqlVersion::V2016_03_23).unwrap()
}

criterion_group!(benches, evaluate, by_topic);
criterion_main!(benches);
