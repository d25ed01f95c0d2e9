//! What can be wrong with a statement, and with its evaluation.

use crate::external::ExternalCall;
use crate::value::TooLarge;

/// A statement that is refused (`SqlParseException`).
///
/// ```
/// use rules::sql::{SqlVersion, Statement};
/// let error = Statement::compile("SELECT *\nFROM 'a' WHERE b != 1", SqlVersion::V2016_03_23).unwrap_err();
/// assert_eq!(error.to_string(), "Unexpected character '!' at line 2, column 18");
/// ```
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message} at line {line}, column {column}")]
pub struct SqlError {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong, in the words of AWS where they are known (api-errors.md §6).
    pub message: String,
}

impl SqlError {
    /// An error at a byte offset of `source`.
    pub(crate) fn at(source: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = source.get(..offset).unwrap_or(source);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            line: count(before.matches('\n').count() + 1),
            column: count(before.get(line_start..).unwrap_or_default().chars().count() + 1),
            message: message.into(),
        }
    }
}

/// An evaluation that was given up. The rule runs no actions for the message, not even its error
/// action (rules.md §4).
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EvalError {
    /// The values that the statement builds from this message are larger than the engine allows.
    #[error("the result is too large")]
    TooLarge,
    /// The statement has more to do for this message than the engine takes time for.
    #[error("the evaluation takes too long")]
    TooLong,
    /// What a function may make at most is less than this (rules.md §4).
    #[error("the output of '{function}' is too large")]
    OutputTooLarge {
        /// The function.
        function: &'static str,
    },
    /// A variable of the SET clause, or all of them together, have more than 128 KiB (rules.md §1).
    #[error("variable '@{name}' is too large")]
    VariableTooLarge {
        /// The variable, without its `@`.
        name: String,
    },
    /// An external function failed. `get_or_default` catches it.
    #[error("{function}: {reason}")]
    External {
        /// The function.
        function: &'static str,
        /// Why.
        reason: String,
    },
    /// The statement calls an external function more often than it may (rules.md §4).
    #[error("{function} is called more than {max} times")]
    TooManyCalls {
        /// The function.
        function: &'static str,
        /// How often it may be called.
        max: u32,
    },
    /// An answer is not there yet. Not a failure: get it and evaluate again.
    #[error("the answer of {} is awaited", .0.function())]
    Awaits(Box<ExternalCall>),
}

impl EvalError {
    /// Whether it ends the rule wherever it comes up, also in a template of an action. Others that come up
    /// there are failures of that action.
    pub(crate) fn ends_rule(&self) -> bool {
        matches!(self, Self::External { .. } | Self::TooManyCalls { .. } | Self::Awaits(_))
    }

    /// Whether `get_or_default` answers its default for it.
    pub(crate) fn has_default(&self) -> bool {
        !matches!(self, Self::TooLong | Self::TooManyCalls { .. } | Self::Awaits(_))
    }
}

impl From<TooLarge> for EvalError {
    fn from(TooLarge: TooLarge) -> Self {
        Self::TooLarge
    }
}
