//! References and functions (provisioning.md §6).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::template::Template;

/// Why a template has no value for these parameters.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EvaluateError {
    /// A parameter without value and default.
    #[error("Cannot resolve reference value: {0}")]
    Reference(String),
    /// A function whose arguments are not what it takes, an index or key that leads nowhere, or a function
    /// that does not exist.
    #[error("The template has an invalid {0}.")]
    Function(String),
    /// A property of another type than it must have.
    #[error("{property} of resource {resource} must be {expected}.")]
    Property {
        /// The logical name of the resource.
        resource: String,
        /// The property.
        property: String,
        /// What it must be.
        expected: &'static str,
    },
}

/// A template and the values of its parameters.
pub(crate) struct Evaluation<'a> {
    pub template: &'a Template,
    pub parameters: &'a BTreeMap<String, String>,
}

impl Evaluation<'_> {
    /// A value with its references and functions replaced.
    pub fn value(&self, value: &Value) -> Result<Value, EvaluateError> {
        match value {
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(members) => self.object(members),
            plain => Ok(plain.clone()),
        }
    }

    fn object(&self, members: &Map<String, Value>) -> Result<Value, EvaluateError> {
        let mut entries = members.iter();
        if let (Some((name, argument)), None) = (entries.next(), entries.next()) {
            if name == "Ref" {
                let name = argument.as_str().ok_or_else(|| EvaluateError::Function("Ref".into()))?;
                return self.reference(name).map(Value::from);
            }
            if name.starts_with("Fn::") {
                return self.function(name, argument)?.ok_or_else(|| EvaluateError::Function(name.clone()));
            }
        }
        let evaluated = members.iter().map(|(name, value)| Ok((name.clone(), self.value(value)?)));
        Ok(Value::Object(evaluated.collect::<Result<_, EvaluateError>>()?))
    }

    fn reference(&self, name: &str) -> Result<String, EvaluateError> {
        let given = self.parameters.get(name);
        let value = given.or_else(|| self.template.defaults.get(name)?.as_ref());
        value.cloned().ok_or_else(|| EvaluateError::Reference(name.into()))
    }

    /// `None` when the arguments are not what the function takes.
    fn function(&self, name: &str, argument: &Value) -> Result<Option<Value>, EvaluateError> {
        if name == "Fn::Sub" {
            return self.substitute(argument);
        }
        let Value::Array(arguments) = self.value(argument)? else { return Ok(None) };
        Ok(match name {
            "Fn::Join" => join(&arguments),
            "Fn::Select" => select(&arguments),
            "Fn::Split" => split(&arguments),
            "Fn::FindInMap" => self.find(&arguments),
            _ => None,
        })
    }

    fn find(&self, arguments: &[Value]) -> Option<Value> {
        let [map, first, second] = arguments else { return None };
        let value = self.template.mappings.get(map.as_str()?)?.get(first.as_str()?)?.get(second.as_str()?)?;
        Some(value.clone())
    }

    /// A text, or a text and the values of its own variables.
    fn substitute(&self, argument: &Value) -> Result<Option<Value>, EvaluateError> {
        let (text, own) = match argument {
            Value::String(text) => (text, Map::new()),
            Value::Array(arguments) => match arguments.as_slice() {
                [Value::String(text), Value::Object(own)] => (text, own.clone()),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, after)) = after.split_once('}') else { return Ok(None) };
            out.push_str(before);
            match own.get(name) {
                Some(value) => match scalar(&self.value(value)?) {
                    Some(value) => out.push_str(&value),
                    None => return Ok(None),
                },
                None => out.push_str(&self.reference(name)?),
            }
            rest = after;
        }
        out.push_str(rest);
        Ok(Some(out.into()))
    }
}

fn join(arguments: &[Value]) -> Option<Value> {
    let [Value::String(delimiter), Value::Array(items)] = arguments else { return None };
    let items: Option<Vec<String>> = items.iter().map(scalar).collect();
    Some(items?.join(delimiter).into())
}

fn select(arguments: &[Value]) -> Option<Value> {
    let [index, Value::Array(items)] = arguments else { return None };
    let index: usize = scalar(index)?.parse().ok()?;
    items.get(index).filter(|item| !item.is_null()).cloned()
}

fn split(arguments: &[Value]) -> Option<Value> {
    let [Value::String(delimiter), Value::String(text)] = arguments else { return None };
    (!delimiter.is_empty()).then(|| text.split(delimiter.as_str()).map(Value::from).collect())
}

/// A text, number or boolean as text.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
