//! What the engine counts.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! counters {
    ($($name:ident = $help:literal;)*) => {
        /// Counters since the start of the program.
        #[derive(Default)]
        pub(crate) struct Metrics {
            $(#[doc = $help] pub $name: AtomicU64,)*
        }

        impl Metrics {
            /// Name, meaning and value of each.
            pub fn read(&self) -> Vec<(&'static str, &'static str, u64)> {
                vec![$((stringify!($name), $help, self.$name.load(Ordering::Relaxed)),)*]
            }
        }
    };
}

counters! {
    topic_match = "Messages that matched the topic filter of a rule, per rule";
    executed = "Rules that fired";
    throttled = "Messages dropped because the engine was busy (RuleMessageThrottled)";
    not_found = "Basic Ingest messages to a rule that does not exist or is disabled (RuleNotFound)";
    parse_errors = "Evaluations given up, or payloads that were not JSON (ParseError)";
    success = "Actions that succeeded";
    failure = "Actions that failed for good";
    error_action_success = "Error actions that succeeded";
    error_action_failure = "Error actions that failed";
}

/// Adds one.
pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
