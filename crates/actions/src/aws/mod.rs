//! The AWS services that rule actions reach: through the official SDK crates, or, where one call is all that
//! is wanted, through a small [client](signed) on their signing and HTTP crates.

#[cfg(all(feature = "dynamodb", feature = "lambda"))]
mod answers;
mod cloudwatch;
#[cfg(feature = "dynamodb")]
mod dynamodb;
mod failure;
#[cfg(feature = "firehose")]
mod firehose;
mod iot_events;
#[cfg(feature = "kinesis")]
mod kinesis;
#[cfg(feature = "lambda")]
mod lambda;
mod location;
mod logs;
mod open_search;
mod s3;
mod signed;
mod site_wise;
#[cfg(feature = "sns")]
mod sns;
#[cfg(feature = "sqs")]
mod sqs;
mod step_functions;
mod timestream;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use base::Tenant;
use parking_lot::Mutex;

use crate::http::client::HttpClient;
use crate::perform::Failure;
use crate::sinks::{Endpoint, Place, Sinks};

pub(crate) use signed::{JSON_1_1, Operation, sign_request};

/// Time that a connection may take.
#[cfg_attr(not(feature = "all"), allow(dead_code))]
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// Time that a request may take.
const REQUEST_WITHIN: Duration = Duration::from_secs(8);

/// Clients by service and tenant. Those of the SDK share one connection pool; requests that are
/// signed here have another.
pub(crate) struct Clients {
    sinks: Sinks,
    #[cfg_attr(not(feature = "all"), allow(dead_code))]
    http: SharedHttpClient,
    /// For the requests that are signed here.
    plain: HttpClient,
    timestream: timestream::Cells,
    #[cfg(feature = "dynamodb")]
    dynamodb: ByTenant<aws_sdk_dynamodb::Client>,
    #[cfg(feature = "firehose")]
    firehose: ByTenant<aws_sdk_firehose::Client>,
    #[cfg(feature = "kinesis")]
    kinesis: ByTenant<aws_sdk_kinesis::Client>,
    #[cfg(feature = "lambda")]
    lambda: ByTenant<aws_sdk_lambda::Client>,
    #[cfg(feature = "sns")]
    sns: ByTenant<aws_sdk_sns::Client>,
    #[cfg(feature = "sqs")]
    sqs: ByTenant<aws_sdk_sqs::Client>,
}

/// Clients of one service that are kept: a template may name any number of regions.
const CLIENTS_MAX: usize = 256;

/// The clients of one service.
struct ByTenant<C>(Mutex<HashMap<Tenant, C>>);

impl<C> Default for ByTenant<C> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<C: Clone> ByTenant<C> {
    /// The client of a tenant, made when it is first wanted.
    #[cfg_attr(not(feature = "all"), allow(dead_code))]
    fn get(&self, tenant: &Tenant, make: impl FnOnce() -> Result<C, Failure>) -> Result<C, Failure> {
        let mut clients = self.0.lock();
        if let Some(client) = clients.get(tenant) {
            return Ok(client.clone());
        }
        let client = make()?;
        if clients.len() >= CLIENTS_MAX {
            // Those that are used come back.
            clients.clear();
        }
        clients.insert(tenant.clone(), client.clone());
        Ok(client)
    }
}

impl Clients {
    pub fn new(sinks: Sinks, plain: HttpClient) -> Self {
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
        Self {
            sinks,
            http,
            plain,
            timestream: timestream::Cells::default(),
            #[cfg(feature = "dynamodb")]
            dynamodb: ByTenant::default(),
            #[cfg(feature = "firehose")]
            firehose: ByTenant::default(),
            #[cfg(feature = "kinesis")]
            kinesis: ByTenant::default(),
            #[cfg(feature = "lambda")]
            lambda: ByTenant::default(),
            #[cfg(feature = "sns")]
            sns: ByTenant::default(),
            #[cfg(feature = "sqs")]
            sqs: ByTenant::default(),
        }
    }

    /// Endpoint and credentials of a service for a tenant.
    fn target(&self, service: &str, tenant: &Tenant) -> Result<(Endpoint, Credentials), Failure> {
        let endpoint = self.sinks.endpoint(service, &tenant.region).map_err(Failure::permanent)?;
        let credentials = self.credentials(&endpoint, tenant);
        Ok((endpoint, credentials))
    }

    fn credentials(&self, endpoint: &Endpoint, tenant: &Tenant) -> Credentials {
        credentials(&self.sinks, endpoint.place, tenant)
    }

    /// Whether a service is served by our own API port.
    #[cfg(feature = "lambda")]
    fn is_ours(&self, service: &str, tenant: &Tenant) -> bool {
        self.sinks.endpoint(service, &tenant.region).is_ok_and(|endpoint| endpoint.place == Place::Ours)
    }
}

/// What requests of a tenant to a place are signed with.
pub(crate) fn credentials(sinks: &Sinks, place: Place, tenant: &Tenant) -> Credentials {
    let environment = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let (id, secret, token) = sinks.credentials(place, tenant.account, environment);
    Credentials::new(id, secret, token, None, "thingcore")
}

/// Builds the configuration of one service's client for an endpoint; the crates have a type each, of one
/// shape.
#[cfg_attr(not(feature = "all"), allow(unused_macros))]
macro_rules! client_config {
    ($sdk:ident, $clients:expr, $service:literal, $tenant:expr) => {{
        let (endpoint, credentials) = $clients.target($service, $tenant)?;
        let timeouts = $sdk::config::timeout::TimeoutConfig::builder()
            .connect_timeout($crate::aws::CONNECT_WITHIN)
            .operation_attempt_timeout($crate::aws::REQUEST_WITHIN)
            .build();
        let config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .endpoint_url(&endpoint.url)
            .region($sdk::config::Region::new($tenant.region.as_str().to_owned()))
            .credentials_provider(credentials)
            .http_client($clients.http.clone())
            .timeout_config(timeouts)
            // Lanes try again, with everything else that they know.
            .retry_config($sdk::config::retry::RetryConfig::disabled());
        (config, endpoint)
    }};
}
#[cfg_attr(not(feature = "all"), allow(unused_imports))]
use client_config;
