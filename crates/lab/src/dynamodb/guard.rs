//! What is checked before the engine sees a request, because the engine would ignore it or not survive it.

use dynoxide::DynoxideError;
use serde_json::{Map, Value};

use super::answer::Refusal;

/// How deep parentheses may be nested in an expression. The engine's parser recurses at each, so that a
/// thousand of them would exhaust the stack and end the process. What AWS allows is not known; whole
/// expressions of AWS end at 300 operators.
const NESTING_MAX: usize = 128;

/// Checks a request for an operation.
///
/// # Errors
/// When it has one of the members that the operation does not support, or an expression that is nested
/// too deep.
pub(super) fn check(operation: &str, unsupported: &[&str], document: &Value) -> Result<(), Refusal> {
    let Some(members) = document.as_object() else { return Ok(()) };
    let is_set = |member: &str| members.get(member).is_some_and(|value| !value.is_null());
    if let Some(member) = unsupported.iter().find(|member| is_set(member)) {
        return Err(Refusal::not_implemented(&format!(
            "The parameter {member} of the operation {operation}"
        )));
    }
    check_nesting(members)?;
    if let Some(Value::Array(actions)) = members.get("TransactItems") {
        let actions = actions.iter().filter_map(Value::as_object).flat_map(Map::values);
        actions.filter_map(Value::as_object).try_for_each(check_nesting)?;
    }
    if let Some(Value::Object(tables)) = members.get("RequestItems") {
        tables.values().filter_map(Value::as_object).try_for_each(check_nesting)?;
    }
    Ok(())
}

fn check_nesting(members: &Map<String, Value>) -> Result<(), DynoxideError> {
    for (name, value) in members.iter().filter(|(name, _)| name.ends_with("Expression")) {
        let text = value.as_str().unwrap_or_default();
        let mut depth = 0_usize;
        for byte in text.bytes() {
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > NESTING_MAX {
                return Err(DynoxideError::ValidationException(format!(
                    "Invalid {name}: The expression is nested deeper than {NESTING_MAX} levels;"
                )));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(operation: &str, document: &Value) -> Option<String> {
        match check(operation, &["ResourcePolicy"], document) {
            Ok(()) => None,
            Err(Refusal::Engine(error)) => Some(error.to_string()),
            Err(Refusal::Own { message, .. }) => message,
        }
    }

    #[test]
    fn an_unsupported_member_is_named_unless_it_is_null() {
        let text = refused("CreateTable", &json!({"ResourcePolicy": "{}"})).unwrap();
        assert!(text.starts_with("The parameter ResourcePolicy of the operation CreateTable of"), "{text}");
        assert_eq!(refused("CreateTable", &json!({"ResourcePolicy": null})), None);
    }

    #[test]
    fn an_expression_is_not_nested_deeper_than_the_parser_bears() {
        let nested = |levels: usize| format!("{}a = b{}", "(".repeat(levels), ")".repeat(levels));
        for place in [
            |expression: String| json!({ "ConditionExpression": expression }),
            |expression: String| json!({"TransactItems": [{"Put": {"ConditionExpression": expression}}]}),
            |expression: String| json!({"RequestItems": {"dust": {"ProjectionExpression": expression}}}),
        ] {
            assert_eq!(refused("PutItem", &place(nested(NESTING_MAX))), None);
            let text = refused("PutItem", &place(nested(NESTING_MAX + 1))).unwrap();
            assert!(text.contains("nested deeper than 128 levels"), "{text}");
        }
        let long = "(a = b) AND ".repeat(200);
        assert_eq!(refused("PutItem", &json!({ "ConditionExpression": long })), None);
    }
}
