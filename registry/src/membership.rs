//! Which things are in which static groups (extras.md §1, api-errors.md §2).

use base::{Page, PageRequest, Tenant};
use store::Changed;

use crate::RegistryError;
use crate::announce::{Operation, membership_event};
use crate::policies::names;
use crate::registry::{Draft, Event, Registry};
use crate::state::{Row, State};

impl Registry {
    /// Puts a thing into a static group. Again is no error.
    ///
    /// # Errors
    /// When either does not exist, the group is dynamic, or the thing may be in no more groups or has one of the
    /// same tree.
    pub fn add_thing_to_group(
        &self,
        tenant: &Tenant,
        group: &str,
        thing: &str,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let mut groups: Vec<String> = groups_of(draft.state, thing);
            self.add(draft, tenant, group, thing, &mut groups)
        })
    }

    /// Takes a thing out of a static group. A group or thing that does not exist, or is not in it, is no
    /// error (api-errors.md §2).
    ///
    /// # Errors
    /// When the group is dynamic.
    pub fn remove_thing_from_group(
        &self,
        tenant: &Tenant,
        group: &str,
        thing: &str,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| remove(draft, tenant, group, thing))
    }

    /// Takes a thing out of groups and puts it into others, all or nothing.
    ///
    /// # Errors
    /// As for adding and removing.
    pub fn update_groups_of_thing(
        &self,
        tenant: &Tenant,
        thing: &str,
        add: &[String],
        remove_from: &[String],
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let mut groups = groups_of(draft.state, thing);
            for group in remove_from {
                remove(draft, tenant, group, thing)?;
                groups.retain(|name| name != group);
            }
            for group in add {
                self.add(draft, tenant, group, thing, &mut groups)?;
            }
            Ok(())
        })
    }

    /// `groups` are those that the thing is in so far.
    fn add(
        &self,
        draft: &mut Draft<'_>,
        tenant: &Tenant,
        group: &str,
        thing: &str,
        groups: &mut Vec<String>,
    ) -> Result<(), RegistryError> {
        let state = draft.state;
        let Some(record) = state.groups.get(group) else {
            return Err(RegistryError::TargetGroupNotFound { account: tenant.account, name: group.into() });
        };
        if record.query.is_some() {
            return Err(RegistryError::IsDynamicGroup { arn: crate::groups::arn(tenant, group) });
        }
        let Some(thing_record) = state.things.get(thing) else {
            return Err(RegistryError::OtherThingNotFound { name: thing.into() });
        };
        if groups.iter().any(|name| name == group) {
            return Ok(());
        }
        let max = self.limits.groups_per_thing;
        if groups.len() >= max {
            return Err(RegistryError::TooManyGroupsOfThing { name: thing.into(), max });
        }
        let root = state.root_of(group);
        if let Some(other) = groups.iter().find(|name| state.root_of(name) == root) {
            let (thing, group, other) = (thing.into(), group.into(), other.clone());
            return Err(RegistryError::GroupsOfOneTree { thing, group, other });
        }
        groups.push(group.into());
        draft.announce(membership_event(tenant, Operation::Added, (group, record), (thing, thing_record)));
        draft.write(Row::ThingGroupMember(group.into(), thing.into(), true));
        draft.tell(Event::ThingMoved(tenant.clone(), thing.into()));
        draft.authorization_changed();
        Ok(())
    }

    /// The things of a static group, and of the groups in it if wanted.
    ///
    /// # Errors
    /// When the group does not exist, or the page token is invalid.
    pub fn things_in_group(
        &self,
        tenant: &Tenant,
        group: &str,
        recursive: bool,
        request: &PageRequest,
    ) -> Result<Page<String>, RegistryError> {
        self.read(tenant, |state| {
            if !state.groups.contains_key(group) {
                return Err(RegistryError::TargetGroupNotFound {
                    account: tenant.account,
                    name: group.into(),
                });
            }
            if !recursive {
                let things = state.things_of_group.get(group);
                return names(things.into_iter().flatten(), true, request);
            }
            names(members(state, group).iter(), true, request)
        })
    }

    /// All things of a static group and of the groups in it; `None` when there is no such group.
    pub fn all_things_in_group(&self, tenant: &Tenant, group: &str) -> Option<Vec<String>> {
        self.read(tenant, |state| {
            state.groups.contains_key(group).then(|| members(state, group).into_iter().collect())
        })
    }

    /// The static groups that a thing is in, and those around them. None for a thing that does not exist.
    pub fn groups_around_thing(&self, tenant: &Tenant, thing: &str) -> Vec<String> {
        self.read(tenant, |state| {
            let groups = state.groups_of_thing.get(thing).into_iter().flatten();
            let with_ancestors = |group: &String| {
                let ancestors: Vec<String> = state.ancestors(group).map(str::to_owned).collect();
                std::iter::once(group.clone()).chain(ancestors)
            };
            groups.flat_map(with_ancestors).collect()
        })
    }

    /// The static groups of a thing, by name.
    ///
    /// # Errors
    /// When the thing does not exist.
    pub fn groups_of_thing(&self, tenant: &Tenant, thing: &str) -> Result<Vec<String>, RegistryError> {
        self.read(tenant, |state| {
            if !state.things.contains_key(thing) {
                return Err(RegistryError::ThingOfGroupsNotFound);
            }
            Ok(groups_of(state, thing))
        })
    }
}

fn groups_of(state: &State, thing: &str) -> Vec<String> {
    state.groups_of_thing.get(thing).into_iter().flatten().cloned().collect()
}

/// The things of a group and of all groups below it.
fn members(state: &State, group: &str) -> std::collections::BTreeSet<String> {
    let mut things = std::collections::BTreeSet::new();
    let mut groups = vec![group];
    while let Some(group) = groups.pop() {
        things.extend(state.things_of_group.get(group).into_iter().flatten().cloned());
        groups.extend(state.children_of_group.get(group).into_iter().flatten().map(String::as_str));
    }
    things
}

fn remove(draft: &mut Draft<'_>, tenant: &Tenant, group: &str, thing: &str) -> Result<(), RegistryError> {
    let state = draft.state;
    let Some(record) = state.groups.get(group) else { return Ok(()) };
    if record.query.is_some() {
        return Err(RegistryError::IsDynamicGroup { arn: crate::groups::arn(tenant, group) });
    }
    let is_member = state.things_of_group.get(group).is_some_and(|things| things.contains(thing));
    if let (true, Some(thing_record)) = (is_member, state.things.get(thing)) {
        draft.announce(membership_event(tenant, Operation::Removed, (group, record), (thing, thing_record)));
        draft.write(Row::ThingGroupMember(group.into(), thing.into(), false));
        draft.tell(Event::ThingMoved(tenant.clone(), thing.into()));
        draft.authorization_changed();
    }
    Ok(())
}
