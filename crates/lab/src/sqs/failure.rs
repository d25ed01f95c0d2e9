//! SQS's errors, with their names in both protocols.

use http::StatusCode;

use crate::protocol::{Failure, missing_member};

/// The query protocol's name of errors that have another one there.
macro_rules! query_name {
    ($name:literal) => {
        concat!("AWS.SimpleQueueService.", $name)
    };
}

pub(super) fn no_such_queue() -> Failure {
    Failure::bad("QueueDoesNotExist", "The specified queue does not exist.")
        .or(query_name!("NonExistentQueue"))
}

pub(super) fn queue_exists(attribute: &str) -> Failure {
    let message =
        format!("A queue already exists with the same name and a different value for attribute {attribute}");
    Failure::bad("QueueNameExists", message).or("QueueAlreadyExists")
}

pub(super) fn invalid_parameter(message: impl Into<String>) -> Failure {
    Failure::bad("InvalidParameterValue", message)
}

pub(super) fn invalid_value(value: impl std::fmt::Display, parameter: &str, reason: &str) -> Failure {
    invalid_parameter(format!("Value {value} for parameter {parameter} is invalid. Reason: {reason}"))
}

pub(super) fn missing_parameter(parameter: &str) -> Failure {
    Failure::bad("MissingParameter", format!("The request must contain the parameter {parameter}."))
}

pub(super) fn unknown_attribute(name: &str) -> Failure {
    Failure::bad("InvalidAttributeName", format!("Unknown Attribute {name}."))
}

pub(super) fn invalid_attribute(name: &str) -> Failure {
    Failure::bad("InvalidAttributeValue", format!("Invalid value for the parameter {name}."))
}

pub(super) fn invalid_handle(handle: &str) -> Failure {
    let message = format!("The input receipt handle \"{handle}\" is not a valid receipt handle.");
    Failure::new(StatusCode::NOT_FOUND, "ReceiptHandleIsInvalid", message)
}

pub(super) fn not_in_flight() -> Failure {
    Failure::bad("MessageNotInflight", "The message referred to isn't in flight.")
        .or(query_name!("MessageNotInflight"))
}

pub(super) fn invalid_address(address: &str) -> Failure {
    let message = format!("The address {address} is not valid for this endpoint.");
    Failure::new(StatusCode::NOT_FOUND, "InvalidAddress", message)
}

pub(super) fn purge_in_progress(queue: &str) -> Failure {
    let message = format!("Only one PurgeQueue operation on {queue} is allowed every 60 seconds.");
    Failure::new(StatusCode::FORBIDDEN, "PurgeQueueInProgress", message)
        .or(query_name!("PurgeQueueInProgress"))
}

pub(super) fn over_limit(message: impl Into<String>) -> Failure {
    Failure::new(StatusCode::FORBIDDEN, "OverLimit", message)
}

pub(super) fn no_such_resource(message: &str) -> Failure {
    Failure::not_found("ResourceNotFoundException", message)
}

pub(super) fn unsupported(message: impl Into<String>) -> Failure {
    Failure::bad("UnsupportedOperation", message).or(query_name!("UnsupportedOperation"))
}

pub(super) fn empty_batch(entry: &str) -> Failure {
    let message = format!("There should be at least one {entry} in the request.");
    Failure::bad("EmptyBatchRequest", message).or(query_name!("EmptyBatchRequest"))
}

pub(super) fn too_many_entries(count: usize) -> Failure {
    let message = format!("Maximum number of entries per request are 10. You have sent {count}.");
    Failure::bad("TooManyEntriesInBatchRequest", message).or(query_name!("TooManyEntriesInBatchRequest"))
}

pub(super) fn repeated_id(id: &str) -> Failure {
    Failure::bad("BatchEntryIdsNotDistinct", format!("Id {id} repeated."))
        .or(query_name!("BatchEntryIdsNotDistinct"))
}

pub(super) fn invalid_entry_id() -> Failure {
    let message = "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at \
                   most 80 letters long.";
    Failure::bad("InvalidBatchEntryId", message).or(query_name!("InvalidBatchEntryId"))
}

pub(super) fn batch_too_long(bytes: usize, most: usize) -> Failure {
    let message = format!("Batch requests cannot be longer than {most} bytes. You have sent {bytes} bytes.");
    Failure::bad("BatchRequestTooLong", message).or(query_name!("BatchRequestTooLong"))
}

/// What a document is refused with whose members do not fit.
pub(super) fn malformed(error: &serde_json::Error) -> Failure {
    match missing_member(error) {
        Some(member) => missing_parameter(&member),
        None => crate::protocol::json::malformed(&error.to_string()),
    }
}
