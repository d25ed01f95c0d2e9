//! Just enough 256-bit arithmetic for exact products and quotients of 34-digit numbers.

use std::cmp::Ordering;

/// Powers of ten that fit 128 bits: `POWERS[k]` is 10^k.
const POWERS: [u128; 39] = {
    let mut powers = [1u128; 39];
    let mut k = 1;
    while k < powers.len() {
        powers[k] = powers[k - 1] * 10;
        k += 1;
    }
    powers
};

/// The largest exponent of ten that fits 128 bits.
pub(super) const MAX_POWER: u32 = 38;

/// 10^`exponent`. More than [`MAX_POWER`] is a mistake of the caller and reads as 10^38.
pub(super) const fn power_of_ten(exponent: u32) -> u128 {
    debug_assert!(exponent <= MAX_POWER);
    POWERS[if exponent > MAX_POWER { MAX_POWER } else { exponent } as usize]
}

/// How many decimal digits a number has; 0 has one.
pub(super) fn digits(value: u128) -> u32 {
    // log10(2) is just above 1233/4096: the estimate is right or one too small.
    let bits = u128::BITS - (value | 1).leading_zeros();
    let estimate = (bits * 1233) >> 12;
    estimate + u32::from(value >= power_of_ten(estimate)).max(u32::from(estimate == 0))
}

/// An unsigned 256-bit integer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Wide {
    high: u128,
    low: u128,
}

impl From<u128> for Wide {
    fn from(low: u128) -> Self {
        Self { high: 0, low }
    }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Wide {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.high, self.low).cmp(&(other.high, other.low))
    }
}

impl Wide {
    /// The exact product of two numbers.
    pub(super) fn product(left: u128, right: u128) -> Self {
        const HALF: u32 = 64;
        const MASK: u128 = u64::MAX as u128;
        let (left_high, left_low) = (left >> HALF, left & MASK);
        let (right_high, right_low) = (right >> HALF, right & MASK);
        let low = left_low * right_low;
        // Neither sum can overflow: (2^64-1)^2 + 2·(2^64-1) < 2^128.
        let middle = left_high * right_low + (low >> HALF);
        let other_middle = left_low * right_high + (middle & MASK);
        let high = left_high * right_high + (middle >> HALF) + (other_middle >> HALF);
        Self { high, low: (other_middle << HALF) | (low & MASK) }
    }

    /// The number times 10^`exponent`. The caller keeps the result under 2^256 (77 digits).
    pub(super) fn times_power_of_ten(self, exponent: u32) -> Self {
        let mut result = self;
        let mut left = exponent;
        while left > 0 {
            let step = left.min(MAX_POWER);
            let factor = power_of_ten(step);
            let mut product = Self::product(result.low, factor);
            debug_assert!(result.high.checked_mul(factor).is_some(), "beyond 256 bits");
            product.high = product.high.wrapping_add(result.high.wrapping_mul(factor));
            result = product;
            left -= step;
        }
        result
    }

    /// The sum. The caller keeps it under 2^256.
    pub(super) fn plus(self, other: Self) -> Self {
        let (low, carry) = self.low.overflowing_add(other.low);
        Self { high: self.high.wrapping_add(other.high).wrapping_add(carry.into()), low }
    }

    /// The difference; `other` must not be greater.
    pub(super) fn minus(self, other: Self) -> Self {
        debug_assert!(self >= other);
        let (low, borrow) = self.low.overflowing_sub(other.low);
        Self { high: self.high.wrapping_sub(other.high).wrapping_sub(borrow.into()), low }
    }

    /// Quotient and remainder. `divisor` is positive and under 2^127, so that the running remainder
    /// never loses its top bit.
    pub(super) fn divided_by(self, divisor: u128) -> (Self, u128) {
        debug_assert!(divisor > 0 && divisor < 1 << 127);
        if self.high == 0 {
            let quotient = self.low / divisor;
            return (Self::from(quotient), self.low - quotient * divisor);
        }
        let mut remainder = self.high % divisor;
        let mut low = 0u128;
        for bit in (0..u128::BITS).rev() {
            remainder = (remainder << 1) | ((self.low >> bit) & 1);
            if remainder >= divisor {
                remainder -= divisor;
                low |= 1 << bit;
            }
        }
        (Self { high: self.high / divisor, low }, remainder)
    }

    /// How many decimal digits the number has; for numbers of up to 76 digits.
    pub(super) fn digits(self) -> u32 {
        if self.high == 0 {
            return digits(self.low);
        }
        let (quotient, _) = self.divided_by(power_of_ten(MAX_POWER));
        MAX_POWER + digits(quotient.low)
    }

    /// The number when it fits 128 bits.
    pub(super) fn as_u128(self) -> Option<u128> {
        (self.high == 0).then_some(self.low)
    }
}
