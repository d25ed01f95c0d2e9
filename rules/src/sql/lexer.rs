//! Text to tokens.

use std::borrow::Cow;
use std::fmt;

use super::SqlError;

/// The longest statement or template that is read, bytes.
pub(crate) const MAX_SOURCE_BYTES: usize = 64 * 1024;

/// A token and where it begins.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Token<'s> {
    /// Byte offset in the source.
    pub(super) offset: usize,
    /// One past its last byte.
    pub(super) end: usize,
    pub(super) kind: TokenKind<'s>,
}

impl Token<'_> {
    /// Byte offset in the source.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }
}

/// What a token is. Keywords are words: whether one is a keyword depends on where it stands, because
/// payload fields are called `value`, `from` or `order` too.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum TokenKind<'s> {
    /// A name or a keyword.
    Word(&'s str),
    /// The text of a number without a sign.
    Number(&'s str),
    /// A string, in either kind of quotes, with doubled quotes undone.
    Text(Cow<'s, str>),
    /// The name of a variable, without its `@`.
    Variable(&'s str),
    /// An operator or a bracket.
    Symbol(&'static str),
    /// The end of the source, or the `}` that ends a template's expression.
    End,
    /// Something that no statement contains; with the message to report if it is reached.
    Invalid(String),
}

impl fmt::Display for TokenKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) if is_keyword(word) => f.write_str(&word.to_ascii_uppercase()),
            Self::Word(word) => f.write_str(word),
            Self::Number(text) => f.write_str(text),
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Variable(name) => write!(f, "@{name}"),
            // The one name of an operator that is known from AWS (api-errors.md §6).
            Self::Symbol("=") => f.write_str("EQ"),
            Self::Symbol(symbol) => f.write_str(symbol),
            Self::End => f.write_str("EOF"),
            Self::Invalid(message) => f.write_str(message),
        }
    }
}

/// Words that mean something to the grammar somewhere, or to ANSI SQL; only messages depend on the list.
const KEYWORDS: [&str; 29] = [
    "AND", "AS", "BETWEEN", "BY", "CASE", "DISTINCT", "ELSE", "END", "EXISTS", "FALSE", "FROM", "GROUP",
    "HAVING", "IN", "IS", "JOIN", "LIKE", "LIMIT", "NOT", "NULL", "OR", "ORDER", "SELECT", "SET", "THEN",
    "TRUE", "VALUE", "WHEN", "WHERE",
];

fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| word.eq_ignore_ascii_case(keyword))
}

/// Longer symbols come before those that they begin with.
const SYMBOLS: [&str; 20] =
    ["<=", ">=", "<>", "<", ">", "=", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{", "}", ",", ".", ":"];

/// Where the expression ends that tokens are wanted of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stop {
    /// At the end of the source.
    SourceEnd,
    /// At the `}` that closes a `${`.
    ClosingBrace,
}

/// Reads tokens from byte `start` of `source` up to where `stop` says. The last token is `End`, or
/// `Invalid` if the text cannot be read further: the parser reports whichever mistake comes first.
///
/// # Errors
/// A source of more than 64 KiB.
pub(crate) fn tokenize(source: &str, start: usize, stop: Stop) -> Result<Vec<Token<'_>>, SqlError> {
    if source.len() > MAX_SOURCE_BYTES {
        let message = format!("Expected a statement of at most {MAX_SOURCE_BYTES} bytes");
        return Err(SqlError::at(source, 0, message));
    }
    let mut lexer = Lexer { source, at: start };
    let mut tokens = Vec::new();
    let mut open_braces = 0usize;
    loop {
        lexer.skip_blanks();
        let offset = lexer.at;
        let mut kind = lexer.token();
        match kind {
            TokenKind::Symbol("{") => open_braces += 1,
            TokenKind::Symbol("}") if open_braces > 0 => open_braces -= 1,
            TokenKind::Symbol("}") if stop == Stop::ClosingBrace => kind = TokenKind::End,
            TokenKind::End if stop == Stop::ClosingBrace => {
                kind = TokenKind::Invalid("Expected '}'".to_owned());
            }
            _ => {}
        }
        let last = matches!(kind, TokenKind::End | TokenKind::Invalid(_));
        tokens.push(Token { offset, end: lexer.at, kind });
        if last {
            return Ok(tokens);
        }
    }
}

struct Lexer<'s> {
    source: &'s str,
    /// The next byte to read.
    at: usize,
}

impl<'s> Lexer<'s> {
    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    fn token(&mut self) -> TokenKind<'s> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return TokenKind::End };
        match first {
            'a'..='z' | 'A'..='Z' | '_' => TokenKind::Word(self.take_while(is_name)),
            '0'..='9' => self.number(),
            '\'' | '"' => self.text(first),
            '@' => self.variable(),
            _ => self.symbol(first),
        }
    }

    fn symbol(&mut self, first: char) -> TokenKind<'s> {
        let rest = self.rest();
        if ["--", "/*"].iter().any(|comment| rest.starts_with(comment)) {
            return TokenKind::Invalid("Comments are not supported".to_owned());
        }
        match SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
            Some(symbol) => {
                self.at += symbol.len();
                TokenKind::Symbol(symbol)
            }
            None => TokenKind::Invalid(format!("Unexpected character '{first}'")),
        }
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'s str {
        let rest = self.rest();
        let length = rest.find(|character| !belongs(character)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// `digits[.digits][E[+-]digits]`
    fn number(&mut self) -> TokenKind<'s> {
        let start = self.at;
        let digits = |character: char| character.is_ascii_digit();
        self.take_while(digits);
        if self.rest().starts_with('.') {
            self.at += 1;
            if self.take_while(digits).is_empty() {
                return TokenKind::Invalid("Expected a digit after '.'".to_owned());
            }
        }
        if self.rest().starts_with(['e', 'E']) {
            self.at += 1;
            if self.rest().starts_with(['+', '-']) {
                self.at += 1;
            }
            if self.take_while(digits).is_empty() {
                return TokenKind::Invalid("Expected an exponent after 'E'".to_owned());
            }
        }
        if self.rest().starts_with(is_name) {
            return TokenKind::Invalid("Expected an end of the number".to_owned());
        }
        TokenKind::Number(self.source.get(start..self.at).unwrap_or_default())
    }

    /// A string up to the same quote; a doubled quote stands for itself.
    fn text(&mut self, quote: char) -> TokenKind<'s> {
        self.at += 1;
        let rest = self.rest();
        let mut doubled = false;
        let mut end = 0;
        loop {
            let Some(found) = rest.get(end..).and_then(|tail| tail.find(quote)) else {
                return TokenKind::Invalid(format!("Expected a closing {quote}"));
            };
            end += found;
            if !rest.get(end + 1..).unwrap_or_default().starts_with(quote) {
                break;
            }
            doubled = true;
            end += 2;
        }
        self.at += end + 1;
        let text = rest.get(..end).unwrap_or_default();
        if doubled {
            TokenKind::Text(Cow::Owned(text.replace(&format!("{quote}{quote}"), &quote.to_string())))
        } else {
            TokenKind::Text(Cow::Borrowed(text))
        }
    }

    fn variable(&mut self) -> TokenKind<'s> {
        const MAX_NAME_CHARS: usize = 64;
        self.at += 1;
        let name = self.take_while(is_name);
        if (1..=MAX_NAME_CHARS).contains(&name.len()) {
            TokenKind::Variable(name)
        } else {
            TokenKind::Invalid(
                "Expected a variable name of 1 to 64 letters, digits and '_' after '@'".to_owned(),
            )
        }
    }
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}
