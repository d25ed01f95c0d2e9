//! Lambda's errors and how they look on the wire.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

/// An error of the API. Its kind decides status and shape (the service model's exceptions).
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[error("{code}: {message}")]
pub(crate) struct Error {
    /// The exception's name.
    pub(super) code: &'static str,
    status: StatusCode,
    /// For the caller.
    pub(super) message: String,
    /// Why a call is throttled.
    reason: Option<&'static str>,
}

/// Why an invocation is throttled (`Reason` of TooManyRequestsException).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Throttle {
    /// The function runs as often as is reserved for it.
    Reserved,
    /// The account runs as many functions as it may, or this machine does.
    Account,
}

impl Error {
    fn new(code: &'static str, status: StatusCode, message: impl Into<String>) -> Self {
        Self { code, status, message: message.into(), reason: None }
    }

    /// Parameters that violate the service model.
    pub(super) fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationException", StatusCode::BAD_REQUEST, message)
    }

    /// A body that is no JSON object, or has a member of another type.
    pub(super) fn serialization(message: impl Into<String>) -> Self {
        Self::new("SerializationException", StatusCode::BAD_REQUEST, message)
    }

    /// A parameter that the service does not take.
    pub(super) fn invalid_parameter(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterValueException", StatusCode::BAD_REQUEST, message)
    }

    /// An event that is no JSON.
    pub(super) fn invalid_content(message: impl Into<String>) -> Self {
        Self::new("InvalidRequestContentException", StatusCode::BAD_REQUEST, message)
    }

    /// What is named does not exist.
    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new("ResourceNotFoundException", StatusCode::NOT_FOUND, message)
    }

    /// No such function, version or alias.
    pub(super) fn no_function(arn: &str) -> Self {
        Self::not_found(format!("Function not found: {arn}"))
    }

    /// What is to be made exists, or is in the way.
    pub(super) fn conflict(message: impl Into<String>) -> Self {
        Self::new("ResourceConflictException", StatusCode::CONFLICT, message)
    }

    /// The revision is another one by now.
    pub(super) fn precondition() -> Self {
        let message = "The Revision Id provided does not match the latest Revision Id. Call the \
                       GetFunction/GetAlias API to retrieve the latest Revision Id";
        Self::new("PreconditionFailedException", StatusCode::PRECONDITION_FAILED, message)
    }

    /// A resource policy would be larger than AWS takes.
    pub(super) fn policy_length(bytes: usize, max: usize) -> Self {
        let message = format!("The final policy size ({bytes}) is bigger than the limit ({max}).");
        Self::new("PolicyLengthExceededException", StatusCode::BAD_REQUEST, message)
    }

    /// An event or a request is too large.
    pub(super) fn too_large(message: impl Into<String>) -> Self {
        Self::new("RequestTooLargeException", StatusCode::PAYLOAD_TOO_LARGE, message)
    }

    /// A deployment package is too large to come with a request.
    pub(super) fn package_too_large(operation: &str) -> Self {
        let message = format!("Request must be smaller than 70167211 bytes for the {operation} operation");
        Self::new("RequestEntityTooLargeException", StatusCode::PAYLOAD_TOO_LARGE, message)
    }

    /// The caller may not.
    pub(super) fn access_denied(message: impl Into<String>) -> Self {
        Self::new("AccessDeniedException", StatusCode::FORBIDDEN, message)
    }

    /// Too many invocations at a time.
    pub(super) fn throttled(throttle: Throttle) -> Self {
        let reason = match throttle {
            Throttle::Reserved => "ReservedFunctionConcurrentInvocationLimitExceeded",
            Throttle::Account => "ConcurrentInvocationLimitExceeded",
        };
        let error = Self::new("TooManyRequestsException", StatusCode::TOO_MANY_REQUESTS, "Rate Exceeded.");
        Self { reason: Some(reason), ..error }
    }

    /// Something of ours failed.
    pub(super) fn internal(message: impl Into<String>) -> Self {
        Self::new("ServiceException", StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    /// No operation has this method and path, on AWS neither.
    pub(super) fn unknown_operation() -> Self {
        Self::new(
            "UnknownOperationException",
            StatusCode::NOT_FOUND,
            "The requested operation is not recognized by the service.",
        )
    }

    /// Something that AWS has and this service has not. SDKs do not repeat a request after a 501.
    pub(super) fn not_implemented(what: &str) -> Self {
        let message = format!("{what} of the service lambda is not implemented by Thingcore.");
        Self::new("NotImplementedException", StatusCode::NOT_IMPLEMENTED, message)
    }

    /// The JSON of the error: `Type` and a message that some exceptions spell with a capital.
    fn document(&self) -> Value {
        if self.code == "ValidationException" || self.code == "SerializationException" {
            return json!({ "message": self.message });
        }
        let kind = if self.status.is_server_error() { "Service" } else { "User" };
        let capital =
            matches!(self.code, "ResourceNotFoundException" | "ServiceException" | "AccessDeniedException");
        let key = if capital { "Message" } else { "message" };
        let mut document = json!({ "Type": kind, key: self.message });
        if let Some(reason) = self.reason {
            document["Reason"] = reason.into();
        }
        document
    }

    /// The HTTP response.
    pub(super) fn respond(&self, request_id: &str) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.document().to_string()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert("x-amzn-errortype", HeaderValue::from_static(self.code));
        if let Ok(id) = HeaderValue::from_str(request_id) {
            headers.insert("x-amzn-requestid", id);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(error: &Error) -> (u16, String) {
        let response = error.respond("id");
        assert_eq!(response.headers()["x-amzn-errortype"], error.code);
        (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
    }

    #[test]
    fn every_exception_has_the_shape_of_the_model() {
        assert_eq!(
            text(&Error::no_function("arn:f")),
            (404, r#"{"Type":"User","Message":"Function not found: arn:f"}"#.into())
        );
        assert_eq!(text(&Error::conflict("x")), (409, r#"{"Type":"User","message":"x"}"#.into()));
        assert_eq!(text(&Error::validation("x")), (400, r#"{"message":"x"}"#.into()));
        assert_eq!(text(&Error::internal("x")), (500, r#"{"Type":"Service","Message":"x"}"#.into()));
    }

    #[test]
    fn a_throttled_caller_learns_the_reason() {
        let (status, body) = text(&Error::throttled(Throttle::Reserved));
        assert_eq!(status, 429);
        assert_eq!(
            body,
            r#"{"Type":"User","message":"Rate Exceeded.","Reason":"ReservedFunctionConcurrentInvocationLimitExceeded"}"#
        );
    }

    #[test]
    fn what_is_not_here_is_named() {
        let (status, body) = text(&Error::not_implemented("The operation PublishLayerVersion"));
        assert_eq!(status, 501);
        assert!(body.contains("The operation PublishLayerVersion of the service lambda is not"), "{body}");
    }
}
