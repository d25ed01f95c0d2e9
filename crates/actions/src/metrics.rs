//! What the engine counts.

use std::sync::atomic::{AtomicU64, Ordering};

base::counters! {
    /// Counters since the start of the program.
    pub(crate) struct Metrics {
        topic_match = "Messages that matched the topic filter of a rule, per rule";
        executed = "Rules that fired";
        throttled = "Messages dropped because the engine was busy or the rate too high (RuleMessageThrottled)";
        not_found = "Basic Ingest messages to a rule that does not exist or is disabled (RuleNotFound)";
        parse_errors = "Evaluations given up, or payloads that were not JSON (ParseError)";
        success = "Actions that succeeded";
        failure = "Actions that failed for good";
        error_action_success = "Error actions that succeeded";
        error_action_failure = "Error actions that failed";
    }
}

/// Adds one.
pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
