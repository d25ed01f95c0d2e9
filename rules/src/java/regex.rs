//! Regular expressions: Java's syntax on an engine whose time is linear in the text.

use std::fmt;

use super::reach::Reach;
use super::replacement::Replacement;
use super::{PatternError, translate};

/// What a compiled expression may take of memory, bytes, in steps: the time that a byte of text costs
/// grows with the size in the worst case.
const COMPILED_BYTES: [usize; 6] = [1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20];

/// The tables that the engine builds while it searches, bytes; it starts anew when they are full.
const SEARCH_BYTES: usize = 256 << 10;

/// How deep groups may nest.
pub(super) const NESTING_MAX: u32 = 64;

/// A compiled regular expression.
pub(crate) struct Regex {
    regex: regex::Regex,
    /// How far searches look.
    reach: Option<Reach>,
    /// The step of [`COMPILED_BYTES`] that was enough.
    size: usize,
}

impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.regex.as_str())
    }
}

impl Regex {
    /// Compiles an expression in Java's syntax.
    ///
    /// # Errors
    /// It is no regular expression, needs what no engine of linear time has, or is too large.
    pub(crate) fn compile(pattern: &str) -> Result<Self, PatternError> {
        let translated = translate::translate(pattern)?;
        let mut refused = PatternError::new("it is too large");
        for size in COMPILED_BYTES {
            let built = regex::RegexBuilder::new(&translated)
                .size_limit(size)
                .dfa_size_limit(SEARCH_BYTES)
                // `.` stops at either line end, as in Java.
                .crlf(true)
                .nest_limit(NESTING_MAX)
                .build();
            match built {
                Ok(regex) => {
                    let reach = Reach::of(&translated, size, SEARCH_BYTES);
                    return Ok(Self { regex, reach, size });
                }
                Err(regex::Error::CompiledTooBig(_)) => {}
                Err(error) => {
                    refused = PatternError::new(reason_of(&error));
                    break;
                }
            }
        }
        Err(refused)
    }

    /// What a search costs that begins at a byte of a text, in bytes of text that a plain look goes over in the
    /// same time.
    pub(crate) fn cost_of_search(&self, text: &str, from: usize) -> usize {
        /// Not worth a closer look.
        const LITTLE: usize = 64 << 10;
        /// What each byte costs an automaton that has its states in a table, all passes of a search together.
        const OF_BYTE: usize = 4;
        let ahead = text.len().saturating_sub(from) + 8;
        // Without a table every byte meets every state.
        let worst = ahead.saturating_mul(self.size / 8);
        if worst <= LITTLE {
            return worst;
        }
        let looked = self.reach.as_ref().and_then(|reach| reach.length(text, from));
        looked.map_or(worst, |bytes| (bytes + 8) * OF_BYTE)
    }

    /// Whether the text has a match anywhere.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// The first match.
    pub(crate) fn first<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.regex.find(text).map(|found| found.as_str())
    }

    /// The number of groups, the whole match not counted.
    pub(super) fn group_count(&self) -> usize {
        self.regex.captures_len() - 1
    }

    /// The text with every match replaced. `work` is told before each search what it costs, and `grow` how
    /// much longer the result becomes, before it does; either may end it.
    ///
    /// # Errors
    /// What `work` or `grow` answers.
    pub(crate) fn replace_all<E>(
        &self,
        text: &str,
        replacement: &Replacement,
        mut work: impl FnMut(usize) -> Result<(), E>,
        mut grow: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<String, E> {
        let mut replaced = String::new();
        let (mut copied, mut from) = (0, 0);
        let mut groups = self.regex.capture_locations();
        while from <= text.len() {
            work(self.cost_of_search(text, from))?;
            let Some(found) = self.regex.captures_read_at(&mut groups, text, from) else { break };
            let between = text.get(copied..found.start()).unwrap_or_default();
            let group = |number| groups.get(number).and_then(|(start, end)| text.get(start..end));
            grow(between.len().saturating_add(replacement.length(group)))?;
            replaced.push_str(between);
            replacement.push(&mut replaced, group);
            copied = found.end();
            // Java looks for the next match where this one ends, and one character on if it was empty.
            from = if found.is_empty() { next_boundary(text, found.end()) } else { found.end() };
        }
        let rest = text.get(copied..).unwrap_or_default();
        grow(rest.len())?;
        replaced.push_str(rest);
        Ok(replaced)
    }

    /// The number of a named group.
    pub(super) fn group_number(&self, name: &str) -> Option<usize> {
        self.regex.capture_names().position(|found| found == Some(name))
    }
}

/// The next position at which a character may begin; behind the text for its end.
fn next_boundary(text: &str, at: usize) -> usize {
    at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

/// The library explains over several lines, of which the last one is the reason.
fn reason_of(error: &regex::Error) -> String {
    let text = error.to_string();
    let reason = text.lines().last().unwrap_or_default();
    reason.strip_prefix("error: ").unwrap_or(reason).to_owned()
}
