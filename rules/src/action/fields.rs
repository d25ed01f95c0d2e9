//! Reading the members of an action's JSON, and rendering its templates.

use serde_json::Value as Json;

use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::sql::Statement;
use crate::template::Template;

/// The members of a JSON object, with the path to it for messages.
pub(super) struct Fields<'j> {
    json: &'j serde_json::Map<String, Json>,
    path: String,
    statement: &'j Statement,
}

impl<'j> Fields<'j> {
    pub(super) fn new(
        json: &'j Json,
        path: String,
        statement: &'j Statement,
    ) -> Result<Self, DefinitionError> {
        match json.as_object() {
            Some(json) => Ok(Self { json, path, statement }),
            None => Err(DefinitionError::invalid(&path, "is not an object")),
        }
    }

    fn path_of(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    pub(super) fn invalid(&self, name: &str, reason: impl Into<String>) -> DefinitionError {
        DefinitionError::invalid(&self.path_of(name), reason)
    }

    /// The names of the members that are not null.
    pub(super) fn names(&self) -> impl Iterator<Item = &'j str> {
        self.json.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name.as_str())
    }

    /// The member, unless it is absent or null.
    pub(super) fn get(&self, name: &str) -> Option<&'j Json> {
        self.json.get(name).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str) -> Result<Option<&'j str>, DefinitionError> {
        match self.get(name) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.invalid(name, "is not a string")),
        }
    }

    pub(super) fn required_text(&self, name: &str) -> Result<&'j str, DefinitionError> {
        self.text(name)?.ok_or_else(|| self.invalid(name, "is missing"))
    }

    /// The member `roleArn`: any well-formed ARN. Whether it can be assumed is the rule book's to ask.
    pub(super) fn role_arn(&self) -> Result<String, DefinitionError> {
        const ROLE_ARN: &str = "roleArn";
        let text = self.required_text(ROLE_ARN)?;
        match base::Arn::parse(text) {
            Some(_) => Ok(text.to_owned()),
            None => Err(self.invalid(ROLE_ARN, format!("'{text}' is no ARN"))),
        }
    }

    /// Whether the action is a rule's error action.
    pub(super) fn is_error_action(&self) -> bool {
        self.path.starts_with("errorAction")
    }

    /// A Boolean, false unless it is given. It is no template.
    pub(super) fn flag(&self, name: &str) -> Result<bool, DefinitionError> {
        match self.get(name) {
            None => Ok(false),
            Some(Json::Bool(flag)) => Ok(*flag),
            Some(_) => Err(self.invalid(name, "is not a Boolean")),
        }
    }

    /// One of a set of words, if it is given. It is no template.
    pub(super) fn word(
        &self,
        name: &str,
        words: &[&'static str],
    ) -> Result<Option<&'static str>, DefinitionError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let word = words.iter().find(|word| **word == text);
        word.map(|word| Some(*word)).ok_or_else(|| self.not_a_value(name, text))
    }

    /// A nested object.
    pub(super) fn object(&self, name: &str) -> Result<Option<Fields<'j>>, DefinitionError> {
        let object = self.get(name);
        object.map(|object| Fields::new(object, self.path_of(name), self.statement)).transpose()
    }

    pub(super) fn optional_template(&self, name: &str) -> Result<Option<Template>, DefinitionError> {
        self.text(name)?.map(|text| self.compile(name, text)).transpose()
    }

    pub(super) fn template(&self, name: &str) -> Result<Template, DefinitionError> {
        self.compile(name, self.required_text(name)?)
    }

    pub(super) fn compile(&self, name: &str, text: &str) -> Result<Template, DefinitionError> {
        Template::of_statement(text, self.statement)
            .map_err(|error| DefinitionError::Template { path: self.path_of(name), error })
    }

    /// A template for one of a set of words, with a default. A literal that is none of them is refused.
    pub(super) fn choice<T>(
        &self,
        name: &str,
        default: &str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<Template, DefinitionError> {
        self.choice_of(name, self.text(name)?.unwrap_or(default), parse)
    }

    /// The same without a default.
    pub(super) fn required_choice<T>(
        &self,
        name: &str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<Template, DefinitionError> {
        self.choice_of(name, self.required_text(name)?, parse)
    }

    fn choice_of<T>(
        &self,
        name: &str,
        text: &str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<Template, DefinitionError> {
        let template = self.compile(name, text)?;
        match template.literal() {
            Some(literal) if parse(literal).is_none() => Err(self.not_a_value(name, literal)),
            _ => Ok(template),
        }
    }

    fn not_a_value(&self, name: &str, text: &str) -> DefinitionError {
        self.invalid(name, format!("'{text}' is not a value of it"))
    }

    /// The objects of a list.
    pub(super) fn list(&self, name: &str) -> Result<Vec<Fields<'j>>, DefinitionError> {
        let Some(list) = self.get(name) else { return Ok(Vec::new()) };
        let list = list.as_array().ok_or_else(|| self.invalid(name, "is not a list"))?;
        let objects = list.iter().enumerate();
        objects
            .map(|(index, object)| {
                Fields::new(object, self.path_of(&format!("{name}.{index}")), self.statement)
            })
            .collect()
    }
}

impl Rendering<'_, '_> {
    /// The text of a template; `resource` is what a failure is about.
    pub(super) fn text(&self, template: &Template, resource: &str) -> Result<String, Refusal> {
        match template.literal() {
            Some(text) => Ok(text.to_owned()),
            None => {
                let text = template.render(self.evaluation);
                text.map(|text| text.into_owned()).map_err(|error| Refusal::new(resource, error.to_string()))
            }
        }
    }

    /// The text of a template for one of a set of words.
    pub(super) fn choice<T>(
        &self,
        template: &Template,
        resource: &str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, Refusal> {
        let text = self.text(template, resource)?;
        parse(&text).ok_or_else(|| Refusal::new(resource, format!("'{text}' is not a valid value")))
    }
}
