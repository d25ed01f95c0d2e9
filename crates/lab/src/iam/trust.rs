//! Trust policies: who may assume a role.

use base::AccountId;
use serde_json::Value;

use super::RoleView;
use super::roles::Role;
use crate::wildcard::like;

const ASSUME: &str = "sts:AssumeRole";

/// A role, as STS and the rules see it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Trust {
    /// The account that the role is of.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// `AROA…`.
    pub id: String,
    /// The longest session, seconds.
    pub session_seconds_max: u64,
    statements: Vec<Value>,
}

/// Why a role cannot be assumed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Refused {
    /// The trust policy does not let the caller.
    Denied,
    /// It depends on a condition that is not known here.
    Condition(String),
}

impl Trust {
    pub(super) fn of(role: &Role, account: AccountId) -> Self {
        let document: Value = serde_json::from_str(&role.trust).unwrap_or_default();
        let statements = match &document["Statement"] {
            Value::Array(statements) => statements.clone(),
            one => vec![one.clone()],
        };
        Self {
            account,
            name: role.name.clone(),
            id: role.id.clone(),
            session_seconds_max: role.session_seconds_max,
            statements,
        }
    }

    /// What the rules want to know.
    pub fn view(&self) -> RoleView {
        let trusts = |effect: &str| {
            self.about(effect).any(|statement| {
                texts(&statement["Principal"]["Service"]).any(|service| service == "iot.amazonaws.com")
            })
        };
        RoleView { trusts_iot: trusts("Allow") && !trusts("Deny") }
    }

    /// Whether a caller may assume it: `arn` is that of the caller, `external_id` what it gives.
    pub fn allows(&self, arn: &str, account: AccountId, external_id: Option<&str>) -> Result<(), Refused> {
        let names = |statement: &&Value| {
            let principal = &statement["Principal"];
            let root = format!(":iam::{account}:root");
            principal == "*"
                || texts(&principal["AWS"]).any(|given| {
                    given == "*" || given == arn || given == account.as_str() || given.ends_with(&root)
                })
        };
        for statement in self.about("Deny").filter(names) {
            if condition(&statement["Condition"], external_id)? {
                return Err(Refused::Denied);
            }
        }
        for statement in self.about("Allow").filter(names) {
            if condition(&statement["Condition"], external_id)? {
                return Ok(());
            }
        }
        Err(Refused::Denied)
    }

    /// The statements of an effect that are about assuming the role.
    fn about<'a>(&'a self, effect: &'a str) -> impl Iterator<Item = &'a Value> {
        self.statements.iter().filter(move |statement| {
            statement["Effect"] == effect
                && texts(&statement["Action"])
                    .any(|action| like(&ASSUME.to_lowercase(), &action.to_lowercase()))
        })
    }
}

/// Whether a condition holds. Only `sts:ExternalId` is known.
fn condition(condition: &Value, external_id: Option<&str>) -> Result<bool, Refused> {
    let Value::Object(operators) = condition else { return Ok(true) };
    for (operator, keys) in operators {
        let Value::Object(keys) = keys else { return Err(Refused::Condition(operator.clone())) };
        for (key, values) in keys {
            if !key.eq_ignore_ascii_case("sts:ExternalId") {
                return Err(Refused::Condition(key.clone()));
            }
            let holds = match operator.as_str() {
                "StringEquals" => texts(values).any(|value| external_id == Some(value)),
                "StringLike" => texts(values).any(|value| external_id.is_some_and(|id| like(id, value))),
                _ => return Err(Refused::Condition(operator.clone())),
            };
            if !holds {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// A text, or several.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let many = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    value.as_str().into_iter().chain(many)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn trust(statements: Value) -> Trust {
        let trust = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        let role = Role { name: "r".into(), trust, ..Role::default() };
        Trust::of(&role, "123456789012".parse().unwrap())
    }

    #[test]
    fn whom_a_role_trusts() {
        let service = trust(
            json!([{"Effect": "Allow", "Principal": {"Service": ["iot.amazonaws.com"]}, "Action": "sts:AssumeRole"}]),
        );
        assert!(service.view().trusts_iot);
        let (me, root) = ("123456789012".parse().unwrap(), "arn:aws:iam::123456789012:root");
        assert_eq!(service.allows(root, me, None), Err(Refused::Denied));
        for principal in
            [json!("*"), json!({"AWS": "*"}), json!({"AWS": root}), json!({"AWS": ["123456789012"]})]
        {
            let trust = trust(json!({"Effect": "Allow", "Principal": principal, "Action": "sts:*"}));
            assert_eq!(trust.allows(root, me, None), Ok(()));
            assert!(!trust.view().trusts_iot);
        }
        let other = trust(
            json!({"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}),
        );
        assert_eq!(other.allows(root, me, None), Err(Refused::Denied));
        let denied = trust(json!([
            {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"},
            {"Effect": "Deny", "Principal": {"AWS": root}, "Action": "*"},
        ]));
        assert_eq!(denied.allows(root, me, None), Err(Refused::Denied));
    }

    #[test]
    fn an_external_id_is_asked_for() {
        let trust = |condition: Value| {
            trust(
                json!({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Condition": condition}),
            )
        };
        let me = "123456789012".parse().unwrap();
        let asked = trust(json!({"StringEquals": {"sts:ExternalId": "secret"}}));
        assert_eq!(asked.allows("arn", me, Some("secret")), Ok(()));
        assert_eq!(asked.allows("arn", me, Some("guess")), Err(Refused::Denied));
        assert_eq!(asked.allows("arn", me, None), Err(Refused::Denied));
        let unknown = trust(json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}));
        assert_eq!(
            unknown.allows("arn", me, None),
            Err(Refused::Condition("aws:MultiFactorAuthPresent".into()))
        );
    }
}
