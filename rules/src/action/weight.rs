//! How much memory a request takes while it waits.

use std::mem::size_of;

use super::{
    ActionRequest, DynamoDbRequest, PropertyEntry, PropertyValue, PropertyVariant, RepublishHeaders,
};
use crate::attribute::AttributeValue;

impl ActionRequest {
    /// About how many bytes it holds besides the payload: what templates put out, which can be as long as an
    /// evaluation may build, and what was made of the payload.
    pub fn weight(&self) -> usize {
        let made = match self {
            Self::DynamoDb(request) => keys(request) + attribute(&request.payload),
            Self::DynamoDbV2(request) => attributes(&request.item),
            Self::Firehose(request) => sum(request.batch.iter().flatten(), |record| bytes(record)),
            Self::CloudwatchLogs(request) => {
                sum(request.batch.iter().flatten(), |event| size_of::<i64>() + text(&event.message))
            }
            Self::IotEvents(request) => {
                sum(&request.messages, |message| text(&message.id) + bytes(&message.payload))
            }
            Self::IotSiteWise(request) => sum(&request.entries, entry),
            Self::Timestream(request) => {
                let measures = sum(&request.measures, |measure| text(&measure.name) + text(&measure.value));
                text(&request.database_name) + pairs(&request.dimensions) + measures
            }
            Self::Http(request) => pairs(&request.headers) + optional(request.confirmation_url.as_ref()),
            Self::Kafka(request) => {
                text(&request.topic) + optional(request.key.as_ref()) + pairs(&request.headers)
            }
            Self::Kinesis(request) => text(&request.partition_key),
            Self::S3(request) => text(&request.bucket_name) + text(&request.key),
            Self::Republish(request) => headers(&request.headers),
            Self::CloudwatchMetric(request) => text(&request.namespace) + text(&request.name),
            Self::CloudwatchAlarm(request) => text(&request.reason),
            Self::OpenSearch(request) | Self::Elasticsearch(request) => {
                text(&request.index) + text(&request.document_type) + text(&request.id)
            }
            Self::Location(request) => text(&request.device_id),
            Self::StepFunctions(request) => text(&request.execution_name),
            Self::Lambda(_) | Self::Sns(_) | Self::Sqs(_) => 0,
        };
        size_of::<Self>() + self.resource().len() + made
    }
}

fn sum<T>(items: impl IntoIterator<Item = T>, weight: impl Fn(T) -> usize) -> usize {
    items.into_iter().map(weight).sum()
}

fn text(text: &str) -> usize {
    size_of::<String>() + text.len()
}

fn bytes(bytes: &[u8]) -> usize {
    size_of::<Vec<u8>>() + bytes.len()
}

fn optional(given: Option<&String>) -> usize {
    given.map_or(0, |given| text(given))
}

fn pairs(pairs: &[(String, String)]) -> usize {
    sum(pairs, |(name, value)| text(name) + text(value))
}

fn headers(headers: &RepublishHeaders) -> usize {
    let RepublishHeaders { content_type, response_topic, correlation_data, user_properties, .. } = headers;
    optional(content_type.as_ref())
        + optional(response_topic.as_ref())
        + correlation_data.as_deref().map_or(0, bytes)
        + pairs(user_properties)
}

fn keys(request: &DynamoDbRequest) -> usize {
    let keys = std::iter::once(&request.hash_key).chain(&request.range_key);
    text(&request.payload_field) + sum(keys, |key| text(&key.name) + attribute(&key.value))
}

fn attributes(attributes: &[(String, AttributeValue)]) -> usize {
    sum(attributes, |(name, value)| text(name) + attribute(value))
}

/// The depth of JSON texts is limited, so the recursion is.
fn attribute(value: &AttributeValue) -> usize {
    let held = match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.len(),
        AttributeValue::B(bytes) => bytes.len(),
        AttributeValue::L(list) => sum(list, attribute),
        AttributeValue::M(map) => attributes(map),
        AttributeValue::Bool(_) | AttributeValue::Null => 0,
    };
    size_of::<AttributeValue>() + held
}

fn entry(entry: &PropertyEntry) -> usize {
    let names = [&entry.asset_id, &entry.property_id, &entry.property_alias];
    let value = |value: &PropertyValue| {
        let variant = match &value.variant {
            PropertyVariant::Text(given) => given.len(),
            _ => 0,
        };
        size_of::<PropertyValue>() + variant + optional(value.quality.as_ref())
    };
    text(&entry.entry_id) + sum(names, |name| optional(name.as_ref())) + sum(&entry.values, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::{DynamoDbV2Request, FirehoseRequest, LambdaRequest};

    #[test]
    fn what_is_made_of_a_payload_counts() {
        let lambda = |arn: &str| ActionRequest::Lambda(LambdaRequest { function_arn: arn.to_owned() });
        assert_eq!(lambda(&"x".repeat(3_000_000)).weight() - lambda("").weight(), 3_000_000);
        let firehose = FirehoseRequest {
            role_arn: String::new(),
            delivery_stream_name: "s".to_owned(),
            separator: "",
            batch: Some(vec![vec![0; 1000]; 500]),
        };
        assert!(ActionRequest::Firehose(firehose).weight() > 500_000);
    }

    #[test]
    fn small_values_take_more_than_their_text() {
        let list = AttributeValue::of_output(format!("[{}0]", "0,".repeat(50_000)).as_bytes(), true);
        let item = vec![("l".to_owned(), list)];
        let request = DynamoDbV2Request { role_arn: String::new(), table_name: "t".to_owned(), item };
        assert!(ActionRequest::DynamoDbV2(request).weight() > 1_000_000);
    }
}
