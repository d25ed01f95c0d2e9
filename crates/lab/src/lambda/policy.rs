//! Resource policies: who else may invoke a function.

use base::Tenant;
use serde_json::{Value, json};

use super::error::Error;

/// The largest policy, bytes (Lambda quotas, "Function resource-based policy").
pub(super) const POLICY_BYTES_MAX: usize = 20 << 10;

/// What AddPermission asks for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Permission {
    pub statement_id: String,
    pub action: String,
    pub principal: String,
    pub source_arn: Option<String>,
    pub source_account: Option<String>,
}

/// Who wants to invoke, when it is not the function's own account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Invoker<'a> {
    /// Another account.
    Account(&'a str),
    /// An AWS service, on behalf of a resource of an account.
    Service { principal: &'a str, source_arn: &'a str, source_account: &'a str },
}

/// The statement of a permission, as AWS writes it.
pub(super) fn statement(permission: &Permission, function_arn: &str, partition: &str) -> Value {
    let principal = &permission.principal;
    let is_account = principal.len() == 12 && principal.bytes().all(|byte| byte.is_ascii_digit());
    let principal = if principal == "*" {
        json!("*")
    } else if is_account {
        json!({ "AWS": format!("arn:{partition}:iam::{principal}:root") })
    } else if principal.starts_with("arn:") {
        json!({ "AWS": principal })
    } else {
        json!({ "Service": principal })
    };
    let mut statement = json!({
        "Sid": permission.statement_id,
        "Effect": "Allow",
        "Principal": principal,
        "Action": permission.action,
        "Resource": function_arn,
    });
    let mut condition = json!({});
    if let Some(account) = &permission.source_account {
        condition["StringEquals"] = json!({ "AWS:SourceAccount": account });
    }
    if let Some(arn) = &permission.source_arn {
        condition["ArnLike"] = json!({ "AWS:SourceArn": arn });
    }
    if condition != json!({}) {
        statement["Condition"] = condition;
    }
    statement
}

/// The whole policy.
pub(super) fn document(statements: &[Value]) -> Value {
    json!({ "Version": "2012-10-17", "Id": "default", "Statement": statements })
}

/// Whether a policy of statements that [`statement`] made lets somebody invoke.
pub(super) fn allows(statements: &[Value], invoker: &Invoker<'_>) -> bool {
    statements.iter().any(|statement| {
        let action = statement["Action"].as_str().unwrap_or_default();
        matches!(action, "lambda:InvokeFunction" | "lambda:*" | "*") && meant(statement, invoker)
    })
}

fn meant(statement: &Value, invoker: &Invoker<'_>) -> bool {
    let principal = &statement["Principal"];
    let condition = &statement["Condition"];
    let account = condition["StringEquals"]["AWS:SourceAccount"].as_str();
    let arn = condition["ArnLike"]["AWS:SourceArn"].as_str();
    match invoker {
        Invoker::Account(id) => {
            let of = principal["AWS"].as_str().and_then(|arn| arn.split(':').nth(4));
            let named = principal.as_str() == Some("*") || of == Some(*id);
            // A call by an account has no source.
            named && account.is_none() && arn.is_none()
        }
        Invoker::Service { principal: service, source_arn, source_account } => {
            let named = principal.as_str() == Some("*") || principal["Service"].as_str() == Some(*service);
            named
                && account.is_none_or(|account| account == *source_account)
                && arn.is_none_or(|pattern| arn_like(pattern, source_arn))
        }
    }
}

/// `ArnLike`: each of the six parts by itself, with `*` and `?`.
fn arn_like(pattern: &str, arn: &str) -> bool {
    let (mut wanted, mut given) = (pattern.splitn(6, ':'), arn.splitn(6, ':'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if like(wanted.as_bytes(), given.as_bytes()) => {}
            _ => return false,
        }
    }
}

/// Matches with `*` and `?`, in time that is at most the product of both lengths.
fn like(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut star, mut from) = (0, None, 0);
    let mut place = 0;
    while place < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some(at);
                from = place;
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == text[place] => {
                at += 1;
                place += 1;
            }
            _ => match star {
                Some(star) => {
                    at = star + 1;
                    from += 1;
                    place = from;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

/// The error of a caller that no resource policy lets in.
pub(super) fn denied(caller: &Tenant, operation: &str, arn: &str) -> Error {
    let action = if operation == "Invoke" { "InvokeFunction" } else { operation };
    Error::access_denied(format!(
        "User: arn:{}:iam::{}:root is not authorized to perform: lambda:{action} on resource: {arn} because no \
         resource-based policy allows the lambda:{action} action",
        caller.region.partition(),
        caller.account
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:lambda:eu-west-1:123456789012:function:f";
    const RULE: &str = "arn:aws:iot:eu-west-1:123456789012:rule/hot";

    fn permission(principal: &str, arn: Option<&str>, account: Option<&str>) -> Value {
        let permission = Permission {
            statement_id: "s".into(),
            action: "lambda:InvokeFunction".into(),
            principal: principal.into(),
            source_arn: arn.map(Into::into),
            source_account: account.map(Into::into),
        };
        statement(&permission, ARN, "aws")
    }

    fn rule(source_arn: &'static str) -> Invoker<'static> {
        Invoker::Service { principal: "iot.amazonaws.com", source_arn, source_account: "123456789012" }
    }

    #[test]
    fn a_statement_is_written_as_aws_does() {
        assert_eq!(
            permission("iot.amazonaws.com", Some(RULE), Some("123456789012")).to_string(),
            format!(
                r#"{{"Sid":"s","Effect":"Allow","Principal":{{"Service":"iot.amazonaws.com"}},"Action":"lambda:InvokeFunction","Resource":"{ARN}","Condition":{{"StringEquals":{{"AWS:SourceAccount":"123456789012"}},"ArnLike":{{"AWS:SourceArn":"{RULE}"}}}}}}"#
            )
        );
        assert_eq!(
            permission("210987654321", None, None)["Principal"]["AWS"],
            "arn:aws:iam::210987654321:root"
        );
        assert_eq!(permission("*", None, None)["Principal"], "*");
    }

    #[test]
    fn a_rule_needs_a_permission_that_means_it() {
        let yes = |statement: Value| allows(&[statement], &rule(RULE));
        assert!(yes(permission("iot.amazonaws.com", None, None)));
        assert!(yes(permission("iot.amazonaws.com", Some(RULE), Some("123456789012"))));
        assert!(yes(permission(
            "iot.amazonaws.com",
            Some("arn:aws:iot:eu-west-1:123456789012:rule/*"),
            None
        )));
        assert!(!yes(permission("sns.amazonaws.com", None, None)));
        assert!(!yes(permission("iot.amazonaws.com", None, Some("000000000000"))));
        assert!(!yes(permission(
            "iot.amazonaws.com",
            Some("arn:aws:iot:eu-west-1:123456789012:rule/cold"),
            None
        )));
        assert!(!allows(&[], &rule(RULE)));
        let mut other = permission("iot.amazonaws.com", None, None);
        other["Action"] = "lambda:GetFunction".into();
        assert!(!yes(other));
    }

    #[test]
    fn another_account_needs_a_permission_of_its_own() {
        let may = |statement: Value| allows(&[statement], &Invoker::Account("210987654321"));
        assert!(may(permission("210987654321", None, None)));
        assert!(may(permission("arn:aws:iam::210987654321:user/x", None, None)));
        assert!(!may(permission("000000000000", None, None)));
        assert!(!may(permission("iot.amazonaws.com", None, None)));
    }

    #[test]
    fn wildcards_do_not_cross_the_parts_of_an_arn() {
        assert!(arn_like("arn:aws:iot:*:123456789012:rule/h?t", RULE));
        assert!(arn_like("arn:aws:iot:*:*:*", RULE));
        assert!(!arn_like("arn:*:rule/hot", RULE));
        assert!(!arn_like("*", RULE));
        assert!(like(b"a*b*c", b"a-b-b-c") && !like(b"a*b", b"abc") && like(b"**", b"") && !like(b"?", b""));
    }
}
