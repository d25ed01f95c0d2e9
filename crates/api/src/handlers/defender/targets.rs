//! What security profiles are attached to: thing groups, and all things with or without registration.

use base::Arn;
use catalog::{Draft, Kind, Shelves};
use model::iot::{
    AttachSecurityProfileRequest, AttachSecurityProfileResponse, DetachSecurityProfileRequest,
    DetachSecurityProfileResponse, ListSecurityProfilesForTargetRequest,
    ListSecurityProfilesForTargetResponse, ListTargetsForSecurityProfileRequest,
    ListTargetsForSecurityProfileResponse, SecurityProfileTarget, SecurityProfileTargetMapping,
};
use model::{Model, ReadError};
use serde_json::{Value, json};

use super::security_profiles::{PROFILE, identifier};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::handlers::stored::change;
use crate::handlers::support::{page, split};
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::ATTACH_SECURITY_PROFILE => async attach_security_profile,
            partial("is stored; behaviors are not evaluated");
        op::DETACH_SECURITY_PROFILE => async detach_security_profile, exact;
        op::LIST_TARGETS_FOR_SECURITY_PROFILE => sync list_targets_for_security_profile, exact;
        op::LIST_SECURITY_PROFILES_FOR_TARGET => sync list_security_profiles_for_target, exact;
    }
}

/// Profiles that a target can have (API reference, AttachSecurityProfile).
const PROFILES_PER_TARGET_MAX: usize = 5;

/// Targets that are not thing groups.
const ALL_THINGS: [&str; 3] = ["all/things", "all/registered-things", "all/unregistered-things"];

/// A thing group that is a target.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Group {
    name: String,
    /// Tells the group from a later one of the same name.
    id: String,
}

/// That a profile is attached to a target. Kept by `PROFILE/TARGET-ARN`.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Target {
    arn: String,
    group: Option<Group>,
}

impl Model for Target {
    fn read(value: Value) -> Result<Self, ReadError> {
        let text = |member: &str| value.get(member).and_then(Value::as_str).map(str::to_owned);
        let group = text("groupName").zip(text("groupId")).map(|(name, id)| Group { name, id });
        let SecurityProfileTarget { arn } = SecurityProfileTarget::read(value)?;
        Ok(Self { arn, group })
    }

    fn write(self) -> Value {
        match self.group {
            Some(group) => json!({"arn": self.arn, "groupName": group.name, "groupId": group.id}),
            None => json!({"arn": self.arn}),
        }
    }
}

impl Target {
    /// The target that an ARN names.
    fn of(call: &Call<'_, Cloud>, arn: &str) -> Result<Self, ApiError> {
        let invalid = || ApiError::invalid_request(format!("Invalid security profile target: {arn}"));
        let parsed = Arn::parse(arn).filter(|arn| arn.service == "iot").ok_or_else(invalid)?;
        let tenant = call.tenant();
        if parsed.account != tenant.account.as_str() || parsed.region != tenant.region.as_str() {
            return Err(invalid());
        }
        let group = match parsed.name_of("thinggroup") {
            Some(name) => {
                let id = call.context.registry.thing_group(tenant, name)?.group.id;
                Some(Group { name: name.to_owned(), id })
            }
            None if ALL_THINGS.contains(&parsed.resource) => None,
            None => return Err(invalid()),
        };
        Ok(Self { arn: arn.to_owned(), group })
    }

    /// Whether the target still exists: an attachment ends with its thing group.
    fn exists(&self, call: &Call<'_, Cloud>) -> bool {
        self.group.as_ref().is_none_or(|group| {
            let found = call.context.registry.thing_group(call.tenant(), &group.name);
            found.is_ok_and(|found| found.group.id == group.id)
        })
    }

    /// Whether the target is a thing group somewhere below the one of this name.
    fn is_below(&self, call: &Call<'_, Cloud>, ancestor: &str) -> bool {
        self.group.as_ref().is_some_and(|group| {
            let found = call.context.registry.thing_group(call.tenant(), &group.name);
            found.is_ok_and(|found| found.ancestors.iter().any(|name| name == ancestor))
        })
    }
}

fn key(profile: &str, target: &str) -> String {
    format!("{profile}/{target}")
}

/// Names of profiles have no slash.
fn profile_of(key: &str) -> &str {
    key.split_once('/').map_or(key, |(profile, _)| profile)
}

/// Drafts that a profile is attached to nothing.
pub(super) fn detach_all(draft: &mut Draft<'_>, profile: &str) {
    let keys = draft.names(Kind::SecurityProfileTarget).filter(|key| profile_of(key) == profile);
    let keys: Vec<String> = keys.map(str::to_owned).collect();
    keys.into_iter().for_each(|key| draft.remove(Kind::SecurityProfileTarget, key));
}

fn check_profile(shelves: &Shelves, name: &str) -> Result<(), ApiError> {
    PROFILE.get::<model::iot::DescribeSecurityProfileResponse>(shelves, name).map(drop)
}

async fn attach_security_profile(
    call: &Call<'_, Cloud>,
    input: AttachSecurityProfileRequest,
) -> Result<AttachSecurityProfileResponse, ApiError> {
    let profile = input.security_profile_name;
    let attached = change(call, |draft| {
        check_profile(draft, &profile)?;
        let target = Target::of(call, &input.security_profile_target_arn)?;
        let all: Vec<(String, Target)> =
            draft.all(Kind::SecurityProfileTarget).map(|(key, target)| (key.to_owned(), target)).collect();
        let (live, dead): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, target)| target.exists(call));
        // What was attached to groups that are gone goes as others come, so that it does not pile up.
        dead.into_iter().for_each(|(key, _)| draft.remove(Kind::SecurityProfileTarget, key));
        let others = live.iter().filter(|(key, other)| *other == target && profile_of(key) != profile);
        if others.count() >= PROFILES_PER_TARGET_MAX {
            return Err(ApiError::limit_exceeded(format!(
                "The target {} already has the maximum number of security profiles ({PROFILES_PER_TARGET_MAX}).",
                target.arn
            )));
        }
        draft.put(Kind::SecurityProfileTarget, key(&profile, &target.arn), target);
        Ok(())
    });
    attached.await?;
    Ok(AttachSecurityProfileResponse {})
}

async fn detach_security_profile(
    call: &Call<'_, Cloud>,
    input: DetachSecurityProfileRequest,
) -> Result<DetachSecurityProfileResponse, ApiError> {
    let detached = change(call, |draft| {
        check_profile(draft, &input.security_profile_name)?;
        let target = Target::of(call, &input.security_profile_target_arn)?;
        draft.remove(Kind::SecurityProfileTarget, key(&input.security_profile_name, &target.arn));
        Ok(())
    });
    detached.await?;
    Ok(DetachSecurityProfileResponse {})
}

fn list_targets_for_security_profile(
    call: &Call<Cloud>,
    input: ListTargetsForSecurityProfileRequest,
) -> Result<ListTargetsForSecurityProfileResponse, ApiError> {
    let (catalog, tenant) = (&call.context.catalog, call.tenant());
    let name = &input.security_profile_name;
    catalog.read(tenant, |shelves| check_profile(shelves, name))?;
    let request = page(input.max_results, input.next_token);
    let wanted = |key: &str, target: &Target| profile_of(key) == name && target.exists(call);
    let found = catalog.list(tenant, Kind::SecurityProfileTarget, &request, wanted)?;
    let (security_profile_targets, next_token) =
        split(found, |(_, target)| SecurityProfileTarget { arn: target.arn });
    Ok(ListTargetsForSecurityProfileResponse { security_profile_targets, next_token })
}

fn list_security_profiles_for_target(
    call: &Call<Cloud>,
    input: ListSecurityProfilesForTargetRequest,
) -> Result<ListSecurityProfilesForTargetResponse, ApiError> {
    let target = Target::of(call, &input.security_profile_target_arn)?;
    // With its child groups, when that is asked for.
    let above = target.group.as_ref().filter(|_| input.recursive == Some(true));
    let wanted = |_: &str, other: &Target| {
        other == &target || above.is_some_and(|group| other.exists(call) && other.is_below(call, &group.name))
    };
    let request = page(input.max_results, input.next_token);
    let catalog = &call.context.catalog;
    let found = catalog.list(call.tenant(), Kind::SecurityProfileTarget, &request, wanted)?;
    let mapping = |(key, target): (String, Target)| SecurityProfileTargetMapping {
        security_profile_identifier: Some(identifier(call, profile_of(&key))),
        target: Some(SecurityProfileTarget { arn: target.arn }),
    };
    let (security_profile_target_mappings, next_token) = split(found, mapping);
    Ok(ListSecurityProfilesForTargetResponse { security_profile_target_mappings, next_token })
}
