//! Bitwise functions. Arguments that are no Int are rounded down to one first.

use super::Answer;
use crate::number::Number;
use crate::open_points;
use crate::sql::eval::Evaluation;
use crate::value::Value;

fn operand(arguments: &[Value<'_>], index: usize) -> Option<i128> {
    arguments.get(index)?.to_floored_int()?.as_integer()
}

fn of_two<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &[Value<'a>],
    operation: fn(i128, i128) -> i128,
) -> Answer<'a> {
    let operands = operand(arguments, 0).zip(operand(arguments, 1));
    Ok(evaluation.number(operands.map(|(left, right)| Number::from_integer(operation(left, right)))))
}

pub(super) fn and<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    of_two(evaluation, arguments, |left, right| left & right)
}

pub(super) fn or<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    of_two(evaluation, arguments, |left, right| left | right)
}

pub(super) fn xor<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    of_two(evaluation, arguments, |left, right| left ^ right)
}

pub(super) fn not<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    let complement = operand(arguments, 0).map(open_points::bitnot);
    Ok(evaluation.number(complement.map(Number::from_integer)))
}
