//! Destinations of HTTP actions of topic rules (api-facts.md §6).

use base::Arn;
use catalog::{Draft, Kind};
use model::iot::{
    ConfirmTopicRuleDestinationRequest, ConfirmTopicRuleDestinationResponse,
    CreateTopicRuleDestinationRequest, CreateTopicRuleDestinationResponse, DeleteTopicRuleDestinationRequest,
    DeleteTopicRuleDestinationResponse, GetTopicRuleDestinationRequest, GetTopicRuleDestinationResponse,
    HttpUrlDestinationProperties, HttpUrlDestinationSummary, ListTopicRuleDestinationsRequest,
    ListTopicRuleDestinationsResponse, TopicRuleDestination, TopicRuleDestinationConfiguration,
    TopicRuleDestinationStatus as Status, TopicRuleDestinationSummary, UpdateTopicRuleDestinationRequest,
    UpdateTopicRuleDestinationResponse, VpcDestinationProperties, VpcDestinationSummary,
};

use rules::http_url::{HttpUrl, Strictness};

use super::quotas;
use super::support::{durable, page, split, time};
use crate::cloud::Cloud;
use crate::destinations::{Challenge, as_of, is_same_url};
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_TOPIC_RULE_DESTINATION => async create_topic_rule_destination,
            partial("VPC destinations are stored and enabled, with no way into a VPC; InfluxDB is refused");
        op::CONFIRM_TOPIC_RULE_DESTINATION => async confirm_topic_rule_destination, exact;
        op::GET_TOPIC_RULE_DESTINATION => sync get_topic_rule_destination, exact;
        op::LIST_TOPIC_RULE_DESTINATIONS => sync list_topic_rule_destinations, exact;
        op::UPDATE_TOPIC_RULE_DESTINATION => async update_topic_rule_destination, exact;
        op::DELETE_TOPIC_RULE_DESTINATION => async delete_topic_rule_destination, exact;
    }
}

const MAX: usize = 1000;
/// Why a destination cannot be used yet; the text is ours.
const AWAITING: &str = "Awaiting confirmation. The confirmation message was sent to the confirmation URL.";

fn denied(arn: &str) -> ApiError {
    ApiError::unauthorized(format!("Access to TopicRuleDestination '{arn}' was denied"))
}

/// The key of a destination: the part of its ARN behind `ruledestination/`.
fn key(call: &Call<Cloud>, arn: &str) -> Result<String, ApiError> {
    let tenant = call.tenant();
    Arn::parse(arn)
        .filter(|parsed| parsed.region == tenant.region.as_str() && parsed.account == tenant.account.as_str())
        .and_then(|parsed| parsed.name_of("ruledestination"))
        .map(str::to_owned)
        .ok_or_else(|| denied(arn))
}

/// Begins the confirmation of a destination anew; older tokens of it are void. The message is to be sent when
/// the draft is durable.
fn challenge(draft: &mut Draft<'_>, arn: &str, confirmation_url: &str) -> Challenge {
    withdraw_tokens(draft, arn);
    let token = uuid::Uuid::new_v4().simple().to_string();
    // A destination of a lab may have nobody who reads its messages.
    tracing::info!(arn, token, "confirm the destination with ConfirmTopicRuleDestination and this token");
    let awaited = GetTopicRuleDestinationRequest { arn: arn.into() };
    draft.put(Kind::RuleDestinationToken, token.as_str(), awaited);
    Challenge { arn: arn.into(), confirmation_url: confirmation_url.into(), token }
}

fn send(call: &Call<'_, Cloud>, challenges: impl IntoIterator<Item = Challenge>) {
    for challenge in challenges {
        call.context.challenges.send(call.tenant(), challenge);
    }
}

/// Makes destinations for URLs that rules name and that nobody asked to confirm yet (rules.md §7).
///
/// # Errors
/// When the account has too many, or the disk does not take them.
pub(super) async fn ensure(call: &Call<'_, Cloud>, urls: Vec<String>) -> Result<(), ApiError> {
    if urls.is_empty() {
        return Ok(());
    }
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        let mut challenges = Vec::new();
        for url in urls {
            let is_known =
                draft.all::<TopicRuleDestination>(Kind::RuleDestination).any(|(_, destination)| {
                    confirmation_url(&destination).is_some_and(|known| is_same_url(known, &url))
                });
            if !is_known {
                challenges.extend(add(call, draft, "http", http(url))?.1);
            }
        }
        Ok::<_, ApiError>(challenges)
    })?;
    send(call, durable(&call.context.store, changed).await?);
    Ok(())
}

fn confirmation_url(destination: &TopicRuleDestination) -> Option<&str> {
    destination.http_url_properties.as_ref()?.confirmation_url.as_deref()
}

/// A destination that is to be confirmed.
fn http(confirmation_url: String) -> TopicRuleDestination {
    TopicRuleDestination {
        status: Some(Status::InProgress),
        status_reason: Some(AWAITING.into()),
        http_url_properties: Some(HttpUrlDestinationProperties { confirmation_url: Some(confirmation_url) }),
        ..Default::default()
    }
}

/// Adds a destination, with the challenge that it has to answer.
fn add(
    call: &Call<Cloud>,
    draft: &mut Draft<'_>,
    family: &str,
    configured: TopicRuleDestination,
) -> Result<(TopicRuleDestination, Option<Challenge>), ApiError> {
    quotas::check(call, draft.count(Kind::RuleDestination), MAX, "topic rule destinations")?;
    let key = format!("{family}/{}", uuid::Uuid::new_v4());
    let arn = call.tenant().iot_arn(format_args!("ruledestination/{key}"));
    let destination = TopicRuleDestination {
        arn: Some(arn.clone()),
        created_at: time(call.now.0),
        last_updated_at: time(call.now.0),
        ..configured
    };
    draft.put(Kind::RuleDestination, key, destination.clone());
    let challenge = confirmation_url(&destination).map(|url| challenge(draft, &arn, url));
    Ok((destination, challenge))
}

fn withdraw_tokens(draft: &mut Draft<'_>, arn: &str) {
    let tokens = draft.all::<GetTopicRuleDestinationRequest>(Kind::RuleDestinationToken);
    let tokens: Vec<String> =
        tokens.filter(|(_, awaited)| awaited.arn == arn).map(|(token, _)| token.to_owned()).collect();
    for token in tokens {
        draft.remove(Kind::RuleDestinationToken, token);
    }
}

/// The destination that a configuration asks for, and how ARNs call its kind (api-facts.md §1).
fn configured(
    configuration: TopicRuleDestinationConfiguration,
    strictness: Strictness,
) -> Result<(&'static str, TopicRuleDestination), ApiError> {
    let given = (configuration.http_url_configuration, configuration.vpc_configuration);
    match given {
        (_, _) if configuration.influx_db_configuration.is_some() => {
            Err(ApiError::not_implemented("Destinations in InfluxDB are not implemented by Thingcore."))
        }
        (Some(given), None) => {
            HttpUrl::parse(&given.confirmation_url, strictness)
                .map_err(|reason| ApiError::invalid_request(format!("confirmationUrl {reason}")))?;
            Ok(("http", http(given.confirmation_url)))
        }
        (None, Some(vpc)) => {
            // On AWS it is IN_PROGRESS while network interfaces are made; here there is nothing to wait for.
            let destination = TopicRuleDestination {
                status: Some(Status::Enabled),
                vpc_properties: Some(VpcDestinationProperties {
                    subnet_ids: Some(vpc.subnet_ids),
                    security_groups: vpc.security_groups,
                    vpc_id: Some(vpc.vpc_id),
                    role_arn: Some(vpc.role_arn),
                }),
                ..Default::default()
            };
            Ok(("vpc", destination))
        }
        _ => Err(ApiError::invalid_request("The destination needs exactly one configuration")),
    }
}

async fn create_topic_rule_destination(
    call: &Call<'_, Cloud>,
    input: CreateTopicRuleDestinationRequest,
) -> Result<CreateTopicRuleDestinationResponse, ApiError> {
    let strictness = Strictness::of(call.context.limits.profile);
    let (family, configured) = configured(input.destination_configuration, strictness)?;
    let changed = call.context.catalog.change(call.tenant(), |draft| add(call, draft, family, configured))?;
    let (destination, challenge) = durable(&call.context.store, changed).await?;
    send(call, challenge);
    Ok(CreateTopicRuleDestinationResponse { topic_rule_destination: Some(destination) })
}

/// Sets the state of a destination.
fn set(
    call: &Call<Cloud>,
    draft: &mut Draft<'_>,
    arn: &str,
    status: Status,
    reason: Option<&str>,
) -> Result<(), ApiError> {
    let key = key(call, arn)?;
    let stored: Option<TopicRuleDestination> = draft.get(Kind::RuleDestination, &key);
    let mut destination = stored.ok_or_else(|| denied(arn))?;
    destination.status = Some(status);
    destination.status_reason = reason.map(str::to_owned);
    destination.last_updated_at = time(call.now.0);
    draft.put(Kind::RuleDestination, key, destination);
    Ok(())
}

async fn confirm_topic_rule_destination(
    call: &Call<'_, Cloud>,
    input: ConfirmTopicRuleDestinationRequest,
) -> Result<ConfirmTopicRuleDestinationResponse, ApiError> {
    let token = input.confirmation_token;
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        let awaited: Option<GetTopicRuleDestinationRequest> = draft.get(Kind::RuleDestinationToken, &token);
        let awaited =
            awaited.ok_or_else(|| ApiError::invalid_request("The confirmation token is not valid"))?;
        draft.remove(Kind::RuleDestinationToken, token);
        let stored: Option<TopicRuleDestination> =
            draft.get(Kind::RuleDestination, &key(call, &awaited.arn)?);
        let now = stored.map(|destination| as_of(call.now, destination)).and_then(|known| known.status);
        if now == Some(Status::Error) {
            return Err(ApiError::invalid_request("The confirmation token has expired"));
        }
        set(call, draft, &awaited.arn, Status::Enabled, None)
    })?;
    durable(&call.context.store, changed).await?;
    Ok(ConfirmTopicRuleDestinationResponse {})
}

fn get_topic_rule_destination(
    call: &Call<Cloud>,
    input: GetTopicRuleDestinationRequest,
) -> Result<GetTopicRuleDestinationResponse, ApiError> {
    let key = key(call, &input.arn)?;
    let found = call.context.catalog.get(call.tenant(), Kind::RuleDestination, &key);
    let destination = as_of(call.now, found.ok_or_else(|| denied(&input.arn))?);
    Ok(GetTopicRuleDestinationResponse { topic_rule_destination: Some(destination) })
}

fn list_topic_rule_destinations(
    call: &Call<Cloud>,
    input: ListTopicRuleDestinationsRequest,
) -> Result<ListTopicRuleDestinationsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let any = |_: &str, _: &TopicRuleDestination| true;
    let found = call.context.catalog.list(call.tenant(), Kind::RuleDestination, &request, any)?;
    let summary = |destination: TopicRuleDestination| TopicRuleDestinationSummary {
        arn: destination.arn,
        status: destination.status,
        created_at: destination.created_at,
        last_updated_at: destination.last_updated_at,
        status_reason: destination.status_reason,
        http_url_summary: destination
            .http_url_properties
            .map(|http| HttpUrlDestinationSummary { confirmation_url: http.confirmation_url }),
        vpc_destination_summary: destination.vpc_properties.map(|vpc| VpcDestinationSummary {
            subnet_ids: vpc.subnet_ids,
            security_groups: vpc.security_groups,
            vpc_id: vpc.vpc_id,
            role_arn: vpc.role_arn,
        }),
        ..Default::default()
    };
    let (destination_summaries, next_token) =
        split(found, |(_, destination)| summary(as_of(call.now, destination)));
    Ok(ListTopicRuleDestinationsResponse { destination_summaries, next_token })
}

/// ENABLED and DISABLED are for what was confirmed; IN_PROGRESS asks for a new confirmation
/// (UpdateTopicRuleDestination).
async fn update_topic_rule_destination(
    call: &Call<'_, Cloud>,
    input: UpdateTopicRuleDestinationRequest,
) -> Result<UpdateTopicRuleDestinationResponse, ApiError> {
    let (arn, status) = (&input.arn, input.status);
    let key = key(call, arn)?;
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        let stored: Option<TopicRuleDestination> = draft.get(Kind::RuleDestination, &key);
        let stored = stored.ok_or_else(|| denied(arn))?;
        let now = as_of(call.now, stored.clone()).status;
        match status {
            Status::InProgress if key.starts_with("vpc/") => {
                Err(ApiError::invalid_request("A VPC destination is not confirmed"))
            }
            Status::InProgress => {
                let challenge = confirmation_url(&stored).map(|url| challenge(draft, arn, url));
                set(call, draft, arn, status, Some(AWAITING))?;
                Ok(challenge)
            }
            Status::Enabled | Status::Disabled => {
                if !matches!(now, Some(Status::Enabled | Status::Disabled)) {
                    let message = "The destination must be confirmed before it is enabled or disabled";
                    return Err(ApiError::invalid_request(message));
                }
                set(call, draft, arn, status, None)?;
                Ok(None)
            }
            Status::Error | Status::Deleting => {
                let message = format!("Status {} cannot be set by a caller", status.as_str());
                Err(ApiError::invalid_request(message))
            }
        }
    })?;
    send(call, durable(&call.context.store, changed).await?);
    Ok(UpdateTopicRuleDestinationResponse {})
}

async fn delete_topic_rule_destination(
    call: &Call<'_, Cloud>,
    input: DeleteTopicRuleDestinationRequest,
) -> Result<DeleteTopicRuleDestinationResponse, ApiError> {
    let key = key(call, &input.arn)?;
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        if !draft.contains(Kind::RuleDestination, &key) {
            return Err(denied(&input.arn));
        }
        withdraw_tokens(draft, &input.arn);
        draft.remove(Kind::RuleDestination, key);
        Ok(())
    })?;
    durable(&call.context.store, changed).await?;
    Ok(DeleteTopicRuleDestinationResponse {})
}
