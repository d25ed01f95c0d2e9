//! One signed HTTP request: for services of which one call is wanted, in place of a whole SDK crate. It has the
//! same endpoints, credentials, timeouts and failures.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use base::Tenant;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Request, Uri};
use serde_json::Value as Json;

use super::{CONNECT_WITHIN, Clients, REQUEST_WITHIN, failure};
use crate::perform::Failure;

/// Bytes of an answer that are read. Those of a batch of one message are far smaller.
const ANSWER_MAX: usize = 256 * 1024;

/// Sends requests, over one pool of connections.
pub(super) struct Signer {
    connector: Connector,
}

/// The older of the two protocols that have the operation in a header.
pub(super) const JSON_1_0: &str = "application/x-amz-json-1.0";
/// The newer.
pub(super) const JSON_1_1: &str = "application/x-amz-json-1.1";

/// An operation of a service that has it in a header.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    pub service: &'static str,
    pub content_type: &'static str,
    pub target: &'static str,
}

/// Why a request failed.
pub(super) struct Problem {
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
pub(super) struct Call<'a> {
    /// The name that it is signed for.
    pub signing_name: &'a str,
    pub method: &'static str,
    /// Where to: endpoint and path, encoded.
    pub url: String,
    pub content_type: &'static str,
    /// The operation in protocols that have it in a header.
    pub target: Option<&'static str>,
    pub body: Vec<u8>,
}

impl Signer {
    pub fn new() -> Self {
        let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT_WITHIN).build();
        let connector = Connector::builder()
            .connector_settings(settings)
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .build();
        Self { connector }
    }

    /// Signs a request, sends it, and reads the answer: the body of one that says success.
    pub async fn send(
        &self,
        call: Call<'_>,
        credentials: Credentials,
        region: &str,
    ) -> Result<Vec<u8>, Problem> {
        let request = signed(call, credentials, region, SystemTime::now())?;
        let answer = async {
            let answer = self.connector.call(request).await.map_err(|error| failure::unanswered(&error))?;
            let status = answer.status();
            let kind = answer.headers().get("x-amzn-errortype").map(str::to_owned);
            let body = read(answer).await?;
            if status.is_success() {
                Ok(body)
            } else {
                Err(failure::answered(status.as_u16(), kind.as_deref(), &body))
            }
        };
        tokio::time::timeout(REQUEST_WITHIN, answer).await.unwrap_or_else(|_| {
            Err(Failure { message: format!("no answer within {REQUEST_WITHIN:?}"), transient: true }.into())
        })
    }
}

/// The request with its signature.
pub(super) fn signed(
    call: Call<'_>,
    credentials: Credentials,
    region: &str,
    now: SystemTime,
) -> Result<HttpRequest, Failure> {
    let refused =
        |error: &dyn std::fmt::Display| Failure::permanent(format!("cannot call {}: {error}", call.url));
    let uri: Uri = call.url.parse().map_err(|error| refused(&error))?;
    // Signing takes an absolute URL for granted.
    if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none_or(str::is_empty) {
        return Err(refused(&"it is no http or https URL with a host"));
    }
    let mut request = Request::new(SdkBody::empty());
    *request.method_mut() = call.method.parse().map_err(|error| refused(&error))?;
    *request.uri_mut() = uri;
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(call.content_type));
    if let Some(target) = call.target {
        let name = HeaderName::from_static("x-amz-target");
        request.headers_mut().insert(name, HeaderValue::from_static(target));
    }

    let identity = credentials.into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(call.signing_name)
        .time(now)
        .settings(SigningSettings::default())
        .build()
        .map_err(|error| refused(&error))?
        .into();
    // All of them are plain text.
    let headers = request.headers().iter();
    let headers = headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let signable = SignableRequest::new(call.method, &call.url, headers, SignableBody::Bytes(&call.body))
        .and_then(|signable| sign(signable, &parameters))
        .map_err(|error| refused(&error))?;
    let (instructions, _) = signable.into_parts();
    for (name, value) in instructions.headers() {
        let name = HeaderName::try_from(name).map_err(|error| refused(&error))?;
        let mut value = HeaderValue::try_from(value).map_err(|error| refused(&error))?;
        value.set_sensitive(true);
        request.headers_mut().insert(name, value);
    }
    *request.body_mut() = SdkBody::from(call.body);
    HttpRequest::try_from(request).map_err(|error| Failure::permanent(error.to_string()))
}

/// The body of an answer.
async fn read(answer: HttpResponse) -> Result<Vec<u8>, Failure> {
    let mut stream = ByteStream::new(answer.into_body());
    let mut body = Vec::new();
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|error| Failure { message: error.to_string(), transient: true })?;
        if body.len() + piece.len() > ANSWER_MAX {
            return Err(Failure::permanent(format!("the answer has more than {ANSWER_MAX} bytes")));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

impl Clients {
    /// Calls an operation of a service that has it in a header.
    pub(super) async fn call_json(
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
            method: "POST",
            url: format!("{}/", url.trim_end_matches('/')),
            content_type,
            target: Some(target),
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
            method: "POST",
            url: format!("{}{path}", endpoint.url.trim_end_matches('/')),
            content_type: "application/json",
            target: None,
            body: input.to_string().into_bytes(),
        };
        let answer = self.send(tenant, call, credentials).await?;
        Ok(serde_json::from_slice(&answer).unwrap_or_default())
    }

    /// Sends any request.
    pub(super) async fn send(
        &self,
        tenant: &Tenant,
        call: Call<'_>,
        credentials: Credentials,
    ) -> Result<Vec<u8>, Problem> {
        self.signed.send(call, credentials, tenant.region.as_str()).await
    }
}

/// The name that requests to a service are signed for.
pub(super) fn signing_name(service: &str) -> &'static str {
    let known = crate::sinks::SERVICES.iter().find(|known| known.name == service);
    known.map_or("", |service| service.signing_name)
}
