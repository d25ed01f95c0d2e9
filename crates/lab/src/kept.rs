//! What the services keep: states in memory by account and region, and the rows that they are made of.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use base::Tenant;
use parking_lot::Mutex;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Changed, Key, Store, StoreError, Table, Ticket, Write};

use crate::Scope;

/// How long a change may take to reach the disk before its caller is told that it did not.
const DURABLE_WITHIN: Duration = Duration::from_secs(5);

/// The rows of all services as the program starts, by kind (`sqs.queue`). Each service takes its own.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    rows: HashMap<Box<str>, Vec<store::Row>>,
}

impl Kept {
    /// Reads all rows. Blocks.
    pub fn load(store: &Store) -> Result<Self, StoreError> {
        let mut kept = Self::default();
        for row in store.load(Table::Lab)? {
            kept.rows.entry(row.key.key.clone()).or_default().push(row);
        }
        Ok(kept)
    }

    /// Takes the rows of a kind: whose, under which name, and what. A row that cannot be read is skipped
    /// and logged.
    pub fn take<T: DeserializeOwned>(&mut self, kind: &str) -> Vec<(Tenant, Box<str>, T)> {
        let rows = self.rows.remove(kind).unwrap_or_default();
        let read = |row: store::Row| match serde_json::from_slice(row.doc.as_bytes()) {
            Ok(value) => Some((row.tenant, row.key.sub, value)),
            Err(error) => {
                let (tenant, name) = (row.tenant, row.key.sub);
                tracing::error!(%tenant, kind, %name, %error, "stored row cannot be read and is skipped");
                None
            }
        };
        rows.into_iter().filter_map(read).collect()
    }
}

/// Keeps a row: `kind` is `SERVICE.KIND`, `name` what the service calls it.
pub(crate) fn put(tenant: &Tenant, kind: &str, name: &str, value: &impl Serialize) -> Write {
    // Rows are structs of strings, numbers, lists and maps by string; those have a JSON form.
    let json = serde_json::to_string(value).unwrap_or_default();
    Write::put_json(Table::Lab, tenant, Key::pair(kind, name), json)
}

/// Forgets a row.
pub(crate) fn forget(tenant: &Tenant, kind: &str, name: &str) -> Write {
    Write::delete(Table::Lab, tenant, Key::pair(kind, name))
}

/// The rows that one change writes, noted while it changes the memory.
pub(crate) struct Journal<'a> {
    tenant: &'a Tenant,
    writes: Vec<Write>,
}

impl<'a> Journal<'a> {
    /// An empty one.
    pub fn new(tenant: &'a Tenant) -> Self {
        Self { tenant, writes: Vec::new() }
    }

    /// Keeps a row.
    pub fn put(&mut self, kind: &str, name: &str, value: &impl Serialize) {
        self.writes.push(put(self.tenant, kind, name, value));
    }

    /// Forgets a row.
    pub fn forget(&mut self, kind: &str, name: &str) {
        self.writes.push(forget(self.tenant, kind, name));
    }
}

/// The disk did not take a change in time. It may still happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NotStored;

/// What a service keeps of one account and region.
pub(crate) trait State: Default {
    /// The kinds of its rows.
    const KINDS: &'static [&'static str];

    /// Whether it need not be remembered.
    fn is_empty(&self) -> bool;
}

/// The states of all accounts and regions of one service.
pub(crate) struct Book<S> {
    store: Store,
    states: Mutex<BTreeMap<Tenant, S>>,
}

impl<S: State> Book<S> {
    /// A book over what was read from the store.
    pub fn new(store: Store, states: BTreeMap<Tenant, S>) -> Self {
        Self { store, states: Mutex::new(states) }
    }

    /// Changes a state and submits its rows, both under one lock, so that memory and disk agree. What a
    /// change did before it failed is stored as well.
    ///
    /// # Errors
    /// Those of the change.
    pub fn change<T, E>(
        &self,
        tenant: &Tenant,
        change: impl FnOnce(&mut S, &mut Journal<'_>) -> Result<T, E>,
    ) -> Result<Changed<T>, E> {
        let mut states = self.states.lock();
        let mut journal = Journal::new(tenant);
        let state = states.entry(tenant.clone()).or_default();
        let outcome = change(state, &mut journal);
        if state.is_empty() {
            states.remove(tenant);
        }
        let ticket = if journal.writes.is_empty() { Ticket::DONE } else { self.store.submit(journal.writes) };
        outcome.map(|value| Changed { value, ticket })
    }

    /// Looks at a state; an empty one for a tenant that has none.
    pub fn read<T>(&self, tenant: &Tenant, look: impl FnOnce(&S) -> T) -> T {
        let states = self.states.lock();
        match states.get(tenant) {
            Some(state) => look(state),
            None => look(&S::default()),
        }
    }

    /// Waits until a change is on disk.
    ///
    /// # Errors
    /// When the disk does not take it in time.
    pub async fn stored<T>(&self, changed: Changed<T>) -> Result<T, NotStored> {
        let stored = tokio::time::timeout(DURABLE_WITHIN, self.store.committed(changed.ticket)).await;
        stored.map(|()| changed.value).map_err(|_| NotStored)
    }

    /// Waits until all changes up to now are on disk, however long that takes.
    pub async fn settled(&self) {
        self.store.commit([]).await;
    }

    /// Bytes of changes of all services that are not on disk yet.
    pub fn backlog_bytes(&self) -> usize {
        self.store.backlog_bytes()
    }

    /// Who has something here.
    pub fn tenants(&self) -> Vec<Tenant> {
        self.states.lock().keys().cloned().collect()
    }

    /// Forgets a part, rows included; returns what was forgotten once the disk has forgotten it too.
    pub async fn reset(&self, scope: &Scope) -> Vec<(Tenant, S)> {
        let (gone, ticket) = {
            let mut states = self.states.lock();
            let covered: Vec<Tenant> = states.keys().filter(|tenant| scope.covers(tenant)).cloned().collect();
            let gone: Vec<(Tenant, S)> =
                covered.into_iter().filter_map(|tenant| states.remove_entry(&tenant)).collect();
            let rows = gone.iter().flat_map(|(tenant, _)| {
                S::KINDS.iter().map(|kind| Write::DeleteGroup {
                    table: Table::Lab,
                    tenant: tenant.clone(),
                    key: (*kind).into(),
                })
            });
            let rows: Vec<Write> = rows.collect();
            let ticket = if rows.is_empty() { Ticket::DONE } else { self.store.submit(rows) };
            (gone, ticket)
        };
        self.store.committed(ticket).await;
        gone
    }
}
