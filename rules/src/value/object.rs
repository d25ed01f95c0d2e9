//! Objects that expressions build.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Value;
use crate::sql::SqlVersion;

/// Objects up to this size are searched entry by entry.
const SEARCHED_LINEARLY: usize = 24;

/// An ordered object. Setting a key that is there replaces its value in its place.
#[derive(Clone, Debug, Default)]
pub struct Object<'a> {
    entries: Vec<(Cow<'a, str>, Value<'a>)>,
    /// Positions by key once there are many entries, so that building stays linear.
    positions: Option<HashMap<Cow<'a, str>, usize>>,
}

impl<'a> Object<'a> {
    /// The entries in their order; every key is there once.
    pub fn entries(&self) -> &[(Cow<'a, str>, Value<'a>)] {
        &self.entries
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.entries.get(self.position(key)?).map(|(_, value)| value)
    }

    /// Sets a key.
    pub fn set(&mut self, key: Cow<'a, str>, value: Value<'a>) {
        if let Some(position) = self.position(&key) {
            if let Some(entry) = self.entries.get_mut(position) {
                entry.1 = value;
            }
            return;
        }
        if let Some(positions) = &mut self.positions {
            positions.insert(key.clone(), self.entries.len());
        }
        self.entries.push((key, value));
        if self.positions.is_none() && self.entries.len() > SEARCHED_LINEARLY {
            let keys = self.entries.iter().enumerate().map(|(position, (key, _))| (key.clone(), position));
            self.positions = Some(keys.collect());
        }
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.positions {
            Some(positions) => positions.get(key).copied(),
            None => self.entries.iter().position(|(name, _)| name == key),
        }
    }

    pub(super) fn to_owned_object(&self, version: SqlVersion) -> Object<'static> {
        let entries = self.entries.iter();
        entries.map(|(key, value)| (Cow::Owned(key.to_string()), value.clone().into_owned(version))).collect()
    }
}

impl<'a> FromIterator<(Cow<'a, str>, Value<'a>)> for Object<'a> {
    fn from_iter<I: IntoIterator<Item = (Cow<'a, str>, Value<'a>)>>(entries: I) -> Self {
        let mut object = Self::default();
        for (key, value) in entries {
            object.set(key, value);
        }
        object
    }
}
