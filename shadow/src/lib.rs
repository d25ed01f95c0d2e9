//! The Device Shadow service of AWS IoT Core (shadow.md).
//!
//! [`apply`] is the whole behaviour as one pure function: a document, a request and a time give the
//! next document and everything that is to be said about it. [`Shadows`] runs it for all tenants: it
//! keeps the documents in memory, takes requests from MQTT and HTTP through the same queues, and says
//! nothing before the disk has it.

mod apply;
mod delta;
mod document;
mod error;
mod json;
mod look;
mod merge;
mod metadata;
mod name;
mod open_points;
mod rates;
mod reply;
mod request;
mod service;
mod shard;
mod trace;
mod tree;

#[cfg(test)]
mod tests;

pub use apply::{Outcome, Updated, apply};
pub use broker::ShadowOperation;
pub use document::{DamagedDocument, Document};
pub use error::{Rejected, ShadowError};
pub use name::ShadowName;
pub use reply::{HttpReply, Reply, ReplyKind};
pub use service::{Publish, ShadowStatus, Shadows};
pub use tree::{Leaf, Node, Tree};
