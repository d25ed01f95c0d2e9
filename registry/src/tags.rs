//! Tags of resources, the registry's own and all others (api-errors.md §9).

use std::collections::BTreeMap;

use base::Tenant;
use store::{Changed, Ticket};

use crate::RegistryError;
use crate::registry::{Draft, Registry};
use crate::state::Row;

/// Tags by key.
pub type Tags = BTreeMap<String, String>;

/// Tags that a resource can have (the page "Tag naming limits and requirements").
const TAGS_MAX: usize = 50;

/// Keys that only AWS itself may give.
const RESERVED: &str = "aws:";

/// Checks tags that a caller gives to a resource.
///
/// # Errors
/// When a key is reserved, or there are too many.
pub fn check_tags(tags: &Tags) -> Result<(), RegistryError> {
    if let Some(key) = tags.keys().find(|key| key.starts_with(RESERVED)) {
        return Err(RegistryError::ReservedTag { key: key.clone() });
    }
    if tags.len() > TAGS_MAX { Err(RegistryError::TooManyTags) } else { Ok(()) }
}

impl Draft<'_> {
    /// Gives a resource that is new, changed or gone exactly these tags.
    pub fn set_tags(&mut self, resource: impl Into<String>, tags: Tags) {
        let resource = resource.into();
        if !tags.is_empty() || self.state.tags.contains_key(&resource) {
            self.write(Row::Tags(resource, Some(tags).filter(|tags| !tags.is_empty())));
        }
    }
}

/// `resource` is the part of an ARN behind the account, such as `thinggroup/lamps`. Whether it exists is
/// the caller's to know.
impl Registry {
    /// The tags of a resource.
    pub fn tags(&self, tenant: &Tenant, resource: &str) -> Tags {
        self.read(tenant, |state| state.tags.get(resource).cloned().unwrap_or_default())
    }

    /// Gives a resource that is new or gone exactly these tags, which were checked.
    pub fn set_tags(&self, tenant: &Tenant, resource: &str, tags: Tags) -> Ticket {
        let changed = self.change(tenant, |draft| {
            draft.set_tags(resource, tags);
            Ok(())
        });
        // The change has no way to fail.
        changed.map_or(Ticket::DONE, |changed| changed.ticket)
    }

    /// Adds tags to a resource; those of the same keys are replaced.
    ///
    /// # Errors
    /// When a key is reserved, or there would be too many.
    pub fn tag(&self, tenant: &Tenant, resource: &str, tags: Tags) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let mut all = draft.state.tags.get(resource).cloned().unwrap_or_default();
            all.extend(tags);
            check_tags(&all)?;
            draft.set_tags(resource, all);
            Ok(())
        })
    }

    /// Takes the tags of these keys from a resource.
    ///
    /// # Errors
    /// None; the form is that of all changes.
    pub fn untag(
        &self,
        tenant: &Tenant,
        resource: &str,
        keys: &[String],
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let mut all = draft.state.tags.get(resource).cloned().unwrap_or_default();
            all.retain(|key, _| !keys.contains(key));
            draft.set_tags(resource, all);
            Ok(())
        })
    }
}
