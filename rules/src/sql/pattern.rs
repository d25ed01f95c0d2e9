//! `LIKE` patterns: `%` for any text, `_` for one character.

/// The steps that [`is_like`] may need.
pub(super) fn steps_max(text: &str, pattern: &str) -> usize {
    let tries = if pattern.contains('%') { pattern.len() } else { 1 };
    text.len().saturating_mul(tries)
}

/// Whether the whole of `text` is like `pattern`. Takes at most the product of both lengths: only the
/// last `%` is ever tried again.
pub(super) fn is_like(text: &str, pattern: &str) -> bool {
    let mut text = text.chars();
    let mut pattern = pattern.chars();
    // Where to go on when the characters behind the last `%` do not fit: one character further.
    let mut retry: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        let text_before = text.clone();
        match (pattern.next(), text.next()) {
            (Some('%'), _) => {
                retry = Some((text_before.clone(), pattern.clone()));
                text = text_before;
            }
            (None, None) => return true,
            (Some('_'), Some(_)) => {}
            (Some(wanted), Some(found)) if wanted == found => {}
            _ => {
                let Some((text_after, pattern_after)) = &mut retry else { return false };
                if text_after.next().is_none() {
                    return false;
                }
                text = text_after.clone();
                pattern = pattern_after.clone();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_the_whole_text() {
        for (text, pattern) in [
            ("", ""),
            ("", "%"),
            ("abc", "abc"),
            ("abc", "a%"),
            ("abc", "%c"),
            ("abc", "a_c"),
            ("aXbXc", "%X%c"),
            ("é", "_"),
            ("ab", "%%b"),
            ("aab", "%ab"),
        ] {
            assert!(is_like(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in
            [("", "_"), ("abc", "ab"), ("abc", "b%"), ("abc", "a_"), ("ABC", "abc"), ("abd", "%b")]
        {
            assert!(!is_like(text, pattern), "{text} {pattern}");
        }
    }

    #[test]
    fn many_wildcards_take_no_exponential_time() {
        assert!(!is_like(&"a".repeat(2000), &format!("{}b", "%a".repeat(100))));
    }
}
