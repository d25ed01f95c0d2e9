//! Things.

use std::collections::BTreeMap;

use model::Map;
use model::iot::{
    AttributePayload, CreateThingRequest, CreateThingResponse, DeleteThingRequest, DeleteThingResponse,
    DescribeThingRequest, DescribeThingResponse, ListThingsRequest, ListThingsResponse, ThingAttribute,
    UpdateThingRequest, UpdateThingResponse,
};
use registry::{NewThing, ThingFilter, ThingUpdate, TypeUpdate};

use super::support::{durable, page, split, version_in, version_out};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_THING => async create_thing, exact;
        op::DESCRIBE_THING => sync describe_thing, exact;
        op::UPDATE_THING => async update_thing, exact;
        op::DELETE_THING => async delete_thing, exact;
        op::LIST_THINGS => sync list_things, exact;
    }
}

fn attributes(payload: Option<AttributePayload>) -> Option<(BTreeMap<String, String>, bool)> {
    let payload = payload?;
    let attributes = payload.attributes?.iter().map(|(key, value)| (key.to_owned(), value.clone())).collect();
    // Absent means replace (product.md).
    Some((attributes, payload.merge.unwrap_or(false)))
}

fn map(attributes: BTreeMap<String, String>) -> Option<Map<String>> {
    Some(attributes.into_iter().collect())
}

async fn create_thing(
    call: &Call<'_, Cloud>,
    input: CreateThingRequest,
) -> Result<CreateThingResponse, ApiError> {
    let tenant = call.tenant();
    let name = input.thing_name.clone();
    let new = NewThing {
        name: input.thing_name,
        type_name: input.thing_type_name,
        billing_group: input.billing_group_name,
        attributes: attributes(input.attribute_payload).unwrap_or_default().0,
    };
    let thing = durable(&call.context.store, call.context.registry.create_thing(tenant, new)?).await?;
    Ok(CreateThingResponse {
        thing_arn: Some(tenant.iot_arn(format_args!("thing/{name}"))),
        thing_name: Some(name),
        thing_id: Some(thing.id),
    })
}

fn describe_thing(
    call: &Call<Cloud>,
    input: DescribeThingRequest,
) -> Result<DescribeThingResponse, ApiError> {
    let name = input.thing_name;
    let thing = call.context.registry.thing(call.tenant(), &name)?;
    Ok(DescribeThingResponse {
        default_client_id: Some(name.clone()),
        thing_arn: Some(call.tenant().iot_arn(format_args!("thing/{name}"))),
        thing_name: Some(name),
        thing_id: Some(thing.id),
        attributes: map(thing.attributes),
        version: version_out(thing.version),
        thing_type_name: thing.type_name,
        billing_group_name: thing.billing_group,
    })
}

async fn update_thing(
    call: &Call<'_, Cloud>,
    input: UpdateThingRequest,
) -> Result<UpdateThingResponse, ApiError> {
    let update = ThingUpdate {
        thing_type: TypeUpdate::of(input.thing_type_name, input.remove_thing_type.unwrap_or(false))?,
        attributes: attributes(input.attribute_payload),
        expected_version: version_in(input.expected_version),
    };
    let changed = call.context.registry.update_thing(call.tenant(), &input.thing_name, update)?;
    durable(&call.context.store, changed).await?;
    Ok(UpdateThingResponse {})
}

async fn delete_thing(
    call: &Call<'_, Cloud>,
    input: DeleteThingRequest,
) -> Result<DeleteThingResponse, ApiError> {
    let expected = version_in(input.expected_version);
    let changed = call.context.registry.delete_thing(call.tenant(), &input.thing_name, expected)?;
    durable(&call.context.store, changed).await?;
    Ok(DeleteThingResponse {})
}

fn list_things(call: &Call<Cloud>, input: ListThingsRequest) -> Result<ListThingsResponse, ApiError> {
    let filter = ThingFilter {
        attribute_name: input.attribute_name,
        attribute_value: input.attribute_value,
        value_is_prefix: input.use_prefix_attribute_value.unwrap_or(false),
        type_name: input.thing_type_name,
    };
    let request = page(input.max_results, input.next_token);
    let found = call.context.registry.list_things(call.tenant(), &filter, &request)?;
    let (things, next_token) = split(found, |(name, thing)| ThingAttribute {
        thing_arn: Some(call.tenant().iot_arn(format_args!("thing/{name}"))),
        thing_name: Some(name),
        attributes: map(thing.attributes),
        version: version_out(thing.version),
        thing_type_name: thing.type_name,
    });
    Ok(ListThingsResponse { things, next_token })
}
