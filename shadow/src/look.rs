//! Looking at shadows where they are: fleet indexing searches them (extras.md §2) and copies none.

use std::sync::Arc;

use base::Tenant;

use crate::service::Shadows;
use crate::{Document, ShadowName};

impl Shadows {
    /// A shadow as it is now; `None` when it does not exist.
    pub fn get(&self, tenant: &Tenant, name: &ShadowName) -> Option<Arc<Document>> {
        self.shard(tenant, name.thing()).0.get(tenant, name)
    }
}
