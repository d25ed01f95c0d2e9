//! AWS Identity and Access Management: roles and policies, as a rule's `roleArn` and an assumed role need them.
//!
//! IAM is one for all regions of an account. Policies are kept and told; nothing here is decided by them but who
//! may assume a role, by its trust policy ([`trust`]). Users, groups and instance profiles are refused by name.

// An operation takes its parameters as they were read, whether or not it needs them whole.
#![allow(clippy::needless_pass_by_value)]

mod document;
mod failure;
mod operations;
mod policies;
mod role_policies;
mod roles;
mod trust;

use std::collections::BTreeMap;

use base::{Arn, PageRequest, Tenant, UnixMillis};
use bytes::Bytes;
use http::{Request, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Changed, Store};

use crate::Scope;
use crate::kept::{Book, Kept, State};
use crate::protocol::query::{self, Query, Xml};
use crate::protocol::{self, Call, Failure};
use failure::{invalid, malformed};
use policies::Policy;
use roles::Role;
pub(crate) use trust::{Refused, Trust};

const ROLE: &str = "iam.role";
const POLICY: &str = "iam.policy";
/// The most roles, and the most policies, of an account (IAM quotas allow 5000 and 10,000).
const ENTITIES_MAX: usize = 5000;
/// Tags of a role or policy.
const TAGS_MAX: usize = 50;
/// Entries of a page without a size, and the most.
const PAGE: usize = 100;
const PAGE_MAX: usize = 1000;

/// The namespace of answers.
pub(crate) const NAMESPACE: &str = "https://iam.amazonaws.com/doc/2010-05-08/";
const QUERY: Query = Query { namespace: NAMESPACE, version: "2010-05-08" };

/// What the rules want to know of the role that they act under.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RoleView {
    /// Its trust policy lets `iot.amazonaws.com` assume it. Conditions of the policy are not looked at.
    pub trusts_iot: bool,
}

/// The roles and policies of an account.
#[derive(Default)]
struct Entities {
    /// By name.
    roles: BTreeMap<String, Role>,
    /// By ARN.
    policies: BTreeMap<String, Policy>,
}

impl State for Entities {
    const KINDS: &'static [&'static str] = &[ROLE, POLICY];

    fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.policies.is_empty()
    }
}

/// The roles and policies of all accounts.
pub(crate) struct Iam {
    book: Book<Entities>,
}

/// What an operation returns: its result, if it has one.
type Outcome = Result<Changed<Option<Xml>>, Failure>;

impl Iam {
    /// Puts the entities together from what was stored.
    pub(crate) fn open(store: &Store, kept: &mut Kept) -> Self {
        let mut states: BTreeMap<Tenant, Entities> = BTreeMap::new();
        for (tenant, name, role) in kept.take(ROLE) {
            states.entry(tenant).or_default().roles.insert(name.into(), role);
        }
        for (tenant, arn, policy) in kept.take(POLICY) {
            states.entry(tenant).or_default().policies.insert(arn.into(), policy);
        }
        Self { book: Book::new(store.clone(), states) }
    }

    pub(crate) async fn handle(
        &self,
        tenant: &Tenant,
        request: &Request<Bytes>,
        request_id: &str,
    ) -> Response<Bytes> {
        let tenant = global(tenant);
        let call = Call::of(&tenant, request, request_id);
        match QUERY.request(request) {
            Ok((action, parameters)) => {
                let outcome = self.operate(&call, &action, query::document(&parameters)).await;
                QUERY.respond(&action, outcome, request_id)
            }
            Err(failure) => QUERY.respond("", Err(failure), request_id),
        }
    }

    async fn operate(&self, call: &Call<'_>, action: &str, document: Value) -> Result<Option<Xml>, Failure> {
        macro_rules! run {
            ($function:ident) => {{
                let changed = self.$function(call, read(document)?)?;
                Ok(self.book.stored(changed).await?)
            }};
        }
        match action {
            "AttachRolePolicy" => run!(attach_role_policy),
            "CreatePolicy" => run!(create_policy),
            "CreatePolicyVersion" => run!(create_policy_version),
            "CreateRole" => run!(create_role),
            "DeletePolicy" => run!(delete_policy),
            "DeletePolicyVersion" => run!(delete_policy_version),
            "DeleteRole" => run!(delete_role),
            "DeleteRolePolicy" => run!(delete_role_policy),
            "DetachRolePolicy" => run!(detach_role_policy),
            "GetPolicy" => run!(get_policy),
            "GetPolicyVersion" => run!(get_policy_version),
            "GetRole" => run!(get_role),
            "GetRolePolicy" => run!(get_role_policy),
            "ListAttachedRolePolicies" => run!(list_attached_role_policies),
            "ListEntitiesForPolicy" => run!(list_entities_for_policy),
            "ListInstanceProfilesForRole" => run!(list_instance_profiles_for_role),
            "ListPolicies" => run!(list_policies),
            "ListPolicyTags" => run!(list_policy_tags),
            "ListPolicyVersions" => run!(list_policy_versions),
            "ListRolePolicies" => run!(list_role_policies),
            "ListRoleTags" => run!(list_role_tags),
            "ListRoles" => run!(list_roles),
            "PutRolePolicy" => run!(put_role_policy),
            "SetDefaultPolicyVersion" => run!(set_default_policy_version),
            "TagPolicy" => run!(tag_policy),
            "TagRole" => run!(tag_role),
            "UntagPolicy" => run!(untag_policy),
            "UntagRole" => run!(untag_role),
            "UpdateAssumeRolePolicy" => run!(update_assume_role_policy),
            "UpdateRole" => run!(update_role),
            "UpdateRoleDescription" => run!(update_role_description),
            name if operations::NOT_IMPLEMENTED.contains(&name) => {
                Err(Failure::operation_not_implemented("iam", name))
            }
            name => Err(QUERY.unknown_operation(name)),
        }
    }

    /// What is known of a role, by its ARN, in whatever account it is.
    pub(crate) fn trust(&self, tenant: &Tenant, arn: &str) -> Option<Trust> {
        let parsed = Arn::parse(arn).filter(|arn| arn.service == "iam")?;
        let owner = global(&Tenant::new(parsed.account.parse().ok()?, tenant.region.clone()));
        self.book.read(&owner, |entities| {
            let role = entities.roles.values().find(|role| role.arn(&owner) == arn)?;
            Some(Trust::of(role, owner.account))
        })
    }

    pub(crate) fn tenants(&self) -> Vec<Tenant> {
        self.book.tenants()
    }

    pub(crate) async fn reset(&self, scope: &Scope) {
        self.book.reset(&scope.of_account()).await;
    }
}

/// The account of a tenant without its region: IAM's own is the first of the partition.
pub(crate) fn global(tenant: &Tenant) -> Tenant {
    let region = match tenant.region.partition() {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    };
    // A name of a region, as the three are.
    let region = region.parse().unwrap_or_else(|_| tenant.region.clone());
    Tenant::new(tenant.account, region)
}

/// A tag, in requests and answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    #[serde(default)]
    value: String,
}

/// A page of a listing, as callers ask for it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Paging {
    marker: Option<String>,
    max_items: Option<String>,
}

impl Paging {
    fn page(self) -> Result<PageRequest, Failure> {
        let size = match self.max_items {
            None => PAGE,
            Some(text) => text
                .parse()
                .ok()
                .filter(|size| (1..=PAGE_MAX).contains(size))
                .ok_or_else(|| invalid(&text, "maxItems", "Member must have value between 1 and 1000"))?,
        };
        Ok(PageRequest { size: Some(size), token: self.marker })
    }
}

/// A listing: its entries, and where it goes on.
fn listing(name: &str, page: base::Page<Xml>) -> Xml {
    let truncated = page.next.is_some().to_string();
    Xml::new().list(name, page.items).text("IsTruncated", &truncated).optional("Marker", page.next.as_deref())
}

/// A page of a map.
fn cut<V>(
    map: &BTreeMap<String, V>,
    page: &PageRequest,
    wanted: impl Fn(&str, &V) -> bool,
    make: impl Fn(&str, &V) -> Xml,
) -> Result<base::Page<Xml>, Failure> {
    base::cut_named(map, page, wanted, make).map_err(|_| Failure::bad("ValidationError", "Invalid Marker."))
}

fn tags_xml(tags: &BTreeMap<String, String>) -> Vec<Xml> {
    tags.iter().map(|(key, value)| Xml::new().text("Key", key).text("Value", value)).collect()
}

/// Tags with others added.
fn with_tags(kept: &BTreeMap<String, String>, given: Vec<Tag>) -> Result<BTreeMap<String, String>, Failure> {
    let mut tags = kept.clone();
    for Tag { key, value } in given {
        if !(1..=128).contains(&key.chars().count()) || value.chars().count() > 256 {
            return Err(invalid(&key, "tags", "Member must have length between 1 and 128"));
        }
        tags.insert(key, value);
    }
    if tags.len() > TAGS_MAX {
        return Err(failure::limit("The number of tags has reached the maximum limit."));
    }
    Ok(tags)
}

/// A document as IAM answers it: percent-encoded (IAM API Reference, PolicyVersion).
fn encoded(document: &str) -> String {
    const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(document, UNRESERVED).to_string()
}

/// An id such as `AROA…`: 4 letters that say of what, and 17 of chance.
pub(crate) fn id(prefix: &str) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let chance = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()];
    let bytes = chance.iter().flat_map(|uuid| uuid.as_bytes().iter().copied()).take(17);
    // Five bits are below 32.
    let letters = bytes.map(|byte| char::from(LETTERS[usize::from(byte & 31)]));
    prefix.chars().chain(letters).collect()
}

/// Checks the name of a role or policy.
fn check_name(name: &str, member: &str, chars_max: usize) -> Result<(), Failure> {
    let fits = (1..=chars_max).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b));
    if fits {
        return Ok(());
    }
    let text = if name.len() > chars_max {
        format!("Member must have length less than or equal to {chars_max}")
    } else {
        r"Member must satisfy regular expression pattern: [\w+=,.@-]+".to_owned()
    };
    Err(invalid(name, member, &text))
}

/// Checks a path: `/` or `/…/`.
fn check_path(path: &str) -> Result<(), Failure> {
    let fits = path.starts_with('/')
        && path.ends_with('/')
        && path.len() <= 512
        && path.bytes().all(|b| (b'!'..=b'~').contains(&b));
    if fits {
        Ok(())
    } else {
        Err(invalid(
            path,
            "path",
            r"Member must satisfy regular expression pattern: (\u002F)|(\u002F[\u0021-\u007F]+\u002F)",
        ))
    }
}

fn read<T: DeserializeOwned>(document: Value) -> Result<T, Failure> {
    protocol::read(document, malformed)
}

fn date(millis: u64) -> String {
    protocol::time::iso(UnixMillis(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_rules_learn_of_a_role_whatever_region_it_was_made_in() {
        let store = Store::memory().unwrap();
        let iam = Iam::open(&store, &mut Kept::default());
        let tenant = |region: &str| Tenant::new("123456789012".parse().unwrap(), region.parse().unwrap());
        let document = r#"{"Statement":[{"Effect":"Allow","Principal":{"Service":"iot.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
        let body =
            format!("Action=CreateRole&RoleName=r&Path=/p/&AssumeRolePolicyDocument={}", encoded(document));
        let request = Request::post("/").body(Bytes::from(body)).unwrap();
        assert_eq!(iam.handle(&tenant("eu-west-1"), &request, "id").await.status(), 200);
        let view = |arn: &str| iam.trust(&tenant("ap-south-1"), arn).map(|trust| trust.view());
        assert_eq!(view("arn:aws:iam::123456789012:role/p/r"), Some(RoleView { trusts_iot: true }));
        for unknown in ["arn:aws:iam::123456789012:role/r", "arn:aws:iam::210987654321:role/p/r", "r", ""] {
            assert_eq!(view(unknown), None, "{unknown}");
        }
    }
}
