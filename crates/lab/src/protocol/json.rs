//! AWS JSON 1.0 and 1.1: a document in, a document out, the operation in `X-Amz-Target`.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::{Value, json};

use super::Failure;

/// How a service speaks JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Json {
    /// Of requests and answers.
    pub content_type: &'static str,
    /// What comes before the dot of `X-Amz-Target`.
    pub target_prefix: &'static str,
    /// What comes before the name of an error, with its `#`; may be empty.
    pub error_prefix: &'static str,
    /// Errors carry their names in the query protocol too (trait `awsQueryCompatible`).
    pub query_compatible: bool,
}

impl Json {
    /// The operation that a request calls, and its document.
    ///
    /// # Errors
    /// `UnknownOperationException` and `SerializationException`.
    pub fn request(&self, request: &Request<Bytes>) -> Result<(String, Value), Failure> {
        let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
        let (prefix, name) = target.and_then(|target| target.split_once('.')).unwrap_or_default();
        if request.method() != Method::POST || prefix != self.target_prefix {
            return Err(unknown_operation());
        }
        let body: &[u8] = if request.body().is_empty() { b"{}" } else { request.body() };
        match serde_json::from_slice(body) {
            Ok(document @ Value::Object(_)) => Ok((name.to_owned(), document)),
            Ok(_) => Err(malformed("the document is not an object")),
            Err(error) => Err(malformed(&error.to_string())),
        }
    }

    /// The answer to an operation.
    pub fn respond(&self, outcome: Result<Value, Failure>, request_id: &str) -> Response<Bytes> {
        let failure = match outcome {
            Ok(Value::Null) => return self.document(StatusCode::OK, "{}".into(), request_id),
            Ok(document) => return self.document(StatusCode::OK, document.to_string(), request_id),
            Err(failure) => failure,
        };
        failure.log(request_id);
        let kind = format!("{}{}", self.error_prefix, failure.code);
        let document = json!({"__type": kind, "message": failure.message});
        let mut response = self.document(failure.status, document.to_string(), request_id);
        if self.query_compatible {
            let fault = if failure.is_senders() { "Sender" } else { "Receiver" };
            if let Ok(value) = HeaderValue::try_from(format!("{};{fault}", failure.query_code())) {
                response.headers_mut().insert("x-amzn-query-error", value);
            }
        }
        response
    }

    fn document(&self, status: StatusCode, text: String, request_id: &str) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(text));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Ok(id) = HeaderValue::from_str(request_id) {
            headers.insert("x-amzn-requestid", id);
        }
        response
    }
}

/// The operation is not one of the service's.
pub(crate) fn unknown_operation() -> Failure {
    Failure::bad("UnknownOperationException", "").or("InvalidAction")
}

/// The document cannot be read.
pub(crate) fn malformed(reason: &str) -> Failure {
    Failure::bad("SerializationException", reason).or("MalformedInput")
}
