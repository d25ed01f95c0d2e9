//! The numbers of the rules engine's SQL (rules.md §2): `Int` of up to 34 digits and `Decimal` with 34
//! significant digits, exact where the decimal system is exact, without a detour over `f64`.
//!
//! A number is a coefficient times a power of ten. A `Decimal` remembers trailing zeros (`10.0`), which
//! is what version 2015-10-08 prints; from 2016-03-23 on [`Number::normalised`] turns whole decimals
//! into `Int`s after every operation.

mod arithmetic;
mod text;
mod wide;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use crate::open_points;
use wide::{MAX_POWER, Wide, digits, power_of_ten};

/// Significant digits of a number (rules.md §2).
pub const MAX_DIGITS: u32 = 34;

/// Decimal exponents of the first digit: 1E-999 to 9.99…E999 (rules.md §2).
const MAX_MAGNITUDE: i32 = 999;

/// The smallest coefficient that has too many digits.
const COEFFICIENT_END: u128 = 10u128.pow(MAX_DIGITS);

/// An `Int` or a `Decimal`.
///
/// ```
/// use rules::number::Number;
/// let third = Number::parse("1").unwrap().divided_by(Number::parse("8").unwrap()).unwrap();
/// assert_eq!(third.to_string(), "0.125");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// The digits; at most [`MAX_DIGITS`] of them.
    coefficient: i128,
    /// The power of ten; 0 for an `Int`.
    exponent: i32,
    /// A `Decimal`, not an `Int`.
    decimal: bool,
}

impl Number {
    /// The `Int` zero.
    pub const ZERO: Self = Self { coefficient: 0, exponent: 0, decimal: false };

    /// An `Int`; a number of more than 34 digits becomes a `Decimal`, rounded.
    pub fn from_integer(value: i128) -> Self {
        if value.unsigned_abs() < COEFFICIENT_END {
            return Self { coefficient: value, exponent: 0, decimal: false };
        }
        let rounded = Rounded { negative: value < 0, magnitude: value.unsigned_abs().into(), exponent: 0 };
        // 39 digits are far below the greatest magnitude.
        rounded.decimal(false).unwrap_or(Self::ZERO)
    }

    /// The `Decimal` with the shortest digits that read back as `value`, and always a fraction digit
    /// (`3` reads `3.0`), as double-precision functions answer. `None` for infinities and NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let mut number = Self::read(format!("{value:e}").as_bytes())?;
        number.decimal = true;
        if number.exponent >= 0 {
            // Below 10^7 down to one fraction digit, above it one zero behind the first digit.
            let plain = value.abs() < 1e7;
            let zeros = if plain { number.exponent.unsigned_abs() + 1 } else { 1 };
            number = number.padded(zeros);
        }
        Some(number)
    }

    /// The nearest `f64`; numbers beyond its range become zero or infinite.
    pub fn to_f64(self) -> f64 {
        const EXACT: i128 = 1 << f64::MANTISSA_DIGITS;
        if self.exponent == 0 && self.coefficient.abs() <= EXACT {
            return self.coefficient as f64;
        }
        // The standard library's parser rounds correctly; doing it by hand would not.
        format!("{}e{}", self.coefficient, self.exponent).parse().unwrap_or(f64::NAN)
    }

    /// Whether this is an `Int`.
    pub fn is_int(self) -> bool {
        !self.decimal
    }

    /// Whether sums, products and remainders with others like it take a few instructions.
    pub(crate) fn is_handy(self) -> bool {
        const MAX_EXPONENT: u32 = 9;
        i64::try_from(self.coefficient).is_ok() && self.exponent.unsigned_abs() <= MAX_EXPONENT
    }

    /// Whether this is zero.
    pub fn is_zero(self) -> bool {
        self.coefficient == 0
    }

    /// −1, 0 or 1.
    pub fn signum(self) -> i32 {
        self.coefficient.signum() as i32
    }

    /// The number as `i128` when it is an `Int`.
    pub fn as_integer(self) -> Option<i128> {
        self.is_int().then_some(self.coefficient)
    }

    /// The same number as a `Decimal`.
    pub fn into_decimal(self) -> Self {
        Self { decimal: true, ..self }
    }

    /// What version 2016-03-23 and later make of every result: a whole `Decimal` of up to 34 digits
    /// becomes an `Int`, any other loses its trailing zeros (rules.md §2).
    pub fn normalised(self) -> Self {
        if self.is_int() {
            return self;
        }
        let stripped = self.without_trailing_zeros(i32::MAX);
        stripped.whole_as_int().unwrap_or(stripped)
    }

    /// The `Int` equal to this number, if it is whole and has at most 34 digits.
    fn whole_as_int(self) -> Option<Self> {
        if self.is_zero() {
            return Some(Self::ZERO);
        }
        let zeros = u32::try_from(self.exponent).ok().filter(|zeros| *zeros <= MAX_DIGITS)?;
        let scaled = self.coefficient.checked_mul(i128::try_from(power_of_ten(zeros)).ok()?)?;
        (scaled.unsigned_abs() < COEFFICIENT_END).then_some(Self {
            coefficient: scaled,
            exponent: 0,
            decimal: false,
        })
    }

    /// Moves trailing zeros from the coefficient to the exponent, which does not grow past `limit`.
    fn without_trailing_zeros(mut self, limit: i32) -> Self {
        if self.coefficient == 0 {
            self.exponent = self.exponent.max(0).min(limit);
            return self;
        }
        // Halving steps: at most six divisions however many zeros there are, and none for those that the
        // binary zeros rule out.
        for step in [32u32, 16, 8, 4, 2, 1] {
            let power = power_of_ten(step) as i128;
            if self.coefficient.trailing_zeros() < step || self.exponent.saturating_add(step as i32) > limit {
                continue;
            }
            let quotient = self.coefficient / power;
            if quotient * power == self.coefficient {
                self.coefficient = quotient;
                self.exponent += step as i32;
            }
        }
        self
    }

    /// Appends up to `zeros` zeros to the coefficient, as far as 34 digits allow.
    fn padded(self, zeros: u32) -> Self {
        let room = MAX_DIGITS - digits(self.coefficient.unsigned_abs()).min(MAX_DIGITS);
        let zeros = zeros.min(room);
        Self {
            coefficient: self.coefficient * power_of_ten(zeros) as i128,
            exponent: self.exponent - zeros as i32,
            ..self
        }
    }

    /// Order by value: `Int` 5 and `Decimal` 5.00 are equal.
    pub fn compare(self, other: Self) -> Ordering {
        if self.exponent == other.exponent {
            return self.coefficient.cmp(&other.coefficient);
        }
        if let Some(order) = self.compare_small(other) {
            return order;
        }
        let signs = self.signum().cmp(&other.signum());
        if signs != Ordering::Equal || self.is_zero() {
            return signs;
        }
        let by_size = self.magnitude().cmp(&other.magnitude()).then_with(|| {
            // The same position of the first digit: the exponents are less than 34 apart.
            let (left, right) = (self.coefficient.unsigned_abs(), other.coefficient.unsigned_abs());
            let gap = self.exponent.abs_diff(other.exponent).min(MAX_POWER);
            if self.exponent > other.exponent {
                (left * power_of_ten(gap)).cmp(&right)
            } else {
                left.cmp(&(right * power_of_ten(gap)))
            }
        });
        if self.coefficient < 0 { by_size.reverse() } else { by_size }
    }

    /// The order of numbers with up to 18 digits and as many places between them, which is nearly all
    /// that telemetry has.
    fn compare_small(self, other: Self) -> Option<Ordering> {
        const MAX_GAP: u32 = 18;
        let (left, right) = (i64::try_from(self.coefficient).ok()?, i64::try_from(other.coefficient).ok()?);
        let gap = self.exponent.abs_diff(other.exponent);
        let power = (gap <= MAX_GAP).then(|| power_of_ten(gap) as i128)?;
        Some(if self.exponent > other.exponent {
            (i128::from(left) * power).cmp(&right.into())
        } else {
            i128::from(left).cmp(&(i128::from(right) * power))
        })
    }

    /// The exponent of the first digit: 0 for 1.5, 2 for 150, -1 for 0.15.
    fn magnitude(self) -> i32 {
        self.exponent + digits(self.coefficient.unsigned_abs()) as i32 - 1
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.compare(*other) == Ordering::Equal
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self { coefficient: value.into(), exponent: 0, decimal: false }
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self { coefficient: value.into(), exponent: 0, decimal: false }
    }
}

/// An exact result before it is cut to 34 digits.
struct Rounded {
    negative: bool,
    magnitude: Wide,
    exponent: i32,
}

impl Rounded {
    /// The nearest `Decimal`; ties go to the even digit. `inexact` says that a positive amount below
    /// the last digit was dropped before. `None` outside the range of numbers (open point).
    fn decimal(self, inexact: bool) -> Option<Number> {
        let excess = self.magnitude.digits().saturating_sub(MAX_DIGITS);
        let (mut coefficient, remainder) = if excess == 0 {
            (self.magnitude.as_u128()?, 0)
        } else {
            let (quotient, remainder) = self.magnitude.divided_by(power_of_ten(excess));
            (quotient.as_u128()?, remainder)
        };
        let half = if excess == 0 { 1 } else { power_of_ten(excess) / 2 };
        let up = match remainder.cmp(&half) {
            _ if excess == 0 => false,
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => inexact || open_points::round_tie_up(coefficient),
        };
        coefficient += u128::from(up);
        let mut exponent = self.exponent + excess as i32;
        if coefficient == COEFFICIENT_END {
            coefficient /= 10;
            exponent += 1;
        }
        let magnitude = coefficient as i128;
        let signed = if self.negative { -magnitude } else { magnitude };
        Number { coefficient: signed, exponent, decimal: true }.in_range()
    }
}

impl Number {
    /// `None` when the first digit is beyond 10^±999 (open point).
    fn in_range(self) -> Option<Self> {
        if self.is_zero() {
            // A zero has no magnitude; a huge exponent would only make its text strange.
            let exponent = self.exponent.clamp(-(MAX_DIGITS as i32), 0);
            return Some(Self { exponent, ..self });
        }
        (self.magnitude().abs() <= MAX_MAGNITUDE).then_some(self)
    }
}
