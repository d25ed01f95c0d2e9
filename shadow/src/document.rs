//! A shadow's document.

use base::UnixMillis;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{metadata, open_points, reply};

/// The desired or the reported part of a document. An empty one is as good as none (shadow.md §3).
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Section {
    pub state: Map<String, Value>,
    /// Has the shape of `state` (shadow.md §4).
    pub metadata: Map<String, Value>,
}

/// The document of a shadow, or what is remembered of a deleted one: its version, so that a shadow of
/// the same name goes on counting (shadow.md §5).
#[derive(Clone, PartialEq, Debug)]
pub struct Document {
    pub(crate) desired: Section,
    pub(crate) reported: Section,
    pub(crate) version: u64,
    pub(crate) deleted_at: Option<UnixMillis>,
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
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored<T> {
    state: Sections<T>,
    metadata: Sections<T>,
    version: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted_at: Option<u64>,
}

impl Document {
    /// The document's version; of a deleted shadow the last one.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Whether the shadow exists.
    pub fn is_live(&self) -> bool {
        self.deleted_at.is_none()
    }

    /// Whether the shadow was deleted so long ago that its version no longer matters.
    pub fn is_forgotten(&self, now: UnixMillis) -> bool {
        self.deleted_at.is_some_and(|at| now.since(at) > open_points::DELETED_FOR)
    }

    /// The empty document that an update is applied to when the shadow does not exist.
    pub(crate) fn new(version: u64) -> Self {
        Self { desired: Section::default(), reported: Section::default(), version, deleted_at: None }
    }

    /// What remains of the document when the shadow is deleted.
    pub(crate) fn deleted(&self, now: UnixMillis) -> Self {
        Self { deleted_at: Some(now), ..Self::new(self.version) }
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

    pub(crate) fn state(&self) -> Sections<&Map<String, Value>> {
        self.sections(|section| &section.state)
    }

    pub(crate) fn metadata(&self) -> Sections<&Map<String, Value>> {
        self.sections(|section| &section.metadata)
    }

    fn sections(&self, part: impl Fn(&Section) -> &Map<String, Value>) -> Sections<&Map<String, Value>> {
        let of = |section| Some(part(section)).filter(|part| !part.is_empty());
        Sections { desired: of(&self.desired), reported: of(&self.reported) }
    }

    /// The size that counts against the limit: the state as compact JSON, bytes (shadow.md §3).
    pub(crate) fn state_bytes(&self) -> usize {
        reply::to_json(&self.state()).len()
    }

    /// The form for the store: JSON.
    pub fn to_stored(&self) -> String {
        let stored = Stored {
            state: self.state(),
            metadata: self.metadata(),
            version: self.version,
            deleted_at: self.deleted_at.map(|at| at.0),
        };
        // JSON is UTF-8.
        String::from_utf8(reply::to_json(&stored)).unwrap_or_default()
    }

    /// Reads what [`to_stored`](Self::to_stored) wrote.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn from_stored(bytes: &[u8]) -> Result<Self, DamagedDocument> {
        let stored: Stored<Map<String, Value>> =
            serde_json::from_slice(bytes).map_err(|error| DamagedDocument(error.to_string()))?;
        let section = |state: Option<_>, metadata: Option<_>| {
            let section =
                Section { state: state.unwrap_or_default(), metadata: metadata.unwrap_or_default() };
            if metadata::mirrors(&section.state, &section.metadata) {
                Ok(section)
            } else {
                Err(DamagedDocument("metadata has not the shape of the state".into()))
            }
        };
        Ok(Self {
            desired: section(stored.state.desired, stored.metadata.desired)?,
            reported: section(stored.state.reported, stored.metadata.reported)?,
            version: stored.version,
            deleted_at: stored.deleted_at.map(UnixMillis),
        })
    }
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
