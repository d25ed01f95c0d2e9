//! The registry of all tenants.

use std::collections::HashMap;
use std::sync::Arc;

use base::{CertificateId, Limits, Tenant};
use parking_lot::{RwLock, RwLockWriteGuard};
use store::{Changed, Store, StoreError, Write};

use crate::RegistryError;
use crate::announce::Announcement;
use crate::state::{Row, State, TABLES};

/// What others must hear of once a change is visible.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// A policy, an attachment or a certificate changed: what connections of the tenant may do is to be
    /// worked out anew.
    AuthorizationChanged(Tenant),
    /// A certificate is no longer ACTIVE.
    Deactivated(Tenant, CertificateId),
    /// What AWS publishes as a registry event.
    Announced(Tenant, Announcement),
    /// A thing joined or left a static group.
    ThingMoved(Tenant, String),
    /// A static group was deleted: any thing may be in others than before.
    GroupsChanged(Tenant),
}

/// The registry.
pub struct Registry {
    tenants: RwLock<Tenants>,
    store: Store,
    pub(crate) limits: Limits,
    listener: Box<dyn Fn(&Event) + Send + Sync>,
}

#[derive(Default)]
struct Tenants {
    states: HashMap<Tenant, State>,
    /// Which tenants know a certificate: a connection shows nothing else.
    owners: HashMap<CertificateId, Vec<Tenant>>,
}

/// A change in the making: reads the state, collects rows, and applies them all at the end or none.
pub(crate) struct Draft<'a> {
    pub tenant: &'a Tenant,
    pub state: &'a State,
    /// Everybody's state, for what must be unique among accounts.
    pub all: &'a HashMap<Tenant, State>,
    rows: Vec<Row>,
    events: Vec<Event>,
}

/// What a change drafted for one tenant.
struct Drafted {
    rows: Vec<Row>,
    events: Vec<Event>,
}

impl Draft<'_> {
    fn finish(self) -> Drafted {
        Drafted { rows: self.rows, events: self.events }
    }

    pub fn write(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Connections must work out anew what they may do.
    pub fn authorization_changed(&mut self) {
        self.events.push(Event::AuthorizationChanged(self.tenant.clone()));
    }

    /// Something happened that AWS publishes.
    pub fn announce(&mut self, announcement: Announcement) {
        self.events.push(Event::Announced(self.tenant.clone(), announcement));
    }

    pub fn tell(&mut self, event: Event) {
        self.events.push(event);
    }
}

impl Registry {
    /// The registry that the store holds. `listener` is called with every event, after the change is
    /// visible to readers.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(
        store: Store,
        limits: Limits,
        listener: impl Fn(&Event) + Send + Sync + 'static,
    ) -> Result<Arc<Self>, StoreError> {
        let mut tenants = Tenants::default();
        for table in TABLES {
            for row in store.load(table)? {
                match Row::decode(table, &row.key, row.doc.as_bytes()) {
                    Some(decoded) => tenants.apply(&row.tenant, decoded),
                    None => tracing::error!(
                        tenant = %row.tenant, table = table.name(), key = %row.key.key,
                        "stored row is damaged and is skipped"
                    ),
                }
            }
        }
        let listener = Box::new(listener);
        Ok(Arc::new(Self { tenants: RwLock::new(tenants), store, limits, listener }))
    }

    /// Reads a tenant's state.
    pub(crate) fn read<T>(&self, tenant: &Tenant, read: impl FnOnce(&State) -> T) -> T {
        match self.tenants.read().states.get(tenant) {
            Some(state) => read(state),
            None => read(&State::default()),
        }
    }

    /// Changes a tenant's state: `change` checks and drafts, then everything it drafted happens at
    /// once. On an error nothing happens.
    pub(crate) fn change<T>(
        &self,
        tenant: &Tenant,
        change: impl FnOnce(&mut Draft<'_>) -> Result<T, RegistryError>,
    ) -> Result<Changed<T>, RegistryError> {
        let tenants = self.tenants.write();
        let empty = State::default();
        let mut draft = tenants.draft(tenant, &empty);
        let value = change(&mut draft)?;
        let drafted = [(tenant, draft.finish())];
        Ok(self.carry_out(tenants, value, drafted))
    }

    /// As [`change`](Self::change) for two tenants at once.
    pub(crate) fn change_both<T>(
        &self,
        first: &Tenant,
        second: &Tenant,
        change: impl FnOnce(&mut Draft<'_>, &mut Draft<'_>) -> Result<T, RegistryError>,
    ) -> Result<Changed<T>, RegistryError> {
        let tenants = self.tenants.write();
        let empty = State::default();
        let mut drafts = (tenants.draft(first, &empty), tenants.draft(second, &empty));
        let value = change(&mut drafts.0, &mut drafts.1)?;
        let drafted = [(first, drafts.0.finish()), (second, drafts.1.finish())];
        Ok(self.carry_out(tenants, value, drafted))
    }

    /// Makes what was drafted happen, in memory and on disk, and tells of it.
    fn carry_out<T, const N: usize>(
        &self,
        mut tenants: RwLockWriteGuard<'_, Tenants>,
        value: T,
        drafted: [(&Tenant, Drafted); N],
    ) -> Changed<T> {
        if drafted.iter().all(|(_, drafted)| drafted.rows.is_empty()) {
            return Changed::nothing(value);
        }
        let mut writes = Vec::new();
        let mut events = Vec::new();
        for (tenant, Drafted { rows, events: told }) in drafted {
            writes.extend(rows.iter().map(|row| write_of(tenant, row)));
            rows.into_iter().for_each(|row| tenants.apply(tenant, row));
            events.extend(told);
        }
        let ticket = self.store.submit(writes);
        drop(tenants);
        events.iter().for_each(&self.listener);
        Changed { value, ticket }
    }

    /// The tenants in which a certificate is registered.
    pub(crate) fn owners(&self, id: CertificateId) -> Vec<Tenant> {
        self.tenants.read().owners.get(&id).cloned().unwrap_or_default()
    }

    /// The tenants that have anything.
    pub fn tenants(&self) -> Vec<Tenant> {
        self.tenants.read().states.keys().cloned().collect()
    }

    /// Forgets everything of a tenant, in memory; the caller clears the tenant's rows.
    pub fn reset(&self, tenant: &Tenant) {
        let mut tenants = self.tenants.write();
        tenants.states.remove(tenant);
        for owners in tenants.owners.values_mut() {
            owners.retain(|owner| owner != tenant);
        }
        tenants.owners.retain(|_, owners| !owners.is_empty());
        drop(tenants);
        (self.listener)(&Event::AuthorizationChanged(tenant.clone()));
    }
}

impl Tenants {
    fn draft<'a>(&'a self, tenant: &'a Tenant, empty: &'a State) -> Draft<'a> {
        let state = self.states.get(tenant).unwrap_or(empty);
        Draft { tenant, state, all: &self.states, rows: Vec::new(), events: Vec::new() }
    }

    fn apply(&mut self, tenant: &Tenant, row: Row) {
        if let Row::Certificate(id, certificate) = &row {
            let owners = self.owners.entry(*id).or_default();
            owners.retain(|owner| owner != tenant);
            if certificate.is_some() {
                owners.push(tenant.clone());
            } else if owners.is_empty() {
                self.owners.remove(id);
            }
        }
        self.states.entry(tenant.clone()).or_default().apply(row);
    }
}

fn write_of(tenant: &Tenant, row: &Row) -> Write {
    let (table, key, json) = row.encode();
    match json {
        Some(json) => Write::put_json(table, tenant, key, json),
        None => Write::delete(table, tenant, key),
    }
}
