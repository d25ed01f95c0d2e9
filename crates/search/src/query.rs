//! Queries.

use crate::QueryError;
use crate::condition::Condition;
use crate::error::Reason;
use crate::parser;

/// A query whose fields are found by an `F`: by their names, once it is parsed.
#[derive(Clone, PartialEq, Debug)]
pub struct Query<F = String> {
    pub(crate) text: String,
    pub(crate) root: Node<F>,
}

/// A part of a query. Nested at most [`DEPTH_MAX`](crate::DEPTH_MAX) groups deep.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Node<F> {
    /// `*`: every document.
    Everything,
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    /// A condition on any value of a field, or of any field.
    Term(Option<F>, Condition),
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// When it is none, or beyond a limit.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        parser::parse(text).map(|root| Self { text: text.into(), root })
    }

    /// Turns the names of fields into what documents find their values by.
    ///
    /// # Errors
    /// That of the first name that `resolve` refuses.
    pub fn resolve<F, E>(&self, mut resolve: impl FnMut(&str) -> Result<F, E>) -> Result<Query<F>, E> {
        let root = self.root.resolve(&mut resolve)?;
        Ok(Query { text: self.text.clone(), root })
    }

    /// The error for a field that is not searchable.
    pub fn no_such_field(&self, name: &str) -> QueryError {
        QueryError::new(&self.text, Reason::Field(name.into()), None)
    }
}

impl<F> Query<F> {
    /// The query as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it asks for a field that `is_wanted`, or for any field (`None`).
    pub fn asks_for(&self, mut is_wanted: impl FnMut(Option<&F>) -> bool) -> bool {
        self.root.asks_for(&mut is_wanted)
    }
}

impl Node<String> {
    fn resolve<F, E>(&self, resolve: &mut impl FnMut(&str) -> Result<F, E>) -> Result<Node<F>, E> {
        let mut all = |nodes: &[Self]| -> Result<Vec<Node<F>>, E> {
            nodes.iter().map(|node| node.resolve(resolve)).collect()
        };
        Ok(match self {
            Self::Everything => Node::Everything,
            Self::All(nodes) => Node::All(all(nodes)?),
            Self::Any(nodes) => Node::Any(all(nodes)?),
            Self::Not(node) => Node::Not(Box::new(node.resolve(resolve)?)),
            Self::Term(field, condition) => {
                let field = field.as_deref().map(resolve).transpose()?;
                Node::Term(field, condition.clone())
            }
        })
    }
}

impl<F> Node<F> {
    fn asks_for(&self, is_wanted: &mut impl FnMut(Option<&F>) -> bool) -> bool {
        match self {
            Self::Everything => false,
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().any(|node| node.asks_for(is_wanted)),
            Self::Not(node) => node.asks_for(is_wanted),
            Self::Term(field, _) => is_wanted(field.as_ref()),
        }
    }
}
