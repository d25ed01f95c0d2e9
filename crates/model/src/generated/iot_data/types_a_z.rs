// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::*;
use crate::{Map, Timestamp};

structure! {
    pub struct DeleteConnectionRequest {
        client_id: String = "clientId",
        clean_session: Option<bool> = "cleanSession",
        prevent_will_message: Option<bool> = "preventWillMessage",
    }
}

structure! {
    pub struct DeleteThingShadowRequest {
        thing_name: String = "thingName",
        shadow_name: Option<String> = "shadowName",
    }
}

structure! {
    pub struct DeleteThingShadowResponse {
    }
    payload payload
}

structure! {
    pub struct GetConnectionRequest {
        client_id: String = "clientId",
        include_socket_information: Option<bool> = "includeSocketInformation",
    }
}

structure! {
    pub struct GetConnectionResponse {
        connected: Option<bool> = "connected",
        thing_name: Option<String> = "thingName",
        clean_session: Option<bool> = "cleanSession",
        source_ip: Option<String> = "sourceIp",
        source_port: Option<i32> = "sourcePort",
        target_ip: Option<String> = "targetIp",
        target_port: Option<i32> = "targetPort",
        keep_alive_duration: Option<i32> = "keepAliveDuration",
        connected_since: Option<i64> = "connectedSince",
        disconnected_since: Option<i64> = "disconnectedSince",
        disconnect_reason: Option<String> = "disconnectReason",
        session_expiry: Option<i64> = "sessionExpiry",
        client_id: Option<String> = "clientId",
        vpc_endpoint_id: Option<String> = "vpcEndpointId",
    }
}

structure! {
    pub struct GetRetainedMessageRequest {
        topic: String = "topic",
    }
}

structure! {
    pub struct GetRetainedMessageResponse {
        topic: Option<String> = "topic",
        payload: Option<Vec<u8>> = "payload",
        qos: Option<i32> = "qos",
        last_modified_time: Option<i64> = "lastModifiedTime",
        user_properties: Option<Vec<u8>> = "userProperties",
    }
}

structure! {
    pub struct GetThingShadowRequest {
        thing_name: String = "thingName",
        shadow_name: Option<String> = "shadowName",
    }
}

structure! {
    pub struct GetThingShadowResponse {
    }
    payload payload
}

structure! {
    pub struct ListNamedShadowsForThingRequest {
        thing_name: String = "thingName",
        next_token: Option<String> = "nextToken",
        page_size: Option<i32> = "pageSize",
    }
}

structure! {
    pub struct ListNamedShadowsForThingResponse {
        results: Option<Vec<String>> = "results",
        next_token: Option<String> = "nextToken",
        timestamp: Option<i64> = "timestamp",
    }
}

structure! {
    pub struct ListRetainedMessagesRequest {
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListRetainedMessagesResponse {
        retained_topics: Option<Vec<RetainedMessageSummary>> = "retainedTopics",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct ListSubscriptionsRequest {
        client_id: String = "clientId",
        next_token: Option<String> = "nextToken",
        max_results: Option<i32> = "maxResults",
    }
}

structure! {
    pub struct ListSubscriptionsResponse {
        subscriptions: Option<Vec<SubscriptionSummary>> = "subscriptions",
        next_token: Option<String> = "nextToken",
    }
}

structure! {
    pub struct PublishRequest {
        topic: String = "topic",
        qos: Option<i32> = "qos",
        retain: Option<bool> = "retain",
        user_properties: Option<String> = "userProperties",
        payload_format_indicator: Option<PayloadFormatIndicator> = "payloadFormatIndicator",
        content_type: Option<String> = "contentType",
        response_topic: Option<String> = "responseTopic",
        correlation_data: Option<String> = "correlationData",
        message_expiry: Option<i64> = "messageExpiry",
    }
    payload payload
}

structure! {
    pub struct RetainedMessageSummary {
        topic: Option<String> = "topic",
        payload_size: Option<i64> = "payloadSize",
        qos: Option<i32> = "qos",
        last_modified_time: Option<i64> = "lastModifiedTime",
    }
}

structure! {
    pub struct SendDirectMessageRequest {
        client_id: String = "clientId",
        topic: String = "topic",
        content_type: Option<String> = "contentType",
        response_topic: Option<String> = "responseTopic",
        confirmation: Option<bool> = "confirmation",
        timeout: Option<i32> = "timeout",
        user_properties: Option<String> = "userProperties",
        payload_format_indicator: Option<PayloadFormatIndicator> = "payloadFormatIndicator",
        correlation_data: Option<String> = "correlationData",
    }
    payload payload
}

structure! {
    pub struct SendDirectMessageResponse {
        message: Option<String> = "message",
        trace_id: Option<String> = "traceId",
    }
}

structure! {
    pub struct SubscriptionSummary {
        topic_filter: String = "topicFilter",
        qos: i32 = "qos",
    }
}

structure! {
    pub struct UpdateThingShadowRequest {
        thing_name: String = "thingName",
        shadow_name: Option<String> = "shadowName",
    }
    payload payload
}

structure! {
    pub struct UpdateThingShadowResponse {
    }
    payload payload
}
