//! Why a query is refused.

/// A query that is refused. Its text begins as AWS's does, ends with the query, and says the place.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("Unable to parse query, {reason}, query string: {query}{}", self.place())]
pub struct QueryError {
    /// What is wrong.
    pub reason: Reason,
    /// Where, in characters from 1; `None` when it is the query as a whole.
    pub at: Option<usize>,
    query: String,
}

/// What is wrong with a query. Apart from [`Reason::TooDeep`], [`Reason::Character`] and [`Reason::Geo`] the
/// texts are what a third party claims to have measured (api-errors.md §9 has none).
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Reason {
    /// The query is no sentence of the language.
    #[error("invalid syntax")]
    Syntax {
        /// What should have been there.
        expected: &'static str,
    },
    /// An operator of other query languages.
    #[error("unsupported operator - \"{0}\"")]
    Operator(char),
    /// A feature of other query languages.
    #[error("unsupported query type - {0}")]
    Feature(&'static str),
    /// A character that must be escaped or quoted.
    #[error("unsupported character - \"{0}\"")]
    Character(char),
    /// A geo query, by its name. Thingcore does not evaluate them.
    #[error("geo queries are not implemented - {0}")]
    Geo(String),
    /// The query is too long.
    #[error("the query cannot have more than {max} bytes")]
    TooLong {
        /// The limit.
        max: usize,
    },
    /// A query with a pattern that begins with `*` is too long.
    #[error("a query with a leading wildcard cannot have more than {max} characters")]
    TooLongForLeading {
        /// The limit.
        max: usize,
    },
    /// More than one pattern begins with `*`.
    #[error("only one term of a query can have a leading wildcard")]
    LeadingTwice,
    /// There are too many terms.
    #[error("number of terms cannot exceed {max}, terms found: {found}")]
    TooManyTerms {
        /// The limit.
        max: usize,
        /// The number of terms.
        found: usize,
    },
    /// Groups are nested too deep.
    #[error("groups cannot be nested more than {max} deep")]
    TooDeep {
        /// The limit.
        max: usize,
    },
    /// A pattern begins with `?`.
    #[error("invalid value - wildcard character (?) is not allowed at the start of the value")]
    LeadingOne,
    /// A pattern has too many wildcards of a kind.
    #[error("invalid value - too many wildcards ({wildcard}). The maximum allowed per term is {max}")]
    TooManyWildcards {
        /// Which.
        wildcard: char,
        /// The limit.
        max: usize,
    },
    /// No such field is indexed. For those who [resolve](crate::Query::resolve) names.
    #[error("invalid field name, field name: {0}")]
    Field(String),
}

impl QueryError {
    pub(crate) fn new(query: &str, reason: Reason, at: Option<usize>) -> Self {
        Self { reason, at, query: query.into() }
    }

    fn place(&self) -> String {
        match (&self.reason, self.at) {
            (Reason::Syntax { expected }, Some(at)) => format!(" (at character {at}: expected {expected})"),
            (_, Some(at)) => format!(" (at character {at})"),
            (_, None) => String::new(),
        }
    }
}
