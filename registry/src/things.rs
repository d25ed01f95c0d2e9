//! Things (api-facts.md §3, api-errors.md §2).

use std::collections::BTreeMap;

use base::{Page, PageRequest, Tenant, cut_named};
use serde::{Deserialize, Serialize};
use store::Changed;

use crate::RegistryError;
use crate::announce::{Operation, association_event, thing_event};
use crate::registry::{Draft, Registry};
use crate::state::{Row, State};
use crate::thing_types::{Association, check_association};

/// A thing. Its name is its key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ThingRecord {
    /// A UUID; a thing that is deleted and created again has another.
    pub id: String,
    /// 1, and one more after every update.
    pub version: u64,
    /// Attributes by name.
    pub attributes: BTreeMap<String, String>,
    /// The name of its thing type.
    #[serde(default)]
    pub type_name: Option<String>,
    /// The name of its billing group.
    #[serde(default)]
    pub billing_group: Option<String>,
}

/// How a principal is attached to a thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum PrincipalType {
    /// The principal may have other things as well.
    #[default]
    #[serde(rename = "NON_EXCLUSIVE_THING")]
    NonExclusive,
    /// The principal is this thing's alone.
    #[serde(rename = "EXCLUSIVE_THING")]
    Exclusive,
}

/// What CreateThing takes.
#[derive(Clone, Debug, Default)]
pub struct NewThing {
    /// The name.
    pub name: String,
    /// The thing type's name.
    pub type_name: Option<String>,
    /// The billing group's name.
    pub billing_group: Option<String>,
    /// Attributes; empty values are left out.
    pub attributes: BTreeMap<String, String>,
}

/// What becomes of a thing's type.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum TypeUpdate {
    /// It stays.
    #[default]
    Keep,
    /// It is replaced.
    Set(String),
    /// The thing has none any more.
    Remove,
}

impl TypeUpdate {
    /// As `thingTypeName` and `removeThingType` say it.
    ///
    /// # Errors
    /// When they contradict each other.
    pub fn of(type_name: Option<String>, remove: bool) -> Result<Self, RegistryError> {
        match (type_name, remove) {
            (Some(_), true) => Err(RegistryError::SetAndRemoveType),
            (Some(name), false) => Ok(Self::Set(name)),
            (None, true) => Ok(Self::Remove),
            (None, false) => Ok(Self::Keep),
        }
    }
}

/// What UpdateThing takes.
#[derive(Clone, Debug, Default)]
pub struct ThingUpdate {
    /// What becomes of its type.
    pub thing_type: TypeUpdate,
    /// New attributes, and whether they are merged into the old ones. In a merge an empty value
    /// removes an attribute.
    pub attributes: Option<(BTreeMap<String, String>, bool)>,
    /// The version that the thing must have.
    pub expected_version: Option<u64>,
}

/// Which things ListThings returns.
#[derive(Clone, Debug, Default)]
pub struct ThingFilter {
    /// Things with this attribute.
    pub attribute_name: Option<String>,
    /// Things with this value of it, or of any attribute.
    pub attribute_value: Option<String>,
    /// The value is only a prefix.
    pub value_is_prefix: bool,
    /// Things of this type.
    pub type_name: Option<String>,
}

impl ThingFilter {
    fn accepts(&self, thing: &ThingRecord) -> bool {
        if self.type_name.is_some() && self.type_name != thing.type_name {
            return false;
        }
        let value_fits = |value: &str| match &self.attribute_value {
            None => true,
            Some(wanted) if self.value_is_prefix => value.starts_with(wanted.as_str()),
            Some(wanted) => value == wanted,
        };
        match &self.attribute_name {
            Some(name) => thing.attributes.get(name).is_some_and(|value| value_fits(value)),
            None if self.attribute_value.is_some() => {
                thing.attributes.values().any(|value| value_fits(value))
            }
            None => true,
        }
    }
}

fn thing<'a>(state: &'a State, tenant: &Tenant, name: &str) -> Result<&'a ThingRecord, RegistryError> {
    let not_found = || RegistryError::ThingNotFound { account: tenant.account, name: name.into() };
    state.things.get(name).ok_or_else(not_found)
}

impl Registry {
    /// Creates a thing. The same request again succeeds and returns the same thing; another one for the
    /// name is refused.
    ///
    /// # Errors
    /// When the name is taken by a different thing, the type or billing group is unknown, or there are
    /// too many attributes.
    pub fn create_thing(
        &self,
        tenant: &Tenant,
        new: NewThing,
    ) -> Result<Changed<ThingRecord>, RegistryError> {
        self.change(tenant, |draft| {
            let attributes = without_empty(new.attributes);
            if let Some(existing) = draft.state.things.get(&new.name) {
                let same = existing.attributes == attributes
                    && existing.type_name == new.type_name
                    && existing.billing_group == new.billing_group;
                if same {
                    return Ok(existing.clone());
                }
                let arn = tenant.iot_arn(format_args!("thing/{}", new.name));
                return Err(RegistryError::ThingExists { id: existing.id.clone(), name: new.name, arn });
            }
            if let Some(name) = &new.type_name {
                check_association(draft.state, tenant, name, Association::NewThing)?;
            }
            if let Some(name) = new.billing_group.as_ref()
                && !draft.state.billing_groups.contains_key(name)
            {
                let (account, name) = (tenant.account, name.clone());
                return Err(RegistryError::BillingGroupNotFound { account, name });
            }
            let id = uuid::Uuid::new_v4().to_string();
            let (type_name, billing_group) = (new.type_name, new.billing_group);
            let thing = ThingRecord { id, version: 1, attributes, type_name, billing_group };
            self.check_attributes(&thing)?;
            draft.announce(thing_event(Operation::Created, &new.name, &thing));
            associate(draft, &new.name, &thing.id, None, thing.type_name.as_deref());
            draft.write(Row::Thing(new.name, Some(thing.clone())));
            Ok(thing)
        })
    }

    /// A thing.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn thing(&self, tenant: &Tenant, name: &str) -> Result<ThingRecord, RegistryError> {
        self.read(tenant, |state| thing(state, tenant, name).cloned())
    }

    /// Changes a thing.
    ///
    /// # Errors
    /// When it does not exist, has another version than expected, or would have too many attributes.
    pub fn update_thing(
        &self,
        tenant: &Tenant,
        name: &str,
        update: ThingUpdate,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let mut thing = thing(draft.state, tenant, name)?.clone();
            let old_type = thing.type_name.clone();
            if update.expected_version.is_some_and(|expected| expected != thing.version) {
                return Err(RegistryError::ThingVersion { name: name.into() });
            }
            match update.thing_type {
                TypeUpdate::Keep => {}
                TypeUpdate::Remove => thing.type_name = None,
                // No new association, so not refused for a deprecated type either.
                TypeUpdate::Set(name) if thing.type_name.as_ref() == Some(&name) => {}
                TypeUpdate::Set(name) => {
                    check_association(draft.state, tenant, &name, Association::ExistingThing)?;
                    thing.type_name = Some(name);
                }
            }
            match update.attributes {
                Some((new, true)) => thing.attributes.extend(new),
                Some((new, false)) => thing.attributes = new,
                None => {}
            }
            thing.attributes = without_empty(thing.attributes);
            self.check_attributes(&thing)?;
            thing.version += 1;
            draft.announce(thing_event(Operation::Updated, name, &thing));
            associate(draft, name, &thing.id, old_type.as_deref(), thing.type_name.as_deref());
            draft.write(Row::Thing(name.into(), Some(thing)));
            draft.authorization_changed();
            Ok(())
        })
    }

    /// Deletes a thing. One that does not exist is deleted already (api-errors.md §2).
    ///
    /// # Errors
    /// When principals are attached, or the thing has another version than expected.
    pub fn delete_thing(
        &self,
        tenant: &Tenant,
        name: &str,
        expected_version: Option<u64>,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let state = draft.state;
            let Some(thing) = state.things.get(name) else { return Ok(()) };
            if expected_version.is_some_and(|expected| expected != thing.version) {
                return Err(RegistryError::ThingVersion { name: name.into() });
            }
            if draft.state.principals_of_thing.contains_key(name) {
                return Err(RegistryError::ThingHasPrincipals { name: name.into() });
            }
            for group in state.groups_of_thing.get(name).into_iter().flatten() {
                draft.write(Row::ThingGroupMember(group.clone(), name.into(), false));
            }
            draft.announce(thing_event(Operation::Deleted, name, thing));
            draft.write(Row::Thing(name.into(), None));
            draft.authorization_changed();
            Ok(())
        })
    }

    /// Things by name.
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn list_things(
        &self,
        tenant: &Tenant,
        filter: &ThingFilter,
        request: &PageRequest,
    ) -> Result<Page<(String, ThingRecord)>, RegistryError> {
        self.read(tenant, |state| {
            let wanted = |_: &str, thing: &ThingRecord| filter.accepts(thing);
            Ok(cut_named(&state.things, request, wanted, |name, thing| (name.to_owned(), thing.clone()))?)
        })
    }

    fn check_attributes(&self, thing: &ThingRecord) -> Result<(), RegistryError> {
        let (count, limits) = (thing.attributes.len(), &self.limits);
        if thing.type_name.is_none() && count > limits.thing_attributes {
            return Err(RegistryError::TooManyAttributes { max: limits.thing_attributes });
        }
        if thing.type_name.is_some() && count > limits.typed_thing_attributes {
            return Err(RegistryError::TooManyTypedAttributes { max: limits.typed_thing_attributes });
        }
        let bytes: usize = thing.attributes.iter().map(|(name, value)| name.len() + value.len()).sum();
        let max = limits.thing_attribute_bytes;
        if bytes > max { Err(RegistryError::AttributesTooLarge { max }) } else { Ok(()) }
    }
}

/// Tells of a type that a thing no longer has, and of one that it has now.
fn associate(draft: &mut Draft<'_>, name: &str, id: &str, old: Option<&str>, new: Option<&str>) {
    if old != new {
        for (operation, type_name) in [(Operation::Removed, old), (Operation::Added, new)] {
            if let Some(type_name) = type_name {
                draft.announce(association_event(operation, name, id, type_name));
            }
        }
    }
}

fn without_empty(mut attributes: BTreeMap<String, String>) -> BTreeMap<String, String> {
    attributes.retain(|_, value| !value.is_empty());
    attributes
}
