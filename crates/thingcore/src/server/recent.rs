//! `GET traces` and `GET logs`: what happened lately, as a list or as a stream of events.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use base::AccountId;
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use hyper::body::Frame;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc, watch};

use super::App;
use super::admin::message;

/// Entries that are listed when the query does not say how many.
const LIMIT: usize = 100;
/// A stream without events says this often that it is there.
const STILL_HERE: Duration = Duration::from_secs(15);

/// Which entries a reader wants.
#[derive(Debug, Default)]
pub struct Wanted {
    pub account: Option<AccountId>,
    /// Only those with a greater number.
    after: u64,
    /// The last so many.
    limit: usize,
    /// Members that must have a value, each in the entry itself or in one of its lists.
    members: Vec<(String, String)>,
}

impl Wanted {
    /// Reads a query string.
    ///
    /// # Errors
    /// A sentence on what is wrong with it.
    pub fn parse(query: Option<&str>) -> Result<Self, String> {
        let mut wanted = Self { limit: LIMIT, ..Self::default() };
        for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let text = |text: &str| match percent_decode_str(&text.replace('+', " ")).decode_utf8() {
                Ok(text) => Ok(text.into_owned()),
                Err(_) => Err(format!("{text} is not UTF-8")),
            };
            let (name, value) = (text(name)?, text(value)?);
            let number = || value.parse::<u64>().map_err(|_| format!("{name}={value} is not a number"));
            match name.as_str() {
                "account" => wanted.account = Some(value.parse().map_err(|error| format!("{error}"))?),
                "after" => wanted.after = number()?,
                "limit" => wanted.limit = usize::try_from(number()?).unwrap_or(usize::MAX),
                _ => wanted.members.push((name, value)),
            }
        }
        Ok(wanted)
    }

    /// Whether an entry is wanted; its account has been looked at.
    fn takes(&self, entry: &Map<String, Value>) -> bool {
        entry.get("id").and_then(Value::as_u64).is_some_and(|id| id > self.after)
            && self.members.iter().all(|(name, value)| has(entry, name, value))
    }

    /// The entries that are wanted, oldest first.
    fn list(&self, entries: impl DoubleEndedIterator<Item = Map<String, Value>>) -> Vec<Value> {
        let last = entries.rev().filter(|entry| self.takes(entry)).take(self.limit);
        let mut found: Vec<Value> = last.map(Value::Object).collect();
        found.reverse();
        found
    }
}

/// Whether a member of the entry, or of an object in one of its lists, has a value.
fn has(entry: &Map<String, Value>, name: &str, value: &str) -> bool {
    let is = |found: &Value| match found {
        Value::String(text) => text == value,
        Value::Null => value.is_empty(),
        other => serde_json::from_str::<Value>(value).is_ok_and(|value| value == *other),
    };
    match entry.get(name) {
        Some(found) => is(found),
        None => {
            let lists = entry.values().filter_map(Value::as_array).flatten();
            lists.filter_map(Value::as_object).any(|object| object.get(name).is_some_and(is))
        }
    }
}

/// Whether a reader asks for a stream.
fn wants_stream(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/event-stream"))
}

/// A list as an answer.
fn list(entries: &[Value], keep: usize) -> Response {
    let body = json!({"keep": keep, "entries": entries}).to_string();
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// A stream of whatever comes from now on, until the reader or the server goes. `show` makes an entry into
/// JSON; `None` for those of other accounts.
fn stream<T: Clone + Send + 'static, F>(
    wanted: Wanted,
    mut source: broadcast::Receiver<T>,
    mut stopping: watch::Receiver<bool>,
    show: impl Fn(&Wanted, T) -> F + Send + 'static,
) -> Response
where
    F: Future<Output = Option<Map<String, Value>>> + Send,
{
    let (sender, receiver) = mpsc::channel(64);
    tokio::spawn(async move {
        loop {
            let event = tokio::select! {
                event = tokio::time::timeout(STILL_HERE, source.recv()) => event,
                _ = stopping.changed() => return,
                () = sender.closed() => return,
            };
            let text = match event {
                Err(_) => ": still here\n\n".to_owned(),
                Ok(Err(RecvError::Closed)) => return,
                Ok(Err(RecvError::Lagged(missed))) => format!("event: missed\ndata: {missed}\n\n"),
                Ok(Ok(entry)) => match show(&wanted, entry).await.filter(|entry| wanted.takes(entry)) {
                    Some(entry) => format!("data: {}\n\n", Value::Object(entry)),
                    None => continue,
                },
            };
            if sender.send(Bytes::from(text)).await.is_err() {
                return;
            }
        }
    });
    (
        [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store")],
        Body::new(Events(receiver)),
    )
        .into_response()
}

/// The body of a stream.
struct Events(mpsc::Receiver<Bytes>);

impl hyper::body::Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

/// `GET traces`. To show why rules did not fire evaluates their statements once more.
pub async fn traces(app: &App, wanted: Wanted, headers: &HeaderMap) -> Response {
    if wants_stream(headers) {
        let evaluations = Arc::clone(&app.explanations);
        return stream(wanted, app.traces.subscribe(), app.stopping.clone(), move |wanted, entry| {
            let is_theirs = wanted.account.is_none_or(|account| entry.tenant.account == account);
            let evaluations = Arc::clone(&evaluations);
            async move { if is_theirs { evaluations.run(move || entry.to_json()).await } else { None } }
        });
    }
    let (entries, keep) = (app.traces.recent(wanted.account), app.traces.keep());
    let shown = move || wanted.list(entries.iter().map(|entry| entry.to_json()));
    match app.explanations.run(shown).await {
        Some(shown) => list(&shown, keep),
        None => message(StatusCode::INTERNAL_SERVER_ERROR, "the entries could not be shown"),
    }
}

/// `GET logs`. A line belongs to the account that its field `tenant` names.
pub fn logs(app: &App, wanted: Wanted, headers: &HeaderMap) -> Response {
    let show = |wanted: &Wanted, line: &Arc<Map<String, Value>>| {
        let tenant = line.get("tenant").and_then(Value::as_str).unwrap_or_default();
        let is_theirs = wanted.account.is_none_or(|account| tenant.starts_with(account.as_str()));
        is_theirs.then(|| Map::clone(line))
    };
    if wants_stream(headers) {
        let show = move |wanted: &Wanted, line| std::future::ready(show(wanted, &line));
        return stream(wanted, app.logs.subscribe(), app.stopping.clone(), show);
    }
    let lines = app.logs.recent();
    list(&wanted.list(lines.iter().filter_map(|line| show(&wanted, line))), super::logs::KEEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Vec<Map<String, Value>> {
        let entries = json!([
            {"id": 1, "kind": "shadow", "thing": "a", "shadow": null},
            {"id": 2, "kind": "rules", "topic": "x/y z", "rules": [{"rule": "r"}, {"rule": "s"}]},
            {"id": 3, "kind": "shadow", "thing": "b", "version": 7},
        ]);
        entries.as_array().unwrap().iter().map(|entry| entry.as_object().unwrap().clone()).collect()
    }

    fn ids(query: &str) -> Vec<u64> {
        let found = Wanted::parse(Some(query)).unwrap().list(entries().into_iter());
        found.iter().map(|entry| entry["id"].as_u64().unwrap()).collect()
    }

    #[test]
    fn queries_choose_by_member_number_and_place() {
        assert_eq!(ids(""), [1, 2, 3]);
        assert_eq!(ids("kind=shadow"), [1, 3]);
        assert_eq!(ids("kind=shadow&thing=b"), [3]);
        assert_eq!(ids("version=7"), [3]);
        assert_eq!(ids("shadow="), [1]);
        assert_eq!(ids("rule=s"), [2]);
        assert_eq!(ids("topic=x%2Fy+z"), [2]);
        assert_eq!(ids("after=1"), [2, 3]);
        assert_eq!(ids("limit=1"), [3]);
        assert_eq!(ids("nothing=1"), [0_u64; 0]);
    }

    #[test]
    fn queries_that_make_no_sense_are_refused() {
        for query in ["account=1", "after=x", "limit=-1", "thing=%ff"] {
            assert!(Wanted::parse(Some(query)).is_err(), "{query}");
        }
    }
}
