//! Functions that read the message: where it came from, when, and random values.

use super::{Answer, encode_bytes, take};
use crate::message::uuid_of;
use crate::number::Number;
use crate::open_points;
use crate::sql::budget::EXPRESSION_COST;
use crate::sql::eval::Evaluation;
use crate::value::{Object, Value};

/// What random bits cost against looking at a byte of text: they come from the operating system.
const RANDOM_COST: usize = 1024;

fn text_or_undefined(text: Option<&str>) -> Value<'_> {
    text.map_or(Value::Undefined, Value::text)
}

pub(super) fn account_id<'a>(evaluation: &Evaluation<'a>, _: &mut [Value<'a>]) -> Answer<'a> {
    let account = evaluation.message().map(|message| message.origin().account.to_string());
    Ok(account.map_or(Value::Undefined, Value::text))
}

/// `n/a` when the message did not come over MQTT.
pub(super) fn client_id<'a>(evaluation: &Evaluation<'a>, _: &mut [Value<'a>]) -> Answer<'a> {
    let client_id = evaluation.message().and_then(|message| message.origin().client_id);
    Ok(Value::text(client_id.unwrap_or("n/a")))
}

pub(super) fn principal<'a>(evaluation: &Evaluation<'a>, _: &mut [Value<'a>]) -> Answer<'a> {
    Ok(text_or_undefined(evaluation.message().and_then(|message| message.origin().principal)))
}

pub(super) fn source_ip<'a>(evaluation: &Evaluation<'a>, _: &mut [Value<'a>]) -> Answer<'a> {
    let address = evaluation.message().and_then(|message| message.origin().source_ip);
    Ok(address.map_or(Value::Undefined, |address| Value::text(address.to_string())))
}

pub(super) fn trace_id<'a>(evaluation: &Evaluation<'a>, _: &mut [Value<'a>]) -> Answer<'a> {
    Ok(text_or_undefined(evaluation.message().and_then(|message| message.origin().trace_id)))
}

pub(super) fn timestamp<'a>(evaluation: &Evaluation<'a>, _: &mut [Value<'a>]) -> Answer<'a> {
    let now = evaluation.message().map(|message| message.origin().now.0);
    Ok(now.map_or(Value::Undefined, |now| Value::Number(Number::from(now))))
}

pub(super) fn sql_version<'a>(evaluation: &Evaluation<'a>, _: &mut [Value<'a>]) -> Answer<'a> {
    Ok(Value::text(evaluation.version().as_str()))
}

/// `topic()`, and `topic(n)`: the n-th level, from 1.
pub(super) fn topic<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let Some(message) = evaluation.message() else { return Ok(Value::Undefined) };
    let [level, ..] = arguments else { return Ok(Value::text(message.topic())) };
    let level = level.to_int().and_then(Number::as_integer).and_then(|level| usize::try_from(level - 1).ok());
    Ok(text_or_undefined(level.and_then(|level| message.topic().split('/').nth(level))))
}

pub(super) fn new_uuid<'a>(evaluation: &Evaluation<'a>, _: &mut [Value<'a>]) -> Answer<'a> {
    evaluation.work(2 * RANDOM_COST)?;
    Ok(Value::text(uuid_of(evaluation.random(), evaluation.random())))
}

/// A double in [0, 1).
pub(super) fn rand<'a>(evaluation: &Evaluation<'a>, _: &mut [Value<'a>]) -> Answer<'a> {
    evaluation.work(RANDOM_COST)?;
    let bits = evaluation.random() >> (u64::BITS - f64::MANTISSA_DIGITS);
    let value = bits as f64 / (1u64 << f64::MANTISSA_DIGITS) as f64;
    Ok(evaluation.number(Number::from_f64(value)))
}

pub(super) fn mqtt_property<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let properties = evaluation.message().and_then(|message| message.origin().properties);
    let name = take(arguments, 0).into_text();
    Ok(match name.as_deref() {
        Some("format_indicator") => {
            let is_utf8 = properties.is_some_and(|properties| properties.payload_is_utf8);
            Value::text(if is_utf8 { "UTF8_DATA" } else { "UNSPECIFIED_BYTES" })
        }
        Some("content_type") => text_or_undefined(properties.and_then(|properties| properties.content_type)),
        Some("response_topic") => {
            text_or_undefined(properties.and_then(|properties| properties.response_topic))
        }
        Some("correlation_data") => {
            let data = properties.and_then(|properties| properties.correlation_data);
            return data.map_or(Ok(Value::Undefined), |data| encode_bytes(evaluation, data));
        }
        _ => Value::Undefined,
    })
}

/// With a key the array of its values, Undefined if there are none; without one an array of objects of
/// one pair each.
pub(super) fn user_properties<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let properties = evaluation.message().and_then(|message| message.origin().properties);
    let pairs = properties.map(|properties| properties.user_properties.as_slice()).unwrap_or_default();
    evaluation.work(pairs.len().saturating_mul(EXPRESSION_COST))?;
    if arguments.is_empty() {
        evaluation.charge(pairs.len().saturating_mul(size_of::<(Object<'_>, Value<'_>, Value<'_>)>()))?;
        let object = |(key, value): &(&'a str, &'a str)| {
            Value::object(Object::from_iter([((*key).into(), Value::text(*value))]))
        };
        let objects: Vec<_> = pairs.iter().map(object).collect();
        let is_undefined = objects.is_empty() && open_points::NO_USER_PROPERTIES_IS_UNDEFINED;
        return Ok(if is_undefined { Value::Undefined } else { Value::array(objects) });
    }
    let Some(key) = take(arguments, 0).into_text() else { return Ok(Value::Undefined) };
    let values: Vec<_> =
        pairs.iter().filter(|(name, _)| *name == key).map(|(_, value)| Value::text(*value)).collect();
    Ok(if values.is_empty() { Value::Undefined } else { Value::array(values) })
}
