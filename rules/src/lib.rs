//! The rules engine: SQL, its evaluation, rule definitions (rules.md).
//!
//! Everything here is pure and synchronous. Time, randomness and the message come in through
//! [`message::Message`]; what a rule wants done comes out as plain data, [`action::ActionRequest`].
//!
//! From the bottom up: [`json`] indexes a payload, [`number`] computes in decimal, [`value`] holds what
//! expressions work on, [`sql`] compiles and evaluates statements, [`template`] does the same for
//! `${…}` in action parameters, [`explain`] takes both apart for a message, [`definition`] makes a rule
//! of all that, and [`open_points`] names every
//! decision that AWS leaves open.

pub mod action;
pub mod attribute;
pub mod book;
pub mod definition;
pub mod error_document;
pub mod explain;
pub mod external;
pub mod http_url;
mod java;
pub mod json;
pub mod message;
pub mod number;
pub mod open_points;
pub mod roles;
pub mod sql;
pub mod template;
pub mod tester;
pub mod value;
