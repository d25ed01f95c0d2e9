//! Aggregations: what many documents say about one field (*Querying for aggregate data*).
//!
//! Of a document counts what is of the field's type; a value of another type is as good as none
//! (*Fleet indexing troubleshooting*).

use std::collections::{BTreeMap, BTreeSet};

use crate::value::Value;

/// The type that a field is aggregated as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Named as in the service model.
pub enum FieldType {
    Number,
    String,
    Boolean,
}

/// A value of a field's type.
#[derive(Clone, PartialEq, PartialOrd, Debug)]
pub enum Scalar {
    /// A number; never NaN.
    Number(f64),
    /// A text.
    String(String),
    /// A truth value.
    Boolean(bool),
}

impl FieldType {
    /// A value as one of this type. A text of the registry may be anything.
    pub fn of(self, value: Value<'_>) -> Option<Scalar> {
        match (self, value) {
            (Self::Number, value) => value.as_number().map(Scalar::Number),
            (Self::String, Value::Text(text) | Value::Attribute(text)) => Some(Scalar::String(text.into())),
            (Self::Boolean, Value::Boolean(value)) => Some(Scalar::Boolean(value)),
            (Self::Boolean, Value::Attribute(text)) => text.parse().ok().map(Scalar::Boolean),
            _ => None,
        }
    }
}

impl Scalar {
    /// The number that it is in statistics; a truth value is 0 or 1.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Boolean(value) => Some(f64::from(u8::from(*value))),
            Self::String(_) => None,
        }
    }

    fn key(&self) -> Key {
        match self {
            Self::Number(value) => Key::Number(Ordered::new(*value)),
            Self::String(text) => Key::String(text.clone()),
            Self::Boolean(value) => Key::Boolean(*value),
        }
    }
}

/// What can be told of numbers. The variance is that of a population: the mean of the squared deviations.
#[derive(Clone, Copy, PartialEq, Debug)]
#[allow(missing_docs)] // Named as in the service model.
pub struct Statistics {
    pub average: f64,
    pub sum: f64,
    pub minimum: f64,
    pub maximum: f64,
    pub sum_of_squares: f64,
    pub variance: f64,
    pub std_deviation: f64,
}

/// Statistics of numbers; `None` when there are none, or a result is beyond what a double can hold.
pub fn statistics(numbers: &[f64]) -> Option<Statistics> {
    let first = *numbers.first()?;
    let count = numbers.len() as f64;
    let sum: f64 = numbers.iter().sum();
    let average = sum / count;
    // In two passes: the mean of squares less the square of the mean loses all digits of large numbers.
    let variance = numbers.iter().map(|number| (number - average).powi(2)).sum::<f64>() / count;
    let all = Statistics {
        average,
        sum,
        minimum: numbers.iter().copied().fold(first, f64::min),
        maximum: numbers.iter().copied().fold(first, f64::max),
        sum_of_squares: numbers.iter().map(|number| number * number).sum(),
        variance,
        std_deviation: variance.sqrt(),
    };
    let is_finite = [all.sum, all.sum_of_squares, all.variance].into_iter().all(f64::is_finite);
    is_finite.then_some(all)
}

/// The values below which so many percent of the numbers lie, in the order of `percents` (0 to 100). Between
/// two numbers it lies in proportion, as in AWS's example. Puts the numbers in order. `None` without numbers.
pub fn percentiles(numbers: &mut [f64], percents: &[f64]) -> Option<Vec<f64>> {
    numbers.sort_unstable_by(f64::total_cmp);
    let last = numbers.len().checked_sub(1)?;
    let at = |percent: &f64| {
        let rank = percent.clamp(0.0, 100.0) / 100.0 * last as f64;
        // At most `last`.
        let below = rank.floor() as usize;
        let above = (below + 1).min(last);
        // Not by their difference, which may be beyond a double.
        let share = rank - below as f64;
        if share == 0.0 { numbers[below] } else { mix(numbers[below], numbers[above], share) }
    };
    Some(percents.iter().map(at).collect())
}

fn mix(below: f64, above: f64, share: f64) -> f64 {
    let step = above - below;
    if step.is_finite() { below + step * share } else { below * (1.0 - share) + above * share }
}

/// How many documents have each value of a field.
#[derive(Clone, Debug, Default)]
pub struct Tally(BTreeMap<Key, u64>);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Key {
    Number(Ordered),
    String(String),
    Boolean(bool),
}

/// A number in its natural order.
#[derive(Clone, Copy, Debug)]
struct Ordered(f64);

impl Ordered {
    /// Zero has one sign.
    fn new(value: f64) -> Self {
        Self(if value == 0.0 { 0.0 } else { value })
    }
}

impl PartialEq for Ordered {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Tally {
    /// Counts a document that has these values. One that it has twice counts once.
    pub fn add(&mut self, values: &[Scalar]) {
        let different: BTreeSet<Key> = values.iter().map(Scalar::key).collect();
        for key in different {
            *self.0.entry(key).or_default() += 1;
        }
    }

    /// The number of different values.
    pub fn cardinality(&self) -> usize {
        self.0.len()
    }

    /// The values that most documents have, with how many these are, the most frequent first; those that are as
    /// frequent in their own order.
    pub fn buckets(&self, max: usize) -> Vec<(String, u64)> {
        let mut all: Vec<(&Key, u64)> = self.0.iter().map(|(key, count)| (key, *count)).collect();
        // Stable, so that the order of the keys stays.
        all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let text = |key: &Key| match key {
            Key::Number(Ordered(value)) => value.to_string(),
            Key::String(text) => text.clone(),
            Key::Boolean(value) => value.to_string(),
        };
        all.into_iter().take(max).map(|(key, count)| (text(key), count)).collect()
    }
}
