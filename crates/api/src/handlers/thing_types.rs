//! Thing types.

use model::iot::{
    CreateThingTypeRequest, CreateThingTypeResponse, DeleteThingTypeRequest, DeleteThingTypeResponse,
    DeprecateThingTypeRequest, DeprecateThingTypeResponse, DescribeThingTypeRequest,
    DescribeThingTypeResponse, ListThingTypesRequest, ListThingTypesResponse, Mqtt5Configuration,
    PropagatingAttribute, ThingTypeDefinition, ThingTypeMetadata, ThingTypeProperties,
    UpdateThingTypeRequest, UpdateThingTypeResponse,
};
use registry::{AttributeSource, ThingTypeRecord, ThingTypeUpdate};

use super::support::{durable, page, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_THING_TYPE => async create_thing_type, exact;
        op::DESCRIBE_THING_TYPE => sync describe_thing_type, exact;
        op::LIST_THING_TYPES => sync list_thing_types, exact;
        op::UPDATE_THING_TYPE => async update_thing_type, exact;
        op::DEPRECATE_THING_TYPE => async deprecate_thing_type, exact;
        op::DELETE_THING_TYPE => async delete_thing_type, exact;
    }
}

fn arn(call: &Call<Cloud>, name: &str) -> String {
    call.tenant().iot_arn(format_args!("thingtype/{name}"))
}

/// A propagating attribute of the API: one key and one source.
fn propagating(attribute: PropagatingAttribute) -> Result<registry::PropagatingAttribute, ApiError> {
    // The texts are ours: no published capture of AWS's.
    let Some(key) = attribute.user_property_key else {
        return Err(ApiError::invalid_request("A propagating attribute needs a userPropertyKey"));
    };
    let source = match (attribute.thing_attribute, attribute.connection_attribute) {
        (Some(name), None) => AttributeSource::Thing(name),
        (None, Some(name)) => AttributeSource::of_connection(&name)?,
        _ => {
            return Err(ApiError::invalid_request(format!(
                "Propagating attribute {key} needs either a thingAttribute or a connectionAttribute"
            )));
        }
    };
    Ok(registry::PropagatingAttribute { key, source })
}

/// What a request says of a type's properties.
fn update_of(properties: Option<ThingTypeProperties>) -> Result<ThingTypeUpdate, ApiError> {
    let properties = properties.unwrap_or_default();
    let list = properties.mqtt5_configuration.map(|mqtt5| mqtt5.propagating_attributes.unwrap_or_default());
    Ok(ThingTypeUpdate {
        description: properties.thing_type_description,
        searchable_attributes: properties.searchable_attributes.map(|names| names.into_iter().collect()),
        propagating_attributes: list.map(|list| list.into_iter().map(propagating).collect()).transpose()?,
    })
}

fn properties(record: &ThingTypeRecord) -> ThingTypeProperties {
    let stored = &record.properties;
    let attribute = |attribute: &registry::PropagatingAttribute| PropagatingAttribute {
        user_property_key: Some(attribute.key.clone()),
        thing_attribute: match &attribute.source {
            AttributeSource::Thing(name) => Some(name.clone()),
            AttributeSource::ClientId | AttributeSource::ThingName => None,
        },
        connection_attribute: attribute.source.connection_name().map(str::to_owned),
    };
    let searchable = &stored.searchable_attributes;
    ThingTypeProperties {
        thing_type_description: stored.description.clone(),
        searchable_attributes: (!searchable.is_empty()).then(|| searchable.iter().cloned().collect()),
        // Shown also when nothing propagates (api-facts.md §3).
        mqtt5_configuration: Some(Mqtt5Configuration {
            propagating_attributes: Some(stored.propagating_attributes.iter().map(attribute).collect()),
        }),
    }
}

fn metadata(record: &ThingTypeRecord) -> ThingTypeMetadata {
    ThingTypeMetadata {
        deprecated: Some(record.deprecated_at.is_some()),
        deprecation_date: record.deprecated_at.and_then(time),
        creation_date: time(record.created_at),
    }
}

async fn create_thing_type(
    call: &Call<'_, Cloud>,
    input: CreateThingTypeRequest,
) -> Result<CreateThingTypeResponse, ApiError> {
    let tags = tags(input.tags, "All tags in request should have keys and values.")?;
    let name = input.thing_type_name;
    let given = update_of(input.thing_type_properties)?;
    let properties = registry::ThingTypeProperties {
        description: given.description.filter(|text| !text.is_empty()),
        searchable_attributes: given.searchable_attributes.unwrap_or_default(),
        propagating_attributes: given.propagating_attributes.unwrap_or_default(),
    };
    let registry = &call.context.registry;
    let changed = registry.create_thing_type(call.tenant(), name.clone(), properties, tags, call.now)?;
    let record = durable(&call.context.store, changed).await?;
    Ok(CreateThingTypeResponse {
        thing_type_arn: Some(arn(call, &name)),
        thing_type_name: Some(name),
        thing_type_id: Some(record.id),
    })
}

fn describe_thing_type(
    call: &Call<Cloud>,
    input: DescribeThingTypeRequest,
) -> Result<DescribeThingTypeResponse, ApiError> {
    let name = input.thing_type_name;
    let record = call.context.registry.thing_type(call.tenant(), &name)?;
    Ok(DescribeThingTypeResponse {
        thing_type_arn: Some(arn(call, &name)),
        thing_type_name: Some(name),
        thing_type_properties: Some(properties(&record)),
        thing_type_metadata: Some(metadata(&record)),
        thing_type_id: Some(record.id),
    })
}

fn list_thing_types(
    call: &Call<Cloud>,
    input: ListThingTypesRequest,
) -> Result<ListThingTypesResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let wanted = input.thing_type_name.as_deref();
    let found = call.context.registry.list_thing_types(call.tenant(), wanted, &request)?;
    let (thing_types, next_token) =
        split(found, |(name, record): (String, ThingTypeRecord)| ThingTypeDefinition {
            thing_type_arn: Some(arn(call, &name)),
            thing_type_name: Some(name),
            thing_type_properties: Some(properties(&record)),
            thing_type_metadata: Some(metadata(&record)),
        });
    Ok(ListThingTypesResponse { thing_types, next_token })
}

/// Replaces the properties that are given and keeps the others: the documentation does not say what
/// becomes of them, and PATCH changes what it names.
async fn update_thing_type(
    call: &Call<'_, Cloud>,
    input: UpdateThingTypeRequest,
) -> Result<UpdateThingTypeResponse, ApiError> {
    let update = update_of(input.thing_type_properties)?;
    let changed = call.context.registry.update_thing_type(call.tenant(), &input.thing_type_name, update)?;
    durable(&call.context.store, changed).await?;
    Ok(UpdateThingTypeResponse {})
}

async fn deprecate_thing_type(
    call: &Call<'_, Cloud>,
    input: DeprecateThingTypeRequest,
) -> Result<DeprecateThingTypeResponse, ApiError> {
    let undo = input.undo_deprecate.unwrap_or(false);
    let registry = &call.context.registry;
    let changed = registry.deprecate_thing_type(call.tenant(), &input.thing_type_name, undo, call.now)?;
    durable(&call.context.store, changed).await?;
    Ok(DeprecateThingTypeResponse {})
}

async fn delete_thing_type(
    call: &Call<'_, Cloud>,
    input: DeleteThingTypeRequest,
) -> Result<DeleteThingTypeResponse, ApiError> {
    let changed = call.context.registry.delete_thing_type(call.tenant(), &input.thing_type_name, call.now)?;
    durable(&call.context.store, changed).await?;
    Ok(DeleteThingTypeResponse {})
}
