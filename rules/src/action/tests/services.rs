//! Actions that make something else of the payload, or of the templates alone.

use super::*;

fn failure(action: &Json, payload: &[u8]) -> (&'static str, String, String) {
    let failure = requested("SELECT * FROM 'a'", action, payload).unwrap_err();
    (failure.failed_action, failure.failed_resource, failure.error_message)
}

fn request(action: &Json, payload: &[u8]) -> ActionRequest {
    requested("SELECT * FROM 'a'", action, payload).unwrap()
}

#[test]
fn metrics_are_templates_throughout() {
    let action = |value: &str| {
        json!({"cloudwatchMetric": {
            "metricNamespace": "n/${topic(1)}", "metricName": "${topic(2)}", "metricValue": value,
            "metricUnit": "${unit}", "metricTimestamp": "${timestamp() / 300}", "roleArn": ROLE,
        }})
    };
    let expected = MetricRequest {
        role_arn: ROLE.into(),
        namespace: "n/dt".into(),
        name: "lamp".into(),
        value: 2.5,
        unit: "Percent".into(),
        timestamp_seconds: Some(3),
    };
    let payload = br#"{"unit":"Percent","v":"2.5"}"#;
    assert_eq!(request(&action("${v}"), payload), ActionRequest::CloudwatchMetric(expected));
    let text = "metricValue is no number".to_owned();
    assert_eq!(failure(&action("${x}"), payload), ("CloudwatchMetricAction", "lamp".into(), text));
    let missing = json!({"cloudwatchMetric": {"metricNamespace": "n", "metricName": "m", "metricValue": "1", "roleArn": ROLE}});
    assert_eq!(refused("SELECT *", &missing), "actions.0.cloudwatchMetric.metricUnit: is missing");
}

#[test]
fn alarms_have_three_states() {
    let action = |state: &str| {
        json!({"cloudwatchAlarm": {
            "alarmName": "a", "stateReason": "${r}", "stateValue": state, "roleArn": ROLE,
        }})
    };
    let payload = br#"{"r":"hot","s":"ALARM","t":"alarm"}"#;
    for (text, state) in [
        ("OK", AlarmState::Ok),
        ("${s}", AlarmState::Alarm),
        ("INSUFFICIENT_DATA", AlarmState::InsufficientData),
    ] {
        let expected = AlarmRequest { role_arn: ROLE.into(), name: "a".into(), reason: "hot".into(), state };
        assert_eq!(request(&action(text), payload), ActionRequest::CloudwatchAlarm(expected));
    }
    assert_eq!(failure(&action("${t}"), payload).2, "'alarm' is not a valid value");
    assert_eq!(
        refused("SELECT *", &action("alarm")),
        "actions.0.cloudwatchAlarm.stateValue: 'alarm' is not a value of it"
    );
}

#[test]
fn executions_are_named_by_prefix_and_uuid() {
    let action = |prefix: Option<&str>| json!({"stepFunctions": {"stateMachineName": "m", "executionNamePrefix": prefix, "roleArn": ROLE}});
    let name = |prefix: Option<&str>| match request(&action(prefix), b"{}") {
        ActionRequest::StepFunctions(request) => request.execution_name,
        other => panic!("{other:?}"),
    };
    assert_eq!(name(Some("${topic(2)}-")), "lamp-00000000-0000-4007-8000-000000000007");
    assert_eq!(name(None), "00000000-0000-4007-8000-000000000007");
    let expected = ("StepFunctionsAction", "m".to_owned(), "the payload is not JSON".to_owned());
    assert_eq!(failure(&action(None), b"x"), expected);
    let nameless = json!({"stepFunctions": {"roleArn": ROLE}});
    assert_eq!(refused("SELECT *", &nameless), "actions.0.stepFunctions.stateMachineName: is missing");
}

#[test]
fn timestream_makes_a_record_of_each_key() {
    let action = |timestamp: Json| {
        json!({"timestream": {
            "databaseName": "d", "tableName": "t", "roleArn": ROLE, "timestamp": timestamp,
            "dimensions": [{"name": "${topic()}", "value": "${topic(2)}"}, {"name": "site", "value": "s"}],
        }})
    };
    let timestream = |timestamp: Json, payload: &[u8]| match request(&action(timestamp), payload) {
        ActionRequest::Timestream(request) => request,
        other => panic!("{other:?}"),
    };
    let payload = br#"{"b":true,"i":7,"d":2.50,"s":"x","o":{"k": [1]},"n":null,"i":8}"#;
    let plain = timestream(Json::Null, payload);
    assert_eq!((plain.time, plain.time_unit.name()), (1000, "MILLISECONDS"));
    // The name of a dimension is no template.
    let dimensions = vec![("${topic()}".to_owned(), "lamp".to_owned()), ("site".into(), "s".into())];
    assert_eq!(plain.dimensions, dimensions);
    let measures: Vec<_> =
        plain.measures.iter().map(|m| (m.name.as_str(), m.value.as_str(), m.value_type)).collect();
    let expected = [
        ("b", "true", "BOOLEAN"),
        ("d", "2.50", "DOUBLE"),
        ("s", "x", "VARCHAR"),
        ("o", r#"{"k":[1]}"#, "VARCHAR"),
        ("i", "8", "BIGINT"),
    ];
    assert_eq!(measures, expected);
    let timed = timestream(json!({"value": "${at}", "unit": "SECONDS"}), br#"{"at":5}"#);
    assert_eq!((timed.time, timed.time_unit.name()), (5, "SECONDS"));

    let fails = |payload: &str| failure(&action(Json::Null), payload.as_bytes());
    let text = "the payload is not a JSON object".to_owned();
    assert_eq!(fails("[1]"), ("TimestreamAction", "t".into(), text));
    assert_eq!(fails(r#"{"n":null}"#).2, "the payload has no keys with a value");
    let keys = |count: usize| {
        let keys: Vec<_> = (0..count).map(|n| format!("\"k{n}\":1")).collect();
        format!("{{{}}}", keys.join(","))
    };
    assert_eq!(timestream(Json::Null, keys(100).as_bytes()).measures.len(), 100);
    assert_eq!(fails(&keys(101)).2, "the payload has more than 100 keys");
    let unit = json!({"value": "1", "unit": "HOURS"});
    let text = "actions.0.timestream.timestamp.unit: 'HOURS' is not a value of it";
    assert_eq!(refused("SELECT *", &action(unit)), text);
    let mut none = action(Json::Null);
    none["timestream"]["dimensions"] = json!([]);
    assert_eq!(refused("SELECT *", &none), "actions.0.timestream.dimensions: has not 1 to 128 entries");
}

#[test]
fn iot_events_takes_one_message_or_a_batch_of_ten() {
    let action = |id: Option<&str>, batch: bool| json!({"iotEvents": {"inputName": "in", "messageId": id, "batchMode": batch, "roleArn": ROLE}});
    let messages = |id: Option<&str>, batch: bool, payload: &[u8]| match request(&action(id, batch), payload)
    {
        ActionRequest::IotEvents(request) => request
            .messages
            .into_iter()
            .map(|message| (message.id, String::from_utf8(message.payload).unwrap()))
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let random = "00000000-0000-4007-8000-000000000007".to_owned();
    assert_eq!(messages(Some("${topic(2)}"), false, b"{}"), [("lamp".to_owned(), "{}".to_owned())]);
    assert_eq!(messages(None, false, b"[1, 2]"), [(random.clone(), "[1, 2]".to_owned())]);
    assert_eq!(messages(None, true, b"[1, 2]"), [(random.clone(), "1".into()), (random.clone(), "2".into())]);
    assert_eq!(messages(None, true, b"{}"), [(random, "{}".to_owned())]);
    let eleven = b"[1,2,3,4,5,6,7,8,9,10,11]";
    let text = "the batch has 11 messages; 1 to 10 are allowed".to_owned();
    assert_eq!(failure(&action(None, true), eleven), ("IotEventsAction", "in".into(), text));
    assert_eq!(failure(&action(None, false), b"x").2, "the payload is not JSON");
    assert_eq!(
        refused("SELECT *", &action(Some("id"), true)),
        "actions.0.iotEvents.messageId: cannot be given with batchMode"
    );
}

#[test]
fn site_wise_values_have_types() {
    let value = |value: Json| {
        json!({"value": value, "timestamp": {"timeInSeconds": "${timestamp() / 300}", "offsetInNanos": "5"},
               "quality": "GOOD"})
    };
    let entry = |values: &[Json]| json!({"propertyAlias": "/a/${topic(2)}", "propertyValues": values});
    let action =
        |entry: Json| json!({"iotSiteWise": {"putAssetPropertyValueEntries": [entry], "roleArn": ROLE}});
    let values = [
        value(json!({"stringValue": "${s}"})),
        value(json!({"integerValue": "${i}"})),
        value(json!({"doubleValue": "${i}"})),
        value(json!({"booleanValue": "${b}"})),
    ];
    let payload = br#"{"s":"x","i":"7","b":true}"#;
    let ActionRequest::IotSiteWise(made) = request(&action(entry(&values)), payload) else { panic!() };
    assert_eq!(made.resource(), "/a/lamp");
    let made = &made.entries[0];
    assert_eq!((made.property_alias.as_deref(), made.asset_id.as_deref()), (Some("/a/lamp"), None));
    assert_eq!(made.entry_id, "00000000-0000-4007-8000-000000000007");
    let variants: Vec<_> = made.values.iter().map(|value| value.variant.clone()).collect();
    use PropertyVariant::{Boolean, Double, Integer, Text};
    assert_eq!(variants, [Text("x".into()), Integer(7), Double(7.0), Boolean(true)]);
    let first = &made.values[0];
    assert_eq!(
        (first.time_in_seconds, first.offset_in_nanos, first.quality.as_deref()),
        (3, Some(5), Some("GOOD"))
    );

    let fails = |value_json: Json| failure(&action(entry(&[value(value_json)])), payload);
    let text = "integerValue is no whole number of 64 bits".to_owned();
    assert_eq!(fails(json!({"integerValue": "1.5"})), ("IotSiteWiseAction", "/a/lamp".into(), text));
    assert_eq!(fails(json!({"doubleValue": "${s}"})).2, "doubleValue is no number");
    assert_eq!(fails(json!({"booleanValue": "1"})).2, "booleanValue is no Boolean");

    let path = "actions.0.iotSiteWise.putAssetPropertyValueEntries";
    let two = entry(&[value(json!({"stringValue": "a", "doubleValue": "1"}))]);
    assert_eq!(
        refused("SELECT *", &action(two)),
        format!("{path}.0.propertyValues.0.value: is not exactly one value")
    );
    let mut both = entry(&values);
    both["assetId"] = json!("a");
    let text = "is the one way to name a property, assetId with propertyId the other";
    assert_eq!(refused("SELECT *", &action(both)), format!("{path}.0.propertyAlias: {text}"));
    let none = json!({"iotSiteWise": {"putAssetPropertyValueEntries": [], "roleArn": ROLE}});
    assert_eq!(refused("SELECT *", &none), format!("{path}: has no entries"));
}

#[test]
fn positions_have_a_time_in_some_unit() {
    let action = |timestamp: Json| {
        json!({"location": {
            "trackerName": "t", "deviceId": "${topic(2)}", "latitude": "${lat}", "longitude": "-12.25",
            "timestamp": timestamp, "roleArn": ROLE,
        }})
    };
    let expected = |sample_time_millis| {
        ActionRequest::Location(LocationRequest {
            role_arn: ROLE.into(),
            tracker_name: "t".into(),
            device_id: "lamp".into(),
            latitude: 47.5,
            longitude: -12.25,
            sample_time_millis,
        })
    };
    let payload = br#"{"lat":47.5,"at":1700000000123}"#;
    assert_eq!(request(&action(Json::Null), payload), expected(1000));
    for (timestamp, millis) in [
        (json!({"value": "${at}"}), 1_700_000_000_123),
        (json!({"value": "1700000000", "unit": "SECONDS"}), 1_700_000_000_000),
        (json!({"value": "1700000000123456", "unit": "MICROSECONDS"}), 1_700_000_000_123),
        (json!({"value": "1700000000123456789", "unit": "NANOSECONDS"}), 1_700_000_000_123),
    ] {
        assert_eq!(request(&action(timestamp), payload), expected(millis));
    }
    assert_eq!(
        failure(&action(Json::Null), b"{}"),
        ("LocationAction", "t".into(), "latitude is no number".into())
    );
    let far = json!({"value": "9223372036854775807", "unit": "SECONDS"});
    assert_eq!(failure(&action(far), payload).2, "the timestamp is out of range");
    let never = json!({"value": "${x}"});
    assert_eq!(failure(&action(never), payload).2, "the timestamp is no point in time");
}
