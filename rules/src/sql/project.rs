//! SELECT lists and nested queries: the values that come out.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::budget::EXPRESSION_COST;
use super::eval::{Evaluation, Output, OutputSource};
use super::functions::encode_bytes;
use super::plan::{Expr, Item, Path, Projection, Query, Shape};
use super::{EvalError, SqlVersion};
use crate::json::{Kind, Node};
use crate::message::Message;
use crate::open_points;
use crate::value::{JsonWriter, Object, Type, Value};

impl<'a> Evaluation<'a> {
    /// What the actions get.
    pub(super) fn emit(&self, projection: &'a Projection) -> Result<Output<'a>, EvalError> {
        match projection {
            Projection::Whole => Ok(self.whole()),
            Projection::Bare(expr) => {
                let value = self.eval(expr, None)?;
                let refused = value.kind() == Type::Array
                    && self.version() == SqlVersion::V2015_10_08
                    && !open_points::VALUE_MAY_BE_ARRAY_IN_2015;
                if refused || value.is_undefined() {
                    let bytes = Cow::Borrowed(open_points::UNDEFINED_VALUE);
                    return Ok(Output { bytes, source: OutputSource::Nothing });
                }
                let mut writer = JsonWriter::new(self.left());
                writer.value(&value);
                Ok(Output { bytes: Cow::Owned(writer.finish()?), source: OutputSource::Statement })
            }
            Projection::Items { items, .. } if self.passes_payload_as_it_is(items) => Ok(self.whole()),
            Projection::Items { items, shape } => {
                let mut writer = JsonWriter::new(self.left());
                match (shape, self.object_without(items)?) {
                    (Shape::Fields, _) => self.write_fields(&mut writer, None, items)?,
                    (Shape::StarAndFields, Some(payload)) => {
                        self.write_fields(&mut writer, Some(payload), items)?;
                    }
                    _ => writer.object(&self.build(items, None)?),
                }
                Ok(Output { bytes: Cow::Owned(writer.finish()?), source: OutputSource::Statement })
            }
        }
    }

    /// The payload as it came.
    fn whole(&self) -> Output<'a> {
        let payload = self.message().map(Message::payload).unwrap_or_default();
        Output { bytes: Cow::Borrowed(payload), source: OutputSource::Payload }
    }

    /// Whether the payload as it came is the output, and all that is.
    pub(super) fn passes_payload(&self, projection: &Projection) -> bool {
        match projection {
            Projection::Whole => true,
            Projection::Bare(_) => false,
            Projection::Items { items, .. } => self.passes_payload_as_it_is(items),
        }
    }

    /// Whether there is a `*` among the items and the payload has no keys to add others to: it is binary,
    /// a scalar or an array. An empty payload counts as an empty object (rules.md §5).
    fn passes_payload_as_it_is(&self, items: &[Item]) -> bool {
        let has_star = items.iter().any(|item| matches!(item, Item::Star));
        let is_empty = self.message().is_none_or(|message| message.payload().is_empty());
        open_points::STAR_WITH_ITEMS_PASSES_BINARY
            && has_star
            && !is_empty
            && self.payload().kind() != Type::Object
    }

    /// The payload, if it is an object that has none of the fields that `items` name: then all of it can
    /// be copied in front of them.
    fn object_without(&self, items: &[Item]) -> Result<Option<Node<'a>>, EvalError> {
        let Some(Item::Star) = items.first() else { return Ok(None) };
        let payload = self.message().and_then(Message::json);
        let Some(payload) = payload.filter(|payload| payload.kind() == Kind::Object) else { return Ok(None) };
        for item in items {
            if let Item::Field { path, .. } = item
                && let Some(name) = path.first()
            {
                let (found, cost) = payload.find(name);
                self.work(cost)?;
                if found.is_some() {
                    return Ok(None);
                }
            }
        }
        Ok(Some(payload))
    }

    /// Writes an object of the members of `payload` and of all fields among `items`, whose names are
    /// different.
    fn write_fields(
        &self,
        writer: &mut JsonWriter,
        payload: Option<Node<'a>>,
        items: &'a [Item],
    ) -> Result<(), EvalError> {
        writer.raw(b"{");
        let mut first = !payload.is_some_and(|payload| writer.members_of(payload));
        for item in items {
            let Item::Field { path, value } = item else { continue };
            let value = self.item_value(value, None)?;
            if let (Some(name), false) = (path.first(), value.is_undefined()) {
                writer.separator(&mut first);
                writer.string(name);
                writer.raw(b":");
                writer.value(&value);
            }
        }
        writer.raw(b"}");
        Ok(())
    }

    /// The value of an item. `* AS x` over a payload that is not JSON is its bytes in base64.
    fn item_value(&self, expr: &'a Expr, element: Option<&Value<'a>>) -> Result<Value<'a>, EvalError> {
        let value = self.eval(expr, element)?;
        let is_payload = matches!(expr, Expr::Star) && element.is_none();
        if is_payload && value.is_undefined() {
            return self.encoded_payload_if_binary();
        }
        Ok(value)
    }

    /// What `* AS x` is over a payload that is not JSON.
    pub(super) fn encoded_payload_if_binary(&self) -> Result<Value<'a>, EvalError> {
        if open_points::STAR_WITH_ALIAS_ENCODES_BINARY {
            self.encoded_payload()
        } else {
            Ok(Value::Undefined)
        }
    }

    /// The payload's bytes in base64.
    pub(super) fn encoded_payload(&self) -> Result<Value<'a>, EvalError> {
        match self.message() {
            Some(message) => encode_bytes(self, message.payload()),
            None => Ok(Value::Undefined),
        }
    }

    /// The object that a list of items makes. Later items replace earlier ones of the same name.
    fn build(&self, items: &'a [Item], element: Option<&Value<'a>>) -> Result<Object<'a>, EvalError> {
        let mut object = Object::default();
        for item in items {
            match item {
                Item::Star => {
                    let members = match element {
                        Some(element) => self.members(element)?,
                        None => self.members(&self.payload())?,
                    };
                    let members = members.unwrap_or_default();
                    self.charge(members.len() * size_of::<(Cow<'_, str>, Value<'_>)>())?;
                    for (key, value) in members {
                        object.set(key, value);
                    }
                }
                Item::Merge(entries) => {
                    for (key, expr) in entries {
                        object.set(Cow::Borrowed(key), self.eval(expr, element)?);
                    }
                }
                Item::Field { path, value } => {
                    let value = self.item_value(value, element)?;
                    if !value.is_undefined() {
                        self.set_at(&mut object, path, value)?;
                    }
                }
            }
        }
        Ok(object)
    }

    /// Sets a value under a dotted alias, making and merging objects on the way.
    fn set_at(&self, object: &mut Object<'a>, path: &'a Path, value: Value<'a>) -> Result<(), EvalError> {
        let Some((last, parents)) = path.split_last() else { return Ok(()) };
        // The objects along the path, each taken out of the one before it.
        let mut chain: Vec<(Cow<'a, str>, Object<'a>)> = Vec::with_capacity(parents.len());
        for parent in parents {
            let holder = chain.last().map_or(&*object, |(_, holder)| holder);
            let members =
                holder.get(parent).map_or(Ok(None), |value| self.members(value))?.unwrap_or_default();
            self.charge((members.len() + 1) * size_of::<(Cow<'_, str>, Value<'_>)>())?;
            chain.push((Cow::Borrowed(parent), members.into_iter().collect()));
        }
        let (mut key, mut value) = (Cow::Borrowed(&**last), value);
        while let Some((parent, mut holder)) = chain.pop() {
            holder.set(key, value);
            (key, value) = (parent, Value::object(holder));
        }
        object.set(key, value);
        Ok(())
    }

    // === Nested queries ===

    /// Over an array: an array with what every element that passes WHERE makes. Over an object: what it
    /// makes, Undefined if it does not pass. Over anything else: Undefined (rules.md §1).
    pub(super) fn query(&self, query: &'a Query, outer: Option<&Value<'a>>) -> Result<Value<'a>, EvalError> {
        let source = self.eval(&query.source, outer)?;
        let mut results = Vec::new();
        let is_array = self.elements(&source, |element| {
            self.charge(size_of::<Value<'_>>())?;
            results.extend(self.query_element(query, element)?);
            Ok(ControlFlow::Continue(()))
        })?;
        if is_array {
            return Ok(Value::array(results));
        }
        let is_object = source.kind() == Type::Object;
        let result = if is_object { self.query_element(query, &source)? } else { None };
        Ok(result.unwrap_or_default())
    }

    /// What an element makes; `None` if it does not pass WHERE.
    fn query_element(&self, query: &'a Query, element: &Value<'a>) -> Result<Option<Value<'a>>, EvalError> {
        self.work(query.weight.saturating_mul(EXPRESSION_COST))?;
        if let Some(condition) = &query.condition
            && !self.is_true(condition, Some(element))?
        {
            return Ok(None);
        }
        Ok(Some(match &query.projection {
            Projection::Whole => self.copy(element)?,
            Projection::Bare(expr) => self.eval(expr, Some(element))?,
            Projection::Items { items, .. } => {
                self.charge(size_of::<Object<'_>>() * items.len())?;
                Value::object(self.build(items, Some(element))?)
            }
        }))
    }
}
