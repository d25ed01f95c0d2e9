//! Times as texts.

use base::UnixMillis;

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_MILLIS: u64 = 86_400_000;

/// A time of the calendar, in UTC.
struct Civil {
    year: u64,
    month: u64,
    day: u64,
    millis: u64,
}

/// Days since 1970 as a date, by the algorithm of Howard Hinnant's `civil_from_days`.
fn civil(time: UnixMillis) -> Civil {
    let days = time.0 / DAY_MILLIS + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    Civil {
        year: year_of_era + era * 400 + u64::from(month <= 2),
        month,
        day: day_of_year - (153 * shifted + 2) / 5 + 1,
        millis: time.0 % DAY_MILLIS,
    }
}

impl Civil {
    fn clock(&self) -> String {
        let seconds = self.millis / 1000;
        format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}

/// `2026-01-31T23:59:59.123Z`.
pub(crate) fn iso_millis(time: UnixMillis) -> String {
    let civil = civil(time);
    let (year, month, day) = (civil.year, civil.month, civil.day);
    format!("{year:04}-{month:02}-{day:02}T{}.{:03}Z", civil.clock(), civil.millis % 1000)
}

/// `2026-01-31T23:59:59Z`.
pub(crate) fn iso(time: UnixMillis) -> String {
    let civil = civil(time);
    let (year, month, day) = (civil.year, civil.month, civil.day);
    format!("{year:04}-{month:02}-{day:02}T{}Z", civil.clock())
}

/// `Sat, 31 Jan 2026 23:59:59 GMT`, as HTTP has dates.
pub(crate) fn http_date(time: UnixMillis) -> String {
    let civil = civil(time);
    // Seven days, twelve months.
    let day_of_week = DAYS[(time.0 / DAY_MILLIS % 7) as usize];
    let month = MONTHS[(civil.month - 1) as usize];
    format!("{day_of_week}, {:02} {month} {:04} {} GMT", civil.day, civil.year, civil.clock())
}

/// Reads a date of HTTP, to the second; other forms than the preferred one are not known.
pub(crate) fn of_http_date(text: &str) -> Option<UnixMillis> {
    let parts: Vec<&str> = text.split_ascii_whitespace().collect();
    let [_, day, month, year, clock, "GMT"] = parts[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)? as u64 + 1;
    let (day, year): (u64, u64) = (day.parse().ok()?, year.parse().ok()?);
    let mut clock = clock.split(':').map(str::parse::<u64>);
    let mut next = || clock.next()?.ok();
    let (hours, minutes, seconds) = (next()?, next()?, next()?);
    if !(1970..=9999).contains(&year) || day > 31 || hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let shifted_year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (shifted_year / 400, shifted_year % 400);
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let seconds = (days.checked_sub(719_468)? * 24 + hours) * 3600 + minutes * 60 + seconds;
    Some(UnixMillis(seconds * 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_times() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_827_696_789, "2000-02-29T12:34:56.789Z"),
            (1_795_219_199_999, "2026-11-20T23:59:59.999Z"),
            (4_102_444_800_000, "2100-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(iso_millis(UnixMillis(millis)), text);
        }
        assert_eq!(http_date(UnixMillis(784_111_777_000)), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(iso(UnixMillis(784_111_777_000)), "1994-11-06T08:49:37Z");
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        for millis in [0, 951_827_696_000, 1_795_219_199_000, 4_102_444_800_000] {
            assert_eq!(of_http_date(&http_date(UnixMillis(millis))), Some(UnixMillis(millis)));
        }
        for bad in [
            "",
            "x",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 99 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 0 08:49:37 GMT",
        ] {
            assert_eq!(of_http_date(bad), None, "{bad}");
        }
    }
}
