//! A part of all shadows, and how requests to it are served.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use ::trace::Traces;
use base::{InvalidToken, Limit, Limits, Page, PageRequest, Tenant, UnixMillis, cut_page};
use broker::{Message, Publisher, ShadowOperation};
use parking_lot::Mutex;
use store::{Key, Store, Table, Ticket, Write};
use tokio::sync::{mpsc, oneshot};

use crate::rates::{Rates, Unanswered};
use crate::service::Publish;
use crate::trace::{Changed, ShadowTrace};
use crate::{Document, HttpReply, Outcome, ReplyKind, ShadowError, ShadowName, apply};

/// Requests that are served together: one commit for all of them.
const BATCH_MAX: usize = 64;
/// How often deleted shadows are looked through for those that can be forgotten.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);

/// A request on its way to a shard.
pub(crate) struct Request {
    pub tenant: Tenant,
    pub name: ShadowName,
    pub operation: ShadowOperation,
    pub origin: Origin,
    /// Who asks.
    pub by: Arc<Publisher>,
    /// Kept until the request is answered.
    pub unanswered: Option<Unanswered>,
}

/// Where a request came from, with its payload.
pub(crate) enum Origin {
    Mqtt(Message),
    Http(Vec<u8>, oneshot::Sender<HttpReply>),
}

impl Origin {
    fn payload(&self) -> &[u8] {
        match self {
            Self::Mqtt(message) => message.payload(),
            Self::Http(payload, _) => payload,
        }
    }
}

impl Request {
    /// About how much memory it takes while it waits, bytes.
    pub fn weight(&self) -> usize {
        const FIXED: usize = 256;
        FIXED + self.origin.payload().len()
    }
}

/// What a shard's task is given.
pub(crate) enum Work {
    Request(Request),
    /// The task ends after what waits.
    Stop,
}

/// What all shards have in common.
pub(crate) struct Common {
    pub store: Store,
    pub limits: Limits,
    pub traces: Arc<Traces>,
    /// `None` when all rates are switched off.
    pub rates: Option<Rates>,
    /// Requests that were answered.
    pub requests: AtomicU64,
    /// Those of them that were rejected.
    pub rejected: AtomicU64,
}

impl Common {
    pub fn new(store: Store, limits: Limits, traces: Arc<Traces>) -> Self {
        let rates = Rates::new(&limits);
        Self { store, limits, traces, rates, requests: AtomicU64::new(0), rejected: AtomicU64::new(0) }
    }

    pub fn count(&self, rejected: bool) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.rejected.fetch_add(rejected.into(), Ordering::Relaxed);
    }

    /// What the trace tells of a request; reads that were answered are not told of.
    fn trace(
        &self,
        name: &ShadowName,
        operation: ShadowOperation,
        origin: &Origin,
        by: Arc<Publisher>,
        before: Option<&Arc<Document>>,
        outcome: &Outcome,
    ) -> Option<Arc<ShadowTrace>> {
        if !self.traces.is_on() {
            return None;
        }
        let result = match (&outcome.rejected, &outcome.document) {
            (Some(rejected), _) => Err(rejected.clone()),
            (None, None) => return None,
            (None, Some(after)) => Ok(Changed {
                before: before.filter(|before| before.is_live()).cloned(),
                after: Arc::clone(after),
                client_token: outcome.updated.as_ref().and_then(|updated| updated.client_token.clone()),
            }),
        };
        let over = match origin {
            Origin::Mqtt(_) => "MQTT",
            Origin::Http(..) => "HTTP",
        };
        Some(Arc::new(ShadowTrace { name: name.clone(), operation, by, over, result }))
    }

    /// Counts the limit that rejected a request, if one did.
    fn count_limit(&self, outcome: &Outcome) {
        match outcome.rejected.as_ref().map(|rejected| &rejected.error) {
            Some(ShadowError::TooLarge) => self.limits.hit(Limit::ShadowBytes),
            Some(ShadowError::TooDeep { .. }) => self.limits.hit(Limit::ShadowDepth),
            _ => {}
        }
    }
}

/// The shadows whose tenant and thing hash to this shard, live and deleted.
///
/// Only the shard's own task serves requests, so they are served in the order of its queue. The lock is
/// for those who list names or empty a tenant in between.
pub(crate) struct Shard {
    common: Arc<Common>,
    documents: Mutex<Documents>,
    /// Bytes that wait in the queue.
    pub waiting_bytes: AtomicUsize,
}

type Documents = HashMap<Tenant, BTreeMap<ShadowName, Arc<Document>>>;

impl Shard {
    pub fn new(common: Arc<Common>) -> Self {
        Self { common, documents: Mutex::default(), waiting_bytes: AtomicUsize::new(0) }
    }

    /// Puts back a document that was found on disk.
    pub fn restore(&self, tenant: Tenant, name: ShadowName, document: Document) {
        self.documents.lock().entry(tenant).or_default().insert(name, Arc::new(document));
    }

    /// Serves a queue until it is closed, from this side or the other, and empty.
    pub async fn run(self: Arc<Self>, mut queue: mpsc::Receiver<Work>, publisher: Arc<dyn Publish>) {
        let mut sweep = tokio::time::interval(SWEEP_EVERY);
        let mut batch = Vec::with_capacity(BATCH_MAX);
        loop {
            tokio::select! {
                _ = sweep.tick() => self.forget_deleted(UnixMillis::now()),
                taken = queue.recv_many(&mut batch, BATCH_MAX) => {
                    if taken == 0 {
                        return;
                    }
                    if batch.iter().any(|work| matches!(work, Work::Stop)) {
                        // Nothing is let in any more; what is in already is still served.
                        queue.close();
                    }
                    self.serve(batch.drain(..), &*publisher).await;
                }
            }
        }
    }

    /// Serves a batch: applies all, waits until the disk has it, then answers in order.
    async fn serve(&self, batch: impl Iterator<Item = Work>, publisher: &dyn Publish) {
        let requests = batch.filter_map(|work| match work {
            Work::Request(request) => Some(request),
            Work::Stop => None,
        });
        let now = UnixMillis::now();
        let (answers, ticket) = self.apply_all(requests, now);
        self.common.store.committed(ticket).await;
        for (answer, unanswered) in answers {
            // First, so that who has its answer may ask again.
            drop(unanswered);
            if let Some(trace) = &answer.trace {
                self.common.traces.record(&answer.tenant, now, "shadow", Arc::clone(trace) as _);
            }
            answer.give(publisher);
        }
    }

    fn apply_all(&self, requests: impl Iterator<Item = Request>, now: UnixMillis) -> (Vec<Served>, Ticket) {
        let mut documents = self.documents.lock();
        let mut changed = BTreeSet::new();
        let mut answers = Vec::with_capacity(BATCH_MAX);
        for request in requests {
            self.waiting_bytes.fetch_sub(request.weight(), Ordering::Relaxed);
            let Request { tenant, name, operation, origin, by, unanswered } = request;
            let document = documents.get(&tenant).and_then(|shadows| shadows.get(&name)).cloned();
            let outcome =
                apply(&name, document.as_ref(), operation, origin.payload(), now, &self.common.limits);
            self.common.count(outcome.rejected.is_some());
            self.common.count_limit(&outcome);
            if let Some(document) = &outcome.document {
                let shadows = documents.entry(tenant.clone()).or_default();
                shadows.insert(name.clone(), Arc::clone(document));
                changed.insert((tenant.clone(), name.clone()));
            }
            let trace = self.common.trace(&name, operation, &origin, by, document.as_ref(), &outcome);
            let topic = name.topic(operation);
            answers.push((Answer { tenant, topic, origin, outcome, trace }, unanswered));
        }
        if changed.is_empty() {
            return (answers, Ticket::DONE);
        }
        // A shadow that changed more than once in the batch is written once.
        let writes = changed.iter().filter_map(|(tenant, name)| {
            let document = documents.get(tenant)?.get(name)?;
            Some(Write::put_json(Table::Shadow, tenant, row_key(name), document.to_stored().to_owned()))
        });
        // Submitted under the lock, so that memory and disk see one order.
        let ticket = self.common.store.submit(writes);
        (answers, ticket)
    }

    /// Removes the deleted shadows whose version no longer matters.
    fn forget_deleted(&self, now: UnixMillis) {
        let mut documents = self.documents.lock();
        let mut writes = Vec::new();
        for (tenant, shadows) in &mut *documents {
            shadows.retain(|name, document| {
                let forgotten = document.is_forgotten(now);
                if forgotten {
                    writes.push(Write::delete(Table::Shadow, tenant, row_key(name)));
                }
                !forgotten
            });
        }
        documents.retain(|_, shadows| !shadows.is_empty());
        if !writes.is_empty() {
            self.common.store.submit(writes);
        }
    }

    /// Forgets all shadows of a tenant, in memory and on disk.
    pub fn reset(&self, tenant: &Tenant) {
        let mut documents = self.documents.lock();
        let shadows = documents.remove(tenant).unwrap_or_default();
        let delete = |name| Write::delete(Table::Shadow, tenant, row_key(name));
        self.common.store.submit(shadows.keys().map(delete));
    }

    /// The names of a thing's named shadows, in order.
    pub fn named(
        &self,
        tenant: &Tenant,
        thing: &str,
        page: &PageRequest,
    ) -> Result<Page<String>, InvalidToken> {
        let documents = self.documents.lock();
        let classic = ShadowName::new(thing, None).ok();
        let named = documents.get(tenant).zip(classic).into_iter().flat_map(|(shadows, classic)| {
            // The classic one comes first.
            shadows.range((Bound::Excluded(classic), Bound::Unbounded))
        });
        let names = named
            .take_while(|(name, _)| name.thing() == thing)
            .filter(|(_, document)| document.is_live())
            .filter_map(|(name, _)| name.name());
        cut_page(names, page, |name| (*name).to_owned(), |name, last| *name > last, str::to_owned)
    }

    /// A document that is live.
    pub fn get(&self, tenant: &Tenant, name: &ShadowName) -> Option<Arc<Document>> {
        let documents = self.documents.lock();
        documents.get(tenant)?.get(name).filter(|document| document.is_live()).cloned()
    }

    /// The tenants that have or had shadows.
    pub fn tenants(&self) -> Vec<Tenant> {
        self.documents.lock().keys().cloned().collect()
    }

    /// How many shadows exist.
    pub fn live(&self) -> usize {
        let live = |shadows: &BTreeMap<_, Arc<Document>>| shadows.values().filter(|it| it.is_live()).count();
        self.documents.lock().values().map(live).sum()
    }
}

/// The key of a shadow's row: the thing's name, and the shadow's or nothing.
fn row_key(name: &ShadowName) -> Key {
    Key::pair(name.thing(), name.name().unwrap_or_default())
}

/// An answer, and what to let go when it is given.
type Served = (Answer, Option<Unanswered>);

/// What is to be said once a request is on disk.
struct Answer {
    tenant: Tenant,
    /// The topic of requests for the operation.
    topic: String,
    origin: Origin,
    outcome: Outcome,
    trace: Option<Arc<ShadowTrace>>,
}

impl Answer {
    /// Requests over HTTP that change a shadow are published like those over MQTT; reads and errors
    /// are not (shadow.md §1). What nobody listens to is not made.
    fn give(self, publisher: &dyn Publish) {
        let Self { tenant, topic, origin, outcome, .. } = self;
        let publish = |kind: ReplyKind, json: &mut dyn FnMut() -> Option<Vec<u8>>| {
            let topic = format!("{topic}/{}", kind.level());
            if publisher.is_wanted(&tenant, &topic)
                && let Some(json) = json()
            {
                publisher.publish(&tenant, &topic, &json);
            }
        };
        if outcome.document.is_some() || matches!(origin, Origin::Mqtt(_)) {
            publish(outcome.kind(), &mut || Some(outcome.answer.clone()));
            if let Some(updated) = &outcome.updated {
                publish(ReplyKind::Documents, &mut || Some(updated.documents()));
                publish(ReplyKind::Delta, &mut || updated.delta());
            }
        }
        if let Origin::Http(_, caller) = origin {
            // Who no longer waits needs no answer.
            let _ = caller.send(outcome.http());
        }
    }
}
