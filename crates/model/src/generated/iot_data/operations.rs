// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::{error::*, op, shape::*};
use crate::table::{
    Operation,
    Segment::{Greedy, Label, Literal},
    ServiceId,
};

#[rustfmt::skip]
pub static OPERATIONS: [Operation; 11] = [
    Operation {
        id: op::DELETE_CONNECTION, name: "DeleteConnection", service: ServiceId::IotData, method: "DELETE",
        path: &[Literal("connections"), Label("clientId")],
        status: 200, input: &DELETE_CONNECTION_REQUEST, output: None,
        errors: &[
            &FORBIDDEN_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_THING_SHADOW, name: "DeleteThingShadow", service: ServiceId::IotData, method: "DELETE",
        path: &[Literal("things"), Label("thingName"), Literal("shadow")],
        status: 200, input: &DELETE_THING_SHADOW_REQUEST, output: Some(&DELETE_THING_SHADOW_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &METHOD_NOT_ALLOWED_EXCEPTION, &UNSUPPORTED_DOCUMENT_ENCODING_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_CONNECTION, name: "GetConnection", service: ServiceId::IotData, method: "GET",
        path: &[Literal("connections"), Label("clientId")],
        status: 200, input: &GET_CONNECTION_REQUEST, output: Some(&GET_CONNECTION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &FORBIDDEN_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_RETAINED_MESSAGE, name: "GetRetainedMessage", service: ServiceId::IotData, method: "GET",
        path: &[Literal("retainedMessage"), Label("topic")],
        status: 200, input: &GET_RETAINED_MESSAGE_REQUEST, output: Some(&GET_RETAINED_MESSAGE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &METHOD_NOT_ALLOWED_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_THING_SHADOW, name: "GetThingShadow", service: ServiceId::IotData, method: "GET",
        path: &[Literal("things"), Label("thingName"), Literal("shadow")],
        status: 200, input: &GET_THING_SHADOW_REQUEST, output: Some(&GET_THING_SHADOW_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &METHOD_NOT_ALLOWED_EXCEPTION, &UNSUPPORTED_DOCUMENT_ENCODING_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_NAMED_SHADOWS_FOR_THING, name: "ListNamedShadowsForThing", service: ServiceId::IotData, method: "GET",
        path: &[Literal("api"), Literal("things"), Literal("shadow"), Literal("ListNamedShadowsForThing"), Label("thingName")],
        status: 200, input: &LIST_NAMED_SHADOWS_FOR_THING_REQUEST, output: Some(&LIST_NAMED_SHADOWS_FOR_THING_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &METHOD_NOT_ALLOWED_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_RETAINED_MESSAGES, name: "ListRetainedMessages", service: ServiceId::IotData, method: "GET",
        path: &[Literal("retainedMessage")],
        status: 200, input: &LIST_RETAINED_MESSAGES_REQUEST, output: Some(&LIST_RETAINED_MESSAGES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &METHOD_NOT_ALLOWED_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_SUBSCRIPTIONS, name: "ListSubscriptions", service: ServiceId::IotData, method: "GET",
        path: &[Literal("connections"), Label("clientId"), Literal("subscriptions")],
        status: 200, input: &LIST_SUBSCRIPTIONS_REQUEST, output: Some(&LIST_SUBSCRIPTIONS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &FORBIDDEN_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::PUBLISH, name: "Publish", service: ServiceId::IotData, method: "POST",
        path: &[Literal("topics"), Label("topic")],
        status: 200, input: &PUBLISH_REQUEST, output: None,
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &METHOD_NOT_ALLOWED_EXCEPTION, &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::SEND_DIRECT_MESSAGE, name: "SendDirectMessage", service: ServiceId::IotData, method: "POST",
        path: &[Literal("connections"), Label("clientId"), Literal("messages")],
        status: 200, input: &SEND_DIRECT_MESSAGE_REQUEST, output: Some(&SEND_DIRECT_MESSAGE_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &FORBIDDEN_EXCEPTION, &THROTTLING_EXCEPTION,
            &REQUEST_ENTITY_TOO_LARGE_EXCEPTION, &GATEWAY_TIMEOUT_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_THING_SHADOW, name: "UpdateThingShadow", service: ServiceId::IotData, method: "POST",
        path: &[Literal("things"), Label("thingName"), Literal("shadow")],
        status: 200, input: &UPDATE_THING_SHADOW_REQUEST, output: Some(&UPDATE_THING_SHADOW_RESPONSE),
        errors: &[
            &CONFLICT_EXCEPTION, &REQUEST_ENTITY_TOO_LARGE_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &METHOD_NOT_ALLOWED_EXCEPTION,
            &UNSUPPORTED_DOCUMENT_ENCODING_EXCEPTION,
        ],
    },
];
