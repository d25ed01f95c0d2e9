//! Ports: bound before anything is written, and served when everything is ready.

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
use rustls::ServerConfig;
use rustls::pki_types::CertificateDer;
use socket2::{Domain, Protocol, Socket, Type};
use tls::Alpn;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::http::{self, Connection};
use super::{Addresses, App};
use crate::config::Config;

/// Connections that the system queues while we are busy.
const BACKLOG: i32 = 4096;
/// Handshakes under way at once; further ones wait their turn.
const HANDSHAKES_MAX: usize = 1024;
/// Time that a handshake may keep others waiting. One that takes longer waits for its client more than it
/// keeps us busy: it goes on, and the next one begins.
const HANDSHAKE_TURN: Duration = Duration::from_millis(250);
/// Time from accepting a connection to the end of its handshake.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// Time that an HTTP client has for the head of a request, also between two requests.
const HEAD_WITHIN: Duration = Duration::from_secs(75);

/// The bound ports.
pub struct Listeners {
    api: std::net::TcpListener,
    mqtts: std::net::TcpListener,
    https: std::net::TcpListener,
    mqtt: Option<std::net::TcpListener>,
}

/// Counts connections, and waits for the last of them.
pub struct Tracker {
    last: mpsc::Receiver<Infallible>,
}

impl Tracker {
    /// Waits until every connection has ended.
    pub async fn wait(mut self) {
        // Nothing is ever sent; the channel closes with the last of its senders.
        self.last.recv().await;
    }
}

impl Listeners {
    /// Binds every port.
    ///
    /// # Errors
    /// One line that names the port.
    pub fn bind(config: &Config) -> Result<Self, String> {
        let bind = |option: &str, port: u16| {
            let address = SocketAddr::new(config.bind, port);
            bind(address).map_err(|error| match error.kind() {
                std::io::ErrorKind::AddrInUse => {
                    format!("port {port} is in use by another program: choose another --{option}, or stop it")
                }
                _ => format!("cannot listen on {address} (--{option}): {error}"),
            })
        };
        Ok(Self {
            api: bind("api-port", config.api_port)?,
            mqtts: bind("mqtts-port", config.mqtts_port)?,
            https: bind("https-port", config.https_port)?,
            mqtt: config.mqtt_port.map(|port| bind("mqtt-port", port)).transpose()?,
        })
    }

    pub fn addresses(&self) -> Result<Addresses, String> {
        let address =
            |listener: &std::net::TcpListener| listener.local_addr().map_err(|error| error.to_string());
        Ok(Addresses {
            api: address(&self.api)?,
            mqtts: address(&self.mqtts)?,
            https: address(&self.https)?,
            mqtt: self.mqtt.as_ref().map(address).transpose()?,
        })
    }

    /// Starts accepting on every port.
    ///
    /// # Errors
    /// When a listener or the server certificate cannot be used.
    pub fn serve(
        self,
        config: &Config,
        app: &Arc<App>,
        stopping: &watch::Receiver<bool>,
    ) -> Result<Tracker, String> {
        let names = server_names(config);
        let now = time::OffsetDateTime::now_utc();
        let identity = || app.authority.server_identity(&names, now).map_err(|error| error.to_string());
        let mqtts = tls::mqtts_config(identity()?).map_err(|error| error.to_string())?;
        let https = tls::https_config(identity()?).map_err(|error| error.to_string())?;
        let router = http::router(Arc::clone(app));
        let (sender, last) = mpsc::channel(1);
        let spawn = |listener: std::net::TcpListener, port: Port| -> Result<(), String> {
            // The API port has no MQTT on it; its requests stay where they are handled.
            let runtime = if matches!(port, Port::Api) { Handle::current() } else { app.network.clone() };
            let listener = {
                let _context = runtime.enter();
                TcpListener::from_std(listener).map_err(|error| error.to_string())?
            };
            let acceptor = Acceptor {
                app: Arc::clone(app),
                router: router.clone(),
                port,
                handshakes: Arc::new(Semaphore::new(HANDSHAKES_MAX)),
                stopping: stopping.clone(),
                alive: sender.clone(),
                requests: Handle::current(),
            };
            runtime.spawn(acceptor.run(listener));
            Ok(())
        };
        spawn(self.api, Port::Api)?;
        spawn(self.mqtts, Port::Mqtts(mqtts))?;
        spawn(self.https, Port::Https(https))?;
        if let Some(listener) = self.mqtt {
            tracing::warn!("the plain MQTT port is open: it asks for no certificate");
            spawn(listener, Port::Mqtt)?;
        }
        Ok(Tracker { last })
    }
}

fn bind(address: SocketAddr) -> std::io::Result<std::net::TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A restart need not wait for old connections to be forgotten.
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Every name and address under which the server may be reached.
fn server_names(config: &Config) -> Vec<String> {
    let mut names = vec![config.endpoint_host.clone()];
    names.extend(config.extra_hosts.iter().cloned());
    names.extend(["localhost", "127.0.0.1", "::1"].map(String::from));
    if !config.bind.is_unspecified() && !config.bind.is_loopback() {
        names.push(config.bind.to_string());
    }
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// What a port speaks.
#[derive(Clone)]
enum Port {
    Api,
    Mqtts(Arc<ServerConfig>),
    Https(Arc<ServerConfig>),
    Mqtt,
}

#[derive(Clone)]
struct Acceptor {
    app: Arc<App>,
    router: Router,
    port: Port,
    handshakes: Arc<Semaphore>,
    stopping: watch::Receiver<bool>,
    /// Dropped with the last connection of this acceptor.
    alive: mpsc::Sender<Infallible>,
    /// Where HTTP requests are handled.
    requests: Handle,
}

impl Acceptor {
    async fn run(self, listener: TcpListener) {
        let mut stopping = self.stopping.clone();
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stopping.changed() => return,
            };
            match accepted {
                Ok((stream, source)) => {
                    let acceptor = self.clone();
                    tokio::spawn(async move { acceptor.connection(stream, source).await });
                }
                Err(error) => {
                    // Out of file descriptors, most likely: others must end before one can begin.
                    tracing::error!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    /// What is large and short-lived is boxed, so that the task itself, which stands between the
    /// allocations of what stays, is small.
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
                if let Some(stream) = Box::pin(self.handshake(stream, source, config)).await {
                    self.mqtt_over_tls(stream, source).await;
                }
            }
            Port::Https(config) => {
                if let Some(stream) = Box::pin(self.handshake(stream, source, config)).await {
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
    Some(Identity::Certificate { id: tls::Certificate::id_of_der(der), der: der.into() })
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
