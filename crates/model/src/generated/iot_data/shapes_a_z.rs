// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::shape::*;
use crate::table::Shape;
use crate::table::build::*;

pub static CLEAN_SESSION: Shape = boolean("CleanSession");
pub static CLIENT_ID: Shape = string("ClientId", within(1, 128)).pattern(42);
pub static CONFIRMATION: Shape = boolean("Confirmation");
pub static CONNECTED: Shape = boolean("Connected");
pub static CONTENT_TYPE: Shape = string("ContentType", any());
pub static CORRELATION_DATA: Shape = string("CorrelationData", any());
pub static DELETE_CONNECTION_REQUEST: Shape = structure(
    "DeleteConnectionRequest",
    &[
        member("clientId", &CLIENT_ID).required().path("clientId"),
        member("cleanSession", &CLEAN_SESSION).query("cleanSession"),
        member("preventWillMessage", &PREVENT_WILL_MESSAGE).query("preventWillMessage"),
    ],
);
pub static DELETE_THING_SHADOW_REQUEST: Shape = structure(
    "DeleteThingShadowRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("shadowName", &SHADOW_NAME).query("name"),
    ],
);
pub static DELETE_THING_SHADOW_RESPONSE: Shape =
    structure("DeleteThingShadowResponse", &[member("payload", &JSON_DOCUMENT).required()])
        .with_payload("payload");
pub static DISCONNECT_REASON: Shape = string("DisconnectReason", any());
pub static GET_CONNECTION_REQUEST: Shape = structure(
    "GetConnectionRequest",
    &[
        member("clientId", &CLIENT_ID).required().path("clientId"),
        member("includeSocketInformation", &INCLUDE_SOCKET_INFORMATION).query("includeSocketInformation"),
    ],
);
pub static GET_CONNECTION_RESPONSE: Shape = structure(
    "GetConnectionResponse",
    &[
        member("connected", &CONNECTED),
        member("thingName", &THING_NAME),
        member("cleanSession", &CLEAN_SESSION),
        member("sourceIp", &SOURCE_IP),
        member("sourcePort", &SOURCE_PORT),
        member("targetIp", &TARGET_IP),
        member("targetPort", &TARGET_PORT),
        member("keepAliveDuration", &KEEP_ALIVE_DURATION),
        member("connectedSince", &TIMESTAMP),
        member("disconnectedSince", &TIMESTAMP),
        member("disconnectReason", &DISCONNECT_REASON),
        member("sessionExpiry", &SESSION_EXPIRY),
        member("clientId", &CLIENT_ID),
        member("vpcEndpointId", &VPC_ENDPOINT_ID),
    ],
);
pub static GET_RETAINED_MESSAGE_REQUEST: Shape =
    structure("GetRetainedMessageRequest", &[member("topic", &TOPIC).required().path("topic")]);
pub static GET_RETAINED_MESSAGE_RESPONSE: Shape = structure(
    "GetRetainedMessageResponse",
    &[
        member("topic", &TOPIC),
        member("payload", &PAYLOAD),
        member("qos", &QOS),
        member("lastModifiedTime", &TIMESTAMP),
        member("userProperties", &USER_PROPERTIES_BLOB),
    ],
);
pub static GET_THING_SHADOW_REQUEST: Shape = structure(
    "GetThingShadowRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("shadowName", &SHADOW_NAME).query("name"),
    ],
);
pub static GET_THING_SHADOW_RESPONSE: Shape =
    structure("GetThingShadowResponse", &[member("payload", &JSON_DOCUMENT)]).with_payload("payload");
pub static INCLUDE_SOCKET_INFORMATION: Shape = boolean("IncludeSocketInformation");
pub static JSON_DOCUMENT: Shape = blob("JsonDocument", any());
pub static KEEP_ALIVE_DURATION: Shape = integer("KeepAliveDuration", any());
pub static LIST_NAMED_SHADOWS_FOR_THING_REQUEST: Shape = structure(
    "ListNamedShadowsForThingRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("pageSize", &PAGE_SIZE).query("pageSize"),
    ],
);
pub static LIST_NAMED_SHADOWS_FOR_THING_RESPONSE: Shape = structure(
    "ListNamedShadowsForThingResponse",
    &[
        member("results", &NAMED_SHADOW_LIST),
        member("nextToken", &NEXT_TOKEN),
        member("timestamp", &TIMESTAMP),
    ],
);
pub static LIST_RETAINED_MESSAGES_REQUEST: Shape = structure(
    "ListRetainedMessagesRequest",
    &[
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_RETAINED_MESSAGES_RESPONSE: Shape = structure(
    "ListRetainedMessagesResponse",
    &[member("retainedTopics", &RETAINED_MESSAGE_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static LIST_SUBSCRIPTIONS_REQUEST: Shape = structure(
    "ListSubscriptionsRequest",
    &[
        member("clientId", &CLIENT_ID).required().path("clientId"),
        member("nextToken", &NEXT_TOKEN).query("nextToken"),
        member("maxResults", &MAX_RESULTS).query("maxResults"),
    ],
);
pub static LIST_SUBSCRIPTIONS_RESPONSE: Shape = structure(
    "ListSubscriptionsResponse",
    &[member("subscriptions", &SUBSCRIPTION_LIST), member("nextToken", &NEXT_TOKEN)],
);
pub static MAX_RESULTS: Shape = integer("MaxResults", within(1, 200));
pub static MESSAGE_EXPIRY: Shape = long("MessageExpiry", any());
pub static NAMED_SHADOW_LIST: Shape = list("NamedShadowList", &SHADOW_NAME, any());
pub static NEXT_TOKEN: Shape = string("NextToken", any());
pub static PAGE_SIZE: Shape = integer("PageSize", within(1, 100));
pub static PAYLOAD: Shape = blob("Payload", any());
pub static PAYLOAD_FORMAT_INDICATOR: Shape =
    string("PayloadFormatIndicator", any()).values(&["UNSPECIFIED_BYTES", "UTF8_DATA"]);
pub static PAYLOAD_SIZE: Shape = long("PayloadSize", any());
pub static PREVENT_WILL_MESSAGE: Shape = boolean("PreventWillMessage");
pub static PUBLISH_REQUEST: Shape = structure(
    "PublishRequest",
    &[
        member("topic", &TOPIC).required().path("topic"),
        member("qos", &QOS).query("qos"),
        member("retain", &RETAIN).query("retain"),
        member("payload", &PAYLOAD),
        member("userProperties", &USER_PROPERTIES).header("x-amz-mqtt5-user-properties"),
        member("payloadFormatIndicator", &PAYLOAD_FORMAT_INDICATOR)
            .header("x-amz-mqtt5-payload-format-indicator"),
        member("contentType", &CONTENT_TYPE).query("contentType"),
        member("responseTopic", &RESPONSE_TOPIC).query("responseTopic"),
        member("correlationData", &CORRELATION_DATA).header("x-amz-mqtt5-correlation-data"),
        member("messageExpiry", &MESSAGE_EXPIRY).query("messageExpiry"),
    ],
)
.with_payload("payload");
pub static QOS: Shape = integer("Qos", within(0, 1));
pub static RESPONSE_MESSAGE: Shape = string("ResponseMessage", any());
pub static RESPONSE_TOPIC: Shape = string("ResponseTopic", any());
pub static RETAIN: Shape = boolean("Retain");
pub static RETAINED_MESSAGE_LIST: Shape = list("RetainedMessageList", &RETAINED_MESSAGE_SUMMARY, any());
pub static RETAINED_MESSAGE_SUMMARY: Shape = structure(
    "RetainedMessageSummary",
    &[
        member("topic", &TOPIC),
        member("payloadSize", &PAYLOAD_SIZE),
        member("qos", &QOS),
        member("lastModifiedTime", &TIMESTAMP),
    ],
);
pub static SEND_DIRECT_MESSAGE_REQUEST: Shape = structure(
    "SendDirectMessageRequest",
    &[
        member("clientId", &CLIENT_ID).required().path("clientId"),
        member("topic", &TOPIC).required().query("topic"),
        member("contentType", &CONTENT_TYPE).query("contentType"),
        member("responseTopic", &RESPONSE_TOPIC).query("responseTopic"),
        member("confirmation", &CONFIRMATION).query("confirmation"),
        member("timeout", &TIMEOUT_IN_SECONDS).query("timeout"),
        member("payload", &PAYLOAD),
        member("userProperties", &USER_PROPERTIES).header("x-amz-mqtt5-user-properties"),
        member("payloadFormatIndicator", &PAYLOAD_FORMAT_INDICATOR)
            .header("x-amz-mqtt5-payload-format-indicator"),
        member("correlationData", &CORRELATION_DATA).header("x-amz-mqtt5-correlation-data"),
    ],
)
.with_payload("payload");
pub static SEND_DIRECT_MESSAGE_RESPONSE: Shape = structure(
    "SendDirectMessageResponse",
    &[member("message", &RESPONSE_MESSAGE), member("traceId", &TRACE_ID)],
);
pub static SESSION_EXPIRY: Shape = long("SessionExpiry", any());
pub static SHADOW_NAME: Shape = string("ShadowName", within(1, 64)).pattern(3);
pub static SOURCE_IP: Shape = string("SourceIp", any());
pub static SOURCE_PORT: Shape = integer("SourcePort", any());
pub static SUBSCRIPTION_LIST: Shape = list("SubscriptionList", &SUBSCRIPTION_SUMMARY, any());
pub static SUBSCRIPTION_SUMMARY: Shape = structure(
    "SubscriptionSummary",
    &[member("topicFilter", &TOPIC_FILTER).required(), member("qos", &QOS).required()],
);
pub static TARGET_IP: Shape = string("TargetIp", any());
pub static TARGET_PORT: Shape = integer("TargetPort", any());
pub static THING_NAME: Shape = string("ThingName", within(1, 128)).pattern(24);
pub static TIMEOUT_IN_SECONDS: Shape = integer("TimeoutInSeconds", any());
pub static TIMESTAMP: Shape = long("Timestamp", any());
pub static TOPIC: Shape = string("Topic", any());
pub static TOPIC_FILTER: Shape = string("TopicFilter", any());
pub static TRACE_ID: Shape = string("TraceId", any());
pub static UPDATE_THING_SHADOW_REQUEST: Shape = structure(
    "UpdateThingShadowRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("shadowName", &SHADOW_NAME).query("name"),
        member("payload", &JSON_DOCUMENT).required(),
    ],
)
.with_payload("payload");
pub static UPDATE_THING_SHADOW_RESPONSE: Shape =
    structure("UpdateThingShadowResponse", &[member("payload", &JSON_DOCUMENT)]).with_payload("payload");
pub static USER_PROPERTIES: Shape = string("UserProperties", any());
pub static USER_PROPERTIES_BLOB: Shape = blob("UserPropertiesBlob", any());
pub static VPC_ENDPOINT_ID: Shape = string("VpcEndpointId", any());
