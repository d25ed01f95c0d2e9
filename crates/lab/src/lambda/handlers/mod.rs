//! The operations.

mod aliases;
mod concurrency;
mod event_configs;
mod functions;
pub(super) mod invoke;
mod permissions;
mod settings;
mod tags;
mod versions;

use base::PageRequest;
use serde_json::{Value, json};

use super::Lambda;
use super::call::{Answer, Call};
use super::error::Error;
use super::names::Reference;

/// Answers a call.
pub(super) async fn handle(lambda: &Lambda, call: &Call) -> Result<Answer, Error> {
    let core = &lambda.core;
    match call.operation {
        "AddPermission" => permissions::add(core, call).await,
        "CreateAlias" => aliases::create(core, call).await,
        "CreateFunction" => functions::create(core, call).await,
        "DeleteAlias" => aliases::delete(core, call).await,
        "DeleteFunction" => functions::delete(core, call).await,
        "DeleteFunctionConcurrency" => concurrency::delete(core, call).await,
        "DeleteFunctionEventInvokeConfig" => event_configs::delete(core, call).await,
        "GetAccountSettings" => Ok(concurrency::account_settings(core, call)),
        "GetAlias" => aliases::get(core, call),
        "GetFunction" => functions::get(core, call),
        "GetFunctionCodeSigningConfig" => functions::code_signing(core, call),
        "GetFunctionConcurrency" => concurrency::get(core, call),
        "GetFunctionConfiguration" => functions::get_configuration(core, call),
        "GetFunctionEventInvokeConfig" => event_configs::get(core, call),
        "GetPolicy" => permissions::get(core, call),
        "Invoke" => invoke::invoke(lambda, call).await,
        "ListAliases" => aliases::list(core, call),
        "ListFunctionEventInvokeConfigs" => event_configs::list(core, call),
        "ListFunctions" => functions::list(core, call),
        "ListTags" => tags::list(core, call),
        "ListVersionsByFunction" => versions::list(core, call),
        "PublishVersion" => versions::publish(core, call).await,
        "PutFunctionConcurrency" => concurrency::put(core, call).await,
        "PutFunctionEventInvokeConfig" => event_configs::put(core, call).await,
        "RemovePermission" => permissions::remove(core, call).await,
        "TagResource" => tags::tag(core, call).await,
        "UntagResource" => tags::untag(core, call).await,
        "UpdateAlias" => aliases::update(core, call).await,
        "UpdateFunctionCode" => functions::update_code(core, call).await,
        "UpdateFunctionConfiguration" => functions::update_configuration(core, call).await,
        "UpdateFunctionEventInvokeConfig" => event_configs::update(core, call).await,
        // Nobody can have made any, and tools ask without being told to.
        "ListCodeSigningConfigs" => Ok(Answer::ok(&json!({ "CodeSigningConfigs": [] }))),
        "ListEventSourceMappings" => Ok(Answer::ok(&json!({ "EventSourceMappings": [] }))),
        "ListLayerVersions" => Ok(Answer::ok(&json!({ "LayerVersions": [] }))),
        "ListLayers" => Ok(Answer::ok(&json!({ "Layers": [] }))),
        "ListFunctionUrlConfigs" => none_of_function(core, call, "FunctionUrlConfigs"),
        "ListProvisionedConcurrencyConfigs" => none_of_function(core, call, "ProvisionedConcurrencyConfigs"),
        other => Err(Error::not_implemented(&format!("The operation {other}"))),
    }
}

/// An empty list, if the function exists.
fn none_of_function(core: &super::Core, call: &Call, list: &str) -> Result<Answer, Error> {
    let function = call.function()?;
    core.book.read(&function.owner, &function.name, |_| Ok(()))?;
    Ok(Answer::ok(&json!({ list: [] })))
}

/// The page that a listing asks for.
fn page(call: &Call, size_max: usize, default: usize) -> Result<PageRequest, Error> {
    let size = match call.query("MaxItems") {
        None => default,
        Some(text) => match text.parse::<usize>() {
            Ok(size) if (1..=10_000).contains(&size) => size.min(size_max),
            _ => {
                return Err(Error::validation(format!(
                    "1 validation error detected: Value '{text}' at 'maxItems' failed to satisfy constraint: \
                     Member must have value between 1 and 10000"
                )));
            }
        },
    };
    Ok(PageRequest { size: Some(size), token: call.query("Marker").map(ToOwned::to_owned) })
}

/// One page of entries that are in the order of their keys.
fn listing(name: &str, entries: Vec<(String, Value)>, request: &PageRequest) -> Result<Answer, Error> {
    let page = base::cut_page(
        entries.into_iter(),
        request,
        |(key, _)| key.clone(),
        |(key, _), last| key.as_str() > last,
        |(_, entry)| entry,
    );
    let page = page.map_err(|_| Error::invalid_parameter("Invalid pagination token"))?;
    let mut document = json!({ name: page.items });
    if let Some(next) = page.next {
        document["NextMarker"] = next.into();
    }
    Ok(Answer::ok(&document))
}

/// A reference without the qualifier that operations on whole functions do not take.
fn whole(reference: &Reference) -> Result<(), Error> {
    match &reference.qualifier {
        None => Ok(()),
        Some(_) => Err(Error::invalid_parameter(
            "This operation does not support versions or aliases: name the function without a qualifier.",
        )),
    }
}
