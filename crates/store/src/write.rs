//! What can be written and read.

use base::Tenant;

use crate::Table;

/// A row's key within its tenant and table: a name, and a second name where rows belong to a pair
/// (a subscription to its client id and filter).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Key {
    /// The owner's name.
    pub key: Box<str>,
    /// The second name; empty where there is none.
    pub sub: Box<str>,
}

impl Key {
    /// The key of a row that has one name.
    pub fn of(key: impl Into<Box<str>>) -> Self {
        Self { key: key.into(), sub: "".into() }
    }

    /// The key of a row that belongs to a pair.
    pub fn pair(key: impl Into<Box<str>>, sub: impl Into<Box<str>>) -> Self {
        Self { key: key.into(), sub: sub.into() }
    }
}

/// A row's content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Doc {
    /// JSON text, readable with SQLite's JSON functions.
    Json(String),
    /// Bytes in a form of the owner's.
    Bytes(Vec<u8>),
}

impl Doc {
    /// The content's bytes in either form.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Json(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// A row as it was stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The owner of the row.
    pub tenant: Tenant,
    /// Its key.
    pub key: Key,
    /// Its content.
    pub doc: Doc,
}

/// The durable message queue of one persistent session. Ids are never reused while rows of them can
/// exist; whoever makes sessions hands them out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct QueueId(pub u64);

/// The oldest messages of a queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueuePart {
    /// In the order of their places.
    pub messages: Vec<QueuedMessage>,
    /// Nothing comes after them.
    pub is_end: bool,
}

/// A message of a queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueuedMessage {
    /// Its place in the queue; increasing, with gaps.
    pub seq: u64,
    /// The message in the owner's form.
    pub body: Vec<u8>,
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Write {
    /// Inserts or replaces a row.
    Put {
        /// Where.
        table: Table,
        /// Whose.
        tenant: Tenant,
        /// Which.
        key: Key,
        /// What.
        doc: Doc,
    },
    /// Deletes a row; no effect when there is none.
    Delete {
        /// Where.
        table: Table,
        /// Whose.
        tenant: Tenant,
        /// Which.
        key: Key,
    },
    /// Deletes all rows of a first name, whatever their second.
    DeleteGroup {
        /// Where.
        table: Table,
        /// Whose.
        tenant: Tenant,
        /// The first name.
        key: Box<str>,
    },
    /// Appends a message to a queue.
    Enqueue {
        /// The queue.
        queue: QueueId,
        /// The message's place.
        seq: u64,
        /// The message in the owner's form.
        body: Vec<u8>,
    },
    /// Removes a message from a queue.
    Dequeue {
        /// The queue.
        queue: QueueId,
        /// The message's place.
        seq: u64,
    },
    /// Removes a queue with all its messages.
    DropQueue {
        /// The queue.
        queue: QueueId,
    },
    /// Removes all rows of a tenant. Queues are dropped by their owners.
    ClearTenant {
        /// Whose.
        tenant: Tenant,
    },
}

impl Write {
    /// A [`Write::Put`] of JSON text.
    pub fn put_json(table: Table, tenant: &Tenant, key: Key, json: String) -> Self {
        Self::Put { table, tenant: tenant.clone(), key, doc: Doc::Json(json) }
    }

    /// A [`Write::Delete`].
    pub fn delete(table: Table, tenant: &Tenant, key: Key) -> Self {
        Self::Delete { table, tenant: tenant.clone(), key }
    }

    /// Roughly what this write holds in memory until it is committed, bytes.
    pub(crate) fn weight(&self) -> usize {
        const FIXED: usize = 96;
        FIXED
            + match self {
                Self::Put { doc, .. } => doc.as_bytes().len(),
                Self::Enqueue { body, .. } => body.len(),
                _ => 0,
            }
    }
}
