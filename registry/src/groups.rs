//! Thing groups: a forest of static ones, and dynamic ones, whose things a query finds (extras.md §1,
//! api-facts.md §3, api-errors.md §2).

use std::collections::BTreeMap;

use base::{Page, PageRequest, Tenant, UnixMillis, cut_named};
use serde::{Deserialize, Serialize};
use store::Changed;

use crate::RegistryError;
use crate::announce::{Operation, hierarchy_event, thing_group_event};
use crate::registry::{Event, Registry};
use crate::state::{Row, State};
use crate::tags::Tags;

/// A thing group. Its name is its key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ThingGroupRecord {
    /// A UUID; a group that is deleted and created again has another.
    pub id: String,
    /// 1, and one more after every update.
    pub version: u64,
    /// A text for people.
    #[serde(default)]
    pub description: Option<String>,
    /// Attributes by name; `None` when none were ever given.
    #[serde(default)]
    pub attributes: Option<BTreeMap<String, String>>,
    /// The group that it is in; fixed at creation.
    #[serde(default)]
    pub parent: Option<String>,
    /// When it was created, milliseconds since the epoch.
    pub created_at: u64,
    /// What finds its things, when it is dynamic.
    #[serde(default)]
    pub query: Option<GroupQuery>,
}

/// The query of a dynamic group.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupQuery {
    /// The index that is asked.
    pub index: String,
    /// The query.
    pub text: String,
    /// The version of the query language.
    pub version: String,
}

/// What CreateThingGroup and CreateDynamicThingGroup take.
#[derive(Clone, Debug, Default)]
pub struct NewThingGroup {
    /// The name.
    pub name: String,
    /// The group that it is in.
    pub parent: Option<String>,
    /// A text for people.
    pub description: Option<String>,
    /// Attributes by name.
    pub attributes: Option<BTreeMap<String, String>>,
    /// The query of a dynamic group.
    pub query: Option<GroupQuery>,
    /// Tags by key.
    pub tags: Tags,
}

/// What UpdateThingGroup and UpdateDynamicThingGroup take. What is absent stays as it is.
#[derive(Clone, Debug, Default)]
pub struct ThingGroupUpdate {
    /// A text for people.
    pub description: Option<String>,
    /// New attributes, and whether they are merged into the old ones.
    pub attributes: Option<(BTreeMap<String, String>, bool)>,
    /// The version that the group must have.
    pub expected_version: Option<u64>,
    /// A new query. `None` for static groups.
    pub query: Option<GroupQuery>,
}

/// Which groups ListThingGroups returns.
#[derive(Clone, Debug, Default)]
pub struct ThingGroupFilter {
    /// Those in this group.
    pub parent: Option<String>,
    /// Those whose names begin so.
    pub prefix: Option<String>,
    /// Also those in groups of the group, or, without one, those in any group.
    pub recursive: bool,
}

/// A group and where it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThingGroupView {
    /// The group.
    pub group: ThingGroupRecord,
    /// The groups above it, the root first.
    pub ancestors: Vec<String>,
}

/// Whether static or dynamic groups are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroupKind {
    /// Things are added and removed.
    Static,
    /// Things are found by a query.
    Dynamic,
}

impl ThingGroupRecord {
    /// Its kind.
    pub fn kind(&self) -> GroupKind {
        if self.query.is_some() { GroupKind::Dynamic } else { GroupKind::Static }
    }
}

pub(crate) fn arn(tenant: &Tenant, name: &str) -> String {
    tenant.iot_arn(format_args!("thinggroup/{name}"))
}

impl State {
    /// The groups above one, the nearest first.
    pub fn ancestors<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let parent = |name: &str| self.groups.get(name).and_then(|group| group.parent.as_deref());
        std::iter::successors(parent(name), move |name| parent(name))
    }

    /// The root of a group's tree, which may be itself.
    pub fn root_of<'a>(&'a self, name: &'a str) -> &'a str {
        self.ancestors(name).last().unwrap_or(name)
    }

    fn has_children(&self, name: &str) -> bool {
        self.children_of_group.contains_key(name)
    }
}

impl Registry {
    /// Creates a group. The same request again succeeds and returns the same group (api-errors.md §2).
    ///
    /// # Errors
    /// When the name is taken by a different group, the parent is unknown or cannot have it, or there are
    /// too many attributes or dynamic groups.
    pub fn create_thing_group(
        &self,
        tenant: &Tenant,
        new: NewThingGroup,
        now: UnixMillis,
    ) -> Result<Changed<ThingGroupRecord>, RegistryError> {
        self.change(tenant, |draft| {
            let name = new.name.clone();
            if let Some(existing) = draft.state.groups.get(&name) {
                return same_group(draft.state, existing, &new).map(|()| existing.clone());
            }
            self.check_group_attributes(new.attributes.as_ref())?;
            if let Some(parent) = &new.parent {
                self.check_parent(draft.state, parent)?;
            }
            if new.query.is_some() {
                let max = self.limits.dynamic_thing_groups;
                let count = draft.state.groups.values().filter(|group| group.query.is_some()).count();
                if count >= max {
                    return Err(RegistryError::TooManyDynamicGroups { max });
                }
            }
            let group = ThingGroupRecord {
                id: uuid::Uuid::new_v4().to_string(),
                version: 1,
                description: new.description,
                attributes: new.attributes,
                parent: new.parent,
                created_at: now.0,
                query: new.query,
            };
            draft.announce(thing_group_event(draft.state, Operation::Created, &name, &group, tenant));
            if let Some(parent) = &group.parent {
                draft.announce(hierarchy_event(draft.state, Operation::Added, parent, &name, &group.id));
            }
            draft.set_tags(format!("thinggroup/{name}"), new.tags);
            draft.write(Row::ThingGroup(name, Some(group.clone())));
            Ok(group)
        })
    }

    /// A group and the groups above it.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn thing_group(&self, tenant: &Tenant, name: &str) -> Result<ThingGroupView, RegistryError> {
        self.read(tenant, |state| {
            let not_found = || RegistryError::GroupNotFound { account: tenant.account, name: name.into() };
            let group = state.groups.get(name).ok_or_else(not_found)?.clone();
            let mut ancestors: Vec<String> = state.ancestors(name).map(str::to_owned).collect();
            ancestors.reverse();
            Ok(ThingGroupView { group, ancestors })
        })
    }

    /// Name and id of the group with this name, this id, or both; `None` when there is none.
    pub fn find_thing_group(
        &self,
        tenant: &Tenant,
        name: Option<&str>,
        id: Option<&str>,
    ) -> Option<(String, String)> {
        let has_id = |group: &ThingGroupRecord| id.is_none_or(|id| group.id == id);
        self.read(tenant, |state| {
            let found = match name {
                Some(name) => state.groups.get_key_value(name).filter(|(_, group)| has_id(group)),
                None => state.groups.iter().find(|(_, group)| has_id(group)),
            };
            found.map(|(name, group)| (name.clone(), group.id.clone()))
        })
    }

    /// Changes a group, and returns its new version.
    ///
    /// # Errors
    /// When it does not exist, is of the other kind, has another version than expected, or would have too many
    /// attributes.
    pub fn update_thing_group(
        &self,
        tenant: &Tenant,
        name: &str,
        update: ThingGroupUpdate,
        kind: GroupKind,
    ) -> Result<Changed<u64>, RegistryError> {
        self.change(tenant, |draft| {
            let unknown = || RegistryError::GroupToUpdateNotFound { name: name.into() };
            let mut group = draft.state.groups.get(name).ok_or_else(unknown)?.clone();
            check_kind(tenant, name, &group, kind)?;
            if update.expected_version.is_some_and(|expected| expected != group.version) {
                return Err(RegistryError::GroupVersion { name: name.into() });
            }
            group.description = update.description.or(group.description);
            if let Some((attributes, merge)) = update.attributes {
                let mut all = group.attributes.filter(|_| merge).unwrap_or_default();
                all.extend(attributes);
                all.retain(|_, value| !value.is_empty());
                group.attributes = Some(all);
            }
            self.check_group_attributes(group.attributes.as_ref())?;
            group.query = update.query.or(group.query);
            group.version += 1;
            let version = group.version;
            draft.announce(thing_group_event(draft.state, Operation::Updated, name, &group, tenant));
            draft.write(Row::ThingGroup(name.into(), Some(group)));
            Ok(version)
        })
    }

    /// Deletes a group; its things are no longer in it, its policies no longer attached. One that does not
    /// exist is deleted already (api-errors.md §2).
    ///
    /// # Errors
    /// When there are groups in it, it is of the other kind, or has another version than expected.
    pub fn delete_thing_group(
        &self,
        tenant: &Tenant,
        name: &str,
        expected_version: Option<u64>,
        kind: GroupKind,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let Some(group) = draft.state.groups.get(name) else { return Ok(()) };
            check_kind(tenant, name, group, kind)?;
            if expected_version.is_some_and(|expected| expected != group.version) {
                return Err(RegistryError::GroupVersion { name: name.into() });
            }
            if draft.state.has_children(name) {
                return Err(RegistryError::GroupHasChildren { name: name.into() });
            }
            let state = draft.state;
            for thing in state.things_of_group.get(name).into_iter().flatten() {
                draft.write(Row::ThingGroupMember(name.into(), thing.clone(), false));
            }
            let target = arn(tenant, name);
            for policy in state.policies_of_target.get(&target).into_iter().flatten() {
                draft.write(Row::PolicyTarget(policy.clone(), target.clone(), false));
            }
            draft.announce(thing_group_event(state, Operation::Deleted, name, group, tenant));
            if let Some(parent) = &group.parent {
                draft.announce(hierarchy_event(state, Operation::Removed, parent, name, &group.id));
            }
            draft.set_tags(format!("thinggroup/{name}"), Tags::new());
            draft.write(Row::ThingGroup(name.into(), None));
            draft.tell(Event::GroupsChanged(tenant.clone()));
            draft.authorization_changed();
            Ok(())
        })
    }

    /// Names of groups.
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn list_thing_groups(
        &self,
        tenant: &Tenant,
        filter: &ThingGroupFilter,
        request: &PageRequest,
    ) -> Result<Page<String>, RegistryError> {
        self.read(tenant, |state| {
            let accepts = |name: &str| {
                let mut above = state.ancestors(name);
                let in_place = match (&filter.parent, filter.recursive) {
                    (Some(parent), true) => above.any(|ancestor| ancestor == parent),
                    (Some(parent), false) => above.next() == Some(parent.as_str()),
                    (None, true) => true,
                    (None, false) => above.next().is_none(),
                };
                in_place && filter.prefix.as_deref().is_none_or(|prefix| name.starts_with(prefix))
            };
            Ok(cut_named(&state.groups, request, |name, _| accepts(name), |name, _| name.to_owned())?)
        })
    }

    /// Whether there are any dynamic groups.
    pub fn has_dynamic_thing_groups(&self, tenant: &Tenant) -> bool {
        self.read(tenant, |state| state.groups.values().any(|group| group.query.is_some()))
    }

    /// The dynamic groups with their queries, by name.
    pub fn dynamic_thing_groups(&self, tenant: &Tenant) -> Vec<(String, GroupQuery)> {
        self.read(tenant, |state| {
            let groups = state.groups.iter();
            groups.filter_map(|(name, group)| Some((name.clone(), group.query.clone()?))).collect()
        })
    }

    fn check_parent(&self, state: &State, parent: &str) -> Result<(), RegistryError> {
        let Some(group) = state.groups.get(parent) else {
            return Err(RegistryError::UnknownParentGroup { name: parent.into() });
        };
        if group.query.is_some() {
            return Err(RegistryError::DynamicParentGroup { name: parent.into() });
        }
        // The parent itself, those above it, and the new one.
        let max = self.limits.thing_group_depth;
        if state.ancestors(parent).count() + 2 > max {
            return Err(RegistryError::GroupTooDeep { max });
        }
        let max = self.limits.thing_group_children;
        let children = state.children_of_group.get(parent).map_or(0, std::collections::BTreeSet::len);
        if children >= max { Err(RegistryError::TooManyChildGroups { max }) } else { Ok(()) }
    }

    fn check_group_attributes(
        &self,
        attributes: Option<&BTreeMap<String, String>>,
    ) -> Result<(), RegistryError> {
        let max = self.limits.thing_group_attributes;
        let count = attributes.map_or(0, BTreeMap::len);
        if count > max { Err(RegistryError::TooManyGroupAttributes { max }) } else { Ok(()) }
    }
}

fn check_kind(
    tenant: &Tenant,
    name: &str,
    group: &ThingGroupRecord,
    wanted: GroupKind,
) -> Result<(), RegistryError> {
    match (wanted, group.kind()) {
        (GroupKind::Static, GroupKind::Dynamic) => {
            Err(RegistryError::IsDynamicGroup { arn: arn(tenant, name) })
        }
        (GroupKind::Dynamic, GroupKind::Static) => {
            Err(RegistryError::IsStaticGroup { arn: arn(tenant, name) })
        }
        _ => Ok(()),
    }
}

/// Whether a request to create a group asks for what is there.
fn same_group(state: &State, existing: &ThingGroupRecord, new: &NewThingGroup) -> Result<(), RegistryError> {
    let same = existing.description == new.description
        && existing.attributes.clone().unwrap_or_default() == new.attributes.clone().unwrap_or_default()
        && existing.parent == new.parent
        && existing.query == new.query;
    if !same {
        return Err(RegistryError::GroupExists { name: new.name.clone() });
    }
    let tags = state.tags.get(&format!("thinggroup/{}", new.name)).cloned().unwrap_or_default();
    if tags == new.tags { Ok(()) } else { Err(RegistryError::TagsDiffer) }
}
