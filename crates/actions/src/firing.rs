//! A rule that fired: its actions, and what follows when some of them fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base::Unsaid;
use parking_lot::Mutex;
use rules::action::ActionRequest;
use rules::book::Rule;
use rules::definition::{ErrorActionFailure, Fired};
use rules::error_document::{ActionFailure, error_document};
use rules::sql::EvalError;

use crate::engine::{Engine, Pending};
use crate::http::failed_batch::FailedBatch;
use crate::job::{Job, random_bits};
use crate::lane::{LaneId, Undone};
use crate::metrics::{Outcome, RuleCounters, count};
use crate::perform::Task;

/// A rule that fired, until its last action is done.
pub(crate) struct Firing {
    pub engine: Arc<Engine>,
    pub rule: Arc<Rule>,
    pub job: Arc<Job>,
    counters: Arc<RuleCounters>,
    remaining: AtomicUsize,
    failures: Mutex<Vec<ActionFailure>>,
    /// Batches that failed with this message in them, and its place there.
    failed_batches: Mutex<Vec<(Arc<FailedBatch>, usize)>>,
}

impl Engine {
    /// Hands the actions of a rule to their lanes.
    pub(crate) fn fired(self: &Arc<Self>, rule: &Arc<Rule>, job: &Arc<Job>, fired: Fired<'_>) {
        count(&self.metrics.executed);
        let payload: Arc<[u8]> = fired.output.bytes.as_ref().into();
        job.trace(|trace| trace.fires(rule, &payload));
        let firing = Arc::new(Firing {
            engine: Arc::clone(self),
            rule: Arc::clone(rule),
            job: Arc::clone(job),
            counters: self.counters(rule),
            remaining: AtomicUsize::new(fired.actions.len()),
            failures: Mutex::default(),
            failed_batches: Mutex::default(),
        });
        for (index, action) in fired.actions.into_iter().enumerate() {
            let pending = self.begin_action(&firing.counters);
            match action {
                Ok(request) => firing.submit(index, firing.task(request, Arc::clone(&payload)), pending),
                Err(failure) => firing.settle(index, Some(failure), pending),
            }
        }
    }
}

impl Firing {
    pub(crate) fn task(&self, request: ActionRequest, payload: Arc<[u8]>) -> Task {
        Task {
            tenant: self.job.tenant.clone(),
            rule: Arc::clone(&self.rule),
            request,
            payload,
            hops: self.job.publisher.republished,
            counters: Arc::clone(&self.counters),
        }
    }

    fn submit(self: &Arc<Self>, index: usize, task: Task, pending: Pending) {
        self.job.trace(|trace| trace.action_begins(&self.rule, index, task.resource()));
        let Some(lanes) = self.engine.lanes() else { return self.settle(index, None, pending) };
        if let ActionRequest::Http(request) = &task.request
            && let Some(config) = request.batch
        {
            return self.join_batch(config, index, request.clone(), &task.payload, pending);
        }
        tracing::debug!(
            tenant = %self.job.tenant, rule = self.rule.definition.name, index, resource = task.resource(),
            trace_id = self.job.trace_id.as_deref(), event = "StartingRuleExecution", "action begins"
        );
        let id = LaneId { rule: self.rule.id, action: Some(index) };
        let firing = Arc::clone(self);
        let resource = task.resource().to_owned();
        let done = Box::new(move |outcome: Result<(), Undone>| match outcome {
            Ok(()) => firing.settle(index, None, pending),
            Err(undone) => firing.settle_undone(index, &resource, undone, pending),
        });
        lanes.submit(id, task, self.job.message.weight(), done);
    }

    /// The action at `index` was not done.
    pub(crate) fn settle_undone(
        self: &Arc<Self>,
        index: usize,
        resource: &str,
        undone: Undone,
        pending: Pending,
    ) {
        let action = self.rule.definition.actions.get(index);
        let failure = action.map(|action| action.failure(resource, undone.message));
        if let Some(failure) = &failure {
            self.log_failure(failure, undone.is_crowded);
        }
        self.settle_logged(index, failure, pending);
    }

    /// One action is done. After the last, the error action runs if any has failed.
    pub(crate) fn settle(self: &Arc<Self>, index: usize, failure: Option<ActionFailure>, pending: Pending) {
        if let Some(failure) = &failure {
            self.log_failure(failure, false);
        }
        self.settle_logged(index, failure, pending);
    }

    fn settle_logged(self: &Arc<Self>, index: usize, failure: Option<ActionFailure>, pending: Pending) {
        self.count(index, failure.is_none());
        let outcome = failure.as_ref().map_or(Ok(()), |failure| Err(failure.error_message.clone()));
        self.job.trace(|trace| trace.action_ends(&self.rule, index, outcome));
        self.failures.lock().extend(failure);
        self.one_less(pending);
    }

    /// The action at `index` failed together with the other messages of a batch.
    pub(crate) fn settle_in_batch(
        self: &Arc<Self>,
        index: usize,
        batch: &Arc<FailedBatch>,
        place: usize,
        pending: Pending,
    ) {
        self.count(index, false);
        let outcome = Err("failed with the other messages of a batch".to_owned());
        self.job.trace(|trace| trace.action_ends(&self.rule, index, outcome));
        self.failed_batches.lock().push((Arc::clone(batch), place));
        self.one_less(pending);
    }

    fn one_less(self: &Arc<Self>, pending: Pending) {
        if self.remaining.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.finish();
        }
        drop(pending);
    }

    fn count(&self, index: usize, succeeded: bool) {
        let metrics = &self.engine.metrics;
        count(if succeeded { &metrics.success } else { &metrics.failure });
        if let Some(action) = self.rule.definition.actions.get(index) {
            let outcome = if succeeded { Outcome::Success } else { Outcome::Failure };
            self.counters.action(action.name(), outcome);
        }
        if succeeded {
            let (rule, trace_id) = (&self.rule.definition.name, self.job.trace_id.as_deref());
            tracing::debug!(tenant = %self.job.tenant, rule, index, trace_id, event = "RuleExecution", "action done");
        }
    }

    /// `is_crowded` is true of what fails message after message because too much waits; it is logged once a second.
    pub(crate) fn log_failure(&self, failure: &ActionFailure, is_crowded: bool) {
        let Some(unsaid) = self.unsaid("rule action failed", is_crowded) else { return };
        tracing::error!(
            tenant = %self.job.tenant, rule = self.rule.definition.name,
            action = failure.failed_action, resource = failure.failed_resource,
            error = failure.error_message, trace_id = self.job.trace_id.as_deref(), unsaid, event = "RuleExecution",
            "rule action failed"
        );
    }

    /// If something is to be logged now: how often that was not, of what happens to many.
    fn unsaid(&self, what: &'static str, is_crowded: bool) -> Option<Unsaid> {
        if is_crowded { self.engine.due_of(&self.counters, what) } else { Some(None) }
    }

    fn finish(self: &Arc<Self>) {
        let mut failures = std::mem::take(&mut *self.failures.lock());
        for (batch, place) in std::mem::take(&mut *self.failed_batches.lock()) {
            // What else failed is told once, with the first batch.
            batch.hand_in(self, place, std::mem::take(&mut failures));
        }
        if failures.is_empty() || self.rule.definition.error_action.is_none() {
            return;
        }
        let properties = self.job.properties();
        let message = self.job.rule_message(properties.as_ref(), &random_bits);
        let document = error_document(&self.rule.definition.name, &message, &failures);
        self.run_error_action(document.into());
    }

    /// Runs the error action with a document. Its templates read the message of this firing.
    pub(crate) fn run_error_action(self: &Arc<Self>, document: Arc<[u8]>) {
        let properties = self.job.properties();
        let message = self.job.rule_message(properties.as_ref(), &random_bits);
        let outcome = self.rule.definition.error_request(&message, &document);
        if !matches!(outcome, Err(ErrorActionFailure::Evaluation(EvalError::Awaits(_)))) {
            return self.error_action_evaluated(outcome, &document);
        }
        let (firing, bytes) = (Arc::clone(self), document.len());
        let admitted = self.engine.converse(&self.rule, &self.job, bytes, move |message| {
            match firing.rule.definition.error_request(message, &document) {
                Err(ErrorActionFailure::Evaluation(EvalError::Awaits(call))) => Some(*call),
                outcome => {
                    firing.error_action_evaluated(outcome, &document);
                    None
                }
            }
        });
        if let Err(reason) = admitted {
            self.error_action_done(Some(&Undone::crowded(reason)));
        }
    }

    fn error_action_evaluated(
        self: &Arc<Self>,
        outcome: Result<Option<ActionRequest>, ErrorActionFailure>,
        document: &Arc<[u8]>,
    ) {
        match outcome {
            Ok(Some(request)) => self.submit_error_action(request, document),
            Ok(None) => {}
            Err(failure) => self.error_action_done(Some(&Undone::tried(failure.to_string()))),
        }
    }

    fn submit_error_action(self: &Arc<Self>, request: ActionRequest, document: &Arc<[u8]>) {
        let Some(lanes) = self.engine.lanes() else { return };
        let id = LaneId { rule: self.rule.id, action: None };
        let task = self.task(request, Arc::clone(document));
        self.job.trace(|trace| trace.error_action_begins(&self.rule, task.resource()));
        let (firing, pending) = (Arc::clone(self), self.engine.begin_action(&self.counters));
        let done = Box::new(move |outcome: Result<(), Undone>| {
            firing.error_action_done(outcome.err().as_ref());
            drop(pending);
        });
        lanes.submit(id, task, self.job.message.weight(), done);
    }

    fn error_action_done(&self, error: Option<&Undone>) {
        let metrics = &self.engine.metrics;
        let name = self.rule.definition.error_action.as_ref().map_or("", |action| action.name());
        let (counter, kind) = match error {
            None => (&metrics.error_action_success, Outcome::ErrorActionSuccess),
            Some(_) => (&metrics.error_action_failure, Outcome::ErrorActionFailure),
        };
        count(counter);
        self.counters.action(name, kind);
        let outcome = error.map_or(Ok(()), |error| Err(error.message.clone()));
        self.job.trace(|trace| trace.error_action_ends(&self.rule, outcome));
        if let Some(Undone { message: error, is_crowded }) = error
            && let Some(unsaid) = self.unsaid("error action failed", *is_crowded)
        {
            let (rule, trace_id) = (&self.rule.definition.name, self.job.trace_id.as_deref());
            tracing::error!(
                tenant = %self.job.tenant, rule, action = name, error, trace_id, unsaid, event = "RuleExecution",
                "error action failed"
            );
        }
    }
}
