//! The grammar.
//!
//! ```text
//! query       = disjunction, { disjunction } ;        a space is an AND that binds less than OR
//! disjunction = conjunction, { OR, conjunction } ;
//! conjunction = negation, { AND, negation } ;
//! negation    = [ NOT ], clause ;
//! clause      = [ field, ":" ], ( value | "(", query, ")" )
//!             | field, ( "<" | "<=" | ">" | ">=" ), ( word | quoted ) ;
//! value       = word | quoted | range ;
//! ```
//!
//! That a space binds less than OR, and that NOT is not repeated, a third party claims to have measured; it is
//! also the grammar of Lucene's standard syntax, whose features AWS's errors name.

use crate::condition::{Bound, Condition, Literal};
use crate::error::{QueryError, Reason};
use crate::lexer::{Comparison, Kind, Token, tokens};
use crate::pattern::{Glyph, Pattern};
use crate::query::Node;
use crate::{ANY_ONE_MAX, ANY_RUN_MAX, DEPTH_MAX, LEADING_WILDCARD_CHARS_MAX, QUERY_BYTES_MAX, TERMS_MAX};

/// Reads a query. First its syntax is checked, then the number of its terms, then their values.
pub fn parse(query: &str) -> Result<Node<String>, QueryError> {
    if query.len() > QUERY_BYTES_MAX {
        return Err(QueryError::new(query, Reason::TooLong { max: QUERY_BYTES_MAX }, None));
    }
    let tokens = tokens(query)?;
    let mut parser = Parser { query, tokens, next: 0, depth: 0, terms: 0, leading: 0, value_error: None };
    let root = parser.query(None)?;
    if parser.peek() != &Kind::End {
        return Err(parser.expected("an operator, a term or the end of the query"));
    }
    let whole = |reason| Err(QueryError::new(query, reason, None));
    if parser.terms > TERMS_MAX {
        return whole(Reason::TooManyTerms { max: TERMS_MAX, found: parser.terms });
    }
    if let Some(error) = parser.value_error {
        return Err(error);
    }
    if parser.leading > 1 {
        return whole(Reason::LeadingTwice);
    }
    if parser.leading == 1 && query.chars().count() > LEADING_WILDCARD_CHARS_MAX {
        return whole(Reason::TooLongForLeading { max: LEADING_WILDCARD_CHARS_MAX });
    }
    Ok(root)
}

struct Parser<'a> {
    query: &'a str,
    /// The last one is the end, which is never passed.
    tokens: Vec<Token>,
    next: usize,
    /// Groups around the next token.
    depth: usize,
    terms: usize,
    /// Patterns that begin with `*`.
    leading: usize,
    /// The first value that no term can have.
    value_error: Option<QueryError>,
}

type Parsed = Result<Node<String>, QueryError>;

impl Parser<'_> {
    fn peek(&self) -> &Kind {
        &self.tokens[self.next].kind
    }

    fn at(&self) -> usize {
        self.tokens[self.next].at
    }

    fn take(&mut self) -> Kind {
        let kind = self.peek().clone();
        if kind != Kind::End {
            self.next += 1;
        }
        kind
    }

    fn take_if(&mut self, wanted: &Kind) -> bool {
        let is_there = self.peek() == wanted;
        self.next += usize::from(is_there);
        is_there
    }

    fn expected(&self, expected: &'static str) -> QueryError {
        QueryError::new(self.query, Reason::Syntax { expected }, Some(self.at()))
    }

    fn query(&mut self, field: Option<&str>) -> Parsed {
        let mut all = vec![self.disjunction(field)?];
        while !matches!(self.peek(), Kind::End | Kind::Close) {
            all.push(self.disjunction(field)?);
        }
        Ok(one_or(all, Node::All))
    }

    fn disjunction(&mut self, field: Option<&str>) -> Parsed {
        let mut any = vec![self.conjunction(field)?];
        while self.take_if(&Kind::Or) {
            any.push(self.conjunction(field)?);
        }
        Ok(one_or(any, Node::Any))
    }

    fn conjunction(&mut self, field: Option<&str>) -> Parsed {
        let mut all = vec![self.negation(field)?];
        while self.take_if(&Kind::And) {
            all.push(self.negation(field)?);
        }
        Ok(one_or(all, Node::All))
    }

    fn negation(&mut self, field: Option<&str>) -> Parsed {
        if self.take_if(&Kind::Not) {
            return self.clause(field).map(|node| Node::Not(Box::new(node)));
        }
        self.clause(field)
    }

    fn clause(&mut self, field: Option<&str>) -> Parsed {
        let behind = self.tokens.get(self.next + 1).map(|token| &token.kind);
        if let (Kind::Word(name), Some(Kind::Colon | Kind::Compare(_))) = (self.peek(), behind) {
            let name = written(name);
            self.next += 1;
            return match self.take() {
                Kind::Compare(comparison) => self.comparison(name, comparison),
                _ => self.group_or_value(Some(&name), "a value"),
            };
        }
        self.group_or_value(field, "a term, a field or a group")
    }

    fn comparison(&mut self, field: String, comparison: Comparison) -> Parsed {
        let end = match self.peek() {
            Kind::Word(glyphs) => Literal { text: written(glyphs), quoted: false },
            Kind::Quoted(text) => Literal { text: text.clone(), quoted: true },
            _ => return Err(self.expected("a value")),
        };
        self.next += 1;
        self.terms += 1;
        let (low, high) = match comparison {
            Comparison::Less => (Bound::Open, Bound::Without(end)),
            Comparison::LessOrEqual => (Bound::Open, Bound::With(end)),
            Comparison::Greater => (Bound::Without(end), Bound::Open),
            Comparison::GreaterOrEqual => (Bound::With(end), Bound::Open),
        };
        Ok(Node::Term(Some(field), Condition::range(&low, &high)))
    }

    fn group_or_value(&mut self, field: Option<&str>, expected: &'static str) -> Parsed {
        let at = self.at();
        let condition = match self.peek() {
            Kind::Open => return self.group(field),
            Kind::Word(_) | Kind::Quoted(_) | Kind::Range(..) => match self.take() {
                Kind::Word(glyphs) if field.is_none() && glyphs == [Glyph::AnyRun] => None,
                Kind::Word(glyphs) => Some(self.word(&glyphs, at)),
                Kind::Quoted(text) => Some(Condition::literal(&Literal { text, quoted: true })),
                Kind::Range(low, high) => Some(Condition::range(&low, &high)),
                _ => None,
            },
            _ => return Err(self.expected(expected)),
        };
        self.terms += 1;
        Ok(condition.map_or(Node::Everything, |condition| Node::Term(field.map(Into::into), condition)))
    }

    fn group(&mut self, field: Option<&str>) -> Parsed {
        if self.depth == DEPTH_MAX {
            let reason = Reason::TooDeep { max: DEPTH_MAX };
            return Err(QueryError::new(self.query, reason, Some(self.at())));
        }
        self.next += 1;
        self.depth += 1;
        let group = self.query(field)?;
        if !self.take_if(&Kind::Close) {
            return Err(self.expected("a closing parenthesis"));
        }
        self.depth -= 1;
        Ok(group)
    }

    /// What a word that is no operator asks for.
    fn word(&mut self, glyphs: &[Glyph], at: usize) -> Condition {
        if glyphs == [Glyph::AnyRun] {
            return Condition::Exists;
        }
        if glyphs.iter().all(|glyph| matches!(glyph, Glyph::Char(_))) {
            return Condition::literal(&Literal { text: written(glyphs), quoted: false });
        }
        let count = |wanted| glyphs.iter().filter(|glyph| **glyph == wanted).count();
        let too_many = |wildcard, max| Reason::TooManyWildcards { wildcard, max };
        let reason = if glyphs.first() == Some(&Glyph::AnyOne) {
            Some(Reason::LeadingOne)
        } else if count(Glyph::AnyRun) > ANY_RUN_MAX {
            Some(too_many('*', ANY_RUN_MAX))
        } else if count(Glyph::AnyOne) > ANY_ONE_MAX {
            Some(too_many('?', ANY_ONE_MAX))
        } else {
            None
        };
        if let (Some(reason), None) = (reason, &self.value_error) {
            self.value_error = Some(QueryError::new(self.query, reason, Some(at)));
        }
        self.leading += usize::from(glyphs.first() == Some(&Glyph::AnyRun));
        Condition::Pattern(Pattern::new(glyphs))
    }
}

/// A word without its escapes. Wildcards are the characters that they were.
fn written(glyphs: &[Glyph]) -> String {
    let char_of = |glyph: &Glyph| match glyph {
        Glyph::Char(c) => *c,
        Glyph::AnyOne => '?',
        Glyph::AnyRun => '*',
    };
    glyphs.iter().map(char_of).collect()
}

fn one_or(
    mut nodes: Vec<Node<String>>,
    many: impl FnOnce(Vec<Node<String>>) -> Node<String>,
) -> Node<String> {
    match (nodes.pop(), nodes.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            nodes.extend(last);
            many(nodes)
        }
    }
}
