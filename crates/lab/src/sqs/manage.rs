//! Queues as such: creating, finding, setting, tagging, emptying, deleting.

use std::collections::BTreeMap;

use base::PageRequest;
use serde::{Deserialize, Serialize};
use store::Changed;

use super::failure::{
    invalid_parameter, invalid_value, over_limit, purge_in_progress, queue_exists, unknown_attribute,
};
use super::queue::{Queue, Record};
use super::settings::{Settings, wanted};
use super::{Nothing, Outcome, QUEUES_MAX, Queues, Sqs, arn, name_in, queue_of, url};
use crate::protocol::{Call, Failure};

/// The longest queue name, characters.
const NAME_CHARS_MAX: usize = 80;
/// Queues of a listing without a size (SQS, ListQueues).
const PAGE_MAX: usize = 1000;
/// Tags of a queue (SQS quotas).
const TAGS_MAX: usize = 50;
/// Time between two purges of a queue, milliseconds.
const PURGE_MILLIS: u64 = 60_000;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateQueue {
    queue_name: String,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default, rename = "tags", alias = "Tags")]
    tags: BTreeMap<String, String>,
}

/// A request about a queue.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OfQueue {
    queue_url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetQueueUrl {
    queue_name: String,
    #[serde(rename = "QueueOwnerAWSAccountId")]
    owner: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct QueueUrl {
    queue_url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListQueues {
    #[serde(default)]
    queue_name_prefix: String,
    next_token: Option<String>,
    max_results: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct QueueUrls {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    queue_urls: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListSources {
    queue_url: String,
    next_token: Option<String>,
    max_results: Option<i64>,
}

#[derive(Serialize)]
pub(super) struct SourceUrls {
    #[serde(rename = "queueUrls")]
    queue_urls: Vec<String>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetAttributes {
    queue_url: String,
    #[serde(default)]
    attribute_names: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Attributes {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<&'static str, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SetAttributes {
    queue_url: String,
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TagQueue {
    queue_url: String,
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UntagQueue {
    queue_url: String,
    tag_keys: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tags {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
}

impl Sqs {
    pub(super) fn create_queue(&self, call: &Call<'_>, input: CreateQueue) -> Outcome<QueueUrl> {
        let name = input.queue_name;
        check_name(&name, input.attributes.get("FifoQueue").map(String::as_str))?;
        check_tags(&input.tags)?;
        let mut settings = Settings::default();
        settings.set(&input.attributes, true)?;
        let answer = QueueUrl { queue_url: url(call, &name) };
        self.book.change(call.tenant, |queues, journal| {
            if let Some(queue) = queues.by_name.get(&name) {
                let difference = queue.record.settings.difference(&settings, &input.attributes);
                return difference.map_or(Ok(answer), |attribute| Err(queue_exists(&attribute)));
            }
            if queues.by_name.len() >= QUEUES_MAX {
                return Err(over_limit(format!(
                    "Thingcore keeps at most {QUEUES_MAX} queues of an account."
                )));
            }
            check_redrive(queues, call, &name, &settings)?;
            let now = call.now.0;
            let record =
                Record { settings, created: now, modified: now, tags: input.tags, ..Record::default() };
            let queue = Queue::new(&name, record);
            queue.keep(journal);
            queues.by_name.insert(name, queue);
            Ok(answer)
        })
    }

    pub(super) fn get_queue_url(&self, call: &Call<'_>, input: GetQueueUrl) -> Outcome<QueueUrl> {
        let is_ours = input.owner.is_none_or(|owner| owner == call.tenant.account.as_str());
        self.book.read(call.tenant, |queues| {
            let name = if is_ours { input.queue_name.as_str() } else { "" };
            queues.get(name).map(|queue| Changed::nothing(QueueUrl { queue_url: url(call, &queue.name) }))
        })
    }

    pub(super) fn list_queues(&self, call: &Call<'_>, input: ListQueues) -> Outcome<QueueUrls> {
        let has_size = input.max_results.is_some();
        let page = page(input.max_results, input.next_token)?;
        self.book.read(call.tenant, |queues| {
            let wanted = |name: &str, _: &Queue| name.starts_with(&input.queue_name_prefix);
            let page = base::cut_named(&queues.by_name, &page, wanted, |name, _| url(call, name))
                .map_err(|_| invalid_parameter("Invalid or expired next token."))?;
            // Without a size there is no token, however many queues there are.
            let next_token = page.next.filter(|_| has_size);
            Ok(Changed::nothing(QueueUrls { queue_urls: page.items, next_token }))
        })
    }

    pub(super) fn list_dead_letter_source_queues(
        &self,
        call: &Call<'_>,
        input: ListSources,
    ) -> Outcome<SourceUrls> {
        let name = name_in(call, &input.queue_url)?;
        let page = page(input.max_results, input.next_token)?;
        let target = arn(call.tenant, &name);
        self.book.read(call.tenant, |queues| {
            queues.get(&name)?;
            let wanted = |_: &str, queue: &Queue| {
                queue.record.settings.redrive.as_ref().is_some_and(|redrive| redrive.target_arn == target)
            };
            let page = base::cut_named(&queues.by_name, &page, wanted, |name, _| url(call, name))
                .map_err(|_| invalid_parameter("Invalid or expired next token."))?;
            Ok(Changed::nothing(SourceUrls { queue_urls: page.items, next_token: page.next }))
        })
    }

    pub(super) fn delete_queue(&self, call: &Call<'_>, input: OfQueue) -> Outcome<Nothing> {
        let name = name_in(call, &input.queue_url)?;
        self.book.change(call.tenant, |queues, journal| {
            queues.get_mut(&name)?.forget(journal);
            queues.by_name.remove(&name);
            Ok(())
        })
    }

    pub(super) fn get_queue_attributes(&self, call: &Call<'_>, input: GetAttributes) -> Outcome<Attributes> {
        let wanted = wanted(&input.attribute_names)?;
        let now = call.now.0;
        self.with_queue(call, &input.queue_url, |queue, journal| {
            queue.drop_old(now, journal);
            let counts = queue.counts(now);
            let value = |name: &'static str| {
                let value = match name {
                    "ApproximateNumberOfMessages" => Some(counts.visible.to_string()),
                    "ApproximateNumberOfMessagesDelayed" => Some(counts.delayed.to_string()),
                    "ApproximateNumberOfMessagesNotVisible" => Some(counts.in_flight.to_string()),
                    "CreatedTimestamp" => Some((queue.record.created / 1000).to_string()),
                    "LastModifiedTimestamp" => Some((queue.record.modified / 1000).to_string()),
                    "QueueArn" => Some(arn(call.tenant, &queue.name)),
                    _ => queue.record.settings.get(name),
                };
                value.map(|value| (name, value))
            };
            Ok(Attributes { attributes: wanted.into_iter().filter_map(value).collect() })
        })
    }

    pub(super) fn set_queue_attributes(&self, call: &Call<'_>, input: SetAttributes) -> Outcome<Nothing> {
        let name = name_in(call, &input.queue_url)?;
        self.book.change(call.tenant, |queues, journal| {
            let mut settings = queues.get(&name)?.record.settings.clone();
            settings.set(&input.attributes, false)?;
            check_redrive(queues, call, &name, &settings)?;
            let queue = queues.get_mut(&name)?;
            queue.record.settings = settings;
            queue.record.modified = call.now.0;
            queue.keep(journal);
            Ok(())
        })
    }

    pub(super) fn purge_queue(&self, call: &Call<'_>, input: OfQueue) -> Outcome<Nothing> {
        let now = call.now.0;
        self.with_queue(call, &input.queue_url, |queue, journal| {
            if now < queue.record.purged + PURGE_MILLIS {
                return Err(purge_in_progress(&queue.name));
            }
            queue.purge(journal);
            queue.record.purged = now;
            queue.keep(journal);
            Ok(())
        })
    }

    pub(super) fn tag_queue(&self, call: &Call<'_>, input: TagQueue) -> Outcome<Nothing> {
        self.with_queue(call, &input.queue_url, |queue, journal| {
            let mut tags = queue.record.tags.clone();
            tags.extend(input.tags);
            check_tags(&tags)?;
            queue.record.tags = tags;
            queue.keep(journal);
            Ok(())
        })
    }

    pub(super) fn untag_queue(&self, call: &Call<'_>, input: UntagQueue) -> Outcome<Nothing> {
        self.with_queue(call, &input.queue_url, |queue, journal| {
            queue.record.tags.retain(|key, _| !input.tag_keys.contains(key));
            queue.keep(journal);
            Ok(())
        })
    }

    pub(super) fn list_queue_tags(&self, call: &Call<'_>, input: OfQueue) -> Outcome<Tags> {
        let name = name_in(call, &input.queue_url)?;
        self.book.read(call.tenant, |queues| {
            Ok(Changed::nothing(Tags { tags: queues.get(&name)?.record.tags.clone() }))
        })
    }
}

fn page(size: Option<i64>, token: Option<String>) -> Result<PageRequest, Failure> {
    let size = match size {
        None => PAGE_MAX,
        Some(size) => usize::try_from(size)
            .ok()
            .filter(|size| (1..=PAGE_MAX).contains(size))
            .ok_or_else(|| invalid_value(size, "MaxResults", "MaxResults must be between 1 and 1000."))?,
    };
    Ok(PageRequest { size: Some(size), token })
}

/// A FIFO queue's name ends in `.fifo`, and no other's does.
fn check_name(name: &str, fifo: Option<&str>) -> Result<(), Failure> {
    let is_fifo = fifo == Some("true");
    let plain = if is_fifo { name.strip_suffix(".fifo").unwrap_or(name) } else { name };
    let fits = !plain.is_empty()
        && name.len() <= NAME_CHARS_MAX
        && plain.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if is_fifo && !name.ends_with(".fifo") {
        return Err(invalid_parameter(
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or \
             underscores, must end with .fifo suffix and be 1 to 80 in length.",
        ));
    }
    if !fits {
        let reason = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
        return Err(invalid_parameter(reason));
    }
    // `FifoQueue=false` is no attribute that AWS knows.
    if fifo == Some("false") { Err(unknown_attribute("FifoQueue")) } else { Ok(()) }
}

fn check_tags(tags: &BTreeMap<String, String>) -> Result<(), Failure> {
    let fits = |(key, value): (&String, &String)| {
        (1..=128).contains(&key.chars().count()) && value.chars().count() <= 256
    };
    if tags.len() > TAGS_MAX {
        return Err(invalid_parameter(format!("Too many tags added for queue. At most {TAGS_MAX}.")));
    }
    if tags.iter().all(fits) { Ok(()) } else { Err(invalid_parameter("A tag's key or value is invalid.")) }
}

/// The queue of dead letters must exist, be of the same type, and allow it.
fn check_redrive(queues: &Queues, call: &Call<'_>, name: &str, settings: &Settings) -> Result<(), Failure> {
    let Some(redrive) = &settings.redrive else { return Ok(()) };
    let invalid = |reason: &str| invalid_value(&redrive.text, "RedrivePolicy", reason);
    let target = queue_of(call.tenant, &redrive.target_arn).filter(|(owner, _)| owner == call.tenant);
    let target = target.and_then(|(_, target)| queues.by_name.get(&target));
    let target = target.ok_or_else(|| invalid("Dead letter target does not exist."))?;
    if target.record.settings.fifo != settings.fifo {
        return Err(invalid("Dead-letter queue must be same type of queue as the source."));
    }
    if !target.record.settings.takes_from(&arn(call.tenant, name)) {
        return Err(invalid("Dead letter target's redrive permission does not allow this queue."));
    }
    Ok(())
}
