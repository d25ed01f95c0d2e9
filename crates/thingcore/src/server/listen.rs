//! Ports: bound before anything is written, and served when everything is ready.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc, watch};

use super::accept::{Acceptor, HANDSHAKES_MAX, Port};
use super::http;
use super::{Addresses, App};
use crate::config::{Config, ServerNames};

/// Connections that the system queues while we are busy.
const BACKLOG: i32 = 4096;
/// The bound ports.
pub struct Listeners {
    api: std::net::TcpListener,
    mqtts: std::net::TcpListener,
    https: std::net::TcpListener,
    mqtt: Option<std::net::TcpListener>,
}

/// Ports that stop together: tells them to, and waits for the last of their connections.
pub struct Ports {
    stop: watch::Sender<bool>,
    /// Held by every connection. Nothing is ever sent; the channel closes with the last of its senders.
    alive: mpsc::Sender<Infallible>,
    last: mpsc::Receiver<Infallible>,
}

impl Ports {
    pub fn new() -> Self {
        let (alive, last) = mpsc::channel(1);
        Self { stop: watch::Sender::new(false), alive, last }
    }

    /// Changes when they stop.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Stops accepting, lets what was begun end, and waits for that.
    pub async fn stop(self) {
        let Self { stop, alive, mut last } = self;
        stop.send_replace(true);
        drop(alive);
        last.recv().await;
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

    /// Starts accepting on every port: that of the APIs, and those of devices.
    ///
    /// # Errors
    /// When a listener or the server certificate cannot be used.
    pub fn serve(self, config: &Config, app: &Arc<App>, api: &Ports, devices: &Ports) -> Result<(), String> {
        let names = server_names(config);
        let now = time::OffsetDateTime::now_utc();
        let identity = || {
            let identity = app.authority.server_identity(&names, now).map_err(|error| error.to_string())?;
            Ok::<_, String>(match config.server_names {
                ServerNames::Any => identity,
                ServerNames::Known => identity.answering_only_to(&names),
            })
        };
        let mqtts = tls::mqtts_config(identity()?).map_err(|error| error.to_string())?;
        let https = tls::https_config(identity()?).map_err(|error| error.to_string())?;
        let router = http::router(Arc::clone(app));
        let spawn = |listener: std::net::TcpListener, port: Port| -> Result<(), String> {
            // The API port has no MQTT on it; its requests stay where they are handled.
            let (runtime, ports) = match port {
                Port::Api => (Handle::current(), api),
                _ => (app.network.clone(), devices),
            };
            let listener = {
                let _context = runtime.enter();
                TcpListener::from_std(listener).map_err(|error| error.to_string())?
            };
            let acceptor = Acceptor {
                app: Arc::clone(app),
                router: router.clone(),
                port,
                handshakes: Arc::new(Semaphore::new(HANDSHAKES_MAX)),
                stopping: ports.stopping(),
                alive: ports.alive.clone(),
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
        Ok(())
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
