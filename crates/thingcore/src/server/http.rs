//! HTTP: the AWS APIs, the lab's services, and `/_thingcore/`.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use api::credentials::{Caller, Principal, Refusal};
use api::pipeline::{self, BODY_BYTES_MAX};
use api::sigv4;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use broker::Identity;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Request, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use model::ServiceId;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::admin::request_head;
use super::{App, admin, now, websocket};

/// Time that a client has for the body of a request.
const BODY_WITHIN: Duration = Duration::from_secs(60);

/// What is known of the connection that a request came on.
#[derive(Clone, Debug)]
pub struct Connection {
    pub source: SocketAddr,
    /// The address of ours that the client connected to.
    pub target: Option<SocketAddr>,
    /// Where the socket is served.
    pub runtime: Handle,
    /// It is encrypted.
    pub secure: bool,
    /// The client certificate, on the TLS port.
    pub identity: Option<Identity>,
    /// The server name of its TLS hello.
    pub server_name: Option<String>,
    /// Dropped with whatever is left of the connection.
    pub alive: mpsc::Sender<Infallible>,
}

/// All routes.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/_thingcore/health", get(admin::health))
        .route("/_thingcore/ca.pem", get(admin::ca))
        .route("/_thingcore/metrics", get(admin::metrics))
        .route("/_thingcore/coverage", get(admin::coverage))
        .route("/_thingcore/reset", post(admin::reset))
        .route("/_thingcore/traces", get(admin::traces).post(admin::set_traces))
        .route("/_thingcore/logs", get(admin::logs))
        .route("/_thingcore/lambda/code/{digest}", get(admin::lambda_code))
        .route("/_thingcore/rules/test", post(admin::test_rule))
        .route("/_thingcore/policies/explain", post(admin::explain_policies))
        .route("/_thingcore/outbox", get(admin::outbox))
        .route("/_thingcore/{*rest}", axum::routing::any(admin::unknown))
        .route("/mqtt", axum::routing::any(websocket::upgrade))
        .fallback(aws)
        .with_state(app)
}

/// Serves one request.
pub async fn serve(router: Router, request: Request<Body>) -> Result<Response, Infallible> {
    TowerToHyperService::new(router).call(request).await
}

/// The answer to a request whose handler failed in a way that it must not.
pub fn broken() -> Response {
    admin::message(StatusCode::INTERNAL_SERVER_ERROR, "an internal error; the server's log has the details")
}

/// Reads a request's body.
///
/// # Errors
/// The answer to a body that is too large, breaks off, or does not come.
pub async fn read_body(request: Request<Body>) -> Result<Request<Bytes>, Response> {
    let (parts, body) = request.into_parts();
    read_body_of(parts, body, BODY_BYTES_MAX).await
}

async fn read_body_of(parts: Parts, body: Body, bytes_max: usize) -> Result<Request<Bytes>, Response> {
    let body = Limited::new(body, bytes_max).collect();
    let (status, text) = match tokio::time::timeout(BODY_WITHIN, body).await {
        Ok(Ok(collected)) => return Ok(Request::from_parts(parts, collected.to_bytes())),
        Ok(Err(error)) if error.downcast_ref::<http_body_util::LengthLimitError>().is_some() => {
            (StatusCode::PAYLOAD_TOO_LARGE, "The request body is too large.")
        }
        Ok(Err(_)) => (StatusCode::BAD_REQUEST, "The request body breaks off."),
        Err(_) => (StatusCode::REQUEST_TIMEOUT, "The request body did not come in time."),
    };
    Err(admin::message(status, text))
}

/// Answers a request to an AWS service.
async fn aws(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    #[cfg(feature = "s3")]
    let request = match super::objects::answer(&app, request).await {
        Ok(answer) => return answer,
        Err(other) => *other,
    };
    let connection = request.extensions().get::<Connection>().cloned();
    let (parts, body) = request.into_parts();
    let destination = destination(&app, &parts);
    let bytes_max = match &destination {
        Destination::Lab(service) => service.body_bytes_max(),
        _ => BODY_BYTES_MAX,
    };
    let request = match read_body_of(parts, body, bytes_max).await {
        Ok(request) => request,
        Err(refused) => return refused,
    };
    let Some(connection) = connection else {
        return admin::message(StatusCode::INTERNAL_SERVER_ERROR, "the connection is unknown");
    };
    let signing = sigv4::parse_authorization(&request_head(&request));
    if matches!(signing, Ok(None))
        && let Some(answer) = app.lab.unsigned(&request, &uuid::Uuid::new_v4().to_string()).await
    {
        return answer.map(Body::from);
    }
    let answer = match destination {
        Destination::Iot => iot(&app, request, &connection).await,
        Destination::Lab(service) => embedded(&app, service, request).await,
        Destination::Elsewhere(name) => elsewhere(&app, &name, request).await,
    };
    answer.map(Body::from)
}

/// Which part of the program a request is for.
enum Destination {
    Iot,
    Lab(lab::Service),
    /// A service that is not here.
    Elsewhere(String),
}

/// Chosen by the signing name and, for what is not signed, by the target header.
fn destination(app: &App, head: &Parts) -> Destination {
    let target = head.headers.get("x-amz-target").and_then(|target| target.to_str().ok());
    let claim = sigv4::parse_authorization(head).ok().flatten();
    let signing_name = claim.as_ref().map(|claim| claim.service.as_str());
    if let Some(service) = app.lab.serves(signing_name, target) {
        return Destination::Lab(service);
    }
    match (signing_name, target) {
        (Some(name), _) if ServiceId::of_signing_name(name).is_none() => Destination::Elsewhere(name.into()),
        (None, Some(target)) => {
            Destination::Elsewhere(target.split(['_', '.']).next().unwrap_or(target).to_lowercase())
        }
        _ => Destination::Iot,
    }
}

async fn iot(app: &App, request: Request<Bytes>, connection: &Connection) -> Response<Bytes> {
    let signed = request.headers().contains_key(http::header::AUTHORIZATION)
        || request.uri().query().is_some_and(|query| query.contains("X-Amz-Signature="));
    let caller = match &connection.identity {
        Some(Identity::Certificate { id, .. }) if !signed => match app.access.tenant_of(*id) {
            Ok(tenant) => Some(Caller { tenant, principal: Principal::Certificate(*id), service: None }),
            Err(reason) => {
                tracing::warn!(source = %connection.source, reason, "HTTPS request refused");
                return refused();
            }
        },
        _ if !signed => enabling(app, &request),
        _ => None,
    };
    let peer = pipeline::Peer { ip: connection.source.ip(), caller };
    app.pipeline.handle(request, &peer, now()).await
}

/// Who opens an enable URL: whoever got it, on behalf of the destination's owner (rules.md §7).
fn enabling(app: &App, request: &Request<Bytes>) -> Option<Caller> {
    let token = request.uri().path().strip_prefix("/confirmdestination/")?;
    let tenant = api::destinations::tenant_of_token(&app.pipeline.context().catalog, token)?;
    Some(Caller { tenant, principal: Principal::Anonymous, service: Some("iot".to_owned()) })
}

/// The data plane's answer to a certificate that it does not know (mqtt.md §12), and to a WebSocket that
/// nobody signed (mqtt.md §1).
pub fn refused() -> Response<Bytes> {
    let request_id = uuid::Uuid::new_v4().to_string();
    let mut response = api::error::ApiError::forbidden("Forbidden").respond(ServiceId::IotData, &request_id);
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

/// A service that is not embedded: the companion has it, or nobody.
async fn elsewhere(app: &App, name: &str, request: Request<Bytes>) -> Response<Bytes> {
    let request_id = uuid::Uuid::new_v4().to_string();
    let Some(companion) = &app.companion else {
        return lab::not_available(name, request.headers(), false, &request_id);
    };
    let (parts, body) = request.into_parts();
    if let Err(refusal) = app.pipeline.authenticator().caller(&parts, &body, now()) {
        return refusal.to_error(ServiceId::Iot).respond(ServiceId::Iot, &request_id);
    }
    let headers = parts.headers.clone();
    match companion.forward(Request::from_parts(parts, body)).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(service = name, error, "the companion did not answer");
            lab::not_available(name, &headers, true, &request_id)
        }
    }
}

/// Why the lab turns a caller away.
pub fn denial(refusal: &Refusal) -> lab::Denial {
    match refusal {
        Refusal::Unsigned => lab::Denial::Unsigned,
        Refusal::UnknownKey => lab::Denial::UnknownKey,
        Refusal::Expired => lab::Denial::Expired,
        Refusal::Over => lab::Denial::Over,
        Refusal::Region(_) | Refusal::Signature(_) => lab::Denial::Signature,
    }
}

async fn embedded(app: &App, service: lab::Service, request: Request<Bytes>) -> Response<Bytes> {
    let (parts, body) = request.into_parts();
    let request_id = uuid::Uuid::new_v4().to_string();
    let caller = match app.pipeline.authenticator().caller(&parts, &body, now()) {
        Ok(caller) => caller,
        Err(refusal) => return lab::denied(service, denial(&refusal), &refusal.to_string(), &request_id),
    };
    let mut request = Request::from_parts(parts, body);
    if let Principal::AccessKey(key) = caller.principal {
        request.extensions_mut().insert(lab::AccessKey(key));
    }
    app.lab.handle(service, &caller.tenant, request, &request_id).await
}
