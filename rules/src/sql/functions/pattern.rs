//! Functions with a pattern: regular expressions and dates.
//!
//! A constant pattern is compiled with the statement, and refused there if it cannot be used. One that
//! the message brings is compiled when it comes and makes the call Undefined if it cannot be used; the
//! last few regular expressions are kept.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use super::{Answer, take};
use crate::java::PatternError;
use crate::java::regex::Regex;
use crate::java::replacement::Replacement;
use crate::java::time::Zone;
use crate::java::time::joda::Format;
use crate::java::time::pattern::Pattern;
use crate::number::Number;
use crate::sql::eval::Evaluation;
use crate::sql::lexer::MAX_SOURCE_BYTES;
use crate::sql::{EvalError, SqlVersion};
use crate::value::Value;

/// The patterns of a call that are constants, compiled.
#[derive(Debug)]
pub(in crate::sql) enum Prepared {
    Regex(Regex),
    /// An expression and what replaces its matches.
    Replacement(Regex, Replacement),
    Format(Format),
    Date(Pattern),
}

/// The arguments of a call that are constants.
pub(in crate::sql) type Constants<'c> = [Option<&'c Value<'static>>];

/// A constant pattern that cannot be used.
pub(in crate::sql) struct Refusal {
    /// Which argument it is.
    pub(in crate::sql) argument: usize,
    /// Its text.
    pub(in crate::sql) pattern: String,
    /// What is wrong with it.
    pub(in crate::sql) error: PatternError,
}

/// A function with a pattern.
#[derive(Clone, Copy)]
pub(in crate::sql) struct PatternFunction {
    /// Compiles what is constant; `None` when there is nothing to compile.
    pub(in crate::sql) prepare: for<'c> fn(&'c Constants<'c>) -> Result<Option<Prepared>, Refusal>,
    /// Computes a call, with what was compiled.
    pub(super) call: for<'a> fn(&Evaluation<'a>, &mut [Value<'a>], Option<&Prepared>) -> Answer<'a>,
}

pub(super) const REGEXP_MATCHES: PatternFunction = PatternFunction { prepare: regex, call: regexp_matches };
pub(super) const REGEXP_REPLACE: PatternFunction =
    PatternFunction { prepare: replacement, call: regexp_replace };
pub(super) const REGEXP_SUBSTR: PatternFunction = PatternFunction { prepare: regex, call: regexp_substr };
pub(super) const PARSE_TIME: PatternFunction = PatternFunction { prepare: format, call: parse_time };
pub(super) const TIME_TO_EPOCH: PatternFunction = PatternFunction { prepare: date, call: time_to_epoch };

// === Compiling constants ===

/// Compiles a constant argument as it is, if it is a string.
fn of_string<'c, T>(
    constants: &'c Constants<'c>,
    argument: usize,
    compile: impl FnOnce(&str) -> Result<T, PatternError>,
) -> Result<Option<T>, Refusal> {
    let text = constants.get(argument).copied().flatten().and_then(Value::as_text);
    compiled_or_refused(text, argument, compile)
}

/// Compiles the string that a constant argument converts to.
fn of_converted<'c, T>(
    constants: &'c Constants<'c>,
    argument: usize,
    compile: impl FnOnce(&str) -> Result<T, PatternError>,
) -> Result<Option<T>, Refusal> {
    let value = constants.get(argument).copied().flatten().map(Value::borrowed);
    // No constant is part of a payload, so the version makes no difference.
    let text =
        value.and_then(|value| value.stringify(MAX_SOURCE_BYTES, SqlVersion::V2016_03_23).ok().flatten());
    compiled_or_refused(text, argument, compile)
}

fn compiled_or_refused<T>(
    text: Option<Cow<'_, str>>,
    argument: usize,
    compile: impl FnOnce(&str) -> Result<T, PatternError>,
) -> Result<Option<T>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    match compile(&text) {
        Ok(compiled) => Ok(Some(compiled)),
        Err(error) => Err(Refusal { argument, pattern: text.into_owned(), error }),
    }
}

fn regex<'c>(constants: &'c Constants<'c>) -> Result<Option<Prepared>, Refusal> {
    Ok(of_converted(constants, 1, Regex::compile)?.map(Prepared::Regex))
}

fn replacement<'c>(constants: &'c Constants<'c>) -> Result<Option<Prepared>, Refusal> {
    let Some(regex) = of_converted(constants, 1, Regex::compile)? else { return Ok(None) };
    let replacement = of_converted(constants, 2, |text| Replacement::compile(text, &regex))?;
    Ok(Some(match replacement {
        Some(replacement) => Prepared::Replacement(regex, replacement),
        None => Prepared::Regex(regex),
    }))
}

fn format<'c>(constants: &'c Constants<'c>) -> Result<Option<Prepared>, Refusal> {
    let format = of_string(constants, 0, Format::compile)?;
    of_string(constants, 2, |name| {
        Zone::of_joda(name).ok_or_else(|| PatternError("there is no such time zone".to_owned()))
    })?;
    Ok(format.map(Prepared::Format))
}

fn date<'c>(constants: &'c Constants<'c>) -> Result<Option<Prepared>, Refusal> {
    Ok(of_string(constants, 1, Pattern::compile)?.map(Prepared::Date))
}

// === Regular expressions ===

/// Regular expressions of messages that are kept, per thread, and the longest that is compiled, bytes.
const KEPT_EXPRESSIONS: usize = 16;
pub(in crate::sql) const EXPRESSION_BYTES_MAX: usize = 1024;

/// What compiling one costs against looking at a byte of text.
pub(in crate::sql) const COMPILATION_COST: usize = 4 << 20;

type Kept = Vec<(String, Option<Rc<Regex>>)>;

thread_local! {
    /// The one used last comes last.
    static KEPT: RefCell<Kept> = const { RefCell::new(Vec::new()) };
}

/// The expression that a message brought; `None` if it cannot be used.
fn compiled(evaluation: &Evaluation<'_>, pattern: &str) -> Result<Option<Rc<Regex>>, EvalError> {
    if pattern.len() > EXPRESSION_BYTES_MAX {
        return Ok(None);
    }
    let take_kept = |kept: &RefCell<Kept>| {
        let mut kept = kept.borrow_mut();
        let position = kept.iter().position(|(text, _)| text == pattern)?;
        Some(kept.remove(position))
    };
    let entry = match KEPT.with(take_kept) {
        Some(entry) => entry,
        None => {
            evaluation.work(COMPILATION_COST)?;
            (pattern.to_owned(), Regex::compile(pattern).ok().map(Rc::new))
        }
    };
    let regex = entry.1.clone();
    KEPT.with(|kept| {
        let mut kept = kept.borrow_mut();
        if kept.len() == KEPT_EXPRESSIONS {
            kept.remove(0);
        }
        kept.push(entry);
    });
    Ok(regex)
}

/// Calls `function` with the text and the expression; Undefined if either is missing.
fn with_regex<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &mut [Value<'a>],
    prepared: Option<&Prepared>,
    function: impl FnOnce(&Regex, Cow<'a, str>) -> Answer<'a>,
) -> Answer<'a> {
    let Some(text) = evaluation.text_of(take(arguments, 0))? else { return Ok(Value::Undefined) };
    if let Some(Prepared::Regex(regex) | Prepared::Replacement(regex, _)) = prepared {
        evaluation.work(regex.cost_of_search(&text, 0))?;
        return function(regex, text);
    }
    let Some(pattern) = evaluation.text_of(take(arguments, 1))? else { return Ok(Value::Undefined) };
    match compiled(evaluation, &pattern)? {
        Some(regex) => {
            evaluation.work(regex.cost_of_search(&text, 0))?;
            function(&regex, text)
        }
        None => Ok(Value::Undefined),
    }
}

/// Whether the string has a match anywhere.
fn regexp_matches<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &mut [Value<'a>],
    prepared: Option<&Prepared>,
) -> Answer<'a> {
    with_regex(evaluation, arguments, prepared, |regex, text| Ok(Value::Bool(regex.is_match(&text))))
}

/// The first match; Undefined without one (open point).
fn regexp_substr<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &mut [Value<'a>],
    prepared: Option<&Prepared>,
) -> Answer<'a> {
    with_regex(evaluation, arguments, prepared, |regex, text| {
        Ok(match &text {
            Cow::Borrowed(text) => regex.first(text).map_or(Value::Undefined, Value::text),
            Cow::Owned(text) => {
                regex.first(text).map_or(Value::Undefined, |found| Value::text(found.to_owned()))
            }
        })
    })
}

/// The string with every match replaced.
fn regexp_replace<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &mut [Value<'a>],
    prepared: Option<&Prepared>,
) -> Answer<'a> {
    let Some(new) = evaluation.text_of(take(arguments, 2))? else { return Ok(Value::Undefined) };
    with_regex(evaluation, arguments, prepared, |regex, text| {
        let made;
        let replacement = match prepared {
            Some(Prepared::Replacement(_, replacement)) => replacement,
            _ => match Replacement::compile(&new, regex) {
                Ok(replacement) => {
                    made = replacement;
                    &made
                }
                Err(_) => return Ok(Value::Undefined),
            },
        };
        let replaced = regex.replace_all(
            &text,
            replacement,
            |bytes| evaluation.work(bytes),
            |bytes| evaluation.charge(bytes),
        )?;
        Ok(Value::text(replaced))
    })
}

// === Dates ===

/// `parse_time(pattern, milliseconds[, zone])`: a moment as text. A zone that nobody knows is Undefined.
fn parse_time<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &mut [Value<'a>],
    prepared: Option<&Prepared>,
) -> Answer<'a> {
    evaluation.work(cost_of_date(arguments.first()))?;
    let zone = match arguments.get(2) {
        None => Some(Zone::utc()),
        Some(name) => name.as_text().and_then(|name| Zone::of_joda(&name)),
    };
    let millis = arguments.get(1).and_then(Value::to_floored_int).and_then(Number::as_integer);
    let millis = millis.and_then(|millis| i64::try_from(millis).ok());
    let Some((millis, zone)) = millis.zip(zone) else { return Ok(Value::Undefined) };
    let text = match prepared {
        Some(Prepared::Format(format)) => format.write(millis, &zone),
        _ => {
            let Some(pattern) = take(arguments, 0).into_text() else { return Ok(Value::Undefined) };
            // A letter makes up to 48 characters, the id of a zone.
            evaluation.charge(pattern.len().saturating_mul(48))?;
            Format::compile(&pattern).ok().and_then(|format| format.write(millis, &zone))
        }
    };
    let Some(text) = text else { return Ok(Value::Undefined) };
    evaluation.charge(text.len())?;
    Ok(Value::text(text))
}

/// `time_to_epoch(text, pattern)`: the moment that a text names, in milliseconds.
fn time_to_epoch<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &mut [Value<'a>],
    prepared: Option<&Prepared>,
) -> Answer<'a> {
    let Some(text) = take(arguments, 0).into_text() else { return Ok(Value::Undefined) };
    evaluation.work(cost_of_date(arguments.get(1)))?;
    let millis = match prepared {
        Some(Prepared::Date(pattern)) => pattern.read(&text),
        _ => {
            let Some(pattern) = take(arguments, 1).into_text() else { return Ok(Value::Undefined) };
            Pattern::compile(&pattern).ok().and_then(|pattern| pattern.read(&text))
        }
    };
    Ok(millis.map_or(Value::Undefined, |millis| Value::Number(Number::from(millis))))
}

/// What compiling and using a byte of a date's pattern costs.
pub(in crate::sql) const PATTERN_COST: usize = 64;

/// What writing or reading a date by a pattern costs.
fn cost_of_date(pattern: Option<&Value<'_>>) -> usize {
    /// Zones are looked up by name.
    const OF_DATE: usize = 8 << 10;
    let length = match pattern {
        Some(Value::Text(text)) => text.len(),
        Some(Value::Json(node)) => node.cost_of_reading(),
        _ => 0,
    };
    length.saturating_mul(PATTERN_COST).saturating_add(OF_DATE)
}
