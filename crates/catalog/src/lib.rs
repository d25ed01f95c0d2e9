//! Resources that are kept and returned as they were given: role aliases, authorizers, templates,
//! security profiles, packages and the like. What they *do*, if anything, is elsewhere.
//!
//! A resource is one document: usually the answer of its Describe operation, as the `model` crate types it.
//! The catalog knows kinds and names and nothing of what the documents say; the handlers of the operations
//! check and change them. Like the registry it keeps everything in memory and on disk alike: a change drafts
//! its rows, applies them to memory and submits them under one lock, all or none.
//!
//! ```
//! # let store = store::Store::memory().unwrap();
//! # let tenant = base::Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
//! use catalog::{Catalog, Kind};
//! use model::iot::RoleAliasDescription;
//!
//! let catalog = Catalog::open(store).unwrap();
//! let created = catalog.change::<_, ()>(&tenant, |draft| {
//!     let alias = RoleAliasDescription { role_alias: Some("lamp".into()), ..Default::default() };
//!     draft.put(Kind::RoleAlias, "lamp", alias);
//!     Ok(())
//! });
//! // Answer once `created.ticket` is committed.
//! let found: Option<RoleAliasDescription> = catalog.get(&tenant, Kind::RoleAlias, "lamp");
//! assert_eq!(found.unwrap().role_alias.as_deref(), Some("lamp"));
//! ```

mod catalog;
mod kind;

#[cfg(test)]
mod tests;

pub use catalog::{Catalog, Draft, Shelves};
pub use kind::Kind;
