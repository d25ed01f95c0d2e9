//! What is kept: buckets, objects, and uploads in parts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::checksum::Algorithm;
use super::files::Piece;

/// A bucket.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct BucketRecord {
    /// Milliseconds since 1970, as all times here.
    pub created: u64,
    pub region: String,
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

/// A bucket with what is in it.
#[derive(Default)]
pub(super) struct Bucket {
    pub record: BucketRecord,
    pub objects: BTreeMap<String, Object>,
    /// By id.
    pub uploads: BTreeMap<String, Upload>,
}

/// What was said of an object when it was put, beside its content.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Described {
    /// Headers that come back as they were: `content-type` and its like.
    pub headers: BTreeMap<String, String>,
    /// By the name behind `x-amz-meta-`.
    pub metadata: BTreeMap<String, String>,
    pub tags: BTreeMap<String, String>,
}

/// An object.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Object {
    pub pieces: Vec<Piece>,
    pub size: u64,
    /// Without its quotes.
    pub etag: String,
    pub modified: u64,
    pub described: Described,
    /// By the name of the algorithm, in base64.
    pub checksums: BTreeMap<String, String>,
    /// The upload in parts that it was made by, so that its completion can be repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<String>,
}

impl Object {
    /// Whether its entity tag is one of a condition's, with or without quotes; `*` is any.
    pub fn has_etag(&self, etags: &str) -> bool {
        etags.split(',').map(str::trim).any(|etag| etag == "*" || etag.trim_matches('"') == self.etag)
    }

    /// Whether its content was uploaded in parts: then its entity tag is not of the content.
    pub fn is_of_parts(&self) -> bool {
        self.etag.contains('-')
    }

    /// The algorithm of its checksum and the value, and whether it is one of the parts' checksums.
    pub fn checksum(&self) -> Option<(Algorithm, &str, bool)> {
        let (name, value) = self.checksums.first_key_value()?;
        Some((Algorithm::of_name(name)?, value, value.contains('-')))
    }
}

/// An upload in parts that is not complete yet.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Upload {
    pub key: String,
    pub initiated: u64,
    pub described: Described,
    /// The algorithm of the object's checksum, if the client chose one.
    pub algorithm: Option<String>,
    /// The checksum is to be one of the whole object, where the algorithm leaves the choice.
    #[serde(default)]
    pub is_full: bool,
    /// In rows of their own.
    #[serde(skip)]
    pub parts: BTreeMap<u32, Part>,
}

impl Upload {
    /// The algorithm of the object's checksum, and whether it is one of the whole object.
    pub fn checksum(&self) -> (Algorithm, bool) {
        match self.algorithm.as_deref().and_then(Algorithm::of_name) {
            // What S3 computes for those who ask for nothing.
            None | Some(Algorithm::Crc64Nvme) => (Algorithm::Crc64Nvme, true),
            Some(algorithm) => (algorithm, self.is_full),
        }
    }
}

/// A part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Part {
    pub piece: Piece,
    /// MD5 in hex.
    pub etag: String,
    pub modified: u64,
    pub checksums: BTreeMap<String, String>,
}

/// Checksums by the names of their algorithms, as they are kept.
pub(super) fn by_name(checksums: &BTreeMap<Algorithm, String>) -> BTreeMap<String, String> {
    checksums.iter().map(|(algorithm, value)| (algorithm.name().to_owned(), value.clone())).collect()
}
