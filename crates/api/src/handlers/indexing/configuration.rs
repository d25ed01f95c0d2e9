//! What an account indexes (*Managing thing indexing*). The texts of refusals are what a third party claims to
//! have measured, where they are not plain words.

use ::search::aggregate::FieldType;
use base::Tenant;
use catalog::{Catalog, Draft, Kind, Shelves};
use model::iot::{
    ConnectivityFilter, DeviceDefenderIndexingMode, Field, FieldType as ModelType, FleetIndexingApi,
    GetIndexingConfigurationResponse, IndexingFilter, NamedShadowIndexingMode, ThingConnectivityIndexingMode,
    ThingGroupIndexingConfiguration, ThingGroupIndexingMode, ThingIndexingConfiguration, ThingIndexingMode,
    UpdateIndexingConfigurationRequest,
};

use super::Index;
use super::fields::{GroupField, MANAGED_GROUP_FIELDS, MANAGED_THING_FIELDS, Managed, Source, ThingField};
use crate::error::ApiError;

const SETTING: &str = "UpdateIndexingConfiguration";

/// Fields of an index that an account may name for aggregation (*Managing thing indexing*).
const CUSTOM_FIELDS_MAX: usize = 5;
/// Named shadows that are indexed (*Managing fleet indexing*).
const NAMED_SHADOWS_MAX: usize = 10;
/// Places that are indexed (the API reference of `IndexingFilter`).
const GEO_LOCATIONS_MAX: usize = 1;

/// What an account indexes. Everything is off until it says otherwise.
#[derive(Clone, Debug, Default)]
pub struct Indexing {
    things: ThingIndexingConfiguration,
    groups: ThingGroupIndexingConfiguration,
}

impl Indexing {
    /// What a tenant indexes.
    pub fn of(catalog: &Catalog, tenant: &Tenant) -> Self {
        catalog.read(tenant, Self::stored)
    }

    pub(super) fn stored(shelves: &Shelves) -> Self {
        let stored: GetIndexingConfigurationResponse =
            shelves.get(Kind::Setting, SETTING).unwrap_or_default();
        Self {
            things: stored.thing_indexing_configuration.unwrap_or_default(),
            groups: stored.thing_group_indexing_configuration.unwrap_or_default(),
        }
    }

    pub(super) fn store(self, draft: &mut Draft<'_>) {
        let document = GetIndexingConfigurationResponse {
            thing_indexing_configuration: Some(self.things),
            thing_group_indexing_configuration: Some(self.groups),
        };
        draft.put(Kind::Setting, SETTING, document);
    }

    /// With the changes of a request. A configuration that is given replaces the old one, the other one stays.
    ///
    /// # Errors
    /// InvalidRequestException when nothing is given, or it contradicts itself.
    pub(super) fn updated(self, input: UpdateIndexingConfigurationRequest) -> Result<Self, ApiError> {
        let (things, groups) = (input.thing_indexing_configuration, input.thing_group_indexing_configuration);
        if things.is_none() && groups.is_none() {
            return Err(ApiError::invalid_request(
                "At least one configuration to update (thingIndexingConfiguration / thingGroupIndexingConfiguration) is required",
            ));
        }
        Ok(Self {
            things: things.map_or(Ok(self.things), checked_things)?,
            groups: groups.map_or(Ok(self.groups), checked_groups)?,
        })
    }

    /// As GetIndexingConfiguration answers.
    pub(super) fn describe(self) -> GetIndexingConfigurationResponse {
        let managed = |fields: &mut dyn Iterator<Item = &Managed>| {
            let fields: Vec<Field> = fields.map(Managed::to_model).collect();
            (!fields.is_empty()).then_some(fields)
        };
        let is_indexed = |field: &&Managed| self.has(field.source);
        let things = managed(&mut MANAGED_THING_FIELDS.iter().filter(is_indexed));
        let groups = managed(&mut MANAGED_GROUP_FIELDS.iter().filter(|_| self.is_on(Index::ThingGroups)));
        GetIndexingConfigurationResponse {
            thing_indexing_configuration: Some(ThingIndexingConfiguration {
                thing_connectivity_indexing_mode: Some(self.connectivity()),
                device_defender_indexing_mode: Some(self.defender()),
                named_shadow_indexing_mode: Some(self.named_shadows_mode()),
                managed_fields: things,
                filter: Some(self.things.filter.clone().unwrap_or_default()),
                ..self.things
            }),
            thing_group_indexing_configuration: Some(ThingGroupIndexingConfiguration {
                managed_fields: groups,
                ..self.groups
            }),
        }
    }

    fn connectivity(&self) -> ThingConnectivityIndexingMode {
        self.things.thing_connectivity_indexing_mode.unwrap_or(ThingConnectivityIndexingMode::Off)
    }

    fn defender(&self) -> DeviceDefenderIndexingMode {
        self.things.device_defender_indexing_mode.unwrap_or(DeviceDefenderIndexingMode::Off)
    }

    fn named_shadows_mode(&self) -> NamedShadowIndexingMode {
        self.things.named_shadow_indexing_mode.unwrap_or(NamedShadowIndexingMode::Off)
    }

    /// Whether an index is on.
    pub fn is_on(&self, index: Index) -> bool {
        match index {
            Index::Things => self.things.thing_indexing_mode != ThingIndexingMode::Off,
            Index::ThingGroups => self.groups.thing_group_indexing_mode == ThingGroupIndexingMode::On,
        }
    }

    /// # Errors
    /// ResourceNotFoundException when an index is off (api-errors.md §9).
    pub fn check_is_on(&self, index: Index) -> Result<(), ApiError> {
        if self.is_on(index) {
            return Ok(());
        }
        let name = index.name();
        Err(ApiError::resource_not_found(format!(
            "Index {name} does not exist. Please enable index by calling UpdateIndexingConfiguration"
        )))
    }

    /// Whether data of things of a source are indexed.
    pub(super) fn has(&self, source: Source) -> bool {
        match source {
            Source::Registry => self.is_on(Index::Things),
            Source::ClassicShadow => self.things.thing_indexing_mode == ThingIndexingMode::RegistryAndShadow,
            Source::NamedShadows => self.named_shadows_mode() == NamedShadowIndexingMode::On,
            Source::Connectivity => self.connectivity() == ThingConnectivityIndexingMode::Status,
            Source::DeviceDefender => self.defender() == DeviceDefenderIndexingMode::Violations,
        }
    }

    /// # Errors
    /// InvalidRequestException when the source of a field is not indexed.
    pub(super) fn check_source(&self, field: &ThingField) -> Result<(), ApiError> {
        let source = field.source();
        if self.has(source) {
            return Ok(());
        }
        let attribute = match source {
            Source::Registry => "Registry",
            Source::ClassicShadow | Source::NamedShadows => "Shadow",
            Source::Connectivity => "Connectivity",
            // In AWS's spelling.
            Source::DeviceDefender => "Devicedefender",
        };
        Err(ApiError::invalid_request(format!(
            "Query includes one or more constraints for {attribute} attribute, but {attribute} indexing is not enabled for AWS_Things index"
        )))
    }

    /// The named shadows that are indexed.
    pub(super) fn named_shadows(&self) -> impl Iterator<Item = &str> {
        let filter = self.things.filter.as_ref().filter(|_| self.has(Source::NamedShadows));
        let names = filter.and_then(|filter| filter.named_shadow_names.as_ref());
        names.into_iter().flatten().map(String::as_str)
    }

    /// Whether GetThingConnectivityData shows addresses.
    pub(super) fn shows_sockets(&self) -> bool {
        let filter = self.things.filter.as_ref().and_then(|filter| filter.connectivity.as_ref());
        let apis = filter.and_then(|ConnectivityFilter { include_socket_information: apis }| apis.as_ref());
        apis.is_some_and(|apis| apis.contains(&FleetIndexingApi::GetThingConnectivityData))
    }

    /// The type of a field of things that can be aggregated.
    pub(super) fn type_of_thing_field(&self, name: &str) -> Option<FieldType> {
        let managed = MANAGED_THING_FIELDS.iter().find(|field| self.has(field.source) && field.is(name));
        managed
            .map(|field| field.field_type)
            .or_else(|| custom_type(self.things.custom_fields.as_ref(), name))
    }

    /// The type of a field of groups that can be aggregated.
    pub(super) fn type_of_group_field(&self, name: &str) -> Option<FieldType> {
        let managed = MANAGED_GROUP_FIELDS.iter().find(|field| field.is(name));
        managed
            .map(|field| field.field_type)
            .or_else(|| custom_type(self.groups.custom_fields.as_ref(), name))
    }
}

fn custom_type(fields: Option<&Vec<Field>>, name: &str) -> Option<FieldType> {
    let field = fields?.iter().find(|field| field.name.as_deref() == Some(name))?;
    field.r#type.map(field_type)
}

fn field_type(given: ModelType) -> FieldType {
    match given {
        ModelType::Number => FieldType::Number,
        ModelType::String => FieldType::String,
        ModelType::Boolean => FieldType::Boolean,
    }
}

fn invalid<T>(text: impl Into<String>) -> Result<T, ApiError> {
    Err(ApiError::invalid_request(text))
}

fn checked_things(given: ThingIndexingConfiguration) -> Result<ThingIndexingConfiguration, ApiError> {
    let indexing = Indexing { things: given, groups: ThingGroupIndexingConfiguration::default() };
    check_managed(
        "thingIndexingConfiguration",
        indexing.things.managed_fields.as_ref(),
        MANAGED_THING_FIELDS,
    )?;
    if !indexing.is_on(Index::Things) {
        for (source, mode) in [
            (Source::Connectivity, "ThingConnectivityIndexingMode"),
            (Source::NamedShadows, "NamedShadowIndexingMode"),
            (Source::DeviceDefender, "DeviceDefenderIndexingMode"),
        ] {
            if indexing.has(source) {
                return invalid(format!("ThingIndexingMode must be turned ON for enabling {mode}"));
            }
        }
        return Ok(ThingIndexingConfiguration::default());
    }
    if indexing.has(Source::NamedShadows) && indexing.named_shadows().next().is_none() {
        return invalid("NamedShadowNames Filter must not be empty for enabling NamedShadowIndexingMode");
    }
    check_filter(indexing.things.filter.as_ref())?;
    check_custom(indexing.things.custom_fields.as_ref(), |name| {
        let field = ThingField::searched(name, &indexing)?;
        let is_managed = MANAGED_THING_FIELDS.iter().any(|field| field.is(name));
        (field.can_be_custom() && !is_managed && indexing.has(field.source())).then_some(())
    })?;
    Ok(ThingIndexingConfiguration { managed_fields: None, ..indexing.things })
}

fn checked_groups(
    given: ThingGroupIndexingConfiguration,
) -> Result<ThingGroupIndexingConfiguration, ApiError> {
    check_managed("thingGroupIndexingConfiguration", given.managed_fields.as_ref(), MANAGED_GROUP_FIELDS)?;
    if given.thing_group_indexing_mode == ThingGroupIndexingMode::Off {
        return Ok(ThingGroupIndexingConfiguration::default());
    }
    check_custom(given.custom_fields.as_ref(), |name| {
        matches!(GroupField::searched(name)?, GroupField::Attribute(_)).then_some(())
    })?;
    Ok(ThingGroupIndexingConfiguration { managed_fields: None, ..given })
}

/// Managed fields may be repeated, but not changed.
fn check_managed(place: &str, given: Option<&Vec<Field>>, managed: &[Managed]) -> Result<(), ApiError> {
    let is_managed = |field: &&Field| {
        let known = managed.iter().find(|known| field.name.as_deref() == Some(known.name));
        known.is_some_and(|known| field.r#type.map(field_type) == Some(known.field_type))
    };
    let text = |field: &Field| {
        let field_type = field.r#type.map_or("null", |field_type| field_type.as_str());
        format!("name:{}, type:{field_type}", field.name.as_deref().unwrap_or("null"))
    };
    let others: Vec<String> =
        given.into_iter().flatten().filter(|field| !is_managed(field)).map(text).collect();
    if others.is_empty() {
        return Ok(());
    }
    let others = others.join(", ");
    invalid(format!(
        "Only managed fields with expected types are allowed in {place}.managedFields. Invalid field(s): [{others}]"
    ))
}

fn check_custom(given: Option<&Vec<Field>>, is_indexed: impl Fn(&str) -> Option<()>) -> Result<(), ApiError> {
    let given = given.map_or(&[][..], Vec::as_slice);
    if given.len() > CUSTOM_FIELDS_MAX {
        return invalid(format!("There can be at most {CUSTOM_FIELDS_MAX} custom fields"));
    }
    for field in given {
        let (Some(name), Some(_)) = (field.name.as_deref(), field.r#type) else {
            return invalid("Every custom field must have a name and a type");
        };
        if is_indexed(name).is_none() {
            return invalid(format!("Custom field {name} is not indexed in this indexing mode"));
        }
    }
    Ok(())
}

fn check_filter(filter: Option<&IndexingFilter>) -> Result<(), ApiError> {
    let Some(filter) = filter else { return Ok(()) };
    if filter.named_shadow_names.as_ref().is_some_and(|names| names.len() > NAMED_SHADOWS_MAX) {
        return invalid(format!("There can be at most {NAMED_SHADOWS_MAX} names in namedShadowNames"));
    }
    if filter.geo_locations.as_ref().is_some_and(|places| places.len() > GEO_LOCATIONS_MAX) {
        return invalid(format!("There can be at most {GEO_LOCATIONS_MAX} geo location in geoLocations"));
    }
    Ok(())
}

impl Managed {
    fn to_model(&self) -> Field {
        let field_type = match self.field_type {
            FieldType::Number => ModelType::Number,
            FieldType::String => ModelType::String,
            FieldType::Boolean => ModelType::Boolean,
        };
        Field { name: Some(self.name.into()), r#type: Some(field_type) }
    }
}
