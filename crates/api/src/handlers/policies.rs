//! Policies and their versions.

use model::iot::{
    CreatePolicyRequest, CreatePolicyResponse, CreatePolicyVersionRequest, CreatePolicyVersionResponse,
    DeletePolicyRequest, DeletePolicyVersionRequest, GetPolicyRequest, GetPolicyResponse,
    GetPolicyVersionRequest, GetPolicyVersionResponse, ListPoliciesRequest, ListPoliciesResponse,
    ListPolicyVersionsRequest, ListPolicyVersionsResponse, Policy, PolicyVersion,
    SetDefaultPolicyVersionRequest,
};

use super::support::{INCOMPLETE_TAG, durable, page, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_POLICY => async create_policy, exact;
        op::GET_POLICY => sync get_policy, exact;
        op::LIST_POLICIES => sync list_policies, exact;
        op::DELETE_POLICY => async delete_policy, exact;
        op::CREATE_POLICY_VERSION => async create_policy_version, exact;
        op::GET_POLICY_VERSION => sync get_policy_version, exact;
        op::LIST_POLICY_VERSIONS => sync list_policy_versions, exact;
        op::SET_DEFAULT_POLICY_VERSION => async set_default_policy_version, exact;
        op::DELETE_POLICY_VERSION => async delete_policy_version, exact;
    }
}

fn arn(call: &Call<Cloud>, name: &str) -> String {
    call.tenant().iot_arn(format_args!("policy/{name}"))
}

/// A policy as listings show it.
pub(super) fn listed(call: &Call<Cloud>, name: String) -> Policy {
    Policy { policy_arn: Some(arn(call, &name)), policy_name: Some(name) }
}

async fn create_policy(
    call: &Call<'_, Cloud>,
    input: CreatePolicyRequest,
) -> Result<CreatePolicyResponse, ApiError> {
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let (name, document) = (input.policy_name, input.policy_document);
    let changed = call.context.registry.create_policy(call.tenant(), &name, &document, tags, call.now)?;
    durable(&call.context.store, changed).await?;
    Ok(CreatePolicyResponse {
        policy_arn: Some(arn(call, &name)),
        policy_name: Some(name),
        policy_document: Some(document),
        policy_version_id: Some("1".into()),
    })
}

fn get_policy(call: &Call<Cloud>, input: GetPolicyRequest) -> Result<GetPolicyResponse, ApiError> {
    let name = input.policy_name;
    let policy = call.context.registry.policy(call.tenant(), &name)?;
    let document = policy.version(policy.default_version).map(|version| version.document.clone());
    Ok(GetPolicyResponse {
        policy_arn: Some(arn(call, &name)),
        policy_name: Some(name),
        policy_document: document,
        default_version_id: Some(policy.default_version.to_string()),
        creation_date: time(policy.created_at),
        last_modified_date: time(policy.modified_at),
        generation_id: Some(policy.generation_id),
    })
}

fn list_policies(call: &Call<Cloud>, input: ListPoliciesRequest) -> Result<ListPoliciesResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let ascending = input.ascending_order.unwrap_or(true);
    let found = call.context.registry.list_policies(call.tenant(), ascending, &request)?;
    let (policies, next_marker) = split(found, |name| listed(call, name));
    Ok(ListPoliciesResponse { policies, next_marker })
}

async fn delete_policy(call: &Call<'_, Cloud>, input: DeletePolicyRequest) -> Result<(), ApiError> {
    let changed = call.context.registry.delete_policy(call.tenant(), &input.policy_name)?;
    durable(&call.context.store, changed).await
}

async fn create_policy_version(
    call: &Call<'_, Cloud>,
    input: CreatePolicyVersionRequest,
) -> Result<CreatePolicyVersionResponse, ApiError> {
    let (name, document) = (input.policy_name, input.policy_document);
    let set_default = input.set_as_default.unwrap_or(false);
    let registry = &call.context.registry;
    let changed = registry.create_policy_version(call.tenant(), &name, &document, set_default, call.now)?;
    let version = durable(&call.context.store, changed).await?;
    Ok(CreatePolicyVersionResponse {
        policy_arn: Some(arn(call, &name)),
        policy_document: Some(document),
        policy_version_id: Some(version.id.to_string()),
        is_default_version: Some(set_default),
    })
}

fn get_policy_version(
    call: &Call<Cloud>,
    input: GetPolicyVersionRequest,
) -> Result<GetPolicyVersionResponse, ApiError> {
    let name = input.policy_name;
    let registry = &call.context.registry;
    let (policy, version) = registry.policy_version(call.tenant(), &name, &input.policy_version_id)?;
    Ok(GetPolicyVersionResponse {
        policy_arn: Some(arn(call, &name)),
        policy_name: Some(name),
        policy_document: Some(version.document),
        policy_version_id: Some(version.id.to_string()),
        is_default_version: Some(version.id == policy.default_version),
        creation_date: time(version.created_at),
        last_modified_date: time(version.created_at),
        generation_id: Some(policy.generation_id),
    })
}

fn list_policy_versions(
    call: &Call<Cloud>,
    input: ListPolicyVersionsRequest,
) -> Result<ListPolicyVersionsResponse, ApiError> {
    let policy = call.context.registry.policy_versions(call.tenant(), &input.policy_name)?;
    // The newest first (api-facts.md §4).
    let versions = policy.versions.iter().rev().map(|version| PolicyVersion {
        version_id: Some(version.id.to_string()),
        is_default_version: Some(version.id == policy.default_version),
        create_date: time(version.created_at),
    });
    Ok(ListPolicyVersionsResponse { policy_versions: Some(versions.collect()) })
}

async fn set_default_policy_version(
    call: &Call<'_, Cloud>,
    input: SetDefaultPolicyVersionRequest,
) -> Result<(), ApiError> {
    let (name, version) = (&input.policy_name, &input.policy_version_id);
    let changed = call.context.registry.set_default_policy_version(call.tenant(), name, version, call.now)?;
    durable(&call.context.store, changed).await
}

async fn delete_policy_version(
    call: &Call<'_, Cloud>,
    input: DeletePolicyVersionRequest,
) -> Result<(), ApiError> {
    let (name, version) = (&input.policy_name, &input.policy_version_id);
    let changed = call.context.registry.delete_policy_version(call.tenant(), name, version, call.now)?;
    durable(&call.context.store, changed).await
}
