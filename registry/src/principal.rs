//! What a connection needs to know of a certificate.

use std::collections::BTreeSet;

use base::{CertificateId, Tenant};
use policy::{AttachedPolicy, ThingAttachment, ThingVariables, associated_thing};

use crate::RegistryError;
use crate::attachments::{policies_of_group, policies_of_target};
use crate::certificates::{self, CertificateMode, CertificateStatus};
use crate::policies::PolicyRecord;
use crate::registry::Registry;
use crate::state::State;
use crate::thing_types::propagated;
use crate::things::PrincipalType;

/// A registered certificate in one tenant: its state, the policies that apply and the thing that a
/// connection with a client id is associated with.
#[derive(Clone, Debug)]
pub struct PrincipalView {
    /// Where it is registered.
    pub tenant: Tenant,
    /// Only ACTIVE ones are let in.
    pub status: CertificateStatus,
    /// How it came to be registered.
    pub mode: CertificateMode,
    /// The default versions of the policies of the certificate and of the thing's groups.
    pub policies: Vec<AttachedPolicy>,
    /// The associated thing (policy.md §4).
    pub thing: Option<ThingVariables>,
    /// Whether that thing has the certificate to itself.
    pub exclusive: bool,
    /// User properties that the thing's type adds to what the connection publishes (mqtt.md §14).
    pub propagated: Vec<(String, String)>,
}

impl Registry {
    /// A certificate as every tenant that has registered it sees it. `client_id` is `None` over HTTP,
    /// where no thing is associated.
    pub fn principals(&self, id: CertificateId, client_id: Option<&str>) -> Vec<PrincipalView> {
        let owners = self.owners(id);
        owners
            .into_iter()
            .filter_map(|tenant| self.read(&tenant, |state| view(state, &tenant, id, client_id)))
            .collect()
    }
}

impl Registry {
    /// The default versions of the policies that apply to a principal (a certificate, a thing group or a
    /// Cognito identity) and, by its groups, to a thing, by name.
    ///
    /// # Errors
    /// When the principal or the thing does not exist.
    pub fn effective_policies(
        &self,
        tenant: &Tenant,
        principal: Option<&str>,
        thing: Option<&str>,
    ) -> Result<Vec<AttachedPolicy>, RegistryError> {
        self.read(tenant, |state| {
            let mut names = BTreeSet::new();
            if let Some(principal) = principal {
                policies_of_target(state, tenant, principal, &mut names)?;
            }
            if let Some(thing) = thing {
                if !state.things.contains_key(thing) {
                    return Err(RegistryError::OtherThingNotFound { name: thing.into() });
                }
                policies_of_thing(state, tenant, thing, &mut names);
            }
            Ok(compiled(state, names))
        })
    }

    /// The default version of a policy.
    ///
    /// # Errors
    /// When the policy does not exist.
    pub fn attachable_policy(&self, tenant: &Tenant, name: &str) -> Result<AttachedPolicy, RegistryError> {
        self.read(tenant, |state| {
            let record = state.policies.get(name).ok_or(RegistryError::PolicyNotFound)?;
            attachable(name, record).ok_or(RegistryError::PolicyDefaultNotFound)
        })
    }

    /// The thing that a connection of a principal with this client id is associated with (policy.md §4).
    pub fn thing_of_connection(
        &self,
        tenant: &Tenant,
        principal: &str,
        client_id: &str,
    ) -> Option<ThingVariables> {
        self.read(tenant, |state| Some(thing_of(state, principal, client_id)?.0))
    }
}

fn view(state: &State, tenant: &Tenant, id: CertificateId, client_id: Option<&str>) -> Option<PrincipalView> {
    let certificate = state.certificates.get(&id)?;
    let arn = certificates::arn(tenant, id);
    let (thing, exclusive) = match client_id.and_then(|client_id| thing_of(state, &arn, client_id)) {
        Some((thing, exclusive)) => (Some(thing), exclusive),
        None => (None, false),
    };
    let mut names: BTreeSet<&String> = state.policies_of_target.get(&arn).into_iter().flatten().collect();
    if let Some(thing) = &thing {
        policies_of_thing(state, tenant, &thing.name, &mut names);
    }
    let policies = compiled(state, names);
    let propagated = match (client_id, &thing) {
        (Some(client_id), Some(ThingVariables { name, type_name: Some(type_name), attributes })) => {
            propagated(state, type_name, name, client_id, attributes)
        }
        _ => Vec::new(),
    };
    Some(PrincipalView {
        tenant: tenant.clone(),
        status: certificate.status,
        mode: certificate.mode,
        policies,
        thing,
        exclusive,
        propagated,
    })
}

/// The thing that a connection of a principal is associated with (policy.md §4), and whether the thing has the
/// principal to itself.
fn thing_of(state: &State, principal: &str, client_id: &str) -> Option<(ThingVariables, bool)> {
    let attachments: Vec<ThingAttachment> = state
        .things_of_principal
        .get(principal)
        .into_iter()
        .flatten()
        .map(|(thing_name, kind)| ThingAttachment {
            thing_name: thing_name.clone(),
            exclusive: *kind == PrincipalType::Exclusive,
        })
        .collect();
    let attachment = associated_thing(client_id, &attachments)?;
    let record = state.things.get(&attachment.thing_name)?;
    let variables = ThingVariables {
        name: attachment.thing_name.clone(),
        type_name: record.type_name.clone(),
        attributes: record.attributes.clone(),
    };
    Some((variables, attachment.exclusive))
}

/// Collects the policies of a thing's groups and of the groups above those (policy.md §2).
fn policies_of_thing<'a>(
    state: &'a State,
    tenant: &Tenant,
    thing: &str,
    policies: &mut BTreeSet<&'a String>,
) {
    for group in state.groups_of_thing.get(thing).into_iter().flatten() {
        policies_of_group(state, tenant, group, policies);
    }
}

/// The default versions of policies, by name.
fn compiled(state: &State, names: BTreeSet<&String>) -> Vec<AttachedPolicy> {
    names.into_iter().filter_map(|name| attachable(name, state.policies.get(name)?)).collect()
}

/// A policy's default version; `None` if what is stored does not parse any more.
fn attachable(name: &str, record: &PolicyRecord) -> Option<AttachedPolicy> {
    Some(AttachedPolicy {
        name: name.into(),
        version: record.default_version.to_string().into(),
        document: record.document.clone()?,
    })
}
