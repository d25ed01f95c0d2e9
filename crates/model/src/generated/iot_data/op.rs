// Printed by `cargo run -p xtask -- codegen`. Do not edit.

//! Operation ids.

use super::*;
use crate::table::OpId;

pub const DELETE_CONNECTION: OpId = OpId::new(272);
pub const DELETE_THING_SHADOW: OpId = OpId::new(273);
pub const GET_CONNECTION: OpId = OpId::new(274);
pub const GET_RETAINED_MESSAGE: OpId = OpId::new(275);
pub const GET_THING_SHADOW: OpId = OpId::new(276);
pub const LIST_NAMED_SHADOWS_FOR_THING: OpId = OpId::new(277);
pub const LIST_RETAINED_MESSAGES: OpId = OpId::new(278);
pub const LIST_SUBSCRIPTIONS: OpId = OpId::new(279);
pub const PUBLISH: OpId = OpId::new(280);
pub const SEND_DIRECT_MESSAGE: OpId = OpId::new(281);
pub const UPDATE_THING_SHADOW: OpId = OpId::new(282);

requests! {
    DELETE_CONNECTION DeleteConnectionRequest, ();
    DELETE_THING_SHADOW DeleteThingShadowRequest, DeleteThingShadowResponse;
    GET_CONNECTION GetConnectionRequest, GetConnectionResponse;
    GET_RETAINED_MESSAGE GetRetainedMessageRequest, GetRetainedMessageResponse;
    GET_THING_SHADOW GetThingShadowRequest, GetThingShadowResponse;
    LIST_NAMED_SHADOWS_FOR_THING ListNamedShadowsForThingRequest, ListNamedShadowsForThingResponse;
    LIST_RETAINED_MESSAGES ListRetainedMessagesRequest, ListRetainedMessagesResponse;
    LIST_SUBSCRIPTIONS ListSubscriptionsRequest, ListSubscriptionsResponse;
    PUBLISH PublishRequest, ();
    SEND_DIRECT_MESSAGE SendDirectMessageRequest, SendDirectMessageResponse;
    UPDATE_THING_SHADOW UpdateThingShadowRequest, UpdateThingShadowResponse;
}
