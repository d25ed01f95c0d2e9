//! The errors of SNS.

use http::StatusCode;

use crate::protocol::{Failure, missing_member};

pub(super) fn invalid(what: impl std::fmt::Display) -> Failure {
    Failure::bad("InvalidParameter", format!("Invalid parameter: {what}"))
}

pub(super) fn invalid_attribute(reason: impl std::fmt::Display) -> Failure {
    invalid(format_args!("Attributes Reason: {reason}"))
}

pub(super) fn no_such_topic() -> Failure {
    Failure::not_found("NotFound", "Topic does not exist")
}

pub(super) fn no_such_subscription() -> Failure {
    Failure::not_found("NotFound", "Subscription does not exist")
}

pub(super) fn no_such_resource() -> Failure {
    Failure::not_found("ResourceNotFound", "Resource does not exist")
}

pub(super) fn too_many(code: &'static str, what: &str, most: usize) -> Failure {
    Failure::new(StatusCode::FORBIDDEN, code, format!("Thingcore keeps at most {most} {what}."))
}

/// What parameters are refused with that do not fit.
pub(super) fn malformed(error: &serde_json::Error) -> Failure {
    match missing_member(error) {
        Some(member) => Failure::bad(
            "ValidationError",
            format!(
                "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null",
                first_lower(&member)
            ),
        ),
        None => invalid(error),
    }
}

fn first_lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
}
