//! RegisterThing: carries out a template (provisioning.md §6, §8).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use aws_lc_rs::digest;
use base::CertificateId;
use model::iot::{RegisterThingRequest, RegisterThingResponse};
use provisioning::{Certificate, CertificateSource, Overridden, Plan, Policy, PolicySource, Template, Thing};
use registry::{
    CertificateStatus as Status, NewThing, PrincipalType, RegistryError, Tags, ThingRecord, ThingUpdate,
    TypeUpdate,
};
use store::{Changed, Ticket};
use tls::Csr;

use super::certificates::{arn, now_utc, read_certificate, register, register_signed};
use super::support::committed;
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::REGISTER_THING => async register_thing, exact;
    }
}

async fn register_thing(
    call: &Call<'_, Cloud>,
    input: RegisterThingRequest,
) -> Result<RegisterThingResponse, ApiError> {
    let template = Template::parse(&input.template_body)?;
    let parameters: BTreeMap<String, String> = input
        .parameters
        .iter()
        .flat_map(|given| given.iter().map(|(name, value)| (name.to_owned(), value.clone())))
        .collect();
    let plan = template
        .plan(&parameters)
        .map_err(|error| ApiError::resource_registration_failure(error.to_string()))?;
    let mut work = Work { call, ticket: Ticket::DONE, arns: Vec::new() };
    let certificate_pem = work.carry_out(&plan).await?;
    committed(&call.context.store, work.ticket).await?;
    Ok(RegisterThingResponse { certificate_pem, resource_arns: Some(work.arns.into_iter().collect()) })
}

/// The registry does not want it.
fn failed(reason: impl fmt::Display) -> ApiError {
    let message = format!("Register thing workflow execution terminates due to: {reason}");
    ApiError::resource_registration_failure(message)
}

/// Something that exists is not what the template says.
fn conflict(property: &str, existing: impl fmt::Display, wanted: impl fmt::Display) -> ApiError {
    ApiError::resource_registration_failure(format!(
        "Existing {property}: {existing} conflicts with {property}: {wanted} in Template."
    ))
}

/// A map or a set as the texts of conflicts show it.
fn braces(entries: impl Iterator<Item = String>) -> String {
    format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
}

fn attributes_text(attributes: &BTreeMap<String, String>) -> String {
    braces(attributes.iter().map(|(name, value)| format!("{name}={value}")))
}

/// A plan on its way into the registry. As on AWS, what was made stays when a later part is refused.
struct Work<'a, 'c> {
    call: &'a Call<'c, Cloud>,
    ticket: Ticket,
    /// ARNs by the logical names of the resources.
    arns: Vec<(String, String)>,
}

impl Work<'_, '_> {
    /// Returns the certificate.
    async fn carry_out(&mut self, plan: &Plan) -> Result<Option<String>, ApiError> {
        if let Some(thing) = &plan.thing {
            self.thing(thing)?;
        }
        let made = match &plan.certificate {
            Some(certificate) => Some(self.certificate(certificate).await?),
            None => None,
        };
        let mut policies = Vec::new();
        for policy in &plan.policies {
            policies.push(self.policy(policy)?);
        }
        if let (Some((principal, _)), Some(certificate)) = (&made, &plan.certificate) {
            for policy in &policies {
                self.apply(self.call.context.registry.attach_policy(self.call.tenant(), policy, principal))?;
            }
            if let Some(thing) = &plan.thing {
                let kind = if certificate.exclusive {
                    PrincipalType::Exclusive
                } else {
                    PrincipalType::NonExclusive
                };
                let registry = &self.call.context.registry;
                let tenant = self.call.tenant();
                self.apply(registry.attach_thing_principal(tenant, &thing.name, principal, kind))?;
            }
        }
        Ok(made.map(|(_, pem)| pem))
    }

    fn apply<T>(&mut self, changed: Result<Changed<T>, RegistryError>) -> Result<T, ApiError> {
        let Changed { value, ticket } = changed.map_err(failed)?;
        self.ticket = self.ticket.max(ticket);
        Ok(value)
    }

    fn name(&mut self, logical_name: &str, resource: impl fmt::Display) {
        self.arns.push((logical_name.to_owned(), self.call.tenant().iot_arn(resource)));
    }

    fn thing(&mut self, wanted: &Thing) -> Result<(), ApiError> {
        let (registry, tenant) = (&self.call.context.registry, self.call.tenant());
        match registry.thing(tenant, &wanted.name) {
            Ok(existing) => self.adapt(wanted, &existing)?,
            Err(_) => {
                let new = NewThing {
                    name: wanted.name.clone(),
                    type_name: wanted.type_name.clone(),
                    billing_group: wanted.billing_group.clone(),
                    attributes: wanted.attributes.clone().unwrap_or_default(),
                };
                self.apply(registry.create_thing(tenant, new))?;
                let groups: Vec<String> = wanted.groups.iter().flatten().cloned().collect();
                self.apply(registry.update_groups_of_thing(tenant, &wanted.name, &groups, &[]))?;
            }
        }
        self.name(&wanted.logical_name, format_args!("thing/{}", wanted.name));
        Ok(())
    }

    /// Makes a thing that exists what the template says, as far as its override settings allow it.
    fn adapt(&mut self, wanted: &Thing, existing: &ThingRecord) -> Result<(), ApiError> {
        let (registry, tenant) = (&self.call.context.registry, self.call.tenant());
        let update = ThingUpdate {
            thing_type: type_update(wanted, existing)?,
            attributes: attribute_update(wanted, existing)?,
            expected_version: None,
        };
        // Checked before anything changes.
        let (add, remove) = self.group_update(wanted)?;
        if let (Some(group), Some(old)) = (&wanted.billing_group, &existing.billing_group)
            && group != old
        {
            return Err(conflict("BillingGroup", old, group));
        }
        if !matches!(update.thing_type, TypeUpdate::Keep) || update.attributes.is_some() {
            self.apply(registry.update_thing(tenant, &wanted.name, update))?;
        }
        self.apply(registry.update_groups_of_thing(tenant, &wanted.name, &add, &remove))?;
        if let Some(group) = &wanted.billing_group {
            self.apply(registry.add_thing_to_billing_group(tenant, group, &wanted.name))?;
        }
        Ok(())
    }

    /// The groups that a thing which exists comes into, and those that it leaves.
    fn group_update(&self, wanted: &Thing) -> Result<(Vec<String>, Vec<String>), ApiError> {
        let Some(groups) = &wanted.groups else { return Ok(Default::default()) };
        let registry = &self.call.context.registry;
        let existing = registry.groups_of_thing(self.call.tenant(), &wanted.name).map_err(failed)?;
        let existing: BTreeSet<String> = existing.into_iter().collect();
        let missing = groups.difference(&existing).cloned().collect();
        let surplus = existing.difference(groups).cloned().collect();
        match wanted.overrides.groups {
            Some(Overridden::DoNothing) => Ok(Default::default()),
            Some(Overridden::Merge) => Ok((missing, Vec::new())),
            Some(Overridden::Replace) => Ok((missing, surplus)),
            Some(Overridden::Fail) | None if *groups == existing => Ok(Default::default()),
            Some(Overridden::Fail) | None => {
                let text = |groups: &BTreeSet<String>| braces(groups.iter().cloned());
                Err(conflict("ThingGroups", text(&existing), text(groups)))
            }
        }
    }

    /// Returns the certificate's ARN and PEM.
    async fn certificate(&mut self, wanted: &Certificate) -> Result<(String, String), ApiError> {
        let status = if wanted.active { Status::Active } else { Status::Inactive };
        let (call, registry) = (self.call, &self.call.context.registry);
        let refused = |error: ApiError| failed(error.message());
        let id: CertificateId = match &wanted.source {
            CertificateSource::SigningRequest(request) => {
                let csr = Csr::from_pem(request).map_err(|_| failed("CSR violates constraints"))?;
                let pem = call.context.authority.issue_for_csr(&csr, now_utc(call))?;
                let (id, _) = register(call, &pem, status).await?;
                id.parse().map_err(failed)?
            }
            CertificateSource::Id(id) => {
                let id = id.parse().map_err(failed)?;
                self.adapt_certificate(wanted, id, status)?;
                id
            }
            CertificateSource::Pem { pem, ca_pem } => {
                let id = read_certificate(pem).map_err(refused)?.id;
                if registry.certificate(call.tenant(), id).is_ok() {
                    self.adapt_certificate(wanted, id, status)?;
                } else {
                    let ca_pem = ca_pem.as_deref();
                    register_signed(call, pem.clone(), ca_pem, status).await.map_err(refused)?;
                }
                id
            }
        };
        self.name(&wanted.logical_name, format_args!("cert/{id}"));
        let record = registry.certificate(call.tenant(), id).map_err(failed)?;
        Ok((arn(call.tenant(), id), record.pem))
    }

    /// Gives a certificate that exists the state of the template, unless its override setting says
    /// otherwise. One that waits for its activation always gets it (provisioning.md §5, §7).
    fn adapt_certificate(
        &mut self,
        wanted: &Certificate,
        id: CertificateId,
        status: Status,
    ) -> Result<(), ApiError> {
        let (registry, tenant) = (&self.call.context.registry, self.call.tenant());
        let existing = registry.certificate(tenant, id).map_err(failed)?.status;
        if existing == status {
            return Ok(());
        }
        match wanted.status_override {
            _ if existing == Status::PendingActivation => {}
            Some(Overridden::DoNothing) => return Ok(()),
            Some(Overridden::Fail) => {
                return Err(conflict("Status", existing.as_str(), status.as_str()));
            }
            Some(Overridden::Replace | Overridden::Merge) | None => {}
        }
        self.apply(registry.update_certificate(tenant, id, status, self.call.now))
    }

    /// Returns the policy's name.
    fn policy(&mut self, wanted: &Policy) -> Result<String, ApiError> {
        let (registry, tenant) = (&self.call.context.registry, self.call.tenant());
        let name = match &wanted.source {
            PolicySource::Name(name) => {
                registry.attachable_policy(tenant, name).map_err(failed)?;
                name.clone()
            }
            PolicySource::Document(document) => {
                let hash = digest::digest(&digest::SHA256, document.as_bytes());
                let name: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
                match registry.create_policy(tenant, &name, document, Tags::new(), self.call.now) {
                    // The same document has the same name.
                    Err(RegistryError::PolicyExists { .. }) => {}
                    created => {
                        self.apply(created)?;
                    }
                }
                name
            }
        };
        self.name(&wanted.logical_name, format_args!("policy/{name}"));
        Ok(name)
    }
}

fn type_update(wanted: &Thing, existing: &ThingRecord) -> Result<TypeUpdate, ApiError> {
    let Some(name) = &wanted.type_name else { return Ok(TypeUpdate::Keep) };
    if existing.type_name.as_ref() == Some(name) {
        return Ok(TypeUpdate::Keep);
    }
    match wanted.overrides.thing_type {
        Some(Overridden::DoNothing) => Ok(TypeUpdate::Keep),
        Some(Overridden::Replace | Overridden::Merge) => Ok(TypeUpdate::Set(name.clone())),
        Some(Overridden::Fail) | None => {
            let existing = existing.type_name.as_deref().unwrap_or("null");
            Err(conflict("ThingTypeName", existing, name))
        }
    }
}

/// New attributes, and whether they are merged into the old ones. Without an override setting what differs is
/// a conflict.
type AttributeUpdate = Option<(BTreeMap<String, String>, bool)>;

fn attribute_update(wanted: &Thing, existing: &ThingRecord) -> Result<AttributeUpdate, ApiError> {
    let Some(attributes) = wanted.attributes.as_ref().filter(|wanted| **wanted != existing.attributes) else {
        return Ok(None);
    };
    match wanted.overrides.attributes {
        Some(Overridden::DoNothing) => Ok(None),
        Some(Overridden::Merge) => Ok(Some((attributes.clone(), true))),
        Some(Overridden::Replace) => Ok(Some((attributes.clone(), false))),
        Some(Overridden::Fail) | None => {
            let (existing, wanted) = (attributes_text(&existing.attributes), attributes_text(attributes));
            Err(conflict("AttributePayload", existing, wanted))
        }
    }
}
