//! Functions of numbers. Arguments are Ints, Decimals and numeric strings; everything else, and results
//! that no number has, is Undefined.

use super::Answer;
use crate::number::Number;
use crate::open_points;
use crate::sql::ast::Arithmetic;
use crate::sql::budget::WIDE_ARITHMETIC_COST;
use crate::sql::eval::Evaluation;
use crate::sql::operators::compute;
use crate::value::{Type, Value};

fn decimal(arguments: &[Value<'_>], index: usize) -> Option<Number> {
    arguments.get(index)?.to_decimal()
}

/// A function of one number, computed in double precision.
fn double<'a>(evaluation: &Evaluation<'a>, arguments: &[Value<'a>], function: fn(f64) -> f64) -> Answer<'a> {
    evaluation.work(WIDE_ARITHMETIC_COST)?;
    let result = decimal(arguments, 0).map(|number| function(number.to_f64()));
    Ok(from_double(evaluation, result))
}

/// A function of two numbers, computed in double precision.
fn double_of_two<'a>(
    evaluation: &Evaluation<'a>,
    arguments: &[Value<'a>],
    function: fn(f64, f64) -> f64,
) -> Answer<'a> {
    evaluation.work(WIDE_ARITHMETIC_COST)?;
    let operands = decimal(arguments, 0).zip(decimal(arguments, 1));
    let result = operands.map(|(left, right)| function(left.to_f64(), right.to_f64()));
    Ok(from_double(evaluation, result))
}

/// An imaginary result is NaN, which is Undefined.
fn from_double<'a>(evaluation: &Evaluation<'a>, result: Option<f64>) -> Value<'a> {
    match result {
        Some(result) if result.is_infinite() => evaluation.number(open_points::INFINITE_RESULT),
        Some(result) => evaluation.number(Number::from_f64(result)),
        None => Value::Undefined,
    }
}

macro_rules! in_double_precision {
    ($($name:ident = $function:expr;)*) => {$(
        pub(super) fn $name<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
            double(evaluation, arguments, $function)
        }
    )*};
}

in_double_precision! {
    acos = f64::acos;
    asin = f64::asin;
    atan = f64::atan;
    cos = f64::cos;
    cosh = f64::cosh;
    exp = f64::exp;
    ln = f64::ln;
    log = f64::log10;
    sin = f64::sin;
    sinh = f64::sinh;
    sqrt = f64::sqrt;
    tan = f64::tan;
    tanh = f64::tanh;
}

pub(super) fn atan2<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    double_of_two(evaluation, arguments, f64::atan2)
}

pub(super) fn power<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    double_of_two(evaluation, arguments, f64::powf)
}

pub(super) fn abs<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    Ok(evaluation.number(decimal(arguments, 0).map(Number::absolute)))
}

pub(super) fn ceil<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    Ok(evaluation.number(decimal(arguments, 0).map(Number::ceil)))
}

pub(super) fn floor<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    Ok(evaluation.number(decimal(arguments, 0).map(Number::floor)))
}

pub(super) fn round<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    Ok(evaluation.number(decimal(arguments, 0).map(Number::round)))
}

pub(super) fn sign<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    Ok(evaluation.number(decimal(arguments, 0).map(|number| Number::from(i64::from(number.signum())))))
}

/// `mod` and `remainder`, the same as `%`.
pub(super) fn remainder<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    compute(evaluation, Arithmetic::Remainder, decimal(arguments, 0).zip(decimal(arguments, 1)))
}

/// `trunc(x, places)`: the places are rounded down and cut to 0 … 34. They are a number; a String is not
/// converted to one (*trunc(Decimal, Int)*).
pub(super) fn trunc<'a>(evaluation: &Evaluation<'a>, arguments: &mut [Value<'a>]) -> Answer<'a> {
    const MAX_PLACES: i128 = 34;
    let places = arguments.get(1).filter(|places| places.kind() == Type::Number);
    let places = places.and_then(|places| places.to_clamped_int(0, MAX_PLACES));
    let operands = decimal(arguments, 0).zip(places);
    Ok(evaluation.number(operands.map(|(number, places)| number.truncate(places as u32))))
}
