//! HTTP and HTTPS deliveries, with retries. What waits for a retry is lost when the program ends.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::{OnceCell, Semaphore};
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

/// Deliveries that are under way or wait for a retry.
const DELIVERIES_MAX: usize = 1024;
/// The default delivery policy: three more tries, twenty seconds apart (SNS Developer Guide, "Creating an
/// HTTP/S delivery policy").
const RETRIES: u32 = 3;
const RETRY_AFTER: Duration = Duration::from_secs(20);
/// Time that an endpoint has to answer.
const WITHIN: Duration = Duration::from_secs(15);
/// What is read of an answer, bytes.
const ANSWER_BYTES_MAX: usize = 64 << 10;

/// A request to an endpoint.
#[derive(Clone, Debug)]
pub(super) struct Parcel {
    pub endpoint: String,
    /// `x-amz-sns-…`.
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// What is done when all tries failed.
pub(super) type Undelivered =
    Box<dyn FnOnce(String) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> + Send>;

/// Delivers.
pub(super) struct Courier {
    room: Arc<Semaphore>,
    tasks: Mutex<JoinSet<()>>,
    retry_after: Duration,
    trust: Arc<Trust>,
}

/// Whom HTTPS deliveries trust: the authorities of the operating system, read when they are first asked for.
#[derive(Default)]
struct Trust {
    config: OnceCell<Arc<ClientConfig>>,
}

impl Trust {
    async fn config(&self) -> Result<Arc<ClientConfig>, String> {
        let read = || async {
            let found = tokio::task::spawn_blocking(rustls_native_certs::load_native_certs).await;
            let found = found.map_err(|error| error.to_string())?;
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(found.certs);
            let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
            let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
            let config = config.map_err(|error| error.to_string())?;
            Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
        };
        self.config.get_or_try_init(read).await.cloned()
    }
}

impl Default for Courier {
    fn default() -> Self {
        Self {
            room: Arc::new(Semaphore::new(DELIVERIES_MAX)),
            tasks: Mutex::default(),
            retry_after: RETRY_AFTER,
            trust: Arc::default(),
        }
    }
}

impl Courier {
    /// Delivers in the background. Needs a runtime.
    pub fn send(&self, parcel: Parcel, undelivered: Undelivered) {
        let Ok(permit) = Arc::clone(&self.room).try_acquire_owned() else {
            tracing::warn!(endpoint = parcel.endpoint, "too many deliveries wait; this one is dropped");
            return;
        };
        let (retry_after, trust) = (self.retry_after, Arc::clone(&self.trust));
        let mut tasks = self.tasks.lock();
        // Those that have ended make room.
        while tasks.try_join_next().is_some() {}
        tasks.spawn(async move {
            let _permit = permit;
            let mut outcome = post(&parcel, &trust).await;
            for _ in 0..RETRIES {
                let Err(Reason::Passing(reason)) = &outcome else { break };
                tracing::info!(endpoint = parcel.endpoint, reason, "SNS delivery is tried again");
                tokio::time::sleep(retry_after).await;
                outcome = post(&parcel, &trust).await;
            }
            if let Err(Reason::Passing(reason) | Reason::Final(reason)) = outcome {
                tracing::warn!(endpoint = parcel.endpoint, reason, "SNS delivery failed");
                undelivered(reason).await;
            }
        });
    }

    /// Ends what is under way.
    pub fn close(&self) {
        self.tasks.lock().abort_all();
    }
}

/// Why a delivery failed, and whether it may succeed later.
#[derive(Debug)]
enum Reason {
    Passing(String),
    Final(String),
}

async fn post(parcel: &Parcel, trust: &Trust) -> Result<(), Reason> {
    let request = request(parcel).map_err(Reason::Final)?;
    match tokio::time::timeout(WITHIN, exchange(request, trust)).await {
        Ok(Ok(status)) if status.is_success() => Ok(()),
        // The endpoint's own no, which repeating does not change; 429 is a not yet.
        Ok(Ok(status)) if status.is_client_error() && status != 429 => {
            Err(Reason::Final(format!("status {status}")))
        }
        Ok(Ok(status)) => Err(Reason::Passing(format!("status {status}"))),
        Ok(Err(error)) => Err(Reason::Passing(error)),
        Err(_) => Err(Reason::Passing(format!("no answer within {WITHIN:?}"))),
    }
}

fn request(parcel: &Parcel) -> Result<Request<Full<Bytes>>, String> {
    let uri: Uri = parcel.endpoint.parse().map_err(|error: http::uri::InvalidUri| error.to_string())?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=UTF-8"));
    headers.insert(header::USER_AGENT, HeaderValue::from_static("Amazon Simple Notification Service Agent"));
    let authority = uri.authority().ok_or("the endpoint has no host")?;
    headers
        .insert(header::HOST, HeaderValue::from_str(authority.as_str()).map_err(|error| error.to_string())?);
    for (name, value) in &parcel.headers {
        headers.insert(*name, HeaderValue::from_str(value).map_err(|error| error.to_string())?);
    }
    let mut request = Request::post(uri);
    request.headers_mut().into_iter().for_each(|all| all.extend(headers.clone()));
    request.body(Full::new(Bytes::from(parcel.body.clone()))).map_err(|error| error.to_string())
}

async fn exchange(request: Request<Full<Bytes>>, trust: &Trust) -> Result<http::StatusCode, String> {
    let is_secure = request.uri().scheme_str() == Some("https");
    let host = request.uri().host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let port = request.uri().port_u16().unwrap_or(if is_secure { 443 } else { 80 });
    let stream = TcpStream::connect((host.as_str(), port)).await.map_err(|error| error.to_string())?;
    if !is_secure {
        return converse(stream, request).await;
    }
    let name = ServerName::try_from(host).map_err(|error| error.to_string())?;
    let connector = TlsConnector::from(trust.config().await?);
    let stream = connector.connect(name, stream).await.map_err(|error| error.to_string())?;
    converse(stream, request).await
}

/// Sends a request over a connection and reads the status of the answer.
async fn converse<S>(stream: S, request: Request<Full<Bytes>>) -> Result<http::StatusCode, String>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream));
    let (mut sender, connection) = handshake.await.map_err(|error| error.to_string())?;
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    parts.uri = path.parse().map_err(|error: http::uri::InvalidUri| error.to_string())?;
    let answer = async {
        let response = sender.send_request(Request::from_parts(parts, body)).await;
        let response = response.map_err(|error| error.to_string())?;
        let status = response.status();
        // An endpoint may want its answer to be read; what it says is not looked at.
        let _ = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
        Ok(status)
    };
    tokio::pin!(connection);
    tokio::pin!(answer);
    tokio::select! {
        status = &mut answer => status,
        ended = &mut connection => match ended {
            // The answer may have come with the end.
            Ok(()) => answer.await,
            Err(error) => Err(error.to_string()),
        },
    }
}
