//! Why a request is rejected (shadow.md §8).

use base::UnixMillis;
use serde::Serialize;

use crate::{open_points, reply};

/// Why a request is rejected. Displays as the message that clients see.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ShadowError {
    /// The payload is no JSON.
    #[error("Payload contains invalid json")]
    InvalidJson,
    /// The payload of an update has no `state`.
    #[error("Missing required node: state")]
    MissingState,
    /// `state` is neither an object nor null.
    #[error("State node must be an object")]
    StateNotObject,
    /// `state.desired` is neither an object nor null.
    #[error("Desired node must be an object")]
    DesiredNotObject,
    /// `state.reported` is neither an object nor null.
    #[error("Reported node must be an object")]
    ReportedNotObject,
    /// `state` has a member besides `desired` and `reported`.
    #[error("State contains an invalid node: '{0}'")]
    InvalidNode(String),
    /// `version` is no non-negative integer.
    #[error("Invalid version")]
    InvalidVersion,
    /// `clientToken` is no string, or too long.
    #[error("Invalid clientToken")]
    InvalidClientToken,
    /// `desired` or `reported` nests deeper than the limit.
    #[error("JSON contains too many levels of nesting; maximum is {maximum}")]
    TooDeep {
        /// The limit.
        maximum: usize,
    },
    /// An array contains null.
    #[error("{}", open_points::NULL_IN_ARRAY)]
    NullInArray,
    /// The thing's name in the topic is impossible.
    #[error("{}", open_points::INVALID_THING_NAME)]
    InvalidThingName,
    /// The shadow's name in the topic is impossible.
    #[error("{}", open_points::INVALID_SHADOW_NAME)]
    InvalidShadowName,
    /// There is no such shadow.
    #[error("No shadow exists with name: '{0}'")]
    NotFound(String),
    /// The request was made for another version.
    #[error("Version conflict")]
    VersionConflict,
    /// The state would be larger than the limit.
    #[error("The payload exceeds the maximum size allowed")]
    TooLarge,
    /// The payload is not UTF-8.
    #[error("Unsupported documented encoding; supported encoding is UTF-8")]
    NotUtf8,
    /// Too many requests wait already.
    #[error("{}", open_points::TOO_MANY_REQUESTS)]
    TooManyRequests,
    /// The service cannot answer (any more).
    #[error("Internal service failure")]
    Internal,
}

impl ShadowError {
    /// The code of the `rejected` message, which is also the HTTP status.
    pub fn code(&self) -> u16 {
        match self {
            Self::InvalidJson
            | Self::MissingState
            | Self::StateNotObject
            | Self::DesiredNotObject
            | Self::ReportedNotObject
            | Self::InvalidNode(_)
            | Self::InvalidVersion
            | Self::InvalidClientToken
            | Self::TooDeep { .. }
            | Self::NullInArray
            | Self::InvalidThingName
            | Self::InvalidShadowName => 400,
            Self::NotFound(_) => 404,
            Self::VersionConflict => 409,
            Self::TooLarge => 413,
            Self::NotUtf8 => 415,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
        }
    }

    /// The name of the exception over HTTP.
    pub fn exception(&self) -> &'static str {
        match self.code() {
            404 => "ResourceNotFoundException",
            409 => "ConflictException",
            413 => "RequestEntityTooLargeException",
            415 => "UnsupportedDocumentEncodingException",
            429 => "ThrottlingException",
            500 => "InternalFailureException",
            _ => "InvalidRequestException",
        }
    }
}

/// A rejection: the error, and the client token of the request where it has a valid one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rejected {
    /// Why.
    pub error: ShadowError,
    /// The token by which the client knows its request.
    pub client_token: Option<String>,
}

impl Rejected {
    /// The `rejected` message (shadow.md §7).
    pub fn to_json(&self, now: UnixMillis) -> Vec<u8> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Message<'a> {
            code: u16,
            message: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            timestamp: Option<u64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            client_token: Option<&'a str>,
        }
        let code = self.error.code();
        reply::to_json(&Message {
            code,
            message: self.error.to_string(),
            timestamp: open_points::rejected_has_timestamp(code).then(|| now.seconds()),
            client_token: self.client_token.as_deref(),
        })
    }
}
