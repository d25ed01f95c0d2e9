//! Policies attached to targets, principals attached to things, in every listing direction.

use model::iot::{
    AttachPolicyRequest, AttachPrincipalPolicyRequest, AttachThingPrincipalRequest,
    AttachThingPrincipalResponse, DetachPolicyRequest, DetachPrincipalPolicyRequest,
    DetachThingPrincipalRequest, DetachThingPrincipalResponse, ListAttachedPoliciesRequest,
    ListAttachedPoliciesResponse, ListPolicyPrincipalsRequest, ListPolicyPrincipalsResponse,
    ListPrincipalPoliciesRequest, ListPrincipalPoliciesResponse, ListPrincipalThingsRequest,
    ListPrincipalThingsResponse, ListPrincipalThingsV2Request, ListPrincipalThingsV2Response,
    ListTargetsForPolicyRequest, ListTargetsForPolicyResponse, ListThingPrincipalsRequest,
    ListThingPrincipalsResponse, ListThingPrincipalsV2Request, ListThingPrincipalsV2Response,
    PrincipalThingObject, ThingPrincipalObject, ThingPrincipalType,
};
use registry::PrincipalType;

use super::policies::listed;
use super::support::{durable, page, split};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::ATTACH_THING_PRINCIPAL => async attach_thing_principal, exact;
        op::DETACH_THING_PRINCIPAL => async detach_thing_principal, exact;
        op::LIST_THING_PRINCIPALS => sync list_thing_principals, exact;
        op::LIST_THING_PRINCIPALS_V2 => sync list_thing_principals_v2, exact;
        op::LIST_PRINCIPAL_THINGS => sync list_principal_things, exact;
        op::LIST_PRINCIPAL_THINGS_V2 => sync list_principal_things_v2, exact;
        op::ATTACH_POLICY => async attach_policy, exact;
        op::DETACH_POLICY => async detach_policy, exact;
        op::LIST_ATTACHED_POLICIES => sync list_attached_policies, exact;
        op::LIST_TARGETS_FOR_POLICY => sync list_targets_for_policy, exact;
        op::ATTACH_PRINCIPAL_POLICY => async attach_principal_policy, exact;
        op::DETACH_PRINCIPAL_POLICY => async detach_principal_policy, exact;
        op::LIST_PRINCIPAL_POLICIES => sync list_principal_policies, exact;
        op::LIST_POLICY_PRINCIPALS => sync list_policy_principals, exact;
    }
}

fn kind(kind: ThingPrincipalType) -> PrincipalType {
    match kind {
        ThingPrincipalType::ExclusiveThing => PrincipalType::Exclusive,
        ThingPrincipalType::NonExclusiveThing => PrincipalType::NonExclusive,
    }
}

fn kind_out(kind: PrincipalType) -> Option<ThingPrincipalType> {
    Some(match kind {
        PrincipalType::Exclusive => ThingPrincipalType::ExclusiveThing,
        PrincipalType::NonExclusive => ThingPrincipalType::NonExclusiveThing,
    })
}

async fn attach_policy(call: &Call<'_, Cloud>, input: AttachPolicyRequest) -> Result<(), ApiError> {
    let changed = call.context.registry.attach_policy(call.tenant(), &input.policy_name, &input.target)?;
    durable(&call.context.store, changed).await
}

async fn detach_policy(call: &Call<'_, Cloud>, input: DetachPolicyRequest) -> Result<(), ApiError> {
    let registry = &call.context.registry;
    let changed = registry.detach_policy(call.tenant(), &input.policy_name, &input.target, false)?;
    durable(&call.context.store, changed).await
}

async fn attach_principal_policy(
    call: &Call<'_, Cloud>,
    input: AttachPrincipalPolicyRequest,
) -> Result<(), ApiError> {
    let registry = &call.context.registry;
    let changed = registry.attach_policy(call.tenant(), &input.policy_name, &input.principal)?;
    durable(&call.context.store, changed).await
}

async fn detach_principal_policy(
    call: &Call<'_, Cloud>,
    input: DetachPrincipalPolicyRequest,
) -> Result<(), ApiError> {
    let registry = &call.context.registry;
    let changed = registry.detach_policy(call.tenant(), &input.policy_name, &input.principal, true)?;
    durable(&call.context.store, changed).await
}

fn list_attached_policies(
    call: &Call<Cloud>,
    input: ListAttachedPoliciesRequest,
) -> Result<ListAttachedPoliciesResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let found = call.context.registry.attached_policies(
        call.tenant(),
        &input.target,
        input.recursive.unwrap_or(false),
        true,
        &request,
    )?;
    let (policies, next_marker) = split(found, |name| listed(call, name));
    Ok(ListAttachedPoliciesResponse { policies, next_marker })
}

fn list_principal_policies(
    call: &Call<Cloud>,
    input: ListPrincipalPoliciesRequest,
) -> Result<ListPrincipalPoliciesResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let ascending = input.ascending_order.unwrap_or(true);
    let registry = &call.context.registry;
    let found = registry.attached_policies(call.tenant(), &input.principal, false, ascending, &request)?;
    let (policies, next_marker) = split(found, |name| listed(call, name));
    Ok(ListPrincipalPoliciesResponse { policies, next_marker })
}

fn list_targets_for_policy(
    call: &Call<Cloud>,
    input: ListTargetsForPolicyRequest,
) -> Result<ListTargetsForPolicyResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let found = call.context.registry.targets_of_policy(call.tenant(), &input.policy_name, true, &request)?;
    let (targets, next_marker) = split(found, |target| target);
    Ok(ListTargetsForPolicyResponse { targets, next_marker })
}

fn list_policy_principals(
    call: &Call<Cloud>,
    input: ListPolicyPrincipalsRequest,
) -> Result<ListPolicyPrincipalsResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let ascending = input.ascending_order.unwrap_or(true);
    let registry = &call.context.registry;
    let found = registry.targets_of_policy(call.tenant(), &input.policy_name, ascending, &request)?;
    let (principals, next_marker) = split(found, |principal| principal);
    Ok(ListPolicyPrincipalsResponse { principals, next_marker })
}

async fn attach_thing_principal(
    call: &Call<'_, Cloud>,
    input: AttachThingPrincipalRequest,
) -> Result<AttachThingPrincipalResponse, ApiError> {
    let kind = input.thing_principal_type.map(kind).unwrap_or_default();
    let registry = &call.context.registry;
    let changed =
        registry.attach_thing_principal(call.tenant(), &input.thing_name, &input.principal, kind)?;
    durable(&call.context.store, changed).await?;
    Ok(AttachThingPrincipalResponse {})
}

async fn detach_thing_principal(
    call: &Call<'_, Cloud>,
    input: DetachThingPrincipalRequest,
) -> Result<DetachThingPrincipalResponse, ApiError> {
    let registry = &call.context.registry;
    let changed = registry.detach_thing_principal(call.tenant(), &input.thing_name, &input.principal)?;
    durable(&call.context.store, changed).await?;
    Ok(DetachThingPrincipalResponse {})
}

fn list_thing_principals(
    call: &Call<Cloud>,
    input: ListThingPrincipalsRequest,
) -> Result<ListThingPrincipalsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let found =
        call.context.registry.principals_of_thing(call.tenant(), &input.thing_name, None, &request)?;
    let (principals, next_token) = split(found, |(principal, _)| principal);
    Ok(ListThingPrincipalsResponse { principals, next_token })
}

fn list_thing_principals_v2(
    call: &Call<Cloud>,
    input: ListThingPrincipalsV2Request,
) -> Result<ListThingPrincipalsV2Response, ApiError> {
    let request = page(input.max_results, input.next_token);
    let wanted = input.thing_principal_type.map(kind);
    let registry = &call.context.registry;
    let found = registry.principals_of_thing(call.tenant(), &input.thing_name, wanted, &request)?;
    let (thing_principal_objects, next_token) = split(found, |(principal, kind)| ThingPrincipalObject {
        principal,
        thing_principal_type: kind_out(kind),
    });
    Ok(ListThingPrincipalsV2Response { thing_principal_objects, next_token })
}

fn list_principal_things(
    call: &Call<Cloud>,
    input: ListPrincipalThingsRequest,
) -> Result<ListPrincipalThingsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let found = call.context.registry.things_of_principal(call.tenant(), &input.principal, None, &request)?;
    let (things, next_token) = split(found, |(thing, _)| thing);
    Ok(ListPrincipalThingsResponse { things, next_token })
}

fn list_principal_things_v2(
    call: &Call<Cloud>,
    input: ListPrincipalThingsV2Request,
) -> Result<ListPrincipalThingsV2Response, ApiError> {
    let request = page(input.max_results, input.next_token);
    let wanted = input.thing_principal_type.map(kind);
    let registry = &call.context.registry;
    let found = registry.things_of_principal(call.tenant(), &input.principal, wanted, &request)?;
    let (principal_thing_objects, next_token) = split(found, |(thing_name, kind)| PrincipalThingObject {
        thing_name,
        thing_principal_type: kind_out(kind),
    });
    Ok(ListPrincipalThingsV2Response { principal_thing_objects, next_token })
}
