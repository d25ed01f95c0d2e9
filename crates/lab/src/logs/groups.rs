//! Log groups: creating, listing, retention, tags.

use std::collections::BTreeMap;

use base::{PageRequest, Tenant};
use serde::{Deserialize, Serialize};
use store::Changed;

use super::failure::{constraint, exists, invalid, no_such_resource};
use super::group::{Group, Record};
use super::{Logs, Outcome, group_of};
use crate::protocol::{Call, Failure};

/// The class of a group that says nothing else.
pub(super) const STANDARD: &str = "STANDARD";
const CLASSES: [&str; 3] = [STANDARD, "INFREQUENT_ACCESS", "DELIVERY"];
/// The longest name of a group or stream, characters.
pub(super) const NAME_CHARS_MAX: usize = 512;
/// Entries of a page, both the default and the most.
pub(super) const PAGE_MAX: usize = 50;
/// Tags of a group.
const TAGS_MAX: usize = 50;
/// The retentions that can be chosen, days (CloudWatch Logs, PutRetentionPolicy).
const RETENTIONS: [u32; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateLogGroup {
    log_group_name: String,
    kms_key_id: Option<String>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
    log_group_class: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfGroup {
    log_group_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PutRetention {
    log_group_name: String,
    retention_in_days: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeLogGroups {
    log_group_name_prefix: Option<String>,
    log_group_name_pattern: Option<String>,
    next_token: Option<String>,
    limit: Option<i64>,
    log_group_class: Option<String>,
    #[serde(default)]
    account_identifiers: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogGroups {
    log_groups: Vec<LogGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogGroup {
    log_group_name: String,
    creation_time: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_in_days: Option<u32>,
    metric_filter_count: u32,
    arn: String,
    stored_bytes: usize,
    log_group_class: String,
    log_group_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfResource {
    resource_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TagResource {
    resource_arn: String,
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UntagResource {
    resource_arn: String,
    tag_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TagLogGroup {
    log_group_name: String,
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UntagLogGroup {
    log_group_name: String,
    tags: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Tags {
    tags: BTreeMap<String, String>,
}

impl Logs {
    pub(super) fn create_log_group(&self, call: &Call<'_>, input: CreateLogGroup) -> Outcome<()> {
        let name = input.log_group_name;
        check_name(&name)?;
        check_tags(&input.tags)?;
        if input.kms_key_id.is_some() {
            return Err(Failure::not_implemented("kmsKeyId of CreateLogGroup"));
        }
        let class = input.log_group_class.unwrap_or_else(|| STANDARD.into());
        if !CLASSES.contains(&class.as_str()) {
            let allowed = CLASSES.join(", ");
            let text = format!("Member must satisfy enum value set: [{allowed}]");
            return Err(constraint(&class, "logGroupClass", &text));
        }
        self.book.change(call.tenant, |groups, journal| {
            if groups.by_name.contains_key(&name) {
                return Err(exists("log group"));
            }
            let record = Record { created: call.now.0, retention_days: None, tags: input.tags, class };
            groups.add(&name, record, journal)
        })
    }

    pub(super) fn delete_log_group(&self, call: &Call<'_>, input: OfGroup) -> Outcome<()> {
        self.book.change(call.tenant, |groups, journal| {
            groups.get_mut(&input.log_group_name)?.forget(journal);
            groups.by_name.remove(&input.log_group_name);
            Ok(())
        })
    }

    pub(super) fn put_retention_policy(&self, call: &Call<'_>, input: PutRetention) -> Outcome<()> {
        let days = input.retention_in_days;
        if !RETENTIONS.contains(&days) {
            let allowed: Vec<String> = RETENTIONS.iter().map(u32::to_string).collect();
            let text = format!("Member must satisfy enum value set: [{}]", allowed.join(", "));
            return Err(constraint(&days.to_string(), "retentionInDays", &text));
        }
        self.set_retention(call, &input.log_group_name, Some(days))
    }

    pub(super) fn delete_retention_policy(&self, call: &Call<'_>, input: OfGroup) -> Outcome<()> {
        self.set_retention(call, &input.log_group_name, None)
    }

    fn set_retention(&self, call: &Call<'_>, group: &str, days: Option<u32>) -> Outcome<()> {
        self.book.change(call.tenant, |groups, journal| {
            let group = groups.get_mut(group)?;
            group.record.retention_days = days;
            group.keep(journal);
            Ok(())
        })
    }

    pub(super) fn describe_log_groups(
        &self,
        call: &Call<'_>,
        input: DescribeLogGroups,
    ) -> Outcome<LogGroups> {
        if input.log_group_name_prefix.is_some() && input.log_group_name_pattern.is_some() {
            return Err(invalid(
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
            ));
        }
        let ours = call.tenant.account.as_str();
        let is_ours =
            input.account_identifiers.is_empty() || input.account_identifiers.iter().any(|id| id == ours);
        let page = page(input.limit, input.next_token)?;
        self.book.read(call.tenant, |groups| {
            let wanted = |name: &str, group: &Group| {
                is_ours
                    && input
                        .log_group_name_prefix
                        .as_ref()
                        .is_none_or(|prefix| name.starts_with(prefix.as_str()))
                    && input
                        .log_group_name_pattern
                        .as_ref()
                        .is_none_or(|part| name.to_lowercase().contains(&part.to_lowercase()))
                    && input.log_group_class.as_ref().is_none_or(|class| *class == group.record.class)
            };
            let page = base::cut_named(&groups.by_name, &page, wanted, |name, group| {
                described(call.tenant, name, group)
            })
            .map_err(|_| invalid("The specified nextToken is invalid."))?;
            Ok(Changed::nothing(LogGroups { log_groups: page.items, next_token: page.next }))
        })
    }

    pub(super) fn tag_resource(&self, call: &Call<'_>, input: TagResource) -> Outcome<()> {
        let group = tagged(call, &input.resource_arn)?;
        self.set_tags(call, group, |tags| tags.extend(input.tags))
    }

    pub(super) fn untag_resource(&self, call: &Call<'_>, input: UntagResource) -> Outcome<()> {
        let group = tagged(call, &input.resource_arn)?;
        self.set_tags(call, group, |tags| tags.retain(|key, _| !input.tag_keys.contains(key)))
    }

    pub(super) fn list_tags_for_resource(&self, call: &Call<'_>, input: OfResource) -> Outcome<Tags> {
        self.tags(call, tagged(call, &input.resource_arn)?)
    }

    pub(super) fn tag_log_group(&self, call: &Call<'_>, input: TagLogGroup) -> Outcome<()> {
        self.set_tags(call, &input.log_group_name, |tags| tags.extend(input.tags))
    }

    pub(super) fn untag_log_group(&self, call: &Call<'_>, input: UntagLogGroup) -> Outcome<()> {
        self.set_tags(call, &input.log_group_name, |tags| tags.retain(|key, _| !input.tags.contains(key)))
    }

    pub(super) fn list_tags_log_group(&self, call: &Call<'_>, input: OfGroup) -> Outcome<Tags> {
        self.tags(call, &input.log_group_name)
    }

    fn tags(&self, call: &Call<'_>, group: &str) -> Outcome<Tags> {
        self.book.read(call.tenant, |groups| {
            Ok(Changed::nothing(Tags { tags: groups.get(group)?.record.tags.clone() }))
        })
    }

    fn set_tags(
        &self,
        call: &Call<'_>,
        group: &str,
        change: impl FnOnce(&mut BTreeMap<String, String>),
    ) -> Outcome<()> {
        self.book.change(call.tenant, |groups, journal| {
            let group = groups.get_mut(group)?;
            let mut tags = group.record.tags.clone();
            change(&mut tags);
            check_tags(&tags)?;
            group.record.tags = tags;
            group.keep(journal);
            Ok(())
        })
    }
}

/// The group of a resource's ARN; only groups have tags here.
fn tagged<'a>(call: &Call<'_>, arn: &'a str) -> Result<&'a str, Failure> {
    let group = group_of(call.tenant, arn);
    if group == arn { Err(no_such_resource()) } else { Ok(group) }
}

/// The ARN of a group.
pub(super) fn arn(tenant: &Tenant, group: &str) -> String {
    let (partition, region, account) = (tenant.region.partition(), &tenant.region, tenant.account);
    format!("arn:{partition}:logs:{region}:{account}:log-group:{group}")
}

fn described(tenant: &Tenant, name: &str, group: &Group) -> LogGroup {
    let arn = arn(tenant, name);
    LogGroup {
        log_group_name: name.into(),
        creation_time: group.record.created,
        retention_in_days: group.record.retention_days,
        metric_filter_count: 0,
        arn: format!("{arn}:*"),
        stored_bytes: group.bytes,
        log_group_class: group.record.class.clone(),
        log_group_arn: arn,
    }
}

/// A request for a page.
pub(super) fn page(limit: Option<i64>, token: Option<String>) -> Result<PageRequest, Failure> {
    let size = match limit {
        None => PAGE_MAX,
        Some(limit) => {
            usize::try_from(limit).ok().filter(|size| (1..=PAGE_MAX).contains(size)).ok_or_else(|| {
                let text = "Member must have value greater than or equal to 1 and less than or equal to 50";
                constraint(&limit.to_string(), "limit", text)
            })?
        }
    };
    Ok(PageRequest { size: Some(size), token })
}

fn check_name(name: &str) -> Result<(), Failure> {
    let fits = (1..=NAME_CHARS_MAX).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_/#".contains(&b));
    if fits {
        return Ok(());
    }
    let text = r"Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+";
    Err(constraint(name, "logGroupName", text))
}

fn check_tags(tags: &BTreeMap<String, String>) -> Result<(), Failure> {
    let fits = |(key, value): (&String, &String)| {
        (1..=128).contains(&key.chars().count()) && value.chars().count() <= 256
    };
    if tags.len() > TAGS_MAX {
        return Err(Failure::bad(
            "TooManyTagsException",
            format!("A resource can have no more than {TAGS_MAX} tags."),
        ));
    }
    if tags.iter().all(fits) { Ok(()) } else { Err(invalid("A tag's key or value is invalid.")) }
}
