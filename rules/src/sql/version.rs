//! The versions of the SQL engine.

use std::fmt;
use std::str::FromStr;

/// `awsIotSqlVersion` of a rule (rules.md §8).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum SqlVersion {
    /// `2015-10-08`: what a rule without a version has.
    #[default]
    V2015_10_08,
    /// `2016-03-23`: nested queries, literals, whole decimals are Ints.
    V2016_03_23,
    /// `beta`: as the newest.
    Beta,
}

impl SqlVersion {
    /// The version as a rule names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V2015_10_08 => "2015-10-08",
            Self::V2016_03_23 => "2016-03-23",
            Self::Beta => "beta",
        }
    }

    /// Whether `10.0` behaves and prints as `10` (rules.md §2).
    pub fn whole_decimals_are_ints(self) -> bool {
        self >= Self::V2016_03_23
    }
}

impl fmt::Display for SqlVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SqlVersion {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        let versions = [Self::V2015_10_08, Self::V2016_03_23, Self::Beta];
        versions.into_iter().find(|version| version.as_str() == text).ok_or(UnknownVersion)
    }
}

/// The text names no version of the SQL engine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("none of 2015-10-08, 2016-03-23, beta")]
pub struct UnknownVersion;
