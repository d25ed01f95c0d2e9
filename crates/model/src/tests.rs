//! Tests of the generated half through its public names.

use serde_json::json;

use crate::*;

#[test]
fn ids_lead_to_their_own_rows() {
    let ids: Vec<OpId> = OpId::all().collect();
    assert_eq!(ids.len(), OPERATION_COUNT);
    for (index, id) in ids.into_iter().enumerate() {
        assert_eq!(id.index(), index);
        assert_eq!(id.operation().id, id);
        assert_eq!(id.operation().service.service().id, id.operation().service);
    }
}

#[test]
fn models_are_complete() {
    let counts: Vec<(&str, usize)> = SERVICES.iter().map(|s| (s.name, s.operations.len())).collect();
    assert_eq!(counts, [("iot", 272), ("iot-data", 11), ("iot-jobs-data", 5)]);
    assert_eq!(iot::SERVICE.error("CertificateStateException").unwrap().status, 406);
    assert_eq!(iot_data::SERVICE.error("ThrottlingException").unwrap().status, 429);
    assert_eq!(iot::error::RESOURCE_ALREADY_EXISTS_EXCEPTION.members, ["resourceId", "resourceArn"],);
}

#[test]
fn bindings_keep_their_wire_names() {
    let describe = iot::op::DESCRIBE_CA_CERTIFICATE.operation();
    assert_eq!(describe.path, [Segment::Literal("cacertificate"), Segment::Label("caCertificateId")]);
    let id = &describe.input.members()[0];
    assert_eq!((id.name, id.location), ("certificateId", Location::Path("caCertificateId")));
    let list = iot::op::LIST_POLICIES.operation().input;
    let ascending = list.members().iter().find(|member| member.name == "ascendingOrder").unwrap();
    assert_eq!(ascending.location, Location::Query("isAscendingOrder"));
    assert_eq!(iot::op::CREATE_JOB.operation().method, "PUT");
    assert_eq!(iot_data::shape::PUBLISH_REQUEST.payload().unwrap().name, "payload");
}

#[test]
fn structures_are_read_and_written() {
    let document = json!({
        "sql": "SELECT * FROM 'a'",
        "actions": [{"republish": {"roleArn": "r", "topic": "b", "qos": 1}}, {"dynamoDBv2": {"roleArn": "r",
            "putItem": {"tableName": "t"}}}],
        "ruleDisabled": false,
    });
    let mut sent = document.clone();
    sent["unknown"] = json!([1]);
    sent["description"] = json!(null);
    let payload = iot::TopicRulePayload::read(sent).unwrap();
    assert_eq!(payload.actions[0].republish.as_ref().unwrap().qos, Some(1));
    assert_eq!(payload.actions[1].dynamo_db_v2.as_ref().unwrap().put_item.table_name, "t");
    assert_eq!(payload.description, None);
    assert_eq!(payload.write(), document);
}

#[test]
fn errors_name_the_member() {
    let error =
        iot::TopicRulePayload::read(json!({"sql": "s", "actions": [{"s3": {"roleArn": 1}}]})).unwrap_err();
    assert_eq!(error.to_string(), "expected a text at 'actions.s3.roleArn'");
    let error = iot::TopicRulePayload::read(json!({"sql": "s"})).unwrap_err();
    assert_eq!(error.to_string(), "expected a required member at 'actions'");
    assert!(iot::TopicRulePayload::read(json!([])).is_err());
}

#[test]
fn maps_keep_their_order() {
    let document = json!({"attributes": {"z": "1", "a": "2"}});
    let payload = iot::AttributePayload::read(document.clone()).unwrap();
    let attributes = payload.attributes.clone().unwrap();
    assert_eq!(attributes.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["z", "a"]);
    assert_eq!(attributes.get("a").unwrap(), "2");
    assert_eq!(payload.write().to_string(), document.to_string());
}

#[test]
fn enumerations_know_their_texts() {
    use iot::CertificateStatus;
    for &status in CertificateStatus::ALL {
        assert_eq!(CertificateStatus::parse(status.as_str()), Some(status));
    }
    assert_eq!(CertificateStatus::PendingActivation.as_str(), "PENDING_ACTIVATION");
    assert_eq!(CertificateStatus::parse("active"), None);
    assert!(CertificateStatus::read(json!("NO")).is_err());
}

#[test]
fn bytes_are_base64_in_documents_and_raw_as_payload() {
    let value = iot::CommandParameterValue { b: None, bin: Some(vec![1, 2, 255]), ..Default::default() };
    assert_eq!(value.clone().write(), json!({"BIN": "AQL/"}));
    assert_eq!(iot::CommandParameterValue::read(json!({"BIN": "AQL/"})), Ok(value));
    assert!(iot::CommandParameterValue::read(json!({"BIN": "*"})).is_err());

    let mut answer = iot_data::GetThingShadowResponse { payload: b"{}".to_vec() };
    assert_eq!(answer.take_payload().unwrap(), b"{}");
    assert_eq!(answer.write(), json!({}));
    let mut request = iot_data::PublishRequest::read(json!({"topic": "t", "payload": "ignored"})).unwrap();
    request.set_payload(vec![7]);
    assert_eq!(request.payload, [7]);
}

#[test]
fn required_enumerations_do_not_stop_defaults() {
    let configuration = iot::ThingIndexingConfiguration { custom_fields: Some(vec![]), ..Default::default() };
    assert_eq!(configuration.thing_indexing_mode, iot::ThingIndexingMode::Off);
}
