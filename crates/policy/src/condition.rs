//! Condition operators: recognising them, binding their values, and deciding (policy.md §6).

use std::borrow::Cow;
use std::net::IpAddr;

use base::UnixMillis;

use crate::date::{self, Timestamp};
use crate::pattern::Pattern;
use crate::template::Template;
use crate::variables::{Key, Place, Source};

/// One operator applied to one key, as it stands in a document.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    /// As written, for example `ForAllValues:StringEquals`.
    pub operator_name: String,
    pub operator: Operator,
    /// As written.
    pub key_name: String,
    pub key: Key,
    pub values: Vec<Template>,
}

/// A condition operator taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Operator {
    pub test: Test,
    negated: bool,
    if_exists: bool,
    quantifier: Quantifier,
}

/// How one value of the request is compared with one of the document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Test {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    Numeric(Comparison),
    Date(Comparison),
    Bool,
    Binary,
    IpAddress,
    Arn,
    Null,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Which values of the request must pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Quantifier {
    /// No prefix: the key is meant to have one value.
    Single,
    ForAllValues,
    ForAnyValue,
}

impl Operator {
    const TESTS: [(&'static str, Test, bool); 26] = [
        ("StringEquals", Test::StringEquals, false),
        ("StringNotEquals", Test::StringEquals, true),
        ("StringEqualsIgnoreCase", Test::StringEqualsIgnoreCase, false),
        ("StringNotEqualsIgnoreCase", Test::StringEqualsIgnoreCase, true),
        ("StringLike", Test::StringLike, false),
        ("StringNotLike", Test::StringLike, true),
        ("NumericEquals", Test::Numeric(Comparison::Equal), false),
        ("NumericNotEquals", Test::Numeric(Comparison::Equal), true),
        ("NumericLessThan", Test::Numeric(Comparison::Less), false),
        ("NumericLessThanEquals", Test::Numeric(Comparison::LessOrEqual), false),
        ("NumericGreaterThan", Test::Numeric(Comparison::Greater), false),
        ("NumericGreaterThanEquals", Test::Numeric(Comparison::GreaterOrEqual), false),
        ("DateEquals", Test::Date(Comparison::Equal), false),
        ("DateNotEquals", Test::Date(Comparison::Equal), true),
        ("DateLessThan", Test::Date(Comparison::Less), false),
        ("DateLessThanEquals", Test::Date(Comparison::LessOrEqual), false),
        ("DateGreaterThan", Test::Date(Comparison::Greater), false),
        ("DateGreaterThanEquals", Test::Date(Comparison::GreaterOrEqual), false),
        ("Bool", Test::Bool, false),
        ("BinaryEquals", Test::Binary, false),
        ("IpAddress", Test::IpAddress, false),
        ("NotIpAddress", Test::IpAddress, true),
        // Both forms take wildcards and do the same.
        ("ArnEquals", Test::Arn, false),
        ("ArnLike", Test::Arn, false),
        ("ArnNotEquals", Test::Arn, true),
        ("ArnNotLike", Test::Arn, true),
    ];

    /// Recognises an operator with its prefix and suffix. `None` for every other text.
    pub fn parse(name: &str) -> Option<Self> {
        if name == "Null" {
            let quantifier = Quantifier::Single;
            return Some(Self { test: Test::Null, negated: false, if_exists: false, quantifier });
        }
        let (quantifier, rest) = match name.split_once(':') {
            None => (Quantifier::Single, name),
            Some(("ForAllValues", rest)) => (Quantifier::ForAllValues, rest),
            Some(("ForAnyValue", rest)) => (Quantifier::ForAnyValue, rest),
            Some(_) => return None,
        };
        let (bare, if_exists) = rest.strip_suffix("IfExists").map_or((rest, false), |bare| (bare, true));
        let (_, test, negated) = Self::TESTS.into_iter().find(|(known, ..)| *known == bare)?;
        Some(Self { test, negated, if_exists, quantifier })
    }
}

/// A value of the document, ready to be compared.
#[derive(Clone, PartialEq, Debug)]
enum Comparand {
    Text(String),
    AnyCase(String),
    Like(Pattern),
    Number(f64, Comparison),
    /// Milliseconds since 1970.
    Date(i64, Comparison),
    Bool(bool),
    Bytes(Vec<u8>),
    Network(Network),
    Arn(Pattern),
    /// The value has a variable that does not resolve, or resolves to what the operator cannot use.
    Unknown,
}

impl Test {
    /// What a value must look like, for error messages; `None` when every text is fine.
    pub fn expects(self, text: &str) -> Option<&'static str> {
        let (valid, expected) = match self {
            Self::StringEquals | Self::StringEqualsIgnoreCase | Self::StringLike | Self::Arn => return None,
            Self::Numeric(_) => (number(text).is_some(), "a number"),
            Self::Date(_) => (date::parse(text).is_some(), "an ISO 8601 date or epoch seconds"),
            Self::Bool | Self::Null => (boolean(text).is_some(), "true or false"),
            Self::Binary => (base64(text).is_some(), "base64"),
            Self::IpAddress => (Network::parse(text).is_some(), "an IP address or CIDR block"),
        };
        (!valid).then_some(expected)
    }

    fn comparand(self, template: &Template, source: Source) -> Comparand {
        let pattern = || template.pattern(source, Place::Condition).ok();
        let plain = || template.plain(source).ok();
        let comparand = match self {
            Self::StringEquals => plain().map(Comparand::Text),
            Self::StringEqualsIgnoreCase => plain().map(Comparand::AnyCase),
            Self::StringLike => pattern().map(Comparand::Like),
            Self::Arn => pattern().map(Comparand::Arn),
            Self::Numeric(comparison) => {
                plain().and_then(|text| Some(Comparand::Number(number(&text)?, comparison)))
            }
            Self::Date(comparison) => {
                plain().and_then(|text| Some(Comparand::Date(date::parse(&text)?, comparison)))
            }
            Self::Bool | Self::Null => plain().and_then(|text| Some(Comparand::Bool(boolean(&text)?))),
            Self::Binary => plain().and_then(|text| Some(Comparand::Bytes(base64(&text)?))),
            Self::IpAddress => plain().and_then(|text| Some(Comparand::Network(Network::parse(&text)?))),
        };
        comparand.unwrap_or(Comparand::Unknown)
    }
}

impl Comparison {
    fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

impl Comparand {
    /// Whether a value of the request passes. A value of the wrong type passes no comparison.
    fn accepts(&self, value: &str) -> bool {
        match self {
            Self::Text(text) => value == text,
            Self::AnyCase(text) => {
                value.chars().flat_map(char::to_lowercase).eq(text.chars().flat_map(char::to_lowercase))
            }
            Self::Like(pattern) => pattern.matches(value),
            Self::Arn(pattern) => pattern.matches_arn(value),
            Self::Number(wanted, comparison) => {
                number(value).is_some_and(|number| comparison.holds(&number, wanted))
            }
            Self::Date(wanted, comparison) => {
                date::parse(value).is_some_and(|date| comparison.holds(&date, wanted))
            }
            Self::Bool(wanted) => boolean(value) == Some(*wanted),
            Self::Bytes(wanted) => value.as_bytes() == wanted,
            Self::Network(network) => value.parse().is_ok_and(|address| network.contains(address)),
            Self::Unknown => false,
        }
    }
}

/// A condition whose values are substituted.
#[derive(Clone, Debug)]
pub(crate) struct BoundCondition {
    operator: Operator,
    key: Key,
    comparands: Box<[Comparand]>,
}

impl Condition {
    pub fn bind(&self, source: Source) -> BoundCondition {
        let comparands = self.values.iter().map(|value| self.operator.test.comparand(value, source));
        BoundCondition { operator: self.operator, key: self.key.clone(), comparands: comparands.collect() }
    }

    /// Whether the condition holds. Only for keys that are not the time.
    fn holds(&self, source: Source) -> bool {
        let values = source.values(&self.key);
        let values: Vec<&str> = values.iter().map(Cow::as_ref).collect();
        self.bind(source).holds(&values)
    }

    /// Whether the condition holds at a moment.
    pub fn holds_at(&self, source: Source, now: UnixMillis) -> bool {
        if self.key.is_time() { self.bind(source).holds_at(now) } else { self.holds(source) }
    }
}

/// Evaluates all conditions that do not depend on the time. `None` when one of them fails, else those
/// that are left for later.
pub(crate) fn bind_all(conditions: &[Condition], source: Source) -> Option<Vec<BoundCondition>> {
    let constant_ones_hold = conditions.iter().all(|it| it.key.is_time() || it.holds(source));
    let later = conditions.iter().filter(|condition| condition.key.is_time());
    constant_ones_hold.then(|| later.map(|condition| condition.bind(source)).collect())
}

impl BoundCondition {
    /// Whether a condition on the time holds now. Allocates nothing.
    pub fn holds_at(&self, now: UnixMillis) -> bool {
        self.holds(&[time_text(&self.key, now, &mut Timestamp::default())])
    }

    /// Whether the condition holds for a key with these values; a key without values is missing.
    fn holds(&self, values: &[&str]) -> bool {
        let Operator { test, negated, if_exists, quantifier } = self.operator;
        if test == Test::Null {
            return self.comparands.contains(&Comparand::Bool(values.is_empty()));
        }
        if negated && self.comparands.contains(&Comparand::Unknown) {
            // "Differs from something unknown" is not known either: the statement does not apply
            // (policy.md §5).
            return false;
        }
        if values.is_empty() {
            return if_exists
                || match quantifier {
                    Quantifier::Single => negated,
                    Quantifier::ForAllValues => true,
                    Quantifier::ForAnyValue => false,
                };
        }
        let passes = |value: &&str| negated != self.comparands.iter().any(|it| it.accepts(value));
        match quantifier {
            Quantifier::ForAllValues => values.iter().all(passes),
            Quantifier::ForAnyValue => values.iter().any(passes),
            // A negated operator is the opposite of its positive form, also over several values.
            Quantifier::Single if negated => values.iter().all(passes),
            Quantifier::Single => values.iter().any(passes),
        }
    }
}

/// The value of `aws:CurrentTime` or `aws:EpochTime`, both in whole seconds.
pub(crate) fn time_text<'t>(key: &Key, now: UnixMillis, out: &'t mut Timestamp) -> &'t str {
    match key {
        Key::EpochTime => date::format_epoch(now.seconds(), out),
        _ => date::format(now.seconds(), out),
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else {
        text.eq_ignore_ascii_case("false").then_some(false)
    }
}

/// Decodes standard base64 with padding.
fn base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - digits.len() > 2 {
        return None;
    }
    let (mut bytes, mut pending, mut pending_bits) = (Vec::new(), 0_u32, 0);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        pending = pending << 6 | u32::from(value);
        pending_bits += 6;
        if pending_bits >= 8 {
            pending_bits -= 8;
            // The upper bits are those of bytes already written.
            bytes.push((pending >> pending_bits & 0xFF) as u8);
        }
    }
    Some(bytes)
}

/// A block of IP addresses in CIDR notation, or one address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Network {
    /// The address's bits, from the top of 128 (v6) or 32 (v4).
    bits: u128,
    ignored_bits: u32,
    v4: bool,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/').map_or((text, None), |(a, length)| (a, Some(length)));
        let address: IpAddr = address.parse().ok()?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let length = match length {
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
            Some(_) => return None,
            None => width,
        };
        let ignored_bits = u32::checked_sub(width, length)?;
        Some(Self { bits: address_bits(address), ignored_bits, v4: address.is_ipv4() })
    }

    fn contains(&self, address: IpAddr) -> bool {
        let difference = address_bits(address) ^ self.bits;
        // Shifting a u128 by its whole width (an IPv6 block of length 0) has no plain result.
        address.is_ipv4() == self.v4 && difference.checked_shr(self.ignored_bits).unwrap_or(0) == 0
    }
}

fn address_bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u32::from(v4).into(),
        IpAddr::V6(v6) => v6.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_of_the_sheet_is_known_with_its_variants() {
        for (name, ..) in Operator::TESTS {
            for prefix in ["", "ForAllValues:", "ForAnyValue:"] {
                assert!(Operator::parse(&format!("{prefix}{name}")).is_some());
                assert!(Operator::parse(&format!("{prefix}{name}IfExists")).is_some());
            }
        }
        assert!(Operator::parse("Null").is_some());
        let unknown = [
            "",
            "stringEquals",
            "StringMatches",
            "NullIfExists",
            "ForAnyValue:Null",
            "ForAll:Bool",
            "IfExists",
        ];
        for name in unknown {
            assert_eq!(Operator::parse(name), None, "{name}");
        }
    }

    #[test]
    fn networks() {
        let cases = [
            ("203.0.113.0/24", "203.0.113.9", true),
            ("203.0.113.0/24", "203.0.114.9", false),
            ("203.0.113.77/24", "203.0.113.9", true),
            ("203.0.113.9", "203.0.113.9", true),
            ("203.0.113.9", "203.0.113.8", false),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("0.0.0.0/0", "::1", false),
            ("::/0", "2001:db8::1", true),
            ("2001:db8::/32", "2001:db8:1::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
        ];
        for (network, address, expected) in cases {
            let network = Network::parse(network).unwrap();
            assert_eq!(network.contains(address.parse().unwrap()), expected, "{network:?} {address}");
        }
        for bad in ["", "1.2.3", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/+8", "::/129", "1.2.3.4/8/8"] {
            assert_eq!(Network::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn base64_is_decoded() {
        assert_eq!(base64("QmluYXJ5").unwrap(), b"Binary");
        assert_eq!(base64("YQ==").unwrap(), b"a");
        assert_eq!(base64("").unwrap(), b"");
        for bad in ["YQ", "Y===", "Y@==", "é==="] {
            assert_eq!(base64(bad), None, "{bad}");
        }
    }
}
