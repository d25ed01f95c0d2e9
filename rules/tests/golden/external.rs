//! rules.md §4, external functions: what a statement makes of what it is answered.

use base::UnixMillis;
use rules::external::{Answer, Answers};
use rules::message::{Message, Origin};
use rules::sql::{EvalError, Outcome, Statement};

use crate::{PAYLOAD, V2016};

/// Section, expression, the answer to its only call (`!` before a failure), its value as JSON. `stop` is an evaluation
/// that is given up, the empty text Undefined.
const ROWS: &[(&str, &str, &str, &str)] = &[
    ("§4 aws_lambda", "aws_lambda('f', *)", r#"{"ok":true}"#, r#"{"ok":true}"#),
    ("§4 aws_lambda", "aws_lambda('f', obj).a.b", r#"{"a":{"b":[1]}}"#, "[1]"),
    ("§4 aws_lambda", "aws_lambda('f', {'x': n}).x + 1", r#"{"x":7}"#, "8"),
    ("§4 aws_lambda", "aws_lambda('f', obj).missing", r#"{"a":1}"#, ""),
    ("§4 aws_lambda", "aws_lambda('f', obj)", "null", "null"),
    ("§4 aws_lambda", "aws_lambda('f', obj)", "3.0", "3"),
    ("§4 aws_lambda", "aws_lambda('f', obj)", r#""text""#, r#""text""#),
    ("§4 aws_lambda", "aws_lambda('f', obj)", "!the function failed", "stop"),
    ("§4 aws_lambda", "get_or_default(aws_lambda('f', obj), 'd')", "!the function failed", r#""d""#),
    ("§4 aws_lambda", "get_or_default(aws_lambda('f', obj).x, 'd')", r#"{"y":1}"#, r#""d""#),
    (
        "§4 get_dynamodb",
        "get_dynamodb('t', 'pk', s, 'r')",
        r#"{"pk":"hello","n":1}"#,
        r#"{"pk":"hello","n":1}"#,
    ),
    ("§4 get_dynamodb", "get_dynamodb('t', 'pk', s, 'sk', n, 'r').n", r#"{"n":1.50}"#, "1.50"),
    ("§4 get_dynamodb", "get_dynamodb('t', 'pk', s, 'r').a", r#"{"n":1}"#, ""),
    ("§4 get_dynamodb", "get_dynamodb('t', 'pk', s, 'r')", "!the table has no item", "stop"),
    ("§4 get_dynamodb", "get_or_default(get_dynamodb('t', 'pk', s, 'r'))", "!the table has no item", ""),
    (
        "§4 get_registry_data",
        "get_registry_data('DescribeThing', 'T', 'r').attributes.site",
        r#"{"thingName":"T","attributes":{"site":"x"}}"#,
        r#""x""#,
    ),
    (
        "§4 get_registry_data",
        "get(get_registry_data('ListThingGroupsForThing', 'T', 'r').thingGroups, 0).groupName",
        r#"{"thingGroups":[{"groupName":"g"}]}"#,
        r#""g""#,
    ),
    ("§4 get_registry_data", "get_registry_data('DescribeThing', 'T', 'r')", "!404", "stop"),
    ("§4 get_secret", "get_secret('id', 'SecretString', 'key', 'r')", r#""value""#, r#""value""#),
    ("§4 get_secret", "get_secret('id', 'SecretString', 'r').user", r#"{"user":"u"}"#, r#""u""#),
    ("§4 get_secret", "get_secret('id', 'SecretBinary', 'r')", r#""AAE=""#, r#""AAE=""#),
    ("§4 get_secret", "get_secret('id', 'SecretString', 'key', 'r')", "!the secret is not JSON", "stop"),
    (
        "§4 get_thing_shadow",
        "get_thing_shadow('T', 'r').state.reported.x",
        r#"{"state":{"reported":{"x":7}},"version":3}"#,
        "7",
    ),
    ("§4 get_thing_shadow", "get_thing_shadow('T', 'named', 'r').version", r#"{"version":3}"#, "3"),
    ("§4 get_thing_shadow", "get_thing_shadow('T', 'r')", "!No shadow exists", "stop"),
    ("§4 decode", "decode(encode(*, 'base64'), 'proto', 'b', 'k', 'p', 'T').a", r#"{"a":1}"#, "1"),
    ("§4 decode", "decode(*, 'proto', 'b', 'k', 'p', 'T')", "!no such type", "stop"),
];

#[test]
fn answers_are_values_like_any_other() {
    let mut wrong = Vec::new();
    for (section, expression, answer, expected) in ROWS {
        let found = evaluate(expression, answer);
        if found != *expected {
            wrong.push(format!(
                "{section}: {expression}\n  answered {answer}\n  is       {found}\n  expected {expected}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

fn evaluate(expression: &str, answer: &str) -> String {
    let statement = Statement::compile(&format!("SELECT VALUE {expression} FROM 'a'"), V2016).unwrap();
    let mut answers = Answers::default();
    let random = || 7;
    loop {
        let origin = Origin::of_nobody("a", "123456789012".parse().unwrap(), UnixMillis(0), &random);
        let message = Message::new(PAYLOAD.as_bytes(), origin).with_answers(&answers);
        let call = match statement.evaluate(&message) {
            Ok(Outcome::Output(output)) => return String::from_utf8(output.bytes.into_owned()).unwrap(),
            Ok(Outcome::NoMatch) => unreachable!("there is no WHERE"),
            Err(EvalError::Awaits(call)) => *call,
            Err(_) => return "stop".to_owned(),
        };
        let outcome = match answer.strip_prefix('!') {
            Some(failure) => Err(failure.to_owned()),
            None => Ok(Answer::new(answer.into()).unwrap()),
        };
        answers.insert(call, outcome);
    }
}
