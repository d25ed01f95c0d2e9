//! Accepted connections: from the socket to MQTT or HTTP.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use broker::{Identity, Peer};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::Mutex;
use rustls::ServerConfig;
use rustls::pki_types::CertificateDer;
use tls::Alpn;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::App;
use super::http::{self, Connection};

/// Handshakes under way at once; further ones wait their turn.
pub(super) const HANDSHAKES_MAX: usize = 1024;
/// Time that a handshake may keep others waiting. One that takes longer waits for its client more than it
/// keeps us busy: it goes on, and the next one begins.
const HANDSHAKE_TURN: Duration = Duration::from_millis(250);
/// Time from accepting a connection to the end of its handshake.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// Time that an HTTP client has for the head of a request, also between two requests.
const HEAD_WITHIN: Duration = Duration::from_secs(75);

/// Tasks without a connection that a port keeps for the next ones.
const SPARE_WORKERS: usize = 16;

/// What a port speaks.
#[derive(Clone)]
pub(super) enum Port {
    Api,
    Mqtts(Arc<ServerConfig>),
    Https(Arc<ServerConfig>),
    Mqtt,
}

/// What accepts the connections of one port.
#[derive(Clone)]
pub(super) struct Acceptor {
    pub app: Arc<App>,
    pub router: Router,
    pub port: Port,
    pub handshakes: Arc<Semaphore>,
    pub stopping: watch::Receiver<bool>,
    /// Dropped with the last connection of this acceptor.
    pub alive: mpsc::Sender<Infallible>,
    /// Where HTTP requests are handled.
    pub requests: Handle,
}

type Accepted = (TcpStream, SocketAddr);

/// Tasks that wait for a connection to let in.
///
/// The states of letting one in are large and short-lived. Were they allocated for each connection, what
/// stays of the connections would come to lie between them, and most of the memory would be gaps.
#[derive(Default)]
struct Workers(Mutex<Vec<oneshot::Sender<Accepted>>>);

impl Workers {
    /// Gives a connection to a task that waits. It comes back when there is none.
    fn give(&self, mut accepted: Accepted) -> Option<Accepted> {
        loop {
            let Some(worker) = self.0.lock().pop() else { return Some(accepted) };
            accepted = worker.send(accepted).err()?;
        }
    }

    /// Waits for a connection. `None` when enough others wait, or nothing is accepted any more.
    async fn take(&self, stopping: &mut watch::Receiver<bool>) -> Option<Accepted> {
        let given = {
            let mut waiting = self.0.lock();
            if waiting.len() >= SPARE_WORKERS {
                return None;
            }
            let (give, given) = oneshot::channel();
            waiting.push(give);
            given
        };
        tokio::select! {
            biased;
            accepted = given => accepted.ok(),
            _ = stopping.changed() => None,
        }
    }
}

impl Acceptor {
    /// Accepts until the server stops.
    pub async fn run(self, listener: TcpListener) {
        let mut stopping = self.stopping.clone();
        let workers = Arc::new(Workers::default());
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stopping.changed() => return,
            };
            match accepted {
                Ok(accepted) => {
                    if let Some(accepted) = workers.give(accepted) {
                        tokio::spawn(self.clone().work(Arc::clone(&workers), accepted));
                    }
                }
                Err(error) => {
                    // Out of file descriptors, most likely: others must end before one can begin.
                    tracing::error!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    /// Lets in one connection after the other.
    async fn work(self, workers: Arc<Workers>, first: Accepted) {
        let mut stopping = self.stopping.clone();
        let mut next = Some(first);
        while let Some((stream, source)) = next {
            self.clone().connection(stream, source).await;
            next = workers.take(&mut stopping).await;
        }
    }

    /// Returns when MQTT is established, which goes on in a task of its own, or when HTTP has ended.
    async fn connection(self, stream: TcpStream, source: SocketAddr) {
        // Small packets must not wait for each other; if it fails they do.
        let _ = stream.set_nodelay(true);
        match self.port.clone() {
            Port::Api => {
                let connection = Connection {
                    source,
                    target: stream.local_addr().ok(),
                    runtime: Handle::current(),
                    secure: false,
                    identity: None,
                    server_name: None,
                    alive: self.alive.clone(),
                };
                Box::pin(self.http(stream, connection)).await;
            }
            Port::Mqtt => {
                let target = stream.local_addr().ok();
                let identity = Identity::Anonymous;
                let peer = Peer { source, target, identity, server_name: None, websocket: false };
                self.app.broker().serve(stream, peer).await;
            }
            Port::Mqtts(config) => {
                if let Some(stream) = self.handshake(stream, source, config).await {
                    self.mqtt_over_tls(stream, source).await;
                }
            }
            Port::Https(config) => {
                if let Some(stream) = self.handshake(stream, source, config).await {
                    Box::pin(self.https(stream, source)).await;
                }
            }
        }
    }

    async fn handshake(
        &self,
        stream: TcpStream,
        source: SocketAddr,
        config: Arc<ServerConfig>,
    ) -> Option<TlsStream<TcpStream>> {
        let handshake = async {
            // Never closed, so this is a permit.
            let turn = self.handshakes.acquire().await;
            let mut handshake = TlsAcceptor::from(config).accept(stream);
            if let Ok(outcome) = tokio::time::timeout(HANDSHAKE_TURN, &mut handshake).await {
                return outcome;
            }
            drop(turn);
            handshake.await
        };
        match tokio::time::timeout(HANDSHAKE_WITHIN, handshake).await {
            Ok(Ok(stream)) => Some(stream),
            Ok(Err(error)) => {
                tracing::info!(%source, %error, hint = hint(&error), "TLS handshake failed");
                None
            }
            Err(_) => {
                tracing::info!(%source, "TLS handshake took too long");
                None
            }
        }
    }

    async fn mqtt_over_tls(self, stream: TlsStream<TcpStream>, source: SocketAddr) {
        let (socket, session) = stream.get_ref();
        let target = socket.local_addr().ok();
        let server_name = session.server_name().map(ToOwned::to_owned);
        let Some(identity) = identity(session.peer_certificates()) else {
            tracing::info!(%source, "MQTT over TLS without a client certificate refused");
            return;
        };
        if let (None, Identity::Certificate { id }) = (&server_name, &identity) {
            self.app.access.note_missing_name(*id, source);
        }
        let peer = Peer { source, target, identity, server_name, websocket: false };
        self.app.broker().serve(stream, peer).await;
    }

    async fn https(self, stream: TlsStream<TcpStream>, source: SocketAddr) {
        let (socket, session) = stream.get_ref();
        match Alpn::of(session.alpn_protocol()) {
            Alpn::MqttWithCertificate => self.mqtt_over_tls(stream, source).await,
            Alpn::MqttWithAuthorizer => {
                tracing::warn!(%source, "ALPN \"mqtt\" asks for a custom authorizer, which this server does not have yet");
            }
            Alpn::Http => {
                let connection = Connection {
                    source,
                    target: socket.local_addr().ok(),
                    runtime: Handle::current(),
                    secure: true,
                    identity: identity(session.peer_certificates()),
                    server_name: session.server_name().map(ToOwned::to_owned),
                    alive: self.alive.clone(),
                };
                self.http(stream, connection).await;
            }
        }
    }

    async fn http<S>(self, stream: S, connection: Connection)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let source = connection.source;
        let (router, requests) = (self.router.clone(), self.requests.clone());
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(connection.clone());
            let handled = requests.spawn(http::serve(router.clone(), request));
            async move { handled.await.unwrap_or_else(|_| Ok(http::broken())) }
        });
        let serving = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let mut serving = std::pin::pin!(serving);
        let mut stopping = self.stopping.clone();
        let outcome = tokio::select! {
            outcome = &mut serving => outcome,
            _ = stopping.changed() => {
                serving.as_mut().graceful_shutdown();
                serving.await
            }
        };
        match outcome {
            Ok(()) => {}
            Err(error) if error.is_parse() => {
                let hint = "MQTT on the HTTPS port needs ALPN x-amzn-mqtt-ca";
                tracing::info!(%source, %error, hint, "what came is not HTTP");
            }
            Err(error) => tracing::debug!(%source, %error, "HTTP connection ended"),
        }
        drop(self.alive);
    }
}

fn identity(certificates: Option<&[CertificateDer<'_>]>) -> Option<Identity> {
    let der: &[u8] = certificates?.first()?;
    Some(Identity::Certificate { id: tls::Certificate::id_of_der(der) })
}

/// What a failed handshake usually means to the one who reads the log.
fn hint(error: &std::io::Error) -> &'static str {
    let text = error.to_string();
    if text.contains("UnknownCA") || text.contains("unknown ca") {
        "the client does not trust this server: give it the root CA (GET /_thingcore/ca.pem)"
    } else if text.contains("CertificateRequired") || text.contains("peer sent no certificates") {
        "the client sent no certificate: give it its certificate and private key"
    } else if text.contains("BadCertificate") || text.contains("bad certificate") {
        "the client refused the server certificate: is the name it connects to among --endpoint-host and --extra-host?"
    } else if text.contains("InvalidContentType") || text.contains("corrupt message") {
        "the client does not speak TLS on this port"
    } else if text.contains("BadSignature") {
        "the client's private key does not belong to its certificate"
    } else {
        ""
    }
}
