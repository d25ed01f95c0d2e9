//! Fuzz targets as plain functions, valid packets to start from, and a mutator.
//!
//! `FUZZ_SECONDS=600 cargo test --release -p thingcore-fuzz` runs each target for ten minutes; without it, as
//! many inputs as CI has time for. A target panics when something is wrong; the input is printed.

mod codec;
mod connection;
pub mod corpus;
mod http;
mod mutate;
mod statements;

pub use codec::codec;
pub use connection::{Target, connection};
pub use http::HttpTarget;
pub use mutate::{Mutator, Random};
pub use statements::StatementTarget;
