use proptest::prelude::*;

use super::*;

fn number(text: &str) -> Number {
    Number::read(text.as_bytes()).unwrap_or_else(|| panic!("{text}"))
}

fn text(number: Option<Number>) -> String {
    number.map_or("none".to_owned(), |number| number.to_string())
}

// === A reference that is slow and obvious: unsigned integers as decimal digits, lowest first ===

type Digits = Vec<u8>;

fn to_digits(value: u128) -> Digits {
    trimmed(value.to_string().bytes().rev().map(|digit| digit - b'0').collect())
}

fn trimmed(mut digits: Digits) -> Digits {
    while digits.last() == Some(&0) {
        digits.pop();
    }
    digits
}

fn shifted(digits: &Digits, zeros: i32) -> Digits {
    let mut result = vec![0; usize::try_from(zeros).unwrap()];
    result.extend(digits);
    trimmed(result)
}

fn compared(left: &Digits, right: &Digits) -> Ordering {
    left.len().cmp(&right.len()).then_with(|| left.iter().rev().cmp(right.iter().rev()))
}

fn sum(left: &Digits, right: &Digits) -> Digits {
    let mut result = Vec::new();
    let mut carry = 0;
    for at in 0..left.len().max(right.len()) {
        let digit = left.get(at).unwrap_or(&0) + right.get(at).unwrap_or(&0) + carry;
        result.push(digit % 10);
        carry = digit / 10;
    }
    result.push(carry);
    trimmed(result)
}

fn difference(greater: &Digits, smaller: &Digits) -> Digits {
    let mut result = Vec::new();
    let mut borrow = 0;
    for (at, digit) in greater.iter().enumerate() {
        let taken = smaller.get(at).unwrap_or(&0) + borrow;
        borrow = u8::from(*digit < taken);
        result.push(digit + 10 * borrow - taken);
    }
    assert_eq!(borrow, 0);
    trimmed(result)
}

fn product(left: &Digits, right: &Digits) -> Digits {
    let mut result = Vec::new();
    for (at, digit) in right.iter().enumerate() {
        for _ in 0..*digit {
            result = sum(&result, &shifted(left, at as i32));
        }
    }
    result
}

/// A signed multiple of 10^`exponent`.
#[derive(Clone, Debug)]
struct Exact {
    negative: bool,
    digits: Digits,
    exponent: i32,
}

impl Exact {
    fn of(number: Number) -> Self {
        let digits = to_digits(number.coefficient.unsigned_abs());
        Self { negative: number.coefficient < 0, digits, exponent: number.exponent }
    }

    fn at(&self, exponent: i32) -> Digits {
        shifted(&self.digits, self.exponent - exponent)
    }

    fn plus(&self, other: &Self) -> Self {
        let exponent = self.exponent.min(other.exponent);
        let (left, right) = (self.at(exponent), other.at(exponent));
        let (negative, digits) = if self.negative == other.negative {
            (self.negative, sum(&left, &right))
        } else if compared(&left, &right) == Ordering::Less {
            (other.negative, difference(&right, &left))
        } else {
            (self.negative, difference(&left, &right))
        };
        Self { negative, digits, exponent }
    }

    fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { negative: !other.negative, ..other.clone() })
    }

    fn times(&self, other: &Self) -> Self {
        let digits = product(&self.digits, &other.digits);
        Self { negative: self.negative != other.negative, digits, exponent: self.exponent + other.exponent }
    }

    fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// |self| against |other|.
    fn size_against(&self, other: &Self) -> Ordering {
        let exponent = self.exponent.min(other.exponent);
        compared(&self.at(exponent), &other.at(exponent))
    }
}

/// The unit of the 34th digit of a number.
fn unit(number: Number) -> Exact {
    let digits = wide::digits(number.coefficient.unsigned_abs());
    let exponent = number.exponent - (MAX_DIGITS - digits) as i32;
    Exact { negative: false, digits: vec![1], exponent }
}

/// Whether `result` is `exact · scale` rounded to 34 digits, ties to even.
fn assert_rounded(result: Number, exact: &Exact, scale: &Exact) {
    let error = Exact::of(result).times(scale).minus(exact);
    if error.is_zero() {
        return;
    }
    let two = Exact { negative: false, digits: vec![2], exponent: 0 };
    let against_half = error.times(&two).size_against(&unit(result).times(scale));
    assert_ne!(against_half, Ordering::Greater, "{result} for {exact:?} / {scale:?}");
    if against_half == Ordering::Equal {
        let padded = result.padded(MAX_DIGITS);
        assert_eq!(padded.coefficient % 2, 0, "a tie that is not even: {result}");
    }
}

const ONE: fn() -> Exact = || Exact { negative: false, digits: vec![1], exponent: 0 };

fn numbers() -> impl Strategy<Value = Number> {
    let coefficient = (0..=MAX_DIGITS, any::<u128>(), any::<bool>()).prop_map(|(digits, bits, negative)| {
        let magnitude = (bits % 10u128.pow(digits)) as i128;
        if negative { -magnitude } else { magnitude }
    });
    let exponent = prop_oneof![Just(0), -40..40i32];
    (coefficient, exponent, any::<bool>()).prop_map(|(coefficient, exponent, decimal)| Number {
        coefficient,
        exponent: if decimal && coefficient != 0 { exponent } else { 0 },
        decimal,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn sums_are_exact_or_rounded(left in numbers(), right in numbers()) {
        assert_rounded(left.plus(right).unwrap(), &Exact::of(left).plus(&Exact::of(right)), &ONE());
        assert_rounded(left.minus(right).unwrap(), &Exact::of(left).minus(&Exact::of(right)), &ONE());
    }

    #[test]
    fn products_are_exact_or_rounded(left in numbers(), right in numbers()) {
        assert_rounded(left.times(right).unwrap(), &Exact::of(left).times(&Exact::of(right)), &ONE());
    }

    #[test]
    fn quotients_are_exact_or_rounded(left in numbers(), right in numbers()) {
        match left.divided_by(right) {
            Some(quotient) => assert_rounded(quotient, &Exact::of(left), &Exact { negative: false, ..Exact::of(right.absolute()) }
                .times(&Exact { negative: right.coefficient < 0, digits: vec![1], exponent: 0 })),
            None => prop_assert!(right.is_zero()),
        }
    }

    #[test]
    fn remainders_complete_a_whole_quotient(left in -10_000i64..10_000, right in -300i64..300, places in 0..4i32) {
        let scaled = |value: i64| Number { coefficient: value.into(), exponent: -places, decimal: places > 0 };
        match scaled(left).remainder(scaled(right)) {
            Some(remainder) => prop_assert_eq!(remainder, scaled(left % right)),
            None => prop_assert_eq!(right, 0),
        }
    }

    #[test]
    fn remainders_are_smaller_than_the_divisor(left in numbers(), right in numbers()) {
        if let Some(remainder) = left.remainder(right) {
            prop_assert_eq!(remainder.absolute().compare(right.absolute()), Ordering::Less);
            prop_assert!(remainder.is_zero() || remainder.signum() == left.signum());
            // What is left to divide is divided without remainder.
            let whole = Exact::of(left).minus(&Exact::of(remainder));
            if whole.is_zero() || whole.digits.len() < 34 {
                let negative = whole.negative;
                let text: String = whole.digits.iter().rev().map(|digit| char::from(digit + b'0')).collect();
                let whole = number(&format!("{}{}e{}", if negative { "-" } else { "" }, if text.is_empty() { "0" } else { &text }, whole.exponent));
                prop_assert!(whole.remainder(right).unwrap().is_zero());
            }
        }
    }

    #[test]
    fn order_is_that_of_the_difference(left in numbers(), right in numbers()) {
        let difference = Exact::of(left).minus(&Exact::of(right));
        let expected = match () {
            () if difference.is_zero() => Ordering::Equal,
            () if difference.negative => Ordering::Less,
            () => Ordering::Greater,
        };
        prop_assert_eq!(left.compare(right), expected);
        prop_assert_eq!(right.compare(left), expected.reverse());
    }

    #[test]
    fn text_reads_back(value in numbers()) {
        prop_assert_eq!(number(&value.to_string()), value);
        prop_assert_eq!(value.normalised(), value);
        prop_assert_eq!(value.to_string().parse::<f64>().unwrap(), value.to_f64());
    }

    #[test]
    fn whole_parts_are_next_to_the_number(value in numbers()) {
        let one = Number::from(1i64);
        let (floor, ceil, round) = (value.floor(), value.ceil(), value.round());
        // Beyond 34 digits a neighbour is more than one away.
        if !value.is_zero() && value.magnitude() >= MAX_DIGITS as i32 - 1 {
            return Ok(());
        }
        prop_assert_ne!(floor.compare(value), Ordering::Greater);
        prop_assert_ne!(ceil.compare(value), Ordering::Less);
        prop_assert_eq!(value.compare(floor.plus(one).unwrap()), Ordering::Less);
        prop_assert_eq!(value.compare(ceil.minus(one).unwrap()), Ordering::Greater);
        prop_assert!(round == floor || round == ceil);
        let twice = Exact::of(round).minus(&Exact::of(value)).times(&Exact { negative: false, digits: vec![2], exponent: 0 });
        prop_assert_ne!(twice.size_against(&ONE()), Ordering::Greater);
    }

    #[test]
    fn parsing_agrees_with_the_regular_expression(text in "-{0,2}[0-9]{0,3}\\.?[0-9]{0,3}([eE][-+]?[0-9]{0,2})?x?") {
        prop_assert_eq!(Number::parse(&text).is_some(), matches_expression(&text), "{}", text);
    }

    #[test]
    fn doubles_read_back(value in any::<f64>()) {
        match Number::from_f64(value) {
            Some(number) => prop_assert_eq!(number.to_f64(), value),
            None => prop_assert!(!value.is_finite()),
        }
    }
}

/// `^-?\d+(\.\d+)?((?i)E-?\d+)?$`, step by step.
fn matches_expression(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(mantissa),
    };
    mantissa_fits && exponent.is_none_or(|exponent| digits(exponent.strip_prefix('-').unwrap_or(exponent)))
}

#[test]
fn types_follow_the_operands() {
    let int = number("7");
    let decimal = number("7.0");
    assert!(int.plus(int).unwrap().is_int() && int.times(int).unwrap().is_int());
    assert!(int.divided_by(int).unwrap().is_int() && !int.divided_by(number("2")).unwrap().is_int());
    assert!(!int.plus(decimal).unwrap().is_int() && !decimal.divided_by(int).unwrap().is_int());
    assert!(decimal.normalised().is_int() && !number("7.5").normalised().is_int());
}

#[test]
fn trailing_zeros_stay_until_normalised() {
    assert_eq!(text(number("1.10").plus(number("1"))), "2.10");
    assert_eq!(text(number("2.5").times(number("2"))), "5.0");
    assert_eq!(text(number("10.0").divided_by(number("4"))), "2.5");
    assert_eq!(text(number("10.0").divided_by(number("5"))), "2.0");
    assert_eq!(number("2.10").normalised().to_string(), "2.1");
    assert_eq!(number("1e3").normalised().to_string(), "1000");
    assert_eq!(number("1e40").normalised().to_string(), "1E+40");
    assert_eq!(number("0.00").normalised().to_string(), "0");
    assert_eq!(number("-0").to_string(), "0");
}

#[test]
fn range_and_precision_have_edges() {
    let nines = "9".repeat(34);
    assert!(number(&nines).is_int());
    assert_eq!(text(number(&nines).plus(number("1"))), "1.000000000000000000000000000000000E+34");
    assert!(!number(&format!("{nines}0")).is_int());
    assert_eq!(number(&format!("{nines}6")).to_string(), "1.000000000000000000000000000000000E+35");
    // Ties go to the even digit; anything more goes up.
    assert_eq!(
        number("1000000000000000000000000000000000.5").to_string(),
        "1000000000000000000000000000000000"
    );
    assert_eq!(
        number("1000000000000000000000000000000001.5").to_string(),
        "1000000000000000000000000000000002"
    );
    assert_eq!(
        number("1000000000000000000000000000000000.50000000001").to_string(),
        "1000000000000000000000000000000001"
    );
    assert_eq!(text(number("9e999").plus(number("9e999"))), "none");
    assert_eq!(text(number("1e-999").divided_by(number("2"))), "none");
    assert!(Number::read(b"1e1000").is_none() && Number::read(b"1e-1000").is_none());
    assert_eq!(number("0e5000").to_string(), "0");
    assert_eq!(number("0.001e1002").to_string(), "1E+999");
    assert!(Number::read(format!("0.{}1", "0".repeat(2000)).as_bytes()).is_none());
    assert!(Number::read(b"1e99999999999999999999").is_none());
    assert_eq!(text(number("1e900").remainder(number("7"))), "1");
}

#[test]
fn integers_beyond_34_digits_become_decimals() {
    assert_eq!(Number::from_integer(i128::MAX).to_string(), "1.701411834604692317316873037158841E+38");
    assert_eq!(Number::from_integer(-5).as_integer(), Some(-5));
}

#[test]
fn doubles_have_a_fraction_digit() {
    let of = |value: f64| text(Number::from_f64(value));
    assert_eq!(of(3.0), "3.0");
    assert_eq!(of(100.0), "100.0");
    assert_eq!(of(1e7), "1.0E+7");
    assert_eq!(of(0.1), "0.1");
    assert_eq!(of(1.5e-9), "1.5E-9");
    assert_eq!(of(f64::NAN), "none");
    assert_eq!(of(f64::INFINITY), "none");
}
