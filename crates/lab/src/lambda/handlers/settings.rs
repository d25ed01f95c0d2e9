//! The settings of a function, as CreateFunction and UpdateFunctionConfiguration take them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::lambda::error::Error;
use crate::lambda::members::{Members, wrong_type};
use crate::lambda::record::Configuration;
use crate::lambda::runtimes;

/// Variables of a function together, bytes (Lambda quotas).
const ENVIRONMENT_BYTES_MAX: usize = 4096;
/// Of the service model.
const ROLE_PATTERN: &str = "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+";

/// Settings of AWS that are not here.
const UNSUPPORTED: &[&str] = &[
    "AcceleratorConfig",
    "CapacityProviderConfig",
    "DeadLetterConfig",
    "DurableConfig",
    "FileSystemConfigs",
    "ImageConfig",
    "KMSKeyArn",
    "Layers",
    "RuntimeConfig",
    "SnapStart",
    "TracingConfig",
    "VpcConfig",
];

/// Names that a function's own variables must not have (Lambda developer guide, "Reserved environment
/// variables").
const RESERVED: &[&str] = &[
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SECRET_KEY",
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
];

/// The settings that a request has.
#[derive(Debug, Default)]
pub(super) struct Settings {
    runtime: Option<String>,
    handler: Option<String>,
    role: Option<String>,
    description: Option<String>,
    timeout: Option<u32>,
    memory: Option<u32>,
    environment: Option<BTreeMap<String, String>>,
    ephemeral: Option<u32>,
    log_group: Option<String>,
}

impl Settings {
    /// Reads and checks them; the caller ends the checks.
    pub fn read(members: &mut Members, operation: &str) -> Result<Self, Error> {
        members.refuse(operation, UNSUPPORTED)?;
        let settings = Self {
            runtime: members.text("Runtime", 0..=200)?,
            handler: members.text("Handler", 0..=128)?,
            role: members.pattern("Role", ROLE_PATTERN, is_role)?,
            description: members.text("Description", 0..=256)?,
            timeout: members.number("Timeout", 1..=900)?,
            memory: members.number("MemorySize", 128..=10_240)?,
            environment: environment(members)?,
            ephemeral: ephemeral(members)?,
            log_group: log_group(members, operation)?,
        };
        if settings.handler.as_deref().is_some_and(|handler| handler.contains(char::is_whitespace)) {
            let handler = settings.handler.clone().unwrap_or_default();
            members.violate("Handler", &handler, "Member must satisfy regular expression pattern: [^\\s]+");
        }
        Ok(settings)
    }

    /// Checks what the service model does not say.
    pub fn check(&self) -> Result<(), Error> {
        if let Some(runtime) = &self.runtime {
            runtimes::family(runtime)?;
        }
        self.environment.as_ref().map_or(Ok(()), check_environment)
    }

    /// What a new function needs; nothing is there of its code yet.
    pub fn names(&self) -> Result<(String, String, String), Error> {
        match (&self.runtime, &self.handler, &self.role) {
            (Some(runtime), Some(handler), Some(role)) => {
                Ok((runtime.clone(), handler.clone(), role.clone()))
            }
            _ => Err(Error::invalid_parameter(
                "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
            )),
        }
    }

    /// Lays them over those that there are.
    pub fn apply(self, configuration: &mut Configuration) {
        fn set<T>(place: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *place = value;
            }
        }
        set(&mut configuration.runtime, self.runtime);
        set(&mut configuration.handler, self.handler);
        set(&mut configuration.role, self.role);
        set(&mut configuration.description, self.description);
        set(&mut configuration.timeout, self.timeout);
        set(&mut configuration.memory, self.memory);
        set(&mut configuration.ephemeral, self.ephemeral);
        if let Some(variables) = self.environment {
            configuration.environment = (!variables.is_empty()).then_some(variables);
        }
        if self.log_group.is_some() {
            configuration.log_group = self.log_group;
        }
    }
}

/// `x86_64` or `arm64`, of a list of one.
pub(super) fn architecture(members: &mut Members) -> Result<Option<String>, Error> {
    let Some(value) = members.get("Architectures") else { return Ok(None) };
    let Some([Value::String(architecture)]) = value.as_array().map(Vec::as_slice) else {
        return Err(Error::validation(format!(
            "1 validation error detected: Value '{value}' at 'architectures' failed to satisfy constraint: Member \
             must have length less than or equal to 1"
        )));
    };
    let architecture = architecture.clone();
    if !matches!(architecture.as_str(), "x86_64" | "arm64") {
        members.violate(
            "Architectures",
            &format!("[{architecture}]"),
            "Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not \
             be null]",
        );
    }
    Ok(Some(architecture))
}

fn is_role(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("arn:") else { return false };
    let Some((partition, rest)) = rest.split_once(":iam::") else { return false };
    let Some((account, path)) = rest.split_once(":role") else { return false };
    let path = path.strip_prefix('/').unwrap_or(path);
    (partition.is_empty() || partition.starts_with("aws"))
        && account.len() == 12
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && !path.is_empty()
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+=,.@-_/".contains(&byte))
}

fn environment(members: &Members) -> Result<Option<BTreeMap<String, String>>, Error> {
    let Some(value) = members.get("Environment") else { return Ok(None) };
    let variables = match value.as_object() {
        Some(structure) => structure.get("Variables").unwrap_or(&Value::Null),
        None => return Err(wrong_type(value, "Environment")),
    };
    match variables {
        Value::Null => Ok(Some(BTreeMap::new())),
        Value::Object(variables) => {
            let pair = |(name, value): (&String, &Value)| match value.as_str() {
                Some(text) => Ok((name.clone(), text.to_owned())),
                None => Err(wrong_type(value, "String")),
            };
            variables.iter().map(pair).collect::<Result<_, _>>().map(Some)
        }
        other => Err(wrong_type(other, "Map")),
    }
}

fn check_environment(variables: &BTreeMap<String, String>) -> Result<(), Error> {
    let reserved: Vec<&str> =
        variables.keys().map(String::as_str).filter(|name| RESERVED.contains(name)).collect();
    if !reserved.is_empty() {
        return Err(Error::invalid_parameter(format!(
            "Lambda was unable to configure your environment variables because the environment variables you have \
             provided contains reserved keys that are currently not supported for modification. Reserved keys used \
             in this request: {}",
            reserved.join(", ")
        )));
    }
    let is_name = |name: &str| {
        name.len() >= 2
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if let Some(name) = variables.keys().find(|name| !is_name(name)) {
        return Err(Error::validation(format!(
            "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys \
             must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+] \
             ({name})"
        )));
    }
    // A value with a zero byte cannot be a variable of any process.
    if let Some(name) = variables.iter().find(|(_, value)| value.contains('\0')).map(|(name, _)| name) {
        return Err(Error::invalid_parameter(format!("The variable {name} has a zero byte in it.")));
    }
    let measured = serde_json::to_string(variables).unwrap_or_default();
    if measured.len() > ENVIRONMENT_BYTES_MAX {
        return Err(Error::invalid_parameter(format!(
            "Lambda was unable to configure your environment variables because the environment variables you have \
             provided exceeded the 4KB limit. String measured: {measured}"
        )));
    }
    Ok(())
}

fn ephemeral(members: &mut Members) -> Result<Option<u32>, Error> {
    let Some(value) = members.get("EphemeralStorage") else { return Ok(None) };
    match value["Size"].as_u64() {
        Some(size @ 512..=10_240) => Ok(Some(size as u32)),
        Some(size) => {
            let text = size.to_string();
            let constraint = if size < 512 {
                "Member must have value greater than or equal to 512"
            } else {
                "Member must have value less than or equal to 10240"
            };
            members.violate("EphemeralStorage.Size", &text, constraint);
            Ok(None)
        }
        None => Err(wrong_type(value, "EphemeralStorage")),
    }
}

fn log_group(members: &mut Members, operation: &str) -> Result<Option<String>, Error> {
    let Some(value) = members.get("LoggingConfig") else { return Ok(None) };
    let config = value.as_object().ok_or_else(|| wrong_type(value, "LoggingConfig"))?;
    let has_level = config.contains_key("ApplicationLogLevel") || config.contains_key("SystemLogLevel");
    if has_level || config.get("LogFormat").is_some_and(|format| format != "Text") {
        return Err(Error::not_implemented(&format!(
            "The parameter LoggingConfig.LogFormat other than Text of the operation {operation}"
        )));
    }
    let group = config.get("LogGroup").and_then(Value::as_str).map(ToOwned::to_owned);
    let fits = |group: &str| {
        (1..=512).contains(&group.len())
            && group.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_/#".contains(&byte))
    };
    if let Some(group) = group.as_deref().filter(|group| !fits(group)) {
        let pattern = "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+";
        members.violate("LoggingConfig.LogGroup", group, pattern);
    }
    Ok(group)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(document: Value) -> Result<Settings, Error> {
        let Value::Object(members) = document else { panic!("no object") };
        let mut members = Members::new(members);
        let settings = Settings::read(&mut members, "CreateFunction")?;
        members.check()?;
        settings.check()?;
        Ok(settings)
    }

    #[test]
    fn a_role_is_an_arn_of_one() {
        assert!(
            is_role("arn:aws:iam::123456789012:role/lab") && is_role("arn:aws-cn:iam::123456789012:role/a/b")
        );
        for bad in [
            "lab",
            "arn:aws:iam::1:role/lab",
            "arn:aws:iam::123456789012:user/x",
            "arn:aws:iam::123456789012:role/",
        ] {
            assert!(!is_role(bad), "{bad}");
        }
    }

    #[test]
    fn variables_that_aws_would_not_take_are_refused() {
        let code = |variables: Value| {
            let error = read(json!({"Environment": {"Variables": variables}})).unwrap_err();
            (error.code, error.message)
        };
        let (kind, text) = code(json!({"AWS_REGION": "x", "_HANDLER": "y", "OK": "z"}));
        assert_eq!(kind, "InvalidParameterValueException");
        assert!(text.ends_with("used in this request: AWS_REGION, _HANDLER"), "{text}");
        assert_eq!(code(json!({"1a": "x"})).0, "ValidationException");
        assert!(code(json!({"BIG": "x".repeat(4096)})).1.contains("exceeded the 4KB limit"));
        assert_eq!(code(json!({"NUMBER": 1})).0, "SerializationException");
        assert!(read(json!({"Environment": {"Variables": {"TABLE": "t"}}})).is_ok());
    }

    #[test]
    fn what_is_not_here_is_refused_by_name() {
        for (name, value) in [
            ("Layers", json!(["arn:aws:lambda:us-east-1:123456789012:layer:l:1"])),
            ("VpcConfig", json!({"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]})),
            ("TracingConfig", json!({"Mode": "Active"})),
            ("DeadLetterConfig", json!({"TargetArn": "arn:aws:sqs:us-east-1:123456789012:q"})),
        ] {
            let error = read(json!({ name: value })).unwrap_err();
            assert_eq!(error.code, "NotImplementedException");
            assert!(error.message.contains(name), "{error}");
        }
        assert!(read(json!({"LoggingConfig": {"LogFormat": "JSON"}})).is_err());
        assert!(read(json!({"LoggingConfig": {"LogFormat": "Text", "LogGroup": "/mine"}})).is_ok());
    }
}
