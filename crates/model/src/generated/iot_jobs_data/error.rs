// Printed by `cargo run -p xtask -- codegen`. Do not edit.

//! The exceptions of the service.

use crate::table::ErrorShape;

pub static CERTIFICATE_VALIDATION_EXCEPTION: ErrorShape =
    ErrorShape { name: "CertificateValidationException", status: 400, members: &[] };
pub static CONFLICT_EXCEPTION: ErrorShape =
    ErrorShape { name: "ConflictException", status: 409, members: &["resourceId"] };
pub static INTERNAL_SERVER_EXCEPTION: ErrorShape =
    ErrorShape { name: "InternalServerException", status: 500, members: &[] };
pub static INVALID_REQUEST_EXCEPTION: ErrorShape =
    ErrorShape { name: "InvalidRequestException", status: 400, members: &[] };
pub static INVALID_STATE_TRANSITION_EXCEPTION: ErrorShape =
    ErrorShape { name: "InvalidStateTransitionException", status: 409, members: &[] };
pub static RESOURCE_NOT_FOUND_EXCEPTION: ErrorShape =
    ErrorShape { name: "ResourceNotFoundException", status: 404, members: &[] };
pub static SERVICE_QUOTA_EXCEEDED_EXCEPTION: ErrorShape =
    ErrorShape { name: "ServiceQuotaExceededException", status: 402, members: &[] };
pub static SERVICE_UNAVAILABLE_EXCEPTION: ErrorShape =
    ErrorShape { name: "ServiceUnavailableException", status: 503, members: &[] };
pub static TERMINAL_STATE_EXCEPTION: ErrorShape =
    ErrorShape { name: "TerminalStateException", status: 410, members: &[] };
pub static THROTTLING_EXCEPTION: ErrorShape =
    ErrorShape { name: "ThrottlingException", status: 429, members: &[] };
pub static VALIDATION_EXCEPTION: ErrorShape =
    ErrorShape { name: "ValidationException", status: 400, members: &[] };

pub static ALL: [&ErrorShape; 11] = [
    &CERTIFICATE_VALIDATION_EXCEPTION,
    &CONFLICT_EXCEPTION,
    &INTERNAL_SERVER_EXCEPTION,
    &INVALID_REQUEST_EXCEPTION,
    &INVALID_STATE_TRANSITION_EXCEPTION,
    &RESOURCE_NOT_FOUND_EXCEPTION,
    &SERVICE_QUOTA_EXCEEDED_EXCEPTION,
    &SERVICE_UNAVAILABLE_EXCEPTION,
    &TERMINAL_STATE_EXCEPTION,
    &THROTTLING_EXCEPTION,
    &VALIDATION_EXCEPTION,
];
