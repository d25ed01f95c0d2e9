//! The parameters of a command: which value each has, and whether it may.

use std::cmp::Ordering;

use model::iot::{
    CommandParameter, CommandParameterType, CommandParameterValue, CommandParameterValueComparisonOperand,
    CommandParameterValueComparisonOperator as Operator, CommandParameterValueCondition,
};
use model::{Map, iot_jobs_data};

/// Why a command cannot be executed with the given parameters.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ParameterError {
    /// The command has no such parameter.
    #[error("The command has no parameter {0}.")]
    Unknown(String),
    /// Neither the caller nor the command gives a value.
    #[error("The parameter {0} has no value.")]
    Missing(String),
    /// A value has no type, several types, or is no number of its type.
    #[error("The parameter {0} must have exactly one valid value.")]
    Malformed(String),
    /// A value is of another type than the command says.
    #[error("The parameter {name} must be of the type {wanted}.")]
    Type {
        /// The parameter.
        name: String,
        /// What it should be.
        wanted: CommandParameterType,
    },
    /// A value is not what the command allows.
    #[error("The value of the parameter {name} does not satisfy the condition {operator}.")]
    Condition {
        /// The parameter.
        name: String,
        /// Which condition it fails.
        operator: Operator,
    },
}

/// The value of each parameter that a command declares: the caller's, or else the command's own, or else its
/// default (*Parameter value priority and evaluation*). Conditions are asked of whichever it is.
///
/// # Errors
/// When a parameter is not declared, has no value, or one that the command does not allow.
pub fn resolve(
    declared: &[CommandParameter],
    given: &Map<iot_jobs_data::CommandParameterValue>,
) -> Result<Map<CommandParameterValue>, ParameterError> {
    let is_declared = |name: &str| declared.iter().any(|parameter| parameter.name == name);
    if let Some((name, _)) = given.iter().find(|(name, _)| !is_declared(name)) {
        return Err(ParameterError::Unknown(name.to_owned()));
    }
    let value = |parameter: &CommandParameter| {
        let name = &parameter.name;
        let value = given.get(name).map(of_request).or_else(|| parameter.value.clone());
        let value = value.or_else(|| parameter.default_value.clone());
        let value = value.ok_or_else(|| ParameterError::Missing(name.clone()))?;
        check(parameter, &value)?;
        Ok((name.clone(), value))
    };
    declared.iter().map(value).collect()
}

/// The two services name one type twice.
fn of_request(value: &iot_jobs_data::CommandParameterValue) -> CommandParameterValue {
    let iot_jobs_data::CommandParameterValue { s, b, i, l, d, bin, ul } = value.clone();
    CommandParameterValue { s, b, i, l, d, bin, ul }
}

/// A value as conditions see it.
enum Operand<'a> {
    Text(&'a str),
    Number(String),
    /// What has no conditions.
    Other,
}

/// The type of a value; `None` unless it has exactly one and is a number where it should be.
fn typed(value: &CommandParameterValue) -> Option<(CommandParameterType, Operand<'_>)> {
    use CommandParameterType as Type;
    let CommandParameterValue { s, b, i, l, d, bin, ul } = value;
    let unsigned = |text: &String| text.parse::<u64>().ok().map(|number| Operand::Number(number.to_string()));
    let mut all = [
        s.as_ref().map(|text| (Type::String, Some(Operand::Text(text)))),
        b.map(|_| (Type::Boolean, Some(Operand::Other))),
        i.map(|number| (Type::Integer, Some(Operand::Number(number.to_string())))),
        l.map(|number| (Type::Long, Some(Operand::Number(number.to_string())))),
        d.map(|number| (Type::Double, Some(Operand::Number(number.to_string())))),
        bin.as_ref().map(|_| (Type::Binary, Some(Operand::Other))),
        ul.as_ref().map(|text| (Type::Unsignedlong, unsigned(text))),
    ]
    .into_iter()
    .flatten();
    let (Some((kind, operand)), None) = (all.next(), all.next()) else { return None };
    Some((kind, operand?))
}

fn check(parameter: &CommandParameter, value: &CommandParameterValue) -> Result<(), ParameterError> {
    let name = || parameter.name.clone();
    let (kind, operand) = typed(value).ok_or_else(|| ParameterError::Malformed(name()))?;
    if let Some(wanted) = parameter.r#type.filter(|wanted| *wanted != kind) {
        return Err(ParameterError::Type { name: name(), wanted });
    }
    let broken = parameter.value_conditions.iter().flatten();
    match broken.into_iter().find(|condition| is_satisfied(condition, &operand) != Some(true)) {
        None => Ok(()),
        Some(broken) => Err(ParameterError::Condition { name: name(), operator: broken.comparison_operator }),
    }
}

/// Whether a value satisfies a condition (*Parameter value conditions*); `None` when the operator or its operand is
/// not for values of this type.
fn is_satisfied(condition: &CommandParameterValueCondition, value: &Operand<'_>) -> Option<bool> {
    let (operator, operand) = (condition.comparison_operator, &condition.operand);
    match value {
        Operand::Text(text) => text_satisfies(text, operator, operand),
        Operand::Number(number) => number_satisfies(number, operator, operand),
        Operand::Other => None,
    }
}

fn text_satisfies(
    text: &str,
    operator: Operator,
    operand: &CommandParameterValueComparisonOperand,
) -> Option<bool> {
    let equals = || operand.string.as_ref().map(|other| text == other);
    let in_set = || operand.strings.as_ref().map(|set| set.iter().any(|other| text == other));
    match operator {
        Operator::Equals => equals(),
        Operator::NotEquals => equals().map(|it| !it),
        Operator::InSet => in_set(),
        Operator::NotInSet => in_set().map(|it| !it),
        _ => None,
    }
}

fn number_satisfies(
    number: &str,
    operator: Operator,
    operand: &CommandParameterValueComparisonOperand,
) -> Option<bool> {
    let ordering = || compare(number, operand.number.as_ref()?);
    let in_set = || {
        let others = operand.numbers.as_ref()?.iter().map(|other| compare(number, other));
        others.collect::<Option<Vec<_>>>().map(|all| all.contains(&Ordering::Equal))
    };
    // Both ends belong to the range.
    let in_range = || {
        let range = operand.number_range.as_ref()?;
        Some(compare(number, &range.min)?.is_ge() && compare(number, &range.max)?.is_le())
    };
    match operator {
        Operator::Equals => ordering().map(Ordering::is_eq),
        Operator::NotEquals => ordering().map(Ordering::is_ne),
        Operator::LessThan => ordering().map(Ordering::is_lt),
        Operator::LessThanEquals => ordering().map(Ordering::is_le),
        Operator::GreaterThan => ordering().map(Ordering::is_gt),
        Operator::GreaterThanEquals => ordering().map(Ordering::is_ge),
        Operator::InSet => in_set(),
        Operator::NotInSet => in_set().map(|it| !it),
        Operator::InRange => in_range(),
        Operator::NotInRange => in_range().map(|it| !it),
    }
}

/// Compares numbers in their written form: whole ones exactly, others as doubles.
fn compare(a: &str, b: &str) -> Option<Ordering> {
    match (a.parse::<i128>(), b.parse::<i128>()) {
        (Ok(a), Ok(b)) => Some(a.cmp(&b)),
        _ => a.parse::<f64>().ok()?.partial_cmp(&b.parse().ok()?),
    }
}

#[cfg(test)]
mod tests {
    use model::Model;
    use serde_json::{Value, json};

    use super::*;

    fn resolved(declared: Value, given: Value) -> Result<Value, ParameterError> {
        let declared = Vec::<CommandParameter>::read(declared).unwrap();
        resolve(&declared, &Map::read(given).unwrap()).map(Model::write)
    }

    #[test]
    fn callers_value_comes_before_the_default() {
        let declared = || json!([{"name": "a", "type": "INTEGER", "defaultValue": {"I": 72}}]);
        assert_eq!(resolved(declared(), json!({"a": {"I": 75}})), Ok(json!({"a": {"I": 75}})));
        assert_eq!(resolved(declared(), json!({})), Ok(json!({"a": {"I": 72}})));
        let overridden = json!([{"name": "a", "value": {"I": 1}, "defaultValue": {"I": 72}}]);
        assert_eq!(resolved(overridden, json!({})), Ok(json!({"a": {"I": 1}})));
    }

    #[test]
    fn values_that_are_none_are_named() {
        let declared = || json!([{"name": "a", "type": "INTEGER"}]);
        let name = || "a".to_owned();
        for (given, error) in [
            (json!({}), ParameterError::Missing(name())),
            (json!({"a": {"I": 1}, "b": {"I": 1}}), ParameterError::Unknown("b".into())),
            (json!({"a": {}}), ParameterError::Malformed(name())),
            (json!({"a": {"I": 1, "L": 1}}), ParameterError::Malformed(name())),
            (json!({"a": {"UL": "99999999999999999999"}}), ParameterError::Malformed(name())),
            (
                json!({"a": {"S": "1"}}),
                ParameterError::Type { name: name(), wanted: CommandParameterType::Integer },
            ),
        ] {
            assert_eq!(resolved(declared(), given), Err(error));
        }
    }

    #[test]
    fn conditions_by_type() {
        let range = json!({"numberRange": {"min": "60", "max": "80"}});
        let set = json!({"strings": ["ON", "OFF"]});
        let big = json!({"number": "18446744073709551614"});
        for (operator, operand, value, expected) in [
            ("IN_RANGE", &range, json!({"I": 60}), true),
            ("IN_RANGE", &range, json!({"D": 80.5}), false),
            ("NOT_IN_RANGE", &range, json!({"L": 80}), false),
            ("NOT_IN_RANGE", &range, json!({"L": 81}), true),
            ("GREATER_THAN", &big, json!({"UL": "18446744073709551615"}), true),
            ("LESS_THAN_EQUALS", &big, json!({"UL": "18446744073709551615"}), false),
            ("IN_SET", &json!({"numbers": ["1", "2.5"]}), json!({"D": 2.5}), true),
            ("NOT_IN_SET", &json!({"numbers": ["1", "2.5"]}), json!({"I": 1}), false),
            ("IN_SET", &set, json!({"S": "ON"}), true),
            ("NOT_IN_SET", &set, json!({"S": "on"}), true),
            ("EQUALS", &json!({"string": "a"}), json!({"S": "b"}), false),
            ("NOT_EQUALS", &json!({"number": "1"}), json!({"I": 2}), true),
            // The operand, or the operator, is for another type.
            ("EQUALS", &json!({"string": "1"}), json!({"I": 1}), false),
            ("NOT_EQUALS", &json!({"number": "one"}), json!({"I": 1}), false),
            ("IN_RANGE", &range, json!({"S": "70"}), false),
            ("EQUALS", &json!({"string": "true"}), json!({"B": true}), false),
        ] {
            let condition = json!({"comparisonOperator": operator, "operand": operand});
            let declared = json!([{"name": "a", "valueConditions": [condition]}]);
            let outcome = resolved(declared, json!({"a": value}));
            assert_eq!(outcome.is_ok(), expected, "{value} {operator} {operand}");
            let failed = matches!(outcome, Err(ParameterError::Condition { .. }));
            assert_eq!(failed, !expected, "{value} {operator} {operand}");
        }
    }
}
