//! One signed HTTP request: for services of which one call is wanted, in place of a whole SDK crate. It has the
//! same endpoints, credentials, timeouts and failures.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use base::Tenant;
use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Method, Request, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value as Json;

use super::{Clients, REQUEST_WITHIN, failure};
use crate::http::client::{HttpClient, Problem as Unanswered};
use crate::perform::Failure;

/// Bytes of an answer that are read. Those of most operations are far smaller; objects of S3 and items may be large.
const ANSWER_MAX: usize = 1 << 20;
/// What is escaped in the path of an object: everything but RFC 3986's unreserved characters and slashes.
const KEPT_IN_PATHS: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The older of the two protocols that have the operation in a header.
pub(crate) const JSON_1_0: &str = "application/x-amz-json-1.0";
/// The newer.
pub(crate) const JSON_1_1: &str = "application/x-amz-json-1.1";

/// An operation of a service that has it in a header.
#[derive(Clone, Copy)]
pub(crate) struct Operation {
    pub service: &'static str,
    pub content_type: &'static str,
    pub target: &'static str,
}

/// Why a request failed.
pub(crate) struct Problem {
    /// The error's code; empty when there is none.
    pub code: String,
    pub failure: Failure,
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self { code: String::new(), failure }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        problem.failure
    }
}

/// A request to a service.
pub(crate) struct Call<'a> {
    /// The name that it is signed for.
    pub signing_name: &'a str,
    pub method: Method,
    /// Where to: endpoint and path, encoded.
    pub url: String,
    pub headers: Vec<(HeaderName, &'a str)>,
    pub body: Vec<u8>,
}

impl Call<'_> {
    /// The request without its signature.
    pub(super) fn request(self) -> Result<Request<Bytes>, Failure> {
        let refused =
            |error: &dyn std::fmt::Display| Failure::permanent(format!("cannot call {}: {error}", self.url));
        let uri: Uri = self.url.parse().map_err(|error| refused(&error))?;
        // Signing takes an absolute URL for granted.
        if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none_or(str::is_empty) {
            return Err(refused(&"it is no http or https URL with a host"));
        }
        let mut request = Request::new(Bytes::new());
        for (name, value) in &self.headers {
            let value = HeaderValue::from_str(value).map_err(|error| refused(&error))?;
            request.headers_mut().insert(name, value);
        }
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.body_mut() = self.body.into();
        Ok(request)
    }
}

/// Adds the headers of Signature Version 4 to a request, which has an absolute URL.
pub(crate) fn sign_request(
    request: &mut Request<Bytes>,
    credentials: Credentials,
    region: &str,
    service: &str,
    now: SystemTime,
) -> Result<(), String> {
    let mut settings = SigningSettings::default();
    if service == "s3" {
        // S3 signs paths as they are, and wants the hash of the body in a header.
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    }
    let identity = Identity::from(credentials);
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(service)
        .time(now)
        .settings(settings)
        .build()
        .map_err(|error| error.to_string())?
        .into();
    let headers = request.headers().iter();
    let headers = headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let signable = SignableRequest::new(
        request.method().as_str(),
        request.uri().to_string(),
        headers,
        SignableBody::Bytes(request.body()),
    );
    let signed = signable.and_then(|signable| sign(signable, &parameters));
    let (instructions, _) = signed.map_err(|error| error.to_string())?.into_parts();
    instructions.apply_to_request_http1x(request);
    Ok(())
}

/// A part of a path, escaped; slashes stay.
pub(crate) fn escaped(part: &str) -> String {
    utf8_percent_encode(part, KEPT_IN_PATHS).to_string()
}

/// The name that requests to a service are signed for.
pub(super) fn signing_name(service: &str) -> &'static str {
    let known = crate::sinks::SERVICES.iter().find(|known| known.name == service);
    known.map_or("", |service| service.signing_name)
}

impl Clients {
    /// Calls an operation of a service that has it in a header.
    pub(crate) async fn call_json(
        &self,
        tenant: &Tenant,
        operation: Operation,
        input: &Json,
    ) -> Result<Json, Problem> {
        let (endpoint, credentials) = self.target(operation.service, tenant)?;
        self.call_json_at(&endpoint.url, credentials, tenant, operation, input).await
    }

    /// The same at an endpoint.
    pub(super) async fn call_json_at(
        &self,
        url: &str,
        credentials: Credentials,
        tenant: &Tenant,
        operation: Operation,
        input: &Json,
    ) -> Result<Json, Problem> {
        let Operation { service, content_type, target } = operation;
        let call = Call {
            signing_name: signing_name(service),
            method: Method::POST,
            url: format!("{}/", url.trim_end_matches('/')),
            headers: vec![
                (http::header::CONTENT_TYPE, content_type),
                (HeaderName::from_static("x-amz-target"), target),
            ],
            body: input.to_string().into_bytes(),
        };
        let answer = self.send(tenant, call, credentials).await?;
        // Some answer success with nothing.
        Ok(serde_json::from_slice(&answer).unwrap_or_default())
    }

    /// Calls an operation of a service that has it in the path: a POST of JSON.
    pub(super) async fn call_rest(
        &self,
        tenant: &Tenant,
        service: &str,
        path: &str,
        input: &Json,
    ) -> Result<Json, Problem> {
        let (endpoint, credentials) = self.target(service, tenant)?;
        let call = Call {
            signing_name: signing_name(service),
            method: Method::POST,
            url: format!("{}{path}", endpoint.url.trim_end_matches('/')),
            headers: vec![(http::header::CONTENT_TYPE, "application/json")],
            body: input.to_string().into_bytes(),
        };
        let answer = self.send(tenant, call, credentials).await?;
        Ok(serde_json::from_slice(&answer).unwrap_or_default())
    }

    /// Signs and sends any request, and reads the answer: the body of one that says success.
    pub(super) async fn send(
        &self,
        tenant: &Tenant,
        call: Call<'_>,
        credentials: Credentials,
    ) -> Result<Bytes, Problem> {
        let signing_name = call.signing_name.to_owned();
        let mut request = call.request()?;
        sign_request(&mut request, credentials, tenant.region.as_str(), &signing_name, SystemTime::now())
            .map_err(Failure::permanent)?;
        answer(&self.plain, request).await
    }
}

async fn answer(http: &HttpClient, request: Request<Bytes>) -> Result<Bytes, Problem> {
    let sent = tokio::time::timeout(REQUEST_WITHIN, http.send(request, ANSWER_MAX)).await;
    let Ok(sent) = sent else {
        return Err(
            Failure { message: format!("no answer within {REQUEST_WITHIN:?}"), transient: true }.into()
        );
    };
    let response = sent.map_err(|problem| Failure {
        message: problem.to_string(),
        transient: !matches!(problem, Unanswered::TooLarge(_)),
    })?;
    let status = response.status();
    if status.is_success() {
        return Ok(response.into_body());
    }
    let kind = response.headers().get("x-amzn-errortype").and_then(|kind| kind.to_str().ok());
    Err(failure::answered(status.as_u16(), kind, response.body()))
}
