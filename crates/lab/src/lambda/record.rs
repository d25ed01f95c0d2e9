//! What is kept of a function.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::{Tenant, UnixMillis};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::error::Error;
use super::names::{self, LATEST};

/// Code and settings of a function: of `$LATEST`, or of a version, which never changes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Configuration {
    pub runtime: String,
    pub handler: String,
    pub role: String,
    pub description: String,
    /// Seconds.
    pub timeout: u32,
    /// Megabytes.
    pub memory: u32,
    /// Variables; none when they were never set.
    pub environment: Option<BTreeMap<String, String>>,
    pub architecture: String,
    /// Megabytes of `/tmp`.
    pub ephemeral: u32,
    /// Where it logs, when that is not `/aws/lambda/NAME`.
    pub log_group: Option<String>,
    pub code: Code,
    pub last_modified: UnixMillisField,
    /// Changes with every change.
    pub revision: String,
}

/// A deployment package.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Code {
    /// SHA-256 of the zip file, hexadecimal.
    pub digest: String,
    /// Bytes of the zip file.
    pub size: u64,
}

/// Milliseconds since 1970, as rows have them.
pub(super) type UnixMillisField = u64;

/// A name for a version.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Alias {
    pub version: String,
    pub description: String,
    /// A second version, with the share of invocations that it gets.
    pub routing: Option<(String, f64)>,
    pub revision: String,
}

/// Settings of asynchronous invocations.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct EventConfig {
    pub max_retries: Option<u32>,
    /// Seconds.
    pub max_age: Option<u32>,
    pub last_modified: UnixMillisField,
}

/// The statements of a resource policy.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub(super) struct ResourcePolicy {
    pub statements: Vec<Value>,
    pub revision: String,
}

/// What is kept of a function besides its versions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Function {
    #[serde(with = "shared")]
    pub latest: Arc<Configuration>,
    /// The number of the next version.
    pub next_version: u64,
    pub aliases: BTreeMap<String, Alias>,
    /// By qualifier; that of the function itself is empty.
    pub policies: BTreeMap<String, ResourcePolicy>,
    pub reserved_concurrency: Option<u32>,
    /// By qualifier.
    pub event_configs: BTreeMap<String, EventConfig>,
    pub tags: BTreeMap<String, String>,
}

/// A function with its versions.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Held {
    pub function: Function,
    pub versions: BTreeMap<u64, Arc<Configuration>>,
}

/// What an invocation or a description is of.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    /// `$LATEST` or a number.
    pub version: String,
    pub configuration: Arc<Configuration>,
}

impl Held {
    /// The configuration that a qualifier names. `share` between 0 and 1 chooses among the two versions of
    /// an alias.
    ///
    /// # Errors
    /// When there is no such version or alias.
    pub fn resolve(
        &self,
        owner: &Tenant,
        name: &str,
        qualifier: Option<&str>,
        share: f64,
    ) -> Result<Resolved, Error> {
        let missing = || match qualifier {
            Some(qualifier) => Error::no_function(&names::qualified_arn(owner, name, qualifier)),
            None => Error::no_function(&names::arn(owner, name)),
        };
        let version = match qualifier {
            None | Some(LATEST) => LATEST,
            Some(text) => match self.function.aliases.get(text) {
                Some(Alias { routing: Some((version, weight)), .. }) if share < *weight => version,
                Some(alias) => &alias.version,
                None => text,
            },
        };
        let configuration = if version == LATEST {
            Some(&self.function.latest)
        } else {
            version.parse().ok().and_then(|number: u64| self.versions.get(&number))
        };
        let configuration = Arc::clone(configuration.ok_or_else(missing)?);
        Ok(Resolved { version: version.into(), configuration })
    }

    /// Everything that names a deployment package.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        self.versions.values().chain([&self.function.latest]).map(|configuration| &configuration.code)
    }
}

/// Shared values are written as what they share.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(value: &Arc<T>, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_ref().serialize(serializer)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<T>, D::Error> {
        T::deserialize(deserializer).map(Arc::new)
    }
}

/// A new revision id.
pub(super) fn new_revision() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// `2026-11-21T18:30:13.123+0000`, as LastModified is written.
pub(super) fn timestamp(at: UnixMillisField) -> String {
    let (date, time, millis) = civil(at);
    format!("{date}T{time}.{millis:03}+0000")
}

/// `2026-11-21T18:30:13.123Z`, as log lines have it.
pub(super) fn iso(at: UnixMillis) -> String {
    let (date, time, millis) = civil(at.0);
    format!("{date}T{time}.{millis:03}Z")
}

/// Date and time of day in UTC.
fn civil(at: UnixMillisField) -> (String, String, u64) {
    let seconds = i64::try_from(at / 1000).unwrap_or_default();
    // Beyond the year 9999 the clock is wrong anyway.
    let moment =
        time::OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = moment.to_calendar_date();
    let (hour, minute, second) = moment.to_hms();
    let date = format!("{year:04}-{:02}-{day:02}", u8::from(month));
    (date, format!("{hour:02}:{minute:02}:{second:02}"), at % 1000)
}

/// Date and time of day in UTC, for names.
pub(super) fn date(at: UnixMillis) -> String {
    civil(at.0).0.replace('-', "/")
}

/// How much of a configuration an answer shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Detail {
    /// Everything.
    Full,
    /// What ListFunctions shows: no states.
    Listed,
}

/// FunctionConfiguration of the service model.
pub(super) fn describe(
    owner: &Tenant,
    name: &str,
    qualifier: Option<&str>,
    resolved: &Resolved,
    detail: Detail,
) -> Value {
    let configuration = &resolved.configuration;
    let arn = match qualifier {
        Some(qualifier) => names::qualified_arn(owner, name, qualifier),
        None => names::arn(owner, name),
    };
    let log_group = configuration.log_group.clone().unwrap_or_else(|| format!("/aws/lambda/{name}"));
    let mut document = json!({
        "FunctionName": name,
        "FunctionArn": arn,
        "Runtime": configuration.runtime,
        "Role": configuration.role,
        "Handler": configuration.handler,
        "CodeSize": configuration.code.size,
        "Description": configuration.description,
        "Timeout": configuration.timeout,
        "MemorySize": configuration.memory,
        "LastModified": timestamp(configuration.last_modified),
        "CodeSha256": super::code::base64_of_digest(&configuration.code.digest),
        "Version": resolved.version,
        "TracingConfig": { "Mode": "PassThrough" },
        "RevisionId": configuration.revision,
        "PackageType": "Zip",
        "Architectures": [configuration.architecture],
        "EphemeralStorage": { "Size": configuration.ephemeral },
        "SnapStart": { "ApplyOn": "None", "OptimizationStatus": "Off" },
        "LoggingConfig": { "LogFormat": "Text", "LogGroup": log_group },
    });
    if let Some(variables) = &configuration.environment {
        document["Environment"] = json!({ "Variables": variables });
    }
    if detail == Detail::Full {
        document["State"] = "Active".into();
        document["LastUpdateStatus"] = "Successful".into();
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configuration(description: &str) -> Arc<Configuration> {
        Arc::new(Configuration {
            runtime: "python3.12".into(),
            handler: "app.handler".into(),
            role: "arn:aws:iam::123456789012:role/lab".into(),
            description: description.into(),
            timeout: 3,
            memory: 128,
            environment: None,
            architecture: "x86_64".into(),
            ephemeral: 512,
            log_group: None,
            code: Code { digest: "00ff".into(), size: 7 },
            last_modified: 1_700_000_000_123,
            revision: "r".into(),
        })
    }

    fn held() -> Held {
        let alias = |version: &str, routing| Alias {
            version: version.into(),
            description: String::new(),
            routing,
            revision: "r".into(),
        };
        Held {
            function: Function {
                latest: configuration("latest"),
                next_version: 3,
                aliases: [
                    ("live".into(), alias("1", Some(("2".into(), 0.25)))),
                    ("dev".into(), alias(LATEST, None)),
                ]
                .into(),
                policies: BTreeMap::new(),
                reserved_concurrency: None,
                event_configs: BTreeMap::new(),
                tags: BTreeMap::new(),
            },
            versions: [(1, configuration("one")), (2, configuration("two"))].into(),
        }
    }

    #[test]
    fn a_qualifier_is_a_version_or_an_alias() {
        let owner = Tenant::new("123456789012".parse().unwrap(), "eu-west-1".parse().unwrap());
        let held = held();
        let of = |qualifier, share| {
            held.resolve(&owner, "f", qualifier, share).map(|found| found.configuration.description.clone())
        };
        assert_eq!(of(None, 0.9).unwrap(), "latest");
        assert_eq!(of(Some(LATEST), 0.9).unwrap(), "latest");
        assert_eq!(of(Some("2"), 0.9).unwrap(), "two");
        assert_eq!(of(Some("dev"), 0.9).unwrap(), "latest");
        assert_eq!(of(Some("live"), 0.9).unwrap(), "one");
        assert_eq!(of(Some("live"), 0.2).unwrap(), "two");
        for missing in ["3", "gone"] {
            let error = of(Some(missing), 0.0).unwrap_err();
            assert!(error.message.ends_with(&format!(":function:f:{missing}")), "{error}");
        }
    }

    #[test]
    fn times_are_written_as_aws_does() {
        assert_eq!(timestamp(1_700_000_000_123), "2023-11-14T22:13:20.123+0000");
        assert_eq!(iso(UnixMillis(1_700_000_000_007)), "2023-11-14T22:13:20.007Z");
        assert_eq!(date(UnixMillis(1_700_000_000_000)), "2023/11/14");
        assert_eq!(timestamp(u64::MAX), "1970-01-01T00:00:00.615+0000");
    }
}
