//! What desired and reported differ in (shadow.md §6).

use std::sync::Arc;

use serde_json::{Number, Value};

use crate::open_points;
use crate::tree::{Node, Tree};

/// The part of desired, with its metadata, that reported lacks or has otherwise. Empty when they are in
/// sync; what only reported has does not count.
pub(crate) fn delta(desired: &Tree, reported: &Tree) -> Tree {
    let difference = |(name, wanted): (&Arc<str>, &Node)| {
        let node = match (wanted, reported.get(name)) {
            (Node::Object(wanted), Some(Node::Object(actual))) => {
                Node::Object(delta(wanted, actual)).non_empty()?
            }
            (Node::Leaf(wanted), Some(Node::Leaf(actual))) if same(wanted.value(), actual.value()) => {
                return None;
            }
            _ => wanted.clone(),
        };
        Some((Arc::clone(name), node))
    };
    desired.entries().filter_map(difference).collect()
}

impl Node {
    fn non_empty(self) -> Option<Self> {
        match &self {
            Self::Object(tree) if tree.is_empty() => None,
            _ => Some(self),
        }
    }
}

/// Whether there is a delta.
pub(crate) fn differs(desired: &Tree, reported: &Tree) -> bool {
    desired.members().any(|(name, wanted)| match (wanted, reported.get(name)) {
        (Node::Object(wanted), Some(Node::Object(actual))) => differs(wanted, actual),
        (Node::Leaf(wanted), Some(Node::Leaf(actual))) => !same(wanted.value(), actual.value()),
        _ => true,
    })
}

/// Deep equality. The order of members does not matter, that of elements does.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => same_number(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        _ => one == other,
    }
}

fn same_number(one: &Number, other: &Number) -> bool {
    if one == other || !open_points::NUMBERS_EQUAL_BY_VALUE {
        return one == other;
    }
    match (integer(one), integer(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => one.as_f64() == other.as_f64(),
        _ => false,
    }
}

/// The number's exact value when it is whole, however it was written.
fn integer(number: &Number) -> Option<i128> {
    if let Some(value) = number.as_i64() {
        return Some(value.into());
    }
    if let Some(value) = number.as_u64() {
        return Some(value.into());
    }
    let value = number.as_f64()?;
    (value.fract() == 0.0 && value.abs() <= EXACT_MAX).then_some(value as i128)
}

/// 2^100, which an `i128` holds. Larger numbers are doubles on both sides and compare as such.
const EXACT_MAX: f64 = (1_u128 << 100) as f64;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_compare_by_exact_value() {
        for (one, other) in [(json!(1), json!(1.0)), (json!(0), json!(-0.0)), (json!(1e30), json!(1e30))] {
            assert!(same(&one, &other), "{one} {other}");
        }
        for (one, other) in [
            (json!(1), json!(1.5)),
            (json!(1), json!("1")),
            (json!(9_007_199_254_740_993_u64), json!(9_007_199_254_740_992.0)),
            (json!(u64::MAX), json!(18_446_744_073_709_551_616.0)),
            (json!(1e30), json!(1e300)),
        ] {
            assert!(!same(&one, &other), "{one} {other}");
        }
    }
}
