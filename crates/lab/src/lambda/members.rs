//! Members of a request, checked as the service model says.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::error::Error;

/// The members of a JSON body. Violations gather and are reported together, as AWS does.
#[derive(Debug, Default)]
pub(super) struct Members {
    members: Map<String, Value>,
    violations: Vec<String>,
}

impl Members {
    pub fn new(members: Map<String, Value>) -> Self {
        Self { members, violations: Vec::new() }
    }

    /// A member that is there and not null.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    /// A text of so many characters, when it is given.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn text(&mut self, name: &str, chars: RangeInclusive<usize>) -> Result<Option<String>, Error> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let Some(text) = value.as_str().map(ToOwned::to_owned) else {
            return Err(wrong_type(value, "String"));
        };
        let count = text.chars().count();
        if count > *chars.end() {
            self.violate(
                name,
                &text,
                &format!("Member must have length less than or equal to {}", chars.end()),
            );
        } else if count < *chars.start() {
            self.violate(
                name,
                &text,
                &format!("Member must have length greater than or equal to {}", chars.start()),
            );
        }
        Ok(Some(text))
    }

    /// A text that fits a pattern, when it is given.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn pattern(
        &mut self,
        name: &str,
        pattern: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<Option<String>, Error> {
        let text = self.text(name, 0..=10_000)?;
        if let Some(text) = text.as_deref().filter(|text| !fits(text)) {
            self.violate(name, text, &format!("Member must satisfy regular expression pattern: {pattern}"));
        }
        Ok(text)
    }

    /// A number of a range, when it is given.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn number(&mut self, name: &str, range: RangeInclusive<u32>) -> Result<Option<u32>, Error> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let Some(number) = value.as_i64() else { return Err(wrong_type(value, "Integer")) };
        match u32::try_from(number) {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => {
                let bound = if number < i64::from(*range.start()) {
                    format!("Member must have value greater than or equal to {}", range.start())
                } else {
                    format!("Member must have value less than or equal to {}", range.end())
                };
                self.violate(name, &number.to_string(), &bound);
                Ok(None)
            }
        }
    }

    /// A switch; off when it is not given.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn flag(&self, name: &str) -> Result<bool, Error> {
        match self.get(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err(wrong_type(other, "Boolean")),
        }
    }

    /// Notes that a member must be given.
    pub fn require(&mut self, name: &str) {
        if self.get(name).is_none() {
            let at = camel(name);
            self.violations
                .push(format!("Value null at '{at}' failed to satisfy constraint: Member must not be null"));
        }
    }

    /// All members.
    pub fn all(&self) -> &Map<String, Value> {
        &self.members
    }

    /// Notes a violation.
    pub fn violate(&mut self, name: &str, value: &str, constraint: &str) {
        let at = camel(name);
        self.violations.push(format!("Value '{value}' at '{at}' failed to satisfy constraint: {constraint}"));
    }

    /// Refuses members that AWS has and this service has not, unless they say nothing: null, empty, or one
    /// of the values that stand for the default.
    ///
    /// # Errors
    /// When one is set; it is named.
    pub fn refuse(&self, operation: &str, members: &[&str]) -> Result<(), Error> {
        match members.iter().find(|name| self.get(name).is_some_and(says_something)) {
            Some(name) => {
                Err(Error::not_implemented(&format!("The parameter {name} of the operation {operation}")))
            }
            None => Ok(()),
        }
    }

    /// Ends the checks.
    ///
    /// # Errors
    /// When there are violations.
    pub fn check(&self) -> Result<(), Error> {
        let count = self.violations.len();
        if count == 0 {
            return Ok(());
        }
        let plural = if count == 1 { "error" } else { "errors" };
        Err(Error::validation(format!(
            "{count} validation {plural} detected: {}",
            self.violations.join("; ")
        )))
    }
}

/// Whether a value asks for something: empty texts, lists and structures do not, nor do structures whose
/// members do not.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !matches!(text.as_str(), "" | "None" | "PassThrough"),
        Value::Array(entries) => !entries.is_empty(),
        Value::Object(members) => members.values().any(says_something),
        Value::Bool(true) | Value::Number(_) => true,
    }
}

/// A value of another type than the service model has.
pub(super) fn wrong_type(value: &Value, wanted: &str) -> Error {
    let is = match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(_) => "TRUE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => "START_ARRAY",
        Value::Object(_) => "START_OBJECT",
    };
    Error::serialization(format!("{is} cannot be converted to {wanted}"))
}

/// As AWS names members in messages.
fn camel(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn members(document: Value) -> Members {
        let Value::Object(members) = document else { panic!("no object") };
        Members::new(members)
    }

    #[test]
    fn violations_are_reported_together() {
        let mut given = members(json!({"Timeout": 0, "MemorySize": 99_999, "Description": "ok"}));
        assert_eq!(given.number("Timeout", 1..=900).unwrap(), None);
        given.number("MemorySize", 128..=10_240).unwrap();
        assert_eq!(given.text("Description", 0..=2).unwrap().as_deref(), Some("ok"));
        given.require("Role");
        assert_eq!(
            given.check().unwrap_err().message,
            "3 validation errors detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have \
             value greater than or equal to 1; Value '99999' at 'memorySize' failed to satisfy constraint: Member \
             must have value less than or equal to 10240; Value null at 'role' failed to satisfy constraint: \
             Member must not be null"
        );
    }

    #[test]
    fn other_types_are_a_serialization_error() {
        let mut given = members(json!({"Timeout": "3", "Publish": 1}));
        assert_eq!(
            given.number("Timeout", 1..=900).unwrap_err().message,
            "STRING_VALUE cannot be converted to Integer"
        );
        assert_eq!(given.flag("Publish").unwrap_err().code, "SerializationException");
    }

    #[test]
    fn what_says_nothing_is_not_refused() {
        let names = ["Layers", "VpcConfig", "TracingConfig", "SnapStart", "KMSKeyArn"];
        let given = members(json!({
            "Layers": [], "VpcConfig": {"SubnetIds": [], "SecurityGroupIds": []}, "KMSKeyArn": "",
            "TracingConfig": {"Mode": "PassThrough"}, "SnapStart": {"ApplyOn": "None"},
        }));
        assert!(given.refuse("CreateFunction", &names).is_ok());
        let given = members(json!({"TracingConfig": {"Mode": "Active"}}));
        let error = given.refuse("CreateFunction", &names).unwrap_err();
        assert!(
            error.message.starts_with("The parameter TracingConfig of the operation CreateFunction"),
            "{error}"
        );
    }
}
