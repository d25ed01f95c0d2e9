//! The values that SQL expressions work on (rules.md §2).
//!
//! A value from the payload stays a view of the payload: [`Value::Json`] for numbers, strings, arrays
//! and objects. Only what an expression makes is built: texts and numbers by value, arrays and objects
//! behind an [`Arc`], so that copying a value never copies a tree.

mod compare;
mod convert;
mod object;
mod write;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::Arc;

pub use convert::CastType;
pub(crate) use convert::node_to_decimal;
pub use object::Object;
pub(crate) use write::JsonWriter;
pub use write::TooLarge;

use crate::json::{Kind, Node, Numeral};
use crate::number::Number;
use crate::sql::SqlVersion;

/// A value of the SQL, mostly borrowed from the message (`'a`).
#[derive(Clone, Debug, Default)]
pub enum Value<'a> {
    /// No value: a missing field, an operation on operands of the wrong type.
    #[default]
    Undefined,
    /// JSON `null`.
    Null,
    /// Boolean.
    Bool(bool),
    /// Int or Decimal, made by an expression.
    Number(Number),
    /// String, made by an expression.
    Text(Cow<'a, str>),
    /// A number, string, array or object of a JSON text; never `null`, `true` or `false`.
    Json(Node<'a>),
    /// Array, made by an expression.
    Array(Arc<Vec<Value<'a>>>),
    /// Object, made by an expression.
    Object(Arc<Object<'a>>),
}

/// The type of a value as the tables of the SQL reference name it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    /// No value.
    Undefined,
    /// JSON `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// Int or Decimal.
    Number,
    /// String.
    String,
    /// Array.
    Array,
    /// Object.
    Object,
}

impl<'a> Value<'a> {
    /// A value of the payload. From version 2016-03-23 on a whole decimal (`10.0`) is an Int; any other
    /// number keeps its text (rules.md §2). One beyond the range of numbers is Undefined (open point).
    pub fn from_node(node: Node<'a>, version: SqlVersion) -> Self {
        if !matches!(node.kind(), Kind::Integer | Kind::Decimal) {
            return Self::received(node);
        }
        match node.numeral(version.whole_decimals_are_ints()) {
            Numeral::AsWritten => Self::Json(node),
            Numeral::Number(number) => Self::Number(number),
            Numeral::OutOfRange => Self::Undefined,
        }
    }

    /// A value of the payload that is only passed on: every number keeps its text.
    pub fn received(node: Node<'a>) -> Self {
        match node.kind() {
            Kind::Null => Self::Null,
            Kind::True => Self::Bool(true),
            Kind::False => Self::Bool(false),
            _ => Self::Json(node),
        }
    }

    /// A number as the version has it, Undefined when there is none (out of range, division by zero).
    pub fn from_number(number: Option<Number>, version: SqlVersion) -> Self {
        match number {
            Some(number) if version.whole_decimals_are_ints() => Self::Number(number.normalised()),
            Some(number) => Self::Number(number),
            None => Self::Undefined,
        }
    }

    /// A string.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// An array.
    pub fn array(elements: Vec<Self>) -> Self {
        Self::Array(Arc::new(elements))
    }

    /// An object.
    pub fn object(object: Object<'a>) -> Self {
        Self::Object(Arc::new(object))
    }

    /// The type.
    pub fn kind(&self) -> Type {
        match self {
            Self::Undefined => Type::Undefined,
            Self::Null => Type::Null,
            Self::Bool(_) => Type::Boolean,
            Self::Number(_) => Type::Number,
            Self::Text(_) => Type::String,
            Self::Array(_) => Type::Array,
            Self::Object(_) => Type::Object,
            Self::Json(node) => match node.kind() {
                Kind::Integer | Kind::Decimal => Type::Number,
                Kind::String => Type::String,
                Kind::Array => Type::Array,
                Kind::Object => Type::Object,
                Kind::True | Kind::False => Type::Boolean,
                Kind::Null => Type::Null,
            },
        }
    }

    /// Whether this is Undefined.
    pub fn is_undefined(&self) -> bool {
        matches!(self, Self::Undefined)
    }

    /// Whether this is Undefined or Null.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Undefined | Self::Null)
    }

    /// The number, without any conversion.
    pub fn as_number(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Json(node) => node.number(),
            _ => None,
        }
    }

    /// The string, without any conversion.
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Json(node) => node.text(),
            _ => None,
        }
    }

    /// The string that this value is, without any conversion.
    pub fn into_text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Json(node) => node.text(),
            _ => None,
        }
    }

    /// The member `key` of an object, else Undefined.
    pub fn member(&self, key: &str, version: SqlVersion) -> Self {
        match self {
            Self::Json(node) => {
                node.member(key).map_or(Self::Undefined, |node| Self::from_node(node, version))
            }
            Self::Object(object) => match object.get(key) {
                // It was passed on into the object and is wanted now.
                Some(Self::Json(node)) => Self::from_node(*node, version),
                Some(value) => value.clone(),
                None => Self::Undefined,
            },
            _ => Self::Undefined,
        }
    }

    /// What `path` leads to, from this value through objects.
    pub fn at(&self, path: &[Box<str>], version: SqlVersion) -> Self {
        let Self::Json(start) = self else {
            return path.iter().fold(self.clone(), |value, key| value.member(key, version));
        };
        // Inside the payload only the last step makes a value.
        let end = path.iter().try_fold(*start, |node, key| node.member(key));
        end.map_or(Self::Undefined, |node| Self::from_node(node, version))
    }

    /// The elements of an array; `None` when this is none.
    pub fn elements(&self, version: SqlVersion) -> Option<Vec<Self>> {
        match self {
            Self::Json(node) if node.kind() == Kind::Array => {
                Some(node.elements().map(|element| Self::from_node(element, version)).collect())
            }
            Self::Array(elements) => Some(elements.to_vec()),
            _ => None,
        }
    }

    /// The members of an object in their order, to be passed on: duplicate keys of a payload included,
    /// numbers with their text. `None` when this is no object.
    pub fn members(&self) -> Option<Vec<(Cow<'a, str>, Self)>> {
        match self {
            Self::Json(node) if node.kind() == Kind::Object => {
                Some(node.members().map(|(key, value)| (key, Self::received(value))).collect())
            }
            Self::Object(object) => Some(object.entries().to_vec()),
            _ => None,
        }
    }

    /// The value as compact JSON, whatever its length; nothing for Undefined.
    pub(crate) fn to_json(&self) -> String {
        let mut writer = JsonWriter::new(usize::MAX);
        writer.value(self);
        // Only UTF-8 goes into it, and there is no limit to exceed.
        writer.finish().ok().and_then(|json| String::from_utf8(json).ok()).unwrap_or_default()
    }

    /// About how much work it is to go through the value, in bytes of text; it is not counted beyond
    /// `limit`, because parts may be shared by many places.
    pub(crate) fn weight(&self, limit: usize) -> usize {
        const OF_VALUE: usize = 32;
        // An element or a member is made, read and sorted in between others.
        const OF_PART: usize = 96;
        let sum = |parts: &mut dyn Iterator<Item = &Self>| {
            let mut sum = 0usize;
            for part in parts {
                sum = sum.saturating_add(OF_VALUE + part.weight(limit.saturating_sub(sum)));
                if sum > limit {
                    break;
                }
            }
            sum
        };
        match self {
            Self::Text(text) => text.len(),
            Self::Json(node) if matches!(node.kind(), Kind::Array | Kind::Object) => {
                node.raw().len() * 4 + node.part_count() * OF_PART
            }
            Self::Json(node) => node.raw().len(),
            Self::Array(elements) => sum(&mut elements.iter()),
            Self::Object(object) => {
                let keys = object.entries().iter().map(|(key, _)| key.len()).sum::<usize>();
                keys.saturating_add(sum(&mut object.entries().iter().map(|(_, value)| value)))
            }
            _ => 0,
        }
    }

    /// A value that borrows its text from this one, which is cheap whatever it is.
    pub fn borrowed<'b>(&'b self) -> Value<'b>
    where
        'a: 'b,
    {
        match self {
            Self::Text(text) => Value::Text(Cow::Borrowed(text)),
            other => other.clone(),
        }
    }

    /// The same value without anything borrowed. Numbers lose their text and are what the version makes
    /// of them.
    pub fn into_owned(self, version: SqlVersion) -> Value<'static> {
        match self {
            Self::Undefined => Value::Undefined,
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Number(number) => Value::Number(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Array(elements) => {
                Value::array(elements.iter().map(|element| element.clone().into_owned(version)).collect())
            }
            Self::Object(object) => Value::object(object.to_owned_object(version)),
            Self::Json(node) => own_node(node, version),
        }
    }
}

/// The depth of a JSON text is limited, so the recursion is.
fn own_node(node: Node<'_>, version: SqlVersion) -> Value<'static> {
    match node.kind() {
        Kind::Null => Value::Null,
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Integer | Kind::Decimal => Value::from_number(node.number(), version),
        Kind::String => Value::Text(Cow::Owned(node.text().unwrap_or_default().into_owned())),
        Kind::Array => Value::array(node.elements().map(|element| own_node(element, version)).collect()),
        Kind::Object => {
            let members =
                node.members().map(|(key, value)| (Cow::Owned(key.into_owned()), own_node(value, version)));
            Value::object(members.collect())
        }
    }
}
