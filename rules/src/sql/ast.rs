//! The syntax tree: what the parser makes and the compiler lowers. It is never evaluated.

use std::borrow::Cow;

/// A whole statement.
#[derive(Clone, Debug)]
pub(super) struct StatementTree<'s> {
    pub(super) variables: Vec<Assignment<'s>>,
    pub(super) select: Select<'s>,
    pub(super) topic_filter: Option<Quoted<'s>>,
    pub(super) condition: Option<Tree<'s>>,
}

/// `@name = expression` of the SET clause.
#[derive(Clone, Debug)]
pub(super) struct Assignment<'s> {
    pub(super) name: &'s str,
    pub(super) value: Tree<'s>,
}

/// A string and where it begins.
#[derive(Clone, Debug)]
pub(super) struct Quoted<'s> {
    pub(super) offset: usize,
    pub(super) text: Cow<'s, str>,
}

/// What a SELECT emits.
#[derive(Clone, Debug)]
pub(super) enum Select<'s> {
    /// `VALUE expression`
    Value(Tree<'s>),
    /// One item or more.
    Items(Vec<Item<'s>>),
}

/// `* [AS alias]` or `expression [AS alias]`; the alias has one name or more (`a.b`).
#[derive(Clone, Debug)]
pub(super) struct Item<'s> {
    pub(super) tree: Tree<'s>,
    pub(super) alias: Vec<&'s str>,
}

/// An expression, where errors about it point to, and the text that it was read from.
#[derive(Clone, Debug)]
pub(super) struct Tree<'s> {
    pub(super) offset: usize,
    pub(super) span: Span,
    pub(super) kind: TreeKind<'s>,
}

/// A part of the source, with the brackets around an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The expressions. Operators that associate to the left form one flat chain, so that the depth of a
/// tree is the depth of its brackets and not its length.
#[derive(Clone, Debug)]
pub(super) enum TreeKind<'s> {
    Null,
    Bool(bool),
    Number(&'s str),
    Text(Cow<'s, str>),
    /// `*`, the whole payload or element.
    Star,
    /// `a.b.c`
    Path(Vec<&'s str>),
    /// `@name.b.c`
    Variable {
        name: &'s str,
        path: Vec<&'s str>,
    },
    /// `(…).b.c` or `f(…).b.c`
    Member {
        of: Box<Tree<'s>>,
        path: Vec<&'s str>,
    },
    Not(Box<Tree<'s>>),
    Negate(Box<Tree<'s>>),
    /// `a + b - c`, `a * b / c`
    Arithmetic {
        first: Box<Tree<'s>>,
        rest: Vec<(Arithmetic, Tree<'s>)>,
    },
    /// `a AND b AND c`
    All(Vec<Tree<'s>>),
    /// `a OR b OR c`
    Any(Vec<Tree<'s>>),
    Compare {
        operator: Comparison,
        left: Box<Tree<'s>>,
        right: Box<Tree<'s>>,
    },
    /// `x [NOT] test`
    Test {
        negated: bool,
        left: Box<Tree<'s>>,
        test: Test<'s>,
    },
    Case {
        subject: Box<Tree<'s>>,
        branches: Vec<(Tree<'s>, Tree<'s>)>,
        otherwise: Option<Box<Tree<'s>>>,
    },
    Cast {
        /// `cast` as written.
        name: &'s str,
        value: Box<Tree<'s>>,
        target: &'s str,
        target_offset: usize,
    },
    Call {
        name: &'s str,
        arguments: Vec<Tree<'s>>,
    },
    Object(Vec<(Cow<'s, str>, Tree<'s>)>),
    Array(Vec<Tree<'s>>),
    Query(Box<Query<'s>>),
}

/// The tests that ANSI SQL writes as words.
#[derive(Clone, Debug)]
pub(super) enum Test<'s> {
    Like(Box<Tree<'s>>),
    /// `IN (a, b)`
    In(Vec<Tree<'s>>),
    /// `IN array`
    InArray(Box<Tree<'s>>),
    Between(Box<Tree<'s>>, Box<Tree<'s>>),
    IsNull,
}

/// `(SELECT … FROM path [WHERE …])`
#[derive(Clone, Debug)]
pub(super) struct Query<'s> {
    pub(super) select: Select<'s>,
    pub(super) source: Tree<'s>,
    pub(super) condition: Option<Tree<'s>>,
}

/// `+ - * / %`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// `= <> < <= > >=`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
