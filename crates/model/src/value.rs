//! Reading and writing JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map as Object, Value};

use crate::OpId;

/// A type of the service models that JSON values can be turned into and back.
///
/// Reading is strict about types and about required members, and ignores members that the model does not
/// have, as AWS does. The depth of what it reads is that of the model, which has no recursive shapes.
pub trait Model: Sized {
    /// Makes a value of what a client sent or the store kept.
    ///
    /// # Errors
    /// When the JSON has another form than the model says.
    fn read(value: Value) -> Result<Self, ReadError>;

    /// Makes JSON of the value. Absent members are left out.
    fn write(self) -> Value;

    /// What stands for a member that is not there: an error, but for `Option`.
    ///
    /// # Errors
    /// Always, but for types that may be absent.
    fn absent() -> Result<Self, ReadError> {
        Err(ReadError::new("a required member"))
    }

    /// Whether the member is to be left out of its structure.
    fn is_absent(&self) -> bool {
        false
    }

    /// Gives a request the bytes that are its body. Nothing, when the model has no raw payload.
    fn set_payload(&mut self, _payload: Vec<u8>) {}

    /// Takes the bytes that are the body of an answer; `None` when the model has no raw payload.
    fn take_payload(&mut self) -> Option<Vec<u8>> {
        None
    }
}

/// The request of an operation.
pub trait Request: Model {
    /// The operation.
    const OPERATION: OpId;
    /// What it answers; `()` when success has no body.
    type Response: Model;
}

/// JSON that does not have the form of the type it was read as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadError {
    /// Names of the members from the outermost to the innermost.
    path: Vec<&'static str>,
    expected: &'static str,
}

impl ReadError {
    pub(crate) const fn new(expected: &'static str) -> Self {
        Self { path: Vec::new(), expected }
    }

    fn within(mut self, member: &'static str) -> Self {
        self.path.insert(0, member);
        self
    }
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "expected {} at '{}'", self.expected, self.path.join("."))
    }
}

impl std::error::Error for ReadError {}

pub(crate) fn object(value: Value, expected: &'static str) -> Result<Object<String, Value>, ReadError> {
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(ReadError::new(expected)),
    }
}

pub(crate) fn take<T: Model>(object: &mut Object<String, Value>, name: &'static str) -> Result<T, ReadError> {
    let read = match object.get_mut(name).map(Value::take) {
        None | Some(Value::Null) => T::absent(),
        Some(value) => T::read(value),
    };
    read.map_err(|error| error.within(name))
}

pub(crate) fn put<T: Model>(object: &mut Object<String, Value>, name: &'static str, value: T) {
    if !value.is_absent() {
        object.insert(name.into(), value.write());
    }
}

impl<T: Model> Model for Option<T> {
    fn read(value: Value) -> Result<Self, ReadError> {
        if value.is_null() { Ok(None) } else { T::read(value).map(Some) }
    }

    fn write(self) -> Value {
        self.map_or(Value::Null, T::write)
    }

    fn absent() -> Result<Self, ReadError> {
        Ok(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Model> Model for Vec<T> {
    fn read(value: Value) -> Result<Self, ReadError> {
        match value {
            Value::Array(elements) => elements.into_iter().map(T::read).collect(),
            _ => Err(ReadError::new("a list")),
        }
    }

    fn write(self) -> Value {
        self.into_iter().map(T::write).collect()
    }
}

/// The answer of an operation that answers nothing.
impl Model for () {
    fn read(_: Value) -> Result<Self, ReadError> {
        Ok(())
    }

    fn write(self) -> Value {
        Value::Null
    }
}

impl Model for String {
    fn read(value: Value) -> Result<Self, ReadError> {
        match value {
            Value::String(text) => Ok(text),
            _ => Err(ReadError::new("a text")),
        }
    }

    fn write(self) -> Value {
        self.into()
    }
}

impl Model for bool {
    fn read(value: Value) -> Result<Self, ReadError> {
        value.as_bool().ok_or(ReadError::new("a boolean"))
    }

    fn write(self) -> Value {
        self.into()
    }
}

impl Model for i32 {
    fn read(value: Value) -> Result<Self, ReadError> {
        let number = value.as_i64().and_then(|number| number.try_into().ok());
        number.ok_or(ReadError::new("a number of 32 bits"))
    }

    fn write(self) -> Value {
        self.into()
    }
}

impl Model for i64 {
    fn read(value: Value) -> Result<Self, ReadError> {
        value.as_i64().ok_or(ReadError::new("a number of 64 bits"))
    }

    fn write(self) -> Value {
        self.into()
    }
}

impl Model for f64 {
    fn read(value: Value) -> Result<Self, ReadError> {
        value.as_f64().ok_or(ReadError::new("a number"))
    }

    fn write(self) -> Value {
        self.into()
    }
}

/// Bytes inside a document.
impl Model for Vec<u8> {
    fn read(value: Value) -> Result<Self, ReadError> {
        value.as_str().and_then(|text| BASE64.decode(text).ok()).ok_or(ReadError::new("Base64"))
    }

    fn write(self) -> Value {
        BASE64.encode(self).into()
    }
}
