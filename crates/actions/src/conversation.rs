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
use crate::room::{Held, Room, Share};

/// Evaluations of one rule that await answers at once.
const CONCURRENT_MAX: usize = 64;
/// Evaluations of one rule that are under way or wait for their turn; the message that would be one more is
/// dropped for the rule.
const ADMITTED_MAX: usize = 1024;

/// Why an evaluation is not admitted.
const TOO_MANY: &str = "too many evaluations of this rule await answers";
const NO_ROOM: &str = "too many bytes wait for answers";

/// The rules of which evaluations are under way. One that is changed has a new number.
#[derive(Default)]
pub(crate) struct Conversations(Mutex<HashMap<u64, OfRule>>);

/// Those of one rule.
struct OfRule {
    count: usize,
    turns: Arc<Semaphore>,
    share: Arc<Share>,
}

impl Conversations {
    fn admit(self: &Arc<Self>, rule: u64, room: &Arc<Room>, bytes: usize) -> Result<Admitted, &'static str> {
        let mut rules = self.0.lock();
        let fresh =
            || OfRule { count: 0, turns: Arc::new(Semaphore::new(CONCURRENT_MAX)), share: Share::of(room) };
        let of_rule = rules.entry(rule).or_insert_with(fresh);
        if of_rule.count >= ADMITTED_MAX {
            return Err(TOO_MANY);
        }
        let held = of_rule.share.hold(bytes);
        if held.is_none() && of_rule.count == 0 {
            rules.remove(&rule);
            return Err(NO_ROOM);
        }
        let held = held.ok_or(NO_ROOM)?;
        of_rule.count += 1;
        let turns = Arc::clone(&of_rule.turns);
        Ok(Admitted { conversations: Arc::clone(self), rule, turns, _held: held })
    }
}

/// One evaluation, while it lasts.
struct Admitted {
    conversations: Arc<Conversations>,
    rule: u64,
    turns: Arc<Semaphore>,
    _held: Held,
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut rules = self.conversations.0.lock();
        if let Some(of_rule) = rules.get_mut(&self.rule) {
            of_rule.count -= 1;
            if of_rule.count == 0 {
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
        if let Err(reason) = self.converse(rule, job, 0, evaluate) {
            self.throttled(job, rule, reason);
        }
    }

    /// Calls `evaluate`, which holds so many bytes besides the message, with the message and the answers so far until
    /// it asks for nothing more.
    ///
    /// # Errors
    /// When too much of the rule is under way already.
    pub(crate) fn converse(
        self: &Arc<Self>,
        rule: &Arc<Rule>,
        job: &Arc<Job>,
        bytes: usize,
        evaluate: impl Fn(&RuleMessage<'_>) -> Option<ExternalCall> + Send + 'static,
    ) -> Result<(), &'static str> {
        let bytes = bytes + job.message.weight();
        let admitted = self.conversations.admit(rule.id, &self.beside, bytes)?;
        let (engine, rule, job) = (Arc::clone(self), Arc::clone(rule), Arc::clone(job));
        let pending = self.begin();
        tokio::spawn(async move {
            // Never closed.
            let turns = Arc::clone(&admitted.turns);
            let _turn = turns.acquire().await;
            let (mut answers, random) = (Answers::default(), Remembered::default());
            while let Some(call) = next_call(&job, &answers, &random, &evaluate) {
                let outcome = engine.ask(&job.tenant, &call).await;
                engine.answered(&rule, &job, &call, &outcome);
                answers.insert(call, outcome);
            }
            drop((evaluate, admitted));
            drop(pending);
        });
        Ok(())
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
