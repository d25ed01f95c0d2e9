//! Looking through all things or groups without keeping anybody waiting: fleet indexing does that (extras.md §2),
//! and connections need the registry meanwhile.

use std::ops::{Bound, ControlFlow};
use std::time::{Duration, Instant};

use base::Tenant;

use crate::groups::{GroupQuery, ThingGroupRecord};
use crate::registry::Registry;
use crate::state::State;
use crate::things::ThingRecord;

/// How long a slice of a scan keeps changes waiting.
const SLICE: Duration = Duration::from_millis(1);
/// How many are looked at between two looks at the clock.
const STRIDE: usize = 16;

/// A thing, as long as the registry is held.
#[derive(Clone, Copy)]
pub struct ThingView<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is known of it.
    pub record: &'a ThingRecord,
    state: &'a State,
}

impl<'a> ThingView<'a> {
    /// The static groups that it is in, by name.
    pub fn groups(&self) -> impl Iterator<Item = &'a str> {
        self.state.groups_of_thing.get(self.name).into_iter().flatten().map(String::as_str)
    }
}

/// A thing group, as long as the registry is held.
#[derive(Clone, Copy)]
pub struct GroupView<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is known of it.
    pub record: &'a ThingGroupRecord,
    state: &'a State,
}

impl<'a> GroupView<'a> {
    /// The groups that it is in, the nearest first.
    pub fn ancestors(&self) -> impl Iterator<Item = &'a str> {
        self.state.ancestors(self.name)
    }
}

impl Registry {
    /// Shows the things after a name, in order, for about a millisecond or until `visit` breaks off. Returns the
    /// name of the last one if there may be more: the place to go on from. In between others get their turn, so
    /// what changes meanwhile is seen or not.
    pub fn scan_things(
        &self,
        tenant: &Tenant,
        after: Option<&str>,
        mut visit: impl FnMut(ThingView<'_>) -> ControlFlow<()>,
    ) -> Option<String> {
        self.read(tenant, |state| {
            let things = state.things.range::<str, _>((start(after), Bound::Unbounded));
            slice(things, |name, record| visit(ThingView { name, record, state }))
        })
    }

    /// As [`scan_things`](Self::scan_things) for thing groups, static and dynamic.
    pub fn scan_thing_groups(
        &self,
        tenant: &Tenant,
        after: Option<&str>,
        mut visit: impl FnMut(GroupView<'_>) -> ControlFlow<()>,
    ) -> Option<String> {
        self.read(tenant, |state| {
            let groups = state.groups.range::<str, _>((start(after), Bound::Unbounded));
            slice(groups, |name, record| visit(GroupView { name, record, state }))
        })
    }

    /// Shows one thing; `None` when it does not exist.
    pub fn look_at_thing<T>(
        &self,
        tenant: &Tenant,
        name: &str,
        look: impl FnOnce(ThingView<'_>) -> T,
    ) -> Option<T> {
        self.read(tenant, |state| {
            let (name, record) = state.things.get_key_value(name)?;
            Some(look(ThingView { name, record, state }))
        })
    }

    /// The dynamic groups with their queries, the oldest first: older ones have precedence where a thing can
    /// be in no more groups (extras.md §1).
    pub fn dynamic_thing_groups_by_age(&self, tenant: &Tenant) -> Vec<(String, GroupQuery)> {
        self.read(tenant, |state| {
            let is_dynamic = |(_, group): &(&String, &ThingGroupRecord)| group.query.is_some();
            let mut groups: Vec<_> = state.groups.iter().filter(is_dynamic).collect();
            // Stable: those of one millisecond stay in the order of their names.
            groups.sort_by_key(|(_, group)| group.created_at);
            groups
                .into_iter()
                .filter_map(|(name, group)| Some((name.clone(), group.query.clone()?)))
                .collect()
        })
    }
}

fn start(after: Option<&str>) -> Bound<&str> {
    after.map_or(Bound::Unbounded, Bound::Excluded)
}

fn slice<'a, T: 'a>(
    entries: impl Iterator<Item = (&'a String, &'a T)>,
    mut visit: impl FnMut(&'a str, &'a T) -> ControlFlow<()>,
) -> Option<String> {
    let began = Instant::now();
    for (number, (name, record)) in entries.enumerate() {
        let is_over = number % STRIDE == STRIDE - 1 && began.elapsed() > SLICE;
        if visit(name, record).is_break() || is_over {
            return Some(name.clone());
        }
    }
    None
}
