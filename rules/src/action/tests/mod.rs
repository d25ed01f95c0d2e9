mod services;
mod streams;

use base::UnixMillis;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::*;
use crate::attribute::AttributeValue::{B, L, M, N, S};
use crate::definition::{Fired, RuleDefinition};
use crate::error_document::{BatchFailure, batch_error_document, error_document};
use crate::message::{Message, Origin};

const ROLE: &str = "arn:aws:iam::123456789012:role/rules";

fn with_message<T>(payload: &[u8], check: impl FnOnce(&Message<'_>) -> T) -> T {
    let random = || 7;
    let origin = Origin {
        topic: "dt/lamp",
        account: "123456789012".parse().unwrap(),
        now: UnixMillis(1000),
        client_id: Some("lamp"),
        principal: None,
        source_ip: Some("192.0.2.7".parse().unwrap()),
        trace_id: Some("trace"),
        properties: None,
        random: &random,
    };
    check(&Message::new(payload, origin))
}

fn rule(sql: &str, actions: &Json) -> Result<RuleDefinition, DefinitionError> {
    let payload = json!({"sql": sql, "awsIotSqlVersion": "2016-03-23", "actions": actions});
    RuleDefinition::from_json(&payload, "my_rule")
}

/// What the only action of a rule asks for.
fn requested(sql: &str, action: &Json, payload: &[u8]) -> Result<ActionRequest, ActionFailure> {
    let rule = rule(sql, &json!([action])).unwrap();
    with_message(payload, |message| rule.fire(message).unwrap().unwrap().actions.remove(0))
}

fn refused(sql: &str, action: &Json) -> String {
    rule(sql, &json!([action])).unwrap_err().to_string()
}

fn named(name: &str, value: crate::attribute::AttributeValue) -> (String, crate::attribute::AttributeValue) {
    (name.to_owned(), value)
}

#[test]
fn dynamodb_writes_the_payload_into_one_attribute() {
    let action = json!({"dynamoDB": {
        "tableName": "t_${topic(1)}", "roleArn": ROLE,
        "hashKeyField": "device", "hashKeyValue": "${topic(2)}",
        "rangeKeyField": "at", "rangeKeyType": "NUMBER", "rangeKeyValue": "${timestamp()}",
    }});
    let request = requested("SELECT * FROM 'dt/+'", &action, br#"{"temp": 1.50}"#).unwrap();
    let ActionRequest::DynamoDb(request) = request else { panic!("{request:?}") };
    assert_eq!((request.table_name.as_str(), request.operation), ("t_dt", Operation::Insert));
    assert_eq!(request.role_arn, ROLE);
    let expected = vec![
        named("device", S("lamp".into())),
        named("at", N("1000".into())),
        named("payload", M(vec![named("temp", N("1.50".into()))])),
    ];
    assert_eq!(request.item(), expected);
}

#[test]
fn dynamodb_operation_field_and_types_are_templates() {
    let action = |value: &str| {
        json!({"dynamoDB": {
            "tableName": "t", "roleArn": ROLE, "hashKeyField": "id", "hashKeyType": "${kt}", "hashKeyValue": value,
            "operation": "${op}", "payloadField": "${f}",
        }})
    };
    let payload = br#"{"kt":"NUMBER","op":"DELETE","f":"data","id":"7"}"#;
    let ActionRequest::DynamoDb(request) =
        requested("SELECT VALUE [1] FROM 'a'", &action("${id}"), payload).unwrap()
    else {
        panic!("another request")
    };
    assert_eq!(request.operation, Operation::Delete);
    assert_eq!(request.hash_key, KeyAttribute { name: "id".into(), value: N("7".into()) });
    assert_eq!((request.payload_field.as_str(), request.payload), ("data", L(vec![N("1".into())])));

    let failure = requested("SELECT * FROM 'a'", &action("${f}"), payload).unwrap_err();
    let expected = ActionFailure {
        failed_action: "DynamoDBAction",
        failed_resource: "t".into(),
        error_message: "the value of key 'id' is no number".into(),
    };
    assert_eq!(failure, expected);
    let failure =
        requested("SELECT * FROM 'a'", &action("1"), br#"{"kt":"NUMBER","op":"drop","f":"x"}"#).unwrap_err();
    assert_eq!(failure.error_message, "'drop' is not a valid value");
}

#[test]
fn dynamodb_takes_binary_payloads() {
    let action =
        json!({"dynamoDB": {"tableName": "t", "roleArn": ROLE, "hashKeyField": "id", "hashKeyValue": "k"}});
    let ActionRequest::DynamoDb(request) = requested("SELECT * FROM 'a'", &action, b"\xff80").unwrap() else {
        panic!("another request")
    };
    assert_eq!(request.payload, B(b"\xff80".to_vec()));
}

#[test]
fn dynamodb_v2_splits_the_payload_into_attributes() {
    let action = json!({"dynamoDBv2": {"roleArn": ROLE, "putItem": {"tableName": "t"}}});
    let request = requested("SELECT a, topic() AS t FROM 'a'", &action, br#"{"a":[1]}"#).unwrap();
    let ActionRequest::DynamoDbV2(request) = request else { panic!("{request:?}") };
    assert_eq!(request.item, vec![named("a", L(vec![N("1".into())])), named("t", S("dt/lamp".into()))]);

    for payload in [b"[1]".as_slice(), b"80", b"\xff"] {
        let failure = requested("SELECT * FROM 'a'", &action, payload).unwrap_err();
        assert_eq!(failure.failed_action, "DynamoDBv2Action");
        assert_eq!(failure.error_message, "the payload is not a JSON object");
    }
}

#[test]
fn lambda_takes_json_only() {
    let action =
        json!({"lambda": {"functionArn": "arn:aws:lambda:us-east-1:123456789012:function:${topic(2)}"}});
    let arn = "arn:aws:lambda:us-east-1:123456789012:function:lamp";
    let request = requested("SELECT VALUE 5 FROM 'a'", &action, b"{}").unwrap();
    assert_eq!(request, ActionRequest::Lambda(LambdaRequest { function_arn: arn.into() }));
    assert!(requested("SELECT * FROM 'a'", &action, b" [1] ").is_ok());
    for (sql, payload) in [
        ("SELECT * FROM 'a'", b"80".as_slice()),
        ("SELECT * FROM 'a'", b"x"),
        ("SELECT VALUE x FROM 'a'", b"{}"),
    ] {
        let failure = requested(sql, &action, payload).unwrap_err();
        assert_eq!((failure.failed_action, failure.failed_resource.as_str()), ("LambdaAction", arn));
        assert_eq!(failure.error_message, "the payload is not JSON");
    }
}

#[test]
fn sns_has_a_format() {
    let action = |format: Option<&str>| json!({"sns": {"targetArn": "arn:${topic(1)}", "roleArn": ROLE, "messageFormat": format}});
    for (format, expected) in
        [(None, MessageFormat::Raw), (Some("RAW"), MessageFormat::Raw), (Some("JSON"), MessageFormat::Json)]
    {
        let request = requested("SELECT * FROM 'a'", &action(format), b"x").unwrap();
        let expected =
            SnsRequest { role_arn: ROLE.into(), target_arn: "arn:dt".into(), message_format: expected };
        assert_eq!(request, ActionRequest::Sns(expected));
    }
    assert_eq!(
        refused("SELECT *", &action(Some("raw"))),
        "actions.0.sns.messageFormat: 'raw' is not a value of it"
    );
}

#[test]
fn republish_renders_topic_and_headers() {
    let action = json!({"republish": {
        "topic": "out/${topic(2)}", "qos": 1, "roleArn": ROLE,
        "headers": {
            "payloadFormatIndicator": "UTF8_DATA", "contentType": "${ct}", "responseTopic": "r/${id}",
            "correlationData": "${encode(id, 'base64')}", "messageExpiry": "${ttl}",
            "userProperties": [{"key": "k", "value": "${id}"}, {"key": "${id}", "value": ""}],
        },
    }});
    let request = requested("SELECT * FROM 'dt/+'", &action, br#"{"id":"x","ttl":60}"#).unwrap();
    let expected = RepublishRequest {
        role_arn: ROLE.into(),
        topic: "out/lamp".into(),
        qos: 1,
        headers: RepublishHeaders {
            payload_format: Some(PayloadFormat::Utf8Data),
            content_type: None,
            response_topic: Some("r/x".into()),
            correlation_data: Some(b"x".to_vec()),
            message_expiry_seconds: Some(60),
            user_properties: vec![("k".into(), "x".into()), ("x".into(), String::new())],
        },
    };
    assert_eq!(request, ActionRequest::Republish(expected));
    let failure = requested("SELECT * FROM 'dt/+'", &action, br#"{"id":"x","ttl":"soon"}"#).unwrap_err();
    assert_eq!(failure.failed_resource, "out/lamp");
    assert_eq!(failure.error_message, "header messageExpiry cannot be 'soon'");
}

#[test]
fn headers_that_no_packet_can_have_fail_the_action() {
    let header =
        |name: &str| json!({"republish": {"topic": "out", "roleArn": ROLE, "headers": {name: "${v}"}}});
    let user = |key: &str, value: &str| {
        let properties = json!([{"key": key, "value": value}]);
        json!({"republish": {"topic": "out", "roleArn": ROLE, "headers": {"userProperties": properties}}})
    };
    let long = "é".repeat(40_000);
    for value in ["a\0b", long.as_str()] {
        let payload = json!({ "v": value }).to_string();
        for action in [header("contentType"), header("responseTopic"), user("${v}", "v"), user("k", "${v}")] {
            let failure = requested("SELECT * FROM 'dt/+'", &action, payload.as_bytes()).unwrap_err();
            let message = failure.error_message;
            assert!(message.starts_with("header ") && message.len() < 400, "{action} {message}");
        }
    }
    let large = json!({"v": STANDARD.encode(vec![7; 70_000])}).to_string();
    let failure = requested("SELECT * FROM 'dt/+'", &header("correlationData"), large.as_bytes());
    assert!(failure.unwrap_err().error_message.starts_with("header correlationData cannot be 'Bw"));
}

#[test]
fn reserved_topics_are_written_with_two_dollars() {
    let action = |topic: &str| json!({"republish": {"topic": topic, "roleArn": ROLE}});
    let topic = |text: &str| match requested("SELECT * FROM 'a'", &action(text), b"{}") {
        Ok(ActionRequest::Republish(request)) => request.topic,
        other => format!("{other:?}"),
    };
    assert_eq!(topic("$$aws/things/lamp/shadow/update"), "$aws/things/lamp/shadow/update");
    assert_eq!(topic("$$aws/things/${topic(2)}/shadow/update"), "$aws/things/lamp/shadow/update");
    assert_eq!(topic("${topic(2)}"), "lamp");
    assert!(topic("${'$aws/x'}").contains("has to be written with '$$'"));
    assert!(topic("${missing}").contains("is not a topic that can be published to"));
    assert!(topic("a/${'#'}").contains("is not a topic that can be published to"));
    assert_eq!(
        refused("SELECT *", &action("$aws/things/lamp/shadow/update")),
        "actions.0.republish.topic: is a reserved topic, which has to be written with '$$'"
    );
}

#[test]
fn republishing_into_the_own_filter_is_refused() {
    let action = |topic: &str| json!({"republish": {"topic": topic, "roleArn": ROLE}});
    let text = "Republish topic cannot be within topic space of rule's topic pattern 'dt/#'";
    assert_eq!(refused("SELECT * FROM 'dt/#'", &action("dt/a/b")), text);
    for other in ["out", "dt", "dt/${topic()}"] {
        assert!(rule("SELECT * FROM 'dt/#'", &json!([action(other)])).is_ok(), "{other}");
    }
    assert!(rule("SELECT *", &json!([action("dt/a")])).is_ok());
    assert!(rule("SELECT * FROM '#'", &json!([action("$$aws/things/a/shadow/get")])).is_ok());
    let payload = json!({"sql": "SELECT * FROM 'dt/#'", "actions": [], "errorAction": action("dt/errors")});
    assert!(RuleDefinition::from_json(&payload, "r").is_ok());
}

#[test]
fn rules_can_be_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<RuleDefinition>();
    shared::<Message<'_>>();
    shared::<Fired<'_>>();
}

#[test]
fn definitions_are_read_with_their_defaults() {
    let plain =
        RuleDefinition::from_json(&json!({"sql": "SELECT * FROM 'a/#'", "actions": []}), "r").unwrap();
    assert_eq!(plain.statement.version(), crate::sql::SqlVersion::V2015_10_08);
    assert!(!plain.is_disabled && plain.description.is_none() && plain.error_action.is_none());
    assert!(plain.listens_to("a/b") && !plain.listens_to("a") && !plain.listens_to("b"));

    let full = json!({
        "sql": "SELECT * FROM 'a'", "description": "d", "ruleDisabled": true, "awsIotSqlVersion": "beta",
        "actions": [{"lambda": {"functionArn": "f"}}], "errorAction": {"sns": {"targetArn": "t", "roleArn": ROLE}},
    });
    let full = RuleDefinition::from_json(&full, "r").unwrap();
    assert_eq!((full.description.as_deref(), full.is_disabled, full.actions.len()), (Some("d"), true, 1));
    assert_eq!(full.actions[0].role_arn(), None);
    assert_eq!(full.role_arns, [ROLE]);
    assert_eq!(full.error_action.unwrap().role_arn(), Some(ROLE));
}

#[test]
fn what_cannot_be_done_is_refused_by_name() {
    for key in ["salesforce", "iotAnalytics", "influxDB", "toaster"] {
        let (path, action) = ("actions.0".to_owned(), key.to_owned());
        let error = rule("SELECT *", &json!([{ key: {} }])).unwrap_err();
        assert_eq!(error, DefinitionError::UnsupportedAction { path, action });
    }
    let salesforce = json!({"salesforce": {"token": "t", "url": "https://example.org"}});
    assert_eq!(refused("SELECT *", &salesforce), "actions.0: action 'salesforce' is not available");
    assert_eq!(refused("SELECT *", &json!({})), "actions.0: is not exactly one action");
    let lambda = json!({"functionArn": "f"});
    assert_eq!(
        refused("SELECT *", &json!({"lambda": lambda, "sns": {}})),
        "actions.0: is not exactly one action"
    );
    assert_eq!(refused("SELECT *", &json!({"lambda": {}})), "actions.0.lambda.functionArn: is missing");
    assert_eq!(
        refused("SELECT *", &json!({"lambda": {"functionArn": "${"}})),
        "actions.0.lambda.functionArn: Expected '}' at line 1, column 3"
    );
    assert_eq!(refused("SELECT", &json!({})), "Expected an expression, found the end at line 1, column 7");
    let republish = json!({"republish": {"topic": "a", "roleArn": ROLE, "qos": 2}});
    assert_eq!(refused("SELECT *", &republish), "actions.0.republish.qos: is neither 0 nor 1");
    let republish = json!({"republish": {"topic": "a", "roleArn": "role/rules"}});
    assert_eq!(refused("SELECT *", &republish), "actions.0.republish.roleArn: 'role/rules' is no ARN");
    let version = json!({"sql": "SELECT *", "actions": [], "awsIotSqlVersion": "2020-01-01"});
    let error = RuleDefinition::from_json(&version, "r").unwrap_err();
    assert_eq!(error.to_string(), "awsIotSqlVersion: none of 2015-10-08, 2016-03-23, beta");
}

#[test]
fn a_rule_fires_all_its_actions_or_none() {
    let actions = json!([
        {"lambda": {"functionArn": "f"}},
        {"dynamoDBv2": {"roleArn": ROLE, "putItem": {"tableName": "t"}}},
        {"republish": {"topic": "out", "roleArn": ROLE}},
    ]);
    let rule = rule("SET @limit = 30 SELECT temp FROM 'dt/+' WHERE temp > @limit", &actions).unwrap();
    with_message(br#"{"temp":20}"#, |message| assert_eq!(rule.fire(message), Ok(None)));
    with_message(br#"{"temp":31}"#, |message| {
        let Fired { output, actions } = rule.fire(message).unwrap().unwrap();
        assert_eq!(&*output.bytes, br#"{"temp":31}"#);
        assert_eq!(actions.len(), 3);
        assert!(actions.iter().all(Result::is_ok));
    });
}

#[test]
fn error_actions_get_a_document_with_all_failures() {
    let payload = json!({
        "sql": "SET @x = topic(1) SELECT * FROM 'dt/+'", "actions": [],
        "errorAction": {"republish": {"topic": "errors/${@x}/${id}", "roleArn": ROLE}},
    });
    let rule = RuleDefinition::from_json(&payload, "my_rule").unwrap();
    let failures = [
        ActionFailure {
            failed_action: "LambdaAction",
            failed_resource: "f".into(),
            error_message: "a \"b\"".into(),
        },
        ActionFailure { failed_action: "SnsAction", failed_resource: "t".into(), error_message: "c".into() },
    ];
    with_message(br#"{"id":5}"#, |message| {
        let document = error_document(&rule.name, message, &failures);
        let request = rule.error_request(message, &document).unwrap().unwrap();
        let ActionRequest::Republish(request) = request else { panic!("{request:?}") };
        assert_eq!(request.topic, "errors/dt/5");
        let expected = json!({
            "ruleName": "my_rule", "topic": "dt/lamp", "cloudwatchTraceId": "trace", "clientId": "lamp",
            "sourceIp": "192.0.2.7", "base64OriginalPayload": "eyJpZCI6NX0=",
            "failures": [
                {"failedAction": "LambdaAction", "failedResource": "f", "errorMessage": "a \"b\""},
                {"failedAction": "SnsAction", "failedResource": "t", "errorMessage": "c"},
            ],
        });
        assert_eq!(serde_json::from_slice::<Json>(&document).unwrap(), expected);
    });
}

#[test]
fn error_documents_of_http_messages_say_so() {
    let random = || 0;
    let origin =
        Origin::of_nobody("$aws/rules/my_rule/dt", "123456789012".parse().unwrap(), UnixMillis(0), &random);
    let document = error_document("my_rule", &Message::new(b"\xff", origin), &[]);
    assert_eq!(
        String::from_utf8(document).unwrap(),
        r#"{"ruleName":"my_rule","topic":"$aws/rules/my_rule/dt","clientId":"N/A","base64OriginalPayload":"/w==","failures":[]}"#
    );
}

#[test]
fn document_of_a_batch_names_the_messages_of_every_failure() {
    let failure = |action, affected: &[usize]| BatchFailure {
        failure: ActionFailure {
            failed_action: action,
            failed_resource: "r".into(),
            error_message: "e".into(),
        },
        affected: affected.to_vec(),
    };
    let failures = [failure("HttpAction", &[1, 2]), failure("SnsAction", &[2])];
    with_message(b"{}", |message| {
        let messages = || [1, 2].map(|_| Message::new(b"{}", *message.origin()));
        let document = batch_error_document("r", &messages(), false, &failures);
        let metadata = |id: u64| json!({"id": id, "cloudwatchTraceId": "trace", "clientId": "lamp", "sourceIp": "192.0.2.7", "base64OriginalPayload": "e30="});
        let failed = |action: &str, ids: Json| json!({"affectedIds": ids, "failedAction": action, "failedResource": "r", "errorMessage": "e"});
        let expected = json!({
            "ruleName": "r", "topic": "dt/lamp", "payloadsWithMetadata": [metadata(1), metadata(2)],
            "failures": [failed("HttpAction", json!([1, 2])), failed("SnsAction", json!([2]))],
        });
        assert_eq!(serde_json::from_slice::<Json>(&document).unwrap(), expected);
        let document = batch_error_document("r", &messages(), true, &failures);
        let document: Json = serde_json::from_slice(&document).unwrap();
        assert_eq!(
            (document.get("topic"), &document["payloadsWithMetadata"][1]["topic"]),
            (None, &json!("dt/lamp"))
        );
    });
}
