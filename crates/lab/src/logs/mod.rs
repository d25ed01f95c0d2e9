//! Amazon CloudWatch Logs: groups, streams, events, and finding them again.
//!
//! [`groups`], [`streams`] and [`events`] are the operations, [`pattern`] is the language of FilterLogEvents.
//! Queries (Logs Insights), subscriptions, metric filters and everything else are refused by name.

// An operation takes its parameters as they were read, whether or not it needs them whole.
#![allow(clippy::needless_pass_by_value)]

mod events;
mod failure;
mod group;
mod groups;
mod operations;
mod pattern;
mod stream;
mod streams;

use std::collections::BTreeMap;

use base::{Arn, Tenant, UnixMillis};
use bytes::Bytes;
use http::{Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Changed, Store};

use crate::Scope;
use crate::kept::{Book, Journal, Kept, State};
use crate::ports::{Later, LogSink};
use crate::protocol::json::{Json, unknown_operation};
use crate::protocol::{self, Call, Failure};
use failure::{malformed, no_such_group, too_many};
use group::{Group, Record};
use stream::{Batch, Stream};

/// The most groups of an account in a region (CloudWatch Logs quotas allow a million).
const GROUPS_MAX: usize = 10_000;
/// The most streams of a group. AWS has no limit.
const STREAMS_MAX: usize = 10_000;
/// What all events of an account in a region may hold in memory, bytes.
const BYTES_MAX: usize = 256 << 20;

/// What may wait for the disk when functions print faster than it takes, bytes. What comes beyond is dropped.
const BACKLOG_BYTES_MAX: usize = 32 << 20;

const JSON: Json = Json {
    content_type: "application/x-amz-json-1.1",
    target_prefix: "Logs_20140328",
    error_prefix: "",
    query_compatible: false,
};

/// The groups of an account in a region.
#[derive(Default)]
struct Groups {
    by_name: BTreeMap<String, Group>,
    /// The number of the last batch.
    last: u64,
}

impl State for Groups {
    const KINDS: &'static [&'static str] = &[group::GROUP, group::STREAM, group::BATCH];

    fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

impl Groups {
    fn get(&self, name: &str) -> Result<&Group, Failure> {
        self.by_name.get(name).ok_or_else(no_such_group)
    }

    fn get_mut(&mut self, name: &str) -> Result<&mut Group, Failure> {
        self.by_name.get_mut(name).ok_or_else(no_such_group)
    }

    /// Makes a group, which must not be there.
    fn add(&mut self, name: &str, record: Record, journal: &mut Journal<'_>) -> Result<(), Failure> {
        if self.by_name.len() >= GROUPS_MAX {
            return Err(too_many("log groups of an account in a region", GROUPS_MAX));
        }
        let group = Group::new(name, record);
        group.keep(journal);
        self.by_name.insert(name.into(), group);
        Ok(())
    }

    /// Appends events to a stream that is there. When the account has too many, the group's oldest go.
    fn append(
        &mut self,
        group: &str,
        stream: &str,
        batch: Batch,
        journal: &mut Journal<'_>,
    ) -> Result<u64, Failure> {
        let now = batch.ingested;
        // Grows over restarts too.
        let number = (self.last + 1).max(now << 20);
        self.last = number;
        let others: usize = self.by_name.values().map(|group| group.bytes).sum();
        let weight = batch.weight();
        let group = self.get_mut(group)?;
        let mut excess = (others + weight).saturating_sub(BYTES_MAX);
        while excess > 0 {
            let before = group.bytes;
            if !group.drop_oldest(journal) {
                return Err(too_many("bytes of log events of an account in a region", BYTES_MAX));
            }
            excess = excess.saturating_sub(before - group.bytes);
        }
        group.append(stream, number, batch, now, journal);
        Ok(number)
    }
}

/// The logs of all accounts.
pub(crate) struct Logs {
    book: Book<Groups>,
}

/// What an operation returns.
type Outcome<T> = Result<Changed<T>, Failure>;

impl Logs {
    /// Puts the groups together from what was stored.
    pub(crate) fn open(store: &Store, kept: &mut Kept) -> Self {
        let mut states: BTreeMap<Tenant, Groups> = BTreeMap::new();
        for (tenant, name, record) in kept.take::<Record>(group::GROUP) {
            states.entry(tenant).or_default().by_name.insert(name.clone().into(), Group::new(&name, record));
        }
        for (tenant, row, record) in kept.take::<stream::Record>(group::STREAM) {
            let Some((name, stream)) = row.split_once('\n') else { continue };
            let group = states.get_mut(&tenant).and_then(|groups| groups.by_name.get_mut(name));
            group.into_iter().for_each(|group| {
                group.streams.insert(stream.into(), Stream::new(Clone::clone(&record)));
            });
        }
        let mut batches: Vec<(u64, Tenant, Box<str>, Batch)> = kept
            .take::<Batch>(group::BATCH)
            .into_iter()
            .filter_map(|(tenant, row, batch)| {
                let number = row.rsplit_once('\n')?.1.parse().ok()?;
                Some((number, tenant, row, batch))
            })
            .collect();
        batches.sort_by_key(|(number, ..)| *number);
        for (number, tenant, row, batch) in batches {
            let mut names = row.split('\n');
            let (Some(name), Some(stream)) = (names.next(), names.next()) else { continue };
            let Some(groups) = states.get_mut(&tenant) else { continue };
            groups.last = number;
            if let Some(group) = groups.by_name.get_mut(name) {
                group.restore(stream, number, batch);
            }
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
        let outcome = match JSON.request(request) {
            Ok((operation, document)) => self.operate(&call, &operation, document).await,
            Err(failure) => Err(failure),
        };
        JSON.respond(outcome, request_id)
    }

    async fn operate(&self, call: &Call<'_>, operation: &str, document: Value) -> Result<Value, Failure> {
        macro_rules! run {
            ($function:ident) => {
                self.answer(self.$function(call, read(document)?)).await
            };
        }
        match operation {
            "CreateLogGroup" => run!(create_log_group),
            "CreateLogStream" => run!(create_log_stream),
            "DeleteLogGroup" => run!(delete_log_group),
            "DeleteLogStream" => run!(delete_log_stream),
            "DeleteRetentionPolicy" => run!(delete_retention_policy),
            "DescribeLogGroups" => run!(describe_log_groups),
            "DescribeLogStreams" => run!(describe_log_streams),
            "FilterLogEvents" => run!(filter_log_events),
            "GetLogEvents" => run!(get_log_events),
            "ListTagsForResource" => run!(list_tags_for_resource),
            "ListTagsLogGroup" => run!(list_tags_log_group),
            "PutLogEvents" => run!(put_log_events),
            "PutRetentionPolicy" => run!(put_retention_policy),
            "TagLogGroup" => run!(tag_log_group),
            "TagResource" => run!(tag_resource),
            "UntagLogGroup" => run!(untag_log_group),
            "UntagResource" => run!(untag_resource),
            name if operations::NOT_IMPLEMENTED.contains(&name) => {
                Err(Failure::operation_not_implemented("logs", name))
            }
            _ => Err(unknown_operation()),
        }
    }

    async fn answer<T: Serialize>(&self, outcome: Outcome<T>) -> Result<Value, Failure> {
        let answer = self.book.stored(outcome?).await?;
        protocol::written(answer)
    }

    pub(crate) fn tenants(&self) -> Vec<Tenant> {
        self.book.tenants()
    }

    pub(crate) async fn reset(&self, scope: &Scope) {
        self.book.reset(scope).await;
    }
}

impl LogSink for Logs {
    fn write(&self, tenant: &Tenant, group: &str, stream: &str, lines: Vec<(UnixMillis, String)>) {
        if self.book.backlog_bytes() > BACKLOG_BYTES_MAX {
            tracing::warn!(%tenant, group, stream, "log lines are dropped: the disk does not keep up");
            return;
        }
        let now = UnixMillis::now().0;
        let written = self.book.change(tenant, |groups, journal| {
            if !groups.by_name.contains_key(group) {
                groups.add(
                    group,
                    Record { created: now, class: groups::STANDARD.into(), ..Record::default() },
                    journal,
                )?;
            }
            streams::add(groups.get_mut(group)?, stream, now, journal)?;
            let mut events: Vec<(u64, String)> = lines
                .into_iter()
                .map(|(time, mut line)| {
                    let end = line.floor_char_boundary(events::EVENT_BYTES_MAX);
                    line.truncate(end);
                    (time.0, line)
                })
                .collect();
            events.sort_by_key(|(time, _)| *time);
            groups.append(group, stream, Batch { ingested: now, events }, journal)
        });
        if let Err(failure) = written {
            tracing::warn!(%tenant, group, stream, %failure, "log lines are dropped");
        }
    }

    fn settled(&self) -> Later<'_, ()> {
        Box::pin(self.book.settled())
    }
}

/// The name of a group by itself or in its ARN, which may end in `:*`.
fn group_of<'n>(tenant: &Tenant, identifier: &'n str) -> &'n str {
    let arn = Arn::parse(identifier).filter(|arn| arn.account == tenant.account.as_str());
    let name = arn.and_then(|arn| arn.resource.strip_prefix("log-group:"));
    name.map_or(identifier, |name| name.strip_suffix(":*").unwrap_or(name))
}

fn read<T: DeserializeOwned>(document: Value) -> Result<T, Failure> {
    protocol::read(document, malformed)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn what_functions_print_is_found_again() {
        let store = Store::memory().unwrap();
        let tenant = Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
        let logs = Logs::open(&store, &mut Kept::default());
        let now = UnixMillis::now();
        let long = "é".repeat(events::EVENT_BYTES_MAX);
        let lines =
            vec![(now, "second".to_owned()), (UnixMillis(now.0 - 1), "first".to_owned()), (now, long)];
        logs.write(&tenant, "/aws/lambda/f", "2026/11/21/[$LATEST]1", lines);
        // As the program starts again.
        logs.book.stored(Changed { value: (), ticket: store.submit([]) }).await.unwrap();
        let logs = Logs::open(&store, &mut Kept::load(&store).unwrap());
        let request = Request::post("/")
            .header("x-amz-target", "Logs_20140328.FilterLogEvents")
            .body(Bytes::from(
                json!({"logGroupName": "/aws/lambda/f", "filterPattern": "?first ?second"}).to_string(),
            ))
            .unwrap();
        let answer = logs.handle(&tenant, &request, "id").await;
        let answer: Value = serde_json::from_slice(answer.body()).unwrap();
        let messages: Vec<&str> = answer["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["message"].as_str().unwrap())
            .collect();
        assert_eq!(messages, ["first", "second"]);
        assert_eq!(answer["events"][0]["logStreamName"], "2026/11/21/[$LATEST]1");
    }
}
