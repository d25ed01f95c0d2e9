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
mod room;
#[cfg_attr(not(feature = "aws"), allow(dead_code))]
mod sinks;
mod trace;

#[cfg(test)]
mod tests;

pub use engine::{Engine, Ports};
pub use external::{Asked, Fleet};
pub use http::client::Trust;
pub use http::destinations::{Confirmation, Destinations};
pub use metrics::RuleMetric;
pub use sinks::{AWS, SERVICES, Service, Sinks, internal_access_key};

/// The rule actions by their keys in the service model, and whether this build has them.
pub const RULE_ACTIONS: [(&str, bool); 21] = [
    ("cloudwatchAlarm", cfg!(feature = "aws")),
    ("cloudwatchLogs", cfg!(feature = "aws")),
    ("cloudwatchMetric", cfg!(feature = "aws")),
    ("dynamoDB", cfg!(feature = "dynamodb")),
    ("dynamoDBv2", cfg!(feature = "dynamodb")),
    ("elasticsearch", cfg!(feature = "aws")),
    ("firehose", cfg!(feature = "firehose")),
    ("http", true),
    ("iotEvents", cfg!(feature = "aws")),
    ("iotSiteWise", cfg!(feature = "aws")),
    ("kafka", cfg!(feature = "kafka")),
    ("kinesis", cfg!(feature = "kinesis")),
    ("lambda", cfg!(feature = "lambda")),
    ("location", cfg!(feature = "aws")),
    ("openSearch", cfg!(feature = "aws")),
    ("republish", true),
    ("s3", cfg!(feature = "aws")),
    ("sns", cfg!(feature = "sns")),
    ("sqs", cfg!(feature = "sqs")),
    ("stepFunctions", cfg!(feature = "aws")),
    ("timestream", cfg!(feature = "aws")),
];

/// Whether this build has an action. A rule with another is refused.
pub fn has_action(key: &str) -> bool {
    RULE_ACTIONS.contains(&(key, true))
}
