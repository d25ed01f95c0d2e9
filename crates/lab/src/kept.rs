//! The rows that the services keep in the store.

use std::collections::HashMap;

use base::Tenant;
use serde::de::DeserializeOwned;
use store::{Key, Store, StoreError, Table, Write};

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
    #[cfg_attr(not(feature = "lambda"), allow(dead_code, reason = "no service keeps rows"))]
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
#[cfg_attr(not(feature = "lambda"), allow(dead_code, reason = "no service keeps rows"))]
pub(crate) fn put(tenant: &Tenant, kind: &str, name: &str, value: &impl serde::Serialize) -> Write {
    // Rows are structs of strings, numbers, lists and maps by string; those have a JSON form.
    let json = serde_json::to_string(value).unwrap_or_default();
    Write::put_json(Table::Lab, tenant, Key::pair(kind, name), json)
}

/// Forgets a row.
#[cfg_attr(not(feature = "lambda"), allow(dead_code, reason = "no service keeps rows"))]
pub(crate) fn forget(tenant: &Tenant, kind: &str, name: &str) -> Write {
    Write::delete(Table::Lab, tenant, Key::pair(kind, name))
}
