//! `sqs`.

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// Sends the payload to an SQS queue.
#[derive(Debug)]
pub struct SqsAction {
    role_arn: String,
    queue_url: Template,
    use_base64: bool,
}

/// What an `sqs` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SqsRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The queue.
    pub queue_url: String,
    /// The message is the payload in base64; else it is the payload, which has to be text.
    pub use_base64: bool,
}

impl SqsAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        Ok(Self {
            role_arn: fields.role_arn()?,
            queue_url: fields.template("queueUrl")?,
            use_base64: fields.flag("useBase64")?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<SqsRequest, Refusal> {
        let queue_url = rendering.text(&self.queue_url, "")?;
        if !self.use_base64 {
            rendering.require_text(&queue_url, "an SQS message without useBase64")?;
        }
        Ok(SqsRequest { role_arn: self.role_arn.clone(), queue_url, use_base64: self.use_base64 })
    }
}

impl SqsRequest {
    pub(super) fn resource(&self) -> &str {
        &self.queue_url
    }
}
