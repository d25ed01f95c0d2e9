//! Security profiles.

use catalog::{Draft, Kind, Shelves};
use model::iot::{
    CreateSecurityProfileRequest, CreateSecurityProfileResponse, DeleteSecurityProfileRequest,
    DeleteSecurityProfileResponse, DescribeSecurityProfileRequest, DescribeSecurityProfileResponse,
    ListSecurityProfilesRequest, ListSecurityProfilesResponse, MetricDimension, SecurityProfileIdentifier,
    UpdateSecurityProfileRequest, UpdateSecurityProfileResponse, ValidateSecurityProfileBehaviorsRequest,
    ValidateSecurityProfileBehaviorsResponse, ValidationError,
};

use super::{behaviors, targets};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::handlers::stored::{Creation, Resource, change};
use crate::handlers::support::{INCOMPLETE_TAG, page, split, tags, time};
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_SECURITY_PROFILE => async create_security_profile,
            partial("is stored; behaviors are not evaluated");
        op::DESCRIBE_SECURITY_PROFILE => sync describe_security_profile, exact;
        op::UPDATE_SECURITY_PROFILE => async update_security_profile,
            partial("is stored; behaviors are not evaluated");
        op::DELETE_SECURITY_PROFILE => async delete_security_profile, exact;
        op::LIST_SECURITY_PROFILES => sync list_security_profiles, exact;
        op::VALIDATE_SECURITY_PROFILE_BEHAVIORS => sync validate_security_profile_behaviors,
            partial("finds what contradicts the documentation; AWS may find more");
    }
}

pub(super) const PROFILE: Resource =
    Resource { kind: Kind::SecurityProfile, title: "Security profile", prefix: "securityprofile/" };

type Profile = DescribeSecurityProfileResponse;

/// The metrics of a profile with their dimensions, of behaviors and of what is retained.
fn uses(profile: &Profile) -> impl Iterator<Item = (&str, Option<&MetricDimension>)> {
    let of_behaviors = profile.behaviors.iter().flatten();
    let of_behaviors = of_behaviors
        .map(|behavior| (behavior.metric.as_deref().unwrap_or_default(), behavior.metric_dimension.as_ref()));
    of_behaviors.chain(retained(profile))
}

fn retained(profile: &Profile) -> impl Iterator<Item = (&str, Option<&MetricDimension>)> {
    let plain = profile.additional_metrics_to_retain.iter().flatten();
    let scoped = profile.additional_metrics_to_retain_v2.iter().flatten();
    let scoped = scoped.map(|metric| (metric.metric.as_str(), metric.metric_dimension.as_ref()));
    plain.map(|metric| (metric.as_str(), None)).chain(scoped)
}

fn uses_metric(profile: &Profile, name: &str) -> bool {
    uses(profile).any(|(metric, _)| metric == name)
}

fn uses_dimension(profile: &Profile, name: &str) -> bool {
    uses(profile).any(|(_, dimension)| dimension.is_some_and(|dimension| dimension.dimension_name == name))
}

/// The first profile that uses a custom metric.
pub(super) fn user_of_metric(shelves: &Shelves, name: &str) -> Option<String> {
    let mut profiles = shelves.all(PROFILE.kind);
    profiles.find(|(_, profile)| uses_metric(profile, name)).map(|(profile, _)| profile.to_owned())
}

/// The first profile that uses a dimension.
pub(super) fn user_of_dimension(shelves: &Shelves, name: &str) -> Option<String> {
    let mut profiles = shelves.all(PROFILE.kind);
    profiles.find(|(_, profile)| uses_dimension(profile, name)).map(|(profile, _)| profile.to_owned())
}

/// Checks what a profile is to have, and that the metrics and dimensions that it names exist.
fn check(shelves: &Shelves, profile: &Profile) -> Result<(), ApiError> {
    let behaviors = profile.behaviors.as_deref().unwrap_or_default();
    if let Some(fault) = behaviors::faults(behaviors, shelves).into_iter().next() {
        return Err(ApiError::invalid_request(fault));
    }
    for (metric, dimension) in retained(profile) {
        let checked = behaviors::check_retained(metric, dimension, shelves);
        let text = |reason| format!("Metric to retain {metric} is malformed. {reason}");
        checked.map_err(|reason| ApiError::invalid_request(text(reason)))?;
    }
    Ok(())
}

fn check_version(name: &str, profile: &Profile, expected: Option<i64>) -> Result<(), ApiError> {
    match expected {
        Some(version) if profile.version != Some(version) => Err(ApiError::version_conflict(format!(
            "The version for security profile {name} does not match the expected version."
        ))),
        _ => Ok(()),
    }
}

async fn create_security_profile(
    call: &Call<'_, Cloud>,
    input: CreateSecurityProfileRequest,
) -> Result<CreateSecurityProfileResponse, ApiError> {
    let name = input.security_profile_name;
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let arn = PROFILE.arn(call, &name);
    let profile = Profile {
        security_profile_name: Some(name.clone()),
        security_profile_arn: Some(arn.clone()),
        security_profile_description: input.security_profile_description,
        behaviors: input.behaviors,
        alert_targets: input.alert_targets,
        additional_metrics_to_retain: input.additional_metrics_to_retain,
        additional_metrics_to_retain_v2: input.additional_metrics_to_retain_v2,
        version: Some(1),
        creation_date: time(call.now.0),
        last_modified_date: time(call.now.0),
        metrics_export_config: input.metrics_export_config,
    };
    let draft = |draft: &mut Draft<'_>| {
        if draft.contains(PROFILE.kind, &name) {
            return Err(PROFILE.exists(call, &name));
        }
        check(draft, &profile)?;
        draft.put(PROFILE.kind, &name, profile);
        Ok(Creation::New(()))
    };
    PROFILE.create(call, &name, tags, draft).await?;
    Ok(CreateSecurityProfileResponse { security_profile_name: Some(name), security_profile_arn: Some(arn) })
}

fn describe_security_profile(
    call: &Call<Cloud>,
    input: DescribeSecurityProfileRequest,
) -> Result<DescribeSecurityProfileResponse, ApiError> {
    PROFILE.find(call, &input.security_profile_name)
}

/// Replaces a member by what is given, or takes it away. Both at once is refused.
fn replace<T>(
    member: &mut Option<T>,
    given: Option<T>,
    delete: Option<bool>,
    names: (&str, &str),
) -> Result<(), ApiError> {
    let delete = delete == Some(true);
    if delete && given.is_some() {
        let (what, flag) = names;
        return Err(ApiError::invalid_request(format!("{what} cannot be given when {flag} is true.")));
    }
    if delete || given.is_some() {
        *member = given;
    }
    Ok(())
}

fn update(profile: &mut Profile, input: UpdateSecurityProfileRequest) -> Result<(), ApiError> {
    if input.security_profile_description.is_some() {
        profile.security_profile_description = input.security_profile_description;
    }
    let names = ("behaviors", "deleteBehaviors");
    replace(&mut profile.behaviors, input.behaviors, input.delete_behaviors, names)?;
    let names = ("alertTargets", "deleteAlertTargets");
    replace(&mut profile.alert_targets, input.alert_targets, input.delete_alert_targets, names)?;
    let delete = input.delete_additional_metrics_to_retain;
    let (given, flag) = (input.additional_metrics_to_retain, "deleteAdditionalMetricsToRetain");
    let names = ("additionalMetricsToRetain", flag);
    replace(&mut profile.additional_metrics_to_retain, given, delete, names)?;
    let (given, names) = (input.additional_metrics_to_retain_v2, ("additionalMetricsToRetainV2", flag));
    replace(&mut profile.additional_metrics_to_retain_v2, given, delete, names)?;
    let (given, delete) = (input.metrics_export_config, input.delete_metrics_export_config);
    let names = ("metricsExportConfig", "deleteMetricsExportConfig");
    replace(&mut profile.metrics_export_config, given, delete, names)
}

async fn update_security_profile(
    call: &Call<'_, Cloud>,
    input: UpdateSecurityProfileRequest,
) -> Result<UpdateSecurityProfileResponse, ApiError> {
    let name = input.security_profile_name.clone();
    let profile = change(call, |draft| {
        let mut profile: Profile = PROFILE.get(draft, &name)?;
        check_version(&name, &profile, input.expected_version)?;
        update(&mut profile, input)?;
        check(draft, &profile)?;
        profile.version = profile.version.map(|version| version + 1);
        profile.last_modified_date = time(call.now.0);
        draft.put(PROFILE.kind, &name, profile.clone());
        Ok(profile)
    });
    let profile = profile.await?;
    Ok(UpdateSecurityProfileResponse {
        security_profile_name: profile.security_profile_name,
        security_profile_arn: profile.security_profile_arn,
        security_profile_description: profile.security_profile_description,
        behaviors: profile.behaviors,
        alert_targets: profile.alert_targets,
        additional_metrics_to_retain: profile.additional_metrics_to_retain,
        additional_metrics_to_retain_v2: profile.additional_metrics_to_retain_v2,
        version: profile.version,
        creation_date: profile.creation_date,
        last_modified_date: profile.last_modified_date,
        metrics_export_config: profile.metrics_export_config,
    })
}

/// One that does not exist is deleted already: the model has no exception for it. Its attachments go with it.
async fn delete_security_profile(
    call: &Call<'_, Cloud>,
    input: DeleteSecurityProfileRequest,
) -> Result<DeleteSecurityProfileResponse, ApiError> {
    let name = input.security_profile_name;
    let draft = |draft: &mut Draft<'_>| {
        if let Some(profile) = draft.get::<Profile>(PROFILE.kind, &name) {
            check_version(&name, &profile, input.expected_version)?;
            targets::detach_all(draft, &name);
            draft.remove(PROFILE.kind, &name);
        }
        Ok(())
    };
    PROFILE.delete(call, &name, draft).await?;
    Ok(DeleteSecurityProfileResponse {})
}

fn list_security_profiles(
    call: &Call<Cloud>,
    input: ListSecurityProfilesRequest,
) -> Result<ListSecurityProfilesResponse, ApiError> {
    if input.dimension_name.is_some() && input.metric_name.is_some() {
        return Err(ApiError::invalid_request("dimensionName and metricName cannot be used together."));
    }
    let wanted = |profile: &Profile| {
        input.dimension_name.as_deref().is_none_or(|name| uses_dimension(profile, name))
            && input.metric_name.as_deref().is_none_or(|name| uses_metric(profile, name))
    };
    let request = page(input.max_results, input.next_token);
    let found = PROFILE.list(call, &request, wanted)?;
    let (security_profile_identifiers, next_token) = split(found, |(name, _)| identifier(call, &name));
    Ok(ListSecurityProfilesResponse { security_profile_identifiers, next_token })
}

/// A profile as listings show it.
pub(super) fn identifier(call: &Call<Cloud>, name: &str) -> SecurityProfileIdentifier {
    SecurityProfileIdentifier { name: name.to_owned(), arn: PROFILE.arn(call, name) }
}

fn validate_security_profile_behaviors(
    call: &Call<Cloud>,
    input: ValidateSecurityProfileBehaviorsRequest,
) -> Result<ValidateSecurityProfileBehaviorsResponse, ApiError> {
    let catalog = &call.context.catalog;
    let faults = catalog.read(call.tenant(), |shelves| behaviors::faults(&input.behaviors, shelves));
    let errors = faults.into_iter().map(|fault| ValidationError { error_message: Some(fault) });
    let validation_errors: Vec<_> = errors.collect();
    Ok(ValidateSecurityProfileBehaviorsResponse {
        valid: Some(validation_errors.is_empty()),
        validation_errors: Some(validation_errors),
    })
}
