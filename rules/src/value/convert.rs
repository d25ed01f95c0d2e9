//! The standard conversions and `cast` (rules.md §2).

use std::borrow::Cow;

use super::{JsonWriter, TooLarge, Type, Value};
use crate::json::{Kind, Node};
use crate::number::Number;

/// The target of a `cast(x as T)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CastType {
    /// `String`, `Nvarchar`, `Text`, `Ntext`, `Varchar`.
    String,
    /// `Int`, `Integer`.
    Int,
    /// `Decimal`; from 2016-03-23 on.
    Decimal,
    /// `Double`: as `Decimal`, rounded to double precision.
    Double,
    /// `Bool`, `Boolean`; from 2016-03-23 on.
    Boolean,
}

/// The standard conversion of a payload value to Decimal.
pub(crate) fn node_to_decimal(node: Node<'_>) -> Option<Number> {
    match node.kind() {
        Kind::Integer | Kind::Decimal => node.number(),
        Kind::String => text_to_decimal(&node.text()?),
        _ => None,
    }
}

fn text_to_decimal(text: &str) -> Option<Number> {
    Number::parse(text).map(Number::into_decimal)
}

impl<'a> Value<'a> {
    /// The standard conversion to Decimal: numbers, and strings that look like one. What the table gives
    /// as Null reads as `None` too, no operator tells it from Undefined.
    pub fn to_decimal(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text_to_decimal(text),
            Self::Json(node) => node_to_decimal(*node),
            _ => None,
        }
    }

    /// The standard conversion to Int: a Decimal is rounded to nearest, a string is parsed and cut.
    pub fn to_int(&self) -> Option<Number> {
        match self.kind() {
            Type::Number => self.as_number().map(Number::round),
            Type::String => Some(Number::parse(&self.as_text()?)?.truncate(0)),
            _ => None,
        }
    }

    /// The conversion to Int of most function arguments: numbers and numeric strings, rounded down.
    pub fn to_floored_int(&self) -> Option<Number> {
        self.to_decimal().map(Number::floor)
    }

    /// The standard conversion to Boolean: Booleans and the strings "true" and "false" in any case.
    pub fn to_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Text(_) | Self::Json(_) => {
                let text = self.as_text()?;
                if text.eq_ignore_ascii_case("true") {
                    Some(true)
                } else if text.eq_ignore_ascii_case("false") {
                    Some(false)
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    /// The standard conversion to String: arrays and objects become compact JSON of at most `limit`
    /// bytes; `None` for Null and Undefined.
    ///
    /// # Errors
    /// [`TooLarge`] when the JSON would be longer than `limit`.
    pub fn stringify(self, limit: usize) -> Result<Option<Cow<'a, str>>, TooLarge> {
        Ok(match self.kind() {
            Type::Undefined | Type::Null => None,
            Type::Boolean => {
                let text = if matches!(self, Self::Bool(true)) { "true" } else { "false" };
                Some(Cow::Borrowed(text))
            }
            Type::Number => self.as_number().map(|number| Cow::Owned(number.to_string())),
            Type::String => self.into_text(),
            Type::Array | Type::Object => {
                let mut writer = JsonWriter::new(limit);
                writer.value(&self);
                // Only UTF-8 goes into it.
                Some(Cow::Owned(String::from_utf8(writer.finish()?).unwrap_or_default()))
            }
        })
    }

    /// `cast(self as target)`.
    ///
    /// # Errors
    /// [`TooLarge`] as for [`Value::stringify`].
    pub fn cast(self, target: CastType, limit: usize) -> Result<Self, TooLarge> {
        let number = |number: Option<Number>| number.map_or(Self::Undefined, Self::Number);
        Ok(match target {
            CastType::String => self.stringify(limit)?.map_or(Self::Undefined, Self::Text),
            CastType::Int => number(self.cast_to_decimal().map(Number::floor)),
            CastType::Decimal => number(self.cast_to_decimal().map(Number::into_decimal)),
            CastType::Double => {
                number(self.cast_to_decimal().and_then(|number| Number::from_f64(number.to_f64())))
            }
            CastType::Boolean => self.cast_to_bool().map_or(Self::Undefined, Self::Bool),
        })
    }

    /// Unlike the standard conversion a cast counts Booleans as 1 and 0.
    fn cast_to_decimal(&self) -> Option<Number> {
        match self {
            Self::Bool(value) => Some(Number::from(i64::from(*value))),
            _ => self.to_decimal(),
        }
    }

    /// Unlike the standard conversion a cast takes numbers, zero being false.
    fn cast_to_bool(&self) -> Option<bool> {
        match self.kind() {
            Type::Number => self.as_number().map(|number| !number.is_zero()),
            _ => self.to_bool(),
        }
    }
}
