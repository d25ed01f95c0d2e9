//! Objects with free keys.

use serde_json::Value;

use crate::{Model, ReadError};

/// A map of the service models: texts to values, in the order in which they came.
///
/// Maps in requests are small (attributes, tags, headers), so look-up is a walk.
#[derive(Clone, PartialEq, Debug)]
pub struct Map<T>(Vec<(String, T)>);

impl<T> Map<T> {
    /// A map without entries.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Sets the value of a key, and returns the one it had.
    pub fn insert(&mut self, key: impl Into<String>, value: T) -> Option<T> {
        let key = key.into();
        match self.0.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                self.0.push((key, value));
                None
            }
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Later entries do not replace earlier ones of the same key: the source is expected to have none.
impl<T, K: Into<String>> FromIterator<(K, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (String, T);
    type IntoIter = std::vec::IntoIter<(String, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T: Model> Model for Map<T> {
    fn read(value: Value) -> Result<Self, ReadError> {
        let entries = crate::value::object(value, "a map")?;
        entries.into_iter().map(|(key, value)| Ok((key, T::read(value)?))).collect()
    }

    fn write(self) -> Value {
        self.0.into_iter().map(|(key, value)| (key, value.write())).collect()
    }
}
