//! `/_thingcore/`: what an operator asks.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::{AccountId, Limit, Limits};
use http::{Request, StatusCode, header};
use serde::Deserialize;
use serde_json::{Value, json};

use super::http::read_body;
use super::{App, describe, explain, now};

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

/// When access keys are configured, everything but `health` and `ca.pem` needs a signed request.
fn authorize(app: &App, request: &Request<bytes::Bytes>) -> Result<(), Box<Response>> {
    let (parts, ()) = request_head(request);
    match app.pipeline.authenticator().caller(&parts, request.body(), now()) {
        Ok(_) => Ok(()),
        Err(refusal) => Err(Box::new(message(StatusCode::FORBIDDEN, &refusal.to_string()))),
    }
}

fn request_head(request: &Request<bytes::Bytes>) -> (http::request::Parts, ()) {
    let mut head = Request::new(());
    *head.method_mut() = request.method().clone();
    *head.uri_mut() = request.uri().clone();
    *head.headers_mut() = request.headers().clone();
    head.into_parts()
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
    limits(&app.pipeline.context().limits, &mut text);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
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

/// What is part of the interface and not here yet, and everything else.
pub async fn unknown(request: Request<Body>) -> Response {
    let path = request.uri().path();
    match path.strip_prefix("/_thingcore/").unwrap_or_default() {
        "rules/test" | "traces" | "logs" => {
            message(StatusCode::NOT_IMPLEMENTED, &format!("{path} is not implemented by Thingcore yet"))
        }
        _ => message(StatusCode::NOT_FOUND, &format!("there is no {path}")),
    }
}
