//! Names that somebody may have meant.

/// Keys of an object that are looked at, and the longest that is, characters.
const KEYS_MAX: usize = 1000;
const CHARS_MAX: usize = 64;

/// The key that is most like a name: the same in another case, or with a letter or two changed.
pub(super) fn similar<'k>(name: &str, keys: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    if name.chars().count() > CHARS_MAX {
        return None;
    }
    let changes_max = if name.chars().count() <= 4 { 1 } else { 2 };
    let keys = keys.take(KEYS_MAX).filter(|key| key.chars().count() <= CHARS_MAX);
    let rated = keys.filter_map(|key| {
        let changes =
            if key.eq_ignore_ascii_case(name) { 0 } else { 1 + distance(&plain(name), &plain(key)) };
        // Names of one letter are like any other of one letter.
        (changes <= changes_max && name.len() > 1 || changes == 0).then_some((changes, key))
    });
    rated.min_by_key(|(changes, _)| *changes).map(|(_, key)| key)
}

/// Without what names are written with in different habits: `device-id`, `device_id` and `deviceId`.
fn plain(name: &str) -> Vec<char> {
    name.chars()
        .filter(|character| !matches!(character, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The least number of letters to change, insert, remove or swap with their neighbour.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&above, column + 1) + 1).min(at(&current, column) + 1);
            best = best.min(at(&above, column) + usize::from(a != b));
            let swapped =
                row > 0 && column > 0 && left.get(row - 1) == Some(b) && right.get(column - 1) == Some(a);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(left.len())
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn names_that_were_meant_are_found() {
        let keys = ["Temp", "humidity", "deviceId", "x", "pressure_hPa"];
        for (name, expected) in [
            ("temp", Some("Temp")),
            ("temps", Some("Temp")),
            ("humdity", Some("humidity")),
            ("humidtiy", Some("humidity")),
            ("device_id", Some("deviceId")),
            ("deviceid", Some("deviceId")),
            ("y", None),
            ("X", Some("x")),
            ("voltage", None),
            ("pressure", None),
        ] {
            assert_eq!(similar(name, keys.into_iter()), expected, "{name}");
        }
    }
}
