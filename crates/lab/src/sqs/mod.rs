//! Amazon Simple Queue Service: standard and FIFO queues, in memory and, row by row, in the store.
//!
//! [`queue`] is the machine of one queue, [`manage`], [`send`], [`receive`] and [`moves`] are the operations,
//! [`query`] translates the protocol of older SDKs. Queue policies are kept and not enforced, as IAM policies
//! are not anywhere in Thingcore.

// An operation takes its parameters as they were read, whether or not it needs them whole.
#![allow(clippy::needless_pass_by_value)]

mod batch;
mod failure;
mod manage;
mod message;
mod moves;
mod permissions;
mod query;
mod queue;
mod receive;
mod send;
mod settings;

use std::collections::BTreeMap;

use base::{Arn, Tenant, UnixMillis};
use bytes::Bytes;
use http::{Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Changed, Store};

use crate::kept::{Book, Journal, Kept, State};
use crate::ports::{Enqueue, Later, QueueMessage};
use crate::protocol::json::{Json, unknown_operation};
use crate::protocol::{self, Call, Failure, written};
use crate::{Scope, Service};
use failure::{invalid_address, malformed, no_such_queue};
use message::{Attribute, Content};
use queue::{Progress, Queue, Record};

/// The most queues of an account in a region. AWS has no limit.
const QUEUES_MAX: usize = 10_000;
/// What all messages of an account in a region may hold in memory, bytes. AWS has no limit.
const MESSAGES_BYTES_MAX: usize = 256 << 20;

const JSON: Json = Json {
    content_type: "application/x-amz-json-1.0",
    target_prefix: "AmazonSQS",
    error_prefix: "com.amazonaws.sqs#",
    query_compatible: true,
};

/// The queues of an account in a region.
#[derive(Default)]
struct Queues {
    by_name: BTreeMap<String, Queue>,
}

impl State for Queues {
    const KINDS: &'static [&'static str] = &[queue::QUEUE, queue::CONTENT, queue::PROGRESS, queue::EARLIER];

    fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

impl Queues {
    fn get(&self, name: &str) -> Result<&Queue, Failure> {
        self.by_name.get(name).ok_or_else(no_such_queue)
    }

    fn get_mut(&mut self, name: &str) -> Result<&mut Queue, Failure> {
        self.by_name.get_mut(name).ok_or_else(no_such_queue)
    }

    fn bytes(&self) -> usize {
        self.by_name.values().map(|queue| queue.bytes).sum()
    }
}

/// The queues of all accounts.
pub(crate) struct Sqs {
    book: Book<Queues>,
}

/// What an operation that is done at once returns.
type Outcome<T> = Result<Changed<T>, Failure>;
/// The answer of an operation that has none.
type Nothing = ();

impl Sqs {
    /// Puts the queues together from what was stored.
    pub(crate) fn open(store: &Store, kept: &mut Kept) -> Self {
        let mut states: BTreeMap<Tenant, Queues> = BTreeMap::new();
        for (tenant, name, record) in kept.take::<Record>(queue::QUEUE) {
            states.entry(tenant).or_default().by_name.insert(name.clone().into(), Queue::new(&name, record));
        }
        let mut progress: BTreeMap<(Tenant, Box<str>), Progress> = kept
            .take(queue::PROGRESS)
            .into_iter()
            .map(|(tenant, name, progress)| ((tenant, name), progress))
            .collect();
        for (tenant, row, content) in kept.take::<Content>(queue::CONTENT) {
            let Some((name, place)) = row.rsplit_once('/') else { continue };
            let queue = states.get_mut(&tenant).and_then(|queues| queues.by_name.get_mut(name));
            let (Some(queue), Ok(place)) = (queue, place.parse()) else { continue };
            let new = Progress { visible_at: content.sent, ..Progress::default() };
            let progress = progress.remove(&(tenant, row.clone())).unwrap_or(new);
            queue.restore(place, content, progress);
        }
        for (tenant, row, earlier) in kept.take(queue::EARLIER) {
            let Some((name, key)) = row.split_once('/') else { continue };
            let queue = states.get_mut(&tenant).and_then(|queues| queues.by_name.get_mut(name));
            queue.into_iter().for_each(|queue| queue.restore_earlier(key, Clone::clone(&earlier)));
        }
        Self { book: Book::new(store.clone(), states) }
    }

    pub(crate) async fn handle(
        &self,
        tenant: &Tenant,
        request: &Request<Bytes>,
        request_id: &str,
    ) -> Response<Bytes> {
        let call = Call::of(tenant, request, request_id);
        if query::is_spoken(request) {
            return query::answer(self, &call, request).await;
        }
        let outcome = match JSON.request(request) {
            Ok((operation, document)) => self.operate(&call, &operation, document).await,
            Err(failure) => Err(failure),
        };
        JSON.respond(outcome, request_id)
    }

    /// Runs an operation.
    async fn operate(&self, call: &Call<'_>, operation: &str, document: Value) -> Result<Value, Failure> {
        macro_rules! run {
            ($function:ident) => {{
                let outcome = self.$function(call, read(document)?);
                self.answer(outcome).await
            }};
        }
        match operation {
            "AddPermission" => run!(add_permission),
            "CancelMessageMoveTask" => run!(cancel_message_move_task),
            "ChangeMessageVisibility" => run!(change_message_visibility),
            "ChangeMessageVisibilityBatch" => run!(change_message_visibility_batch),
            "CreateQueue" => run!(create_queue),
            "DeleteMessage" => run!(delete_message),
            "DeleteMessageBatch" => run!(delete_message_batch),
            "DeleteQueue" => run!(delete_queue),
            "GetQueueAttributes" => run!(get_queue_attributes),
            "GetQueueUrl" => run!(get_queue_url),
            "ListDeadLetterSourceQueues" => run!(list_dead_letter_source_queues),
            "ListMessageMoveTasks" => run!(list_message_move_tasks),
            "ListQueueTags" => run!(list_queue_tags),
            "ListQueues" => run!(list_queues),
            "PurgeQueue" => run!(purge_queue),
            "ReceiveMessage" => self.receive_message(call, read(document)?).await.and_then(written),
            "RemovePermission" => run!(remove_permission),
            "SendMessage" => run!(send_message),
            "SendMessageBatch" => run!(send_message_batch),
            "SetQueueAttributes" => run!(set_queue_attributes),
            "StartMessageMoveTask" => run!(start_message_move_task),
            "TagQueue" => run!(tag_queue),
            "UntagQueue" => run!(untag_queue),
            _ => Err(unknown_operation()),
        }
    }

    /// The answer to a change, once it is stored.
    async fn answer<T: Serialize>(&self, outcome: Outcome<T>) -> Result<Value, Failure> {
        written(self.book.stored(outcome?).await?)
    }

    pub(crate) fn tenants(&self) -> Vec<Tenant> {
        self.book.tenants()
    }

    pub(crate) async fn reset(&self, scope: &Scope) {
        for (_, queues) in self.book.reset(scope).await {
            queues.by_name.values().for_each(|queue| queue.bell.notify_waiters());
        }
    }
}

impl Enqueue for Sqs {
    fn enqueue<'a>(
        &'a self,
        tenant: &'a Tenant,
        queue_arn: &'a str,
        message: QueueMessage,
    ) -> Later<'a, Result<(), (String, String)>> {
        Box::pin(async move {
            let sent = match queue_of(tenant, queue_arn) {
                Some((owner, name)) => self.send(&owner, &name, outgoing(message), UnixMillis::now()),
                None => Err(no_such_queue()),
            };
            let stored = match sent {
                Ok(changed) => self.book.stored(changed).await.map(|_| ()).map_err(Failure::from),
                Err(failure) => Err(failure),
            };
            stored.map_err(|failure| (failure.code.into_owned(), failure.message))
        })
    }
}

fn outgoing(message: QueueMessage) -> send::Outgoing {
    let attribute = |(name, data_type, value): (String, String, String)| {
        let is_binary = data_type.starts_with("Binary");
        let (string_value, binary_value) = if is_binary { (None, Some(value)) } else { (Some(value), None) };
        (name, Attribute { data_type, string_value, binary_value })
    };
    send::Outgoing {
        message_body: message.body,
        message_attributes: message.attributes.into_iter().map(attribute).collect(),
        message_group_id: message.group_id,
        message_deduplication_id: message.deduplication_id,
        ..send::Outgoing::default()
    }
}

/// The answer to a caller that is turned away.
pub(crate) fn denied(
    code: &'static str,
    query_code: &'static str,
    message: &str,
    request_id: &str,
) -> Response<Bytes> {
    let failure = Failure::new(http::StatusCode::FORBIDDEN, code, message).or(query_code);
    JSON.respond(Err(failure), request_id)
}

/// Whose a queue is and what it is called, from its ARN; `None` for a queue of another account.
fn queue_of(tenant: &Tenant, arn: &str) -> Option<(Tenant, String)> {
    let arn = Arn::parse(arn).filter(|arn| arn.service == Service::Sqs.name())?;
    let owner = Tenant::new(arn.account.parse().ok()?, arn.region.parse().ok()?);
    (owner.account == tenant.account).then(|| (owner, arn.resource.to_owned()))
}

/// The ARN of a queue.
fn arn(tenant: &Tenant, name: &str) -> String {
    format!("arn:{}:sqs:{}:{}:{name}", tenant.region.partition(), tenant.region, tenant.account)
}

/// The URL of a queue, under the name by which the client reached this server.
fn url(call: &Call<'_>, name: &str) -> String {
    format!("{}/{}/{name}", call.origin, call.tenant.account)
}

/// The name of a queue in its URL, which ends in `/ACCOUNT/NAME`.
fn name_in(call: &Call<'_>, url: &str) -> Result<String, Failure> {
    let mut parts = url.rsplit('/');
    let (name, account) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if account.parse::<base::AccountId>().is_err() || name.is_empty() {
        return Err(invalid_address(url));
    }
    if account == call.tenant.account.as_str() { Ok(name.to_owned()) } else { Err(no_such_queue()) }
}

fn read<T: DeserializeOwned>(document: Value) -> Result<T, Failure> {
    protocol::read(document, malformed)
}

impl Sqs {
    /// Changes a queue that a URL names.
    fn with_queue<T>(
        &self,
        call: &Call<'_>,
        url: &str,
        change: impl FnOnce(&mut Queue, &mut Journal<'_>) -> Result<T, Failure>,
    ) -> Outcome<T> {
        let name = name_in(call, url)?;
        self.book.change(call.tenant, |queues, journal| change(queues.get_mut(&name)?, journal))
    }
}
