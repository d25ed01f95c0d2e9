//! Substitution templates: `${expression}` in action parameters (rules.md §6).
//!
//! Expressions are those of the SQL and read the original payload; aliases of SELECT are not visible,
//! variables of SET are.

use std::borrow::Cow;

use crate::sql::{
    EvalError, Evaluation, Expr, SqlError, SqlVersion, Statement, Stop, VariableNames, compile_expression,
    tokenize,
};
use crate::value::Value;

/// A compiled text with expressions in it, or a plain text.
///
/// ```
/// use rules::{sql::SqlVersion, template::Template};
/// let plain = Template::compile("lamps", SqlVersion::V2016_03_23).unwrap();
/// assert_eq!(plain.literal(), Some("lamps"));
/// assert!(Template::compile("a/${topic(", SqlVersion::V2016_03_23).is_err());
/// ```
#[derive(Debug)]
pub struct Template {
    parts: Box<[Part]>,
}

#[derive(Debug)]
enum Part {
    Literal(Box<str>),
    /// An expression and where it begins.
    Expression(Expr, usize),
}

impl Template {
    /// Compiles a text without variables.
    ///
    /// # Errors
    /// An unterminated `${`, or an expression that is refused; the position is within `text`.
    pub fn compile(text: &str, version: SqlVersion) -> Result<Self, SqlError> {
        Self::compile_with(text, version, &VariableNames::new())
    }

    /// Compiles a text for a rule with that statement, whose variables and version it uses.
    ///
    /// # Errors
    /// As for [`Template::compile`].
    pub fn of_statement(text: &str, statement: &Statement) -> Result<Self, SqlError> {
        Self::compile_with(text, statement.version(), &statement.variable_names())
    }

    fn compile_with(
        text: &str,
        version: SqlVersion,
        variables: &VariableNames<'_>,
    ) -> Result<Self, SqlError> {
        const OPENING: &str = "${";
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let literal = rest.find(OPENING).map_or(rest, |end| rest.get(..end).unwrap_or(rest));
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.into()));
                at += literal.len();
                continue;
            }
            let start = at + OPENING.len();
            let tokens = tokenize(text, start, Stop::ClosingBrace)?;
            // The parser refuses tokens without the closing brace, so the last one is the brace.
            let end = tokens.last().map_or(text.len(), |brace| brace.offset() + 1);
            let expr = compile_expression(text, tokens, version, variables.clone())?;
            parts.push(Part::Expression(expr, start));
            at = end;
        }
        Ok(Self { parts: parts.into() })
    }

    /// Where its expressions begin, behind their `${`.
    pub(crate) fn expression_starts(&self) -> impl Iterator<Item = usize> {
        self.parts.iter().filter_map(|part| match part {
            Part::Literal(_) => None,
            Part::Expression(_, start) => Some(*start),
        })
    }

    /// The text of a template without expressions.
    pub fn literal(&self) -> Option<&str> {
        match &*self.parts {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// The text with every expression replaced by its standard conversion to String; Undefined and Null
    /// become nothing.
    ///
    /// # Errors
    /// [`EvalError`]: an expression had to be given up.
    pub fn render<'a>(&'a self, evaluation: &Evaluation<'a>) -> Result<Cow<'a, str>, EvalError> {
        if let Some(text) = self.literal() {
            return Ok(Cow::Borrowed(text));
        }
        evaluation.rendering(|| self.render_parts(evaluation))
    }

    fn render_parts<'a>(&'a self, evaluation: &Evaluation<'a>) -> Result<Cow<'a, str>, EvalError> {
        if let [Part::Expression(expr, _)] = &*self.parts {
            return Ok(evaluation.text_of(evaluation.eval(expr, None)?)?.unwrap_or_default());
        }
        let mut rendered = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(text) => rendered.push_str(text),
                Part::Expression(expr, _) => {
                    let text = evaluation.text_of(evaluation.eval(expr, None)?)?.unwrap_or_default();
                    evaluation.charge(text.len())?;
                    rendered.push_str(&text);
                }
            }
        }
        Ok(Cow::Owned(rendered))
    }

    /// The value with its type: of a template that is one expression and nothing else, that of the
    /// expression; of any other the rendered text.
    ///
    /// # Errors
    /// As for [`Template::render`].
    pub fn value<'a>(&'a self, evaluation: &Evaluation<'a>) -> Result<Value<'a>, EvalError> {
        match &*self.parts {
            [Part::Expression(expr, _)] => evaluation.rendering(|| evaluation.eval(expr, None)),
            _ => self.render(evaluation).map(Value::Text),
        }
    }
}

#[cfg(test)]
mod tests;
