//! All things or groups of an account, held against a query.

use std::ops::ControlFlow;
use std::sync::Arc;

use ::search::Query;
use base::{Tenant, UnixMillis};
use broker::Account;

use super::documents::{GroupDocument, ThingDocument};
use super::{GroupField, Indexing, ThingField, thing_query};
use crate::cloud::Cloud;
use crate::pipeline::Call;

/// A dynamic group and what finds its things.
struct DynamicGroup {
    name: String,
    query: Query<ThingField>,
}

/// What the things of an account are described from.
pub struct Fleet<'a> {
    pub(super) cloud: &'a Cloud,
    pub(super) tenant: &'a Tenant,
    pub(super) now: UnixMillis,
    pub(super) indexing: Indexing,
    pub(super) account: Arc<Account>,
    /// The oldest first.
    dynamic_groups: Vec<DynamicGroup>,
}

impl<'a> Fleet<'a> {
    /// The things of an account.
    pub fn new(cloud: &'a Cloud, tenant: &'a Tenant, now: UnixMillis, indexing: Indexing) -> Self {
        let groups = cloud.registry.dynamic_thing_groups_by_age(tenant);
        // Queries were checked when they were given, and indexing cannot be taken away from them.
        let compiled = |(name, query): (String, registry::GroupQuery)| {
            let query = thing_query(&indexing, &query.text)
                .inspect_err(
                    |error| tracing::error!(group = name, %error, "a dynamic group's query is refused"),
                )
                .ok()?;
            Some(DynamicGroup { name, query })
        };
        let dynamic_groups = groups.into_iter().filter_map(compiled).collect();
        let account = cloud.broker.account(tenant);
        Self { cloud, tenant, now, indexing, account, dynamic_groups }
    }

    /// The things of the caller's account.
    pub fn of(call: &'a Call<'_, Cloud>, indexing: Indexing) -> Self {
        Self::new(call.context, call.tenant(), call.now, indexing)
    }

    /// Shows the things that a query finds, by name, those after a name. `found` breaks off when it has enough.
    /// Lets others have their turn in between.
    pub async fn find(
        &self,
        query: &Query<ThingField>,
        mut after: Option<String>,
        mut found: impl FnMut(&ThingDocument<'_>) -> ControlFlow<()>,
    ) {
        loop {
            after = self.find_some(query, after.as_deref(), &mut found);
            if after.is_none() {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// Shows what a query finds in one slice of the things after a name. Returns where to go on, if anywhere.
    fn find_some(
        &self,
        query: &Query<ThingField>,
        after: Option<&str>,
        found: &mut impl FnMut(&ThingDocument<'_>) -> ControlFlow<()>,
    ) -> Option<String> {
        let mut flow = ControlFlow::Continue(());
        let last = self.cloud.registry.scan_things(self.tenant, after, |view| {
            let document = ThingDocument::new(self, view);
            if query.matches(&document) {
                flow = found(&document);
            }
            flow
        });
        last.filter(|_| flow.is_continue())
    }

    /// As [`find`](Self::find) for thing groups.
    pub async fn find_groups(
        &self,
        query: &Query<GroupField>,
        mut after: Option<String>,
        mut found: impl FnMut(&GroupDocument<'_>) -> ControlFlow<()>,
    ) {
        loop {
            let mut flow = ControlFlow::Continue(());
            after = self.cloud.registry.scan_thing_groups(self.tenant, after.as_deref(), |view| {
                let document = GroupDocument(view);
                if query.matches(&document) {
                    flow = found(&document);
                }
                flow
            });
            if after.is_none() || flow.is_break() {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// The dynamic groups of a thing, the oldest first. A thing is in so many groups at most, static ones first
    /// and then the oldest (*Dynamic thing groups*, limitations).
    pub(super) fn groups_of<'f>(&'f self, thing: &ThingDocument<'_>) -> impl Iterator<Item = &'f str> {
        let room = self.cloud.limits.groups_per_thing.saturating_sub(thing.view.groups().count());
        // To a query, a thing is in its static groups only: no group depends on another.
        let thing = ThingDocument { in_dynamic_groups: false, ..*thing };
        let groups = self.dynamic_groups.iter().filter(move |group| group.query.matches(&thing));
        groups.take(room).map(|group| group.name.as_str())
    }

    /// The names of the dynamic groups of a thing; none when it does not exist.
    pub fn dynamic_groups_of(&self, thing: &str) -> Vec<String> {
        let groups = self.cloud.registry.look_at_thing(self.tenant, thing, |view| {
            self.groups_of(&ThingDocument::new(self, view)).map(Into::into).collect()
        });
        groups.unwrap_or_default()
    }

    /// The things in a dynamic group after a name, at most so many.
    pub async fn things_in(&self, group: &str, after: Option<String>, max: usize) -> Vec<String> {
        let mut names = Vec::new();
        let Some(dynamic) = self.dynamic_groups.iter().find(|dynamic| dynamic.name == group) else {
            return names;
        };
        self.find(&dynamic.query, after, |thing| {
            // That the query finds it is not all: it may be in as many groups as it can be.
            if self.groups_of(thing).any(|name| name == group) {
                names.push(thing.view.name.to_owned());
            }
            if names.len() < max { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
        .await;
        names
    }

    /// All things in a dynamic group, for those who cannot wait.
    pub fn all_things_in(&self, group: &str) -> Vec<String> {
        let mut names = Vec::new();
        let Some(dynamic) = self.dynamic_groups.iter().find(|dynamic| dynamic.name == group) else {
            return names;
        };
        let mut visit = |thing: &ThingDocument<'_>| {
            if self.groups_of(thing).any(|name| name == group) {
                names.push(thing.view.name.to_owned());
            }
            ControlFlow::Continue(())
        };
        let mut after = None;
        loop {
            after = self.find_some(&dynamic.query, after.as_deref(), &mut visit);
            if after.is_none() {
                return names;
            }
        }
    }
}
