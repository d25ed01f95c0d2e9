//! Policy documents: whether they are any (IAM User Guide, "Grammar of the IAM JSON policy language").

use serde_json::{Map, Value};

use super::failure::{limit, malformed_document};
use crate::protocol::Failure;

/// What a document is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    /// Who may assume a role.
    Trust,
    /// A managed policy.
    Managed,
    /// A policy inside a role.
    Inline,
}

impl Purpose {
    /// The longest document, characters without white space (IAM quotas).
    fn chars_max(self) -> usize {
        match self {
            Self::Trust => 2048,
            Self::Managed => 6144,
            Self::Inline => 10_240,
        }
    }
}

/// Checks a document.
///
/// # Errors
/// `MalformedPolicyDocument` and `LimitExceeded`.
pub(super) fn check(text: &str, purpose: Purpose) -> Result<(), Failure> {
    let most = purpose.chars_max();
    if text.chars().filter(|c| !c.is_whitespace()).count() > most {
        let quota = if purpose == Purpose::Trust { "ACLSizePerRole" } else { "PolicySize" };
        return Err(limit(format!("Cannot exceed quota for {quota}: {most}")));
    }
    let syntax = || malformed_document("Syntax errors in policy.");
    let Ok(Value::Object(document)) = serde_json::from_str(text) else {
        let trust = purpose == Purpose::Trust;
        return Err(if trust { malformed_document("This policy contains invalid Json") } else { syntax() });
    };
    let known = ["Version", "Id", "Statement"];
    if document.keys().any(|key| !known.contains(&key.as_str())) {
        return Err(syntax());
    }
    match document.get("Version") {
        None => {}
        Some(Value::String(version)) if version == "2012-10-17" || version == "2008-10-17" => {}
        Some(_) => return Err(syntax()),
    }
    let statements: Vec<&Value> = match document.get("Statement") {
        Some(Value::Array(statements)) if !statements.is_empty() => statements.iter().collect(),
        Some(one @ Value::Object(_)) => vec![one],
        _ => return Err(syntax()),
    };
    statements.into_iter().try_for_each(|statement| match statement {
        Value::Object(statement) => check_statement(statement, purpose),
        _ => Err(syntax()),
    })
}

fn check_statement(statement: &Map<String, Value>, purpose: Purpose) -> Result<(), Failure> {
    const KNOWN: [&str; 9] = [
        "Sid",
        "Effect",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Principal",
        "NotPrincipal",
        "Condition",
    ];
    let syntax = || malformed_document("Syntax errors in policy.");
    let has = |name: &str| statement.contains_key(name);
    let effect = statement.get("Effect").and_then(Value::as_str);
    if !matches!(effect, Some("Allow" | "Deny")) || statement.keys().any(|key| !KNOWN.contains(&key.as_str()))
    {
        return Err(syntax());
    }
    if has("Action") == has("NotAction") || !actions_fit(statement) {
        return Err(malformed_document("Policy statement must contain actions."));
    }
    if statement.get("Condition").is_some_and(|condition| !condition.is_object()) {
        return Err(syntax());
    }
    let (resource, principal) =
        (has("Resource") || has("NotResource"), has("Principal") || has("NotPrincipal"));
    if purpose == Purpose::Trust {
        if resource {
            return Err(malformed_document("Has prohibited field Resource"));
        }
        return if principal { Ok(()) } else { Err(malformed_document("Missing required field Principal")) };
    }
    if principal {
        return Err(malformed_document("Policy document should not specify a principal."));
    }
    if resource { Ok(()) } else { Err(malformed_document("Policy statement must contain resources.")) }
}

/// Actions are `*` or have the prefix of a service.
fn actions_fit(statement: &Map<String, Value>) -> bool {
    let actions = statement.get("Action").or_else(|| statement.get("NotAction"));
    let fits = |action: &str| {
        action == "*"
            || action.split_once(':').is_some_and(|(vendor, name)| !vendor.is_empty() && !name.is_empty())
    };
    match actions {
        Some(Value::String(action)) => fits(action),
        Some(Value::Array(actions)) => {
            !actions.is_empty() && actions.iter().all(|action| action.as_str().is_some_and(fits))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"iot.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    const IDENTITY: &str =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["dynamodb:*"],"Resource":"*"}}"#;

    #[test]
    fn a_document_fits_its_purpose() {
        check(TRUST, Purpose::Trust).unwrap();
        check(IDENTITY, Purpose::Managed).unwrap();
        check(IDENTITY, Purpose::Inline).unwrap();
        assert!(check(TRUST, Purpose::Managed).is_err());
        assert!(check(IDENTITY, Purpose::Trust).is_err());
    }

    #[test]
    fn what_is_no_policy_is_refused() {
        for bad in [
            "x",
            "[]",
            "{}",
            r#"{"Statement":[]}"#,
            &IDENTITY.replace("2012-10-17", "2012-10-18"),
            &IDENTITY.replace("Allow", "allow"),
            &IDENTITY.replace("dynamodb:*", "dynamodb"),
            &IDENTITY.replace("\"Resource\"", "\"Resources\""),
        ] {
            assert_eq!(check(bad, Purpose::Managed).unwrap_err().code, "MalformedPolicyDocument", "{bad}");
        }
        let long = IDENTITY.replace("dynamodb:*", &format!("s:{}", "x".repeat(6144)));
        assert_eq!(check(&long, Purpose::Managed).unwrap_err().code, "LimitExceeded");
    }
}
