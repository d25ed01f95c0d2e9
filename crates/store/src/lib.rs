//! Durable state: one SQLite database behind one group-commit writer.
//!
//! Callers never touch the disk. They [`submit`](Store::submit) writes and get a [`Ticket`]; a writer
//! thread takes everything that gathered while it was busy, commits it as one transaction with one
//! disk sync, and then all those tickets are [committed](Store::is_committed). What is acknowledged
//! to a client waits for its ticket first, so the latency is one sync and the throughput a whole
//! batch per sync.
//!
//! Writes commit in the order of submission, all of one submission together.
//!
//! Rows are read back only when the program starts ([`load`](Store::load)): every part keeps what it
//! owns in memory. Message queues are the exception; they are read in pieces
//! ([`read_queue`](Store::read_queue)).

mod commit;
mod schema;
mod store;
mod write;
mod writer;

#[cfg(test)]
mod tests;

pub use commit::{Changed, Commit, Ticket};
pub use schema::Table;
pub use store::{Durability, Store, StoreError};
pub use write::{Doc, Key, QueueId, QueuePart, QueuedMessage, Row, Write};
