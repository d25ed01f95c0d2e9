//! Role aliases: names for the IAM roles that certificates are exchanged for.

use catalog::Kind;
use model::iot::{
    CreateRoleAliasRequest, CreateRoleAliasResponse, DeleteRoleAliasRequest, DeleteRoleAliasResponse,
    DescribeRoleAliasRequest, DescribeRoleAliasResponse, ListRoleAliasesRequest, ListRoleAliasesResponse,
    RoleAliasDescription, UpdateRoleAliasRequest, UpdateRoleAliasResponse,
};

use super::quotas;
use super::support::{INCOMPLETE_TAG, committed, durable, forget_tags, page, set_tags, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_ROLE_ALIAS => async create_role_alias,
            partial("is stored; credentials are not handed out for it");
        op::DESCRIBE_ROLE_ALIAS => sync describe_role_alias, exact;
        op::UPDATE_ROLE_ALIAS => async update_role_alias,
            partial("is stored; credentials are not handed out for it");
        op::DELETE_ROLE_ALIAS => async delete_role_alias, exact;
        op::LIST_ROLE_ALIASES => sync list_role_aliases, exact;
    }
}

const MAX: usize = 100;
/// Lifetime of credentials (CreateRoleAlias).
const DEFAULT_SECONDS: i32 = 3600;

fn resource(name: &str) -> String {
    format!("rolealias/{name}")
}

fn unknown(name: &str) -> ApiError {
    // Ours: no published capture of AWS's.
    ApiError::resource_not_found(format!("Role alias {name} does not exist"))
}

async fn create_role_alias(
    call: &Call<'_, Cloud>,
    input: CreateRoleAliasRequest,
) -> Result<CreateRoleAliasResponse, ApiError> {
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let name = input.role_alias;
    let arn = call.tenant().iot_arn(resource(&name));
    let created = call.context.catalog.change(call.tenant(), |draft| {
        if draft.contains(Kind::RoleAlias, &name) {
            let message = format!("RoleAlias cannot be created - already exists (name={name})");
            let error = ApiError::resource_already_exists(message);
            return Err(error.with_resource_id(&name).with_resource_arn(&arn));
        }
        quotas::check(call, draft.count(Kind::RoleAlias), MAX, "role aliases")?;
        let alias = RoleAliasDescription {
            role_alias: Some(name.clone()),
            role_alias_arn: Some(arn.clone()),
            role_arn: Some(input.role_arn),
            owner: Some(call.tenant().account.to_string()),
            credential_duration_seconds: Some(input.credential_duration_seconds.unwrap_or(DEFAULT_SECONDS)),
            creation_date: time(call.now.0),
            last_modified_date: time(call.now.0),
        };
        draft.put(Kind::RoleAlias, &name, alias);
        Ok(())
    })?;
    let tagged = set_tags(call, &resource(&name), tags);
    committed(&call.context.store, created.ticket.max(tagged)).await?;
    Ok(CreateRoleAliasResponse { role_alias: Some(name), role_alias_arn: Some(arn) })
}

fn describe_role_alias(
    call: &Call<Cloud>,
    input: DescribeRoleAliasRequest,
) -> Result<DescribeRoleAliasResponse, ApiError> {
    let found = call.context.catalog.get(call.tenant(), Kind::RoleAlias, &input.role_alias);
    let description = found.ok_or_else(|| unknown(&input.role_alias))?;
    Ok(DescribeRoleAliasResponse { role_alias_description: Some(description) })
}

async fn update_role_alias(
    call: &Call<'_, Cloud>,
    input: UpdateRoleAliasRequest,
) -> Result<UpdateRoleAliasResponse, ApiError> {
    let name = input.role_alias;
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        let stored: Option<RoleAliasDescription> = draft.get(Kind::RoleAlias, &name);
        let mut alias = stored.ok_or_else(|| unknown(&name))?;
        alias.role_arn = input.role_arn.or(alias.role_arn);
        alias.credential_duration_seconds =
            input.credential_duration_seconds.or(alias.credential_duration_seconds);
        alias.last_modified_date = time(call.now.0);
        let arn = alias.role_alias_arn.clone();
        draft.put(Kind::RoleAlias, &name, alias);
        Ok::<_, ApiError>(arn)
    })?;
    let role_alias_arn = durable(&call.context.store, changed).await?;
    Ok(UpdateRoleAliasResponse { role_alias: Some(name), role_alias_arn })
}

async fn delete_role_alias(
    call: &Call<'_, Cloud>,
    input: DeleteRoleAliasRequest,
) -> Result<DeleteRoleAliasResponse, ApiError> {
    let name = &input.role_alias;
    let deleted = call.context.catalog.change(call.tenant(), |draft| {
        if !draft.contains(Kind::RoleAlias, name) {
            return Err(unknown(name));
        }
        draft.remove(Kind::RoleAlias, name);
        Ok(())
    })?;
    let untagged = forget_tags(call, &resource(name));
    committed(&call.context.store, deleted.ticket.max(untagged)).await?;
    Ok(DeleteRoleAliasResponse {})
}

fn list_role_aliases(
    call: &Call<Cloud>,
    input: ListRoleAliasesRequest,
) -> Result<ListRoleAliasesResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let ascending = input.ascending_order.unwrap_or(true);
    let any = |_: &str, _: &RoleAliasDescription| true;
    let catalog = &call.context.catalog;
    let found = catalog.list_either_way(call.tenant(), Kind::RoleAlias, ascending, &request, any)?;
    let (role_aliases, next_marker) = split(found, |(name, _)| name);
    Ok(ListRoleAliasesResponse { role_aliases, next_marker })
}
