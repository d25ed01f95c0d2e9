//! What the trace tells of a message: the verdict of every rule that it matched, and what became of the actions.
//!
//! A message is noted as it goes; why a rule did not fire is worked out when somebody reads it, from the message
//! and the statement, which are kept.

use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use parking_lot::Mutex;
use rules::book::Rule;
use rules::explain::explain;
use serde_json::{Map, Value, json};
use trace::{Detail, Entry, Traces};

use crate::job::Job;

/// Bytes of a payload or an output that are shown.
const SHOWN_BYTES: usize = 1024;

/// A message and what rules made of it.
pub(crate) struct MessageTrace {
    job: Arc<Job>,
    rules: Mutex<Vec<RuleTrace>>,
    /// Where it is told, once it is.
    told: OnceLock<(Arc<Traces>, Weak<Entry>)>,
}

/// What one rule made of it.
#[derive(Clone)]
struct RuleTrace {
    rule: Arc<Rule>,
    verdict: Verdict,
    actions: Vec<ActionTrace>,
    error_action: Option<ActionTrace>,
}

#[derive(Clone)]
enum Verdict {
    /// WHERE was not true.
    Rests,
    /// The payload of the actions, as far as it is shown.
    Fires(Box<[u8]>),
    /// The evaluation was given up.
    GivenUp(String),
    /// The message was dropped for this rule.
    Dropped(String),
}

#[derive(Clone)]
struct ActionTrace {
    name: &'static str,
    resource: String,
    began: Instant,
    outcome: Option<(Duration, Result<(), String>)>,
}

impl MessageTrace {
    /// Begins to note what becomes of a message, if anything is kept.
    pub fn begin(traces: &Traces, job: &Arc<Job>) -> Option<Arc<Self>> {
        if !traces.is_on() {
            return None;
        }
        Some(Arc::new(Self { job: Arc::clone(job), rules: Mutex::default(), told: OnceLock::new() }))
    }

    /// Tells of it, when all its rules were evaluated but those that await answers. What becomes known later is
    /// told again.
    pub fn tell(self: &Arc<Self>, traces: &Arc<Traces>) {
        let entry = traces.record(&self.job.tenant, self.job.at, "message", Arc::clone(self) as _);
        if let Some(entry) = entry {
            // Only here.
            let _ = self.told.set((Arc::clone(traces), Arc::downgrade(&entry)));
        }
    }

    fn tell_again(&self) {
        if let Some((traces, entry)) = self.told.get()
            && let Some(entry) = entry.upgrade()
        {
            traces.again(&entry);
        }
    }

    /// WHERE was not true.
    pub fn rests(&self, rule: &Arc<Rule>) {
        self.note(rule, Verdict::Rests);
    }

    /// The evaluation was given up.
    pub fn given_up(&self, rule: &Arc<Rule>, reason: &str) {
        self.note(rule, Verdict::GivenUp(clipped(reason)));
    }

    /// The message was dropped for a rule.
    pub fn dropped(&self, rule: &Arc<Rule>, reason: &str) {
        self.note(rule, Verdict::Dropped(reason.to_owned()));
    }

    /// The rule fires.
    pub fn fires(&self, rule: &Arc<Rule>, output: &Arc<[u8]>) {
        // An output can be far larger than its message.
        let shown = output.get(..SHOWN_BYTES).unwrap_or(output);
        self.note(rule, Verdict::Fires(shown.into()));
        let actions = rule.definition.actions.iter().map(|action| ActionTrace::begin(action.key()));
        self.of(rule, |noted| noted.actions = actions.collect());
    }

    fn note(&self, rule: &Arc<Rule>, verdict: Verdict) {
        let rule = Arc::clone(rule);
        self.rules.lock().push(RuleTrace { rule, verdict, actions: Vec::new(), error_action: None });
        self.tell_again();
    }

    /// What an action is about.
    pub fn action_begins(&self, rule: &Arc<Rule>, index: usize, resource: &str) {
        self.of(rule, |noted| {
            if let Some(action) = noted.actions.get_mut(index) {
                // A template can make it as long as the payload.
                action.resource = clipped(resource);
            }
        });
    }

    /// An action succeeded, or failed for good.
    pub fn action_ends(&self, rule: &Arc<Rule>, index: usize, outcome: Result<(), String>) {
        self.of(rule, |noted| {
            if let Some(action) = noted.actions.get_mut(index) {
                action.end(outcome);
            }
        });
        self.tell_again();
    }

    /// The error action begins, and what it is about.
    pub fn error_action_begins(&self, rule: &Arc<Rule>, resource: &str) {
        let Some(error_action) = &rule.definition.error_action else { return };
        self.of(rule, |noted| {
            let mut action = ActionTrace::begin(error_action.key());
            action.resource = clipped(resource);
            noted.error_action = Some(action);
        });
    }

    /// The error action succeeded, or failed for good, perhaps before it began.
    pub fn error_action_ends(&self, rule: &Arc<Rule>, outcome: Result<(), String>) {
        let Some(error_action) = &rule.definition.error_action else { return };
        self.of(rule, |noted| {
            noted.error_action.get_or_insert_with(|| ActionTrace::begin(error_action.key())).end(outcome);
        });
        self.tell_again();
    }

    fn of(&self, rule: &Arc<Rule>, change: impl FnOnce(&mut RuleTrace)) {
        if let Some(noted) = self.rules.lock().iter_mut().find(|noted| noted.rule.id == rule.id) {
            change(noted);
        }
    }
}

impl ActionTrace {
    fn begin(name: &'static str) -> Self {
        Self { name, resource: String::new(), began: Instant::now(), outcome: None }
    }

    fn end(&mut self, outcome: Result<(), String>) {
        self.outcome = Some((self.began.elapsed(), outcome.map_err(|error| clipped(&error))));
    }

    fn to_json(&self) -> Value {
        let mut json = json!({"action": self.name, "resource": self.resource});
        match &self.outcome {
            None => json["result"] = "under way".into(),
            Some((took, outcome)) => {
                json["result"] = if outcome.is_ok() { "success" } else { "failure" }.into();
                json["milliseconds"] = (took.as_micros() as f64 / 1000.0).into();
                if let Err(error) = outcome {
                    json["error"] = error.as_str().into();
                }
            }
        }
        json
    }
}

impl Detail for MessageTrace {
    fn to_json(&self) -> Map<String, Value> {
        let Job { message, publisher, trace_id, .. } = &*self.job;
        // To explain takes its time, and the engine's workers note things meanwhile.
        let noted = self.rules.lock().clone();
        let rules: Vec<Value> = noted.iter().map(|noted| noted.to_json(&self.job)).collect();
        let mut json = Map::new();
        let mut tell = |name: &str, value: Value| drop(json.insert(name.into(), value));
        tell("topic", message.topic().into());
        tell("traceId", trace_id.as_deref().into());
        tell("clientId", publisher.client_id.as_deref().into());
        tell("principal", publisher.principal.as_deref().into());
        tell("sourceIp", publisher.source_ip.map(|ip| ip.to_string()).into());
        if publisher.republished > 0 {
            tell("republished", publisher.republished.into());
        }
        tell("payload", shown(message.payload()));
        tell("payloadBytes", message.payload().len().into());
        tell("rules", rules.into());
        json
    }

    fn weight(&self) -> usize {
        let message = &self.job.message;
        let message = message.topic().len() + message.properties().len() + message.payload().len();
        let rules = self.rules.lock();
        let rules: usize = rules.iter().map(RuleTrace::weight).sum();
        message + rules.max(2 * SHOWN_BYTES)
    }
}

impl RuleTrace {
    fn weight(&self) -> usize {
        // What becomes of its actions is told later: what each is about, and why it failed.
        let actions = self.rule.definition.actions.len() + 1;
        // A rule that is replaced or deleted lives on in here; compiled, it takes some times its text.
        2 * SHOWN_BYTES * (1 + actions) + 4 * self.rule.payload_bytes
    }

    fn to_json(&self, job: &Job) -> Value {
        let mut json = json!({"rule": self.rule.definition.name});
        let verdict = match &self.verdict {
            Verdict::Rests => {
                json["condition"] = self.condition(job);
                "does not fire"
            }
            Verdict::Fires(output) => {
                json["output"] = shown(output);
                json["actions"] = self.actions.iter().map(ActionTrace::to_json).collect();
                "fires"
            }
            Verdict::GivenUp(reason) => {
                json["error"] = reason.as_str().into();
                "given up"
            }
            Verdict::Dropped(reason) => {
                json["error"] = reason.as_str().into();
                "dropped"
            }
        };
        json["verdict"] = verdict.into();
        if let Some(action) = &self.error_action {
            json["errorAction"] = action.to_json();
        }
        json
    }

    /// WHERE with the values of its parts.
    fn condition(&self, job: &Job) -> Value {
        let statement = &self.rule.definition.statement;
        let properties = job.properties();
        let random = || 0;
        let message = job.rule_message(properties.as_ref(), &random);
        let explanation = explain(statement.sql(), statement.version(), &message, &[]);
        serde_json::to_value(explanation.condition).unwrap_or_default()
    }
}

/// The start of a text, as much as is kept.
fn clipped(text: &str) -> String {
    text.get(..text.floor_char_boundary(SHOWN_BYTES)).unwrap_or(text).to_owned()
}

/// Bytes as text, in base64 when they are none; the end of many is left out.
fn shown(bytes: &[u8]) -> Value {
    let start = bytes.get(..SHOWN_BYTES).unwrap_or(bytes);
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        // Cut off within a character.
        Err(error) if error.error_len().is_none() => start
            .get(..error.valid_up_to())
            .and_then(|text| std::str::from_utf8(text).ok())
            .unwrap_or_default(),
        Err(_) => return json!({"base64": STANDARD.encode(start)}),
    };
    text.into()
}
