//! What AWS does and the engine alone would not.

use serde_json::{Value, json};

use super::{call, done, home, in_memory, refused};
use crate::Lab;

/// A table with a text for its range key, of which a stream can be on.
async fn with_texts(lab: &Lab, stream: Option<&str>) -> Value {
    let mut create = json!({
        "TableName": "texts", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    });
    if let Some(view) = stream {
        create["StreamSpecification"] = json!({"StreamEnabled": true, "StreamViewType": view});
    }
    done(lab, &home(), "CreateTable", &create.to_string()).await["TableDescription"].clone()
}

async fn put(lab: &Lab, sk: &str, more: &Value) {
    let mut item = json!({"pk": {"S": "p"}, "sk": {"S": sk}});
    item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    done(lab, &home(), "PutItem", &json!({"TableName": "texts", "Item": item}).to_string()).await;
}

/// The message of a `ValidationException`.
async fn invalid(lab: &Lab, operation: &str, body: &Value) -> String {
    let answer = refused(lab, &home(), operation, &body.to_string(), "ValidationException").await;
    answer["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn capacity_is_provisioned_unless_the_request_says_otherwise() {
    let lab = in_memory();
    let create = json!({
        "TableName": "plain", "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    });
    let text = "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both \
                be specified when BillingMode is PROVISIONED";
    assert_eq!(invalid(&lab, "CreateTable", &create).await, text);
    // What is wrong otherwise is said first.
    let nameless = json!({"TableName": "x"});
    assert_ne!(invalid(&lab, "CreateTable", &nameless).await, text);
    let mut given = create;
    given["ProvisionedThroughput"] = json!({"ReadCapacityUnits": 1, "WriteCapacityUnits": 1});
    done(&lab, &home(), "CreateTable", &given.to_string()).await;
}

#[tokio::test]
async fn a_stream_is_neither_replaced_nor_put_out_twice() {
    let lab = in_memory();
    let stream = with_texts(&lab, Some("NEW_IMAGE")).await["LatestStreamArn"].clone();
    let on = json!({"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"});
    let on = json!({"TableName": "texts", "StreamSpecification": on});
    let off = json!({"TableName": "texts", "StreamSpecification": {"StreamEnabled": false}});
    let text = "Table already has an enabled stream: TableName: texts";
    assert_eq!(invalid(&lab, "UpdateTable", &on).await, text);
    let table = done(&lab, &home(), "DescribeTable", r#"{"TableName": "texts"}"#).await;
    assert_eq!(table["Table"]["LatestStreamArn"], stream);
    done(&lab, &home(), "UpdateTable", &off.to_string()).await;
    let text = "Table has no stream to disable: TableName: texts";
    assert_eq!(invalid(&lab, "UpdateTable", &off).await, text);
    done(&lab, &home(), "UpdateTable", &on.to_string()).await;
}

#[tokio::test]
async fn time_to_live_is_switched_and_not_moved() {
    let lab = in_memory();
    with_texts(&lab, None).await;
    let to = |attribute: &str, enabled: bool| {
        let wanted = json!({"AttributeName": attribute, "Enabled": enabled});
        json!({"TableName": "texts", "TimeToLiveSpecification": wanted})
    };
    let update = async |wanted: &Value| done(&lab, &home(), "UpdateTimeToLive", &wanted.to_string()).await;
    let message = async |wanted: &Value| invalid(&lab, "UpdateTimeToLive", wanted).await;
    assert_eq!(message(&to("a", false)).await, "TimeToLive is already disabled");
    update(&to("a", true)).await;
    assert_eq!(message(&to("a", true)).await, "TimeToLive is already enabled");
    let other = "TimeToLive is active on a different AttributeName: current AttributeName is a";
    assert_eq!(message(&to("b", true)).await, other);
    assert_eq!(message(&to("b", false)).await, other);
    update(&to("a", false)).await;
    update(&to("b", true)).await;
    let nothing =
        json!({"TableName": "nothing", "TimeToLiveSpecification": {"AttributeName": "a", "Enabled": true}});
    refused(&lab, &home(), "UpdateTimeToLive", &nothing.to_string(), "ResourceNotFoundException").await;
}

/// The records of the table's stream, and the shard that they are in.
async fn records(lab: &Lab, stream: &Value) -> (Vec<Value>, Value) {
    let stream = json!({ "StreamArn": stream });
    let described = done(lab, &home(), "DescribeStream", &stream.to_string()).await;
    let shard = described["StreamDescription"]["Shards"][0].clone();
    let mut start = stream;
    start["ShardId"] = shard["ShardId"].clone();
    start["ShardIteratorType"] = "TRIM_HORIZON".into();
    let iterator = done(lab, &home(), "GetShardIterator", &start.to_string()).await;
    let mut answer = done(lab, &home(), "GetRecords", &iterator.to_string()).await;
    (serde_json::from_value(answer["Records"].take()).unwrap(), shard)
}

#[tokio::test]
async fn a_write_that_changes_nothing_leaves_no_record_where_both_images_show_it() {
    for (view, expected) in [("NEW_AND_OLD_IMAGES", 3), ("NEW_IMAGE", 5)] {
        let lab = in_memory();
        let stream = with_texts(&lab, Some(view)).await["LatestStreamArn"].clone();
        put(&lab, "1", &json!({"set": {"SS": ["a", "b"]}})).await;
        put(&lab, "1", &json!({"set": {"SS": ["a", "b"]}})).await;
        put(&lab, "1", &json!({"set": {"SS": ["b", "a"]}})).await;
        put(&lab, "1", &json!({"set": {"SS": ["b"]}})).await;
        let key = json!({"TableName": "texts", "Key": {"pk": {"S": "p"}, "sk": {"S": "1"}}});
        done(&lab, &home(), "DeleteItem", &key.to_string()).await;
        let (records, shard) = records(&lab, &stream).await;
        assert_eq!(records.len(), expected, "{view}");
        assert_eq!(records[expected - 1]["eventName"], "REMOVE");
        // The shard is open.
        let range = shard["SequenceNumberRange"].as_object().unwrap();
        assert_eq!(range.keys().collect::<Vec<_>>(), ["StartingSequenceNumber"]);
    }
}

#[tokio::test]
async fn a_transaction_reads_what_the_projection_names() {
    let lab = in_memory();
    with_texts(&lab, None).await;
    let (m, x) = (json!({"M": {"x": {"N": "2"}, "y": {"N": "3"}}}), json!({"M": {"x": {"N": "2"}}}));
    let key = json!({"pk": {"S": "p"}, "sk": {"S": "5"}});
    let table = [
        (json!("v"), json!({"Item": {"v": {"N": "1"}}})),
        (json!("#s, v"), json!({"Item": {"sk": {"S": "1"}, "v": {"N": "1"}}})),
        (json!("m.x"), json!({"Item": {"m": x}})),
        (json!("nothing"), json!({})),
        (json!("pk"), json!({"Item": {"pk": {"S": "p"}}})),
        (Value::Null, json!({"Item": {"pk": key["pk"], "sk": key["sk"], "v": {"N": "1"}, "m": m}})),
        (json!("pk.x"), json!({})),
    ];
    let mut gets = Vec::new();
    for (place, (projection, _)) in table.iter().enumerate() {
        put(&lab, &place.to_string(), &json!({"v": {"N": "1"}, "m": m})).await;
        let key = json!({"pk": {"S": "p"}, "sk": {"S": place.to_string()}});
        let mut get = json!({"TableName": "texts", "Key": key, "ProjectionExpression": projection});
        if projection.as_str().is_some_and(|text| text.contains('#')) {
            get["ExpressionAttributeNames"] = json!({"#s": "sk"});
        }
        gets.push(json!({ "Get": get }));
    }
    let request = json!({ "TransactItems": gets }).to_string();
    let answer = done(&lab, &home(), "TransactGetItems", &request).await;
    assert_eq!(answer["Responses"], Value::from_iter(table.map(|(_, expected)| expected)));
}

#[tokio::test]
async fn of_an_item_that_was_not_there_nothing_is_returned() {
    let lab = in_memory();
    with_texts(&lab, None).await;
    let update = |sk: &str, returned: &str| {
        json!({
            "TableName": "texts", "Key": {"pk": {"S": "p"}, "sk": {"S": sk}}, "ReturnValues": returned,
            "UpdateExpression": "SET v = :v", "ExpressionAttributeValues": {":v": {"N": "1"}},
        })
        .to_string()
    };
    let done = async |request: String| done(&lab, &home(), "UpdateItem", &request).await;
    assert_eq!(done(update("1", "ALL_OLD")).await, json!({}));
    let old = json!({"Attributes": {"pk": {"S": "p"}, "sk": {"S": "1"}, "v": {"N": "1"}}});
    assert_eq!(done(update("1", "ALL_OLD")).await, old);
    assert_eq!(done(update("2", "UPDATED_OLD")).await, json!({}));
    // An item that has only its key is one.
    put(&lab, "3", &json!({})).await;
    let key = json!({"Attributes": {"pk": {"S": "p"}, "sk": {"S": "3"}}});
    assert_eq!(done(update("3", "ALL_OLD")).await, key);
    let nowhere = update("1", "ALL_OLD").replace("texts", "nothing");
    let (status, answer) = call(&lab, &home(), "UpdateItem", &nowhere).await;
    assert_eq!((status, answer["__type"].as_str().unwrap().contains("ResourceNotFound")), (400, true));
}

#[tokio::test]
async fn key_conditions_are_refused_as_on_aws() {
    let lab = in_memory();
    with_texts(&lab, None).await;
    put(&lab, "1", &json!({})).await;
    let query = |condition: &str, values: Value| {
        json!({
            "TableName": "texts", "KeyConditionExpression": condition, "ExpressionAttributeValues": values,
            "ExpressionAttributeNames": if condition.contains('#') { json!({"#s": "sk"}) } else { Value::Null },
        })
    };
    let (a, empty) = (json!({"S": "p"}), json!({"S": ""}));
    for (condition, operator) in [
        ("pk = :a OR sk = :a", "OR"),
        ("(pk = :a OR sk = :a) AND pk = :a", "OR"),
        ("pk = :a AND sk IN (:a)", "IN"),
        ("pk = :a AND sk <> :a", "<>"),
        ("pk = :a AND NOT sk = :a", "NOT"),
    ] {
        let text = invalid(&lab, "Query", &query(condition, json!({":a": a}))).await;
        assert_eq!(
            text,
            format!("Invalid operator used in KeyConditionExpression: {operator}"),
            "{condition}"
        );
    }
    let said = |kind: &str, name: &str| {
        format!(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain \
             an empty {kind} value. Key: {name}"
        )
    };
    for (condition, name) in [
        ("pk = :e", "pk"),
        ("pk = :a AND #s = :e", "sk"),
        ("pk = :a AND begins_with(sk, :e)", "sk"),
        ("pk = :a AND sk BETWEEN :e AND :a", "sk"),
    ] {
        let values =
            if condition.contains(":a") { json!({":a": a, ":e": empty}) } else { json!({":e": empty}) };
        assert_eq!(
            invalid(&lab, "Query", &query(condition, values)).await,
            said("string", name),
            "{condition}"
        );
    }
    let equals = |value: &Value| json!({"ComparisonOperator": "EQ", "AttributeValueList": [value]});
    let old = json!({"TableName": "texts", "KeyConditions": {"pk": equals(&a), "sk": equals(&empty)}});
    assert_eq!(invalid(&lab, "Query", &old).await, said("string", "sk"));
    // An empty value that is compared with something else is a value.
    let mut filtered = query("pk = :a", json!({":a": a, ":e": empty}));
    filtered["FilterExpression"] = "v <> :e".into();
    assert_eq!(done(&lab, &home(), "Query", &filtered.to_string()).await["Count"], 1);
}
