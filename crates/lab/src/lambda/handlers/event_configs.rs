//! Settings of asynchronous invocations.

use base::UnixMillis;
use serde_json::{Value, json};

use super::{listing, page};
use crate::lambda::Core;
use crate::lambda::call::{Answer, Call};
use crate::lambda::error::Error;
use crate::lambda::names::{self, LATEST, Reference};
use crate::lambda::record::{EventConfig, Held};

/// Configurations of a page.
const PAGE: usize = 50;

fn describe(function: &Reference, qualifier: &str, config: &EventConfig) -> Value {
    let mut document = json!({
        // Seconds, as other timestamps in JSON.
        "LastModified": config.last_modified as f64 / 1000.0,
        "FunctionArn": names::qualified_arn(&function.owner, &function.name, qualifier),
        "DestinationConfig": { "OnSuccess": {}, "OnFailure": {} },
    });
    if let Some(retries) = config.max_retries {
        document["MaximumRetryAttempts"] = retries.into();
    }
    if let Some(age) = config.max_age {
        document["MaximumEventAgeInSeconds"] = age.into();
    }
    document
}

fn place(call: &Call) -> Result<(Reference, String), Error> {
    let function = call.function()?;
    let qualifier = function.qualifier.clone().unwrap_or_else(|| LATEST.into());
    Ok((function, qualifier))
}

fn missing(function: &Reference, qualifier: &str) -> Error {
    let arn = names::qualified_arn(&function.owner, &function.name, qualifier);
    Error::not_found(format!("The function {arn} doesn't have an EventInvokeConfig"))
}

/// Reads the settings and lays them over others.
async fn set(core: &Core, call: &Call, is_update: bool) -> Result<Answer, Error> {
    let (function, qualifier) = place(call)?;
    let mut members = call.members()?;
    let max_retries = members.number("MaximumRetryAttempts", 0..=2)?;
    let max_age = members.number("MaximumEventAgeInSeconds", 60..=21_600)?;
    members.check()?;
    members.refuse(call.operation, &["DestinationConfig"])?;
    if max_retries.is_none() && max_age.is_none() && members.get("DestinationConfig").is_none() {
        return Err(Error::invalid_parameter(
            "You must specify at least one of error handling or destination setting.",
        ));
    }
    let set = |held: &mut Held| {
        held.resolve(&function.owner, &function.name, Some(&qualifier), 1.0)?;
        let before = held.function.event_configs.get(&qualifier);
        let before = match (is_update, before) {
            (true, None) => return Err(missing(&function, &qualifier)),
            (true, Some(before)) => before.clone(),
            (false, _) => EventConfig { max_retries: None, max_age: None, last_modified: 0 },
        };
        let config = EventConfig {
            max_retries: max_retries.or(before.max_retries),
            max_age: max_age.or(before.max_age),
            last_modified: UnixMillis::now().0,
        };
        let document = describe(&function, &qualifier, &config);
        held.function.event_configs.insert(qualifier, config);
        Ok(document)
    };
    let document = core.book.change(&function.owner, &function.name, set).await?;
    Ok(Answer::ok(&document))
}

/// PutFunctionEventInvokeConfig.
pub(super) async fn put(core: &Core, call: &Call) -> Result<Answer, Error> {
    set(core, call, false).await
}

/// UpdateFunctionEventInvokeConfig.
pub(super) async fn update(core: &Core, call: &Call) -> Result<Answer, Error> {
    set(core, call, true).await
}

/// GetFunctionEventInvokeConfig.
pub(super) fn get(core: &Core, call: &Call) -> Result<Answer, Error> {
    let (function, qualifier) = place(call)?;
    core.book.read(&function.owner, &function.name, |held| {
        let config = held.function.event_configs.get(&qualifier);
        let config = config.ok_or_else(|| missing(&function, &qualifier))?;
        Ok(Answer::ok(&describe(&function, &qualifier, config)))
    })
}

/// DeleteFunctionEventInvokeConfig.
pub(super) async fn delete(core: &Core, call: &Call) -> Result<Answer, Error> {
    let (function, qualifier) = place(call)?;
    let delete = |held: &mut Held| {
        let removed = held.function.event_configs.remove(&qualifier);
        removed.map(drop).ok_or_else(|| missing(&function, &qualifier))
    };
    core.book.change(&function.owner, &function.name, delete).await?;
    Ok(Answer::nothing())
}

/// ListFunctionEventInvokeConfigs.
pub(super) fn list(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    let request = page(call, PAGE, PAGE)?;
    let entries = core.book.read(&function.owner, &function.name, |held| {
        let configs = held.function.event_configs.iter();
        Ok(configs.map(|(name, config)| (name.clone(), describe(&function, name, config))).collect())
    })?;
    listing("FunctionEventInvokeConfigs", entries, &request)
}
