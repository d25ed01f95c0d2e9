//! Device shadows over HTTP (shadow.md §1).

use base::PageRequest;
use model::iot_data::{
    DeleteThingShadowRequest, DeleteThingShadowResponse, GetThingShadowRequest, GetThingShadowResponse,
    ListNamedShadowsForThingRequest, ListNamedShadowsForThingResponse, UpdateThingShadowRequest,
    UpdateThingShadowResponse,
};
use policy::Action;
use shadow::{HttpReply, ShadowError, ShadowName, ShadowOperation};

use super::data::publisher;
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot_data::op;
    crate::handlers! {
        op::GET_THING_SHADOW => async get_thing_shadow, exact;
        op::UPDATE_THING_SHADOW => async update_thing_shadow, exact;
        op::DELETE_THING_SHADOW => async delete_thing_shadow, exact;
        op::LIST_NAMED_SHADOWS_FOR_THING => sync list_named_shadows, exact;
    }
}

/// Authorises and runs an operation, and returns the document of its answer.
async fn run(
    call: &Call<'_, Cloud>,
    (thing, name): (&str, Option<&str>),
    (action, operation): (Action, ShadowOperation),
    payload: &[u8],
) -> Result<Vec<u8>, ApiError> {
    let shadow = ShadowName::new(thing, name).map_err(|error| refusal(&error))?;
    // `thing/T`, and `thing/T/S` for a named shadow (policy.md §1).
    let resource = name.map_or_else(|| thing.to_owned(), |name| format!("{thing}/{name}"));
    Cloud::authorize(call, action, &resource, call.now)?;
    let by = publisher(call);
    let HttpReply { body, rejected, .. } =
        call.context.shadows.http(call.tenant(), &shadow, operation, payload, &by).await;
    match rejected {
        None => Ok(body),
        Some(rejected) => Err(refusal(&rejected.error)),
    }
}

/// The exception of a rejection (shadow.md §8).
fn refusal(error: &ShadowError) -> ApiError {
    let text = error.to_string();
    match error.code() {
        404 => ApiError::resource_not_found(text),
        409 => ApiError::conflict(text),
        413 => ApiError::request_entity_too_large(text),
        415 => ApiError::unsupported_document_encoding(text),
        429 => ApiError::throttling(text),
        500 => ApiError::internal_failure(text),
        _ => ApiError::invalid_request(text),
    }
}

async fn get_thing_shadow(
    call: &Call<'_, Cloud>,
    input: GetThingShadowRequest,
) -> Result<GetThingShadowResponse, ApiError> {
    let name = (input.thing_name.as_str(), input.shadow_name.as_deref());
    let payload = run(call, name, (Action::GetThingShadow, ShadowOperation::Get), b"").await?;
    Ok(GetThingShadowResponse { payload })
}

async fn update_thing_shadow(
    call: &Call<'_, Cloud>,
    input: UpdateThingShadowRequest,
) -> Result<UpdateThingShadowResponse, ApiError> {
    let name = (input.thing_name.as_str(), input.shadow_name.as_deref());
    let what = (Action::UpdateThingShadow, ShadowOperation::Update);
    let payload = run(call, name, what, &input.payload).await?;
    Ok(UpdateThingShadowResponse { payload })
}

async fn delete_thing_shadow(
    call: &Call<'_, Cloud>,
    input: DeleteThingShadowRequest,
) -> Result<DeleteThingShadowResponse, ApiError> {
    let name = (input.thing_name.as_str(), input.shadow_name.as_deref());
    let payload = run(call, name, (Action::DeleteThingShadow, ShadowOperation::Delete), b"").await?;
    Ok(DeleteThingShadowResponse { payload })
}

fn list_named_shadows(
    call: &Call<Cloud>,
    input: ListNamedShadowsForThingRequest,
) -> Result<ListNamedShadowsForThingResponse, ApiError> {
    Cloud::authorize(call, Action::ListNamedShadowsForThing, &input.thing_name, call.now)?;
    let size = input.page_size.and_then(|size| usize::try_from(size).ok());
    let request = PageRequest { size, token: input.next_token };
    let page = call.context.shadows.list_named(call.tenant(), &input.thing_name, &request);
    let page = page.map_err(|error| ApiError::invalid_request(error.to_string()))?;
    Ok(ListNamedShadowsForThingResponse {
        results: Some(page.items),
        next_token: page.next,
        timestamp: i64::try_from(call.now.seconds()).ok(),
    })
}
