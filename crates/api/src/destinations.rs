//! Destinations of HTTP actions, as those see them who send: which are open, and what asks them to confirm.

use std::time::Duration;

use base::{Tenant, UnixMillis};
use catalog::{Catalog, Kind};
use model::iot::{
    GetTopicRuleDestinationRequest, TopicRuleDestination, TopicRuleDestinationStatus as Status,
};

/// How long a token is good for: three days (rules.md §7).
const TOKEN_LIFE: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// A message that asks a destination to confirm.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Challenge {
    /// The destination.
    pub arn: String,
    /// Where the message goes.
    pub confirmation_url: String,
    /// The token that confirms.
    pub token: String,
}

/// Sends challenges. The binary has it from the rules engine, which has the HTTP client.
pub trait Challenges: Send + Sync {
    /// Sends a message in the background. What keeps it from arriving is told with [`undelivered`].
    fn send(&self, tenant: &Tenant, challenge: Challenge);
}

/// A destination as it is now: one whose confirmation has not come in time is in error.
#[must_use]
pub fn as_of(now: UnixMillis, destination: TopicRuleDestination) -> TopicRuleDestination {
    let asked = destination.last_updated_at.map_or(0, |time| time.0.0);
    let life = TOKEN_LIFE.as_millis() as u64;
    if destination.status != Some(Status::InProgress) || now.0.saturating_sub(asked) < life {
        return destination;
    }
    TopicRuleDestination {
        status: Some(Status::Error),
        status_reason: Some("The confirmation did not come in time.".into()),
        ..destination
    }
}

/// Whether two confirmation URLs are of one destination. AWS does not say how it compares them.
pub fn is_same_url(left: &str, right: &str) -> bool {
    left.trim_end_matches('/') == right.trim_end_matches('/')
}

/// Whether HTTP actions may send to `url`: a destination must be enabled for the confirmation URL that the action
/// names, or else for the URL itself.
///
/// # Errors
/// What is missing: a destination, or its state.
pub fn check(
    catalog: &Catalog,
    tenant: &Tenant,
    url: &str,
    confirmation_url: Option<&str>,
    now: UnixMillis,
) -> Result<(), String> {
    let wanted = confirmation_url.unwrap_or(url);
    catalog.read(tenant, |shelves| {
        let all = shelves.all::<TopicRuleDestination>(Kind::RuleDestination);
        let mut blocking = None;
        for destination in all.map(|(_, destination)| as_of(now, destination)) {
            let known = destination.http_url_properties.and_then(|http| http.confirmation_url);
            if !known.is_some_and(|known| is_same_url(&known, wanted)) {
                continue;
            }
            if destination.status == Some(Status::Enabled) {
                return Ok(());
            }
            blocking =
                destination.arn.zip(destination.status).map(|state| (state, destination.status_reason));
        }
        Err(match blocking {
            Some(((arn, status), reason)) => {
                let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
                format!("the topic rule destination {arn} is {}{reason}", status.as_str())
            }
            None => format!("there is no topic rule destination for '{wanted}'"),
        })
    })
}

/// Whether messages may go through the destination of that ARN.
///
/// # Errors
/// That there is none, or its state.
pub fn check_arn(catalog: &Catalog, tenant: &Tenant, arn: &str, now: UnixMillis) -> Result<(), String> {
    let unknown = || format!("there is no topic rule destination {arn}");
    let (_, key) = arn.split_once(":ruledestination/").ok_or_else(unknown)?;
    let stored: Option<TopicRuleDestination> = catalog.get(tenant, Kind::RuleDestination, key);
    let stored = stored.filter(|destination| destination.arn.as_deref() == Some(arn)).ok_or_else(unknown)?;
    match as_of(now, stored).status {
        Some(Status::Enabled) => Ok(()),
        status => {
            Err(format!("the topic rule destination {arn} is {}", status.map_or("unknown", |s| s.as_str())))
        }
    }
}

/// Notes why a message did not arrive, unless the destination has another state by now.
pub fn undelivered(catalog: &Catalog, tenant: &Tenant, challenge: &Challenge, reason: &str) {
    let Some((_, key)) = challenge.arn.split_once(":ruledestination/") else { return };
    let noted = catalog.change(tenant, |draft| {
        let is_awaited = draft.contains(Kind::RuleDestinationToken, &challenge.token);
        let stored: Option<TopicRuleDestination> = draft.get(Kind::RuleDestination, key);
        if let Some(destination) = stored.filter(|_| is_awaited) {
            let text = format!("The confirmation message could not be delivered: {reason}");
            draft.put(
                Kind::RuleDestination,
                key,
                TopicRuleDestination { status_reason: Some(text), ..destination },
            );
        }
        Ok::<_, std::convert::Infallible>(())
    });
    // Nobody waits for the disk: the reason is for those who look.
    let _ = noted;
}

/// Whose destination a token confirms. Enable URLs are opened by whoever got them, without a signature.
pub fn tenant_of_token(catalog: &Catalog, token: &str) -> Option<Tenant> {
    catalog.tenants().into_iter().find(|tenant| {
        let awaited: Option<GetTopicRuleDestinationRequest> =
            catalog.get(tenant, Kind::RuleDestinationToken, token);
        awaited.is_some()
    })
}
