//! Golden queries, refusals, and properties against a reference that is slow and obvious.

mod aggregates;
mod golden;
mod properties;
mod refusals;

use crate::{Document, Query, Value};

/// A document as a list of fields and values.
#[derive(Clone, Debug, Default)]
struct Listed(Vec<(String, Owned)>);

#[derive(Clone, PartialEq, Debug)]
enum Owned {
    Text(String),
    Attribute(String),
    Number(f64),
    Boolean(bool),
}

impl Owned {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Attribute(text) => Value::Attribute(text),
            Self::Number(number) => Value::Number(*number),
            Self::Boolean(boolean) => Value::Boolean(*boolean),
        }
    }
}

impl Document for Listed {
    type Field = String;

    fn any(&self, field: Option<&String>, test: &mut dyn FnMut(Value<'_>) -> bool) -> bool {
        let asked = self.0.iter().filter(|(name, _)| field.is_none_or(|field| field == name));
        asked.into_iter().any(|(_, value)| test(value.value()))
    }
}

fn finds(query: &str, document: &Listed) -> bool {
    Query::parse(query).unwrap_or_else(|error| panic!("{error}")).matches(document)
}
