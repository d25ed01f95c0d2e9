//! JSON filter patterns: `{ $.temp > 30 && ($.id = "rpi*" || $.ok IS TRUE) }`.

use std::cmp::Ordering;

use serde_json::Value;

use super::{invalid_pattern, quoted_text, regular_expression};
use crate::protocol::Failure;
use crate::wildcard::like;

/// How deep parentheses may be nested.
const DEPTH_MAX: usize = 32;

/// What must hold of a document.
#[derive(Clone, PartialEq, Debug)]
pub(in super::super) enum Condition {
    All(Vec<Self>),
    Any(Vec<Self>),
    Is(Path, Test),
}

#[derive(Clone, PartialEq, Debug)]
pub(in super::super) enum Test {
    Number(Comparison, f64),
    /// Equal or not, to a text in which `*` stands for anything.
    Text(bool, String),
    Null,
    Bool(bool),
    Missing,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The way to a value: names of members and places in arrays.
type Path = Vec<Step>;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(in super::super) enum Step {
    Member(String),
    Item(usize),
}

impl Condition {
    /// Whether it holds.
    pub fn holds(&self, document: &Value) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(document)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(document)),
            Self::Is(path, test) => {
                let value = path.iter().try_fold(document, |value, step| match step {
                    Step::Member(name) => value.get(name),
                    Step::Item(place) => value.get(place),
                });
                test.holds(value)
            }
        }
    }
}

impl Test {
    fn holds(&self, value: Option<&Value>) -> bool {
        let Some(value) = value else { return *self == Self::Missing };
        match self {
            Self::Missing => false,
            Self::Null => value.is_null(),
            Self::Bool(expected) => value.as_bool() == Some(*expected),
            Self::Number(comparison, expected) => {
                value.as_f64().is_some_and(|value| comparison.holds(value, *expected))
            }
            Self::Text(equal, expected) => {
                let is_like = match value {
                    Value::String(text) => like(text, expected),
                    Value::Object(_) | Value::Array(_) => return false,
                    other => like(&other.to_string(), expected),
                };
                is_like == *equal
            }
        }
    }
}

impl Comparison {
    fn holds(self, value: f64, expected: f64) -> bool {
        match self {
            // As it was written, so that 0.1 is 0.1.
            Self::Equal => value.partial_cmp(&expected).is_some_and(Ordering::is_eq),
            Self::NotEqual => value.partial_cmp(&expected).is_none_or(Ordering::is_ne),
            Self::Less => value < expected,
            Self::LessOrEqual => value <= expected,
            Self::Greater => value > expected,
            Self::GreaterOrEqual => value >= expected,
        }
    }
}

/// Reads a pattern with its braces.
pub(super) fn parse(text: &str) -> Result<Condition, Failure> {
    let mut reader = Reader { rest: text };
    reader.expect("{")?;
    let condition = reader.any(0)?;
    reader.expect("}")?;
    if reader.rest.trim().is_empty() { Ok(condition) } else { Err(invalid_pattern()) }
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    /// Takes a token, if it comes next.
    fn take(&mut self, token: &str) -> bool {
        let found = self.rest.trim_start().strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn expect(&mut self, token: &str) -> Result<(), Failure> {
        if self.take(token) { Ok(()) } else { Err(invalid_pattern()) }
    }

    fn any(&mut self, depth: usize) -> Result<Condition, Failure> {
        let mut parts = vec![self.all(depth)?];
        while self.take("||") {
            parts.push(self.all(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::Any(parts) })
    }

    fn all(&mut self, depth: usize) -> Result<Condition, Failure> {
        let mut parts = vec![self.one(depth)?];
        while self.take("&&") {
            parts.push(self.one(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
    }

    fn one(&mut self, depth: usize) -> Result<Condition, Failure> {
        if self.take("(") {
            if depth >= DEPTH_MAX {
                return Err(invalid_pattern());
            }
            let inner = self.any(depth + 1)?;
            self.expect(")")?;
            return Ok(inner);
        }
        self.expect("$")?;
        let path = self.path()?;
        Ok(Condition::Is(path, self.test()?))
    }

    fn path(&mut self) -> Result<Path, Failure> {
        let mut path = Path::new();
        loop {
            if let Some(rest) = self.rest.strip_prefix('.') {
                let end =
                    rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
                let (name, rest) = rest.split_at(end);
                if name.is_empty() {
                    // `$.[0]` and `$.['a b']` are fine, `$.` and `$.*` are not.
                    if !rest.starts_with('[') {
                        return Err(invalid_pattern());
                    }
                } else {
                    path.push(Step::Member(name.into()));
                }
                self.rest = rest;
            } else if let Some(rest) = self.rest.strip_prefix('[') {
                let (inner, rest) = rest.split_once(']').ok_or_else(invalid_pattern)?;
                let inner = inner.trim();
                let name =
                    ['\'', '"'].into_iter().find_map(|quote| inner.strip_prefix(quote)?.strip_suffix(quote));
                path.push(match name {
                    Some(name) => Step::Member(name.into()),
                    None => Step::Item(inner.parse().map_err(|_| invalid_pattern())?),
                });
                self.rest = rest;
            } else {
                return if path.is_empty() { Err(invalid_pattern()) } else { Ok(path) };
            }
        }
    }

    fn test(&mut self) -> Result<Test, Failure> {
        if self.take("NOT") {
            return self.expect("EXISTS").map(|()| Test::Missing);
        }
        if self.take("IS") {
            let tests = [("NULL", Test::Null), ("TRUE", Test::Bool(true)), ("FALSE", Test::Bool(false))];
            let found = tests.into_iter().find(|(word, _)| self.take(word));
            return found.map(|(_, test)| test).ok_or_else(invalid_pattern);
        }
        // Longer ones first.
        let comparisons = [
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("=", Comparison::Equal),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        let found = comparisons.into_iter().find(|(token, _)| self.take(token));
        let (_, comparison) = found.ok_or_else(invalid_pattern)?;
        self.value(comparison)
    }

    fn value(&mut self, comparison: Comparison) -> Result<Test, Failure> {
        let equal = match comparison {
            Comparison::Equal => Some(true),
            Comparison::NotEqual => Some(false),
            _ => None,
        };
        let rest = self.rest.trim_start();
        if rest.starts_with('%') {
            return Err(regular_expression());
        }
        if let Some(quoted) = rest.strip_prefix('"') {
            let (text, rest) = quoted_text(quoted)?;
            self.rest = rest;
            return equal.map(|equal| Test::Text(equal, text)).ok_or_else(invalid_pattern);
        }
        let end = rest.find(|c: char| c.is_whitespace() || "(){}&|=<>!".contains(c)).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.rest = rest;
        match (word.parse::<f64>(), equal) {
            (Ok(number), _) if number.is_finite() => Ok(Test::Number(comparison, number)),
            (_, Some(equal)) if !word.is_empty() => Ok(Test::Text(equal, word.into())),
            _ => Err(invalid_pattern()),
        }
    }
}
