//! Messages, as they are published and as subscribers get them.

use std::collections::BTreeMap;

use base::UnixMillis;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::failure::invalid;
use super::sign::{CERTIFICATE_PATH, Signer, VERSION};
use crate::protocol::Failure;
use crate::protocol::time::iso_millis;

/// The largest message with its attributes, bytes (SNS quotas).
pub(super) const MESSAGE_BYTES_MAX: usize = 262_144;
/// The longest subject, characters.
const SUBJECT_CHARS_MAX: usize = 100;

/// An attribute; the value of a binary one is in base64.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Attribute {
    pub data_type: String,
    pub value: String,
}

/// An attribute as it is on the wire.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WireAttribute {
    data_type: String,
    string_value: Option<String>,
    binary_value: Option<String>,
}

/// What is published, by itself or as an entry of a batch.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Outgoing {
    pub message: String,
    pub subject: Option<String>,
    message_structure: Option<String>,
    #[serde(default)]
    message_attributes: BTreeMap<String, WireAttribute>,
    pub message_deduplication_id: Option<String>,
    pub message_group_id: Option<String>,
}

/// A message that was accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Message {
    pub id: String,
    /// What everybody gets who is not named in `by_protocol`.
    pub text: String,
    pub by_protocol: BTreeMap<String, String>,
    pub subject: Option<String>,
    pub attributes: BTreeMap<String, Attribute>,
    pub time: UnixMillis,
    /// Of FIFO topics.
    pub group_id: Option<String>,
    pub deduplication_id: Option<String>,
    pub sequence: Option<String>,
}

impl Outgoing {
    /// Checks what is published.
    ///
    /// # Errors
    /// `InvalidParameter` and `ParameterValueInvalid`.
    pub fn accept(self, time: UnixMillis) -> Result<Message, Failure> {
        if self.message.is_empty() {
            return Err(invalid("Empty message"));
        }
        let fits = |subject: &String| {
            (1..=SUBJECT_CHARS_MAX).contains(&subject.chars().count())
                && !subject.chars().any(char::is_control)
        };
        if !self.subject.as_ref().is_none_or(fits) {
            return Err(invalid("Subject"));
        }
        let attributes = attributes(self.message_attributes)?;
        let size = |(name, attribute): (&String, &Attribute)| {
            name.len() + attribute.data_type.len() + attribute.value.len()
        };
        let bytes = self.message.len() + attributes.iter().map(size).sum::<usize>();
        if bytes > MESSAGE_BYTES_MAX {
            return Err(invalid("Message too long"));
        }
        let (text, by_protocol) = match self.message_structure.as_deref() {
            None => (self.message, BTreeMap::new()),
            Some("json") => structured(&self.message)?,
            Some(_) => return Err(invalid("MessageStructure")),
        };
        Ok(Message {
            id: uuid::Uuid::new_v4().to_string(),
            text,
            by_protocol,
            subject: self.subject,
            attributes,
            time,
            group_id: self.message_group_id,
            deduplication_id: self.message_deduplication_id,
            sequence: None,
        })
    }
}

fn attributes(given: BTreeMap<String, WireAttribute>) -> Result<BTreeMap<String, Attribute>, Failure> {
    let checked = |(name, attribute): (String, WireAttribute)| {
        let refuse = |reason: String| Err(Failure::bad("ParameterValueInvalid", reason));
        let kind = attribute.data_type.split('.').next().unwrap_or_default();
        let value = match kind {
            "Binary" => attribute.binary_value,
            "String" | "Number" => attribute.string_value,
            _ => {
                return refuse(format!(
                    "The message attribute '{name}' has an invalid message attribute type, the set of supported type \
                     prefixes is Binary, Number, and String."
                ));
            }
        };
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            return refuse(format!(
                "The message attribute '{name}' must contain non-empty message attribute value for message attribute \
                 type '{}'.",
                attribute.data_type
            ));
        };
        if kind == "Number" && value.parse::<f64>().is_err() {
            return refuse(format!("Could not cast message attribute '{name}' value to number."));
        }
        Ok((name, Attribute { data_type: attribute.data_type, value }))
    };
    given.into_iter().map(checked).collect()
}

/// A message for each protocol.
fn structured(text: &str) -> Result<(String, BTreeMap<String, String>), Failure> {
    let refuse = |reason: &str| invalid(format_args!("Message Structure - {reason}"));
    let Ok(Value::Object(map)) = serde_json::from_str(text) else {
        return Err(refuse("JSON message body failed to parse"));
    };
    let texts = map.into_iter().filter_map(|(protocol, text)| Some((protocol, text.as_str()?.to_owned())));
    let mut by_protocol: BTreeMap<String, String> = texts.collect();
    let default = by_protocol.remove("default");
    Ok((default.ok_or_else(|| refuse("No default entry in JSON message body"))?, by_protocol))
}

/// What a subscriber gets of a message, besides the message.
pub(super) struct Envelope<'a> {
    pub topic_arn: &'a str,
    pub subscription_arn: &'a str,
    pub protocol: &'a str,
    /// How clients reach this server.
    pub origin: &'a str,
    pub signer: &'a Signer,
}

/// The form of an attribute in envelopes.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct EnvelopeAttribute<'a> {
    r#type: &'a str,
    value: &'a str,
}

impl Message {
    /// The text for a protocol.
    pub fn text_for(&self, protocol: &str) -> &str {
        self.by_protocol.get(protocol).unwrap_or(&self.text)
    }
}

impl Envelope<'_> {
    /// Where the certificate of signatures is.
    pub fn certificate_url(&self) -> String {
        format!("{}{CERTIFICATE_PATH}", self.origin)
    }

    /// The link that ends the subscription.
    pub fn unsubscribe_url(&self) -> String {
        format!(
            "{}/?Action=Unsubscribe&Version=2010-03-31&SubscriptionArn={}",
            self.origin, self.subscription_arn
        )
    }

    fn signature(&self, message: &Message) -> String {
        let mut text = format!("Message\n{}\nMessageId\n{}\n", message.text_for(self.protocol), message.id);
        if let Some(subject) = &message.subject {
            text += &format!("Subject\n{subject}\n");
        }
        let time = iso_millis(message.time);
        text += &format!("Timestamp\n{time}\nTopicArn\n{}\nType\nNotification\n", self.topic_arn);
        self.signer.sign(&text)
    }

    /// The document of a notification, in the order of members that AWS has.
    pub fn notification(&self, message: &Message) -> Value {
        let mut document = Map::new();
        let mut put = |name: &str, value: Value| document.insert(name.into(), value);
        put("Type", "Notification".into());
        put("MessageId", message.id.clone().into());
        if let Some(sequence) = &message.sequence {
            put("SequenceNumber", sequence.clone().into());
        }
        put("TopicArn", self.topic_arn.into());
        if let Some(subject) = &message.subject {
            put("Subject", subject.clone().into());
        }
        put("Message", message.text_for(self.protocol).into());
        put("Timestamp", iso_millis(message.time).into());
        put("SignatureVersion", VERSION.into());
        put("Signature", self.signature(message).into());
        put("SigningCertURL", self.certificate_url().into());
        put("UnsubscribeURL", self.unsubscribe_url().into());
        if !message.attributes.is_empty() {
            put("MessageAttributes", envelope_attributes(message));
        }
        Value::Object(document)
    }

    /// The event of a function.
    pub fn event(&self, message: &Message) -> Value {
        json!({"Records": [{
            "EventSource": "aws:sns",
            "EventVersion": "1.0",
            "EventSubscriptionArn": self.subscription_arn,
            "Sns": {
                "Type": "Notification",
                "MessageId": message.id,
                "TopicArn": self.topic_arn,
                "Subject": message.subject,
                "Message": message.text_for(self.protocol),
                "Timestamp": iso_millis(message.time),
                "SignatureVersion": VERSION,
                "Signature": self.signature(message),
                "SigningCertUrl": self.certificate_url(),
                "UnsubscribeUrl": self.unsubscribe_url(),
                "MessageAttributes": envelope_attributes(message),
            },
        }]})
    }

    /// The document that asks an endpoint to confirm its subscription.
    pub fn confirmation(&self, token: &str, id: &str, time: UnixMillis) -> Value {
        let (topic, time) = (self.topic_arn, iso_millis(time));
        let message = format!(
            "{topic} was subscribed to by this endpoint. The subscription begins when the SubscribeURL of this \
             message is visited."
        );
        let link = confirm_url(self.origin, topic, token);
        let text = format!(
            "Message\n{message}\nMessageId\n{id}\nSubscribeURL\n{link}\nTimestamp\n{time}\nToken\n{token}\nTopicArn\n\
             {topic}\nType\nSubscriptionConfirmation\n"
        );
        json!({
            "Type": "SubscriptionConfirmation",
            "MessageId": id,
            "Token": token,
            "TopicArn": topic,
            "Message": message,
            "SubscribeURL": link,
            "Timestamp": time,
            "SignatureVersion": VERSION,
            "Signature": self.signer.sign(&text),
            "SigningCertURL": self.certificate_url(),
        })
    }
}

/// The link that confirms a subscription.
pub(super) fn confirm_url(origin: &str, topic_arn: &str, token: &str) -> String {
    format!("{origin}/?Action=ConfirmSubscription&Version=2010-03-31&TopicArn={topic_arn}&Token={token}")
}

fn envelope_attributes(message: &Message) -> Value {
    let attributes = message.attributes.iter().map(|(name, attribute)| {
        let attribute = EnvelopeAttribute { r#type: &attribute.data_type, value: &attribute.value };
        (name.clone(), serde_json::to_value(attribute).unwrap_or_default())
    });
    Value::Object(attributes.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(document: Value) -> Result<Message, Failure> {
        serde_json::from_value::<Outgoing>(document).unwrap().accept(UnixMillis(0))
    }

    #[test]
    fn what_is_published_is_checked() {
        for (document, code) in [
            (json!({"Message": ""}), "InvalidParameter"),
            (json!({"Message": "x", "Subject": "a\nb"}), "InvalidParameter"),
            (json!({"Message": "x", "Subject": "s".repeat(101)}), "InvalidParameter"),
            (json!({"Message": "x".repeat(MESSAGE_BYTES_MAX + 1)}), "InvalidParameter"),
            (json!({"Message": "x", "MessageStructure": "json"}), "InvalidParameter"),
            (json!({"Message": "{}", "MessageStructure": "json"}), "InvalidParameter"),
            (
                json!({"Message": "x", "MessageAttributes": {"a": {"DataType": "X", "StringValue": "v"}}}),
                "ParameterValueInvalid",
            ),
            (
                json!({"Message": "x", "MessageAttributes": {"a": {"DataType": "String"}}}),
                "ParameterValueInvalid",
            ),
            (
                json!({"Message": "x", "MessageAttributes": {"a": {"DataType": "Number", "StringValue": "v"}}}),
                "ParameterValueInvalid",
            ),
        ] {
            assert_eq!(accept(document.clone()).unwrap_err().code, code, "{document}");
        }
        let message =
            accept(json!({"Message": r#"{"default": "d", "sqs": "s"}"#, "MessageStructure": "json"}))
                .unwrap();
        assert_eq!((message.text_for("sqs"), message.text_for("http")), ("s", "d"));
    }

    #[test]
    fn envelopes_have_their_members_in_order() {
        let signer = Signer::new(None);
        let envelope = Envelope {
            topic_arn: "arn:t",
            subscription_arn: "arn:t:s",
            protocol: "sqs",
            origin: "http://h:1",
            signer: &signer,
        };
        let message = accept(json!({"Message": "x", "Subject": "y"})).unwrap();
        let document = envelope.notification(&message);
        let names: Vec<&String> = document.as_object().unwrap().keys().collect();
        assert_eq!(
            names,
            [
                "Type",
                "MessageId",
                "TopicArn",
                "Subject",
                "Message",
                "Timestamp",
                "SignatureVersion",
                "Signature",
                "SigningCertURL",
                "UnsubscribeURL",
            ]
        );
        assert_eq!(document["Timestamp"], "1970-01-01T00:00:00.000Z");
        assert_eq!(
            document["UnsubscribeURL"],
            "http://h:1/?Action=Unsubscribe&Version=2010-03-31&SubscriptionArn=arn:t:s"
        );
    }
}
