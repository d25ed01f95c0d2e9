//! Tokens to a syntax tree: statements, select lists and nested queries. Expressions are in
//! [`expression`].
//!
//! Keywords are not reserved. A word is a keyword where the grammar wants that keyword, and a field
//! name where it wants an expression, which is why `SELECT time, value, from FROM 'a'` works.

mod expression;

use super::SqlError;
use super::ast::{Assignment, Item, Query, Quoted, Select, Span, StatementTree, Tree, TreeKind};
use super::lexer::{Stop, Token, TokenKind, tokenize};

/// How deep brackets, calls, NOT and minus signs may nest.
const MAX_DEPTH: u32 = 64;

/// Variables of one SET clause (rules.md §1).
const MAX_VARIABLES: usize = 10;

type Parsed<T> = Result<T, SqlError>;

/// Parses a whole statement.
pub(super) fn parse_statement(source: &str) -> Parsed<StatementTree<'_>> {
    let tokens = tokenize(source, 0, Stop::SourceEnd)?;
    Parser::new(source, tokens).statement()
}

/// Parses the expression that `tokens` consist of.
pub(super) fn parse_expression<'s>(source: &'s str, tokens: Vec<Token<'s>>) -> Parsed<Tree<'s>> {
    let mut parser = Parser::new(source, tokens);
    let tree = if parser.star_ends_at(0) { parser.star() } else { parser.expression()? };
    parser.expect_end()?;
    Ok(tree)
}

struct Parser<'s> {
    source: &'s str,
    tokens: Vec<Token<'s>>,
    /// The next token; the last one is never passed.
    at: usize,
    depth: u32,
}

impl<'s> Parser<'s> {
    fn new(source: &'s str, tokens: Vec<Token<'s>>) -> Self {
        Self { source, tokens, at: 0, depth: 0 }
    }

    // === Statements ===

    fn statement(&mut self) -> Parsed<StatementTree<'s>> {
        let variables = if self.take_keyword("SET") { self.assignments()? } else { Vec::new() };
        self.expect_keyword("SELECT")?;
        let select = self.select()?;
        let topic_filter = if self.take_keyword("FROM") { Some(self.topic_filter()?) } else { None };
        let condition = self.condition()?;
        self.expect_end()?;
        Ok(StatementTree { variables, select, topic_filter, condition })
    }

    fn assignments(&mut self) -> Parsed<Vec<Assignment<'s>>> {
        let mut assignments: Vec<Assignment<'s>> = Vec::new();
        loop {
            let TokenKind::Variable(name) = *self.peek() else { return Err(self.expected("a variable")) };
            if assignments.iter().any(|earlier| earlier.name == name) {
                return Err(self.error(format!("Variable '@{name}' is assigned twice")));
            }
            if assignments.len() == MAX_VARIABLES {
                return Err(self.error(format!("Expected at most {MAX_VARIABLES} variables")));
            }
            self.advance();
            self.expect_symbol("=")?;
            let value = self.expression()?;
            assignments.push(Assignment { name, value });
            if !self.take_symbol(",") {
                return Ok(assignments);
            }
        }
    }

    fn topic_filter(&mut self) -> Parsed<Quoted<'s>> {
        let offset = self.offset();
        let TokenKind::Text(text) = self.peek() else { return Err(self.expected("a quoted topic filter")) };
        let text = text.clone();
        self.advance();
        Ok(Quoted { offset, text })
    }

    fn condition(&mut self) -> Parsed<Option<Tree<'s>>> {
        if self.take_keyword("WHERE") { self.expression().map(Some) } else { Ok(None) }
    }

    /// What stands behind SELECT.
    fn select(&mut self) -> Parsed<Select<'s>> {
        if self.value_is_modifier() {
            self.advance();
            let tree = if self.star_ends_at(0) { self.star() } else { self.expression()? };
            return Ok(Select::Value(tree));
        }
        let mut items = vec![self.item()?];
        while self.take_symbol(",") {
            items.push(self.item()?);
        }
        Ok(Select::Items(items))
    }

    fn item(&mut self) -> Parsed<Item<'s>> {
        let tree = if self.peek_is_symbol("*") { self.star() } else { self.expression()? };
        let mut alias = Vec::new();
        if self.take_keyword("AS") {
            alias.push(self.name("an alias")?);
            while self.take_symbol(".") {
                alias.push(self.name("an alias")?);
            }
        }
        Ok(Item { tree, alias })
    }

    /// The rest of `(SELECT … FROM path [WHERE …])` behind its SELECT, with the closing bracket.
    fn nested_query(&mut self) -> Parsed<Query<'s>> {
        let select = self.select()?;
        self.expect_keyword("FROM")?;
        let offset = self.offset();
        let kind = match *self.peek() {
            TokenKind::Word(_) => TreeKind::Path(self.path()?),
            TokenKind::Variable(name) => {
                self.advance();
                TreeKind::Variable { name, path: self.path_suffix()? }
            }
            _ => return Err(self.expected("the path of an array or object")),
        };
        let source = self.tree(offset, kind);
        let condition = self.condition()?;
        self.expect_symbol(")")?;
        Ok(Query { select, source, condition })
    }

    /// Whether the word VALUE behind SELECT is the modifier and not a field of that name: it is when an
    /// expression follows it.
    fn value_is_modifier(&self) -> bool {
        if !self.keyword_at(0, "VALUE") {
            return false;
        }
        match self.kind_at(1) {
            TokenKind::Symbol("*") => self.star_ends_at(1),
            TokenKind::Number(_) | TokenKind::Text(_) | TokenKind::Variable(_) => true,
            TokenKind::Symbol(symbol) => matches!(*symbol, "(" | "{" | "["),
            // `SELECT VALUE from FROM 'a'` and `SELECT VALUE from.x …`
            TokenKind::Word(_) if self.keyword_at(1, "FROM") => {
                self.keyword_at(2, "FROM")
                    || matches!(self.kind_at(2), TokenKind::Symbol(".") | TokenKind::End)
            }
            TokenKind::Word(_) if self.keyword_at(1, "NOT") => {
                !["IN", "LIKE", "BETWEEN"].iter().any(|keyword| self.keyword_at(2, keyword))
            }
            TokenKind::Word(word) => !CONTINUES.iter().any(|keyword| word.eq_ignore_ascii_case(keyword)),
            TokenKind::End | TokenKind::Invalid(_) => false,
        }
    }

    /// Whether the token at `ahead` is a `*` that stands alone and does not multiply.
    fn star_ends_at(&self, ahead: usize) -> bool {
        let ended = match self.kind_at(ahead + 1) {
            TokenKind::End | TokenKind::Symbol("," | ")") => true,
            TokenKind::Word(word) => ["FROM", "WHERE", "AS"].iter().any(|end| word.eq_ignore_ascii_case(end)),
            _ => false,
        };
        ended && *self.kind_at(ahead) == TokenKind::Symbol("*")
    }

    fn star(&mut self) -> Tree<'s> {
        let offset = self.offset();
        self.advance();
        self.tree(offset, TreeKind::Star)
    }

    /// Whether the cursor is at `FROM 'filter'`: nothing but the clause has a string behind the word.
    fn starts_from_clause(&self) -> bool {
        self.keyword_at(0, "FROM") && matches!(self.kind_at(1), TokenKind::Text(_))
    }

    /// A tree of the tokens from `offset` up to the cursor.
    fn tree(&self, offset: usize, kind: TreeKind<'s>) -> Tree<'s> {
        Tree { offset, span: Span { start: offset, end: self.end_before() }, kind }
    }

    /// Where the token before the cursor ends.
    fn end_before(&self) -> usize {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.map_or(0, |token| token.end)
    }

    // === Tokens ===

    fn kind_at(&self, ahead: usize) -> &TokenKind<'s> {
        self.tokens.get(self.at + ahead).map_or(&TokenKind::End, |token| &token.kind)
    }

    fn peek(&self) -> &TokenKind<'s> {
        self.kind_at(0)
    }

    fn offset(&self) -> usize {
        self.tokens.get(self.at).map_or(self.source.len(), |token| token.offset)
    }

    fn advance(&mut self) {
        self.at += 1;
    }

    fn keyword_at(&self, ahead: usize, keyword: &str) -> bool {
        matches!(self.kind_at(ahead), TokenKind::Word(word) if word.eq_ignore_ascii_case(keyword))
    }

    fn take_keyword(&mut self, keyword: &str) -> bool {
        let found = self.keyword_at(0, keyword);
        self.at += usize::from(found);
        found
    }

    fn expect_keyword(&mut self, keyword: &str) -> Parsed<()> {
        if self.take_keyword(keyword) { Ok(()) } else { Err(self.expected(keyword)) }
    }

    fn peek_is_symbol(&self, symbol: &str) -> bool {
        matches!(self.peek(), TokenKind::Symbol(found) if *found == symbol)
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.peek_is_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    fn expect_symbol(&mut self, symbol: &str) -> Parsed<()> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.expected(&format!("'{symbol}'"))) }
    }

    fn expect_end(&self) -> Parsed<()> {
        if *self.peek() == TokenKind::End { Ok(()) } else { Err(self.unexpected()) }
    }

    /// Any word, keyword or not, but for the FROM of the clause.
    fn name(&mut self, what: &str) -> Parsed<&'s str> {
        if self.starts_from_clause() {
            return Err(self.expected(what));
        }
        let TokenKind::Word(word) = *self.peek() else { return Err(self.expected(what)) };
        self.advance();
        Ok(word)
    }

    // === Errors ===

    fn error(&self, message: String) -> SqlError {
        SqlError::at(self.source, self.offset(), message)
    }

    fn expected(&self, what: &str) -> SqlError {
        match self.peek() {
            TokenKind::Invalid(message) => self.error(message.clone()),
            TokenKind::End => self.error(format!("Expected {what}, found the end")),
            found => self.error(format!("Expected {what}, found '{found}'")),
        }
    }

    fn unexpected(&self) -> SqlError {
        match self.peek() {
            TokenKind::Invalid(message) => self.error(message.clone()),
            found => self.error(format!("Unexpected token, '{found}'")),
        }
    }
}

/// Words that continue an expression or end an item, so that a VALUE before them is a field.
const CONTINUES: [&str; 9] = ["AND", "OR", "IN", "LIKE", "BETWEEN", "IS", "AS", "WHERE", "FROM"];
