//! What a connection needs to know of a certificate.

use std::collections::BTreeSet;

use base::{CertificateId, Tenant};
use policy::{AttachedPolicy, ThingAttachment, ThingVariables, associated_thing};

use crate::attachments::policies_of_group;
use crate::certificates::{self, CertificateMode, CertificateStatus};
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

fn view(state: &State, tenant: &Tenant, id: CertificateId, client_id: Option<&str>) -> Option<PrincipalView> {
    let certificate = state.certificates.get(&id)?;
    let arn = certificates::arn(tenant, id);
    let attachments: Vec<ThingAttachment> = state
        .things_of_principal
        .get(&arn)
        .into_iter()
        .flatten()
        .map(|(thing_name, kind)| ThingAttachment {
            thing_name: thing_name.clone(),
            exclusive: *kind == PrincipalType::Exclusive,
        })
        .collect();
    let attachment = client_id.and_then(|client_id| associated_thing(client_id, &attachments));
    let exclusive = attachment.is_some_and(|attachment| attachment.exclusive);
    let thing = attachment.and_then(|attachment| {
        let record = state.things.get(&attachment.thing_name)?;
        Some(ThingVariables {
            name: attachment.thing_name.clone(),
            type_name: record.type_name.clone(),
            attributes: record.attributes.clone(),
        })
    });
    let policies = effective_policies(state, tenant, Some(&arn), thing.as_ref().map(|thing| &*thing.name));
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

/// The default versions of the policies of a principal and of a thing's groups and the groups above those
/// (policy.md §2), by name.
pub(crate) fn effective_policies(
    state: &State,
    tenant: &Tenant,
    principal: Option<&str>,
    thing: Option<&str>,
) -> Vec<AttachedPolicy> {
    let attached = principal.and_then(|principal| state.policies_of_target.get(principal));
    let mut names: BTreeSet<&String> = attached.into_iter().flatten().collect();
    for group in thing.and_then(|thing| state.groups_of_thing.get(thing)).into_iter().flatten() {
        policies_of_group(state, tenant, group, &mut names);
    }
    let policies = names.into_iter().filter_map(|name| {
        let record = state.policies.get(name)?;
        Some(AttachedPolicy {
            name: name.as_str().into(),
            version: record.default_version.to_string().into(),
            document: record.document.clone()?,
        })
    });
    policies.collect()
}
