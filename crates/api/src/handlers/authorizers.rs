//! Custom authorizers, and which of them is the default.

use catalog::{Draft, Kind};
use model::iot::{
    AuthorizerDescription, AuthorizerStatus, AuthorizerSummary, ClearDefaultAuthorizerRequest,
    ClearDefaultAuthorizerResponse, CreateAuthorizerRequest, CreateAuthorizerResponse,
    DeleteAuthorizerRequest, DeleteAuthorizerResponse, DescribeAuthorizerRequest, DescribeAuthorizerResponse,
    DescribeDefaultAuthorizerRequest, DescribeDefaultAuthorizerResponse, DescribeDomainConfigurationResponse,
    ListAuthorizersRequest, ListAuthorizersResponse, SetDefaultAuthorizerRequest,
    SetDefaultAuthorizerResponse, UpdateAuthorizerRequest, UpdateAuthorizerResponse,
};

use super::quotas;
use super::support::{INCOMPLETE_TAG, committed, durable, forget_tags, page, set_tags, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_AUTHORIZER => async create_authorizer,
            partial("is stored; connections are not authorized by it");
        op::DESCRIBE_AUTHORIZER => sync describe_authorizer, exact;
        op::UPDATE_AUTHORIZER => async update_authorizer,
            partial("is stored; connections are not authorized by it");
        op::DELETE_AUTHORIZER => async delete_authorizer, exact;
        op::LIST_AUTHORIZERS => sync list_authorizers, exact;
        op::SET_DEFAULT_AUTHORIZER => async set_default_authorizer,
            partial("is stored; connections are not authorized by it");
        op::DESCRIBE_DEFAULT_AUTHORIZER => sync describe_default_authorizer, exact;
        op::CLEAR_DEFAULT_AUTHORIZER => async clear_default_authorizer, exact;
    }
}

const MAX: usize = 100;
const ACTIVE_MAX: usize = 32;
/// The setting that names the default.
const DEFAULT: &str = "SetDefaultAuthorizer";

fn resource(name: &str) -> String {
    format!("authorizer/{name}")
}

// The texts are ours: no published capture of AWS's.
fn unknown(name: &str) -> ApiError {
    ApiError::resource_not_found(format!("Authorizer {name} does not exist"))
}

fn no_default() -> ApiError {
    ApiError::resource_not_found("There is no default authorizer")
}

fn authorizer(draft: &Draft<'_>, name: &str) -> Result<AuthorizerDescription, ApiError> {
    draft.get(Kind::Authorizer, name).ok_or_else(|| unknown(name))
}

fn is_active(authorizer: &AuthorizerDescription) -> bool {
    authorizer.status == Some(AuthorizerStatus::Active)
}

/// Checks what an authorizer is about to become.
fn check(
    call: &Call<Cloud>,
    draft: &Draft<'_>,
    name: &str,
    authorizer: &AuthorizerDescription,
) -> Result<(), ApiError> {
    let has_keys = authorizer.token_signing_public_keys.as_ref().is_some_and(|keys| !keys.is_empty());
    if authorizer.signing_disabled != Some(true) && !(has_keys && authorizer.token_key_name.is_some()) {
        return Err(ApiError::invalid_request(
            "tokenKeyName and tokenSigningPublicKeys are required unless signing is disabled",
        ));
    }
    if is_active(authorizer) {
        let others = draft.all::<AuthorizerDescription>(Kind::Authorizer);
        let active = others.filter(|(other, authorizer)| *other != name && is_active(authorizer)).count();
        quotas::check(call, active, ACTIVE_MAX, "active authorizers")?;
    }
    Ok(())
}

async fn create_authorizer(
    call: &Call<'_, Cloud>,
    input: CreateAuthorizerRequest,
) -> Result<CreateAuthorizerResponse, ApiError> {
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let name = input.authorizer_name;
    let arn = call.tenant().iot_arn(resource(&name));
    let created = call.context.catalog.change(call.tenant(), |draft| {
        if draft.contains(Kind::Authorizer, &name) {
            let error = ApiError::resource_already_exists(format!("Authorizer {name} already exists"));
            return Err(error.with_resource_id(&name).with_resource_arn(&arn));
        }
        quotas::check(call, draft.count(Kind::Authorizer), MAX, "authorizers")?;
        let authorizer = AuthorizerDescription {
            authorizer_name: Some(name.clone()),
            authorizer_arn: Some(arn.clone()),
            authorizer_function_arn: Some(input.authorizer_function_arn),
            token_key_name: input.token_key_name,
            token_signing_public_keys: input.token_signing_public_keys,
            // The defaults of api-facts.md §6.
            status: Some(input.status.unwrap_or(AuthorizerStatus::Inactive)),
            creation_date: time(call.now.0),
            last_modified_date: time(call.now.0),
            signing_disabled: Some(input.signing_disabled.unwrap_or(false)),
            enable_caching_for_http: Some(input.enable_caching_for_http.unwrap_or(false)),
        };
        check(call, draft, &name, &authorizer)?;
        draft.put(Kind::Authorizer, &name, authorizer);
        Ok(())
    })?;
    let tagged = set_tags(call, &resource(&name), tags);
    committed(&call.context.store, created.ticket.max(tagged)).await?;
    Ok(CreateAuthorizerResponse { authorizer_name: Some(name), authorizer_arn: Some(arn) })
}

fn describe_authorizer(
    call: &Call<Cloud>,
    input: DescribeAuthorizerRequest,
) -> Result<DescribeAuthorizerResponse, ApiError> {
    let found = call.context.catalog.get(call.tenant(), Kind::Authorizer, &input.authorizer_name);
    let description = found.ok_or_else(|| unknown(&input.authorizer_name))?;
    Ok(DescribeAuthorizerResponse { authorizer_description: Some(description) })
}

async fn update_authorizer(
    call: &Call<'_, Cloud>,
    input: UpdateAuthorizerRequest,
) -> Result<UpdateAuthorizerResponse, ApiError> {
    let name = input.authorizer_name;
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        let stored = authorizer(draft, &name)?;
        let updated = AuthorizerDescription {
            authorizer_function_arn: input.authorizer_function_arn.or(stored.authorizer_function_arn),
            token_key_name: input.token_key_name.or(stored.token_key_name),
            token_signing_public_keys: input.token_signing_public_keys.or(stored.token_signing_public_keys),
            status: input.status.or(stored.status),
            enable_caching_for_http: input.enable_caching_for_http.or(stored.enable_caching_for_http),
            last_modified_date: time(call.now.0),
            ..stored
        };
        check(call, draft, &name, &updated)?;
        let arn = updated.authorizer_arn.clone();
        draft.put(Kind::Authorizer, &name, updated);
        Ok::<_, ApiError>(arn)
    })?;
    let authorizer_arn = durable(&call.context.store, changed).await?;
    Ok(UpdateAuthorizerResponse { authorizer_name: Some(name), authorizer_arn })
}

/// Whether a domain configuration names an authorizer.
fn is_used(draft: &Draft<'_>, name: &str) -> bool {
    let mut domains = draft.all::<DescribeDomainConfigurationResponse>(Kind::DomainConfiguration);
    domains.any(|(_, domain)| {
        let config = domain.authorizer_config;
        config.is_some_and(|config| config.default_authorizer_name.as_deref() == Some(name))
    })
}

async fn delete_authorizer(
    call: &Call<'_, Cloud>,
    input: DeleteAuthorizerRequest,
) -> Result<DeleteAuthorizerResponse, ApiError> {
    let name = &input.authorizer_name;
    let deleted = call.context.catalog.change(call.tenant(), |draft| {
        let conflict = |why: &str| Err(ApiError::delete_conflict(format!("Authorizer {name} {why}")));
        if is_active(&authorizer(draft, name)?) {
            return conflict("must be INACTIVE before it is deleted");
        }
        if default_name(draft).as_ref() == Some(name) {
            return conflict("is the default authorizer");
        }
        if is_used(draft, name) {
            return conflict("is used by a domain configuration");
        }
        draft.remove(Kind::Authorizer, name);
        Ok(())
    })?;
    let untagged = forget_tags(call, &resource(name));
    committed(&call.context.store, deleted.ticket.max(untagged)).await?;
    Ok(DeleteAuthorizerResponse {})
}

fn list_authorizers(
    call: &Call<Cloud>,
    input: ListAuthorizersRequest,
) -> Result<ListAuthorizersResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let ascending = input.ascending_order.unwrap_or(true);
    let wanted =
        |_: &str, found: &AuthorizerDescription| input.status.is_none() || found.status == input.status;
    let catalog = &call.context.catalog;
    let found = catalog.list_either_way(call.tenant(), Kind::Authorizer, ascending, &request, wanted)?;
    let (authorizers, next_marker) = split(found, |(_, authorizer)| AuthorizerSummary {
        authorizer_name: authorizer.authorizer_name,
        authorizer_arn: authorizer.authorizer_arn,
    });
    Ok(ListAuthorizersResponse { authorizers, next_marker })
}

fn default_name(draft: &Draft<'_>) -> Option<String> {
    draft.get::<SetDefaultAuthorizerResponse>(Kind::Setting, DEFAULT)?.authorizer_name
}

async fn set_default_authorizer(
    call: &Call<'_, Cloud>,
    input: SetDefaultAuthorizerRequest,
) -> Result<SetDefaultAuthorizerResponse, ApiError> {
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        let authorizer = authorizer(draft, &input.authorizer_name)?;
        let default = SetDefaultAuthorizerResponse {
            authorizer_name: authorizer.authorizer_name,
            authorizer_arn: authorizer.authorizer_arn,
        };
        draft.put(Kind::Setting, DEFAULT, default.clone());
        Ok::<_, ApiError>(default)
    })?;
    durable(&call.context.store, changed).await
}

fn describe_default_authorizer(
    call: &Call<Cloud>,
    _: DescribeDefaultAuthorizerRequest,
) -> Result<DescribeDefaultAuthorizerResponse, ApiError> {
    let description = call.context.catalog.read(call.tenant(), |shelves| {
        let default: SetDefaultAuthorizerResponse = shelves.get(Kind::Setting, DEFAULT)?;
        shelves.get(Kind::Authorizer, &default.authorizer_name?)
    });
    let description = description.ok_or_else(no_default)?;
    Ok(DescribeDefaultAuthorizerResponse { authorizer_description: Some(description) })
}

async fn clear_default_authorizer(
    call: &Call<'_, Cloud>,
    _: ClearDefaultAuthorizerRequest,
) -> Result<ClearDefaultAuthorizerResponse, ApiError> {
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        if !draft.contains(Kind::Setting, DEFAULT) {
            return Err(no_default());
        }
        draft.remove(Kind::Setting, DEFAULT);
        Ok(())
    })?;
    durable(&call.context.store, changed).await?;
    Ok(ClearDefaultAuthorizerResponse {})
}
