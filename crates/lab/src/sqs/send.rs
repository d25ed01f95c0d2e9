//! Sending messages.

use std::collections::BTreeMap;

use base::{Tenant, UnixMillis};
use serde::{Deserialize, Serialize};

use super::batch::{self, Batch, Entries};
use super::failure::{batch_too_long, invalid_parameter, invalid_value, missing_parameter, over_limit};
use super::message::{
    Attribute, Attributes, Content, attributes_md5, check_attributes, is_text, md5_hex, size_of,
};
use super::queue::Queue;
use super::settings::{MESSAGE_BYTES_MAX, Settings};
use super::{MESSAGES_BYTES_MAX, Outcome, Queues, Sqs, name_in};
use crate::kept::Journal;
use crate::protocol::{Call, Failure};

/// The only system attribute that may be sent.
const TRACE: &str = "AWSTraceHeader";
/// The longest group or deduplication id, characters.
const ID_CHARS_MAX: usize = 128;
/// What is added to a message's place, so that a sequence number has the 20 digits that AWS's have.
const SEQUENCE_BASE: u64 = 10_000_000_000_000_000_000;

/// A message, by itself or as an entry of a batch.
#[derive(Clone, Deserialize, Default)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Outgoing {
    pub message_body: String,
    pub delay_seconds: Option<i64>,
    #[serde(default)]
    pub message_attributes: Attributes,
    #[serde(default)]
    pub message_system_attributes: Attributes,
    pub message_deduplication_id: Option<String>,
    pub message_group_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SendMessage {
    queue_url: String,
    #[serde(flatten)]
    message: Outgoing,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SendMessageBatch {
    queue_url: String,
    #[serde(default)]
    entries: Entries<Outgoing>,
}

/// What the sender is told.
#[derive(Serialize)]
pub(super) struct Sent {
    #[serde(rename = "MD5OfMessageBody")]
    body_md5: String,
    #[serde(rename = "MD5OfMessageAttributes", skip_serializing_if = "Option::is_none")]
    attributes_md5: Option<String>,
    #[serde(rename = "MD5OfMessageSystemAttributes", skip_serializing_if = "Option::is_none")]
    system_md5: Option<String>,
    #[serde(rename = "MessageId")]
    id: String,
    #[serde(rename = "SequenceNumber", skip_serializing_if = "Option::is_none")]
    sequence: Option<String>,
}

impl Outgoing {
    /// What counts towards its size, bytes.
    fn size(&self) -> usize {
        self.message_body.len() + size_of(&self.message_attributes)
    }
}

impl Sqs {
    pub(super) fn send_message(&self, call: &Call<'_>, input: SendMessage) -> Outcome<Sent> {
        let name = name_in(call, &input.queue_url)?;
        self.send(call.tenant, &name, input.message, call.now)
    }

    /// Sends one message.
    pub(super) fn send(
        &self,
        tenant: &Tenant,
        queue: &str,
        message: Outgoing,
        now: UnixMillis,
    ) -> Outcome<Sent> {
        self.book.change(tenant, |queues, journal| {
            check_room(queues, message.size())?;
            accept(queues.get_mut(queue)?, message, now, journal)
        })
    }

    pub(super) fn send_message_batch(
        &self,
        call: &Call<'_>,
        input: SendMessageBatch,
    ) -> Outcome<Batch<Sent>> {
        let name = name_in(call, &input.queue_url)?;
        let bytes = input.entries.iter().map(|entry| entry.content.size()).sum();
        self.book.change(call.tenant, |queues, journal| {
            queues.get(&name)?;
            batch::check(&input.entries, "SendMessageBatchRequestEntry")?;
            if bytes > MESSAGE_BYTES_MAX {
                return Err(batch_too_long(bytes, MESSAGE_BYTES_MAX));
            }
            check_room(queues, bytes)?;
            let queue = queues.get_mut(&name)?;
            Ok(batch::run(input.entries, |message| accept(queue, message, call.now, journal)))
        })
    }
}

fn check_room(queues: &Queues, bytes: usize) -> Result<(), Failure> {
    if queues.bytes() + bytes <= MESSAGES_BYTES_MAX {
        return Ok(());
    }
    let most = MESSAGES_BYTES_MAX >> 20;
    Err(over_limit(format!("Thingcore keeps at most {most} MiB of messages of an account in a region.")))
}

/// Puts a message into a queue, unless it is there already.
fn accept(
    queue: &mut Queue,
    message: Outgoing,
    now: UnixMillis,
    journal: &mut Journal<'_>,
) -> Result<Sent, Failure> {
    let settings = &queue.record.settings;
    check(&message, settings)?;
    let delay = delay(&message, settings)?;
    let content = content(message, settings, now)?;
    let mut sent = Sent {
        body_md5: md5_hex(content.body.as_bytes()),
        attributes_md5: attributes_md5(&content.attributes),
        system_md5: trace_md5(content.trace.as_deref()),
        id: content.id.clone(),
        sequence: None,
    };
    let place = match queue.earlier(&content, now.0, journal) {
        Some(earlier) => {
            sent.id = earlier.id;
            earlier.place
        }
        None => queue.send(content, delay, now.0, journal),
    };
    sent.sequence = queue.record.settings.fifo.then(|| sequence_number(place));
    Ok(sent)
}

/// The number by which a receiver of a FIFO queue can order messages.
pub(super) fn sequence_number(place: u64) -> String {
    (SEQUENCE_BASE + place).to_string()
}

fn trace_md5(trace: Option<&str>) -> Option<String> {
    let trace = trace?;
    let attribute =
        Attribute { data_type: "String".into(), string_value: Some(trace.into()), binary_value: None };
    attributes_md5(&BTreeMap::from([(TRACE.to_owned(), attribute)]))
}

fn check(message: &Outgoing, settings: &Settings) -> Result<(), Failure> {
    if message.message_body.is_empty() {
        return Err(missing_parameter("MessageBody"));
    }
    if !is_text(&message.message_body) {
        let text = "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 \
                    to #xFFFD | #x10000 to #x10FFFF";
        return Err(Failure::bad("InvalidMessageContents", text));
    }
    check_attributes(&message.message_attributes)?;
    for (name, attribute) in &message.message_system_attributes {
        if name != TRACE {
            let text = format!("Message system attribute name '{name}' is invalid.");
            return Err(invalid_parameter(text));
        }
        if attribute.data_type != "String" || attribute.string_value.is_none() {
            let text = format!("The value of message system attribute '{TRACE}' must be a String.");
            return Err(invalid_parameter(text));
        }
    }
    if message.size() > settings.message_bytes {
        let most = settings.message_bytes;
        let text =
            format!("One or more parameters are invalid. Reason: Message must be shorter than {most} bytes.");
        return Err(invalid_parameter(text));
    }
    Ok(())
}

fn delay(message: &Outgoing, settings: &Settings) -> Result<u64, Failure> {
    let Some(seconds) = message.delay_seconds else { return Ok(settings.delay) };
    if settings.fifo && seconds != 0 {
        return Err(wrong_type(&seconds.to_string(), "DelaySeconds"));
    }
    if settings.fifo {
        return Ok(settings.delay);
    }
    let delay = u64::try_from(seconds).ok().filter(|seconds| *seconds <= 900);
    delay.ok_or_else(|| invalid_value(seconds, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900."))
}

fn wrong_type(value: &str, parameter: &str) -> Failure {
    invalid_value(value, parameter, "The request include parameter that is not valid for this queue type.")
}

fn content(message: Outgoing, settings: &Settings, now: UnixMillis) -> Result<Content, Failure> {
    let group = message.message_group_id;
    let mut deduplication = message.message_deduplication_id;
    for (id, name) in [(&group, "MessageGroupId"), (&deduplication, "MessageDeduplicationId")] {
        let fits =
            |id: &str| (1..=ID_CHARS_MAX).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic());
        if let Some(id) = id.as_deref().filter(|id| !fits(id)) {
            let reason = format!(
                "{name} can only include alphanumeric and punctuation characters. 1 to {ID_CHARS_MAX} in length."
            );
            return Err(invalid_value(id, name, &reason));
        }
    }
    if settings.fifo {
        if group.is_none() {
            return Err(missing_parameter("MessageGroupId"));
        }
        if deduplication.is_none() && settings.content_deduplication {
            deduplication = Some(sha256_hex(message.message_body.as_bytes()));
        }
        if deduplication.is_none() {
            return Err(invalid_parameter(
                "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided \
                 explicitly",
            ));
        }
    } else if let Some(id) = &deduplication {
        return Err(wrong_type(id, "MessageDeduplicationId"));
    }
    let trace = message.message_system_attributes.get(TRACE).and_then(|trace| trace.string_value.clone());
    Ok(Content {
        id: uuid::Uuid::new_v4().to_string(),
        body: message.message_body,
        attributes: message.message_attributes,
        trace,
        sent: now.0,
        group,
        deduplication,
        source_arn: None,
    })
}

fn sha256_hex(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
