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
use crate::pipeline::Call;

pub async fn publish(call: &Call<'_, Cloud>, input: PublishRequest) -> Result<(), ApiError> {
    check_topic(call, &input.topic)?;
    let limits = &call.context.limits;
    if input.payload.len() > limits.payload_bytes {
        limits.hit(Limit::PayloadBytes);
        return Err(ApiError::request_entity_too_large("The payload exceeds the maximum size allowed"));
    }
    let retain = input.retain.unwrap_or(false);
    Cloud::authorize(call, Action::Publish, &input.topic, call.now)?;
    if retain {
        Cloud::authorize(call, Action::RetainPublish, &input.topic, call.now)?;
    }
    let (properties, expiry) = properties(&input, limits)?;
    let message = NewMessage {
        topic: &input.topic,
        payload: &input.payload,
        // The model allows 0 and 1.
        qos: if input.qos == Some(1) { QoS::AtLeastOnce } else { QoS::AtMostOnce },
        retain,
        properties: properties.as_raw(),
        expiry,
    };
    let publisher = Publisher {
        client_id: None,
        principal: Some(principal(&call.caller.principal).into()),
        source_ip: Some(call.source_ip),
        republished: 0,
    };
    let account = call.context.broker.account(call.tenant());
    let published = account.request_publish(&message, &Arc::new(publisher));
    let ticket = published.map_err(|_| ApiError::throttling("Rate exceeded"))?;
    committed(&call.context.store, ticket).await
}

/// What `principal()` of a rule answers for the caller.
fn principal(principal: &Principal) -> String {
    match principal {
        Principal::AccessKey(id) | Principal::Authorizer(id) => id.clone(),
        Principal::Certificate(id) => id.to_string(),
        Principal::Anonymous => "anonymous".into(),
    }
}

fn check_topic(call: &Call<Cloud>, name: &str) -> Result<(), ApiError> {
    let limits = &call.context.limits;
    if name.is_empty() || topic::has_wildcard(name) || name.contains('\0') {
        return Err(ApiError::invalid_request("Invalid topic"));
    }
    if let Some(rest) = name.strip_prefix('$') {
        let levels: Vec<&str> = rest.split('/').collect();
        return match levels.as_slice() {
            ["aws", "things", _, "jobs" | "defender", ..] | ["aws", "commands", ..] => {
                Err(ApiError::invalid_request("Invalid publish to restricted topic using HTTP"))
            }
            ["aws", "rules", rule, ..] if !rule.is_empty() => Ok(()),
            ["aws", "things", _, ..] => Ok(()),
            _ => Err(ApiError::invalid_request("Topic can't start with $")),
        };
    }
    let too_long = name.len() > limits.topic_bytes;
    if too_long || topic::slashes(name) > limits.topic_slashes {
        limits.hit(if too_long { Limit::TopicBytes } else { Limit::TopicSlashes });
        return Err(ApiError::invalid_request("Invalid topic: it is longer or deeper than allowed"));
    }
    Ok(())
}

/// The MQTT 5 properties of a request, and its expiry. Their limits are those of a PUBLISH (mqtt.md §10).
pub(super) fn properties(
    input: &PublishRequest,
    limits: &Limits,
) -> Result<(PropertyList, Option<u32>), ApiError> {
    let mut list = PropertyList::new();
    if let Some(format) = input.payload_format_indicator {
        let utf8 = format == PayloadFormatIndicator::Utf8Data;
        list = list.byte(PropertyId::PayloadFormatIndicator, u8::from(utf8));
    }
    if let Some(content_type) = &input.content_type {
        if content_type.len() > limits.content_type_bytes {
            return Err(ApiError::invalid_request("Invalid content type: it is longer than allowed"));
        }
        list = list.text(PropertyId::ContentType, content_type);
    }
    if let Some(response_topic) = &input.response_topic {
        if topic::has_wildcard(response_topic) || response_topic.len() > limits.topic_bytes {
            return Err(ApiError::invalid_request("Invalid response topic"));
        }
        list = list.text(PropertyId::ResponseTopic, response_topic);
    }
    if let Some(data) = &input.correlation_data {
        let data = STANDARD.decode(data).map_err(|_| ApiError::invalid_request("Invalid Base64 string"))?;
        if data.len() > limits.property_bytes {
            return Err(ApiError::invalid_request("Invalid correlation data: it is longer than allowed"));
        }
        list = list.binary(PropertyId::CorrelationData, &data);
    }
    if let Some(encoded) = &input.user_properties {
        list = user_properties(list, encoded, limits)?;
    }
    let expiry = input.message_expiry.map(u32::try_from).transpose().map_err(|_| {
        ApiError::invalid_request("Message expiry interval must be an unsigned 4-byte integer")
    })?;
    Ok((list, expiry))
}

/// User properties come as the Base64 of a JSON array of objects with one member each.
fn user_properties(mut list: PropertyList, encoded: &str, limits: &Limits) -> Result<PropertyList, ApiError> {
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
        if bytes > limits.property_bytes {
            return Err(ApiError::invalid_request("Invalid User Properties: they are longer than allowed"));
        }
        list = list.user(&key, value);
    }
    Ok(list)
}
