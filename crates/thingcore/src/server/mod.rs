//! The server: everything wired together, started, and stopped.

mod accept;
mod admin;
mod admission;
mod banner;
mod companion;
mod coverage;
mod destinations;
mod evaluations;
mod events;
mod explain;
mod fleet;
mod http;
mod jobs;
mod listen;
mod logs;
mod network;
#[cfg(feature = "s3")]
mod objects;
mod recent;
mod roles;
pub mod rule_test;
mod websocket;
mod wiring;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use base::{Limits, UnixMillis};
use broker::Broker;
use serde_json::json;
use store::Store;
use tls::Authority;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::Instant;
use tracing_subscriber::Layer as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{Config, DataDir, Options};
use listen::{Listeners, Ports};
pub use logs::Logs;
use network::Network;
pub use wiring::{App, local_url};

/// Time that connections, requests and actions get to end when the server is told to stop.
const DRAIN: Duration = Duration::from_secs(4);
/// The part of it that is kept for requests at the API port, which ends last.
const DRAIN_API: Duration = Duration::from_millis(500);
/// Time that threads get which are in the middle of something even then.
const THREADS_END: Duration = Duration::from_millis(200);

/// Where a running server listens.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    pub api: SocketAddr,
    pub mqtts: SocketAddr,
    pub https: SocketAddr,
    pub mqtt: Option<SocketAddr>,
}

/// A server that accepts connections.
pub struct Running {
    pub addresses: Addresses,
    pub app: Arc<App>,
    ca_path: PathBuf,
    /// A directory of this process's own, removed at the end.
    scratch: Option<PathBuf>,
    /// The API port.
    api: Ports,
    /// The ports of devices.
    devices: Ports,
    network: Network,
}

/// Runs the server until it is told to stop.
///
/// # Errors
/// One line on what kept it from starting.
pub fn run(options: Options) -> Result<(), String> {
    let config = options.resolve()?;
    let logs = Arc::<Logs>::default();
    start_log(&config, &logs)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start: {error}"))?;
    let outcome = runtime.block_on(async {
        // Before anything else: a signal in the first millisecond must end us properly, too.
        let mut terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(|error| error.to_string())?;
        let running = start(&config, logs).await?;
        banner::show(&config, &running.addresses, &running.ca_path);
        if let Some(path) = &config.ready_file {
            write_ready_file(path, &running)?;
        }
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        running.stop().await;
        Ok(())
    });
    // Dropped, it would wait for whatever does not end.
    runtime.shutdown_timeout(THREADS_END);
    outcome
}

fn start_log(config: &Config, logs: &Arc<Logs>) -> Result<(), String> {
    let filter = tracing_subscriber::EnvFilter::builder()
        .parse(&config.log)
        .map_err(|error| format!("--log {:?}: {error}", config.log))?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = if config.log_json {
        lines.json().flatten_event(true).boxed()
    } else {
        lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).boxed()
    };
    let recorder = logs::Recorder(Arc::clone(logs));
    let log = tracing_subscriber::registry().with(filter).with(lines).with(recorder);
    log.try_init().map_err(|error| error.to_string())
}

/// Starts a server, which shows the log that others keep. It accepts connections when this returns.
///
/// # Errors
/// One line on what kept it from starting.
pub async fn start(config: &Config, logs: Arc<Logs>) -> Result<Running, String> {
    // Ports first: they are what fails most often, and nothing has been written yet.
    let listeners = Listeners::bind(config)?;
    let limits = Limits::of(config.profile);
    let directory = match &config.data_dir {
        DataDir::Path(path) => Some(path.clone()),
        DataDir::Memory => None,
    };
    let store = match &directory {
        Some(path) => Store::open(path, config.durability),
        None => Store::memory(),
    };
    let store = store.map_err(|error| error.to_string())?;
    let authority = match &directory {
        Some(path) => Authority::open(path),
        None => Authority::ephemeral(),
    };
    let authority = Arc::new(authority.map_err(|error| error.to_string())?);
    let (ca_path, scratch) = ca_file(directory.as_deref(), &authority)?;
    let addresses = listeners.addresses()?;

    let (api, devices) = (Ports::new(), Ports::new());
    let network = Network::start().map_err(|error| format!("cannot start: {error}"))?;
    let app = wiring::App::open(
        config,
        limits,
        store,
        authority,
        directory.as_deref(),
        wiring::Surroundings { addresses, network: network.handle(), logs, stopping: devices.stopping() },
    )?;
    listeners.serve(config, &app, &api, &devices)?;
    Ok(Running { addresses, app, ca_path, scratch, api, devices, network })
}

impl Running {
    /// Stops accepting, lets what was begun end, and closes the store.
    ///
    /// Devices come first, then the rules that their messages matched, then the events of functions. The API port is
    /// open until those are done, since what actions write to, and what functions ask, is behind it.
    pub async fn stop(self) {
        let app = &self.app;
        let until = Instant::now() + DRAIN;
        let begun = async {
            tokio::join!(app.broker().shut_down(DRAIN), self.devices.stop());
            app.engine.drain().await;
            app.lab.settle().await;
        };
        let have_ended = tokio::time::timeout_at(until - DRAIN_API, begun).await.is_ok();
        let rest = async {
            self.api.stop().await;
            app.pipeline.context().shadows.close().await;
            app.answers.close().await;
            app.lab.close().await;
        };
        let is_closed = tokio::time::timeout_at(until, rest).await.is_ok();
        if !have_ended || !is_closed {
            tracing::warn!("stopped before everything had ended");
            app.engine.report_unfinished();
            app.lab.end_functions();
        }
        drop(self.network);
        let store = self.app.store.clone();
        // The last commit may take the disk a moment.
        let _ = tokio::task::spawn_blocking(move || store.close()).await;
        if let Some(scratch) = self.scratch {
            let _ = std::fs::remove_dir_all(scratch);
        }
    }
}

/// The root certificate's file; without a data directory one in a directory of this process's own.
fn ca_file(directory: Option<&Path>, authority: &Authority) -> Result<(PathBuf, Option<PathBuf>), String> {
    const NAME: &str = "AmazonRootCA1.pem";
    if let Some(directory) = directory {
        return Ok((directory.join(NAME), None));
    }
    let scratch = std::env::temp_dir().join(format!("thingcore-{}", uuid::Uuid::new_v4()));
    let path = scratch.join(NAME);
    std::fs::create_dir(&scratch)
        .and_then(|()| std::fs::write(&path, authority.root_pem()))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    Ok((path, Some(scratch)))
}

/// What the ready file and the health check say of where the server is.
pub fn describe(addresses: &Addresses) -> serde_json::Value {
    json!({
        "api": format!("http://{}", addresses.api),
        "mqtts": addresses.mqtts.to_string(),
        "https": addresses.https.to_string(),
        "mqtt": addresses.mqtt.map(|address| address.to_string()),
    })
}

/// Writes the ready file whole or not at all.
fn write_ready_file(path: &Path, running: &Running) -> Result<(), String> {
    let mut content = describe(&running.addresses);
    let ca = std::path::absolute(&running.ca_path).unwrap_or_else(|_| running.ca_path.clone());
    content["ca"] = ca.display().to_string().into();
    content["pid"] = std::process::id().into();
    let temporary = path.with_extension("tmp");
    std::fs::write(&temporary, content.to_string())
        .and_then(|()| std::fs::rename(&temporary, path))
        .map_err(|error| format!("cannot write the ready file {}: {error}", path.display()))
}

/// Set once the broker exists; parts that are made before it reach it through this.
pub type BrokerSlot = Arc<OnceLock<Broker>>;

/// The wall clock, for everything that is not on the hot path.
pub fn now() -> UnixMillis {
    UnixMillis::now()
}
