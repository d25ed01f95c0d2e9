//! Publishing, and what becomes of a message.

use serde::Deserialize;

use std::collections::HashSet;
use std::sync::Arc;

use bytes::Bytes;

use super::courier::Parcel;
use super::failure::{invalid, no_such_topic};
use super::message::{Envelope, MESSAGE_BYTES_MAX, Message, Outgoing, confirm_url};
use super::outbox::Letter;
use super::subscriptions::{Subscribed, is_phone_number};
use super::{EARLIER, Sns, name_in, subscriptions, topic_arn};
use crate::deduplication::Earlier;
use crate::ports::QueueMessage;
use crate::protocol::query::Xml;
use crate::protocol::{Call, Failure};

/// Entries of a batch.
const ENTRIES_MAX: usize = 10;
/// What is added to a place, so that a sequence number has the 20 digits that AWS's have.
const SEQUENCE_BASE: u64 = 10_000_000_000_000_000_000;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Publish {
    topic_arn: Option<String>,
    target_arn: Option<String>,
    phone_number: Option<String>,
    #[serde(flatten)]
    message: Outgoing,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PublishBatch {
    topic_arn: String,
    #[serde(default)]
    publish_batch_request_entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "Id")]
    id: String,
    #[serde(flatten)]
    message: Outgoing,
}

/// A message on its way to a subscriber.
struct Delivery {
    arn: String,
    record: subscriptions::Record,
}

impl Sns {
    pub(super) async fn publish(&self, call: &Call<'_>, input: Publish) -> Result<Option<Xml>, Failure> {
        let sent = match (input.topic_arn.or(input.target_arn), input.phone_number) {
            (Some(topic), None) => self.publish_to(call, &topic, input.message).await?,
            (None, Some(number)) => self.text(call, number, input.message).await?,
            (Some(_), Some(_)) => return Err(invalid("Only one of TopicArn, TargetArn and PhoneNumber")),
            (None, None) => {
                return Err(invalid("TopicArn or TargetArn Reason: no value for required parameter"));
            }
        };
        Ok(Some(told(&sent)))
    }

    pub(super) async fn publish_batch(
        &self,
        call: &Call<'_>,
        input: PublishBatch,
    ) -> Result<Option<Xml>, Failure> {
        let entries = input.publish_batch_request_entries;
        check_batch(&entries)?;
        let name = name_in(call.tenant, &input.topic_arn)?;
        self.book
            .read(call.tenant, |topics| topics.by_name.get(&name).map(|_| ()).ok_or_else(no_such_topic))?;
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        for Entry { id, message } in entries {
            match self.publish_to(call, &input.topic_arn, message).await {
                Ok(sent) => done.push(Xml(format!("{}{}", Xml::new().text("Id", &id).0, told(&sent).0))),
                Err(failure) => failed.push(
                    Xml::new()
                        .text("Id", &id)
                        .text("Code", failure.query_code())
                        .text("Message", &failure.message)
                        .text("SenderFault", &failure.is_senders().to_string()),
                ),
            }
        }
        Ok(Some(Xml::new().list("Successful", done).list("Failed", failed)))
    }

    /// Publishes to a topic. Queues and the outbox have the message when this returns.
    async fn publish_to(&self, call: &Call<'_>, arn: &str, message: Outgoing) -> Result<Message, Failure> {
        let name = name_in(call.tenant, arn)?;
        let mut message = message.accept(call.now)?;
        let is_fifo = self.book.read(call.tenant, |topics| {
            topics.by_name.get(&name).map(|topic| topic.record.is_fifo()).ok_or_else(no_such_topic)
        })?;
        // Messages of FIFO topics reach their queues in the order of their numbers.
        let _order = if is_fifo { Some(self.order.lock().await) } else { None };
        let changed = self.book.change(call.tenant, |topics, journal| {
            let topic = topics.by_name.get_mut(&name).ok_or_else(no_such_topic)?;
            if is_fifo {
                check_fifo(&mut message, topic.record.deduplicates_by_content())?;
                let key = message.deduplication_id.clone().unwrap_or_default();
                topic.deduplication.forget_old(EARLIER, &name, call.now.0, journal);
                if let Some(earlier) = topic.deduplication.find(&key) {
                    message.id = earlier.id;
                    message.sequence = Some((SEQUENCE_BASE + earlier.place).to_string());
                    return Ok((message, Vec::new()));
                }
                let place = (topic.last + 1).max(call.now.0 << 20);
                topic.last = place;
                message.sequence = Some((SEQUENCE_BASE + place).to_string());
                let earlier = Earlier { id: message.id.clone(), place, sent: call.now.0 };
                topic.deduplication.note(EARLIER, &name, &key, earlier, journal);
            } else if message.deduplication_id.is_some() {
                return Err(invalid(
                    "MessageDeduplicationId Reason: The request includes MessageDeduplicationId \
                     parameter that is not valid for this topic type",
                ));
            }
            let deliveries: Vec<Delivery> = topics
                .subscriptions
                .iter()
                .filter(|(_, one)| one.record.topic == name && one.record.confirmed)
                .filter(|(_, one)| {
                    one.filter.as_ref().is_none_or(|filter| filter.passes(&message.attributes, &message.text))
                })
                .map(|(arn, one)| Delivery { arn: arn.clone(), record: one.record.clone() })
                .collect();
            Ok::<_, Failure>((message, deliveries))
        })?;
        let (message, deliveries) = self.book.stored(changed).await?;
        if !deliveries.is_empty() {
            self.prepare_signer().await;
        }
        for delivery in deliveries {
            self.deliver(call, &name, &message, &delivery).await;
        }
        Ok(message)
    }

    /// Brings a message to one subscriber.
    async fn deliver(&self, call: &Call<'_>, topic: &str, message: &Message, delivery: &Delivery) {
        let topic_arn = topic_arn(call.tenant, topic);
        let record = &delivery.record;
        let envelope = Envelope {
            topic_arn: &topic_arn,
            subscription_arn: &delivery.arn,
            protocol: &record.protocol,
            origin: &call.origin,
            signer: &self.signer,
        };
        let notification = || {
            if record.raw {
                message.text_for(&record.protocol).to_owned()
            } else {
                envelope.notification(message).to_string()
            }
        };
        let outcome = match record.protocol.as_str() {
            "sqs" => {
                let queued = queued(message, notification(), record);
                self.queues.enqueue(call.tenant, &record.endpoint, queued).await
            }
            "lambda" => match &self.functions {
                Some(functions) => {
                    let event = Bytes::from(envelope.event(message).to_string());
                    functions
                        .invoke(call.tenant, &record.endpoint, "sns.amazonaws.com", &topic_arn, event)
                        .await
                }
                None => Err(("NotImplemented".into(), "there is no service lambda".into())),
            },
            "http" | "https" => {
                self.post(call, &envelope, &message.id, "Notification", notification(), record);
                Ok(())
            }
            protocol => {
                let body = if protocol == "email-json" {
                    notification()
                } else {
                    message.text_for(protocol).to_owned()
                };
                let subject = message.subject.clone().unwrap_or_else(|| "AWS Notification Message".into());
                let letter = Letter {
                    protocol: protocol.into(),
                    to: record.endpoint.clone(),
                    subject: (protocol != "sms").then_some(subject),
                    body,
                    topic_arn: Some(topic_arn.clone()),
                    subscribe_url: None,
                    unsubscribe_url: (protocol != "sms").then(|| envelope.unsubscribe_url()),
                    time: call.now.0,
                };
                self.put_into_outbox(call, letter)
                    .await
                    .map_err(|failure| (failure.code.into(), failure.message))
            }
        };
        if let Err((code, reason)) = outcome {
            tracing::warn!(tenant = %call.tenant, subscription = delivery.arn, code, reason, "SNS delivery failed");
            let undelivered = Undelivered {
                tenant: call.tenant.clone(),
                body: notification(),
                target: record.dead_letters(),
            };
            undelivered.bury(&*self.queues, &code, &reason).await;
        }
    }

    /// Asks an endpoint whether it wants its subscription.
    pub(super) async fn ask(&self, call: &Call<'_>, subscribed: &Subscribed) -> Result<(), Failure> {
        self.prepare_signer().await;
        let record = &subscribed.record;
        let topic_arn = topic_arn(call.tenant, &record.topic);
        let envelope = Envelope {
            topic_arn: &topic_arn,
            subscription_arn: &subscribed.arn,
            protocol: &record.protocol,
            origin: &call.origin,
            signer: &self.signer,
        };
        let id = uuid::Uuid::new_v4().to_string();
        let document = envelope.confirmation(&record.token, &id, call.now);
        if record.protocol.starts_with("http") {
            self.post(call, &envelope, &id, "SubscriptionConfirmation", document.to_string(), record);
            return Ok(());
        }
        let is_json = record.protocol == "email-json";
        let text = document["Message"].as_str().unwrap_or_default().to_owned();
        let letter = Letter {
            protocol: record.protocol.clone(),
            to: record.endpoint.clone(),
            subject: Some("AWS Notification - Subscription Confirmation".into()),
            body: if is_json { document.to_string() } else { text },
            subscribe_url: Some(confirm_url(&call.origin, &topic_arn, &record.token)),
            topic_arn: Some(topic_arn),
            unsubscribe_url: None,
            time: call.now.0,
        };
        self.put_into_outbox(call, letter).await
    }

    fn post(
        &self,
        call: &Call<'_>,
        envelope: &Envelope<'_>,
        id: &str,
        kind: &'static str,
        body: String,
        record: &subscriptions::Record,
    ) {
        let mut headers = vec![
            ("x-amz-sns-message-type", kind.to_owned()),
            ("x-amz-sns-message-id", id.to_owned()),
            ("x-amz-sns-topic-arn", envelope.topic_arn.to_owned()),
        ];
        if kind == "Notification" {
            headers.push(("x-amz-sns-subscription-arn", envelope.subscription_arn.to_owned()));
        }
        if record.raw {
            headers.push(("x-amz-sns-rawdelivery", "true".into()));
        }
        let undelivered =
            Undelivered { tenant: call.tenant.clone(), body: body.clone(), target: record.dead_letters() };
        let queues = Arc::clone(&self.queues);
        let parcel = Parcel { endpoint: record.endpoint.clone(), headers, body };
        let bury = Box::new(move |reason: String| -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
            Box::pin(async move { undelivered.bury(&*queues, "ClientException", &reason).await })
        });
        self.courier.send(parcel, bury);
    }

    async fn text(&self, call: &Call<'_>, number: String, message: Outgoing) -> Result<Message, Failure> {
        if !is_phone_number(&number) {
            return Err(invalid(format_args!("PhoneNumber Reason: {number} is not valid to publish to")));
        }
        let message = message.accept(call.now)?;
        let letter = Letter {
            protocol: "sms".into(),
            to: number,
            subject: None,
            body: message.text_for("sms").to_owned(),
            topic_arn: None,
            subscribe_url: None,
            unsubscribe_url: None,
            time: call.now.0,
        };
        self.put_into_outbox(call, letter).await?;
        Ok(message)
    }

    async fn put_into_outbox(&self, call: &Call<'_>, letter: Letter) -> Result<(), Failure> {
        let changed = self.book.change(call.tenant, |topics, journal| {
            topics.outbox.push(letter, journal);
            Ok::<_, Failure>(())
        })?;
        Ok(self.book.stored(changed).await?)
    }
}

/// A message that did not reach its subscriber.
struct Undelivered {
    tenant: base::Tenant,
    body: String,
    target: Option<String>,
}

impl Undelivered {
    /// Sends it to the queue of dead letters, if the subscription has one.
    async fn bury(self, queues: &dyn crate::ports::Enqueue, code: &str, reason: &str) {
        let Some(target) = self.target else { return };
        let attribute = |name: &str, value: &str| (name.to_owned(), "String".to_owned(), value.to_owned());
        let letter = QueueMessage {
            body: self.body,
            attributes: vec![
                attribute("RequestID", &uuid::Uuid::new_v4().to_string()),
                attribute("ErrorCode", code),
                attribute("ErrorMessage", reason),
            ],
            ..QueueMessage::default()
        };
        if let Err((code, reason)) = queues.enqueue(&self.tenant, &target, letter).await {
            tracing::warn!(tenant = %self.tenant, target, code, reason, "SNS dead letter is lost");
        }
    }
}

/// A message for a queue; attributes travel by themselves only when the message does.
fn queued(message: &Message, body: String, record: &subscriptions::Record) -> QueueMessage {
    let attributes = message.attributes.iter().filter(|_| record.raw);
    let attributes = attributes.map(|(name, one)| (name.clone(), one.data_type.clone(), one.value.clone()));
    QueueMessage {
        body,
        attributes: attributes.collect(),
        group_id: message.group_id.clone(),
        // A standard queue takes none.
        deduplication_id: message.deduplication_id.clone().filter(|_| record.endpoint.ends_with(".fifo")),
    }
}

/// What the publisher is told.
fn told(message: &Message) -> Xml {
    Xml::new().text("MessageId", &message.id).optional("SequenceNumber", message.sequence.as_deref())
}

fn check_fifo(message: &mut Message, by_content: bool) -> Result<(), Failure> {
    if message.group_id.is_none() {
        return Err(invalid("The MessageGroupId parameter is required for FIFO topics"));
    }
    if message.deduplication_id.is_none() && by_content {
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, message.text.as_bytes());
        message.deduplication_id = Some(digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect());
    }
    if message.deduplication_id.is_none() {
        return Err(invalid(
            "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
        ));
    }
    Ok(())
}

fn check_batch(entries: &[Entry]) -> Result<(), Failure> {
    if entries.is_empty() {
        return Err(Failure::bad("EmptyBatchRequest", "The batch request doesn't contain any entries."));
    }
    if entries.len() > ENTRIES_MAX {
        let text = "The batch request contains more entries than permissible.";
        return Err(Failure::bad("TooManyEntriesInBatchRequest", text));
    }
    let mut seen = HashSet::new();
    for Entry { id, .. } in entries {
        let fits = (1..=80).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !fits {
            let text = "The Id of a batch entry in a batch request doesn't abide by the specification.";
            return Err(Failure::bad("InvalidBatchEntryId", text));
        }
        if !seen.insert(id) {
            let text = "Two or more batch entries in the request have the same Id.";
            return Err(Failure::bad("BatchEntryIdsNotDistinct", text));
        }
    }
    if entries.iter().map(|entry| entry.message.message.len()).sum::<usize>() > MESSAGE_BYTES_MAX {
        let text = "The length of all the batch messages put together is more than the limit.";
        return Err(Failure::bad("BatchRequestTooLong", text));
    }
    Ok(())
}
