//! Answers in JSON 1.0, with the headers of DynamoDB.

use bytes::Bytes;
use dynoxide::DynoxideError;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

const CONTENT_TYPE: &str = "application/x-amz-json-1.0";

/// Why a request is refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// By the engine, or in its words.
    Engine(DynoxideError),
    /// Before it.
    Own {
        /// The HTTP status.
        status: StatusCode,
        /// `__type`.
        kind: &'static str,
        /// `message`; DynamoDB leaves it out here and there.
        message: Option<String>,
    },
}

impl Refusal {
    /// No such operation on AWS either.
    pub(super) fn unknown_operation() -> Self {
        Self::Own {
            status: StatusCode::BAD_REQUEST,
            kind: "com.amazon.coral.service#UnknownOperationException",
            message: None,
        }
    }

    /// Something that AWS has and this service has not. SDKs do not repeat a request after a 501.
    pub(super) fn not_implemented(what: &str) -> Self {
        Self::Own {
            status: StatusCode::NOT_IMPLEMENTED,
            kind: "NotImplementedException",
            message: Some(format!("{what} of the service dynamodb is not implemented by Thingcore.")),
        }
    }

    /// The body is larger than DynamoDB takes.
    pub(super) fn too_large() -> Self {
        Self::Own {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            kind: "com.amazon.coral.service#RequestEntityTooLargeException",
            message: Some("The request body is larger than 16 megabytes.".into()),
        }
    }
}

impl From<DynoxideError> for Refusal {
    fn from(error: DynoxideError) -> Self {
        Self::Engine(error)
    }
}

/// The HTTP response for an answer in JSON or a refusal.
pub(super) fn respond(answer: Result<Vec<u8>, Refusal>, request_id: &str) -> Response<Bytes> {
    let (status, body) = match answer {
        Ok(body) => (StatusCode::OK, body),
        Err(Refusal::Engine(error)) => {
            let status = StatusCode::from_u16(error.status_code());
            (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error.to_json().into_bytes())
        }
        Err(Refusal::Own { status, kind, message }) => {
            let mut body = json!({ "__type": kind });
            if let Some(message) = message {
                body["message"] = message.into();
            }
            (status, body.to_string().into_bytes())
        }
    };
    let checksum = crc32(&body);
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
    headers.insert("x-amz-crc32", HeaderValue::from(checksum));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

/// The CRC-32 of Ethernet and zip, which `x-amz-crc32` carries and SDKs verify.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            let mut value = byte as u32;
            let mut bit = 0;
            while bit < 8 {
                value = if value & 1 == 1 { 0xedb8_8320 ^ (value >> 1) } else { value >> 1 };
                bit += 1;
            }
            table[byte] = value;
            byte += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |crc, byte| TABLE[usize::from(crc as u8 ^ byte)] ^ (crc >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_of_the_standard_test_text() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn headers_are_those_of_dynamodb() {
        let response = respond(Ok(b"{}".to_vec()), "THE-ID");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "application/x-amz-json-1.0");
        assert_eq!(response.headers()["x-amzn-requestid"], "THE-ID");
        assert_eq!(response.headers()["x-amz-crc32"], "2745614147");
    }

    #[test]
    fn an_error_without_a_message_has_none() {
        let response = respond(Err(Refusal::unknown_operation()), "id");
        assert_eq!(response.status(), 400);
        let text = r#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#;
        assert_eq!(response.body(), text);
    }
}
