//! Billing groups: flat, and a thing is in one at the most (extras.md §1).

use base::{Page, PageRequest, Tenant, UnixMillis, cut_named};
use serde::{Deserialize, Serialize};
use store::Changed;

use crate::RegistryError;
use crate::policies::names;
use crate::registry::Registry;
use crate::state::{Row, State};
use crate::tags::Tags;

/// A billing group. Its name is its key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BillingGroupRecord {
    /// A UUID; a group that is deleted and created again has another.
    pub id: String,
    /// 1, and one more after every update.
    pub version: u64,
    /// A text for people.
    #[serde(default)]
    pub description: Option<String>,
    /// When it was created, milliseconds since the epoch.
    pub created_at: u64,
}

fn billing_group<'a>(
    state: &'a State,
    tenant: &Tenant,
    name: &str,
) -> Result<&'a BillingGroupRecord, RegistryError> {
    let not_found = || RegistryError::BillingGroupNotFound { account: tenant.account, name: name.into() };
    state.billing_groups.get(name).ok_or_else(not_found)
}

impl Registry {
    /// Creates a billing group. The same request again succeeds and returns the same group.
    ///
    /// # Errors
    /// When the name is taken by a different one.
    pub fn create_billing_group(
        &self,
        tenant: &Tenant,
        name: &str,
        description: Option<String>,
        tags: Tags,
        now: UnixMillis,
    ) -> Result<Changed<BillingGroupRecord>, RegistryError> {
        self.change(tenant, |draft| {
            let resource = format!("billinggroup/{name}");
            if let Some(existing) = draft.state.billing_groups.get(name) {
                let their_tags = draft.state.tags.get(&resource).cloned().unwrap_or_default();
                if existing.description == description && their_tags == tags {
                    return Ok(existing.clone());
                }
                return Err(RegistryError::BillingGroupExists { name: name.into() });
            }
            let id = uuid::Uuid::new_v4().to_string();
            let record = BillingGroupRecord { id, version: 1, description, created_at: now.0 };
            draft.set_tags(resource, tags);
            draft.write(Row::BillingGroup(name.into(), Some(record.clone())));
            Ok(record)
        })
    }

    /// A billing group.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn billing_group(&self, tenant: &Tenant, name: &str) -> Result<BillingGroupRecord, RegistryError> {
        self.read(tenant, |state| billing_group(state, tenant, name).cloned())
    }

    /// Changes a billing group, and returns its new version.
    ///
    /// # Errors
    /// When it does not exist, or has another version than expected.
    pub fn update_billing_group(
        &self,
        tenant: &Tenant,
        name: &str,
        description: Option<String>,
        expected_version: Option<u64>,
    ) -> Result<Changed<u64>, RegistryError> {
        self.change(tenant, |draft| {
            let mut record = billing_group(draft.state, tenant, name)?.clone();
            check_version(&record, name, expected_version)?;
            record.description = description;
            record.version += 1;
            let version = record.version;
            draft.write(Row::BillingGroup(name.into(), Some(record)));
            Ok(version)
        })
    }

    /// Deletes a billing group; its things are in none then. One that does not exist is deleted already.
    ///
    /// # Errors
    /// When it has another version than expected.
    pub fn delete_billing_group(
        &self,
        tenant: &Tenant,
        name: &str,
        expected_version: Option<u64>,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let state = draft.state;
            let Some(record) = state.billing_groups.get(name) else { return Ok(()) };
            check_version(record, name, expected_version)?;
            for thing in state.things_of_billing_group.get(name).into_iter().flatten() {
                if let Some(record) = state.things.get(thing) {
                    let record = crate::ThingRecord { billing_group: None, ..record.clone() };
                    draft.write(Row::Thing(thing.clone(), Some(record)));
                }
            }
            draft.set_tags(format!("billinggroup/{name}"), Tags::new());
            draft.write(Row::BillingGroup(name.into(), None));
            Ok(())
        })
    }

    /// Names of billing groups that begin with `prefix`.
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn list_billing_groups(
        &self,
        tenant: &Tenant,
        prefix: &str,
        request: &PageRequest,
    ) -> Result<Page<String>, RegistryError> {
        self.read(tenant, |state| {
            let wanted = |name: &str, _: &BillingGroupRecord| name.starts_with(prefix);
            Ok(cut_named(&state.billing_groups, request, wanted, |name, _| name.to_owned())?)
        })
    }

    /// Puts a thing into a billing group. Again is no error.
    ///
    /// # Errors
    /// When either does not exist, or the thing is in another one.
    pub fn add_thing_to_billing_group(
        &self,
        tenant: &Tenant,
        group: &str,
        thing: &str,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            billing_group(draft.state, tenant, group)?;
            let Some(record) = draft.state.things.get(thing) else {
                return Err(RegistryError::OtherThingNotFound { name: thing.into() });
            };
            match &record.billing_group {
                Some(other) if other == group => Ok(()),
                Some(other) => {
                    Err(RegistryError::InAnotherBillingGroup { thing: thing.into(), group: other.clone() })
                }
                None => {
                    let record = crate::ThingRecord { billing_group: Some(group.into()), ..record.clone() };
                    draft.write(Row::Thing(thing.into(), Some(record)));
                    Ok(())
                }
            }
        })
    }

    /// Takes a thing out of a billing group. One that is not in it is no error.
    ///
    /// # Errors
    /// When either does not exist.
    pub fn remove_thing_from_billing_group(
        &self,
        tenant: &Tenant,
        group: &str,
        thing: &str,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            billing_group(draft.state, tenant, group)?;
            let Some(record) = draft.state.things.get(thing) else {
                return Err(RegistryError::OtherThingNotFound { name: thing.into() });
            };
            if record.billing_group.as_deref() == Some(group) {
                let record = crate::ThingRecord { billing_group: None, ..record.clone() };
                draft.write(Row::Thing(thing.into(), Some(record)));
            }
            Ok(())
        })
    }

    /// The things of a billing group.
    ///
    /// # Errors
    /// When it does not exist, or the page token is invalid.
    pub fn things_in_billing_group(
        &self,
        tenant: &Tenant,
        group: &str,
        request: &PageRequest,
    ) -> Result<Page<String>, RegistryError> {
        self.read(tenant, |state| {
            billing_group(state, tenant, group)?;
            names(state.things_of_billing_group.get(group).into_iter().flatten(), true, request)
        })
    }
}

fn check_version(
    record: &BillingGroupRecord,
    name: &str,
    expected: Option<u64>,
) -> Result<(), RegistryError> {
    match expected {
        Some(expected) if expected != record.version => {
            Err(RegistryError::BillingGroupVersion { name: name.into() })
        }
        _ => Ok(()),
    }
}
