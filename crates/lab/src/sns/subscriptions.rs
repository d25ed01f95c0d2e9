//! Subscriptions: making, confirming, listing, setting, ending.

use std::collections::BTreeMap;

use base::{Arn, PageRequest};
use serde::{Deserialize, Serialize};
use store::Changed;

use super::failure::{invalid, invalid_attribute, no_such_subscription, no_such_topic, too_many};
use super::filter::{Filter, is_of_body};
use super::topics::Page;
use super::{
    Outcome, PAGE, SUBSCRIPTION, SUBSCRIPTIONS_MAX, Sns, Subscription, TOPIC, Topics, name_in, topic_arn,
};
use crate::protocol::query::Xml;
use crate::protocol::{Call, Failure};

/// What is kept of a subscription.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// The topic's name.
    pub topic: String,
    pub protocol: String,
    pub endpoint: String,
    pub confirmed: bool,
    /// What confirms it.
    pub token: String,
    pub raw: bool,
    pub filter_policy: Option<String>,
    pub of_body: bool,
    /// As it was written.
    pub redrive_policy: Option<String>,
}

impl Record {
    fn filter(&self) -> Result<Option<Filter>, Failure> {
        self.filter_policy.as_deref().map(|policy| Filter::parse(policy, self.of_body)).transpose()
    }

    /// Where messages go that could not be delivered.
    pub fn dead_letters(&self) -> Option<String> {
        let policy: serde_json::Value = serde_json::from_str(self.redrive_policy.as_deref()?).ok()?;
        Some(policy["deadLetterTargetArn"].as_str()?.to_owned())
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        match name {
            "RawMessageDelivery" => {
                let raw = value.to_ascii_lowercase();
                if raw != "true" && raw != "false" {
                    return Err(invalid_attribute(format_args!(
                        "RawMessageDelivery: Invalid value [{value}]. Must be true or false."
                    )));
                }
                let can = ["http", "https", "sqs"].contains(&self.protocol.as_str());
                if raw == "true" && !can {
                    let protocol = &self.protocol;
                    return Err(invalid_attribute(format_args!(
                        "RawMessageDelivery: Delivery protocol [{protocol}] does not support raw message delivery."
                    )));
                }
                self.raw = raw == "true";
            }
            "FilterPolicy" => {
                self.filter_policy =
                    Some(value.to_owned()).filter(|policy| !policy.is_empty() && policy != "{}");
            }
            "FilterPolicyScope" => self.of_body = is_of_body(value)?,
            "RedrivePolicy" => {
                self.redrive_policy = Some(value.to_owned()).filter(|policy| !policy.is_empty());
                let target = self.dead_letters();
                let is_queue = target.as_deref().and_then(Arn::parse).is_some_and(|arn| arn.service == "sqs");
                if self.redrive_policy.is_some() && !is_queue {
                    return Err(invalid_attribute(
                        "RedrivePolicy: must be a JSON object with the deadLetterTargetArn of a queue",
                    ));
                }
            }
            "DeliveryPolicy" | "ReplayPolicy" | "SubscriptionRoleArn" => {
                return Err(Failure::not_implemented(format_args!("The attribute {name} of subscriptions")));
            }
            _ => return Err(invalid("AttributeName")),
        }
        Ok(())
    }

    fn attribute(&self, name: &str) -> Option<String> {
        match name {
            "RawMessageDelivery" => Some(self.raw.to_string()),
            "FilterPolicy" => self.filter_policy.clone(),
            "FilterPolicyScope" => self
                .filter_policy
                .as_ref()
                .map(|_| if self.of_body { "MessageBody" } else { "MessageAttributes" }.to_owned()),
            "RedrivePolicy" => self.redrive_policy.clone(),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Subscribe {
    topic_arn: String,
    protocol: String,
    #[serde(default)]
    endpoint: String,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    return_subscription_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Confirm {
    topic_arn: String,
    token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OfSubscription {
    subscription_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SetSubscriptionAttributes {
    subscription_arn: String,
    attribute_name: String,
    #[serde(default)]
    attribute_value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListByTopic {
    topic_arn: String,
    next_token: Option<String>,
}

/// What Subscribe did.
pub(super) struct Subscribed {
    pub arn: String,
    pub record: Record,
    /// Whether the endpoint has to be asked.
    pub is_asked: bool,
}

impl Sns {
    pub(super) async fn subscribe(&self, call: &Call<'_>, input: Subscribe) -> Result<Option<Xml>, Failure> {
        let returns_arn = input.return_subscription_arn == "true";
        let changed = self.add_subscription(call, input)?;
        let subscribed = self.book.stored(changed).await?;
        if subscribed.is_asked {
            self.ask(call, &subscribed).await?;
        }
        let shown = subscribed.record.confirmed || returns_arn;
        let arn = if shown { subscribed.arn.as_str() } else { "pending confirmation" };
        Ok(Some(Xml::new().text("SubscriptionArn", arn)))
    }

    fn add_subscription(&self, call: &Call<'_>, input: Subscribe) -> Result<Changed<Subscribed>, Failure> {
        let topic = name_in(call.tenant, &input.topic_arn)?;
        check_endpoint(&input.protocol, &input.endpoint)?;
        let confirmed = ["lambda", "sms", "sqs"].contains(&input.protocol.as_str());
        let mut record = Record {
            topic: topic.clone(),
            protocol: input.protocol,
            endpoint: input.endpoint,
            confirmed,
            token: [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()].map(|id| id.simple().to_string()).concat(),
            raw: false,
            filter_policy: None,
            of_body: false,
            redrive_policy: None,
        };
        for (name, value) in &input.attributes {
            record.set(name, value)?;
        }
        let filter = record.filter()?;
        if record.protocol == "lambda" && self.functions.is_none() {
            return Err(Failure::not_implemented("The protocol lambda of SNS without the service lambda"));
        }
        self.book.change(call.tenant, |topics, journal| {
            let is_fifo = topics.by_name.get(&topic).ok_or_else(no_such_topic)?.record.is_fifo();
            if is_fifo && record.protocol != "sqs" {
                return Err(invalid("Endpoint Reason: Please use an Amazon SQS queue with a FIFO topic"));
            }
            // It would get no message, since none has a group.
            if !is_fifo && record.protocol == "sqs" && record.endpoint.ends_with(".fifo") {
                return Err(invalid(
                    "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
                ));
            }
            let same = topics.subscriptions.iter().find(|(_, other)| {
                let other = &other.record;
                (&other.topic, &other.protocol, &other.endpoint)
                    == (&topic, &record.protocol, &record.endpoint)
            });
            if let Some((arn, same)) = same {
                let differs =
                    input.attributes.keys().any(|name| same.record.attribute(name) != record.attribute(name));
                if differs {
                    return Err(invalid_attribute("Subscription already exists with different attributes"));
                }
                let record = same.record.clone();
                return Ok(Subscribed { arn: arn.clone(), is_asked: !record.confirmed, record });
            }
            if topics.subscriptions.len() >= SUBSCRIPTIONS_MAX {
                let what = "subscriptions of an account in a region";
                return Err(too_many("SubscriptionLimitExceeded", what, SUBSCRIPTIONS_MAX));
            }
            let arn = format!("{}:{}", topic_arn(call.tenant, &topic), uuid::Uuid::new_v4());
            journal.put(SUBSCRIPTION, &arn, &record);
            topics.subscriptions.insert(arn.clone(), Subscription { record: record.clone(), filter });
            Ok(Subscribed { arn, is_asked: !record.confirmed, record })
        })
    }

    pub(super) fn confirm_subscription(&self, call: &Call<'_>, input: Confirm) -> Outcome {
        let topic = name_in(call.tenant, &input.topic_arn)?;
        self.book.change(call.tenant, |topics, journal| {
            if !topics.by_name.contains_key(&topic) {
                return Err(no_such_topic());
            }
            let found = topics
                .subscriptions
                .iter_mut()
                .find(|(_, one)| one.record.topic == topic && one.record.token == input.token);
            let (arn, found) = found.ok_or_else(|| invalid("Token"))?;
            found.record.confirmed = true;
            journal.put(SUBSCRIPTION, arn, &found.record);
            Ok(Some(Xml::new().text("SubscriptionArn", arn)))
        })
    }

    /// Ends a subscription; one that is not there is none already.
    pub(super) fn unsubscribe(&self, call: &Call<'_>, input: OfSubscription) -> Outcome {
        if Arn::parse(&input.subscription_arn).is_none_or(|arn| arn.service != "sns") {
            return Err(invalid("SubscriptionArn Reason: An ARN must have at least 6 elements, not 1"));
        }
        self.book.change(call.tenant, |topics, journal| {
            if let Some(gone) = topics.subscriptions.remove(&input.subscription_arn) {
                journal.forget(SUBSCRIPTION, &input.subscription_arn);
                if let Some(topic) = topics.by_name.get_mut(&gone.record.topic) {
                    topic.record.deleted += 1;
                    journal.put(TOPIC, &gone.record.topic, &topic.record);
                }
            }
            Ok(None)
        })
    }

    pub(super) fn list_subscriptions(&self, call: &Call<'_>, input: Page) -> Outcome {
        self.book.read(call.tenant, |topics| list(topics, call, input.next_token, |_| true))
    }

    pub(super) fn list_subscriptions_by_topic(&self, call: &Call<'_>, input: ListByTopic) -> Outcome {
        let name = name_in(call.tenant, &input.topic_arn)?;
        self.book.read(call.tenant, |topics| {
            if !topics.by_name.contains_key(&name) {
                return Err(no_such_topic());
            }
            list(topics, call, input.next_token, |record| record.topic == name)
        })
    }

    pub(super) fn get_subscription_attributes(&self, call: &Call<'_>, input: OfSubscription) -> Outcome {
        self.book.read(call.tenant, |topics| {
            let found = topics.subscriptions.get(&input.subscription_arn).ok_or_else(no_such_subscription)?;
            let record = &found.record;
            let (owner, partition) = (call.tenant.account.to_string(), call.tenant.region.partition());
            let mut attributes = BTreeMap::from([
                ("ConfirmationWasAuthenticated", "true".to_owned()),
                ("Endpoint", record.endpoint.clone()),
                ("Owner", owner.clone()),
                ("PendingConfirmation", (!record.confirmed).to_string()),
                ("Protocol", record.protocol.clone()),
                ("SubscriptionArn", input.subscription_arn.clone()),
                ("SubscriptionPrincipal", format!("arn:{partition}:iam::{owner}:root")),
                ("TopicArn", topic_arn(call.tenant, &record.topic)),
            ]);
            for name in ["RawMessageDelivery", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"] {
                attributes.extend(record.attribute(name).map(|value| (name, value)));
            }
            let entries = attributes.iter().map(|(name, value)| (*name, value.as_str()));
            Ok(Changed::nothing(Some(Xml::new().map("Attributes", entries))))
        })
    }

    pub(super) fn set_subscription_attributes(
        &self,
        call: &Call<'_>,
        input: SetSubscriptionAttributes,
    ) -> Outcome {
        self.book.change(call.tenant, |topics, journal| {
            let found =
                topics.subscriptions.get_mut(&input.subscription_arn).ok_or_else(no_such_subscription)?;
            let mut record = found.record.clone();
            record.set(&input.attribute_name, &input.attribute_value)?;
            found.filter = record.filter()?;
            found.record = record;
            journal.put(SUBSCRIPTION, &input.subscription_arn, &found.record);
            Ok(None)
        })
    }
}

fn list(
    topics: &Topics,
    call: &Call<'_>,
    token: Option<String>,
    wanted: impl Fn(&Record) -> bool,
) -> Outcome {
    let page = PageRequest { size: Some(PAGE), token };
    let owner = call.tenant.account.to_string();
    let page = base::cut_named(
        &topics.subscriptions,
        &page,
        |_, one| wanted(&one.record),
        |arn, one| {
            let record = &one.record;
            Xml::new()
                .text("SubscriptionArn", if record.confirmed { arn } else { "PendingConfirmation" })
                .text("Owner", &owner)
                .text("Protocol", &record.protocol)
                .text("Endpoint", &record.endpoint)
                .text("TopicArn", &topic_arn(call.tenant, &record.topic))
        },
    );
    let page = page.map_err(|_| invalid("NextToken"))?;
    let xml = Xml::new().list("Subscriptions", page.items).optional("NextToken", page.next.as_deref());
    Ok(Changed::nothing(Some(xml)))
}

fn check_endpoint(protocol: &str, endpoint: &str) -> Result<(), Failure> {
    let refuse = |reason: &str| Err(invalid(format_args!("Endpoint Reason: {reason}")));
    let is_of = |service: &str| Arn::parse(endpoint).is_some_and(|arn| arn.service == service);
    match protocol {
        "sqs" if !is_of("sqs") => refuse("SQS endpoint ARN"),
        "lambda" if !is_of("lambda") => refuse("Lambda endpoint ARN"),
        "http" if !endpoint.starts_with("http://") => refuse("Endpoint must match the specified protocol"),
        "https" if !endpoint.starts_with("https://") => refuse("Endpoint must match the specified protocol"),
        "http" | "https" if endpoint.parse::<http::Uri>().is_err() => refuse("Endpoint is not a URL"),
        "email" | "email-json" if !endpoint.contains('@') => refuse("Email address"),
        "sms" if !is_phone_number(endpoint) => Err(invalid(format_args!("Invalid SMS endpoint: {endpoint}"))),
        "email" | "email-json" | "http" | "https" | "lambda" | "sms" | "sqs" => Ok(()),
        "application" | "firehose" => {
            Err(Failure::not_implemented(format_args!("The protocol {protocol} of SNS")))
        }
        other => Err(invalid(format_args!("Amazon SNS does not support this protocol string: {other}"))),
    }
}

/// `+` and up to 15 digits (E.164).
pub(super) fn is_phone_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (5..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}
