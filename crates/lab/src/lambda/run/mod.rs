//! Running functions: processes that speak the Lambda Runtime API.
//!
//! An [`environment`] is one process and its Runtime API, which is a state machine ([`exchange`]) behind a
//! small HTTP server ([`server`]) on an address of the environment's own. A [`fleet`] keeps environments warm
//! and bounds their number.
//!
//! An environment's address is a port on a loopback address that was drawn at random and that only its own
//! process is told, and whatever comes in there can do no more than act for that one environment: answers
//! must carry the id of the invocation that it was given. Functions are not isolated from each other any
//! further, though: they are processes of the server's user, which may look at each other as any two
//! programs of one user may.

pub(super) mod environment;
mod exchange;
pub(super) mod fleet;
mod journal;
mod output;
mod process;
mod records;
mod server;
mod tree;

pub(super) use journal::TracingSink;
