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

use super::quotas;
use super::support::{durable, page, split, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_TOPIC_RULE_DESTINATION => async create_topic_rule_destination,
            partial("the confirmation message is not sent (the log has its token); VPC destinations are stored and enabled, with no way into a VPC; InfluxDB is refused");
        op::CONFIRM_TOPIC_RULE_DESTINATION => async confirm_topic_rule_destination,
            partial("HTTP actions do not ask whether their destination is confirmed");
        op::GET_TOPIC_RULE_DESTINATION => sync get_topic_rule_destination, exact;
        op::LIST_TOPIC_RULE_DESTINATIONS => sync list_topic_rule_destinations, exact;
        op::UPDATE_TOPIC_RULE_DESTINATION => async update_topic_rule_destination,
            partial("HTTP actions do not ask whether their destination is enabled");
        op::DELETE_TOPIC_RULE_DESTINATION => async delete_topic_rule_destination, exact;
    }
}

const MAX: usize = 1000;
/// Why a destination cannot be used yet; the text is ours.
const AWAITING: &str = "Awaiting confirmation. The confirmation message is in the log of the server.";

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

/// Begins the confirmation of a destination anew; older tokens of it are void.
fn challenge(draft: &mut Draft<'_>, arn: &str) {
    withdraw_tokens(draft, arn);
    let token = uuid::Uuid::new_v4().simple().to_string();
    // On AWS it goes to the destination, in a message of type DestinationConfirmation.
    tracing::info!(arn, token, "confirm the destination with ConfirmTopicRuleDestination and this token");
    draft.put(Kind::RuleDestinationToken, token, GetTopicRuleDestinationRequest { arn: arn.into() });
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
) -> Result<(&'static str, TopicRuleDestination), ApiError> {
    let given = (configuration.http_url_configuration, configuration.vpc_configuration);
    match given {
        (_, _) if configuration.influx_db_configuration.is_some() => {
            Err(ApiError::not_implemented("Destinations in InfluxDB are not implemented by Thingcore."))
        }
        (Some(http), None) if http.confirmation_url.starts_with("https://") => {
            let confirmation_url = Some(http.confirmation_url);
            let destination = TopicRuleDestination {
                status: Some(Status::InProgress),
                status_reason: Some(AWAITING.into()),
                http_url_properties: Some(HttpUrlDestinationProperties { confirmation_url }),
                ..Default::default()
            };
            Ok(("http", destination))
        }
        (Some(_), None) => Err(ApiError::invalid_request("confirmationUrl must be an https URL")),
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
    let (family, configured) = configured(input.destination_configuration)?;
    let key = format!("{family}/{}", uuid::Uuid::new_v4());
    let arn = call.tenant().iot_arn(format_args!("ruledestination/{key}"));
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        quotas::check(call, draft.count(Kind::RuleDestination), MAX, "topic rule destinations")?;
        let destination = TopicRuleDestination {
            arn: Some(arn.clone()),
            created_at: time(call.now.0),
            last_updated_at: time(call.now.0),
            ..configured
        };
        draft.put(Kind::RuleDestination, key, destination.clone());
        if destination.status == Some(Status::InProgress) {
            challenge(draft, &arn);
        }
        Ok::<_, ApiError>(destination)
    })?;
    let destination = durable(&call.context.store, changed).await?;
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
    let destination = found.ok_or_else(|| denied(&input.arn))?;
    Ok(GetTopicRuleDestinationResponse { topic_rule_destination: Some(destination) })
}

fn list_topic_rule_destinations(
    call: &Call<Cloud>,
    input: ListTopicRuleDestinationsRequest,
) -> Result<ListTopicRuleDestinationsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let any = |_: &str, _: &TopicRuleDestination| true;
    let found = call.context.catalog.list(call.tenant(), Kind::RuleDestination, &request, any)?;
    let (destination_summaries, next_token) = split(found, |(_, destination)| TopicRuleDestinationSummary {
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
    });
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
        let now = stored.ok_or_else(|| denied(arn))?.status;
        match status {
            Status::InProgress if key.starts_with("vpc/") => {
                Err(ApiError::invalid_request("A VPC destination is not confirmed"))
            }
            Status::InProgress => {
                challenge(draft, arn);
                set(call, draft, arn, status, Some(AWAITING))
            }
            Status::Enabled | Status::Disabled => {
                if !matches!(now, Some(Status::Enabled | Status::Disabled)) {
                    let message = "The destination must be confirmed before it is enabled or disabled";
                    return Err(ApiError::invalid_request(message));
                }
                set(call, draft, arn, status, None)
            }
            Status::Error | Status::Deleting => {
                let message = format!("Status {} cannot be set by a caller", status.as_str());
                Err(ApiError::invalid_request(message))
            }
        }
    })?;
    durable(&call.context.store, changed).await?;
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
