//! `encode` and `decode`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Answer, take};
use crate::json::Tape;
use crate::sql::eval::Evaluation;
use crate::value::Value;

/// `encode(v, 'base64')` of anything but `*`: of its string.
pub(super) fn encode<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let text = evaluation.text_of(take(arguments, 0))?;
    match text {
        Some(text) => encode_bytes(evaluation, text.as_bytes()),
        None => Ok(Value::Undefined),
    }
}

/// Bytes as base64 text.
pub(in crate::sql) fn encode_bytes<'a>(evaluation: &Evaluation<'a>, bytes: &[u8]) -> Answer<'a> {
    evaluation.charge(bytes.len() / 3 * 4 + 4)?;
    Ok(Value::text(STANDARD.encode(bytes)))
}

/// `decode(v, 'base64')`: the JSON value that comes out, else the text, Null if it is neither.
pub(super) fn decode<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let Some(text) = evaluation.text_of(take(arguments, 0))? else { return Ok(Value::Undefined) };
    evaluation.charge(text.len())?;
    let Ok(bytes) = STANDARD.decode(text.as_bytes()) else { return Ok(Value::Null) };
    if let Ok(tape) = Tape::parse(&bytes) {
        evaluation.charge(tape.value_count() * size_of::<Value<'_>>())?;
        return Ok(Value::from_node(tape.root(&bytes), evaluation.version()).into_owned(evaluation.version()));
    }
    Ok(String::from_utf8(bytes).map_or(Value::Null, Value::text))
}
