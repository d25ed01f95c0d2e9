//! Syntax tree to plan: functions are looked up, numbers read, constants folded, output names chosen,
//! and the fields that are read are listed.

use std::collections::HashSet;

use super::ast::{Item as ItemTree, Query as QueryTree, Select, Test, Tree, TreeKind};
use super::eval::Evaluation;
use super::functions::{self, Body, Function, PatternFunction, Refusal, Special};
use super::plan::{Entries, Expr, Item, Path, PreparedCall, Projection, Query, Shape};
use super::weight;
use super::{SqlError, SqlVersion, VariableNames};
use crate::number::Number;
use crate::open_points;
use crate::value::{CastType, Value};

type Lowered<T> = Result<T, SqlError>;

pub(super) struct Lowering<'s> {
    source: &'s str,
    version: SqlVersion,
    variables: VariableNames<'s>,
    /// Fields read since the last [`Lowering::take_paths`].
    paths: Vec<Path>,
    reads_payload: bool,
    /// How many nested queries are around: inside of one, fields are those of the element.
    queries: u32,
    /// How many bytes constants may still build.
    folded_bytes_left: usize,
    /// How many patterns were compiled.
    patterns: usize,
    /// It is an expression of a substitution template.
    is_template: bool,
    /// Calls of external functions so far.
    external_calls: u32,
}

/// What the constants of a statement may build while it is compiled, bytes.
const FOLDED_BYTES: usize = 256 << 10;

/// The constant patterns of a statement.
const PATTERNS_MAX: usize = 100;

impl<'s> Lowering<'s> {
    pub(super) fn new(source: &'s str, version: SqlVersion, variables: VariableNames<'s>) -> Self {
        Self {
            source,
            version,
            variables,
            paths: Vec::new(),
            reads_payload: false,
            queries: 0,
            folded_bytes_left: FOLDED_BYTES,
            patterns: 0,
            is_template: false,
            external_calls: 0,
        }
    }

    /// The same for an expression of a substitution template.
    pub(super) fn of_template(source: &'s str, version: SqlVersion, variables: VariableNames<'s>) -> Self {
        Self { is_template: true, ..Self::new(source, version, variables) }
    }

    /// Makes a variable known to what is lowered from here on; its slot is its position.
    pub(super) fn declare(&mut self, name: &'s str) {
        self.variables.push(name);
    }

    /// The payload fields that were read since the last call.
    pub(super) fn take_paths(&mut self) -> Vec<Path> {
        let mut paths = std::mem::take(&mut self.paths);
        paths.sort();
        paths.dedup();
        paths
    }

    /// Whether anything lowered so far looks into the payload.
    pub(super) fn reads_payload(&self) -> bool {
        self.reads_payload
    }

    fn reads(&mut self, path: Path) {
        if self.queries == 0 {
            self.reads_payload = true;
            self.paths.push(path);
        }
    }

    fn error(&self, offset: usize, message: String) -> SqlError {
        SqlError::at(self.source, offset, message)
    }

    // === SELECT ===

    pub(super) fn projection(&mut self, select: Select<'s>) -> Lowered<Projection> {
        let items = match select {
            Select::Value(tree) if matches!(tree.kind, TreeKind::Star) => return Ok(Projection::Whole),
            Select::Value(tree) => return Ok(Projection::Bare(self.expression(tree)?)),
            Select::Items(items) => items,
        };
        if let [item] = items.as_slice()
            && matches!(item.tree.kind, TreeKind::Star)
            && item.alias.is_empty()
        {
            return Ok(Projection::Whole);
        }
        let mut lowered = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            lowered.push(self.item(item, index + 1)?);
        }
        let shape = shape_of(&lowered);
        Ok(Projection::Items { items: lowered.into(), shape })
    }

    fn item(&mut self, item: ItemTree<'s>, position: usize) -> Lowered<Item> {
        let has_alias = !item.alias.is_empty();
        match item.tree.kind {
            TreeKind::Star if !has_alias => {
                self.reads(Path::default());
                Ok(Item::Star)
            }
            TreeKind::Object(entries) if !has_alias => {
                self.require_literals(item.tree.offset)?;
                Ok(Item::Merge(self.entries(entries)?))
            }
            _ => {
                let path =
                    if has_alias { path(&item.alias) } else { [natural_name(&item.tree, position)].into() };
                Ok(Item::Field { path, value: self.expression(item.tree)? })
            }
        }
    }

    fn entries(&mut self, entries: Vec<(std::borrow::Cow<'s, str>, Tree<'s>)>) -> Lowered<Entries> {
        let entries = entries.into_iter();
        entries.map(|(key, value)| Ok((key.into_owned().into(), self.expression(value)?))).collect()
    }

    fn query(&mut self, offset: usize, query: QueryTree<'s>) -> Lowered<Query> {
        self.require_newer(offset, "nested queries")?;
        let source = self.expression(query.source)?;
        self.queries += 1;
        let condition = query.condition.map(|condition| self.expression(condition)).transpose()?;
        let projection = self.projection(query.select)?;
        self.queries -= 1;
        let weight = condition.as_ref().map_or(0, weight::of_expr) + weight::of_projection(&projection);
        Ok(Query { source, condition, projection, weight })
    }

    // === Expressions ===

    /// Recursion is bounded: the parser limits the depth of trees.
    pub(super) fn expression(&mut self, tree: Tree<'s>) -> Lowered<Expr> {
        let offset = tree.offset;
        let expr = match tree.kind {
            TreeKind::Null => Expr::Constant(Value::Null),
            TreeKind::Bool(value) => Expr::Constant(Value::Bool(value)),
            TreeKind::Number(text) => self.number(offset, text)?,
            TreeKind::Text(text) => Expr::Constant(Value::text(text.into_owned())),
            TreeKind::Star => {
                self.reads(Path::default());
                Expr::Star
            }
            TreeKind::Path(names) => {
                self.reads(path(&names));
                Expr::Field(path(&names))
            }
            TreeKind::Variable { name, path: names } => self.variable(offset, name, &names)?,
            TreeKind::Member { of, path: names } => Expr::Member { of: self.boxed(*of)?, path: path(&names) },
            TreeKind::Not(operand) => Expr::Not(self.boxed(*operand)?),
            TreeKind::Negate(operand) => Expr::Negate(self.boxed(*operand)?),
            TreeKind::Arithmetic { first, rest } => {
                let first = self.boxed(*first)?;
                let rest = rest.into_iter().map(|(operator, tree)| Ok((operator, self.expression(tree)?)));
                Expr::Arithmetic { first, rest: rest.collect::<Lowered<_>>()? }
            }
            TreeKind::All(operands) => Expr::All(self.expressions(operands)?),
            TreeKind::Any(operands) => Expr::Any(self.expressions(operands)?),
            TreeKind::Compare { operator, left, right } => {
                Expr::Compare { operator, operands: self.pair(*left, *right)? }
            }
            TreeKind::Test { negated, left, test } => self.test(negated, *left, test)?,
            TreeKind::Case { subject, branches, otherwise } => {
                let subject = self.boxed(*subject)?;
                let branches = branches.into_iter();
                let branches =
                    branches.map(|(value, result)| Ok((self.expression(value)?, self.expression(result)?)));
                let branches = branches.collect::<Lowered<_>>()?;
                let otherwise = otherwise.map(|tree| self.boxed(*tree)).transpose()?;
                Expr::Case { subject, branches, otherwise }
            }
            TreeKind::Cast { value, target, target_offset, .. } => {
                let target = self.cast_type(target_offset, target)?;
                Expr::Cast { value: self.boxed(*value)?, target }
            }
            TreeKind::Call { name, arguments } => self.call(offset, name, arguments)?,
            TreeKind::Object(entries) => {
                self.require_literals(offset)?;
                Expr::Object(self.entries(entries)?)
            }
            TreeKind::Array(elements) => {
                self.require_literals(offset)?;
                Expr::Array(self.expressions(elements)?)
            }
            TreeKind::Query(query) => Expr::Query(Box::new(self.query(offset, *query)?)),
        };
        Ok(self.folded(expr))
    }

    fn expressions(&mut self, trees: Vec<Tree<'s>>) -> Lowered<Box<[Expr]>> {
        trees.into_iter().map(|tree| self.expression(tree)).collect()
    }

    fn boxed(&mut self, tree: Tree<'s>) -> Lowered<Box<Expr>> {
        self.expression(tree).map(Box::new)
    }

    fn pair(&mut self, left: Tree<'s>, right: Tree<'s>) -> Lowered<Box<[Expr; 2]>> {
        Ok(Box::new([self.expression(left)?, self.expression(right)?]))
    }

    fn number(&self, offset: usize, text: &str) -> Lowered<Expr> {
        let number = Number::read(text.as_bytes());
        let number = number
            .ok_or_else(|| self.error(offset, "Expected a number between 1E-999 and 1E+999".to_owned()))?;
        Ok(Expr::Constant(Value::from_number(Some(number), self.version)))
    }

    fn variable(&self, offset: usize, name: &str, names: &[&str]) -> Lowered<Expr> {
        let slot = self.variables.iter().position(|variable| *variable == name);
        let slot = slot.ok_or_else(|| self.error(offset, format!("Unknown variable '@{name}'")))?;
        Ok(Expr::Variable { slot, path: path(names) })
    }

    fn test(&mut self, negated: bool, left: Tree<'s>, test: Test<'s>) -> Lowered<Expr> {
        Ok(match test {
            Test::Like(pattern) => Expr::Like { negated, operands: self.pair(left, *pattern)? },
            Test::In(candidates) => {
                Expr::In { negated, left: self.boxed(left)?, candidates: self.expressions(candidates)? }
            }
            Test::InArray(array) => Expr::InArray { negated, operands: self.pair(left, *array)? },
            Test::Between(low, high) => {
                let operands = [self.expression(left)?, self.expression(*low)?, self.expression(*high)?];
                Expr::Between { negated, operands: Box::new(operands) }
            }
            Test::IsNull => Expr::IsNull { negated, operand: self.boxed(left)? },
        })
    }

    /// The types of `cast` (rules.md §2).
    fn cast_type(&self, offset: usize, name: &str) -> Lowered<CastType> {
        let target = match name.to_ascii_lowercase().as_str() {
            "string" | "nvarchar" | "text" | "ntext" | "varchar" => CastType::String,
            "int" | "integer" => CastType::Int,
            "double" => CastType::Double,
            "decimal" => CastType::Decimal,
            "bool" | "boolean" => CastType::Boolean,
            _ => {
                let message = format!("Expected String, Int, Decimal, Double or Boolean, found '{name}'");
                return Err(self.error(offset, message));
            }
        };
        if matches!(target, CastType::Decimal | CastType::Boolean) {
            self.require_newer(offset, &format!("casts to {name}"))?;
        }
        Ok(target)
    }

    // === Functions ===

    fn call(&mut self, offset: usize, name: &'s str, arguments: Vec<Tree<'s>>) -> Lowered<Expr> {
        let Some(function) = functions::find(name) else {
            if open_points::UNKNOWN_FUNCTION_IS_REFUSED {
                return Err(self.error(offset, format!("Unknown function '{name}'")));
            }
            return Ok(Expr::Constant(Value::Undefined));
        };
        if matches!(function.body, Body::NotYet) {
            return Err(self.not_yet(offset, &format!("'{}'", function.name)));
        }
        if function.since > self.version {
            self.require_newer(offset, &format!("function '{}'", function.name))?;
        }
        if !function.takes(arguments.len()) {
            return self.wrong_arity(
                offset,
                &format!("'{}'", function.name),
                &function.wanted(arguments.len()),
            );
        }
        if functions::is_external(function.name) {
            self.external_calls += 1;
            for (index, modes) in functions::literals(function.name, arguments.len()) {
                self.require_mode(&arguments, index, modes)?;
            }
        }
        match function.body {
            Body::Special(special) => self.special(offset, special, function, arguments),
            Body::Pattern(pattern) => self.pattern_call(function, pattern, arguments),
            _ => Ok(Expr::Call { function, arguments: self.expressions(arguments)? }),
        }
    }

    fn wrong_arity(&self, offset: usize, function: &str, wanted: &str) -> Lowered<Expr> {
        if open_points::WRONG_ARITY_IS_REFUSED {
            return Err(self.error(offset, format!("Function {function} takes {wanted}")));
        }
        Ok(Expr::Constant(Value::Undefined))
    }

    /// Compiles the patterns of a call that are constants. One that cannot be used is refused here, where
    /// its author sees why, and not left to be Undefined for every message (open point).
    fn pattern_call(
        &mut self,
        function: &'static Function,
        pattern: PatternFunction,
        arguments: Vec<Tree<'s>>,
    ) -> Lowered<Expr> {
        let offsets: Vec<usize> = arguments.iter().map(|tree| tree.offset).collect();
        let arguments = self.expressions(arguments)?;
        let constants: Vec<_> = arguments.iter().map(Expr::constant).collect();
        let prepared = (pattern.prepare)(&constants).map_err(|refusal| {
            let offset = offsets.get(refusal.argument).copied().unwrap_or_default();
            let Refusal { pattern, error, .. } = refusal;
            self.error(offset, format!("Invalid pattern '{pattern:.80}' of '{}': {error}", function.name))
        })?;
        self.patterns += usize::from(prepared.is_some());
        if self.patterns > PATTERNS_MAX {
            let offset = offsets.first().copied().unwrap_or_default();
            return Err(self.error(offset, format!("Expected at most {PATTERNS_MAX} constant patterns")));
        }
        Ok(match prepared {
            Some(prepared) => Expr::Prepared(Box::new(PreparedCall { function, prepared, arguments })),
            None => Expr::Call { function, arguments },
        })
    }

    /// The calls whose arguments are more than values.
    fn special(
        &mut self,
        offset: usize,
        special: Special,
        function: &'static Function,
        mut arguments: Vec<Tree<'s>>,
    ) -> Lowered<Expr> {
        match special {
            Special::OrDefault => {
                let mut arguments = arguments.into_iter();
                let value = arguments.next().map(|tree| self.boxed(tree)).transpose()?;
                let value = value.unwrap_or_else(|| Box::new(Expr::Constant(Value::Undefined)));
                let before = self.external_calls;
                let default = arguments.next().map(|tree| self.boxed(tree)).transpose()?;
                if self.external_calls > before {
                    let message =
                        "The default of 'get_or_default' cannot call a function that fetches a resource";
                    return Err(self.error(offset, message.to_owned()));
                }
                return Ok(Expr::OrDefault { value, default });
            }
            Special::Encode => {
                self.require_mode(&arguments, 1, &["base64"])?;
                if matches!(arguments.first().map(|tree| &tree.kind), Some(TreeKind::Star))
                    && self.queries == 0
                {
                    return Ok(Expr::EncodedPayload);
                }
                arguments.truncate(1);
            }
            Special::Decode => {
                let mode = self.require_mode(&arguments, 1, &["base64", "proto"])?;
                if mode == "proto" {
                    return self.decode_proto(offset, arguments);
                }
                if arguments.len() > 2 {
                    let wanted = format!("2 arguments, not {}", arguments.len());
                    return self.wrong_arity(offset, "'decode' with 'base64'", &wanted);
                }
                arguments.truncate(1);
            }
            // Any other mode is Undefined (rules.md §4).
            Special::Transform => {
                if self.mode(&arguments, 0)? != "enrichArray" {
                    return Ok(Expr::Constant(Value::Undefined));
                }
                arguments.remove(0);
            }
        }
        Ok(Expr::Call { function, arguments: self.expressions(arguments)? })
    }

    /// `decode(data, 'proto', bucket, key, protoName, messageType)`: `*` is the payload's bytes, any other
    /// data is base64 text.
    fn decode_proto(&mut self, offset: usize, mut arguments: Vec<Tree<'s>>) -> Lowered<Expr> {
        if self.is_template {
            let message = "Function 'decode' with 'proto' cannot be used in a substitution template";
            return Err(self.error(offset, message.to_owned()));
        }
        if arguments.len() != 6 {
            let wanted = format!("6 arguments, not {}", arguments.len());
            return self.wrong_arity(offset, "'decode' with 'proto'", &wanted);
        }
        self.external_calls += 1;
        arguments.remove(1);
        let is_payload =
            matches!(arguments.first().map(|tree| &tree.kind), Some(TreeKind::Star)) && self.queries == 0;
        let first = match is_payload {
            true => Expr::EncodedPayload,
            false => self.expression(arguments.remove(0))?,
        };
        if is_payload {
            arguments.remove(0);
        }
        let mut lowered = vec![first];
        for argument in arguments {
            lowered.push(self.expression(argument)?);
        }
        Ok(Expr::Call { function: &functions::DECODE_PROTO, arguments: lowered.into() })
    }

    /// An argument that switches what a function does: it must be a literal.
    fn mode<'t>(&self, arguments: &'t [Tree<'s>], index: usize) -> Lowered<&'t str> {
        match arguments.get(index) {
            Some(Tree { kind: TreeKind::Text(text), .. }) => Ok(text),
            Some(tree) => Err(self.error(tree.offset, "Expected a literal string".to_owned())),
            None => Err(self.error(self.source.len(), "Expected a literal string".to_owned())),
        }
    }

    fn require_mode<'t>(&self, arguments: &'t [Tree<'s>], index: usize, modes: &[&str]) -> Lowered<&'t str> {
        let mode = self.mode(arguments, index)?;
        if modes.contains(&mode) || modes.is_empty() {
            return Ok(mode);
        }
        let offset = arguments.get(index).map_or(0, |tree| tree.offset);
        Err(self.error(offset, format!("Expected '{}', found \"{mode}\"", modes.join("' or '"))))
    }

    fn not_yet(&self, offset: usize, what: &str) -> SqlError {
        self.error(offset, format!("Function {what} is not available yet"))
    }

    fn require_literals(&self, offset: usize) -> Lowered<()> {
        self.require_newer(offset, "object and array literals")
    }

    fn require_newer(&self, offset: usize, what: &str) -> Lowered<()> {
        if self.version >= SqlVersion::V2016_03_23 || !open_points::NEWER_SYNTAX_IS_REFUSED {
            return Ok(());
        }
        Err(self.error(offset, format!("Expected awsIotSqlVersion 2016-03-23 or later for {what}")))
    }

    // === Folding ===

    /// Evaluates what depends on constants only. What cannot be folded because it is too large stays,
    /// and fails when it is evaluated.
    fn folded(&mut self, expr: Expr) -> Expr {
        if !is_foldable(&expr) {
            return expr;
        }
        let evaluation = Evaluation::of_constants(self.version, self.folded_bytes_left);
        let value = evaluation.eval(&expr, None).map(|value| value.into_owned(self.version));
        self.folded_bytes_left = evaluation.left();
        value.map_or(expr, Expr::Constant)
    }
}

fn is_foldable(expr: &Expr) -> bool {
    let constant = |expr: &Expr| expr.constant().is_some();
    match expr {
        Expr::Constant(_)
        | Expr::Star
        | Expr::Field(_)
        | Expr::Variable { .. }
        | Expr::EncodedPayload
        | Expr::Query(_) => false,
        Expr::Member { of: operand, .. }
        | Expr::Not(operand)
        | Expr::Negate(operand)
        | Expr::IsNull { operand, .. }
        | Expr::Cast { value: operand, .. } => constant(operand),
        Expr::Arithmetic { first, rest } => constant(first) && rest.iter().all(|(_, expr)| constant(expr)),
        Expr::All(operands) | Expr::Any(operands) | Expr::Array(operands) => operands.iter().all(constant),
        Expr::Compare { operands, .. } | Expr::Like { operands, .. } | Expr::InArray { operands, .. } => {
            operands.iter().all(constant)
        }
        Expr::Between { operands, .. } => operands.iter().all(constant),
        Expr::In { left, candidates, .. } => constant(left) && candidates.iter().all(constant),
        Expr::Case { subject, branches, otherwise } => {
            constant(subject)
                && branches.iter().all(|(value, result)| constant(value) && constant(result))
                && otherwise.as_deref().is_none_or(constant)
        }
        Expr::Call { function, arguments } => function.is_pure && arguments.iter().all(constant),
        Expr::Prepared(call) => call.function.is_pure && call.arguments.iter().all(constant),
        Expr::OrDefault { value, default } => constant(value) && default.as_deref().is_none_or(constant),
        Expr::Object(entries) => entries.iter().all(|(_, expr)| constant(expr)),
    }
}

fn shape_of(items: &[Item]) -> Shape {
    let (has_star, fields) = match items {
        [Item::Star, fields @ ..] => (true, fields),
        fields => (false, fields),
    };
    let mut names = HashSet::new();
    for item in fields {
        match item {
            Item::Field { path, .. } if path.len() == 1 && names.insert(path) => {}
            _ => return Shape::Other,
        }
    }
    if has_star { Shape::StarAndFields } else { Shape::Fields }
}

fn path(names: &[&str]) -> Path {
    names.iter().map(|name| Box::from(*name)).collect()
}

/// The key of an item without alias (rules.md §1).
pub(super) fn natural_name(tree: &Tree<'_>, position: usize) -> Box<str> {
    match &tree.kind {
        TreeKind::Path(names) | TreeKind::Member { path: names, .. } => {
            names.last().copied().unwrap_or_default().into()
        }
        TreeKind::Variable { name, path } if open_points::VARIABLE_NAMES_ITS_ITEM => {
            path.last().copied().unwrap_or(name).into()
        }
        TreeKind::Call { name, .. } | TreeKind::Cast { name, .. } => (*name).into(),
        _ => open_points::generated_name(position).into(),
    }
}
