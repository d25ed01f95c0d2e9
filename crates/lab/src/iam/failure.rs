//! The errors of IAM.

use crate::protocol::{Failure, missing_member};

pub(super) fn no_such(message: impl Into<String>) -> Failure {
    Failure::not_found("NoSuchEntity", message)
}

pub(super) fn no_such_role(name: &str) -> Failure {
    no_such(format!("The role with name {name} cannot be found."))
}

pub(super) fn no_such_policy(arn: &str) -> Failure {
    no_such(format!("Policy {arn} was not found."))
}

pub(super) fn exists(message: impl Into<String>) -> Failure {
    Failure::conflict("EntityAlreadyExists", message)
}

pub(super) fn conflict(message: &str) -> Failure {
    Failure::conflict("DeleteConflict", message)
}

pub(super) fn limit(message: impl Into<String>) -> Failure {
    Failure::conflict("LimitExceeded", message)
}

pub(super) fn malformed_document(message: &str) -> Failure {
    Failure::bad("MalformedPolicyDocument", message)
}

/// A value that the service model's constraint for a member does not allow.
pub(super) fn invalid(value: &str, member: &str, constraint: &str) -> Failure {
    let message = format!(
        "1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}"
    );
    Failure::bad("ValidationError", message)
}

/// What parameters are refused with that do not fit.
pub(super) fn malformed(error: &serde_json::Error) -> Failure {
    match missing_member(error) {
        Some(member) => {
            let mut chars = member.chars();
            let first = chars.next().map(|first| first.to_ascii_lowercase());
            let member: String = first.into_iter().chain(chars).collect();
            let message = format!(
                "1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not \
                 be null"
            );
            Failure::bad("ValidationError", message)
        }
        None => Failure::bad("ValidationError", error.to_string()),
    }
}
