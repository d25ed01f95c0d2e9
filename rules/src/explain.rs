//! Why a rule fires for a message, or does not: every part of its statement with its value.
//!
//! [`explain`] compiles and evaluates as rules do, and then again every sub-expression by itself with the
//! same evaluator, so no value can be another than the rule's. Where a value is Undefined it says why, in
//! words: a field that is called otherwise, a payload that is no JSON, an argument of the wrong type.
//!
//! Everything is plain data that serialises; nothing here is on the way of messages.

use serde::Serialize;

use crate::message::{Message, Origin};
use crate::sql::{
    Outcome, Output, OutputSource, SqlError, SqlVersion, Statement, trace_statement, trace_template,
};

/// What a statement and its templates make of a message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The version of the SQL, `2016-03-23`.
    pub version: &'static str,
    /// The statement is refused; nothing else is known then.
    pub refused: Option<Refused>,
    /// The topic against FROM.
    pub topic: TopicTrace,
    /// What the payload is.
    pub payload: PayloadTrace,
    /// The variables of SET in their order; the names are without `@`.
    pub variables: Vec<NamedExpression>,
    /// WHERE; `None` without one.
    pub condition: Option<Expression>,
    /// Whether WHERE is true. A rule runs if this is so and FROM matches, or Basic Ingest names it.
    pub fires: bool,
    /// The items of SELECT by the names of their output, also when the rule does not fire. `*` is called
    /// `*`, what `SELECT VALUE` emits `VALUE`.
    pub items: Vec<NamedExpression>,
    /// What the actions get; `None` when WHERE is not true or the evaluation was given up.
    pub output: Option<OutputTrace>,
    /// The templates in their order.
    pub templates: Vec<TemplateTrace>,
    /// Why the evaluation was given up, for example because a variable is too large. No action runs then.
    pub failure: Option<String>,
}

/// A text that does not compile.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// What is wrong, with its place, as the API says it.
    pub message: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl From<SqlError> for Refused {
    fn from(error: SqlError) -> Self {
        Self { message: error.to_string(), line: error.line, column: error.column }
    }
}

/// The topic of the message against FROM.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TopicTrace {
    /// The topic as `topic()` answers it.
    pub topic: String,
    /// FROM; `None` without one.
    pub filter: Option<String>,
    /// Whether FROM matches.
    pub matches: bool,
}

/// What the payload is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PayloadTrace {
    /// Its length in bytes.
    pub bytes: usize,
    /// It is a JSON object or array, so that its fields can be read.
    pub is_json: bool,
    /// Why it is not.
    pub problem: Option<String>,
}

/// An expression with the name of what it makes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NamedExpression {
    /// The name.
    pub name: String,
    /// The expression.
    pub expression: Expression,
}

/// An expression, its value, and the expressions that it consists of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Expression {
    /// Its text.
    pub text: String,
    /// Where it stands in the statement or template: byte offsets of its first byte and one past its last.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Its value.
    pub value: ShownValue,
    /// Where an Undefined value comes from, or why there is none. Also why a value does not count: WHERE is
    /// no Boolean, or an item is not in the output.
    pub why: Option<String>,
    /// Its parts, without literals. Nested queries are not taken apart, and of a very large statement the
    /// parts that come late are left out.
    pub parts: Vec<Expression>,
}

/// A value in words and as JSON.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ShownValue {
    /// `Undefined`, `Null`, `Boolean`, `Int`, `Decimal`, `String`, `Array` or `Object`; `Bytes` for `*` where
    /// it stands for a payload that is no JSON; `Failure` when the evaluation was given up.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The value as compact JSON; `None` for Undefined, bytes and failures.
    pub json: Option<String>,
    /// The JSON is longer than what is shown of it.
    pub is_cut: bool,
}

/// What the actions get.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutputTrace {
    /// The bytes as text; what is no UTF-8 is replaced.
    pub text: String,
    /// It is JSON.
    pub is_json: bool,
    /// It is the payload as it came.
    pub is_payload: bool,
}

/// A template and its parts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateTrace {
    /// The template.
    pub template: String,
    /// It does not compile; the place is within the template.
    pub refused: Option<Refused>,
    /// Its expressions in their order. Offsets are within the template.
    pub expressions: Vec<Expression>,
    /// The text that comes out; `None` when the template is refused or its evaluation was given up.
    pub rendered: Option<String>,
    /// Why its evaluation was given up.
    pub failure: Option<String>,
}

/// Explains what a statement, and templates of its rule's actions, make of a message.
///
/// `rand()` and `newuuid()` answer the same wherever they stand, so that an expression and its parts agree.
///
/// ```
/// use rules::explain::explain;
/// # use rules::{message::{Message, Origin}, sql::SqlVersion};
/// # let random = || 4;
/// # let origin = Origin::of_nobody("dt/1", "123456789012".parse().unwrap(), base::UnixMillis(0), &random);
/// let message = Message::new(br#"{"Temp": 31}"#, origin);
/// let sql = "SELECT * FROM 'dt/+' WHERE temp > 30";
/// let explanation = explain(sql, SqlVersion::V2016_03_23, &message, &[]);
/// assert!(!explanation.fires);
/// let why = explanation.condition.unwrap().why.unwrap();
/// assert_eq!(why, "`temp` is Undefined: the payload has `Temp`");
/// ```
pub fn explain(sql: &str, version: SqlVersion, message: &Message<'_>, templates: &[&str]) -> Explanation {
    let bits = message.origin().random.next_u64();
    let random = || bits;
    let origin = Origin { random: &random, ..*message.origin() };
    let again = Message::new(message.payload(), origin);
    let message = &match message.answers() {
        Some(answers) => again.with_answers(answers),
        None => again,
    };
    let mut explanation = Explanation {
        version: version.as_str(),
        refused: None,
        topic: TopicTrace { topic: message.topic().to_owned(), filter: None, matches: false },
        payload: payload_trace(message),
        variables: Vec::new(),
        condition: None,
        fires: false,
        items: Vec::new(),
        output: None,
        templates: Vec::new(),
        failure: None,
    };
    match Statement::compile(sql, version) {
        Ok(statement) => fill(&mut explanation, &statement, message, templates),
        Err(error) => explanation.refused = Some(error.into()),
    }
    explanation
}

fn fill(explanation: &mut Explanation, statement: &Statement, message: &Message<'_>, templates: &[&str]) {
    explanation.topic.filter = statement.topic_filter().map(str::to_owned);
    explanation.topic.matches =
        statement.topic_filter().is_some_and(|filter| mqtt::topic::matches(filter, message.topic()));
    let evaluation = match statement.begin(message) {
        Ok(evaluation) => evaluation,
        Err(error) => {
            explanation.failure = Some(error.to_string());
            return;
        }
    };
    let trace = trace_statement(statement, &evaluation);
    explanation.variables = trace.variables;
    explanation.condition = trace.condition;
    explanation.items = trace.items;
    match statement.evaluate(message) {
        Ok(Outcome::NoMatch) => {}
        Ok(Outcome::Output(output)) => {
            explanation.fires = true;
            explanation.output = Some(output_trace(&output, message));
        }
        Err(error) => explanation.failure = Some(error.to_string()),
    }
    explanation.templates =
        templates.iter().map(|template| trace_template(template, statement, &evaluation)).collect();
}

fn output_trace(output: &Output<'_>, message: &Message<'_>) -> OutputTrace {
    OutputTrace {
        text: String::from_utf8_lossy(&output.bytes).into_owned(),
        is_json: output.is_json(message),
        is_payload: output.source == OutputSource::Payload,
    }
}

fn payload_trace(message: &Message<'_>) -> PayloadTrace {
    let is_json = message.json().is_some();
    let problem = match message.parse_error() {
        _ if is_json => None,
        _ if message.payload().is_empty() => Some("the payload is empty".to_owned()),
        Some(error) => Some(format!("the payload is not JSON: {error}")),
        None => Some("the payload is a bare value, and only objects and arrays are read as JSON".to_owned()),
    };
    PayloadTrace { bytes: message.payload().len(), is_json, problem }
}

/// Why the fields of a payload cannot be read; `None` when they can.
pub(crate) fn payload_problem(message: &Message<'_>) -> Option<String> {
    payload_trace(message).problem
}
