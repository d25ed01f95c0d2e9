//! What the SQL takes from Java: the engine of AWS runs on it, and its functions are documented by
//! Java's classes (rules.md §4).
//!
//! [`regex`] reads the regular expressions of `java.util.regex`, [`replacement`] the replacement texts
//! that go with them, and [`time`] the patterns of Joda-Time and of `java.time`. What a pattern may
//! contain and is not supported is refused by name when the pattern is compiled; nothing is read as
//! something else.

mod reach;
pub(crate) mod regex;
pub(crate) mod replacement;
pub(crate) mod time;
mod translate;

use std::fmt;

/// A pattern that cannot be used, in words for the author of the rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PatternError(pub(crate) String);

impl PatternError {
    fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
