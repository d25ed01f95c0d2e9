//! Topic rules.

use model::Model;
use model::iot::{
    CreateTopicRuleRequest, DeleteTopicRuleRequest, DisableTopicRuleRequest, EnableTopicRuleRequest,
    GetTopicRuleRequest, GetTopicRuleResponse, ListTopicRulesRequest, ListTopicRulesResponse,
    ReplaceTopicRuleRequest, Tag, TopicRule, TopicRuleListItem, TopicRulePayload,
};
use percent_encoding::percent_decode_str;
use rules::book::{RuleError, RuleFilter};
use rules::definition::DefinitionError;

use super::rule_destinations;
use super::support::{INCOMPLETE_TAG, committed, forget_tags, page, set_tags, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_TOPIC_RULE => async create_topic_rule, partial("roles are not assumed");
        op::GET_TOPIC_RULE => sync get_topic_rule, exact;
        op::LIST_TOPIC_RULES => sync list_topic_rules, exact;
        op::REPLACE_TOPIC_RULE => async replace_topic_rule, partial("roles are not assumed");
        op::DELETE_TOPIC_RULE => async delete_topic_rule, exact;
        op::ENABLE_TOPIC_RULE => async enable_topic_rule, exact;
        op::DISABLE_TOPIC_RULE => async disable_topic_rule, exact;
    }
}

impl From<RuleError> for ApiError {
    fn from(error: RuleError) -> Self {
        let text = error.to_string();
        match error {
            RuleError::Exists { .. } => Self::resource_already_exists(text),
            RuleError::Denied { .. } => Self::unauthorized(text),
            RuleError::Definition(DefinitionError::Sql(_)) => Self::sql_parse(text),
            RuleError::Definition(_)
            | RuleError::TooManyRules { .. }
            | RuleError::TooLarge
            | RuleError::TooManyActions { .. }
            | RuleError::Role { .. }
            | RuleError::InvalidToken(_) => Self::invalid_request(text),
        }
    }
}

fn arn(call: &Call<Cloud>, name: &str) -> String {
    call.tenant().iot_arn(format_args!("rule/{name}"))
}

/// Tags of CreateTopicRule, which travel in a header as `k=v&k2=v2` (api-facts.md §6).
fn header_tags(header: Option<&str>) -> Result<registry::Tags, ApiError> {
    let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let tag = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        Tag { key: decoded(key), value: Some(decoded(value)) }
    };
    let pairs = header.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    tags(Some(pairs.map(tag).collect()), INCOMPLETE_TAG)
}

async fn create_topic_rule(call: &Call<'_, Cloud>, input: CreateTopicRuleRequest) -> Result<(), ApiError> {
    let tags = header_tags(input.tags.as_deref())?;
    let version = input.topic_rule_payload.aws_iot_sql_version.clone();
    let payload = input.topic_rule_payload.write();
    let resource = format!("rule/{}", input.rule_name);
    let created = call.context.rules.create(call.tenant(), &input.rule_name, payload, call.now)?;
    note_version(call, &input.rule_name, version.as_deref());
    let tagged = set_tags(call, &resource, tags);
    committed(&call.context.store, created.max(tagged)).await?;
    ask_to_confirm(call, &input.rule_name).await
}

/// Tells of a rule without a version of SQL: the API takes the oldest then, the console of AWS a newer one, and the two
/// refuse and print differently (rules.md §8).
fn note_version(call: &Call<'_, Cloud>, rule: &str, version: Option<&str>) {
    if version.is_none() {
        tracing::warn!(
            tenant = %call.tenant(),
            rule,
            explanation = "without awsIotSqlVersion a rule has SQL version 2015-10-08; write \"2016-03-23\" for the newer one",
            "rule without a version of SQL"
        );
    }
}

/// The first rule with a URL asks whoever is there to confirm it. Nobody has to: the rule exists, and its action
/// fails until then (rules.md §7).
async fn ask_to_confirm(call: &Call<'_, Cloud>, name: &str) -> Result<(), ApiError> {
    let Ok(rule) = call.context.rules.get(call.tenant(), name) else { return Ok(()) };
    let urls = rule.definition.http_actions().filter_map(|action| action.literal_confirmation_url());
    rule_destinations::ensure(call, urls.map(str::to_owned).collect()).await
}

async fn replace_topic_rule(call: &Call<'_, Cloud>, input: ReplaceTopicRuleRequest) -> Result<(), ApiError> {
    let version = input.topic_rule_payload.aws_iot_sql_version.clone();
    let payload = input.topic_rule_payload.write();
    let ticket = call.context.rules.replace(call.tenant(), &input.rule_name, payload)?;
    note_version(call, &input.rule_name, version.as_deref());
    committed(&call.context.store, ticket).await?;
    ask_to_confirm(call, &input.rule_name).await
}

async fn delete_topic_rule(call: &Call<'_, Cloud>, input: DeleteTopicRuleRequest) -> Result<(), ApiError> {
    let deleted = call.context.rules.delete(call.tenant(), &input.rule_name);
    let ticket = deleted.max(forget_tags(call, &format!("rule/{}", input.rule_name)));
    committed(&call.context.store, ticket).await
}

async fn enable_topic_rule(call: &Call<'_, Cloud>, input: EnableTopicRuleRequest) -> Result<(), ApiError> {
    let ticket = call.context.rules.set_disabled(call.tenant(), &input.rule_name, false)?;
    committed(&call.context.store, ticket).await
}

async fn disable_topic_rule(call: &Call<'_, Cloud>, input: DisableTopicRuleRequest) -> Result<(), ApiError> {
    let ticket = call.context.rules.set_disabled(call.tenant(), &input.rule_name, true)?;
    committed(&call.context.store, ticket).await
}

fn get_topic_rule(call: &Call<Cloud>, input: GetTopicRuleRequest) -> Result<GetTopicRuleResponse, ApiError> {
    let rule = call.context.rules.get(call.tenant(), &input.rule_name)?;
    let payload = TopicRulePayload::read(rule.payload.clone())
        .map_err(|error| ApiError::internal_failure(format!("the stored rule cannot be read: {error}")))?;
    let answer = TopicRule {
        rule_name: Some(rule.definition.name.clone()),
        sql: Some(payload.sql),
        description: payload.description,
        created_at: time(rule.created_at.0),
        actions: Some(payload.actions),
        rule_disabled: Some(payload.rule_disabled.unwrap_or(false)),
        aws_iot_sql_version: Some(payload.aws_iot_sql_version.unwrap_or_else(|| "2015-10-08".into())),
        error_action: payload.error_action,
    };
    Ok(GetTopicRuleResponse { rule_arn: Some(arn(call, &rule.definition.name)), rule: Some(answer) })
}

fn list_topic_rules(
    call: &Call<Cloud>,
    input: ListTopicRulesRequest,
) -> Result<ListTopicRulesResponse, ApiError> {
    let filter = RuleFilter { topic: input.topic, disabled: input.rule_disabled };
    let found =
        call.context.rules.list(call.tenant(), &filter, &page(input.max_results, input.next_token))?;
    let (rules, next_token) = split(found, |rule| TopicRuleListItem {
        rule_arn: Some(arn(call, &rule.definition.name)),
        rule_name: Some(rule.definition.name.clone()),
        topic_pattern: rule.definition.statement.topic_filter().map(Into::into),
        created_at: time(rule.created_at.0),
        rule_disabled: Some(rule.definition.is_disabled),
    });
    Ok(ListTopicRulesResponse { rules, next_token })
}
