//! AWS Lambda: functions that run in processes on this machine.
//!
//! A call is routed by method and path ([`route`]), read and checked ([`call`], [`members`]), and answered by
//! a handler ([`handlers`]). Functions are rows ([`book`], [`record`]) and deployment packages ([`code`]).
//! What runs is in [`run`]; events that nobody waits for are in [`events`].

mod book;
mod call;
mod code;
mod directory;
mod error;
mod events;
mod handlers;
mod keys;
mod members;
mod names;
mod open_points;
mod policy;
mod record;
mod route;
mod run;
mod runtimes;
mod unpack;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::{constant_time, hmac};
use base::{Profile, Tenant, UnixMillis};
use bytes::Bytes;
use http::{Request, Response};
use store::Store;
use tokio::time::MissedTickBehavior;

use crate::kept::Kept;
use crate::ports::{Invoke, Later, LogSink, ObjectSource};
use crate::{LabError, Scope};
use book::Book;
use call::{Answer, Call};
use code::CodeStore;
use error::Error;
use events::Events;
pub use keys::{FunctionKey, FunctionKeys};
use record::EventConfig;
use run::environment::Spec;
use run::fleet::Fleet;
use runtimes::Runtimes;

/// How often idle environments and packages that nobody needs are looked for.
const SWEEP_INTERVAL: Duration = Duration::from_secs(30);
/// How long the address of a function's code is valid, as on AWS.
const LOCATION_SECONDS: u64 = 600;

/// How functions run.
#[derive(Clone, Debug)]
pub struct LambdaSettings {
    /// Our own API port, as functions reach it.
    pub api_url: String,
    /// The Python interpreter; the one on the path when there is none.
    pub python: Option<String>,
    /// Processes of one version of a function at a time.
    pub processes: usize,
    /// Decides what AWS would refuse and how long events wait.
    pub profile: Profile,
    /// What functions sign with, where the API port asks for signatures.
    pub keys: Option<FunctionKeys>,
}

impl Default for LambdaSettings {
    fn default() -> Self {
        Self {
            api_url: "http://127.0.0.1:4566".into(),
            python: None,
            processes: 10,
            profile: Profile::default(),
            keys: None,
        }
    }
}

/// What running functions needs.
struct Host {
    /// For the directories of environments.
    scratch: PathBuf,
    runtimes: Runtimes,
    code: CodeStore,
    logs: Arc<dyn LogSink>,
    settings: LambdaSettings,
}

/// What handlers and events share.
struct Core {
    book: Book,
    host: Arc<Host>,
    fleet: Fleet,
    objects: Option<Arc<dyn ObjectSource>>,
    /// Signs the addresses of code.
    key: hmac::Key,
}

/// The functions of all accounts and regions.
pub(crate) struct Lambda {
    core: Arc<Core>,
    events: Events,
    /// A directory of this process's own, deleted at the end.
    temporary: Option<PathBuf>,
}

impl Lambda {
    /// Opens the functions: `lambda` below the data directory, or a temporary directory without one. Lines
    /// that functions print go to `logs`, to the program's own log without it. Blocks.
    ///
    /// # Errors
    /// When the directory cannot be used.
    pub(crate) fn open(
        data: Option<&Path>,
        store: Store,
        kept: &mut Kept,
        settings: LambdaSettings,
        logs: Option<Arc<dyn LogSink>>,
        objects: Option<Arc<dyn ObjectSource>>,
    ) -> Result<Self, LabError> {
        let temporary = match data {
            Some(_) => None,
            None => Some(std::env::temp_dir().join(format!("thingcore-lambda-{}", uuid::Uuid::new_v4()))),
        };
        let wanted = data.map(|data| data.join("lambda")).or_else(|| temporary.clone()).unwrap_or_default();
        let io = |source| LabError::Io { path: wanted.clone(), source };
        // Functions have working directories of their own.
        let place = std::path::absolute(&wanted).map_err(io)?;
        let scratch = place.join("scratch");
        // What a server that was killed has left.
        match directory::delete(&scratch) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
            _ => {}
        }
        std::fs::create_dir_all(&scratch).map_err(io)?;
        let host = Arc::new(Host {
            runtimes: Runtimes::open(place.clone(), settings.python.clone()).map_err(io)?,
            code: CodeStore::open(place.join("code"))?,
            logs: logs.unwrap_or_else(|| Arc::new(run::TracingSink)),
            scratch,
            settings,
        });
        let core = Arc::new(Core {
            book: Book::open(store, kept),
            fleet: Fleet::new(Arc::clone(&host)),
            host,
            objects,
            key: new_key().map_err(io)?,
        });
        Ok(Self { core, events: Events::default(), temporary })
    }

    pub(crate) async fn handle(
        &self,
        tenant: &Tenant,
        request: Request<Bytes>,
        request_id: &str,
    ) -> Response<Bytes> {
        match self.answer(tenant, request, request_id).await {
            Ok(answer) => answer.respond(request_id),
            Err(error) => error.respond(request_id),
        }
    }

    async fn answer(
        &self,
        tenant: &Tenant,
        request: Request<Bytes>,
        request_id: &str,
    ) -> Result<Answer, Error> {
        let (parts, body) = request.into_parts();
        let query = parts.uri.query().unwrap_or_default();
        let route = route::find(&parts.method, parts.uri.path(), query)?;
        let call = Call {
            tenant: tenant.clone(),
            operation: route.operation,
            parameters: route.parameters,
            query: call::pairs(query),
            headers: parts.headers,
            body,
            request_id: request_id.into(),
        };
        handlers::handle(self, &call).await
    }

    /// A function's code, by the path and query of an address that GetFunction gave.
    pub(crate) async fn download(&self, path: &str, query: &str) -> Option<Bytes> {
        let digest = path.strip_prefix(DOWNLOAD_PATH)?;
        let query = call::pairs(query);
        let value = |name: &str| query.get(name)?.first().cloned();
        let expires: u64 = value("expires")?.parse().ok()?;
        let token = value("token")?;
        let valid = constant_time::verify_slices_are_equal(
            self.core.token(digest, expires).as_bytes(),
            token.as_bytes(),
        )
        .is_ok()
            && UnixMillis::now().seconds() <= expires;
        if !valid {
            return None;
        }
        self.core.host.code.zip(digest).await
    }

    /// Ends idle environments and deletes packages that nobody needs, from time to time. Never returns.
    pub(crate) async fn keep_house(&self) {
        let mut interval = tokio::time::interval(SWEEP_INTERVAL);
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            interval.tick().await;
            self.core.fleet.sweep();
            if let Err(error) = self.core.host.code.sweep(self.core.book.packages()).await {
                tracing::error!(%error, "code that nobody needs cannot be deleted");
            }
        }
    }

    /// Deletes the functions of a scope, with their code and environments.
    pub(crate) async fn reset(&self, scope: &Scope) -> Result<(), LabError> {
        self.core.fleet.reset(scope);
        if let Err(error) = self.core.book.reset(scope).await {
            tracing::error!(%error, "the functions are gone, but not from the disk yet");
        }
        self.core.host.code.sweep(self.core.book.packages()).await
    }

    /// Waits until every event had its attempt.
    pub(crate) async fn settle(&self) {
        self.events.settle().await;
    }

    /// Ends everything that runs.
    pub(crate) fn close(&self) {
        self.events.close();
        self.core.fleet.close();
        self.core.host.code.close();
        if let Some(temporary) = &self.temporary {
            let _ = directory::delete(temporary);
        }
    }
}

impl Drop for Lambda {
    fn drop(&mut self) {
        self.close();
    }
}

/// Below this is code for download.
pub(crate) const DOWNLOAD_PATH: &str = "/_thingcore/lambda/code/";

impl Core {
    /// What a qualifier of a function names, and what is reserved for the function.
    ///
    /// # Errors
    /// When there is no such function, version or alias.
    fn spec(
        &self,
        owner: &Tenant,
        name: &str,
        qualifier: Option<&str>,
    ) -> Result<(Arc<Spec>, Option<u32>), Error> {
        self.book.read(owner, name, |held| {
            let resolved = held.resolve(owner, name, qualifier, share())?;
            let spec = Spec {
                owner: owner.clone(),
                name: name.into(),
                version: resolved.version,
                configuration: resolved.configuration,
            };
            Ok((Arc::new(spec), held.function.reserved_concurrency))
        })
    }

    /// The settings of asynchronous invocations.
    fn event_config(&self, owner: &Tenant, name: &str, qualifier: Option<&str>) -> Option<EventConfig> {
        let qualifier = qualifier.unwrap_or(names::LATEST);
        self.book.read(owner, name, |held| Ok(held.function.event_configs.get(qualifier).cloned())).ok()?
    }

    /// An address that a function's code can be had from for some minutes: under the name by which the caller
    /// knows the API port, which may be another one in a container's network.
    fn location(&self, digest: &str, host: Option<&str>) -> String {
        let expires = UnixMillis::now().seconds() + LOCATION_SECONDS;
        let (own, token) = (self.host.settings.api_url.as_str(), self.token(digest, expires));
        let port = |address: &str| address.rsplit_once(':').map(|(_, port)| port.to_owned());
        let url = match host.filter(|host| port(host) == port(own)) {
            Some(host) => format!("http://{host}"),
            None => own.to_owned(),
        };
        format!("{url}{DOWNLOAD_PATH}{digest}?expires={expires}&token={token}")
    }

    fn token(&self, digest: &str, expires: u64) -> String {
        code::hex(hmac::sign(&self.key, format!("{digest}/{expires}").as_bytes()).as_ref())
    }
}

impl Invoke for Lambda {
    fn invoke<'a>(
        &'a self,
        tenant: &'a Tenant,
        function_arn: &'a str,
        principal: &'a str,
        source_arn: &'a str,
        event: Bytes,
    ) -> Later<'a, Result<(), (String, String)>> {
        Box::pin(async move {
            handlers::invoke::by_service(self, tenant, function_arn, principal, source_arn, event)
                .map_err(|error| (error.code.to_owned(), error.message))
        })
    }
}

fn new_key() -> std::io::Result<hmac::Key> {
    hmac::Key::generate(hmac::HMAC_SHA256, &aws_lc_rs::rand::SystemRandom::new())
        .map_err(|_| std::io::Error::other("the system has no randomness"))
}

/// A random number between 0 and 1.
fn share() -> f64 {
    let random = uuid::Uuid::new_v4().as_u128() as u32;
    f64::from(random) / (f64::from(u32::MAX) + 1.0)
}
