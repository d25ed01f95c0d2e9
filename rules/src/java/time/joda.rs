//! Writing a moment in a pattern of Joda-Time's `DateTimeFormat` (`parse_time`).

use jiff::civil::DateTime;
use jiff::{Timestamp, Zoned};

use super::names::{DAYS, ERAS, HALF_DAYS, MONTHS, short};
use super::offset::{self, OffsetStyle};
use super::zone::Zone;
use super::{Token, tokens, unknown_letter};
use crate::java::PatternError;

/// The digits that one field may be padded to. Joda-Time knows no limit; a text has one.
const DIGITS_MAX: usize = 34;

/// A compiled pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Format {
    tokens: Vec<Token>,
}

impl Format {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// No pattern at all, an unknown letter, or one whose texts are not available.
    pub(crate) fn compile(pattern: &str) -> Result<Self, PatternError> {
        if pattern.is_empty() {
            return Err(PatternError::new("it is empty"));
        }
        let tokens = tokens(pattern)?;
        for token in &tokens {
            match token {
                Token::Letters('z', 4..) => {
                    return Err(PatternError::new("the long names of time zones, 'zzzz', are not available"));
                }
                Token::Letters(letter, _) if !"GCYxweEyDMdaKhHkmsSzZ".contains(*letter) => {
                    return Err(unknown_letter(*letter));
                }
                Token::Letters(letter, count) if *count > DIGITS_MAX => {
                    return Err(PatternError::new(format!("more than {DIGITS_MAX} letters '{letter}'")));
                }
                _ => {}
            }
        }
        Ok(Self { tokens })
    }

    /// The text of a moment in a zone; `None` for one beyond the years ±9999.
    pub(crate) fn write(&self, millis: i64, zone: &Zone) -> Option<String> {
        let moment = Timestamp::from_millisecond(millis).ok()?;
        let local = Zoned::new(moment, zone.rules().clone()).datetime();
        let mut out = String::new();
        for token in &self.tokens {
            match token {
                Token::Quoted(text) => out.push_str(text),
                Token::Sign(sign) => out.push(*sign),
                Token::Letters(letter, count) => out.push_str(&field(*letter, *count, local, moment, zone)),
            }
        }
        Some(out)
    }
}

/// One field. Numbers have at least as many digits as there are letters.
fn field(letter: char, count: usize, local: DateTime, moment: Timestamp, zone: &Zone) -> String {
    let is_long = count >= 4;
    let name = |names: &[&'static str], index: usize| {
        let name = names.get(index).copied().unwrap_or_default();
        if is_long { name } else { short(name) }.to_owned()
    };
    let year = i64::from(local.year());
    let hour = i64::from(local.hour());
    let year_of_era = if year > 0 { year } else { 1 - year };
    let number = match letter {
        'G' => return ERAS[usize::from(year > 0)].to_owned(),
        'E' => return name(&DAYS, local.weekday().to_monday_zero_offset() as usize),
        'M' if count >= 3 => return name(&MONTHS, local.month() as usize - 1),
        'a' => return HALF_DAYS[usize::from(hour >= 12)].to_owned(),
        'z' => return zone.short_name(moment),
        'Z' => {
            let seconds = zone.offset_at(moment);
            return match count {
                1 => offset::write(seconds, OffsetStyle::PLAIN),
                2 => offset::write(seconds, OffsetStyle::COLONS),
                _ => zone.id().to_owned(),
            };
        }
        'S' => return fraction(local, count),
        'C' => year_of_era / 100,
        'Y' => of_two_digits(year_of_era, count),
        'x' => of_two_digits(local.date().iso_week_date().year().into(), count),
        'y' => of_two_digits(year, count),
        'w' => local.date().iso_week_date().week().into(),
        'e' => local.weekday().to_monday_one_offset().into(),
        'D' => local.date().day_of_year().into(),
        'M' => local.month().into(),
        'd' => local.day().into(),
        'K' => hour % 12,
        'h' => (hour + 11) % 12 + 1,
        'H' => hour,
        'k' => (hour + 23) % 24 + 1,
        'm' => local.minute().into(),
        's' => local.second().into(),
        // The pattern was checked.
        _ => return String::new(),
    };
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{:0count$}", number.unsigned_abs())
}

/// Two letters ask for the last two digits of a year.
fn of_two_digits(year: i64, count: usize) -> i64 {
    if count == 2 { year.abs() % 100 } else { year }
}

/// As many digits of the second's fraction as there are letters; beyond milliseconds they are zero.
fn fraction(local: DateTime, count: usize) -> String {
    let millis = format!("{:03}", local.subsec_nanosecond() / 1_000_000);
    let mut digits: String = millis.chars().take(count).collect();
    digits.extend(std::iter::repeat_n('0', count.saturating_sub(millis.len())));
    digits
}
