//! Dynamic thing groups: groups whose things a query finds, whenever somebody asks (extras.md §1).

use std::collections::BTreeSet;

use base::{Page, PageRequest, Tenant, UnixMillis, cut_page};
use model::iot::{
    CreateDynamicThingGroupRequest, CreateDynamicThingGroupResponse, DeleteDynamicThingGroupRequest,
    DeleteDynamicThingGroupResponse, UpdateDynamicThingGroupRequest, UpdateDynamicThingGroupResponse,
};
use registry::{GroupKind, GroupQuery, NewThingGroup, RegistryError, ThingGroupUpdate};

use super::indexing::{Asked, Fleet, Index, Indexing, QUERY_VERSION, thing_query};
use super::support::{durable, tags, version_in, version_out};
use super::thing_groups::{INCOMPLETE_TAGS, arn, group_update, new_group};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_DYNAMIC_THING_GROUP => async create_dynamic_thing_group,
            partial("things are found when somebody asks: the status is never BUILDING, and that a thing comes or goes is neither announced nor logged");
        op::UPDATE_DYNAMIC_THING_GROUP => async update_dynamic_thing_group,
            partial("things are found when somebody asks: the status is never REBUILDING, and that a thing comes or goes is neither announced nor logged");
        op::DELETE_DYNAMIC_THING_GROUP => async delete_dynamic_thing_group, exact;
    }
}

/// The query of a group, once it is known to be one of things.
fn checked_query(
    call: &Call<'_, Cloud>,
    index: Option<&str>,
    version: Option<&str>,
    text: String,
) -> Result<GroupQuery, ApiError> {
    let asked = Asked::new(call, index, version)?;
    if asked.index != Index::Things {
        let (only, index) = (Index::Things.name(), asked.index.name());
        return Err(ApiError::invalid_request(format!(
            "Dynamic thing groups are made of index {only}, not of {index}"
        )));
    }
    thing_query(&asked.indexing, &text)?;
    Ok(GroupQuery { index: Index::Things.name().into(), text, version: QUERY_VERSION.into() })
}

/// Whether the queries of all groups can be asked when indexing is so.
///
/// # Errors
/// InvalidRequestException when one cannot (*Dynamic thing groups*, limitations; *Fleet indexing
/// troubleshooting*).
pub(super) fn check_indexing(call: &Call<'_, Cloud>, indexing: &Indexing) -> Result<(), ApiError> {
    for (name, query) in call.context.registry.dynamic_thing_groups(call.tenant()) {
        let checked = indexing.check_is_on(Index::Things).and_then(|()| thing_query(indexing, &query.text));
        if checked.is_err() {
            return Err(ApiError::invalid_request(format!(
                "Indexing that dynamic thing group {name} needs cannot be removed"
            )));
        }
    }
    Ok(())
}

async fn create_dynamic_thing_group(
    call: &Call<'_, Cloud>,
    input: CreateDynamicThingGroupRequest,
) -> Result<CreateDynamicThingGroupResponse, ApiError> {
    let name = input.thing_group_name;
    let tags = tags(input.tags, INCOMPLETE_TAGS)?;
    let (index, version) = (input.index_name.as_deref(), input.query_version.as_deref());
    let query = checked_query(call, index, version, input.query_string)?;
    let new = new_group(name.clone(), input.thing_group_properties);
    let new = NewThingGroup { query: Some(query.clone()), tags, ..new };
    let changed = call.context.registry.create_thing_group(call.tenant(), new, call.now)?;
    let group = durable(&call.context.store, changed).await?;
    Ok(CreateDynamicThingGroupResponse {
        thing_group_arn: Some(arn(call, &name)),
        thing_group_name: Some(name),
        thing_group_id: Some(group.id),
        index_name: Some(query.index),
        query_string: Some(query.text),
        query_version: Some(query.version),
    })
}

async fn update_dynamic_thing_group(
    call: &Call<'_, Cloud>,
    input: UpdateDynamicThingGroupRequest,
) -> Result<UpdateDynamicThingGroupResponse, ApiError> {
    let (index, version) = (input.index_name.as_deref(), input.query_version.as_deref());
    let query = match input.query_string {
        Some(text) => Some(checked_query(call, index, version, text)?),
        None => None,
    };
    let update = group_update(input.thing_group_properties, input.expected_version);
    let update = ThingGroupUpdate { query, ..update };
    let (registry, name) = (&call.context.registry, &input.thing_group_name);
    let changed = registry.update_thing_group(call.tenant(), name, update, GroupKind::Dynamic)?;
    let version = durable(&call.context.store, changed).await?;
    Ok(UpdateDynamicThingGroupResponse { version: version_out(version) })
}

async fn delete_dynamic_thing_group(
    call: &Call<'_, Cloud>,
    input: DeleteDynamicThingGroupRequest,
) -> Result<DeleteDynamicThingGroupResponse, ApiError> {
    let (name, expected) = (&input.thing_group_name, version_in(input.expected_version));
    let registry = &call.context.registry;
    let changed = registry.delete_thing_group(call.tenant(), name, expected, GroupKind::Dynamic)?;
    durable(&call.context.store, changed).await?;
    Ok(DeleteDynamicThingGroupResponse {})
}

fn fleet<'a>(call: &'a Call<'_, Cloud>) -> Fleet<'a> {
    Fleet::of(call, Indexing::of(&call.context.catalog, call.tenant()))
}

/// All things in a dynamic group, for jobs; `None` when the group is no such.
pub fn all_things_in(cloud: &Cloud, tenant: &Tenant, group: &str, now: UnixMillis) -> Option<Vec<String>> {
    let found = cloud.registry.thing_group(tenant, group).ok()?;
    let indexing = Indexing::of(&cloud.catalog, tenant);
    let is_dynamic = found.group.kind() == GroupKind::Dynamic;
    is_dynamic.then(|| Fleet::new(cloud, tenant, now, indexing).all_things_in(group))
}

/// The names of the dynamic groups of a thing, for jobs.
pub fn groups_around(cloud: &Cloud, tenant: &Tenant, thing: &str, now: UnixMillis) -> Vec<String> {
    if cloud.registry.dynamic_thing_groups(tenant).is_empty() {
        return Vec::new();
    }
    Fleet::new(cloud, tenant, now, Indexing::of(&cloud.catalog, tenant)).dynamic_groups_of(thing)
}

/// A page of the things in a dynamic group; `None` when the group is no such.
pub(super) async fn things_in(
    call: &Call<'_, Cloud>,
    group: &str,
    request: &PageRequest,
) -> Result<Option<Page<String>>, ApiError> {
    let found = call.context.registry.thing_group(call.tenant(), group);
    if !found.is_ok_and(|view| view.group.kind() == GroupKind::Dynamic) {
        return Ok(None);
    }
    // One more than the page holds tells whether another page follows.
    let max = request.size().saturating_add(1);
    let names = fleet(call).things_in(group, request.place()?, max).await;
    let page =
        cut_page(names.into_iter(), request, Clone::clone, |name, last| name.as_str() > last, |name| name)?;
    Ok(Some(page))
}

/// The names of the dynamic groups of a thing; none when it does not exist.
pub(super) fn groups_of(call: &Call<'_, Cloud>, thing: &str) -> Vec<String> {
    groups_around(call.context, call.tenant(), thing, call.now)
}

/// Whether a thing may be put into static groups. If it is then in more groups than it can be, dynamic ones among
/// them, it loses some of those, but only if the caller said that it may (*Dynamic thing groups*, limitations).
///
/// # Errors
/// InvalidRequestException when the caller did not.
pub(super) fn check_room(
    call: &Call<'_, Cloud>,
    thing: &str,
    add: &[String],
    remove: &[String],
    may_override: Option<bool>,
) -> Result<(), ApiError> {
    let dynamic = groups_of(call, thing).len();
    if may_override.unwrap_or(false) || dynamic == 0 {
        return Ok(());
    }
    let before = call.context.registry.groups_of_thing(call.tenant(), thing).unwrap_or_default();
    let kept = before.iter().filter(|name| !remove.contains(name));
    let after: BTreeSet<&String> = kept.chain(add).collect();
    let max = call.context.limits.groups_per_thing;
    if after.len() <= before.len() || after.len() + dynamic <= max {
        return Ok(());
    }
    Err(RegistryError::TooManyGroupsOfThing { name: thing.into(), max }.into())
}
