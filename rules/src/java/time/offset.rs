//! Offsets from UTC as text.

/// How an offset is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct OffsetStyle {
    pub(super) colons: bool,
    pub(super) minutes: Part,
    pub(super) seconds: Part,
    /// What stands for no offset at all, if it is not written in digits.
    pub(super) zero: &'static str,
}

/// Whether a part of an offset is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Never,
    /// If it is not zero.
    Optional,
    Always,
}

impl OffsetStyle {
    /// `+01:00`
    pub(super) const COLONS: Self =
        Self { colons: true, minutes: Part::Always, seconds: Part::Never, zero: "" };
    /// `+0100`
    pub(super) const PLAIN: Self = Self { colons: false, ..Self::COLONS };
}

/// The hours of an offset, both ways (`java.time.ZoneOffset`).
const HOURS_MAX: i32 = 18;

/// Seconds as `+hhmm` or `+hh:mm`; what is below a minute is left out.
pub(super) fn write(seconds: i32, style: OffsetStyle) -> String {
    let minutes = seconds.unsigned_abs() / 60;
    let sign = if seconds < 0 { '-' } else { '+' };
    let colon = if style.colons { ":" } else { "" };
    format!("{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60)
}

/// Reads an offset of that style at the front of a text: its seconds, and how many bytes it has.
pub(super) fn read(text: &str, style: OffsetStyle) -> Option<(i32, usize)> {
    if !style.zero.is_empty() && text.starts_with(style.zero) && style.zero.len() == 1 {
        return Some((0, style.zero.len()));
    }
    let (negative, mut at) = sign(text)?;
    let mut total = two_digits(text, &mut at)? * 3600;
    for (part, unit) in [(style.minutes, 60), (style.seconds, 1)] {
        let mut behind = at;
        let has_colon = !style.colons || take_colon(text, &mut behind);
        match (part, has_colon.then(|| two_digits(text, &mut behind)).flatten()) {
            (Part::Never, _) => break,
            (_, Some(value)) if value < 60 => {
                total += value * unit;
                at = behind;
            }
            (Part::Optional, None) => break,
            _ => return None,
        }
    }
    in_range(negative, total).map(|seconds| (seconds, at))
}

/// Reads `+h`, `+hh`, `+hhmm`, `+hh:mm`, `+hhmmss` or `+hh:mm:ss`.
pub(super) fn read_lenient(text: &str) -> Option<(i32, usize)> {
    for colons in [true, false] {
        let style = OffsetStyle { colons, minutes: Part::Always, seconds: Part::Optional, zero: "" };
        if let Some(found) = read(text, style) {
            return Some(found);
        }
    }
    let (negative, mut at) = sign(text)?;
    let mut hours = digit(text, at)?;
    at += 1;
    if let Some(second) = digit(text, at) {
        hours = hours * 10 + second;
        at += 1;
    }
    in_range(negative, hours * 3600).map(|seconds| (seconds, at))
}

fn in_range(negative: bool, total: i32) -> Option<i32> {
    (total <= HOURS_MAX * 3600).then_some(if negative { -total } else { total })
}

fn sign(text: &str) -> Option<(bool, usize)> {
    match text.as_bytes().first()? {
        b'+' => Some((false, 1)),
        b'-' => Some((true, 1)),
        _ => None,
    }
}

fn take_colon(text: &str, at: &mut usize) -> bool {
    let found = text.as_bytes().get(*at) == Some(&b':');
    *at += usize::from(found);
    found
}

fn digit(text: &str, at: usize) -> Option<i32> {
    let byte = text.as_bytes().get(at).filter(|byte| byte.is_ascii_digit())?;
    Some(i32::from(byte - b'0'))
}

fn two_digits(text: &str, at: &mut usize) -> Option<i32> {
    let value = digit(text, *at)? * 10 + digit(text, *at + 1)?;
    *at += 2;
    Some(value)
}
