//! Statements and templates taken apart for [`explain`](crate::explain): every sub-expression is lowered
//! and evaluated by itself, as if it were a rule's.

mod call;
mod reason;
mod similar;

use std::cell::Cell;

use super::ast::{Assignment, Select, Span, Test, Tree, TreeKind};
use super::eval::Evaluation;
use super::lower::{Lowering, natural_name};
use super::plan::Expr;
use super::{EvalError, SqlVersion, Statement, Stop, VariableNames, parser, tokenize};
use crate::explain::{Expression, NamedExpression, ShownValue, TemplateTrace, payload_problem};
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
    let condition = tree.condition.as_ref().map(|condition| tracer.trace_condition(condition));
    let is_passed = evaluation.passes_payload(&statement.projection);
    StatementTrace { variables, condition, items: tracer.trace_select(&tree.select, is_passed) }
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

impl Traced {
    /// The payload that is no value stands for its bytes here.
    fn be_bytes(&mut self) {
        if self.facts.kind == Type::Undefined {
            self.shown.value = ShownValue { kind: "Bytes", json: None, is_cut: false };
            self.shown.why = None;
        }
    }
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

    /// Evaluates trees, each by itself, and looks at their values.
    fn all_evaluated<T>(
        &self,
        trees: &[Tree<'s>],
        look: impl FnOnce(&[Value<'_>]) -> T,
    ) -> Result<T, EvalError> {
        let lowered = |tree: &Tree<'s>| {
            let mut lowering = Lowering::new(self.source, self.version, self.variables.clone());
            // The statement compiled, so its parts do.
            lowering.expression(tree.clone()).unwrap_or(Expr::Constant(Value::Undefined))
        };
        let exprs: Vec<Expr> = trees.iter().map(lowered).collect();
        let evaluation = self.evaluation.fork();
        let values = exprs.iter().map(|expr| evaluation.eval(expr, None)).collect::<Result<Vec<_>, _>>();
        self.evaluation.join(&evaluation);
        values.map(|values| look(&values))
    }

    /// Evaluates a tree by itself, and looks at its value.
    fn evaluated<T>(&self, tree: &Tree<'s>, look: impl FnOnce(&Value<'_>) -> T) -> Result<T, EvalError> {
        let look = |values: &[Value<'_>]| look(values.first().unwrap_or(&Value::Undefined));
        self.all_evaluated(std::slice::from_ref(tree), look)
    }

    /// WHERE: also a value that is there may be no answer.
    fn trace_condition(&self, tree: &Tree<'s>) -> Expression {
        let mut traced = self.trace(tree);
        if traced.facts.kind != Type::Undefined && !traced.facts.is_boolean {
            let (text, what) = (reason::shortened(&traced.shown.text), reason::described(Some(&traced)));
            traced.shown.why = Some(format!("`{text}` is {what}, not a Boolean"));
        }
        traced.shown
    }

    /// SELECT. `is_passed`: the payload passes as it is, whatever else is selected.
    fn trace_select(&self, select: &Select<'s>, is_passed: bool) -> Vec<NamedExpression> {
        let items = match select {
            Select::Value(tree) => {
                return vec![NamedExpression {
                    name: "VALUE".to_owned(),
                    expression: self.trace(tree).shown,
                }];
            }
            Select::Items(items) => items,
        };
        let traced = items.iter().enumerate().map(|(index, item)| {
            let (name, mut traced) = match (&item.tree.kind, item.alias.as_slice()) {
                (TreeKind::Star, []) => ("*".to_owned(), self.trace(&item.tree)),
                (_, []) => (natural_name(&item.tree, index + 1).into_string(), self.trace(&item.tree)),
                (_, alias) => (alias.join("."), self.trace_item(&item.tree)),
            };
            if is_passed && matches!(item.tree.kind, TreeKind::Star) && item.alias.is_empty() {
                traced.be_bytes();
            } else if is_passed && traced.shown.why.is_none() {
                traced.shown.why = Some(self.left_out());
            }
            NamedExpression { name, expression: traced.shown }
        });
        traced.collect()
    }

    /// Why an item beside `*` is not in the output.
    fn left_out(&self) -> String {
        let problem = self.evaluation.message().and_then(payload_problem);
        let problem = problem.unwrap_or_else(|| "the payload is an Array".to_owned());
        format!(
            "it is left out: `*` passes the payload as it is, and fields are added to objects only ({problem})"
        )
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
            let mut traced = self.trace(part);
            if matches!(part.kind, TreeKind::Star) && parts.is_empty() && reads_bytes(tree) {
                traced.be_bytes();
            }
            parts.push(traced);
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

/// Whether `*` as the first argument of a call is the payload's bytes.
fn reads_bytes(tree: &Tree<'_>) -> bool {
    let TreeKind::Call { name, arguments } = &tree.kind else { return false };
    let mode = match arguments.get(1).map(|mode| &mode.kind) {
        Some(TreeKind::Text(mode)) => mode.as_ref(),
        _ => "",
    };
    name.eq_ignore_ascii_case("encode") || name.eq_ignore_ascii_case("decode") && mode == "proto"
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
