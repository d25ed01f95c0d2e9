//! The messages that the service sends (shadow.md §7). Members are in the order seen on the wire.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::Rejected;
use crate::document::{Document, Section, Sections};

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

type Object = Map<String, Value>;

/// `update/accepted`: what the request carried.
pub(crate) fn update_accepted(state: &Value, metadata: &Object, envelope: Envelope<'_>) -> Vec<u8> {
    to_json(&Accepted { state, metadata, end: End::from(envelope) })
}

/// `update/delta`: the whole difference.
pub(crate) fn update_delta(delta: &Section, envelope: Envelope<'_>) -> Vec<u8> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Delta<'a> {
        version: u64,
        timestamp: u64,
        state: &'a Object,
        metadata: &'a Object,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_token: Option<&'a str>,
    }
    let Envelope { version, timestamp, client_token } = envelope;
    to_json(&Delta { version, timestamp, state: &delta.state, metadata: &delta.metadata, client_token })
}

/// `update/documents`: before and after.
pub(crate) fn update_documents(
    previous: Option<&Document>,
    current: &Document,
    envelope: Envelope<'_>,
) -> Vec<u8> {
    #[derive(Serialize)]
    struct Whole<'a> {
        state: Sections<&'a Object>,
        metadata: Sections<&'a Object>,
        version: u64,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Documents<'a> {
        previous: Option<Whole<'a>>,
        current: Whole<'a>,
        timestamp: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_token: Option<&'a str>,
    }
    fn whole(document: &Document) -> Whole<'_> {
        Whole { state: document.state(), metadata: document.metadata(), version: document.version }
    }
    to_json(&Documents {
        previous: previous.map(whole),
        current: whole(current),
        timestamp: envelope.timestamp,
        client_token: envelope.client_token,
    })
}

/// `get/accepted`: everything. `delta` and `delta_metadata` are `None` when they are not to be shown.
pub(crate) fn get_accepted(
    document: &Document,
    delta: Option<&Object>,
    delta_metadata: Option<&Object>,
    envelope: Envelope<'_>,
) -> Vec<u8> {
    #[derive(Serialize)]
    struct WithDelta<'a> {
        #[serde(flatten)]
        sections: Sections<&'a Object>,
        #[serde(skip_serializing_if = "Option::is_none")]
        delta: Option<&'a Object>,
    }
    to_json(&Accepted {
        state: WithDelta { sections: document.state(), delta },
        metadata: WithDelta { sections: document.metadata(), delta: delta_metadata },
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
    serde_json::to_vec(message).expect("structs and maps with string keys have a JSON form")
}
