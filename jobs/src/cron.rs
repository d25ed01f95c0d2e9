//! The cron expressions of maintenance windows: minutes, hours, day of the month, month, day of the week, year,
//! all in UTC. One of the two kinds of days is `?`, as everywhere in AWS. Lists, ranges, steps and names are
//! understood; `L`, `W` and `#` are refused.

use base::UnixMillis;
use model::calendar::Civil;

use crate::execution::MINUTE;

const DAY: u64 = 24 * 60 * MINUTE;
/// Days that are searched for the next match: to a 29 February over a year that is no leap year.
const SEARCHED_DAYS: u64 = 9 * 366;

/// A parsed expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cron {
    minutes: Vec<u64>,
    hours: Vec<u64>,
    days: Option<Vec<u64>>,
    months: Vec<u64>,
    weekdays: Option<Vec<u64>>,
    years: Vec<u64>,
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

impl Cron {
    /// Reads `cron(0 2 ? * MON *)`, also without the parentheses.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let inner = text.strip_prefix("cron(").map_or(Some(text), |rest| rest.strip_suffix(')'));
        let fields: Vec<&str> = inner.ok_or("a parenthesis is missing")?.split_whitespace().collect();
        let [minutes, hours, day, month, weekday, year] = fields[..] else {
            return Err("there are not six of them");
        };
        let cron = Self {
            minutes: field(minutes, 0, 59, &[])?,
            hours: field(hours, 0, 23, &[])?,
            days: optional(day, 1, 31, &[])?,
            months: field(month, 1, 12, &MONTHS)?,
            weekdays: optional(weekday, 1, 7, &WEEKDAYS)?,
            years: field(year, 1970, 2199, &[])?,
        };
        if cron.days.is_none() == cron.weekdays.is_none() {
            return Err("exactly one of day of month and day of week has to be '?'");
        }
        Ok(cron)
    }

    /// The first match at or after a time.
    pub fn next(&self, from: u64) -> Option<u64> {
        let today = from / DAY;
        let days = (today..today + SEARCHED_DAYS).filter(|day| self.has_day(*day));
        days.flat_map(|day| self.times(day)).find(|time| *time >= from)
    }

    /// The last match that is not after a time, on its day or the day before: no window is longer than a day.
    pub fn last(&self, until: u64) -> Option<u64> {
        let today = until / DAY;
        let days = (today.saturating_sub(1)..=today).filter(|day| self.has_day(*day));
        days.flat_map(|day| self.times(day)).take_while(|time| *time <= until).last()
    }

    fn times(&self, day: u64) -> impl Iterator<Item = u64> {
        let minutes = move |hour: &u64| {
            let hour = day * DAY + hour * 60 * MINUTE;
            self.minutes.iter().map(move |minute| hour + minute * MINUTE)
        };
        self.hours.iter().flat_map(minutes)
    }

    fn has_day(&self, day: u64) -> bool {
        let civil = Civil::of(UnixMillis(day * DAY));
        // 1 January 1970 was a Thursday, AWS's fifth day.
        let weekday = (day + 4) % 7 + 1;
        let is_in = |days: &Option<Vec<u64>>, day: u64| days.as_ref().is_none_or(|days| days.contains(&day));
        self.years.contains(&civil.year)
            && self.months.contains(&civil.month)
            && is_in(&self.days, civil.day)
            && is_in(&self.weekdays, weekday)
    }
}

fn optional(text: &str, min: u64, max: u64, names: &[&str]) -> Result<Option<Vec<u64>>, &'static str> {
    if text == "?" { Ok(None) } else { field(text, min, max, names).map(Some) }
}

/// The values of a field, in order.
fn field(text: &str, min: u64, max: u64, names: &[&str]) -> Result<Vec<u64>, &'static str> {
    let number = |text: &str| {
        let named = names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let number = named.map_or_else(|| text.parse().ok(), |index| Some(min + index as u64));
        number.filter(|number| (min..=max).contains(number)).ok_or("a value is out of its range")
    };
    let mut values = Vec::new();
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (part, None),
        };
        let (first, last) = match range.split_once('-') {
            _ if range == "*" => (min, max),
            Some((first, last)) => (number(first)?, number(last)?),
            None if step.is_some() => (number(range)?, max),
            None => (number(range)?, number(range)?),
        };
        let step = step.map_or(Some(1), |step| step.parse().ok().filter(|step| *step > 0));
        let step: usize = step.ok_or("a step is no positive number")?;
        values.extend((first..=last).step_by(step));
    }
    values.sort_unstable();
    values.dedup();
    if values.is_empty() { Err("a range is empty") } else { Ok(values) }
}
