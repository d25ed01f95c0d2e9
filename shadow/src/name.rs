//! Which shadow.

use std::fmt;

use broker::ShadowOperation;

use crate::{ShadowError, open_points};

/// The name of a shadow: of a thing's only classic shadow, or of one of its named ones (shadow.md §1).
/// The thing need not exist. Ordered by thing, the classic shadow first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ShadowName {
    thing: Box<str>,
    name: Option<Box<str>>,
}

const THING_BYTES_MAX: usize = 128;
const NAME_BYTES_MAX: usize = 64;

impl ShadowName {
    /// The name of a thing's shadow; `name` is `None` for the classic one.
    ///
    /// # Errors
    /// When the thing's name is not of the form `[a-zA-Z0-9:_-]{1,128}` or the shadow's not of
    /// `[$a-zA-Z0-9:_-]{1,64}`.
    pub fn new(thing: &str, name: Option<&str>) -> Result<Self, ShadowError> {
        if !(1..=THING_BYTES_MAX).contains(&thing.len()) || !thing.bytes().all(is_name_byte) {
            return Err(ShadowError::InvalidThingName);
        }
        if let Some(name) = name
            && (!(1..=NAME_BYTES_MAX).contains(&name.len())
                || !name.bytes().all(|byte| byte == b'$' || is_name_byte(byte)))
        {
            return Err(ShadowError::InvalidShadowName);
        }
        Ok(Self { thing: thing.into(), name: name.map(Into::into) })
    }

    /// The thing's name.
    pub fn thing(&self) -> &str {
        &self.thing
    }

    /// The shadow's own name; `None` for the classic one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The topic of requests for an operation. Replies are published on topics below it.
    pub fn topic(&self, operation: ShadowOperation) -> String {
        format!("{self}/{}", operation.level())
    }

    /// The error for a shadow that is not there.
    pub(crate) fn not_found(&self) -> ShadowError {
        ShadowError::NotFound(open_points::name_in_not_found(self))
    }
}

/// The prefix that all topics of the shadow begin with, without the slash after it.
impl fmt::Display for ShadowName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "$aws/things/{}/shadow", self.thing)?;
        self.name.as_ref().map_or(Ok(()), |name| write!(f, "/name/{name}"))
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_of_classic_and_named_shadows() {
        let topic = |name| ShadowName::new("T", name).unwrap().topic(ShadowOperation::Update);
        assert_eq!(topic(None), "$aws/things/T/shadow/update");
        assert_eq!(topic(Some("$S:1")), "$aws/things/T/shadow/name/$S:1/update");
    }

    #[test]
    fn names_are_checked() {
        let long_thing = "t".repeat(129);
        for thing in ["", "a b", "a/b", "$a", "ä", &long_thing] {
            assert_eq!(ShadowName::new(thing, None), Err(ShadowError::InvalidThingName), "{thing}");
        }
        let long_name = "s".repeat(65);
        for name in ["", "a b", "a/b", "a.b", "ä", &long_name] {
            assert_eq!(ShadowName::new("T", Some(name)), Err(ShadowError::InvalidShadowName), "{name}");
        }
        assert!(ShadowName::new(&long_thing[1..], Some(&long_name[1..])).is_ok());
    }

    #[test]
    fn classic_shadow_comes_before_the_named_ones_of_its_thing() {
        let of = |thing, name| ShadowName::new(thing, name).unwrap();
        let mut names = [of("b", None), of("a", Some("x")), of("a", None), of("a", Some("$"))];
        names.sort();
        assert_eq!(names, [of("a", None), of("a", Some("$")), of("a", Some("x")), of("b", None)]);
    }
}
