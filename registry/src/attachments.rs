//! Policies attached to targets, principals attached to things (api-errors.md §2, §3).

use std::collections::BTreeSet;

use base::{Arn, CertificateId, Page, PageRequest, Tenant, cut_named};
use store::Changed;

use crate::RegistryError;
use crate::groups;
use crate::policies::names;
use crate::registry::Registry;
use crate::state::{Row, State};
use crate::things::PrincipalType;

/// What a policy or a thing can be attached to.
enum Target {
    Certificate(CertificateId),
    ThingGroup(String),
    /// `REGION:UUID`.
    Cognito,
}

/// Reads a target as AttachPolicy does (api-errors.md §3).
fn target(tenant: &Tenant, text: &str) -> Result<Target, RegistryError> {
    let Some(arn) = Arn::parse(text) else {
        let is_identity = text.split_once(':').is_some_and(|(region, id)| {
            region.parse::<base::Region>().is_ok() && uuid::Uuid::parse_str(id).is_ok()
        });
        return if is_identity { Ok(Target::Cognito) } else { Err(RegistryError::InvalidTarget) };
    };
    if arn.region != tenant.region.as_str() || arn.account != tenant.account.as_str() {
        return Err(RegistryError::InvalidTarget);
    }
    if let Some(id) = arn.name_of("cert") {
        return id.parse().map(Target::Certificate).map_err(|_| RegistryError::TargetCertificateNotFound);
    }
    if let Some(group) = arn.name_of("thinggroup") {
        return Ok(Target::ThingGroup(group.into()));
    }
    Err(RegistryError::InvalidTargetKind { target: text.into() })
}

/// As [`target`], of what exists.
fn existing_target(state: &State, tenant: &Tenant, text: &str) -> Result<Target, RegistryError> {
    let target = target(tenant, text)?;
    match &target {
        Target::Certificate(id) if !state.certificates.contains_key(id) => {
            Err(RegistryError::TargetCertificateNotFound)
        }
        Target::ThingGroup(name) if !state.groups.contains_key(name) => {
            Err(RegistryError::TargetGroupNotFound { account: tenant.account, name: name.clone() })
        }
        Target::ThingGroup(_) | Target::Certificate(_) | Target::Cognito => Ok(target),
    }
}

/// Collects the policies of a target; of a group, those of the groups above it too.
pub(crate) fn policies_of_target<'a>(
    state: &'a State,
    tenant: &Tenant,
    text: &str,
    policies: &mut BTreeSet<&'a String>,
) -> Result<(), RegistryError> {
    match existing_target(state, tenant, text)? {
        Target::ThingGroup(name) => policies_of_group(state, tenant, &name, policies),
        Target::Certificate(_) | Target::Cognito => {
            policies.extend(state.policies_of_target.get(text).into_iter().flatten());
        }
    }
    Ok(())
}

/// Whether a principal that a thing may be attached to exists.
fn principal_exists(state: &State, tenant: &Tenant, principal: &str) -> bool {
    match target(tenant, principal) {
        Ok(Target::Certificate(id)) => state.certificates.contains_key(&id),
        Ok(Target::Cognito) => true,
        Ok(Target::ThingGroup(_)) | Err(_) => false,
    }
}

/// Collects the policies of a group and of the groups above it.
pub(crate) fn policies_of_group<'a>(
    state: &'a State,
    tenant: &Tenant,
    group: &str,
    policies: &mut BTreeSet<&'a String>,
) {
    let mut add = |name: &str| {
        policies.extend(state.policies_of_target.get(&groups::arn(tenant, name)).into_iter().flatten());
    };
    add(group);
    state.ancestors(group).for_each(add);
}

impl Registry {
    /// Attaches a policy to a target; again is no error.
    ///
    /// # Errors
    /// When the policy or the target does not exist, or the target has its maximum of policies.
    pub fn attach_policy(
        &self,
        tenant: &Tenant,
        policy: &str,
        target_text: &str,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            if let Target::ThingGroup(name) = existing_target(draft.state, tenant, target_text)?
                && draft.state.groups.get(&name).is_some_and(|group| group.query.is_some())
            {
                return Err(RegistryError::IsDynamicGroup { arn: target_text.into() });
            }
            if !draft.state.policies.contains_key(policy) {
                return Err(RegistryError::PolicyNotFound);
            }
            let attached = draft.state.policies_of_target.get(target_text);
            if attached.is_some_and(|policies| policies.contains(policy)) {
                return Ok(());
            }
            let max = self.limits.policies_per_principal;
            if attached.is_some_and(|policies| policies.len() >= max) {
                return Err(RegistryError::TooManyPolicies { max });
            }
            draft.write(Row::PolicyTarget(policy.into(), target_text.into(), true));
            draft.authorization_changed();
            Ok(())
        })
    }

    /// Detaches a policy from a target. What is not attached is detached already; `strict` refuses an
    /// unknown policy, as DetachPrincipalPolicy does and DetachPolicy does not (api-errors.md §3).
    ///
    /// # Errors
    /// When the target cannot be one, or the policy is unknown and `strict` is set.
    pub fn detach_policy(
        &self,
        tenant: &Tenant,
        policy: &str,
        target_text: &str,
        strict: bool,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            target(tenant, target_text)?;
            if strict && !draft.state.policies.contains_key(policy) {
                return Err(RegistryError::PolicyNotFound);
            }
            let attached = draft.state.policies_of_target.get(target_text);
            if attached.is_some_and(|policies| policies.contains(policy)) {
                draft.write(Row::PolicyTarget(policy.into(), target_text.into(), false));
                draft.authorization_changed();
            }
            Ok(())
        })
    }

    /// Names of the policies that are attached to a target; those of the groups above it too, if it is a group
    /// and `recursive` is set.
    ///
    /// # Errors
    /// When the target cannot be one or does not exist, or the page token is invalid.
    pub fn attached_policies(
        &self,
        tenant: &Tenant,
        target_text: &str,
        recursive: bool,
        ascending: bool,
        request: &PageRequest,
    ) -> Result<Page<String>, RegistryError> {
        self.read(tenant, |state| {
            existing_target(state, tenant, target_text)?;
            if recursive {
                let mut policies = BTreeSet::new();
                policies_of_target(state, tenant, target_text, &mut policies)?;
                return names(policies.into_iter(), ascending, request);
            }
            let none = BTreeSet::new();
            let policies = state.policies_of_target.get(target_text).unwrap_or(&none);
            names(policies.iter(), ascending, request)
        })
    }

    /// The targets that a policy is attached to.
    ///
    /// # Errors
    /// When the policy does not exist, or the page token is invalid.
    pub fn targets_of_policy(
        &self,
        tenant: &Tenant,
        policy: &str,
        ascending: bool,
        request: &PageRequest,
    ) -> Result<Page<String>, RegistryError> {
        self.read(tenant, |state| {
            if !state.policies.contains_key(policy) {
                return Err(RegistryError::PolicyNotFound);
            }
            let none = std::collections::BTreeSet::new();
            let targets = state.targets_of_policy.get(policy).unwrap_or(&none);
            names(targets.iter(), ascending, request)
        })
    }

    /// Attaches a principal to a thing; again is no error, and may change how.
    ///
    /// # Errors
    /// When either does not exist, or an exclusive attachment is in the way (policy.md §4).
    pub fn attach_thing_principal(
        &self,
        tenant: &Tenant,
        thing: &str,
        principal: &str,
        kind: PrincipalType,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let named = || (principal.to_owned(), thing.to_owned());
            if !draft.state.things.contains_key(thing) {
                let (principal, thing) = named();
                return Err(RegistryError::AttachUnknownThing { principal, thing });
            }
            if !principal_exists(draft.state, tenant, principal) {
                let (principal, thing) = named();
                return Err(RegistryError::AttachUnknownPrincipal { principal, thing });
            }
            let others = draft.state.things_of_principal.get(principal);
            let mut others = others.into_iter().flatten().filter(|(name, _)| *name != thing);
            let exclusive = others.clone().find(|(_, kind)| **kind == PrincipalType::Exclusive);
            if let Some((thing, _)) = exclusive {
                let (principal, thing) = (principal.into(), thing.clone());
                return Err(RegistryError::ExclusivelyAttached { principal, thing });
            }
            if kind == PrincipalType::Exclusive && others.next().is_some() {
                return Err(RegistryError::NotExclusive { principal: principal.into() });
            }
            draft.write(Row::ThingPrincipal(thing.into(), principal.into(), Some(kind)));
            draft.authorization_changed();
            Ok(())
        })
    }

    /// Detaches a principal from a thing. What is not attached is detached already.
    ///
    /// # Errors
    /// When either does not exist.
    pub fn detach_thing_principal(
        &self,
        tenant: &Tenant,
        thing: &str,
        principal: &str,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let named = || (principal.to_owned(), thing.to_owned());
            if !draft.state.things.contains_key(thing) {
                let (principal, thing) = named();
                return Err(RegistryError::DetachUnknownThing { principal, thing });
            }
            if !principal_exists(draft.state, tenant, principal) {
                let (principal, thing) = named();
                return Err(RegistryError::DetachUnknownPrincipal { principal, thing });
            }
            let attached = draft.state.principals_of_thing.get(thing);
            if attached.is_some_and(|principals| principals.contains_key(principal)) {
                draft.write(Row::ThingPrincipal(thing.into(), principal.into(), None));
                draft.authorization_changed();
            }
            Ok(())
        })
    }

    /// Principals of a thing, of one type if wanted.
    ///
    /// # Errors
    /// When the thing does not exist, or the page token is invalid.
    pub fn principals_of_thing(
        &self,
        tenant: &Tenant,
        thing: &str,
        wanted: Option<PrincipalType>,
        request: &PageRequest,
    ) -> Result<Page<(String, PrincipalType)>, RegistryError> {
        self.read(tenant, |state| {
            if !state.things.contains_key(thing) {
                return Err(RegistryError::ListUnknownThing { thing: thing.into() });
            }
            attachments(state.principals_of_thing.get(thing), wanted, request)
        })
    }

    /// Things of a principal, of one type of attachment if wanted.
    ///
    /// # Errors
    /// When the principal does not exist, or the page token is invalid.
    pub fn things_of_principal(
        &self,
        tenant: &Tenant,
        principal: &str,
        wanted: Option<PrincipalType>,
        request: &PageRequest,
    ) -> Result<Page<(String, PrincipalType)>, RegistryError> {
        self.read(tenant, |state| {
            if !principal_exists(state, tenant, principal) {
                return Err(RegistryError::ListUnknownPrincipal { principal: principal.into() });
            }
            attachments(state.things_of_principal.get(principal), wanted, request)
        })
    }
}

fn attachments(
    attached: Option<&std::collections::BTreeMap<String, PrincipalType>>,
    wanted: Option<PrincipalType>,
    request: &PageRequest,
) -> Result<Page<(String, PrincipalType)>, RegistryError> {
    let Some(attached) = attached else { return Ok(Page { items: Vec::new(), next: None }) };
    let wanted = |_: &str, kind: &PrincipalType| wanted.is_none_or(|wanted| wanted == *kind);
    Ok(cut_named(attached, request, wanted, |name, kind| (name.to_owned(), *kind))?)
}
