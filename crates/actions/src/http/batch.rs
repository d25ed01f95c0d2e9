//! Batches of HTTP actions: messages that share a request (rules.md §7).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rules::action::{BatchConfig, HttpRequest};

use crate::engine::Pending;
use crate::firing::Firing;
use crate::room::Held;

/// Batches that are open at once; a message that would open one more is sent alone.
const OPEN_MAX: usize = 4096;

/// A message of a batch.
pub(crate) struct Member {
    pub firing: Arc<Firing>,
    /// The action's index.
    pub index: usize,
    /// An element of the array.
    pub payload: Arc<[u8]>,
    pub request: HttpRequest,
    pub pending: Pending,
    /// Given back when the batch is done.
    pub held: Held,
}

/// What messages of one batch have in common. The rule says whose they are.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Key {
    rule: u64,
    index: usize,
    url: String,
    /// Unless batches go across topics.
    topic: Option<String>,
}

/// A batch that is open.
struct Open {
    number: u64,
    bytes: usize,
    members: Vec<Member>,
}

/// All batches that are open.
#[derive(Default)]
pub(crate) struct Batches(Mutex<State>);

#[derive(Default)]
struct State {
    open: HashMap<Key, Open>,
    next_number: u64,
}

/// Called with every batch that is complete.
pub(crate) type Flush = fn(Vec<Member>);

impl Batches {
    /// Adds a message. Must be called on a runtime.
    pub fn add(self: &Arc<Self>, config: BatchConfig, member: Member, flush: Flush) {
        let topic = (!config.across_topics).then(|| member.firing.job.message.topic().to_owned());
        let key =
            Key { rule: member.firing.rule.id, index: member.index, url: member.request.url.clone(), topic };
        // Its comma, and for the first one the brackets.
        let bytes = member.payload.len() + 1;
        let mut state = self.0.lock();
        let full = match state.open.get(&key) {
            Some(open) if open.bytes + bytes + 1 > config.bytes => state.open.remove(&key),
            _ => None,
        };
        let number = state.next_number;
        let is_crowded = state.open.len() >= OPEN_MAX;
        let complete = match state.open.entry(key.clone()) {
            Entry::Occupied(mut entry) => {
                let open = entry.get_mut();
                open.bytes += bytes;
                open.members.push(member);
                (open.members.len() >= config.messages || open.bytes >= config.bytes).then(|| entry.remove())
            }
            // Alone it is too large for any other beside it, or there are too many batches.
            Entry::Vacant(_) if is_crowded || bytes + 1 >= config.bytes => {
                Some(Open { number, bytes, members: vec![member] })
            }
            Entry::Vacant(entry) => {
                entry.insert(Open { number, bytes, members: vec![member] });
                state.next_number += 1;
                self.close_after(Duration::from_millis(config.open_ms), key, number, flush);
                None
            }
        };
        drop(state);
        for batch in [full, complete].into_iter().flatten() {
            flush(batch.members);
        }
    }

    /// Completes a batch that nothing else completes before.
    fn close_after(self: &Arc<Self>, wait: Duration, key: Key, number: u64, flush: Flush) {
        let batches = Arc::clone(self);
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            let mut state = batches.0.lock();
            if state.open.get(&key).is_none_or(|open| open.number != number) {
                return;
            }
            let batch = state.open.remove(&key);
            drop(state);
            batch.into_iter().for_each(|batch| flush(batch.members));
        });
    }
}

/// A payload as an element of a JSON array: JSON is itself, any other text a string
/// ([`rules::open_points::BATCHED_TEXT_IS_A_STRING`]).
///
/// # Errors
/// When it is not UTF-8, which batches are.
pub(crate) fn element(payload: &Arc<[u8]>, is_json: bool) -> Result<Arc<[u8]>, &'static str> {
    if is_json {
        return Ok(Arc::clone(payload));
    }
    let text = std::str::from_utf8(payload).map_err(|_| "the payload is not UTF-8, which batches are")?;
    Ok(serde_json::Value::from(text).to_string().into_bytes().into())
}

/// The payload of a batch: a JSON array of its elements.
pub(crate) fn array(members: &[Member]) -> Vec<u8> {
    let mut out = vec![b'['];
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        out.extend_from_slice(&member.payload);
    }
    out.push(b']');
    out
}
