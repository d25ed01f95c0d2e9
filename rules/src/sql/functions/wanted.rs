//! What functions want of their arguments, for those who ask why a call is Undefined. The functions
//! themselves look at their arguments on their own.

use crate::value::{Type, Value};

/// What a function wants of an argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::sql) enum Wanted {
    /// The type does not matter, or matters only together with the other arguments.
    Anything,
    /// A number, or a String that looks like one.
    Number,
    /// A number without any conversion.
    PlainNumber,
    /// Whatever has a String.
    Text,
    /// Whatever has a String and is no Array.
    TextOfNoArray,
    /// A String without any conversion.
    PlainText,
    /// An Array.
    Array,
    /// An Object.
    Object,
}

impl Wanted {
    /// Whether a value will do. With one that does not, the call is Undefined.
    pub(in crate::sql) fn takes(self, value: &Value<'_>) -> bool {
        match self {
            Self::Anything => true,
            Self::Number => value.to_decimal().is_some(),
            Self::PlainNumber => value.kind() == Type::Number,
            Self::Text => !value.is_missing(),
            Self::TextOfNoArray => !value.is_missing() && value.kind() != Type::Array,
            Self::PlainText => value.kind() == Type::String,
            Self::Array => value.kind() == Type::Array,
            Self::Object => value.kind() == Type::Object,
        }
    }

    /// It in words, with its article.
    pub(in crate::sql) fn name(self) -> &'static str {
        match self {
            Self::Anything => "a value",
            Self::Number | Self::PlainNumber => "a number",
            Self::Text | Self::TextOfNoArray | Self::PlainText => "a String",
            Self::Array => "an Array",
            Self::Object => "an Object",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::number::Number;
    use crate::sql::SqlVersion;
    use crate::sql::eval::Evaluation;
    use crate::sql::functions::{Body, TABLE};
    use crate::value::{Object, Value};

    fn samples() -> Vec<Value<'static>> {
        let number = |text: &str| Value::Number(Number::parse(text).unwrap());
        vec![
            Value::Undefined,
            Value::Null,
            Value::Bool(true),
            number("1"),
            number("2.5"),
            Value::text("2.5"),
            Value::text("x"),
            Value::array(vec![number("1")]),
            Value::object(Object::from_iter([("x".into(), number("1"))])),
        ]
    }

    /// Every choice of that many samples.
    fn choices(count: usize) -> Vec<Vec<Value<'static>>> {
        (0..count).fold(vec![Vec::new()], |shorter, _| {
            let longer = |front: &Vec<Value<'static>>| {
                samples().into_iter().map(|last| [front.clone(), vec![last]].concat()).collect::<Vec<_>>()
            };
            shorter.iter().flat_map(longer).collect()
        })
    }

    /// So no argument is blamed that is not to blame.
    #[test]
    fn calls_with_arguments_that_are_not_wanted_are_undefined() {
        for function in TABLE.iter().filter(|function| function.is_pure) {
            if matches!(function.body, Body::Special(_)) {
                continue;
            }
            for count in (0..=3).filter(|count| function.takes(*count)) {
                for mut values in choices(count) {
                    let shown = format!("{} of {values:?}", function.name);
                    let fits = values.iter().enumerate().all(|(at, value)| function.wants(at).takes(value));
                    let evaluation = Evaluation::of_constants(SqlVersion::V2016_03_23, 1 << 20);
                    let answer = function.call(&evaluation, &mut values).unwrap_or_default();
                    assert!(fits || answer.is_undefined(), "{shown} is {answer:?}");
                }
            }
        }
    }
}
