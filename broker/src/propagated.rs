//! User properties that are added to what a connection publishes (mqtt.md §14).

use std::fmt;

use mqtt::encode::PropertyList;
use mqtt::{Properties, Property};
use triomphe::ThinArc;

/// Properties that a connection's thing adds to each of its messages; nearly always none, which is one
/// null pointer.
#[derive(Clone, Default)]
pub struct Propagated(Option<ThinArc<(), u8>>);

impl Propagated {
    /// Properties by key and value, in their order.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let list = pairs.into_iter().fold(PropertyList::new(), |list, (key, value)| list.user(key, value));
        let raw = list.as_raw();
        Self((!raw.is_empty()).then(|| ThinArc::from_header_and_slice((), raw)))
    }

    /// Whether there are any.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// In wire form.
    fn raw(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |properties| &properties.slice)
    }

    /// Adds them to those of a message, as long as the user properties together have at most `max` bytes.
    /// Returns whether all had room. AWS does not say what it does with more: the message of a device
    /// that keeps its own limits is not refused for what is added to it.
    pub(crate) fn append_to(&self, list: PropertyList, max: usize) -> (PropertyList, bool) {
        let raw = self.raw();
        let mut used = user_bytes(list.as_raw());
        let (mut list, mut complete) = (list, true);
        for property in Properties::from_raw(raw).iter() {
            let Property::User(key, value) = property else { continue };
            used += key.len() + value.len();
            if used > max {
                complete = false;
                break;
            }
            list = list.user(key, value);
        }
        (list, complete)
    }
}

/// Bytes of the user properties among properties in wire form.
fn user_bytes(raw: &[u8]) -> usize {
    let bytes = |property| match property {
        Property::User(key, value) => key.len() + value.len(),
        _ => 0,
    };
    Properties::from_raw(raw).iter().map(bytes).sum()
}

impl fmt::Debug for Propagated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let raw = self.raw();
        f.debug_list().entries(Properties::from_raw(raw).iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &PropertyList) -> Vec<(&str, &str)> {
        let user = |property| match property {
            Property::User(key, value) => Some((key, value)),
            _ => None,
        };
        Properties::from_raw(list.as_raw()).iter().filter_map(user).collect()
    }

    #[test]
    fn nothing_propagates_in_one_word() {
        assert_eq!(size_of::<Propagated>(), size_of::<usize>());
        assert!(Propagated::new([]).is_empty());
    }

    #[test]
    fn they_come_behind_the_messages_own_as_far_as_there_is_room() {
        let propagated = Propagated::new([("floor", "3"), ("room", "12")]);
        let own = || PropertyList::new().user("k", "v");
        let (list, complete) = propagated.append_to(own(), 14);
        assert!(complete);
        assert_eq!(pairs(&list), [("k", "v"), ("floor", "3"), ("room", "12")]);
        let (list, complete) = propagated.append_to(own(), 13);
        assert!(!complete);
        assert_eq!(pairs(&list), [("k", "v"), ("floor", "3")]);
    }
}
