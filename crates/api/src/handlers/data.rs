//! Publishing over HTTP (mqtt.md §12, api-errors.md §10).

use std::sync::Arc;

use base::{Limit, Limits};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use broker::{NewMessage, Publisher};
use model::iot_data::{PayloadFormatIndicator, PublishRequest};
use mqtt::encode::PropertyList;
use mqtt::{PropertyId, QoS, topic};
use policy::Action;
use serde_json::Value;

use super::support::committed;
use crate::cloud::Cloud;
use crate::credentials::Principal;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot_data::op;
    crate::handlers! {
        op::PUBLISH => async publish, exact;
    }
}

async fn publish(call: &Call<'_, Cloud>, input: PublishRequest) -> Result<(), ApiError> {
    let limits = &call.context.limits;
    check_topic(limits, &input.topic)?;
    if input.payload.len() > limits.payload_bytes {
        limits.hit(Limit::PayloadBytes);
        return Err(ApiError::request_entity_too_large("The payload exceeds the maximum size allowed"));
    }
    let retain = input.retain.unwrap_or(false);
    if retain && topic::is_reserved(&input.topic) {
        return Err(ApiError::invalid_request("Messages on reserved topics cannot be retained"));
    }
    Cloud::authorize(call, Action::Publish, &input.topic, call.now)?;
    if retain {
        Cloud::authorize(call, Action::RetainPublish, &input.topic, call.now)?;
    }
    let (properties, expiry) = properties(limits, &input)?;
    let message = NewMessage {
        topic: &input.topic,
        payload: &input.payload,
        // The model allows 0 and 1.
        qos: if input.qos == Some(1) { QoS::AtLeastOnce } else { QoS::AtMostOnce },
        retain,
        properties: properties.as_raw(),
        expiry,
    };
    let account = call.context.broker.account(call.tenant());
    let published = account.request_publish(&message, &publisher(call));
    let ticket = published.map_err(|_| ApiError::throttling("Rate exceeded"))?;
    committed(&call.context.store, ticket).await
}

/// What `principal()` of a rule answers for the caller.
/// Who publishes over HTTP, or asks for a shadow.
pub(super) fn publisher(call: &Call<'_, Cloud>) -> Arc<Publisher> {
    Arc::new(Publisher {
        client_id: None,
        principal: Some(principal(&call.caller.principal).into()),
        source_ip: Some(call.source_ip),
        republished: 0,
    })
}

fn principal(principal: &Principal) -> String {
    match principal {
        Principal::AccessKey(id) | Principal::Authorizer(id) => id.clone(),
        Principal::Certificate(id) => id.to_string(),
        Principal::Anonymous => "anonymous".into(),
    }
}

fn check_topic(limits: &Limits, name: &str) -> Result<(), ApiError> {
    if name.is_empty() || topic::has_wildcard(name) || name.contains('\0') {
        return Err(ApiError::invalid_request("Invalid topic"));
    }
    let mut counted = name;
    if let Some(rest) = name.strip_prefix('$') {
        let levels: Vec<&str> = rest.split('/').collect();
        match levels.as_slice() {
            ["aws", "things", _, "jobs" | "defender" | "streams", ..] | ["aws", "commands", ..] => {
                return Err(ApiError::invalid_request("Invalid publish to restricted topic using HTTP"));
            }
            // The levels up to the rule's name count for neither limit (mqtt.md §4).
            ["aws", "rules", rule, ..] if !rule.is_empty() => {
                counted = name.splitn(4, '/').nth(3).unwrap_or_default();
            }
            ["aws", "things", _, ..] => {}
            _ => return Err(ApiError::invalid_request("Topic can't start with $")),
        }
    }
    let too_long = counted.len() > limits.topic_bytes;
    if too_long || topic::slashes(counted) > limits.topic_slashes {
        limits.hit(if too_long { Limit::TopicBytes } else { Limit::TopicSlashes });
        return Err(ApiError::invalid_request("Invalid topic: it is longer or deeper than allowed"));
    }
    Ok(())
}

/// The MQTT 5 properties of a request, and its expiry. Sizes are those of mqtt.md §10.
pub(super) fn properties(
    limits: &Limits,
    input: &PublishRequest,
) -> Result<(PropertyList, Option<u32>), ApiError> {
    let mut list = PropertyList::new();
    if let Some(format) = input.payload_format_indicator {
        let utf8 = format == PayloadFormatIndicator::Utf8Data;
        list = list.byte(PropertyId::PayloadFormatIndicator, u8::from(utf8));
    }
    if let Some(content_type) = &input.content_type {
        check_text("content type", content_type, limits.content_type_bytes)?;
        list = list.text(PropertyId::ContentType, content_type);
    }
    if let Some(response_topic) = &input.response_topic {
        if topic::has_wildcard(response_topic) {
            return Err(ApiError::invalid_request("Invalid response topic"));
        }
        check_text("response topic", response_topic, limits.topic_bytes)?;
        list = list.text(PropertyId::ResponseTopic, response_topic);
    }
    if let Some(data) = &input.correlation_data {
        let data = STANDARD.decode(data).map_err(|_| ApiError::invalid_request("Invalid Base64 string"))?;
        if data.len() > limits.property_bytes {
            return Err(too_long("correlation data", limits.property_bytes));
        }
        list = list.binary(PropertyId::CorrelationData, &data);
    }
    if let Some(encoded) = &input.user_properties {
        list = user_properties(list, encoded, limits.property_bytes)?;
    }
    let expiry = input.message_expiry.map(u32::try_from).transpose().map_err(|_| {
        ApiError::invalid_request("Message expiry interval must be an unsigned 4-byte integer")
    })?;
    Ok((list, expiry))
}

/// User properties come as the Base64 of a JSON array of objects with one member each.
fn user_properties(
    mut list: PropertyList,
    encoded: &str,
    bytes_max: usize,
) -> Result<PropertyList, ApiError> {
    let invalid = || ApiError::invalid_request("Invalid JSON string for User Properties");
    let json = STANDARD.decode(encoded).map_err(|_| ApiError::invalid_request("Invalid Base64 string"))?;
    let array: Vec<serde_json::Map<String, Value>> = serde_json::from_slice(&json).map_err(|_| invalid())?;
    let mut bytes = 0;
    for object in array {
        let mut members = object.into_iter();
        let (Some((key, value)), None) = (members.next(), members.next()) else {
            return Err(ApiError::invalid_request("Only one User Property is allowed in single JSONObject"));
        };
        let value = value.as_str().ok_or_else(invalid)?;
        bytes += key.len() + value.len();
        if bytes > bytes_max {
            return Err(too_long("user properties", bytes_max));
        }
        check_text("user property", &key, bytes_max)?;
        check_text("user property", value, bytes_max)?;
        list = list.user(&key, value);
    }
    Ok(list)
}

/// MQTT texts hold no U+0000 (MQTT-1.5.4-2).
fn check_text(what: &str, text: &str, bytes_max: usize) -> Result<(), ApiError> {
    if text.len() > bytes_max {
        return Err(too_long(what, bytes_max));
    }
    match text.contains('\0') {
        true => Err(ApiError::invalid_request(format!("Invalid {what}: it holds U+0000"))),
        false => Ok(()),
    }
}

/// AWS's text is not known.
fn too_long(what: &str, bytes_max: usize) -> ApiError {
    ApiError::invalid_request(format!("Invalid {what}: longer than {bytes_max} bytes"))
}

#[cfg(test)]
mod tests {
    use model::Model as _;
    use serde_json::json;

    use super::*;

    fn outcome(document: Value) -> Result<(PropertyList, Option<u32>), String> {
        let mut document = document;
        document["topic"] = "t".into();
        let request = PublishRequest::read(document).unwrap();
        properties(&Limits::default(), &request).map_err(|error| error.to_string())
    }

    #[test]
    fn all_properties_take_their_places() {
        let user = STANDARD.encode(r#"[{"a":"1"},{"b":"2"},{"a":"3"}]"#);
        let (list, expiry) = outcome(json!({
            "userProperties": user,
            "payloadFormatIndicator": "UTF8_DATA",
            "contentType": "text/plain",
            "responseTopic": "answer/here",
            "correlationData": STANDARD.encode([0, 255]),
            "messageExpiry": 60,
        }))
        .unwrap();
        let expected = PropertyList::new()
            .byte(PropertyId::PayloadFormatIndicator, 1)
            .text(PropertyId::ContentType, "text/plain")
            .text(PropertyId::ResponseTopic, "answer/here")
            .binary(PropertyId::CorrelationData, &[0, 255])
            .user("a", "1")
            .user("b", "2")
            .user("a", "3");
        assert_eq!((list.as_raw(), expiry), (expected.as_raw(), Some(60)));
    }

    #[test]
    fn malformed_properties_are_named() {
        let user = |text: &str| json!({"userProperties": STANDARD.encode(text)});
        let json = "Invalid JSON string for User Properties";
        let base64 = "Invalid Base64 string";
        let expiry = "Message expiry interval must be an unsigned 4-byte integer";
        for (document, expected) in [
            (user("{\"a\":\"1\"}"), json),
            (user("[\"a\"]"), json),
            (user("[{\"a\":1}]"), json),
            (user("[{\"a\":"), json),
            (user(r#"[{"a":"1","b":"2"}]"#), "Only one User Property is allowed in single JSONObject"),
            (user("[{}]"), "Only one User Property is allowed in single JSONObject"),
            (json!({"userProperties": "%"}), base64),
            (json!({"correlationData": "%"}), base64),
            (json!({"messageExpiry": -1}), expiry),
            (json!({"messageExpiry": 1_u64 << 32}), expiry),
            (json!({"responseTopic": "a/#"}), "Invalid response topic"),
            (json!({"contentType": "a\0"}), "Invalid content type: it holds U+0000"),
            (json!({"contentType": "a".repeat(257)}), "Invalid content type: longer than 256 bytes"),
            (json!({"responseTopic": "a".repeat(257)}), "Invalid response topic: longer than 256 bytes"),
            (
                json!({"correlationData": STANDARD.encode([0; 8193])}),
                "Invalid correlation data: longer than 8192 bytes",
            ),
            (
                user(&json!([{"a": "b".repeat(8191)}, {"c": ""}]).to_string()),
                "Invalid user properties: longer than 8192 bytes",
            ),
        ] {
            assert_eq!(outcome(document.clone()).err(), Some(format!("InvalidRequestException: {expected}")));
        }
    }

    #[test]
    fn reserved_topics_by_the_rules_of_http() {
        let check = |topic: &str| check_topic(&Limits::default(), topic).map_err(|error| error.to_string());
        let long = format!("$aws/rules/{}/{}", "r".repeat(128), "t/".repeat(7) + &"t".repeat(242));
        for topic in ["a/b", "$aws/things/T/shadow/update", "$aws/rules/r", "$aws/rules/r/x", &long] {
            assert_eq!(check(topic), Ok(()), "{topic}");
        }
        let restricted = "Invalid publish to restricted topic using HTTP";
        let deep = "Invalid topic: it is longer or deeper than allowed";
        for (topic, expected) in [
            ("", "Invalid topic"),
            ("a/+", "Invalid topic"),
            ("$SYS/x", "Topic can't start with $"),
            ("$aws/events/x", "Topic can't start with $"),
            ("$aws/things/T/jobs/get", restricted),
            ("$aws/things/T/defender/metrics/json", restricted),
            ("$aws/commands/things/T/executions/e/response/json", restricted),
            ("1/2/3/4/5/6/7/8/9", deep),
            ("$aws/rules/r/1/2/3/4/5/6/7/8/9", deep),
            ("$aws/things/T/4/5/6/7/8/9", deep),
        ] {
            assert_eq!(check(topic), Err(format!("InvalidRequestException: {expected}")), "{topic}");
        }
    }
}
