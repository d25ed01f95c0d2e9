//! What rules do: their evaluation off the connections' tasks, and their actions.
//!
//! A message that matched a rule is queued to one of a few [workers](engine), by its publisher, so that
//! one device's messages stay in order. A worker evaluates and hands what is to be done to the
//! [lane](lane) of that action: a bounded queue of its own, so that a sink that hangs delays nobody
//! else. Lanes retry what may pass, and when something failed for good, the rule's error action runs.

#[cfg(feature = "aws")]
mod aws;
mod conversation;
mod engine;
mod external;
mod firing;
mod http;
mod job;
#[cfg(feature = "kafka")]
mod kafka;
mod lane;
mod metrics;
mod perform;
mod republish;
#[cfg_attr(not(feature = "aws"), allow(dead_code))]
mod sinks;

#[cfg(test)]
mod tests;

pub use engine::{Engine, Ports};
pub use external::{Asked, Fleet};
pub use http::client::Trust;
pub use http::destinations::{Confirmation, Destinations};
pub use metrics::RuleMetric;
pub use sinks::{SERVICES, Sinks, internal_access_key};

/// Keys of the rule actions that are here, as in the service model.
pub const RULE_ACTIONS: [&str; 7] = ["dynamoDB", "dynamoDBv2", "http", "kafka", "lambda", "republish", "sns"];
