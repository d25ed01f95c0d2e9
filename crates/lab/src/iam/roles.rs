//! Roles.

use std::collections::{BTreeMap, BTreeSet};

use base::Tenant;
use serde::{Deserialize, Serialize};
use store::Changed;

use super::document::{self, Purpose};
use super::failure::{conflict, exists, invalid, limit, no_such_role};
use super::{
    ENTITIES_MAX, Entities, Iam, Outcome, Paging, ROLE, Tag, check_name, check_path, cut, date, encoded, id,
    listing, tags_xml, with_tags,
};
use crate::protocol::query::Xml;
use crate::protocol::{Call, Failure};

/// The longest role name, characters.
const NAME_CHARS_MAX: usize = 64;
/// The longest session that can be allowed, seconds, and the default.
const SESSION_SECONDS: std::ops::RangeInclusive<u64> = 3600..=43_200;

/// A role.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Role {
    pub name: String,
    pub path: String,
    pub id: String,
    /// Milliseconds since 1970.
    pub created: u64,
    /// The trust policy.
    pub trust: String,
    pub description: Option<String>,
    pub session_seconds_max: u64,
    pub tags: BTreeMap<String, String>,
    /// ARNs of managed policies.
    pub attached: BTreeSet<String>,
    /// Policies of its own, by name.
    pub inline: BTreeMap<String, String>,
}

impl Role {
    pub fn arn(&self, tenant: &Tenant) -> String {
        let (partition, account) = (tenant.region.partition(), tenant.account);
        format!("arn:{partition}:iam::{account}:role{}{}", self.path, self.name)
    }

    /// What listings tell; the others tell its tags too.
    fn brief(&self, tenant: &Tenant) -> Xml {
        Xml::new()
            .text("Path", &self.path)
            .text("RoleName", &self.name)
            .text("RoleId", &self.id)
            .text("Arn", &self.arn(tenant))
            .text("CreateDate", &date(self.created))
            .text("AssumeRolePolicyDocument", &encoded(&self.trust))
            .optional("Description", self.description.as_deref())
            .text("MaxSessionDuration", &self.session_seconds_max.to_string())
    }

    fn whole(&self, tenant: &Tenant) -> Xml {
        let brief = self.brief(tenant);
        if self.tags.is_empty() { brief } else { brief.list("Tags", tags_xml(&self.tags)) }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateRole {
    role_name: String,
    path: Option<String>,
    assume_role_policy_document: String,
    description: Option<String>,
    max_session_duration: Option<String>,
    permissions_boundary: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OfRole {
    pub role_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListRoles {
    path_prefix: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UpdateRole {
    role_name: String,
    description: Option<String>,
    max_session_duration: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UpdateTrust {
    role_name: String,
    policy_document: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TagRole {
    role_name: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UntagRole {
    role_name: String,
    #[serde(default)]
    tag_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListTags {
    role_name: String,
    #[serde(flatten)]
    paging: Paging,
}

impl Entities {
    pub(super) fn role(&self, name: &str) -> Result<&Role, Failure> {
        self.roles.get(name).ok_or_else(|| no_such_role(name))
    }
}

impl Iam {
    pub(super) fn create_role(&self, call: &Call<'_>, input: CreateRole) -> Outcome {
        let name = input.role_name;
        check_name(&name, "roleName", NAME_CHARS_MAX)?;
        let path = input.path.unwrap_or_else(|| "/".into());
        check_path(&path)?;
        document::check(&input.assume_role_policy_document, Purpose::Trust)?;
        if input.permissions_boundary.is_some() {
            return Err(Failure::not_implemented("PermissionsBoundary of CreateRole"));
        }
        let role = Role {
            name: name.clone(),
            path,
            id: id("AROA"),
            created: call.now.0,
            trust: input.assume_role_policy_document,
            description: input.description,
            session_seconds_max: session_seconds(input.max_session_duration.as_deref())?,
            tags: with_tags(&BTreeMap::new(), input.tags)?,
            ..Role::default()
        };
        self.book.change(call.tenant, |entities, journal| {
            // Names differ by more than case.
            if entities.roles.keys().any(|other| other.eq_ignore_ascii_case(&name)) {
                return Err(exists(format!("Role with name {name} already exists.")));
            }
            if entities.roles.len() >= ENTITIES_MAX {
                return Err(limit(format!("Cannot exceed quota for RolesPerAccount: {ENTITIES_MAX}")));
            }
            journal.put(ROLE, &name, &role);
            let answer = Xml::new().element("Role", &role.whole(call.tenant));
            entities.roles.insert(name, role);
            Ok(Some(answer))
        })
    }

    pub(super) fn get_role(&self, call: &Call<'_>, input: OfRole) -> Outcome {
        self.book.read(call.tenant, |entities| {
            let role = entities.role(&input.role_name)?.whole(call.tenant);
            Ok(Changed::nothing(Some(Xml::new().element("Role", &role))))
        })
    }

    pub(super) fn list_roles(&self, call: &Call<'_>, input: ListRoles) -> Outcome {
        let prefix = input.path_prefix.unwrap_or_else(|| "/".into());
        let page = input.paging.page()?;
        self.book.read(call.tenant, |entities| {
            let wanted = |_: &str, role: &Role| role.path.starts_with(&prefix);
            let page = cut(&entities.roles, &page, wanted, |_, role| role.brief(call.tenant))?;
            Ok(Changed::nothing(Some(listing("Roles", page))))
        })
    }

    pub(super) fn update_role(&self, call: &Call<'_>, input: UpdateRole) -> Outcome {
        let seconds = input.max_session_duration.as_deref();
        let seconds = seconds.map(|seconds| session_seconds(Some(seconds))).transpose()?;
        self.with_role(call, &input.role_name, |role| {
            role.description = input.description.or_else(|| role.description.take());
            role.session_seconds_max = seconds.unwrap_or(role.session_seconds_max);
            Ok(Some(Xml::new()))
        })
    }

    pub(super) fn update_role_description(&self, call: &Call<'_>, input: UpdateRole) -> Outcome {
        self.with_role(call, &input.role_name, |role| {
            role.description = input.description;
            Ok(Some(Xml::new().element("Role", &role.whole(call.tenant))))
        })
    }

    pub(super) fn update_assume_role_policy(&self, call: &Call<'_>, input: UpdateTrust) -> Outcome {
        document::check(&input.policy_document, Purpose::Trust)?;
        self.with_role(call, &input.role_name, |role| {
            role.trust = input.policy_document;
            Ok(None)
        })
    }

    pub(super) fn delete_role(&self, call: &Call<'_>, input: OfRole) -> Outcome {
        self.book.change(call.tenant, |entities, journal| {
            let role = entities.role(&input.role_name)?;
            if !role.attached.is_empty() {
                return Err(conflict("Cannot delete entity, must detach all policies first."));
            }
            if !role.inline.is_empty() {
                return Err(conflict("Cannot delete entity, must delete policies first."));
            }
            entities.roles.remove(&input.role_name);
            journal.forget(ROLE, &input.role_name);
            Ok(None)
        })
    }

    pub(super) fn tag_role(&self, call: &Call<'_>, input: TagRole) -> Outcome {
        self.with_role(call, &input.role_name, |role| {
            role.tags = with_tags(&role.tags, input.tags)?;
            Ok(None)
        })
    }

    pub(super) fn untag_role(&self, call: &Call<'_>, input: UntagRole) -> Outcome {
        self.with_role(call, &input.role_name, |role| {
            role.tags.retain(|key, _| !input.tag_keys.contains(key));
            Ok(None)
        })
    }

    pub(super) fn list_role_tags(&self, call: &Call<'_>, input: ListTags) -> Outcome {
        let page = input.paging.page()?;
        self.book.read(call.tenant, |entities| {
            let tags = &entities.role(&input.role_name)?.tags;
            let page =
                cut(tags, &page, |_, _| true, |key, value| Xml::new().text("Key", key).text("Value", value))?;
            Ok(Changed::nothing(Some(listing("Tags", page))))
        })
    }

    /// There are no instance profiles, so no role is in any.
    pub(super) fn list_instance_profiles_for_role(&self, call: &Call<'_>, input: OfRole) -> Outcome {
        self.book.read(call.tenant, |entities| {
            entities.role(&input.role_name)?;
            let empty = base::Page { items: Vec::new(), next: None };
            Ok(Changed::nothing(Some(listing("InstanceProfiles", empty))))
        })
    }

    /// Changes a role.
    pub(super) fn with_role(
        &self,
        call: &Call<'_>,
        name: &str,
        change: impl FnOnce(&mut Role) -> Result<Option<Xml>, Failure>,
    ) -> Outcome {
        self.book.change(call.tenant, |entities, journal| {
            let role = entities.roles.get_mut(name).ok_or_else(|| no_such_role(name))?;
            let answer = change(role)?;
            journal.put(ROLE, name, role);
            Ok(answer)
        })
    }
}

fn session_seconds(text: Option<&str>) -> Result<u64, Failure> {
    let Some(text) = text else { return Ok(*SESSION_SECONDS.start()) };
    let seconds = text.parse().ok().filter(|seconds| SESSION_SECONDS.contains(seconds));
    seconds
        .ok_or_else(|| invalid(text, "maxSessionDuration", "Member must have value between 3600 and 43200"))
}
