//! The AWS services that rule actions reach, through the official SDK crates.

mod answers;
mod dynamodb;
mod lambda;
mod signed;
mod sns;

use std::collections::HashMap;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_types::error::display::DisplayErrorContext;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use base::Tenant;
use parking_lot::Mutex;
pub(crate) use signed::{Call, Signed, sign_request};

use crate::perform::Failure;
use crate::sinks::{Endpoint, Sinks};

use aws_sdk_dynamodb::config::SharedHttpClient;
use aws_sdk_dynamodb::error::SdkError;

/// Time that a connection may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// Time that a request may take.
const REQUEST_WITHIN: Duration = Duration::from_secs(8);

/// Clients by service and tenant. They share one connection pool.
pub(crate) struct Clients {
    sinks: Sinks,
    http: SharedHttpClient,
    dynamodb: Mutex<HashMap<Tenant, aws_sdk_dynamodb::Client>>,
    lambda: Mutex<HashMap<Tenant, aws_sdk_lambda::Client>>,
    sns: Mutex<HashMap<Tenant, aws_sdk_sns::Client>>,
}

impl Clients {
    pub fn new(sinks: Sinks) -> Self {
        let mut trust = TrustStore::empty().with_native_roots(true);
        if !sinks.trust.pem().is_empty() {
            trust.add_pem_certificate(sinks.trust.pem());
        }
        let builder =
            aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::AwsLc));
        let http = match TlsContext::builder().with_trust_store(trust).build() {
            Ok(context) => builder.tls_context(context).build_https(),
            // Nothing of it can fail but what a later version adds.
            Err(_) => builder.build_https(),
        };
        Self { sinks, http, dynamodb: Mutex::default(), lambda: Mutex::default(), sns: Mutex::default() }
    }

    /// Whether a service is served by our own API port.
    fn is_ours(&self, service: &str) -> bool {
        self.sinks.endpoint(service).is_ok_and(|endpoint| endpoint.is_ours)
    }

    /// Endpoint and credentials of a service for a tenant.
    pub(crate) fn target(&self, service: &str, tenant: &Tenant) -> Result<(String, Credentials), Failure> {
        let endpoint = self.sinks.endpoint(service).map_err(Failure::permanent)?;
        let (id, secret, token) = self.sinks.credentials(&endpoint, tenant.account, variable);
        Ok((endpoint.url, Credentials::new(id, secret, token, None, "thingcore")))
    }
}

/// Credentials for a service that is neither ours nor a sink.
pub(crate) fn environment_credentials(sinks: &Sinks, tenant: &Tenant) -> Credentials {
    let elsewhere = Endpoint { url: String::new(), is_ours: false };
    let (id, secret, token) = sinks.credentials(&elsewhere, tenant.account, variable);
    Credentials::new(id, secret, token, None, "thingcore")
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Builds the configuration of one service's client; the crates have a type each, of one shape.
macro_rules! client_config {
    ($sdk:ident, $clients:expr, $service:literal, $tenant:expr) => {{
        let (url, credentials) = $clients.target($service, $tenant)?;
        let timeouts = $sdk::config::timeout::TimeoutConfig::builder()
            .connect_timeout($crate::aws::CONNECT_WITHIN)
            .operation_attempt_timeout($crate::aws::REQUEST_WITHIN)
            .build();
        let config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .endpoint_url(url)
            .region($sdk::config::Region::new($tenant.region.as_str().to_owned()))
            .credentials_provider(credentials)
            .http_client($clients.http.clone())
            .timeout_config(timeouts)
            // Lanes try again, with everything else that they know.
            .retry_config($sdk::config::retry::RetryConfig::disabled())
            .build();
        $sdk::Client::from_conf(config)
    }};
}
use client_config;

/// What a failed call means.
fn failure<E, R>(error: &SdkError<E, R>) -> Failure
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    const THROTTLED: [&str; 5] = [
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    ];
    let code = error.code().unwrap_or_default().to_owned();
    let transient = match error {
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => true,
        SdkError::ServiceError(_) => {
            THROTTLED.contains(&code.as_str())
                || code.starts_with("Internal")
                || code.starts_with("ServiceUnavailable")
        }
        _ => false,
    };
    let message = match (error.message(), code.as_str()) {
        (Some(text), "") => text.to_owned(),
        (Some(text), code) => format!("{code}: {text}"),
        (None, _) => DisplayErrorContext(error).to_string(),
    };
    Failure { message, transient }
}
