//! A section of a document: what it says, and when each part of it was written.
//!
//! State and metadata are one tree, so that the one cannot lose the shape of the other (shadow.md §4).
//! Trees share what they have in common: an update copies the objects on its way and nothing else, and
//! whoever holds an earlier document holds it as it was.

use std::sync::Arc;

use foldhash::fast::RandomState;
use indexmap::IndexMap;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use crate::metadata::{self, Stamps};

/// Members in the order in which they were written first.
pub(crate) type Members = IndexMap<Arc<str>, Node, RandomState>;

/// An object of a document. Cloning shares it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tree(Arc<Members>);

/// A member of an object.
#[derive(Clone, PartialEq, Debug)]
pub enum Node {
    /// An object.
    Object(Tree),
    /// Anything else.
    Leaf(Arc<Leaf>),
}

/// A scalar or an array, which is only ever written whole.
#[derive(PartialEq, Debug)]
pub struct Leaf {
    value: Value,
    seconds: u64,
}

impl Leaf {
    /// The value; never an object and never null.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// When it was written, seconds since 1970.
    pub fn seconds(&self) -> u64 {
        self.seconds
    }
}

impl Node {
    /// The state as JSON.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Object(tree) => Value::Object(tree.to_value()),
            Self::Leaf(leaf) => leaf.value.clone(),
        }
    }

    /// A value that is written now; neither an object nor null.
    pub(crate) fn leaf(value: Value, seconds: u64) -> Self {
        // What has no timestamp in the metadata, such as an empty array, has none here, so that a document
        // that is read again is the same.
        let seconds = if metadata::has_stamp(&value) { seconds } else { 0 };
        Self::Leaf(Arc::new(Leaf { value, seconds }))
    }
}

impl Tree {
    /// Whether this is the same object in memory, and so surely equal.
    pub(crate) fn shares_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether it has no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The members in their order.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.0.iter().map(|(name, node)| (&**name, node))
    }

    /// A member.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.0.get(name)
    }

    /// The members, to be changed. Those that others share are copied before, not what is below them.
    pub(crate) fn edit(&mut self) -> &mut Members {
        Arc::make_mut(&mut self.0)
    }

    /// The members with their names, to be shared with other trees.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Arc<str>, &Node)> {
        self.0.iter()
    }

    /// The state as JSON.
    pub fn to_value(&self) -> Map<String, Value> {
        self.members().map(|(name, node)| (name.to_owned(), node.to_value())).collect()
    }

    /// The metadata as JSON, of the shape of the state.
    pub fn to_metadata(&self) -> Map<String, Value> {
        // Maps with string keys have a JSON form.
        match serde_json::to_value(Metadata(self)) {
            Ok(Value::Object(metadata)) => metadata,
            _ => Map::new(),
        }
    }

    /// A tree of a state and its metadata; `None` when they are not of one shape.
    pub(crate) fn from_parts(state: Map<String, Value>, metadata: &Map<String, Value>) -> Option<Self> {
        if state.len() != metadata.len() {
            return None;
        }
        let node = |(name, value): (String, Value)| {
            let stamps = metadata.get(&name)?;
            let node = match (value, stamps) {
                (Value::Object(object), Value::Object(stamps)) => {
                    Node::Object(Self::from_parts(object, stamps)?)
                }
                (value, stamps) => {
                    let seconds = metadata::seconds_of(&value, stamps)?;
                    Node::leaf(value, seconds.unwrap_or_default())
                }
            };
            Some((Arc::from(name), node))
        };
        state.into_iter().map(node).collect()
    }
}

impl FromIterator<(Arc<str>, Node)> for Tree {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Node)>>(members: I) -> Self {
        Self(Arc::new(members.into_iter().collect()))
    }
}

/// A tree's state, to be written as JSON.
pub(crate) struct State<'a>(pub &'a Tree);

impl Serialize for State<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, node) in self.0.members() {
            match node {
                Node::Object(tree) => map.serialize_entry(name, &State(tree))?,
                Node::Leaf(leaf) => map.serialize_entry(name, &leaf.value)?,
            }
        }
        map.end()
    }
}

/// A tree's metadata, to be written as JSON.
pub(crate) struct Metadata<'a>(pub &'a Tree);

impl Serialize for Metadata<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, node) in self.0.members() {
            match node {
                Node::Object(tree) => map.serialize_entry(name, &Metadata(tree))?,
                Node::Leaf(leaf) => map.serialize_entry(name, &Stamps::of(&leaf.value, leaf.seconds))?,
            }
        }
        map.end()
    }
}
