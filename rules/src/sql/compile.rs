//! Statements: compiled once when a rule is made, evaluated for every message.

use super::lexer::Token;
use super::lower::Lowering;
use super::plan::{Expr, Projection};
use super::{SqlError, SqlVersion, ast, parser};

/// A compiled rule statement. Cheap to share, never changed.
///
/// ```
/// use rules::sql::{SqlVersion, Statement};
/// let sql = "SELECT temp FROM 'dt/+' WHERE temp > 30";
/// let statement = Statement::compile(sql, SqlVersion::V2016_03_23).unwrap();
/// assert_eq!(statement.topic_filter(), Some("dt/+"));
/// assert!(statement.reads_payload());
/// ```
#[derive(Debug)]
pub struct Statement {
    sql: Box<str>,
    version: SqlVersion,
    topic_filter: Option<Box<str>>,
    pub(super) variables: Box<[Variable]>,
    pub(super) condition: Option<Expr>,
    pub(super) projection: Projection,
    paths: PayloadPaths,
    reads_payload: bool,
}

/// A variable of the SET clause.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) name: Box<str>,
    pub(super) value: Expr,
}

/// The fields of the payload that a statement reads, each a list of names from the outermost object in.
/// The whole payload (`*`) is the empty list. Fields of array elements are not listed, their array is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PayloadPaths {
    /// Read by SET.
    pub variables: Vec<Box<[Box<str>]>>,
    /// Read by WHERE.
    pub condition: Vec<Box<[Box<str>]>>,
    /// Read by SELECT.
    pub projection: Vec<Box<[Box<str>]>>,
}

/// The variables that an expression may name, in the order of their slots.
pub(crate) type VariableNames<'v> = Vec<&'v str>;

impl Statement {
    /// Compiles a statement.
    ///
    /// # Errors
    /// Everything outside the grammar of rules.md §1 to §4, functions that are unknown or not available
    /// yet, and what the version does not have: with line, column and what was expected.
    pub fn compile(sql: &str, version: SqlVersion) -> Result<Self, SqlError> {
        let tree = parser::parse_statement(sql)?;
        let topic_filter = tree.topic_filter.as_ref().map(|filter| topic_filter(sql, filter)).transpose()?;

        let mut lowering = Lowering::new(sql, version, VariableNames::new());
        let mut variables = Vec::with_capacity(tree.variables.len());
        for assignment in tree.variables {
            let value = lowering.expression(assignment.value)?;
            variables.push(Variable { name: assignment.name.into(), value });
            // Only what follows may use it.
            lowering.declare(assignment.name);
        }
        let variable_paths = lowering.take_paths();
        let condition = tree.condition.map(|condition| lowering.expression(condition)).transpose()?;
        let condition_paths = lowering.take_paths();
        let projection = lowering.projection(tree.select)?;
        let projection_paths = lowering.take_paths();

        let reads_payload = lowering.reads_payload();
        Ok(Self {
            sql: sql.into(),
            version,
            topic_filter,
            variables: variables.into(),
            condition,
            projection,
            paths: PayloadPaths {
                variables: variable_paths,
                condition: condition_paths,
                projection: projection_paths,
            },
            reads_payload,
        })
    }

    /// The text it was compiled from.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The version it was compiled for.
    pub fn version(&self) -> SqlVersion {
        self.version
    }

    /// The filter of FROM. `None` for a rule that only Basic Ingest reaches (rules.md §1).
    pub fn topic_filter(&self) -> Option<&str> {
        self.topic_filter.as_deref()
    }

    /// Whether evaluation looks into the payload. When it does not, the payload is never parsed:
    /// `SELECT *`, `SELECT topic() AS t`, `SELECT encode(*, 'base64') AS data`.
    pub fn reads_payload(&self) -> bool {
        self.reads_payload
    }

    /// The payload's fields that the statement reads.
    pub fn payload_paths(&self) -> &PayloadPaths {
        &self.paths
    }

    /// The names of the SET clause, for templates that use them.
    pub(crate) fn variable_names(&self) -> VariableNames<'_> {
        self.variables.iter().map(|variable| &*variable.name).collect()
    }
}

/// Compiles one expression of a template: `tokens` of `source`.
pub(crate) fn compile_expression<'s>(
    source: &'s str,
    tokens: Vec<Token<'s>>,
    version: SqlVersion,
    variables: VariableNames<'s>,
) -> Result<Expr, SqlError> {
    let tree = parser::parse_expression(source, tokens)?;
    Lowering::of_template(source, version, variables).expression(tree)
}

fn topic_filter(sql: &str, filter: &ast::Quoted<'_>) -> Result<Box<str>, SqlError> {
    if !mqtt::topic::is_filter(&filter.text) || filter.text.contains('\0') {
        let message = format!("Expected a valid topic filter, found '{}'", filter.text);
        return Err(SqlError::at(sql, filter.offset, message));
    }
    if filter.text.starts_with("$aws/rules/") {
        let message = "Expected a topic filter outside of '$aws/rules/', which rules cannot subscribe to";
        return Err(SqlError::at(sql, filter.offset, message));
    }
    Ok(filter.text.as_ref().into())
}
