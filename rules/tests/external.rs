//! External functions: what is asked, what becomes of the answers, and what is refused (rules.md §4).
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use base::UnixMillis;
use rules::definition::RuleDefinition;
use rules::external::{Answer, Answers, ExternalCall, KeyValue, RegistryOperation, SecretKind};
use rules::message::{Message, Origin};
use rules::sql::{EvalError, Outcome, SqlVersion, Statement};
use serde_json::json;

const V2016: SqlVersion = SqlVersion::V2016_03_23;

fn origin(random: &(dyn rules::message::RandomSource + Sync)) -> Origin<'_> {
    Origin {
        topic: "a/b",
        account: "123456789012".parse().unwrap(),
        now: UnixMillis(1000),
        client_id: Some("c"),
        principal: None,
        source_ip: None,
        trace_id: None,
        properties: None,
        random,
    }
}

/// Evaluates a statement, answering its calls one after the other; returns what was asked, and the output.
fn converse(
    sql: &str,
    payload: &str,
    answers: &[Result<&str, &str>],
) -> (Vec<ExternalCall>, Result<Option<String>, EvalError>) {
    let statement = Statement::compile(sql, V2016).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let (mut asked, mut table, mut answers) = (Vec::new(), Answers::default(), answers.iter());
    loop {
        let random = || 7;
        let message = Message::new(payload.as_bytes(), origin(&random)).with_answers(&table);
        let outcome = statement.evaluate(&message).map(|outcome| match outcome {
            Outcome::NoMatch => None,
            Outcome::Output(output) => Some(String::from_utf8(output.bytes.into_owned()).unwrap()),
        });
        let Err(EvalError::Awaits(call)) = outcome else { return (asked, outcome) };
        let answer = answers.next().unwrap_or_else(|| panic!("{sql} asks once more: {call:?}"));
        let answer = answer.map(|json| Answer::new(json.into()).unwrap()).map_err(str::to_owned);
        asked.push((*call).clone());
        table.insert(*call, answer);
    }
}

#[test]
fn calls_have_the_arguments_of_the_statement() {
    for (call, expected) in calls() {
        let sql = format!("SELECT {call}.a.b AS out FROM 'a'");
        let (asked, output) = converse(&sql, r#"{"n":7,"s":"x"}"#, &[Ok(r#"{"a":{"b":[1, 2]}}"#)]);
        assert_eq!(asked, [expected], "{call}");
        assert_eq!(output.unwrap().as_deref(), Some(r#"{"out":[1,2]}"#), "{call}");
    }
}

/// Calls over `{"n":7,"s":"x"}`, and what they ask.
fn calls() -> Vec<(&'static str, ExternalCall)> {
    let role = String::from("r");
    let decoding = ExternalCall::Protobuf {
        data: br#"{"n":7,"s":"x"}"#.to_vec(),
        bucket: "b".into(),
        key: "k".into(),
        proto: "p".into(),
        message_type: "T".into(),
    };
    vec![
        (
            "aws_lambda('f', {'n': n + 1})",
            ExternalCall::Lambda { function_arn: "f".into(), event: br#"{"n":8}"#.to_vec() },
        ),
        (
            "aws_lambda('f', *)",
            ExternalCall::Lambda { function_arn: "f".into(), event: br#"{"n":7,"s":"x"}"#.to_vec() },
        ),
        (
            "get_dynamodb('t', 'pk', s, 'r')",
            ExternalCall::DynamoDb {
                table: "t".into(),
                key: vec![("pk".into(), KeyValue::Text("x".into()))],
                role_arn: role.clone(),
            },
        ),
        (
            "get_dynamodb('t', 'pk', s, 'sk', n * 2, 'r')",
            ExternalCall::DynamoDb {
                table: "t".into(),
                key: vec![
                    ("pk".into(), KeyValue::Text("x".into())),
                    ("sk".into(), KeyValue::Number("14".into())),
                ],
                role_arn: role.clone(),
            },
        ),
        (
            "get_secret('id', 'SecretString', 'key', 'r')",
            ExternalCall::Secret {
                id: "id".into(),
                kind: SecretKind::String,
                key: Some("key".into()),
                role_arn: role.clone(),
            },
        ),
        (
            "get_thing_shadow(s, 'r')",
            ExternalCall::Shadow { thing: "x".into(), shadow: None, role_arn: role.clone() },
        ),
        (
            "get_registry_data('DescribeThing', clientid(), 'r')",
            ExternalCall::Registry {
                operation: RegistryOperation::DescribeThing,
                thing: "c".into(),
                role_arn: role,
            },
        ),
        ("decode(encode(*, 'base64'), 'proto', 'b', 'k', 'p', 'T')", decoding.clone()),
        ("decode(*, 'proto', 'b', 'k', 'p', 'T')", decoding),
    ]
}

#[test]
fn equal_calls_have_one_answer_and_others_one_each() {
    let sql = "SELECT aws_lambda('f', 1).x AS a, aws_lambda('f', 1).x AS b, aws_lambda('f', 2) AS c FROM 'a'";
    let (asked, output) = converse(sql, "{}", &[Ok(r#"{"x":1}"#), Ok("null")]);
    assert_eq!(asked.len(), 2);
    assert_eq!(output.unwrap().unwrap(), r#"{"a":1,"b":1,"c":null}"#);
}

#[test]
fn failure_gives_the_evaluation_up_unless_there_is_a_default() {
    let refused = [Err("no")];
    let failed = EvalError::External { function: "aws_lambda", reason: "no".into() };
    assert_eq!(converse("SELECT aws_lambda('f', 1) AS a FROM 'a'", "{}", &refused).1, Err(failed.clone()));
    assert_eq!(converse("SELECT 1 AS a FROM 'a' WHERE aws_lambda('f', 1)", "{}", &refused).1, Err(failed));
    let sql = "SELECT get_or_default(aws_lambda('f', 1).x, 'none') AS a FROM 'a'";
    assert_eq!(converse(sql, "{}", &refused).1.unwrap().unwrap(), r#"{"a":"none"}"#);
    assert_eq!(converse(sql, "{}", &[Ok("{}")]).1.unwrap().unwrap(), r#"{"a":"none"}"#);
}

#[test]
fn condition_that_is_not_true_asks_nothing() {
    let (asked, output) = converse("SELECT aws_lambda('f', 1) AS a FROM 'a' WHERE n > 1", r#"{"n":1}"#, &[]);
    assert_eq!((asked.len(), output), (0, Ok(None)));
}

#[test]
fn calls_are_limited_by_function_and_in_all() {
    let item = "get_dynamodb('t', 'pk', 'x', 'r').a";
    let sql = format!("SELECT get_or_default({item}, 1) AS a, get_or_default({item}, 2) AS b FROM 'a'");
    let (_, output) = converse(&sql, "{}", &[Ok("{}")]);
    assert_eq!(output, Err(EvalError::TooManyCalls { function: "get_dynamodb", max: 1 }));
    let numbers: Vec<_> = (0..20).collect();
    let payload = json!({"list": numbers}).to_string();
    let answers = vec![Ok("1"); 20];
    let sql = "SELECT (SELECT VALUE aws_lambda('f', *) FROM list) AS a FROM 'a'";
    let (asked, output) = converse(sql, &payload, &answers);
    assert_eq!(asked.len(), 16);
    assert!(matches!(output, Err(EvalError::TooManyCalls { function: "aws_lambda", .. })));
}

#[test]
fn wrong_arguments_fail() {
    for call in ["aws_lambda(n, 1)", "aws_lambda('f', missing)", "get_thing_shadow(n, 'r')"] {
        let (asked, output) = converse(&format!("SELECT {call} AS a FROM 'a'"), r#"{"n":7}"#, &[]);
        assert!(asked.is_empty() && matches!(output, Err(EvalError::External { .. })), "{call}");
    }
}

#[test]
fn what_is_not_constant_is_refused_when_the_rule_is_made() {
    let rows = [
        ("get_registry_data(op, 't', 'r')", "Expected a literal string"),
        (
            "get_registry_data('DeleteThing', 't', 'r')",
            "Expected 'DescribeThing' or 'ListThingGroupsForThing'",
        ),
        ("get_registry_data('DescribeThing', 't', role)", "Expected a literal string"),
        ("get_secret('id', kind, 'r')", "Expected a literal string"),
        ("get_or_default(a, aws_lambda('f', 1))", "The default of 'get_or_default' cannot call"),
    ];
    for (call, expected) in rows {
        let error = Statement::compile(&format!("SELECT {call} AS a FROM 'a'"), V2016).unwrap_err();
        assert!(error.message.starts_with(expected), "{call}: {error}");
    }
}

fn rule(sql: &str, topic: &str) -> Result<RuleDefinition, String> {
    let action = json!({"republish": {"topic": topic, "roleArn": "arn:aws:iam::123456789012:role/r"}});
    let payload = json!({
        "sql": sql, "awsIotSqlVersion": "2016-03-23", "actions": [&action], "errorAction": action,
    });
    RuleDefinition::from_json(&payload, "rule").map_err(|error| error.to_string())
}

#[test]
fn templates_ask_as_well() {
    let rule =
        rule("SELECT 1 AS a FROM 'a'", "out/${get_registry_data('DescribeThing', 't', 'r').v}").unwrap();
    let random = || 7;
    let message = Message::new(b"{}", origin(&random));
    let Err(EvalError::Awaits(call)) = rule.fire(&message) else { panic!("asks nothing") };
    assert!(rule.error_request(&message, b"{}").is_err(), "the error action asks, too");

    let mut answers = Answers::default();
    answers.insert((*call).clone(), Ok(Answer::new(br#"{"v":"x"}"#.to_vec()).unwrap()));
    let message = Message::new(b"{}", origin(&random)).with_answers(&answers);
    let fired = rule.fire(&message).unwrap().unwrap();
    assert!(format!("{:?}", fired.actions).contains("out/x"));

    answers.insert(*call, Err("no".into()));
    let message = Message::new(b"{}", origin(&random)).with_answers(&answers);
    assert!(matches!(rule.fire(&message), Err(EvalError::External { .. })), "no actions, no error action");
}

#[test]
fn registry_is_asked_once_by_the_statement_and_once_by_templates() {
    let call = "get_registry_data('DescribeThing', 't', 'r').v";
    let answered = |rule: &RuleDefinition| {
        let random = || 7;
        let mut answers = Answers::default();
        loop {
            let message = Message::new(b"{}", origin(&random)).with_answers(&answers);
            match rule.fire(&message).map(drop) {
                Err(EvalError::Awaits(call)) => {
                    answers.insert(*call, Ok(Answer::new(b"{}".to_vec()).unwrap()));
                }
                outcome => return outcome,
            }
        }
    };
    let once = rule(&format!("SELECT {call} AS a FROM 'a'"), &format!("out/${{{call}}}/x")).unwrap();
    assert_eq!(answered(&once), Ok(()));
    let twice = rule("SELECT 1 AS a FROM 'a'", &format!("out/${{{call}}}/${{{call}}}/x")).unwrap();
    assert_eq!(answered(&twice), Err(EvalError::TooManyCalls { function: "get_registry_data", max: 1 }));
}

#[test]
fn protobuf_is_not_decoded_in_templates() {
    let error =
        rule("SELECT 1 AS a FROM 'a'", "out/${decode(*, 'proto', 'b', 'k', 'p', 'T').x}").unwrap_err();
    assert!(error.contains("cannot be used in a substitution template"), "{error}");
}
