//! The jobs of all tenants.

use std::collections::HashMap;
use std::sync::Arc;

use base::{Tenant, UnixMillis};
use parking_lot::RwLock;
use store::{Changed, Store, StoreError, Table, Ticket};

use crate::JobError;
use crate::change::Change;
use crate::event::Event;
use crate::job::Targets;
use crate::outbox::Outbox;
use crate::state::{Row, State};

/// The jobs of all tenants, in memory and in the store.
pub struct Jobs {
    tenants: RwLock<HashMap<Tenant, State>>,
    store: Store,
    targets: Arc<dyn Targets>,
    outbox: Outbox,
}

impl Jobs {
    /// The jobs that the store holds. `listener` is called with every event, in their order, after the change is
    /// visible to readers.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(
        store: Store,
        targets: Arc<dyn Targets>,
        listener: impl Fn(&Tenant, &Event) + Send + Sync + 'static,
    ) -> Result<Arc<Self>, StoreError> {
        let mut tenants: HashMap<Tenant, State> = HashMap::new();
        // Jobs first: an execution without its job is none.
        for table in [Table::Job, Table::JobExecution] {
            for row in store.load(table)? {
                let Some(decoded) = Row::decode(table, &row.key, row.doc.as_bytes()) else {
                    tracing::error!(
                        tenant = %row.tenant, table = table.name(), key = %row.key.key, sub = %row.key.sub,
                        "stored row is damaged and is skipped"
                    );
                    continue;
                };
                let state = tenants.entry(row.tenant).or_default();
                match decoded {
                    Row::Job(id, job) => state.set_job(&id, Some(*job)),
                    Row::Execution(place, execution) => state.set_execution(&place, Some(*execution)),
                    Row::Waiting(job, thing) => state.set_waiting(&job, &thing, true),
                }
            }
        }
        let (tenants, outbox) = (RwLock::new(tenants), Outbox::new(listener));
        Ok(Arc::new(Self { tenants, store, targets, outbox }))
    }

    /// Reads a tenant's jobs.
    pub(crate) fn read<T>(&self, tenant: &Tenant, read: impl FnOnce(&State) -> T) -> T {
        match self.tenants.read().get(tenant) {
            Some(state) => read(state),
            None => read(&State::default()),
        }
    }

    /// Changes a tenant's jobs. Whatever has its time by now is done first, so that nothing depends on how often
    /// [`tick`](Self::tick) is called. `change` checks before it changes anything.
    pub(crate) fn change<T>(
        &self,
        tenant: &Tenant,
        now: UnixMillis,
        change: impl FnOnce(&mut Change<'_>) -> Result<T, JobError>,
    ) -> Result<Changed<T>, JobError> {
        let mut tenants = self.tenants.write();
        let state = tenants.entry(tenant.clone()).or_default();
        let mut draft = Change::new(state, tenant, &*self.targets, now.0);
        draft.advance();
        let outcome = change(&mut draft);
        let (writes, events) = draft.finish();
        let ticket = if writes.is_empty() { Ticket::DONE } else { self.store.submit(writes) };
        // Whoever is refused leaves nothing, whatever account it claims to be.
        if tenants.get(tenant).is_some_and(|state| state.jobs().next().is_none()) {
            tenants.remove(tenant);
        }
        self.outbox.put(tenant, events);
        drop(tenants);
        self.outbox.deliver();
        outcome.map(|value| Changed { value, ticket })
    }

    /// Does everything whose time has come: timeouts, beginnings and ends, rollouts. Cheap when there is nothing
    /// to do. What it does is on disk soon; nobody waits for it.
    pub fn tick(&self, now: UnixMillis) {
        let is_due = |state: &State| state.next_timer().is_some_and(|time| time <= now.0);
        let tenants = self.tenants.read();
        let due: Vec<Tenant> =
            tenants.iter().filter(|(_, state)| is_due(state)).map(|(tenant, _)| tenant.clone()).collect();
        drop(tenants);
        for tenant in due {
            // Nothing is asked for that could be refused.
            let _ = self.change(&tenant, now, |_| Ok(()));
        }
    }

    /// The tenants that have anything.
    pub fn tenants(&self) -> Vec<Tenant> {
        self.tenants.read().keys().cloned().collect()
    }

    /// Forgets everything of a tenant, in memory; the caller clears the tenant's rows.
    pub fn reset(&self, tenant: &Tenant) {
        self.tenants.write().remove(tenant);
    }
}
