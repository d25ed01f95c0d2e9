//! Destinations of HTTP actions: who confirmed what, and how they are asked to (rules.md §7).

use std::time::Duration;

use base::Tenant;
use bytes::Bytes;
use http::{Method, Request};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::client::HttpClient;

/// Time that a destination has to take its confirmation message.
const WITHIN: Duration = Duration::from_millis(3000);
/// The largest response to it, bytes.
const RESPONSE_BYTES_MAX: usize = 16_384;

/// The destinations that exist. The binary has them from the catalog.
pub trait Destinations: Send + Sync {
    /// Whether messages may go to `url`. `confirmation_url` is the prefix that the action names.
    ///
    /// # Errors
    /// What keeps them: no destination, or its state.
    fn check(&self, tenant: &Tenant, url: &str, confirmation_url: Option<&str>) -> Result<(), String>;

    /// Whether messages may go through the destination of that ARN.
    ///
    /// # Errors
    /// What keeps them: no such destination, or its state.
    fn check_arn(&self, tenant: &Tenant, arn: &str) -> Result<(), String>;
}

/// The message that asks a destination to confirm that it wants messages.
#[derive(Clone, Debug)]
pub struct Confirmation {
    /// The destination.
    pub arn: String,
    /// Where the message goes.
    pub confirmation_url: String,
    /// What ConfirmTopicRuleDestination takes.
    pub token: String,
    /// What to GET instead.
    pub enable_url: String,
}

/// Sends a confirmation message, once.
pub(crate) async fn confirm(client: &HttpClient, confirmation: &Confirmation) -> Result<(), String> {
    let Confirmation { arn, confirmation_url, token, enable_url } = confirmation;
    let url = confirmation_url.trim_end_matches('/');
    let (slash, mark) = if url.contains('?') { ("", '&') } else { ("/", '?') };
    let escaped = utf8_percent_encode(token, NON_ALPHANUMERIC);
    let body = json!({
        "arn": arn, "confirmationToken": token, "enableUrl": enable_url,
        "messageType": "DestinationConfirmation",
    });
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{url}{slash}{mark}confirmationToken={escaped}"))
        .header("content-type", "application/json")
        .header("x-amz-rules-engine-message-type", "DestinationConfirmation")
        .header("x-amz-rules-engine-destination-arn", arn)
        .body(Bytes::from(body.to_string()))
        .map_err(|error| error.to_string())?;
    let response = tokio::time::timeout(WITHIN, client.send(request, RESPONSE_BYTES_MAX))
        .await
        .map_err(|_| format!("no answer within {} ms", WITHIN.as_millis()))?
        .map_err(|problem| problem.to_string())?;
    match response.status() {
        status if status.is_success() => Ok(()),
        status => Err(format!("it answered {}", status.as_u16())),
    }
}
