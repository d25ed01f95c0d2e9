//! Operators (rules.md §3).

use std::cmp::Ordering;

use super::ast::{Arithmetic, Comparison};
use super::eval::{Evaluation, undefined_or};
use super::plan::Expr;
use super::{EvalError, pattern};
use crate::number::Number;
use crate::open_points;
use crate::value::{CastType, Type, Value};

/// Whether numbers are in the order that an operator asks for.
pub(super) fn is_ordered(operator: Comparison, left: Number, right: Number) -> bool {
    let order = left.compare(right);
    match operator {
        Comparison::Equal => order == Ordering::Equal,
        Comparison::NotEqual => order != Ordering::Equal,
        Comparison::Less => order == Ordering::Less,
        Comparison::LessOrEqual => order != Ordering::Greater,
        Comparison::Greater => order == Ordering::Greater,
        Comparison::GreaterOrEqual => order != Ordering::Less,
    }
}

/// `+`, with a string on either side a concatenation; `-`, `*`, `/`, `%` of numbers and numeric strings.
pub(super) fn arithmetic<'a>(
    evaluation: &Evaluation<'a>,
    operator: Arithmetic,
    left: Value<'a>,
    right: Value<'a>,
) -> Result<Value<'a>, EvalError> {
    if operator == Arithmetic::Add {
        return add(evaluation, left, right);
    }
    let operands = left.to_decimal().zip(right.to_decimal());
    let result = operands.and_then(|(left, right)| match operator {
        Arithmetic::Add => left.plus(right),
        Arithmetic::Subtract => left.minus(right),
        Arithmetic::Multiply => left.times(right),
        Arithmetic::Divide => left.divided_by(right),
        Arithmetic::Remainder => left.remainder(right),
    });
    Ok(evaluation.number(result))
}

fn add<'a>(evaluation: &Evaluation<'a>, left: Value<'a>, right: Value<'a>) -> Result<Value<'a>, EvalError> {
    if left.kind() != Type::String && right.kind() != Type::String {
        let operands = left.as_number().zip(right.as_number());
        return Ok(evaluation.number(operands.and_then(|(left, right)| left.plus(right))));
    }
    let (Some(left), Some(right)) = (evaluation.text_of(left)?, evaluation.text_of(right)?) else {
        return Ok(Value::Undefined);
    };
    evaluation.charge(left.len() + right.len())?;
    Ok(Value::text(left.into_owned() + &right))
}

impl<'a> Evaluation<'a> {
    /// `cast(value AS target)` (rules.md §2).
    pub(super) fn cast(&self, value: Value<'a>, target: CastType) -> Result<Value<'a>, EvalError> {
        Ok(match target {
            CastType::String => self.text_of(value)?.map_or(Value::Undefined, Value::Text),
            CastType::Int => self.number(value.cast_to_decimal().map(Number::floor)),
            CastType::Decimal => self.number(value.cast_to_decimal().map(Number::into_decimal)),
            CastType::Double => self.number(value.cast_to_double()),
            CastType::Boolean => undefined_or(value.cast_to_bool()),
        })
    }

    /// `AND` (decided by `false`) or `OR` (decided by `true`). Any operand that is neither a Boolean nor
    /// the string of one makes the whole Undefined.
    pub(super) fn logic(
        &self,
        operands: &'a [Expr],
        element: Option<&Value<'a>>,
        deciding: bool,
    ) -> Result<Value<'a>, EvalError> {
        let mut result = Some(!deciding);
        for operand in operands {
            let truth = self.eval(operand, element)?.to_bool();
            if truth == Some(deciding) && open_points::LOGIC_SHORT_CIRCUITS {
                return Ok(Value::Bool(deciding));
            }
            result = match (result, truth) {
                (Some(result), Some(truth)) => Some(if truth == deciding { deciding } else { result }),
                _ => None,
            };
        }
        Ok(undefined_or(result))
    }

    /// `LIKE`, `IN`, `BETWEEN`, `IS NULL`.
    pub(super) fn test(&self, test: &'a Expr, element: Option<&Value<'a>>) -> Result<Value<'a>, EvalError> {
        let (negated, truth) = match test {
            Expr::Like { negated, operands } => {
                let [left, right] = &**operands;
                let (text, pattern) = (self.eval(left, element)?, self.eval(right, element)?);
                let operands = text.as_text().zip(pattern.as_text());
                if let Some((text, pattern)) = &operands {
                    self.work(pattern::steps_max(text, pattern))?;
                }
                (*negated, operands.map(|(text, pattern)| pattern::is_like(&text, &pattern)))
            }
            Expr::In { negated, left, candidates } => {
                let value = self.eval(left, element)?;
                let mut found = false;
                for candidate in candidates {
                    found = found || self.equal(&self.eval(candidate, element)?, &value)? == Some(true);
                }
                (*negated, Some(found).filter(|_| !value.is_undefined()))
            }
            Expr::InArray { negated, operands } => {
                let [left, right] = &**operands;
                let (value, array) = (self.eval(left, element)?, self.eval(right, element)?);
                let elements = array.elements(self.version()).filter(|_| !value.is_undefined());
                let mut found = elements.as_ref().map(|_| false);
                for element in elements.unwrap_or_default() {
                    self.work(size_of::<Value<'_>>())?;
                    if self.equal(&element, &value)? == Some(true) {
                        found = Some(true);
                        break;
                    }
                }
                (*negated, found)
            }
            Expr::Between { negated, operands } => {
                let [value, low, high] = &**operands;
                let value = self.eval(value, element)?.to_decimal();
                let (low, high) =
                    (self.eval(low, element)?.to_decimal(), self.eval(high, element)?.to_decimal());
                let is_between = |((value, low), high): ((Number, Number), Number)| {
                    is_ordered(Comparison::GreaterOrEqual, value, low)
                        && is_ordered(Comparison::LessOrEqual, value, high)
                };
                (*negated, value.zip(low).zip(high).map(is_between))
            }
            Expr::IsNull { negated, operand } => {
                let value = self.eval(operand, element)?;
                let undefined_counts = open_points::UNDEFINED_IS_NULL && value.is_undefined();
                (*negated, Some(undefined_counts || value.kind() == Type::Null))
            }
            _ => (false, None),
        };
        Ok(undefined_or(truth.map(|truth| truth != negated)))
    }
}
