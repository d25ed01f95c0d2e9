//! A rule as CreateTopicRule and ReplaceTopicRule give it (rules.md §8).

use mqtt::topic;
use serde_json::Value as Json;

use crate::action::{Action, ActionRequest, HttpAction};
use crate::error_document::ActionFailure;
use crate::http_url::Strictness;
use crate::message::Message;
use crate::roles::roles_of;
use crate::sql::{EvalError, Output, SqlError, SqlVersion, Statement};

/// A rule, compiled and ready to fire.
#[derive(Debug)]
pub struct RuleDefinition {
    /// The name.
    pub name: String,
    /// The compiled statement.
    pub statement: Statement,
    /// The description, if it has one.
    pub description: Option<String>,
    /// It exists and does not run.
    pub is_disabled: bool,
    /// What it does, in the order given; there is no order of execution.
    pub actions: Vec<Action>,
    /// What it does when any of the actions failed.
    pub error_action: Option<Action>,
    /// The roles that it names anywhere, each once.
    pub role_arns: Vec<String>,
}

/// A rule that is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DefinitionError {
    /// The statement is refused: SqlParseException.
    #[error(transparent)]
    Sql(#[from] SqlError),
    /// A template of an action is refused.
    #[error("{path}: {error}")]
    Template {
        /// Where it stands, for example `actions.0.republish.topic`.
        path: String,
        /// What is wrong with it.
        error: SqlError,
    },
    /// The action is not here: InvalidRequestException.
    #[error("{path}: action '{action}' is not available")]
    UnsupportedAction {
        /// Where it stands, for example `actions.0`.
        path: String,
        /// Its key in the service model.
        action: String,
    },
    /// A republish action would feed its own rule: InvalidRequestException (api-errors.md §6).
    #[error("Republish topic cannot be within topic space of rule's topic pattern '{topic_filter}'")]
    RepublishLoop {
        /// The filter of FROM.
        topic_filter: String,
    },
    /// Anything else that no rule can have: InvalidRequestException.
    #[error("{path}: {reason}")]
    Invalid {
        /// Where it stands.
        path: String,
        /// What is wrong.
        reason: String,
    },
}

impl DefinitionError {
    pub(crate) fn invalid(path: &str, reason: impl Into<String>) -> Self {
        Self::Invalid { path: path.to_owned(), reason: reason.into() }
    }
}

/// Why an error action cannot be asked for.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ErrorActionFailure {
    /// Its evaluation was given up, or awaits an answer.
    #[error(transparent)]
    Evaluation(#[from] EvalError),
    /// The action itself cannot be done.
    #[error("{}", .0.error_message)]
    Action(ActionFailure),
}

impl From<ActionFailure> for ErrorActionFailure {
    fn from(failure: ActionFailure) -> Self {
        Self::Action(failure)
    }
}

/// A rule that fired for a message.
#[derive(Clone, PartialEq, Debug)]
pub struct Fired<'a> {
    /// The payload for the actions.
    pub output: Output<'a>,
    /// One entry for every action of the rule, in their order: what is to be done, or why it cannot.
    pub actions: Vec<Result<ActionRequest, ActionFailure>>,
}

impl RuleDefinition {
    /// Compiles a `TopicRulePayload`, whose shape is checked already.
    ///
    /// # Errors
    /// [`DefinitionError`], the first one found: version, statement, actions in their order, error
    /// action.
    pub fn from_json(payload: &Json, rule_name: &str) -> Result<Self, DefinitionError> {
        let version = match optional_text(payload, "awsIotSqlVersion")? {
            Some(text) => text
                .parse::<SqlVersion>()
                .map_err(|error| DefinitionError::invalid("awsIotSqlVersion", error.to_string()))?,
            None => SqlVersion::default(),
        };
        let sql = optional_text(payload, "sql")?;
        let sql = sql.ok_or_else(|| DefinitionError::invalid("sql", "is missing"))?;
        let statement = Statement::compile(sql, version)?;

        let actions = match payload.get("actions").and_then(Json::as_array) {
            Some(actions) => actions.as_slice(),
            None => return Err(DefinitionError::invalid("actions", "is missing")),
        };
        let error_json = payload.get("errorAction").filter(|action| !action.is_null());
        let json: Vec<&Json> = actions.iter().chain(error_json).collect();
        let actions = actions.iter().enumerate().map(|(index, action)| {
            let action = Action::from_json(action, &format!("actions.{index}"), &statement)?;
            refuse_loop(&action, &statement)?;
            Ok(action)
        });
        let actions = actions.collect::<Result<Vec<_>, DefinitionError>>()?;
        let error_action = error_json.map(|action| Action::from_json(action, "errorAction", &statement));
        let error_action = error_action.transpose()?;
        let all: Vec<&Action> = actions.iter().chain(&error_action).collect();
        let role_arns = roles_of(&statement, &all, &json);
        let is_disabled = match payload.get("ruleDisabled") {
            None | Some(Json::Null) => false,
            Some(Json::Bool(is_disabled)) => *is_disabled,
            Some(_) => return Err(DefinitionError::invalid("ruleDisabled", "is not a Boolean")),
        };
        let description = optional_text(payload, "description")?.map(str::to_owned);
        let name = rule_name.to_owned();
        Ok(Self { name, statement, description, is_disabled, actions, error_action, role_arns })
    }

    /// All actions and where each stands in the payload.
    pub fn all_actions(&self) -> impl Iterator<Item = (String, &Action)> {
        let actions = self.actions.iter().enumerate();
        let actions = actions.map(|(index, action)| (format!("actions.{index}"), action));
        actions.chain(self.error_action.iter().map(|action| ("errorAction".to_owned(), action)))
    }

    /// Its HTTP actions, the error action included.
    pub fn http_actions(&self) -> impl Iterator<Item = &HttpAction> {
        self.actions.iter().chain(&self.error_action).filter_map(Action::as_http)
    }

    /// Checks the URLs and brokers that are known without a message.
    ///
    /// # Errors
    /// The first that is not allowed.
    pub fn check_endpoints(&self, strictness: Strictness) -> Result<(), DefinitionError> {
        let check = |path: &str, action: &Action| {
            action.check_endpoints(strictness).map_err(|reason| DefinitionError::invalid(path, reason))
        };
        for (index, action) in self.actions.iter().enumerate() {
            check(&format!("actions.{index}"), action)?;
        }
        self.error_action.as_ref().map_or(Ok(()), |action| check("errorAction", action))
    }

    /// Whether a message on `topic` concerns this rule, disabled or not. A rule without FROM is reached
    /// through Basic Ingest only.
    pub fn listens_to(&self, topic: &str) -> bool {
        self.statement.topic_filter().is_some_and(|filter| topic::matches(filter, topic))
    }

    /// Evaluates the rule for a message that concerns it. `None` when WHERE is not true.
    ///
    /// # Errors
    /// [`EvalError`]: the evaluation had to be given up; neither actions nor the error action run.
    pub fn fire<'a>(&'a self, message: &'a Message<'a>) -> Result<Option<Fired<'a>>, EvalError> {
        let evaluation = self.statement.begin(message)?;
        if !self.statement.matches(&evaluation)? {
            return Ok(None);
        }
        let output = self.statement.output(&evaluation)?;
        let actions = self.actions.iter().map(|action| action.request(&evaluation, &output)).collect();
        // An external function of a template failed, or its answer is awaited.
        if let Some(error) = evaluation.given_up() {
            return Err(error);
        }
        Ok(Some(Fired { output, actions }))
    }

    /// What the error action has to do with `document` for its payload. `None` for a rule without error
    /// action. Its templates read the original message.
    ///
    /// # Errors
    /// The failure of the error action itself, which is only counted, or an answer that it awaits.
    pub fn error_request(
        &self,
        message: &Message<'_>,
        document: &[u8],
    ) -> Result<Option<ActionRequest>, ErrorActionFailure> {
        let Some(action) = &self.error_action else { return Ok(None) };
        let evaluation = self.statement.begin(message)?;
        let request = action.request(&evaluation, &Output::of_json(document));
        match evaluation.given_up() {
            Some(error) => Err(error.into()),
            None => Ok(Some(request?)),
        }
    }
}

/// Refuses a republish action whose literal topic is within FROM. The error action is not checked
/// (rules.md §8).
fn refuse_loop(action: &Action, statement: &Statement) -> Result<(), DefinitionError> {
    let (Some(target), Some(filter)) = (action.literal_republish_topic(), statement.topic_filter()) else {
        return Ok(());
    };
    if topic::matches(filter, target) {
        return Err(DefinitionError::RepublishLoop { topic_filter: filter.to_owned() });
    }
    Ok(())
}

/// A text member of an object; `None` when it is absent or null.
fn optional_text<'j>(object: &'j Json, name: &str) -> Result<Option<&'j str>, DefinitionError> {
    match object.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(_) => Err(DefinitionError::invalid(name, "is not a string")),
    }
}
