//! Tokens of a query.

use crate::QueryError;
use crate::condition::{Bound, Literal};
use crate::error::Reason;
use crate::pattern::Glyph;
use crate::text::is_space;

/// A token, and where it begins, in characters from 1.
#[derive(Clone, PartialEq, Debug)]
pub struct Token {
    pub kind: Kind,
    pub at: usize,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    Open,
    Close,
    And,
    Or,
    /// `NOT`, `-` or `!`.
    Not,
    /// `:`, also written `=`.
    Colon,
    Compare(Comparison),
    Word(Vec<Glyph>),
    Quoted(String),
    Range(Bound<Literal>, Bound<Literal>),
    End,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The tokens of a query; the last one is its end.
///
/// # Errors
/// For what no query has, wherever it stands.
pub fn tokens(query: &str) -> Result<Vec<Token>, QueryError> {
    let mut lexer = Lexer { query, chars: query.chars().collect(), next: 0, tokens: Vec::new() };
    while let Some(c) = lexer.peek() {
        if is_space(c) {
            lexer.next += 1;
        } else {
            let at = lexer.next + 1;
            let kind = lexer.token(c)?;
            lexer.tokens.push(Token { kind, at });
        }
    }
    let at = lexer.next + 1;
    lexer.tokens.push(Token { kind: Kind::End, at });
    Ok(lexer.tokens)
}

struct Lexer<'a> {
    query: &'a str,
    chars: Vec<char>,
    /// The place of the next character, from 0.
    next: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.next).copied()
    }

    fn take_if(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        self.next += usize::from(is_there);
        is_there
    }

    fn error(&self, reason: Reason) -> QueryError {
        QueryError::new(self.query, reason, Some(self.next + 1))
    }

    fn expected(&self, expected: &'static str) -> QueryError {
        self.error(Reason::Syntax { expected })
    }

    /// The token that begins with `c`, which is the next character.
    fn token(&mut self, c: char) -> Result<Kind, QueryError> {
        let simple = match c {
            '(' => Kind::Open,
            ')' => Kind::Close,
            ':' | '=' => Kind::Colon,
            '!' => Kind::Not,
            '-' if !self.is_value_next() => Kind::Not,
            '<' | '>' => return Ok(Kind::Compare(self.comparison(c))),
            '"' => return self.quoted().map(Kind::Quoted),
            '[' | '{' => return self.range(),
            ']' | '}' => return Err(self.expected("a term, a field or a group")),
            '+' => return Err(self.error(Reason::Operator('+'))),
            _ => return self.word(),
        };
        self.next += 1;
        Ok(simple)
    }

    /// Whether a field and its colon or comparison stand right before the next character: then a hyphen belongs
    /// to the value, which may be a negative number.
    fn is_value_next(&self) -> bool {
        let is_behind = self.next.checked_sub(1).is_some_and(|before| !is_space(self.chars[before]));
        let last = self.tokens.last().map(|token| &token.kind);
        is_behind && matches!(last, Some(Kind::Colon | Kind::Compare(_)))
    }

    fn comparison(&mut self, c: char) -> Comparison {
        self.next += 1;
        match (c, self.take_if('=')) {
            ('<', false) => Comparison::Less,
            ('<', true) => Comparison::LessOrEqual,
            (_, false) => Comparison::Greater,
            (_, true) => Comparison::GreaterOrEqual,
        }
    }

    /// The character behind a backslash, which is the next one.
    fn escaped(&mut self) -> Result<char, QueryError> {
        self.next += 1;
        let c = self.peek().ok_or_else(|| self.expected("a character after the backslash"))?;
        self.next += 1;
        Ok(c)
    }

    fn quoted(&mut self) -> Result<String, QueryError> {
        self.next += 1;
        let mut text = String::new();
        loop {
            match self.peek() {
                None => return Err(self.expected("a closing quotation mark")),
                Some('"') => {
                    self.next += 1;
                    return Ok(text);
                }
                Some('\\') => text.push(self.escaped()?),
                Some(c) => {
                    text.push(c);
                    self.next += 1;
                }
            }
        }
    }

    /// A word, which may be an operator.
    fn word(&mut self) -> Result<Kind, QueryError> {
        let start = self.next;
        let mut glyphs = Vec::new();
        while let Some(c) = self.peek() {
            let glyph = match c {
                '\\' => {
                    glyphs.push(Glyph::Char(self.escaped()?));
                    continue;
                }
                '(' | ')' | ':' | '=' | '<' | '>' | '[' | ']' | '{' | '}' | '"' | '!' => break,
                c if is_space(c) => break,
                '~' => return Err(self.error(Reason::Feature(self.tilde(start)))),
                '^' => return Err(self.error(Reason::Feature("boost"))),
                '/' => return Err(self.error(Reason::Feature("regular expression"))),
                ',' if begins_geo_query(&self.chars[start..self.next]) => {
                    let name = self.chars[start..self.next].iter().collect();
                    return Err(self.error(Reason::Geo(name)));
                }
                '`' | '@' | '#' | '%' | '\'' | ';' | ',' => {
                    return Err(self.error(Reason::Character(c)));
                }
                '*' => Glyph::AnyRun,
                '?' => Glyph::AnyOne,
                c => Glyph::Char(c),
            };
            glyphs.push(glyph);
            self.next += 1;
        }
        // As it was written: an escaped operator is a word.
        let operator = match &self.chars[start..self.next] {
            ['A', 'N', 'D'] | ['&', '&'] => Kind::And,
            ['O', 'R'] | ['|', '|'] => Kind::Or,
            ['N', 'O', 'T'] => Kind::Not,
            _ => return Ok(Kind::Word(glyphs)),
        };
        Ok(operator)
    }

    /// What a tilde asks for, in a word that began at `start`.
    fn tilde(&self, start: usize) -> &'static str {
        let is_behind_phrase = self.next == start && start > 0 && self.chars[start - 1] == '"';
        if is_behind_phrase { "proximity" } else { "fuzzy" }
    }

    /// A range: two ends in brackets, `[` with the end and `{` without, with or without `TO` in between.
    fn range(&mut self) -> Result<Kind, QueryError> {
        let with_low = self.take_if('[');
        if !with_low {
            self.next += 1;
        }
        let low = self.bound("the lower end of the range")?;
        self.skip_space();
        if self.chars[self.next..].starts_with(&['T', 'O'])
            && self.chars.get(self.next + 2).is_some_and(|c| is_space(*c))
        {
            self.next += 2;
        }
        let high = self.bound("the upper end of the range")?;
        self.skip_space();
        let with_high = self.take_if(']');
        if !with_high && !self.take_if('}') {
            return Err(self.expected("the end of the range, ] or }"));
        }
        let of = |literal: Literal, with| match (literal.quoted, literal.text.as_str(), with) {
            (false, "*", _) => Bound::Open,
            (.., true) => Bound::With(literal),
            (.., false) => Bound::Without(literal),
        };
        Ok(Kind::Range(of(low, with_low), of(high, with_high)))
    }

    fn bound(&mut self, expected: &'static str) -> Result<Literal, QueryError> {
        self.skip_space();
        if self.peek() == Some('"') {
            return self.quoted().map(|text| Literal { text, quoted: true });
        }
        let start = self.next;
        let mut text = String::new();
        while let Some(c) = self.peek().filter(|c| !is_space(*c) && !matches!(c, ']' | '}')) {
            if c == '\\' {
                text.push(self.escaped()?);
            } else {
                text.push(c);
                self.next += 1;
            }
        }
        if matches!(&self.chars[start..self.next], [] | ['T', 'O']) {
            self.next = start;
            return Err(self.expected(expected));
        }
        Ok(Literal { text, quoted: false })
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.next += 1;
        }
    }
}

fn begins_geo_query(word: &[char]) -> bool {
    word.starts_with(&['g', 'e', 'o', '_'])
}
