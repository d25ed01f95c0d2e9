//! Thing types (api-facts.md §3, api-errors.md §2) and the attributes that they propagate (mqtt.md §14).

use std::collections::{BTreeMap, BTreeSet};

use base::{Page, PageRequest, Tenant, UnixMillis, cut_named};
use serde::{Deserialize, Serialize};
use store::Changed;

use crate::RegistryError;
use crate::announce::{Operation, thing_type_event};
use crate::registry::Registry;
use crate::state::{Row, State};
use crate::tags::Tags;

/// How long a type must have been deprecated before it can be deleted.
const DEPRECATED_BEFORE_DELETION_MS: u64 = 5 * 60 * 1000;

/// A thing type. Its name is its key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ThingTypeRecord {
    /// A UUID; a type that is deleted and created again has another.
    pub id: String,
    /// What it says of its things.
    pub properties: ThingTypeProperties,
    /// When it was created, milliseconds since the epoch.
    pub created_at: u64,
    /// Since when no more things get it, likewise.
    #[serde(default)]
    pub deprecated_at: Option<u64>,
}

/// What a type says of its things.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ThingTypeProperties {
    /// A text for people.
    pub description: Option<String>,
    /// Attributes to search for; their order has no meaning.
    pub searchable_attributes: BTreeSet<String>,
    /// What is added to messages of its things.
    pub propagating_attributes: Vec<PropagatingAttribute>,
}

/// A user property that is added to messages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PropagatingAttribute {
    /// The key of the user property.
    pub key: String,
    /// Where its value comes from.
    pub source: AttributeSource,
}

/// Where the value of a propagating attribute comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AttributeSource {
    /// The thing's attribute of this name.
    Thing(String),
    /// `iot:ClientId`.
    ClientId,
    /// `iot:Thing.ThingName`.
    ThingName,
}

/// The names of the connection attributes.
const CLIENT_ID: &str = "iot:ClientId";
const THING_NAME: &str = "iot:Thing.ThingName";

impl AttributeSource {
    /// The source that a connection attribute of the API names.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn of_connection(name: &str) -> Result<Self, RegistryError> {
        match name {
            CLIENT_ID => Ok(Self::ClientId),
            THING_NAME => Ok(Self::ThingName),
            other => Err(RegistryError::UnknownConnectionAttribute { name: other.into() }),
        }
    }

    /// The name in the API of a source that is the connection's.
    pub fn connection_name(&self) -> Option<&'static str> {
        match self {
            Self::Thing(_) => None,
            Self::ClientId => Some(CLIENT_ID),
            Self::ThingName => Some(THING_NAME),
        }
    }
}

/// What UpdateThingType takes: what is absent stays as it is.
#[derive(Clone, Debug, Default)]
pub struct ThingTypeUpdate {
    /// A text for people.
    pub description: Option<String>,
    /// Attributes to search for.
    pub searchable_attributes: Option<BTreeSet<String>>,
    /// What is added to messages of its things.
    pub propagating_attributes: Option<Vec<PropagatingAttribute>>,
}

/// The type of a name.
fn thing_type<'a>(
    state: &'a State,
    tenant: &Tenant,
    name: &str,
) -> Result<&'a ThingTypeRecord, RegistryError> {
    let not_found = || RegistryError::ThingTypeNotFound { account: tenant.account, name: name.into() };
    state.thing_types.get(name).ok_or_else(not_found)
}

/// What a thing is to become by getting a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Association {
    NewThing,
    ExistingThing,
}

/// Checks that a thing may get a type.
pub(crate) fn check_association(
    state: &State,
    tenant: &Tenant,
    name: &str,
    association: Association,
) -> Result<(), RegistryError> {
    match (thing_type(state, tenant, name)?.deprecated_at, association) {
        (None, _) => Ok(()),
        (Some(_), Association::NewThing) => {
            Err(RegistryError::NewThingOfDeprecatedType { name: name.into() })
        }
        (Some(_), Association::ExistingThing) => Err(RegistryError::DeprecatedType { name: name.into() }),
    }
}

/// The user properties of a connection with a thing; attributes that the thing lacks are left out.
pub(crate) fn propagated(
    state: &State,
    type_name: &str,
    thing_name: &str,
    client_id: &str,
    attributes: &BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let thing_type = state.thing_types.get(type_name);
    let list = thing_type.map(|found| found.properties.propagating_attributes.as_slice());
    list.unwrap_or_default()
        .iter()
        .filter_map(|attribute| {
            let value = match &attribute.source {
                AttributeSource::Thing(name) => attributes.get(name)?,
                AttributeSource::ClientId => client_id,
                AttributeSource::ThingName => thing_name,
            };
            Some((attribute.key.clone(), value.to_owned()))
        })
        .collect()
}

impl Registry {
    /// Creates a thing type. The same properties again return the same type.
    ///
    /// # Errors
    /// When the name is taken by a type with other properties, or the properties are beyond a limit.
    pub fn create_thing_type(
        &self,
        tenant: &Tenant,
        name: String,
        properties: ThingTypeProperties,
        tags: Tags,
        now: UnixMillis,
    ) -> Result<Changed<ThingTypeRecord>, RegistryError> {
        self.check_properties(&properties)?;
        self.change(tenant, |draft| {
            if let Some(existing) = draft.state.thing_types.get(&name) {
                if existing.properties == properties {
                    return Ok(existing.clone());
                }
                let arn = tenant.iot_arn(format_args!("thingtype/{name}"));
                return Err(RegistryError::ThingTypeExists { id: existing.id.clone(), name, arn });
            }
            let id = uuid::Uuid::new_v4().to_string();
            let created = ThingTypeRecord { id, properties, created_at: now.0, deprecated_at: None };
            draft.announce(thing_type_event(Operation::Created, &name, &created));
            draft.set_tags(format!("thingtype/{name}"), tags);
            draft.write(Row::ThingType(name, Some(created.clone())));
            Ok(created)
        })
    }

    /// A thing type.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn thing_type(&self, tenant: &Tenant, name: &str) -> Result<ThingTypeRecord, RegistryError> {
        self.read(tenant, |state| thing_type(state, tenant, name).cloned())
    }

    /// Changes the properties of a thing type, for things that have it too.
    ///
    /// # Errors
    /// When it does not exist, or the properties are beyond a limit.
    pub fn update_thing_type(
        &self,
        tenant: &Tenant,
        name: &str,
        update: ThingTypeUpdate,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let mut record = thing_type(draft.state, tenant, name)?.clone();
            let ThingTypeProperties { description, searchable_attributes, propagating_attributes } =
                &mut record.properties;
            if update.description.is_some() {
                *description = update.description.filter(|text| !text.is_empty());
            }
            if let Some(given) = update.searchable_attributes {
                *searchable_attributes = given;
            }
            if let Some(given) = update.propagating_attributes {
                *propagating_attributes = given;
            }
            self.check_properties(&record.properties)?;
            draft.announce(thing_type_event(Operation::Updated, name, &record));
            draft.write(Row::ThingType(name.into(), Some(record)));
            // Not what connections may do, but what is added to what they publish.
            draft.authorization_changed();
            Ok(())
        })
    }

    /// Deprecates a thing type, or undoes it. Deprecating again changes nothing, the time included.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn deprecate_thing_type(
        &self,
        tenant: &Tenant,
        name: &str,
        undo: bool,
        now: UnixMillis,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let mut record = thing_type(draft.state, tenant, name)?.clone();
            record.deprecated_at = if undo { None } else { record.deprecated_at.or(Some(now.0)) };
            draft.announce(thing_type_event(Operation::Updated, name, &record));
            draft.write(Row::ThingType(name.into(), Some(record)));
            Ok(())
        })
    }

    /// Deletes a thing type. One that does not exist is deleted already (api-errors.md §2).
    ///
    /// # Errors
    /// When it is not deprecated for long enough, or things have it.
    pub fn delete_thing_type(
        &self,
        tenant: &Tenant,
        name: &str,
        now: UnixMillis,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let Some(record) = draft.state.thing_types.get(name) else { return Ok(()) };
            let deprecated_long_enough = record
                .deprecated_at
                .is_some_and(|since| now.0.saturating_sub(since) >= DEPRECATED_BEFORE_DELETION_MS);
            if !deprecated_long_enough {
                return Err(RegistryError::ThingTypeNotDeprecated { name: name.into() });
            }
            if draft.state.things.values().any(|thing| thing.type_name.as_deref() == Some(name)) {
                return Err(RegistryError::ThingTypeInUse { name: name.into() });
            }
            draft.announce(thing_type_event(Operation::Deleted, name, record));
            draft.write(Row::ThingType(name.into(), None));
            draft.set_tags(format!("thingtype/{name}"), Tags::new());
            Ok(())
        })
    }

    /// Thing types by name; the one of the name if one is wanted.
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn list_thing_types(
        &self,
        tenant: &Tenant,
        wanted: Option<&str>,
        request: &PageRequest,
    ) -> Result<Page<(String, ThingTypeRecord)>, RegistryError> {
        self.read(tenant, |state| {
            let wanted = |name: &str, _: &ThingTypeRecord| wanted.is_none_or(|wanted| wanted == name);
            let entry = |name: &str, record: &ThingTypeRecord| (name.to_owned(), record.clone());
            Ok(cut_named(&state.thing_types, request, wanted, entry)?)
        })
    }

    fn check_properties(&self, properties: &ThingTypeProperties) -> Result<(), RegistryError> {
        let max = self.limits.searchable_attributes;
        if properties.searchable_attributes.len() > max {
            return Err(RegistryError::TooManySearchableAttributes { max });
        }
        let max = self.limits.propagating_attributes;
        if properties.propagating_attributes.len() > max {
            return Err(RegistryError::TooManyPropagatingAttributes { max });
        }
        Ok(())
    }
}
