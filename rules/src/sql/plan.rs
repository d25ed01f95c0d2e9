//! A compiled statement: what is evaluated for every message.
//!
//! It is a tree of boxed slices with everything resolved: numbers parsed, functions looked up, paths
//! split, names of the output chosen. A tree reads like the SQL it came from, and evaluating it costs
//! one match per operator, as flat code would, without an operand stack to keep values on.

use super::ast::{Arithmetic, Comparison};
use super::functions::{Function, Prepared};
use crate::value::{CastType, Value};

/// Names through objects, outermost first.
pub(super) type Path = Box<[Box<str>]>;

/// The keys of an object literal and their values.
pub(super) type Entries = Box<[(Box<str>, Expr)]>;

/// A compiled expression.
#[derive(Debug)]
pub(crate) enum Expr {
    Constant(Value<'static>),
    /// The payload, or the element of a nested query.
    Star,
    /// A field of the payload, or of the element of a nested query.
    Field(Path),
    Variable {
        slot: usize,
        path: Path,
    },
    Member {
        of: Box<Expr>,
        path: Path,
    },
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Arithmetic {
        first: Box<Expr>,
        rest: Box<[(Arithmetic, Expr)]>,
    },
    All(Box<[Expr]>),
    Any(Box<[Expr]>),
    Compare {
        operator: Comparison,
        operands: Box<[Expr; 2]>,
    },
    Like {
        negated: bool,
        operands: Box<[Expr; 2]>,
    },
    In {
        negated: bool,
        left: Box<Expr>,
        candidates: Box<[Expr]>,
    },
    InArray {
        negated: bool,
        operands: Box<[Expr; 2]>,
    },
    Between {
        negated: bool,
        operands: Box<[Expr; 3]>,
    },
    IsNull {
        negated: bool,
        operand: Box<Expr>,
    },
    Case {
        subject: Box<Expr>,
        branches: Box<[(Expr, Expr)]>,
        otherwise: Option<Box<Expr>>,
    },
    Cast {
        value: Box<Expr>,
        target: CastType,
    },
    Call {
        function: &'static Function,
        arguments: Box<[Expr]>,
    },
    /// A call whose patterns are constants.
    Prepared(Box<PreparedCall>),
    /// `get_or_default(e, d)`: the one function that sees its argument fail.
    OrDefault {
        value: Box<Expr>,
        default: Option<Box<Expr>>,
    },
    /// `encode(*, 'base64')`: the payload's bytes as they came.
    EncodedPayload,
    Object(Entries),
    Array(Box<[Expr]>),
    Query(Box<Query>),
}

/// A call and its compiled patterns.
#[derive(Debug)]
pub(crate) struct PreparedCall {
    pub(super) function: &'static Function,
    pub(super) prepared: Prepared,
    pub(super) arguments: Box<[Expr]>,
}

/// A nested query.
#[derive(Debug)]
pub(crate) struct Query {
    pub(super) source: Expr,
    pub(super) condition: Option<Expr>,
    pub(super) projection: Projection,
    /// How many expressions are evaluated for each element.
    pub(super) weight: usize,
}

/// What a SELECT emits.
#[derive(Debug)]
pub(super) enum Projection {
    /// `SELECT *` alone: the payload as it came.
    Whole,
    /// `SELECT VALUE …`
    Bare(Expr),
    /// An object.
    Items { items: Box<[Item]>, shape: Shape },
}

/// What is known of a list of items, to write it without building it first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// Fields with one name each, no two the same.
    Fields,
    /// `*`, then [`Shape::Fields`].
    StarAndFields,
    /// Any other.
    Other,
}

/// One part of the emitted object.
#[derive(Debug)]
pub(super) enum Item {
    /// `*`: all keys of the payload or element.
    Star,
    /// An object literal without alias: its keys.
    Merge(Entries),
    /// A value under a name, or under a path of names.
    Field { path: Path, value: Expr },
}

impl Expr {
    /// The value, if it is known without a message.
    pub(super) fn constant(&self) -> Option<&Value<'static>> {
        match self {
            Self::Constant(value) => Some(value),
            _ => None,
        }
    }
}
