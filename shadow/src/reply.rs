//! The messages that the service sends (shadow.md §7). Members are in the order seen on the wire.

use serde::Serialize;
use serde_json::Value;

use crate::document::{Document, Sections};
use crate::metadata::Stamps;
use crate::tree::{Metadata, State, Tree};
use crate::{Rejected, open_points};

/// What a message says; the last level of its topic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Named as the topic level.
pub enum ReplyKind {
    Accepted,
    Rejected,
    Documents,
    Delta,
}

impl ReplyKind {
    /// The topic level, which follows the topic of the request.
    pub fn level(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Documents => "documents",
            Self::Delta => "delta",
        }
    }
}

/// A message for MQTT.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    /// What it says.
    pub kind: ReplyKind,
    /// The payload.
    pub json: Vec<u8>,
}

/// The answer to a request over HTTP.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HttpReply {
    /// 200, or the code of the rejection.
    pub status: u16,
    /// JSON: the document of `accepted`, or `{"message": …}`.
    pub body: Vec<u8>,
    /// Why it was rejected, if it was.
    pub rejected: Option<Rejected>,
}

impl HttpReply {
    /// The answer to an accepted request.
    pub(crate) fn accepted(body: Vec<u8>) -> Self {
        Self { status: 200, body, rejected: None }
    }

    /// The answer to a rejected one.
    pub(crate) fn rejected(rejected: Rejected) -> Self {
        #[derive(Serialize)]
        struct Body {
            message: String,
        }
        let body = to_json(&Body { message: rejected.error.to_string() });
        Self { status: rejected.error.code(), body, rejected: Some(rejected) }
    }
}

/// What all messages about one request have in common.
#[derive(Clone, Copy)]
pub(crate) struct Envelope<'a> {
    pub version: u64,
    /// Seconds.
    pub timestamp: u64,
    pub client_token: Option<&'a str>,
}

/// `update/accepted`: what the request carried, written now.
pub(crate) fn update_accepted(state: &Value, envelope: Envelope<'_>) -> Vec<u8> {
    // The metadata of `"state":null` is a lone timestamp (shadow.md §3), as that of any leaf.
    let metadata = Stamps::of(state, envelope.timestamp);
    to_json(&Accepted { state, metadata, end: End::from(envelope) })
}

/// `update/delta`: the whole difference.
pub(crate) fn update_delta(delta: &Tree, envelope: Envelope<'_>) -> Vec<u8> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Delta<'a> {
        version: u64,
        timestamp: u64,
        state: State<'a>,
        metadata: Metadata<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_token: Option<&'a str>,
    }
    let Envelope { version, timestamp, client_token } = envelope;
    to_json(&Delta { version, timestamp, state: State(delta), metadata: Metadata(delta), client_token })
}

/// `update/documents`: before and after. Both are there as text, because they were or will be stored.
pub(crate) fn update_documents(
    previous: Option<&Document>,
    current: &Document,
    envelope: Envelope<'_>,
) -> Vec<u8> {
    let previous = previous.map_or("null", Document::to_stored);
    let mut json = Vec::with_capacity(previous.len() + current.to_stored().len() + 160);
    json.extend_from_slice(b"{\"previous\":");
    json.extend_from_slice(previous.as_bytes());
    json.extend_from_slice(b",\"current\":");
    json.extend_from_slice(current.to_stored().as_bytes());
    json.extend_from_slice(b",\"timestamp\":");
    append(&mut json, &envelope.timestamp);
    if let Some(token) = envelope.client_token {
        json.extend_from_slice(b",\"clientToken\":");
        append(&mut json, token);
    }
    json.push(b'}');
    json
}

/// `get/accepted`: everything, with the delta if there is one.
pub(crate) fn get_accepted(document: &Document, delta: &Tree, envelope: Envelope<'_>) -> Vec<u8> {
    #[derive(Serialize)]
    struct WithDelta<T> {
        #[serde(flatten)]
        sections: Sections<T>,
        #[serde(skip_serializing_if = "Option::is_none")]
        delta: Option<T>,
    }
    let delta = Some(delta).filter(|delta| !delta.is_empty());
    let stamped = delta.filter(|_| open_points::GET_HAS_DELTA_METADATA);
    to_json(&Accepted {
        state: WithDelta { sections: document.state(), delta: delta.map(State) },
        metadata: WithDelta { sections: document.metadata(), delta: stamped.map(Metadata) },
        end: End::from(envelope),
    })
}

/// `delete/accepted`.
pub(crate) fn delete_accepted(envelope: Envelope<'_>) -> Vec<u8> {
    to_json(&End::from(envelope))
}

#[derive(Serialize)]
struct Accepted<'a, S, M> {
    state: S,
    metadata: M,
    #[serde(flatten)]
    end: End<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct End<'a> {
    version: u64,
    timestamp: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_token: Option<&'a str>,
}

impl<'a> From<Envelope<'a>> for End<'a> {
    fn from(Envelope { version, timestamp, client_token }: Envelope<'a>) -> Self {
        Self { version, timestamp, client_token }
    }
}

/// Compact JSON of a message.
pub(crate) fn to_json(message: &impl Serialize) -> Vec<u8> {
    let mut json = Vec::with_capacity(256);
    append(&mut json, message);
    json
}

/// Appends compact JSON and says how long it is.
pub(crate) fn append(json: &mut Vec<u8>, message: &(impl Serialize + ?Sized)) -> usize {
    let before = json.len();
    serde_json::to_writer(&mut *json, message)
        .expect("structs and maps with string keys have a JSON form, and a vector takes every byte");
    json.len() - before
}
