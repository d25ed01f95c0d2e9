//! Evaluation of statements.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use base::UnixMillis;
use criterion::{Criterion, criterion_group, criterion_main};
use rules::message::{Message, Origin};
use rules::sql::{Outcome, SqlVersion, Statement};

const PAYLOAD: &str = r#"{"deviceId":"sensor-17","temp":21.5,"humidity":48,"pressure":1013.25,"battery":{"voltage":3.71,"percent":87},"position":{"lat":48.137154,"lon":11.576124,"alt":519},"firmware":"2.14.7","uptime":8123456,"flags":["online","calibrated"],"samples":[21.4,21.5,21.5,21.6,21.5],"site":"plant-3/line-2/cell-14"}"#;

fn evaluate(criterion: &mut Criterion) {
    let random = || 4;
    let origin = Origin {
        topic: "sensors/17/data",
        account: "123456789012".parse().unwrap(),
        now: UnixMillis(1_700_000_000_000),
        client_id: Some("sensor-17"),
        principal: None,
        source_ip: None,
        trace_id: None,
        properties: None,
        random: &random,
    };
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

fn compiled(sql: &str) -> Statement {
    Statement::compile(sql, SqlVersion::V2016_03_23).unwrap()
}

criterion_group!(benches, evaluate);
criterion_main!(benches);
