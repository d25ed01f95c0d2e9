// Printed by `cargo run -p xtask -- codegen`. Do not edit.

//! The exceptions of the service.

use crate::table::ErrorShape;

pub static CERTIFICATE_CONFLICT_EXCEPTION: ErrorShape =
    ErrorShape { name: "CertificateConflictException", status: 409, members: &[] };
pub static CERTIFICATE_STATE_EXCEPTION: ErrorShape =
    ErrorShape { name: "CertificateStateException", status: 406, members: &[] };
pub static CERTIFICATE_VALIDATION_EXCEPTION: ErrorShape =
    ErrorShape { name: "CertificateValidationException", status: 400, members: &[] };
pub static CONFLICT_EXCEPTION: ErrorShape =
    ErrorShape { name: "ConflictException", status: 409, members: &["resourceId"] };
pub static CONFLICTING_RESOURCE_UPDATE_EXCEPTION: ErrorShape =
    ErrorShape { name: "ConflictingResourceUpdateException", status: 409, members: &[] };
pub static DELETE_CONFLICT_EXCEPTION: ErrorShape =
    ErrorShape { name: "DeleteConflictException", status: 409, members: &[] };
pub static INDEX_NOT_READY_EXCEPTION: ErrorShape =
    ErrorShape { name: "IndexNotReadyException", status: 400, members: &[] };
pub static INTERNAL_EXCEPTION: ErrorShape =
    ErrorShape { name: "InternalException", status: 500, members: &[] };
pub static INTERNAL_FAILURE_EXCEPTION: ErrorShape =
    ErrorShape { name: "InternalFailureException", status: 500, members: &[] };
pub static INTERNAL_SERVER_EXCEPTION: ErrorShape =
    ErrorShape { name: "InternalServerException", status: 500, members: &[] };
pub static INVALID_AGGREGATION_EXCEPTION: ErrorShape =
    ErrorShape { name: "InvalidAggregationException", status: 400, members: &[] };
pub static INVALID_QUERY_EXCEPTION: ErrorShape =
    ErrorShape { name: "InvalidQueryException", status: 400, members: &[] };
pub static INVALID_REQUEST_EXCEPTION: ErrorShape =
    ErrorShape { name: "InvalidRequestException", status: 400, members: &[] };
pub static INVALID_RESPONSE_EXCEPTION: ErrorShape =
    ErrorShape { name: "InvalidResponseException", status: 400, members: &[] };
pub static INVALID_STATE_TRANSITION_EXCEPTION: ErrorShape =
    ErrorShape { name: "InvalidStateTransitionException", status: 409, members: &[] };
pub static LIMIT_EXCEEDED_EXCEPTION: ErrorShape =
    ErrorShape { name: "LimitExceededException", status: 410, members: &[] };
pub static MALFORMED_POLICY_EXCEPTION: ErrorShape =
    ErrorShape { name: "MalformedPolicyException", status: 400, members: &[] };
pub static NOT_CONFIGURED_EXCEPTION: ErrorShape =
    ErrorShape { name: "NotConfiguredException", status: 404, members: &[] };
pub static REGISTRATION_CODE_VALIDATION_EXCEPTION: ErrorShape =
    ErrorShape { name: "RegistrationCodeValidationException", status: 400, members: &[] };
pub static RESOURCE_ALREADY_EXISTS_EXCEPTION: ErrorShape = ErrorShape {
    name: "ResourceAlreadyExistsException",
    status: 409,
    members: &["resourceId", "resourceArn"],
};
pub static RESOURCE_NOT_FOUND_EXCEPTION: ErrorShape =
    ErrorShape { name: "ResourceNotFoundException", status: 404, members: &[] };
pub static RESOURCE_REGISTRATION_FAILURE_EXCEPTION: ErrorShape =
    ErrorShape { name: "ResourceRegistrationFailureException", status: 400, members: &[] };
pub static SERVICE_QUOTA_EXCEEDED_EXCEPTION: ErrorShape =
    ErrorShape { name: "ServiceQuotaExceededException", status: 402, members: &[] };
pub static SERVICE_UNAVAILABLE_EXCEPTION: ErrorShape =
    ErrorShape { name: "ServiceUnavailableException", status: 503, members: &[] };
pub static SQL_PARSE_EXCEPTION: ErrorShape =
    ErrorShape { name: "SqlParseException", status: 400, members: &[] };
pub static TASK_ALREADY_EXISTS_EXCEPTION: ErrorShape =
    ErrorShape { name: "TaskAlreadyExistsException", status: 400, members: &[] };
pub static THROTTLING_EXCEPTION: ErrorShape =
    ErrorShape { name: "ThrottlingException", status: 400, members: &[] };
pub static TRANSFER_ALREADY_COMPLETED_EXCEPTION: ErrorShape =
    ErrorShape { name: "TransferAlreadyCompletedException", status: 410, members: &[] };
pub static TRANSFER_CONFLICT_EXCEPTION: ErrorShape =
    ErrorShape { name: "TransferConflictException", status: 409, members: &[] };
pub static UNAUTHORIZED_EXCEPTION: ErrorShape =
    ErrorShape { name: "UnauthorizedException", status: 401, members: &[] };
pub static VALIDATION_EXCEPTION: ErrorShape =
    ErrorShape { name: "ValidationException", status: 400, members: &[] };
pub static VERSION_CONFLICT_EXCEPTION: ErrorShape =
    ErrorShape { name: "VersionConflictException", status: 409, members: &[] };
pub static VERSIONS_LIMIT_EXCEEDED_EXCEPTION: ErrorShape =
    ErrorShape { name: "VersionsLimitExceededException", status: 409, members: &[] };

pub static ALL: [&ErrorShape; 33] = [
    &CERTIFICATE_CONFLICT_EXCEPTION,
    &CERTIFICATE_STATE_EXCEPTION,
    &CERTIFICATE_VALIDATION_EXCEPTION,
    &CONFLICT_EXCEPTION,
    &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
    &DELETE_CONFLICT_EXCEPTION,
    &INDEX_NOT_READY_EXCEPTION,
    &INTERNAL_EXCEPTION,
    &INTERNAL_FAILURE_EXCEPTION,
    &INTERNAL_SERVER_EXCEPTION,
    &INVALID_AGGREGATION_EXCEPTION,
    &INVALID_QUERY_EXCEPTION,
    &INVALID_REQUEST_EXCEPTION,
    &INVALID_RESPONSE_EXCEPTION,
    &INVALID_STATE_TRANSITION_EXCEPTION,
    &LIMIT_EXCEEDED_EXCEPTION,
    &MALFORMED_POLICY_EXCEPTION,
    &NOT_CONFIGURED_EXCEPTION,
    &REGISTRATION_CODE_VALIDATION_EXCEPTION,
    &RESOURCE_ALREADY_EXISTS_EXCEPTION,
    &RESOURCE_NOT_FOUND_EXCEPTION,
    &RESOURCE_REGISTRATION_FAILURE_EXCEPTION,
    &SERVICE_QUOTA_EXCEEDED_EXCEPTION,
    &SERVICE_UNAVAILABLE_EXCEPTION,
    &SQL_PARSE_EXCEPTION,
    &TASK_ALREADY_EXISTS_EXCEPTION,
    &THROTTLING_EXCEPTION,
    &TRANSFER_ALREADY_COMPLETED_EXCEPTION,
    &TRANSFER_CONFLICT_EXCEPTION,
    &UNAUTHORIZED_EXCEPTION,
    &VALIDATION_EXCEPTION,
    &VERSION_CONFLICT_EXCEPTION,
    &VERSIONS_LIMIT_EXCEEDED_EXCEPTION,
];
