//! The rules engine at run time.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use ::trace::Traces;
use base::limiter::{Buckets, Pace};
use base::{AccountId, Limit, Limits, Noted, Tenant, UnixMillis, Unsaid};
use broker::{Broker, Message, Publisher, RuleId};
use parking_lot::Mutex;
use rules::book::{Rule, RuleBook};
use rules::definition::Fired;
use rules::sql::EvalError;
use tokio::sync::{Notify, mpsc};
use uuid::Uuid;

use crate::conversation::Conversations;
use crate::external::{External, Fleet};
use crate::http::batch::Batches;
use crate::http::client::HttpClient;
use crate::http::destinations::{self, Confirmation, Destinations};
use crate::http::post::Poster;
use crate::job::{Chosen, Job, random_bits};
use crate::lane::Lanes;
use crate::metrics::{ByRule, Metrics, RuleCounters, RuleMetric, count};
use crate::perform::Performer;
use crate::room::{BESIDE_BYTES_MAX, QUEUES_BYTES_MAX, Room};
use crate::sinks::Sinks;
use crate::trace::MessageTrace;

/// Messages that wait for one worker.
const QUEUE_MAX: usize = 8192;

/// How long the rules of one message have a thread before others on it have their turn. A single rule cannot be
/// interrupted; its evaluation has a budget.
const TURN: Duration = Duration::from_millis(5);

/// Evaluates rules and has their actions performed. Messages are handed in by the broker's tasks, which
/// never wait for it.
pub struct Engine {
    rules: Arc<RuleBook>,
    sinks: Sinks,
    queues: Vec<mpsc::Sender<Job>>,
    /// Taken by `start`.
    receivers: Mutex<Vec<mpsc::Receiver<Job>>>,
    started: OnceLock<Started>,
    hasher: RandomState,
    pub(crate) metrics: Metrics,
    pub(crate) by_rule: ByRule,
    limits: Limits,
    traces: Arc<Traces>,
    /// Evaluations by account; `None` when the rate is switched off.
    evaluations: Option<Mutex<Buckets>>,
    pub(crate) conversations: Arc<Conversations>,
    noted: Mutex<Noted>,
    /// What happens to many messages that belong to no rule.
    often: Mutex<Noted<&'static str>>,
    /// For what waits in the queues.
    queued: Room,
    /// For what waits beside the workers.
    pub(crate) beside: Arc<Room>,
    pending: AtomicUsize,
    settled: Notify,
}

/// What the engine reaches others with.
struct Started {
    lanes: Lanes,
    external: External,
    batches: Arc<Batches>,
    http: HttpClient,
}

/// A message in a queue, until this is dropped.
struct Queued<'e> {
    engine: &'e Engine,
    bytes: usize,
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.engine.queued.give_back(self.bytes);
        self.engine.done();
    }
}

/// What the engine needs of the rest of the program.
pub struct Ports {
    /// Shadows and registry, for external functions.
    pub fleet: Arc<dyn Fleet>,
    /// Destinations of HTTP actions.
    pub destinations: Arc<dyn Destinations>,
}

/// Something that [`Engine::drain`] waits for, until it is dropped.
pub(crate) struct Pending {
    engine: Arc<Engine>,
    /// Of an action: its rule.
    rule: Option<Arc<RuleCounters>>,
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(rule) = &self.rule {
            rule.open.fetch_sub(1, Ordering::AcqRel);
        }
        self.engine.done();
    }
}

impl Engine {
    /// An engine that queues but does nothing before [`start`](Self::start).
    pub fn new(rules: Arc<RuleBook>, sinks: Sinks, limits: Limits, traces: Arc<Traces>) -> Arc<Self> {
        rules.offer_only(crate::has_action);
        let pace = Pace::per_second(limits.rule_evaluations_per_second);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let (queues, receivers) =
            (0..cores.saturating_sub(1).max(1)).map(|_| mpsc::channel(QUEUE_MAX)).unzip();
        let beside = Arc::new(Room::new(BESIDE_BYTES_MAX));
        Arc::new(Self {
            rules,
            sinks,
            queues,
            receivers: Mutex::new(receivers),
            started: OnceLock::new(),
            hasher: RandomState::new(),
            metrics: Metrics::default(),
            by_rule: ByRule::default(),
            evaluations: pace.map(|pace| Mutex::new(Buckets::new(pace))),
            conversations: Arc::default(),
            noted: Mutex::default(),
            often: Mutex::default(),
            queued: Room::new(QUEUES_BYTES_MAX),
            beside,
            limits,
            traces,
            pending: AtomicUsize::new(0),
            settled: Notify::new(),
        })
    }

    /// Starts the workers. Call it once, on a runtime.
    pub fn start(self: &Arc<Self>, broker: Broker, ports: Ports) {
        let http = HttpClient::new(self.sinks.trust.clone());
        let poster = Poster::new(http.clone(), ports.destinations, &self.limits, &self.sinks);
        let performer = Performer::new(broker, poster, self.sinks.clone(), &http);
        #[cfg(feature = "aws")]
        let external = External::new(ports.fleet, Arc::clone(&performer.clients));
        #[cfg(not(feature = "aws"))]
        let external = External::new(ports.fleet);
        let lanes = Lanes::new(performer, Arc::clone(&self.beside));
        let started = Started { lanes, external, batches: Arc::default(), http };
        let _ = self.started.set(started);
        for mut queue in std::mem::take(&mut *self.receivers.lock()) {
            let engine = Arc::clone(self);
            tokio::spawn(async move {
                while let Some(mut job) = queue.recv().await {
                    // Not on the publisher's task: the operating system is asked for it.
                    job.trace_id = job.publisher.client_id.as_ref().map(|_| Uuid::new_v4().to_string());
                    let queued = Queued { engine: &engine, bytes: job.message.weight() };
                    engine.run(&Arc::new(job)).await;
                    drop(queued);
                    // A statement may take its time; others on this thread have theirs in between.
                    tokio::task::yield_now().await;
                }
            });
        }
    }

    /// Queues a message for the rules whose topic filters it matched. Never blocks: when the engine is
    /// busy beyond its queue, the message is dropped for the rules, logged and counted.
    pub fn submit(
        &self,
        tenant: &Tenant,
        rules: &Arc<[RuleId]>,
        message: &Message,
        publisher: &Arc<Publisher>,
    ) {
        self.queue(tenant, Chosen::Found(Arc::clone(rules)), message, publisher);
    }

    /// Queues a message for one rule by name (Basic Ingest).
    pub fn submit_to(&self, tenant: &Tenant, rule: &str, message: &Message, publisher: &Arc<Publisher>) {
        self.queue(tenant, Chosen::Named(rule.into()), message, publisher);
    }

    fn queue(&self, tenant: &Tenant, rules: Chosen, message: &Message, publisher: &Arc<Publisher>) {
        let count_rules = match &rules {
            Chosen::Found(found) => found.len(),
            Chosen::Named(_) => 1,
        };
        if !self.may_evaluate(tenant, count_rules) {
            return;
        }
        let job = Job {
            tenant: tenant.clone(),
            rules,
            message: message.clone(),
            publisher: Arc::clone(publisher),
            at: UnixMillis::now(),
            trace_id: None,
            trace: OnceLock::new(),
        };
        if self.enqueue(job) {
            return;
        }
        count(&self.metrics.throttled);
        if let Some(unsaid) = self.due("rules engine is busy") {
            tracing::error!(
                %tenant, topic = message.topic(), unsaid, event = "RuleMessageThrottled", "rules engine is busy"
            );
        }
    }

    /// Gives a message to its worker; `false` when too much waits.
    fn enqueue(&self, job: Job) -> bool {
        let bytes = job.message.weight();
        if !self.queued.take(bytes) {
            return false;
        }
        // By publisher, so that one device's messages are evaluated in order.
        let worker = self.hasher.hash_one(&job.publisher.client_id) as usize % self.queues.len();
        self.pending.fetch_add(1, Ordering::AcqRel);
        let sent = self.queues.get(worker).is_some_and(|queue| queue.try_send(job).is_ok());
        if !sent {
            drop(Queued { engine: self, bytes });
        }
        sent
    }

    /// If something that happens to many messages is to be logged now: how often it was not, lately.
    fn due(&self, what: &'static str) -> Option<Unsaid> {
        self.often.lock().due(what, self.limits.meter.now())
    }

    /// The same of a rule.
    pub(crate) fn due_of(&self, counters: &RuleCounters, what: &'static str) -> Option<Unsaid> {
        counters.due(what, self.limits.meter.now())
    }

    /// The counters of a rule.
    pub(crate) fn counters(&self, rule: &Rule) -> Arc<RuleCounters> {
        self.by_rule.of(rule, &self.rules)
    }

    /// Forgets what the rules of an account did, or those of all.
    pub fn reset_metrics(&self, account: Option<AccountId>) {
        self.by_rule.reset(account);
    }

    /// Whether so many more evaluations are within the account's rate. A message is evaluated for all of
    /// its rules or dropped for all.
    fn may_evaluate(&self, tenant: &Tenant, rules: usize) -> bool {
        let Some(evaluations) = &self.evaluations else { return true };
        // The rules that a message matches are far fewer than 2^32.
        if evaluations.lock().take(tenant, rules as u32, self.limits.meter.now()) {
            return true;
        }
        let limit = Limit::RuleEvaluationsPerSecond;
        self.limits.hit(limit);
        count(&self.metrics.throttled);
        if let Some(unsaid) = self.noted.lock().due(limit, self.limits.meter.now()) {
            let (limit, value) = (limit.name(), self.limits.value(limit));
            tracing::error!(%tenant, limit, value, unsaid, event = "RuleMessageThrottled", "limit exceeded");
        }
        false
    }

    /// A message that one of its rules cannot take.
    pub(crate) fn throttled(&self, job: &Job, rule: &Arc<Rule>, reason: &'static str) {
        job.trace(|trace| trace.dropped(rule, reason));
        let counters = self.counters(rule);
        count(&self.metrics.throttled);
        count(&counters.throttled);
        let Some(unsaid) = self.due_of(&counters, reason) else { return };
        let (rule, trace_id) = (rule.definition.name.as_str(), job.trace_id.as_deref());
        tracing::error!(
            tenant = %job.tenant, rule, topic = job.message.topic(), trace_id, reason, unsaid,
            event = "RuleMessageThrottled", "message dropped"
        );
    }

    /// Something begins that [`Engine::drain`] has to wait for.
    pub(crate) fn begin(self: &Arc<Self>) -> Pending {
        self.pending.fetch_add(1, Ordering::AcqRel);
        Pending { engine: Arc::clone(self), rule: None }
    }

    /// An action of a rule begins.
    pub(crate) fn begin_action(self: &Arc<Self>, counters: &Arc<RuleCounters>) -> Pending {
        counters.open.fetch_add(1, Ordering::AcqRel);
        let mut pending = self.begin();
        pending.rule = Some(Arc::clone(counters));
        pending
    }

    /// Something that was counted as pending is done.
    fn done(&self) {
        if self.pending.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.settled.notify_waiters();
        }
    }

    /// Waits until every message that was handed in is evaluated and its actions are done.
    pub async fn drain(&self) {
        loop {
            let settled = self.settled.notified();
            if self.pending.load(Ordering::Acquire) == 0 {
                return;
            }
            settled.await;
        }
    }

    /// Says in the log what is not done, rule by rule, and counts it. For the end of the program, after
    /// [`drain`](Self::drain) has had its time.
    pub fn report_unfinished(&self) {
        let pending = self.pending.load(Ordering::Acquire);
        if pending == 0 {
            return;
        }
        self.metrics.abandoned.fetch_add(pending as u64, Ordering::Relaxed);
        let mut actions = 0;
        for (tenant, rule, open) in self.by_rule.open() {
            actions += open;
            tracing::error!(%tenant, rule, actions = open, event = "RuleExecution", "actions cut off by the end");
        }
        let messages = pending.saturating_sub(actions);
        if messages > 0 {
            tracing::error!(messages, "messages cut off by the end before all their rules had them");
        }
    }

    /// What waits for the workers and what waits beside them, bytes.
    #[cfg(test)]
    pub(crate) fn held_bytes(&self) -> (usize, usize) {
        (self.queued.taken(), self.beside.taken())
    }

    /// Counters by rule, for those rules that have any.
    pub fn rule_metrics(&self) -> Vec<RuleMetric> {
        self.by_rule.read()
    }

    /// Counters.
    pub fn metrics(&self) -> Vec<(&'static str, &'static str, u64)> {
        self.metrics.read()
    }

    /// The rules that the broker's index found for a topic, as they are now.
    fn found(&self, ids: &[RuleId], topic: &str) -> Vec<Arc<Rule>> {
        let mut rules: Vec<Arc<Rule>> = Vec::with_capacity(ids.len());
        let mut changed = false;
        for RuleId(id) in ids {
            let Some(rule) = self.rules.by_id(*id).filter(|rule| rule.concerns(*id, topic)) else { continue };
            changed |= rule.id != *id;
            // While a rule is replaced, the index can find two states of it.
            if !changed || !rules.iter().any(|known| known.id == rule.id) {
                rules.push(rule);
            }
        }
        rules
    }

    /// Evaluates every rule that a message is for. The rules are not bounded together: when they take their
    /// time, others on this thread have theirs between one rule and the next.
    async fn run(self: &Arc<Self>, job: &Arc<Job>) {
        let rules: Vec<Arc<Rule>> = match &job.rules {
            Chosen::Found(ids) => self.found(ids, job.message.topic()),
            Chosen::Named(name) => match self.rules.get(&job.tenant, name) {
                Ok(rule) if !rule.definition.is_disabled => vec![rule],
                _ => {
                    count(&self.metrics.not_found);
                    if let Some(unsaid) = self.due("Basic Ingest to no rule") {
                        let tenant = &job.tenant;
                        tracing::warn!(%tenant, rule = %name, unsaid, event = "RuleNotFound", "Basic Ingest to no rule");
                    }
                    return;
                }
            },
        };
        let trace = MessageTrace::begin(&self.traces, job);
        if let Some(trace) = &trace {
            // Only here.
            let _ = job.trace.set(Arc::downgrade(trace));
        }
        let properties = job.properties();
        let message = job.rule_message(properties.as_ref(), &random_bits);
        let mut turn = (rules.len() > 1).then(Instant::now);
        for rule in rules {
            if turn.is_some_and(|turn| turn.elapsed() >= TURN) {
                tokio::task::yield_now().await;
                turn = Some(Instant::now());
            }
            count(&self.metrics.topic_match);
            count(&self.counters(&rule).topic_match);
            tracing::debug!(
                tenant = %job.tenant, rule = rule.definition.name, topic = job.message.topic(),
                trace_id = job.trace_id.as_deref(), event = "RuleMatch", "rule matched"
            );
            match rule.definition.fire(&message) {
                // What it asks for is asked elsewhere; here the next message has its turn.
                Err(EvalError::Awaits(_)) => self.evaluate_with_answers(&rule, job),
                outcome => self.evaluated(&rule, job, outcome),
            }
        }
        if let Some(trace) = trace {
            trace.tell(&self.traces);
        }
        if let Some(error) = message.parse_error() {
            count(&self.metrics.parse_errors);
            tracing::debug!(tenant = %job.tenant, topic = job.message.topic(), %error, "payload is not JSON");
        }
    }

    /// Goes on from what became of a rule's evaluation.
    pub(crate) fn evaluated(
        self: &Arc<Self>,
        rule: &Arc<Rule>,
        job: &Arc<Job>,
        outcome: Result<Option<Fired<'_>>, EvalError>,
    ) {
        match outcome {
            Ok(Some(fired)) => self.fired(rule, job, fired),
            Ok(None) => job.trace(|trace| trace.rests(rule)),
            Err(error) => {
                job.trace(|trace| trace.given_up(rule, &error.to_string()));
                count(&self.metrics.parse_errors);
                count(&self.counters(rule).parse_errors);
                tracing::error!(
                    tenant = %job.tenant, rule = rule.definition.name, %error,
                    trace_id = job.trace_id.as_deref(), event = "FunctionExecution",
                    "rule evaluation given up"
                );
            }
        }
    }

    pub(crate) fn lanes(&self) -> Option<&Lanes> {
        self.started.get().map(|started| &started.lanes)
    }

    pub(crate) fn batches(&self) -> Option<&Arc<Batches>> {
        self.started.get().map(|started| &started.batches)
    }

    /// Asks the destination of HTTP actions to confirm, once.
    ///
    /// # Errors
    /// Why the message did not arrive.
    pub async fn confirm(&self, confirmation: &Confirmation) -> Result<(), String> {
        match self.started.get() {
            Some(started) => destinations::confirm(&started.http, confirmation).await,
            None => Err("the rules engine is not started".to_owned()),
        }
    }

    pub(crate) fn external(&self) -> Option<&External> {
        self.started.get().map(|started| &started.external)
    }
}
