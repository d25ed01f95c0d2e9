//! What the handlers of resources in the catalog have in common: creating with tags, finding, deleting,
//! requests that come twice, and lists in an order of their own.

use std::ops::{Deref, DerefMut};

use base::{InvalidToken, Page, PageRequest, cut_page};
use catalog::{Draft, Kind, Shelves};
use model::iot::error::INVALID_REQUEST_EXCEPTION;
use model::{Model, ReadError};
use registry::Tags;
use serde_json::Value;
use store::Ticket;

use super::support::{committed, durable, forget_tags, set_tags};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::Call;
use crate::validate;

/// A sort of resource.
pub struct Resource {
    /// Where the catalog keeps it.
    pub kind: Kind,
    /// How error texts call it.
    pub title: &'static str,
    /// What its ARNs have between the account and the name, separator included (api-facts.md §1).
    pub prefix: &'static str,
}

/// What a creation came to.
pub enum Creation<T> {
    /// The resource is new.
    New(T),
    /// The request came before and made this. Nothing changes, the tags included.
    Repeated(T),
}

impl Resource {
    /// The part of the ARN behind the account, by which tags are kept.
    fn path(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// The ARN of a resource of this sort.
    pub fn arn(&self, call: &Call<'_, Cloud>, name: &str) -> String {
        call.tenant().iot_arn(format_args!("{}{name}", self.prefix))
    }

    /// A resource.
    ///
    /// # Errors
    /// ResourceNotFoundException when there is none of this name.
    pub fn get<T: Model>(&self, shelves: &Shelves, name: &str) -> Result<T, ApiError> {
        let missing = || ApiError::resource_not_found(format!("{} {name} does not exist.", self.title));
        shelves.get(self.kind, name).ok_or_else(missing)
    }

    /// As [`get`](Self::get), of the caller's resources.
    ///
    /// # Errors
    /// ResourceNotFoundException when there is none of this name.
    pub fn find<T: Model>(&self, call: &Call<'_, Cloud>, name: &str) -> Result<T, ApiError> {
        call.context.catalog.read(call.tenant(), |shelves| self.get(shelves, name))
    }

    /// The refusal of a name that is taken.
    pub fn exists(&self, call: &Call<'_, Cloud>, name: &str) -> ApiError {
        ApiError::resource_already_exists(self.exists_text(name))
            .with_resource_id(name)
            .with_resource_arn(self.arn(call, name))
    }

    /// The refusal of a name that is taken, of the services that call it a conflict.
    pub fn conflict(&self, name: &str) -> ApiError {
        ApiError::conflict(self.exists_text(name)).with_resource_id(name)
    }

    fn exists_text(&self, name: &str) -> String {
        format!("{} {name} already exists.", self.title)
    }

    /// Creates a resource as `draft` says, with its tags, and waits for the disk.
    ///
    /// # Errors
    /// Those of `draft`, and ServiceUnavailableException when the disk does not take it in time.
    pub async fn create<T>(
        &self,
        call: &Call<'_, Cloud>,
        name: &str,
        tags: Tags,
        draft: impl FnOnce(&mut Draft<'_>) -> Result<Creation<T>, ApiError>,
    ) -> Result<T, ApiError> {
        let created = call.context.catalog.change(call.tenant(), draft)?;
        let (value, tagged) = match created.value {
            Creation::New(value) => (value, set_tags(call, &self.path(name), tags)),
            // What the first request made may be on its way to the disk still.
            Creation::Repeated(value) => (value, call.context.store.submit([])),
        };
        committed(&call.context.store, created.ticket.max(tagged)).await?;
        Ok(value)
    }

    /// Deletes a resource as `draft` says, with its tags, and waits for the disk.
    ///
    /// # Errors
    /// Those of `draft`, and ServiceUnavailableException when the disk does not take it in time.
    pub async fn delete(
        &self,
        call: &Call<'_, Cloud>,
        name: &str,
        draft: impl FnOnce(&mut Draft<'_>) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        let deleted = call.context.catalog.change(call.tenant(), draft)?;
        let forgotten = forget_tags(call, &self.path(name));
        committed(&call.context.store, deleted.ticket.max(forgotten)).await
    }

    /// Forgets the tags of a resource that went together with others.
    pub fn forget_tags(&self, call: &Call<'_, Cloud>, name: &str) -> Ticket {
        forget_tags(call, &self.path(name))
    }

    /// A page of the resources by name, of those that are `wanted`.
    ///
    /// # Errors
    /// When the page token is not one of ours.
    pub fn list<T: Model>(
        &self,
        call: &Call<'_, Cloud>,
        request: &PageRequest,
        wanted: impl Fn(&T) -> bool,
    ) -> Result<Page<(String, T)>, InvalidToken> {
        call.context.catalog.list(call.tenant(), self.kind, request, |_, document| wanted(document))
    }
}

/// A refusal of tags or of a page token as the called operation knows it: some know ValidationException only.
pub fn as_modelled(call: &Call<'_, Cloud>, error: impl Into<ApiError>) -> ApiError {
    let error = error.into();
    if error.name() == INVALID_REQUEST_EXCEPTION.name {
        ApiError::new(validate::exception(call.operation.operation()), error.message())
    } else {
        error
    }
}

/// Changes resources as `draft` says and waits for the disk.
///
/// # Errors
/// Those of `draft`, and ServiceUnavailableException when the disk does not take it in time.
pub async fn change<T>(
    call: &Call<'_, Cloud>,
    draft: impl FnOnce(&mut Draft<'_>) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let changed = call.context.catalog.change(call.tenant(), draft)?;
    durable(&call.context.store, changed).await
}

/// A page of entries by keys of their own. Keys are compared as texts.
///
/// # Errors
/// When the page token is not one of ours.
pub fn page_by<T>(
    mut entries: Vec<(String, T)>,
    ascending: bool,
    request: &PageRequest,
) -> Result<Page<T>, InvalidToken> {
    entries.sort_by(|(a, _), (b, _)| if ascending { a.cmp(b) } else { b.cmp(a) });
    let after = |key: &str, last: &str| if ascending { key > last } else { key < last };
    cut_page(
        entries.into_iter(),
        request,
        |(key, _)| key.clone(),
        |(key, _), last| after(key, last),
        |(_, entry)| entry,
    )
}

/// A resource with the client tokens of the requests that it comes from, so that a request which a client
/// sends again is told from another one.
///
/// Reads as the bare resource, too: the tokens are members that its own type does not have.
#[derive(Clone, Debug)]
pub struct Tokened<T> {
    resource: T,
    /// The token of the request that created it.
    pub created_by: Option<String>,
    /// The token of the last request that changed it.
    pub updated_by: Option<String>,
}

const CREATED_BY: &str = "createdByClientToken";
const UPDATED_BY: &str = "updatedByClientToken";

impl<T> Tokened<T> {
    /// A resource that a request with this token creates.
    pub fn new(resource: T, token: Option<String>) -> Self {
        Self { resource, created_by: token, updated_by: None }
    }

    /// Whether a request with this token created the resource.
    pub fn is_created_by(&self, token: Option<&str>) -> bool {
        token.is_some() && self.created_by.as_deref() == token
    }

    /// Whether a request with this token was the last to change the resource.
    pub fn is_updated_by(&self, token: Option<&str>) -> bool {
        token.is_some() && self.updated_by.as_deref() == token
    }

    /// The resource alone.
    pub fn into_resource(self) -> T {
        self.resource
    }
}

impl<T> Deref for Tokened<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.resource
    }
}

impl<T> DerefMut for Tokened<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.resource
    }
}

impl<T: Model> Model for Tokened<T> {
    fn read(value: Value) -> Result<Self, ReadError> {
        let token = |member: &str| value.get(member).and_then(Value::as_str).map(str::to_owned);
        let (created_by, updated_by) = (token(CREATED_BY), token(UPDATED_BY));
        Ok(Self { resource: T::read(value)?, created_by, updated_by })
    }

    fn write(self) -> Value {
        let mut value = self.resource.write();
        if let Value::Object(members) = &mut value {
            let tokens = [(CREATED_BY, self.created_by), (UPDATED_BY, self.updated_by)];
            let given = tokens.into_iter().filter_map(|(member, token)| Some((member, token?)));
            members.extend(given.map(|(member, token)| (member.to_owned(), token.into())));
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use model::iot::DescribeDimensionResponse;

    use super::*;

    fn dimension() -> DescribeDimensionResponse {
        DescribeDimensionResponse { name: Some("d".into()), ..Default::default() }
    }

    #[test]
    fn tokens_are_kept_beside_the_resource() {
        let mut stored = Tokened::new(dimension(), Some("first".into()));
        stored.updated_by = Some("second".into());
        let document = stored.write();
        assert_eq!(DescribeDimensionResponse::read(document.clone()), Ok(dimension()));
        let read = Tokened::<DescribeDimensionResponse>::read(document).unwrap();
        assert!(read.is_created_by(Some("first")) && read.is_updated_by(Some("second")));
        assert!(!read.is_created_by(Some("second")) && !read.is_updated_by(Some("first")));
        assert_eq!(read.into_resource(), dimension());
    }

    #[test]
    fn requests_without_a_token_are_never_the_same() {
        let stored = Tokened::<DescribeDimensionResponse>::read(Tokened::new(dimension(), None).write());
        assert!(!stored.unwrap().is_created_by(None));
    }

    #[test]
    fn pages_follow_each_other_in_both_directions() {
        let entries = || ["b", "d", "a", "c"].map(|key| (key.to_owned(), key)).to_vec();
        for (ascending, all) in [(true, ["a", "b", "c", "d"]), (false, ["d", "c", "b", "a"])] {
            let first = page_by(entries(), ascending, &PageRequest { size: Some(3), token: None }).unwrap();
            assert_eq!(first.items, all[..3]);
            let rest = page_by(entries(), ascending, &PageRequest { size: Some(3), token: first.next });
            assert_eq!(rest.unwrap().items, all[3..]);
        }
    }
}
