//! Evaluation of statements and expressions (rules.md §1): SET, then WHERE, then SELECT.

use std::borrow::Cow;
use std::cell::RefCell;

use super::ast::Comparison;
use super::budget::{Budget, CALL_COST, WORK_MAX};
use super::compile::{Statement, Variable};
use super::functions::Calls;
use super::functions::Function;
use super::plan::Expr;
use super::{EvalError, SqlVersion, operators};
use crate::message::Message;
use crate::number::Number;
use crate::value::{JsonWriter, Object, Type, Value, node_to_decimal};

/// A variable, and all variables of a statement together (rules.md §1).
const VARIABLE_BYTES: usize = 128 << 10;

/// What a statement makes of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome<'a> {
    /// WHERE was not true: no actions.
    NoMatch,
    /// What the actions get.
    Output(Output<'a>),
}

/// The payload for the actions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Output<'a> {
    /// The bytes: borrowed when they are the message's own, else compact JSON.
    pub bytes: Cow<'a, [u8]>,
    /// Where they come from.
    pub source: OutputSource,
}

/// Where an output comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OutputSource {
    /// It is the payload as it came, whatever that is.
    Payload,
    /// JSON that the statement made.
    Statement,
    /// `SELECT VALUE` of something Undefined: no bytes.
    Nothing,
}

impl<'a> Output<'a> {
    /// JSON that was made outside of a statement.
    pub fn of_json(json: &'a [u8]) -> Self {
        Self { bytes: Cow::Borrowed(json), source: OutputSource::Statement }
    }

    /// Whether the output is JSON: what the statement made is, a payload is if it is an object or an
    /// array (rules.md §5). May have to parse the payload.
    pub fn is_json(&self, message: &Message<'_>) -> bool {
        match self.source {
            OutputSource::Payload => message.json().is_some(),
            OutputSource::Statement => true,
            OutputSource::Nothing => false,
        }
    }
}

/// The evaluation of expressions against one message, with the variables of the statement. A statement's
/// templates are rendered with the evaluation that the statement began.
pub struct Evaluation<'a> {
    message: Option<&'a Message<'a>>,
    version: SqlVersion,
    variables: Vec<Value<'a>>,
    budget: Budget,
    /// External functions called so far.
    pub(super) calls: Calls,
    /// What ended the rule while a template was rendered.
    given_up: RefCell<Option<EvalError>>,
}

impl Statement {
    /// Evaluates the statement.
    ///
    /// # Errors
    /// [`EvalError`]: the evaluation had to be given up, no action runs.
    pub fn evaluate<'a>(&'a self, message: &'a Message<'a>) -> Result<Outcome<'a>, EvalError> {
        let evaluation = self.begin(message)?;
        if !self.matches(&evaluation)? {
            return Ok(Outcome::NoMatch);
        }
        self.output(&evaluation).map(Outcome::Output)
    }

    /// Evaluates SET.
    ///
    /// # Errors
    /// As for [`Statement::evaluate`].
    pub fn begin<'a>(&'a self, message: &'a Message<'a>) -> Result<Evaluation<'a>, EvalError> {
        let mut evaluation = Evaluation::of_message(message, self.version());
        let mut bytes = 0;
        for Variable { name, value } in &self.variables {
            let value = evaluation.eval(value, None)?;
            bytes += json_length(&value, VARIABLE_BYTES - bytes).ok_or_else(|| too_large(name))?;
            evaluation.variables.push(value);
        }
        Ok(evaluation)
    }

    /// Evaluates WHERE: whether it is true. Strings count by the standard conversion to Boolean.
    ///
    /// # Errors
    /// As for [`Statement::evaluate`].
    pub fn matches<'a>(&'a self, evaluation: &Evaluation<'a>) -> Result<bool, EvalError> {
        self.condition.as_ref().map_or(Ok(true), |condition| evaluation.is_true(condition, None))
    }

    /// Evaluates SELECT.
    ///
    /// # Errors
    /// As for [`Statement::evaluate`].
    pub fn output<'a>(&'a self, evaluation: &Evaluation<'a>) -> Result<Output<'a>, EvalError> {
        evaluation.emit(&self.projection)
    }
}

fn too_large(name: &str) -> EvalError {
    EvalError::VariableTooLarge { name: name.to_owned() }
}

/// The length of a value as compact JSON, if it is at most `limit`.
pub(super) fn json_length(value: &Value<'_>, limit: usize) -> Option<usize> {
    let mut writer = JsonWriter::new(limit);
    writer.value(value);
    writer.finish().ok().map(|json| json.len())
}

impl<'a> Evaluation<'a> {
    /// An evaluation without a statement, for templates that have no variables.
    pub fn of_message(message: &'a Message<'a>, version: SqlVersion) -> Self {
        Self {
            message: Some(message),
            version,
            variables: Vec::new(),
            budget: Budget::of_payload(message.payload()),
            calls: Calls::default(),
            given_up: RefCell::default(),
        }
    }

    /// An evaluation of constants that may build that many bytes. It gives up early: what it cannot finish
    /// is left to evaluations.
    pub(super) fn of_constants(version: SqlVersion, built_bytes_max: usize) -> Self {
        Self {
            message: None,
            version,
            variables: Vec::new(),
            budget: Budget::of_constants(built_bytes_max),
            calls: Calls::default(),
            given_up: RefCell::default(),
        }
    }

    /// The same evaluation with all its budget, for an expression that does not live as long.
    pub(super) fn fork<'b>(&self) -> Evaluation<'b>
    where
        'a: 'b,
    {
        let variables = self.variables.iter().map(Value::clone).collect();
        Evaluation {
            message: self.message,
            version: self.version,
            variables,
            budget: self.budget.anew(),
            calls: Calls::default(),
            given_up: RefCell::default(),
        }
    }

    /// Adds the work of a fork, and no end comes of it but that [`Evaluation::is_spent`] says so.
    pub(super) fn join(&self, fork: &Evaluation<'_>) {
        self.budget.join(&fork.budget);
    }

    /// Whether all of the budget is used.
    pub(super) fn is_spent(&self) -> bool {
        self.budget.is_spent()
    }

    /// The value of a variable, given the names of all.
    pub(super) fn variable_of(&self, names: &[&str], name: &str) -> Option<Value<'a>> {
        let slot = names.iter().position(|variable| *variable == name)?;
        self.variables.get(slot).cloned()
    }

    /// The message; `None` while constants are folded.
    pub fn message(&self) -> Option<&'a Message<'a>> {
        self.message
    }

    /// The version of the statement.
    pub fn version(&self) -> SqlVersion {
        self.version
    }

    /// Renders something of a template. What ends the rule is kept for [`Evaluation::given_up`]: those who
    /// render on behalf of an action know failures of that action only.
    pub(crate) fn rendering<T>(&self, render: impl FnOnce() -> Result<T, EvalError>) -> Result<T, EvalError> {
        self.calls.of_templates(true);
        let rendered = render();
        self.calls.of_templates(false);
        if let Err(error) = &rendered
            && error.ends_rule()
        {
            self.given_up.borrow_mut().get_or_insert_with(|| error.clone());
        }
        rendered
    }

    /// What ended the rule while its templates were rendered, the first such error.
    pub(crate) fn given_up(&self) -> Option<EvalError> {
        self.given_up.borrow().clone()
    }

    /// The payload, or Undefined if it is not JSON.
    pub(super) fn payload(&self) -> Value<'a> {
        let root = self.message.and_then(Message::json);
        root.map_or(Value::Undefined, |root| Value::from_node(root, self.version))
    }

    /// A number as the version has it; Undefined for none.
    pub(super) fn number(&self, number: Option<Number>) -> Value<'a> {
        Value::from_number(number, self.version)
    }

    pub(super) fn random(&self) -> u64 {
        self.message.map_or(0, |message| message.origin().random.next_u64())
    }

    /// The standard conversion to String.
    pub(crate) fn text_of(&self, value: Value<'a>) -> Result<Option<Cow<'a, str>>, EvalError> {
        let builds_text = matches!(value, Value::Array(_) | Value::Object(_) | Value::Json(_));
        if matches!(value.kind(), Type::Array | Type::Object) {
            // What has no text is gone over, too.
            self.work(value.weight(WORK_MAX))?;
        }
        self.reading(&value)?;
        let text = value.stringify(self.left(), self.version)?;
        if let Some(text) = &text
            && builds_text
            && matches!(text, Cow::Owned(_))
        {
            self.charge(text.len())?;
        }
        Ok(text)
    }

    /// How many bytes may still be built.
    pub(super) fn left(&self) -> usize {
        self.budget.left()
    }

    /// Accounts for bytes that are about to be built.
    pub(crate) fn charge(&self, bytes: usize) -> Result<(), EvalError> {
        self.budget.charge(bytes)
    }

    /// Accounts for work, in bytes of text that a plain look goes over in the same time.
    #[inline]
    pub(super) fn work(&self, bytes: usize) -> Result<(), EvalError> {
        self.budget.work(bytes)
    }

    /// The work done so far.
    #[cfg(test)]
    pub(super) fn work_done(&self) -> usize {
        self.budget.used()
    }

    /// Whether a condition is true. Of a conjunction the first operand that is not true settles that the
    /// whole is not, whatever the others are.
    pub(super) fn is_true(
        &self,
        condition: &'a Expr,
        element: Option<&Value<'a>>,
    ) -> Result<bool, EvalError> {
        match condition {
            Expr::All(operands) => {
                for operand in operands {
                    if !self.is_true(operand, element)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Expr::Compare { operator, operands } => {
                Ok(self.comparison(*operator, operands, element)? == Some(true))
            }
            _ => Ok(self.truth(&self.eval(condition, element)?)? == Some(true)),
        }
    }

    /// Evaluates an expression; inside a nested query `element` is what names resolve against.
    /// Recursion is bounded: the parser limits the depth of expressions.
    pub(crate) fn eval(&self, expr: &'a Expr, element: Option<&Value<'a>>) -> Result<Value<'a>, EvalError> {
        match expr {
            Expr::Constant(value) => Ok(value.borrowed()),
            Expr::Field(path) => match element {
                Some(element) => self.at(element, path),
                None => match self.payload_node(path)? {
                    Some(node) => self.value_of(node),
                    None => Ok(Value::Undefined),
                },
            },
            Expr::Compare { operator, operands } => {
                self.comparison(*operator, operands, element).map(undefined_or)
            }
            operation => self.eval_operation(operation, element),
        }
    }

    /// Everything but leaves and comparisons. Kept out of [`Evaluation::eval`], whose small frame is what
    /// most conditions need.
    #[inline(never)]
    fn eval_operation(&self, expr: &'a Expr, element: Option<&Value<'a>>) -> Result<Value<'a>, EvalError> {
        Ok(match expr {
            Expr::Constant(_) | Expr::Field(_) | Expr::Compare { .. } => self.eval(expr, element)?,
            Expr::Star => match element {
                Some(element) => self.copy(element)?,
                None => self.payload(),
            },
            Expr::Variable { slot, path } => self.variable(*slot, path)?,
            Expr::Member { of, path } => self.at(&self.eval(of, element)?, path)?,
            Expr::Not(operand) => {
                undefined_or(self.truth(&self.eval(operand, element)?)?.map(|value| !value))
            }
            Expr::Negate(operand) => {
                self.number(self.decimal(&self.eval(operand, element)?)?.map(Number::negate))
            }
            Expr::Arithmetic { first, rest } => {
                let mut value = self.eval(first, element)?;
                for (operator, operand) in rest {
                    let operand = self.eval(operand, element)?;
                    value = operators::arithmetic(self, *operator, value, operand)?;
                }
                value
            }
            Expr::All(operands) => self.logic(operands, element, false)?,
            Expr::Any(operands) => self.logic(operands, element, true)?,
            Expr::Like { .. }
            | Expr::In { .. }
            | Expr::InArray { .. }
            | Expr::Between { .. }
            | Expr::IsNull { .. } => self.test(expr, element)?,
            Expr::Case { subject, branches, otherwise } => {
                self.case(subject, branches, otherwise.as_deref(), element)?
            }
            Expr::Cast { value, target } => self.cast(self.eval(value, element)?, *target)?,
            Expr::Call { function, arguments } => self.call(function, arguments, element)?,
            Expr::Prepared(call) => {
                let values = call.arguments.iter().map(|expr| self.eval(expr, element));
                let mut values = values.collect::<Result<Vec<_>, _>>()?;
                self.calling(&values)?;
                call.function.call_prepared(self, &mut values, &call.prepared)?
            }
            Expr::OrDefault { value, default } => {
                let value = match self.eval(value, element) {
                    Err(error) if !error.has_default() => return Err(error),
                    value => value.unwrap_or_default(),
                };
                match default {
                    Some(default) if value.is_missing() => self.eval(default, element)?,
                    _ if value.is_missing() => Value::Undefined,
                    _ => value,
                }
            }
            Expr::EncodedPayload => self.encoded_payload()?,
            Expr::Object(entries) => Value::object(self.object(entries, element)?),
            Expr::Array(elements) => {
                self.charge(elements.len() * size_of::<Value<'_>>())?;
                let elements = elements.iter().map(|expr| self.eval(expr, element));
                Value::array(elements.collect::<Result<_, _>>()?)
            }
            Expr::Query(query) => self.query(query, element)?,
        })
    }

    /// `=`; `None` is Undefined. Whole arrays and objects are compared, and the work counts.
    pub(super) fn equal(&self, left: &Value<'a>, right: &Value<'a>) -> Result<Option<bool>, EvalError> {
        if left.kind() == right.kind() {
            match left.kind() {
                Type::Number | Type::String => {
                    self.reading(left)?;
                    self.reading(right)?;
                }
                Type::Array | Type::Object => {
                    let left_weight = left.weight(WORK_MAX);
                    self.work(left_weight.saturating_add(right.weight(WORK_MAX)))?;
                }
                Type::Undefined | Type::Null | Type::Boolean => {}
            }
        }
        Ok(left.equals(right))
    }

    /// A comparison; `None` is Undefined.
    fn comparison(
        &self,
        operator: Comparison,
        operands: &'a [Expr; 2],
        element: Option<&Value<'a>>,
    ) -> Result<Option<bool>, EvalError> {
        let [left, right] = operands;
        if matches!(operator, Comparison::Equal | Comparison::NotEqual) {
            let equal = self.equal(&self.eval(left, element)?, &self.eval(right, element)?)?;
            return Ok(equal.map(|equal| equal == (operator == Comparison::Equal)));
        }
        let (left, right) = (self.decimal_of(left, element)?, self.decimal_of(right, element)?);
        Ok(left.zip(right).map(|(left, right)| operators::is_ordered(operator, left, right)))
    }

    /// The standard conversion to Decimal of an operand, without making a value of a payload field.
    fn decimal_of(&self, expr: &'a Expr, element: Option<&Value<'a>>) -> Result<Option<Number>, EvalError> {
        match expr {
            Expr::Constant(value) => self.decimal(value),
            Expr::Field(path) if element.is_none() => match self.payload_node(path)? {
                Some(node) => {
                    self.work(node.cost_of_reading())?;
                    Ok(node_to_decimal(node))
                }
                None => Ok(None),
            },
            _ => self.decimal(&self.eval(expr, element)?),
        }
    }

    fn variable(&self, slot: usize, path: &[Box<str>]) -> Result<Value<'a>, EvalError> {
        self.variables.get(slot).map_or(Ok(Value::Undefined), |value| self.at(value, path))
    }

    fn object(
        &self,
        entries: &'a [(Box<str>, Expr)],
        element: Option<&Value<'a>>,
    ) -> Result<Object<'a>, EvalError> {
        self.charge(entries.len() * size_of::<(Cow<'_, str>, Value<'_>)>())?;
        let mut object = Object::default();
        for (key, expr) in entries {
            object.set(Cow::Borrowed(key), self.eval(expr, element)?);
        }
        Ok(object)
    }

    /// Calls with up to three arguments, which is nearly all, keep them on the stack.
    fn call(
        &self,
        function: &'static Function,
        arguments: &'a [Expr],
        element: Option<&Value<'a>>,
    ) -> Result<Value<'a>, EvalError> {
        let eval = |expr| self.eval(expr, element);
        let call = |values: &mut [Value<'a>]| {
            self.calling(values)?;
            function.call(self, values)
        };
        match arguments {
            [] => call(&mut []),
            [one] => call(&mut [eval(one)?]),
            [one, two] => call(&mut [eval(one)?, eval(two)?]),
            [one, two, three] => call(&mut [eval(one)?, eval(two)?, eval(three)?]),
            more => call(&mut more.iter().map(eval).collect::<Result<Vec<_>, _>>()?),
        }
    }

    /// Accounts for a function that reads its arguments.
    fn calling(&self, arguments: &[Value<'a>]) -> Result<(), EvalError> {
        self.work(CALL_COST)?;
        arguments.iter().try_for_each(|argument| self.reading(argument))
    }

    /// The result of the first branch whose value equals the subject. Without one, the result of ELSE or
    /// Undefined; for an Undefined subject always Undefined (rules.md §1, CASE).
    fn case(
        &self,
        subject: &'a Expr,
        branches: &'a [(Expr, Expr)],
        otherwise: Option<&'a Expr>,
        element: Option<&Value<'a>>,
    ) -> Result<Value<'a>, EvalError> {
        let subject = self.eval(subject, element)?;
        if subject.is_undefined() {
            return Ok(Value::Undefined);
        }
        for (value, result) in branches {
            if self.equal(&self.eval(value, element)?, &subject)? == Some(true) {
                return self.eval(result, element);
            }
        }
        otherwise.map_or(Ok(Value::Undefined), |otherwise| self.eval(otherwise, element))
    }
}

/// A Boolean, or Undefined for none.
pub(super) fn undefined_or<'a>(truth: Option<bool>) -> Value<'a> {
    truth.map_or(Value::Undefined, Value::Bool)
}
