//! The SQL of topic rules (rules.md §1 to §5): text to tokens to syntax tree to a compiled statement,
//! and its evaluation against a message.
//!
//! The grammar is small and closed: whatever is outside of it is refused with line, column and what was
//! expected, and nothing that is accepted is ignored.

mod access;
mod ast;
mod budget;
mod compile;
mod error;
mod eval;
mod functions;
mod lexer;
mod lower;
mod operators;
mod parser;
mod pattern;
mod plan;
mod project;
mod roles;
mod trace;
mod version;
mod weight;

#[cfg(test)]
mod tests;

pub use compile::{PayloadPaths, Statement};
pub use error::{EvalError, SqlError};
pub use eval::{Evaluation, Outcome, Output, OutputSource};
pub use functions::{FunctionInfo, functions};
pub use version::{SqlVersion, UnknownVersion};

pub(crate) use compile::{VariableNames, compile_expression};
pub(crate) use lexer::{Stop, tokenize};
pub(crate) use plan::Expr;
pub(crate) use roles::{roles_of_statement, roles_of_template};
pub(crate) use trace::{trace_statement, trace_template};
