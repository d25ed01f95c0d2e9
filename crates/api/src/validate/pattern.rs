//! The models' regular expressions. They are Java's and must match the whole text.

use std::sync::OnceLock;

use model::{PATTERNS, PatternId};
use regex::Regex;

static COMPILED: [OnceLock<Option<Regex>>; PATTERNS.len()] = [const { OnceLock::new() }; PATTERNS.len()];

/// Whether the whole text matches.
pub fn matches(id: PatternId, text: &str) -> bool {
    let compiled = COMPILED.get(usize::from(id.0)).map(|cell| cell.get_or_init(|| compile(id.text()).ok()));
    // A test compiles every pattern, so that there is always one.
    compiled.and_then(Option::as_ref).is_some_and(|regex| regex.is_match(text))
}

fn compile(java: &str) -> Result<Regex, regex::Error> {
    Regex::new(&format!(r"\A(?:{})\z", translate(java)))
}

/// Rewrites what means something else in Java: its classes are ASCII, POSIX names are spelt
/// differently, and a dot stands for no line terminator of any kind. General categories (`\p{L}`) and everything else are the same.
fn translate(java: &str) -> String {
    let mut out = String::with_capacity(java.len());
    let mut in_class = false;
    let mut characters = java.chars();
    while let Some(character) = characters.next() {
        match character {
            '[' => in_class = true,
            ']' => in_class = false,
            '.' if !in_class => {
                out += r"[^\n\r\x{85}\x{2028}\x{2029}]";
                continue;
            }
            '\\' => {
                let Some(escaped) = characters.next() else { break };
                out += &escape(escaped, in_class, &mut characters);
                continue;
            }
            _ => {}
        }
        out.push(character);
    }
    out
}

fn escape(escaped: char, in_class: bool, rest: &mut std::str::Chars<'_>) -> String {
    let ascii = match escaped {
        'd' => "0-9",
        'w' => "0-9A-Za-z_",
        's' => r"\t\n\x0B\f\r ",
        'S' => r"\x00-\x08\x0E-\x1F!-\x{10FFFF}",
        'p' => match posix(rest) {
            Some(ascii) => ascii,
            None => return r"\p".into(),
        },
        other => return format!("\\{other}"),
    };
    if in_class { ascii.into() } else { format!("[{ascii}]") }
}

/// The range of a POSIX name in braces. Takes the name away when it is one.
fn posix(rest: &mut std::str::Chars<'_>) -> Option<&'static str> {
    let classes = [("{Graph}", "!-~"), ("{Upper}", "A-Z"), ("{Digit}", "0-9"), ("{Cntrl}", r"\x00-\x1F\x7F")];
    let (name, range) = classes.into_iter().find(|(name, _)| rest.as_str().starts_with(name))?;
    *rest = rest.as_str()[name.len()..].chars();
    Some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(java: &str, text: &str) -> bool {
        compile(java).unwrap().is_match(text)
    }

    #[test]
    fn every_pattern_of_the_models_compiles() {
        for pattern in PATTERNS {
            compile(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        }
    }

    #[test]
    fn every_escape_of_the_models_is_known() {
        let known = r#"dwsS.\/+-"[]$ntrx"#;
        for pattern in PATTERNS {
            let mut characters = pattern.chars();
            while let Some(character) = characters.next() {
                let Some(escaped) = (if character == '\\' { characters.next() } else { None }) else {
                    continue;
                };
                let general = ["{C}", "{L}", "{Z}", "{N}"].iter().any(|c| characters.as_str().starts_with(c));
                let class = escaped == 'p' && (general || posix(&mut characters).is_some());
                assert!(class || known.contains(escaped), "{pattern}: {escaped}");
            }
            assert!(!pattern.contains("(?"), "{pattern}: a group of another kind");
        }
    }

    #[test]
    fn the_whole_text_must_match() {
        assert!(matches("[a-zA-Z0-9:_-]+", "lamp-1"));
        for text in ["", "a b", "a\n", "a/b", "é"] {
            assert!(!matches("[a-zA-Z0-9:_-]+", text), "{text:?}");
        }
        assert!(matches("^([1-9]|[12][0-9]|3[01])$|^LAST$", "LAST"));
        assert!(!matches("^([1-9]|[12][0-9]|3[01])$|^LAST$", "32"));
        assert!(matches(r"[a-zA-Z0-9_-]+|^\$next", "$next"));
    }

    #[test]
    fn classes_are_ascii_and_categories_are_not() {
        assert!(matches(r"[\w.-]+", "a_1.b-"));
        assert!(!matches(r"[\w.-]+", "é"));
        assert!(matches(r"\S{36,64}", &"é".repeat(36)));
        assert!(!matches(r"\S{36,64}", &format!("{} b", "a".repeat(36))));
        assert!(matches(r"[\s\S]*", "a\u{0}\n\u{85}é"));
        assert!(matches(r"[\p{Upper}\p{Digit}_]+", "A_1"));
        assert!(!matches(r"[\p{Upper}\p{Digit}_]+", "a"));
        assert!(matches(r"[\p{Graph}\x20]*", "a b~"));
        assert!(!matches(r"[\p{Graph}\x20]*", "é"));
        assert!(matches(r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$", "Größe 1\u{a0}٣"));
        assert!(!matches(r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$", "a!"));
        assert!(matches(r"[^\p{C}]*", "é b"));
        assert!(!matches(r"[^\p{C}]*", "a\u{7}"));
        assert!(!matches(r"[^\p{Cntrl}]*", "a\u{7f}"));
        assert!(matches("https?://.*", "http://é"));
        assert!(!matches("https?://.*", "http://a\r"));
    }
}
