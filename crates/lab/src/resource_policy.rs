//! Statements of a resource's policy that are added and removed by label, as SQS and SNS do.

use base::Tenant;
use serde_json::{Value, json};

/// What a statement allows.
pub(crate) struct Grant<'a> {
    /// Its `Sid`.
    pub label: &'a str,
    /// Accounts whose principals may do it.
    pub accounts: &'a [String],
    /// With the service's prefix.
    pub actions: Vec<String>,
    /// The ARN that it is about.
    pub resource: &'a str,
}

/// The policy with a statement more; `None` when the label is taken.
pub(crate) fn add(policy: Option<&str>, tenant: &Tenant, grant: &Grant<'_>) -> Option<String> {
    let empty = || {
        let id = format!("{}/SQSDefaultPolicy", grant.resource);
        json!({"Version": "2012-10-17", "Id": id, "Statement": []})
    };
    let mut policy = policy.and_then(|policy| serde_json::from_str(policy).ok()).unwrap_or_else(empty);
    let mut statements = statements(&policy);
    if statements.iter().any(|statement| statement["Sid"] == grant.label) {
        return None;
    }
    let partition = tenant.region.partition();
    let principals = grant.accounts.iter().map(|account| format!("arn:{partition}:iam::{account}:root"));
    statements.push(json!({
        "Sid": grant.label,
        "Effect": "Allow",
        "Principal": {"AWS": one_or_many(principals.collect())},
        "Action": one_or_many(grant.actions.clone()),
        "Resource": grant.resource,
    }));
    policy["Statement"] = Value::Array(statements);
    Some(policy.to_string())
}

/// The policy without a statement, and none when it was the last; `None` when no statement has the label.
pub(crate) fn remove(policy: Option<&str>, label: &str) -> Option<Option<String>> {
    let mut policy: Value = serde_json::from_str(policy?).ok()?;
    let mut statements = statements(&policy);
    let count = statements.len();
    statements.retain(|statement| statement["Sid"] != label);
    if statements.len() == count {
        return None;
    }
    if statements.is_empty() {
        return Some(None);
    }
    policy["Statement"] = Value::Array(statements);
    Some(Some(policy.to_string()))
}

/// The statements of a policy, which may be a single one.
fn statements(policy: &Value) -> Vec<Value> {
    match &policy["Statement"] {
        Value::Array(statements) => statements.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    }
}

fn one_or_many(mut texts: Vec<String>) -> Value {
    if texts.len() == 1 { Value::from(texts.remove(0)) } else { Value::from(texts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_come_and_go_by_label() {
        let tenant = Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
        let accounts = ["111122223333".to_owned()];
        let grant = |label| Grant {
            label,
            accounts: &accounts,
            actions: vec!["SQS:SendMessage".into()],
            resource: "arn:q",
        };
        let one = add(None, &tenant, &grant("a")).unwrap();
        assert_eq!(add(Some(&one), &tenant, &grant("a")), None);
        let two = add(Some(&one), &tenant, &grant("b")).unwrap();
        let document: Value = serde_json::from_str(&two).unwrap();
        assert_eq!(document["Statement"][1]["Principal"]["AWS"], "arn:aws:iam::111122223333:root");
        assert_eq!(remove(Some(&two), "c"), None);
        assert_eq!(remove(Some(&two), "b"), Some(Some(one.clone())));
        assert_eq!(remove(Some(&one), "a"), Some(None));
    }
}
