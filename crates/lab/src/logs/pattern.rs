//! The language of filter patterns (CloudWatch Logs User Guide, "Filter pattern syntax"): terms and JSON.
//! Space-delimited patterns and regular expressions are refused by name.

mod json;

use super::failure::invalid;
use crate::protocol::Failure;

/// The longest pattern, characters.
const PATTERN_CHARS_MAX: usize = 1024;

/// A pattern, read.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Pattern {
    /// Every message.
    All,
    /// Messages with texts in them.
    Terms(Terms),
    /// Messages that are JSON objects of which something holds.
    Json(json::Condition),
}

/// Texts that must, must not, or may be in a message. Case counts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Terms {
    required: Vec<String>,
    excluded: Vec<String>,
    /// At least one of them, when there are no others: `?` beside other terms is ignored, as on AWS.
    optional: Vec<String>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// `InvalidParameterException`, and 501 for the kinds that are not here.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        if text.chars().count() > PATTERN_CHARS_MAX {
            return Err(invalid("Filter pattern is too long."));
        }
        match text.trim() {
            "" => Ok(Self::All),
            text if text.starts_with('[') => {
                Err(Failure::not_implemented("A space-delimited filter pattern of FilterLogEvents"))
            }
            text if text.starts_with('%') => Err(regular_expression()),
            text if text.starts_with('{') => json::parse(text).map(Self::Json),
            text => terms(text).map(Self::Terms),
        }
    }

    /// Whether a message matches.
    pub fn matches(&self, message: &str) -> bool {
        match self {
            Self::All => true,
            Self::Terms(terms) => terms.match_in(message),
            Self::Json(condition) => {
                serde_json::from_str(message).is_ok_and(|document| condition.holds(&document))
            }
        }
    }
}

fn regular_expression() -> Failure {
    Failure::not_implemented("A regular expression in a filter pattern of FilterLogEvents")
}

fn invalid_pattern() -> Failure {
    invalid("Invalid filter pattern")
}

impl Terms {
    fn match_in(&self, message: &str) -> bool {
        let has = |term: &String| message.contains(term.as_str());
        let alone = self.required.is_empty() && self.excluded.is_empty();
        self.required.iter().all(has)
            && !self.excluded.iter().any(has)
            && (!alone || self.optional.is_empty() || self.optional.iter().any(has))
    }
}

fn terms(text: &str) -> Result<Terms, Failure> {
    let mut terms = Terms::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (list, after) = match rest.as_bytes()[0] {
            b'-' => (&mut terms.excluded, &rest[1..]),
            b'?' => (&mut terms.optional, &rest[1..]),
            b'%' => return Err(regular_expression()),
            _ => (&mut terms.required, rest),
        };
        let (term, after) = term(after)?;
        list.push(term);
        rest = after.trim_start();
    }
    Ok(terms)
}

/// A term and what follows: a text in quotes, or a word of letters, digits and `_`.
fn term(text: &str) -> Result<(String, &str), Failure> {
    if let Some(quoted) = text.strip_prefix('"') {
        return quoted_text(quoted);
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let fits = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    if fits { Ok((word.into(), rest)) } else { Err(invalid_pattern()) }
}

/// The text up to the closing quote, and what follows it.
fn quoted_text(text: &str) -> Result<(String, &str), Failure> {
    let mut content = String::new();
    let mut chars = text.char_indices();
    while let Some((place, character)) = chars.next() {
        match character {
            '"' => return Ok((content, &text[place + 1..])),
            '\\' => content.extend(chars.next().map(|(_, escaped)| escaped)),
            _ => content.push(character),
        }
    }
    Err(invalid_pattern())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, message: &str) -> bool {
        Pattern::parse(pattern).unwrap().matches(message)
    }

    #[test]
    fn terms_in_every_combination() {
        let message = "[ERROR 400] BAD REQUEST \"q\"";
        for (pattern, expected) in [
            ("", true),
            ("ERROR", true),
            ("error", false),
            ("ERROR BAD", true),
            ("ERROR FINE", false),
            ("\"BAD REQUEST\"", true),
            ("\"REQUEST BAD\"", false),
            ("?FINE ?ERROR", true),
            ("?FINE ?GOOD", false),
            ("ERROR -400", false),
            ("ERROR -500", true),
            ("-\"BAD REQUEST\"", false),
            ("ERROR ?FINE", true),
            ("\"\\\"q\\\"\"", true),
        ] {
            assert_eq!(matches(pattern, message), expected, "{pattern}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for bad in [
            "a-b",
            "\"open",
            "- x",
            "a:b",
            "{",
            "{ x }",
            "{ $.a = }",
            "{ $.a = 1",
            "{ ($.a = 1 }",
            "{$.a=1} x",
        ] {
            let failure = Pattern::parse(bad).unwrap_err();
            assert_eq!(failure.code, "InvalidParameterException", "{bad}");
        }
        for unknown in ["[ip, user]", "%ab+%", "a %b%", "{ $.a = %b% }"] {
            let failure = Pattern::parse(unknown).unwrap_err();
            assert_eq!(failure.status, 501, "{unknown}");
        }
    }

    #[test]
    fn json_conditions() {
        let message = r#"{"temp": 31.5, "zero": -0.0, "id": "rpi-1", "ok": true, "none": null, "a": [{"b": 2}], "n": {"x y": 1}}"#;
        for (pattern, expected) in [
            ("{ $.temp = 31.5 }", true),
            ("{ $.temp > 30 && $.temp <= 31.5 }", true),
            ("{ $.temp < 30 || $.id = \"rpi-1\" }", true),
            ("{ $.id = \"rpi-*\" }", true),
            ("{ $.id = rpi* }", true),
            ("{ $.id = \"x*\" }", false),
            ("{ $.id != \"x*\" }", true),
            ("{ ($.temp > 40 || $.ok IS TRUE) && $.none IS NULL }", true),
            ("{ $.ok IS FALSE }", false),
            ("{ $.missing NOT EXISTS }", true),
            ("{ $.temp NOT EXISTS }", false),
            ("{ $.a[0].b >= 2 }", true),
            ("{ $.a[1].b >= 2 }", false),
            ("{ $.n['x y'] = 1 }", true),
            ("{ $.missing = 1 }", false),
            ("{ $.temp = -1e3 }", false),
            ("{ $.zero = 0 }", true),
            ("{ $.zero != 0 }", false),
        ] {
            assert_eq!(matches(pattern, message), expected, "{pattern}");
        }
        assert!(!matches("{ $.temp = 1 }", "no JSON"));
        assert!(!matches("{ $.missing NOT EXISTS }", "no JSON"));
    }

    #[test]
    fn deep_nesting_ends() {
        let deep = format!("{{ {}$.a = 1{} }}", "(".repeat(500), ")".repeat(500));
        assert!(Pattern::parse(&deep).is_err());
    }
}
