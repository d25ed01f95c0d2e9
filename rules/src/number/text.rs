//! Numbers from text and back.

use std::fmt;
use std::str::FromStr;

use super::wide::digits;
use super::{MAX_DIGITS, Number, Rounded};

/// Exponents beyond this are out of range whatever the digits; it keeps the sums within `i32`.
const EXPONENT_BOUND: i32 = 1_000_000;

impl Number {
    /// Reads a string as the SQL's conversion to Decimal does: `^-?\d+(\.\d+)?((?i)E-?\d+)?$`
    /// (rules.md §2). No plus sign, no blanks, no `.5`, no `1e+5`. `Int` without fraction and exponent.
    pub fn parse(text: &str) -> Option<Self> {
        let plus_exponent = text.bytes().any(|byte| byte == b'+');
        if plus_exponent { None } else { Self::read(text.as_bytes()) }
    }

    /// Reads the text of a JSON number or of an SQL literal: as [`Number::parse`], and the exponent may
    /// have a plus sign. `None` when it is no number or beyond 10^±999.
    pub fn read(text: &[u8]) -> Option<Self> {
        if let Some(number) = read_short(text) {
            return Some(number);
        }
        let (negative, unsigned) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        let mut digits = Digits::default();
        let rest = digits.take(unsigned)?;
        let mut decimal = false;
        let mut rest = rest;
        if let [b'.', fraction @ ..] = rest {
            decimal = true;
            digits.in_fraction = true;
            rest = digits.take(fraction)?;
        }
        let mut exponent = 0;
        if let [b'e' | b'E', text @ ..] = rest {
            decimal = true;
            exponent = read_exponent(text)?;
            rest = &[];
        }
        if !rest.is_empty() {
            return None;
        }
        digits.into_number(negative, exponent, decimal)
    }
}

/// A number of up to 18 bytes without an exponent, which is nearly all that telemetry has.
fn read_short(text: &[u8]) -> Option<Number> {
    const MAX_BYTES: usize = 18;
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (Some(b'0'..=b'9'), Some(b'0'..=b'9')) = (digits.first(), digits.last()) else { return None };
    if digits.len() > MAX_BYTES {
        return None;
    }
    let (mut value, mut places, mut decimal) = (0i64, 0, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                places += i32::from(decimal);
            }
            b'.' if !decimal => decimal = true,
            _ => return None,
        }
    }
    let coefficient = i128::from(if negative { -value } else { value });
    Some(Number { coefficient, exponent: -places, decimal })
}

/// Digits on their way into a coefficient. The first 35 are kept, of the others only whether any is not
/// zero, which is all that rounding needs.
#[derive(Default)]
struct Digits {
    value: u128,
    kept: u32,
    exponent: i32,
    inexact: bool,
    in_fraction: bool,
}

impl Digits {
    /// Takes the digits at the front of `text`, at least one, and returns what follows.
    fn take<'t>(&mut self, text: &'t [u8]) -> Option<&'t [u8]> {
        let mut rest = text;
        while let [digit @ b'0'..=b'9', after @ ..] = rest {
            if self.kept > MAX_DIGITS {
                rest = self.drop_digits(rest);
                break;
            }
            rest = after;
            self.value = self.value * 10 + u128::from(digit - b'0');
            self.kept += u32::from(self.value != 0);
            self.exponent -= i32::from(self.in_fraction);
            self.exponent = self.exponent.max(-EXPONENT_BOUND);
        }
        (rest.len() < text.len()).then_some(rest)
    }

    /// Passes over digits that are too many to keep, and returns what follows them. A message may have very
    /// many of them, so this goes in strides.
    fn drop_digits<'t>(&mut self, text: &'t [u8]) -> &'t [u8] {
        const STRIDE: usize = 64;
        let mut rest = text;
        while let Some((stride, after)) = rest.split_first_chunk::<STRIDE>() {
            if !stride.iter().fold(true, |digits, byte| digits & byte.is_ascii_digit()) {
                break;
            }
            self.inexact |= stride.iter().fold(0, |bits, byte| bits | (byte ^ b'0')) != 0;
            rest = after;
        }
        while let [digit @ b'0'..=b'9', after @ ..] = rest {
            self.inexact |= *digit != b'0';
            rest = after;
        }
        if !self.in_fraction {
            let dropped = i32::try_from(text.len() - rest.len()).unwrap_or(EXPONENT_BOUND);
            self.exponent = self.exponent.saturating_add(dropped).min(EXPONENT_BOUND);
        }
        rest
    }

    fn into_number(self, negative: bool, exponent: i32, decimal: bool) -> Option<Number> {
        let exponent = self.exponent + exponent;
        if self.kept <= MAX_DIGITS && !self.inexact {
            let value = self.value as i128;
            let coefficient = if negative { -value } else { value };
            return Number { coefficient, exponent, decimal }.in_range();
        }
        // More than 34 digits: a Decimal, even without a fraction.
        Rounded { negative, magnitude: self.value.into(), exponent }.decimal(self.inexact)
    }
}

/// The whole text as an exponent, cut to ±[`EXPONENT_BOUND`].
fn read_exponent(text: &[u8]) -> Option<i32> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = digits.iter().fold(0i32, |sum, digit| {
        sum.saturating_mul(10).saturating_add(i32::from(digit - b'0')).min(EXPONENT_BOUND)
    });
    Some(if negative { -size } else { size })
}

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        Self::parse(text).ok_or(NotANumber)
    }
}

/// The text is not a number of the SQL (rules.md §2).
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a number")]
pub struct NotANumber;

/// Plain digits for an `Int`. A `Decimal` is plain when its exponent is not positive and its first digit
/// is at 10^-6 or above, else `d.dddE±n`: both are valid JSON.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SMALLEST_PLAIN: i32 = -6;
        if self.exponent == 0 {
            // 64-bit integers print several times faster than 128-bit ones.
            return match i64::try_from(self.coefficient) {
                Ok(small) => write!(f, "{small}"),
                Err(_) => write!(f, "{}", self.coefficient),
            };
        }
        if self.coefficient < 0 {
            f.write_str("-")?;
        }
        let text = self.coefficient.unsigned_abs().to_string();
        let magnitude = self.exponent + digits(self.coefficient.unsigned_abs()) as i32 - 1;
        if self.exponent <= 0 && magnitude >= SMALLEST_PLAIN {
            let places = self.exponent.unsigned_abs() as usize;
            let padded = format!("{text:0>width$}", width = places + 1);
            let (whole, fraction) = padded.split_at(padded.len() - places);
            return write!(f, "{whole}.{fraction}");
        }
        let (first, others) = text.split_at(1);
        f.write_str(first)?;
        if !others.is_empty() {
            write!(f, ".{others}")?;
        }
        write!(f, "E{magnitude:+}")
    }
}
