//! A shadow's document.

use base::UnixMillis;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::tree::{Metadata, State, Tree};
use crate::{delta, open_points, reply};

/// The document of a shadow, or what is remembered of a deleted one: its version, so that a shadow of
/// the same name goes on counting (shadow.md §5).
#[derive(Clone, PartialEq, Debug)]
pub struct Document {
    desired: Tree,
    reported: Tree,
    version: u64,
    deleted_at: Option<UnixMillis>,
    /// State, metadata and version as JSON: what a row holds, and what `update/documents` shows.
    json: Box<str>,
    /// How much of it is the state.
    state_bytes: usize,
}

/// A stored document that no program wrote.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct DamagedDocument(String);

/// A value for each section that is not empty.
#[derive(Serialize, Deserialize)]
pub(crate) struct Sections<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desired: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<T>,
}

/// The form of the store's rows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    state: Sections<Map<String, Value>>,
    metadata: Sections<Map<String, Value>>,
    version: u64,
    deleted_at: Option<u64>,
}

impl Document {
    /// A document of a shadow that exists.
    pub(crate) fn new(desired: Tree, reported: Tree, version: u64) -> Self {
        Self::make(desired, reported, version, None)
    }

    fn make(desired: Tree, reported: Tree, version: u64, deleted_at: Option<UnixMillis>) -> Self {
        let (json, state_bytes) = write(&desired, &reported, version, deleted_at);
        Self { desired, reported, version, deleted_at, json, state_bytes }
    }

    /// The document's version; of a deleted shadow the last one.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The desired state; empty when there is none.
    pub fn desired(&self) -> &Tree {
        &self.desired
    }

    /// The reported state; empty when there is none.
    pub fn reported(&self) -> &Tree {
        &self.reported
    }

    /// What is desired and not reported. Worked out anew.
    pub fn delta(&self) -> Tree {
        delta::delta(&self.desired, &self.reported)
    }

    /// Whether anything is desired and not reported.
    pub fn has_delta(&self) -> bool {
        delta::differs(&self.desired, &self.reported)
    }

    /// Whether the shadow exists.
    pub fn is_live(&self) -> bool {
        self.deleted_at.is_none()
    }

    /// Whether the shadow was deleted so long ago that its version no longer matters.
    pub fn is_forgotten(&self, now: UnixMillis) -> bool {
        self.deleted_at.is_some_and(|at| now.since(at) > open_points::DELETED_FOR)
    }

    /// What remains of the document when the shadow is deleted.
    pub(crate) fn deleted(&self, now: UnixMillis) -> Self {
        Self::make(Tree::default(), Tree::default(), self.version, Some(now))
    }

    /// The version after the next update.
    pub(crate) fn next_version(&self, now: UnixMillis) -> u64 {
        if self.is_live() {
            self.version.saturating_add(1)
        } else if self.is_forgotten(now) {
            1
        } else {
            self.version.saturating_add(open_points::RECREATION_STEP)
        }
    }

    pub(crate) fn state(&self) -> Sections<State<'_>> {
        sections(&self.desired, &self.reported, State)
    }

    pub(crate) fn metadata(&self) -> Sections<Metadata<'_>> {
        sections(&self.desired, &self.reported, Metadata)
    }

    /// The size that counts against the limit: the state as compact JSON, bytes (shadow.md §3).
    pub(crate) fn state_bytes(&self) -> usize {
        self.state_bytes
    }

    /// The form for the store: JSON with `state`, `metadata` and `version`. That of a deleted shadow has
    /// `deletedAt` besides.
    pub fn to_stored(&self) -> &str {
        &self.json
    }

    /// Reads what [`to_stored`](Self::to_stored) gave.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn from_stored(bytes: &[u8]) -> Result<Self, DamagedDocument> {
        let stored: Stored =
            serde_json::from_slice(bytes).map_err(|error| DamagedDocument(error.to_string()))?;
        let section = |state: Option<_>, metadata: Option<_>| {
            Tree::from_parts(state.unwrap_or_default(), &metadata.unwrap_or_default())
                .ok_or_else(|| DamagedDocument("metadata has not the shape of the state".into()))
        };
        let desired = section(stored.state.desired, stored.metadata.desired)?;
        let reported = section(stored.state.reported, stored.metadata.reported)?;
        Ok(Self::make(desired, reported, stored.version, stored.deleted_at.map(UnixMillis)))
    }
}

fn sections<'t, T>(desired: &'t Tree, reported: &'t Tree, part: fn(&'t Tree) -> T) -> Sections<T> {
    let of = |tree: &'t Tree| (!tree.is_empty()).then(|| part(tree));
    Sections { desired: of(desired), reported: of(reported) }
}

/// The row, and the length of the state in it.
fn write(desired: &Tree, reported: &Tree, version: u64, deleted_at: Option<UnixMillis>) -> (Box<str>, usize) {
    let mut json = Vec::with_capacity(512);
    json.extend_from_slice(b"{\"state\":");
    let state_bytes = reply::append(&mut json, &sections(desired, reported, State));
    json.extend_from_slice(b",\"metadata\":");
    reply::append(&mut json, &sections(desired, reported, Metadata));
    json.extend_from_slice(b",\"version\":");
    reply::append(&mut json, &version);
    if let Some(at) = deleted_at {
        json.extend_from_slice(b",\"deletedAt\":");
        reply::append(&mut json, &at.0);
    }
    json.push(b'}');
    // JSON is UTF-8.
    (String::from_utf8(json).unwrap_or_default().into(), state_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_form_is_plain_json() {
        let text = r#"{"state":{"desired":{"a":[1,{}]}},"metadata":{"desired":{"a":[{"timestamp":7},{}]}},"version":3}"#;
        let document = Document::from_stored(text.as_bytes()).unwrap();
        assert_eq!(document.to_stored(), text);
        let deleted = document.deleted(UnixMillis(9));
        assert_eq!(deleted.to_stored(), r#"{"state":{},"metadata":{},"version":3,"deletedAt":9}"#);
        assert_eq!(Document::from_stored(deleted.to_stored().as_bytes()).unwrap(), deleted);
    }

    #[test]
    fn damaged_rows_are_noticed() {
        for text in [
            "",
            "{}",
            r#"{"state":{},"metadata":{},"version":-1}"#,
            r#"{"state":{"desired":{"a":1}},"metadata":{},"version":1}"#,
            r#"{"state":{"desired":{"a":1}},"metadata":{"desired":{"a":{"b":1}}},"version":1}"#,
            r#"{"state":{"desired":{"a":[1]}},"metadata":{"desired":{"a":[]}},"version":1}"#,
            r#"{"state":{"reported":{"a":{}}},"metadata":{"reported":{"b":{}}},"version":1}"#,
        ] {
            assert!(Document::from_stored(text.as_bytes()).is_err(), "{text}");
        }
    }
}
