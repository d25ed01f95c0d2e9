//! Dates and times as text: [`joda`] writes them in patterns of Joda-Time, for `parse_time`; [`pattern`]
//! and [`parse`] read them in patterns of `java.time.format.DateTimeFormatter`, for `time_to_epoch`.
//!
//! The names are English, as they are with Java's root and US locales.

pub(crate) mod joda;
mod names;
mod offset;
mod parse;
pub(crate) mod pattern;
mod resolve;
mod zone;

pub(crate) use zone::Zone;

use super::PatternError;

/// A run of one letter in a pattern, or what stands for itself.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Token {
    Letters(char, usize),
    /// A character without quotes.
    Sign(char),
    /// What was in quotes.
    Quoted(String),
}

/// Splits a pattern into runs of letters and quoted or other text. `''` is a quote, inside of quotes and
/// outside.
fn tokens(pattern: &str) -> Result<Vec<Token>, PatternError> {
    let mut tokens = Vec::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_alphabetic() {
            let after = rest.trim_start_matches(first);
            tokens.push(Token::Letters(first, rest.len() - after.len()));
            rest = after;
            continue;
        }
        if first == '\'' {
            tokens.push(Token::Quoted(quoted(&mut rest)?));
            continue;
        }
        tokens.push(Token::Sign(first));
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    Ok(tokens)
}

/// `'text'`; `rest` begins with the quote.
fn quoted(rest: &mut &str) -> Result<String, PatternError> {
    let mut inner = rest.get(1..).unwrap_or_default();
    if let Some(after) = inner.strip_prefix('\'') {
        *rest = after;
        return Ok("'".to_owned());
    }
    let mut text = String::new();
    loop {
        let (part, after) =
            inner.split_once('\'').ok_or_else(|| PatternError::new("a quote is not closed"))?;
        text.push_str(part);
        match after.strip_prefix('\'') {
            Some(more) => {
                text.push('\'');
                inner = more;
            }
            None => {
                *rest = after;
                return Ok(text);
            }
        }
    }
}

fn unknown_letter(letter: char) -> PatternError {
    PatternError::new(format!("unknown pattern letter '{letter}'"))
}
