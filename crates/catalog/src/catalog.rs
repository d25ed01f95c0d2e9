//! The catalog of all tenants.

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;

use base::{Page, PageRequest, Tenant, cut_page};
use model::Model;
use parking_lot::RwLock;
use serde_json::Value;
use store::{Changed, Key, Store, StoreError, Table, Write};

use crate::Kind;

/// The resources of all tenants.
pub struct Catalog {
    tenants: RwLock<HashMap<Tenant, Shelves>>,
    store: Store,
}

/// The resources of one tenant.
#[derive(Clone, Default, Debug)]
pub struct Shelves(BTreeMap<Kind, BTreeMap<String, Value>>);

impl Shelves {
    /// Whether there is a resource of this name.
    pub fn contains(&self, kind: Kind, name: &str) -> bool {
        self.0.get(&kind).is_some_and(|shelf| shelf.contains_key(name))
    }

    /// A resource.
    pub fn get<T: Model>(&self, kind: Kind, name: &str) -> Option<T> {
        read(kind, name, self.0.get(&kind)?.get(name)?)
    }

    /// The resources of a kind, by name.
    pub fn all<T: Model>(&self, kind: Kind) -> impl Iterator<Item = (&str, T)> {
        self.documents(kind).filter_map(move |(name, document)| Some((name, read(kind, name, document)?)))
    }

    /// The number of resources of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.0.get(&kind).map_or(0, BTreeMap::len)
    }

    /// The names of a kind, in order.
    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.documents(kind).map(|(name, _)| name)
    }

    fn documents(&self, kind: Kind) -> impl Iterator<Item = (&str, &Value)> {
        self.0.get(&kind).into_iter().flatten().map(|(name, document)| (name.as_str(), document))
    }

    fn set(&mut self, kind: Kind, name: String, document: Option<Value>) {
        let shelf = self.0.entry(kind).or_default();
        match document {
            Some(document) => shelf.insert(name, document),
            None => shelf.remove(&name),
        };
    }
}

/// A damaged document is as good as none; whoever can mend it reads of it in the log.
fn read<T: Model>(kind: Kind, name: &str, document: &Value) -> Option<T> {
    T::read(document.clone())
        .inspect_err(
            |error| tracing::error!(kind = kind.name(), name, %error, "a stored resource cannot be read"),
        )
        .ok()
}

/// A change in the making. It shows the resources as they were when it began.
pub struct Draft<'a> {
    shelves: &'a Shelves,
    rows: Vec<(Kind, String, Option<Value>)>,
}

impl Deref for Draft<'_> {
    type Target = Shelves;

    fn deref(&self) -> &Shelves {
        self.shelves
    }
}

impl Draft<'_> {
    /// Adds a resource or replaces it.
    pub fn put(&mut self, kind: Kind, name: impl Into<String>, document: impl Model) {
        self.rows.push((kind, name.into(), Some(document.write())));
    }

    /// Removes a resource; no effect when there is none.
    pub fn remove(&mut self, kind: Kind, name: impl Into<String>) {
        self.rows.push((kind, name.into(), None));
    }
}

impl Catalog {
    /// The catalog that the store holds.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(store: Store) -> Result<Self, StoreError> {
        let mut tenants: HashMap<Tenant, Shelves> = HashMap::new();
        for row in store.load(Table::Catalog)? {
            let document = serde_json::from_slice(row.doc.as_bytes()).ok();
            let (Some(kind), Some(document)) = (Kind::of(&row.key.key), document) else {
                tracing::error!(tenant = %row.tenant, key = %row.key.key, "stored row is damaged and is skipped");
                continue;
            };
            tenants.entry(row.tenant).or_default().set(kind, row.key.sub.into(), Some(document));
        }
        Ok(Self { tenants: RwLock::new(tenants), store })
    }

    /// Looks at a tenant's resources.
    pub fn read<T>(&self, tenant: &Tenant, read: impl FnOnce(&Shelves) -> T) -> T {
        match self.tenants.read().get(tenant) {
            Some(shelves) => read(shelves),
            None => read(&Shelves::default()),
        }
    }

    /// A resource.
    pub fn get<T: Model>(&self, tenant: &Tenant, kind: Kind, name: &str) -> Option<T> {
        self.read(tenant, |shelves| shelves.get(kind, name))
    }

    /// A page of a kind's resources, by name, of those that are `wanted`.
    ///
    /// # Errors
    /// When the page token is not one of ours.
    pub fn list<T: Model>(
        &self,
        tenant: &Tenant,
        kind: Kind,
        request: &PageRequest,
        wanted: impl Fn(&str, &T) -> bool,
    ) -> Result<Page<(String, T)>, base::InvalidToken> {
        self.read(tenant, |shelves| {
            cut_page(
                shelves.all(kind).filter(|(name, document)| wanted(name, document)),
                request,
                |(name, _)| (*name).to_owned(),
                |(name, _), last| *name > last,
                |(name, document)| (name.to_owned(), document),
            )
        })
    }

    /// As [`list`](Self::list), and backwards unless `ascending`.
    ///
    /// # Errors
    /// When the page token is not one of ours.
    pub fn list_either_way<T: Model>(
        &self,
        tenant: &Tenant,
        kind: Kind,
        ascending: bool,
        request: &PageRequest,
        wanted: impl Fn(&str, &T) -> bool,
    ) -> Result<Page<(String, T)>, base::InvalidToken> {
        if ascending {
            return self.list(tenant, kind, request, wanted);
        }
        self.read(tenant, |shelves| {
            let mut all: Vec<(&str, T)> = shelves.all(kind).collect();
            all.reverse();
            cut_page(
                all.into_iter().filter(|(name, document)| wanted(name, document)),
                request,
                |(name, _)| (*name).to_owned(),
                |(name, _), last| *name < last,
                |(name, document)| (name.to_owned(), document),
            )
        })
    }

    /// Changes a tenant's resources: `change` checks and drafts, then everything it drafted happens at
    /// once. On an error nothing happens.
    ///
    /// # Errors
    /// Those of `change`.
    pub fn change<T, E>(
        &self,
        tenant: &Tenant,
        change: impl FnOnce(&mut Draft<'_>) -> Result<T, E>,
    ) -> Result<Changed<T>, E> {
        let mut tenants = self.tenants.write();
        let empty = Shelves::default();
        let shelves = tenants.get(tenant).unwrap_or(&empty);
        let mut draft = Draft { shelves, rows: Vec::new() };
        let value = change(&mut draft)?;
        let rows = draft.rows;
        if rows.is_empty() {
            return Ok(Changed::nothing(value));
        }
        let writes: Vec<Write> = rows.iter().map(|row| write_of(tenant, row)).collect();
        // Only now: whoever is refused leaves nothing, whatever account it claims to be.
        let shelves = tenants.entry(tenant.clone()).or_default();
        for (kind, name, document) in rows {
            shelves.set(kind, name, document);
        }
        Ok(Changed { value, ticket: self.store.submit(writes) })
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

fn write_of(tenant: &Tenant, (kind, name, document): &(Kind, String, Option<Value>)) -> Write {
    let key = Key::pair(kind.name(), name.as_str());
    match document {
        Some(document) => Write::put_json(Table::Catalog, tenant, key, document.to_string()),
        None => Write::delete(Table::Catalog, tenant, key),
    }
}
