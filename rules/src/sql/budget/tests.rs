//! Every kind of step is charged for what it goes over.

use std::time::{Duration, Instant};

use base::UnixMillis;

use super::*;
use crate::message::{Message, Mqtt5Properties, Origin};
use crate::sql::{SqlVersion, Statement};

mod steps;

use steps::{Step, steps};

/// The longest statement, and the longest payload of a message, bytes.
const SQL_BYTES: usize = 64 << 10;
const PAYLOAD_BYTES: usize = 128 << 10;

/// Constant patterns that a statement may have, nearly.
const PATTERNS: usize = 90;

/// Evaluates after so many units were used, and says how many it used.
fn run(sql: &str, payload: &[u8], before: usize) -> (usize, Result<(), EvalError>) {
    let statement = Statement::compile(sql, SqlVersion::V2016_03_23);
    let statement = statement.unwrap_or_else(|error| panic!("{error}: {sql:.200}"));
    let random = || 7;
    let keys: Vec<String> = (0..800).map(|key| format!("k{key}")).collect();
    let properties = Mqtt5Properties {
        user_properties: keys.iter().map(|key| (key.as_str(), "v")).collect(),
        correlation_data: Some(&[7; 4000]),
        ..Default::default()
    };
    let account = "123456789012".parse().unwrap();
    let nobody = Origin::of_nobody("a/b/c/d/e/f/g/h", account, UnixMillis(1000), &random);
    let message = Message::new(payload, Origin { properties: Some(&properties), ..nobody });
    let evaluation = match statement.begin(&message) {
        Ok(evaluation) => evaluation,
        Err(error) => return (0, Err(error)),
    };
    evaluation.work(before).unwrap();
    let outcome = match statement.matches(&evaluation) {
        Ok(true) => statement.output(&evaluation).map(drop),
        outcome => outcome.map(drop),
    };
    (evaluation.work_done() - before, outcome)
}

impl Step {
    /// A nested query over so many elements, with the step so many times in its condition.
    fn statement(&self, elements: usize, times: usize) -> (String, String) {
        let Self { data, set, part, .. } = self;
        let payload = format!("{{\"v\":{data},\"l\":[{}0]}}", "0,".repeat(elements - 1));
        let condition = format!(" OR isNull({part})").repeat(times);
        (format!("{set} SELECT (SELECT VALUE 1 FROM l WHERE false{condition}) AS n"), payload)
    }

    /// As often as a message and a statement have room for.
    fn as_often_as_possible(&self) -> (String, String) {
        let elements = (PAYLOAD_BYTES.saturating_sub(self.data.len()) / 2).clamp(10, 60_000);
        let length = " OR isNull()".len() + self.part.len();
        let has_pattern = ["regexp", "_time", "time_"].iter().any(|name| self.part.contains(name));
        let times = (SQL_BYTES - 100 - self.set.len()) / length;
        self.statement(elements, if has_pattern { times.min(PATTERNS) } else { times })
    }
}

#[test]
fn every_step_costs_what_it_goes_over() {
    for step in steps() {
        let (sql, payload) = step.statement(10, 1);
        let (units, _) = run(&sql, payload.as_bytes(), 0);
        assert!(units >= 10 * step.least, "{}: {units} units for 10 times {}", step.name, step.least);
    }
}

#[test]
fn budget_ends_at_its_limit_and_not_before() {
    for step in steps() {
        let (sql, payload) = step.statement(10, 1);
        let mut alone = run(&sql, payload.as_bytes(), 0);
        if step.name.contains("of the message") {
            // From here on the compiled expression is kept.
            alone = run(&sql, payload.as_bytes(), 0);
        }
        if alone.1.is_err() {
            // Built too much.
            continue;
        }
        let rest = WORK_MAX - alone.0;
        assert_eq!(run(&sql, payload.as_bytes(), rest), alone, "{}", step.name);
        assert_eq!(run(&sql, payload.as_bytes(), rest + 1).1, Err(EvalError::TooLong), "{}", step.name);
    }
}

/// The last eighth of a budget, used by each step as often as a statement and a message have room for. What a
/// unit takes is printed: `cargo test --release -p thingcore-rules --lib units_are -- --nocapture`.
#[test]
#[cfg_attr(debug_assertions, ignore = "unoptimised, it takes minutes")]
#[allow(clippy::print_stdout, reason = "the figures that budgets and charges are chosen by")]
fn units_are_of_time() {
    /// Far more than any of them takes alone on a machine: a tenth of a second.
    const TIME_MAX: Duration = Duration::from_secs(3);
    let mut slow = Vec::new();
    for step in steps() {
        let (sql, payload) = step.as_often_as_possible();
        let began = Instant::now();
        let (units, outcome) = run(&sql, payload.as_bytes(), WORK_MAX / 8 * 7);
        let took = began.elapsed();
        let each = took.as_nanos() as f64 / units as f64;
        println!("{each:>8.3} ns {:>5} ms {units:>9} units  {}: {outcome:?}", took.as_millis(), step.name);
        if took > TIME_MAX {
            slow.push(format!("{}: {took:?}", step.name));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

/// Shown on a running broker: 84 characters that took 11 s, and a condition that took 31 s.
#[test]
fn statements_that_held_a_worker_are_given_up() {
    let list = |elements: usize| format!("[{}0]", "0,".repeat(elements));
    let in_array = "SET @v = o SELECT (SELECT VALUE 1 FROM l WHERE NOT (1 IN @v.a)) AS n FROM 'in'";
    let payload = format!("{{\"o\":{{\"a\":[1,{}]}},\"l\":{}}}", &list(25_000)[1..50_000], list(25_000));
    // What settles it is the first element: nothing behind it is gone over.
    let (units, outcome) = run(in_array, payload.as_bytes(), 0);
    assert!(outcome.is_ok() && units < 25_001 * 1000, "{units} {outcome:?}");
    let last = payload.replace("[1,", "[0,");
    let outcome = run(in_array, last.as_bytes(), WORK_MAX / 32 * 31).1;
    assert_eq!(outcome, Err(EvalError::TooLong));

    let names: Vec<String> = (0..9000).map(|name| format!("\"k{name}\":0")).collect();
    let payload = format!("{{\"o\":{{{}}},\"l\":{}}}", names.join(","), list(4000));
    let condition: Vec<String> = (0..300).map(|name| format!("isNull(x{name})")).collect();
    let sql = format!(
        "SET @o = o SELECT (SELECT VALUE 1 FROM l WHERE isNull((SELECT VALUE 1 FROM @o WHERE {}))) AS y FROM 'in'",
        condition.join(" OR ")
    );
    assert_eq!(run(&sql, payload.as_bytes(), WORK_MAX / 32 * 31).1, Err(EvalError::TooLong));
}

/// One match may be replaced by far more than may be built: it is refused before it is.
#[test]
fn replacements_are_refused_before_they_are_made() {
    let sql = format!("SELECT regexp_replace(v, 'a+', '{}') AS n", "$0".repeat(20_000));
    let payload = format!("{{\"v\":\"{}\"}}", "a".repeat(100_000));
    assert_eq!(run(&sql, payload.as_bytes(), 0).1, Err(EvalError::TooLarge));
}

/// A string that was built is copied whenever it is picked out of an array or an object.
#[test]
fn copies_of_built_strings_are_built() {
    let payload = format!("{{\"s\":\"{}\",\"l\":[{}0]}}", "a".repeat(60_000), "0,".repeat(20_000));
    for (value, part) in [
        ("upper(s)", "@v"),
        ("{'x': upper(s)}", "@v.x"),
        ("[upper(s)]", "get(@v, 0)"),
        ("[upper(s)]", "concat(@v, 1)"),
        ("[upper(s)]", "(SELECT * FROM @v)"),
        ("{'x': upper(s)}", "transform('enrichArray', @v, [{}])"),
    ] {
        let sql = format!("SET @v = {value} SELECT (SELECT VALUE {part} FROM l) AS n");
        assert_eq!(run(&sql, payload.as_bytes(), 0).1, Err(EvalError::TooLarge), "{part}");
    }
}
