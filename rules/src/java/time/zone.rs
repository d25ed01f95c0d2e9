//! Time zones by name, from the database that is compiled in.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::offset::{self, OffsetStyle};

/// A time zone: a region, or an offset without rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Zone {
    zone: TimeZone,
    id: Box<str>,
}

/// Longer names are no names of zones.
const NAME_BYTES_MAX: usize = 48;

/// Names that an offset may follow, the longer of two first.
const PREFIXES: [&str; 3] = ["UTC", "GMT", "UT"];

/// What abbreviations stand for when a text with them is read. Some are ambiguous; Java reads them for
/// the United States and Europe first.
const ABBREVIATIONS: [(&str, &str); 40] = [
    ("PST", "America/Los_Angeles"),
    ("PDT", "America/Los_Angeles"),
    ("PT", "America/Los_Angeles"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Pacific Daylight Time", "America/Los_Angeles"),
    ("MST", "America/Denver"),
    ("MDT", "America/Denver"),
    ("Mountain Standard Time", "America/Denver"),
    ("Mountain Daylight Time", "America/Denver"),
    ("CST", "America/Chicago"),
    ("CDT", "America/Chicago"),
    ("Central Standard Time", "America/Chicago"),
    ("Central Daylight Time", "America/Chicago"),
    ("EST", "America/New_York"),
    ("EDT", "America/New_York"),
    ("ET", "America/New_York"),
    ("Eastern Standard Time", "America/New_York"),
    ("Eastern Daylight Time", "America/New_York"),
    ("AKST", "America/Anchorage"),
    ("AKDT", "America/Anchorage"),
    ("HST", "Pacific/Honolulu"),
    ("AST", "America/Halifax"),
    ("ADT", "America/Halifax"),
    ("BRT", "America/Sao_Paulo"),
    ("WET", "Europe/Lisbon"),
    ("WEST", "Europe/Lisbon"),
    ("BST", "Europe/London"),
    ("CET", "Europe/Paris"),
    ("CEST", "Europe/Paris"),
    ("Central European Time", "Europe/Paris"),
    ("Central European Summer Time", "Europe/Paris"),
    ("EET", "Europe/Bucharest"),
    ("EEST", "Europe/Bucharest"),
    ("MSK", "Europe/Moscow"),
    ("IST", "Asia/Kolkata"),
    ("JST", "Asia/Tokyo"),
    ("KST", "Asia/Seoul"),
    ("AEST", "Australia/Sydney"),
    ("AEDT", "Australia/Sydney"),
    ("NZST", "Pacific/Auckland"),
];

impl Zone {
    /// Coordinated universal time.
    pub(crate) fn utc() -> Self {
        Self { zone: TimeZone::UTC, id: "UTC".into() }
    }

    /// A zone as Joda-Time names it: `UTC`, an id of the database in its exact writing, or an offset such
    /// as `+01:00`.
    pub(crate) fn of_joda(name: &str) -> Option<Self> {
        match name {
            "UTC" => Some(Self::utc()),
            _ if name.starts_with(['+', '-']) => Self::of_offset_text(name),
            _ => Self::of_region(name),
        }
    }

    fn of_offset_text(text: &str) -> Option<Self> {
        let (seconds, length) = offset::read_lenient(text)?;
        (length == text.len()).then(|| Self::of_seconds(seconds)).flatten()
    }

    /// An offset from UTC in seconds.
    pub(super) fn of_seconds(seconds: i32) -> Option<Self> {
        let offset = Offset::from_seconds(seconds).ok()?;
        let id = offset::write(seconds, OffsetStyle::COLONS);
        Some(Self { zone: TimeZone::fixed(offset), id: id.into() })
    }

    fn of_region(name: &str) -> Option<Self> {
        if name.is_empty() || name.len() > NAME_BYTES_MAX {
            return None;
        }
        let zone = TimeZone::get(name).ok()?;
        // The database answers to any case, Java to the exact one.
        let is_exact = zone.iana_name() == Some(name);
        is_exact.then(|| Self { zone, id: name.into() })
    }

    /// Reads a zone id of `java.time` at the front of a text, as long a one as there is, and says how many
    /// bytes it has: `Z`, `+01:00`, `UTC`, `GMT+1`, `Europe/Berlin`.
    pub(super) fn read_id(text: &str) -> Option<(Self, usize)> {
        if text.starts_with(['+', '-']) {
            let (seconds, length) = offset::read_lenient(text)?;
            return Some((Self::of_seconds(seconds)?, length));
        }
        // `GMT+0` is a region; Java takes it for the front of `GMT+02:00` all the same.
        if let Some(found) = Self::read_prefixed_offset(text) {
            return Some(found);
        }
        let name_byte = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+');
        let run = text.bytes().take(NAME_BYTES_MAX).take_while(|byte| name_byte(byte)).count();
        for length in (1..=run).rev() {
            let name = text.get(..length)?;
            if let Some(zone) = Self::of_region(name) {
                return Some((zone, length));
            }
        }
        let utc = PREFIXES.into_iter().chain(["Z"]).find(|name| text.starts_with(name))?;
        Some((Self::utc(), utc.len()))
    }

    /// `UTC+01:00`, `GMT-3`, `UT+01`: nothing when no offset stands behind the name.
    fn read_prefixed_offset(text: &str) -> Option<(Self, usize)> {
        let prefix = PREFIXES.into_iter().find(|prefix| text.starts_with(prefix))?;
        let rest = text.get(prefix.len()..).filter(|rest| rest.starts_with(['+', '-']))?;
        let (seconds, length) = offset::read_lenient(rest)?;
        Some((Self::of_seconds(seconds)?, prefix.len() + length))
    }

    /// Reads the name of a zone at the front of a text: an abbreviation, a long name, or an id.
    pub(super) fn read_name(text: &str) -> Option<(Self, usize)> {
        let named = ABBREVIATIONS
            .iter()
            .filter(|(name, _)| text.starts_with(name))
            .max_by_key(|(name, _)| name.len());
        let by_id = Self::read_id(text);
        match named {
            Some((name, id)) if by_id.as_ref().is_none_or(|(_, length)| *length <= name.len()) => {
                Some((Self::of_region(id)?, name.len()))
            }
            _ => by_id,
        }
    }

    /// The rules of the zone.
    pub(super) fn rules(&self) -> &TimeZone {
        &self.zone
    }

    /// The id.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Seconds east of UTC at a moment.
    pub(super) fn offset_at(&self, moment: Timestamp) -> i32 {
        self.zone.to_offset(moment).seconds()
    }

    /// The abbreviation at a moment, such as `CST`. Zones that the database has no letters for are named by
    /// their offset, as Joda-Time does.
    pub(super) fn short_name(&self, moment: Timestamp) -> String {
        let info = self.zone.to_offset_info(moment);
        let name = info.abbreviation();
        if name.starts_with(|first: char| first.is_ascii_alphabetic()) && self.zone.iana_name().is_some() {
            return name.to_owned();
        }
        offset::write(info.offset().seconds(), OffsetStyle::COLONS)
    }
}
