//! An HTTP/1.1 client with bounded answers, over TLS that trusts the system's roots and the lab's.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// Time that a TCP connection may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// A connection that nobody used for so long is closed.
const IDLE: Duration = Duration::from_secs(20);
/// Connections to one host that are kept for later.
const IDLE_PER_HOST: usize = 16;

/// Certificate authorities of the lab that clients trust besides those of the system (`--trust`).
#[derive(Clone, Debug, Default)]
pub struct Trust {
    pem: Vec<u8>,
}

impl Trust {
    /// The authorities of a PEM text.
    ///
    /// # Errors
    /// When there is no certificate in it, or one that cannot be an authority.
    pub fn of_pem(pem: Vec<u8>) -> Result<Self, String> {
        let trust = Self { pem };
        let mut roots = RootCertStore::empty();
        let found = trust.certificates().map(|certificate| {
            roots.add(certificate.map_err(|error| error.to_string())?).map_err(|error| error.to_string())
        });
        match found.collect::<Result<Vec<()>, String>>()?.len() {
            0 => Err("there is no certificate in it".to_owned()),
            _ => Ok(trust),
        }
    }

    /// As PEM; empty when there are none.
    #[cfg(feature = "aws")]
    pub(crate) fn pem(&self) -> &[u8] {
        &self.pem
    }

    fn certificates(
        &self,
    ) -> impl Iterator<Item = Result<CertificateDer<'static>, rustls::pki_types::pem::Error>> {
        CertificateDer::pem_slice_iter(&self.pem)
    }
}

/// Why there is no response.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// No connection: no such host, nobody listens, no trust.
    #[error("cannot connect: {0}")]
    Unreachable(String),
    /// The connection broke off before the response was there.
    #[error("the connection was closed: {0}")]
    Closed(String),
    /// The body is larger than asked for.
    #[error("the response has more than {0} bytes")]
    TooLarge(usize),
}

type Inner = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// The client. Cheap to copy; copies share their connections.
#[derive(Clone, Default)]
pub(crate) struct HttpClient {
    trust: Trust,
    /// Made when it is first needed: to read the roots of the system takes a while.
    inner: Arc<OnceLock<Inner>>,
}

impl HttpClient {
    pub fn new(trust: Trust) -> Self {
        Self { trust, inner: Arc::default() }
    }

    /// Sends a request and reads the response, whatever its status. There is no time limit but that for the
    /// connection.
    ///
    /// # Errors
    /// [`Problem`]
    pub async fn send(&self, request: Request<Bytes>, bytes_max: usize) -> Result<Response<Bytes>, Problem> {
        let inner = self.inner.get_or_init(|| connector(&self.trust));
        let response = inner.request(request.map(Full::new)).await.map_err(|error| {
            let text = innermost(&error);
            if error.is_connect() { Problem::Unreachable(text) } else { Problem::Closed(text) }
        })?;
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, bytes_max).collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() {
                Problem::TooLarge(bytes_max)
            } else {
                Problem::Closed(error.to_string())
            }
        })?;
        Ok(Response::from_parts(parts, body.to_bytes()))
    }
}

fn connector(trust: &Trust) -> Inner {
    let config = tls_config(trust);
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(CONNECT_WITHIN));
    let tls = HttpsConnectorBuilder::new()
        .with_tls_config(config)
        .https_or_http()
        .enable_http1()
        .wrap_connector(tcp);
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(IDLE_PER_HOST)
        .build(tls)
}

/// TLS that trusts the roots of the system and those of the lab.
pub(crate) fn tls_config(trust: &Trust) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    let system = rustls_native_certs::load_native_certs();
    for error in &system.errors {
        tracing::debug!(%error, "roots of the system");
    }
    roots.add_parsable_certificates(system.certs);
    roots.add_parsable_certificates(trust.certificates().filter_map(Result::ok));
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions();
    match config {
        Ok(config) => config.with_root_certificates(roots).with_no_client_auth(),
        // The provider has the suites of both versions.
        Err(error) => unreachable!("{error}"),
    }
}

/// The text of what is at the bottom of an error: those above only say "client error".
fn innermost(error: &dyn std::error::Error) -> String {
    let mut at = error;
    while let Some(source) = at.source() {
        at = source;
    }
    at.to_string()
}
