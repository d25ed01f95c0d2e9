//! `iotEvents`.

use super::fields::Fields;
use super::payload::compact;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// Messages of one BatchPutMessage.
const MAX_BATCH: usize = 10;

/// Sends the payload, or each element of it, to an input of IoT Events.
#[derive(Debug)]
pub struct IotEventsAction {
    role_arn: String,
    input_name: Template,
    message_id: Option<Template>,
    batch_mode: bool,
}

/// What an `iotEvents` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IotEventsRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The input.
    pub input_name: String,
    /// The messages, 1 to 10.
    pub messages: Vec<IotEventsMessage>,
}

/// A message to an input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IotEventsMessage {
    /// By which IoT Events knows it again.
    pub id: String,
    /// JSON.
    pub payload: Vec<u8>,
}

impl IotEventsAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        let message_id = fields.optional_template("messageId")?;
        let batch_mode = fields.flag("batchMode")?;
        if batch_mode && message_id.is_some() {
            return Err(fields.invalid("messageId", "cannot be given with batchMode"));
        }
        let (role_arn, input_name) = (fields.role_arn()?, fields.template("inputName")?);
        Ok(Self { role_arn, input_name, message_id, batch_mode })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<IotEventsRequest, Refusal> {
        let input_name = rendering.text(&self.input_name, "")?;
        rendering.require_json(&input_name)?;
        let batch = if self.batch_mode {
            rendering
                .elements(|element| Ok(IotEventsMessage { id: rendering.uuid(), payload: compact(element) }))
        } else {
            None
        };
        let messages = match batch.transpose()? {
            Some(messages) => messages,
            None => {
                let id = self.message_id.as_ref();
                let id = id.map(|id| rendering.text(id, &input_name)).transpose()?;
                let id = id.unwrap_or_else(|| rendering.uuid());
                vec![IotEventsMessage { id, payload: rendering.output.bytes.to_vec() }]
            }
        };
        if messages.is_empty() || messages.len() > MAX_BATCH {
            let reason = format!("the batch has {} messages; 1 to {MAX_BATCH} are allowed", messages.len());
            return Err(Refusal::new(&input_name, reason));
        }
        Ok(IotEventsRequest { role_arn: self.role_arn.clone(), input_name, messages })
    }
}

impl IotEventsRequest {
    pub(super) fn resource(&self) -> &str {
        &self.input_name
    }
}
