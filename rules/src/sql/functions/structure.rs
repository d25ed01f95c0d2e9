//! Functions of arrays, objects and absent values.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::{Answer, take};
use crate::open_points;
use crate::sql::EvalError;
use crate::sql::eval::{Evaluation, json_length};
use crate::value::{Object, Type, Value};

pub(super) fn is_null<'a>(_: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    Ok(Value::Bool(take(arguments, 0).kind() == Type::Null))
}

pub(super) fn is_undefined<'a>(_: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    Ok(Value::Bool(take(arguments, 0).is_undefined()))
}

/// The second argument if the first is Undefined, Null or not a number in the sense of IEEE 754, which
/// no number of this engine is.
pub(super) fn nanvl<'a>(_: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let value = take(arguments, 0);
    Ok(if value.is_missing() { take(arguments, 1) } else { value })
}

/// An element of an array, a character of a string, a member of an object.
pub(super) fn get<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let (container, key) = (take(arguments, 0), take(arguments, 1));
    let index = || key.to_int()?.as_integer().and_then(|index| usize::try_from(index).ok());
    Ok(match container.kind() {
        Type::Object => match key.into_text() {
            Some(key) => evaluation.member(&container, &key)?,
            None => Value::Undefined,
        },
        Type::Array => match index() {
            Some(index) => evaluation.element(&container, index)?,
            None => Value::Undefined,
        },
        Type::String => {
            let text = container.into_text().unwrap_or_default();
            let character = index().and_then(|index| text.chars().nth(index));
            character.map_or(Value::Undefined, |character| Value::text(character.to_string()))
        }
        _ => Value::Undefined,
    })
}

/// One array out of arrays and scalars if there is any array; else one string if there is any string.
pub(super) fn concat<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    if let [value] = arguments
        && !open_points::CONCAT_OF_ONE_CONVERTS
    {
        return Ok(std::mem::take(value));
    }
    let any = |kind: Type| arguments.iter().any(|argument| argument.kind() == kind);
    if any(Type::Array) {
        return concat_arrays(evaluation, arguments);
    }
    if !any(Type::String) && arguments.len() != 1 {
        return Ok(Value::Undefined);
    }
    let mut joined = String::new();
    for argument in arguments {
        let Some(text) = evaluation.text_of(std::mem::take(argument))? else { return Ok(Value::Undefined) };
        evaluation.charge(text.len())?;
        joined.push_str(&text);
    }
    Ok(Value::text(joined))
}

fn concat_arrays<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let mut joined = Vec::new();
    for argument in arguments {
        let value = std::mem::take(argument);
        let is_array = evaluation.elements(&value, |element| {
            evaluation.charge(size_of::<Value<'_>>())?;
            joined.push(evaluation.copy(element)?);
            Ok(ControlFlow::Continue(()))
        })?;
        if !is_array {
            joined.push(value);
        }
    }
    Ok(Value::array(joined))
}

/// What `transform` may make, bytes as compact JSON (rules.md §4).
const TRANSFORMED_BYTES: usize = 128 << 10;

/// `transform('enrichArray', attributes, array)`: every object of the array with the attributes behind
/// its own members. Other elements stay as they are.
pub(super) fn enrich_array<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let (attributes, array) = (take(arguments, 0), take(arguments, 1));
    let Some(attributes) = evaluation.members(&attributes)? else { return Ok(Value::Undefined) };
    let mut enriched = Vec::new();
    let is_array = evaluation.elements(&array, |element| {
        let Some(members) = evaluation.members(element)? else {
            enriched.push(evaluation.copy(element)?);
            return Ok(ControlFlow::Continue(()));
        };
        evaluation.charge((members.len() + attributes.len()) * size_of::<(Cow<'_, str>, Value<'_>)>())?;
        let mut object: Object<'a> = members.into_iter().collect();
        for (key, value) in &attributes {
            if object.get(key).is_none() || !open_points::ENRICHED_ELEMENT_WINS {
                evaluation.charge(key.len())?;
                object.set(key.clone(), evaluation.copy(value)?);
            }
        }
        enriched.push(Value::object(object));
        Ok(ControlFlow::Continue(()))
    })?;
    if !is_array {
        return Ok(Value::Undefined);
    }
    let enriched = Value::array(enriched);
    if json_length(&enriched, TRANSFORMED_BYTES).is_none() {
        return Err(EvalError::OutputTooLarge { function: "transform" });
    }
    Ok(enriched)
}
