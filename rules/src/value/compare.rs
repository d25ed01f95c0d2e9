//! Equality (rules.md §3).

use std::borrow::Cow;

use super::{Type, Value};
use crate::open_points;
use crate::sql::SqlVersion;

impl Value<'_> {
    /// `=`: by value for operands of one type (Int and Decimal are one, arrays are ordered, objects are
    /// not), false for different types, `None` when an operand is Undefined.
    pub fn equals(&self, other: &Self) -> Option<bool> {
        let kind = self.kind();
        if kind == Type::Undefined || other.kind() == Type::Undefined {
            return None;
        }
        if kind != other.kind() {
            return Some(false);
        }
        Some(match kind {
            Type::Undefined => false,
            Type::Null => open_points::NULL_EQUALS_NULL,
            Type::Boolean => matches!((self, other), (Self::Bool(left), Self::Bool(right)) if left == right),
            Type::Number => match (self.as_number(), other.as_number()) {
                (Some(left), Some(right)) => left == right,
                // A number beyond the range of the SQL has no value.
                _ => return None,
            },
            Type::String => self.as_text() == other.as_text(),
            Type::Array => equal_arrays(self, other),
            Type::Object => equal_objects(self, other),
        })
    }
}

/// Numbers are equal however they are written, so the version makes no difference in here.
const ANY_VERSION: SqlVersion = SqlVersion::V2015_10_08;

/// Recursion is bounded: JSON texts and statements are of limited depth.
fn equal_arrays(left: &Value<'_>, right: &Value<'_>) -> bool {
    let (Some(left), Some(right)) = (left.elements(ANY_VERSION), right.elements(ANY_VERSION)) else {
        return false;
    };
    left.len() == right.len() && left.iter().zip(&right).all(|(left, right)| same(left, right))
}

fn equal_objects(left: &Value<'_>, right: &Value<'_>) -> bool {
    let (left, right) = (sorted_members(left), sorted_members(right));
    left.len() == right.len()
        && left.iter().zip(&right).all(|(left, right)| left.0 == right.0 && same(&left.1, &right.1))
}

/// Inside arrays and objects two absent or null values do not make a difference.
fn same(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Null, Value::Null) | (Value::Undefined, Value::Undefined) => true,
        _ => left.equals(right).unwrap_or(false),
    }
}

/// The members by key; of duplicates the last, and without those that are not written (Undefined).
fn sorted_members<'a>(object: &Value<'a>) -> Vec<(Cow<'a, str>, Value<'a>)> {
    let mut members = object.members().unwrap_or_default();
    // They were made to be passed on, and are wanted now.
    for (_, value) in &mut members {
        if let Value::Json(node) = value {
            *value = Value::from_node(*node, ANY_VERSION);
        }
    }
    members.reverse();
    // Stable: of equal keys the one that came last stays first.
    members.sort_by(|left, right| left.0.cmp(&right.0));
    members.dedup_by(|later, first| later.0 == first.0);
    members.retain(|(_, value)| !value.is_undefined());
    members
}
