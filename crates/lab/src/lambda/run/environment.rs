//! One execution environment: a process, its Runtime API, its log stream and its directory.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base::{Tenant, UnixMillis};
use bytes::Bytes;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::exchange::{Event, Exchange, Initialised, Reply};
use super::journal::{self, Journal, Report, Status};
use super::output::Output;
use super::process::{Exit, Process};
use super::server;
use crate::lambda::Host;
use crate::lambda::code::Pin;
use crate::lambda::directory;
use crate::lambda::handlers::invoke::SYNC_BYTES_MAX;
use crate::lambda::keys;
use crate::lambda::open_points::{INIT_WITHIN, MEMORY_SLACK_BYTES};
use crate::lambda::record::Configuration;

/// Time that a runtime has to ask for another event after an error.
const SETTLED_WITHIN: Duration = Duration::from_secs(2);
/// How often the memory of a function that runs is looked at, and that of one that initialises.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const LOOK_AT_INIT_EVERY: Duration = Duration::from_millis(20);
/// The variable with the address of the Runtime API, which is another in each environment.
const RUNTIME_API: &str = "AWS_LAMBDA_RUNTIME_API";

/// What an environment runs.
#[derive(Clone, Debug)]
pub(in crate::lambda) struct Spec {
    pub owner: Tenant,
    pub name: String,
    /// `$LATEST` or a number.
    pub version: String,
    pub configuration: Arc<Configuration>,
}

/// What an invocation is about.
#[derive(Clone, Debug)]
pub(in crate::lambda) struct Request {
    pub request_id: String,
    pub payload: Bytes,
    pub arn: String,
    pub client_context: Option<String>,
}

/// How an invocation ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::lambda) struct Outcome {
    /// The result, or the error document.
    pub payload: Bytes,
    pub is_error: bool,
    /// The end of what was logged.
    pub tail: String,
}

/// Why there is no answer.
enum Failure {
    /// The runtime's own words.
    Init(Bytes),
    /// Kind and text.
    Runtime(&'static str, String),
    OutOfMemory,
    TimedOut,
}

/// A process that takes one event after the other.
pub(in crate::lambda) struct Environment {
    spec: Arc<Spec>,
    exchange: Arc<Exchange>,
    initialised: Option<oneshot::Receiver<Initialised>>,
    process: Process,
    output: Arc<Output>,
    journal: Arc<Journal>,
    tasks: [JoinHandle<()>; 2],
    scratch: PathBuf,
    started: Instant,
    /// The most memory that was seen in use, bytes.
    used: u64,
    _code: Arc<Pin>,
    /// Its place among the processes of the machine.
    _place: Option<Place>,
}

impl Environment {
    /// Runs an event in an environment that does not exist yet. It is returned when it can take another.
    pub async fn first(host: &Host, spec: &Arc<Spec>, request: Request) -> (Outcome, Option<Self>) {
        let group = spec.configuration.log_group.clone();
        let group = group.unwrap_or_else(|| format!("/aws/lambda/{}", spec.name));
        let (logs, now) = (Arc::clone(&host.logs), UnixMillis::now());
        let journal = Arc::new(Journal::new(logs, spec.owner.clone(), group, &spec.version, now));
        match Self::start(host, spec, &journal).await {
            Ok(mut environment) => {
                let outcome = environment.invoke(request).await;
                let alive = environment.is_alive();
                (outcome, alive.then_some(environment))
            }
            Err(text) => {
                let failure = Failure::Runtime("Runtime.InvalidEntrypoint", text);
                journal.write(vec![journal::start_line(&request.request_id, &spec.version)]);
                (conclude(&journal, spec, &request.request_id, Err(failure), &Measured::default()), None)
            }
        }
    }

    async fn start(host: &Host, spec: &Arc<Spec>, journal: &Arc<Journal>) -> Result<Self, String> {
        let unpacked = host.code.unpacked(spec.owner.account, &spec.configuration.code.digest).await;
        let (code, pin) = unpacked.map_err(|error| error.message)?;
        let launch = host.runtimes.launch(&spec.configuration.runtime, &code).await?;
        let text = |error: std::io::Error| error.to_string();
        let listener = server::bind().await.map_err(text)?;
        let address = listener.local_addr().map_err(text)?;
        let scratch = host.scratch.join(uuid::Uuid::new_v4().simple().to_string());
        tokio::fs::create_dir_all(&scratch).await.map_err(text)?;
        let mut variables = host.variables(spec, journal.group(), journal.stream());
        let of_place = [
            (RUNTIME_API, address.to_string()),
            ("LAMBDA_TASK_ROOT", code.display().to_string()),
            ("TMPDIR", scratch.display().to_string()),
            ("HOME", scratch.display().to_string()),
        ];
        variables.extend(of_place.map(|(name, value)| (name.to_owned(), value)));
        let (reader, writer) = std::io::pipe().map_err(text)?;
        let output = Arc::new(Output::new(reader, Arc::clone(journal)).map_err(text)?);
        let most = (u64::from(spec.configuration.memory) << 20) + MEMORY_SLACK_BYTES;
        let started = Instant::now();
        let process = Process::start(&launch, &variables, RUNTIME_API, &code, writer, most)
            .map_err(|error| format!("fork/exec {}: {error}", launch.program.display()))?;
        let (exchange, initialised) = Exchange::new();
        let exchange = Arc::new(exchange);
        let tasks = [
            tokio::spawn(server::serve(listener, Arc::clone(&exchange))),
            tokio::spawn({
                let output = Arc::clone(&output);
                async move { output.pump().await }
            }),
        ];
        tracing::debug!(function = spec.name, version = spec.version, %address, "environment started");
        Ok(Self {
            spec: Arc::clone(spec),
            exchange,
            initialised: Some(initialised),
            process,
            output,
            journal: Arc::clone(journal),
            tasks,
            scratch,
            started,
            used: 0,
            _code: pin,
            _place: None,
        })
    }

    /// Gives it its place among the processes of the machine, which is free again when it ends.
    pub(super) fn counted(mut self, place: Place) -> Self {
        self._place = Some(place);
        self
    }

    /// Whether it can take an event.
    pub fn is_alive(&self) -> bool {
        self.process.is_alive()
    }

    /// Runs an event. A function that does not answer in time, or ends, ends with its environment.
    pub async fn invoke(&mut self, request: Request) -> Outcome {
        let mut measured = Measured::default();
        let initialised = match self.initialised.take() {
            Some(initialised) => self.initialise(initialised, &mut measured).await,
            None => Ok(()),
        };
        self.output.drain();
        self.journal.write(vec![journal::start_line(&request.request_id, &self.spec.version)]);
        let id = request.request_id.clone();
        let began = Instant::now();
        let answered = match initialised {
            Ok(()) => self.answered(request).await,
            Err(failure) => Err(failure),
        };
        measured.duration = began.elapsed();
        self.output.flush();
        // Before it is killed: nothing is known of a process that has ended. A function that was quicker than
        // the looks at it is looked at here.
        let looked = self.look();
        let answered = answered.and_then(|reply| looked.map(|()| reply));
        if answered.is_err() {
            self.process.kill();
        }
        measured.used = match answered {
            // No more than it may have, as on AWS, where it does not get more.
            Err(Failure::OutOfMemory) => self.memory_max(),
            _ => self.used,
        };
        if matches!(answered, Err(Failure::TimedOut)) {
            measured.duration = Duration::from_secs(self.spec.configuration.timeout.into());
        }
        if matches!(answered, Ok(Reply::Failure(_) | Reply::TooLarge)) {
            self.settled().await;
        }
        let ended = answered.is_err();
        let outcome = conclude(&self.journal, &self.spec, &id, answered, &measured);
        if ended {
            // Its end is known before anybody could take it for alive.
            self.process.exited().await;
        }
        outcome
    }

    /// After an error a runtime goes on, or ends, as it does after what nobody caught. Which of them is
    /// known before anybody could take it for alive.
    async fn settled(&self) {
        tokio::select! {
            () = self.exchange.idle() => {}
            _ = self.process.exited() => {}
            () = tokio::time::sleep(SETTLED_WITHIN) => {
                self.process.kill();
                self.process.exited().await;
            }
        }
    }

    /// What the function may have in memory, bytes.
    fn memory_max(&self) -> u64 {
        u64::from(self.spec.configuration.memory) << 20
    }

    /// Looks at its memory.
    ///
    /// # Errors
    /// When it has, or had, more than it may have.
    fn look(&mut self) -> Result<(), Failure> {
        let (now, peak) = self.process.memory();
        let used = now.max(peak);
        self.used = self.used.max(used);
        if used > self.memory_max() { Err(Failure::OutOfMemory) } else { Ok(()) }
    }

    /// Waits until the runtime asks for its first event. One that takes too long goes on, on the time of the
    /// invocation.
    async fn initialise(
        &mut self,
        mut initialised: oneshot::Receiver<Initialised>,
        measured: &mut Measured,
    ) -> Result<(), Failure> {
        let deadline = tokio::time::sleep(INIT_WITHIN);
        tokio::pin!(deadline);
        let mut look = tokio::time::interval(LOOK_AT_INIT_EVERY);
        let outcome = loop {
            tokio::select! {
                biased;
                ended = &mut initialised => break match ended {
                    Ok(Initialised::Failed(document)) => Err(Failure::Init(document)),
                    Ok(Initialised::Ready) | Err(_) => self.look(),
                },
                exit = self.process.exited() => {
                    break Err(Failure::Runtime("Runtime.ExitError", exit.text()));
                }
                () = &mut deadline => break Ok(()),
                _ = look.tick() => if let Err(failure) = self.look() {
                    break Err(failure);
                },
            }
        };
        measured.init = Some(self.started.elapsed());
        outcome
    }

    /// Waits for the answer, the end of the process, the end of its time, or too much memory.
    async fn answered(&mut self, request: Request) -> Result<Reply, Failure> {
        let time = Duration::from_secs(self.spec.configuration.timeout.into());
        let mut answered = self.exchange.offer(Event {
            request_id: request.request_id,
            payload: request.payload,
            deadline: UnixMillis::now() + time,
            arn: request.arn,
            client_context: request.client_context,
        });
        let deadline = tokio::time::sleep(time);
        tokio::pin!(deadline);
        let mut look = tokio::time::interval_at(tokio::time::Instant::now() + LOOK_EVERY, LOOK_EVERY);
        loop {
            tokio::select! {
                biased;
                reply = &mut answered => return reply.map_err(|_| {
                    Failure::Runtime("Runtime.ExitError", "Runtime gave no answer".into())
                }),
                exit = self.process.exited() => {
                    // What it said last counts.
                    return answered
                        .try_recv()
                        .map_err(|_| Failure::Runtime("Runtime.ExitError", exit.text()));
                }
                () = &mut deadline => return Err(Failure::TimedOut),
                _ = look.tick() => self.look()?,
            }
        }
    }
}

impl Drop for Environment {
    fn drop(&mut self) {
        self.process.kill();
        self.tasks.iter().for_each(JoinHandle::abort);
        let scratch = std::mem::take(&mut self.scratch);
        // A function may have left a lot. What cannot be deleted goes with the next start.
        let delete = move || drop(directory::delete(&scratch));
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(delete)),
            Err(_) => delete(),
        }
    }
}

/// Counts a process until it is dropped.
pub(super) struct Place(pub Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// What an invocation took.
#[derive(Clone, Copy, Default)]
struct Measured {
    duration: Duration,
    init: Option<Duration>,
    /// Bytes.
    used: u64,
}

/// Writes the last lines of an invocation and makes its outcome.
fn conclude(
    journal: &Journal,
    spec: &Spec,
    request_id: &str,
    answered: Result<Reply, Failure>,
    measured: &Measured,
) -> Outcome {
    let mut lines = Vec::new();
    let ended = |kind: &'static str, text: &str, lines: &mut Vec<String>| {
        let message = format!("RequestId: {request_id} Error: {text}");
        let document = error_document(kind, &message);
        lines.extend([message, kind.into()]);
        (document, true, Status::Failed(kind))
    };
    let (payload, is_error, status) = match answered {
        Ok(Reply::Success(result)) => (result, false, Status::Answered),
        Ok(Reply::Failure(document)) => (document, true, Status::Answered),
        Ok(Reply::TooLarge) => (too_large_document(), true, Status::Answered),
        Err(Failure::Init(document)) => {
            (with_request_id(&document, request_id), true, Status::Failed("Runtime.InitError"))
        }
        Err(Failure::Runtime(kind, text)) => ended(kind, &text, &mut lines),
        Err(Failure::OutOfMemory) => ended("Runtime.OutOfMemory", &Exit::Signal(9).text(), &mut lines),
        Err(Failure::TimedOut) => {
            let seconds = spec.configuration.timeout;
            lines.push(journal::timeout_line(request_id, UnixMillis::now(), seconds));
            let message = format!("RequestId: {request_id} Error: Task timed out after {seconds}.00 seconds");
            (error_document("Sandbox.Timedout", &message), true, Status::TimedOut)
        }
    };
    lines.push(journal::end_line(request_id));
    let report = Report {
        request_id,
        duration: measured.duration,
        init: measured.init,
        memory: spec.configuration.memory,
        used: measured.used.div_ceil(1 << 20),
        status,
    };
    lines.push(report.line());
    journal.write(lines);
    Outcome { payload, is_error, tail: journal.take_tail() }
}

fn error_document(kind: &str, message: &str) -> Bytes {
    Bytes::from(json!({ "errorType": kind, "errorMessage": message }).to_string())
}

/// What takes the place of a result, or of an error document, that is larger than it may be.
pub(super) fn too_large_document() -> Bytes {
    let message =
        format!("Response payload size exceeded maximum allowed payload size ({SYNC_BYTES_MAX} bytes).");
    error_document("Function.ResponseSizeTooLarge", &message)
}

/// A runtime that cannot initialise knows no request; on AWS it fails again inside of one, and names it.
fn with_request_id(document: &Bytes, request_id: &str) -> Bytes {
    match serde_json::from_slice::<Value>(document) {
        Ok(Value::Object(mut members)) if members.get("requestId").is_some_and(|id| id == "") => {
            members.insert("requestId".into(), request_id.into());
            Bytes::from(Value::Object(members).to_string())
        }
        _ => document.clone(),
    }
}

impl Host {
    /// The variables of a function (Lambda developer guide, "Defined runtime environment variables"), with
    /// its own. Nothing of the server's is among them but where programs are.
    fn variables(&self, spec: &Spec, group: &str, stream: &str) -> BTreeMap<String, String> {
        let configuration = &spec.configuration;
        let account = spec.owner.account;
        let region = spec.owner.region.as_str();
        let key = match &self.settings.keys {
            Some(keys) => keys.of(account),
            None => keys::unsigned(account),
        };
        let memory = configuration.memory.to_string();
        let path = std::env::var("PATH").unwrap_or_else(|_| "/usr/local/bin:/usr/bin:/bin".into());
        let fixed = [
            ("LANG", "en_US.UTF-8"),
            ("TZ", ":UTC"),
            ("PATH", &path),
            ("AWS_ENDPOINT_URL", &self.settings.api_url),
            // The package is shared, and read-only on AWS.
            ("PYTHONDONTWRITEBYTECODE", "1"),
        ];
        let reserved = [
            ("_HANDLER", configuration.handler.as_str()),
            ("AWS_EXECUTION_ENV", &format!("AWS_Lambda_{}", configuration.runtime)),
            ("AWS_REGION", region),
            ("AWS_DEFAULT_REGION", region),
            ("AWS_ACCESS_KEY_ID", &key.access_key_id),
            ("AWS_SECRET_ACCESS_KEY", &key.secret_access_key),
            ("AWS_SESSION_TOKEN", &key.session_token),
            ("AWS_LAMBDA_FUNCTION_NAME", &spec.name),
            ("AWS_LAMBDA_FUNCTION_VERSION", &spec.version),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &memory),
            ("AWS_LAMBDA_LOG_GROUP_NAME", group),
            ("AWS_LAMBDA_LOG_STREAM_NAME", stream),
            ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ];
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let mut variables: BTreeMap<String, String> = fixed.into_iter().map(own).collect();
        variables.extend(configuration.environment.clone().unwrap_or_default());
        variables.extend(reserved.into_iter().map(own));
        variables
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_init_error_gets_the_id_of_the_request_that_it_fails() {
        let document = Bytes::from_static(br#"{"errorMessage":"m","requestId":"","stackTrace":[]}"#);
        assert_eq!(
            with_request_id(&document, "7"),
            Bytes::from_static(br#"{"errorMessage":"m","requestId":"7","stackTrace":[]}"#)
        );
        for other in [&b"not json"[..], b"{}", br#"{"requestId":"1"}"#, b"[]"] {
            let other = Bytes::from(other);
            assert_eq!(with_request_id(&other, "7"), other);
        }
    }
}
