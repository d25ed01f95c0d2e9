//! The attributes of a queue: what may be set, and what is told.

use std::collections::BTreeMap;

use base::Arn;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::failure::{invalid_attribute, unknown_attribute};
use crate::protocol::Failure;

/// The largest message, bytes: 1 MiB, both the default and the most (SQS, CreateQueue, MaximumMessageSize).
pub(super) const MESSAGE_BYTES_MAX: usize = 1 << 20;
/// The longest text of a policy, bytes.
const POLICY_BYTES_MAX: usize = 20_480;

/// What can be set of a queue, with AWS's defaults. Times are in seconds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Settings {
    pub visibility: u64,
    pub delay: u64,
    pub retention: u64,
    pub wait: u64,
    pub message_bytes: usize,
    pub policy: Option<String>,
    pub redrive: Option<Redrive>,
    pub redrive_allow: Option<String>,
    pub fifo: bool,
    pub content_deduplication: bool,
    /// `messageGroup` instead of `queue`.
    pub deduplicates_by_group: bool,
    /// `perMessageGroupId` instead of `perQueue`. Told, but there is no such limit here.
    pub throughput_by_group: bool,
    /// Kept and told; nothing is encrypted here.
    pub kms_key: Option<String>,
    pub kms_reuse: u64,
    pub managed_encryption: bool,
}

/// Where messages go that are received too often.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Redrive {
    pub target_arn: String,
    pub receives_max: u32,
    /// As it was written.
    pub text: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            visibility: 30,
            delay: 0,
            retention: 345_600,
            wait: 0,
            message_bytes: MESSAGE_BYTES_MAX,
            policy: None,
            redrive: None,
            redrive_allow: None,
            fifo: false,
            content_deduplication: false,
            deduplicates_by_group: false,
            throughput_by_group: false,
            kms_key: None,
            kms_reuse: 300,
            managed_encryption: true,
        }
    }
}

/// Every attribute that can be read, in the order of their names.
const NAMES: [&str; 21] = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "ContentBasedDeduplication",
    "CreatedTimestamp",
    "DeduplicationScope",
    "DelaySeconds",
    "FifoQueue",
    "FifoThroughputLimit",
    "KmsDataKeyReusePeriodSeconds",
    "KmsMasterKeyId",
    "LastModifiedTimestamp",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "Policy",
    "QueueArn",
    "ReceiveMessageWaitTimeSeconds",
    "RedriveAllowPolicy",
    "RedrivePolicy",
    "SqsManagedSseEnabled",
    "VisibilityTimeout",
];

/// The attributes that a caller asks for.
///
/// # Errors
/// `InvalidAttributeName`.
pub(super) fn wanted(names: &[String]) -> Result<Vec<&'static str>, Failure> {
    if names.iter().any(|name| name == "All") {
        return Ok(NAMES.to_vec());
    }
    let known = |name: &String| {
        let found = NAMES.iter().find(|known| *known == name);
        found.copied().ok_or_else(|| unknown_attribute(name))
    };
    names.iter().map(known).collect()
}

impl Settings {
    /// Sets attributes, all or none.
    ///
    /// # Errors
    /// `InvalidAttributeName` and `InvalidAttributeValue`.
    pub fn set(&mut self, attributes: &BTreeMap<String, String>, creating: bool) -> Result<(), Failure> {
        let mut changed = self.clone();
        if let Some(fifo) = attributes.get("FifoQueue") {
            let fifo = boolean("FifoQueue", fifo)?;
            // It can be given at creation only; and then a standard queue is one without it.
            if creating && !fifo {
                return Err(unknown_attribute("FifoQueue"));
            }
            if !creating && fifo != self.fifo {
                return Err(invalid_attribute("FifoQueue"));
            }
            changed.fifo = fifo;
        }
        for (name, value) in attributes {
            changed.set_one(name, value)?;
        }
        *self = changed;
        Ok(())
    }

    fn set_one(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        let number = |low, high| number(name, value, low, high);
        match name {
            "VisibilityTimeout" => self.visibility = number(0, 43_200)?,
            "DelaySeconds" => self.delay = number(0, 900)?,
            "MessageRetentionPeriod" => self.retention = number(60, 1_209_600)?,
            "ReceiveMessageWaitTimeSeconds" => self.wait = number(0, 20)?,
            "MaximumMessageSize" => {
                // At most a megabyte, which fits.
                self.message_bytes = number(1024, MESSAGE_BYTES_MAX as u64)? as usize;
            }
            "Policy" => self.policy = policy(name, value)?,
            "RedrivePolicy" => self.redrive = redrive(value)?,
            "RedriveAllowPolicy" => self.redrive_allow = redrive_allow(value)?,
            "KmsMasterKeyId" => self.kms_key = Some(value.to_owned()).filter(|key| !key.is_empty()),
            "KmsDataKeyReusePeriodSeconds" => self.kms_reuse = number(60, 86_400)?,
            "SqsManagedSseEnabled" => self.managed_encryption = boolean(name, value)?,
            "FifoQueue" => {}
            _ if !self.fifo => return Err(unknown_attribute(name)),
            "ContentBasedDeduplication" => self.content_deduplication = boolean(name, value)?,
            "DeduplicationScope" => {
                self.deduplicates_by_group = one_of(name, value, "messageGroup", "queue")?;
            }
            "FifoThroughputLimit" => {
                self.throughput_by_group = one_of(name, value, "perMessageGroupId", "perQueue")?;
            }
            _ => return Err(unknown_attribute(name)),
        }
        Ok(())
    }

    /// An attribute of those that are settings; `None` when it is not set or of the other type of queue.
    pub fn get(&self, name: &str) -> Option<String> {
        let text = |one: bool, yes: &str, no: &str| Some(if one { yes } else { no }.to_owned());
        match name {
            "VisibilityTimeout" => Some(self.visibility.to_string()),
            "DelaySeconds" => Some(self.delay.to_string()),
            "MessageRetentionPeriod" => Some(self.retention.to_string()),
            "ReceiveMessageWaitTimeSeconds" => Some(self.wait.to_string()),
            "MaximumMessageSize" => Some(self.message_bytes.to_string()),
            "Policy" => self.policy.clone(),
            "RedrivePolicy" => self.redrive.as_ref().map(|redrive| redrive.text.clone()),
            "RedriveAllowPolicy" => self.redrive_allow.clone(),
            "KmsMasterKeyId" => self.kms_key.clone(),
            "KmsDataKeyReusePeriodSeconds" => self.kms_key.as_ref().map(|_| self.kms_reuse.to_string()),
            "SqsManagedSseEnabled" => {
                text(self.managed_encryption && self.kms_key.is_none(), "true", "false")
            }
            _ if !self.fifo => None,
            "FifoQueue" => text(true, "true", ""),
            "ContentBasedDeduplication" => text(self.content_deduplication, "true", "false"),
            "DeduplicationScope" => text(self.deduplicates_by_group, "messageGroup", "queue"),
            "FifoThroughputLimit" => text(self.throughput_by_group, "perMessageGroupId", "perQueue"),
            _ => None,
        }
    }

    /// The first of the given attributes that another creation gave otherwise.
    pub fn difference(&self, other: &Self, attributes: &BTreeMap<String, String>) -> Option<String> {
        attributes.keys().find(|name| self.get(name) != other.get(name)).cloned()
    }

    /// Whether messages of a queue may end here.
    pub fn takes_from(&self, source_arn: &str) -> bool {
        let Some(text) = &self.redrive_allow else { return true };
        let rule: Value = serde_json::from_str(text).unwrap_or_default();
        match rule["redrivePermission"].as_str() {
            Some("denyAll") => false,
            Some("byQueue") => rule["sourceQueueArns"]
                .as_array()
                .is_some_and(|arns| arns.iter().any(|arn| arn.as_str() == Some(source_arn))),
            _ => true,
        }
    }
}

fn number(name: &str, value: &str, low: u64, high: u64) -> Result<u64, Failure> {
    let parsed = value.parse().ok().filter(|number| (low..=high).contains(number));
    parsed.ok_or_else(|| invalid_attribute(name))
}

fn boolean(name: &str, value: &str) -> Result<bool, Failure> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(invalid_attribute(name)),
    }
}

fn one_of(name: &str, value: &str, yes: &str, no: &str) -> Result<bool, Failure> {
    if value == yes || value == no { Ok(value == yes) } else { Err(invalid_attribute(name)) }
}

/// A policy document; an empty text removes it.
fn policy(name: &str, value: &str) -> Result<Option<String>, Failure> {
    if value.is_empty() {
        return Ok(None);
    }
    let document: Option<Value> = serde_json::from_str(value).ok();
    let is_policy = document
        .is_some_and(|document| document["Statement"].is_array() || document["Statement"].is_object());
    if is_policy && value.len() <= POLICY_BYTES_MAX {
        Ok(Some(value.into()))
    } else {
        Err(invalid_attribute(name))
    }
}

/// `{"deadLetterTargetArn": …, "maxReceiveCount": 1 to 1000}`; the count may be a text. An empty text
/// removes it.
fn redrive(value: &str) -> Result<Option<Redrive>, Failure> {
    const NAME: &str = "RedrivePolicy";
    if value.is_empty() {
        return Ok(None);
    }
    let invalid = |reason: &str| {
        Failure::bad(
            "InvalidParameterValue",
            format!("Value {value} for parameter {NAME} is invalid. Reason: {reason}"),
        )
    };
    let document: Value =
        serde_json::from_str(value).map_err(|_| invalid("Redrive policy is not a valid JSON map."))?;
    let target = document["deadLetterTargetArn"].as_str();
    let target = target.ok_or_else(|| {
        invalid("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.")
    })?;
    let count = &document["maxReceiveCount"];
    if count.is_null() {
        return Err(invalid("Redrive policy does not contain mandatory attribute: maxReceiveCount."));
    }
    let count = count.as_u64().or_else(|| count.as_str()?.parse().ok());
    let count = count.and_then(|count| u32::try_from(count).ok()).filter(|count| (1..=1000).contains(count));
    let count = count.ok_or_else(|| invalid("Invalid value for maxReceiveCount."))?;
    if Arn::parse(target).is_none_or(|arn| arn.service != "sqs") {
        return Err(invalid("Invalid value for deadLetterTargetArn."));
    }
    Ok(Some(Redrive { target_arn: target.into(), receives_max: count, text: value.into() }))
}

fn redrive_allow(value: &str) -> Result<Option<String>, Failure> {
    if value.is_empty() {
        return Ok(None);
    }
    let invalid = || invalid_attribute("RedriveAllowPolicy");
    let document: Value = serde_json::from_str(value).map_err(|_| invalid())?;
    let arns = document["sourceQueueArns"].as_array();
    let fits = match document["redrivePermission"].as_str() {
        Some("allowAll" | "denyAll") => arns.is_none(),
        Some("byQueue") => arns.is_some_and(|arns| (1..=10).contains(&arns.len())),
        _ => false,
    };
    if fits { Ok(Some(value.into())) } else { Err(invalid()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(fifo: bool, name: &str, value: &str) -> Result<Settings, String> {
        let mut settings = Settings { fifo, ..Settings::default() };
        let attributes = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        settings.set(&attributes, false).map(|()| settings).map_err(|failure| failure.code.into())
    }

    #[test]
    fn bounds_of_numbers() {
        for (name, low, high) in [
            ("VisibilityTimeout", 0, 43_200_u64),
            ("DelaySeconds", 0, 900),
            ("MessageRetentionPeriod", 60, 1_209_600),
            ("ReceiveMessageWaitTimeSeconds", 0, 20),
            ("MaximumMessageSize", 1024, 1_048_576),
        ] {
            for value in [low, high] {
                let settings = set(false, name, &value.to_string()).unwrap();
                assert_eq!(settings.get(name), Some(value.to_string()));
            }
            for value in [(high + 1).to_string(), "x".into(), "-1".into(), String::new()] {
                assert_eq!(set(false, name, &value), Err("InvalidAttributeValue".into()), "{name} {value}");
            }
        }
    }

    #[test]
    fn fifo_attributes_are_for_fifo_queues() {
        assert_eq!(set(false, "ContentBasedDeduplication", "true"), Err("InvalidAttributeName".into()));
        assert!(set(true, "ContentBasedDeduplication", "true").unwrap().content_deduplication);
        assert!(set(true, "DeduplicationScope", "messageGroup").unwrap().deduplicates_by_group);
        assert_eq!(set(true, "DeduplicationScope", "other"), Err("InvalidAttributeValue".into()));
        assert_eq!(Settings::default().get("FifoQueue"), None);
    }

    #[test]
    fn redrive_policies_are_read() {
        let text =
            r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":"3"}"#;
        let redrive = set(false, "RedrivePolicy", text).unwrap().redrive.unwrap();
        assert_eq!((redrive.receives_max, redrive.text.as_str()), (3, text));
        for bad in [
            "x",
            "{}",
            &text.replace("\"3\"", "0"),
            &text.replace("\"3\"", "1001"),
            &text.replace("arn:", ""),
        ] {
            assert_eq!(set(false, "RedrivePolicy", bad), Err("InvalidParameterValue".into()), "{bad}");
        }
        assert_eq!(set(false, "RedrivePolicy", "").unwrap().redrive, None);
    }

    #[test]
    fn who_may_send_its_dead_letters_here() {
        let by_queue = r#"{"redrivePermission":"byQueue","sourceQueueArns":["arn:a"]}"#;
        for (text, a, b) in [
            ("", true, true),
            (r#"{"redrivePermission":"allowAll"}"#, true, true),
            (r#"{"redrivePermission":"denyAll"}"#, false, false),
            (by_queue, true, false),
        ] {
            let settings = set(false, "RedriveAllowPolicy", text).unwrap();
            assert_eq!((settings.takes_from("arn:a"), settings.takes_from("arn:b")), (a, b), "{text}");
        }
        assert!(set(false, "RedriveAllowPolicy", r#"{"redrivePermission":"byQueue"}"#).is_err());
    }
}
