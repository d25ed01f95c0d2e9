//! Functions and their code.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::UnixMillis;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::settings::{self, Settings};
use super::versions::publish_latest;
use super::{listing, page, tags, whole};
use crate::lambda::Core;
use crate::lambda::call::{Answer, Call};
use crate::lambda::code::{Pin, ZIP_BYTES_MAX, base64_of_digest};
use crate::lambda::error::Error;
use crate::lambda::members::{Members, wrong_type};
use crate::lambda::names::{self, LATEST, Reference};
use crate::lambda::record::{Code, Configuration, Detail, Function, Held, Resolved, describe, new_revision};

/// Sources of code that are not here.
const UNSUPPORTED_SOURCES: &[&str] = &["ImageUri", "SourceKMSKeyArn", "S3ObjectStorageMode"];
/// Functions of a page of ListFunctions.
const PAGE: usize = 50;

/// CreateFunction.
pub(super) async fn create(core: &Core, call: &Call) -> Result<Answer, Error> {
    let mut members = call.members()?;
    ["FunctionName", "Role", "Code"].iter().for_each(|name| members.require(name));
    let name = members.text("FunctionName", 1..=140)?;
    let settings = Settings::read(&mut members, call.operation)?;
    let architecture = settings::architecture(&mut members)?;
    members.check()?;
    if members.get("PackageType").is_some_and(|kind| kind == "Image") {
        return Err(Error::not_implemented("The package type Image"));
    }
    members.refuse(call.operation, &["CodeSigningConfigArn", "PublishTo", "TenancyConfig"])?;
    settings.check()?;
    let (runtime, handler, role) = settings.names()?;
    let given_tags = tags::read(&members)?;
    let is_published = members.flag("Publish")?;
    let function = Reference::parse(&name.unwrap_or_default(), &call.tenant)?;
    call.own(&function)?;
    whole(&function)?;
    names::check_new_name(&function.name)?;
    let (owner, name) = (&function.owner, function.name.as_str());
    // Before the work of unpacking; what counts is the look when it is made.
    if core.book.read(owner, name, |_| Ok(())).is_ok() {
        return Err(Error::conflict(format!("Function already exist: {name}")));
    }
    let source = members.get("Code").and_then(Value::as_object).cloned().unwrap_or_default();
    let (code, _pin) = source_code(core, call, &source).await?;
    let mut configuration = Configuration {
        runtime,
        handler,
        role,
        description: String::new(),
        timeout: 3,
        memory: 128,
        environment: None,
        architecture: architecture.unwrap_or_else(|| "x86_64".into()),
        ephemeral: 512,
        log_group: None,
        code,
        last_modified: UnixMillis::now().0,
        revision: new_revision(),
    };
    settings.apply(&mut configuration);
    let mut held = Held {
        function: Function {
            latest: Arc::new(configuration),
            next_version: 1,
            aliases: BTreeMap::new(),
            policies: BTreeMap::new(),
            reserved_concurrency: None,
            event_configs: BTreeMap::new(),
            tags: given_tags,
        },
        versions: BTreeMap::new(),
    };
    let version = is_published.then(|| publish_latest(&mut held, None));
    let resolved = held.resolve(owner, name, version.as_deref(), 1.0)?;
    core.book.create(owner, name, held).await?;
    let document = describe(owner, name, version.as_deref(), &resolved, Detail::Full);
    Ok(Answer::json(StatusCode::CREATED, &document))
}

/// UpdateFunctionCode.
pub(super) async fn update_code(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    whole(&function)?;
    let mut members = call.members()?;
    let architecture = settings::architecture(&mut members)?;
    members.check()?;
    members.refuse(call.operation, &["PublishTo"])?;
    let (is_published, is_dry) = (members.flag("Publish")?, members.flag("DryRun")?);
    let (owner, name) = (&function.owner, function.name.as_str());
    core.book.read(owner, name, |held| check_revision(&members, &held.function.latest.revision))?;
    let (code, _pin) = source_code(core, call, members.all()).await?;
    let change = |held: &mut Held| {
        check_revision(&members, &held.function.latest.revision)?;
        let mut configuration = held.function.latest.as_ref().clone();
        configuration.code = code;
        if let Some(architecture) = architecture {
            configuration.architecture = architecture;
        }
        touch(&mut configuration);
        held.function.latest = Arc::new(configuration);
        let version = is_published.then(|| publish_latest(held, None));
        let resolved = held.resolve(owner, name, version.as_deref(), 1.0)?;
        Ok(describe(owner, name, version.as_deref(), &resolved, Detail::Full))
    };
    if is_dry {
        let mut held = core.book.read(owner, name, |held| Ok(held.clone()))?;
        return Ok(Answer::ok(&change(&mut held)?));
    }
    let document = core.book.change(owner, name, change).await?;
    core.fleet.retire(owner, name, Some(LATEST));
    Ok(Answer::ok(&document))
}

/// UpdateFunctionConfiguration.
pub(super) async fn update_configuration(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    whole(&function)?;
    let mut members = call.members()?;
    let settings = Settings::read(&mut members, call.operation)?;
    members.check()?;
    settings.check()?;
    let (owner, name) = (&function.owner, function.name.as_str());
    let change = |held: &mut Held| {
        check_revision(&members, &held.function.latest.revision)?;
        let mut configuration = held.function.latest.as_ref().clone();
        settings.apply(&mut configuration);
        touch(&mut configuration);
        held.function.latest = Arc::new(configuration);
        let resolved = held.resolve(owner, name, None, 1.0)?;
        Ok(describe(owner, name, None, &resolved, Detail::Full))
    };
    let document = core.book.change(owner, name, change).await?;
    core.fleet.retire(owner, name, Some(LATEST));
    Ok(Answer::ok(&document))
}

fn touch(configuration: &mut Configuration) {
    configuration.last_modified = UnixMillis::now().0;
    configuration.revision = new_revision();
}

/// Compares a RevisionId that is given.
pub(super) fn check_revision(members: &Members, revision: &str) -> Result<(), Error> {
    match members.get("RevisionId").and_then(Value::as_str) {
        Some(given) if given != revision => Err(Error::precondition()),
        _ => Ok(()),
    }
}

/// The package that a request has, or says where it is.
async fn source_code(
    core: &Core,
    call: &Call,
    source: &Map<String, Value>,
) -> Result<(Code, Arc<Pin>), Error> {
    Members::new(source.clone_without("ZipFile")).refuse(call.operation, UNSUPPORTED_SOURCES)?;
    let text = |name: &str| match source.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str())),
        Some(other) => Err(wrong_type(other, "String")),
    };
    let zip = match (text("ZipFile")?, text("S3Bucket")?, text("S3Key")?) {
        (Some(zip), None, None) => STANDARD
            .decode(zip)
            .map(Bytes::from)
            .map_err(|_| Error::serialization("The ZipFile is no base64."))?,
        (None, Some(bucket), Some(key)) => {
            let Some(objects) = &core.objects else {
                return Err(Error::not_implemented("Code from S3, which is not embedded or switched off,"));
            };
            let object = objects.object(&call.tenant, bucket, key, text("S3ObjectVersion")?).await;
            object.map_err(|(code, message)| {
                Error::invalid_parameter(format!(
                    "Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {message}"
                ))
            })?
        }
        (None, None, None) => {
            return Err(Error::invalid_parameter("Please provide a source for function code."));
        }
        _ => {
            return Err(Error::invalid_parameter(
                "Please do not provide other FunctionCode parameters when providing a ZipFile.",
            ));
        }
    };
    if zip.is_empty() {
        return Err(Error::invalid_parameter("Uploaded file must be a non-empty zip"));
    }
    if zip.len() > ZIP_BYTES_MAX && source.contains_key("ZipFile") {
        return Err(Error::package_too_large(call.operation));
    }
    core.host.code.add(call.tenant.account, zip).await
}

/// A copy of a map that leaves a large member out.
trait CloneWithout {
    fn clone_without(&self, name: &str) -> Self;
}

impl CloneWithout for Map<String, Value> {
    fn clone_without(&self, name: &str) -> Self {
        self.iter().filter(|(key, _)| *key != name).map(|(key, value)| (key.clone(), value.clone())).collect()
    }
}

/// What the path names, resolved for a description.
fn resolved(core: &Core, call: &Call) -> Result<(Reference, Resolved, Held), Error> {
    let function = call.function()?;
    let (owner, name) = (function.owner.clone(), function.name.clone());
    let (found, held) = core.book.read(&owner, &name, |held| {
        // The first version of an alias.
        Ok((held.resolve(&owner, &name, function.qualifier.as_deref(), 1.0)?, held.clone()))
    })?;
    Ok((function, found, held))
}

/// GetFunctionConfiguration.
pub(super) fn get_configuration(core: &Core, call: &Call) -> Result<Answer, Error> {
    let (function, found, _) = resolved(core, call)?;
    let qualifier = function.qualifier.as_deref();
    Ok(Answer::ok(&describe(&function.owner, &function.name, qualifier, &found, Detail::Full)))
}

/// GetFunction.
pub(super) fn get(core: &Core, call: &Call) -> Result<Answer, Error> {
    let (function, found, held) = resolved(core, call)?;
    let qualifier = function.qualifier.as_deref();
    let mut document = json!({
        "Configuration": describe(&function.owner, &function.name, qualifier, &found, Detail::Full),
        "Code": { "RepositoryType": "S3", "Location": core.location(&found.configuration.code.digest, call.header("host")) },
    });
    if !held.function.tags.is_empty() {
        document["Tags"] = json!(held.function.tags);
    }
    if let Some(reserved) = held.function.reserved_concurrency {
        document["Concurrency"] = json!({ "ReservedConcurrentExecutions": reserved });
    }
    Ok(Answer::ok(&document))
}

/// GetFunctionCodeSigningConfig: no function can have one.
pub(super) fn code_signing(core: &Core, call: &Call) -> Result<Answer, Error> {
    let (function, ..) = resolved(core, call)?;
    Ok(Answer::ok(&json!({ "FunctionName": function.name })))
}

/// ListFunctions.
pub(super) fn list(core: &Core, call: &Call) -> Result<Answer, Error> {
    let request = page(call, PAGE, PAGE)?;
    let with_versions = call.query("FunctionVersion") == Some("ALL");
    let owner = &call.tenant;
    let entries = core.book.list(owner, |functions| {
        let mut entries = Vec::new();
        for (name, held) in functions {
            let mut add = |version: &str, configuration: &Arc<Configuration>| {
                let found = Resolved { version: version.into(), configuration: Arc::clone(configuration) };
                let qualifier = with_versions.then_some(version);
                let entry = describe(owner, name, qualifier, &found, Detail::Listed);
                entries.push((super::versions::place(name, version), entry));
            };
            add(LATEST, &held.function.latest);
            if with_versions {
                held.versions.iter().for_each(|(number, version)| add(&number.to_string(), version));
            }
        }
        entries
    });
    listing("Functions", entries, &request)
}

/// DeleteFunction, or one of its versions.
pub(super) async fn delete(core: &Core, call: &Call) -> Result<Answer, Error> {
    let function = call.function()?;
    let (owner, name) = (&function.owner, function.name.as_str());
    let Some(qualifier) = function.qualifier.as_deref() else {
        core.book.delete(owner, name).await?;
        core.fleet.retire(owner, name, None);
        return Ok(Answer::nothing());
    };
    let delete = |held: &mut Held| {
        if qualifier == LATEST {
            return Err(Error::invalid_parameter(
                "$LATEST version cannot be deleted without deleting the function.",
            ));
        }
        let Ok(number) = qualifier.parse::<u64>() else {
            return Err(Error::invalid_parameter("Deletion of aliases is not currently supported."));
        };
        let mut aliases = held.function.aliases.iter().filter(|(_, alias)| {
            alias.version == qualifier
                || alias.routing.as_ref().is_some_and(|(version, _)| version == qualifier)
        });
        if let Some((alias, _)) = aliases.next() {
            return Err(Error::conflict(format!(
                "Unable to delete version because the following aliases reference it: [{alias}]"
            )));
        }
        held.versions.remove(&number).ok_or_else(|| Error::no_function(&function.arn()))?;
        held.function.policies.remove(qualifier);
        held.function.event_configs.remove(qualifier);
        Ok(())
    };
    core.book.change(owner, name, delete).await?;
    core.fleet.retire(owner, name, Some(qualifier));
    Ok(Answer::nothing())
}

/// The digest that CodeSha256 shows.
pub(super) fn sha(configuration: &Configuration) -> String {
    base64_of_digest(&configuration.code.digest)
}
