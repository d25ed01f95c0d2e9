//! `kinesis`.

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// Puts the payload into a Kinesis stream as one record.
#[derive(Debug)]
pub struct KinesisAction {
    role_arn: String,
    stream_name: Template,
    partition_key: Option<Template>,
}

/// What a `kinesis` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KinesisRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The stream.
    pub stream_name: String,
    /// What settles the shard.
    pub partition_key: String,
}

impl KinesisAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        Ok(Self {
            role_arn: fields.role_arn()?,
            stream_name: fields.template("streamName")?,
            partition_key: fields.optional_template("partitionKey")?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    /// Without a partition key records spread evenly
    /// ([`open_points`](crate::open_points), *Actions*).
    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<KinesisRequest, Refusal> {
        let stream_name = rendering.text(&self.stream_name, "")?;
        let partition_key = match &self.partition_key {
            Some(template) => rendering.text(template, &stream_name)?,
            None => rendering.uuid(),
        };
        Ok(KinesisRequest { role_arn: self.role_arn.clone(), stream_name, partition_key })
    }
}

impl KinesisRequest {
    pub(super) fn resource(&self) -> &str {
        &self.stream_name
    }
}
