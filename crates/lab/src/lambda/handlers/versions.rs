//! Versions.

use std::sync::Arc;

use http::StatusCode;
use serde_json::Value;

use super::functions::{check_revision, sha};
use super::{listing, page, whole};
use crate::lambda::Core;
use crate::lambda::call::{Answer, Call};
use crate::lambda::error::Error;
use crate::lambda::names::LATEST;
use crate::lambda::record::{Configuration, Detail, Held, Resolved, describe, new_revision};

/// Versions of a page of ListVersionsByFunction.
const PAGE: usize = 50;
/// Versions of a function. AWS counts their code and not their number.
const VERSIONS_MAX: usize = 1000;

/// Makes a version of `$LATEST`, unless the last one is the same, and returns its number.
pub(super) fn publish_latest(held: &mut Held, description: Option<String>) -> String {
    let latest = &held.function.latest;
    if let Some((number, last)) = held.versions.last_key_value()
        && is_same(latest, last)
    {
        return number.to_string();
    }
    let number = held.function.next_version;
    held.function.next_version += 1;
    let mut version = latest.as_ref().clone();
    version.revision = new_revision();
    if let Some(description) = description {
        version.description = description;
    }
    held.versions.insert(number, Arc::new(version));
    number.to_string()
}

/// Whether publishing one after the other would make the same version twice.
fn is_same(latest: &Configuration, last: &Configuration) -> bool {
    let neutral = |configuration: &Configuration| Configuration {
        description: String::new(),
        last_modified: 0,
        revision: String::new(),
        ..configuration.clone()
    };
    neutral(latest) == neutral(last)
}

/// The place of a version in listings: `$LATEST` first, then by number.
pub(super) fn place(name: &str, version: &str) -> String {
    if version == LATEST { format!("{name}:") } else { format!("{name}:{version:0>20}") }
}

/// PublishVersion.
pub(super) async fn publish(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    whole(&function)?;
    let mut members = call.members()?;
    let description = members.text("Description", 0..=256)?;
    members.check()?;
    members.refuse(call.operation, &["PublishTo"])?;
    let (owner, name) = (&function.owner, function.name.as_str());
    let publish = |held: &mut Held| {
        check_revision(&members, &held.function.latest.revision)?;
        let current = sha(&held.function.latest);
        match members.get("CodeSha256").and_then(Value::as_str) {
            Some(wanted) if wanted != current => {
                return Err(Error::invalid_parameter(format!(
                    "CodeSHA256 ({wanted}) is different from current CodeSHA256 in $LATEST ({current}). Please try \
                     again with the CodeSHA256 in $LATEST."
                )));
            }
            _ => {}
        }
        if held.versions.len() >= VERSIONS_MAX {
            return Err(Error::invalid_parameter(format!(
                "Thingcore keeps at most {VERSIONS_MAX} versions of a function."
            )));
        }
        let version = publish_latest(held, description);
        let found = held.resolve(owner, name, Some(&version), 1.0)?;
        Ok(describe(owner, name, Some(&version), &found, Detail::Full))
    };
    let document = core.book.change(owner, name, publish).await?;
    Ok(Answer::json(StatusCode::CREATED, &document))
}

/// ListVersionsByFunction.
pub(super) fn list(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    let request = page(call, PAGE, PAGE)?;
    let (owner, name) = (&function.owner, function.name.as_str());
    let entries = core.book.read(owner, name, |held| {
        let numbered = held.versions.iter().map(|(number, version)| (number.to_string(), version));
        let all = std::iter::once((LATEST.to_owned(), &held.function.latest)).chain(numbered);
        let entry = |(version, configuration): (String, &Arc<Configuration>)| {
            let found = Resolved { version: version.clone(), configuration: Arc::clone(configuration) };
            (place(name, &version), describe(owner, name, Some(&version), &found, Detail::Listed))
        };
        Ok(all.map(entry).collect())
    })?;
    listing("Versions", entries, &request)
}
