//! Tags of every taggable resource (api-errors.md §9).

use base::Arn;
use catalog::Kind;
use model::iot::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, Tag, TagResourceRequest, TagResourceResponse,
    UntagResourceRequest, UntagResourceResponse,
};

use super::support::{INCOMPLETE_TAG, durable, tags};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::TAG_RESOURCE => async tag_resource, exact;
        op::UNTAG_RESOURCE => async untag_resource, exact;
        op::LIST_TAGS_FOR_RESOURCE => sync list_tags_for_resource, exact;
    }
}

/// Resource types of ARNs whose resources are in the catalog.
const IN_CATALOG: [(&str, Kind); 15] = [
    ("authorizer", Kind::Authorizer),
    ("command", Kind::Command),
    ("custommetric", Kind::CustomMetric),
    ("dimension", Kind::Dimension),
    ("domainconfiguration", Kind::DomainConfiguration),
    ("fleetmetric", Kind::FleetMetric),
    ("jobtemplate", Kind::JobTemplate),
    ("mitigationaction", Kind::MitigationAction),
    ("otaupdate", Kind::OtaUpdate),
    ("provisioningtemplate", Kind::ProvisioningTemplate),
    ("rolealias", Kind::RoleAlias),
    ("scheduledaudit", Kind::ScheduledAudit),
    ("securityprofile", Kind::SecurityProfile),
    ("stream", Kind::Stream),
    ("certificateprovider", Kind::CertificateProvider),
];

/// The part of an ARN that says which resource it is, once it is known to exist.
fn resource<'a>(call: &Call<'_, Cloud>, text: &'a str) -> Result<&'a str, ApiError> {
    let invalid = || ApiError::invalid_request("Invalid arn in request");
    let tenant = call.tenant();
    let arn = Arn::parse(text).filter(|arn| arn.service == "iot").ok_or_else(invalid)?;
    if arn.account != tenant.account.as_str() {
        return Err(ApiError::invalid_request("ResourceArn doesn't belong in requester's account"));
    }
    // The ARN of a certificate provider has a colon there.
    let (kind, name) = arn.resource.split_once(['/', ':']).ok_or_else(invalid)?;
    if arn.region != tenant.region.as_str() {
        return Err(invalid());
    }
    exists(call, kind, name)?;
    Ok(arn.resource)
}

fn exists(call: &Call<'_, Cloud>, kind: &str, name: &str) -> Result<(), ApiError> {
    let (cloud, tenant) = (call.context, call.tenant());
    let registry = &cloud.registry;
    let in_catalog = |kind, name: &str| cloud.catalog.read(tenant, |shelves| shelves.contains(kind, name));
    let (found, missing) = match kind {
        "thinggroup" => {
            (registry.thing_group(tenant, name).is_ok(), format!("Thing Group {name} does not exist."))
        }
        "thingtype" => {
            (registry.thing_type(tenant, name).is_ok(), format!("Thing Type {name} does not exist."))
        }
        "billinggroup" => {
            (registry.billing_group(tenant, name).is_ok(), format!("Billing Group {name} does not exist."))
        }
        "job" => (cloud.jobs.has_job(tenant, name), format!("Job {name} cannot be found.")),
        "policy" => (registry.policy(tenant, name).is_ok(), "This resource is not found".into()),
        "cacert" => {
            let found = name.parse().is_ok_and(|id| registry.ca(tenant, id).is_ok());
            (found, "This resource is not found".into())
        }
        "rule" => (cloud.rules.get(tenant, name).is_ok(), "This resource is not found".into()),
        "package" => {
            let found = match name.split_once("/version/") {
                Some((package, version)) => in_catalog(Kind::PackageVersion, &format!("{package}/{version}")),
                None => in_catalog(Kind::Package, name),
            };
            (found, "This resource is not found".into())
        }
        // The name is followed by five characters (api-facts.md §1).
        "domainconfiguration" => {
            let name = name.split_once('/').map_or(name, |(name, _)| name);
            (in_catalog(Kind::DomainConfiguration, name), "This resource is not found".into())
        }
        other => match IN_CATALOG.iter().find(|(name, _)| *name == other) {
            Some((_, kind)) => (in_catalog(*kind, name), "This resource is not found".into()),
            None => return Err(ApiError::invalid_request(format!("Invalid resource type in ARN: {other}"))),
        },
    };
    if found { Ok(()) } else { Err(ApiError::resource_not_found(missing)) }
}

const EMPTY: &str = "The validated collection is empty";

async fn tag_resource(
    call: &Call<'_, Cloud>,
    input: TagResourceRequest,
) -> Result<TagResourceResponse, ApiError> {
    if input.tags.is_empty() {
        return Err(ApiError::invalid_request(EMPTY));
    }
    let resource = resource(call, &input.resource_arn)?;
    let given = tags(Some(input.tags), INCOMPLETE_TAG)?;
    let changed = call.context.registry.tag(call.tenant(), resource, given)?;
    durable(&call.context.store, changed).await?;
    Ok(TagResourceResponse {})
}

async fn untag_resource(
    call: &Call<'_, Cloud>,
    input: UntagResourceRequest,
) -> Result<UntagResourceResponse, ApiError> {
    if input.tag_keys.is_empty() {
        return Err(ApiError::invalid_request(EMPTY));
    }
    let resource = resource(call, &input.resource_arn)?;
    let changed = call.context.registry.untag(call.tenant(), resource, &input.tag_keys)?;
    durable(&call.context.store, changed).await?;
    Ok(UntagResourceResponse {})
}

fn list_tags_for_resource(
    call: &Call<Cloud>,
    input: ListTagsForResourceRequest,
) -> Result<ListTagsForResourceResponse, ApiError> {
    let resource = resource(call, &input.resource_arn)?;
    let tags = call.context.registry.tags(call.tenant(), resource);
    let tags = tags.into_iter().map(|(key, value)| Tag { key, value: Some(value) });
    // All of them on one page: there are fifty at the most.
    Ok(ListTagsForResourceResponse { tags: Some(tags.collect()), next_token: None })
}
