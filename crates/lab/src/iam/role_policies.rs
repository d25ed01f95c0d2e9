//! Policies of roles: attached ones and those of their own.

use std::collections::BTreeMap;

use serde::Deserialize;
use store::Changed;

use super::document::{self, Purpose};
use super::failure::{limit, no_such, no_such_policy, no_such_role};
use super::policies::{NAME_CHARS_MAX, is_managed_by_aws};
use super::{Iam, Outcome, Paging, ROLE, check_name, cut, encoded, listing};
use crate::protocol::Call;
use crate::protocol::query::Xml;

/// Managed policies of a role (IAM quotas).
const ATTACHED_MAX: usize = 20;
/// All policies of a role's own together, characters (IAM quotas).
const INLINE_CHARS_MAX: usize = 10_240;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Attachment {
    role_name: String,
    policy_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListOfRole {
    role_name: String,
    path_prefix: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PutInline {
    role_name: String,
    policy_name: String,
    policy_document: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OfInline {
    role_name: String,
    policy_name: String,
}

impl Iam {
    pub(super) fn attach_role_policy(&self, call: &Call<'_>, input: Attachment) -> Outcome {
        let (name, arn) = (input.role_name, input.policy_arn);
        self.book.change(call.tenant, |entities, journal| {
            let exists = is_managed_by_aws(&arn) || entities.policies.contains_key(&arn);
            let role = entities.roles.get_mut(&name).ok_or_else(|| no_such_role(&name))?;
            if !exists {
                return Err(no_such(format!("Policy {arn} does not exist or is not attachable.")));
            }
            if role.attached.len() >= ATTACHED_MAX && !role.attached.contains(&arn) {
                return Err(limit(format!("Cannot exceed quota for PoliciesPerRole: {ATTACHED_MAX}")));
            }
            role.attached.insert(arn);
            journal.put(ROLE, &name, role);
            Ok(None)
        })
    }

    pub(super) fn detach_role_policy(&self, call: &Call<'_>, input: Attachment) -> Outcome {
        let arn = input.policy_arn;
        self.with_role(call, &input.role_name, |role| {
            if role.attached.remove(&arn) { Ok(None) } else { Err(no_such_policy(&arn)) }
        })
    }

    pub(super) fn list_attached_role_policies(&self, call: &Call<'_>, input: ListOfRole) -> Outcome {
        let prefix = input.path_prefix.unwrap_or_else(|| "/".into());
        let page = input.paging.page()?;
        self.book.read(call.tenant, |entities| {
            let attached = entities.role(&input.role_name)?.attached.iter();
            // The path is what is between the kind and the name.
            let attached: BTreeMap<String, &str> = attached
                .filter_map(|arn| {
                    let (_, resource) = arn.split_once(":policy")?;
                    let name = entities.policies.get(arn).map(super::Policy::name);
                    let name = name.or_else(|| resource.rsplit('/').next())?;
                    resource.starts_with(&prefix).then(|| (arn.clone(), name))
                })
                .collect();
            let make = |arn: &str, name: &&str| Xml::new().text("PolicyName", name).text("PolicyArn", arn);
            let page = cut(&attached, &page, |_, _| true, make)?;
            Ok(Changed::nothing(Some(listing("AttachedPolicies", page))))
        })
    }

    pub(super) fn put_role_policy(&self, call: &Call<'_>, input: PutInline) -> Outcome {
        check_name(&input.policy_name, "policyName", NAME_CHARS_MAX)?;
        document::check(&input.policy_document, Purpose::Inline)?;
        self.with_role(call, &input.role_name, |role| {
            let mut inline = role.inline.clone();
            inline.insert(input.policy_name, input.policy_document);
            let chars = |text: &String| text.chars().filter(|c| !c.is_whitespace()).count();
            if inline.values().map(chars).sum::<usize>() > INLINE_CHARS_MAX {
                let name = &role.name;
                return Err(limit(format!(
                    "Maximum policy size of {INLINE_CHARS_MAX} bytes exceeded for role {name}"
                )));
            }
            role.inline = inline;
            Ok(None)
        })
    }

    pub(super) fn get_role_policy(&self, call: &Call<'_>, input: OfInline) -> Outcome {
        self.book.read(call.tenant, |entities| {
            let role = entities.role(&input.role_name)?;
            let document =
                role.inline.get(&input.policy_name).ok_or_else(|| no_such_inline(&input.policy_name))?;
            let xml = Xml::new()
                .text("RoleName", &role.name)
                .text("PolicyName", &input.policy_name)
                .text("PolicyDocument", &encoded(document));
            Ok(Changed::nothing(Some(xml)))
        })
    }

    pub(super) fn list_role_policies(&self, call: &Call<'_>, input: ListOfRole) -> Outcome {
        let page = input.paging.page()?;
        self.book.read(call.tenant, |entities| {
            let inline = &entities.role(&input.role_name)?.inline;
            // A list of bare names.
            let page = cut(inline, &page, |_, _| true, |name, _| Xml(crate::xml::escape(name)))?;
            Ok(Changed::nothing(Some(listing("PolicyNames", page))))
        })
    }

    pub(super) fn delete_role_policy(&self, call: &Call<'_>, input: OfInline) -> Outcome {
        self.with_role(call, &input.role_name, |role| {
            let gone = role.inline.remove(&input.policy_name);
            gone.map(|_| None).ok_or_else(|| no_such_inline(&input.policy_name))
        })
    }
}

fn no_such_inline(name: &str) -> crate::protocol::Failure {
    no_such(format!("The role policy with name {name} cannot be found."))
}
