//! `sns`.

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// Publishes the payload to an SNS topic.
#[derive(Debug)]
pub struct SnsAction {
    role_arn: String,
    target_arn: Template,
    message_format: Template,
}

/// How SNS reads the message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageFormat {
    /// `RAW`: as it is.
    Raw,
    /// `JSON`: a message per protocol (`MessageStructure` is `json`).
    Json,
}

impl MessageFormat {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "RAW" => Some(Self::Raw),
            "JSON" => Some(Self::Json),
            _ => None,
        }
    }
}

/// What an `sns` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SnsRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The SNS topic.
    pub target_arn: String,
    /// The format.
    pub message_format: MessageFormat,
}

impl SnsAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        const DEFAULT_FORMAT: &str = "RAW";
        Ok(Self {
            role_arn: fields.role_arn()?,
            target_arn: fields.template("targetArn")?,
            message_format: fields.choice("messageFormat", DEFAULT_FORMAT, MessageFormat::parse)?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<SnsRequest, Refusal> {
        let target_arn = rendering.text(&self.target_arn, "")?;
        let message_format = rendering.choice(&self.message_format, &target_arn, MessageFormat::parse)?;
        Ok(SnsRequest { role_arn: self.role_arn.clone(), target_arn, message_format })
    }
}

impl SnsRequest {
    pub(super) fn resource(&self) -> &str {
        &self.target_arn
    }
}
