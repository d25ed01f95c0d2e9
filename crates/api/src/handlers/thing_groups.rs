//! Thing groups and the things in them.

use std::collections::BTreeMap;

use base::Arn;
use model::iot::{
    AddThingToThingGroupRequest, AddThingToThingGroupResponse, AttributePayload, CreateThingGroupRequest,
    CreateThingGroupResponse, DeleteThingGroupRequest, DeleteThingGroupResponse, DescribeThingGroupRequest,
    DescribeThingGroupResponse, DynamicGroupStatus, GroupNameAndArn, ListThingGroupsForThingRequest,
    ListThingGroupsForThingResponse, ListThingGroupsRequest, ListThingGroupsResponse,
    ListThingsInThingGroupRequest, ListThingsInThingGroupResponse, RemoveThingFromThingGroupRequest,
    RemoveThingFromThingGroupResponse, ThingGroupMetadata, ThingGroupProperties, UpdateThingGroupRequest,
    UpdateThingGroupResponse, UpdateThingGroupsForThingRequest, UpdateThingGroupsForThingResponse,
};
use registry::{GroupKind, NewThingGroup, ThingGroupFilter, ThingGroupUpdate};

use super::dynamic_groups;
use super::support::{durable, page, split, tags, time, version_in, version_out};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_THING_GROUP => async create_thing_group, exact;
        op::DESCRIBE_THING_GROUP => sync describe_thing_group, exact;
        op::UPDATE_THING_GROUP => async update_thing_group, exact;
        op::DELETE_THING_GROUP => async delete_thing_group, exact;
        op::LIST_THING_GROUPS => sync list_thing_groups, exact;
        op::ADD_THING_TO_THING_GROUP => async add_thing_to_thing_group, exact;
        op::REMOVE_THING_FROM_THING_GROUP => async remove_thing_from_thing_group, exact;
        op::UPDATE_THING_GROUPS_FOR_THING => async update_thing_groups_for_thing, exact;
        op::LIST_THINGS_IN_THING_GROUP => async list_things_in_thing_group, exact;
        op::LIST_THING_GROUPS_FOR_THING => sync list_thing_groups_for_thing, exact;
    }
}

/// The text of tags without a value, of types and groups (api-errors.md §9).
pub(super) const INCOMPLETE_TAGS: &str = "All tags in request should have keys and values.";

pub(super) fn arn(call: &Call<Cloud>, name: &str) -> String {
    call.tenant().iot_arn(format_args!("thinggroup/{name}"))
}

/// A group as listings show it.
pub(super) fn listed(call: &Call<Cloud>, name: String) -> GroupNameAndArn {
    GroupNameAndArn { group_arn: Some(arn(call, &name)), group_name: Some(name) }
}

type Attributes = BTreeMap<String, String>;

/// Attributes, and whether they are to be merged.
fn attributes(payload: Option<AttributePayload>) -> Option<(Attributes, bool)> {
    let payload = payload?;
    let attributes = payload.attributes?;
    let attributes = attributes.iter().map(|(key, value)| (key.to_owned(), value.clone())).collect();
    Some((attributes, payload.merge.unwrap_or(false)))
}

/// What the properties of a request say of a group that is new.
pub(super) fn new_group(name: String, properties: Option<ThingGroupProperties>) -> NewThingGroup {
    let properties = properties.unwrap_or_default();
    NewThingGroup {
        name,
        description: properties.thing_group_description,
        attributes: attributes(properties.attribute_payload).map(|(attributes, _)| attributes),
        ..Default::default()
    }
}

/// What the properties of a request change.
pub(super) fn group_update(
    properties: ThingGroupProperties,
    expected_version: Option<i64>,
) -> ThingGroupUpdate {
    ThingGroupUpdate {
        description: properties.thing_group_description,
        attributes: attributes(properties.attribute_payload),
        expected_version: version_in(expected_version),
        query: None,
    }
}

async fn create_thing_group(
    call: &Call<'_, Cloud>,
    input: CreateThingGroupRequest,
) -> Result<CreateThingGroupResponse, ApiError> {
    let name = input.thing_group_name;
    let tags = tags(input.tags, INCOMPLETE_TAGS)?;
    let new = new_group(name.clone(), input.thing_group_properties);
    let new = NewThingGroup { parent: input.parent_group_name, tags, ..new };
    let changed = call.context.registry.create_thing_group(call.tenant(), new, call.now)?;
    let group = durable(&call.context.store, changed).await?;
    Ok(CreateThingGroupResponse {
        thing_group_arn: Some(arn(call, &name)),
        thing_group_name: Some(name),
        thing_group_id: Some(group.id),
    })
}

fn describe_thing_group(
    call: &Call<Cloud>,
    input: DescribeThingGroupRequest,
) -> Result<DescribeThingGroupResponse, ApiError> {
    let name = input.thing_group_name;
    let view = call.context.registry.thing_group(call.tenant(), &name)?;
    let group = view.group;
    let attribute_payload = group.attributes.map(|attributes| AttributePayload {
        attributes: Some(attributes.into_iter().collect()),
        merge: None,
    });
    let query = group.query;
    Ok(DescribeThingGroupResponse {
        thing_group_arn: Some(arn(call, &name)),
        thing_group_name: Some(name),
        thing_group_id: Some(group.id),
        version: version_out(group.version),
        thing_group_properties: Some(ThingGroupProperties {
            thing_group_description: group.description,
            attribute_payload,
        }),
        thing_group_metadata: Some(ThingGroupMetadata {
            parent_group_name: group.parent,
            root_to_parent_thing_groups: (!view.ancestors.is_empty())
                .then(|| view.ancestors.into_iter().map(|name| listed(call, name)).collect()),
            creation_date: time(group.created_at),
        }),
        // Its things are found whenever somebody asks, so there is nothing to build.
        status: query.as_ref().map(|_| DynamicGroupStatus::Active),
        index_name: query.as_ref().map(|query| query.index.clone()),
        query_version: query.as_ref().map(|query| query.version.clone()),
        query_string: query.map(|query| query.text),
    })
}

async fn update_thing_group(
    call: &Call<'_, Cloud>,
    input: UpdateThingGroupRequest,
) -> Result<UpdateThingGroupResponse, ApiError> {
    let update = group_update(input.thing_group_properties, input.expected_version);
    let registry = &call.context.registry;
    let changed =
        registry.update_thing_group(call.tenant(), &input.thing_group_name, update, GroupKind::Static)?;
    let version = durable(&call.context.store, changed).await?;
    Ok(UpdateThingGroupResponse { version: version_out(version) })
}

async fn delete_thing_group(
    call: &Call<'_, Cloud>,
    input: DeleteThingGroupRequest,
) -> Result<DeleteThingGroupResponse, ApiError> {
    let (name, expected) = (&input.thing_group_name, version_in(input.expected_version));
    let registry = &call.context.registry;
    let changed = registry.delete_thing_group(call.tenant(), name, expected, GroupKind::Static)?;
    durable(&call.context.store, changed).await?;
    Ok(DeleteThingGroupResponse {})
}

fn list_thing_groups(
    call: &Call<Cloud>,
    input: ListThingGroupsRequest,
) -> Result<ListThingGroupsResponse, ApiError> {
    let filter = ThingGroupFilter {
        parent: input.parent_group,
        prefix: input.name_prefix_filter,
        // Without a parent, all groups are wanted unless the caller says otherwise.
        recursive: input.recursive.unwrap_or(true),
    };
    let request = page(input.max_results, input.next_token);
    let found = call.context.registry.list_thing_groups(call.tenant(), &filter, &request)?;
    let (thing_groups, next_token) = split(found, |name| listed(call, name));
    Ok(ListThingGroupsResponse { thing_groups, next_token })
}

/// The name of a thing or group that a request gives by name, by ARN, or both (api-errors.md §2). `Kind` is
/// how the texts call it.
pub(super) fn named(
    call: &Call<Cloud>,
    (kind, resource): (&str, &str),
    name: Option<String>,
    arn: Option<String>,
) -> Result<String, ApiError> {
    let mut first = kind.chars();
    let upper: String = first.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(first).collect();
    let of_arn = arn.as_deref().map(|text| {
        let arn = Arn::parse(text).filter(|arn| arn.service == "iot");
        let arn = arn.ok_or_else(|| ApiError::invalid_request("Invalid arn in request"))?;
        if arn.account != call.tenant().account.as_str() {
            return Err(ApiError::invalid_request("ResourceArn doesn't belong in requester's account"));
        }
        let name = arn.name_of(resource).filter(|_| arn.region == call.tenant().region.as_str());
        name.ok_or_else(|| ApiError::invalid_request(format!("Invalid {upper}Arn")))
    });
    match (name, of_arn.transpose()?) {
        (None, None) => Err(ApiError::invalid_request(format!(
            "Both {kind}Arn and {kind}Name are empty. Need to specify at least one of them"
        ))),
        (Some(name), Some(of_arn)) if name != of_arn => Err(ApiError::invalid_request(match kind {
            "thing" => "ThingName in thingArn does not match specified thingName in request".to_owned(),
            _ => format!("{upper}Name from {kind}Arn does not match specified {kind}Name in request"),
        })),
        (Some(name), _) => Ok(name),
        (None, Some(name)) => Ok(name.into()),
    }
}

const GROUP: (&str, &str) = ("thingGroup", "thinggroup");
pub(super) const THING: (&str, &str) = ("thing", "thing");

async fn add_thing_to_thing_group(
    call: &Call<'_, Cloud>,
    input: AddThingToThingGroupRequest,
) -> Result<AddThingToThingGroupResponse, ApiError> {
    let group = named(call, GROUP, input.thing_group_name, input.thing_group_arn)?;
    let thing = named(call, THING, input.thing_name, input.thing_arn)?;
    let add = std::slice::from_ref(&group);
    dynamic_groups::check_room(call, &thing, add, &[], input.override_dynamic_groups)?;
    let changed = call.context.registry.add_thing_to_group(call.tenant(), &group, &thing)?;
    durable(&call.context.store, changed).await?;
    Ok(AddThingToThingGroupResponse {})
}

async fn remove_thing_from_thing_group(
    call: &Call<'_, Cloud>,
    input: RemoveThingFromThingGroupRequest,
) -> Result<RemoveThingFromThingGroupResponse, ApiError> {
    let group = named(call, GROUP, input.thing_group_name, input.thing_group_arn)?;
    let thing = named(call, THING, input.thing_name, input.thing_arn)?;
    let changed = call.context.registry.remove_thing_from_group(call.tenant(), &group, &thing)?;
    durable(&call.context.store, changed).await?;
    Ok(RemoveThingFromThingGroupResponse {})
}

async fn update_thing_groups_for_thing(
    call: &Call<'_, Cloud>,
    input: UpdateThingGroupsForThingRequest,
) -> Result<UpdateThingGroupsForThingResponse, ApiError> {
    let thing = named(call, THING, input.thing_name, None)?;
    let add = input.thing_groups_to_add.unwrap_or_default();
    let remove = input.thing_groups_to_remove.unwrap_or_default();
    dynamic_groups::check_room(call, &thing, &add, &remove, input.override_dynamic_groups)?;
    let changed = call.context.registry.update_groups_of_thing(call.tenant(), &thing, &add, &remove)?;
    durable(&call.context.store, changed).await?;
    Ok(UpdateThingGroupsForThingResponse {})
}

async fn list_things_in_thing_group(
    call: &Call<'_, Cloud>,
    input: ListThingsInThingGroupRequest,
) -> Result<ListThingsInThingGroupResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let (group, recursive) = (&input.thing_group_name, input.recursive.unwrap_or(false));
    let found = match dynamic_groups::things_in(call, group, &request).await? {
        Some(found) => found,
        None => call.context.registry.things_in_group(call.tenant(), group, recursive, &request)?,
    };
    let (things, next_token) = split(found, |name| name);
    Ok(ListThingsInThingGroupResponse { things, next_token })
}

fn list_thing_groups_for_thing(
    call: &Call<Cloud>,
    input: ListThingGroupsForThingRequest,
) -> Result<ListThingGroupsForThingResponse, ApiError> {
    let mut names = call.context.registry.groups_of_thing(call.tenant(), &input.thing_name)?;
    names.extend(dynamic_groups::groups_of(call, &input.thing_name));
    names.sort_unstable();
    let request = page(input.max_results, input.next_token);
    let found = base::cut_page(
        names.into_iter(),
        &request,
        Clone::clone,
        |name, last| name.as_str() > last,
        |name| listed(call, name),
    )?;
    Ok(ListThingGroupsForThingResponse { thing_groups: Some(found.items), next_token: found.next })
}
