//! The HTTP server of the Runtime API, one for each environment
//! (Lambda developer guide, "Using the Lambda runtime API for custom runtimes").

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::environment::too_large_document;
use super::exchange::{Exchange, Misplaced, Reply};
use crate::lambda::handlers::invoke::SYNC_BYTES_MAX;

/// Connections of one environment at a time. A runtime has one, a script one for each request.
const CONNECTIONS_MAX: usize = 32;
const PREFIX: &str = "/2018-06-01/runtime/";

/// Binds a port on a loopback address of its own.
///
/// # Errors
/// When there is no port.
pub(super) async fn bind() -> std::io::Result<TcpListener> {
    // On Linux everything below 127.0.0.0/8 is this machine; elsewhere only the first is.
    let [a, b, c, ..] = *uuid::Uuid::new_v4().as_bytes();
    let drawn = IpAddr::V4(Ipv4Addr::new(127, a, b, c.clamp(1, 254)));
    match TcpListener::bind(SocketAddr::new(drawn, 0)).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0)).await,
    }
}

/// Serves until it is aborted.
pub(super) async fn serve(listener: TcpListener, exchange: Arc<Exchange>) {
    let mut connections = JoinSet::new();
    loop {
        while connections.len() >= CONNECTIONS_MAX {
            connections.join_next().await;
        }
        while connections.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((stream, _)) => drop(connections.spawn(connection(stream, Arc::clone(&exchange)))),
            Err(error) => {
                tracing::warn!(%error, "the Runtime API cannot accept a connection");
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, exchange: Arc<Exchange>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let exchange = Arc::clone(&exchange);
        async move { Ok::<_, Infallible>(answer(&exchange, request).await) }
    });
    // A runtime that ends cuts its connection.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(exchange: &Exchange, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let path = request.uri().path().to_owned();
    let Some(rest) = path.strip_prefix(PREFIX) else { return not_found() };
    let parts: Vec<&str> = rest.split('/').collect();
    match (request.method(), parts.as_slice()) {
        (&Method::GET, ["invocation", "next"]) => next(exchange).await,
        (&Method::POST, ["invocation", id, outcome @ ("response" | "error")]) => {
            let reply = match body(request, SYNC_BYTES_MAX).await {
                Ok(Some(document)) if *outcome == "error" => Reply::Failure(document),
                Ok(Some(result)) => Reply::Success(result),
                Ok(None) => Reply::TooLarge,
                Err(refused) => return refused,
            };
            let is_too_large = reply == Reply::TooLarge;
            match exchange.answer(id, reply) {
                Ok(()) if is_too_large => too_large(),
                outcome => accepted(outcome),
            }
        }
        (&Method::POST, ["init", "error"]) => match body(request, SYNC_BYTES_MAX).await {
            Ok(Some(document)) => accepted(exchange.init_failed(document)),
            Ok(None) => match exchange.init_failed(too_large_document()) {
                Ok(()) => too_large(),
                misplaced => accepted(misplaced),
            },
            Err(refused) => refused,
        },
        _ => not_found(),
    }
}

/// The body; nothing when it is too large. It is read to its end all the same: a runtime that is still
/// writing would not see the answer.
async fn body(request: Request<Incoming>, max: usize) -> Result<Option<Bytes>, Response<Full<Bytes>>> {
    let mut body = request.into_body();
    let mut collected = BytesMut::new();
    let mut is_too_large = false;
    while let Some(frame) = body.frame().await {
        let broken = |_| error(StatusCode::BAD_REQUEST, "InvalidRequest", "The body breaks off.");
        let Ok(data) = frame.map_err(broken)?.into_data() else { continue };
        is_too_large |= collected.len() + data.len() > max;
        if is_too_large {
            collected.clear();
        } else {
            collected.extend_from_slice(&data);
        }
    }
    Ok((!is_too_large).then(|| collected.freeze()))
}

async fn next(exchange: &Exchange) -> Response<Full<Bytes>> {
    let event = match exchange.next().await {
        Ok(event) => event,
        Err(misplaced) => return accepted(Err(misplaced)),
    };
    let mut response = Response::new(Full::new(event.payload.clone()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let deadline = event.deadline.0.to_string();
    let id: String = event.request_id.chars().filter(|digit| *digit != '-').take(24).collect();
    let trace = format!("Root=1-{:08x}-{id}", event.deadline.seconds());
    let values = [
        ("lambda-runtime-aws-request-id", Some(event.request_id.as_str())),
        ("lambda-runtime-deadline-ms", Some(deadline.as_str())),
        ("lambda-runtime-invoked-function-arn", Some(event.arn.as_str())),
        ("lambda-runtime-trace-id", Some(trace.as_str())),
        ("lambda-runtime-client-context", event.client_context.as_deref()),
    ];
    for (name, value) in values {
        if let Some(Ok(value)) = value.map(HeaderValue::from_str) {
            headers.insert(name, value);
        }
    }
    response
}

fn accepted(outcome: Result<(), Misplaced>) -> Response<Full<Bytes>> {
    match outcome {
        Ok(()) => json(StatusCode::ACCEPTED, &json!({ "status": "OK" })),
        Err(Misplaced::UnknownId) => error(StatusCode::BAD_REQUEST, "InvalidRequestID", "Invalid request ID"),
        Err(Misplaced::State) => {
            error(StatusCode::FORBIDDEN, "InvalidStateTransition", "State transition is not allowed")
        }
    }
}

fn too_large() -> Response<Full<Bytes>> {
    let message = format!("Exceeded maximum allowed payload size ({SYNC_BYTES_MAX} bytes).");
    error(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", &message)
}

fn not_found() -> Response<Full<Bytes>> {
    error(StatusCode::NOT_FOUND, "NotFound", "The Runtime API has no such resource")
}

fn error(status: StatusCode, kind: &str, message: &str) -> Response<Full<Bytes>> {
    json(status, &json!({ "errorMessage": message, "errorType": kind }))
}

fn json(status: StatusCode, document: &serde_json::Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(document.to_string())));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
