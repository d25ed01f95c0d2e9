//! Accounts, regions, and the pair of both that owns every resource.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::InvalidId;

/// A 12-digit AWS account id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId([u8; 12]);

impl AccountId {
    /// The digits.
    pub fn as_str(&self) -> &str {
        // Only ASCII digits pass `from_str`.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for AccountId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let digits: [u8; 12] = text.as_bytes().try_into().map_err(|_| InvalidId::account(text))?;
        if digits.iter().all(u8::is_ascii_digit) { Ok(Self(digits)) } else { Err(InvalidId::account(text)) }
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An AWS region name such as `us-east-1`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(Arc<str>);

impl Region {
    /// The longest region name that is accepted, in bytes.
    const MAX_BYTES: usize = 32;

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ARN partition that the region belongs to.
    pub fn partition(&self) -> &'static str {
        if self.0.starts_with("cn-") {
            "aws-cn"
        } else if self.0.starts_with("us-gov-") {
            "aws-us-gov"
        } else {
            "aws"
        }
    }
}

impl FromStr for Region {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let fits = (1..=Self::MAX_BYTES).contains(&text.len());
        let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits && plain { Ok(Self(text.into())) } else { Err(InvalidId::region(text)) }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One account in one region: the owner of things, topics, shadows, rules and queues. Names, topics
/// and certificates of different tenants never meet. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Tenant {
    /// The account.
    pub account: AccountId,
    /// The region.
    pub region: Region,
}

impl Tenant {
    /// A tenant of an account and a region.
    pub fn new(account: AccountId, region: Region) -> Self {
        Self { account, region }
    }

    /// What every IoT ARN of this tenant starts with: `arn:aws:iot:REGION:ACCOUNT:`.
    pub fn iot_arn_prefix(&self) -> String {
        format!("arn:{}:iot:{}:{}:", self.region.partition(), self.region, self.account)
    }

    /// The ARN of an IoT resource of this tenant, for example of `thing/lamp`.
    pub fn iot_arn(&self, resource: impl fmt::Display) -> String {
        format!("{}{resource}", self.iot_arn_prefix())
    }
}

impl fmt::Display for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.account, self.region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_takes_twelve_digits_only() {
        assert_eq!("123456789012".parse::<AccountId>().unwrap().as_str(), "123456789012");
        for bad in ["", "12345678901", "1234567890123", "12345678901x", "١٢٣٤٥٦"] {
            assert!(bad.parse::<AccountId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn partition_follows_the_region() {
        let of = |r: &str| r.parse::<Region>().unwrap().partition();
        assert_eq!(of("eu-west-1"), "aws");
        assert_eq!(of("cn-north-1"), "aws-cn");
        assert_eq!(of("us-gov-west-1"), "aws-us-gov");
    }

    #[test]
    fn arn_of_a_resource() {
        let tenant = Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
        assert_eq!(tenant.iot_arn("thing/lamp"), "arn:aws:iot:us-east-1:123456789012:thing/lamp");
    }
}
