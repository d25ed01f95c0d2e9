//! What several handlers need.

use std::time::Duration;

use base::{Page, PageRequest};
use model::Timestamp;
use model::iot::Tag;
use registry::{Exception, RegistryError, Tags, check_tags};
use store::{Changed, Store, Ticket};

use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::Call;

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
            Exception::CertificateConflict => Self::certificate_conflict(text),
            Exception::TransferConflict => Self::transfer_conflict(text),
            Exception::TransferAlreadyCompleted => Self::transfer_already_completed(text),
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

/// A version as the model counts it.
pub fn version_out(version: u64) -> Option<i64> {
    i64::try_from(version).ok()
}

/// The version that a caller expects. A negative one is none that a resource can have.
pub fn version_in(expected: Option<i64>) -> Option<u64> {
    expected.map(|version| u64::try_from(version).unwrap_or(u64::MAX))
}

impl From<base::InvalidToken> for ApiError {
    fn from(error: base::InvalidToken) -> Self {
        Self::invalid_request(error.to_string())
    }
}

/// Milliseconds since the epoch as the APIs write them.
pub fn time(millis: u64) -> Option<Timestamp> {
    Some(Timestamp(base::UnixMillis(millis)))
}

/// Tags as a request gives them. A tag without a value is refused with `incomplete`, whose wording differs
/// from operation to operation.
///
/// # Errors
/// InvalidRequestException for a tag without a value, a reserved key, or too many tags.
pub fn tags(given: Option<Vec<Tag>>, incomplete: &str) -> Result<Tags, ApiError> {
    let pair = |tag: Tag| Some((tag.key, tag.value?));
    let tags: Option<Tags> = given.unwrap_or_default().into_iter().map(pair).collect();
    let tags = tags.ok_or_else(|| ApiError::invalid_request(incomplete))?;
    check_tags(&tags)?;
    Ok(tags)
}

/// The text of [`tags`] for most operations.
pub const INCOMPLETE_TAG: &str = "Invalid request exception. Please check the input.";

/// Gives a resource outside the registry that was just created exactly these tags. `resource` is the part of
/// its ARN behind the account. Wait for the later of this ticket and that of the creation.
pub fn set_tags(call: &Call<'_, Cloud>, resource: &str, tags: Tags) -> Ticket {
    call.context.registry.set_tags(call.tenant(), resource, tags)
}

/// Forgets the tags of a resource outside the registry that was just deleted.
pub fn forget_tags(call: &Call<'_, Cloud>, resource: &str) -> Ticket {
    set_tags(call, resource, Tags::new())
}
