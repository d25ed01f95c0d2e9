//! Requests that are wrong in one place.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::operations::OPERATIONS;
use super::{STREAMS, home, in_memory, respond, with_table};

/// Valid requests of every operation, for the table that the tests make: a line each, the operation's
/// name before the body.
const REQUESTS: &str = include_str!("requests.txt");

fn requests() -> Vec<(&'static str, Value)> {
    let lines = REQUESTS.lines().map(|line| line.split_once(' ').unwrap());
    lines.map(|(operation, body)| (operation, serde_json::from_str(body).unwrap())).collect()
}

/// What stands in a request where it does not belong.
fn intruder() -> impl Strategy<Value = Value> {
    let texts = r#"null true -1 0 18446744073709551616 1.5 1e308 "" "-0" "1e999" [] [[]] [null] [1] {} {"":{}}
        {"S":5} {"S":"a","N":"1"} {"N":""} {"M":{"":{}}} {"B":"?"} {"NS":[]} {"BOOL":"yes"} {"hostname":{"S":""}}
        ["é\u0000","é\u0000"] "arn:aws:dynamodb:::table/"
        "arn:aws:dynamodb:eu-west-1:123456789012:table/a/stream/é""#;
    let texts: Vec<Value> =
        texts.split_whitespace().map(|text| serde_json::from_str(text).unwrap()).collect();
    let random = "[a-z:#=(){}\\[\\],.'\" ?éAND]{0,20}";
    prop_oneof![
        3 => prop::sample::select(texts),
        1 => random.prop_map(Value::from),
    ]
}

/// Puts the intruder in the place of the nth value of a document, the whole document being the first.
fn replace(value: &mut Value, nth: &mut usize, intruder: &Value) {
    if *nth == 0 {
        *value = intruder.clone();
    }
    // After the replacement no other value is the one that is looked for.
    *nth = nth.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, nth, intruder)),
        Value::Object(members) => members.values_mut().for_each(|member| replace(member, nth, intruder)),
        _ => {}
    }
}

fn values(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(values).sum(),
        Value::Object(members) => members.values().map(values).sum(),
        _ => 0,
    }
}

async fn send(operation: &str, document: &Value) -> (u16, String) {
    let lab = in_memory();
    with_table(&lab, &home()).await;
    let api = if STREAMS.contains(&operation) { "Streams" } else { "" };
    let target = format!("DynamoDB{api}_20120810.{operation}");
    let response = respond(&lab, &home(), &target, &document.to_string()).await;
    (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
}

#[tokio::test]
async fn the_requests_are_of_all_operations_and_understood() {
    for operation in OPERATIONS {
        assert!(requests().iter().any(|(name, _)| *name == operation.name), "{}", operation.name);
    }
    for (operation, request) in requests() {
        let (status, text) = send(operation, &request).await;
        // The table has no stream and no vector index.
        let nothing_there = ["DescribeStream", "GetShardIterator", "SearchVectors"].contains(&operation);
        assert_eq!(status, if nothing_there { 400 } else { 200 }, "{operation} {text}");
        assert!(!text.contains("SerializationException"), "{operation} {text}");
    }
}

#[tokio::test]
async fn an_expression_cannot_exhaust_the_stack() {
    for (levels, message) in [(128, "redundant parentheses"), (129, "nested deeper"), (4000, "nested deeper")]
    {
        let expression = format!("{}attribute_exists(x){}", "(".repeat(levels - 1), ")".repeat(levels - 1));
        let item = json!({"hostname": {"S": "pi"}, "timestamp": {"N": "1"}});
        let put = json!({"TableName": "metrics", "Item": item, "ConditionExpression": expression});
        let (status, text) = send("PutItem", &put).await;
        assert_eq!(status, 400);
        assert!(text.contains(message), "{levels} {text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_request_breaks_the_service(
        (operation, mut document) in prop::sample::select(requests()),
        place: prop::sample::Index,
        intruder in intruder(),
    ) {
        let mut nth = place.index(values(&document));
        replace(&mut document, &mut nth, &intruder);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (status, text) = runtime.block_on(send(operation, &document));
        prop_assert_ne!(status, 500, "{} {} {}", operation, document, text);
        // What the engine says among itself.
        for inside in ["VALIDATION", "SERIALIZATION:", "dynoxide", "000000000000"] {
            prop_assert!(!text.contains(inside), "{} {} {}", operation, document, text);
        }
    }
}
