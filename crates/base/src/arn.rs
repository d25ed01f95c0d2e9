//! Amazon Resource Names.

/// The six parts of an ARN, borrowed from its text.
///
/// ```
/// let arn = base::Arn::parse("arn:aws:iot:us-east-1:123456789012:thing/lamp").unwrap();
/// assert_eq!((arn.service, arn.resource), ("iot", "thing/lamp"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn`, …
    pub partition: &'a str,
    /// `iot`, `lambda`, …
    pub service: &'a str,
    /// May be empty, as in IAM ARNs.
    pub region: &'a str,
    /// May be empty, as in S3 ARNs.
    pub account: &'a str,
    /// Everything after the fifth colon, colons included.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Splits a text of the form `arn:partition:service:region:account:resource`.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        if parts.next()? != "arn" {
            return None;
        }
        let arn = Self {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        };
        let complete = !arn.partition.is_empty() && !arn.service.is_empty() && !arn.resource.is_empty();
        complete.then_some(arn)
    }

    /// The resource's name when the resource is of the given kind: `lamp` for `thing/lamp` and `thing`.
    pub fn name_of(&self, kind: &str) -> Option<&'a str> {
        self.resource.strip_prefix(kind)?.strip_prefix('/')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resource_keeps_its_colons() {
        let arn = Arn::parse("arn:aws:lambda:eu-west-1:123456789012:function:f:1").unwrap();
        assert_eq!(arn.resource, "function:f:1");
    }

    #[test]
    fn incomplete_text_is_no_arn() {
        for bad in ["", "arn", "arn:aws:iot", "arn:aws:iot:r:a:", "arn::iot:r:a:x", "urn:aws:iot:r:a:x"] {
            assert!(Arn::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn name_of_a_kind() {
        let arn = Arn::parse("arn:aws:iot:r:1:thing/lamp").unwrap();
        assert_eq!(arn.name_of("thing"), Some("lamp"));
        assert_eq!(arn.name_of("cert"), None);
    }
}
