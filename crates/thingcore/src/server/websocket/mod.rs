//! MQTT over WebSocket, at `/mqtt` (mqtt.md §1).
//!
//! Who connects is known by a signature, in the query or in a header; a client certificate does not count.
//! Signed connections may do everything: IAM policies, which decide on AWS, are not modelled.

mod frames;
mod stream;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use api::credentials::Principal;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use broker::{Identity, Peer};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Version, header};
use hyper_util::rt::TokioIo;
use model::ServiceId;

use super::http::{Connection, refused};
use super::{App, admin, now};
use stream::WebSocketStream;

/// The subprotocols that are spoken; the second is what clients of MQTT 3.1 ask for.
const SUBPROTOCOLS: [&str; 2] = ["mqtt", "mqttv3.1"];
/// What proves that the server speaks WebSocket (RFC 6455 §1.3).
const ACCEPT_GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Answers a request to open a WebSocket, and serves MQTT on it.
pub async fn upgrade(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    let (mut parts, _) = request.into_parts();
    let Some(connection) = parts.extensions.remove::<Connection>() else {
        return admin::message(StatusCode::INTERNAL_SERVER_ERROR, "the connection is unknown");
    };
    let source = connection.source;
    let identity = match authenticate(&app, &parts, &connection) {
        Ok(identity) => identity,
        Err(reason) => {
            tracing::warn!(%source, reason, "WebSocket refused");
            return refused().map(Body::from);
        }
    };
    let answer = match handshake(&parts) {
        Ok(answer) => answer,
        Err((status, text)) => {
            tracing::info!(%source, text, "WebSocket refused");
            return not_a_websocket(status, text);
        }
    };
    let upgraded = hyper::upgrade::on(Request::from_parts(parts, ()));
    let Connection { target, server_name, runtime, alive, .. } = connection;
    let peer = Peer { source, target, identity, server_name, websocket: true };
    runtime.spawn(async move {
        match upgraded.await {
            Ok(upgraded) => {
                let stream = WebSocketStream::new(TokioIo::new(upgraded));
                app.broker().serve(stream, peer).await;
            }
            Err(error) => tracing::debug!(%source, %error, "WebSocket ended before it began"),
        }
        // From here on the broker counts it.
        drop(alive);
    });
    answer.into_response()
}

/// Who opens a WebSocket.
fn authenticate(app: &App, parts: &Parts, connection: &Connection) -> Result<Identity, String> {
    let authenticator = app.pipeline.authenticator();
    let caller = authenticator.caller(parts, b"", now()).map_err(|refusal| refusal.to_string())?;
    match (caller.principal, caller.service) {
        (Principal::AccessKey(id), Some(service)) => {
            if ServiceId::of_signing_name(&service) != Some(ServiceId::IotData) {
                return Err(format!("it is signed for {service:?}, not for \"iotdevicegateway\""));
            }
            Ok(Identity::Signed { tenant: caller.tenant, access_key_id: id.into() })
        }
        _ if connection.secure => Err("it is not signed".into()),
        _ => {
            tracing::info!(source = %connection.source, "WebSocket without a signature: it acts as anonymous");
            Ok(Identity::Anonymous)
        }
    }
}

type Handshake = (StatusCode, HeaderMap);

/// The server's side of the opening handshake (RFC 6455 §4.2).
fn handshake(parts: &Parts) -> Result<Handshake, (StatusCode, &'static str)> {
    let headers = &parts.headers;
    let bad_request = |text| Err((StatusCode::BAD_REQUEST, text));
    if parts.method != Method::GET || parts.version < Version::HTTP_11 {
        return bad_request("a WebSocket is opened with GET and HTTP/1.1");
    }
    if !has_token(headers, &header::UPGRADE, "websocket")
        || !has_token(headers, &header::CONNECTION, "upgrade")
    {
        return bad_request(
            "a WebSocket is opened with the headers Upgrade: websocket and Connection: Upgrade",
        );
    }
    let key = headers.get(header::SEC_WEBSOCKET_KEY).map(HeaderValue::as_bytes).unwrap_or_default();
    // It should be of 16 bytes; the AWS IoT Device SDK v1 for Python sends one of 128.
    if !STANDARD.decode(key).is_ok_and(|key| key.len() >= 16) {
        return bad_request("Sec-WebSocket-Key must be the Base64 of 16 bytes");
    }
    if headers.get(header::SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
        return Err((StatusCode::UPGRADE_REQUIRED, "only version 13 of WebSocket is spoken"));
    }
    let mut answer = HeaderMap::new();
    answer.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    answer.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&accept(key)) {
        answer.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    // `mqtt` wherever it is offered (MQTT-6.0.0-4). A client that offers other names only finds none in the
    // answer, and closes (RFC 6455 §4.1).
    let is_offered =
        |name: &&str| tokens(headers, &header::SEC_WEBSOCKET_PROTOCOL).any(|offer| offer == *name);
    if let Some(chosen) = SUBPROTOCOLS.into_iter().find(is_offered) {
        answer.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(chosen));
    }
    Ok((StatusCode::SWITCHING_PROTOCOLS, answer))
}

fn not_a_websocket(status: StatusCode, text: &str) -> Response {
    let mut response = admin::message(status, text);
    if status == StatusCode::UPGRADE_REQUIRED {
        response.headers_mut().insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    }
    response
}

fn tokens<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

fn has_token(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    tokens(headers, name).any(|found| found.eq_ignore_ascii_case(token))
}

fn accept(key: &[u8]) -> String {
    let mut hash = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY);
    hash.update(key);
    hash.update(ACCEPT_GUID.as_bytes());
    STANDARD.encode(hash.finish())
}
