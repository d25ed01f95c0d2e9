//! Registry events, as AWS publishes them below `$aws/events/` (extras.md §6). Here is what happened; who
//! publishes it adds the event's id and time, and leaves out kinds that the account did not ask for.

use base::Tenant;
use serde_json::{Map, Value, json};

use crate::groups::{self, ThingGroupRecord};
use crate::state::State;
use crate::thing_types::{AttributeSource, ThingTypeRecord};
use crate::things::ThingRecord;

/// The kinds that UpdateEventConfigurations switches.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)] // Named as in the API.
pub enum EventKind {
    Thing,
    ThingType,
    ThingTypeAssociation,
    ThingGroup,
    ThingGroupMembership,
    ThingGroupHierarchy,
}

impl EventKind {
    /// Its name in the API, and in `eventType` without `_EVENT`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Thing => "THING",
            Self::ThingType => "THING_TYPE",
            Self::ThingTypeAssociation => "THING_TYPE_ASSOCIATION",
            Self::ThingGroup => "THING_GROUP",
            Self::ThingGroupMembership => "THING_GROUP_MEMBERSHIP",
            Self::ThingGroupHierarchy => "THING_GROUP_HIERARCHY",
        }
    }
}

/// What happened to the subject of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Operation {
    Created,
    Updated,
    Deleted,
    Added,
    Removed,
}

impl Operation {
    fn as_str(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Updated => "UPDATED",
            Self::Deleted => "DELETED",
            Self::Added => "ADDED",
            Self::Removed => "REMOVED",
        }
    }
}

/// A registry event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Announcement {
    /// Its kind.
    pub kind: EventKind,
    /// The topic behind `$aws/events/`.
    pub topic: String,
    /// `CREATED`, `ADDED`, …
    pub operation: &'static str,
    /// Its own members, in AWS's order.
    pub members: Map<String, Value>,
}

fn announcement(kind: EventKind, subject: &str, operation: Operation, members: Value) -> Announcement {
    let operation = operation.as_str();
    let Value::Object(members) = members else { unreachable!("`json!` of braces is an object") };
    Announcement { kind, topic: format!("{subject}/{}", operation.to_lowercase()), operation, members }
}

pub(crate) fn thing_event(operation: Operation, name: &str, thing: &ThingRecord) -> Announcement {
    let members = json!({
        "thingId": thing.id,
        "thingName": name,
        "versionNumber": thing.version,
        "thingTypeName": thing.type_name,
        "attributes": thing.attributes,
        // AWS's own spelling.
        "billinGroupName": thing.billing_group,
    });
    announcement(EventKind::Thing, &format!("thing/{name}"), operation, members)
}

pub(crate) fn thing_type_event(operation: Operation, name: &str, record: &ThingTypeRecord) -> Announcement {
    let properties = &record.properties;
    let propagating: Vec<Value> = properties
        .propagating_attributes
        .iter()
        .map(|attribute| match &attribute.source {
            AttributeSource::Thing(name) => {
                json!({"userPropertyKey": attribute.key, "thingAttribute": name})
            }
            source => {
                json!({"userPropertyKey": attribute.key, "connectionAttribute": source.connection_name()})
            }
        })
        .collect();
    let members = json!({
        "thingTypeId": record.id,
        "thingTypeName": name,
        "isDeprecated": record.deprecated_at.is_some(),
        "deprecationDate": record.deprecated_at,
        "searchableAttributes": properties.searchable_attributes,
        "propagatingAttributes": propagating,
        "description": properties.description,
    });
    announcement(EventKind::ThingType, &format!("thingType/{name}"), operation, members)
}

pub(crate) fn association_event(
    operation: Operation,
    thing: &str,
    thing_id: &str,
    type_name: &str,
) -> Announcement {
    let members = json!({"thingId": thing_id, "thingName": thing, "thingTypeName": type_name});
    let subject = format!("thingTypeAssociation/thing/{thing}/thingType/{type_name}");
    announcement(EventKind::ThingTypeAssociation, &subject, operation, members)
}

pub(crate) fn thing_group_event(
    state: &State,
    operation: Operation,
    name: &str,
    group: &ThingGroupRecord,
    tenant: &Tenant,
) -> Announcement {
    let parent = group.parent.as_deref();
    let id_of = |name: &str| state.groups.get(name).map(|group| group.id.clone());
    let mut above: Vec<&str> = parent.into_iter().collect();
    above.extend(parent.into_iter().flat_map(|parent| state.ancestors(parent)));
    let path = above.iter().rev();
    let path: Vec<Value> =
        path.map(|name| json!({"groupArn": groups::arn(tenant, name), "groupId": id_of(name)})).collect();
    let members = json!({
        "thingGroupId": group.id,
        "thingGroupName": name,
        "versionNumber": group.version,
        "parentGroupName": parent,
        "parentGroupId": parent.and_then(id_of),
        "description": group.description,
        "rootToParentThingGroups": path,
        "attributes": group.attributes,
        "dynamicGroupMappingId": group.query.as_ref().map(|_| &group.id),
    });
    announcement(EventKind::ThingGroup, &format!("thingGroup/{name}"), operation, members)
}

pub(crate) fn membership_event(
    tenant: &Tenant,
    operation: Operation,
    (group, group_record): (&str, &ThingGroupRecord),
    (thing, thing_record): (&str, &ThingRecord),
) -> Announcement {
    let members = json!({
        "groupArn": groups::arn(tenant, group),
        "groupId": group_record.id,
        "thingArn": tenant.iot_arn(format_args!("thing/{thing}")),
        "thingId": thing_record.id,
        // Opaque; the sheet does not say what AWS makes it of.
        "membershipId": format!("{}:{}", group_record.id, thing_record.id),
    });
    let subject = format!("thingGroupMembership/thingGroup/{group}/thing/{thing}");
    announcement(EventKind::ThingGroupMembership, &subject, operation, members)
}

pub(crate) fn hierarchy_event(
    state: &State,
    operation: Operation,
    parent: &str,
    child: &str,
    child_id: &str,
) -> Announcement {
    let members = json!({
        "thingGroupId": state.groups.get(parent).map(|group| &group.id),
        "thingGroupName": parent,
        "childGroupId": child_id,
        "childGroupName": child,
    });
    let subject = format!("thingGroupHierarchy/thingGroup/{parent}/childThingGroup/{child}");
    announcement(EventKind::ThingGroupHierarchy, &subject, operation, members)
}
