//! English names of months, days and eras.

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// From Monday on.
pub(super) const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Before and after the year 1.
pub(super) const ERAS: [&str; 2] = ["BC", "AD"];

/// The same, written out.
pub(super) const LONG_ERAS: [&str; 2] = ["Before Christ", "Anno Domini"];

pub(super) const HALF_DAYS: [&str; 2] = ["AM", "PM"];

/// The short form of a month or day.
pub(super) fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}
