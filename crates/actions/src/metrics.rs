//! What the engine counts.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base::limiter::Tick;
use base::{AccountId, Noted, Tenant, Unsaid};
use parking_lot::{Mutex, RwLock};
use rules::book::{Rule, RuleBook};

base::counters! {
    /// Counters since the start of the program.
    pub(crate) struct Metrics {
        topic_match = "Messages that matched the topic filter of a rule, per rule";
        executed = "Rules that fired";
        throttled = "Messages dropped because the engine was busy or the rate too high (RuleMessageThrottled)";
        not_found = "Basic Ingest messages to a rule that does not exist or is disabled (RuleNotFound)";
        parse_errors = "Evaluations given up, or payloads that were not JSON (ParseError)";
        success = "Actions that succeeded";
        failure = "Actions that failed for good";
        error_action_success = "Error actions that succeeded";
        error_action_failure = "Error actions that failed";
        abandoned = "Messages and actions that the end of the program cut off";
    }
}

/// Adds one.
pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// Rules that are counted one by one; what further ones do is counted in the totals only.
const RULES_MAX: usize = 4096;
/// When there are so many, rules that are no more are looked for this often at most.
const FORGET_EVERY: Duration = Duration::from_secs(1);

/// How an action ended, by the name of its metric (rules.md §8).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Outcome {
    Success,
    Failure,
    ErrorActionSuccess,
    ErrorActionFailure,
}

impl Outcome {
    fn metric(self) -> &'static str {
        match self {
            Self::Success => "Success",
            Self::Failure => "Failure",
            Self::ErrorActionSuccess => "ErrorActionSuccess",
            Self::ErrorActionFailure => "ErrorActionFailure",
        }
    }
}

/// What one rule did, whatever became of its definition.
#[derive(Default)]
pub(crate) struct RuleCounters {
    pub topic_match: AtomicU64,
    pub parse_errors: AtomicU64,
    pub throttled: AtomicU64,
    /// Actions under way.
    pub open: AtomicUsize,
    /// By the action's name and the metric.
    actions: Mutex<BTreeMap<(&'static str, &'static str), u64>>,
    noted: Mutex<Noted<&'static str>>,
}

impl RuleCounters {
    /// Counts how an action ended.
    pub fn action(&self, name: &'static str, outcome: Outcome) {
        self.action_metric(name, outcome.metric());
    }

    /// Counts something about an action.
    pub fn action_metric(&self, name: &'static str, metric: &'static str) {
        *self.actions.lock().entry((name, metric)).or_default() += 1;
    }

    /// If something that happens to many messages of the rule is to be logged now: how often it was not, lately.
    pub fn due(&self, what: &'static str, now: Tick) -> Option<Unsaid> {
        self.noted.lock().due(what, now)
    }

    /// Begins again at zero; actions that are under way still are.
    fn clear(&self) {
        for counter in [&self.topic_match, &self.parse_errors, &self.throttled] {
            counter.store(0, Ordering::Relaxed);
        }
        self.actions.lock().clear();
    }

    fn is_idle(&self) -> bool {
        self.open.load(Ordering::Acquire) == 0
    }
}

/// Counters by name.
#[derive(Default)]
struct Named {
    rules: HashMap<(Tenant, String), Arc<RuleCounters>>,
    /// When rules that are no more were looked for.
    looked: Option<Instant>,
}

impl Named {
    /// Makes room for another rule in place of those that are no more. Those with actions under way stay.
    fn make_room(&mut self, book: &RuleBook) -> bool {
        if self.rules.len() < RULES_MAX {
            return true;
        }
        if self.looked.is_some_and(|at| at.elapsed() < FORGET_EVERY) {
            return false;
        }
        self.looked = Some(Instant::now());
        self.rules.retain(|(tenant, name), counters| !counters.is_idle() || book.get(tenant, name).is_ok());
        self.rules.len() < RULES_MAX
    }
}

/// Counters by rule.
#[derive(Default)]
pub(crate) struct ByRule {
    /// The way that a message takes: rules by their number, which changes with every change of a rule.
    numbers: RwLock<HashMap<u64, Arc<RuleCounters>>>,
    named: Mutex<Named>,
    others: Arc<RuleCounters>,
}

/// One number of one rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleMetric {
    /// Whose rule.
    pub tenant: Tenant,
    /// The rule.
    pub rule: String,
    /// The kind of action, such as `Republish`, if the metric is about one.
    pub action: Option<&'static str>,
    /// The metric's name in CloudWatch.
    pub metric: &'static str,
    /// Its value since the start of the program.
    pub value: u64,
}

impl ByRule {
    /// The counters of a rule of the book.
    pub fn of(&self, rule: &Rule, book: &RuleBook) -> Arc<RuleCounters> {
        if let Some(known) = self.numbers.read().get(&rule.id) {
            return Arc::clone(known);
        }
        let counters = {
            let mut named = self.named.lock();
            let key = (rule.tenant.clone(), rule.definition.name.clone());
            if let Some(known) = named.rules.get(&key) {
                Arc::clone(known)
            } else if named.make_room(book) {
                Arc::clone(named.rules.entry(key).or_default())
            } else {
                // It is not kept by its number: there may be room for its next message.
                return Arc::clone(&self.others);
            }
        };
        let mut numbers = self.numbers.write();
        if numbers.len() >= 2 * RULES_MAX {
            // Most are of rules that are no more; the others come back with their next message.
            numbers.clear();
        }
        numbers.insert(rule.id, Arc::clone(&counters));
        counters
    }

    /// Rules with actions that are under way, and how many.
    pub fn open(&self) -> Vec<(Tenant, String, usize)> {
        let named = self.named.lock();
        let open = named.rules.iter().map(|((tenant, name), counters)| {
            (tenant.clone(), name.clone(), counters.open.load(Ordering::Acquire))
        });
        open.filter(|(.., count)| *count > 0).collect()
    }

    /// Forgets what the rules of an account did, or those of all. Those with actions under way begin again at zero.
    pub fn reset(&self, account: Option<AccountId>) {
        // Rules that are made from here on have other numbers.
        self.numbers.write().clear();
        self.named.lock().rules.retain(|(tenant, _), counters| {
            if account.is_some_and(|account| tenant.account != account) {
                return true;
            }
            counters.clear();
            !counters.is_idle()
        });
    }

    /// Every number that is not zero, in the order of tenants and rules.
    pub fn read(&self) -> Vec<RuleMetric> {
        let named = self.named.lock();
        let mut metrics = Vec::new();
        for ((tenant, rule), counters) in &named.rules {
            let of = |action, metric, value| RuleMetric {
                tenant: tenant.clone(),
                rule: rule.clone(),
                action,
                metric,
                value,
            };
            let plain = [
                ("TopicMatch", &counters.topic_match),
                ("ParseError", &counters.parse_errors),
                ("RuleMessageThrottled", &counters.throttled),
            ];
            metrics.extend(plain.map(|(metric, counter)| of(None, metric, counter.load(Ordering::Relaxed))));
            let actions = counters.actions.lock();
            metrics.extend(actions.iter().map(|((action, metric), value)| {
                of(Some(action.trim_end_matches("Action")), metric, *value)
            }));
        }
        metrics.retain(|metric| metric.value > 0);
        metrics.sort_by(|left, right| {
            (&left.tenant, &left.rule, left.action, left.metric).cmp(&(
                &right.tenant,
                &right.rule,
                right.action,
                right.metric,
            ))
        });
        metrics
    }
}
