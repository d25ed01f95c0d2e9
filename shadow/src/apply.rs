//! A request applied to a document.

use base::{Limits, UnixMillis};
use broker::ShadowOperation;
use serde_json::{Map, Value};

use crate::document::{Document, Section};
use crate::json;
use crate::reply::{self, Envelope, HttpReply, Reply, ReplyKind};
use crate::request::{self, Change, Update};
use crate::{Rejected, ShadowError, ShadowName, delta, merge, metadata, open_points};

/// What comes of a request.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// The document from now on; `None` when the request changed nothing. That of a deleted shadow is
    /// to be kept until it [is forgotten](Document::is_forgotten).
    pub document: Option<Document>,
    /// What is to be published when the request came over MQTT: `accepted` or `rejected` first, then
    /// what else an update causes.
    pub replies: Vec<Reply>,
    /// Why it was rejected, if it was.
    pub rejected: Option<Rejected>,
}

impl Outcome {
    fn rejected(rejected: Rejected, now: UnixMillis) -> Self {
        let reply = Reply { kind: ReplyKind::Rejected, json: rejected.to_json(now) };
        Self { document: None, replies: vec![reply], rejected: Some(rejected) }
    }

    fn accepted(document: Option<Document>, json: Vec<u8>) -> Self {
        let reply = Reply { kind: ReplyKind::Accepted, json };
        Self { document, replies: vec![reply], rejected: None }
    }

    /// The answer to a request that came over HTTP (shadow.md §1, §8).
    pub fn http(&self) -> HttpReply {
        match &self.rejected {
            Some(rejected) => HttpReply::rejected(rejected.clone()),
            None => {
                HttpReply::accepted(self.replies.first().map(|reply| reply.json.clone()).unwrap_or_default())
            }
        }
    }
}

/// Applies a request to a shadow. `document` is what the last accepted request left, if anything.
pub fn apply(
    name: &ShadowName,
    document: Option<&Document>,
    operation: ShadowOperation,
    payload: &[u8],
    now: UnixMillis,
    limits: &Limits,
) -> Outcome {
    let reject = |error, client_token| Outcome::rejected(Rejected { error, client_token }, now);
    let mut members = match operation {
        ShadowOperation::Get | ShadowOperation::Delete if payload.is_empty() => json::Members::default(),
        _ => match json::read(payload, json::levels(limits)) {
            Ok(members) => members,
            Err(error) => return reject(error, None),
        },
    };
    let client_token = match request::take_client_token(&mut members) {
        Ok(client_token) => client_token,
        Err(error) => return reject(error, None),
    };
    let live = document.filter(|document| document.is_live());
    let shadow = Shadow { name, live, now, client_token: client_token.as_deref() };
    let outcome = match operation {
        ShadowOperation::Get => shadow.get(),
        ShadowOperation::Update => Update::read(members, limits).and_then(|update| {
            let version = document.map_or(1, |document| document.next_version(now));
            shadow.update(&update, version, limits)
        }),
        ShadowOperation::Delete => shadow.delete(),
    };
    outcome.unwrap_or_else(|error| reject(error, client_token))
}

/// A shadow at the moment of a request.
struct Shadow<'a> {
    name: &'a ShadowName,
    live: Option<&'a Document>,
    now: UnixMillis,
    client_token: Option<&'a str>,
}

impl<'a> Shadow<'a> {
    fn existing(&self) -> Result<&'a Document, ShadowError> {
        self.live.ok_or_else(|| self.name.not_found())
    }

    fn envelope(&self, version: u64) -> Envelope<'a> {
        Envelope { version, timestamp: self.now.seconds(), client_token: self.client_token }
    }

    fn get(&self) -> Result<Outcome, ShadowError> {
        let document = self.existing()?;
        let delta = delta::delta(&document.desired, &document.reported);
        let state = Some(&delta.state).filter(|state| !state.is_empty());
        let metadata = state.map(|_| &delta.metadata).filter(|_| open_points::GET_HAS_DELTA_METADATA);
        let json = reply::get_accepted(document, state, metadata, self.envelope(document.version));
        Ok(Outcome::accepted(None, json))
    }

    fn delete(&self) -> Result<Outcome, ShadowError> {
        let document = self.existing()?;
        let json = reply::delete_accepted(self.envelope(document.version));
        Ok(Outcome::accepted(Some(document.deleted(self.now)), json))
    }

    fn update(&self, update: &Update, version: u64, limits: &Limits) -> Result<Outcome, ShadowError> {
        // A shadow that does not exist has version 0 (shadow.md §5).
        let current = self.live.map_or(0, |document| document.version);
        if update.version.is_some_and(|wanted| wanted != current) {
            return Err(ShadowError::VersionConflict);
        }
        let seconds = self.now.seconds();
        let mut next = self.live.cloned().unwrap_or_else(|| Document::new(0));
        next.version = version;
        change(&mut next.desired, update.change("desired"), seconds);
        change(&mut next.reported, update.change("reported"), seconds);
        if next.state_bytes() > limits.shadow_bytes {
            return Err(ShadowError::TooLarge);
        }
        let envelope = self.envelope(version);
        let accepted =
            reply::update_accepted(&update.state, &update_metadata(&update.state, seconds), envelope);
        let documents = reply::update_documents(self.live, &next, envelope);
        let delta = delta::delta(&next.desired, &next.reported);
        let mut outcome = Outcome::accepted(Some(next), accepted);
        outcome.replies.push(Reply { kind: ReplyKind::Documents, json: documents });
        if !delta.state.is_empty() {
            let json = reply::update_delta(&delta, envelope);
            outcome.replies.push(Reply { kind: ReplyKind::Delta, json });
        }
        Ok(outcome)
    }
}

fn change(section: &mut Section, change: Change<'_>, seconds: u64) {
    match change {
        Change::Keep => {}
        Change::Remove => *section = Section::default(),
        Change::Merge(update) => merge::merge(section, update, seconds),
    }
}

/// The metadata of `update/accepted`. That of `"state":null` is a lone timestamp (shadow.md §3).
fn update_metadata(state: &Value, seconds: u64) -> Map<String, Value> {
    match state {
        Value::Object(sections) => metadata::stamp_object(sections, seconds),
        _ => metadata::leaf(seconds),
    }
}
