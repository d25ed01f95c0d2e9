//! Statements and templates taken apart for [`explain`](crate::explain): every sub-expression is lowered
//! and evaluated by itself, as if it were a rule's.

mod reason;
mod similar;

use std::cell::Cell;

use super::ast::{Assignment, Select, Span, Test, Tree, TreeKind};
use super::eval::Evaluation;
use super::lower::{Lowering, natural_name};
use super::{EvalError, SqlVersion, Statement, Stop, VariableNames, parser, tokenize};
use crate::explain::{Expression, NamedExpression, ShownValue, TemplateTrace};
use crate::template::Template;
use crate::value::{Type, Value};

/// The expressions of a statement that are shown at most.
const EXPRESSIONS_MAX: usize = 2000;

/// How much of a value's JSON and of an expression's text is shown, bytes.
const SHOWN_BYTES: usize = 4096;

/// A statement taken apart.
#[derive(Debug, Default)]
pub(crate) struct StatementTrace {
    pub(crate) variables: Vec<NamedExpression>,
    pub(crate) condition: Option<Expression>,
    pub(crate) items: Vec<NamedExpression>,
}

/// Takes a statement apart. `evaluation` is one that the statement began.
pub(crate) fn trace_statement(statement: &Statement, evaluation: &Evaluation<'_>) -> StatementTrace {
    let source = statement.sql();
    // It compiled, so it parses.
    let Ok(tree) = parser::parse_statement(source) else { return StatementTrace::default() };
    let tracer = Tracer::new(source, statement.version(), statement.variable_names(), evaluation);
    let variable = |assignment: &Assignment<'_>| NamedExpression {
        name: assignment.name.to_owned(),
        expression: tracer.trace(&assignment.value).shown,
    };
    let variables: Vec<_> = tree.variables.iter().map(variable).collect();
    for variable in &variables {
        tracer.remember(variable);
    }
    let condition = tree.condition.as_ref().map(|condition| tracer.trace(condition).shown);
    let items = match &tree.select {
        Select::Value(tree) => vec![("VALUE".to_owned(), tree, false)],
        Select::Items(items) => {
            let named = items.iter().enumerate().map(|(index, item)| {
                let name = match (&item.tree.kind, item.alias.as_slice()) {
                    (TreeKind::Star, []) => "*".to_owned(),
                    (_, []) => natural_name(&item.tree, index + 1).into_string(),
                    (_, alias) => alias.join("."),
                };
                (name, &item.tree, !item.alias.is_empty())
            });
            named.collect()
        }
    };
    let traced = |(name, tree, has_alias): (String, &Tree<'_>, bool)| {
        let traced = if has_alias { tracer.trace_item(tree) } else { tracer.trace(tree) };
        NamedExpression { name, expression: traced.shown }
    };
    StatementTrace { variables, condition, items: items.into_iter().map(traced).collect() }
}

/// Takes a template of a statement's rule apart.
pub(crate) fn trace_template(
    template: &str,
    statement: &Statement,
    evaluation: &Evaluation<'_>,
) -> TemplateTrace {
    let mut trace = TemplateTrace {
        template: template.to_owned(),
        refused: None,
        expressions: Vec::new(),
        rendered: None,
        failure: None,
    };
    let compiled = match Template::of_statement(template, statement) {
        Ok(compiled) => compiled,
        Err(error) => {
            trace.refused = Some(error.into());
            return trace;
        }
    };
    let tracer = Tracer::new(template, statement.version(), statement.variable_names(), evaluation);
    for start in compiled.expression_starts() {
        let tokens = tokenize(template, start, Stop::ClosingBrace);
        let tree = tokens.and_then(|tokens| parser::parse_expression(template, tokens));
        trace.expressions.extend(tree.map(|tree| tracer.trace(&tree).shown));
    }
    match compiled.render(&evaluation.fork()) {
        Ok(text) => trace.rendered = Some(text.into_owned()),
        Err(error) => trace.failure = Some(error.to_string()),
    }
    trace
}

/// An expression with what its parents want to know of it.
struct Traced {
    shown: Expression,
    facts: Facts,
}

/// What matters of a value to what is done with it.
struct Facts {
    kind: Type,
    is_numeric: bool,
    is_boolean: bool,
}

struct Tracer<'s, 'e> {
    source: &'s str,
    version: SqlVersion,
    variables: VariableNames<'s>,
    evaluation: &'e Evaluation<'e>,
    /// How many expressions may still be shown.
    left: Cell<usize>,
    /// Why variables are Undefined.
    undefined: std::cell::RefCell<Vec<(String, String)>>,
}

impl<'s, 'e> Tracer<'s, 'e> {
    fn new(
        source: &'s str,
        version: SqlVersion,
        variables: VariableNames<'s>,
        evaluation: &'e Evaluation<'e>,
    ) -> Self {
        let (left, undefined) = (Cell::new(EXPRESSIONS_MAX), std::cell::RefCell::default());
        Self { source, version, variables, evaluation, left, undefined }
    }

    fn remember(&self, variable: &NamedExpression) {
        if let Some(why) = &variable.expression.why {
            self.undefined.borrow_mut().push((variable.name.clone(), why.clone()));
        }
    }

    fn text(&self, span: Span) -> &'s str {
        self.source.get(span.start..span.end).unwrap_or_default()
    }

    /// Evaluates a tree by itself, and looks at its value.
    fn evaluated<T>(&self, tree: &Tree<'s>, look: impl FnOnce(&Value<'_>) -> T) -> Result<T, EvalError> {
        let lowered =
            Lowering::new(self.source, self.version, self.variables.clone()).expression(tree.clone());
        // The statement compiled, so its parts do.
        let Ok(expr) = lowered else { return Ok(look(&Value::Undefined)) };
        let evaluation = self.evaluation.fork();
        let value = evaluation.eval(&expr, None);
        self.evaluation.join(&evaluation);
        value.map(|value| look(&value))
    }

    /// An item of SELECT with an alias: `*` over a payload that is not JSON is its bytes.
    fn trace_item(&self, tree: &Tree<'s>) -> Traced {
        let mut traced = self.trace(tree);
        if matches!(tree.kind, TreeKind::Star)
            && traced.facts.kind == Type::Undefined
            && let Ok(Value::Text(text)) = self.evaluation.encoded_payload_if_binary()
        {
            traced.shown.value = shown(&Value::Text(text));
            traced.shown.why = None;
        }
        traced
    }

    /// Recursion is bounded: the parser limits the depth of trees.
    fn trace(&self, tree: &Tree<'s>) -> Traced {
        self.left.set(self.left.get().saturating_sub(1));
        let looked = self.evaluated(tree, |value| {
            let facts = Facts {
                kind: value.kind(),
                is_numeric: value.to_decimal().is_some(),
                is_boolean: value.to_bool().is_some(),
            };
            (facts, shown(value))
        });
        let mut parts = Vec::new();
        for part in parts_of(tree) {
            if self.left.get() == 0 || self.evaluation.is_spent() {
                break;
            }
            parts.push(self.trace(part));
        }
        let (facts, value, why) = match looked {
            Ok((facts, value)) => {
                let why = (facts.kind == Type::Undefined).then(|| self.reason(tree, &parts));
                (facts, value, why)
            }
            Err(error) => {
                let value = ShownValue { kind: "Failure", json: None, is_cut: false };
                let facts = Facts { kind: Type::Undefined, is_numeric: false, is_boolean: false };
                (facts, value, Some(error.to_string()))
            }
        };
        let named = parts_of(tree).into_iter().zip(parts);
        let parts = named.filter(|(tree, _)| !is_literal(tree)).map(|(_, part)| part.shown).collect();
        let Span { start, end } = tree.span;
        let text = cut(self.text(tree.span)).to_owned();
        Traced { shown: Expression { text, start, end, value, why, parts }, facts }
    }
}

/// The front of a text, as much as is shown.
fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(SHOWN_BYTES)).unwrap_or(text)
}

fn shown(value: &Value<'_>) -> ShownValue {
    let kind = match value.kind() {
        Type::Undefined => "Undefined",
        Type::Null => "Null",
        Type::Boolean => "Boolean",
        Type::Number if value.as_number().is_some_and(|number| number.is_int()) => "Int",
        Type::Number => "Decimal",
        Type::String => "String",
        Type::Array => "Array",
        Type::Object => "Object",
    };
    if value.is_undefined() {
        return ShownValue { kind, json: None, is_cut: false };
    }
    let json = value.to_json();
    let front = cut(&json);
    ShownValue { kind, is_cut: front.len() < json.len(), json: Some(front.to_owned()) }
}

fn is_literal(tree: &Tree<'_>) -> bool {
    matches!(tree.kind, TreeKind::Null | TreeKind::Bool(_) | TreeKind::Number(_) | TreeKind::Text(_))
}

/// The expressions that an expression is made of; those of nested queries are about elements and are not
/// among them.
fn parts_of<'t, 's>(tree: &'t Tree<'s>) -> Vec<&'t Tree<'s>> {
    match &tree.kind {
        TreeKind::Null
        | TreeKind::Bool(_)
        | TreeKind::Number(_)
        | TreeKind::Text(_)
        | TreeKind::Star
        | TreeKind::Path(_)
        | TreeKind::Variable { .. } => Vec::new(),
        TreeKind::Query(query) => vec![&query.source],
        TreeKind::Member { of: part, .. }
        | TreeKind::Not(part)
        | TreeKind::Negate(part)
        | TreeKind::Cast { value: part, .. } => vec![part],
        TreeKind::Arithmetic { first, rest } => {
            std::iter::once(&**first).chain(rest.iter().map(|(_, part)| part)).collect()
        }
        TreeKind::All(parts) | TreeKind::Any(parts) | TreeKind::Array(parts) => parts.iter().collect(),
        TreeKind::Call { arguments, .. } => arguments.iter().collect(),
        TreeKind::Compare { left, right, .. } => vec![left, right],
        TreeKind::Test { left, test, .. } => {
            let mut parts: Vec<&Tree<'s>> = vec![left];
            match test {
                Test::Like(part) | Test::InArray(part) => parts.push(part),
                Test::In(candidates) => parts.extend(candidates),
                Test::Between(low, high) => parts.extend([&**low, &**high]),
                Test::IsNull => {}
            }
            parts
        }
        TreeKind::Case { subject, branches, otherwise } => {
            let mut parts: Vec<&Tree<'s>> = vec![subject];
            parts.extend(branches.iter().flat_map(|(value, result)| [value, result]));
            parts.extend(otherwise.as_deref());
            parts
        }
        TreeKind::Object(entries) => entries.iter().map(|(_, part)| part).collect(),
    }
}

#[cfg(test)]
mod tests;
