//! Receiving messages, and what receivers do with them.

use std::collections::BTreeMap;
use std::time::Duration;

use base::UnixMillis;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE as BASE64;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::batch::{self, Batch, Empty, Entries};
use super::failure::{
    invalid_handle, invalid_parameter, invalid_value, missing_parameter, not_in_flight, over_limit,
    unknown_attribute,
};
use super::message::{Attribute, attributes_md5, md5_hex, wants};
use super::queue::{Expired, IN_FLIGHT_MAX, Message, Queue, Receipt, Unchangeable};
use super::send::sequence_number;
use super::{Nothing, Outcome, Queues, Sqs, arn, name_in, queue_of};
use crate::kept::Journal;
use crate::protocol::{Call, Failure};

/// The longest time that a message stays invisible, seconds.
const VISIBILITY_MAX: u64 = 43_200;
/// The system attributes that can be asked for.
const SYSTEM_NAMES: [&str; 10] = [
    "All",
    "AWSTraceHeader",
    "ApproximateFirstReceiveTimestamp",
    "ApproximateReceiveCount",
    "DeadLetterQueueSourceArn",
    "MessageDeduplicationId",
    "MessageGroupId",
    "SenderId",
    "SentTimestamp",
    "SequenceNumber",
];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ReceiveMessage {
    queue_url: String,
    /// The older name of the next.
    #[serde(default)]
    attribute_names: Vec<String>,
    #[serde(default)]
    message_system_attribute_names: Vec<String>,
    #[serde(default)]
    message_attribute_names: Vec<String>,
    max_number_of_messages: Option<i64>,
    visibility_timeout: Option<i64>,
    wait_time_seconds: Option<i64>,
    receive_request_attempt_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Messages {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    messages: Vec<Incoming>,
}

/// A message as its receiver gets it.
#[derive(Serialize)]
struct Incoming {
    #[serde(rename = "MessageId")]
    id: String,
    #[serde(rename = "ReceiptHandle")]
    handle: String,
    #[serde(rename = "MD5OfBody")]
    body_md5: String,
    #[serde(rename = "Body")]
    body: String,
    #[serde(rename = "Attributes", skip_serializing_if = "BTreeMap::is_empty")]
    system: BTreeMap<&'static str, String>,
    #[serde(rename = "MD5OfMessageAttributes", skip_serializing_if = "Option::is_none")]
    attributes_md5: Option<String>,
    #[serde(rename = "MessageAttributes", skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<String, Attribute>,
}

/// A message that was received, by its handle.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Handle {
    receipt_handle: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Visibility {
    receipt_handle: String,
    visibility_timeout: Option<i64>,
}

/// A request about one message.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OfMessage<T> {
    queue_url: String,
    #[serde(flatten)]
    message: T,
}

/// A request about several.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OfMessages<T> {
    queue_url: String,
    #[serde(default = "Vec::new")]
    entries: Entries<T>,
}

/// What is asked for, checked.
struct Wish {
    most: usize,
    visibility: Option<u64>,
    wait: Option<Duration>,
    system: Vec<String>,
    attributes: Vec<String>,
}

impl Sqs {
    /// Receives messages; when there are none, waits for them as long as the caller or the queue says.
    pub(super) async fn receive_message(
        &self,
        call: &Call<'_>,
        input: ReceiveMessage,
    ) -> Result<Messages, Failure> {
        let name = name_in(call, &input.queue_url)?;
        let wish = input.check()?;
        let began = Instant::now();
        loop {
            let bell =
                self.book.read(call.tenant, |queues| queues.get(&name).map(|queue| queue.bell.clone()))?;
            // Listens before it looks, so that nothing comes in between.
            let rung = bell.notified();
            tokio::pin!(rung);
            rung.as_mut().enable();
            let now = UnixMillis::now();
            let changed = self.book.change(call.tenant, |queues, journal| {
                let queue = queues.get(&name)?;
                let wait = wish.wait.unwrap_or(Duration::from_secs(queue.record.settings.wait));
                let messages = receive(queues, call, &name, &wish, now, journal)?;
                let next_due = queues.get(&name)?.next_due(now.0);
                Ok::<_, Failure>((messages, wait, next_due))
            })?;
            let (messages, wait, next_due) = self.book.stored(changed).await?;
            let left = wait.saturating_sub(began.elapsed());
            if !messages.is_empty() || left.is_zero() {
                return Ok(Messages { messages });
            }
            let due = next_due.map_or(left, |due| UnixMillis(due).since(now));
            // Whichever it was, the next round finds out.
            let _ = tokio::time::timeout(left.min(due), rung).await;
        }
    }

    pub(super) fn delete_message(&self, call: &Call<'_>, input: OfMessage<Handle>) -> Outcome<Nothing> {
        self.with_queue(call, &input.queue_url, |queue, journal| {
            delete(queue, &input.message.receipt_handle, call.now, journal)
        })
    }

    pub(super) fn delete_message_batch(
        &self,
        call: &Call<'_>,
        input: OfMessages<Handle>,
    ) -> Outcome<Batch<Empty>> {
        self.with_queue(call, &input.queue_url, |queue, journal| {
            batch::check(&input.entries, "DeleteMessageBatchRequestEntry")?;
            Ok(batch::run(input.entries, |Handle { receipt_handle }| {
                delete(queue, &receipt_handle, call.now, journal).map(|()| Empty {})
            }))
        })
    }

    pub(super) fn change_message_visibility(
        &self,
        call: &Call<'_>,
        input: OfMessage<Visibility>,
    ) -> Outcome<Nothing> {
        self.with_queue(call, &input.queue_url, |queue, journal| {
            change_visibility(queue, &input.message, call.now, journal)
        })
    }

    pub(super) fn change_message_visibility_batch(
        &self,
        call: &Call<'_>,
        input: OfMessages<Visibility>,
    ) -> Outcome<Batch<Empty>> {
        self.with_queue(call, &input.queue_url, |queue, journal| {
            batch::check(&input.entries, "ChangeMessageVisibilityBatchRequestEntry")?;
            Ok(batch::run(input.entries, |entry| {
                change_visibility(queue, &entry, call.now, journal).map(|()| Empty {})
            }))
        })
    }
}

impl ReceiveMessage {
    fn check(self) -> Result<Wish, Failure> {
        let number = |given: Option<i64>, name: &str, low: u64, high: u64, reason: &str| match given {
            None => Ok(None),
            Some(number) => match u64::try_from(number).ok().filter(|number| (low..=high).contains(number)) {
                Some(number) => Ok(Some(number)),
                None => Err(invalid_value(number, name, reason)),
            },
        };
        let reason = "Must be between 1 and 10, if provided.";
        let most = number(self.max_number_of_messages, "MaxNumberOfMessages", 1, 10, reason)?;
        let reason = "Must be >= 0 and <= 20, if provided.";
        let wait = number(self.wait_time_seconds, "WaitTimeSeconds", 0, 20, reason)?;
        let reason = "Must be between 0 and 43200, if provided.";
        let visibility = number(self.visibility_timeout, "VisibilityTimeout", 0, VISIBILITY_MAX, reason)?;
        let mut system = self.attribute_names;
        system.extend(self.message_system_attribute_names);
        if let Some(name) = system.iter().find(|name| !SYSTEM_NAMES.contains(&name.as_str())) {
            return Err(unknown_attribute(name));
        }
        if self.receive_request_attempt_id.is_some() {
            return Err(Failure::not_implemented("ReceiveRequestAttemptId of ReceiveMessage"));
        }
        Ok(Wish {
            // At most ten.
            most: most.unwrap_or(1) as usize,
            visibility,
            wait: wait.map(Duration::from_secs),
            system,
            attributes: self.message_attribute_names,
        })
    }
}

fn receive(
    queues: &mut Queues,
    call: &Call<'_>,
    name: &str,
    wish: &Wish,
    now: UnixMillis,
    journal: &mut Journal<'_>,
) -> Result<Vec<Incoming>, Failure> {
    let queue = queues.get_mut(name)?;
    let settings = &queue.record.settings;
    let (visibility, is_fifo) = (wish.visibility.unwrap_or(settings.visibility), settings.fifo);
    let target = settings.redrive.as_ref().map(|redrive| redrive.target_arn.clone());
    if queue.is_full(now.0) {
        if is_fifo {
            return Ok(Vec::new());
        }
        return Err(over_limit(format!("At most {IN_FLIGHT_MAX} messages of a queue can be in flight.")));
    }
    let received = queue.receive(wish.most, visibility, now.0, journal);
    let target = target.and_then(|arn| queue_of(call.tenant, &arn));
    for mut message in received.dead {
        message.content.source_arn = Some(arn(call.tenant, name));
        message.progress.visible_at = now.0;
        message.progress.taken = false;
        match target.as_ref().and_then(|(_, target)| queues.by_name.get_mut(target)) {
            Some(target) => {
                // Its retention begins anew in a FIFO queue, and in no other (SQS Developer Guide,
                // "Setting-up dead-letter queue retention").
                if is_fifo {
                    message.content.sent = now.0;
                }
                target.add(message, now.0, journal);
            }
            // It was deleted; then the letter stays where it is, at the end.
            None => {
                queues.get_mut(name)?.add(message, now.0, journal);
            }
        }
    }
    let incoming = |(receipt, message)| incoming(name, call, wish, is_fifo, receipt, message);
    Ok(received.messages.into_iter().map(incoming).collect())
}

fn incoming(
    queue: &str,
    call: &Call<'_>,
    wish: &Wish,
    is_fifo: bool,
    receipt: Receipt,
    message: Message,
) -> Incoming {
    let (content, progress) = (message.content, message.progress);
    let sequence = is_fifo.then(|| sequence_number(receipt.place));
    let all = [
        ("SenderId", Some(call.tenant.account.to_string())),
        ("SentTimestamp", Some(content.sent.to_string())),
        ("ApproximateReceiveCount", Some(progress.receives.to_string())),
        ("ApproximateFirstReceiveTimestamp", Some(progress.first_received.to_string())),
        ("SequenceNumber", sequence),
        ("MessageDeduplicationId", content.deduplication),
        ("MessageGroupId", content.group),
        ("AWSTraceHeader", content.trace),
        ("DeadLetterQueueSourceArn", content.source_arn),
    ];
    let asked = |name: &str| wish.system.iter().any(|wish| wish == "All" || wish == name);
    let system = all.into_iter().filter(|(name, _)| asked(name));
    let mut attributes = content.attributes;
    attributes.retain(|name, _| wants(&wish.attributes, name));
    Incoming {
        id: content.id,
        handle: handle(queue, receipt),
        body_md5: md5_hex(content.body.as_bytes()),
        body: content.body,
        system: system.filter_map(|(name, value)| Some((name, value?))).collect(),
        attributes_md5: attributes_md5(&attributes),
        attributes,
    }
}

/// A receipt as its holder knows it.
fn handle(queue: &str, receipt: Receipt) -> String {
    BASE64.encode(format!("{}/{}/{queue}", receipt.place, receipt.receives))
}

fn receipt(handle: &str, queue: &Queue) -> Result<Receipt, Failure> {
    let text = BASE64.decode(handle).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let receipt = text.and_then(|text| {
        let mut parts = text.splitn(3, '/');
        let (place, receives) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        (parts.next()? == queue.name).then_some(Receipt { place, receives })
    });
    receipt.ok_or_else(|| invalid_handle(handle))
}

fn delete(
    queue: &mut Queue,
    handle: &str,
    now: UnixMillis,
    journal: &mut Journal<'_>,
) -> Result<(), Failure> {
    let receipt = receipt(handle, queue)?;
    queue
        .delete(receipt, now.0, journal)
        .map_err(|Expired| invalid_value(handle, "ReceiptHandle", "The receipt handle has expired."))
}

fn change_visibility(
    queue: &mut Queue,
    wanted: &Visibility,
    now: UnixMillis,
    journal: &mut Journal<'_>,
) -> Result<(), Failure> {
    let Some(given) = wanted.visibility_timeout else {
        return Err(missing_parameter("VisibilityTimeout"));
    };
    let seconds = u64::try_from(given).ok().filter(|seconds| *seconds <= VISIBILITY_MAX);
    let seconds = seconds.ok_or_else(|| {
        invalid_value(given, "VisibilityTimeout", "VisibilityTimeout must be an integer between 0 and 43200")
    })?;
    let receipt = receipt(&wanted.receipt_handle, queue)?;
    queue.change_visibility(receipt, seconds, now.0, journal).map_err(|reason| match reason {
        Unchangeable::NotInFlight => not_in_flight(),
        Unchangeable::Gone => invalid_parameter(format!(
            "Value {} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for \
             visibility timeout change.",
            wanted.receipt_handle
        )),
    })
}
