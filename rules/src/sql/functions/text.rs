//! Functions of strings. Other arguments are converted by the standard rules first; Null and Undefined
//! have no string, and the answer is Undefined.

use std::borrow::Cow;

use super::{Answer, take};
use crate::number::Number;
use crate::open_points;
use crate::sql::EvalError;
use crate::sql::eval::Evaluation;
use crate::value::{Type, Value};

type Text<'a> = Result<Option<Cow<'a, str>>, EvalError>;

fn text<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>], index: usize) -> Text<'a> {
    evaluation.text_of(take(arguments, index))
}

/// A function of one string that makes another.
fn of_text<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &mut [Value<'a>],
    function: impl FnOnce(Cow<'a, str>) -> Result<Value<'a>, EvalError>,
) -> Answer<'a> {
    text(evaluation, arguments, 0)?.map_or(Ok(Value::Undefined), function)
}

/// A question about two strings.
fn of_two<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &mut [Value<'a>],
    function: impl FnOnce(&str, &str) -> Value<'a>,
) -> Answer<'a> {
    let left = text(evaluation, arguments, 0)?;
    let right = text(evaluation, arguments, 1)?;
    Ok(left.zip(right).map_or(Value::Undefined, |(left, right)| function(&left, &right)))
}

fn count(count: usize) -> Value<'static> {
    Value::Number(Number::from(count as u64))
}

pub(super) fn chr<'a>(_: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let code = arguments.first().and_then(Value::to_floored_int).and_then(Number::as_integer);
    let character = code.and_then(|code| u8::try_from(code).ok()).filter(u8::is_ascii).map(char::from);
    Ok(character.map_or(Value::Undefined, |character| Value::text(character.to_string())))
}

pub(super) fn starts_with<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    of_two(evaluation, arguments, |text, start| Value::Bool(text.starts_with(start)))
}

pub(super) fn ends_with<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    of_two(evaluation, arguments, |text, end| Value::Bool(text.ends_with(end)))
}

/// The position of the first occurrence in characters, from 0. Arrays are not searched, not even as text.
pub(super) fn index_of<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    if arguments.iter().any(|argument| argument.kind() == Type::Array) {
        return Ok(Value::Undefined);
    }
    of_two(evaluation, arguments, |text, part| match text.find(part) {
        Some(at) => count(text.get(..at).unwrap_or_default().chars().count()),
        None => Value::Number(Number::from(open_points::INDEX_NOT_FOUND)),
    })
}

pub(super) fn length<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    of_text(evaluation, arguments, |text| Ok(count(text.chars().count())))
}

pub(super) fn bytes<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    of_text(evaluation, arguments, |text| Ok(count(text.len())))
}

pub(super) fn lower<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    of_text(evaluation, arguments, |text| {
        evaluation.charge(text.len())?;
        Ok(Value::text(text.to_lowercase()))
    })
}

pub(super) fn upper<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    of_text(evaluation, arguments, |text| {
        evaluation.charge(text.len())?;
        Ok(Value::text(text.to_uppercase()))
    })
}

/// The number of spaces for `lpad` and `rpad`: that many are added, at most 1000.
fn spaces(arguments: &[Value<'_>]) -> Option<String> {
    const MAX_SPACES: i128 = 1000;
    let number = arguments.get(1)?.to_clamped_int(0, MAX_SPACES)?;
    Some(" ".repeat(number as usize))
}

pub(super) fn left_pad<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    pad(evaluation, arguments, |text, spaces| format!("{spaces}{text}"))
}

pub(super) fn right_pad<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    pad(evaluation, arguments, |text, spaces| format!("{text}{spaces}"))
}

fn pad<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &mut [Value<'a>],
    join: fn(&str, &str) -> String,
) -> Answer<'a> {
    let Some(spaces) = spaces(arguments) else { return Ok(Value::Undefined) };
    of_text(evaluation, arguments, |text| {
        evaluation.charge(text.len() + spaces.len())?;
        Ok(Value::text(join(&text, &spaces)))
    })
}

/// The blanks that `ltrim` and `rtrim` remove.
const BLANKS: [char; 2] = [' ', '\t'];

/// White space at both ends, line ends included, as Java's `trim` has it.
pub(super) fn trim<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    trimmed(evaluation, arguments, |text| text.trim_matches(|character| character <= ' '))
}

pub(super) fn left_trim<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    trimmed(evaluation, arguments, |text| text.trim_start_matches(BLANKS))
}

pub(super) fn right_trim<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    trimmed(evaluation, arguments, |text| text.trim_end_matches(BLANKS))
}

fn trimmed<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &mut [Value<'a>],
    trim: fn(&str) -> &str,
) -> Answer<'a> {
    of_text(evaluation, arguments, |text| {
        Ok(match text {
            Cow::Borrowed(text) => Value::text(trim(text)),
            Cow::Owned(text) => Value::text(trim(&text).to_owned()),
        })
    })
}

/// What going over a byte of text costs that may be replaced: it is found, counted, found again and written.
const COST_OF_REPLACING: usize = 8;

pub(super) fn replace<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let parts =
        (text(evaluation, arguments, 0)?, text(evaluation, arguments, 1)?, text(evaluation, arguments, 2)?);
    let (Some(text), Some(old), Some(new)) = parts else { return Ok(Value::Undefined) };
    evaluation.work(text.len().saturating_mul(COST_OF_REPLACING))?;
    let occurrences = text.matches(&*old).count();
    evaluation.charge(text.len().saturating_add(occurrences.saturating_mul(new.len())))?;
    Ok(Value::text(text.replace(&*old, &new)))
}

/// `substring(s, from[, to])` in characters, `to` exclusive; positions are cut to the string.
pub(super) fn substring<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    // Beyond any string is as good as at its end.
    let position = |value: &Value<'a>| value.to_clamped_int(0, u32::MAX.into()).map(|number| number as usize);
    let Some(from) = arguments.get(1).and_then(position) else { return Ok(Value::Undefined) };
    let to = match arguments.get(2) {
        Some(to) => match position(to) {
            Some(to) => to,
            None => return Ok(Value::Undefined),
        },
        None => usize::MAX,
    };
    of_text(evaluation, arguments, |text| {
        let offset =
            |position: usize| text.char_indices().nth(position).map_or(text.len(), |(offset, _)| offset);
        let range = offset(from)..offset(to);
        Ok(match &text {
            _ if from >= to => Value::text(""),
            Cow::Borrowed(text) => Value::text(text.get(range).unwrap_or_default()),
            Cow::Owned(text) => Value::text(text.get(range).unwrap_or_default().to_owned()),
        })
    })
}
