//! The errors of S3.

use http::StatusCode;

use crate::protocol::Failure;

pub(super) fn no_such_bucket() -> Failure {
    Failure::not_found("NoSuchBucket", "The specified bucket does not exist")
}

pub(super) fn no_such_key() -> Failure {
    Failure::not_found("NoSuchKey", "The specified key does not exist.")
}

pub(super) fn no_such_upload() -> Failure {
    let text = "The specified upload does not exist. The upload ID may be invalid, or the upload may have been \
                aborted or completed.";
    Failure::not_found("NoSuchUpload", text)
}

pub(super) fn access_denied() -> Failure {
    Failure::new(StatusCode::FORBIDDEN, "AccessDenied", "Access Denied")
}

pub(super) fn invalid_argument(message: &str) -> Failure {
    Failure::bad("InvalidArgument", message)
}

pub(super) fn invalid_request(message: impl Into<String>) -> Failure {
    Failure::bad("InvalidRequest", message)
}

pub(super) fn unknown_algorithm() -> Failure {
    let text = "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, \
                CRC32C, CRC64NVME, SHA1, SHA256]";
    invalid_request(text)
}

pub(super) fn malformed_xml() -> Failure {
    let text = "The XML you provided was not well-formed or did not validate against our published schema";
    Failure::bad("MalformedXML", text)
}

pub(super) fn precondition_failed() -> Failure {
    let text = "At least one of the pre-conditions you specified did not hold";
    Failure::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", text)
}

pub(super) fn method_not_allowed() -> Failure {
    let text = "The specified method is not allowed against this resource.";
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", text)
}

pub(super) fn too_large() -> Failure {
    Failure::bad("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
}

pub(super) fn incomplete_body() -> Failure {
    let text = "You did not provide the number of bytes specified by the Content-Length HTTP header";
    Failure::bad("IncompleteBody", text)
}

pub(super) fn io(error: &std::io::Error) -> Failure {
    tracing::error!(%error, "a file of S3 cannot be used");
    let text = "We encountered an internal error. Please try again.";
    Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", text)
}

/// What AWS has and Thingcore has not.
pub(super) fn not_implemented(what: impl std::fmt::Display) -> Failure {
    let message = format!("{what} of the service s3 is not implemented by Thingcore.");
    Failure::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message)
}
