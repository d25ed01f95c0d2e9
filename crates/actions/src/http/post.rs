//! The `http` action: one POST, with the few tries that it has (rules.md §7).

#[cfg(feature = "aws")]
use std::time::SystemTime;
use std::time::{Duration, Instant};

use base::{Limits, Tenant};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Method, Request, Response};
use rules::action::HttpRequest;
use rules::http_url::{HttpUrl, Strictness};

use super::client::{HttpClient, Problem};
use super::destinations::Destinations;
use crate::metrics::RuleCounters;
use crate::perform::Failure;
#[cfg(feature = "aws")]
use crate::sinks::Place;

/// Time for all tries together.
const WITHIN: Duration = Duration::from_millis(3000);
/// Tries. Only 429 and 5xx are tried again.
const TRIES: u32 = 3;
/// Waits between tries. AWS names none.
const WAITS: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(300)];
/// A response that is larger, bytes, is not followed by another try.
const RESPONSE_BYTES_MAX: usize = 16_384;
/// What is shown of a response in logs and error documents, characters.
const SHOWN: usize = 300;

/// Posts to confirmed endpoints.
pub(crate) struct Poster {
    client: HttpClient,
    destinations: std::sync::Arc<dyn Destinations>,
    strictness: Strictness,
    #[cfg(feature = "aws")]
    sinks: crate::sinks::Sinks,
}

impl Poster {
    pub fn new(
        client: HttpClient,
        destinations: std::sync::Arc<dyn Destinations>,
        limits: &Limits,
        sinks: &crate::sinks::Sinks,
    ) -> Self {
        #[cfg(not(feature = "aws"))]
        let _ = sinks;
        Self {
            client,
            destinations,
            strictness: Strictness::of(limits.profile),
            #[cfg(feature = "aws")]
            sinks: sinks.clone(),
        }
    }

    /// The destinations that actions go to.
    #[cfg(feature = "kafka")]
    pub fn destinations(&self) -> std::sync::Arc<dyn Destinations> {
        std::sync::Arc::clone(&self.destinations)
    }

    /// Posts a payload; tries again what may be tried again. Failures are final.
    ///
    /// # Errors
    /// What the last try ended with.
    pub async fn post(
        &self,
        tenant: &Tenant,
        request: &HttpRequest,
        payload: &[u8],
        counters: &RuleCounters,
    ) -> Result<(), Failure> {
        let count = |metric| counters.action_metric("HttpAction", metric);
        let refused = |reason: String| {
            count("HttpInvalidUrl");
            Failure::permanent(reason)
        };
        HttpUrl::parse(&request.url, self.strictness)
            .map_err(|reason| refused(format!("the URL {reason}")))?;
        self.destinations
            .check(tenant, &request.url, request.confirmation_url.as_deref())
            .map_err(Failure::permanent)?;
        let made = build(request, payload).map_err(refused)?;
        match tokio::time::timeout(WITHIN, self.tries(tenant, request, &made, &count)).await {
            Ok(outcome) => outcome,
            Err(_) => {
                count("HttpRequestTimeout");
                Err(Failure::permanent(format!("no answer within {} ms", WITHIN.as_millis())))
            }
        }
    }

    async fn tries(
        &self,
        tenant: &Tenant,
        request: &HttpRequest,
        made: &Request<Bytes>,
        count: &(impl Fn(&'static str) + Sync),
    ) -> Result<(), Failure> {
        let mut waits = WAITS.iter();
        for attempt in 1..=TRIES {
            let mut next = made.clone();
            self.sign(tenant, request, &mut next)?;
            let began = Instant::now();
            let outcome = self.client.send(next, RESPONSE_BYTES_MAX).await;
            let (failure, again) = match outcome {
                Ok(response) if response.status().is_success() => return Ok(()),
                Ok(response) => unwelcome(&response, count),
                Err(problem) => (broken(&problem, count), false),
            };
            let Some(wait) = waits.next().filter(|_| again) else { return Err(failure) };
            tracing::debug!(
                url = request.url, attempt, error = failure.message, took = ?began.elapsed(), ?wait,
                "HTTP action will be tried again"
            );
            tokio::time::sleep(*wait).await;
        }
        Err(Failure::permanent("tried too often"))
    }

    #[cfg(feature = "aws")]
    fn sign(&self, tenant: &Tenant, request: &HttpRequest, made: &mut Request<Bytes>) -> Result<(), Failure> {
        let Some(signing) = &request.signing else { return Ok(()) };
        let credentials = crate::aws::credentials(&self.sinks, Place::Elsewhere, tenant);
        crate::aws::sign_request(made, credentials, &signing.region, &signing.service, SystemTime::now())
            .map_err(|error| Failure::permanent(format!("cannot sign the request: {error}")))
    }

    #[cfg(not(feature = "aws"))]
    fn sign(&self, _: &Tenant, request: &HttpRequest, _: &mut Request<Bytes>) -> Result<(), Failure> {
        match &request.signing {
            None => Ok(()),
            Some(_) => Err(Failure::permanent("this program was built without the feature \"aws\"")),
        }
    }
}

/// The request, but for its signature.
fn build(request: &HttpRequest, payload: &[u8]) -> Result<Request<Bytes>, String> {
    let mut made = Request::builder()
        .method(Method::POST)
        .uri(&request.url)
        .body(Bytes::copy_from_slice(payload))
        .map_err(|error| format!("the URL cannot be used: {error}"))?;
    let default = if request.is_json { "application/json" } else { "application/octet-stream" };
    made.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(default));
    for (name, value) in &request.headers {
        // The name was checked when the rule was made.
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
        let value =
            HeaderValue::from_str(value).map_err(|_| format!("header {name} has an impossible value"))?;
        made.headers_mut().insert(name, value);
    }
    Ok(made)
}

/// What a response other than success means, and whether to try again.
fn unwelcome(response: &Response<Bytes>, count: &impl Fn(&'static str)) -> (Failure, bool) {
    let status = response.status();
    count(match status.as_u16() {
        400..=499 => "HttpCode_4XX",
        500..=599 => "HttpCode_5XX",
        _ => "HttpCode_Other",
    });
    let again = status.is_server_error() || status.as_u16() == 429;
    let text: String = String::from_utf8_lossy(response.body()).chars().take(SHOWN).collect();
    (Failure::permanent(format!("the endpoint answered {}: {text}", status.as_u16())), again)
}

fn broken(problem: &Problem, count: &impl Fn(&'static str)) -> Failure {
    match problem {
        Problem::Unreachable(_) => count("HttpUnknownHost"),
        Problem::Closed(_) | Problem::TooLarge(_) => count("HttpCode_Other"),
    }
    Failure::permanent(problem.to_string())
}
