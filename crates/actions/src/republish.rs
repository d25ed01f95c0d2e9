//! The republish action.

use std::sync::Arc;
use std::time::Duration;

use broker::{Broker, NewMessage, Publisher};
use mqtt::encode::PropertyList;
use mqtt::{PropertyId, QoS};
use rules::action::{PayloadFormat, RepublishHeaders, RepublishRequest};

use crate::perform::{Failure, Task};

/// Rules that may pass a message on to each other before it is taken for a loop. AWS has no such limit
/// and lets loops run (rules.md §7).
const HOPS_MAX: u8 = 16;

/// Time that the next message waits for receivers of this one. The broker gives up those that take nothing
/// far sooner.
const RECEIVERS_WITHIN: Duration = Duration::from_secs(5);

/// Publishes a rule's output to a topic, and waits for receivers that cannot keep up.
pub(crate) async fn republish(
    broker: &Broker,
    task: &Task,
    request: &RepublishRequest,
) -> Result<(), Failure> {
    if task.hops >= HOPS_MAX {
        return Err(Failure::permanent(format!(
            "the message was republished {HOPS_MAX} times: rules feed each other in a loop"
        )));
    }
    let list = properties(&request.headers);
    let message = NewMessage {
        topic: &request.topic,
        payload: &task.payload,
        qos: QoS::from_bits(request.qos).unwrap_or(QoS::AtMostOnce),
        // Never retained (rules.md §7).
        retain: false,
        properties: list.as_raw(),
        expiry: request.headers.message_expiry_seconds,
    };
    let publisher = Publisher {
        client_id: None,
        principal: Some(principal().into()),
        // The source address is lost (rules.md §7).
        source_ip: None,
        republished: task.hops + 1,
    };
    let (account, publisher) = (broker.account(&task.tenant), Arc::new(publisher));
    let published = account.publish_for_rule(&message, &publisher);
    match tokio::time::timeout(RECEIVERS_WITHIN, published).await {
        Ok(published) => published.map_err(|fault| Failure::permanent(fault.to_owned())),
        // It is published; only the next one waited.
        Err(_) => Ok(()),
    }
}

/// What `principal()` answers for a republished message: a role id and eight random characters
/// (rules.md §4).
fn principal() -> String {
    let random = uuid::Uuid::new_v4().simple().to_string();
    format!("AROATHINGCORELABROLE:{}", random.get(..8).unwrap_or_default())
}

fn properties(headers: &RepublishHeaders) -> PropertyList {
    let mut list = PropertyList::new();
    if let Some(format) = headers.payload_format {
        list = list.byte(PropertyId::PayloadFormatIndicator, u8::from(format == PayloadFormat::Utf8Data));
    }
    if let Some(content_type) = &headers.content_type {
        list = list.text(PropertyId::ContentType, content_type);
    }
    if let Some(topic) = &headers.response_topic {
        list = list.text(PropertyId::ResponseTopic, topic);
    }
    if let Some(data) = &headers.correlation_data {
        list = list.binary(PropertyId::CorrelationData, data);
    }
    for (key, value) in &headers.user_properties {
        list = list.user(key, value);
    }
    list
}
