//! Operators (rules.md §3).

use std::cmp::Ordering;
use std::ops::ControlFlow;

use super::ast::{Arithmetic, Comparison};
use super::budget::{WIDE_ARITHMETIC_COST, WIDE_REMAINDER_COST};
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
    let operands = evaluation.decimal(&left)?.zip(evaluation.decimal(&right)?);
    compute(evaluation, operator, operands)
}

/// Computes with two numbers; Undefined without them.
#[inline]
pub(super) fn compute<'a>(
    evaluation: &Evaluation<'a>,
    operator: Arithmetic,
    operands: Option<(Number, Number)>,
) -> Result<Value<'a>, EvalError> {
    let Some((left, right)) = operands else { return Ok(Value::Undefined) };
    evaluation.work(match operator {
        // It goes on to the 34th digit nearly always.
        Arithmetic::Divide => WIDE_ARITHMETIC_COST,
        _ if left.is_handy() && right.is_handy() => 0,
        Arithmetic::Remainder => WIDE_REMAINDER_COST,
        _ => WIDE_ARITHMETIC_COST,
    })?;
    Ok(evaluation.number(match operator {
        Arithmetic::Add => left.plus(right),
        Arithmetic::Subtract => left.minus(right),
        Arithmetic::Multiply => left.times(right),
        Arithmetic::Divide => left.divided_by(right),
        Arithmetic::Remainder => left.remainder(right),
    }))
}

fn add<'a>(evaluation: &Evaluation<'a>, left: Value<'a>, right: Value<'a>) -> Result<Value<'a>, EvalError> {
    if left.kind() != Type::String && right.kind() != Type::String {
        evaluation.reading(&left)?;
        evaluation.reading(&right)?;
        return compute(evaluation, Arithmetic::Add, left.as_number().zip(right.as_number()));
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
        if target != CastType::String {
            self.reading(&value)?;
        }
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
            let truth = self.truth(&self.eval(operand, element)?)?;
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
                self.reading(&text)?;
                self.reading(&pattern)?;
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
                let mut found = false;
                let is_defined = !value.is_undefined()
                    && self.elements(&array, |element| {
                        found = self.equal(element, &value)? == Some(true);
                        Ok(if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
                    })?;
                (*negated, Some(found).filter(|_| is_defined))
            }
            Expr::Between { negated, operands } => {
                let [value, low, high] = &**operands;
                let decimal = |operand| self.decimal(&self.eval(operand, element)?);
                let (value, low, high) = (decimal(value)?, decimal(low)?, decimal(high)?);
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
