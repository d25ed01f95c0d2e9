//! Checks a request against the model and words violations as AWS does (api-errors.md §1).
//!
//! A value of another JSON type is a `SerializationException` and ends the walk, as AWS reads a whole
//! request before it looks at constraints. Every constraint that is not met is then reported in one
//! exception, in the model's order.

mod constraint;
mod pattern;

use std::borrow::Cow;

use model::{ErrorShape, Kind, Member, OpId, Operation, Shape, iot};
use serde_json::{Map, Value};

use crate::error::ApiError;

/// Once a message is this long, in bytes, no further violation is added: values are repeated in messages,
/// and a request must not make an answer that is many times its size.
const MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// Operations whose messages leave the value out (api-errors.md §1).
const WITHOUT_VALUES: [OpId; 6] = [
    iot::op::CREATE_DOMAIN_CONFIGURATION,
    iot::op::DELETE_DOMAIN_CONFIGURATION,
    iot::op::DESCRIBE_DOMAIN_CONFIGURATION,
    iot::op::LIST_CERTIFICATES_BY_CA,
    iot::op::LIST_DOMAIN_CONFIGURATIONS,
    iot::op::UPDATE_DOMAIN_CONFIGURATION,
];

/// A member whose value is left out in every operation.
const MEMBER_WITHOUT_VALUE: &str = "policyVersionId";

/// The exception that tells of invalid requests: `InvalidRequestException`, but
/// `ValidationException` for operations whose model lists only that.
pub fn exception(operation: &Operation) -> &'static ErrorShape {
    let listed = |name| operation.errors.iter().find(|error| error.name == name).copied();
    listed("InvalidRequestException")
        .or_else(|| listed("ValidationException"))
        .unwrap_or(&iot::error::INVALID_REQUEST_EXCEPTION)
}

/// Checks the document of a request.
///
/// # Errors
/// `SerializationException` when a value has another JSON type than the model says, otherwise the
/// operation's exception for invalid requests with every violation in its message.
pub fn check(operation: &Operation, document: &Value) -> Result<(), ApiError> {
    let mut walk = Walk { operation, path: String::new(), violations: Vec::new(), message_bytes: 0 };
    walk.value(operation.input, document)?;
    let violations = walk.violations;
    match violations.len() {
        0 => Ok(()),
        1 => Err(ApiError::new(
            exception(operation),
            format!("1 validation error detected: {}", violations[0]),
        )),
        count => {
            let message = format!("{count} validation errors detected: {}", violations.join("; "));
            Err(ApiError::new(exception(operation), message))
        }
    }
}

/// A member as paths name it: `Key` is `key`, as in every capture.
fn step(member: &Member) -> Cow<'static, str> {
    match member.name.as_bytes() {
        [first, second, ..] if first.is_ascii_uppercase() && second.is_ascii_lowercase() => {
            let (first, rest) = member.name.split_at(1);
            Cow::Owned(first.to_lowercase() + rest)
        }
        _ => Cow::Borrowed(member.name),
    }
}

struct Walk<'a> {
    operation: &'a Operation,
    /// Where the walk is, in AWS's notation: `tags.1.member.key`.
    path: String,
    violations: Vec<String>,
    message_bytes: usize,
}

impl Walk<'_> {
    fn report_broken(&mut self, shape: &Shape, value: &Value) {
        for constraint in constraint::broken(shape, value) {
            self.report(shape, Some(value), &constraint.to_string());
        }
    }

    fn report(&mut self, shape: &Shape, value: Option<&Value>, constraint: &str) {
        if self.message_bytes > MESSAGE_BYTES_MAX {
            return;
        }
        let silent = WITHOUT_VALUES.contains(&self.operation.id)
            || shape.sensitive
            || self.path.ends_with(MEMBER_WITHOUT_VALUE);
        let shown = match value {
            _ if silent => String::new(),
            None => " null".into(),
            Some(value) => format!(" '{}'", constraint::shown(shape, value)),
        };
        let path = &self.path;
        let text = format!("Value{shown} at '{path}' failed to satisfy constraint: {constraint}");
        self.message_bytes += text.len();
        self.violations.push(text);
    }

    /// Walks one step down and back.
    fn below<T>(&mut self, step: &str, walk: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path += step;
        let result = walk(self);
        self.path.truncate(length);
        result
    }

    /// The depth of the walk is that of the model, which has no recursive shapes.
    fn value(&mut self, shape: &'static Shape, value: &Value) -> Result<(), ApiError> {
        match &shape.kind {
            Kind::Structure { members, .. } => self.structure(members, constraint::object(value)?),
            Kind::List { member, .. } => self.list(shape, member, value),
            Kind::Map { key, value: values, .. } => self.map(shape, key, values, value),
            _ => {
                constraint::check_type(shape, value)?;
                self.report_broken(shape, value);
                Ok(())
            }
        }
    }

    fn structure(&mut self, members: &'static [Member], object: &Map<String, Value>) -> Result<(), ApiError> {
        for member in members {
            match object.get(member.name).filter(|value| !value.is_null()) {
                Some(value) => self.below(&step(member), |walk| walk.value(member.shape, value))?,
                // A raw payload is not in the document, and an empty one is there all the same.
                None if member.required && !self.is_raw_payload(member) => {
                    self.below(&step(member), |walk| {
                        walk.report(member.shape, None, "Member must not be null");
                    });
                }
                None => {}
            }
        }
        Ok(())
    }

    fn is_raw_payload(&self, member: &Member) -> bool {
        let payload = self.operation.input.payload();
        matches!(member.shape.kind, Kind::Blob { .. }) && payload.is_some_and(|p| std::ptr::eq(p, member))
    }

    fn list(&mut self, shape: &Shape, member: &'static Shape, list: &Value) -> Result<(), ApiError> {
        let elements = constraint::array(list)?;
        self.report_broken(shape, list);
        if constraint::is_scalar(member) {
            return self.scalars(shape, list, member, elements.iter(), "Member must satisfy constraint");
        }
        for (index, element) in elements.iter().enumerate() {
            self.below(&format!("{}.member", index + 1), |walk| walk.value(member, element))?;
        }
        Ok(())
    }

    fn map(
        &mut self,
        shape: &Shape,
        key: &'static Shape,
        values: &'static Shape,
        map: &Value,
    ) -> Result<(), ApiError> {
        let entries = constraint::object(map)?;
        self.report_broken(shape, map);
        if !entries.keys().all(|name| constraint::key_fits(key, name)) {
            let text = format!("Map keys must satisfy constraint: {}", constraint::all(key));
            self.report(shape, Some(map), &text);
        }
        if constraint::is_scalar(values) {
            return self.scalars(shape, map, values, entries.values(), "Map value must satisfy constraint");
        }
        for (name, value) in entries {
            self.below(&format!("{name}.member"), |walk| walk.value(values, value))?;
        }
        Ok(())
    }

    /// Simple values in a list or map: one violation for all of them, with every constraint they have.
    fn scalars<'v>(
        &mut self,
        shape: &Shape,
        whole: &Value,
        element: &'static Shape,
        mut values: impl Iterator<Item = &'v Value>,
        phrase: &str,
    ) -> Result<(), ApiError> {
        let broken = values.try_fold(false, |broken, value| {
            constraint::check_type(element, value)?;
            Ok::<_, ApiError>(broken || constraint::broken(element, value).next().is_some())
        })?;
        if broken {
            self.report(shape, Some(whole), &format!("{phrase}: {}", constraint::all(element)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
