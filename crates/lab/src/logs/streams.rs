//! Log streams: creating, listing, deleting.

use std::cmp::Reverse;

use base::{PageRequest, Tenant};
use serde::{Deserialize, Serialize};
use store::Changed;

use super::failure::{constraint, exists, invalid, no_such_group, no_such_stream, too_many};
use super::group::Group;
use super::groups::{self, NAME_CHARS_MAX};
use super::stream::Stream;
use super::{Logs, Outcome, STREAMS_MAX, group_of};
use crate::kept::Journal;
use crate::protocol::{Call, Failure};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfStream {
    log_group_name: String,
    log_stream_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeLogStreams {
    log_group_name: Option<String>,
    log_group_identifier: Option<String>,
    log_stream_name_prefix: Option<String>,
    order_by: Option<String>,
    #[serde(default)]
    descending: bool,
    next_token: Option<String>,
    limit: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogStreams {
    log_streams: Vec<LogStream>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogStream {
    log_stream_name: String,
    creation_time: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_event_timestamp: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_event_timestamp: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_ingestion_time: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upload_sequence_token: Option<String>,
    arn: String,
    /// AWS has told nothing else since 2019.
    stored_bytes: u32,
}

impl Logs {
    pub(super) fn create_log_stream(&self, call: &Call<'_>, input: OfStream) -> Outcome<()> {
        check_name(&input.log_stream_name)?;
        self.book.change(call.tenant, |groups, journal| {
            let group = groups.get_mut(&input.log_group_name)?;
            if group.streams.contains_key(&input.log_stream_name) {
                return Err(exists("log stream"));
            }
            add(group, &input.log_stream_name, call.now.0, journal)
        })
    }

    pub(super) fn delete_log_stream(&self, call: &Call<'_>, input: OfStream) -> Outcome<()> {
        self.book.change(call.tenant, |groups, journal| {
            let group = groups.get_mut(&input.log_group_name)?;
            let was_there = group.remove_stream(&input.log_stream_name, journal);
            if was_there { Ok(()) } else { Err(no_such_stream()) }
        })
    }

    pub(super) fn describe_log_streams(
        &self,
        call: &Call<'_>,
        input: DescribeLogStreams,
    ) -> Outcome<LogStreams> {
        let name =
            named(call.tenant, input.log_group_name.as_deref(), input.log_group_identifier.as_deref())?;
        let by_time = match input.order_by.as_deref() {
            None | Some("LogStreamName") => false,
            Some("LastEventTime") => true,
            Some(other) => {
                let text = "Member must satisfy enum value set: [LogStreamName, LastEventTime]";
                return Err(constraint(other, "orderBy", text));
            }
        };
        if by_time && input.log_stream_name_prefix.is_some() {
            return Err(invalid("Cannot order by LastEventTime with a logStreamNamePrefix."));
        }
        let page = groups::page(input.limit, input.next_token)?;
        self.book.read(call.tenant, |groups| {
            let group = groups.get(name)?;
            let prefix = input.log_stream_name_prefix.as_deref().unwrap_or_default();
            let mut streams: Vec<(&String, &Stream)> =
                group.streams.iter().filter(|(name, _)| name.starts_with(prefix)).collect();
            if by_time {
                // Streams without events come last.
                streams.sort_by_key(|(_, stream)| Reverse(stream.record.last_event));
                if !input.descending {
                    streams.reverse();
                }
            } else if input.descending {
                streams.reverse();
            }
            let (items, next_token) = cut(streams, &page)?;
            let items = items.into_iter().map(|(name, stream)| described(call.tenant, group, name, stream));
            Ok(Changed::nothing(LogStreams { log_streams: items.collect(), next_token }))
        })
    }
}

type Named<'a> = (&'a String, &'a Stream);

/// One page of streams in an order of their own; a token is the name of the last one that was seen.
fn cut<'a>(streams: Vec<Named<'a>>, page: &PageRequest) -> Result<(Vec<Named<'a>>, Option<String>), Failure> {
    let start = match &page.token {
        None => 0,
        Some(token) => {
            let place = streams.iter().position(|(name, _)| *name == token);
            place.ok_or_else(|| invalid("The specified nextToken is invalid."))? + 1
        }
    };
    let end = streams.len().min(start + page.size());
    let next = (end < streams.len()).then(|| streams[end - 1].0.clone());
    Ok((streams[start..end].to_vec(), next))
}

/// The group that a request names in one of two ways.
pub(super) fn named<'a>(
    tenant: &Tenant,
    name: Option<&'a str>,
    identifier: Option<&'a str>,
) -> Result<&'a str, Failure> {
    match (name, identifier) {
        (Some(name), None) => Ok(name),
        (None, Some(identifier)) => Ok(group_of(tenant, identifier)),
        (None, None) => Err(no_such_group()),
        (Some(_), Some(_)) => {
            Err(invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters."))
        }
    }
}

/// Makes a stream, if it is not there.
pub(super) fn add(group: &mut Group, name: &str, now: u64, journal: &mut Journal<'_>) -> Result<(), Failure> {
    if group.streams.len() >= STREAMS_MAX && !group.streams.contains_key(name) {
        return Err(too_many("streams of a log group", STREAMS_MAX));
    }
    group.add_stream(name, now, journal);
    Ok(())
}

fn described(tenant: &Tenant, group: &Group, name: &str, stream: &Stream) -> LogStream {
    let record = &stream.record;
    LogStream {
        log_stream_name: name.into(),
        creation_time: record.created,
        first_event_timestamp: record.first_event,
        last_event_timestamp: record.last_event,
        last_ingestion_time: record.last_ingestion,
        upload_sequence_token: record.last_ingestion.map(|time| format!("{time:056}")),
        arn: format!("{}:log-stream:{name}", groups::arn(tenant, &group.name)),
        stored_bytes: 0,
    }
}

fn check_name(name: &str) -> Result<(), Failure> {
    let fits = (1..=NAME_CHARS_MAX).contains(&name.chars().count())
        && !name.contains([':', '*'])
        && !name.chars().any(char::is_control);
    if fits {
        return Ok(());
    }
    let text = "Member must satisfy regular expression pattern: [^:*]*";
    Err(constraint(name, "logStreamName", text))
}
