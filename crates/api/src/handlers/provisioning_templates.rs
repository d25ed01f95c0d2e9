//! Provisioning templates, their versions, and provisioning claims (provisioning.md §6, §7,
//! api-errors.md §8).

use catalog::{Draft, Kind, Shelves};
use model::iot::{
    CreateProvisioningClaimRequest, CreateProvisioningClaimResponse, CreateProvisioningTemplateRequest,
    CreateProvisioningTemplateResponse, CreateProvisioningTemplateVersionRequest,
    CreateProvisioningTemplateVersionResponse, DeleteProvisioningTemplateRequest,
    DeleteProvisioningTemplateResponse, DeleteProvisioningTemplateVersionRequest,
    DeleteProvisioningTemplateVersionResponse, DescribeProvisioningTemplateRequest,
    DescribeProvisioningTemplateResponse, DescribeProvisioningTemplateVersionRequest,
    DescribeProvisioningTemplateVersionResponse, KeyPair, ListProvisioningTemplateVersionsRequest,
    ListProvisioningTemplateVersionsResponse, ListProvisioningTemplatesRequest,
    ListProvisioningTemplatesResponse, ProvisioningHook, ProvisioningTemplateSummary,
    ProvisioningTemplateVersionSummary, TemplateType, UpdateProvisioningTemplateRequest,
    UpdateProvisioningTemplateResponse,
};
use provisioning::Template;
use tls::RsaKeyPair;

use super::certificates::now_utc;
use super::quotas;
use super::support::{INCOMPLETE_TAG, committed, durable, forget_tags, page, set_tags, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_PROVISIONING_TEMPLATE => async create_provisioning_template,
            partial("is stored; devices cannot provision themselves with it, roles and hooks are not checked");
        op::DESCRIBE_PROVISIONING_TEMPLATE => sync describe_provisioning_template, exact;
        op::UPDATE_PROVISIONING_TEMPLATE => async update_provisioning_template,
            partial("is stored; devices cannot provision themselves with it, roles and hooks are not checked");
        op::DELETE_PROVISIONING_TEMPLATE => async delete_provisioning_template, exact;
        op::LIST_PROVISIONING_TEMPLATES => sync list_provisioning_templates, exact;
        op::CREATE_PROVISIONING_TEMPLATE_VERSION => async create_provisioning_template_version, exact;
        op::DESCRIBE_PROVISIONING_TEMPLATE_VERSION => sync describe_provisioning_template_version, exact;
        op::DELETE_PROVISIONING_TEMPLATE_VERSION => async delete_provisioning_template_version, exact;
        op::LIST_PROVISIONING_TEMPLATE_VERSIONS => sync list_provisioning_template_versions, exact;
        op::CREATE_PROVISIONING_CLAIM => async create_provisioning_claim,
            partial("the claim is made and expires; devices cannot provision themselves with it");
    }
}

const MAX: usize = 256;
const VERSIONS_MAX: usize = 5;
/// Life of a claim, milliseconds (provisioning.md §7).
const CLAIM_FOR: u64 = 5 * 60 * 1000;
const HOOK_VERSION: &str = "2020-04-01";

type Stored = DescribeProvisioningTemplateResponse;
type Version = DescribeProvisioningTemplateVersionResponse;

fn resource(name: &str) -> String {
    format!("provisioningtemplate/{name}")
}

fn unknown(name: &str) -> ApiError {
    ApiError::resource_not_found(format!("Unable to find template named {name}"))
}

fn version_key(name: &str, version: i32) -> String {
    format!("{name}/{version}")
}

fn unknown_version(name: &str, version: i32) -> ApiError {
    let message = format!("Unable to find a template version with ID {version} for template {name}");
    ApiError::resource_not_found(message)
}

/// A template that is registered.
pub(super) fn template(shelves: &Shelves, name: &str) -> Result<Stored, ApiError> {
    shelves.get(Kind::ProvisioningTemplate, name).ok_or_else(|| unknown(name))
}

/// The versions of a template, the oldest first.
fn versions(shelves: &Shelves, name: &str) -> Vec<Version> {
    let all = shelves.all::<Version>(Kind::ProvisioningTemplateVersion);
    // Names of templates have no slash.
    let own = all.filter(|(key, _)| key.split_once('/').is_some_and(|(template, _)| template == name));
    let mut versions: Vec<Version> = own.map(|(_, version)| version).collect();
    versions.sort_by_key(|version| version.version_id);
    versions
}

impl From<provisioning::TemplateError> for ApiError {
    fn from(error: provisioning::TemplateError) -> Self {
        Self::invalid_request(error.to_string())
    }
}

/// Checks the body of a template for devices: of fleet provisioning, or of a CA.
pub(super) fn check_body(body: &str) -> Result<(), ApiError> {
    Template::parse(body)?.check_for_devices()?;
    Ok(())
}

fn hook(hook: Option<ProvisioningHook>, kind: TemplateType) -> Result<Option<ProvisioningHook>, ApiError> {
    if hook.is_some() && kind == TemplateType::Jitp {
        return Err(ApiError::invalid_request("Provisioning hook is not supported for template type: JITP"));
    }
    Ok(hook.map(|hook| ProvisioningHook {
        payload_version: Some(hook.payload_version.unwrap_or_else(|| HOOK_VERSION.into())),
        ..hook
    }))
}

fn put_version(call: &Call<Cloud>, draft: &mut Draft<'_>, name: &str, id: i32, body: String) {
    let version = Version {
        version_id: Some(id),
        creation_date: time(call.now.0),
        template_body: Some(body),
        // Said by the template.
        is_default_version: None,
    };
    draft.put(Kind::ProvisioningTemplateVersion, version_key(name, id), version);
}

async fn create_provisioning_template(
    call: &Call<'_, Cloud>,
    input: CreateProvisioningTemplateRequest,
) -> Result<CreateProvisioningTemplateResponse, ApiError> {
    check_body(&input.template_body)?;
    let kind = input.r#type.unwrap_or_default();
    let hook = hook(input.pre_provisioning_hook, kind)?;
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let name = input.template_name;
    let arn = call.tenant().iot_arn(resource(&name));
    let created = call.context.catalog.change(call.tenant(), |draft| {
        if draft.contains(Kind::ProvisioningTemplate, &name) {
            let message = format!("Template with name {name} already exists");
            let error = ApiError::resource_already_exists(message);
            return Err(error.with_resource_id(&name).with_resource_arn(&arn));
        }
        quotas::check(call, draft.count(Kind::ProvisioningTemplate), MAX, "provisioning templates")?;
        let template = Stored {
            template_arn: Some(arn.clone()),
            template_name: Some(name.clone()),
            description: input.description,
            creation_date: time(call.now.0),
            last_modified_date: time(call.now.0),
            default_version_id: Some(1),
            // Of the default version.
            template_body: None,
            enabled: Some(input.enabled.unwrap_or(false)),
            provisioning_role_arn: Some(input.provisioning_role_arn),
            pre_provisioning_hook: hook,
            r#type: Some(kind),
        };
        draft.put(Kind::ProvisioningTemplate, &name, template);
        put_version(call, draft, &name, 1, input.template_body);
        Ok(())
    })?;
    let tagged = set_tags(call, &resource(&name), tags);
    committed(&call.context.store, created.ticket.max(tagged)).await?;
    Ok(CreateProvisioningTemplateResponse {
        template_arn: Some(arn),
        template_name: Some(name),
        default_version_id: Some(1),
    })
}

fn describe_provisioning_template(
    call: &Call<Cloud>,
    input: DescribeProvisioningTemplateRequest,
) -> Result<DescribeProvisioningTemplateResponse, ApiError> {
    let name = &input.template_name;
    call.context.catalog.read(call.tenant(), |shelves| {
        let mut template = template(shelves, name)?;
        let key = version_key(name, template.default_version_id.unwrap_or(1));
        let version: Option<Version> = shelves.get(Kind::ProvisioningTemplateVersion, &key);
        template.template_body = version.and_then(|version| version.template_body);
        Ok(template)
    })
}

async fn update_provisioning_template(
    call: &Call<'_, Cloud>,
    input: UpdateProvisioningTemplateRequest,
) -> Result<UpdateProvisioningTemplateResponse, ApiError> {
    let name = input.template_name;
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        let stored = template(draft, &name)?;
        if let Some(id) = input.default_version_id
            && !draft.contains(Kind::ProvisioningTemplateVersion, &version_key(&name, id))
        {
            let message = format!("Unable to set version {id} as the default, version does not exist");
            return Err(ApiError::invalid_request(message));
        }
        let kept = stored.pre_provisioning_hook.filter(|_| input.remove_pre_provisioning_hook != Some(true));
        let template = Stored {
            description: input.description.or(stored.description),
            enabled: input.enabled.or(stored.enabled),
            default_version_id: input.default_version_id.or(stored.default_version_id),
            provisioning_role_arn: input.provisioning_role_arn.or(stored.provisioning_role_arn),
            pre_provisioning_hook: hook(input.pre_provisioning_hook, stored.r#type.unwrap_or_default())?
                .or(kept),
            last_modified_date: time(call.now.0),
            ..stored
        };
        draft.put(Kind::ProvisioningTemplate, &name, template);
        Ok(())
    })?;
    durable(&call.context.store, changed).await?;
    Ok(UpdateProvisioningTemplateResponse {})
}

async fn delete_provisioning_template(
    call: &Call<'_, Cloud>,
    input: DeleteProvisioningTemplateRequest,
) -> Result<DeleteProvisioningTemplateResponse, ApiError> {
    let name = &input.template_name;
    let first = page(Some(1), None);
    let cas = call.context.registry.list_cas(call.tenant(), Some(name), true, &first)?;
    let deleted = call.context.catalog.change(call.tenant(), |draft| {
        if !draft.contains(Kind::ProvisioningTemplate, name) {
            return Err(ApiError::resource_not_found("Unable to delete template, template not found"));
        }
        if !cas.items.is_empty() {
            let message = format!("Unable to delete template {name}, CA certificates use it");
            return Err(ApiError::delete_conflict(message));
        }
        for version in versions(draft, name) {
            let key = version_key(name, version.version_id.unwrap_or_default());
            draft.remove(Kind::ProvisioningTemplateVersion, key);
        }
        draft.remove(Kind::ProvisioningTemplate, name);
        Ok(())
    })?;
    let untagged = forget_tags(call, &resource(name));
    committed(&call.context.store, deleted.ticket.max(untagged)).await?;
    Ok(DeleteProvisioningTemplateResponse {})
}

fn list_provisioning_templates(
    call: &Call<Cloud>,
    input: ListProvisioningTemplatesRequest,
) -> Result<ListProvisioningTemplatesResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let any = |_: &str, _: &Stored| true;
    let found = call.context.catalog.list(call.tenant(), Kind::ProvisioningTemplate, &request, any)?;
    let (templates, next_token) = split(found, |(_, template)| ProvisioningTemplateSummary {
        template_arn: template.template_arn,
        template_name: template.template_name,
        // Not shown here (api-facts.md §6).
        description: None,
        creation_date: template.creation_date,
        last_modified_date: template.last_modified_date,
        enabled: template.enabled,
        r#type: template.r#type,
    });
    Ok(ListProvisioningTemplatesResponse { templates, next_token })
}

async fn create_provisioning_template_version(
    call: &Call<'_, Cloud>,
    input: CreateProvisioningTemplateVersionRequest,
) -> Result<CreateProvisioningTemplateVersionResponse, ApiError> {
    let name = input.template_name;
    let set_default = input.set_as_default.unwrap_or(false);
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        let mut template = template(draft, &name)?;
        check_body(&input.template_body)?;
        let versions = versions(draft, &name);
        if versions.len() >= VERSIONS_MAX {
            return Err(ApiError::versions_limit_exceeded(format!(
                "Can't create a template version for the template {name}, the maximum number of template \
                 versions has been reached"
            )));
        }
        let id = versions.last().and_then(|version| version.version_id).unwrap_or(0) + 1;
        put_version(call, draft, &name, id, input.template_body);
        if set_default {
            template.default_version_id = Some(id);
            template.last_modified_date = time(call.now.0);
            draft.put(Kind::ProvisioningTemplate, &name, template);
        }
        Ok(id)
    })?;
    let id = durable(&call.context.store, changed).await?;
    Ok(CreateProvisioningTemplateVersionResponse {
        template_arn: Some(call.tenant().iot_arn(resource(&name))),
        template_name: Some(name),
        version_id: Some(id),
        is_default_version: Some(set_default),
    })
}

fn describe_provisioning_template_version(
    call: &Call<Cloud>,
    input: DescribeProvisioningTemplateVersionRequest,
) -> Result<DescribeProvisioningTemplateVersionResponse, ApiError> {
    let (name, id) = (&input.template_name, input.version_id);
    call.context.catalog.read(call.tenant(), |shelves| {
        let template = template(shelves, name)?;
        let version: Option<Version> = shelves.get(Kind::ProvisioningTemplateVersion, &version_key(name, id));
        let version = version.ok_or_else(|| unknown_version(name, id))?;
        Ok(Version { is_default_version: Some(template.default_version_id == Some(id)), ..version })
    })
}

async fn delete_provisioning_template_version(
    call: &Call<'_, Cloud>,
    input: DeleteProvisioningTemplateVersionRequest,
) -> Result<DeleteProvisioningTemplateVersionResponse, ApiError> {
    let (name, id) = (&input.template_name, input.version_id);
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        let template = template(draft, name)?;
        if !draft.contains(Kind::ProvisioningTemplateVersion, &version_key(name, id)) {
            return Err(unknown_version(name, id));
        }
        if template.default_version_id == Some(id) {
            let message = format!("Unable to delete template version {id}, it is the default version");
            return Err(ApiError::invalid_request(message));
        }
        draft.remove(Kind::ProvisioningTemplateVersion, version_key(name, id));
        Ok(())
    })?;
    durable(&call.context.store, changed).await?;
    Ok(DeleteProvisioningTemplateVersionResponse {})
}

fn list_provisioning_template_versions(
    call: &Call<Cloud>,
    input: ListProvisioningTemplateVersionsRequest,
) -> Result<ListProvisioningTemplateVersionsResponse, ApiError> {
    let name = &input.template_name;
    call.context.catalog.read(call.tenant(), |shelves| {
        let template: Option<Stored> = shelves.get(Kind::ProvisioningTemplate, name);
        let missing = || ApiError::resource_not_found(format!("Template named {name} not found"));
        let default = template.ok_or_else(missing)?.default_version_id;
        // All of them on one page (api-facts.md §6); there are five at the most.
        let versions =
            versions(shelves, name).into_iter().map(|version| ProvisioningTemplateVersionSummary {
                version_id: version.version_id,
                creation_date: version.creation_date,
                is_default_version: Some(version.version_id == default),
            });
        Ok(ListProvisioningTemplateVersionsResponse { versions: Some(versions.collect()), next_token: None })
    })
}

/// Claims are not registered: they are no certificates of the account (provisioning.md §4).
async fn create_provisioning_claim(
    call: &Call<'_, Cloud>,
    input: CreateProvisioningClaimRequest,
) -> Result<CreateProvisioningClaimResponse, ApiError> {
    call.context.catalog.read(call.tenant(), |shelves| template(shelves, &input.template_name))?;
    let pair = tokio::task::spawn_blocking(RsaKeyPair::generate)
        .await
        .map_err(|error| ApiError::internal_failure(error.to_string()))??;
    let expiration = call.now.0.saturating_add(CLAIM_FOR);
    let now = now_utc(call);
    let end = now + std::time::Duration::from_millis(CLAIM_FOR);
    let pem = call.context.authority.issue_for_key_until(&pair, now, end)?;
    let certificate =
        tls::Certificate::from_pem(&pem).map_err(|error| ApiError::internal_failure(error.to_string()))?;
    Ok(CreateProvisioningClaimResponse {
        certificate_id: Some(certificate.id.to_string()),
        certificate_pem: Some(pem),
        key_pair: Some(KeyPair { public_key: Some(pair.public_pem), private_key: Some(pair.private_pem) }),
        expiration: time(expiration),
    })
}
