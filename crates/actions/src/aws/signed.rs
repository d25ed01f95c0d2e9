//! Single signed calls to services for which an SDK crate would be too much.

use std::sync::Arc;
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
use http::{Method, Request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Clients;
use crate::http::client::HttpClient;

/// The largest response, bytes.
const RESPONSE_BYTES_MAX: usize = 1 << 20;
/// What is escaped in the path of an object: everything but RFC 3986's unreserved characters and slashes.
const KEPT_IN_PATHS: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// One call.
pub(crate) struct Call<'a> {
    /// The signing name of the service, which is also its name for `--sink`.
    pub service: &'static str,
    pub method: Method,
    /// Escaped.
    pub path: &'a str,
    pub headers: &'a [(&'static str, &'static str)],
    pub body: Vec<u8>,
}

/// Signs and sends.
#[derive(Clone)]
pub(crate) struct Signed {
    clients: Arc<Clients>,
    http: HttpClient,
}

impl Signed {
    pub fn new(clients: Arc<Clients>, http: HttpClient) -> Self {
        Self { clients, http }
    }

    /// A part of a path, escaped.
    pub fn escaped(part: &str) -> String {
        utf8_percent_encode(part, KEPT_IN_PATHS).to_string()
    }

    /// The body of a successful response.
    ///
    /// # Errors
    /// Everything else, in one line.
    pub async fn call(&self, tenant: &Tenant, call: Call<'_>) -> Result<Bytes, String> {
        let (url, credentials) =
            self.clients.target(call.service, tenant).map_err(|failure| failure.message)?;
        let uri = format!("{}{}", url.trim_end_matches('/'), call.path);
        let mut request = Request::builder().method(call.method).uri(uri);
        for (name, value) in call.headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Bytes::from(call.body)).map_err(|error| error.to_string())?;
        sign_request(&mut request, credentials, tenant.region.as_str(), call.service)?;
        let response = self.http.send(request, RESPONSE_BYTES_MAX).await;
        let response = response.map_err(|problem| format!("{}: {problem}", call.service))?;
        if response.status().is_success() {
            return Ok(response.into_body());
        }
        let text: String = String::from_utf8_lossy(response.body()).chars().take(500).collect();
        Err(format!("{} answered {}: {text}", call.service, response.status().as_u16()))
    }
}

/// Adds the headers of Signature Version 4 to a request.
pub(crate) fn sign_request(
    request: &mut Request<Bytes>,
    credentials: Credentials,
    region: &str,
    service: &str,
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
        .time(SystemTime::now())
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
