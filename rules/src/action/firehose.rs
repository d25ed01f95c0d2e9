//! `firehose`.

use super::fields::Fields;
use super::payload::compact;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// Records of one PutRecordBatch (rules.md §7).
const MAX_BATCH: usize = 500;

/// The separators that the service model's pattern allows. No template: one is taken as it is.
const SEPARATORS: [&str; 4] = ["\n", "\t", "\r\n", ","];

/// Puts the payload, or each element of it, into a Firehose stream.
#[derive(Debug)]
pub struct FirehoseAction {
    role_arn: String,
    delivery_stream_name: Template,
    separator: &'static str,
    batch_mode: bool,
}

/// What a `firehose` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FirehoseRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The stream.
    pub delivery_stream_name: String,
    /// What follows every record.
    pub separator: &'static str,
    /// The records, separator excluded, at most 500; `None` when the payload is the one record.
    pub batch: Option<Vec<Vec<u8>>>,
}

impl FirehoseAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        Ok(Self {
            role_arn: fields.role_arn()?,
            delivery_stream_name: fields.template("deliveryStreamName")?,
            separator: fields.word("separator", &SEPARATORS)?.unwrap_or_default(),
            batch_mode: fields.flag("batchMode")?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<FirehoseRequest, Refusal> {
        let delivery_stream_name = rendering.text(&self.delivery_stream_name, "")?;
        let batch = if self.batch_mode { rendering.elements(|element| Ok(compact(element))) } else { None };
        let batch = batch.transpose()?;
        let count = batch.as_ref().map_or(1, Vec::len);
        if count == 0 || count > MAX_BATCH {
            let reason = format!("the batch has {count} records; 1 to {MAX_BATCH} are allowed");
            return Err(Refusal::new(&delivery_stream_name, reason));
        }
        let (role_arn, separator) = (self.role_arn.clone(), self.separator);
        Ok(FirehoseRequest { role_arn, delivery_stream_name, separator, batch })
    }
}

impl FirehoseRequest {
    pub(super) fn resource(&self) -> &str {
        &self.delivery_stream_name
    }
}
