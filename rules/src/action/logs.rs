//! `cloudwatchLogs`.

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::json::Node;
use crate::template::Template;

/// Writes the payload, or each element of it, into a CloudWatch log group.
#[derive(Debug)]
pub struct LogsAction {
    role_arn: String,
    log_group_name: Template,
    batch_mode: bool,
}

/// What a `cloudwatchLogs` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogsRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The log group.
    pub log_group_name: String,
    /// The events by time; `None` when the payload is the one event, of now.
    pub batch: Option<Vec<LogEvent>>,
    /// When the engine got the message, milliseconds since 1970.
    pub now_millis: i64,
}

/// An event of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogEvent {
    /// When it happened, milliseconds since 1970.
    pub timestamp_millis: i64,
    /// What happened.
    pub message: String,
}

impl LogsAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        Ok(Self {
            role_arn: fields.role_arn()?,
            log_group_name: fields.template("logGroupName")?,
            batch_mode: fields.flag("batchMode")?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<LogsRequest, Refusal> {
        let log_group_name = rendering.text(&self.log_group_name, "")?;
        let batch = if self.batch_mode {
            let wanted = "a batch is a JSON array of objects with timestamp and message";
            let refusal = || Refusal::new(&log_group_name, wanted);
            let events = rendering.elements(|element| LogEvent::read(element).ok_or_else(refusal));
            let mut events = events.ok_or_else(refusal)??;
            if events.is_empty() {
                return Err(Refusal::new(&log_group_name, "the batch is empty"));
            }
            // PutLogEvents takes them in this order only.
            events.sort_by_key(|event| event.timestamp_millis);
            Some(events)
        } else {
            rendering.require_text(&log_group_name, "a log event")?;
            None
        };
        let now_millis = i64::try_from(rendering.now().0).unwrap_or(i64::MAX);
        Ok(LogsRequest { role_arn: self.role_arn.clone(), log_group_name, batch, now_millis })
    }
}

impl LogEvent {
    fn read(element: Node<'_>) -> Option<Self> {
        let timestamp = element.member("timestamp")?.number()?.normalised().as_integer()?;
        let message = element.member("message")?.text()?.into_owned();
        Some(Self { timestamp_millis: timestamp.try_into().ok()?, message })
    }
}

impl LogsRequest {
    pub(super) fn resource(&self) -> &str {
        &self.log_group_name
    }
}
