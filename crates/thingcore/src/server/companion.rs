//! The companion: another AWS-compatible endpoint, which has the services that are not embedded.

use std::time::Duration;

use api::pipeline::BODY_BYTES_MAX;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Time that the companion has to answer.
const WITHIN: Duration = Duration::from_secs(60);

/// Where the companion is.
pub struct Companion {
    /// Host and port.
    authority: String,
}

impl Companion {
    /// The companion at an http URL that was checked.
    pub fn new(url: &str) -> Self {
        let authority = url.trim_start_matches("http://").split('/').next().unwrap_or_default();
        let has_port = authority.rsplit(':').next().is_some_and(|port| port.parse::<u16>().is_ok());
        let authority = if has_port { authority.to_owned() } else { format!("{authority}:80") };
        Self { authority }
    }

    /// Passes a request on as it is, signature included; emulators do not verify it.
    ///
    /// # Errors
    /// When the companion cannot be reached or does not answer in time.
    pub async fn forward(&self, request: Request<Bytes>) -> Result<Response<Bytes>, String> {
        let (mut parts, body) = request.into_parts();
        let host = HeaderValue::from_str(&self.authority).map_err(|error| error.to_string())?;
        parts.headers.insert(header::HOST, host);
        parts.headers.remove(header::TRANSFER_ENCODING);
        parts.headers.remove(header::CONNECTION);
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        parts.uri = path.parse().map_err(|error: http::uri::InvalidUri| error.to_string())?;
        let request = Request::from_parts(parts, Full::new(body));
        tokio::time::timeout(WITHIN, self.exchange(request))
            .await
            .map_err(|_| format!("no answer from {} within {WITHIN:?}", self.authority))?
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Response<Bytes>, String> {
        let stream = TcpStream::connect(&self.authority).await.map_err(|error| error.to_string())?;
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream));
        let (mut sender, connection) = handshake.await.map_err(|error| error.to_string())?;
        // Ends with the connection, which ends when the sender is dropped.
        tokio::spawn(connection);
        let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
        let (mut parts, body) = response.into_parts();
        let body = Limited::new(body, BODY_BYTES_MAX).collect().await.map_err(|error| error.to_string())?;
        // The body is whole now.
        parts.headers.remove(header::TRANSFER_ENCODING);
        parts.headers.remove(header::CONNECTION);
        Ok(Response::from_parts(parts, body.to_bytes()))
    }
}
