// Printed by `cargo run -p xtask -- codegen`. Do not edit.

//! The exceptions of the service.

use crate::table::ErrorShape;

pub static CONFLICT_EXCEPTION: ErrorShape =
    ErrorShape { name: "ConflictException", status: 409, members: &[] };
pub static FORBIDDEN_EXCEPTION: ErrorShape =
    ErrorShape { name: "ForbiddenException", status: 403, members: &[] };
pub static GATEWAY_TIMEOUT_EXCEPTION: ErrorShape =
    ErrorShape { name: "GatewayTimeoutException", status: 504, members: &[] };
pub static INTERNAL_FAILURE_EXCEPTION: ErrorShape =
    ErrorShape { name: "InternalFailureException", status: 500, members: &[] };
pub static INVALID_REQUEST_EXCEPTION: ErrorShape =
    ErrorShape { name: "InvalidRequestException", status: 400, members: &[] };
pub static METHOD_NOT_ALLOWED_EXCEPTION: ErrorShape =
    ErrorShape { name: "MethodNotAllowedException", status: 405, members: &[] };
pub static REQUEST_ENTITY_TOO_LARGE_EXCEPTION: ErrorShape =
    ErrorShape { name: "RequestEntityTooLargeException", status: 413, members: &[] };
pub static RESOURCE_NOT_FOUND_EXCEPTION: ErrorShape =
    ErrorShape { name: "ResourceNotFoundException", status: 404, members: &[] };
pub static SERVICE_UNAVAILABLE_EXCEPTION: ErrorShape =
    ErrorShape { name: "ServiceUnavailableException", status: 503, members: &[] };
pub static THROTTLING_EXCEPTION: ErrorShape =
    ErrorShape { name: "ThrottlingException", status: 429, members: &[] };
pub static UNAUTHORIZED_EXCEPTION: ErrorShape =
    ErrorShape { name: "UnauthorizedException", status: 401, members: &[] };
pub static UNSUPPORTED_DOCUMENT_ENCODING_EXCEPTION: ErrorShape =
    ErrorShape { name: "UnsupportedDocumentEncodingException", status: 415, members: &[] };

pub static ALL: [&ErrorShape; 12] = [
    &CONFLICT_EXCEPTION,
    &FORBIDDEN_EXCEPTION,
    &GATEWAY_TIMEOUT_EXCEPTION,
    &INTERNAL_FAILURE_EXCEPTION,
    &INVALID_REQUEST_EXCEPTION,
    &METHOD_NOT_ALLOWED_EXCEPTION,
    &REQUEST_ENTITY_TOO_LARGE_EXCEPTION,
    &RESOURCE_NOT_FOUND_EXCEPTION,
    &SERVICE_UNAVAILABLE_EXCEPTION,
    &THROTTLING_EXCEPTION,
    &UNAUTHORIZED_EXCEPTION,
    &UNSUPPORTED_DOCUMENT_ENCODING_EXCEPTION,
];
