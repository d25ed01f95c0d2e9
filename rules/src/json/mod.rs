//! JSON over the bytes of a message: one pass writes a [`Tape`], 16 bytes a node, and everything else
//! reads the original bytes through it.
//!
//! Nothing is built that is not asked for: a path look-up walks skips, a number is parsed when an
//! operator wants it, a string is unescaped when it has escapes, and a value that is only passed on is
//! copied from the payload with its number text, its key order and its duplicate keys.

#![deny(clippy::indexing_slicing)]

mod node;
mod scan;
mod tape;
mod text;

#[cfg(test)]
mod tests;

pub use node::{Elements, Members, Node, Numeral};
pub use tape::{JsonError, Kind, MAX_DEPTH, Problem, Tape};
pub(crate) use text::{push_compact, push_string};
