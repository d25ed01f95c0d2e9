//! Topics: creating, listing, attributes, tags, permissions.

use std::collections::BTreeMap;

use base::PageRequest;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Changed;

use super::failure::{invalid, invalid_attribute, no_such_resource, no_such_topic, too_many};
use super::{Outcome, PAGE, Sns, TOPIC, TOPICS_MAX, Topic, name_in, topic_arn};
use crate::protocol::query::Xml;
use crate::protocol::{Call, Failure};
use crate::resource_policy;

/// The longest topic name, characters.
const NAME_CHARS_MAX: usize = 256;
/// Tags of a topic.
const TAGS_MAX: usize = 50;

/// What is kept of a topic.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    /// Those that were set, by the names that AWS has.
    pub attributes: BTreeMap<String, String>,
    pub tags: BTreeMap<String, String>,
    /// Subscriptions that are no more.
    pub deleted: u64,
}

impl Record {
    fn is(&self, attribute: &str) -> bool {
        self.attributes.get(attribute).is_some_and(|value| value == "true")
    }

    pub fn is_fifo(&self) -> bool {
        self.is("FifoTopic")
    }

    pub fn deduplicates_by_content(&self) -> bool {
        self.is("ContentBasedDeduplication")
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateTopic {
    name: String,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    tags: Vec<Tag>,
    data_protection_policy: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tag {
    key: String,
    #[serde(default)]
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OfTopic {
    topic_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Page {
    pub next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SetTopicAttributes {
    topic_arn: String,
    attribute_name: String,
    #[serde(default)]
    attribute_value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OfResource {
    resource_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TagResource {
    resource_arn: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UntagResource {
    resource_arn: String,
    #[serde(default)]
    tag_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AddPermission {
    topic_arn: String,
    label: String,
    #[serde(rename = "AWSAccountId", default)]
    accounts: Vec<String>,
    #[serde(rename = "ActionName", default)]
    actions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct RemovePermission {
    topic_arn: String,
    label: String,
}

impl Sns {
    pub(super) fn create_topic(&self, call: &Call<'_>, input: CreateTopic) -> Outcome {
        let is_fifo = input.attributes.get("FifoTopic").is_some_and(|fifo| fifo == "true");
        check_name(&input.name, is_fifo)?;
        if input.data_protection_policy.is_some() {
            return Err(Failure::not_implemented("DataProtectionPolicy of CreateTopic"));
        }
        let mut record = Record::default();
        for (name, value) in &input.attributes {
            set(&mut record, name, value, true)?;
        }
        let tags = tags(BTreeMap::new(), input.tags)?;
        let answer = Xml::new().text("TopicArn", &topic_arn(call.tenant, &input.name));
        self.book.change(call.tenant, |topics, journal| {
            if let Some(topic) = topics.by_name.get(&input.name) {
                let kept = &topic.record;
                if record.attributes.iter().any(|(name, value)| kept.attributes.get(name) != Some(value)) {
                    return Err(invalid_attribute("Topic already exists with different attributes"));
                }
                if !tags.is_empty() && tags != kept.tags {
                    return Err(invalid("Tags Reason: Topic already exists with different tags"));
                }
                return Ok(Some(answer));
            }
            if topics.by_name.len() >= TOPICS_MAX {
                return Err(too_many("TopicLimitExceeded", "topics of an account in a region", TOPICS_MAX));
            }
            record.tags = tags;
            journal.put(TOPIC, &input.name, &record);
            topics.by_name.insert(input.name, Topic { record, ..Topic::default() });
            Ok(Some(answer))
        })
    }

    pub(super) fn delete_topic(&self, call: &Call<'_>, input: OfTopic) -> Outcome {
        let name = name_in(call.tenant, &input.topic_arn)?;
        self.book.change(call.tenant, |topics, journal| {
            topics.remove_topic(&name, journal);
            Ok(None)
        })
    }

    pub(super) fn list_topics(&self, call: &Call<'_>, input: Page) -> Outcome {
        self.book.read(call.tenant, |topics| {
            let page = PageRequest { size: Some(PAGE), token: input.next_token };
            let page = base::cut_named(
                &topics.by_name,
                &page,
                |_, _| true,
                |name, _| Xml::new().text("TopicArn", &topic_arn(call.tenant, name)),
            );
            let page = page.map_err(|_| invalid("NextToken"))?;
            let xml = Xml::new().list("Topics", page.items).optional("NextToken", page.next.as_deref());
            Ok(Changed::nothing(Some(xml)))
        })
    }

    pub(super) fn get_topic_attributes(&self, call: &Call<'_>, input: OfTopic) -> Outcome {
        let name = name_in(call.tenant, &input.topic_arn)?;
        self.book.read(call.tenant, |topics| {
            let topic = topics.by_name.get(&name).ok_or_else(no_such_topic)?;
            let arn = topic_arn(call.tenant, &name);
            let subscriptions = || topics.subscriptions_of(&name);
            let confirmed = subscriptions().filter(|one| one.record.confirmed).count();
            let owner = call.tenant.account.to_string();
            let mut attributes = BTreeMap::from([
                ("DisplayName".to_owned(), String::new()),
                ("EffectiveDeliveryPolicy".to_owned(), effective_delivery_policy()),
                ("Owner".to_owned(), owner.clone()),
                ("Policy".to_owned(), default_policy(&arn, &owner)),
                ("SubscriptionsConfirmed".to_owned(), confirmed.to_string()),
                ("SubscriptionsDeleted".to_owned(), topic.record.deleted.to_string()),
                ("SubscriptionsPending".to_owned(), (subscriptions().count() - confirmed).to_string()),
                ("TopicArn".to_owned(), arn),
            ]);
            if topic.record.is_fifo() {
                attributes.insert("ContentBasedDeduplication".into(), "false".into());
                attributes.insert("FifoThroughputScope".into(), "Topic".into());
            }
            attributes.extend(topic.record.attributes.clone());
            let entries = attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            Ok(Changed::nothing(Some(Xml::new().map("Attributes", entries))))
        })
    }

    pub(super) fn set_topic_attributes(&self, call: &Call<'_>, input: SetTopicAttributes) -> Outcome {
        self.with_topic(call, &input.topic_arn, |record| {
            set(record, &input.attribute_name, &input.attribute_value, false)?;
            Ok(None)
        })
    }

    pub(super) fn tag_resource(&self, call: &Call<'_>, input: TagResource) -> Outcome {
        self.with_tags(call, &input.resource_arn, |kept| tags(kept, input.tags))
    }

    pub(super) fn untag_resource(&self, call: &Call<'_>, input: UntagResource) -> Outcome {
        self.with_tags(call, &input.resource_arn, |mut kept| {
            kept.retain(|key, _| !input.tag_keys.contains(key));
            Ok(kept)
        })
    }

    pub(super) fn list_tags_for_resource(&self, call: &Call<'_>, input: OfResource) -> Outcome {
        let name = name_in(call.tenant, &input.resource_arn)?;
        self.book.read(call.tenant, |topics| {
            let topic = topics.by_name.get(&name).ok_or_else(no_such_resource)?;
            let tags =
                topic.record.tags.iter().map(|(key, value)| Xml::new().text("Key", key).text("Value", value));
            Ok(Changed::nothing(Some(Xml::new().list("Tags", tags))))
        })
    }

    pub(super) fn add_permission(&self, call: &Call<'_>, input: AddPermission) -> Outcome {
        if input.accounts.is_empty() || input.actions.is_empty() {
            return Err(invalid("AWSAccountId or ActionName is empty"));
        }
        let owner = call.tenant.account.to_string();
        self.with_topic(call, &input.topic_arn, |record| {
            let grant = resource_policy::Grant {
                label: &input.label,
                accounts: &input.accounts,
                actions: input.actions.iter().map(|action| format!("SNS:{action}")).collect(),
                resource: &input.topic_arn,
            };
            let default = default_policy(&input.topic_arn, &owner);
            let policy = record.attributes.get("Policy").unwrap_or(&default);
            let changed = resource_policy::add(Some(policy), call.tenant, &grant);
            let changed = changed.ok_or_else(|| invalid("Statement already exists"))?;
            record.attributes.insert("Policy".into(), changed);
            Ok(None)
        })
    }

    pub(super) fn remove_permission(&self, call: &Call<'_>, input: RemovePermission) -> Outcome {
        self.with_topic(call, &input.topic_arn, |record| {
            let policy = record.attributes.get("Policy").map(String::as_str);
            match resource_policy::remove(policy, &input.label) {
                Some(Some(policy)) => record.attributes.insert("Policy".into(), policy),
                Some(None) => record.attributes.remove("Policy"),
                None => return Err(invalid("Label")),
            };
            Ok(None)
        })
    }

    fn with_tags(
        &self,
        call: &Call<'_>,
        arn: &str,
        change: impl FnOnce(BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Failure>,
    ) -> Outcome {
        let changed = self.with_topic(call, arn, |record| {
            record.tags = change(record.tags.clone())?;
            Ok(Some(Xml::new()))
        });
        changed.map_err(|failure| if failure.code == "NotFound" { no_such_resource() } else { failure })
    }

    /// Changes a topic.
    fn with_topic(
        &self,
        call: &Call<'_>,
        arn: &str,
        change: impl FnOnce(&mut Record) -> Result<Option<Xml>, Failure>,
    ) -> Outcome {
        let name = name_in(call.tenant, arn)?;
        self.book.change(call.tenant, |topics, journal| {
            let topic = topics.by_name.get_mut(&name).ok_or_else(no_such_topic)?;
            let answer = change(&mut topic.record)?;
            journal.put(TOPIC, &name, &topic.record);
            Ok(answer)
        })
    }
}

/// Sets an attribute of a topic.
fn set(record: &mut Record, name: &str, value: &str, creating: bool) -> Result<(), Failure> {
    let is_bool = value == "true" || value == "false";
    let fits = match name {
        "DisplayName" => value.chars().count() <= 100,
        "Policy" => serde_json::from_str::<serde_json::Value>(value).is_ok_and(|policy| policy.is_object()),
        "KmsMasterKeyId" => true,
        "FifoTopic" => creating && is_bool,
        "ContentBasedDeduplication" => is_bool,
        "FifoThroughputScope" => ["Topic", "MessageGroup"].contains(&value),
        "SignatureVersion" if value == "1" => {
            return Err(Failure::not_implemented("SignatureVersion 1 of SNS, which is RSA with SHA-1,"));
        }
        "SignatureVersion" => value == "2",
        "TracingConfig" => ["PassThrough", "Active"].contains(&value),
        "ArchivePolicy" | "BeginningArchiveTime" | "DeliveryPolicy" => {
            return Err(Failure::not_implemented(format_args!("The attribute {name} of topics")));
        }
        name if name.ends_with("FeedbackRoleArn") || name.ends_with("FeedbackSampleRate") => {
            return Err(Failure::not_implemented(format_args!("The attribute {name} of topics")));
        }
        _ => return Err(invalid("AttributeName")),
    };
    if !fits {
        return Err(invalid(name));
    }
    // What a standard topic is without.
    if name == "FifoTopic" && value == "false" {
        return Ok(());
    }
    record.attributes.insert(name.into(), value.into());
    Ok(())
}

fn check_name(name: &str, is_fifo: bool) -> Result<(), Failure> {
    let plain = if is_fifo { name.strip_suffix(".fifo").unwrap_or_default() } else { name };
    let fits = !plain.is_empty()
        && name.len() <= NAME_CHARS_MAX
        && plain.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if fits { Ok(()) } else { Err(invalid("Topic Name")) }
}

fn tags(mut kept: BTreeMap<String, String>, given: Vec<Tag>) -> Result<BTreeMap<String, String>, Failure> {
    for Tag { key, value } in given {
        if !(1..=128).contains(&key.chars().count()) || value.chars().count() > 256 {
            return Err(invalid("Tags"));
        }
        kept.insert(key, value);
    }
    if kept.len() > TAGS_MAX {
        return Err(Failure::bad(
            "TagLimitExceeded",
            "Could not complete request: tag quota of per resource exceeded",
        ));
    }
    Ok(kept)
}

/// What HTTP deliveries keep to; see [`super::courier`].
fn effective_delivery_policy() -> String {
    json!({"http": {
        "defaultHealthyRetryPolicy": {
            "minDelayTarget": 20,
            "maxDelayTarget": 20,
            "numRetries": 3,
            "numMaxDelayRetries": 0,
            "numNoDelayRetries": 0,
            "numMinDelayRetries": 0,
            "backoffFunction": "linear",
        },
        "disableSubscriptionOverrides": false,
        "defaultRequestPolicy": {"headerContentType": "text/plain; charset=UTF-8"},
    }})
    .to_string()
}

/// The policy of a topic that none was given to: its account may do everything.
fn default_policy(arn: &str, owner: &str) -> String {
    let actions = [
        "GetTopicAttributes",
        "SetTopicAttributes",
        "AddPermission",
        "RemovePermission",
        "DeleteTopic",
        "Subscribe",
        "ListSubscriptionsByTopic",
        "Publish",
    ];
    json!({
        "Version": "2008-10-17",
        "Id": "__default_policy_ID",
        "Statement": [{
            "Effect": "Allow",
            "Sid": "__default_statement_ID",
            "Principal": {"AWS": "*"},
            "Action": actions.map(|action| format!("SNS:{action}")),
            "Resource": arn,
            "Condition": {"StringEquals": {"AWS:SourceOwner": owner}},
        }],
    })
    .to_string()
}
