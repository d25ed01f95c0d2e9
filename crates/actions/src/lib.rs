//! What rules do: their evaluation off the connections' tasks, and their actions.
//!
//! A message that matched a rule is queued to one of a few [workers](engine), by its publisher, so that
//! one device's messages stay in order. A worker evaluates and hands what is to be done to the
//! [lane](lane) of that action: a bounded queue of its own, so that a sink that hangs delays nobody
//! else. Lanes retry what may pass, and when something failed for good, the rule's error action runs.

#[cfg(feature = "aws")]
mod aws;
mod engine;
mod lane;
mod metrics;
mod perform;
mod republish;
#[cfg_attr(not(feature = "aws"), allow(dead_code))]
mod sinks;

#[cfg(test)]
mod tests;

pub use engine::Engine;
pub use sinks::{AWS, SERVICES, Service, Sinks, internal_access_key};

/// Keys of the rule actions that are here, as in the service model. A rule with another is refused.
pub const RULE_ACTIONS: &[&str] = &[
    "republish",
    #[cfg(feature = "aws")]
    "cloudwatchAlarm",
    #[cfg(feature = "logs")]
    "cloudwatchLogs",
    #[cfg(feature = "aws")]
    "cloudwatchMetric",
    #[cfg(feature = "dynamodb")]
    "dynamoDB",
    #[cfg(feature = "dynamodb")]
    "dynamoDBv2",
    #[cfg(feature = "aws")]
    "elasticsearch",
    #[cfg(feature = "firehose")]
    "firehose",
    #[cfg(feature = "aws")]
    "iotEvents",
    #[cfg(feature = "aws")]
    "iotSiteWise",
    #[cfg(feature = "kinesis")]
    "kinesis",
    #[cfg(feature = "lambda")]
    "lambda",
    #[cfg(feature = "aws")]
    "location",
    #[cfg(feature = "aws")]
    "openSearch",
    #[cfg(feature = "s3")]
    "s3",
    #[cfg(feature = "sns")]
    "sns",
    #[cfg(feature = "sqs")]
    "sqs",
    #[cfg(feature = "aws")]
    "stepFunctions",
    #[cfg(feature = "aws")]
    "timestream",
];
