//! Where an Undefined value comes from, in words.

use super::similar::similar;
use super::{Traced, Tracer};
use crate::explain::payload_problem;
use crate::sql::ast::{Test, Tree, TreeKind};
use crate::value::{Type, Value};

impl<'s> Tracer<'s, '_> {
    /// Why the value of a tree is Undefined, given its parts. Where a part is Undefined and takes the whole
    /// along, the reason is the part's.
    pub(super) fn reason(&self, tree: &Tree<'s>, parts: &[Traced]) -> String {
        let text = shortened(self.text(tree.span));
        let because = |reason: &str| format!("`{text}` is Undefined: {reason}");
        let of_part = || parts.iter().find(|part| part.facts.kind == Type::Undefined);
        let inherited = of_part().and_then(|part| part.shown.why.clone());
        match &tree.kind {
            TreeKind::Path(names) => because(&self.field(names)),
            TreeKind::Star => because(&self.payload().unwrap_or_default()),
            TreeKind::Variable { name, path } => self.variable(name, path, text),
            TreeKind::Member { of, path } => inherited.unwrap_or_else(|| {
                let base = shortened(self.text(of.span));
                let missing = self.evaluated(of, |value| missing_in(value, path, base, self));
                because(&missing.unwrap_or_default())
            }),
            TreeKind::Case { .. } => match parts.first() {
                Some(subject) if subject.facts.kind == Type::Undefined => inherited.unwrap_or_default(),
                _ => because("no WHEN is equal and there is no ELSE, or its result is Undefined"),
            },
            TreeKind::Call { name, arguments } => {
                inherited.unwrap_or_else(|| because(&self.call(name, arguments, parts)))
            }
            TreeKind::Query(_) => inherited.unwrap_or_else(|| {
                because("FROM is neither an array nor an object, or the object does not pass WHERE")
            }),
            TreeKind::Cast { target, .. } => inherited.unwrap_or_else(|| {
                because(&format!("{} does not convert to {target}", described(parts.first())))
            }),
            _ => inherited.unwrap_or_else(|| because(&self.operands(tree, parts))),
        }
    }

    /// Why the payload is not there as a value.
    fn payload(&self) -> Option<String> {
        self.evaluation.message().and_then(payload_problem)
    }

    fn field(&self, names: &[&str]) -> String {
        if let Some(problem) = self.payload() {
            return problem;
        }
        missing_in(&self.evaluation.payload(), names, "", self)
    }

    fn variable(&self, name: &str, path: &[&str], text: &str) -> String {
        let undefined = self.undefined.borrow();
        let why = undefined.iter().find(|(variable, _)| variable == name).map(|(_, why)| why.as_str());
        if let Some(why) = why {
            return format!("`@{name}` is Undefined: {why}");
        }
        let value = self.evaluation.variable_of(&self.variables, name);
        let missing = value.map(|value| missing_in(&value, path, &format!("@{name}"), self));
        format!("`{text}` is Undefined: {}", missing.unwrap_or_default())
    }

    /// The first operand that an operator cannot take.
    fn operands(&self, tree: &Tree<'s>, parts: &[Traced]) -> String {
        let (wanted, fits): (&str, fn(&Traced) -> bool) = match &tree.kind {
            TreeKind::Not(_) | TreeKind::All(_) | TreeKind::Any(_) => {
                ("a Boolean", |part| part.facts.is_boolean)
            }
            TreeKind::Test { test: Test::Like(_), .. } => {
                ("a String", |part| part.facts.kind == Type::String)
            }
            TreeKind::Test { test: Test::InArray(_), .. } => {
                let what = described(parts.get(1));
                return format!("what stands behind IN is {what}, not an Array");
            }
            // A String on either side joins; what has no text cannot be joined.
            TreeKind::Arithmetic { .. } if parts.iter().any(|part| part.facts.kind == Type::String) => {
                if let Some(null) = parts.iter().find(|part| part.facts.kind == Type::Null) {
                    return format!("`{}` is Null, which has no text", shortened(&null.shown.text));
                }
                ("a number", |part| part.facts.is_numeric)
            }
            _ => ("a number", |part| part.facts.is_numeric),
        };
        match parts.iter().find(|part| !fits(part)) {
            Some(part) => {
                format!("`{}` is {}, not {wanted}", shortened(&part.shown.text), described(Some(part)))
            }
            None => "the result is no number, as for a division by zero".to_owned(),
        }
    }
}

/// Where a path of names leaves a value. `base` is what the value is called, nothing for the payload.
pub(super) fn missing_in(value: &Value<'_>, names: &[&str], base: &str, tracer: &Tracer<'_, '_>) -> String {
    let mut holder = value.clone();
    let mut walked = base.to_owned();
    let holder_name = |walked: &str| {
        if walked.is_empty() { "the payload".to_owned() } else { format!("`{walked}`") }
    };
    for name in names {
        let next = holder.member(name, tracer.version);
        let path = if walked.is_empty() { (*name).to_owned() } else { format!("{walked}.{name}") };
        if !next.is_undefined() {
            (holder, walked) = (next, path);
            continue;
        }
        if holder.kind() != Type::Object {
            let rest = names.join(".");
            let whole = if base.is_empty() { rest } else { format!("{base}.{rest}") };
            let what = format!("{} is {}", holder_name(&walked), with_article(holder.kind()));
            return if walked.is_empty() { what } else { format!("there is no `{whole}`: {what}") };
        }
        let members = holder.members().unwrap_or_default();
        // The last one of a key counts.
        let member = members.iter().rfind(|(key, _)| key == name);
        if member.is_some_and(|(_, value)| value.kind() == Type::Number) {
            let is_last = names.last().is_some_and(|last| std::ptr::eq(last, name));
            let what = if is_last { "it".to_owned() } else { format!("`{path}`") };
            return format!("{what} is beyond 1E-999 to 1E+999");
        }
        let keys = members.iter().map(|(key, _)| key.as_ref()).filter(|key| key != name);
        return match similar(name, keys) {
            Some(key) => format!("{} has `{key}`", holder_name(&walked)),
            None => format!("{} has no `{name}`", holder_name(&walked)),
        };
    }
    // The path leads somewhere, so the value was not Undefined.
    "it has no value".to_owned()
}

fn with_article(kind: Type) -> &'static str {
    match kind {
        Type::Undefined => "Undefined",
        Type::Null => "Null",
        Type::Boolean => "a Boolean",
        Type::Number => "a number",
        Type::String => "a String",
        Type::Array => "an Array",
        Type::Object => "an Object",
    }
}

/// A value in words: its type, and itself if it is short.
pub(super) fn described(part: Option<&Traced>) -> String {
    let Some(part) = part else { return "missing".to_owned() };
    let kind = with_article(part.facts.kind);
    match &part.shown.value.json {
        Some(json) if matches!(part.facts.kind, Type::String | Type::Number | Type::Boolean) => {
            let what = kind.strip_prefix("a ").unwrap_or(kind);
            format!("the {what} {}", shortened(json))
        }
        _ => kind.to_owned(),
    }
}

/// The front of a text that is quoted in a sentence.
pub(super) fn shortened(text: &str) -> &str {
    const QUOTED_BYTES: usize = 80;
    text.get(..text.floor_char_boundary(QUOTED_BYTES)).unwrap_or(text)
}
