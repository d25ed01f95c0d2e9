//! Exceptions, as clients of AWS IoT see them (api-errors.md §1).

use std::fmt;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use model::{ErrorShape, Service, ServiceId, iot, iot_data, iot_jobs_data};
use serde_json::{Map, Value};

/// The body is not JSON, or JSON of another type than the model says.
pub static SERIALIZATION: ErrorShape = own("SerializationException", 400);
/// No operation has this method and path.
pub static UNKNOWN_OPERATION: ErrorShape = own("UnknownOperationException", 404);
/// The operation exists on AWS but not here. AWS never answers this.
pub static NOT_IMPLEMENTED: ErrorShape = own("NotImplementedException", 501);
/// The caller may not do this.
pub static ACCESS_DENIED: ErrorShape = own("AccessDeniedException", 403);
/// The request is not signed.
pub static MISSING_AUTHENTICATION_TOKEN: ErrorShape = own("MissingAuthenticationTokenException", 403);
/// The signature lacks a part.
pub static INCOMPLETE_SIGNATURE: ErrorShape = own("IncompleteSignatureException", 403);
/// Nobody has this access key or session token.
pub static UNRECOGNIZED_CLIENT: ErrorShape = own("UnrecognizedClientException", 403);
/// The signature is not that of the request, or out of date.
pub static INVALID_SIGNATURE: ErrorShape = own("InvalidSignatureException", 403);

const fn own(name: &'static str, status: u16) -> ErrorShape {
    ErrorShape { name, status, members: &[] }
}

/// A refusal of a request: an exception's name, HTTP status and message. One machine word.
///
/// Constructors are named after the exceptions and use the control plane's statuses. When the error
/// leaves the pipeline, the operation's own service decides: the same `ThrottlingException` is a 400 of
/// `iot` and a 429 of `iot-data`.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    code: &'static ErrorShape,
    message: String,
    resource_id: Option<String>,
    resource_arn: Option<String>,
}

impl ApiError {
    /// An exception of one of the services' models, or of the statics above.
    pub fn new(code: &'static ErrorShape, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { code, message: message.into(), resource_id: None, resource_arn: None }))
    }

    /// Names the resource that is in the way. Shown by the conflict exceptions only.
    #[must_use]
    pub fn with_resource_id(mut self, id: impl Into<String>) -> Self {
        self.0.resource_id = Some(id.into());
        self
    }

    /// Names the resource that is in the way by its ARN. Shown by `ResourceAlreadyExistsException` only.
    #[must_use]
    pub fn with_resource_arn(mut self, arn: impl Into<String>) -> Self {
        self.0.resource_arn = Some(arn.into());
        self
    }

    /// The exception's name, for example `ResourceNotFoundException`.
    pub fn name(&self) -> &'static str {
        self.0.code.name
    }

    /// The HTTP status in the given service.
    pub fn status(&self, service: ServiceId) -> u16 {
        self.shape(service.service()).status
    }

    /// What went wrong, as the client sees it.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    fn shape(&self, service: &'static Service) -> &'static ErrorShape {
        service.error(self.0.code.name).unwrap_or(self.0.code)
    }

    /// The answer. Data-plane services repeat the request's id in the body.
    pub fn respond(&self, service: ServiceId, request_id: &str) -> Response<Bytes> {
        let shape = self.shape(service.service());
        let mut body = Map::new();
        body.insert("message".into(), self.0.message.as_str().into());
        for &member in shape.members {
            // Present as null when unset (api-errors.md §1).
            let value = match member {
                "resourceId" => self.0.resource_id.clone(),
                "resourceArn" => self.0.resource_arn.clone(),
                _ => None,
            };
            body.insert(member.into(), value.into());
        }
        if service != ServiceId::Iot {
            body.insert("traceId".into(), request_id.into());
        }
        let mut response = Response::new(Bytes::from(Value::Object(body).to_string()));
        *response.status_mut() =
            StatusCode::from_u16(shape.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert("x-amzn-errortype", HeaderValue::from_static(shape.name));
        response
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name(), self.0.message)
    }
}

impl std::error::Error for ApiError {}

/// One constructor for each exception.
macro_rules! constructors {
    ($($function:ident = $code:expr;)*) => {
        impl ApiError {
            $(
                #[doc = concat!("A `", stringify!($code), "`.")]
                pub fn $function(message: impl Into<String>) -> Self {
                    Self::new(&$code, message)
                }
            )*
        }
    };
}

constructors! {
    access_denied = ACCESS_DENIED;
    not_implemented = NOT_IMPLEMENTED;
    serialization = SERIALIZATION;
    unknown_operation = UNKNOWN_OPERATION;
    certificate_conflict = iot::error::CERTIFICATE_CONFLICT_EXCEPTION;
    certificate_state = iot::error::CERTIFICATE_STATE_EXCEPTION;
    certificate_validation = iot::error::CERTIFICATE_VALIDATION_EXCEPTION;
    conflict = iot::error::CONFLICT_EXCEPTION;
    conflicting_resource_update = iot::error::CONFLICTING_RESOURCE_UPDATE_EXCEPTION;
    delete_conflict = iot::error::DELETE_CONFLICT_EXCEPTION;
    forbidden = iot_data::error::FORBIDDEN_EXCEPTION;
    gateway_timeout = iot_data::error::GATEWAY_TIMEOUT_EXCEPTION;
    index_not_ready = iot::error::INDEX_NOT_READY_EXCEPTION;
    internal = iot::error::INTERNAL_EXCEPTION;
    internal_failure = iot::error::INTERNAL_FAILURE_EXCEPTION;
    internal_server = iot::error::INTERNAL_SERVER_EXCEPTION;
    invalid_aggregation = iot::error::INVALID_AGGREGATION_EXCEPTION;
    invalid_query = iot::error::INVALID_QUERY_EXCEPTION;
    invalid_request = iot::error::INVALID_REQUEST_EXCEPTION;
    invalid_response = iot::error::INVALID_RESPONSE_EXCEPTION;
    invalid_state_transition = iot::error::INVALID_STATE_TRANSITION_EXCEPTION;
    limit_exceeded = iot::error::LIMIT_EXCEEDED_EXCEPTION;
    malformed_policy = iot::error::MALFORMED_POLICY_EXCEPTION;
    method_not_allowed = iot_data::error::METHOD_NOT_ALLOWED_EXCEPTION;
    not_configured = iot::error::NOT_CONFIGURED_EXCEPTION;
    registration_code_validation = iot::error::REGISTRATION_CODE_VALIDATION_EXCEPTION;
    request_entity_too_large = iot_data::error::REQUEST_ENTITY_TOO_LARGE_EXCEPTION;
    resource_already_exists = iot::error::RESOURCE_ALREADY_EXISTS_EXCEPTION;
    resource_not_found = iot::error::RESOURCE_NOT_FOUND_EXCEPTION;
    resource_registration_failure = iot::error::RESOURCE_REGISTRATION_FAILURE_EXCEPTION;
    service_quota_exceeded = iot::error::SERVICE_QUOTA_EXCEEDED_EXCEPTION;
    service_unavailable = iot::error::SERVICE_UNAVAILABLE_EXCEPTION;
    sql_parse = iot::error::SQL_PARSE_EXCEPTION;
    task_already_exists = iot::error::TASK_ALREADY_EXISTS_EXCEPTION;
    terminal_state = iot_jobs_data::error::TERMINAL_STATE_EXCEPTION;
    throttling = iot::error::THROTTLING_EXCEPTION;
    transfer_already_completed = iot::error::TRANSFER_ALREADY_COMPLETED_EXCEPTION;
    transfer_conflict = iot::error::TRANSFER_CONFLICT_EXCEPTION;
    unauthorized = iot::error::UNAUTHORIZED_EXCEPTION;
    unsupported_document_encoding = iot_data::error::UNSUPPORTED_DOCUMENT_ENCODING_EXCEPTION;
    validation = iot::error::VALIDATION_EXCEPTION;
    version_conflict = iot::error::VERSION_CONFLICT_EXCEPTION;
    versions_limit_exceeded = iot::error::VERSIONS_LIMIT_EXCEEDED_EXCEPTION;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(error: &ApiError, service: ServiceId) -> (u16, String) {
        let response = error.respond(service, "id");
        (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
    }

    #[test]
    fn an_error_is_one_word() {
        assert_eq!(size_of::<ApiError>(), size_of::<usize>());
    }

    #[test]
    fn conflicts_show_their_resource_or_null() {
        let error = ApiError::resource_already_exists("there");
        let text = r#"{"message":"there","resourceId":null,"resourceArn":null}"#;
        assert_eq!(body(&error, ServiceId::Iot), (409, text.into()));
        let error = ApiError::conflict("there").with_resource_id("r").with_resource_arn("not shown");
        assert_eq!(body(&error, ServiceId::Iot), (409, r#"{"message":"there","resourceId":"r"}"#.into()));
        let error = ApiError::resource_not_found("gone").with_resource_id("not shown");
        assert_eq!(body(&error, ServiceId::Iot), (404, r#"{"message":"gone"}"#.into()));
    }

    #[test]
    fn the_service_decides_the_status() {
        let error = ApiError::throttling("slow down");
        assert_eq!(error.status(ServiceId::Iot), 400);
        assert_eq!(error.status(ServiceId::IotData), 429);
        assert_eq!(body(&error, ServiceId::IotData).1, r#"{"message":"slow down","traceId":"id"}"#);
    }

    #[test]
    fn the_name_is_in_a_header() {
        let response = ApiError::certificate_state("active").respond(ServiceId::Iot, "id");
        assert_eq!(response.headers()["x-amzn-errortype"], "CertificateStateException");
        assert_eq!(response.status().as_u16(), 406);
    }
}
