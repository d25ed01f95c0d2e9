//! The standard conversions and `cast` (rules.md §2).

use std::borrow::Cow;

use super::{JsonWriter, TooLarge, Type, Value};
use crate::json::{Kind, Node};
use crate::number::Number;
use crate::sql::SqlVersion;

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

    /// The same for arguments that are set to the nearest of two bounds, also when they have more digits
    /// than an Int.
    pub fn to_clamped_int(&self, least: i128, greatest: i128) -> Option<i128> {
        let number = self.to_floored_int()?;
        let beyond = if number.signum() < 0 { least } else { greatest };
        Some(number.as_integer().map_or(beyond, |number| number.clamp(least, greatest)))
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
    /// bytes, with numbers as their own conversion prints them and nothing escaped that need not be
    /// (rules.md §2); `None` for Null and Undefined.
    ///
    /// # Errors
    /// [`TooLarge`] when the JSON would be longer than `limit`.
    pub fn stringify(self, limit: usize, version: SqlVersion) -> Result<Option<Cow<'a, str>>, TooLarge> {
        Ok(match self.kind() {
            Type::Undefined | Type::Null => None,
            Type::Boolean => {
                let text = if matches!(self, Self::Bool(true)) { "true" } else { "false" };
                Some(Cow::Borrowed(text))
            }
            Type::Number => self.as_number().map(|number| Cow::Owned(number.to_string())),
            Type::String => self.into_text(),
            Type::Array | Type::Object => {
                let mut writer = JsonWriter::of_text(limit, version);
                writer.value(&self);
                // Only UTF-8 goes into it.
                Some(Cow::Owned(String::from_utf8(writer.finish()?).unwrap_or_default()))
            }
        })
    }

    /// To double precision. What is written without a point stays so as long as a double has room for it; a
    /// Boolean becomes `1.0` or `0.0` (*cast()*, table "Cast to decimal").
    pub(crate) fn cast_to_double(&self) -> Option<Number> {
        let number = match self.as_text() {
            // An Int, if it looks like one.
            Some(text) => Number::parse(&text),
            None => self.cast_to_decimal(),
        }?;
        let double = Number::from_f64(number.to_f64())?;
        let stays = number.is_int() && double == number && !matches!(self, Self::Bool(_));
        Some(if stays { number.into_decimal() } else { double })
    }

    /// Unlike the standard conversion a cast counts Booleans as 1 and 0.
    pub(crate) fn cast_to_decimal(&self) -> Option<Number> {
        match self {
            Self::Bool(value) => Some(Number::from(i64::from(*value))),
            _ => self.to_decimal(),
        }
    }

    /// Unlike the standard conversion a cast takes numbers, zero being false.
    pub(crate) fn cast_to_bool(&self) -> Option<bool> {
        match self.kind() {
            Type::Number => self.as_number().map(|number| !number.is_zero()),
            _ => self.to_bool(),
        }
    }
}
