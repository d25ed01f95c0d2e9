//! The AWS APIs, as our own commands call them: one small HTTP/1.1 client with signed requests.

use std::time::Duration;

use api::sigv4::{self, Secret};
use base::UnixMillis;
use bytes::Bytes;
use http::{Method, Request};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// Time that a request may take.
const WITHIN: Duration = Duration::from_secs(15);

/// A server's API endpoint and the key that requests are signed with.
pub struct Client {
    host: String,
    authority: String,
    secret: Secret,
    region: String,
}

/// An answer that is not a success.
#[derive(Debug)]
pub struct Refused {
    pub status: u16,
    /// The exception's name.
    pub code: String,
    pub message: String,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}): {}", self.code, self.status, self.message)
    }
}

/// Why a call failed.
#[derive(Debug)]
pub enum Failed {
    /// The server cannot be reached.
    Unreachable(String),
    /// The server refused.
    Refused(Refused),
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreachable(text) => f.write_str(text),
            Self::Refused(refused) => refused.fmt(f),
        }
    }
}

impl From<Failed> for String {
    fn from(failed: Failed) -> Self {
        failed.to_string()
    }
}

impl Client {
    /// A client of an endpoint such as `http://127.0.0.1:4566`. Key and region come from the usual
    /// environment variables of the AWS tools.
    ///
    /// # Errors
    /// When the endpoint is not an http URL.
    pub fn new(endpoint: &str) -> Result<Self, String> {
        let authority = endpoint
            .strip_prefix("http://")
            .map(|rest| rest.trim_end_matches('/'))
            .filter(|authority| !authority.is_empty() && !authority.contains('/'))
            .ok_or_else(|| format!("--endpoint {endpoint:?} is not of the form http://HOST:PORT"))?;
        let host = if authority.contains(':') { authority.to_owned() } else { format!("{authority}:80") };
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let secret = Secret {
            access_key_id: variable("AWS_ACCESS_KEY_ID").unwrap_or_else(|| "thingcore".into()),
            secret_access_key: variable("AWS_SECRET_ACCESS_KEY").unwrap_or_else(|| "thingcore".into()),
            session_token: variable("AWS_SESSION_TOKEN"),
        };
        let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
        let region = region.unwrap_or_else(|| "us-east-1".into());
        Ok(Self { host, authority: authority.into(), secret, region })
    }

    /// The name or address of the server, without the port.
    pub fn host_name(&self) -> &str {
        self.host.rsplit_once(':').map_or(&self.host, |(name, _)| name.trim_matches(['[', ']']))
    }

    /// Calls an operation of AWS IoT.
    ///
    /// # Errors
    /// When the server cannot be reached or refuses.
    pub async fn iot(&self, method: Method, path: &str, body: &Value) -> Result<Value, Failed> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request::builder().method(method).uri(path);
        self.signed(request, body, "iot").await
    }

    /// As [`iot`](Self::iot), the answer as its text: numbers have all their digits.
    ///
    /// # Errors
    /// When the server cannot be reached or refuses.
    pub async fn iot_text(&self, method: Method, path: &str, body: &Value) -> Result<String, Failed> {
        let request = Request::builder().method(method).uri(path);
        let answer = self.signed_bytes(request, body.to_string(), "iot").await?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    /// As [`iot`](Self::iot) with the principal header of attachments.
    ///
    /// # Errors
    /// When the server cannot be reached or refuses.
    pub async fn iot_with_principal(
        &self,
        method: Method,
        path: &str,
        principal: &str,
    ) -> Result<Value, Failed> {
        let request = Request::builder().method(method).uri(path).header("x-amzn-principal", principal);
        self.signed(request, String::new(), "iot").await
    }

    /// Calls an operation of DynamoDB.
    ///
    /// # Errors
    /// When the server cannot be reached or refuses.
    pub async fn dynamodb(&self, operation: &str, body: &Value) -> Result<Value, Failed> {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/")
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-target", format!("DynamoDB_20120810.{operation}"));
        self.signed(request, body.to_string(), "dynamodb").await
    }

    /// Gets a text that needs no signature.
    ///
    /// # Errors
    /// When the server cannot be reached or refuses.
    pub async fn text(&self, path: &str) -> Result<String, Failed> {
        let request = Request::builder().uri(path).header("host", &self.authority).body(Bytes::new());
        let request = request.map_err(|error| Failed::Unreachable(error.to_string()))?;
        let body = self.send(request).await?;
        Ok(String::from_utf8_lossy(&body).into_owned())
    }

    async fn signed(
        &self,
        request: http::request::Builder,
        body: String,
        service: &str,
    ) -> Result<Value, Failed> {
        let answer = self.signed_bytes(request, body, service).await?;
        if answer.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&answer)
            .map_err(|error| Failed::Unreachable(format!("the answer is not JSON: {error}")))
    }

    async fn signed_bytes(
        &self,
        request: http::request::Builder,
        body: String,
        service: &str,
    ) -> Result<Bytes, Failed> {
        let unusable = |error: String| Failed::Unreachable(error);
        let request = request.header("host", &self.authority).body(Bytes::from(body));
        let (mut parts, body) = request.map_err(|error| unusable(error.to_string()))?.into_parts();
        sigv4::sign(&mut parts, &body, &self.secret, &self.region, service, UnixMillis::now())
            .map_err(|error| unusable(error.to_string()))?;
        self.send(Request::from_parts(parts, body)).await
    }

    async fn send(&self, request: Request<Bytes>) -> Result<Bytes, Failed> {
        let exchange = async {
            let stream = TcpStream::connect(&self.host).await.map_err(|error| error.to_string())?;
            let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream));
            let (mut sender, connection) = handshake.await.map_err(|error| error.to_string())?;
            // Ends when the sender is dropped.
            let driver = tokio::spawn(connection);
            let response =
                sender.send_request(request.map(Full::new)).await.map_err(|error| error.to_string())?;
            let (head, body) = response.into_parts();
            let body = body.collect().await.map_err(|error| error.to_string())?.to_bytes();
            driver.abort();
            Ok::<_, String>((head, body))
        };
        let unreachable = |reason: String| {
            Failed::Unreachable(format!("cannot reach the server at http://{}: {reason}", self.authority))
        };
        let (head, body) = tokio::time::timeout(WITHIN, exchange)
            .await
            .map_err(|_| unreachable("no answer in time".into()))?
            .map_err(unreachable)?;
        if head.status.is_success() {
            return Ok(body);
        }
        let json: Value = serde_json::from_slice(&body).unwrap_or_default();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let code =
            head.headers.get("x-amzn-errortype").and_then(|name| name.to_str().ok()).map(str::to_owned);
        let typed = json["__type"].as_str().and_then(|name| name.rsplit('#').next()).map(str::to_owned);
        Err(Failed::Refused(Refused {
            status: head.status.as_u16(),
            code: code.or(typed).unwrap_or_else(|| "Error".into()),
            message: text(&json["message"]).or_else(|| text(&json["Message"])).unwrap_or_default(),
        }))
    }
}
