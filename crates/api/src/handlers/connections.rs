//! Live connections and retained messages (mqtt.md §8, §12).

use std::time::Duration;

use base::{Limit, PageRequest};
use broker::{ClientStatus, ConnectionCall, DirectError, Message, NewMessage, NoSuchClient, Presence};
use model::iot_data::{
    DeleteConnectionRequest, GetConnectionRequest, GetConnectionResponse, GetRetainedMessageRequest,
    GetRetainedMessageResponse, ListRetainedMessagesRequest, ListRetainedMessagesResponse,
    ListSubscriptionsRequest, ListSubscriptionsResponse, PublishRequest, RetainedMessageSummary,
    SendDirectMessageRequest, SendDirectMessageResponse, SubscriptionSummary,
};
use mqtt::{Properties, Property, QoS, topic};
use policy::Action;
use serde_json::{Map, Value};

use super::data;
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot_data::op;
    crate::handlers! {
        op::GET_RETAINED_MESSAGE => sync get_retained_message, exact;
        op::LIST_RETAINED_MESSAGES => sync list_retained_messages, exact;
        op::DELETE_CONNECTION => async delete_connection, exact;
        op::GET_CONNECTION => sync get_connection, exact;
        op::LIST_SUBSCRIPTIONS => async list_subscriptions, exact;
        op::SEND_DIRECT_MESSAGE => async send_direct_message, exact;
    }
}

/// Entries of a page unless the caller says otherwise (mqtt.md §8, §12).
const PAGE_SIZE: i32 = 20;
/// Seconds that a confirmation may take, and how many it may take when the caller does not say.
const TIMEOUT_SECONDS: std::ops::RangeInclusive<i32> = 1..=15;
const TIMEOUT_DEFAULT: i32 = 5;

impl From<NoSuchClient> for ApiError {
    fn from(_: NoSuchClient) -> Self {
        Self::resource_not_found("Client not found")
    }
}

impl From<DirectError> for ApiError {
    fn from(error: DirectError) -> Self {
        let text = error.to_string();
        match error {
            DirectError::NotConnected => Self::resource_not_found(text),
            DirectError::NotAllowed => Self::forbidden(text),
            DirectError::TooLarge => Self::request_entity_too_large(text),
            DirectError::TooMany => Self::throttling(text),
            DirectError::Unconfirmed => Self::gateway_timeout(text),
        }
    }
}

fn too_fast(limit: Limit) -> ApiError {
    ApiError::throttling(format!("Rate exceeded: {}", limit.info().meaning))
}

async fn delete_connection(call: &Call<'_, Cloud>, input: DeleteConnectionRequest) -> Result<(), ApiError> {
    Cloud::authorize(call, Action::DeleteConnection, &input.client_id, call.now)?;
    let account = call.context.broker.account(call.tenant());
    account.may_call(ConnectionCall::Delete, &input.client_id).map_err(too_fast)?;
    let clean_session = input.clean_session.unwrap_or(false);
    let prevent_will = input.prevent_will_message.unwrap_or(false);
    Ok(account.delete_connection(&input.client_id, clean_session, prevent_will).await?)
}

fn get_connection(
    call: &Call<Cloud>,
    input: GetConnectionRequest,
) -> Result<GetConnectionResponse, ApiError> {
    Cloud::authorize(call, Action::GetConnection, &input.client_id, call.now)?;
    let account = call.context.broker.account(call.tenant());
    account.may_call(ConnectionCall::Get, &input.client_id).map_err(too_fast)?;
    let status = account.client(&input.client_id, call.now).ok_or(NoSuchClient)?;
    let with_sockets = input.include_socket_information.unwrap_or(false);
    Ok(describe(input.client_id, &status, with_sockets))
}

fn describe(client_id: String, status: &ClientStatus, with_sockets: bool) -> GetConnectionResponse {
    let answer = GetConnectionResponse {
        client_id: Some(client_id),
        connected: Some(matches!(status.presence, Presence::Connected { .. })),
        thing_name: status.thing.as_deref().map(Into::into),
        clean_session: Some(status.session_expiry_seconds == 0),
        keep_alive_duration: status.keep_alive.map(Into::into),
        session_expiry: Some(status.session_expiry_seconds.into()),
        ..GetConnectionResponse::default()
    };
    match status.presence {
        Presence::Connected { since, source, target } => {
            let target = target.filter(|_| with_sockets);
            GetConnectionResponse {
                connected_since: i64::try_from(since.0).ok(),
                source_ip: with_sockets.then(|| source.ip().to_string()),
                source_port: with_sockets.then(|| source.port().into()),
                target_ip: target.map(|target| target.ip().to_string()),
                target_port: target.map(|target| target.port().into()),
                ..answer
            }
        }
        Presence::Disconnected { since, reason } => GetConnectionResponse {
            disconnected_since: i64::try_from(since.0).ok(),
            disconnect_reason: reason.map(Into::into),
            ..answer
        },
        Presence::Absent => answer,
    }
}

async fn list_subscriptions(
    call: &Call<'_, Cloud>,
    input: ListSubscriptionsRequest,
) -> Result<ListSubscriptionsResponse, ApiError> {
    Cloud::authorize(call, Action::ListSubscriptions, &input.client_id, call.now)?;
    let account = call.context.broker.account(call.tenant());
    account.may_call(ConnectionCall::ListSubscriptions, &input.client_id).map_err(too_fast)?;
    let subscriptions = account.subscriptions(&input.client_id).await?;
    let page = base::cut_page(
        subscriptions.into_iter(),
        &page(input.max_results, input.next_token),
        |(filter, _)| filter.to_string(),
        |(filter, _), last| **filter > *last,
        |(filter, options)| SubscriptionSummary {
            topic_filter: filter.into(),
            qos: (options.qos as u8).into(),
        },
    )
    .map_err(|error| ApiError::invalid_request(error.to_string()))?;
    Ok(ListSubscriptionsResponse { subscriptions: Some(page.items), next_token: page.next })
}

fn page(size: Option<i32>, token: Option<String>) -> PageRequest {
    // An empty token is what the last page of ListRetainedMessages gives.
    super::support::page(Some(size.unwrap_or(PAGE_SIZE)), token.filter(|token| !token.is_empty()))
}

async fn send_direct_message(
    call: &Call<'_, Cloud>,
    input: SendDirectMessageRequest,
) -> Result<SendDirectMessageResponse, ApiError> {
    check_topic(call, &input.topic)?;
    let confirmation = input.confirmation.unwrap_or(false);
    let timeout = input.timeout.unwrap_or(TIMEOUT_DEFAULT);
    if confirmation && !TIMEOUT_SECONDS.contains(&timeout) {
        return Err(ApiError::invalid_request("Invalid timeout: it must be between 1 and 15 seconds"));
    }
    if input.payload.len() > call.context.limits.payload_bytes {
        return Err(ApiError::request_entity_too_large("The payload exceeds the maximum size allowed"));
    }
    Cloud::authorize(call, Action::SendDirectMessage, &input.client_id, call.now)?;
    // Its MQTT 5 members are those of a publish.
    let publish = PublishRequest {
        user_properties: input.user_properties,
        payload_format_indicator: input.payload_format_indicator,
        content_type: input.content_type,
        response_topic: input.response_topic,
        correlation_data: input.correlation_data,
        ..PublishRequest::default()
    };
    let (properties, expiry) = data::properties(&call.context.limits, &publish)?;
    let message = NewMessage {
        topic: &input.topic,
        payload: &input.payload,
        qos: if confirmation { QoS::AtLeastOnce } else { QoS::AtMostOnce },
        retain: false,
        properties: properties.as_raw(),
        expiry,
    };
    let seconds = if confirmation { timeout } else { TIMEOUT_DEFAULT };
    let within = Duration::from_secs(seconds.unsigned_abs().into());
    let account = call.context.broker.account(call.tenant());
    account.may_send_direct().map_err(too_fast)?;
    account.send_direct(&input.client_id, &message, within).await?;
    Ok(SendDirectMessageResponse { message: Some("OK".into()), trace_id: Some(call.request_id.into()) })
}

/// The topics of direct messages: no reserved ones (mqtt.md §12).
fn check_topic(call: &Call<Cloud>, name: &str) -> Result<(), ApiError> {
    let limits = &call.context.limits;
    if name.is_empty() || topic::has_wildcard(name) || name.contains('\0') {
        return Err(ApiError::invalid_request("Invalid topic"));
    }
    if topic::is_reserved(name) {
        return Err(ApiError::invalid_request("Topic can't start with $"));
    }
    if name.len() > limits.topic_bytes || topic::slashes(name) > limits.topic_slashes {
        return Err(ApiError::invalid_request("Invalid topic: it is longer or deeper than allowed"));
    }
    Ok(())
}

fn get_retained_message(
    call: &Call<Cloud>,
    input: GetRetainedMessageRequest,
) -> Result<GetRetainedMessageResponse, ApiError> {
    if topic::has_wildcard(&input.topic) {
        return Err(ApiError::invalid_request("Invalid topic filter"));
    }
    Cloud::authorize(call, Action::GetRetainedMessage, &input.topic, call.now)?;
    let message = call.context.broker.account(call.tenant()).retained(&input.topic, call.now);
    let message = message.ok_or_else(|| ApiError::resource_not_found("Retained message not found"))?;
    Ok(GetRetainedMessageResponse {
        payload: Some(message.payload().to_vec()),
        qos: Some((message.qos() as u8).into()),
        last_modified_time: i64::try_from(message.received_at().0).ok(),
        user_properties: user_properties(&message),
        topic: Some(input.topic),
    })
}

/// User properties as a JSON array of objects with one member each, in their order.
fn user_properties(message: &Message) -> Option<Vec<u8>> {
    let properties = Properties::from_raw(message.properties());
    let one = |property| match property {
        Property::User(key, value) => Some(Value::Object(Map::from_iter([(key.to_owned(), value.into())]))),
        _ => None,
    };
    let all: Vec<Value> = properties.iter().filter_map(one).collect();
    (!all.is_empty()).then(|| Value::Array(all).to_string().into_bytes())
}

fn list_retained_messages(
    call: &Call<Cloud>,
    input: ListRetainedMessagesRequest,
) -> Result<ListRetainedMessagesResponse, ApiError> {
    Cloud::authorize(call, Action::ListRetainedMessages, "", call.now)?;
    let account = call.context.broker.account(call.tenant());
    let page = account.retained_messages(&page(input.max_results, input.next_token), call.now);
    let page = page.map_err(|error| ApiError::invalid_request(error.to_string()))?;
    let summary = |message: Message| RetainedMessageSummary {
        topic: Some(message.topic().into()),
        payload_size: i64::try_from(message.payload().len()).ok(),
        qos: Some((message.qos() as u8).into()),
        last_modified_time: i64::try_from(message.received_at().0).ok(),
    };
    Ok(ListRetainedMessagesResponse {
        retained_topics: Some(page.items.into_iter().map(summary).collect()),
        // The last page has an empty one (api-facts.md §7).
        next_token: Some(page.next.unwrap_or_default()),
    })
}
