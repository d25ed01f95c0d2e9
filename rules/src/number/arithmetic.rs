//! Sum, product, quotient, remainder and the roundings to whole numbers.

use super::wide::{MAX_POWER, Wide, digits, power_of_ten};
use super::{COEFFICIENT_END, MAX_DIGITS, Number, Rounded};

/// How far 34-digit coefficients may be apart and still be added exactly in 256 bits.
const EXACT_GAP: u32 = 37;

impl Number {
    /// The sum: exact up to 34 digits, then rounded. `Int` + `Int` is `Int`. `None` out of range.
    pub fn plus(self, other: Self) -> Option<Self> {
        let (high, low) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let gap = high.exponent.abs_diff(low.exponent);
        if let Some(sum) = small_sum(high.coefficient, gap, low.coefficient) {
            let sum = Self { coefficient: sum, exponent: low.exponent, decimal: true };
            return sum.like_operands(self, other).in_range();
        }
        let decimal = wide_sum(high, low)?;
        Some(decimal.like_operands(self, other))
    }

    /// The difference; see [`Number::plus`].
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negate())
    }

    /// The product: exact up to 34 digits, then rounded. `Int` × `Int` is `Int`. `None` out of range.
    pub fn times(self, other: Self) -> Option<Self> {
        let exponent = self.exponent + other.exponent;
        let small = self.coefficient.checked_mul(other.coefficient);
        if let Some(coefficient) = small.filter(|product| product.unsigned_abs() < COEFFICIENT_END) {
            let product = Self { coefficient, exponent, decimal: true };
            return product.like_operands(self, other).in_range();
        }
        let rounded = Rounded {
            negative: (self.coefficient < 0) != (other.coefficient < 0),
            magnitude: Wide::product(self.coefficient.unsigned_abs(), other.coefficient.unsigned_abs()),
            exponent,
        };
        Some(rounded.decimal(false)?.like_operands(self, other))
    }

    /// The quotient to 34 digits. `Int` ÷ `Int` is an `Int` when it is whole, else a `Decimal`: both
    /// examples of the documentation hold that way (rules.md §3). `None` for division by zero.
    pub fn divided_by(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        if self.is_int() && other.is_int() && self.coefficient % other.coefficient == 0 {
            return Some(Self::from_integer(self.coefficient / other.coefficient));
        }
        let (dividend, divisor) = (self.coefficient.unsigned_abs(), other.coefficient.unsigned_abs());
        // Enough zeros that the quotient has a 35th digit to round by.
        let zeros = (MAX_DIGITS + 1 + digits(divisor)).saturating_sub(digits(dividend));
        let (magnitude, remainder) = Wide::from(dividend).times_power_of_ten(zeros).divided_by(divisor);
        let preferred = self.exponent - other.exponent;
        let rounded = Rounded {
            negative: (self.coefficient < 0) != (other.coefficient < 0),
            magnitude,
            exponent: preferred - zeros as i32,
        };
        let quotient = rounded.decimal(remainder != 0)?;
        Some(if remainder == 0 { quotient.without_trailing_zeros(preferred) } else { quotient })
    }

    /// What division to a whole number leaves, with the sign of the dividend (`%`, `mod`).
    /// `Int` % `Int` is `Int`. `None` for division by zero.
    pub fn remainder(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let divisor = other.coefficient.unsigned_abs();
        let magnitude = self.coefficient.unsigned_abs();
        let (left, exponent) = if self.exponent >= other.exponent {
            let gap = self.exponent.abs_diff(other.exponent);
            let power = power_of_ten_modulo(gap, divisor);
            (multiply_modulo(magnitude % divisor, power, divisor), other.exponent)
        } else {
            let gap = other.exponent.abs_diff(self.exponent);
            let scaled = (gap <= MAX_POWER).then(|| divisor.checked_mul(power_of_ten(gap))).flatten();
            // A divisor beyond 128 bits is greater than any coefficient.
            (scaled.map_or(magnitude, |divisor| magnitude % divisor), self.exponent)
        };
        let left = left as i128;
        let coefficient = if self.coefficient < 0 { -left } else { left };
        Self { coefficient, exponent, decimal: true }.like_operands(self, other).in_range()
    }

    /// The number with the other sign.
    pub fn negate(self) -> Self {
        Self { coefficient: -self.coefficient, ..self }
    }

    /// The number without its sign.
    pub fn absolute(self) -> Self {
        Self { coefficient: self.coefficient.abs(), ..self }
    }

    /// The greatest whole number that is not greater.
    pub fn floor(self) -> Self {
        let (whole, fraction) = self.split();
        if fraction && self.coefficient < 0 { whole.plus_one(-1) } else { whole }
    }

    /// The least whole number that is not smaller.
    pub fn ceil(self) -> Self {
        let (whole, fraction) = self.split();
        if fraction && self.coefficient > 0 { whole.plus_one(1) } else { whole }
    }

    /// The nearest whole number; halves go away from zero (rules.md §4, `round`).
    pub fn round(self) -> Self {
        let (whole, _) = self.split();
        let places = self.exponent.min(0).unsigned_abs();
        if places == 0 || places > MAX_POWER {
            return whole;
        }
        let power = power_of_ten(places) as i128;
        let up = (self.coefficient % power).abs() >= power / 2;
        if up { whole.plus_one(self.signum().into()) } else { whole }
    }

    /// Cuts the number to `places` fraction digits, towards zero, and drops trailing zeros.
    pub fn truncate(self, places: u32) -> Self {
        let fraction_digits = self.exponent.min(0).unsigned_abs();
        let cut = fraction_digits.saturating_sub(places);
        let cut_number = if cut > MAX_POWER {
            Self { coefficient: 0, exponent: 0, ..self }
        } else {
            let coefficient = self.coefficient / power_of_ten(cut) as i128;
            Self { coefficient, exponent: self.exponent + cut as i32, ..self }
        };
        cut_number.normalised()
    }

    /// The whole part towards zero (an `Int` up to 34 digits), and whether anything was cut off.
    fn split(self) -> (Self, bool) {
        if self.exponent >= 0 {
            return (self.normalised(), false);
        }
        let places = self.exponent.unsigned_abs();
        if places > MAX_POWER {
            return (Self::ZERO, !self.is_zero());
        }
        let power = power_of_ten(places) as i128;
        (Self::from_integer(self.coefficient / power), self.coefficient % power != 0)
    }

    /// A whole number of at most 34 digits moved by one.
    fn plus_one(self, step: i128) -> Self {
        Self::from_integer(self.coefficient + step)
    }

    /// Gives a result its type: `Int` from two `Int`s, else `Decimal`. An `Int` result of more than 34
    /// digits stays a `Decimal`.
    fn like_operands(self, left: Self, right: Self) -> Self {
        if left.is_int() && right.is_int() && self.exponent == 0 {
            Self { decimal: false, ..self }
        } else {
            self
        }
    }
}

/// `high`·10^`gap` + `low` when all of it stays within 34 digits.
fn small_sum(high: i128, gap: u32, low: i128) -> Option<i128> {
    let power = (gap <= MAX_DIGITS).then(|| power_of_ten(gap) as i128)?;
    let sum = high.checked_mul(power)?.checked_add(low)?;
    (sum.unsigned_abs() < COEFFICIENT_END).then_some(sum)
}

/// The sum of numbers whose aligned coefficients need more than 34 digits.
fn wide_sum(high: Number, low: Number) -> Option<Number> {
    if high.is_zero() || low.is_zero() {
        let sum = if high.is_zero() { low } else { high };
        return Some(sum.into_decimal());
    }
    let high = high.padded(MAX_DIGITS);
    let gap = high.exponent.saturating_sub(low.exponent);
    let Ok(gap) = u32::try_from(gap) else {
        // Padding took the exponent below the other's: the roles are swapped, and the gap is small.
        return wide_sum_aligned(low, high, high.exponent.abs_diff(low.exponent));
    };
    if gap > EXACT_GAP {
        // Less than a thousandth of the last digit: it cannot change the rounding to nearest.
        return high.into_decimal().in_range();
    }
    wide_sum_aligned(high, low, gap)
}

fn wide_sum_aligned(high: Number, low: Number, gap: u32) -> Option<Number> {
    let left = Wide::from(high.coefficient.unsigned_abs()).times_power_of_ten(gap);
    let right = Wide::from(low.coefficient.unsigned_abs());
    let (left_negative, right_negative) = (high.coefficient < 0, low.coefficient < 0);
    let (negative, magnitude) = if left_negative == right_negative {
        (left_negative, left.plus(right))
    } else if left >= right {
        (left_negative, left.minus(right))
    } else {
        (right_negative, right.minus(left))
    };
    Rounded { negative, magnitude, exponent: low.exponent }.decimal(false)
}

fn multiply_modulo(left: u128, right: u128, modulus: u128) -> u128 {
    Wide::product(left, right).divided_by(modulus).1
}

fn power_of_ten_modulo(exponent: u32, modulus: u128) -> u128 {
    let (mut result, mut base, mut left) = (1 % modulus, 10 % modulus, exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = multiply_modulo(result, base, modulus);
        }
        base = multiply_modulo(base, base, modulus);
        left >>= 1;
    }
    result
}
