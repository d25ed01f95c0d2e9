//! The functions of the SQL (rules.md §4): one table, looked up when a statement is compiled.

mod bits;
mod encoding;
mod external;
mod hash;
mod math;
mod message;
mod pattern;
mod structure;
mod table;
mod text;
mod wanted;

use super::eval::Evaluation;
use super::{EvalError, SqlVersion};
use crate::value::Value;

pub(super) use encoding::encode_bytes;
pub(super) use external::{Calls, DECODE_PROTO, is_external, literals};
pub(super) use pattern::{COMPILATION_COST, EXPRESSION_BYTES_MAX, PATTERN_COST};
pub(super) use pattern::{PatternFunction, Prepared, Refusal};
pub(super) use table::TABLE;
pub(super) use wanted::Wanted;

/// The result of a call: Undefined for arguments of the wrong type, an error only when the evaluation
/// has to be given up.
pub(super) type Answer<'a> = Result<Value<'a>, EvalError>;

/// What computes a call. The arguments are as many as the function takes; it may take them out.
pub(super) type Implementation = for<'a> fn(&Evaluation<'a>, &mut [Value<'a>]) -> Answer<'a>;

/// One function.
#[derive(Clone, Copy)]
pub(crate) struct Function {
    /// The name in lower case; names are case-insensitive.
    pub(super) name: &'static str,
    /// The least and the greatest number of arguments.
    pub(super) arity: (usize, usize),
    /// What it wants of its arguments; of further ones what it wants of the last.
    wants: &'static [Wanted],
    /// The first version that has it.
    pub(super) since: SqlVersion,
    /// The answer depends on the arguments only.
    pub(super) is_pure: bool,
    /// What computes it.
    pub(super) body: Body,
}

/// How a call is computed.
#[derive(Clone, Copy)]
pub(super) enum Body {
    /// By evaluating the arguments and then this.
    Plain(Implementation),
    /// The compiler knows it.
    Special(Special),
    /// With patterns among the arguments that the compiler compiles if they are constants.
    Pattern(PatternFunction),
    /// Not at all yet: statements that use it are refused.
    NotYet,
}

/// Functions whose arguments are more than values.
#[derive(Clone, Copy)]
pub(super) enum Special {
    /// `get_or_default`: swallows failures of its first argument.
    OrDefault,
    /// `encode`: `*` stands for the payload's bytes.
    Encode,
    /// `decode`: its second argument is a literal mode.
    Decode,
    /// `transform`: its first argument is a literal mode.
    Transform,
}

impl Function {
    /// Whether it can be called with that many arguments.
    pub(super) fn takes(&self, arguments: usize) -> bool {
        let (least, most) = self.arity;
        (least..=most).contains(&arguments)
            && !(self.is_all_or_nothing() && arguments != least && arguments != most)
    }

    /// What it wants of the argument at a position.
    pub(super) fn wants(&self, position: usize) -> Wanted {
        self.wants.get(position).or(self.wants.last()).copied().unwrap_or(Wanted::Anything)
    }

    /// Whether what is optional comes together: half of a sort key, or of where a type is described, is nothing.
    fn is_all_or_nothing(&self) -> bool {
        matches!(self.name, "get_dynamodb" | "decode")
    }

    /// How many arguments it takes, and that it is not as many as were found: `1 argument, not 2`.
    pub(super) fn wanted(&self, found: usize) -> String {
        let arguments =
            |count: usize| if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") };
        let wanted = match self.arity {
            (least, most) if least == most => arguments(least),
            (least, usize::MAX) => format!("at least {}", arguments(least)),
            (least, most) if self.is_all_or_nothing() => format!("{least} or {}", arguments(most)),
            (least, most) => format!("{least} to {}", arguments(most)),
        };
        format!("{wanted}, not {found}")
    }

    /// Computes a call with evaluated arguments whose constant patterns were compiled.
    pub(super) fn call_prepared<'a>(
        &self,
        evaluation: &Evaluation<'a>,
        arguments: &mut [Value<'a>],
        prepared: &Prepared,
    ) -> Answer<'a> {
        match self.body {
            Body::Pattern(function) => (function.call)(evaluation, arguments, Some(prepared)),
            _ => self.call(evaluation, arguments),
        }
    }

    /// Computes a call with evaluated arguments.
    pub(super) fn call<'a>(&self, evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
        match self.body {
            Body::Plain(implementation) => implementation(evaluation, arguments),
            Body::Special(Special::Encode) => encoding::encode(evaluation, arguments),
            Body::Special(Special::Decode) => encoding::decode(evaluation, arguments),
            Body::Special(Special::Transform) => structure::enrich_array(evaluation, arguments),
            Body::Pattern(function) => (function.call)(evaluation, arguments, None),
            // The compiler lowers the one to its own expression and refuses the other.
            Body::Special(Special::OrDefault) | Body::NotYet => Ok(Value::Undefined),
        }
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The function of a name in any case.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    TABLE.iter().find(|function| function.name.eq_ignore_ascii_case(name))
}

/// A function as the coverage report names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FunctionInfo {
    /// The name in lower case.
    pub name: &'static str,
    /// The first version that has it.
    pub since: SqlVersion,
    /// Statements may use it; otherwise they are refused.
    pub is_available: bool,
}

/// Every function of the SQL reference, those that are refused for now included. `cast` is syntax and
/// not listed.
pub fn functions() -> impl Iterator<Item = FunctionInfo> {
    TABLE.iter().map(|function| FunctionInfo {
        name: function.name,
        since: function.since,
        is_available: !matches!(function.body, Body::NotYet),
    })
}

/// Takes an argument out of its place.
fn take<'a>(arguments: &mut [Value<'a>], index: usize) -> Value<'a> {
    arguments.get_mut(index).map(std::mem::take).unwrap_or_default()
}
