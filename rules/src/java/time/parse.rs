//! Reading a text by a pattern of `java.time`. Strict, as Java's formatters are: letters in their case,
//! two digits where two are asked for, nothing left over.

use super::names::{DAYS, ERAS, HALF_DAYS, LONG_ERAS, MONTHS, short};
use super::offset::{self, OffsetStyle, Part};
use super::pattern::{Element, Field, Names, Number, Pattern, Sign};
use super::resolve::Fields;
use super::zone::Zone;

/// The longest text that is read; longer ones are no dates.
const TEXT_BYTES_MAX: usize = 1024;

impl Pattern {
    /// The moment that a text names, in milliseconds since 1970; UTC where it names no zone. `None` when
    /// the text does not follow the pattern, or when there is no such moment.
    pub(crate) fn read(&self, text: &str) -> Option<i64> {
        if text.len() > TEXT_BYTES_MAX {
            return None;
        }
        let mut fields = Fields::default();
        let rest = read_all(&self.elements, text, &mut fields)?;
        if rest.is_empty() { fields.moment() } else { None }
    }
}

/// Reads elements in a row and returns what follows. Recursion is bounded: sections nest to a limit.
fn read_all<'t>(elements: &[Element], text: &'t str, fields: &mut Fields) -> Option<&'t str> {
    let mut rest = text;
    for element in elements {
        rest = match element {
            Element::Optional(section) => {
                let mut tried = fields.clone();
                match read_all(section, rest, &mut tried) {
                    Some(after) => {
                        *fields = tried;
                        after
                    }
                    None => rest,
                }
            }
            element => read_one(element, rest, fields)?,
        };
    }
    Some(rest)
}

fn read_one<'t>(element: &Element, text: &'t str, fields: &mut Fields) -> Option<&'t str> {
    let behind = |length: usize| text.get(length..);
    match element {
        Element::Literal(literal) => text.strip_prefix(literal.as_str()),
        Element::Number(number) => {
            let (value, length) = read_number(*number, text)?;
            fields.set(number.field, value)?;
            behind(length)
        }
        Element::Name { field, names } => {
            let (value, length) = read_name(*field, *names, text)?;
            fields.set(*field, value)?;
            behind(length)
        }
        Element::Fraction(digits) => {
            let value = digits_of(text, *digits)?;
            let nanos = value * 10i64.pow(9 - u32::try_from(*digits).ok()?.min(9));
            fields.set(Field::Nano, nanos)?;
            behind(*digits)
        }
        Element::ZoneId => {
            let (zone, length) = Zone::read_id(text)?;
            fields.set_zone(zone)?;
            behind(length)
        }
        Element::ZoneName => {
            let (zone, length) = Zone::read_name(text)?;
            fields.set_zone(zone)?;
            behind(length)
        }
        Element::Offset(style) => {
            let (seconds, length) = offset::read(text, *style)?;
            fields.set_offset(seconds)?;
            behind(length)
        }
        Element::LocalizedOffset { is_long } => {
            let (seconds, length) = read_localized_offset(text, *is_long)?;
            fields.set_offset(seconds)?;
            behind(length)
        }
        Element::Optional(_) => None,
    }
}

/// The number that exactly `count` digits are.
fn digits_of(text: &str, count: usize) -> Option<i64> {
    let digits = text.get(..count)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// A number at the front of a text, and its length with its sign.
fn read_number(number: Number, text: &str) -> Option<(i64, usize)> {
    let (plus, minus) = (text.starts_with('+'), text.starts_with('-'));
    let allowed = match number.sign {
        Sign::Never => !plus && !minus,
        Sign::Minus => !plus,
        Sign::WhenLong => true,
    };
    if !allowed {
        return None;
    }
    let signed = usize::from(plus || minus);
    let digits = text.get(signed..)?;
    let run = digits.bytes().take_while(u8::is_ascii_digit).count();
    let most = number.max.saturating_add(number.reserved);
    // What is reserved for the numbers behind is given back.
    let length = run.min(most).saturating_sub(number.reserved).max(number.min);
    if run < length {
        return None;
    }
    if number.sign == Sign::WhenLong && !minus && plus != (length > number.min) {
        return None;
    }
    let value = digits_of(digits, length)?;
    // `-0` is no number of Java's formatters.
    if minus && value == 0 {
        return None;
    }
    Some((if minus { -value } else { value }, signed + length))
}

/// The position of the name at the front of a text, the longest that fits, and its length.
fn read_name(field: Field, names: Names, text: &str) -> Option<(i64, usize)> {
    let list: &[&'static str] = match (field, names) {
        (Field::Month, _) => &MONTHS,
        (Field::DayOfWeek, _) => &DAYS,
        (Field::HalfDay, _) => &HALF_DAYS,
        (Field::Era, Names::Short) => &ERAS,
        (Field::Era, Names::Long) => &LONG_ERAS,
        _ => return None,
    };
    let is_cut = names == Names::Short && matches!(field, Field::Month | Field::DayOfWeek);
    let spelled = |name: &'static str| if is_cut { short(name) } else { name };
    let found = list.iter().enumerate().find(|(_, name)| text.starts_with(spelled(name)))?;
    // Months count from 1.
    let first = i64::from(field == Field::Month);
    Some((i64::try_from(found.0).ok()? + first, spelled(found.1).len()))
}

/// `GMT`, `GMT+8`, `GMT+08:00`
fn read_localized_offset(text: &str, is_long: bool) -> Option<(i32, usize)> {
    const PREFIX: &str = "GMT";
    let rest = text.strip_prefix(PREFIX)?;
    if !rest.starts_with(['+', '-']) {
        return Some((0, PREFIX.len()));
    }
    let (seconds, length) = if is_long {
        offset::read(
            rest,
            OffsetStyle { colons: true, minutes: Part::Always, seconds: Part::Optional, zero: "" },
        )?
    } else {
        offset::read_lenient(rest)?
    };
    Some((seconds, PREFIX.len() + length))
}
