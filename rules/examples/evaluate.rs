//! What one evaluation costs: `cargo run --release -p thingcore-rules --example evaluate`.

use std::hint::black_box;
use std::time::Instant;

use base::{AccountId, UnixMillis};
use rules::definition::RuleDefinition;
use rules::json::Tape;
use rules::message::{Message, Origin};
use rules::sql::{SqlVersion, Statement};

const ROUNDS: u32 = 200_000;

/// 310 bytes of telemetry as a device might send it.
const PAYLOAD: &[u8] = br#"{"deviceId":"sensor-0042","timestamp":1579637878451,"temp":23.57,"humidity":41.2,"pressure":1013.25,"battery":{"voltage":3.71,"percent":87,"charging":false},"location":{"lat":47.606209,"lon":-122.332071,"alt":56},"status":"ok","tags":["floor-2","room-17","hvac"],"firmware":"2.4.11","uptime":864000,"err":null}"#;

fn main() {
    let random = || 0;
    let origin = Origin {
        client_id: Some("sensor-0042"),
        ..Origin::of_nobody(
            "dt/sensor-0042/telemetry",
            "123456789012".parse::<AccountId>().unwrap_or_else(|_| unreachable!("twelve digits")),
            UnixMillis::now(),
            &random,
        )
    };
    report("index the payload", || {
        let _ = black_box(Tape::parse(black_box(PAYLOAD)));
    });
    let statements = [
        "SELECT * FROM 't' WHERE temp > 30",
        "SELECT * FROM 't' WHERE temp > 20",
        "SELECT * FROM 't' WHERE status = 'ok' AND battery.percent < 20",
        "SELECT deviceId, temp, battery.voltage AS volts FROM 't'",
        "SELECT *, topic(2) AS device, timestamp() AS at FROM 't'",
        "SELECT (temp - 32) * 5 / 9 AS celsius FROM 't'",
    ];
    for sql in statements {
        let statement = match Statement::compile(sql, SqlVersion::V2016_03_23) {
            Ok(statement) => statement,
            Err(error) => unreachable!("{sql}: {error}"),
        };
        report(&format!("first rule on a message:  {sql}"), || {
            let message = Message::new(black_box(PAYLOAD), origin);
            let _ = black_box(statement.evaluate(&message).is_ok());
        });
        let message = Message::new(PAYLOAD, origin);
        report(&format!("every further rule:       {sql}"), || {
            let _ = black_box(statement.evaluate(black_box(&message)).is_ok());
        });
    }
    let role = "arn:aws:iam::123456789012:role/rules";
    let rule = serde_json::json!({
        "sql": "SELECT deviceId, temp FROM 't' WHERE temp > 20", "awsIotSqlVersion": "2016-03-23",
        "actions": [{"republish": {"topic": "out/${topic(2)}", "roleArn": role}}],
    });
    if let Ok(rule) = RuleDefinition::from_json(&rule, "rule") {
        report("a rule with one republish action fires", || {
            let message = Message::new(black_box(PAYLOAD), origin);
            let _ = black_box(rule.fire(&message).is_ok());
        });
    }
}

/// The best of five series, which a busy machine disturbs least.
#[expect(clippy::print_stdout, reason = "it is what an example is for")]
fn report(what: &str, mut work: impl FnMut()) {
    let series = (0..5).map(|_| {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            work();
        }
        start.elapsed().as_nanos() / u128::from(ROUNDS)
    });
    println!("{:>7} ns  {what}", series.min().unwrap_or_default());
}
