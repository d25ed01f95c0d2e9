//! Patterns of `java.time.format.DateTimeFormatter` (`time_to_epoch`), compiled.

use super::offset::{OffsetStyle, Part};
use super::{Token, tokens, unknown_letter};
use crate::java::PatternError;

/// How deep optional sections may nest.
const SECTIONS_MAX: usize = 16;

/// The most digits of one number.
const DIGITS_MAX: usize = 19;

/// A compiled pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pattern {
    pub(super) elements: Vec<Element>,
}

/// One part of a pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Element {
    Literal(String),
    Number(Number),
    /// One of some names; the value is its position.
    Name {
        field: Field,
        names: Names,
    },
    /// That many digits behind the decimal point of the second.
    Fraction(usize),
    ZoneId,
    ZoneName,
    Offset(OffsetStyle),
    /// `GMT+8`, and with minutes in four letters `GMT+08:00`.
    LocalizedOffset {
        is_long: bool,
    },
    /// `[…]`: read if it is there.
    Optional(Vec<Element>),
}

/// A number and how many digits it may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Number {
    pub(super) field: Field,
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) sign: Sign,
    /// Digits that numbers of fixed width behind this one, without anything between, need for themselves.
    pub(super) reserved: usize,
}

/// Which signs a number may have (`java.time.format.SignStyle`, strict).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sign {
    Never,
    Minus,
    /// A plus sign exactly when there are more digits than the least.
    WhenLong,
}

/// What an element sets.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Field {
    Era,
    YearOfEra,
    /// Two digits, of the years 2000 to 2099.
    ShortYearOfEra,
    Year,
    ShortYear,
    Month,
    DayOfMonth,
    DayOfYear,
    /// From 0, Monday.
    DayOfWeek,
    HalfDay,
    Hour,
    ClockHour,
    HourOfHalfDay,
    ClockHourOfHalfDay,
    Minute,
    Second,
    Nano,
    MilliOfDay,
    NanoOfDay,
}

/// Which names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Names {
    Short,
    Long,
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// Letters that are unknown, too many, or not available, brackets without a partner, and patterns of
    /// which no moment can be read.
    pub(crate) fn compile(pattern: &str) -> Result<Self, PatternError> {
        let mut sections: Vec<Vec<Element>> = vec![Vec::new()];
        for token in tokens(pattern)? {
            match token {
                Token::Sign('[') => {
                    if sections.len() > SECTIONS_MAX {
                        return Err(PatternError::new(format!("more than {SECTIONS_MAX} nested sections")));
                    }
                    sections.push(Vec::new());
                }
                Token::Sign(']') => {
                    let section = sections.pop().unwrap_or_default();
                    let Some(outer) = sections.last_mut() else {
                        return Err(PatternError::new("a ']' without its '['"));
                    };
                    outer.push(Element::Optional(section));
                }
                Token::Sign(sign @ ('{' | '}' | '#')) => {
                    return Err(PatternError::new(format!("the reserved character '{sign}'")));
                }
                Token::Sign(sign) => push(&mut sections, Element::Literal(sign.to_string())),
                Token::Quoted(text) => push(&mut sections, Element::Literal(text)),
                Token::Letters(letter, count) => push(&mut sections, element(letter, count)?),
            }
        }
        // A section that is not closed ends with the pattern.
        while sections.len() > 1 {
            let section = sections.pop().unwrap_or_default();
            push(&mut sections, Element::Optional(section));
        }
        let mut elements = sections.pop().unwrap_or_default();
        reserve(&mut elements);
        check_complete(&elements)?;
        Ok(Self { elements })
    }
}

fn push(sections: &mut [Vec<Element>], element: Element) {
    if let Some(section) = sections.last_mut() {
        section.push(element);
    }
}

fn element(letter: char, count: usize) -> Result<Element, PatternError> {
    let too_many = || PatternError::new(format!("{count} letters '{letter}' are too many"));
    let up_to = |most: usize| if count > most { Err(too_many()) } else { Ok(()) };
    let names = if count == 4 { Names::Long } else { Names::Short };
    let named = |field| Element::Name { field, names };
    Ok(match letter {
        'y' | 'u' => year(letter, count).ok_or_else(too_many)?,
        'M' | 'L' if count <= 2 => number(Field::Month, count),
        'M' | 'L' | 'E' | 'G' => {
            up_to(4)?;
            named(match letter {
                'E' => Field::DayOfWeek,
                'G' => Field::Era,
                _ => Field::Month,
            })
        }
        'D' => {
            up_to(3)?;
            let max = if count == 1 { DIGITS_MAX } else { 3 };
            let sign = if count == 1 { Sign::Minus } else { Sign::Never };
            Element::Number(Number { field: Field::DayOfYear, min: count, max, sign, reserved: 0 })
        }
        'a' => {
            up_to(1)?;
            Element::Name { field: Field::HalfDay, names: Names::Long }
        }
        'd' | 'H' | 'k' | 'K' | 'h' | 'm' | 's' => {
            up_to(2)?;
            number(two_digit_field(letter), count)
        }
        'S' => {
            up_to(9)?;
            Element::Fraction(count)
        }
        'n' | 'A' | 'N' => {
            up_to(DIGITS_MAX)?;
            let field = match letter {
                'n' => Field::Nano,
                'A' => Field::MilliOfDay,
                _ => Field::NanoOfDay,
            };
            Element::Number(Number { field, min: count, max: DIGITS_MAX, sign: Sign::Never, reserved: 0 })
        }
        'V' if count == 2 => Element::ZoneId,
        'V' => return Err(PatternError::new("the letter 'V' comes as 'VV'")),
        'z' => {
            up_to(4)?;
            Element::ZoneName
        }
        'X' | 'x' | 'Z' => offset(letter, count).ok_or_else(too_many)?,
        'O' if matches!(count, 1 | 4) => Element::LocalizedOffset { is_long: count == 4 },
        'O' => return Err(PatternError::new("the letter 'O' comes once or four times")),
        'Y' | 'w' | 'W' | 'e' | 'c' | 'F' | 'Q' | 'q' | 'p' | 'v' | 'B' | 'g' => {
            return Err(PatternError::new(format!("the pattern letter '{letter}' is not supported")));
        }
        other => return Err(unknown_letter(other)),
    })
}

fn two_digit_field(letter: char) -> Field {
    match letter {
        'd' => Field::DayOfMonth,
        'H' => Field::Hour,
        'k' => Field::ClockHour,
        'K' => Field::HourOfHalfDay,
        'h' => Field::ClockHourOfHalfDay,
        'm' => Field::Minute,
        _ => Field::Second,
    }
}

/// One letter stands for a number of any length, two for one of two digits.
fn number(field: Field, count: usize) -> Element {
    let (min, max, sign) =
        if count == 1 { (1, DIGITS_MAX, Sign::Minus) } else { (count, count, Sign::Never) };
    Element::Number(Number { field, min, max, sign, reserved: 0 })
}

fn year(letter: char, count: usize) -> Option<Element> {
    let (field, short) = match letter {
        'u' => (Field::Year, Field::ShortYear),
        _ => (Field::YearOfEra, Field::ShortYearOfEra),
    };
    let (field, max, sign) = match count {
        2 => (short, 2, Sign::Never),
        1 | 3 => (field, DIGITS_MAX, Sign::Minus),
        4..=DIGITS_MAX => (field, DIGITS_MAX, Sign::WhenLong),
        _ => return None,
    };
    Some(Element::Number(Number { field, min: count, max, sign, reserved: 0 }))
}

fn offset(letter: char, count: usize) -> Option<Element> {
    let style = |colons, minutes, seconds, zero| OffsetStyle { colons, minutes, seconds, zero };
    let (always, never, optional) = (Part::Always, Part::Never, Part::Optional);
    let zero = if letter == 'X' { "Z" } else { "" };
    Some(Element::Offset(match (letter, count) {
        ('Z', 1..=3) => style(false, always, never, ""),
        ('Z', 4) => return Some(Element::LocalizedOffset { is_long: true }),
        ('Z', 5) => style(true, always, optional, "Z"),
        (_, 1) => style(false, optional, never, zero),
        (_, 2) => style(false, always, never, zero),
        (_, 3) => style(true, always, never, zero),
        (_, 4) => style(false, always, optional, zero),
        (_, 5) => style(true, always, optional, zero),
        _ => return None,
    }))
}

/// Lets the first number of a run leave enough digits for those of fixed width behind it: `yyyyMMdd`.
fn reserve(elements: &mut [Element]) {
    let mut first: Option<usize> = None;
    for index in 0..elements.len() {
        let width = match elements.get_mut(index) {
            Some(Element::Number(number)) if number.min == number.max => Some(number.max),
            Some(Element::Fraction(digits)) => Some(*digits),
            Some(Element::Number(_)) => {
                first = Some(index);
                continue;
            }
            Some(Element::Optional(section)) => {
                reserve(section);
                None
            }
            _ => None,
        };
        let Some(width) = width else {
            first = None;
            continue;
        };
        match first.and_then(|first| elements.get_mut(first)) {
            Some(Element::Number(number)) => number.reserved += width,
            _ => first = None,
        }
    }
}

/// A moment needs a date, and an hour of half a day needs to know which half.
fn check_complete(elements: &[Element]) -> Result<(), PatternError> {
    let mut fields = Vec::new();
    collect(elements, &mut fields);
    let any = |wanted: &[Field]| wanted.iter().any(|field| fields.contains(field));
    let year = any(&[Field::Year, Field::YearOfEra, Field::ShortYear, Field::ShortYearOfEra]);
    let day = any(&[Field::DayOfYear]) || any(&[Field::Month]) && any(&[Field::DayOfMonth]);
    if !year || !day {
        return Err(PatternError::new("it has no year, month and day"));
    }
    let of_half = any(&[Field::HourOfHalfDay, Field::ClockHourOfHalfDay]);
    if of_half && !any(&[Field::HalfDay]) {
        return Err(PatternError::new("an hour of half a day, 'h' or 'K', needs 'a'"));
    }
    let hour = of_half || any(&[Field::Hour, Field::ClockHour, Field::MilliOfDay, Field::NanoOfDay]);
    if !hour && any(&[Field::Minute, Field::Second]) {
        return Err(PatternError::new("minutes and seconds need an hour"));
    }
    Ok(())
}

fn collect(elements: &[Element], fields: &mut Vec<Field>) {
    for element in elements {
        match element {
            Element::Number(Number { field, .. }) | Element::Name { field, .. } => fields.push(*field),
            Element::Optional(section) => collect(section, fields),
            _ => {}
        }
    }
}
