//! Queries held against documents.

use crate::Query;
use crate::query::Node;
use crate::value::Value;

/// What can be searched.
pub trait Document {
    /// What finds the values of a field.
    type Field;

    /// Whether `test` is true of any value of a field, or, without one, of any value that a term without a
    /// field looks at. Stops at the first.
    fn any(&self, field: Option<&Self::Field>, test: &mut dyn FnMut(Value<'_>) -> bool) -> bool;
}

impl<F> Query<F> {
    /// Whether a document is what the query looks for. A document without a field does not have what is asked of
    /// it, so the negation of that is true of it (extras.md §2).
    pub fn matches(&self, document: &impl Document<Field = F>) -> bool {
        matches(&self.root, document)
    }
}

fn matches<F>(node: &Node<F>, document: &impl Document<Field = F>) -> bool {
    match node {
        Node::Everything => true,
        Node::All(nodes) => nodes.iter().all(|node| matches(node, document)),
        Node::Any(nodes) => nodes.iter().any(|node| matches(node, document)),
        Node::Not(node) => !matches(node, document),
        Node::Term(field, condition) => document.any(field.as_ref(), &mut |value| condition.matches(value)),
    }
}
