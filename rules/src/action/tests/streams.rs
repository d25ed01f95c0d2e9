//! Actions that pass the payload on: queues, streams, objects, logs.

use super::*;

fn failure(sql: &str, action: &Json, payload: &[u8]) -> (&'static str, String, String) {
    let failure = requested(sql, action, payload).unwrap_err();
    (failure.failed_action, failure.failed_resource, failure.error_message)
}

#[test]
fn sqs_sends_text_or_base64() {
    let action = |base64: Json| json!({"sqs": {"queueUrl": "http://q/${topic(2)}", "roleArn": ROLE, "useBase64": base64}});
    let url = "http://q/lamp";
    for (given, use_base64) in [(Json::Null, false), (json!(false), false), (json!(true), true)] {
        let request = requested("SELECT * FROM 'a'", &action(given), b"text").unwrap();
        let expected = SqsRequest { role_arn: ROLE.into(), queue_url: url.into(), use_base64 };
        assert_eq!(request, ActionRequest::Sqs(expected));
    }
    assert!(requested("SELECT * FROM 'a'", &action(json!(true)), b"\xff").is_ok());
    let text = "the payload is not UTF-8, which an SQS message without useBase64 has to be";
    let expected = ("SqsAction", url.to_owned(), text.to_owned());
    assert_eq!(failure("SELECT * FROM 'a'", &action(json!(false)), b"\xff"), expected);
    assert_eq!(refused("SELECT *", &action(json!("yes"))), "actions.0.sqs.useBase64: is not a Boolean");
    assert_eq!(refused("SELECT *", &json!({"sqs": {"roleArn": ROLE}})), "actions.0.sqs.queueUrl: is missing");
    assert_eq!(refused("SELECT *", &json!({"sqs": {"queueUrl": "q"}})), "actions.0.sqs.roleArn: is missing");
}

#[test]
fn s3_writes_an_object_under_a_key() {
    let action = |acl: &str| {
        json!({"s3": {
            "bucketName": "b-${topic(1)}", "key": "${topic()}/${timestamp()}", "cannedAcl": acl, "roleArn": ROLE,
        }})
    };
    let expected = S3Request {
        role_arn: ROLE.into(),
        bucket_name: "b-dt".into(),
        key: "dt/lamp/1000".into(),
        canned_acl: Some("public-read"),
    };
    let request = requested("SELECT * FROM 'a'", &action("public-read"), b"\xff").unwrap();
    assert_eq!(request, ActionRequest::S3(expected));
    assert_eq!(
        refused("SELECT *", &action("${acl}")),
        "actions.0.s3.cannedAcl: '${acl}' is not a value of it"
    );
    let no_key = json!({"s3": {"bucketName": "b", "roleArn": ROLE}});
    assert_eq!(refused("SELECT *", &no_key), "actions.0.s3.key: is missing");
    let empty = json!({"s3": {"bucketName": "b", "key": "${missing}", "roleArn": ROLE}});
    let expected = ("S3Action", "b".to_owned(), "the key is empty".to_owned());
    assert_eq!(failure("SELECT * FROM 'a'", &empty, b"{}"), expected);
}

#[test]
fn kinesis_has_a_partition_key_or_a_random_one() {
    let action =
        |key: Option<&str>| json!({"kinesis": {"streamName": "s", "partitionKey": key, "roleArn": ROLE}});
    let key = |key: Option<&str>| match requested("SELECT * FROM 'a'", &action(key), b"\xff") {
        Ok(ActionRequest::Kinesis(request)) => request.partition_key,
        other => panic!("{other:?}"),
    };
    assert_eq!(key(Some("${topic(2)}")), "lamp");
    assert_eq!(key(None), "00000000-0000-4007-8000-000000000007");
    let no_stream = json!({"kinesis": {"partitionKey": "p", "roleArn": ROLE}});
    assert_eq!(refused("SELECT *", &no_stream), "actions.0.kinesis.streamName: is missing");
}

#[test]
fn firehose_separates_and_batches() {
    let action = |separator: Option<&str>, batch: bool| {
        json!({"firehose": {
            "deliveryStreamName": "f-${topic(2)}", "separator": separator, "batchMode": batch, "roleArn": ROLE,
        }})
    };
    let request = |sql: &str, batch: bool, payload: &[u8]| match requested(
        sql,
        &action(Some("\r\n"), batch),
        payload,
    ) {
        Ok(ActionRequest::Firehose(request)) => request,
        other => panic!("{other:?}"),
    };
    let single = request("SELECT * FROM 'a'", false, b"[1]");
    assert_eq!(
        (single.delivery_stream_name.as_str(), single.separator, single.batch),
        ("f-lamp", "\r\n", None)
    );
    let batch = request("SELECT * FROM 'a'", true, br#"[{"a" : 1}, "x", 2.50, [ ]]"#).batch.unwrap();
    let batch: Vec<_> = batch.iter().map(|record| std::str::from_utf8(record).unwrap()).collect();
    assert_eq!(batch, [r#"{"a":1}"#, r#""x""#, "2.50", "[]"]);
    // What is no array is one record.
    assert_eq!(request("SELECT * FROM 'a'", true, b"{}").batch, None);
    assert_eq!(request("SELECT * FROM 'a'", true, b"\xff").batch, None);

    let many = |count: usize| format!("[{}]", vec!["1"; count].join(","));
    assert_eq!(request("SELECT * FROM 'a'", true, many(500).as_bytes()).batch.unwrap().len(), 500);
    for count in [0, 501] {
        let text = format!("the batch has {count} records; 1 to 500 are allowed");
        let expected = ("FirehoseAction", "f-lamp".to_owned(), text);
        assert_eq!(failure("SELECT * FROM 'a'", &action(None, true), many(count).as_bytes()), expected);
    }
    assert_eq!(
        refused("SELECT *", &action(Some(";"), true)),
        "actions.0.firehose.separator: ';' is not a value of it"
    );
}

#[test]
fn logs_take_text_or_a_batch_of_events() {
    let action =
        |batch: bool| json!({"cloudwatchLogs": {"logGroupName": "g", "batchMode": batch, "roleArn": ROLE}});
    let request = |batch: bool, payload: &[u8]| match requested("SELECT * FROM 'a'", &action(batch), payload)
    {
        Ok(ActionRequest::CloudwatchLogs(request)) => request,
        other => panic!("{other:?}"),
    };
    let single = request(false, b"any text");
    assert_eq!((single.batch, single.now_millis), (None, 1000));
    let payload = br#"[{"timestamp":9,"message":"b"},{"timestamp":7.0,"message":"a\n"}]"#;
    let event = |timestamp_millis, message: &str| LogEvent { timestamp_millis, message: message.into() };
    assert_eq!(request(true, payload).batch, Some(vec![event(7, "a\n"), event(9, "b")]));

    let text = "a batch is a JSON array of objects with timestamp and message";
    for payload in [r#"{"timestamp":1,"message":"a"}"#, r#"[{"timestamp":"1","message":"a"}]"#, "[1]", "x"] {
        let expected = ("CloudwatchLogsAction", "g".to_owned(), text.to_owned());
        assert_eq!(failure("SELECT * FROM 'a'", &action(true), payload.as_bytes()), expected, "{payload}");
    }
    assert_eq!(failure("SELECT * FROM 'a'", &action(true), b"[]").2, "the batch is empty");
    let text = "the payload is not UTF-8, which a log event has to be";
    assert_eq!(failure("SELECT * FROM 'a'", &action(false), b"\xff").2, text);
}

#[test]
fn open_search_indexes_json_under_a_path() {
    let action = |endpoint: &str, id: &str| {
        json!({"openSearch": {
            "endpoint": endpoint, "index": "i-${topic(1)}", "type": "_doc", "id": id, "roleArn": ROLE,
        }})
    };
    let request =
        requested("SELECT * FROM 'a'", &action("https://${host}", "${n}"), br#"{"host":"h","n":5}"#);
    let expected = OpenSearchRequest {
        role_arn: ROLE.into(),
        endpoint: "https://h".into(),
        index: "i-dt".into(),
        document_type: "_doc".into(),
        id: "5".into(),
    };
    assert_eq!(request, Ok(ActionRequest::OpenSearch(expected)));
    assert_eq!(
        refused("SELECT *", &action("search", "1")),
        "actions.0.openSearch.endpoint: is no http or https URL without a user"
    );
    let text = "actions.0.openSearch.endpoint: is no http or https URL without a user";
    assert_eq!(refused("SELECT *", &action("https://user:password@search", "1")), text);
    let fails = |endpoint: &str, id: &str, payload: &[u8]| {
        failure("SELECT * FROM 'a'", &action(endpoint, id), payload).2
    };
    assert_eq!(
        fails("${host}", "1", br#"{"host":"h"}"#),
        "the endpoint is no http or https URL without a user"
    );
    assert_eq!(fails("http://h", "${x}", b"{}"), "the id cannot be ''");
    assert_eq!(fails("http://h", "${'..'}", b"{}"), "the id cannot be '..'");
    assert_eq!(fails("http://h", "1", b"80"), "the payload is not JSON");

    let mut older = action("http://h", "1");
    let parameters = older["openSearch"].take();
    let request = requested("SELECT * FROM 'a'", &json!({"elasticsearch": parameters}), b"{}");
    assert!(matches!(request, Ok(ActionRequest::Elasticsearch(_))));
}
