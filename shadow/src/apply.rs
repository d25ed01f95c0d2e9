//! A request applied to a document.

use std::sync::Arc;

use base::{Limits, UnixMillis};
use broker::ShadowOperation;

use crate::document::Document;
use crate::reply::{self, Envelope, HttpReply, Reply, ReplyKind};
use crate::request::{self, Change, Update};
use crate::tree::Tree;
use crate::{Rejected, ShadowError, ShadowName, json, merge};

/// What comes of a request.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// The document from now on; `None` when the request changed nothing. That of a deleted shadow is
    /// to be kept until it [is forgotten](Document::is_forgotten).
    pub document: Option<Arc<Document>>,
    /// The payload of `accepted` or `rejected`.
    pub answer: Vec<u8>,
    /// Why it was rejected, if it was.
    pub rejected: Option<Rejected>,
    /// What else an accepted update causes.
    pub updated: Option<Updated>,
}

/// An accepted update, for the messages that nobody may want: they are made when they are asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct Updated {
    previous: Option<Arc<Document>>,
    current: Arc<Document>,
    /// Seconds.
    timestamp: u64,
    pub(crate) client_token: Option<String>,
}

impl Updated {
    /// The document before; `None` when the update created it.
    pub fn previous(&self) -> Option<&Arc<Document>> {
        self.previous.as_ref()
    }

    /// The document after.
    pub fn current(&self) -> &Arc<Document> {
        &self.current
    }

    /// The payload of `update/documents`.
    pub fn documents(&self) -> Vec<u8> {
        reply::update_documents(self.previous.as_deref(), &self.current, self.envelope())
    }

    /// The payload of `update/delta`; `None` when desired and reported are in sync.
    pub fn delta(&self) -> Option<Vec<u8>> {
        let delta = self.current.delta();
        (!delta.is_empty()).then(|| reply::update_delta(&delta, self.envelope()))
    }

    fn envelope(&self) -> Envelope<'_> {
        let client_token = self.client_token.as_deref();
        Envelope { version: self.current.version(), timestamp: self.timestamp, client_token }
    }
}

impl Outcome {
    fn rejected(rejected: Rejected, now: UnixMillis) -> Self {
        let answer = rejected.to_json(now);
        Self { document: None, answer, rejected: Some(rejected), updated: None }
    }

    fn accepted(document: Option<Arc<Document>>, answer: Vec<u8>) -> Self {
        Self { document, answer, rejected: None, updated: None }
    }

    /// Whether the answer is `accepted` or `rejected`.
    pub fn kind(&self) -> ReplyKind {
        if self.rejected.is_some() { ReplyKind::Rejected } else { ReplyKind::Accepted }
    }

    /// Everything that is to be published when the request came over MQTT, in order (shadow.md §7).
    pub fn replies(&self) -> Vec<Reply> {
        let mut replies = vec![Reply { kind: self.kind(), json: self.answer.clone() }];
        if let Some(updated) = &self.updated {
            replies.push(Reply { kind: ReplyKind::Documents, json: updated.documents() });
            replies.extend(updated.delta().map(|json| Reply { kind: ReplyKind::Delta, json }));
        }
        replies
    }

    /// The answer to a request that came over HTTP (shadow.md §1, §8).
    pub fn http(&self) -> HttpReply {
        match &self.rejected {
            Some(rejected) => HttpReply::rejected(rejected.clone()),
            None => HttpReply::accepted(self.answer.clone()),
        }
    }
}

/// Applies a request to a shadow. `document` is what the last accepted request left, if anything.
pub fn apply(
    name: &ShadowName,
    document: Option<&Arc<Document>>,
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
    live: Option<&'a Arc<Document>>,
    now: UnixMillis,
    client_token: Option<&'a str>,
}

impl<'a> Shadow<'a> {
    fn existing(&self) -> Result<&'a Arc<Document>, ShadowError> {
        self.live.ok_or_else(|| self.name.not_found())
    }

    fn envelope(&self, version: u64) -> Envelope<'a> {
        Envelope { version, timestamp: self.now.seconds(), client_token: self.client_token }
    }

    fn get(&self) -> Result<Outcome, ShadowError> {
        let document = self.existing()?;
        let json = reply::get_accepted(document, &document.delta(), self.envelope(document.version()));
        Ok(Outcome::accepted(None, json))
    }

    fn delete(&self) -> Result<Outcome, ShadowError> {
        let document = self.existing()?;
        let json = reply::delete_accepted(self.envelope(document.version()));
        Ok(Outcome::accepted(Some(Arc::new(document.deleted(self.now))), json))
    }

    fn update(&self, update: &Update, version: u64, limits: &Limits) -> Result<Outcome, ShadowError> {
        // A shadow that does not exist has version 0 (shadow.md §5).
        let current = self.live.map_or(0, |document| document.version());
        if update.version.is_some_and(|wanted| wanted != current) {
            return Err(ShadowError::VersionConflict);
        }
        let seconds = self.now.seconds();
        let section = |name, of: fn(&Document) -> &Tree| {
            let mut tree = self.live.map(|document| of(document).clone()).unwrap_or_default();
            change(&mut tree, update.change(name), seconds);
            tree
        };
        let desired = section("desired", Document::desired);
        let reported = section("reported", Document::reported);
        let next = Arc::new(Document::new(desired, reported, version));
        if next.state_bytes() > limits.shadow_bytes {
            return Err(ShadowError::TooLarge);
        }
        let answer = reply::update_accepted(&update.state, self.envelope(version));
        let updated = Updated {
            previous: self.live.cloned(),
            current: Arc::clone(&next),
            timestamp: seconds,
            client_token: self.client_token.map(str::to_owned),
        };
        Ok(Outcome { updated: Some(updated), ..Outcome::accepted(Some(next), answer) })
    }
}

fn change(tree: &mut Tree, change: Change<'_>, seconds: u64) {
    match change {
        Change::Keep => {}
        Change::Remove => *tree = Tree::default(),
        Change::Merge(update) => merge::merge(tree, update, seconds),
    }
}
