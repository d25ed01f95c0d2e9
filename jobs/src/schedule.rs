//! When a job may release executions (jobs.md §4, API_SchedulingConfig).

use base::UnixMillis;
use model::calendar::Civil;

use crate::JobError;
use crate::config::{EndBehavior, SchedulingConfig};
use crate::cron::Cron;
use crate::execution::MINUTE;

/// A leap year.
const YEAR: u64 = 366 * 24 * 60 * MINUTE;
const HALF_HOUR: u64 = 30 * MINUTE;

/// A schedule that was read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Schedule {
    start: Option<u64>,
    end: Option<u64>,
    /// What happens at the end.
    pub end_behavior: EndBehavior,
    windows: Vec<(Cron, u64)>,
}

/// Where in its schedule a job is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Executions may be released.
    Open,
    /// They may not, until this time; `None` when there is no such time.
    Closed(Option<u64>),
    /// The end has come.
    Over,
}

impl Schedule {
    /// Reads a configuration.
    ///
    /// # Errors
    /// When a time or a window has another form.
    pub fn parse(config: &SchedulingConfig) -> Result<Self, JobError> {
        let time = |text: &Option<String>| text.as_deref().map(parse_time).transpose();
        let mut windows = Vec::new();
        for window in config.maintenance_windows.iter().flatten() {
            let expression = &window.start_time;
            let cron = Cron::parse(expression)
                .map_err(|reason| JobError::Window { expression: expression.clone(), reason })?;
            windows.push((cron, u64::from(window.duration_in_minutes) * MINUTE));
        }
        let (start, end) = (time(&config.start_time)?, time(&config.end_time)?);
        Ok(Self { start, end, end_behavior: config.end_behavior.unwrap_or_default(), windows })
    }

    /// Whether a new job may have it.
    ///
    /// # Errors
    /// When it begins or ends too early or too late.
    pub fn check(&self, now: u64) -> Result<(), JobError> {
        let within = |time: Option<u64>, name, range, years: u64| match time {
            Some(time) if time < now + HALF_HOUR || time > now + years * YEAR => {
                Err(JobError::TimeRange { name, range })
            }
            _ => Ok(()),
        };
        within(self.start, "startTime", "between 30 minutes and one year", 1)?;
        within(self.end, "endTime", "between 30 minutes and two years", 2)?;
        match (self.start, self.end) {
            (Some(start), Some(end)) if end < start + HALF_HOUR => Err(JobError::EndBeforeStart),
            _ => Ok(()),
        }
    }

    /// Where in it a job is.
    pub fn phase(&self, now: u64) -> Phase {
        if self.end.is_some_and(|end| end <= now) {
            return Phase::Over;
        }
        if self.start.is_some_and(|start| start > now) {
            return Phase::Closed(self.start);
        }
        let is_open = |(cron, length): &(Cron, u64)| cron.last(now).is_some_and(|begin| now < begin + length);
        if self.windows.is_empty() || self.windows.iter().any(is_open) {
            return Phase::Open;
        }
        Phase::Closed(self.next_window(now))
    }

    /// When it ends.
    pub fn end(&self) -> Option<u64> {
        self.end
    }

    /// The beginnings of the next windows.
    pub fn next_windows(&self, now: u64, count: usize) -> Vec<u64> {
        let from = self.start.map_or(now, |start| start.max(now));
        let next = |last: &u64| self.next_window(last + 1);
        let windows = std::iter::successors(self.next_window(from), next);
        windows.take_while(|begin| self.end.is_none_or(|end| *begin < end)).take(count).collect()
    }

    fn next_window(&self, from: u64) -> Option<u64> {
        self.windows.iter().filter_map(|(cron, _)| cron.next(from)).min()
    }
}

/// Reads `YYYY-MM-DDThh:mm`, which AWS takes in no other form (api-errors.md §7).
fn parse_time(text: &str) -> Result<u64, JobError> {
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        digits.parse::<u64>().ok()
    };
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':')];
    let has_form = text.len() == 16 && separators.iter().all(|(at, byte)| text.as_bytes()[*at] == *byte);
    let time = || {
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute) = (number(11, 13)?, number(14, 16)?);
        Civil { year, month, day, hour, minute, second: 0 }.time()
    };
    let time = if has_form { time() } else { None };
    time.map(|time| time.0).ok_or_else(|| JobError::TimeFormat { time: text.into() })
}

/// A time in that form.
pub fn write_time(time: u64) -> String {
    let Civil { year, month, day, hour, minute, .. } = Civil::of(UnixMillis(time));
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
}
