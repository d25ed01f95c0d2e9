//! Dates of the Gregorian calendar in UTC, for query strings and signatures. Years 1970 to 9999.

use base::UnixMillis;

const DAY_SECONDS: u64 = 86_400;

/// A UTC date and time of day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Civil {
    /// 1970 to 9999.
    pub year: u64,
    /// 1 to 12.
    pub month: u64,
    /// 1 to 31.
    pub day: u64,
    /// 0 to 23.
    pub hour: u64,
    /// 0 to 59.
    pub minute: u64,
    /// 0 to 59.
    pub second: u64,
}

impl Civil {
    /// The date and time of a point in time, rounded down to seconds.
    pub fn of(time: UnixMillis) -> Self {
        let seconds = time.seconds();
        let (mut year, mut days) = (1970, seconds / DAY_SECONDS);
        // At most some hundred turns for any year that four digits can write.
        while days >= year_days(year) && year < 9999 {
            days -= year_days(year);
            year += 1;
        }
        let mut month = 1;
        while month < 12 && days >= month_days(year, month) {
            days -= month_days(year, month);
            month += 1;
        }
        let of_day = seconds % DAY_SECONDS;
        let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        Self { year, month, day: days + 1, hour, minute, second }
    }

    /// The point in time; `None` when a field is out of its range, as in 30 February.
    pub fn time(self) -> Option<UnixMillis> {
        let Self { year, month, day, hour, minute, second } = self;
        let valid = (1970..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=month_days(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        if !valid {
            return None;
        }
        let years: u64 = (1970..year).map(year_days).sum();
        let months: u64 = (1..month).map(|month| month_days(year, month)).sum();
        let days = years + months + day - 1;
        Some(UnixMillis((days * DAY_SECONDS + hour * 3600 + minute * 60 + second) * 1000))
    }

    /// `20260131T235959Z`, the form of signatures.
    pub fn basic(self) -> String {
        let Self { year, month, day, hour, minute, second } = self;
        format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
    }

    /// Reads the form of signatures.
    pub fn parse_basic(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
            return None;
        }
        Some(Self {
            year: number(bytes, 0, 4)?,
            month: number(bytes, 4, 6)?,
            day: number(bytes, 6, 8)?,
            hour: number(bytes, 9, 11)?,
            minute: number(bytes, 11, 13)?,
            second: number(bytes, 13, 15)?,
        })
    }
}

/// Reads `2026-01-31T23:59:59Z`, with any fraction of a second and with `+hh:mm` instead of the `Z`.
pub fn parse_iso8601(text: &str) -> Option<UnixMillis> {
    let bytes = text.as_bytes();
    if bytes.len() < 20 || !bytes.is_ascii() {
        return None;
    }
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if separators.iter().any(|&(index, separator)| bytes[index].to_ascii_uppercase() != separator) {
        return None;
    }
    let civil = Civil {
        year: number(bytes, 0, 4)?,
        month: number(bytes, 5, 7)?,
        day: number(bytes, 8, 10)?,
        hour: number(bytes, 11, 13)?,
        minute: number(bytes, 14, 16)?,
        second: number(bytes, 17, 19)?,
    };
    let (milliseconds, zone) = fraction(&bytes[19..])?;
    let local = civil.time()?.0 + milliseconds;
    match zone {
        b"Z" | b"z" => Some(UnixMillis(local)),
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let offset = (number(zone, 1, 3)? * 60 + number(zone, 4, 6)?) * 60_000;
            let utc = if *sign == b'+' { local.checked_sub(offset)? } else { local + offset };
            Some(UnixMillis(utc))
        }
        _ => None,
    }
}

/// Splits `.123456Z` into milliseconds and the rest. Further digits are cut off.
fn fraction(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let Some(digits) = bytes.strip_prefix(b".") else { return Some((0, bytes)) };
    let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count == 0 {
        return None;
    }
    let milliseconds = (0..3).fold(0, |sum, index| {
        let digit = if index < count { u64::from(digits[index] - b'0') } else { 0 };
        sum * 10 + digit
    });
    Some((milliseconds, &digits[count..]))
}

fn number(bytes: &[u8], from: usize, to: usize) -> Option<u64> {
    let digits = &bytes[from..to];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')))
}

fn is_leap(year: u64) -> bool {
    (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
}

fn year_days(year: u64) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn month_days(year: u64, month: u64) -> u64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_points_in_time() {
        let cases = [
            (0, "19700101T000000Z"),
            (951_782_399, "20000228T235959Z"),
            (951_782_400, "20000229T000000Z"),
            (1_440_938_160, "20150830T123600Z"),
            (4_107_542_400, "21000301T000000Z"),
            (253_402_300_799, "99991231T235959Z"),
        ];
        for (seconds, text) in cases {
            let time = UnixMillis(seconds * 1000);
            assert_eq!(Civil::of(time).basic(), text);
            assert_eq!(Civil::parse_basic(text).unwrap().time(), Some(time));
        }
    }

    #[test]
    fn impossible_dates_have_no_time() {
        for text in ["19691231T235959Z", "20260230T000000Z", "20261301T000000Z", "20260101T240000Z"] {
            assert_eq!(Civil::parse_basic(text).unwrap().time(), None, "{text}");
        }
        for text in ["", "20260101T000000", "2026-101T000000Z", "20260101 000000Z", "é0260101T00000Z"] {
            assert_eq!(Civil::parse_basic(text), None, "{text}");
        }
    }

    #[test]
    fn iso_8601_with_fractions_and_zones() {
        let cases = [
            ("1970-01-01T00:00:01Z", Some(1000)),
            ("1970-01-01T00:00:01.5Z", Some(1500)),
            ("1970-01-01T00:00:01.123456Z", Some(1123)),
            ("1970-01-01T01:00:01+01:00", Some(1000)),
            ("1970-01-01T00:00:01-00:01", Some(61_000)),
            ("1970-01-01T00:00:01+01:00", None),
            ("1970-01-01T00:00:01.Z", None),
            ("1970-01-01T00:00:01", None),
            ("1970-01-01", None),
            ("1970-01-01T00:00:01éZ", None),
        ];
        for (text, millis) in cases {
            assert_eq!(parse_iso8601(text), millis.map(UnixMillis), "{text}");
        }
    }

    #[test]
    fn a_far_future_is_the_last_year() {
        assert_eq!(Civil::of(UnixMillis(u64::MAX)).year, 9999);
    }
}
