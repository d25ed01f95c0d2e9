//! What several handlers need.

use std::time::Duration;

use base::{Page, PageRequest};
use model::Timestamp;
use registry::{Changed, Exception, RegistryError};
use store::{Store, Ticket};

use crate::error::ApiError;

/// Time that a caller waits for the disk before it is told to come again.
const DURABLE_WITHIN: Duration = Duration::from_secs(5);

impl From<RegistryError> for ApiError {
    fn from(error: RegistryError) -> Self {
        let text = error.to_string();
        let api_error = match error.exception() {
            Exception::InvalidRequest => Self::invalid_request(text),
            Exception::ResourceNotFound => Self::resource_not_found(text),
            Exception::ResourceAlreadyExists => Self::resource_already_exists(text),
            Exception::VersionConflict => Self::version_conflict(text),
            Exception::VersionsLimitExceeded => Self::versions_limit_exceeded(text),
            Exception::DeleteConflict => Self::delete_conflict(text),
            Exception::CertificateState => Self::certificate_state(text),
            Exception::LimitExceeded => Self::limit_exceeded(text),
            Exception::MalformedPolicy => Self::malformed_policy(text),
        };
        match error.resource() {
            Some((id, arn)) => api_error.with_resource_id(id).with_resource_arn(arn),
            None => api_error,
        }
    }
}

/// Waits until a change is on disk, so that what is answered with 200 survives everything.
///
/// # Errors
/// ServiceUnavailableException when the disk does not take it in time; the change may still happen.
pub async fn durable<T>(store: &Store, changed: Changed<T>) -> Result<T, ApiError> {
    committed(store, changed.ticket).await?;
    Ok(changed.value)
}

/// As [`durable`] for a bare ticket.
///
/// # Errors
/// ServiceUnavailableException when the disk does not take it in time.
pub async fn committed(store: &Store, ticket: Ticket) -> Result<(), ApiError> {
    tokio::time::timeout(DURABLE_WITHIN, store.committed(ticket))
        .await
        .map_err(|_| ApiError::service_unavailable("The change could not be stored in time. Check the disk."))
}

/// A request for a page, in either of AWS's dialects.
pub fn page(size: Option<i32>, token: Option<String>) -> PageRequest {
    // The model's minimum is 1; validated before.
    PageRequest { size: size.and_then(|size| usize::try_from(size).ok()), token }
}

/// The entries of a page in another form, and its token.
pub fn split<T, U>(page: Page<T>, make: impl FnMut(T) -> U) -> (Option<Vec<U>>, Option<String>) {
    (Some(page.items.into_iter().map(make).collect()), page.next)
}

/// Milliseconds since the epoch as the APIs write them.
pub fn time(millis: u64) -> Option<Timestamp> {
    Some(Timestamp(base::UnixMillis(millis)))
}

/// Refuses tags where they are not kept yet, rather than forgetting them.
///
/// # Errors
/// NotImplementedException naming the operation.
pub fn no_tags(operation: &str, given: bool) -> Result<(), ApiError> {
    if given {
        return Err(ApiError::not_implemented(format!(
            "tags of {operation} are not implemented by Thingcore."
        )));
    }
    Ok(())
}
