//! The rules engine at run time.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use base::limiter::{Buckets, Pace};
use base::{Limit, Limits, Noted, Tenant, UnixMillis};
use broker::{Broker, Message, Publisher, RuleId};
use mqtt::{Properties, Property, PropertyId};
use parking_lot::Mutex;
use rules::book::{Rule, RuleBook};
use rules::definition::Fired;
use rules::error_document::ActionFailure;
use rules::message::{Message as RuleMessage, Mqtt5Properties, Origin};
use tokio::sync::{Notify, mpsc};

use crate::lane::{LaneId, Lanes};
use crate::metrics::{Metrics, count};
use crate::perform::{Failure, Performer, Task};
use crate::sinks::Sinks;

/// Messages that wait for one worker.
const QUEUE_MAX: usize = 8192;

/// Evaluates rules and has their actions performed. Messages are handed in by the broker's tasks, which
/// never wait for it.
pub struct Engine {
    rules: Arc<RuleBook>,
    sinks: Sinks,
    queues: Vec<mpsc::Sender<Job>>,
    /// Taken by `start`.
    receivers: Mutex<Vec<mpsc::Receiver<Job>>>,
    lanes: OnceLock<Lanes>,
    hasher: RandomState,
    metrics: Metrics,
    limits: Limits,
    /// Evaluations by account; `None` when the rate is switched off.
    evaluations: Option<Mutex<Buckets>>,
    noted: Mutex<Noted>,
    pending: AtomicUsize,
    settled: Notify,
}

/// A message on its way through the rules.
struct Job {
    tenant: Tenant,
    rules: Chosen,
    message: Message,
    publisher: Arc<Publisher>,
    at: UnixMillis,
    trace_id: Option<String>,
}

/// Which rules a message is for.
enum Chosen {
    /// Those that the broker's index found.
    Found(Arc<[RuleId]>),
    /// One by name: Basic Ingest.
    Named(Box<str>),
}

/// A rule that fired, until its last action is done.
struct Firing {
    engine: Arc<Engine>,
    rule: Arc<Rule>,
    job: Arc<Job>,
    remaining: AtomicUsize,
    failures: Mutex<Vec<ActionFailure>>,
}

impl Engine {
    /// An engine that queues but does nothing before [`start`](Self::start).
    pub fn new(rules: Arc<RuleBook>, sinks: Sinks, limits: Limits) -> Arc<Self> {
        rules.offer_only(crate::has_action);
        let pace = Pace::per_second(limits.rule_evaluations_per_second);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let (queues, receivers) =
            (0..cores.saturating_sub(1).max(1)).map(|_| mpsc::channel(QUEUE_MAX)).unzip();
        Arc::new(Self {
            rules,
            sinks,
            queues,
            receivers: Mutex::new(receivers),
            lanes: OnceLock::new(),
            hasher: RandomState::new(),
            metrics: Metrics::default(),
            evaluations: pace.map(|pace| Mutex::new(Buckets::new(pace))),
            noted: Mutex::default(),
            limits,
            pending: AtomicUsize::new(0),
            settled: Notify::new(),
        })
    }

    /// Starts the workers. Call it once, on a runtime.
    pub fn start(self: &Arc<Self>, broker: Broker) {
        let _ = self.lanes.set(Lanes::new(Performer::new(broker, self.sinks.clone())));
        for mut queue in std::mem::take(&mut *self.receivers.lock()) {
            let engine = Arc::clone(self);
            tokio::spawn(async move {
                while let Some(job) = queue.recv().await {
                    engine.run(&Arc::new(job));
                    engine.done();
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
            trace_id: publisher.client_id.as_ref().map(|_| uuid::Uuid::new_v4().to_string()),
        };
        // By publisher, so that one device's messages are evaluated in order.
        let worker = self.hasher.hash_one(&publisher.client_id) as usize % self.queues.len();
        self.pending.fetch_add(1, Ordering::AcqRel);
        let sent = self.queues.get(worker).is_some_and(|queue| queue.try_send(job).is_ok());
        if !sent {
            count(&self.metrics.throttled);
            tracing::error!(%tenant, topic = message.topic(), event = "RuleMessageThrottled", "rules engine is busy");
            self.done();
        }
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
        if self.noted.lock().is_due(limit, self.limits.meter.now()) {
            let (limit, value) = (limit.name(), self.limits.value(limit));
            tracing::error!(%tenant, limit, value, event = "RuleMessageThrottled", "limit exceeded");
        }
        false
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

    /// Counters.
    pub fn metrics(&self) -> Vec<(&'static str, &'static str, u64)> {
        self.metrics.read()
    }

    /// Evaluates every rule that a message is for.
    fn run(self: &Arc<Self>, job: &Arc<Job>) {
        let rules: Vec<Arc<Rule>> = match &job.rules {
            Chosen::Found(ids) => ids.iter().filter_map(|id| self.rules.by_id(id.0)).collect(),
            Chosen::Named(name) => match self.rules.get(&job.tenant, name) {
                Ok(rule) if !rule.definition.is_disabled => vec![rule],
                _ => {
                    count(&self.metrics.not_found);
                    tracing::warn!(tenant = %job.tenant, rule = %name, event = "RuleNotFound", "Basic Ingest to no rule");
                    return;
                }
            },
        };
        let properties = mqtt5_properties(job.message.properties());
        let random = random_bits;
        let message = job.rule_message(properties.as_ref(), &random);
        for rule in rules {
            count(&self.metrics.topic_match);
            match rule.definition.fire(&message) {
                Ok(Some(fired)) => self.fired(&rule, job, fired),
                Ok(None) => {}
                Err(error) => {
                    count(&self.metrics.parse_errors);
                    tracing::error!(
                        tenant = %job.tenant, rule = rule.definition.name, %error,
                        event = "FunctionExecution", "rule evaluation given up"
                    );
                }
            }
        }
        if let Some(error) = message.parse_error() {
            count(&self.metrics.parse_errors);
            tracing::debug!(tenant = %job.tenant, topic = job.message.topic(), %error, "payload is not JSON");
        }
    }

    /// Hands the actions of a rule to their lanes.
    fn fired(self: &Arc<Self>, rule: &Arc<Rule>, job: &Arc<Job>, fired: Fired<'_>) {
        count(&self.metrics.executed);
        let payload: Arc<[u8]> = fired.output.bytes.as_ref().into();
        let firing = Arc::new(Firing {
            engine: Arc::clone(self),
            rule: Arc::clone(rule),
            job: Arc::clone(job),
            remaining: AtomicUsize::new(fired.actions.len()),
            failures: Mutex::default(),
        });
        for (index, action) in fired.actions.into_iter().enumerate() {
            self.pending.fetch_add(1, Ordering::AcqRel);
            match action {
                Ok(request) => {
                    let task = Task {
                        tenant: job.tenant.clone(),
                        request,
                        payload: Arc::clone(&payload),
                        hops: job.publisher.republished,
                    };
                    firing.submit(index, task);
                }
                Err(failure) => firing.settle(Some(failure)),
            }
        }
    }

    fn lanes(&self) -> Option<&Lanes> {
        self.lanes.get()
    }
}

impl Firing {
    fn submit(self: &Arc<Self>, index: usize, task: Task) {
        let Some(lanes) = self.engine.lanes() else { return self.settle(None) };
        let id = LaneId { rule: self.rule.id, action: Some(index) };
        let firing = Arc::clone(self);
        let resource = task.resource().to_owned();
        let done = Box::new(move |outcome: Result<(), Failure>| {
            let action = firing.rule.definition.actions.get(index);
            let failure = match (outcome, action) {
                (Err(failure), Some(action)) => Some(action.failure(&resource, failure.message)),
                _ => None,
            };
            firing.settle(failure);
        });
        lanes.submit(id, task, done);
    }

    /// One action is done. After the last, the error action runs if any has failed.
    fn settle(&self, failure: Option<ActionFailure>) {
        let metrics = &self.engine.metrics;
        match failure {
            None => count(&metrics.success),
            Some(failure) => {
                count(&metrics.failure);
                tracing::error!(
                    tenant = %self.job.tenant, rule = self.rule.definition.name,
                    action = failure.failed_action, resource = failure.failed_resource,
                    error = failure.error_message, "rule action failed"
                );
                self.failures.lock().push(failure);
            }
        }
        if self.remaining.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.finish();
        }
        self.engine.done();
    }

    fn finish(&self) {
        let failures = std::mem::take(&mut *self.failures.lock());
        if failures.is_empty() {
            return;
        }
        let properties = mqtt5_properties(self.job.message.properties());
        let random = random_bits;
        let message = self.job.rule_message(properties.as_ref(), &random);
        let (request, document) = match self.rule.definition.error_request(&message, &failures) {
            Ok(Some(made)) => made,
            Ok(None) => return,
            Err(failure) => return self.error_action_failed(&failure.error_message),
        };
        let task = Task {
            tenant: self.job.tenant.clone(),
            request,
            payload: document.into(),
            hops: self.job.publisher.republished,
        };
        let Some(lanes) = self.engine.lanes() else { return };
        let id = LaneId { rule: self.rule.id, action: None };
        self.engine.pending.fetch_add(1, Ordering::AcqRel);
        let (engine, rule) = (Arc::clone(&self.engine), self.rule.definition.name.clone());
        let done = Box::new(move |outcome: Result<(), Failure>| {
            match outcome {
                Ok(()) => count(&engine.metrics.error_action_success),
                Err(failure) => {
                    count(&engine.metrics.error_action_failure);
                    tracing::error!(rule, error = failure.message, "error action failed");
                }
            }
            engine.done();
        });
        lanes.submit(id, task, done);
    }

    fn error_action_failed(&self, error: &str) {
        count(&self.engine.metrics.error_action_failure);
        tracing::error!(rule = self.rule.definition.name, error, "error action failed");
    }
}

impl Job {
    /// The message as statements see it.
    fn rule_message<'a>(
        &'a self,
        properties: Option<&'a Mqtt5Properties<'a>>,
        random: &'a (dyn rules::message::RandomSource + Sync),
    ) -> RuleMessage<'a> {
        let origin = Origin {
            topic: self.message.topic(),
            account: self.tenant.account,
            now: self.at,
            client_id: self.publisher.client_id.as_deref(),
            principal: self.publisher.principal.as_deref(),
            source_ip: self.publisher.source_ip,
            trace_id: self.trace_id.as_deref(),
            properties,
            random,
        };
        RuleMessage::new(self.message.payload(), origin)
    }
}

/// The MQTT 5 properties that statements can read; `None` when the message has none.
fn mqtt5_properties(raw: &[u8]) -> Option<Mqtt5Properties<'_>> {
    if raw.is_empty() {
        return None;
    }
    let mut found = Mqtt5Properties::default();
    for property in Properties::from_raw(raw).iter() {
        match property {
            Property::Number(PropertyId::PayloadFormatIndicator, value) => found.payload_is_utf8 = value == 1,
            Property::Text(PropertyId::ContentType, text) => found.content_type = Some(text),
            Property::Text(PropertyId::ResponseTopic, text) => found.response_topic = Some(text),
            Property::Binary(PropertyId::CorrelationData, data) => found.correlation_data = Some(data),
            Property::User(key, value) => found.user_properties.push((key, value)),
            _ => {}
        }
    }
    Some(found)
}

/// 64 random bits.
fn random_bits() -> u64 {
    let (high, low) = uuid::Uuid::new_v4().as_u64_pair();
    // Six bits of a UUID are fixed; the two halves have theirs in different places.
    high.rotate_left(32) ^ low
}
