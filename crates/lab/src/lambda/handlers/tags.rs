//! Tags of functions.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::lambda::Core;
use crate::lambda::call::{Answer, Call};
use crate::lambda::error::Error;
use crate::lambda::members::{Members, wrong_type};
use crate::lambda::names::Reference;
use crate::lambda::record::Held;

/// Tags of a function (Lambda developer guide, "Using tags").
const TAGS_MAX: usize = 50;

/// The tags of a request; none when it has none.
pub(super) fn read(members: &Members) -> Result<BTreeMap<String, String>, Error> {
    let tags = match members.get("Tags") {
        None => return Ok(BTreeMap::new()),
        Some(Value::Object(tags)) => tags,
        Some(other) => return Err(wrong_type(other, "Map")),
    };
    let mut found = BTreeMap::new();
    for (key, value) in tags {
        let Some(text) = value.as_str() else { return Err(wrong_type(value, "String")) };
        let fits = |text: &str, max: usize| text.chars().count() <= max;
        if key.is_empty() || !fits(key, 128) || !fits(text, 256) || key.to_lowercase().starts_with("aws:") {
            return Err(Error::invalid_parameter(format!(
                "The tag {key:?} is not allowed: a key has 1 to 128 characters and does not begin with aws:, a \
                 value has at most 256."
            )));
        }
        found.insert(key.clone(), text.into());
    }
    check_count(&found)?;
    Ok(found)
}

fn check_count(tags: &BTreeMap<String, String>) -> Result<(), Error> {
    if tags.len() <= TAGS_MAX {
        return Ok(());
    }
    Err(Error::invalid_parameter(format!("The number of tags exceeds the limit of {TAGS_MAX}.")))
}

fn function(call: &Call) -> Result<Reference, Error> {
    let arn = call.parameter(0);
    if !arn.starts_with("arn:") {
        return Err(Error::validation(format!(
            "1 validation error detected: Value '{arn}' at 'resource' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: arn:(aws[a-zA-Z-]*):lambda:[a-z]{{2}}((-gov)|(-iso([a-z]?)))?-\
             [a-z]+-\\d{{1}}:\\d{{12}}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)\
             |code-signing-config:csc-[a-z0-9]{{17}}|event-source-mapping:[a-f0-9]{{8}}-[a-f0-9]{{4}}-[a-f0-9]{{4}}-\
             [a-f0-9]{{4}}-[a-f0-9]{{12}})"
        )));
    }
    let reference = Reference::parse(arn, &call.tenant)?;
    call.own(&reference)?;
    match reference.qualifier {
        None => Ok(reference),
        Some(_) => Err(Error::invalid_parameter(
            "Tags on function aliases and versions are not supported. Please specify a function ARN.",
        )),
    }
}

/// ListTags.
pub(super) fn list(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = function(call)?;
    let tags = core.book.read(&function.owner, &function.name, |held| Ok(held.function.tags.clone()))?;
    Ok(Answer::ok(&json!({ "Tags": tags })))
}

/// TagResource.
pub(super) async fn tag(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = function(call)?;
    let mut members = call.members()?;
    members.require("Tags");
    members.check()?;
    let given = read(&members)?;
    if given.is_empty() {
        return Err(Error::invalid_parameter(
            "An error occurred and the request cannot be processed: no tags.",
        ));
    }
    let tag = |held: &mut Held| {
        held.function.tags.extend(given);
        check_count(&held.function.tags)
    };
    core.book.change(&function.owner, &function.name, tag).await?;
    Ok(Answer::nothing())
}

/// UntagResource.
pub(super) async fn untag(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = function(call)?;
    let keys = call.query.get("tagKeys").cloned().unwrap_or_default();
    if keys.is_empty() {
        return Err(Error::validation(
            "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be \
             null",
        ));
    }
    let untag = |held: &mut Held| {
        keys.iter().for_each(|key| drop(held.function.tags.remove(key)));
        Ok(())
    };
    core.book.change(&function.owner, &function.name, untag).await?;
    Ok(Answer::nothing())
}
