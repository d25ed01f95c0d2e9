//! Values as compact JSON.

use std::borrow::{Borrow, Cow};
use std::io::Write;

use super::{Object, Value};
use crate::json::{Kind, Node, push_compact, push_string};
use crate::number::Number;
use crate::open_points;
use crate::sql::SqlVersion;

/// The text would be longer than its limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the text is too large")]
pub struct TooLarge;

/// Writes JSON up to a limit; what would go beyond is dropped and reported at the end, so that values
/// that are written over and over cannot fill the memory.
pub(crate) struct JsonWriter {
    out: Vec<u8>,
    limit: usize,
    full: bool,
    /// What parts of a payload are written anew for; they are copied without one.
    rewriting: Option<SqlVersion>,
}

impl JsonWriter {
    /// A writer of at most `limit` bytes.
    pub(crate) fn new(limit: usize) -> Self {
        Self { out: Vec::with_capacity(limit.min(256)), limit, full: false, rewriting: None }
    }

    /// A writer of at most `limit` bytes of a text that functions look into: the parts of a payload are
    /// spelled as everything else is, whatever their device escapes and however it writes numbers.
    pub(crate) fn of_text(limit: usize, version: SqlVersion) -> Self {
        Self { rewriting: Some(version), ..Self::new(limit) }
    }

    /// What was written.
    pub(crate) fn finish(self) -> Result<Vec<u8>, TooLarge> {
        // Escapes make more of a text than was asked for.
        if self.full || self.out.len() > self.limit { Err(TooLarge) } else { Ok(self.out) }
    }

    /// Writes JSON that is ready.
    pub(crate) fn raw(&mut self, json: &[u8]) {
        if self.fits(json.len()) {
            self.out.extend_from_slice(json);
        }
    }

    /// Writes a value. Undefined writes nothing.
    pub(crate) fn value(&mut self, value: &Value<'_>) {
        match value {
            Value::Undefined => {}
            Value::Null => self.raw(b"null"),
            Value::Bool(true) => self.raw(b"true"),
            Value::Bool(false) => self.raw(b"false"),
            Value::Number(number) => self.number(*number),
            Value::Text(text) => self.string(text),
            Value::Json(node) => match self.rewriting {
                Some(version) => self.rewritten(*node, version),
                None => self.node(*node),
            },
            Value::Array(elements) => self.array(elements.iter()),
            Value::Object(object) => self.object(object),
        }
    }

    fn number(&mut self, number: Number) {
        // Writing to memory does not fail, and what is too long by a few digits is noticed at the end.
        let _ = write!(self.out, "{number}");
    }

    /// Writes a string.
    pub(crate) fn string(&mut self, text: &str) {
        if self.fits(text.len()) {
            push_string(&mut self.out, text);
        }
    }

    fn node(&mut self, node: Node<'_>) {
        if node.is_compact() {
            self.raw(node.raw());
        } else if self.fits(node.raw().len()) {
            push_compact(&mut self.out, node.raw());
        }
    }

    /// Writes a part of a payload from its values. The depth of a JSON text is limited, so the recursion is.
    fn rewritten(&mut self, node: Node<'_>, version: SqlVersion) {
        let value = |node| Value::from_node(node, version);
        match node.kind() {
            Kind::Array => self.array(node.elements().map(value)),
            Kind::Object => self.members(node.members().map(|(key, node)| (key, value(node)))),
            Kind::String => self.string(&node.text().unwrap_or_default()),
            _ => {
                if let Some(number) = node.number() {
                    self.number(number);
                }
            }
        }
    }

    /// Writes the members of a JSON object without its brackets, and says whether there are any.
    pub(crate) fn members_of(&mut self, object: Node<'_>) -> bool {
        let raw = object.raw();
        let members = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default().trim_ascii();
        if object.is_compact() {
            self.raw(members);
        } else if self.fits(members.len()) {
            push_compact(&mut self.out, members);
        }
        !members.is_empty()
    }

    fn array<'v>(&mut self, elements: impl Iterator<Item = impl Borrow<Value<'v>>>) {
        self.raw(b"[");
        let mut first = true;
        for element in elements {
            let element = element.borrow();
            if element.is_undefined() && open_points::UNDEFINED_IN_ARRAYS_IS_LEFT_OUT {
                continue;
            }
            self.separator(&mut first);
            self.value(if element.is_undefined() { &Value::Null } else { element });
            if self.full {
                return;
            }
        }
        self.raw(b"]");
    }

    /// Writes an object; Undefined members are left out (rules.md §1).
    pub(crate) fn object(&mut self, object: &Object<'_>) {
        self.members(object.entries().iter().map(|(key, value)| (key, value)));
    }

    fn members<'v>(
        &mut self,
        members: impl Iterator<Item = (impl Borrow<Cow<'v, str>>, impl Borrow<Value<'v>>)>,
    ) {
        self.raw(b"{");
        let mut first = true;
        for (key, value) in members {
            if value.borrow().is_undefined() {
                continue;
            }
            self.separator(&mut first);
            self.string(key.borrow());
            self.raw(b":");
            self.value(value.borrow());
            if self.full {
                return;
            }
        }
        self.raw(b"}");
    }

    /// Writes a comma before everything but the first element.
    pub(crate) fn separator(&mut self, first: &mut bool) {
        if !std::mem::take(first) {
            self.raw(b",");
        }
    }

    fn fits(&mut self, bytes: usize) -> bool {
        self.full |= self.out.len().saturating_add(bytes) > self.limit;
        !self.full
    }
}
