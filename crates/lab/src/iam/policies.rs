//! Managed policies of an account, with up to five versions.

use std::collections::BTreeMap;

use base::{Arn, Tenant};
use serde::{Deserialize, Serialize};
use store::Changed;

use super::document::{self, Purpose};
use super::failure::{conflict, exists, limit, no_such, no_such_policy};
use super::{
    ENTITIES_MAX, Entities, Iam, Outcome, POLICY, Paging, Tag, check_name, check_path, cut, date, encoded,
    id, listing, tags_xml, with_tags,
};
use crate::protocol::query::Xml;
use crate::protocol::{Call, Failure};

/// The longest policy name, characters.
pub(super) const NAME_CHARS_MAX: usize = 128;
/// Versions of a policy (IAM quotas).
const VERSIONS_MAX: usize = 5;

/// A policy.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Policy {
    name: String,
    path: String,
    id: String,
    description: Option<String>,
    created: u64,
    updated: u64,
    tags: BTreeMap<String, String>,
    versions: BTreeMap<u32, Version>,
    default: u32,
    /// The number of the last version; numbers are not used again.
    last: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Version {
    document: String,
    created: u64,
}

impl Policy {
    fn arn(&self, tenant: &Tenant) -> String {
        let (partition, account) = (tenant.region.partition(), tenant.account);
        format!("arn:{partition}:iam::{account}:policy{}{}", self.path, self.name)
    }

    /// Its name, as roles tell it.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn xml(&self, arn: &str, attachments: usize) -> Xml {
        Xml::new()
            .text("PolicyName", &self.name)
            .text("PolicyId", &self.id)
            .text("Arn", arn)
            .text("Path", &self.path)
            .text("DefaultVersionId", &format!("v{}", self.default))
            .text("AttachmentCount", &attachments.to_string())
            .text("PermissionsBoundaryUsageCount", "0")
            .text("IsAttachable", "true")
            .text("CreateDate", &date(self.created))
            .text("UpdateDate", &date(self.updated))
    }

    fn version_xml(&self, number: u32, version: &Version, with_document: bool) -> Xml {
        let document = encoded(&version.document);
        Xml::new()
            .optional("Document", Some(document.as_str()).filter(|_| with_document))
            .text("VersionId", &format!("v{number}"))
            .text("IsDefaultVersion", &(number == self.default).to_string())
            .text("CreateDate", &date(version.created))
    }

    fn find(&self, arn: &str, id: &str) -> Result<(u32, &Version), Failure> {
        let number = id.strip_prefix('v').and_then(|number| number.parse().ok());
        let found = number.and_then(|number| Some((number, self.versions.get(&number)?)));
        found
            .ok_or_else(|| no_such(format!("Policy {arn} version {id} does not exist or is not attachable.")))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreatePolicy {
    policy_name: String,
    path: Option<String>,
    policy_document: String,
    description: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OfPolicy {
    policy_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListPolicies {
    scope: Option<String>,
    only_attached: Option<String>,
    path_prefix: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateVersion {
    policy_arn: String,
    policy_document: String,
    set_as_default: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OfVersion {
    policy_arn: String,
    version_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListOf {
    policy_arn: String,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TagPolicy {
    policy_arn: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UntagPolicy {
    policy_arn: String,
    #[serde(default)]
    tag_keys: Vec<String>,
}

impl Entities {
    fn policy(&self, arn: &str) -> Result<&Policy, Failure> {
        refuse_managed(arn)?;
        self.policies.get(arn).ok_or_else(|| no_such_policy(arn))
    }

    fn attachments(&self, arn: &str) -> usize {
        self.roles.values().filter(|role| role.attached.contains(arn)).count()
    }
}

/// Whether a policy is one of AWS's own, which can be attached but are not here.
pub(super) fn is_managed_by_aws(arn: &str) -> bool {
    Arn::parse(arn)
        .is_some_and(|arn| arn.service == "iam" && arn.account == "aws" && arn.name_of("policy").is_some())
}

fn refuse_managed(arn: &str) -> Result<(), Failure> {
    if is_managed_by_aws(arn) {
        return Err(Failure::not_implemented(format_args!("The content of AWS's own policy {arn}")));
    }
    Ok(())
}

impl Iam {
    pub(super) fn create_policy(&self, call: &Call<'_>, input: CreatePolicy) -> Outcome {
        check_name(&input.policy_name, "policyName", NAME_CHARS_MAX)?;
        let path = input.path.unwrap_or_else(|| "/".into());
        check_path(&path)?;
        document::check(&input.policy_document, Purpose::Managed)?;
        let now = call.now.0;
        let policy = Policy {
            name: input.policy_name,
            path,
            id: id("ANPA"),
            description: input.description,
            created: now,
            updated: now,
            tags: with_tags(&BTreeMap::new(), input.tags)?,
            versions: BTreeMap::from([(1, Version { document: input.policy_document, created: now })]),
            default: 1,
            last: 1,
        };
        let arn = policy.arn(call.tenant);
        self.book.change(call.tenant, |entities, journal| {
            if entities.policies.values().any(|other| other.name.eq_ignore_ascii_case(&policy.name)) {
                let name = &policy.name;
                return Err(exists(format!(
                    "A policy called {name} already exists. Duplicate names are not allowed."
                )));
            }
            if entities.policies.len() >= ENTITIES_MAX {
                return Err(limit(format!("Cannot exceed quota for PoliciesPerAccount: {ENTITIES_MAX}")));
            }
            journal.put(POLICY, &arn, &policy);
            let mut xml = policy.xml(&arn, 0);
            if !policy.tags.is_empty() {
                xml = xml.list("Tags", tags_xml(&policy.tags));
            }
            entities.policies.insert(arn, policy);
            Ok(Some(Xml::new().element("Policy", &xml)))
        })
    }

    pub(super) fn get_policy(&self, call: &Call<'_>, input: OfPolicy) -> Outcome {
        let arn = input.policy_arn;
        self.book.read(call.tenant, |entities| {
            let policy = entities.policy(&arn)?;
            let xml = policy
                .xml(&arn, entities.attachments(&arn))
                .optional("Description", policy.description.as_deref())
                .list("Tags", tags_xml(&policy.tags));
            Ok(Changed::nothing(Some(Xml::new().element("Policy", &xml))))
        })
    }

    /// AWS's own policies are not listed.
    pub(super) fn list_policies(&self, call: &Call<'_>, input: ListPolicies) -> Outcome {
        let prefix = input.path_prefix.unwrap_or_else(|| "/".into());
        let only_attached = input.only_attached.as_deref() == Some("true");
        let page = input.paging.page()?;
        if input.scope.as_deref() == Some("AWS") {
            return Err(Failure::not_implemented("Scope AWS of ListPolicies"));
        }
        self.book.read(call.tenant, |entities| {
            let wanted = |arn: &str, policy: &Policy| {
                policy.path.starts_with(&prefix) && (!only_attached || entities.attachments(arn) > 0)
            };
            let make = |arn: &str, policy: &Policy| policy.xml(arn, entities.attachments(arn));
            Ok(Changed::nothing(Some(listing("Policies", cut(&entities.policies, &page, wanted, make)?))))
        })
    }

    pub(super) fn delete_policy(&self, call: &Call<'_>, input: OfPolicy) -> Outcome {
        let arn = input.policy_arn;
        self.book.change(call.tenant, |entities, journal| {
            let policy = entities.policy(&arn)?;
            if entities.attachments(&arn) > 0 {
                return Err(conflict("Cannot delete a policy attached to entities."));
            }
            if policy.versions.len() > 1 {
                return Err(conflict(
                    "This policy has more than one version. Before you delete a policy, you must delete the policy's \
                     versions. The default version is deleted with the policy.",
                ));
            }
            entities.policies.remove(&arn);
            journal.forget(POLICY, &arn);
            Ok(None)
        })
    }

    pub(super) fn create_policy_version(&self, call: &Call<'_>, input: CreateVersion) -> Outcome {
        document::check(&input.policy_document, Purpose::Managed)?;
        let is_default = input.set_as_default.as_deref() == Some("true");
        self.with_policy(call, &input.policy_arn, |policy| {
            if policy.versions.len() >= VERSIONS_MAX {
                return Err(limit(
                    "A managed policy can have up to 5 versions. Before you create a new version, you must delete an \
                     existing version.",
                ));
            }
            policy.last += 1;
            let number = policy.last;
            let version = Version { document: input.policy_document, created: call.now.0 };
            if is_default {
                policy.default = number;
            }
            let xml = policy.version_xml(number, &version, false);
            policy.versions.insert(number, version);
            policy.updated = call.now.0;
            Ok(Some(Xml::new().element("PolicyVersion", &xml)))
        })
    }

    pub(super) fn get_policy_version(&self, call: &Call<'_>, input: OfVersion) -> Outcome {
        self.book.read(call.tenant, |entities| {
            let policy = entities.policy(&input.policy_arn)?;
            let (number, version) = policy.find(&input.policy_arn, &input.version_id)?;
            let xml = policy.version_xml(number, version, true);
            Ok(Changed::nothing(Some(Xml::new().element("PolicyVersion", &xml))))
        })
    }

    pub(super) fn list_policy_versions(&self, call: &Call<'_>, input: ListOf) -> Outcome {
        self.book.read(call.tenant, |entities| {
            let policy = entities.policy(&input.policy_arn)?;
            let versions = policy.versions.iter().rev();
            let items =
                versions.map(|(number, version)| policy.version_xml(*number, version, false)).collect();
            // Five at most, which fit any page.
            Ok(Changed::nothing(Some(listing("Versions", base::Page { items, next: None }))))
        })
    }

    pub(super) fn set_default_policy_version(&self, call: &Call<'_>, input: OfVersion) -> Outcome {
        self.with_policy(call, &input.policy_arn, |policy| {
            policy.default = policy.find(&input.policy_arn, &input.version_id)?.0;
            policy.updated = call.now.0;
            Ok(None)
        })
    }

    pub(super) fn delete_policy_version(&self, call: &Call<'_>, input: OfVersion) -> Outcome {
        self.with_policy(call, &input.policy_arn, |policy| {
            let (number, _) = policy.find(&input.policy_arn, &input.version_id)?;
            if number == policy.default {
                return Err(conflict("Cannot delete the default version of a policy."));
            }
            policy.versions.remove(&number);
            Ok(None)
        })
    }

    pub(super) fn tag_policy(&self, call: &Call<'_>, input: TagPolicy) -> Outcome {
        self.with_policy(call, &input.policy_arn, |policy| {
            policy.tags = with_tags(&policy.tags, input.tags)?;
            Ok(None)
        })
    }

    pub(super) fn untag_policy(&self, call: &Call<'_>, input: UntagPolicy) -> Outcome {
        self.with_policy(call, &input.policy_arn, |policy| {
            policy.tags.retain(|key, _| !input.tag_keys.contains(key));
            Ok(None)
        })
    }

    pub(super) fn list_policy_tags(&self, call: &Call<'_>, input: ListOf) -> Outcome {
        let page = input.paging.page()?;
        self.book.read(call.tenant, |entities| {
            let tags = &entities.policy(&input.policy_arn)?.tags;
            let page =
                cut(tags, &page, |_, _| true, |key, value| Xml::new().text("Key", key).text("Value", value))?;
            Ok(Changed::nothing(Some(listing("Tags", page))))
        })
    }

    pub(super) fn list_entities_for_policy(&self, call: &Call<'_>, input: ListOf) -> Outcome {
        let page = input.paging.page()?;
        self.book.read(call.tenant, |entities| {
            if !is_managed_by_aws(&input.policy_arn) {
                entities.policy(&input.policy_arn)?;
            }
            let wanted = |_: &str, role: &super::Role| role.attached.contains(&input.policy_arn);
            let make = |_: &str, role: &super::Role| {
                Xml::new().text("RoleName", &role.name).text("RoleId", &role.id)
            };
            let page = cut(&entities.roles, &page, wanted, make)?;
            let xml = Xml::new().list("PolicyGroups", []).list("PolicyUsers", []);
            Ok(Changed::nothing(Some(Xml(xml.0 + &listing("PolicyRoles", page).0))))
        })
    }

    fn with_policy(
        &self,
        call: &Call<'_>,
        arn: &str,
        change: impl FnOnce(&mut Policy) -> Result<Option<Xml>, Failure>,
    ) -> Outcome {
        refuse_managed(arn)?;
        self.book.change(call.tenant, |entities, journal| {
            let policy = entities.policies.get_mut(arn).ok_or_else(|| no_such_policy(arn))?;
            let answer = change(policy)?;
            journal.put(POLICY, arn, policy);
            Ok(answer)
        })
    }
}
