//! How an evaluation gets at values and reads them, with what that costs. Members are found by going over
//! all of an object, elements by going over those before them, and a number or a string is read anew each
//! time that it is used.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::EvalError;
use super::budget::VALUE_COST;
use super::eval::Evaluation;
use crate::json::{Kind, Node};
use crate::message::Message;
use crate::number::Number;
use crate::value::{Object, Value};

/// What `elements` goes on with, or ends with.
pub(super) type Step = Result<ControlFlow<()>, EvalError>;

/// The members of an object.
type Members<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

impl<'a> Evaluation<'a> {
    /// Accounts for reading a number or a string.
    #[inline]
    pub(super) fn reading(&self, value: &Value<'_>) -> Result<(), EvalError> {
        match value {
            Value::Json(node) => self.work(node.cost_of_reading()),
            Value::Text(text) => self.work(text.len()),
            _ => Ok(()),
        }
    }

    /// The standard conversion to Decimal.
    #[inline]
    pub(super) fn decimal(&self, value: &Value<'_>) -> Result<Option<Number>, EvalError> {
        self.reading(value)?;
        Ok(value.to_decimal())
    }

    /// The standard conversion to Boolean.
    #[inline]
    pub(super) fn truth(&self, value: &Value<'_>) -> Result<Option<bool>, EvalError> {
        self.reading(value)?;
        Ok(value.to_bool())
    }

    /// What `path` leads to in the payload.
    #[inline]
    pub(super) fn payload_node(&self, path: &[Box<str>]) -> Result<Option<Node<'a>>, EvalError> {
        match self.message().and_then(Message::json) {
            Some(root) => self.node_at(root, path),
            None => Ok(None),
        }
    }

    fn node_at(&self, mut node: Node<'a>, path: &[Box<str>]) -> Result<Option<Node<'a>>, EvalError> {
        for key in path {
            let (found, cost) = node.find(key);
            self.work(cost)?;
            match found {
                Some(member) => node = member,
                None => return Ok(None),
            }
        }
        Ok(Some(node))
    }

    /// A value of the payload, or of an answer.
    #[inline]
    pub(super) fn value_of(&self, node: Node<'a>) -> Result<Value<'a>, EvalError> {
        if matches!(node.kind(), Kind::Integer | Kind::Decimal) {
            // It may be whole, or beyond all numbers, which takes a look at all of it.
            self.work(node.cost_of_reading())?;
        }
        Ok(Value::from_node(node, self.version()))
    }

    /// What `path` leads to, from a value through objects.
    pub(super) fn at(&self, value: &Value<'a>, path: &[Box<str>]) -> Result<Value<'a>, EvalError> {
        let (mut value, mut path) = (value, path);
        loop {
            match (value, path) {
                (Value::Json(node), _) => {
                    let end = self.node_at(*node, path)?;
                    return end.map_or(Ok(Value::Undefined), |node| self.value_of(node));
                }
                (_, []) => return self.copy(value),
                (Value::Object(object), [key, rest @ ..]) => {
                    self.work(cost_of_search(object, key))?;
                    let Some(member) = object.get(key) else { return Ok(Value::Undefined) };
                    (value, path) = (member, rest);
                }
                _ => return Ok(Value::Undefined),
            }
        }
    }

    /// The member `key` of an object, else Undefined.
    pub(super) fn member(&self, value: &Value<'a>, key: &str) -> Result<Value<'a>, EvalError> {
        let member = match value {
            Value::Json(node) => {
                let (found, cost) = node.find(key);
                self.work(cost)?;
                return found.map_or(Ok(Value::Undefined), |node| self.value_of(node));
            }
            Value::Object(object) => {
                self.work(cost_of_search(object, key))?;
                object.get(key)
            }
            _ => None,
        };
        match member {
            // It was passed on into the object and is wanted now.
            Some(Value::Json(node)) => self.value_of(*node),
            Some(member) => self.copy(member),
            None => Ok(Value::Undefined),
        }
    }

    /// The element at `index` of an array, else Undefined.
    pub(super) fn element(&self, array: &Value<'a>, index: usize) -> Result<Value<'a>, EvalError> {
        match array {
            Value::Json(node) => {
                /// What stepping over an element costs.
                const STEP_COST: usize = 3;
                let mut elements = node.elements();
                let before = elements.by_ref().take(index).count();
                self.work(before.saturating_mul(STEP_COST))?;
                elements.next().map_or(Ok(Value::Undefined), |node| self.value_of(node))
            }
            Value::Array(elements) => {
                elements.get(index).map_or(Ok(Value::Undefined), |found| self.copy(found))
            }
            _ => Ok(Value::Undefined),
        }
    }

    /// Calls `step` with the elements of an array, one after the other, until it breaks. `false` when the
    /// value is no array.
    pub(super) fn elements(
        &self,
        array: &Value<'a>,
        mut step: impl FnMut(&Value<'a>) -> Step,
    ) -> Result<bool, EvalError> {
        match array {
            Value::Json(node) if node.kind() == Kind::Array => {
                for element in node.elements() {
                    self.work(VALUE_COST)?;
                    if step(&self.value_of(element)?)?.is_break() {
                        break;
                    }
                }
            }
            Value::Array(elements) => {
                for element in elements.iter() {
                    self.work(VALUE_COST)?;
                    if step(element)?.is_break() {
                        break;
                    }
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The members of an object in their order, to be passed on, as [`Value::members`] has them.
    pub(super) fn members(&self, object: &Value<'a>) -> Result<Option<Members<'a>>, EvalError> {
        match object {
            Value::Json(node) if node.kind() == Kind::Object => {
                // Names that are escaped are written anew.
                self.work(node.raw().len().saturating_mul(4))?;
            }
            Value::Object(object) => {
                for (key, value) in object.entries() {
                    self.work(VALUE_COST)?;
                    self.copying(value)?;
                    if let Cow::Owned(key) = key {
                        self.charge(key.len())?;
                    }
                }
            }
            _ => return Ok(None),
        }
        Ok(object.members())
    }

    /// A copy of a value. Only a string that was built is copied byte by byte.
    #[inline]
    pub(super) fn copy(&self, value: &Value<'a>) -> Result<Value<'a>, EvalError> {
        self.copying(value)?;
        Ok(value.clone())
    }

    #[inline]
    fn copying(&self, value: &Value<'a>) -> Result<(), EvalError> {
        match value {
            Value::Text(Cow::Owned(text)) => self.charge(text.len()),
            _ => Ok(()),
        }
    }
}

/// What [`Object::get`] costs: small objects are searched entry by entry, in others the key is hashed.
fn cost_of_search(object: &Object<'_>, key: &str) -> usize {
    object.entries().len().min(32) * 4 + key.len()
}
