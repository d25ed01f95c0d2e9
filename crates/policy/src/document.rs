//! The JSON document of a policy (policy.md §1) and everything that can be wrong with it.

use serde_json::{Map, Value};

use crate::action::ActionSet;
use crate::condition::{Condition, Operator};
use crate::json;
use crate::template::Template;
use crate::variables::Key;

/// A valid policy document, parsed once and shared by all authorizers that use it.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) version: Version,
    pub(crate) statements: Vec<Statement>,
}

/// The version of the policy language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Version {
    /// `2008-10-17`: `${…}` is plain text.
    V2008,
    /// `2012-10-17`: `${…}` are variables.
    V2012,
}

impl Version {
    /// What IAM assumes for a document without `Version`; the sheet says nothing about it.
    const WHEN_ABSENT: Self = Self::V2008;
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Effect {
    Allow,
    Deny,
}

#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub sid: Option<Box<str>>,
    pub effect: Effect,
    pub actions: ActionSet,
    /// The patterns of `Action` or `NotAction` as written, for explanations.
    pub action_texts: Vec<String>,
    /// `NotAction`: the texts name what the statement is not about.
    pub except_actions: bool,
    pub resources: Vec<Template>,
    /// `NotResource`: the statement is about everything but the resources.
    pub except_resources: bool,
    pub conditions: Vec<Condition>,
}

/// Why a text is no policy document. The display text is the one of AWS with the place added;
/// [`Malformed::aws_text`] is the one of AWS alone (api-errors.md §3).
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Malformed {
    /// The text is not JSON, or an object in it names a member twice.
    #[error("Policy document is Malformed ({0})")]
    NotJson(String),
    /// The text has too many characters, white space not counted.
    #[error(
        "Policy document is Malformed (it has {chars} characters without white space, at most {max} are \
         allowed)"
    )]
    TooLong {
        /// Characters that are not white space.
        chars: usize,
        /// The limit that was given.
        max: usize,
    },
    /// An element is missing, unknown or of the wrong form.
    #[error("Policy document is Malformed: Invalid policy syntax. ({place}: {reason})")]
    Syntax {
        /// The path of the element, for example `Statement[1].Effect`.
        place: String,
        /// What was expected and what was found.
        reason: String,
    },
    /// A resource is neither `*` nor an ARN.
    #[error(
        "Policy document is Malformed: The following resources are invalid : {resource} ({place}: \
         expected * or an ARN)"
    )]
    Resource {
        /// The path of the resource.
        place: String,
        /// The resource as written.
        resource: String,
    },
}

impl Malformed {
    /// The message that AWS sends, without the place.
    pub fn aws_text(&self) -> String {
        let text = "Policy document is Malformed";
        match self {
            Self::NotJson(_) | Self::TooLong { .. } => text.into(),
            Self::Syntax { .. } => format!("{text}: Invalid policy syntax."),
            Self::Resource { resource, .. } => {
                format!("{text}: The following resources are invalid : {resource}")
            }
        }
    }
}

fn syntax(place: impl Into<String>, reason: impl Into<String>) -> Malformed {
    Malformed::Syntax { place: place.into(), reason: reason.into() }
}

/// `expected …, found …`
fn unexpected(place: impl Into<String>, expected: &str, found: &Value) -> Malformed {
    let found = match found {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        // Debug quotes the text and keeps control characters out of the message.
        Value::String(text) if text.chars().count() <= 80 => format!("{text:?}"),
        Value::String(_) => "a long text".into(),
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "an object".into(),
    };
    syntax(place, format!("expected {expected}, found {found}"))
}

impl Document {
    /// Parses and checks a document of at most `max_chars` characters, white space not counted.
    ///
    /// Refused, besides what is not JSON: unknown elements (`Principal` and `Id` among them), unknown
    /// condition operators, and constant condition values that their operator cannot use. Accepted:
    /// actions of other services (api-facts.md §4) and condition keys that AWS IoT never sets.
    pub fn parse(text: &str, max_chars: usize) -> Result<Self, Malformed> {
        let chars = text.chars().filter(|char| !char.is_whitespace()).count();
        if chars > max_chars {
            return Err(Malformed::TooLong { chars, max: max_chars });
        }
        let json = json::parse(text).map_err(|error| Malformed::NotJson(error.to_string()))?;
        let Value::Object(elements) = json else {
            return Err(unexpected("document", "an object", &json));
        };
        if let Some(name) = elements.keys().find(|name| !["Version", "Statement"].contains(&name.as_str())) {
            return Err(syntax(name, "unknown element"));
        }
        let version = match elements.get("Version") {
            None => Version::WHEN_ABSENT,
            Some(Value::String(text)) if text == "2012-10-17" => Version::V2012,
            Some(Value::String(text)) if text == "2008-10-17" => Version::V2008,
            Some(other) => return Err(unexpected("Version", "\"2012-10-17\" or \"2008-10-17\"", other)),
        };
        let statements = match elements.get("Statement") {
            None => return Err(syntax("Statement", "missing")),
            Some(Value::Array(list)) if !list.is_empty() => list
                .iter()
                .enumerate()
                .map(|(index, value)| Statement::parse(&format!("Statement[{index}]"), value, version))
                .collect::<Result<_, _>>()?,
            Some(single @ Value::Object(_)) => vec![Statement::parse("Statement", single, version)?],
            Some(other) => return Err(unexpected("Statement", "a statement or a list of them", other)),
        };
        Ok(Self { version, statements })
    }

    /// Whether it asks what is written in the client's certificate; without that, nobody need read it.
    pub fn reads_certificate(&self) -> bool {
        let is_of_certificate = |key: &Key| key.is_of_certificate();
        let reads =
            |template: &Template| template.variables().any(|variable| is_of_certificate(&variable.key));
        self.statements.iter().any(|statement| {
            statement.resources.iter().any(reads)
                || statement
                    .conditions
                    .iter()
                    .any(|condition| is_of_certificate(&condition.key) || condition.values.iter().any(reads))
        })
    }
}

impl Statement {
    const ELEMENTS: [&'static str; 7] =
        ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    fn parse(place: &str, value: &Value, version: Version) -> Result<Self, Malformed> {
        let Value::Object(elements) = value else {
            return Err(unexpected(place, "an object", value));
        };
        if let Some(name) = elements.keys().find(|name| !Self::ELEMENTS.contains(&name.as_str())) {
            return Err(syntax(format!("{place}.{name}"), "unknown element"));
        }
        let sid = match elements.get("Sid") {
            None => None,
            Some(Value::String(sid)) => Some(sid.as_str().into()),
            Some(other) => return Err(unexpected(format!("{place}.Sid"), "a text", other)),
        };
        let effect = match elements.get("Effect") {
            None => return Err(syntax(format!("{place}.Effect"), "missing")),
            Some(Value::String(text)) if text == "Allow" => Effect::Allow,
            Some(Value::String(text)) if text == "Deny" => Effect::Deny,
            Some(other) => return Err(unexpected(format!("{place}.Effect"), "Allow or Deny", other)),
        };
        let (except_actions, action_texts) = texts_of(place, elements, "Action", "NotAction", check_action)?;
        let named = ActionSet::matching(&action_texts);
        let (except_resources, resources) =
            texts_of(place, elements, "Resource", "NotResource", check_resource)?;
        let conditions = match elements.get("Condition") {
            None => Vec::new(),
            Some(value) => conditions(&format!("{place}.Condition"), value, version)?,
        };
        Ok(Self {
            sid,
            effect,
            actions: if except_actions { named.complement() } else { named },
            action_texts,
            except_actions,
            resources: resources.iter().map(|text| template(text, version)).collect(),
            except_resources,
            conditions,
        })
    }
}

fn template(text: &str, version: Version) -> Template {
    match version {
        Version::V2008 => Template::verbatim(text),
        Version::V2012 => Template::with_variables(text),
    }
}

/// The texts of an element that also has a `Not…` form, of which exactly one must be there, and
/// whether it is the `Not…` form.
fn texts_of(
    place: &str,
    elements: &Map<String, Value>,
    name: &str,
    not_name: &str,
    check: fn(&str, &Value) -> Result<String, Malformed>,
) -> Result<(bool, Vec<String>), Malformed> {
    let (except, name, value) = match (elements.get(name), elements.get(not_name)) {
        (Some(value), None) => (false, name, value),
        (None, Some(value)) => (true, not_name, value),
        (None, None) => return Err(syntax(format!("{place}.{name}"), "missing")),
        (Some(_), Some(_)) => {
            return Err(syntax(format!("{place}.{not_name}"), format!("not allowed beside {name}")));
        }
    };
    let place = format!("{place}.{name}");
    let texts = match value {
        Value::Array(list) if list.is_empty() => return Err(syntax(place, "must not be empty")),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, value)| check(&format!("{place}[{index}]"), value))
            .collect::<Result<_, _>>()?,
        single => vec![check(&place, single)?],
    };
    Ok((except, texts))
}

/// An action is `*` or `SERVICE:NAME`; services other than iot are allowed and have no effect here.
fn check_action(place: &str, value: &Value) -> Result<String, Malformed> {
    let is_word = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"*?-_".contains(&b))
    };
    match value {
        Value::String(text) if text == "*" => Ok(text.clone()),
        Value::String(text)
            if text.split_once(':').is_some_and(|(service, name)| is_word(service) && is_word(name)) =>
        {
            Ok(text.clone())
        }
        other => Err(unexpected(place, "an action such as \"iot:Publish\"", other)),
    }
}

/// A resource is `*` or looks like an ARN: it starts with `arn:` and has five colons, or a `*` that can
/// stand for the missing ones.
fn check_resource(place: &str, value: &Value) -> Result<String, Malformed> {
    let Value::String(text) = value else {
        return Err(unexpected(place, "a resource", value));
    };
    let colons = text.matches(':').count();
    let is_arn = text.starts_with("arn:") && (colons >= 5 || text.contains('*'));
    if text == "*" || is_arn {
        Ok(text.clone())
    } else {
        Err(Malformed::Resource { place: place.into(), resource: text.clone() })
    }
}

fn conditions(place: &str, value: &Value, version: Version) -> Result<Vec<Condition>, Malformed> {
    let Value::Object(operators) = value else {
        return Err(unexpected(place, "an object of operators", value));
    };
    let mut conditions = Vec::new();
    for (operator_name, keys) in operators {
        let place = format!("{place}.{operator_name}");
        let Some(operator) = Operator::parse(operator_name) else {
            return Err(syntax(place, "unknown condition operator"));
        };
        let Value::Object(keys) = keys else {
            return Err(unexpected(place, "an object of condition keys", keys));
        };
        for (key_name, values) in keys {
            let values = condition_values(&format!("{place}.{key_name}"), operator, values, version)?;
            conditions.push(Condition {
                operator_name: operator_name.clone(),
                operator,
                key_name: key_name.clone(),
                key: Key::parse(key_name),
                values,
            });
        }
    }
    Ok(conditions)
}

fn condition_values(
    place: &str,
    operator: Operator,
    values: &Value,
    version: Version,
) -> Result<Vec<Template>, Malformed> {
    let values = match values {
        Value::Array(list) => list.as_slice(),
        single => std::slice::from_ref(single),
    };
    let mut templates = Vec::with_capacity(values.len());
    for value in values {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Bool(value) => value.to_string(),
            Value::Number(value) => value.to_string(),
            other => return Err(unexpected(place, "a text, a number, true or false", other)),
        };
        let template = template(&text, version);
        let is_constant = template.variables().next().is_none();
        if let Some(expected) = operator.test.expects(&text).filter(|_| is_constant) {
            return Err(unexpected(place, expected, value));
        }
        templates.push(template);
    }
    Ok(templates)
}
