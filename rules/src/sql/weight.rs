//! How many expressions a nested query evaluates for each element. A statement is evaluated once for a
//! message, so its length bounds its work; a query is evaluated as often as there are elements, and the
//! queries in it as often again.

use super::plan::{Expr, Item, Projection};

/// The number of expressions in an expression, itself included. A query inside counts once: it accounts
/// for its elements itself. Recursion is bounded as that of the parser is.
pub(super) fn of_expr(expr: &Expr) -> usize {
    let parts = match expr {
        Expr::Constant(_) | Expr::Star | Expr::Field(_) | Expr::Variable { .. } | Expr::EncodedPayload => 0,
        Expr::Member { of: operand, .. }
        | Expr::Not(operand)
        | Expr::Negate(operand)
        | Expr::IsNull { operand, .. }
        | Expr::Cast { value: operand, .. } => of_expr(operand),
        Expr::Arithmetic { first, rest } => {
            of_expr(first) + rest.iter().map(|(_, operand)| of_expr(operand)).sum::<usize>()
        }
        Expr::All(operands) | Expr::Any(operands) | Expr::Array(operands) => of_all(operands),
        Expr::Compare { operands, .. } | Expr::Like { operands, .. } | Expr::InArray { operands, .. } => {
            of_all(&**operands)
        }
        Expr::Between { operands, .. } => of_all(&**operands),
        Expr::In { left, candidates, .. } => of_expr(left) + of_all(candidates),
        Expr::Case { subject, branches, otherwise } => {
            let branches = branches.iter().map(|(value, result)| of_expr(value) + of_expr(result));
            of_expr(subject) + branches.sum::<usize>() + otherwise.as_deref().map_or(0, of_expr)
        }
        Expr::Call { arguments, .. } => of_all(arguments),
        Expr::Prepared(call) => of_all(&call.arguments),
        Expr::OrDefault { value, default } => of_expr(value) + default.as_deref().map_or(0, of_expr),
        Expr::Object(entries) => entries.iter().map(|(_, value)| of_expr(value)).sum(),
        Expr::Query(query) => of_expr(&query.source),
    };
    parts + 1
}

/// The number of expressions that a SELECT evaluates.
pub(super) fn of_projection(projection: &Projection) -> usize {
    match projection {
        Projection::Whole => 1,
        Projection::Bare(expr) => of_expr(expr),
        Projection::Items { items, .. } => items.iter().map(of_item).sum(),
    }
}

fn of_item(item: &Item) -> usize {
    match item {
        Item::Star => 1,
        Item::Merge(entries) => entries.iter().map(|(_, value)| of_expr(value)).sum(),
        // Names are hashed.
        Item::Field { path, value } => {
            path.iter().map(|name| 1 + name.len() / 64).sum::<usize>() + of_expr(value)
        }
    }
}

fn of_all<'e>(exprs: impl IntoIterator<Item = &'e Expr>) -> usize {
    exprs.into_iter().map(of_expr).sum()
}
