//! The functions of all accounts and regions: in memory, and as rows.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use base::Tenant;
use parking_lot::Mutex;
use store::{Store, Ticket, Write};

use super::code::Owned;
use super::error::Error;
use super::names;
use super::record::{Configuration, Function, Held};
use crate::Scope;
use crate::kept::{self, Kept};

/// The kinds of rows.
const FUNCTION: &str = "lambda.function";
const VERSION: &str = "lambda.version";
/// Functions of an account in a region. AWS has no such number; it counts their code.
const FUNCTIONS_MAX: usize = 10_000;
/// Time that a change has to be stored, as for the other APIs.
const STORED_WITHIN: Duration = Duration::from_secs(5);

type Functions = BTreeMap<String, Held>;

/// What exists.
pub(super) struct Book {
    store: Store,
    tenants: Mutex<HashMap<Tenant, Functions>>,
}

impl Book {
    /// Reads what is kept.
    pub fn open(store: Store, kept: &mut Kept) -> Self {
        let mut tenants: HashMap<Tenant, Functions> = HashMap::new();
        for (tenant, name, function) in kept.take::<Function>(FUNCTION) {
            let held = Held { function, versions: BTreeMap::new() };
            tenants.entry(tenant).or_default().insert(name.into(), held);
        }
        for (tenant, name, configuration) in kept.take::<Configuration>(VERSION) {
            let place = name.split_once(':').and_then(|(name, version)| {
                let held = tenants.get_mut(&tenant)?.get_mut(name)?;
                Some((held, version.parse().ok()?))
            });
            match place {
                Some((held, version)) => drop(held.versions.insert(version, Arc::new(configuration))),
                None => {
                    tracing::error!(%tenant, version = %name, "a version without its function is skipped");
                }
            }
        }
        Self { store, tenants: Mutex::new(tenants) }
    }

    /// Looks at a function.
    ///
    /// # Errors
    /// When there is none, or what the look says.
    pub fn read<T>(
        &self,
        owner: &Tenant,
        name: &str,
        look: impl FnOnce(&Held) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let tenants = self.tenants.lock();
        match tenants.get(owner).and_then(|functions| functions.get(name)) {
            Some(held) => look(held),
            None => Err(Error::no_function(&names::arn(owner, name))),
        }
    }

    /// Looks at all functions of a tenant, in the order of their names.
    pub fn list<T>(&self, owner: &Tenant, look: impl FnOnce(&Functions) -> T) -> T {
        // Whoever asks leaves nothing behind.
        look(self.tenants.lock().get(owner).unwrap_or(&Functions::new()))
    }

    /// Makes a function. It is stored when this returns.
    ///
    /// # Errors
    /// When there is one of the name.
    pub async fn create(&self, owner: &Tenant, name: &str, held: Held) -> Result<(), Error> {
        let ticket = {
            let mut tenants = self.tenants.lock();
            let functions = tenants.entry(owner.clone()).or_default();
            if functions.contains_key(name) {
                return Err(Error::conflict(format!("Function already exist: {name}")));
            }
            if functions.len() >= FUNCTIONS_MAX {
                return Err(Error::invalid_parameter(format!(
                    "Thingcore keeps at most {FUNCTIONS_MAX} functions of an account in a region."
                )));
            }
            let writes = difference(owner, name, None, Some(&held));
            functions.insert(name.into(), held);
            self.store.submit(writes)
        };
        self.stored(ticket).await
    }

    /// Changes a function. A change that fails leaves it as it was; one that succeeds is stored when this
    /// returns.
    ///
    /// # Errors
    /// When there is no such function, or what the change says.
    pub async fn change<T>(
        &self,
        owner: &Tenant,
        name: &str,
        change: impl FnOnce(&mut Held) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (value, ticket) = {
            let mut tenants = self.tenants.lock();
            let held = tenants
                .get_mut(owner)
                .and_then(|functions| functions.get_mut(name))
                .ok_or_else(|| Error::no_function(&names::arn(owner, name)))?;
            let mut changed = held.clone();
            let value = change(&mut changed)?;
            let writes = difference(owner, name, Some(held), Some(&changed));
            *held = changed;
            (value, self.store.submit(writes))
        };
        self.stored(ticket).await?;
        Ok(value)
    }

    /// Deletes a function with its versions.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete(&self, owner: &Tenant, name: &str) -> Result<(), Error> {
        let ticket = {
            let mut tenants = self.tenants.lock();
            let held = tenants
                .get_mut(owner)
                .and_then(|functions| functions.remove(name))
                .ok_or_else(|| Error::no_function(&names::arn(owner, name)))?;
            self.store.submit(difference(owner, name, Some(&held), None))
        };
        self.stored(ticket).await
    }

    /// Forgets the functions of a scope.
    pub async fn reset(&self, scope: &Scope) -> Result<(), Error> {
        let ticket = {
            let mut tenants = self.tenants.lock();
            let mut writes = Vec::new();
            tenants.retain(|tenant, functions| {
                let kept = !scope.covers(tenant);
                if !kept {
                    for (name, held) in functions.iter() {
                        writes.extend(difference(tenant, name, Some(held), None));
                    }
                }
                kept
            });
            self.store.submit(writes)
        };
        self.stored(ticket).await
    }

    /// All deployment packages that functions are made of, each with the account of its functions.
    pub fn packages(&self) -> HashSet<Owned> {
        let tenants = self.tenants.lock();
        let held = tenants.iter().flat_map(|(tenant, functions)| {
            functions.values().flat_map(Held::codes).map(|code| (tenant.account, code.digest.clone()))
        });
        held.collect()
    }

    async fn stored(&self, ticket: Ticket) -> Result<(), Error> {
        match tokio::time::timeout(STORED_WITHIN, self.store.committed(ticket)).await {
            Ok(()) => Ok(()),
            Err(_) => Err(Error::internal("The change could not be stored in time.")),
        }
    }
}

/// The rows that a change writes and deletes.
fn difference(owner: &Tenant, name: &str, before: Option<&Held>, after: Option<&Held>) -> Vec<Write> {
    let mut writes = Vec::new();
    match after {
        Some(held) if before.is_none_or(|before| before.function != held.function) => {
            writes.push(kept::put(owner, FUNCTION, name, &held.function));
        }
        Some(_) => {}
        None => writes.push(kept::forget(owner, FUNCTION, name)),
    }
    let none = BTreeMap::new();
    let old = before.map_or(&none, |held| &held.versions);
    let new = after.map_or(&none, |held| &held.versions);
    for (version, configuration) in new.iter().filter(|(version, _)| !old.contains_key(version)) {
        writes.push(kept::put(owner, VERSION, &format!("{name}:{version}"), configuration.as_ref()));
    }
    for version in old.keys().filter(|version| !new.contains_key(version)) {
        writes.push(kept::forget(owner, VERSION, &format!("{name}:{version}")));
    }
    writes
}
