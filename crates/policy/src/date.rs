//! Points in time as policies write them: the ISO 8601 forms of the W3C note, or epoch seconds
//! (policy.md §6, the Date operators of IAM).

/// Milliseconds since 1970-01-01 UTC. Fractions finer than that are cut off.
///
/// Takes `2026`, `2026-11`, `2026-11-05`, `2026-11-05T10:20Z`, `2026-11-05T10:20:30.5+01:00`, and
/// seconds since the epoch. Four digits are a year.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let year_alone = text.len() == 4 && digits.len() == 4;
    if plain_number && !year_alone {
        return text.parse::<i64>().ok()?.checked_mul(1000);
    }
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = number(parts.next()?, 4, 0..=9999)?;
    let month = parts.next().map_or(Some(1), |month| number(month, 2, 1..=12))?;
    let day = parts.next().map_or(Some(1), |day| number(day, 2, 1..=days_in(year, month)))?;
    if parts.next().is_some() || time.is_some() && date.len() != "2026-11-05".len() {
        return None;
    }
    let midnight = days_from_epoch(year, month, day) * MILLIS_PER_DAY;
    Some(midnight + time.map_or(Some(0), time_of_day)?)
}

const MILLIS_PER_DAY: i64 = 24 * 60 * MILLIS_PER_MINUTE;
const MILLIS_PER_MINUTE: i64 = 60_000;

/// `hh:mm[:ss[.fraction]]` and a zone, in milliseconds after midnight UTC.
fn time_of_day(text: &str) -> Option<i64> {
    let zone_at = text.find(['Z', '+', '-'])?;
    let (clock, zone) = text.split_at(zone_at);
    let mut parts = clock.split(':');
    let hours = number(parts.next()?, 2, 0..=23)?;
    let minutes = number(parts.next()?, 2, 0..=59)?;
    let (seconds, millis) = match parts.next() {
        Some(seconds) => match seconds.split_once('.') {
            Some((whole, fraction)) => (number(whole, 2, 0..=59)?, fraction_millis(fraction)?),
            None => (number(seconds, 2, 0..=59)?, 0),
        },
        None => (0, 0),
    };
    if parts.next().is_some() {
        return None;
    }
    let offset_minutes = match zone.strip_prefix('+') {
        _ if zone == "Z" => 0,
        Some(east) => hours_and_minutes(east)?,
        None => -hours_and_minutes(zone.strip_prefix('-')?)?,
    };
    Some((hours * 60 + minutes - offset_minutes) * MILLIS_PER_MINUTE + seconds * 1000 + millis)
}

/// `hh:mm` in minutes.
fn hours_and_minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    Some(number(hours, 2, 0..=23)? * 60 + number(minutes, 2, 0..=59)?)
}

fn fraction_millis(digits: &str) -> Option<i64> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let padded = digits.bytes().chain(std::iter::repeat(b'0')).take(3);
    Some(padded.fold(0, |millis, digit| millis * 10 + i64::from(digit - b'0')))
}

/// A number of exactly `width` digits within a range.
fn number(text: &str, width: usize, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    let all_digits = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    let value = if all_digits { text.parse().ok()? } else { return None };
    range.contains(&value).then_some(value)
}

fn days_in(year: i64, month: i64) -> i64 {
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    days_from_epoch(next.0, next.1, 1) - days_from_epoch(year, month, 1)
}

/// Days since 1970-01-01 in the Gregorian calendar. Years are counted from March, so that the leap
/// day is the last of its year and months have a regular pattern of lengths.
fn days_from_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let month_from_march = (month + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    // 719468 days lie between 0000-03-01 and 1970-01-01.
    year * 365 + leap_days + day_of_year - 719_468
}

/// A text of 20 bytes on the stack.
pub(crate) type Timestamp = [u8; 20];

/// Writes `2026-11-05T10:20:30Z`, the form of `aws:CurrentTime`. Times after the year 9999 are written
/// as its end.
pub(crate) fn format(epoch_seconds: u64, out: &mut Timestamp) -> &str {
    const END_OF_9999: u64 = 253_402_300_799;
    // Bounded by END_OF_9999, so it fits.
    let seconds = epoch_seconds.min(END_OF_9999) as i64;
    let (days, second_of_day) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    out.copy_from_slice(b"0000-00-00T00:00:00Z");
    let fields = [
        (0..4, year),
        (5..7, month),
        (8..10, day),
        (11..13, second_of_day / 3600),
        (14..16, second_of_day / 60 % 60),
        (17..19, second_of_day % 60),
    ];
    for (place, value) in fields {
        write_digits(&mut out[place], value.unsigned_abs());
    }
    // Only ASCII has been written.
    std::str::from_utf8(out).unwrap_or_default()
}

/// Writes the epoch seconds, the form of `aws:EpochTime`. Twenty digits hold every u64.
pub(crate) fn format_epoch(epoch_seconds: u64, out: &mut Timestamp) -> &str {
    let width = epoch_seconds.checked_ilog10().unwrap_or(0) as usize + 1;
    write_digits(&mut out[..width], epoch_seconds);
    // Only ASCII digits have been written.
    std::str::from_utf8(&out[..width]).unwrap_or_default()
}

fn write_digits(place: &mut [u8], mut value: u64) {
    for digit in place.iter_mut().rev() {
        // A digit fits a byte.
        *digit = b'0' + (value % 10) as u8;
        value /= 10;
    }
}

/// Year, month and day of a day since 1970-01-01: the inverse of [`days_from_epoch`].
fn civil(days: i64) -> (i64, i64, i64) {
    const DAYS_PER_400_YEARS: i64 = 146_097;
    let since_march_0000 = days + 719_468;
    let era = since_march_0000.div_euclid(DAYS_PER_400_YEARS);
    let day_of_era = since_march_0000.rem_euclid(DAYS_PER_400_YEARS);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / (DAYS_PER_400_YEARS - 1)) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_are_read() {
        let cases = [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-11-05T10:20:30Z", Some(1_793_874_030_000)),
            ("2026-11-05T10:20:30.5Z", Some(1_793_874_030_500)),
            ("2026-11-05T11:20:30+01:00", Some(1_793_874_030_000)),
            ("2026-11-05T10:20-00:30", Some(1_793_875_800_000)),
            ("2024-02-29", Some(1_709_164_800_000)),
            ("2024-02", Some(1_706_745_600_000)),
            ("2024", Some(1_704_067_200_000)),
            ("1709164800", Some(1_709_164_800_000)),
            ("-1", Some(-1000)),
            ("-123", Some(-123_000)),
            ("2024-01-01T10:00Z01:00", None),
            ("0", Some(0)),
            ("2023-02-29", None),
            ("2024-13", None),
            ("2024-1-1", None),
            ("2024-01-01T10:00", None),
            ("2024-01T10:00Z", None),
            ("2024-01-01T24:00Z", None),
            ("2024-01-01T10:00:00.Z", None),
            ("2024-01-01T10:00:00+1", None),
            ("2024-01-01T10:00:00é", None),
            ("tomorrow", None),
            ("-", None),
            ("", None),
            ("99999999999999999999", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn formatted_times_read_back() {
        let mut out = Timestamp::default();
        for seconds in (0..4_200_000_000).step_by(7_654_321) {
            assert_eq!(parse(format(seconds, &mut out)), Some(seconds as i64 * 1000));
        }
        assert_eq!(format(951_782_400, &mut out), "2000-02-29T00:00:00Z");
        assert_eq!(format(u64::MAX, &mut out), "9999-12-31T23:59:59Z");
        assert_eq!(format_epoch(0, &mut out), "0");
        assert_eq!(format_epoch(u64::MAX, &mut out), u64::MAX.to_string());
    }
}
