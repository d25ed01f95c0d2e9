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

/// Whether HTTP actions may send to `url`: a destination must be enabled whose confirmation URL is a prefix of
/// it, or exactly the one that the action names.
///
/// # Errors
/// What is missing, with the state of the nearest destination.
pub fn check(
    catalog: &Catalog,
    tenant: &Tenant,
    url: &str,
    confirmation_url: Option<&str>,
    now: UnixMillis,
) -> Result<(), String> {
    catalog.read(tenant, |shelves| {
        let all = shelves.all::<TopicRuleDestination>(Kind::RuleDestination);
        let candidates = all.map(|(_, destination)| as_of(now, destination)).filter_map(|destination| {
            let known = destination.http_url_properties?.confirmation_url?;
            let fits = match confirmation_url {
                Some(wanted) => known == wanted,
                None => url.starts_with(&known),
            };
            fits.then_some((known.len(), destination.status?, destination.arn?, destination.status_reason))
        });
        let candidates: Vec<_> = candidates.collect();
        if candidates.iter().any(|(_, status, ..)| *status == Status::Enabled) {
            return Ok(());
        }
        Err(match candidates.into_iter().max_by_key(|(length, ..)| *length) {
            Some((_, status, arn, reason)) => {
                let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
                format!("the topic rule destination {arn} is {}{reason}", status.as_str())
            }
            None => "no topic rule destination is confirmed for this URL".to_owned(),
        })
    })
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
