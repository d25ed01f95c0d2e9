//! Expressions, by precedence (rules.md §3): `OR`, `AND`, `NOT`, comparisons and tests, `+ -`, `* / %`,
//! unary minus, member access.

use super::{MAX_DEPTH, Parsed, Parser};
use crate::open_points;
use crate::sql::ast::{Arithmetic, Comparison, Span, Test, Tree, TreeKind};
use crate::sql::lexer::TokenKind;

/// How strongly an operator binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    /// Nothing but an operand.
    Operand,
}

impl Level {
    fn above(self) -> Self {
        match self {
            Self::Or => Self::And,
            Self::And => Self::Not,
            Self::Not => Self::Comparison,
            Self::Comparison => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product | Self::Operand => Self::Operand,
        }
    }
}

/// What stands between two operands.
#[derive(Clone, Copy)]
enum Infix {
    Or,
    And,
    Compare(Comparison),
    /// `LIKE`, `IN`, `BETWEEN`, `IS`, and each of the first three behind a `NOT`.
    Test,
    Arithmetic(Arithmetic),
}

impl Infix {
    fn level(self) -> Level {
        match self {
            Self::Or => Level::Or,
            Self::And => Level::And,
            Self::Compare(_) | Self::Test => Level::Comparison,
            Self::Arithmetic(Arithmetic::Add | Arithmetic::Subtract) => Level::Sum,
            Self::Arithmetic(_) => Level::Product,
        }
    }
}

impl<'s> Parser<'s> {
    /// Any expression.
    pub(super) fn expression(&mut self) -> Parsed<Tree<'s>> {
        self.binary(Level::Or)
    }

    /// Operators of at least `level` and their operands.
    fn binary(&mut self, level: Level) -> Parsed<Tree<'s>> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(format!("Expected an expression nested at most {MAX_DEPTH} deep")));
        }
        let mut left = self.prefix()?;
        let mut compared = false;
        while let Some(infix) = self.infix().filter(|infix| infix.level() >= level) {
            if infix.level() == Level::Comparison && std::mem::replace(&mut compared, true) {
                // `a < b < c` is no chain.
                return Err(self.unexpected());
            }
            left = self.operation(left, infix)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn infix(&self) -> Option<Infix> {
        match *self.peek() {
            TokenKind::Symbol(symbol) => Some(match symbol {
                "=" => Infix::Compare(Comparison::Equal),
                "<>" => Infix::Compare(Comparison::NotEqual),
                "<" => Infix::Compare(Comparison::Less),
                "<=" => Infix::Compare(Comparison::LessOrEqual),
                ">" => Infix::Compare(Comparison::Greater),
                ">=" => Infix::Compare(Comparison::GreaterOrEqual),
                "+" => Infix::Arithmetic(Arithmetic::Add),
                "-" => Infix::Arithmetic(Arithmetic::Subtract),
                "*" => Infix::Arithmetic(Arithmetic::Multiply),
                "/" => Infix::Arithmetic(Arithmetic::Divide),
                "%" => Infix::Arithmetic(Arithmetic::Remainder),
                _ => return None,
            }),
            TokenKind::Word(_) if self.keyword_at(0, "OR") => Some(Infix::Or),
            TokenKind::Word(_) if self.keyword_at(0, "AND") => Some(Infix::And),
            TokenKind::Word(_) => {
                let test = usize::from(self.keyword_at(0, "NOT"));
                let worded = ["LIKE", "IN", "BETWEEN"].iter().any(|word| self.keyword_at(test, word));
                (worded || self.keyword_at(0, "IS")).then_some(Infix::Test)
            }
            _ => None,
        }
    }

    /// The operator at the cursor and its right operand, joined to the left one.
    fn operation(&mut self, left: Tree<'s>, infix: Infix) -> Parsed<Tree<'s>> {
        if let Infix::Test = infix {
            return self.test(left);
        }
        self.advance();
        let right = self.binary(infix.level().above())?;
        let Tree { offset, span, kind: left } = left;
        let whole = Span { start: span.start, end: right.span.end };
        let of_left = |kind| Tree { offset, span, kind };
        let kind = match (infix, left) {
            (Infix::Or, TreeKind::Any(mut operands)) => {
                operands.push(right);
                TreeKind::Any(operands)
            }
            (Infix::Or, kind) => TreeKind::Any(vec![of_left(kind), right]),
            (Infix::And, TreeKind::All(mut operands)) => {
                operands.push(right);
                TreeKind::All(operands)
            }
            (Infix::And, kind) => TreeKind::All(vec![of_left(kind), right]),
            (Infix::Compare(operator), kind) => {
                let left = Box::new(of_left(kind));
                TreeKind::Compare { operator, left, right: Box::new(right) }
            }
            // (a + b) * c must not become a + b * c: only operators of one level share a chain, so the last
            // one speaks for all.
            (Infix::Arithmetic(operator), TreeKind::Arithmetic { first, mut rest })
                if rest.last().is_some_and(|(earlier, _)| same_level(*earlier, operator)) =>
            {
                rest.push((operator, right));
                TreeKind::Arithmetic { first, rest }
            }
            (Infix::Arithmetic(operator), kind) => {
                let first = Box::new(of_left(kind));
                TreeKind::Arithmetic { first, rest: vec![(operator, right)] }
            }
            (Infix::Test, kind) => kind,
        };
        Ok(Tree { offset, span: whole, kind })
    }

    /// `[NOT] LIKE p`, `[NOT] IN …`, `[NOT] BETWEEN a AND b`, `IS [NOT] NULL`.
    fn test(&mut self, left: Tree<'s>) -> Parsed<Tree<'s>> {
        let mut negated = self.take_keyword("NOT");
        let test = if self.take_keyword("LIKE") {
            Test::Like(Box::new(self.binary(Level::Sum)?))
        } else if self.take_keyword("IN") {
            self.membership()?
        } else if self.take_keyword("BETWEEN") {
            let low = self.binary(Level::Sum)?;
            self.expect_keyword("AND")?;
            Test::Between(Box::new(low), Box::new(self.binary(Level::Sum)?))
        } else {
            self.expect_keyword("IS")?;
            negated = self.take_keyword("NOT");
            self.expect_keyword("NULL")?;
            Test::IsNull
        };
        let offset = left.offset;
        let span = Span { start: left.span.start, end: self.end_before() };
        Ok(Tree { offset, span, kind: TreeKind::Test { negated, left: Box::new(left), test } })
    }

    /// What stands behind IN: a list in brackets, or an array.
    fn membership(&mut self) -> Parsed<Test<'s>> {
        let is_list = self.peek_is_symbol("(") && !self.keyword_at(1, "SELECT");
        if !is_list && open_points::IN_TAKES_ARRAYS {
            return Ok(Test::InArray(Box::new(self.binary(Level::Sum)?)));
        }
        self.expect_symbol("(")?;
        let mut candidates = vec![self.expression()?];
        while self.take_symbol(",") {
            candidates.push(self.expression()?);
        }
        self.expect_symbol(")")?;
        Ok(Test::In(candidates))
    }

    // === Operands ===

    /// An operand with what stands before and behind it.
    fn prefix(&mut self) -> Parsed<Tree<'s>> {
        let offset = self.offset();
        if self.keyword_at(0, "NOT") && self.starts_operand(1) {
            self.advance();
            let operand = self.binary(Level::Comparison)?;
            return Ok(self.tree(offset, TreeKind::Not(Box::new(operand))));
        }
        if self.take_symbol("-") {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(self.error(format!("Expected an expression nested at most {MAX_DEPTH} deep")));
            }
            let operand = self.prefix()?;
            self.depth -= 1;
            return Ok(self.tree(offset, TreeKind::Negate(Box::new(operand))));
        }
        let of = self.primary()?;
        if !self.peek_is_symbol(".") {
            return Ok(of);
        }
        let path = self.path_suffix()?;
        Ok(self.tree(offset, TreeKind::Member { of: Box::new(of), path }))
    }

    fn primary(&mut self) -> Parsed<Tree<'s>> {
        let offset = self.offset();
        let kind = match self.peek().clone() {
            TokenKind::Word(word) => return self.word(word),
            TokenKind::Number(text) => {
                self.advance();
                TreeKind::Number(text)
            }
            TokenKind::Text(text) => {
                self.advance();
                TreeKind::Text(text)
            }
            TokenKind::Variable(name) => {
                self.advance();
                TreeKind::Variable { name, path: self.path_suffix()? }
            }
            TokenKind::Symbol("(") => {
                self.advance();
                if self.take_keyword("SELECT") {
                    TreeKind::Query(Box::new(self.nested_query()?))
                } else {
                    let mut inner = self.expression()?;
                    self.expect_symbol(")")?;
                    inner.span = Span { start: offset, end: self.end_before() };
                    return Ok(inner);
                }
            }
            TokenKind::Symbol("[") => {
                self.advance();
                TreeKind::Array(self.list("]", Self::expression)?)
            }
            TokenKind::Symbol("{") => {
                self.advance();
                TreeKind::Object(self.list("}", Self::entry)?)
            }
            TokenKind::End => return Err(self.expected("an expression")),
            _ => return Err(self.unexpected()),
        };
        Ok(self.tree(offset, kind))
    }

    /// A word where an operand is wanted: a literal, CASE, a call, or a field.
    fn word(&mut self, word: &'s str) -> Parsed<Tree<'s>> {
        let offset = self.offset();
        let is = |keyword: &str| word.eq_ignore_ascii_case(keyword);
        let literal = if is("NULL") {
            Some(TreeKind::Null)
        } else if is("TRUE") || is("FALSE") {
            Some(TreeKind::Bool(is("TRUE")))
        } else {
            None
        };
        if let Some(kind) = literal {
            self.advance();
            return Ok(self.tree(offset, kind));
        }
        // A clause that starts too early, not a field: `SELECT FROM 'a'`, `EXISTS (SELECT …)`.
        if is("SELECT") || self.starts_from_clause() {
            return Err(self.unexpected());
        }
        let kind = if is("CASE") && self.starts_operand(1) {
            self.case()?
        } else if *self.kind_at(1) == TokenKind::Symbol("(") {
            self.call(word)?
        } else {
            TreeKind::Path(self.path()?)
        };
        Ok(self.tree(offset, kind))
    }

    /// Whether the token at `ahead` can begin an operand, which makes CASE and NOT keywords.
    fn starts_operand(&self, ahead: usize) -> bool {
        match self.kind_at(ahead) {
            TokenKind::Number(_) | TokenKind::Text(_) | TokenKind::Variable(_) => true,
            TokenKind::Symbol(symbol) => matches!(*symbol, "(" | "[" | "{" | "-"),
            TokenKind::Word(word) => {
                !super::CONTINUES.iter().any(|keyword| word.eq_ignore_ascii_case(keyword))
            }
            TokenKind::End | TokenKind::Invalid(_) => false,
        }
    }

    /// `CASE subject WHEN value THEN result … [ELSE result] END`
    fn case(&mut self) -> Parsed<TreeKind<'s>> {
        self.advance();
        if self.keyword_at(0, "WHEN") && !self.keyword_at(1, "WHEN") {
            // Searched CASE has no subject (rules.md §1).
            return Err(self.expected("an expression between CASE and WHEN"));
        }
        let subject = Box::new(self.expression()?);
        let mut branches = Vec::new();
        self.expect_keyword("WHEN")?;
        loop {
            let value = self.expression()?;
            self.expect_keyword("THEN")?;
            branches.push((value, self.expression()?));
            if !self.take_keyword("WHEN") {
                break;
            }
        }
        let otherwise = if self.take_keyword("ELSE") { Some(Box::new(self.expression()?)) } else { None };
        self.expect_keyword("END")?;
        Ok(TreeKind::Case { subject, branches, otherwise })
    }

    /// `name(arguments)`; the cursor is at the name.
    fn call(&mut self, name: &'s str) -> Parsed<TreeKind<'s>> {
        self.advance();
        self.expect_symbol("(")?;
        if name.eq_ignore_ascii_case("CAST") {
            return self.cast(name);
        }
        let arguments =
            self.list(
                ")",
                |parser| {
                    if parser.star_ends_at(0) { Ok(parser.star()) } else { parser.expression() }
                },
            )?;
        Ok(TreeKind::Call { name, arguments })
    }

    /// The rest of `cast(value AS type)` behind the bracket.
    fn cast(&mut self, name: &'s str) -> Parsed<TreeKind<'s>> {
        let value = Box::new(self.expression()?);
        self.expect_keyword("AS")?;
        let target_offset = self.offset();
        let target = self.name("a type")?;
        self.expect_symbol(")")?;
        Ok(TreeKind::Cast { name, value, target, target_offset })
    }

    /// `'key': value`
    fn entry(&mut self) -> Parsed<(std::borrow::Cow<'s, str>, Tree<'s>)> {
        let TokenKind::Text(key) = self.peek().clone() else { return Err(self.expected("a quoted key")) };
        self.advance();
        self.expect_symbol(":")?;
        Ok((key, self.expression()?))
    }

    /// Elements separated by commas up to `close`, possibly none.
    fn list<T>(&mut self, close: &str, element: impl Fn(&mut Self) -> Parsed<T>) -> Parsed<Vec<T>> {
        let mut elements = Vec::new();
        if self.take_symbol(close) {
            return Ok(elements);
        }
        loop {
            elements.push(element(self)?);
            if self.take_symbol(close) {
                return Ok(elements);
            }
            if !self.take_symbol(",") {
                return Err(self.expected(&format!("',' or '{close}'")));
            }
        }
    }

    /// `a.b.c`
    pub(super) fn path(&mut self) -> Parsed<Vec<&'s str>> {
        let mut path = vec![self.name("a field")?];
        path.append(&mut self.path_suffix()?);
        Ok(path)
    }

    /// `.b.c`, possibly nothing
    pub(super) fn path_suffix(&mut self) -> Parsed<Vec<&'s str>> {
        let mut path = Vec::new();
        while self.take_symbol(".") {
            path.push(self.name("a field name after '.'")?);
        }
        Ok(path)
    }
}

fn same_level(left: Arithmetic, right: Arithmetic) -> bool {
    Infix::Arithmetic(left).level() == Infix::Arithmetic(right).level()
}
