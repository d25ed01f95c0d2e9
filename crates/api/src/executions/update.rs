//! What a device says of an execution: the message of UpdateCommandExecution, and the replies to it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::Map;
use model::iot::{CommandExecutionResult, CommandExecutionStatus, StatusReason};
use serde_json::{Value, json};

/// The status that a device reports, and what it adds.
#[derive(Clone, PartialEq, Debug)]
pub struct Update {
    /// Never CREATED.
    pub status: CommandExecutionStatus,
    /// Why.
    pub reason: Option<StatusReason>,
    /// What came of it.
    pub result: Option<Map<CommandExecutionResult>>,
}

/// Why a device's message is not taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Rejection {
    /// It is no JSON.
    #[error("The contents of the request could not be interpreted as valid JSON.")]
    InvalidJson,
    /// It says something that cannot be.
    #[error("{0}")]
    InvalidRequest(String),
    /// There is no such execution on this device.
    #[error("The command execution does not exist.")]
    NotFound,
    /// The device said its last word before.
    #[error("The command execution ended with the status {0}.")]
    Ended(CommandExecutionStatus),
    /// The device begins when its time is over.
    #[error("The command execution timed out and can only be ended.")]
    TimedOut,
    /// Too many messages wait.
    #[error("Too many requests.")]
    Throttled,
}

impl Rejection {
    /// The `error` of the reply (RejectedErrorCode of the device SDKs).
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidJson => "InvalidJson",
            Self::InvalidRequest(_) => "InvalidRequest",
            Self::NotFound => "ResourceNotFound",
            Self::Ended(_) | Self::TimedOut => "InvalidStateTransition",
            Self::Throttled => "RequestThrottled",
        }
    }

    /// The reply to the device (V2ErrorResponse of the device SDKs).
    pub fn to_json(&self, execution: &str) -> Value {
        json!({"error": self.code(), "errorMessage": self.to_string(), "executionId": execution})
    }
}

fn invalid(text: impl Into<String>) -> Rejection {
    Rejection::InvalidRequest(text.into())
}

/// Whether a text has at most so many characters, all of which satisfy `is_allowed`.
fn consists_of(text: &str, chars_max: usize, is_allowed: fn(char) -> bool) -> bool {
    text.chars().count() <= chars_max && text.chars().all(is_allowed)
}

impl Update {
    /// Reads a device's message. Members that mean nothing here, such as `executionId`, are left alone: the topic
    /// says which execution it is.
    ///
    /// # Errors
    /// `InvalidJson` and `InvalidRequest`.
    pub fn parse(payload: &[u8]) -> Result<Self, Rejection> {
        let message: Value = serde_json::from_slice(payload).map_err(|_| Rejection::InvalidJson)?;
        let member = |name: &str| message.get(name).filter(|value| !value.is_null());
        let status = member("status").ok_or_else(|| invalid("status is required."))?;
        let status = status.as_str().and_then(CommandExecutionStatus::parse);
        let status = status.filter(|status| *status != CommandExecutionStatus::Created).ok_or_else(|| {
            invalid("status must be one of IN_PROGRESS, SUCCEEDED, FAILED, REJECTED and TIMED_OUT.")
        })?;
        let reason = member("statusReason").map(reason).transpose()?;
        let result = member("result").map(result).transpose()?;
        Ok(Self { status, reason, result })
    }
}

fn reason(value: &Value) -> Result<StatusReason, Rejection> {
    let is_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    let code = value.get("reasonCode").and_then(Value::as_str);
    let code = code.filter(|code| !code.is_empty() && consists_of(code, 64, is_code)).ok_or_else(|| {
        invalid("reasonCode of statusReason is required; it has up to 64 characters of [A-Z0-9_-].")
    })?;
    let description = match value.get("reasonDescription") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if consists_of(text, 1024, |c| !c.is_control()) => Some(text.clone()),
        Some(_) => {
            return Err(invalid("reasonDescription has up to 1024 characters and no control characters."));
        }
    };
    Ok(StatusReason { reason_code: code.to_owned(), reason_description: description })
}

fn result(value: &Value) -> Result<Map<CommandExecutionResult>, Rejection> {
    let entries = value.as_object().ok_or_else(|| invalid("result must be an object."))?;
    if entries.is_empty() {
        return Err(invalid("At least 1 command execution result is required"));
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let entry = |(name, value): (&String, &Value)| {
        if name.is_empty() || !consists_of(name, 32, is_name) {
            return Err(invalid("Names in result have up to 32 characters of [a-zA-Z0-9_-]."));
        }
        let value = result_value(value).ok_or_else(|| {
            invalid(format!("{name} in result must have one of s (string), b (boolean), bin (Base64)."))
        })?;
        Ok((name.clone(), value))
    };
    entries.iter().map(entry).collect()
}

/// A value with its type. The types are written in small letters here (developer guide, *Considerations when using
/// the UpdateCommandExecution API*) and in capitals in GetCommandExecution.
fn result_value(value: &Value) -> Option<CommandExecutionResult> {
    let mut members = value.as_object()?.iter().filter(|(_, value)| !value.is_null());
    let (Some((kind, value)), None) = (members.next(), members.next()) else { return None };
    let mut result = CommandExecutionResult::default();
    match kind.as_str() {
        "s" => result.s = Some(value.as_str().filter(|text| !text.is_empty())?.to_owned()),
        "b" => result.b = Some(value.as_bool()?),
        "bin" => result.bin = Some(STANDARD.decode(value.as_str()?).ok().filter(|bytes| !bytes.is_empty())?),
        _ => return None,
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(message: &Value) -> Result<Update, Rejection> {
        Update::parse(message.to_string().as_bytes())
    }

    #[test]
    fn message_of_the_guide_is_read() {
        let update = parse(&json!({
            "deviceId": "My_Car",
            "executionId": "07e4b780-7eca-4ffd-b772-b76358da5542",
            "status": "IN_PROGRESS",
            "statusReason": {"reasonCode": "200", "reasonDescription": "Execution_in_progress"},
            "result": {"battery": {"s": "half"}, "locked": {"b": false}, "raw": {"bin": "AP8="}},
        }));
        let Update { status, reason, result } = update.unwrap();
        assert_eq!(status, CommandExecutionStatus::InProgress);
        let reason = reason.unwrap();
        assert_eq!(reason.reason_code, "200");
        assert_eq!(reason.reason_description.as_deref(), Some("Execution_in_progress"));
        let result = result.unwrap();
        assert_eq!(result.get("battery").unwrap().s.as_deref(), Some("half"));
        assert_eq!(result.get("locked").unwrap().b, Some(false));
        assert_eq!(result.get("raw").unwrap().bin.as_deref(), Some(&[0, 255][..]));
    }

    #[test]
    fn nonsense_is_named() {
        assert_eq!(Update::parse(b"{"), Err(Rejection::InvalidJson));
        let with = |member: &str, value: Value| json!({"status": "FAILED", member: value});
        for wrong in [
            json!([]),
            json!({}),
            json!({"status": "CREATED"}),
            json!({"status": "DONE"}),
            with("statusReason", json!({})),
            with("statusReason", json!({"reasonCode": "low"})),
            with("statusReason", json!({"reasonCode": "A".repeat(65)})),
            with("statusReason", json!({"reasonCode": "A", "reasonDescription": "a\nb"})),
            with("statusReason", json!({"reasonCode": "A", "reasonDescription": "a".repeat(1025)})),
            with("result", json!("text")),
            with("result", json!({})),
            with("result", json!({"a": "text"})),
            with("result", json!({"a": {"S": "text"}})),
            with("result", json!({"a": {"s": "text", "b": true}})),
            with("result", json!({"a": {"bin": "%"}})),
            with("result", json!({"a b": {"s": "text"}})),
        ] {
            assert!(matches!(parse(&wrong), Err(Rejection::InvalidRequest(_))), "{wrong}");
        }
    }

    #[test]
    fn rejection_names_its_execution() {
        let reply = Rejection::NotFound.to_json("e");
        let text = "The command execution does not exist.";
        assert_eq!(reply, json!({"error": "ResourceNotFound", "errorMessage": text, "executionId": "e"}));
    }
}
