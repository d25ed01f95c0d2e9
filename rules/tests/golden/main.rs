//! Evaluations with their exact output, row by row. Every row names the section of rules.md that it
//! comes from.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod cells;
mod conversions;
mod errors;
mod external;
mod functions;
mod literals;
mod operators;
mod patterns;
mod statements;
mod types;
mod versions;

use base::UnixMillis;
use rules::message::{Message, Mqtt5Properties, Origin};
use rules::sql::{Outcome, SqlVersion, Statement};

const V2015: SqlVersion = SqlVersion::V2015_10_08;
const V2016: SqlVersion = SqlVersion::V2016_03_23;

/// The payload that rows of expressions read.
const PAYLOAD: &str = r#"{"temp":23.5,"n":7,"neg":-1.2,"whole":10.0,"big":123456789012345678901234567890,"s":"hello","num":"42","t":true,"f":false,"yes":"TRUE","z":null,"arr":[10,20.5,"x",{"k":1}],"obj":{"a":1,"b":{"c":"deep"},"key-with-hyphen":"red"},"dup":1,"dup":2,"esc":"a\"b\u00e9","value":5,"from":6}"#;

/// The statement's output over a payload; `None` when it does not fire.
fn run(version: SqlVersion, sql: &str, payload: &[u8]) -> Option<String> {
    let properties = Mqtt5Properties {
        payload_is_utf8: true,
        content_type: Some("application/json"),
        response_topic: None,
        correlation_data: Some(b"corr"),
        user_properties: vec![("k", "v1"), ("other", "o"), ("k", "v2")],
    };
    let random = || 0x0123_4567_89AB_CDEF_u64;
    let message = Message::new(
        payload,
        Origin {
            topic: "dt/sensors/room 1/temp",
            account: "123456789012".parse().unwrap(),
            now: UnixMillis(1_579_637_878_451),
            client_id: Some("device-1"),
            principal: Some("cafe"),
            source_ip: Some("192.0.2.7".parse().unwrap()),
            trace_id: Some("00000000-0000-4000-8000-000000000001"),
            properties: Some(&properties),
            random: &random,
        },
    );
    let statement = Statement::compile(sql, version).unwrap_or_else(|error| panic!("{sql}: {error}"));
    match statement.evaluate(&message).unwrap_or_else(|error| panic!("{sql}: {error}")) {
        Outcome::NoMatch => None,
        Outcome::Output(output) => Some(String::from_utf8(output.bytes.into_owned()).unwrap()),
    }
}

/// Section, expression, its value as JSON. Undefined is the empty text.
type Expression = (&'static str, &'static str, &'static str);

/// Section, statement, payload, output. `"-"` means that the rule does not fire.
type Whole = (&'static str, &'static str, &'static str, &'static str);

/// Checks the values of expressions over [`PAYLOAD`].
fn check_expressions(version: SqlVersion, rows: &[Expression]) {
    let mut wrong = Vec::new();
    for (section, expression, expected) in rows {
        // `VALUE -5` would be a field called VALUE less five.
        let operand =
            if expression.starts_with('-') { format!("({expression})") } else { (*expression).to_owned() };
        let found = run(version, &format!("SELECT VALUE {operand} FROM 'a'"), PAYLOAD.as_bytes());
        if found.as_deref() != Some(*expected) {
            wrong.push(format!("{section}: {expression}\n  is       {found:?}\n  expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Checks the outputs of statements.
fn check_statements(version: SqlVersion, rows: &[Whole]) {
    let mut wrong = Vec::new();
    for (section, sql, payload, expected) in rows {
        let found = run(version, sql, payload.as_bytes());
        if found.as_deref().unwrap_or("-") != *expected {
            wrong.push(format!(
                "{section}: {sql}\n  over     {payload}\n  is       {found:?}\n  expected {expected:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Section, expression with `$` for an operand, and its values for all operands in turn, as JSON with ` | `
/// between them; `U` is Undefined.
type Cells = (&'static str, &'static str, &'static str);

/// Checks a row of values for each expression: a table as the documentation has them, type by type.
fn check_cells(version: SqlVersion, operands: &[&str], rows: &[Cells]) {
    let mut wrong = Vec::new();
    for (section, template, cells) in rows {
        let cells: Vec<&str> = cells.split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), operands.len(), "{section}: {template}");
        for (operand, cell) in operands.iter().zip(cells) {
            let expression = template.replace('$', operand);
            let expected = if cell == "U" { "" } else { cell };
            let found = run(version, &format!("SELECT VALUE ({expression}) FROM 'a'"), PAYLOAD.as_bytes());
            if found.as_deref() != Some(expected) {
                wrong.push(format!("{section}: {expression}\n  is       {found:?}\n  expected {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

/// A function without a row in one of the tables has never been held against the sheet.
#[test]
fn every_function_has_golden_rows() {
    let tables = concat!(
        include_str!("functions.rs"),
        include_str!("patterns.rs"),
        include_str!("types.rs"),
        include_str!("external.rs"),
    );
    let tables = tables.to_ascii_lowercase();
    let without: Vec<_> = rules::sql::functions()
        .filter(|function| function.is_available)
        .filter(|function| {
            let named = [format!("(\"§4 {}\"", function.name), format!("\"§4 {}\",", function.name)];
            !named.iter().any(|row| tables.contains(row))
        })
        .map(|function| function.name)
        .collect();
    assert_eq!(without, [""; 0]);
}
