//! Resource patterns: `*` and `?`, matching them, and what is left of one behind a known prefix.
//!
//! A pattern is held as bytes in which the two wildcards are byte values that never occur in UTF-8,
//! so a `*` that came out of a variable stays an ordinary character (policy.md §2, §5).

/// `*`: any run of characters, slashes included.
const RUN: u8 = 0xFF;
/// `?`: exactly one character.
const ONE: u8 = 0xFE;
/// MQTT `#` in an encoded topic filter: any characters.
const FILTER_REST: u8 = 0xFD;
/// MQTT `+` in an encoded topic filter: any characters but `/`.
const FILTER_LEVEL: u8 = 0xFC;
/// Bytes from here on are none of UTF-8.
const FIRST_SYMBOL: u8 = 0xF8;

/// A text with wildcards.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Pattern(Vec<u8>);

impl Pattern {
    /// The pattern that a text means when nothing in it is a variable.
    pub fn glob(text: &str) -> Self {
        let mut pattern = Self::default();
        pattern.push_glob(text);
        pattern
    }

    /// Appends a text in which `*` and `?` are wildcards.
    pub fn push_glob(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                b'*' => self.push_any(),
                b'?' => self.0.push(ONE),
                literal => self.0.push(literal),
            }
        }
    }

    /// Appends a text in which every character stands for itself.
    pub fn push_literal(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Appends "any characters".
    pub fn push_any(&mut self) {
        if self.0.last() != Some(&RUN) {
            self.0.push(RUN);
        }
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        glob_matches(&self.0, text.as_bytes())
    }

    /// Whether the text is an ARN each of whose six parts matches the same part of the pattern
    /// (ArnEquals and ArnLike, policy.md §6). Only the last part may contain colons.
    pub fn matches_arn(&self, text: &str) -> bool {
        const PARTS: usize = 6;
        let is_colon = |byte: &u8| *byte == b':';
        let mut patterns = self.0.splitn(PARTS, is_colon);
        let mut parts = text.as_bytes().splitn(PARTS, is_colon);
        (0..PARTS).all(|_| match (patterns.next(), parts.next()) {
            (Some(pattern), Some(part)) => glob_matches(pattern, part),
            _ => false,
        })
    }

    /// What the text after `prefix` must match for `prefix` and text together to match this pattern:
    /// one of the residuals. `prefix` is ASCII. None means that nothing with this prefix can match.
    ///
    /// This runs the pattern as a non-deterministic automaton over the prefix; every state that is
    /// alive at its end is a position in the pattern, and what follows it is a residual.
    pub fn residuals(&self, prefix: &str) -> Vec<Residual<'_>> {
        debug_assert!(prefix.is_ascii(), "a character of the prefix must be one byte");
        let (mut positions, mut next) = (Vec::new(), Vec::new());
        self.enter(0, &mut positions);
        for byte in prefix.bytes() {
            for &position in &positions {
                match self.0.get(position) {
                    Some(&RUN) => self.enter(position, &mut next),
                    Some(&symbol) if symbol == ONE || symbol == byte => self.enter(position + 1, &mut next),
                    _ => {}
                }
            }
            std::mem::swap(&mut positions, &mut next);
            next.clear();
        }
        // Whatever matches from a position before a `*` also matches from that `*`, because the `*`
        // can take in what the symbols before it matched; and likewise what matches right behind it.
        if let Some(run) = positions.iter().copied().filter(|p| self.0.get(*p) == Some(&RUN)).max() {
            positions.retain(|position| *position == run || *position > run + 1);
        }
        positions.into_iter().map(|position| Residual::new(&self.0[position..])).collect()
    }

    /// Adds a position to a set of them, and the one behind a `*`, which may match nothing.
    fn enter(&self, position: usize, positions: &mut Vec<usize>) {
        if positions.contains(&position) {
            return;
        }
        positions.push(position);
        if self.0.get(position) == Some(&RUN) {
            // There are no two `*` in a row, so this goes one level deep.
            self.enter(position + 1, positions);
        }
    }
}

/// The rest of a pattern behind the fixed part of an ARN, sorted by how it is matched.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Residual<'p> {
    /// This name only.
    Literal(&'p [u8]),
    /// Every name.
    Any,
    /// Every name that starts so.
    Prefix(&'p [u8]),
    /// Names with wildcards elsewhere.
    Glob(&'p [u8]),
}

impl<'p> Residual<'p> {
    fn new(symbols: &'p [u8]) -> Self {
        match symbols.iter().position(|symbol| *symbol >= FIRST_SYMBOL) {
            None => Self::Literal(symbols),
            Some(at) if symbols[at..] != [RUN] => Self::Glob(symbols),
            Some(0) => Self::Any,
            Some(at) => Self::Prefix(&symbols[..at]),
        }
    }

    /// Appends it to others in packed form: a byte for the kind, four for the length, the symbols.
    fn pack(self, packed: &mut Vec<u8>) {
        let (kind, symbols) = match self {
            Self::Literal(symbols) => (0, symbols),
            Self::Any => (1, &[][..]),
            Self::Prefix(symbols) => (2, symbols),
            Self::Glob(symbols) => (3, symbols),
        };
        packed.push(kind);
        // No resource is that long: documents and what is put in a variable's place are bounded.
        packed.extend_from_slice(&(symbols.len() as u32).to_le_bytes());
        packed.extend_from_slice(symbols);
    }

    /// Takes the first from the front of packed ones.
    #[inline]
    fn unpack(packed: &mut &'p [u8]) -> Option<Self> {
        let (&[kind, ref length @ ..], rest) = packed.split_first_chunk::<5>()?;
        let (symbols, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        *packed = rest;
        Some(match kind {
            0 => Self::Literal(symbols),
            1 => Self::Any,
            2 => Self::Prefix(symbols),
            _ => Self::Glob(symbols),
        })
    }

    /// Whether the name matches. Allocates nothing; takes at most |pattern| × |name| steps.
    #[inline]
    fn matches(self, name: &[u8]) -> bool {
        match self {
            Self::Any => true,
            Self::Literal(literal) => *literal == *name,
            Self::Prefix(prefix) => name.starts_with(prefix),
            Self::Glob(symbols) => glob_matches(symbols, name),
        }
    }

    /// Whether every topic that the filter can match matches this residual too. May be false when it
    /// is so, never true when it is not.
    fn contains(self, filter: &TopicFilter) -> bool {
        // A wildcard of the filter equals no byte and no `?` of a pattern, so only `*` can take it in,
        // and then it takes in all that the wildcard can stand for.
        self.matches(&filter.0)
    }

    /// Whether no topic that the filter can match matches this residual. May be false when it is so,
    /// never true when it is not.
    fn excludes(self, filter: &TopicFilter) -> bool {
        let topics = literal_head(&filter.0);
        if topics.len() == filter.0.len() {
            return !self.matches(topics);
        }
        let own = match self {
            Self::Any => return false,
            Self::Literal(literal) if literal.len() < topics.len() => return true,
            Self::Literal(head) | Self::Prefix(head) => head,
            Self::Glob(symbols) => literal_head(symbols),
        };
        let common = own.len().min(topics.len());
        own[..common] != topics[..common]
    }
}

/// The residuals of all resources of a statement; a name matches when one of them does.
///
/// They are packed into one block: a connection has few, reads them for every decision, and keeps them as
/// long as it lives.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Residuals(Box<[u8]>);

impl Residuals {
    pub fn new(mut residuals: Vec<Residual<'_>>) -> Self {
        if residuals.contains(&Residual::Any) {
            residuals = vec![Residual::Any];
        }
        residuals.sort_unstable();
        residuals.dedup();
        let mut packed = Vec::new();
        residuals.into_iter().for_each(|residual| residual.pack(&mut packed));
        Self(packed.into())
    }

    #[inline]
    fn iter(&self) -> impl Iterator<Item = Residual<'_>> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || Residual::unpack(&mut rest))
    }

    /// Whether no name matches.
    pub fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every name matches, as far as that is plain to see.
    pub fn are_any(&self) -> bool {
        self.iter().any(|residual| residual == Residual::Any)
    }

    /// Whether one of them matches the name. Allocates nothing.
    #[inline]
    pub fn match_name(&self, name: &str) -> bool {
        self.iter().any(|residual| residual.matches(name.as_bytes()))
    }

    /// Whether certainly every topic of the filter matches.
    pub fn contain(&self, filter: &TopicFilter) -> bool {
        self.iter().any(|residual| residual.contains(filter))
    }

    /// Whether certainly no topic of the filter matches.
    pub fn exclude(&self, filter: &TopicFilter) -> bool {
        self.iter().all(|residual| residual.excludes(filter))
    }
}

/// An MQTT topic filter, ready to be compared with residuals. It stands for all topics that match it
/// and, where that is simpler, for some more.
pub(crate) struct TopicFilter(Vec<u8>);

impl TopicFilter {
    pub fn new(filter: &str) -> Self {
        let encode = |byte| match byte {
            b'#' => FILTER_REST,
            b'+' => FILTER_LEVEL,
            literal => literal,
        };
        Self(filter.bytes().map(encode).collect())
    }
}

/// What stands before the first wildcard.
fn literal_head(symbols: &[u8]) -> &[u8] {
    let end = symbols.iter().position(|symbol| *symbol >= FIRST_SYMBOL);
    &symbols[..end.unwrap_or(symbols.len())]
}

/// Matches by going back to the last `*` only: an earlier one never has to take in more, since the
/// last can. That bounds the work by |pattern| × |text|.
fn glob_matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    // Where to go on after a mismatch: behind the last `*`, and where its run ends in the text.
    let mut retry = None;
    while let Some(&byte) = text.get(t) {
        match pattern.get(p) {
            Some(&RUN) => {
                p += 1;
                if p == pattern.len() {
                    return true;
                }
                retry = Some((p, t));
            }
            Some(&ONE) if byte < FIRST_SYMBOL => {
                p += 1;
                t += char_len(byte);
            }
            Some(&literal) if literal == byte => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((behind_run, run_end)) = retry else { return false };
                let run_end = run_end + char_len(text[run_end]);
                retry = Some((behind_run, run_end));
                (p, t) = (behind_run, run_end);
            }
        }
    }
    pattern[p..].iter().all(|symbol| *symbol == RUN)
}

/// Bytes of the character that starts with this byte.
fn char_len(first: u8) -> usize {
    match first {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..FIRST_SYMBOL => 4,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Residual<'_> {
        Residual::Literal(text.as_bytes())
    }

    #[test]
    fn wildcards_match_as_in_iam() {
        let cases = [
            ("a/*", "a/b/c", true),
            ("a/*", "a/", true),
            ("a/*", "a", false),
            ("*/c", "a/b/c", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("x/?", "x/a", true),
            ("x/?", "x/ä", true),
            ("x/?", "x/ab", false),
            ("x/?", "x/", false),
            ("*?", "日", true),
            ("*?日", "日本日", true),
            ("a/+/#", "a/+/#", true),
            ("a/+/#", "a/b/c", false),
            ("", "", true),
            ("", "a", false),
            ("***", "", true),
            ("A", "a", false),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(Pattern::glob(pattern).matches(text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn substituted_wildcards_are_literal() {
        let mut pattern = Pattern::glob("a/");
        pattern.push_literal("*?");
        assert!(pattern.matches("a/*?"));
        assert!(!pattern.matches("a/bc"));
    }

    #[test]
    fn many_stars_do_not_explode() {
        let pattern = Pattern::glob(&"a*".repeat(500));
        assert!(!pattern.matches(&format!("{}b", "a".repeat(400))));
    }

    #[test]
    fn residuals_are_classified() {
        let cases: [(&str, &[Residual<'_>]); 11] = [
            ("*", &[Residual::Any]),
            ("topic/*", &[Residual::Any]),
            ("topic/a", &[literal("a")]),
            ("topic/", &[literal("")]),
            ("topic/a*", &[Residual::Prefix(b"a")]),
            ("to*/a", &[Residual::Glob(&[RUN, b'/', b'a']), literal("a")]),
            ("top*", &[Residual::Any]),
            ("???ic/a", &[literal("a")]),
            ("client/a", &[]),
            ("topic", &[]),
            ("*topic/*", &[Residual::Any]),
        ];
        for (pattern, expected) in cases {
            assert_eq!(Pattern::glob(pattern).residuals("topic/"), expected, "{pattern}");
        }
    }

    #[test]
    fn packed_residuals_come_out_as_they_went_in() {
        let all = [literal(""), literal("a/é"), Residual::Prefix(b"x"), Residual::Glob(&[RUN, b'b'])];
        let packed = Residuals::new(all.to_vec());
        assert_eq!(packed.iter().collect::<Vec<_>>(), all);
        assert!(Residuals::new(Vec::new()).are_none());
    }

    #[test]
    fn residuals_of_a_statement_are_alternatives() {
        let of = |patterns: &[&str]| {
            let patterns: Vec<Pattern> = patterns.iter().map(|pattern| Pattern::glob(pattern)).collect();
            Residuals::new(patterns.iter().flat_map(|pattern| pattern.residuals("")).collect())
        };
        let some = of(&["c", "a*b", "b", "x/*", "b", "a"]);
        for (name, expected) in
            [("a", true), ("b", true), ("c", true), ("a-b", true), ("x/", true), ("d", false)]
        {
            assert_eq!(some.match_name(name), expected, "{name}");
        }
        assert!(of(&["a", "*"]).are_any());
        assert!(of(&[]).are_none());
        assert!(!of(&[]).match_name(""));
    }

    #[test]
    fn arn_patterns_match_part_by_part() {
        let will = "arn:aws:iot:us-east-1:111122223333:topic/a:b";
        let cases = [
            ("arn:aws:iot:us-east-1:111122223333:topic/a:b", true),
            ("arn:*:iot:*:*:topic/*", true),
            ("arn:aws:iot:*:topic/*", false),
            ("arn:aws:*:111122223333:topic/a:b", false),
            ("arn:aws:iot:us-east-?:111122223333:*", true),
            ("*", false),
        ];
        for (pattern, expected) in cases {
            assert_eq!(Pattern::glob(pattern).matches_arn(will), expected, "{pattern}");
        }
    }

    #[test]
    fn a_residual_contains_or_excludes_a_filter() {
        let of = |pattern: &str| Residuals::new(Pattern::glob(pattern).residuals(""));
        let contains = |pattern, filter| of(pattern).contain(&TopicFilter::new(filter));
        assert!(contains("*", "#"));
        assert!(contains("a/*", "a/#"));
        assert!(contains("a/*", "a/+/b"));
        assert!(contains("a/*/b", "a/+/b"));
        assert!(contains("a/b", "a/b"));
        assert!(!contains("a/?", "a/+"));
        assert!(!contains("a/b", "a/+"));
        assert!(!contains("a/+", "a/+"));
        assert!(!contains("a/#", "a/#"));
        assert!(!contains("a/*", "+/b"));

        let excludes = |pattern, filter| of(pattern).exclude(&TopicFilter::new(filter));
        assert!(excludes("cmd/*", "data/#"));
        assert!(excludes("a", "a/#"));
        assert!(excludes("a/*", "b"));
        assert!(excludes("a/*/c", "b/+/c"));
        assert!(!excludes("a/b", "a/+"));
        assert!(!excludes("*", "a"));
        assert!(!excludes("a/b/*", "#"));
        assert!(!excludes("a/b", "a/b"));
    }
}
