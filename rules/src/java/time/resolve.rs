//! Fields of a date to a moment, as `java.time` resolves them by default ("smart"): a day that its month
//! does not have is the month's last, 24:00 is the next day's midnight, everything else must fit.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, Timestamp, ToSpan};

use super::pattern::Field;
use super::zone::Zone;

/// What has been read of a date.
#[derive(Clone, Default, Debug)]
pub(super) struct Fields {
    values: Vec<(Field, i64)>,
    zone: Option<Zone>,
    offset_seconds: Option<i32>,
}

/// The range of a field's values, both ends included.
fn range(field: Field) -> (i64, i64) {
    match field {
        Field::Era | Field::HalfDay => (0, 1),
        Field::Year => (-9999, 9999),
        Field::YearOfEra => (1, 9999),
        Field::ShortYear | Field::ShortYearOfEra => (0, 99),
        Field::Month => (1, 12),
        Field::DayOfMonth => (1, 31),
        Field::DayOfYear => (1, 366),
        Field::DayOfWeek => (0, 6),
        Field::Hour => (0, 24),
        // Zero, too, for 24 and 12: only the strict resolver of Java minds.
        Field::ClockHour => (0, 24),
        Field::HourOfHalfDay => (0, 11),
        Field::ClockHourOfHalfDay => (0, 12),
        Field::Minute | Field::Second => (0, 59),
        Field::Nano => (0, 999_999_999),
        Field::MilliOfDay => (0, 86_399_999),
        Field::NanoOfDay => (0, 86_399_999_999_999),
    }
}

impl Fields {
    /// Sets a field; `None` for a value out of range, and for another value than it has.
    pub(super) fn set(&mut self, field: Field, value: i64) -> Option<()> {
        let (least, greatest) = range(field);
        if value < least || value > greatest {
            return None;
        }
        match self.get(field) {
            Some(before) => (before == value).then_some(()),
            None => {
                self.values.push((field, value));
                Some(())
            }
        }
    }

    /// Sets the zone; `None` if it has another one.
    pub(super) fn set_zone(&mut self, zone: Zone) -> Option<()> {
        let fits = self.zone.as_ref().is_none_or(|before| before.id() == zone.id());
        self.zone = Some(zone);
        fits.then_some(())
    }

    /// Sets the offset from UTC; `None` if it has another one.
    pub(super) fn set_offset(&mut self, seconds: i32) -> Option<()> {
        let fits = self.offset_seconds.is_none_or(|before| before == seconds);
        self.offset_seconds = Some(seconds);
        fits.then_some(())
    }

    fn get(&self, field: Field) -> Option<i64> {
        self.values.iter().find(|(name, _)| *name == field).map(|(_, value)| *value)
    }

    /// The moment in milliseconds since 1970; UTC without a zone, midnight without a time.
    pub(super) fn moment(&self) -> Option<i64> {
        let local = self.local()?;
        // An offset says more than a zone, which may have two for a local time.
        let zone = match (self.offset_seconds, &self.zone) {
            (Some(seconds), _) => Zone::of_seconds(seconds)?,
            (None, Some(zone)) => zone.clone(),
            (None, None) => Zone::utc(),
        };
        // In a gap the later of both readings, in an overlap the earlier, as in Java.
        let moment: Timestamp = zone.rules().to_ambiguous_timestamp(local).compatible().ok()?;
        Some(moment.as_nanosecond().div_euclid(1_000_000) as i64)
    }

    fn local(&self) -> Option<DateTime> {
        let date = self.date()?;
        if self
            .get(Field::DayOfWeek)
            .is_some_and(|day| day != i64::from(date.weekday().to_monday_zero_offset()))
        {
            return None;
        }
        let (time, days) = self.time()?;
        date.checked_add(days).ok().map(|date| date.to_datetime(time))
    }

    fn date(&self) -> Option<Date> {
        let year = i16::try_from(self.year()?).ok()?;
        if let Some(day) = self.get(Field::DayOfYear) {
            let first = Date::new(year, 1, 1).ok()?;
            let date = first.checked_add((day - 1).days()).ok()?;
            let fits = |field, part: i8| self.get(field).is_none_or(|value| value == i64::from(part));
            let is_it = date.year() == year
                && fits(Field::Month, date.month())
                && fits(Field::DayOfMonth, date.day());
            return is_it.then_some(date);
        }
        let (month, day) = (self.get(Field::Month)?, self.get(Field::DayOfMonth)?);
        let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
        Date::new(year, first.month(), i8::try_from(day).ok()?.min(first.days_in_month())).ok()
    }

    /// The year, counted through zero.
    fn year(&self) -> Option<i64> {
        let of_era = self.get(Field::YearOfEra).or(self.get(Field::ShortYearOfEra).map(|year| 2000 + year));
        let of_era = of_era.map(|year| if self.get(Field::Era) == Some(0) { 1 - year } else { year });
        let plain = self.get(Field::Year).or(self.get(Field::ShortYear).map(|year| 2000 + year));
        match (plain, of_era) {
            (Some(plain), Some(of_era)) if plain != of_era => None,
            (plain, of_era) => plain.or(of_era),
        }
    }

    /// The time of the day, and the days that it adds.
    fn time(&self) -> Option<(Time, Span)> {
        const NANOS_OF_SECOND: i64 = 1_000_000_000;
        let of_day =
            self.get(Field::NanoOfDay).or(self.get(Field::MilliOfDay).map(|millis| millis * 1_000_000));
        let nanos = match (of_day, self.hour()) {
            (Some(nanos), _) => nanos,
            (None, Some(hour)) => {
                let part = |field| self.get(field).unwrap_or(0);
                let seconds = hour * 3600 + part(Field::Minute) * 60 + part(Field::Second);
                seconds * NANOS_OF_SECOND + part(Field::Nano)
            }
            (None, None) => 0,
        };
        if nanos == 86_400 * NANOS_OF_SECOND {
            return Some((Time::midnight(), 1.day()));
        }
        let (seconds, nanos) = (nanos / NANOS_OF_SECOND, nanos % NANOS_OF_SECOND);
        let part = |value: i64| i8::try_from(value).ok();
        let time =
            Time::new(part(seconds / 3600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, nanos as i32);
        time.ok().map(|time| (time, Span::new()))
    }

    fn hour(&self) -> Option<i64> {
        let of_half =
            self.get(Field::HourOfHalfDay).or(self.get(Field::ClockHourOfHalfDay).map(|hour| hour % 12));
        let half = self.get(Field::HalfDay);
        self.get(Field::Hour)
            .or(self.get(Field::ClockHour).map(|hour| hour % 24))
            .or(of_half.zip(half).map(|(hour, half)| half * 12 + hour))
    }
}
