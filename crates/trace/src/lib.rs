//! What happened lately: the last entries of every account, kept in memory for those who ask why.
//!
//! Whoever does something worth telling records a [`Detail`]: plain data that is made into JSON when somebody
//! reads it. What is kept is bounded by number, for each account and in all; while tracing is switched off,
//! [`Traces::is_on`] is all that it costs.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use base::{AccountId, Tenant, UnixMillis};
use parking_lot::Mutex;
use serde_json::{Map, Value};
use tokio::sync::broadcast;

/// Entries that may be kept of one account, whatever is asked for.
pub const KEEP_MAX: usize = 10_000;
/// Accounts that entries are kept of. The one that has been quiet for longest is forgotten for another.
const ACCOUNTS_MAX: usize = 256;
/// What the entries of all accounts together may hold, bytes. The oldest of all make room for the newest.
const BYTES_MAX: usize = 64 << 20;
/// What an entry takes besides its detail, bytes.
const ENTRY_BYTES: usize = 256;
/// Entries that a reader of the stream may be behind.
const STREAM_MAX: usize = 1024;

/// What is told of something that happened.
pub trait Detail: Send + Sync {
    /// What happened, as JSON. Entries that go on, such as a message whose rule actions are under way, say
    /// what is known by now.
    fn to_json(&self) -> Map<String, Value>;

    /// About how many bytes it holds in memory, at most.
    fn weight(&self) -> usize;
}

/// Something that happened.
pub struct Entry {
    /// Counts up, over all accounts.
    pub id: u64,
    /// When it happened.
    pub at: UnixMillis,
    /// Whose it is.
    pub tenant: Tenant,
    /// What sort of thing it is, such as `shadow`.
    pub kind: &'static str,
    detail: Arc<dyn Detail>,
    weight: usize,
}

impl Entry {
    /// The entry as JSON.
    pub fn to_json(&self) -> Map<String, Value> {
        let mut json = Map::new();
        json.insert("id".into(), self.id.into());
        json.insert("at".into(), self.at.0.into());
        json.insert("kind".into(), self.kind.into());
        json.insert("account".into(), self.tenant.account.to_string().into());
        json.insert("region".into(), self.tenant.region.as_str().into());
        json.extend(self.detail.to_json());
        json
    }
}

/// The entries of all accounts.
pub struct Traces {
    keep: AtomicUsize,
    next_id: AtomicU64,
    kept: Mutex<Kept>,
    stream: broadcast::Sender<Arc<Entry>>,
}

impl Default for Traces {
    /// Switched off.
    fn default() -> Self {
        Self::new(0)
    }
}

impl Traces {
    /// Keeps that many entries of each account; none when it is zero.
    pub fn new(keep: usize) -> Self {
        Self {
            keep: AtomicUsize::new(keep.min(KEEP_MAX)),
            next_id: AtomicU64::new(1),
            kept: Mutex::default(),
            stream: broadcast::Sender::new(STREAM_MAX),
        }
    }

    /// Whether anything is kept. Who records asks before making a detail.
    pub fn is_on(&self) -> bool {
        self.keep.load(Ordering::Relaxed) > 0
    }

    /// How many entries are kept of each account.
    pub fn keep(&self) -> usize {
        self.keep.load(Ordering::Relaxed)
    }

    /// Keeps so many from now on; what is beyond is forgotten.
    pub fn set_keep(&self, keep: usize) {
        let keep = keep.min(KEEP_MAX);
        self.keep.store(keep, Ordering::Relaxed);
        let mut kept = self.kept.lock();
        let accounts: Vec<AccountId> = kept.accounts.keys().copied().collect();
        for account in accounts {
            kept.shrink(account, keep);
        }
    }

    /// Records something, which may be told [once more](Self::again). Nothing happens while tracing is off.
    pub fn record(
        &self,
        tenant: &Tenant,
        at: UnixMillis,
        kind: &'static str,
        detail: Arc<dyn Detail>,
    ) -> Option<Arc<Entry>> {
        let keep = self.keep();
        if keep == 0 {
            return None;
        }
        let weight = detail.weight() + ENTRY_BYTES;
        let mut kept = self.kept.lock();
        // Counted under the lock, so that the entries of an account are in the order of their numbers.
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let entry = Arc::new(Entry { id, at, tenant: tenant.clone(), kind, detail, weight });
        if kept.accounts.len() >= ACCOUNTS_MAX && !kept.accounts.contains_key(&tenant.account) {
            kept.forget_quietest();
        }
        kept.shrink(tenant.account, keep - 1);
        kept.bytes += weight;
        kept.accounts.entry(tenant.account).or_default().push_back(Arc::clone(&entry));
        while kept.bytes > BYTES_MAX && kept.forget_oldest() {}
        drop(kept);
        self.again(&entry);
        Some(entry)
    }

    /// Streams an entry of which more is known by now.
    pub fn again(&self, entry: &Arc<Entry>) {
        if self.stream.receiver_count() > 0 {
            // All readers may have gone meanwhile.
            let _ = self.stream.send(Arc::clone(entry));
        }
    }

    /// The entries that are kept, oldest first: of one account, or of all.
    pub fn recent(&self, account: Option<AccountId>) -> Vec<Arc<Entry>> {
        let kept = self.kept.lock();
        let wanted = kept.accounts.iter().filter(|(of, _)| account.is_none_or(|account| **of == account));
        let mut entries: Vec<_> = wanted.flat_map(|(_, entries)| entries).cloned().collect();
        entries.sort_by_key(|entry| entry.id);
        entries
    }

    /// Whatever is recorded from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Entry>> {
        self.stream.subscribe()
    }

    /// Forgets the entries of an account, or of all.
    pub fn reset(&self, account: Option<AccountId>) {
        let mut kept = self.kept.lock();
        let accounts: Vec<AccountId> = kept.accounts.keys().copied().collect();
        for of in accounts.into_iter().filter(|of| account.is_none_or(|account| *of == account)) {
            kept.shrink(of, 0);
        }
    }
}

/// Entries by account, oldest first, and what they hold.
#[derive(Default)]
struct Kept {
    accounts: HashMap<AccountId, VecDeque<Arc<Entry>>>,
    bytes: usize,
}

impl Kept {
    /// Forgets the oldest entries of an account until it has so many at most.
    fn shrink(&mut self, account: AccountId, entries_max: usize) {
        let Some(entries) = self.accounts.get_mut(&account) else { return };
        let beyond = entries.len().saturating_sub(entries_max);
        self.bytes -= entries.drain(..beyond).map(|entry| entry.weight).sum::<usize>();
        if entries.is_empty() {
            self.accounts.remove(&account);
        }
    }

    /// Forgets the oldest entry of all; `false` when there is none.
    fn forget_oldest(&mut self) -> bool {
        let first = |entries: &VecDeque<Arc<Entry>>| entries.front().map_or(u64::MAX, |entry| entry.id);
        let oldest = self.accounts.iter().min_by_key(|(_, entries)| first(entries));
        let Some((account, left)) = oldest.map(|(account, entries)| (*account, entries.len() - 1)) else {
            return false;
        };
        self.shrink(account, left);
        true
    }

    fn forget_quietest(&mut self) {
        let last = |entries: &VecDeque<Arc<Entry>>| entries.back().map_or(0, |entry| entry.id);
        let quietest = self.accounts.iter().min_by_key(|(_, entries)| last(entries));
        if let Some(account) = quietest.map(|(account, _)| *account) {
            self.shrink(account, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Said(u64);

    /// What is said from here on takes nearly half of all room.
    const LARGE: u64 = 1_000_000;

    impl Detail for Said {
        fn to_json(&self) -> Map<String, Value> {
            Map::from_iter([("said".to_owned(), self.0.into())])
        }

        fn weight(&self) -> usize {
            if self.0 >= LARGE { BYTES_MAX / 2 } else { 0 }
        }
    }

    fn tenant(account: u64) -> Tenant {
        Tenant::new(format!("{account:012}").parse().unwrap(), "us-east-1".parse().unwrap())
    }

    fn record(traces: &Traces, account: u64, said: u64) {
        traces.record(&tenant(account), UnixMillis(said), "test", Arc::new(Said(said)));
    }

    fn said(traces: &Traces, account: Option<u64>) -> Vec<u64> {
        let account = account.map(|account| tenant(account).account);
        let entries = traces.recent(account);
        entries.iter().map(|entry| entry.to_json()["said"].as_u64().unwrap()).collect()
    }

    #[test]
    fn the_last_of_each_account_are_kept() {
        let traces = Traces::new(2);
        for (account, value) in [(1, 1), (1, 2), (2, 3), (1, 4)] {
            record(&traces, account, value);
        }
        assert_eq!(said(&traces, Some(1)), [2, 4]);
        assert_eq!(said(&traces, None), [2, 3, 4]);
        traces.set_keep(1);
        assert_eq!(said(&traces, None), [3, 4]);
        traces.reset(Some(tenant(1).account));
        assert_eq!(said(&traces, None), [3]);
        traces.set_keep(0);
        record(&traces, 1, 5);
        assert!(!traces.is_on() && said(&traces, None).is_empty());
        traces.set_keep(usize::MAX);
        assert_eq!(traces.keep(), KEEP_MAX);
    }

    #[test]
    fn accounts_are_bounded() {
        let traces = Traces::new(1);
        for account in 0..ACCOUNTS_MAX as u64 {
            record(&traces, account, account);
        }
        record(&traces, 0, 1000);
        record(&traces, 9999, 1001);
        let kept = said(&traces, None);
        assert_eq!(kept.len(), ACCOUNTS_MAX);
        // Account 1 was quiet for longest.
        assert!(!kept.contains(&1) && kept.contains(&1000) && kept.contains(&1001));
    }

    #[test]
    fn bytes_are_bounded_over_all_accounts() {
        let traces = Traces::new(10);
        record(&traces, 1, 1);
        record(&traces, 1, LARGE);
        record(&traces, 2, 2);
        record(&traces, 2, LARGE + 1);
        assert_eq!(said(&traces, None), [2, LARGE + 1]);
        record(&traces, 1, LARGE + 2);
        assert_eq!(said(&traces, None), [LARGE + 2]);
        traces.reset(None);
        assert!(said(&traces, None).is_empty() && traces.kept.lock().bytes == 0);
    }

    #[test]
    fn an_entry_says_what_whose_and_when() {
        let traces = Traces::new(1);
        let mut stream = traces.subscribe();
        record(&traces, 7, 5);
        let expected =
            r#"{"id":1,"at":5,"kind":"test","account":"000000000007","region":"us-east-1","said":5}"#;
        assert_eq!(Value::Object(traces.recent(None)[0].to_json()).to_string(), expected);
        assert_eq!(stream.try_recv().unwrap().id, 1);
    }
}
