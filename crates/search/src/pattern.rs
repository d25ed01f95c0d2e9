//! Words with wildcards.

use crate::text::{begins_with, folded_chars};

/// A character of a term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Glyph {
    /// Itself.
    Char(char),
    /// `?`: any one.
    AnyOne,
    /// `*`: any run, also an empty one.
    AnyRun,
}

/// A pattern that words are held against.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Pattern {
    /// Everything that begins so, folded. The usual pattern, for which nothing is allocated.
    Prefix(Box<str>),
    /// Anything else, folded.
    Glyphs(Box<[Glyph]>),
}

impl Pattern {
    /// The pattern of a term.
    pub fn new(glyphs: &[Glyph]) -> Self {
        let fold = |glyph: &Glyph| match *glyph {
            Glyph::Char(c) => c.to_lowercase().map(Glyph::Char).collect(),
            other => vec![other],
        };
        let literal = |glyph: &Glyph| match glyph {
            Glyph::Char(c) => Some(*c),
            _ => None,
        };
        if let [start @ .., Glyph::AnyRun] = glyphs
            && let Some(start) = start.iter().map(literal).collect::<Option<String>>()
        {
            return Self::Prefix(folded_chars(&start).collect());
        }
        Self::Glyphs(glyphs.iter().flat_map(fold).collect())
    }

    /// Whether a word is of the pattern.
    pub fn matches(&self, word: &str) -> bool {
        match self {
            Self::Prefix(start) => begins_with(word, start),
            Self::Glyphs(glyphs) => {
                let word: Vec<char> = folded_chars(word).collect();
                matches(glyphs, &word)
            }
        }
    }
}

/// Holds a word against a pattern. A `*` takes as little as it can, and only the last one ever takes more: what
/// stands before it has found its leftmost place already. So the time is at most the word's length times the
/// pattern's, of which the query's length bounds the latter.
fn matches(pattern: &[Glyph], word: &[char]) -> bool {
    let (mut p, mut w) = (0, 0);
    // The place behind the last `*`, and how far it reaches.
    let mut last: Option<(usize, usize)> = None;
    while w < word.len() {
        match pattern.get(p) {
            Some(Glyph::AnyRun) => {
                last = Some((p + 1, w));
                p += 1;
                continue;
            }
            Some(Glyph::AnyOne) => {
                p += 1;
                w += 1;
                continue;
            }
            Some(Glyph::Char(c)) if *c == word[w] => {
                p += 1;
                w += 1;
                continue;
            }
            _ => {}
        }
        let Some((behind, reach)) = last else { return false };
        last = Some((behind, reach + 1));
        p = behind;
        w = reach + 1;
    }
    pattern[p..].iter().all(|glyph| *glyph == Glyph::AnyRun)
}
