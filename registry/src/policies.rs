//! Policies and their versions (api-facts.md §4, policy.md §3, api-errors.md §3).

use std::sync::Arc;

use base::{Page, PageRequest, Tenant, UnixMillis, cut_page};
use policy::Document;
use serde::{Deserialize, Serialize};
use store::Changed;

use crate::RegistryError;
use crate::registry::{Draft, Registry};
use crate::state::{Row, State};
use crate::tags::Tags;

/// A policy. Its name is its key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "StoredPolicy", into = "StoredPolicy")]
pub struct PolicyRecord {
    /// When it was created, milliseconds since the epoch.
    pub created_at: u64,
    /// When it was last changed, likewise.
    pub modified_at: u64,
    /// A UUID, new with every change.
    pub generation_id: String,
    /// The id of the default version.
    pub default_version: u32,
    /// The id that the next version gets; ids are never used again.
    pub next_version: u32,
    /// Versions, oldest first.
    pub versions: Vec<PolicyVersion>,
    /// The default version, parsed; `None` only if what is stored does not parse any more.
    pub document: Option<Arc<Document>>,
}

/// A version of a policy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyVersion {
    /// Counts from 1.
    pub id: u32,
    /// The document as it was given.
    pub document: String,
    /// When it was created, milliseconds since the epoch.
    pub created_at: u64,
}

/// A policy as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredPolicy {
    created_at: u64,
    modified_at: u64,
    generation_id: String,
    default_version: u32,
    next_version: u32,
    versions: Vec<PolicyVersion>,
}

impl From<StoredPolicy> for PolicyRecord {
    fn from(stored: StoredPolicy) -> Self {
        let mut record = Self {
            created_at: stored.created_at,
            modified_at: stored.modified_at,
            generation_id: stored.generation_id,
            default_version: stored.default_version,
            next_version: stored.next_version,
            versions: stored.versions,
            document: None,
        };
        record.parse_default();
        record
    }
}

impl From<PolicyRecord> for StoredPolicy {
    fn from(record: PolicyRecord) -> Self {
        Self {
            created_at: record.created_at,
            modified_at: record.modified_at,
            generation_id: record.generation_id,
            default_version: record.default_version,
            next_version: record.next_version,
            versions: record.versions,
        }
    }
}

impl PolicyRecord {
    /// A version.
    pub fn version(&self, id: u32) -> Option<&PolicyVersion> {
        self.versions.iter().find(|version| version.id == id)
    }

    fn parse_default(&mut self) {
        let text = self.version(self.default_version).map(|version| version.document.as_str());
        // What was stored was checked; limits may have been lowered since.
        self.document = text.and_then(|text| Document::parse(text, usize::MAX).ok()).map(Arc::new);
        if self.document.is_none() {
            tracing::error!(default_version = self.default_version, "a stored policy does not parse");
        }
    }

    fn touch(&mut self, now: UnixMillis) {
        self.modified_at = now.0;
        self.generation_id = uuid::Uuid::new_v4().to_string();
    }
}

fn policy<'a>(state: &'a State, name: &str) -> Result<&'a PolicyRecord, RegistryError> {
    state.policies.get(name).ok_or(RegistryError::PolicyNotFound)
}

/// A version id as callers write it.
fn version_of<'a>(
    record: &'a PolicyRecord,
    name: &str,
    version: &str,
) -> Result<&'a PolicyVersion, RegistryError> {
    let unknown = || RegistryError::PolicyVersionNotFound { name: name.into(), version: version.into() };
    version.parse().ok().and_then(|id| record.version(id)).ok_or_else(unknown)
}

impl Registry {
    /// Creates a policy with version 1.
    ///
    /// # Errors
    /// When the name is taken or the document is malformed.
    pub fn create_policy(
        &self,
        tenant: &Tenant,
        name: &str,
        document: &str,
        tags: Tags,
        now: UnixMillis,
    ) -> Result<Changed<PolicyRecord>, RegistryError> {
        self.change(tenant, |draft| {
            let parsed = Document::parse(document, self.limits.policy_chars)?;
            if draft.state.policies.contains_key(name) {
                return Err(RegistryError::PolicyExists { name: name.into() });
            }
            let version = PolicyVersion { id: 1, document: document.into(), created_at: now.0 };
            let record = PolicyRecord {
                created_at: now.0,
                modified_at: now.0,
                generation_id: uuid::Uuid::new_v4().to_string(),
                default_version: 1,
                next_version: 2,
                versions: vec![version],
                document: Some(Arc::new(parsed)),
            };
            draft.write(Row::Policy(name.into(), Some(record.clone())));
            draft.set_tags(format!("policy/{name}"), tags);
            Ok(record)
        })
    }

    /// A policy, for GetPolicy.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn policy(&self, tenant: &Tenant, name: &str) -> Result<PolicyRecord, RegistryError> {
        let unknown = RegistryError::PolicyDefaultNotFound;
        self.read(tenant, |state| state.policies.get(name).cloned().ok_or(unknown))
    }

    /// A policy and one of its versions, for GetPolicyVersion.
    ///
    /// # Errors
    /// When either does not exist.
    pub fn policy_version(
        &self,
        tenant: &Tenant,
        name: &str,
        version: &str,
    ) -> Result<(PolicyRecord, PolicyVersion), RegistryError> {
        self.read(tenant, |state| {
            let record = policy(state, name)?;
            let version = version_of(record, name, version)?;
            Ok((record.clone(), version.clone()))
        })
    }

    /// A policy's versions, the newest first.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn policy_versions(&self, tenant: &Tenant, name: &str) -> Result<PolicyRecord, RegistryError> {
        self.read(tenant, |state| policy(state, name).cloned())
    }

    /// Adds a version, and makes it the default one if told to.
    ///
    /// # Errors
    /// When the policy does not exist, has its maximum of versions, or the document is malformed.
    pub fn create_policy_version(
        &self,
        tenant: &Tenant,
        name: &str,
        document: &str,
        set_default: bool,
        now: UnixMillis,
    ) -> Result<Changed<PolicyVersion>, RegistryError> {
        self.change(tenant, |draft| {
            Document::parse(document, self.limits.policy_chars)?;
            let mut record = policy(draft.state, name)?.clone();
            let max = self.limits.policy_versions;
            if record.versions.len() >= max {
                return Err(RegistryError::TooManyVersions { name: name.into(), max });
            }
            let version =
                PolicyVersion { id: record.next_version, document: document.into(), created_at: now.0 };
            record.next_version += 1;
            record.versions.push(version.clone());
            if set_default {
                make_default(draft, &mut record, version.id);
            }
            record.touch(now);
            draft.write(Row::Policy(name.into(), Some(record)));
            Ok(version)
        })
    }

    /// Makes a version the default one, which is the one in force.
    ///
    /// # Errors
    /// When either does not exist.
    pub fn set_default_policy_version(
        &self,
        tenant: &Tenant,
        name: &str,
        version: &str,
        now: UnixMillis,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let mut record = policy(draft.state, name)?.clone();
            let id = version_of(&record, name, version)?.id;
            make_default(draft, &mut record, id);
            record.touch(now);
            draft.write(Row::Policy(name.into(), Some(record)));
            Ok(())
        })
    }

    /// Deletes a version.
    ///
    /// # Errors
    /// When either does not exist, or it is the default version.
    pub fn delete_policy_version(
        &self,
        tenant: &Tenant,
        name: &str,
        version: &str,
        now: UnixMillis,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let mut record = policy(draft.state, name)?.clone();
            let id = version_of(&record, name, version)?.id;
            if id == record.default_version {
                let (name, version) = (name.into(), version.into());
                return Err(RegistryError::DefaultVersion { name, version });
            }
            record.versions.retain(|version| version.id != id);
            record.touch(now);
            draft.write(Row::Policy(name.into(), Some(record)));
            Ok(())
        })
    }

    /// Deletes a policy.
    ///
    /// # Errors
    /// When it does not exist, is attached, or has other versions than the default one.
    pub fn delete_policy(&self, tenant: &Tenant, name: &str) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let record = policy(draft.state, name)?;
            if draft.state.targets_of_policy.contains_key(name) {
                return Err(RegistryError::PolicyAttached { name: name.into() });
            }
            if record.versions.len() > 1 {
                return Err(RegistryError::PolicyHasVersions { name: name.into() });
            }
            draft.write(Row::Policy(name.into(), None));
            draft.set_tags(format!("policy/{name}"), Tags::new());
            Ok(())
        })
    }

    /// Names of policies.
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn list_policies(
        &self,
        tenant: &Tenant,
        ascending: bool,
        request: &PageRequest,
    ) -> Result<Page<String>, RegistryError> {
        self.read(tenant, |state| names(state.policies.keys(), ascending, request))
    }
}

fn make_default(draft: &mut Draft<'_>, record: &mut PolicyRecord, id: u32) {
    record.default_version = id;
    record.parse_default();
    draft.authorization_changed();
}

/// A page of names in either order.
pub(crate) fn names<'a>(
    sorted: impl DoubleEndedIterator<Item = &'a String>,
    ascending: bool,
    request: &PageRequest,
) -> Result<Page<String>, RegistryError> {
    let key = |name: &&String| (*name).clone();
    if ascending {
        Ok(cut_page(sorted, request, key, |name, last| name.as_str() > last, Clone::clone)?)
    } else {
        Ok(cut_page(sorted.rev(), request, key, |name, last| name.as_str() < last, Clone::clone)?)
    }
}
