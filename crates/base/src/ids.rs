//! Identifiers with a fixed form.

use std::fmt;
use std::str::FromStr;

/// A text that does not have the form of the id it was given for.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{text:?} is not {expected}")]
pub struct InvalidId {
    text: String,
    expected: &'static str,
}

impl InvalidId {
    pub(crate) fn account(text: &str) -> Self {
        Self { text: text.into(), expected: "an account id of 12 digits" }
    }

    pub(crate) fn region(text: &str) -> Self {
        Self { text: text.into(), expected: "a region name such as us-east-1" }
    }
}

/// A certificate id: the SHA-256 of the certificate's DER form, written as 64 lower-case hex digits
/// (provisioning.md §1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CertificateId([u8; 32]);

impl CertificateId {
    /// The id of a certificate with this digest.
    pub fn from_sha256(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}

impl FromStr for CertificateId {
    type Err = InvalidId;

    /// Takes upper and lower case and an optional `0x`, as the service model's pattern does.
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let invalid = || InvalidId { text: text.into(), expected: "a certificate id of 64 hex digits" };
        let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
        if digits.len() != 64 {
            return Err(invalid());
        }
        let mut digest = [0; 32];
        for (byte, pair) in digest.iter_mut().zip(digits.chunks_exact(2)) {
            let nibble = |b: u8| (b as char).to_digit(16).ok_or_else(invalid);
            // Two nibbles below 16 fit a byte.
            *byte = (nibble(pair[0])? * 16 + nibble(pair[1])?) as u8;
        }
        Ok(Self(digest))
    }
}

impl fmt::Display for CertificateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for CertificateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificate_id_round_trips_in_lower_case() {
        let text = "0123456789ABCDEF".repeat(4);
        let id: CertificateId = text.parse().unwrap();
        assert_eq!(id.to_string(), text.to_lowercase());
        assert_eq!(format!("0x{text}").parse::<CertificateId>().unwrap(), id);
    }

    #[test]
    fn certificate_id_refuses_other_forms() {
        for bad in ["", "ab", &"g".repeat(64), &"é".repeat(32)] {
            assert!(bad.parse::<CertificateId>().is_err(), "{bad}");
        }
    }
}
