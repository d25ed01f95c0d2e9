//! The errors of CloudWatch Logs.

use crate::protocol::{Failure, missing_member};

pub(super) fn invalid(message: impl Into<String>) -> Failure {
    Failure::bad("InvalidParameterException", message)
}

pub(super) fn no_such_group() -> Failure {
    Failure::bad("ResourceNotFoundException", "The specified log group does not exist.")
}

pub(super) fn no_such_stream() -> Failure {
    Failure::bad("ResourceNotFoundException", "The specified log stream does not exist.")
}

pub(super) fn no_such_resource() -> Failure {
    Failure::bad("ResourceNotFoundException", "The specified resource does not exist.")
}

pub(super) fn exists(what: &str) -> Failure {
    Failure::bad("ResourceAlreadyExistsException", format!("The specified {what} already exists"))
}

pub(super) fn too_many(what: &str, most: usize) -> Failure {
    Failure::bad("LimitExceededException", format!("Thingcore keeps at most {most} {what}."))
}

/// A value that the service model's constraint for a member does not allow.
pub(super) fn constraint(value: &str, member: &str, constraint: &str) -> Failure {
    invalid(format!(
        "1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}"
    ))
}

/// What a document is refused with whose members do not fit.
pub(super) fn malformed(error: &serde_json::Error) -> Failure {
    match missing_member(error) {
        Some(member) => invalid(format!(
            "1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be \
             null"
        )),
        None => crate::protocol::json::malformed(&error.to_string()),
    }
}
