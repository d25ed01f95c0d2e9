//! External functions: they put together what is asked, and read what was answered.

use std::cell::Cell;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Answer, Body, Function, take};
use crate::external::{ExternalCall, KeyValue, RegistryOperation, SecretKind};
use crate::open_points;
use crate::sql::eval::Evaluation;
use crate::sql::{EvalError, SqlVersion};
use crate::value::{JsonWriter, Type, Value};

/// The largest event of `aws_lambda`, bytes: what an asynchronous invocation takes.
const EVENT_BYTES_MAX: usize = 256 << 10;

/// What `decode` is with `'proto'`, without that argument. Not in the table: it has no name of its own.
pub(in crate::sql) static DECODE_PROTO: Function = Function {
    name: "decode",
    arity: (5, 5),
    wants: &[],
    since: SqlVersion::V2016_03_23,
    is_pure: false,
    body: Body::Plain(decode_proto),
};

/// Whether a function of the table asks others.
pub(in crate::sql) fn is_external(name: &str) -> bool {
    matches!(name, "aws_lambda" | "get_dynamodb" | "get_registry_data" | "get_secret" | "get_thing_shadow")
}

/// The arguments that must be literals when the function gets so many, and what they may be; nothing for any
/// text. Roles and modes are not expressions (rules.md §1, SET).
pub(in crate::sql) fn literals(
    name: &str,
    arguments: usize,
) -> impl Iterator<Item = (usize, &'static [&'static str])> {
    let mode: &'static [&'static str] = match name {
        "get_registry_data" => &RegistryOperation::NAMES,
        "get_secret" => &SecretKind::NAMES,
        _ => &[],
    };
    let mode_at = match name {
        "get_registry_data" => Some(0),
        "get_secret" => Some(1),
        _ => None,
    };
    // The role is the last argument; a Lambda function is invoked without one.
    let role_at = (name != "aws_lambda").then(|| arguments.saturating_sub(1));
    mode_at.map(|at| (at, mode)).into_iter().chain(role_at.map(|at| (at, [].as_slice())))
}

/// How often an evaluation called external functions.
#[derive(Debug, Default)]
pub(in crate::sql) struct Calls {
    is_rendering: Cell<bool>,
    total: Cell<u32>,
    dynamodb: Cell<u32>,
    protobuf: Cell<u32>,
    /// By the statement, and by templates.
    registry: [Cell<u32>; 2],
}

impl Calls {
    /// Whether what is called from here on is called by templates.
    pub(in crate::sql) fn of_templates(&self, rendering: bool) {
        self.is_rendering.set(rendering);
    }

    /// Counts a call.
    fn admit(&self, call: &ExternalCall) -> Result<(), EvalError> {
        const DYNAMODB_MAX: u32 = 1;
        const PROTOBUF_MAX: u32 = 2;
        const REGISTRY_MAX: u32 = 1;
        let function = call.function();
        let one_more = |counter: &Cell<u32>, max: u32| {
            counter.set(counter.get() + 1);
            if counter.get() > max { Err(EvalError::TooManyCalls { function, max }) } else { Ok(()) }
        };
        match call {
            ExternalCall::DynamoDb { .. } => one_more(&self.dynamodb, DYNAMODB_MAX)?,
            ExternalCall::Protobuf { .. } => one_more(&self.protobuf, PROTOBUF_MAX)?,
            ExternalCall::Registry { .. } => {
                let [by_statement, by_templates] = &self.registry;
                one_more(if self.is_rendering.get() { by_templates } else { by_statement }, REGISTRY_MAX)?;
            }
            ExternalCall::Lambda { .. } | ExternalCall::Secret { .. } | ExternalCall::Shadow { .. } => {}
        }
        one_more(&self.total, open_points::EXTERNAL_CALLS_MAX)
    }
}

/// The answer to a call, if it is there.
fn ask<'a>(evaluation: &Evaluation<'a>, call: ExternalCall) -> Answer<'a> {
    let Some(message) = evaluation.message() else { return Ok(Value::Undefined) };
    evaluation.calls.admit(&call)?;
    match message.answers().and_then(|answers| answers.get(&call)) {
        Some(Ok(answer)) => Ok(Value::from_node(answer.root(), evaluation.version())),
        Some(Err(reason)) => Err(failed(call.function(), reason)),
        None => Err(EvalError::Awaits(Box::new(call))),
    }
}

fn failed(function: &'static str, reason: impl Into<String>) -> EvalError {
    EvalError::External { function, reason: reason.into() }
}

/// An argument that names something.
fn name(function: &'static str, what: &str, value: Value<'_>) -> Result<String, EvalError> {
    match value.into_text() {
        Some(text) if !text.is_empty() => Ok(text.into_owned()),
        _ => Err(failed(function, format!("the {what} is not a string, or empty"))),
    }
}

/// `aws_lambda(functionArn, event)`
pub(super) fn lambda<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    const SELF: &str = "aws_lambda";
    let function_arn = name(SELF, "function", take(arguments, 0))?;
    let event = take(arguments, 1);
    if event.is_undefined() {
        return Err(failed(SELF, "the event is Undefined"));
    }
    let mut writer = JsonWriter::new(EVENT_BYTES_MAX);
    writer.value(&event);
    ask(evaluation, ExternalCall::Lambda { function_arn, event: writer.finish()? })
}

/// `get_dynamodb(table, partitionKey, value, [sortKey, value,] roleArn)`
pub(super) fn dynamodb<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    const SELF: &str = "get_dynamodb";
    let keys = match arguments.len() {
        4 => 1,
        6 => 2,
        // Half of a sort key.
        _ => return Ok(Value::Undefined),
    };
    let table = name(SELF, "table", take(arguments, 0))?;
    let mut key = Vec::with_capacity(keys);
    for index in 0..keys {
        let attribute = name(SELF, "name of a key", take(arguments, 1 + 2 * index))?;
        key.push((attribute, key_value(take(arguments, 2 + 2 * index))?));
    }
    let role_arn = name(SELF, "role", take(arguments, 1 + 2 * keys))?;
    ask(evaluation, ExternalCall::DynamoDb { table, key, role_arn })
}

fn key_value(value: Value<'_>) -> Result<KeyValue, EvalError> {
    match (value.kind(), value.as_number()) {
        (Type::Number, Some(number)) => Ok(KeyValue::Number(number.to_string())),
        (Type::String, _) => Ok(KeyValue::Text(value.into_text().unwrap_or_default().into_owned())),
        _ => Err(failed("get_dynamodb", "the value of a key is neither a string nor a number")),
    }
}

/// `get_secret(secretId, secretType, [key,] roleArn)`
pub(super) fn secret<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    const SELF: &str = "get_secret";
    let id = name(SELF, "secret", take(arguments, 0))?;
    let kind = SecretKind::of(&name(SELF, "type", take(arguments, 1))?);
    let kind = kind.ok_or_else(|| failed(SELF, "there is no such type of secret"))?;
    let key = match arguments.len() {
        4 => Some(name(SELF, "key", take(arguments, 2))?),
        _ => None,
    };
    let role_arn = name(SELF, "role", arguments.last_mut().map(std::mem::take).unwrap_or_default())?;
    ask(evaluation, ExternalCall::Secret { id, kind, key, role_arn })
}

/// `get_thing_shadow(thing, [shadow,] roleArn)`
pub(super) fn shadow<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    const SELF: &str = "get_thing_shadow";
    let thing = name(SELF, "thing", take(arguments, 0))?;
    let shadow = match arguments.len() {
        3 => Some(name(SELF, "shadow", take(arguments, 1))?),
        _ => None,
    };
    let role_arn = name(SELF, "role", arguments.last_mut().map(std::mem::take).unwrap_or_default())?;
    ask(evaluation, ExternalCall::Shadow { thing, shadow, role_arn })
}

/// `get_registry_data(operation, thing, roleArn)`
pub(super) fn registry<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    const SELF: &str = "get_registry_data";
    let operation = RegistryOperation::of(&name(SELF, "operation", take(arguments, 0))?);
    let operation = operation.ok_or_else(|| failed(SELF, "there is no such operation"))?;
    let thing = name(SELF, "thing", take(arguments, 1))?;
    let role_arn = name(SELF, "role", take(arguments, 2))?;
    ask(evaluation, ExternalCall::Registry { operation, thing, role_arn })
}

/// `decode(data, 'proto', bucket, key, protoName, messageType)`, without the second argument.
fn decode_proto<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    const SELF: &str = "decode";
    let data = take(arguments, 0).into_text().and_then(|text| STANDARD.decode(text.as_bytes()).ok());
    let data = data.ok_or_else(|| failed(SELF, "the data is not base64 text"))?;
    let call = ExternalCall::Protobuf {
        data,
        bucket: name(SELF, "bucket", take(arguments, 1))?,
        key: name(SELF, "key of the descriptor", take(arguments, 2))?,
        proto: name(SELF, "name of the proto file", take(arguments, 3))?,
        message_type: name(SELF, "type of the message", take(arguments, 4))?,
    };
    ask(evaluation, call)
}
