//! A call and its answer.

use std::collections::BTreeMap;

use base::Tenant;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::error::Error;
use super::members::Members;
use super::names::Reference;

/// One request for an operation.
pub(super) struct Call {
    /// Who calls.
    pub tenant: Tenant,
    /// The operation.
    pub operation: &'static str,
    /// Of the path, decoded.
    pub parameters: Vec<String>,
    /// Of the query, decoded.
    pub query: BTreeMap<String, Vec<String>>,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub request_id: String,
}

impl Call {
    /// A parameter of the query.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name)?.first().map(String::as_str)
    }

    /// A parameter of the path; every template of an operation that asks has it.
    pub fn parameter(&self, index: usize) -> &str {
        self.parameters.get(index).map(String::as_str).unwrap_or_default()
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body's members. An empty body has none.
    ///
    /// # Errors
    /// When it is no JSON object.
    pub fn members(&self) -> Result<Members, Error> {
        if self.body.is_empty() {
            return Ok(Members::default());
        }
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(members)) => Ok(Members::new(members)),
            Ok(_) => Err(Error::serialization("Start of structure or map found where not expected.")),
            Err(error) => {
                Err(Error::serialization(format!("Could not parse request body into json: {error}")))
            }
        }
    }

    /// The function of the path with the qualifier of name or query, as anybody may name it.
    ///
    /// # Errors
    /// When the name is none.
    pub fn any_function(&self) -> Result<Reference, Error> {
        Reference::parse(self.parameter(0), &self.tenant)?.qualified(self.query("Qualifier"))
    }

    /// The function of the path, of the caller's own account.
    ///
    /// # Errors
    /// When the name is none, or that of another account.
    pub fn function(&self) -> Result<Reference, Error> {
        let reference = self.any_function()?;
        self.own(&reference)?;
        Ok(reference)
    }

    /// Only invocations may cross accounts here.
    ///
    /// # Errors
    /// When the function is another account's.
    pub fn own(&self, reference: &Reference) -> Result<(), Error> {
        if reference.owner == self.tenant {
            return Ok(());
        }
        Err(super::policy::denied(&self.tenant, self.operation, &reference.arn()))
    }
}

/// What an operation answers.
pub(super) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// JSON with a status.
    pub fn json(status: StatusCode, document: &Value) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Self { status, headers, body: Bytes::from(document.to_string()) }
    }

    /// JSON with 200.
    pub fn ok(document: &Value) -> Self {
        Self::json(StatusCode::OK, document)
    }

    /// 204.
    pub fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// Adds a header; a value that cannot be one is left out.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }

    /// The HTTP response.
    pub fn respond(self, request_id: &str) -> Response<Bytes> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if let Ok(id) = HeaderValue::from_str(request_id) {
            response.headers_mut().entry("x-amzn-requestid").or_insert(id);
        }
        response
    }
}

/// The pairs of a query string.
pub(super) fn pairs(query: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        found.entry(decode(name)).or_default().push(decode(value));
    }
    found
}
