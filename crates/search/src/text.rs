//! Texts as the index sees them: words, in which upper and lower case are the same.

use std::cmp::Ordering;

/// What separates words: `Character.isWhitespace` of Java (*Query syntax*), which knows no-break spaces and
/// the control characters of files otherwise than Rust does.
pub fn is_space(c: char) -> bool {
    match c {
        '\t'..='\r' | '\u{1c}'..='\u{20}' => true,
        '\u{85}' | '\u{a0}' | '\u{2007}' | '\u{202f}' => false,
        c => !c.is_ascii() && c.is_whitespace(),
    }
}

/// The words of a text.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_space).filter(|word| !word.is_empty())
}

/// A text in lower case.
pub fn fold(text: &str) -> Box<str> {
    folded_chars(text).collect()
}

/// The characters of a text in lower case. Each is folded by itself, so that a word folds the same wherever
/// it stands.
pub fn folded_chars(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// Whether a text is `folded` but for the case.
pub fn is_same(text: &str, folded: &str) -> bool {
    if text.is_ascii() { text.eq_ignore_ascii_case(folded) } else { folded_chars(text).eq(folded.chars()) }
}

/// Whether a text begins with `folded` but for the case.
pub fn begins_with(text: &str, folded: &str) -> bool {
    let mut chars = folded_chars(text);
    folded.chars().all(|c| chars.next() == Some(c))
}

/// The order of a text and a folded one.
pub fn compare(text: &str, folded: &str) -> Ordering {
    folded_chars(text).cmp(folded.chars())
}
