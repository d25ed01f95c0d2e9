//! Evaluations that await answers: off the workers, so that a slow service holds up nobody but them.

use std::collections::HashMap;
use std::sync::Arc;

use base::Tenant;
use parking_lot::Mutex;
use rules::book::Rule;
use rules::external::{Answer, Answers, ExternalCall};
use rules::message::Message as RuleMessage;
use rules::sql::EvalError;
use tokio::sync::Semaphore;

use crate::engine::Engine;
use crate::job::{Job, Remembered};

/// Evaluations of one rule that await answers at once.
const CONCURRENT_MAX: usize = 64;
/// Evaluations of one rule that are under way or wait for their turn; the message that would be one more is
/// dropped for the rule.
const ADMITTED_MAX: usize = 1024;

/// The rules of which evaluations are under way. One that is changed has a new number.
#[derive(Default)]
pub(crate) struct Conversations(Mutex<HashMap<u64, (usize, Arc<Semaphore>)>>);

impl Conversations {
    fn admit(self: &Arc<Self>, rule: u64) -> Option<Admitted> {
        let mut rules = self.0.lock();
        let (count, turns) =
            rules.entry(rule).or_insert_with(|| (0, Arc::new(Semaphore::new(CONCURRENT_MAX))));
        if *count >= ADMITTED_MAX {
            return None;
        }
        *count += 1;
        Some(Admitted { conversations: Arc::clone(self), rule, turns: Arc::clone(turns) })
    }
}

/// One evaluation, while it lasts.
struct Admitted {
    conversations: Arc<Conversations>,
    rule: u64,
    turns: Arc<Semaphore>,
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut rules = self.conversations.0.lock();
        if let Some((count, _)) = rules.get_mut(&self.rule) {
            *count -= 1;
            if *count == 0 {
                rules.remove(&self.rule);
            }
        }
    }
}

impl Engine {
    /// Gets the answer to an external call, for whoever evaluates a statement.
    ///
    /// # Errors
    /// Why there is none, for the log.
    pub async fn ask(&self, tenant: &Tenant, call: &ExternalCall) -> Result<Answer, String> {
        match self.external() {
            Some(external) => external.perform(tenant, call).await,
            None => Err("the rules engine is not started".to_owned()),
        }
    }

    /// Evaluates a rule that awaits answers, from the start and as often as it takes.
    pub(crate) fn evaluate_with_answers(self: &Arc<Self>, rule: &Arc<Rule>, job: &Arc<Job>) {
        let (engine, known, message) = (Arc::clone(self), Arc::clone(rule), Arc::clone(job));
        let evaluate = move |seen: &RuleMessage<'_>| match known.definition.fire(seen) {
            Err(EvalError::Awaits(call)) => Some(*call),
            outcome => {
                engine.evaluated(&known, &message, outcome);
                None
            }
        };
        if !self.converse(rule, job, evaluate) {
            self.throttled(job, Some(rule), "too many evaluations of this rule await answers");
        }
    }

    /// Calls `evaluate` with the message and the answers so far until it asks for nothing more. `false` when
    /// too many evaluations of the rule are under way.
    pub(crate) fn converse(
        self: &Arc<Self>,
        rule: &Arc<Rule>,
        job: &Arc<Job>,
        evaluate: impl Fn(&RuleMessage<'_>) -> Option<ExternalCall> + Send + 'static,
    ) -> bool {
        let Some(admitted) = self.conversations.admit(rule.id) else { return false };
        let (engine, rule, job) = (Arc::clone(self), Arc::clone(rule), Arc::clone(job));
        let pending = self.begin();
        tokio::spawn(async move {
            // Never closed.
            let _turn = admitted.turns.acquire().await;
            let (mut answers, random) = (Answers::default(), Remembered::default());
            while let Some(call) = next_call(&job, &answers, &random, &evaluate) {
                let outcome = engine.ask(&job.tenant, &call).await;
                engine.answered(&rule, &job, &call, &outcome);
                answers.insert(call, outcome);
            }
            drop(pending);
        });
        true
    }

    fn answered(&self, rule: &Rule, job: &Job, call: &ExternalCall, outcome: &Result<Answer, String>) {
        let (tenant, rule, trace_id) = (&job.tenant, &rule.definition.name, job.trace_id.as_deref());
        let (function, resource) = (call.function(), call.resource());
        match outcome {
            Ok(_) => {
                tracing::debug!(%tenant, rule, function, resource, trace_id, event = "FunctionExecution", "answered");
            }
            Err(error) => tracing::error!(
                %tenant, rule, function, resource, trace_id, error, event = "FunctionExecution",
                "external function failed"
            ),
        }
    }
}

/// One evaluation; the call that it awaits.
fn next_call(
    job: &Job,
    answers: &Answers,
    random: &Remembered,
    evaluate: &impl Fn(&RuleMessage<'_>) -> Option<ExternalCall>,
) -> Option<ExternalCall> {
    random.rewind();
    let properties = job.properties();
    let random = || random.draw();
    evaluate(&job.rule_message(properties.as_ref(), &random).with_answers(answers))
}
