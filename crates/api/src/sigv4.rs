//! AWS Signature Version 4: what a request claims, whether the claim holds, and signing.
//!
//! Two forms are known: the `Authorization` header, and the query of a presigned URL, which is how
//! browsers and devices open MQTT over WebSocket (mqtt.md §1). Time, keys and body are passed in.

mod canonical;
mod parse;
mod sign;
mod verify;

use thiserror::Error;

pub(crate) use canonical::{signing_key, unhex};
pub use parse::{Claim, parse_authorization};
pub use sign::sign;
pub use verify::{verify, verify_unread};

pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
pub(crate) const TERMINATOR: &str = "aws4_request";

/// A secret to sign and verify with.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// The public half.
    pub access_key_id: String,
    /// The secret half.
    pub secret_access_key: String,
    /// The token that temporary keys come with.
    pub session_token: Option<String>,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secret").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}

/// Why a signature is refused. The texts are AWS's where it has one.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SignatureError {
    /// A part is missing or unreadable.
    #[error("{0}")]
    Incomplete(String),
    /// The session token is not the key's.
    #[error("The security token included in the request is invalid.")]
    WrongToken,
    /// The signature is out of date, or for another day.
    #[error("{0}")]
    Time(String),
    /// The signature is not that of this request under this key.
    #[error(
        "The request signature we calculated does not match the signature you provided. Check your AWS \
         Secret Access Key and signing method. Consult the service documentation for details."
    )]
    Mismatch,
    /// The body is signed in a way that these services do not take.
    #[error("x-amz-content-sha256 {0} is not supported")]
    Payload(String),
}

#[cfg(test)]
mod tests;
