//! Batches: up to ten entries, each with an outcome of its own.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::failure::{empty_batch, invalid_entry_id, repeated_id, too_many_entries};
use crate::protocol::Failure;

const ENTRIES_MAX: usize = 10;
const ID_CHARS_MAX: usize = 80;

/// The entries of a batch.
pub(super) type Entries<T> = Vec<Entry<T>>;

/// An entry.
#[derive(Deserialize)]
pub(super) struct Entry<T> {
    #[serde(rename = "Id")]
    pub id: String,
    #[serde(flatten)]
    pub content: T,
}

/// What became of the entries.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Batch<T> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    successful: Vec<Done<T>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    failed: Vec<Failed>,
}

#[derive(Serialize)]
struct Done<T> {
    #[serde(rename = "Id")]
    id: String,
    #[serde(flatten)]
    answer: T,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Failed {
    id: String,
    sender_fault: bool,
    code: String,
    message: String,
}

/// The answer to an entry that has none.
#[derive(Serialize)]
pub(super) struct Empty {}

/// Checks what a batch as a whole must keep to; `kind` is the name of its entries.
///
/// # Errors
/// `EmptyBatchRequest`, `TooManyEntriesInBatchRequest`, `InvalidBatchEntryId` and `BatchEntryIdsNotDistinct`.
pub(super) fn check<T>(entries: &Entries<T>, kind: &str) -> Result<(), Failure> {
    if entries.is_empty() {
        return Err(empty_batch(kind));
    }
    if entries.len() > ENTRIES_MAX {
        return Err(too_many_entries(entries.len()));
    }
    let mut seen = HashSet::new();
    for Entry { id, .. } in entries {
        let fits = (1..=ID_CHARS_MAX).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !fits {
            return Err(invalid_entry_id());
        }
        if !seen.insert(id) {
            return Err(repeated_id(id));
        }
    }
    Ok(())
}

/// Runs the entries one after another.
pub(super) fn run<T, U>(entries: Entries<T>, mut run: impl FnMut(T) -> Result<U, Failure>) -> Batch<U> {
    let mut batch = Batch { successful: Vec::new(), failed: Vec::new() };
    for Entry { id, content } in entries {
        match run(content) {
            Ok(answer) => batch.successful.push(Done { id, answer }),
            Err(failure) => batch.failed.push(Failed {
                id,
                sender_fault: failure.is_senders(),
                code: failure.query_code().to_owned(),
                message: failure.message,
            }),
        }
    }
    batch
}
