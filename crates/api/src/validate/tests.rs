//! Golden texts. Those marked [M] are captures from AWS that third parties published.

use std::borrow::Borrow;

use super::*;
use model::{iot_data, iot_jobs_data};
use proptest::prelude::*;
use serde_json::json;

fn refusal(operation: OpId, document: impl Borrow<Value>) -> String {
    check(operation.operation(), document.borrow()).unwrap_err().to_string()
}

fn passes(operation: OpId, document: impl Borrow<Value>) {
    check(operation.operation(), document.borrow()).unwrap();
}

#[test]
fn a_bad_rule_name() {
    // [M] moto.
    let document = json!({"ruleName": "test-rule", "topicRulePayload": {"sql": "s", "actions": []}});
    assert_eq!(
        refusal(iot::op::CREATE_TOPIC_RULE, document),
        "InvalidRequestException: 1 validation error detected: Value 'test-rule' at 'ruleName' failed to \
         satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9_]+$"
    );
    let long = "-".repeat(129);
    assert_eq!(
        refusal(iot::op::GET_TOPIC_RULE, json!({"ruleName": long})),
        format!(
            "InvalidRequestException: 2 validation errors detected: Value '{long}' at 'ruleName' failed to \
             satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9_]+$; Value \
             '{long}' at 'ruleName' failed to satisfy constraint: Member must have length less than or equal \
             to 128"
        )
    );
}

#[test]
fn keys_and_values_of_a_map() {
    // [M] aws-sdk-java issue 666; the model's limit of a value was 1024 then, too.
    let document = json!({
        "thingName": "t",
        "attributePayload": {"attributes": {"\"state\"": "{\"reported\":{\"motion_info\":\"STOP\"}}"}},
    });
    let shown = r#"{"state"={"reported":{"motion_info":"STOP"}}}"#;
    let pattern = iot::shape::ATTRIBUTE_VALUE.kind;
    let Kind::String { pattern: Some(pattern), length, .. } = pattern else { panic!("a text") };
    assert_eq!(
        refusal(iot::op::UPDATE_THING, document),
        format!(
            "InvalidRequestException: 2 validation errors detected: Value '{shown}' at \
             'attributePayload.attributes' failed to satisfy constraint: Map keys must satisfy constraint: \
             [Member must have length less than or equal to 128, Member must have length greater than or \
             equal to 0, Member must satisfy regular expression pattern: [a-zA-Z0-9_.,@/:#-]+]; Value \
             '{shown}' at 'attributePayload.attributes' failed to satisfy constraint: Map value must satisfy \
             constraint: [Member must have length less than or equal to {}, Member must have length greater \
             than or equal to 0, Member must satisfy regular expression pattern: {}]",
            length.max.unwrap(),
            pattern.text()
        )
    );
}

#[test]
fn missing_members_are_null() {
    assert_eq!(
        refusal(iot::op::CREATE_POLICY, json!({"policyName": null})),
        "InvalidRequestException: 2 validation errors detected: Value null at 'policyName' failed to satisfy \
         constraint: Member must not be null; Value null at 'policyDocument' failed to satisfy constraint: \
         Member must not be null"
    );
    assert_eq!(
        refusal(iot::op::UPDATE_INDEXING_CONFIGURATION, json!({"thingIndexingConfiguration": {}})),
        "InvalidRequestException: 1 validation error detected: Value null at \
         'thingIndexingConfiguration.thingIndexingMode' failed to satisfy constraint: Member must not be null"
    );
}

#[test]
fn members_of_lists_count_from_one() {
    let document = json!({"resourceArn": "arn", "tags": [{"Key": "good"}, {"Key": ""}]});
    assert_eq!(
        refusal(iot::op::TAG_RESOURCE, document),
        "InvalidRequestException: 1 validation error detected: Value '' at 'tags.2.member.key' failed to \
         satisfy constraint: Member must have length greater than or equal to 1"
    );
}

#[test]
fn simple_lists_are_shown_whole_with_every_constraint() {
    let document = json!({"thingIndexingConfiguration": {
        "thingIndexingMode": "BOGUS",
        "filter": {"geoLocations": [{"order": "X"}], "namedShadowNames": ["ok", "not ok"]},
    }});
    assert_eq!(
        refusal(iot::op::UPDATE_INDEXING_CONFIGURATION, document),
        "InvalidRequestException: 3 validation errors detected: Value 'BOGUS' at \
         'thingIndexingConfiguration.thingIndexingMode' failed to satisfy constraint: Member must satisfy enum \
         value set: [REGISTRY_AND_SHADOW, OFF, REGISTRY]; Value '[ok, not ok]' at \
         'thingIndexingConfiguration.filter.namedShadowNames' failed to satisfy constraint: Member must satisfy \
         constraint: [Member must have length less than or equal to 64, Member must have length greater than \
         or equal to 1, Member must satisfy regular expression pattern: [$a-zA-Z0-9:_-]+]; Value 'X' at \
         'thingIndexingConfiguration.filter.geoLocations.1.member.order' failed to satisfy constraint: Member \
         must satisfy enum value set: [LatLon, LonLat]"
    );
}

#[test]
fn numbers_have_a_value_and_lists_a_length() {
    assert_eq!(
        refusal(iot::op::LIST_THINGS, json!({"maxResults": 251})),
        "InvalidRequestException: 1 validation error detected: Value '251' at 'maxResults' failed to satisfy \
         constraint: Member must have value less than or equal to 250"
    );
    assert_eq!(
        refusal(iot::op::CREATE_JOB, json!({"jobId": "j", "targets": []})),
        "InvalidRequestException: 1 validation error detected: Value '[]' at 'targets' failed to satisfy \
         constraint: Member must have length greater than or equal to 1"
    );
    let rate = json!({"baseRatePerMinute": 1, "incrementFactor": 1, "rateIncreaseCriteria": {}});
    let document =
        json!({"jobId": "j", "targets": ["t"], "jobExecutionsRolloutConfig": {"exponentialRate": rate}});
    assert_eq!(
        refusal(iot::op::CREATE_JOB, document),
        "InvalidRequestException: 1 validation error detected: Value '1.0' at \
         'jobExecutionsRolloutConfig.exponentialRate.incrementFactor' failed to satisfy constraint: Member \
         must have value greater than or equal to 1.1"
    );
}

#[test]
fn some_values_are_left_out() {
    assert_eq!(
        refusal(iot::op::GET_POLICY_VERSION, json!({"policyName": "p", "policyVersionId": "x"})),
        "InvalidRequestException: 1 validation error detected: Value at 'policyVersionId' failed to satisfy \
         constraint: Member must satisfy regular expression pattern: [0-9]+"
    );
    assert_eq!(
        refusal(iot::op::DESCRIBE_DOMAIN_CONFIGURATION, json!({"domainConfigurationName": "a b"})),
        "InvalidRequestException: 1 validation error detected: Value at 'domainConfigurationName' failed to \
         satisfy constraint: Member must satisfy regular expression pattern: [\\w.:-]+"
    );
    // The model calls the description of a package sensitive.
    let document = json!({"packageName": "p", "description": "\u{7}", "tags": {}});
    assert_eq!(
        refusal(iot::op::CREATE_PACKAGE, document),
        "ValidationException: 2 validation errors detected: Value at 'description' failed to satisfy \
         constraint: Member must satisfy regular expression pattern: [^\\p{C}]+; Value '{}' at 'tags' failed to \
         satisfy constraint: Member must have length greater than or equal to 1"
    );
}

#[test]
fn the_exception_is_the_one_of_the_operation() {
    let text = refusal(iot::op::GET_PACKAGE, json!({"packageName": "a b"}));
    assert!(text.starts_with("ValidationException: 1 validation error detected: "), "{text}");
    let text = refusal(iot_jobs_data::op::START_COMMAND_EXECUTION, json!({}));
    assert!(text.starts_with("ValidationException: 2 validation errors detected: "), "{text}");
}

#[test]
fn another_json_type_is_a_serialization_error() {
    let cases = [
        (json!({"thingName": 1}), "NUMBER_VALUE can not be converted to a String"),
        (json!({"thingName": ""  , "attributePayload": []}), "Start of list found where not expected."),
        (
            json!({"attributePayload": {"attributes": {"a": null}}}),
            "NULL_VALUE can not be converted to a String",
        ),
        (json!({"attributePayload": {"merge": "true"}}), "STRING_VALUE can not be converted to a Boolean"),
        (json!({"thingTypeName": {}}), "Start of structure or map found where not expected."),
    ];
    for (document, message) in cases {
        assert_eq!(refusal(iot::op::CREATE_THING, document), format!("SerializationException: {message}"));
    }
    let document = json!({"jobId": "j", "targets": [null]});
    assert!(refusal(iot::op::CREATE_JOB, document).starts_with("SerializationException"));
}

#[test]
fn bytes_are_measured_after_decoding() {
    let document = |text: &str| json!({"mqttContext": {"password": text}, "authorizerName": "a"});
    passes(iot::op::TEST_INVOKE_AUTHORIZER, document("AA=="));
    assert!(refusal(iot::op::TEST_INVOKE_AUTHORIZER, document("*")).starts_with("SerializationException"));
    assert!(
        refusal(iot::op::TEST_INVOKE_AUTHORIZER, document(""))
            .ends_with("'mqttContext.password' failed to satisfy constraint: Member must have length greater than or equal to 1")
    );
}

#[test]
fn a_raw_payload_is_not_missed() {
    passes(iot_data::op::UPDATE_THING_SHADOW, json!({"thingName": "t"}));
}

#[test]
fn lengths_count_characters() {
    let document = |length: usize| json!({"jobId": "j", "targets": ["t"], "description": "é".repeat(length)});
    passes(iot::op::CREATE_JOB, document(2028));
    assert!(refusal(iot::op::CREATE_JOB, document(2029)).ends_with("less than or equal to 2028"));
}

#[test]
fn messages_are_bounded() {
    let actions: Vec<Value> = (0..100_000).map(|_| json!({"s3": {}})).collect();
    let document = json!({"ruleName": "r", "topicRulePayload": {"sql": "s", "actions": actions}});
    assert!(refusal(iot::op::CREATE_TOPIC_RULE, document).len() < 2 * MESSAGE_BYTES_MAX + 4_000_000);
}

/// A value of the shape with everything that it can hold, of the right types.
fn full(shape: &Shape) -> Value {
    match shape.kind {
        Kind::Structure { members, .. } => {
            members.iter().map(|member| (member.name.to_string(), full(member.shape))).collect()
        }
        Kind::List { member, .. } => json!([full(member)]),
        Kind::Map { key, value, .. } => {
            [(full(key).as_str().unwrap().to_string(), full(value))].into_iter().collect()
        }
        Kind::String { values, .. } => values.first().copied().unwrap_or("1").into(),
        Kind::Integer(_) | Kind::Long(_) => json!(1),
        Kind::Double(_) | Kind::Timestamp => json!(1.5),
        Kind::Boolean => json!(true),
        Kind::Blob { .. } => json!("AA=="),
    }
}

#[test]
fn right_types_pass_in_every_operation() {
    for operation in OpId::all().map(OpId::operation) {
        if let Err(error) = check(operation, &full(operation.input)) {
            assert_ne!(error.name(), "SerializationException", "{}: {error}", operation.name);
        }
    }
}

#[test]
fn typed_requests_hold_every_member() {
    fn round_trip<R: model::Request>() {
        let document = full(R::OPERATION.operation().input);
        let typed = R::read(document.clone()).unwrap();
        assert_eq!(typed.write(), document, "{:?}", R::OPERATION);
    }
    round_trip::<iot::CreateTopicRuleRequest>();
    round_trip::<iot::CreateJobRequest>();
    round_trip::<iot::CreateOTAUpdateRequest>();
    round_trip::<iot::CreateSecurityProfileRequest>();
    round_trip::<iot::CreateCommandRequest>();
    round_trip::<iot::UpdateEventConfigurationsRequest>();
    round_trip::<iot::UpdateIndexingConfigurationRequest>();
    round_trip::<iot_jobs_data::UpdateJobExecutionRequest>();
}

/// Any JSON, some of it under names that the models use.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
    ];
    let names =
        ["thingName", "attributePayload", "attributes", "topicRulePayload", "actions", "sql", "s3", "tags"];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(names.to_vec()), inner), 0..6).prop_map(|entries| {
                entries.into_iter().map(|(name, value)| (name.to_string(), value)).collect()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn no_document_panics(document in any_json(), index in 0..model::OPERATION_COUNT) {
        let operation = OpId::all().nth(index).unwrap();
        let _ = check(operation.operation(), &document);
    }

    #[test]
    fn what_passes_can_be_read(mut document in any_json()) {
        if let Some(object) = document.as_object_mut() {
            object.insert("thingName".into(), "t".into());
        }
        let read = <iot::CreateThingRequest as model::Model>::read(document.clone());
        let checked = check(iot::op::CREATE_THING.operation(), &document);
        prop_assert!(read.is_ok() || checked.is_err(), "{checked:?} {read:?}");
    }
}
