//! Why a call is Undefined, in words.

use super::reason::{described, missing_in, shortened};
use super::{Traced, Tracer, is_literal};
use crate::java::regex::Regex;
use crate::java::replacement::Replacement;
use crate::java::time::Zone;
use crate::java::time::joda::Format;
use crate::java::time::pattern::Pattern;
use crate::sql::ast::{Tree, TreeKind};
use crate::sql::functions::{self, COMPILATION_COST, EXPRESSION_BYTES_MAX, Function, PATTERN_COST};
use crate::value::{Type, Value};

/// The longest text that is searched again, bytes.
const TEXT_BYTES_MAX: usize = 1 << 20;

/// A call with its arguments.
struct Call<'c, 's, 'v> {
    function: &'static Function,
    trees: &'c [Tree<'s>],
    parts: &'c [Traced],
    values: &'c [Value<'v>],
}

impl<'s> Tracer<'s, '_> {
    /// Why a call is Undefined: the number of its arguments, what is wrong with one of them, or what else
    /// its function minds.
    pub(super) fn call(&self, name: &str, arguments: &[Tree<'s>], parts: &[Traced]) -> String {
        let Some(function) = functions::find(name) else { return "there is no such function".to_owned() };
        if !function.takes(arguments.len()) {
            return format!("it takes {}", function.wanted(arguments.len()));
        }
        if parts.len() < arguments.len() {
            return "there is too much to look at to say why".to_owned();
        }
        let looked = self.all_evaluated(arguments, |values| {
            let call = Call { function, trees: arguments, parts, values };
            call.refused().or_else(|| self.particular(&call)).unwrap_or_else(|| call.without_result())
        });
        looked.unwrap_or_else(|error| error.to_string())
    }

    /// What a function minds besides the types of its arguments.
    fn particular(&self, call: &Call<'_, 's, '_>) -> Option<String> {
        match (call.function.name, call.values) {
            ("get", [container, key]) => self.get(call, container, key),
            ("transform", [mode, ..]) => {
                let mode = mode.as_text().filter(|mode| mode != "enrichArray")?;
                Some(format!("there is no mode '{}', only 'enrichArray'", shortened(&mode)))
            }
            ("mod" | "remainder", [_, divisor]) => divisor
                .to_decimal()
                .filter(|divisor| divisor.is_zero())
                .map(|_| "it divides by zero".to_owned()),
            ("concat", [_, _, ..]) => {
                let joins = |value: &Value<'_>| matches!(value.kind(), Type::String | Type::Array);
                let none = !call.values.iter().any(joins);
                none.then(|| "none of the arguments is a String or an Array".to_owned())
            }
            ("topic", [level]) => {
                let levels = self.evaluation.message()?.topic().split('/').count();
                Some(format!(
                    "there is no level {}, the topic has {}",
                    level.to_int()?,
                    counted(levels, "level")
                ))
            }
            ("regexp_matches" | "regexp_replace" | "regexp_substr", _) => self.expression(call),
            ("time_to_epoch", [_, pattern]) => Some(match Pattern::compile(&self.pattern(pattern)?) {
                Err(error) => format!("the second argument is no pattern: {error}"),
                Ok(_) => "the first argument does not fit the pattern".to_owned(),
            }),
            ("parse_time", [pattern, _, zone @ ..]) => {
                let zone = zone.first().and_then(Value::as_text);
                if let Some(zone) = zone.filter(|zone| Zone::of_joda(zone).is_none()) {
                    return Some(format!("there is no time zone '{}'", shortened(&zone)));
                }
                Some(match Format::compile(&self.pattern(pattern)?) {
                    Err(error) => format!("the first argument is no pattern: {error}"),
                    Ok(_) => "the moment is beyond the years ±9999".to_owned(),
                })
            }
            _ => None,
        }
    }

    /// `get`: an index, a key, or something that has neither.
    fn get(&self, call: &Call<'_, 's, '_>, container: &Value<'_>, key: &Value<'_>) -> Option<String> {
        let tree = call.trees.first()?;
        let base = if matches!(tree.kind, TreeKind::Star) { "" } else { shortened(self.text(tree.span)) };
        let elements = || container.elements(self.version).unwrap_or_default().len();
        let (count, what) = match container.kind() {
            Type::Object => {
                return Some(match key.as_text() {
                    Some(key) => missing_in(container, &[&key], base, self),
                    None => format!("{}, and keys are Strings", call.argument_is(1)),
                });
            }
            Type::Array => (elements(), "element"),
            Type::String => (container.as_text()?.chars().count(), "character"),
            _ => return Some(format!("{}, not an Array, an Object or a String", call.argument_is(0))),
        };
        let Some(index) = key.to_int() else { return Some(format!("{}, not a number", call.argument_is(1))) };
        if index.as_integer().and_then(|index| usize::try_from(index).ok()).is_some_and(|index| index < count)
        {
            return Some("the element is beyond 1E-999 to 1E+999".to_owned());
        }
        let holder = if base.is_empty() { "the payload".to_owned() } else { format!("`{base}`") };
        Some(format!("there is no index {index}, {holder} has {}", counted(count, what)))
    }

    /// A regular expression that is none, or does not match.
    fn expression(&self, call: &Call<'_, 's, '_>) -> Option<String> {
        let text = |index: usize| {
            let value: Value<'_> = call.values.get(index)?.borrowed();
            value.stringify(TEXT_BYTES_MAX, self.version).ok().flatten()
        };
        let pattern = text(1)?;
        if pattern.len() > EXPRESSION_BYTES_MAX && !call.trees.get(1).is_some_and(is_literal) {
            return Some(format!("the second argument is longer than {EXPRESSION_BYTES_MAX} bytes"));
        }
        // Whatever comes of it; nothing more is shown when the budget is used up.
        let _ = self.evaluation.work(COMPILATION_COST);
        let regex = match Regex::compile(&pattern) {
            Ok(regex) => regex,
            Err(error) => return Some(format!("the second argument is no regular expression: {error}")),
        };
        match call.function.name {
            "regexp_substr" => Some("nothing in the first argument matches".to_owned()),
            "regexp_replace" => {
                let error = Replacement::compile(&text(2)?, &regex).err()?;
                Some(format!("the third argument is no replacement: {error}"))
            }
            _ => None,
        }
    }

    /// The pattern of a date, if there is budget to compile it.
    fn pattern<'v>(&self, value: &'v Value<'_>) -> Option<std::borrow::Cow<'v, str>> {
        let pattern = value.as_text()?;
        self.evaluation.work(pattern.len().saturating_mul(PATTERN_COST)).ok()?;
        Some(pattern)
    }
}

impl Call<'_, '_, '_> {
    /// The first argument of a type that the function does not take.
    fn refused(&self) -> Option<String> {
        let wants = |at: usize| self.function.wants(at);
        let at = self.values.iter().enumerate().position(|(at, value)| !wants(at).takes(value))?;
        Some(match self.values.get(at).map(Value::kind) {
            Some(Type::Null) => self.argument_is(at),
            _ => format!("{}, not {}", self.argument_is(at), wants(at).name()),
        })
    }

    /// When no argument is to blame for its type alone.
    fn without_result(&self) -> String {
        if let Some(at) = self.values.iter().position(|value| value.kind() == Type::Null) {
            return self.argument_is(at);
        }
        match self.parts {
            [] if self.function.arity.1 > 1 => "it has no arguments".to_owned(),
            _ if !self.function.is_pure => "the message does not have it".to_owned(),
            [_] => format!("{}, which has no such result", self.argument_is(0)),
            parts => {
                let parts: Vec<String> = parts.iter().map(|part| described(Some(part))).collect();
                format!("it has no result for {}", parts.join(" and "))
            }
        }
    }

    /// `the second argument is the number 7`
    fn argument_is(&self, at: usize) -> String {
        const ORDER: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];
        let what = described(self.parts.get(at));
        match ORDER.get(at) {
            Some(order) if self.parts.len() > 1 => format!("the {order} argument is {what}"),
            _ if self.parts.len() > 1 => format!("argument {} is {what}", at + 1),
            _ => format!("the argument is {what}"),
        }
    }
}

/// `1 level`, `2 levels`
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
