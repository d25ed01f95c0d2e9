//! What the protocols of the services have in common: the call, its failure, and how both look on the wire.

pub(crate) mod json;
pub(crate) mod query;
#[cfg_attr(not(feature = "s3"), allow(dead_code, reason = "dates of HTTP are for S3"))]
pub(crate) mod time;

use std::borrow::Cow;

use base::{Tenant, UnixMillis};
use http::{Request, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::kept::NotStored;

/// The access key that a request is signed with, as an extension of the request. Whoever verified the
/// signature puts it there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccessKey(pub String);

/// What an operation knows of a request besides its parameters.
#[derive(Clone, Debug)]
pub(crate) struct Call<'a> {
    /// Whose resources.
    pub tenant: &'a Tenant,
    /// When it came.
    pub now: UnixMillis,
    /// Its id.
    pub request_id: &'a str,
    /// How the client reached this server: `http://HOST:PORT`.
    pub origin: String,
    /// The access key of its signature.
    pub access_key: Option<String>,
}

impl<'a> Call<'a> {
    /// The call of a request that comes now.
    pub fn of<B>(tenant: &'a Tenant, request: &Request<B>, request_id: &'a str) -> Self {
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let host = host.or_else(|| request.uri().authority().map(http::uri::Authority::as_str));
        Self {
            tenant,
            now: UnixMillis::now(),
            request_id,
            origin: format!("http://{}", host.unwrap_or("localhost")),
            access_key: request.extensions().get::<AccessKey>().map(|key| key.0.clone()),
        }
    }
}

/// Why an operation is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{code}: {message}")]
pub(crate) struct Failure {
    /// Of the response.
    pub status: StatusCode,
    /// The error's name.
    pub code: Cow<'static, str>,
    /// Its name in the query protocol, where that is another.
    pub query_code: Option<&'static str>,
    /// AWS's text where it is known.
    pub message: String,
}

impl Failure {
    /// A failure with a status.
    pub fn new(status: StatusCode, code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), query_code: None, message: message.into() }
    }

    /// The caller's mistake: 400.
    pub fn bad(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// 404.
    pub fn not_found(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, message)
    }

    /// 409.
    pub fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// With another name in the query protocol.
    pub fn or(self, query_code: &'static str) -> Self {
        Self { query_code: Some(query_code), ..self }
    }

    /// What AWS has and Thingcore has not: 501, which SDKs do not repeat.
    pub fn not_implemented(what: impl std::fmt::Display) -> Self {
        let message = format!("{what} is not implemented by Thingcore.");
        Self::new(StatusCode::NOT_IMPLEMENTED, "NotImplementedException", message).or("NotImplemented")
    }

    /// An operation that AWS has and Thingcore has not.
    pub fn operation_not_implemented(service: &str, operation: &str) -> Self {
        Self::not_implemented(format_args!("{operation} of the service {service}"))
    }

    /// The name in the query protocol.
    pub fn query_code(&self) -> &str {
        self.query_code.unwrap_or(&self.code)
    }

    /// Tells the log of it, which a caller who is at fault fills at most when it was asked to listen.
    pub fn log(&self, request_id: &str) {
        let (status, code, message) = (self.status.as_u16(), &*self.code, &*self.message);
        if self.status.is_server_error() && self.status != StatusCode::NOT_IMPLEMENTED {
            tracing::error!(request_id, status, code, message, "request failed");
        } else {
            tracing::debug!(request_id, status, code, message, "request refused");
        }
    }

    /// Whether the caller is at fault.
    pub fn is_senders(&self) -> bool {
        !self.status.is_server_error()
    }
}

impl From<NotStored> for Failure {
    fn from(_: NotStored) -> Self {
        let message = "The change could not be stored in time. Check the disk.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailableException", message)
            .or("ServiceUnavailable")
    }
}

/// Reads an operation's parameters.
///
/// # Errors
/// What `refuse` makes of a document that does not fit.
pub(crate) fn read<T: DeserializeOwned>(
    document: Value,
    refuse: impl FnOnce(&serde_json::Error) -> Failure,
) -> Result<T, Failure> {
    serde_json::from_value(document).map_err(|error| refuse(&error))
}

/// An operation's answer as a document.
///
/// # Errors
/// Never for the structs of names, texts and numbers that answers are.
pub(crate) fn written<T: Serialize>(answer: T) -> Result<Value, Failure> {
    serde_json::to_value(answer).map_err(|error| {
        Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalFailure", error.to_string())
    })
}

/// The member that an error of serde says is missing.
pub(crate) fn missing_member(error: &serde_json::Error) -> Option<String> {
    let text = error.to_string();
    let rest = text.strip_prefix("missing field `")?;
    rest.split('`').next().map(str::to_owned)
}
