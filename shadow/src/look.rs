//! Looking at shadows where they are: fleet indexing searches them (extras.md §2) and copies none.

use base::Tenant;
use serde_json::{Map, Value};

use crate::delta::{delta, differs};
use crate::document::Section;
use crate::service::Shadows;
use crate::{Document, ShadowName};

/// A shadow that exists, as long as its shard is held.
#[derive(Clone, Copy)]
pub struct ShadowView<'a>(&'a Document);

impl<'a> ShadowView<'a> {
    /// The desired state; empty when there is none.
    pub fn desired(&self) -> &'a Map<String, Value> {
        &self.0.desired.state
    }

    /// The reported state; empty when there is none.
    pub fn reported(&self) -> &'a Map<String, Value> {
        &self.0.reported.state
    }

    /// When each leaf of the desired state was written; of its shape.
    pub fn desired_metadata(&self) -> &'a Map<String, Value> {
        &self.0.desired.metadata
    }

    /// When each leaf of the reported state was written; of its shape.
    pub fn reported_metadata(&self) -> &'a Map<String, Value> {
        &self.0.reported.metadata
    }

    /// What is desired and not reported. Worked out anew.
    pub fn delta(&self) -> Map<String, Value> {
        delta(&self.0.desired, &self.0.reported).state
    }

    /// Whether anything is desired and not reported.
    pub fn has_delta(&self) -> bool {
        let state = |section: &'a Section| &section.state;
        differs(state(&self.0.desired), state(&self.0.reported))
    }

    /// The version.
    pub fn version(&self) -> u64 {
        self.0.version()
    }
}

impl Shadows {
    /// Shows a shadow; `None` when it does not exist. Requests to the shadows of a quarter of all things wait
    /// meanwhile.
    pub fn look<T>(
        &self,
        tenant: &Tenant,
        name: &ShadowName,
        look: impl FnOnce(ShadowView<'_>) -> T,
    ) -> Option<T> {
        self.shard(tenant, name.thing()).0.look(tenant, name, |document| look(ShadowView(document)))
    }
}
