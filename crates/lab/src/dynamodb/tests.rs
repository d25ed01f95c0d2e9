mod corrected;
mod hostile;

use std::path::PathBuf;

use base::Tenant;
use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};
use store::Store;

use super::{DATABASES_MAX, DynamoDb};
use crate::{Lab, Scope, Service, ServiceSet, Settings};

const STREAMS: [&str; 4] = ["ListStreams", "DescribeStream", "GetShardIterator", "GetRecords"];

/// A table as of an IoT lab: a hash key and a range key.
const CREATE: &str = r#"{
    "TableName": "metrics", "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [
        {"AttributeName": "hostname", "AttributeType": "S"}, {"AttributeName": "timestamp",
        "AttributeType": "N"}],
    "KeySchema": [
        {"AttributeName": "hostname", "KeyType": "HASH"}, {"AttributeName": "timestamp",
        "KeyType": "RANGE"}]}"#;

fn tenant(account: &str, region: &str) -> Tenant {
    Tenant::new(account.parse().unwrap(), region.parse().unwrap())
}

fn home() -> Tenant {
    tenant("123456789012", "eu-west-1")
}

fn in_memory() -> Lab {
    Lab::open(None, &Store::memory().unwrap(), &ServiceSet::all(), Settings::default()).unwrap()
}

/// A new directory, removed at the end.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("thingcore-lab-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn lab(&self) -> Lab {
        Lab::open(Some(&self.0), &Store::memory().unwrap(), &ServiceSet::all(), Settings::default()).unwrap()
    }

    fn file(&self, tenant: &Tenant) -> PathBuf {
        self.0.join(format!("dynamodb/{}/{}.db", tenant.account, tenant.region))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn respond(lab: &Lab, tenant: &Tenant, target: &str, body: &str) -> Response<Bytes> {
    let request = Request::post("/").header("x-amz-target", target).body(Bytes::from(body.to_owned()));
    lab.handle(Service::DynamoDb, tenant, request.unwrap(), "REQUEST-ID").await
}

async fn call(lab: &Lab, tenant: &Tenant, operation: &str, body: &str) -> (u16, Value) {
    let api = if STREAMS.contains(&operation) { "DynamoDBStreams_20120810" } else { "DynamoDB_20120810" };
    let response = respond(lab, tenant, &format!("{api}.{operation}"), body).await;
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
}

/// A call that has to succeed.
async fn done(lab: &Lab, tenant: &Tenant, operation: &str, body: &str) -> Value {
    let (status, answer) = call(lab, tenant, operation, body).await;
    assert_eq!(status, 200, "{operation} {answer}");
    answer
}

/// A call that has to fail, with the error's short name.
async fn refused(lab: &Lab, tenant: &Tenant, operation: &str, body: &str, error: &str) -> Value {
    let (status, answer) = call(lab, tenant, operation, body).await;
    assert!(status >= 400, "{operation} {answer}");
    let kind = answer["__type"].as_str().unwrap().rsplit('#').next();
    assert_eq!(kind, Some(error), "{answer}");
    answer
}

async fn with_table(lab: &Lab, tenant: &Tenant) {
    done(lab, tenant, "CreateTable", CREATE).await;
    for timestamp in 1..=5 {
        let item = json!({"hostname": {"S": "pi"}, "timestamp": {"N": timestamp.to_string()}});
        done(lab, tenant, "PutItem", &json!({"TableName": "metrics", "Item": item}).to_string()).await;
    }
}

async fn count(lab: &Lab, tenant: &Tenant) -> Value {
    done(lab, tenant, "Scan", r#"{"TableName": "metrics", "Select": "COUNT"}"#).await["Count"].clone()
}

#[tokio::test]
async fn a_table_is_made_described_and_deleted() {
    let lab = in_memory();
    let answer = done(&lab, &home(), "CreateTable", CREATE).await;
    let arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/metrics";
    assert_eq!(answer["TableDescription"]["TableArn"], arn);
    refused(&lab, &home(), "CreateTable", CREATE, "ResourceInUseException").await;
    for name in ["metrics", arn] {
        let body = json!({ "TableName": name }).to_string();
        let table = &done(&lab, &home(), "DescribeTable", &body).await["Table"];
        assert_eq!((&table["TableStatus"], &table["TableArn"]), (&json!("ACTIVE"), &json!(arn)));
    }
    assert_eq!(done(&lab, &home(), "ListTables", "{}").await, json!({"TableNames": ["metrics"]}));
    done(&lab, &home(), "DeleteTable", r#"{"TableName": "metrics"}"#).await;
    let describe = r#"{"TableName": "metrics"}"#;
    let gone = refused(&lab, &home(), "DescribeTable", describe, "ResourceNotFoundException").await;
    assert_eq!(gone["message"], "Requested resource not found: Table: metrics not found");
}

#[tokio::test]
async fn items_are_queried_in_the_order_of_the_range_key() {
    let lab = in_memory();
    with_table(&lab, &home()).await;
    let query = r##"{"TableName": "metrics", "ScanIndexForward": false,
        "KeyConditionExpression": "hostname = :h AND #t > :t",
        "ExpressionAttributeNames": {"#t": "timestamp"},
        "ExpressionAttributeValues": {":h": {"S": "pi"}, ":t": {"N": "2"}}}"##;
    let answer = done(&lab, &home(), "Query", query).await;
    let stamps: Vec<_> =
        answer["Items"].as_array().unwrap().iter().map(|item| &item["timestamp"]["N"]).collect();
    assert_eq!(stamps, ["5", "4", "3"]);
    assert_eq!(answer["Count"], 3);
}

#[tokio::test]
async fn a_scan_goes_on_where_it_stopped() {
    let lab = in_memory();
    with_table(&lab, &home()).await;
    let mut request = json!({"TableName": "metrics", "Limit": 2});
    let mut sizes = Vec::new();
    loop {
        let answer = done(&lab, &home(), "Scan", &request.to_string()).await;
        sizes.push(answer["Count"].as_u64().unwrap());
        let Some(key) = answer.get("LastEvaluatedKey") else { break };
        request["ExclusiveStartKey"] = key.clone();
    }
    assert_eq!(sizes, [2, 2, 1]);
}

#[tokio::test]
async fn writes_can_depend_on_what_is_there() {
    let lab = in_memory();
    with_table(&lab, &home()).await;
    let put = r#"{"TableName": "metrics", "Item": {"hostname": {"S": "pi"}, "timestamp": {"N": "1"}},
        "ConditionExpression": "attribute_not_exists(hostname)"}"#;
    let (status, answer) = call(&lab, &home(), "PutItem", put).await;
    let expected = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
        "message": "The conditional request failed",
    });
    assert_eq!((status, answer), (400, expected));
    let update = r#"{"TableName": "metrics", "Key": {"hostname": {"S": "pi"}, "timestamp": {"N": "1"}},
        "UpdateExpression": "ADD hits :one", "ExpressionAttributeValues": {":one": {"N": "1"}},
        "ReturnValues": "UPDATED_NEW"}"#;
    assert_eq!(done(&lab, &home(), "UpdateItem", update).await["Attributes"], json!({"hits": {"N": "1"}}));
    let transaction = format!(r#"{{"TransactItems": [{{"Put": {put}}}]}}"#);
    let answer =
        refused(&lab, &home(), "TransactWriteItems", &transaction, "TransactionCanceledException").await;
    assert_eq!(answer["CancellationReasons"][0]["Code"], "ConditionalCheckFailed");
    let batch = r#"{"RequestItems": {"metrics": [{"DeleteRequest":
        {"Key": {"hostname": {"S": "pi"}, "timestamp": {"N": "1"}}}}]}}"#;
    assert_eq!(done(&lab, &home(), "BatchWriteItem", batch).await, json!({"UnprocessedItems": {}}));
    assert_eq!(count(&lab, &home()).await, 4);
}

#[tokio::test]
async fn mistakes_are_told_as_dynamodb_tells_them() {
    let lab = in_memory();
    with_table(&lab, &home()).await;
    let key_missing = r#"{"TableName": "metrics", "Item": {"hostname": {"S": "pi"}}}"#;
    let table = [
        ("PutItem", key_missing, "ValidationException"),
        ("PutItem", r#"{"TableName": "metrics", "Item": {"hostname": {"S": 5}}}"#, "SerializationException"),
        ("PutItem", r#"{"TableName": "nothing", "Item": {"a": {"S": "b"}}}"#, "ResourceNotFoundException"),
        ("PutItem", r#"{"TableName": "#, "SerializationException"),
        ("PutItem", "", "SerializationException"),
        ("PutItem", "[]", "SerializationException"),
        ("PutItem", "\u{1}", "SerializationException"),
        ("ListTables", r#"{"Limit": "ten"}"#, "SerializationException"),
        ("DescribeStream", "{}", "ValidationException"),
        ("MakeTea", "{}", "UnknownOperationException"),
        ("DescribeLimits", "{}", "NotImplementedException"),
        ("CreateTable", r#"{"TableName": "t", "ResourcePolicy": "{}"}"#, "NotImplementedException"),
    ];
    for (operation, body, error) in table {
        refused(&lab, &home(), operation, body, error).await;
    }
    let deep = format!(r#"{{"Item": {}{{"S": "x"}}{}}}"#, r#"{"L":["#.repeat(90), "]}".repeat(90));
    refused(&lab, &home(), "PutItem", &deep, "ValidationException").await;
}

#[tokio::test]
async fn what_is_no_call_is_refused() {
    let lab = in_memory();
    for target in
        ["", "ListTables", "DynamoDB_20111205.ListTables", "DynamoDB_20120810.", "DynamoDB_20120810"]
    {
        let response = respond(&lab, &home(), target, "{}").await;
        assert_eq!(response.status(), 400, "{target}");
        assert_eq!(response.body(), r#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#);
        assert_eq!(response.headers()["x-amzn-requestid"], "REQUEST-ID");
    }
    let get = Request::get("/").header("x-amz-target", "DynamoDB_20120810.ListTables").body(Bytes::new());
    let response = lab.handle(Service::DynamoDb, &home(), get.unwrap(), "id").await;
    assert_eq!(response.status(), 400);
    let large = " ".repeat(super::BODY_BYTES_MAX + 1);
    assert_eq!(respond(&lab, &home(), "DynamoDB_20120810.ListTables", &large).await.status(), 413);
}

#[tokio::test]
async fn tags_and_streams_take_the_arns_that_were_given_out() {
    let lab = in_memory();
    let there = tenant("999999999999", "cn-north-1");
    let mut create: Value = serde_json::from_str(CREATE).unwrap();
    create["StreamSpecification"] = json!({"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"});
    let table = &done(&lab, &there, "CreateTable", &create.to_string()).await["TableDescription"];
    let arn = &table["TableArn"];
    assert_eq!(arn, "arn:aws-cn:dynamodb:cn-north-1:999999999999:table/metrics");
    let tags = json!({"ResourceArn": arn, "Tags": [{"Key": "lab", "Value": "1"}]});
    let (status, _) = tag(&lab, &there, &tags).await;
    assert_eq!(status, 200);
    let tags = done(&lab, &there, "ListTagsOfResource", &json!({ "ResourceArn": arn }).to_string()).await;
    assert_eq!(tags["Tags"], json!([{"Key": "lab", "Value": "1"}]));
    let foreign = json!({ "ResourceArn": arn }).to_string();
    refused(&lab, &home(), "ListTagsOfResource", &foreign, "AccessDeniedException").await;

    let stream = &done(&lab, &there, "ListStreams", "{}").await["Streams"][0]["StreamArn"];
    assert_eq!(stream, &table["LatestStreamArn"]);
    assert!(stream.as_str().unwrap().starts_with(arn.as_str().unwrap()), "{stream}");
    let put = r#"{"TableName": "metrics", "Item": {"hostname": {"S": "pi"}, "timestamp": {"N": "1"}}}"#;
    done(&lab, &there, "PutItem", put).await;
    let described = done(&lab, &there, "DescribeStream", &json!({ "StreamArn": stream }).to_string()).await;
    let shard = &described["StreamDescription"]["Shards"][0]["ShardId"];
    assert!(shard.as_str().unwrap().len() >= 28, "{shard}");
    let start = json!({"StreamArn": stream, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"});
    let iterator = done(&lab, &there, "GetShardIterator", &start.to_string()).await;
    let records = done(&lab, &there, "GetRecords", &iterator.to_string()).await;
    let record = &records["Records"][0];
    assert_eq!((&record["awsRegion"], &record["eventName"]), (&json!("cn-north-1"), &json!("INSERT")));
    assert_eq!(record["dynamodb"]["NewImage"]["timestamp"]["N"], "1");
}

/// TagResource answers with an empty body.
async fn tag(lab: &Lab, tenant: &Tenant, body: &Value) -> (u16, Bytes) {
    let response = respond(lab, tenant, "DynamoDB_20120810.TagResource", &body.to_string()).await;
    (response.status().as_u16(), response.into_body())
}

#[tokio::test]
async fn accounts_and_regions_do_not_meet() {
    let lab = in_memory();
    with_table(&lab, &home()).await;
    for other in [tenant("123456789012", "us-east-1"), tenant("000000000001", "eu-west-1")] {
        assert_eq!(done(&lab, &other, "ListTables", "{}").await, json!({"TableNames": []}));
    }
}

#[tokio::test]
async fn what_was_written_is_there_after_a_restart() {
    let directory = Directory::new("restart");
    let lab = directory.lab();
    with_table(&lab, &home()).await;
    assert!(directory.file(&home()).exists());
    lab.close().await;
    assert!(!directory.file(&home()).with_extension("db-wal").exists(), "not closed");
    let lab = directory.lab();
    assert_eq!(count(&lab, &home()).await, 5);
    drop(lab);
    assert_eq!(count(&directory.lab(), &home()).await, 5);
}

#[tokio::test]
async fn a_reset_empties_what_it_covers_and_no_more() {
    let directory = Directory::new("reset");
    let [home, region, account] =
        [home(), tenant("123456789012", "us-east-1"), tenant("000000000001", "eu-west-1")];
    let lab = directory.lab();
    for tenant in [&home, &region, &account] {
        with_table(&lab, tenant).await;
    }
    lab.reset(&Scope::Tenant(home.clone())).await.unwrap();
    assert!(!directory.file(&home).exists());
    assert_eq!(done(&lab, &home, "ListTables", "{}").await, json!({"TableNames": []}));
    assert_eq!(count(&lab, &region).await, 5);
    // Of a lab that has not opened the files yet.
    lab.close().await;
    let lab = directory.lab();
    lab.reset(&Scope::Account(region.account)).await.unwrap();
    assert!(!directory.file(&region).exists());
    assert_eq!(count(&lab, &account).await, 5);
    lab.reset(&Scope::All).await.unwrap();
    assert!(!directory.file(&account).exists());
}

#[tokio::test]
async fn memory_is_reset_too() {
    let lab = in_memory();
    with_table(&lab, &home()).await;
    lab.reset(&Scope::All).await.unwrap();
    assert_eq!(done(&lab, &home(), "ListTables", "{}").await, json!({"TableNames": []}));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reset_amid_calls_breaks_none() {
    let directory = Directory::new("amid");
    let lab = std::sync::Arc::new(directory.lab());
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let lab = std::sync::Arc::clone(&lab);
            tokio::spawn(async move {
                for _ in 0..10 {
                    let (status, answer) = call(&lab, &home(), "CreateTable", CREATE).await;
                    assert!(
                        status == 200 || answer["__type"].as_str().unwrap().contains("InUse"),
                        "{answer}"
                    );
                }
            })
        })
        .collect();
    for _ in 0..5 {
        lab.reset(&Scope::All).await.unwrap();
        tokio::task::yield_now().await;
    }
    for caller in callers {
        caller.await.unwrap();
    }
}

#[tokio::test]
async fn expired_items_are_swept() {
    let lab = in_memory();
    with_table(&lab, &home()).await;
    let ttl = r#"{"TableName": "metrics",
        "TimeToLiveSpecification": {"AttributeName": "timestamp", "Enabled": true}}"#;
    done(&lab, &home(), "UpdateTimeToLive", ttl).await;
    let status = done(&lab, &home(), "DescribeTimeToLive", r#"{"TableName": "metrics"}"#).await;
    assert_eq!(status["TimeToLiveDescription"]["TimeToLiveStatus"], "ENABLED");
    lab.dynamodb().sweep().await;
    assert_eq!(count(&lab, &home()).await, 0);
}

#[tokio::test]
async fn the_number_of_open_databases_is_bounded() {
    let lab = in_memory();
    for number in 0..DATABASES_MAX {
        done(&lab, &tenant(&format!("{number:012}"), "eu-west-1"), "ListTables", "{}").await;
    }
    let one_more = tenant("999999999999", "eu-west-1");
    refused(&lab, &one_more, "ListTables", "{}", "LimitExceededException").await;
    lab.reset(&Scope::Account("000000000000".parse().unwrap())).await.unwrap();
    done(&lab, &one_more, "ListTables", "{}").await;
}

#[test]
fn a_directory_that_cannot_be_made_is_an_error() {
    let file = std::env::temp_dir().join(format!("thingcore-lab-file-{}", std::process::id()));
    std::fs::write(&file, "").unwrap();
    let error = DynamoDb::open(Some(&file)).err().unwrap().to_string();
    assert!(error.contains(file.to_str().unwrap()), "{error}");
    std::fs::remove_file(&file).unwrap();
}
