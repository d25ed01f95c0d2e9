//! Aliases.

use http::StatusCode;
use serde_json::{Value, json};

use super::functions::check_revision;
use super::{listing, page, whole};
use crate::lambda::Core;
use crate::lambda::call::{Answer, Call};
use crate::lambda::error::Error;
use crate::lambda::members::{Members, wrong_type};
use crate::lambda::names::{self, LATEST, Reference};
use crate::lambda::record::{Alias, Held, new_revision};

/// Aliases of a page of ListAliases, and of a function.
const PAGE: usize = 50;
const ALIASES_MAX: usize = 1000;

fn describe(function: &Reference, name: &str, alias: &Alias) -> Value {
    let mut document = json!({
        "AliasArn": names::qualified_arn(&function.owner, &function.name, name),
        "Name": name,
        "FunctionVersion": alias.version,
        "Description": alias.description,
        "RevisionId": alias.revision,
    });
    if let Some((version, weight)) = &alias.routing {
        document["RoutingConfig"] = json!({ "AdditionalVersionWeights": { version: weight } });
    }
    document
}

/// The second version of RoutingConfig: nothing when it is not given, an inner nothing to have none.
fn routing(members: &Members) -> Result<Option<Option<(String, f64)>>, Error> {
    let Some(config) = members.get("RoutingConfig") else { return Ok(None) };
    let weights = match &config["AdditionalVersionWeights"] {
        Value::Null => return Ok(Some(None)),
        Value::Object(weights) => weights,
        other => return Err(wrong_type(other, "Map")),
    };
    if weights.len() > 1 {
        return Err(Error::invalid_parameter(
            "Number of items in AdditionalVersionWeights cannot be greater than 1",
        ));
    }
    let Some((version, weight)) = weights.iter().next() else { return Ok(Some(None)) };
    match weight.as_f64() {
        Some(weight) if (0.0..=1.0).contains(&weight) => Ok(Some(Some((version.clone(), weight)))),
        _ => Err(Error::validation(format!(
            "1 validation error detected: Value '{{{version}={weight}}}' at \
             'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy \
             constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or \
             equal to 0.0, Member must not be null]"
        ))),
    }
}

/// Whether an alias names versions that are there and go together.
fn check(held: &Held, function: &Reference, alias: &Alias) -> Result<(), Error> {
    let exists = |version: &str| {
        version == LATEST || version.parse().is_ok_and(|number: u64| held.versions.contains_key(&number))
    };
    let versions = std::iter::once(&alias.version).chain(alias.routing.as_ref().map(|(version, _)| version));
    if let Some(missing) = versions.clone().find(|version| !exists(version)) {
        let arn = names::qualified_arn(&function.owner, &function.name, missing);
        return Err(Error::no_function(&arn));
    }
    let Some((second, _)) = &alias.routing else { return Ok(()) };
    if versions.clone().any(|version| version == LATEST) {
        return Err(Error::invalid_parameter(
            "$LATEST is not supported for an alias pointing to more than 1 version",
        ));
    }
    if *second == alias.version {
        return Err(Error::invalid_parameter(format!(
            "Invalid function version {second}. Function version {second} is already included in routing \
             configuration."
        )));
    }
    Ok(())
}

fn missing(function: &Reference, name: &str) -> Error {
    let arn = names::qualified_arn(&function.owner, &function.name, name);
    Error::not_found(format!("Cannot find alias arn: {arn}"))
}

/// CreateAlias.
pub(super) async fn create(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    whole(&function)?;
    let mut members = call.members()?;
    ["Name", "FunctionVersion"].iter().for_each(|name| members.require(name));
    let pattern = "(?!^[0-9]+$)([a-zA-Z0-9-_]+)";
    let name = members.pattern("Name", pattern, names::is_alias_name)?.unwrap_or_default();
    let version = members.text("FunctionVersion", 1..=1024)?.unwrap_or_default();
    let description = members.text("Description", 0..=256)?.unwrap_or_default();
    members.check()?;
    let alias =
        Alias { version, description, routing: routing(&members)?.flatten(), revision: new_revision() };
    let create = |held: &mut Held| {
        check(held, &function, &alias)?;
        if held.function.aliases.contains_key(&name) {
            let arn = names::qualified_arn(&function.owner, &function.name, &name);
            return Err(Error::conflict(format!("Alias already exists: {arn}")));
        }
        if held.function.aliases.len() >= ALIASES_MAX {
            return Err(Error::invalid_parameter(format!(
                "Thingcore keeps at most {ALIASES_MAX} aliases of a function."
            )));
        }
        let document = describe(&function, &name, &alias);
        held.function.aliases.insert(name, alias);
        Ok(document)
    };
    let document = core.book.change(&function.owner, &function.name, create).await?;
    Ok(Answer::json(StatusCode::CREATED, &document))
}

/// UpdateAlias.
pub(super) async fn update(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    let name = call.parameter(1);
    let mut members = call.members()?;
    let version = members.text("FunctionVersion", 1..=1024)?;
    let description = members.text("Description", 0..=256)?;
    members.check()?;
    let routing = routing(&members)?;
    let update = |held: &mut Held| {
        let mut alias = held.function.aliases.get(name).cloned().ok_or_else(|| missing(&function, name))?;
        check_revision(&members, &alias.revision)?;
        if let Some(version) = version {
            alias.version = version;
        }
        if let Some(description) = description {
            alias.description = description;
        }
        if let Some(routing) = routing {
            alias.routing = routing;
        }
        alias.revision = new_revision();
        check(held, &function, &alias)?;
        let document = describe(&function, name, &alias);
        held.function.aliases.insert(name.into(), alias);
        Ok(document)
    };
    let document = core.book.change(&function.owner, &function.name, update).await?;
    Ok(Answer::ok(&document))
}

/// GetAlias.
pub(super) fn get(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    let name = call.parameter(1);
    core.book.read(&function.owner, &function.name, |held| {
        let alias = held.function.aliases.get(name).ok_or_else(|| missing(&function, name))?;
        Ok(Answer::ok(&describe(&function, name, alias)))
    })
}

/// DeleteAlias. One that is not there is deleted, too.
pub(super) async fn delete(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    let name = call.parameter(1);
    let delete = |held: &mut Held| {
        if held.function.aliases.remove(name).is_some() {
            held.function.policies.remove(name);
            held.function.event_configs.remove(name);
        }
        Ok(())
    };
    core.book.change(&function.owner, &function.name, delete).await?;
    Ok(Answer::nothing())
}

/// ListAliases.
pub(super) fn list(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    let request = page(call, PAGE, PAGE)?;
    let of_version = call.query("FunctionVersion");
    let entries = core.book.read(&function.owner, &function.name, |held| {
        let wanted = held
            .function
            .aliases
            .iter()
            .filter(|(_, alias)| of_version.is_none_or(|version| version == alias.version));
        Ok(wanted.map(|(name, alias)| (name.clone(), describe(&function, name, alias))).collect())
    })?;
    listing("Aliases", entries, &request)
}
