//! How much an account wants logged (extras.md §4). The log groups themselves are not written.

use catalog::{Draft, Kind, Shelves};
use model::iot::{
    DeleteV2LoggingLevelRequest, GetLoggingOptionsRequest, GetLoggingOptionsResponse,
    GetV2LoggingOptionsRequest, GetV2LoggingOptionsResponse, ListV2LoggingLevelsRequest,
    ListV2LoggingLevelsResponse, LogLevel, LogTarget, LogTargetConfiguration, LogTargetType,
    SetLoggingOptionsRequest, SetV2LoggingLevelRequest, SetV2LoggingOptionsRequest,
};

use super::stored::{change, page_by};
use super::support::{page, split};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::SET_LOGGING_OPTIONS => async set_logging_options, partial("is stored; no log groups are written");
        op::GET_LOGGING_OPTIONS => sync get_logging_options, exact;
        op::SET_V2_LOGGING_OPTIONS => async set_v2_logging_options,
            partial("is stored; no log groups are written");
        op::GET_V2_LOGGING_OPTIONS => sync get_v2_logging_options,
            partial("verbose shows no event types but those that were set");
        op::SET_V2_LOGGING_LEVEL => async set_v2_logging_level,
            partial("is stored; no log groups are written");
        op::DELETE_V2_LOGGING_LEVEL => async delete_v2_logging_level, exact;
        op::LIST_V2_LOGGING_LEVELS => sync list_v2_logging_levels, exact;
    }
}

const OPTIONS: &str = "SetLoggingOptions";
const V2_OPTIONS: &str = "SetV2LoggingOptions";

async fn set_logging_options(
    call: &Call<'_, Cloud>,
    input: SetLoggingOptionsRequest,
) -> Result<(), ApiError> {
    let given = input.logging_options_payload;
    let options = GetLoggingOptionsResponse {
        role_arn: Some(given.role_arn),
        log_level: Some(given.log_level.unwrap_or(LogLevel::Disabled)),
    };
    let set = change(call, |draft| {
        draft.put(Kind::Setting, OPTIONS, options);
        Ok(())
    });
    set.await
}

fn get_logging_options(
    call: &Call<Cloud>,
    _: GetLoggingOptionsRequest,
) -> Result<GetLoggingOptionsResponse, ApiError> {
    let stored = call.context.catalog.get(call.tenant(), Kind::Setting, OPTIONS);
    let off = GetLoggingOptionsResponse { role_arn: None, log_level: Some(LogLevel::Disabled) };
    Ok(stored.unwrap_or(off))
}

/// The options, once they were set. Levels need them, too (API model, SetV2LoggingLevel; CLI example of
/// ListV2LoggingLevels).
fn configured(shelves: &Shelves) -> Result<GetV2LoggingOptionsResponse, ApiError> {
    let missing = || ApiError::not_configured("Logging is not configured. Call SetV2LoggingOptions first.");
    shelves.get(Kind::Setting, V2_OPTIONS).ok_or_else(missing)
}

/// What is not given stays, but for `disableAllLogs`, which is false unless it is given.
async fn set_v2_logging_options(
    call: &Call<'_, Cloud>,
    input: SetV2LoggingOptionsRequest,
) -> Result<(), ApiError> {
    let disable_all_logs = input.disable_all_logs == Some(true);
    let set = change(call, |draft| {
        let stored: GetV2LoggingOptionsResponse = draft.get(Kind::Setting, V2_OPTIONS).unwrap_or_default();
        let options = GetV2LoggingOptionsResponse {
            role_arn: input.role_arn.or(stored.role_arn),
            default_log_level: input.default_log_level.or(stored.default_log_level),
            disable_all_logs: Some(disable_all_logs),
            event_configurations: input.event_configurations.or(stored.event_configurations),
        };
        if options.role_arn.is_none() && !disable_all_logs {
            return Err(ApiError::invalid_request("A roleArn is required to write logs."));
        }
        draft.put(Kind::Setting, V2_OPTIONS, options);
        Ok(())
    });
    set.await
}

fn get_v2_logging_options(
    call: &Call<Cloud>,
    _: GetV2LoggingOptionsRequest,
) -> Result<GetV2LoggingOptionsResponse, ApiError> {
    call.context.catalog.read(call.tenant(), configured)
}

/// The name of a level in the catalog.
fn key(of: LogTargetType, name: &str) -> String {
    format!("{of}/{name}")
}

/// The level of the target type DEFAULT is that of the options.
async fn set_v2_logging_level(
    call: &Call<'_, Cloud>,
    input: SetV2LoggingLevelRequest,
) -> Result<(), ApiError> {
    let (target, level) = (input.log_target, input.log_level);
    let set = change(call, |draft| {
        let options = configured(draft)?;
        match (target.target_type, &target.target_name) {
            (LogTargetType::Default, _) => {
                let options = GetV2LoggingOptionsResponse { default_log_level: Some(level), ..options };
                draft.put(Kind::Setting, V2_OPTIONS, options);
            }
            (of, Some(name)) => {
                let key = key(of, name);
                let level = LogTargetConfiguration { log_target: Some(target), log_level: Some(level) };
                draft.put(Kind::LoggingLevel, key, level);
            }
            (of, None) => {
                let text = format!("The target type {of} requires a targetName.");
                return Err(ApiError::invalid_request(text));
            }
        }
        Ok(())
    });
    set.await
}

/// A level that does not exist is deleted already: the model has no exception for it.
async fn delete_v2_logging_level(
    call: &Call<'_, Cloud>,
    input: DeleteV2LoggingLevelRequest,
) -> Result<(), ApiError> {
    if input.target_type == LogTargetType::Default {
        return Err(ApiError::invalid_request("The default logging level cannot be deleted."));
    }
    let deleted = change(call, |draft: &mut Draft<'_>| {
        draft.remove(Kind::LoggingLevel, key(input.target_type, &input.target_name));
        Ok(())
    });
    deleted.await
}

/// What comes before the keys of all target types.
const FIRST: &str = "0";

/// The default first, then by target.
fn list_v2_logging_levels(
    call: &Call<Cloud>,
    input: ListV2LoggingLevelsRequest,
) -> Result<ListV2LoggingLevelsResponse, ApiError> {
    let wanted = |target: &LogTarget| input.target_type.is_none_or(|of| target.target_type == of);
    let entries = call.context.catalog.read(call.tenant(), |shelves| {
        let default = LogTarget { target_type: LogTargetType::Default, target_name: None };
        let default = LogTargetConfiguration {
            log_target: Some(default),
            log_level: configured(shelves)?.default_log_level,
        };
        let default = Some(default).filter(|default| default.log_level.is_some());
        let levels = shelves.all::<LogTargetConfiguration>(Kind::LoggingLevel);
        let levels = levels.map(|(key, level)| (key.to_owned(), level));
        let all = default.map(|level| (FIRST.to_owned(), level)).into_iter().chain(levels);
        let all = all.filter(|(_, level)| level.log_target.as_ref().is_some_and(wanted));
        Ok::<_, ApiError>(all.collect())
    })?;
    let request = page(input.max_results, input.next_token);
    let found = page_by(entries, true, &request)?;
    let (log_target_configurations, next_token) = split(found, |level| level);
    Ok(ListV2LoggingLevelsResponse { log_target_configurations, next_token })
}
