//! `/_thingcore/`: what an operator asks.

use std::fmt::Write as _;
use std::sync::Arc;

use api::credentials::Caller;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::{AccountId, Limit, Limits};
use http::{Request, StatusCode, header};
use rules::tester::Question;
use serde::Deserialize;
use serde_json::{Value, json};

use super::http::read_body;
use super::{App, describe, explain, now, recent, rule_test};

/// An answer with a message.
pub fn message(status: StatusCode, text: &str) -> Response {
    answer(status, &json!({"message": text}))
}

fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// `GET health`: 200 when serving.
pub async fn health(State(app): State<Arc<App>>) -> Response {
    let mut body = describe(&app.addresses);
    body["status"] = "ok".into();
    body["version"] = env!("CARGO_PKG_VERSION").into();
    answer(StatusCode::OK, &body)
}

/// `GET ca.pem`: the root certificate.
pub async fn ca(State(app): State<Arc<App>>) -> Response {
    ([(header::CONTENT_TYPE, "application/x-pem-file")], app.authority.root_pem().to_owned()).into_response()
}

/// `GET lambda/code/DIGEST`: the code of a function, at an address that GetFunction gave. It is its own
/// permission, as on AWS.
pub async fn lambda_code(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    match app.lab.download(path, query).await {
        Some(zip) => ([(header::CONTENT_TYPE, "application/zip")], zip).into_response(),
        None => message(StatusCode::FORBIDDEN, "there is no code at this address, or not any more"),
    }
}

/// When access keys are configured, everything but `health` and `ca.pem` needs a signed request.
fn authorize(app: &App, request: &Request<bytes::Bytes>) -> Result<(), Box<Response>> {
    caller(app, request).map(drop)
}

/// Who sends a request.
fn caller(app: &App, request: &Request<bytes::Bytes>) -> Result<Caller, Box<Response>> {
    let parts = request_head(request);
    let caller = app.pipeline.authenticator().caller(&parts, request.body(), now());
    caller.map_err(|refusal| Box::new(message(StatusCode::FORBIDDEN, &refusal.to_string())))
}

/// The head of a request, without its extensions.
pub fn request_head(request: &Request<bytes::Bytes>) -> http::request::Parts {
    let mut head = Request::new(());
    *head.method_mut() = request.method().clone();
    *head.uri_mut() = request.uri().clone();
    *head.headers_mut() = request.headers().clone();
    head.into_parts().0
}

/// Reads and authorises a request.
async fn admitted(app: &App, request: Request<Body>) -> Result<Request<bytes::Bytes>, Response> {
    let request = read_body(request).await?;
    authorize(app, &request).map_err(|refused| *refused)?;
    Ok(request)
}

/// `GET metrics`: Prometheus text.
pub async fn metrics(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    if let Err(refused) = admitted(&app, request).await {
        return refused;
    }
    let mut text = String::new();
    let mut metric = |name: &str, help: &str, kind: &str, value: u64| {
        // Writing to a string does not fail.
        let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n");
    };
    for (name, help, value) in app.broker().metrics().read() {
        metric(&format!("thingcore_broker_{name}_total"), help, "counter", value);
    }
    for (name, help, value) in app.engine.metrics() {
        metric(&format!("thingcore_rules_{name}_total"), help, "counter", value);
    }
    let status = app.broker().status();
    metric("thingcore_broker_connections", "Live MQTT connections", "gauge", status.connections as u64);
    metric("thingcore_broker_sessions", "MQTT sessions, connected and not", "gauge", status.sessions as u64);
    metric("thingcore_broker_retained", "Retained messages", "gauge", status.retained as u64);
    let backlog = app.store.backlog_bytes() as u64;
    metric("thingcore_store_backlog_bytes", "Bytes that wait to be stored", "gauge", backlog);
    let runtimes = [&app.network, &tokio::runtime::Handle::current()];
    let tasks: usize = runtimes.iter().map(|runtime| runtime.metrics().num_alive_tasks()).sum();
    metric("thingcore_runtime_tasks", "Tasks that are alive", "gauge", tasks as u64);
    rules(&app, &mut text);
    limits(&app.pipeline.context().limits, &mut text);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// What each rule did, by the names of AWS's metrics.
fn rules(app: &App, text: &mut String) {
    const NAME: &str = "thingcore_rule_total";
    let _ = write!(
        text,
        "# HELP {NAME} Metrics of single rules, as CloudWatch names them\n# TYPE {NAME} counter\n"
    );
    for actions::RuleMetric { tenant, rule, action, metric, value } in app.engine.rule_metrics() {
        let (account, region) = (tenant.account, tenant.region.as_str());
        let action = action.map(|action| format!(",action_type=\"{action}\"")).unwrap_or_default();
        let labels = format!("account=\"{account}\",region=\"{region}\",rule_name=\"{rule}\"{action}");
        let _ = writeln!(text, "{NAME}{{{labels},metric=\"{metric}\"}} {value}");
    }
}

/// What the limits did.
fn limits(limits: &Limits, text: &mut String) {
    const NAME: &str = "thingcore_limits_total";
    let _ = write!(text, "# HELP {NAME} What went beyond a limit\n# TYPE {NAME} counter\n");
    for limit in Limit::ALL.iter().filter(|limit| limit.is_counted()) {
        let _ = writeln!(text, "{NAME}{{limit=\"{}\"}} {}", limit.name(), limits.meter.count(*limit));
    }
}

/// `GET coverage`: how much of AWS IoT is here.
pub async fn coverage(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    if let Err(refused) = admitted(&app, request).await {
        return refused;
    }
    let report = super::coverage::report(|operation| app.pipeline.coverage(operation), actions::has_action);
    answer(StatusCode::OK, &report.to_json())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    account: Option<String>,
}

/// `POST reset`: empties an account, or all.
pub async fn reset(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    let request = match admitted(&app, request).await {
        Ok(request) => request,
        Err(refused) => return refused,
    };
    let body: &[u8] = if request.body().is_empty() { b"{}" } else { request.body() };
    let wanted: Reset = match serde_json::from_slice(body) {
        Ok(wanted) => wanted,
        Err(error) => return message(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let account: Option<AccountId> = match wanted.account.map(|text| text.parse()).transpose() {
        Ok(account) => account,
        Err(error) => return message(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    match app.reset(account).await {
        Ok(()) => answer(StatusCode::OK, &json!({})),
        Err(error) => message(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// `POST policies/explain`: what policies say to a request, and why.
pub async fn explain_policies(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    let request = match admitted(&app, request).await {
        Ok(request) => request,
        Err(refused) => return refused,
    };
    let question: Result<explain::Question, String> =
        serde_json::from_slice(request.body()).map_err(|error| error.to_string());
    match question.and_then(|question| question.answer(&app.pipeline.context().registry, now())) {
        Ok(body) => answer(StatusCode::OK, &body),
        Err(error) => message(StatusCode::BAD_REQUEST, &error),
    }
}

/// `GET outbox`: e-mails and text messages that SNS sent, of all accounts or of the one in `account`; when access keys are
/// configured, of the caller's.
pub async fn outbox(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    let (wanted, _) = match wanted(&app, request).await {
        Ok(wanted) => wanted,
        Err(refused) => return refused,
    };
    let mut entries = app.lab.outbox();
    let account = wanted.account.map(|account| account.to_string());
    entries.retain(|entry| account.as_ref().is_none_or(|account| entry.account == *account));
    answer(StatusCode::OK, &json!({"messages": entries}))
}

/// `GET traces`: what happened lately.
pub async fn traces(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    match wanted(&app, request).await {
        Ok((wanted, headers)) => recent::traces(&app, wanted, &headers).await,
        Err(refused) => refused,
    }
}

/// What a reader of recent entries wants, and the headers of the request. When access keys are configured, everybody
/// reads only what concerns their own account.
async fn wanted(app: &App, request: Request<Body>) -> Result<(recent::Wanted, http::HeaderMap), Response> {
    let request = admitted(app, request).await?;
    let mut wanted = recent::Wanted::parse(request.uri().query())
        .map_err(|error| message(StatusCode::BAD_REQUEST, &error))?;
    if app.pipeline.authenticator().credentials.is_some() {
        let caller = caller(app, &request).map_err(|refused| *refused)?;
        wanted.account = Some(caller.tenant.account);
    }
    Ok((wanted, request.into_parts().0.headers))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tracing {
    keep: usize,
}

/// `POST traces`: how much is kept from now on; nothing, if that is 0.
pub async fn set_traces(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    let request = match admitted(&app, request).await {
        Ok(request) => request,
        Err(refused) => return refused,
    };
    match serde_json::from_slice::<Tracing>(request.body()) {
        Ok(Tracing { keep }) => {
            app.traces.set_keep(keep);
            answer(StatusCode::OK, &json!({"keep": app.traces.keep()}))
        }
        Err(error) => message(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

/// `GET logs`: the last lines of the log.
pub async fn logs(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    match wanted(&app, request).await {
        Ok((wanted, headers)) => recent::logs(&app, wanted, &headers),
        Err(refused) => refused,
    }
}

/// `POST rules/test`: what a statement makes of a message.
pub async fn test_rule(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    let request = match admitted(&app, request).await {
        Ok(request) => request,
        Err(refused) => return refused,
    };
    let caller = match caller(&app, &request) {
        Ok(caller) => caller,
        Err(refused) => return *refused,
    };
    let mut question: Question = match serde_json::from_slice(request.body()) {
        Ok(question) => question,
        Err(error) => return message(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    // External functions ask in the name of the caller's account.
    question.account_id.get_or_insert_with(|| caller.tenant.account.to_string());
    match rule_test::answer(&app, &caller.tenant, question).await {
        Ok(verdict) => match serde_json::to_string(&verdict) {
            Ok(json) => (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], json).into_response(),
            Err(error) => message(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        },
        Err((status, body)) => answer(status, &body),
    }
}

/// What nobody has.
pub async fn unknown(request: Request<Body>) -> Response {
    message(StatusCode::NOT_FOUND, &format!("there is no {}", request.uri().path()))
}
