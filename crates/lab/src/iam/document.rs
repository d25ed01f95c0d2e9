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

/// The partitions of AWS (IAM User Guide, "Identify AWS resources with ARNs", and botocore's endpoints).
const PARTITIONS: [&str; 8] =
    ["aws", "aws-cn", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-us-gov"];

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
    check_actions(statement)?;
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
    check_resources(statement)
}

/// The texts of an element or of its opposite; none when both are missing.
fn texts<'s>(
    statement: &'s Map<String, Value>,
    element: &str,
    opposite: &str,
) -> Result<Vec<&'s str>, Failure> {
    let syntax = || malformed_document("Syntax errors in policy.");
    match (statement.get(element), statement.get(opposite)) {
        (Some(_), Some(_)) => Err(syntax()),
        (Some(Value::String(one)), None) | (None, Some(Value::String(one))) => Ok(vec![one]),
        (Some(Value::Array(many)), None) | (None, Some(Value::Array(many))) => {
            many.iter().map(|one| one.as_str().ok_or_else(syntax)).collect()
        }
        (None, None) => Ok(Vec::new()),
        _ => Err(syntax()),
    }
}

/// Actions are `*` or have the prefix of a service.
fn check_actions(statement: &Map<String, Value>) -> Result<(), Failure> {
    let actions = texts(statement, "Action", "NotAction")?;
    if actions.is_empty() {
        return Err(malformed_document("Policy statement must contain actions."));
    }
    for action in actions.into_iter().filter(|action| *action != "*") {
        let Some((vendor, name)) = action.split_once(':') else {
            let text = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
            return Err(malformed_document(text));
        };
        if name.contains(':') {
            return Err(malformed_document("Actions/Condition can contain only one colon."));
        }
        let is_vendor =
            vendor == "*" || vendor.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
        if vendor.is_empty() || !is_vendor {
            return Err(malformed_document(&format!("Vendor {vendor} is not valid")));
        }
        if name.is_empty() {
            return Err(malformed_document("Syntax errors in policy."));
        }
    }
    Ok(())
}

/// Resources are `*` or begin with what every ARN begins with: `arn`, a partition and a service. What
/// follows is not looked at.
fn check_resources(statement: &Map<String, Value>) -> Result<(), Failure> {
    let resources = texts(statement, "Resource", "NotResource")?;
    if resources.is_empty() {
        return Err(malformed_document("Policy statement must contain resources."));
    }
    for resource in resources.into_iter().filter(|resource| *resource != "*") {
        let mut parts = resource.splitn(6, ':');
        let (head, partition) = (parts.next().unwrap_or_default(), parts.next());
        let Some(partition) = partition.filter(|_| head == "arn") else {
            return Err(malformed_document(&format!("Resource {resource} must be in ARN format or \"*\".")));
        };
        let rest: Vec<&str> = parts.collect();
        if partition != "*" && !PARTITIONS.contains(&partition) {
            let part = |place: usize| rest.get(place).copied().unwrap_or("*");
            let (service, region, account, name) = (part(0), part(1), part(2), part(3));
            return Err(malformed_document(&format!(
                "Partition \"{partition}\" is not valid for resource \
                 \"arn:{partition}:{service}:{region}:{account}:{name}\"."
            )));
        }
        if rest.is_empty() {
            let text = "Resource vendor must be fully qualified and cannot contain regexes.";
            return Err(malformed_document(text));
        }
    }
    Ok(())
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
        let with = |element: &str, value: &str| {
            IDENTITY.replace(if element == "Action" { "[\"dynamodb:*\"]" } else { "\"*\"}}" }, value)
        };
        for (bad, reason) in [
            (
                with("Action", r#""nocolon""#),
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
            ),
            (with("Action", r#"["s3:*", "a:b:c"]"#), "Actions/Condition can contain only one colon."),
            (with("Action", r#""s_3:Get""#), "Vendor s_3 is not valid"),
            (with("Action", r#""s3:""#), "Syntax errors in policy."),
            (with("Action", "[]"), "Policy statement must contain actions."),
            (with("Action", "5"), "Syntax errors in policy."),
            (with("Resource", r#""notarn"}}"#), "Resource notarn must be in ARN format or \"*\"."),
            (with("Resource", r#"["*", ""]}}"#), "Resource  must be in ARN format or \"*\"."),
            (
                with("Resource", r#""a:aws:s3:::x"}}"#),
                "Resource a:aws:s3:::x must be in ARN format or \"*\".",
            ),
            (
                with("Resource", r#""arn:asw:s3:::x/*"}}"#),
                "Partition \"asw\" is not valid for resource \"arn:asw:s3:::x/*\".",
            ),
            (
                with("Resource", r#""arn:a"}}"#),
                "Partition \"a\" is not valid for resource \"arn:a:*:*:*:*\".",
            ),
            (
                with("Resource", r#""arn:*"}}"#),
                "Resource vendor must be fully qualified and cannot contain regexes.",
            ),
            (with("Resource", "[]}}"), "Policy statement must contain resources."),
            (with("Resource", r#""*","NotResource":"*"}}"#), "Syntax errors in policy."),
        ] {
            let failure = check(&bad, Purpose::Inline).unwrap_err();
            assert_eq!(
                (&*failure.code, failure.message.as_str()),
                ("MalformedPolicyDocument", reason),
                "{bad}"
            );
        }
        for good in
            [r#""arn:aws:s3:::x"}}"#, r#"["arn:*:dynamodb:*:*:table/a:b", "*"]}}"#, r#""arn:aws-cn:*"}}"#]
        {
            check(&with("Resource", good), Purpose::Inline).unwrap();
        }
        let long = IDENTITY.replace("dynamodb:*", &format!("s:{}", "x".repeat(6144)));
        assert_eq!(check(&long, Purpose::Managed).unwrap_err().code, "LimitExceeded");
    }
}
