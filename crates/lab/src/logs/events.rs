//! Log events: putting, reading a stream, searching a group.

use serde::{Deserialize, Serialize};
use store::Changed;

use super::failure::{constraint, invalid, no_such_stream};
use super::group::DAY;
use super::pattern::Pattern;
use super::stream::{Batch, Event, Place};
use super::streams::named;
use super::{Logs, Outcome};
use crate::protocol::{Call, Failure};

/// Events of one PutLogEvents (CloudWatch Logs, PutLogEvents).
const BATCH_EVENTS_MAX: usize = 10_000;
/// Their bytes, each event with 26 more.
const BATCH_BYTES_MAX: usize = 1_048_576;
const EVENT_OVERHEAD: usize = 26;
/// The longest message, bytes: what fits a batch.
pub(super) const EVENT_BYTES_MAX: usize = BATCH_BYTES_MAX - EVENT_OVERHEAD;
/// How far in the future an event may be, milliseconds.
const FUTURE_MAX: u64 = 2 * 60 * 60 * 1000;
/// How far in the past, milliseconds.
const PAST_MAX: u64 = 14 * DAY;
/// Events of an answer, both the default and the most.
const ANSWER_EVENTS_MAX: usize = 10_000;
/// Bytes of messages of an answer.
const ANSWER_BYTES_MAX: usize = 1 << 20;
/// Streams that a search can name.
const STREAMS_MAX: usize = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PutLogEvents {
    log_group_name: String,
    log_stream_name: String,
    log_events: Vec<InputEvent>,
}

#[derive(Deserialize)]
struct InputEvent {
    timestamp: u64,
    message: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Put {
    next_sequence_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected_log_events_info: Option<Rejected>,
}

#[derive(Serialize, Default, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
struct Rejected {
    #[serde(skip_serializing_if = "Option::is_none")]
    too_new_log_event_start_index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    too_old_log_event_end_index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expired_log_event_end_index: Option<usize>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetLogEvents {
    log_group_name: Option<String>,
    log_group_identifier: Option<String>,
    log_stream_name: String,
    start_time: Option<u64>,
    end_time: Option<u64>,
    next_token: Option<String>,
    limit: Option<i64>,
    #[serde(default)]
    start_from_head: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Got {
    events: Vec<OutputEvent>,
    next_forward_token: String,
    next_backward_token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OutputEvent {
    timestamp: u64,
    message: String,
    ingestion_time: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FilterLogEvents {
    log_group_name: Option<String>,
    log_group_identifier: Option<String>,
    #[serde(default)]
    log_stream_names: Vec<String>,
    log_stream_name_prefix: Option<String>,
    start_time: Option<u64>,
    end_time: Option<u64>,
    #[serde(default)]
    filter_pattern: String,
    next_token: Option<String>,
    limit: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Filtered {
    events: Vec<FoundEvent>,
    /// AWS has told none since 2020.
    searched_log_streams: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FoundEvent {
    log_stream_name: String,
    timestamp: u64,
    message: String,
    ingestion_time: u64,
    event_id: String,
}

impl Logs {
    pub(super) fn put_log_events(&self, call: &Call<'_>, input: PutLogEvents) -> Outcome<Put> {
        check(&input.log_events)?;
        let now = call.now.0;
        self.book.change(call.tenant, |groups, journal| {
            let group = groups.get(&input.log_group_name)?;
            if !group.streams.contains_key(&input.log_stream_name) {
                return Err(no_such_stream());
            }
            let (rejected, accepted) = sort_out(&input.log_events, now, group.oldest_kept(now));
            let events: Vec<(u64, String)> = input
                .log_events
                .into_iter()
                .take(accepted.end)
                .skip(accepted.start)
                .map(|event| (event.timestamp, event.message))
                .collect();
            let mut number = now;
            if !events.is_empty() {
                let batch = Batch { ingested: now, events };
                number = groups.append(&input.log_group_name, &input.log_stream_name, batch, journal)?;
            }
            let rejected = (rejected != Rejected::default()).then_some(rejected);
            Ok(Put { next_sequence_token: format!("{number:056}"), rejected_log_events_info: rejected })
        })
    }

    pub(super) fn get_log_events(&self, call: &Call<'_>, input: GetLogEvents) -> Outcome<Got> {
        let name =
            named(call.tenant, input.log_group_name.as_deref(), input.log_group_identifier.as_deref())?;
        let limit = limit(input.limit)?;
        let at = |time| Place { time, ..Place::default() };
        self.book.read(call.tenant, |groups| {
            let group = groups.get(name)?;
            let stream = group.streams.get(&input.log_stream_name).ok_or_else(no_such_stream)?;
            let mut from = at(input.start_time.unwrap_or(0).max(group.oldest_kept(call.now.0)));
            let mut to = at(input.end_time.unwrap_or(u64::MAX));
            let token = input.next_token.as_deref().map(token).transpose()?;
            let forward = match token {
                Some((true, place)) => {
                    from = from.max(place);
                    true
                }
                Some((false, place)) => {
                    to = to.min(place);
                    false
                }
                None => input.start_from_head,
            };
            let events: Vec<Event<'_>> = if forward {
                fitting(stream.events(from, to), limit)
            } else {
                let mut events = fitting(stream.events(from, to).rev(), limit);
                events.reverse();
                events
            };
            // Where there is nothing, both tokens are the place where nothing was found; so who asks with a token
            // at the end gets the same one again.
            let here = token.map_or(if forward { from } else { to.min(end_of(stream)) }, |(_, place)| place);
            let first = events.first().map_or(here, |event| event.place);
            let last = events.last().map_or(here, |event| event.place.after());
            let events = events.iter().map(|event| OutputEvent {
                timestamp: event.place.time,
                message: event.message.into(),
                ingestion_time: event.ingested,
            });
            Ok(Changed::nothing(Got {
                events: events.collect(),
                next_forward_token: format!("f/{}/s", last.id()),
                next_backward_token: format!("b/{}/s", first.id()),
            }))
        })
    }

    pub(super) fn filter_log_events(&self, call: &Call<'_>, input: FilterLogEvents) -> Outcome<Filtered> {
        let name =
            named(call.tenant, input.log_group_name.as_deref(), input.log_group_identifier.as_deref())?;
        let limit = limit(input.limit)?;
        let pattern = Pattern::parse(&input.filter_pattern)?;
        if !input.log_stream_names.is_empty() && input.log_stream_name_prefix.is_some() {
            return Err(invalid("logStreamNamePrefix and logStreamNames are mutually exclusive parameters."));
        }
        if input.log_stream_names.len() > STREAMS_MAX {
            let text = "Member must have length less than or equal to 100";
            return Err(constraint("[...]", "logStreamNames", text));
        }
        let seen = input.next_token.as_deref().map(|token| Place::of_id(token).ok_or_else(invalid_token));
        let seen = seen.transpose()?;
        self.book.read(call.tenant, |groups| {
            let group = groups.get(name)?;
            if input.log_stream_names.iter().any(|name| !group.streams.contains_key(name)) {
                return Err(no_such_stream());
            }
            let prefix = input.log_stream_name_prefix.as_deref().unwrap_or_default();
            let start = input.start_time.unwrap_or(0).max(group.oldest_kept(call.now.0));
            let from =
                Place { time: start, ..Place::default() }.max(seen.map_or(Place::default(), Place::after));
            let to = Place {
                time: input.end_time.map_or(u64::MAX, |end| end.saturating_add(1)),
                ..Place::default()
            };
            let mut found: Vec<(Event<'_>, &String)> = Vec::new();
            for (name, stream) in &group.streams {
                let is_wanted = name.starts_with(prefix)
                    && (input.log_stream_names.is_empty() || input.log_stream_names.contains(name));
                if is_wanted {
                    let matching = stream.events(from, to).filter(|event| pattern.matches(event.message));
                    // One more than fit, so that it shows whether there are more.
                    found.extend(matching.take(limit + 1).map(|event| (event, name)));
                }
            }
            found.sort_by_key(|(event, _)| event.place);
            let count = fitting(found.iter().map(|(event, _)| *event), limit).len();
            let next_token = (count < found.len()).then(|| found[count - 1].0.place.id());
            let events = found.into_iter().take(count).map(|(event, stream)| FoundEvent {
                log_stream_name: stream.clone(),
                timestamp: event.place.time,
                message: event.message.into(),
                ingestion_time: event.ingested,
                event_id: event.place.id(),
            });
            Ok(Changed::nothing(Filtered { events: events.collect(), searched_log_streams: [], next_token }))
        })
    }
}

/// The place behind everything in a stream.
fn end_of(stream: &super::stream::Stream) -> Place {
    let far = Place { time: u64::MAX, ..Place::default() };
    stream.events(Place::default(), far).next_back().map_or(Place::default(), |event| event.place.after())
}

fn invalid_token() -> Failure {
    invalid("The specified nextToken is invalid.")
}

/// Whether a token leads forward, and from where.
fn token(token: &str) -> Result<(bool, Place), Failure> {
    let mut parts = token.split('/');
    let (direction, id) = (parts.next(), parts.next());
    let place = id.and_then(Place::of_id).ok_or_else(invalid_token)?;
    match direction {
        Some("f") => Ok((true, place)),
        Some("b") => Ok((false, place)),
        _ => Err(invalid_token()),
    }
}

/// The first events that fit an answer; at least one, if there is one.
fn fitting<'a>(events: impl Iterator<Item = Event<'a>>, limit: usize) -> Vec<Event<'a>> {
    let mut bytes = 0;
    let fits = |event: &Event<'_>| {
        let is_first = bytes == 0;
        bytes += event.message.len() + EVENT_OVERHEAD;
        is_first || bytes <= ANSWER_BYTES_MAX
    };
    events.take(limit).take_while(fits).collect()
}

fn limit(limit: Option<i64>) -> Result<usize, Failure> {
    let Some(limit) = limit else { return Ok(ANSWER_EVENTS_MAX) };
    usize::try_from(limit).ok().filter(|limit| (1..=ANSWER_EVENTS_MAX).contains(limit)).ok_or_else(|| {
        let text = "Member must have value greater than or equal to 1 and less than or equal to 10000";
        constraint(&limit.to_string(), "limit", text)
    })
}

/// Checks what a batch must keep to.
fn check(events: &[InputEvent]) -> Result<(), Failure> {
    if events.is_empty() || events.len() > BATCH_EVENTS_MAX {
        let text = "Member must have length greater than or equal to 1 and less than or equal to 10000";
        return Err(constraint("[...]", "logEvents", text));
    }
    if let Some(place) = events.iter().position(|event| event.message.is_empty()) {
        let member = format!("logEvents.{}.member.message", place + 1);
        return Err(constraint("", &member, "Member must have length greater than or equal to 1"));
    }
    let bytes: usize = events.iter().map(|event| event.message.len() + EVENT_OVERHEAD).sum();
    if bytes > BATCH_BYTES_MAX {
        return Err(invalid(format!("Upload too large: {bytes} bytes exceeds limit of {BATCH_BYTES_MAX}")));
    }
    if !events.is_sorted_by_key(|event| event.timestamp) {
        return Err(invalid("Log events in a single PutLogEvents request must be in chronological order."));
    }
    let (first, last) = (events[0].timestamp, events[events.len() - 1].timestamp);
    if last - first > DAY {
        return Err(invalid(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
        ));
    }
    Ok(())
}

/// Which events are too old, expired or too new, and the range of the others.
fn sort_out(events: &[InputEvent], now: u64, oldest_kept: u64) -> (Rejected, std::ops::Range<usize>) {
    let before = |time: u64| events.partition_point(|event| event.timestamp < time);
    let (too_old, expired) = (before(now.saturating_sub(PAST_MAX)), before(oldest_kept));
    let end = events.partition_point(|event| event.timestamp <= now + FUTURE_MAX);
    let start = too_old.max(expired).min(end);
    let rejected = Rejected {
        too_new_log_event_start_index: (end < events.len()).then_some(end),
        too_old_log_event_end_index: (too_old > 0).then_some(too_old),
        expired_log_event_end_index: (expired > too_old).then_some(expired),
    };
    (rejected, start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_700_000_000_000;

    fn events(times: &[u64]) -> Vec<InputEvent> {
        times.iter().map(|time| InputEvent { timestamp: *time, message: "x".into() }).collect()
    }

    #[test]
    fn events_out_of_time_are_told_apart() {
        let batch =
            events(&[NOW - 15 * DAY, NOW - 14 * DAY + 1, NOW, NOW + FUTURE_MAX, NOW + FUTURE_MAX + 1]);
        let (rejected, range) = sort_out(&batch, NOW, 0);
        assert_eq!(range, 1..4);
        assert_eq!(rejected.too_old_log_event_end_index, Some(1));
        assert_eq!(rejected.too_new_log_event_start_index, Some(4));
        assert_eq!(rejected.expired_log_event_end_index, None);
        let (rejected, range) = sort_out(&batch, NOW, NOW - DAY);
        assert_eq!((rejected.expired_log_event_end_index, range), (Some(2), 2..4));
    }

    #[test]
    fn batches_are_checked() {
        assert!(check(&events(&[NOW, NOW, NOW + 1])).is_ok());
        assert!(check(&events(&[])).is_err());
        assert!(check(&events(&[NOW, NOW - 1])).is_err());
        assert!(check(&events(&[NOW, NOW + DAY + 1])).is_err());
        assert!(check(&[InputEvent { timestamp: NOW, message: String::new() }]).is_err());
        assert!(check(&[InputEvent { timestamp: NOW, message: "x".repeat(EVENT_BYTES_MAX) }]).is_ok());
        assert!(check(&[InputEvent { timestamp: NOW, message: "x".repeat(EVENT_BYTES_MAX + 1) }]).is_err());
    }
}
