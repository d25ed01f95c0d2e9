//! The query protocol, which SDKs spoke to SQS until 2023: translated into the JSON one and back.

use bytes::Bytes;
use http::{Request, Response, header};
use serde_json::{Map, Value};

use super::Sqs;
use crate::protocol::Call;
use crate::protocol::query::{self, Query, Xml};

const QUERY: Query = Query { namespace: "http://queue.amazonaws.com/doc/2012-11-05/", version: "2012-11-05" };

/// Lists and maps of requests: the name of an element in the query protocol, and of the whole in JSON.
const REQUEST_NAMES: [(&str, &str); 15] = [
    ("AWSAccountId", "AWSAccountIds"),
    ("ActionName", "Actions"),
    ("Attribute", "Attributes"),
    ("AttributeName", "AttributeNames"),
    ("ChangeMessageVisibilityBatchRequestEntry", "Entries"),
    ("DeleteMessageBatchRequestEntry", "Entries"),
    ("MessageAttribute", "MessageAttributes"),
    ("MessageAttributeName", "MessageAttributeNames"),
    ("MessageSystemAttribute", "MessageSystemAttributes"),
    ("MessageSystemAttributeName", "MessageSystemAttributeNames"),
    ("SendMessageBatchRequestEntry", "Entries"),
    ("Tag", "Tags"),
    ("TagKey", "TagKeys"),
    ("tag", "tags"),
    ("tagKey", "TagKeys"),
];
/// Members that are numbers in JSON.
const NUMBERS: [&str; 6] = [
    "DelaySeconds",
    "MaxNumberOfMessages",
    "MaxNumberOfMessagesPerSecond",
    "MaxResults",
    "VisibilityTimeout",
    "WaitTimeSeconds",
];
/// Of these, the value of an attribute or tag of the same name is none.
const MAPS: [&str; 4] = ["Attribute", "MessageAttribute", "MessageSystemAttribute", "Tag"];

/// Whether a request is one of the query protocol.
pub(super) fn is_spoken(request: &Request<Bytes>) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_form = kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let has_action = request.uri().query().is_some_and(|query| query.contains("Action="));
    !request.headers().contains_key("x-amz-target") && (is_form || has_action)
}

/// Answers a request of the query protocol, which may come to the queue's own URL.
pub(super) async fn answer(sqs: &Sqs, call: &Call<'_>, request: &Request<Bytes>) -> Response<Bytes> {
    let (action, parameters) = match QUERY.request(request) {
        Ok(found) => found,
        Err(failure) => return QUERY.respond("", Err(failure), call.request_id),
    };
    let mut document = inward(query::document(&parameters));
    if let Value::Object(map) = &mut document
        && request.uri().path() != "/"
    {
        map.entry("QueueUrl").or_insert_with(|| format!("{}{}", call.origin, request.uri().path()).into());
    }
    let outcome = sqs.operate(call, &action, document).await;
    let outcome = match outcome {
        Err(failure) if failure.query_code() == "InvalidAction" => Err(QUERY.unknown_operation(&action)),
        outcome => outcome,
    };
    QUERY.respond(&action, outcome.map(|answer| outward(&action, &answer)), call.request_id)
}

/// A request's document in the names and types of JSON.
fn inward(document: Value) -> Value {
    let Value::Object(map) = document else { return document };
    let mut renamed = Map::new();
    for (name, value) in map {
        let found = REQUEST_NAMES.iter().find(|(element, _)| *element == name);
        let value = match value {
            Value::String(text) if NUMBERS.contains(&name.as_str()) => {
                text.parse::<i64>().map_or(Value::String(text), Value::from)
            }
            Value::Array(entries) if MAPS.iter().any(|map| map.eq_ignore_ascii_case(&name)) => {
                map_of(entries)
            }
            Value::Array(entries) => entries.into_iter().map(inward).collect(),
            // A single one may come without its number.
            Value::String(text) if found.is_some() => vec![Value::String(text)].into(),
            value => value,
        };
        renamed.insert(found.map_or(name, |(_, json)| (*json).to_owned()), value);
    }
    Value::Object(renamed)
}

/// A map of its entries, which have a `Name` or `Key` and a `Value`.
fn map_of(entries: Vec<Value>) -> Value {
    let entry = |entry: Value| {
        let Value::Object(mut entry) = entry else { return None };
        let name = entry.remove("Name").or_else(|| entry.remove("Key"))?;
        Some((name.as_str()?.to_owned(), entry.remove("Value")?))
    };
    Value::Object(entries.into_iter().filter_map(entry).collect())
}

/// An answer in the names of the query protocol; `None` for operations that have none.
fn outward(action: &str, answer: &Value) -> Option<Xml> {
    let Value::Object(map) = answer else { return None };
    Some(map.iter().fold(Xml::new(), |xml, (name, value)| member(xml, action, name, value)))
}

fn member(xml: Xml, action: &str, name: &str, value: &Value) -> Xml {
    let entry = format!("{action}ResultEntry");
    let element = match name {
        "Attributes" => "Attribute",
        "Failed" => "BatchResultErrorEntry",
        "MessageAttributes" => "MessageAttribute",
        "Messages" => "Message",
        "QueueUrls" | "queueUrls" => "QueueUrl",
        "Results" => "ListMessageMoveTasksResultEntry",
        "Successful" => entry.as_str(),
        "Tags" => "Tag",
        other => other,
    };
    match value {
        Value::Array(items) => items.iter().fold(xml, |xml, item| member(xml, action, element, item)),
        Value::Object(map)
            if element != name && ["Attribute", "MessageAttribute", "Tag"].contains(&element) =>
        {
            let key = if element == "Tag" { "Key" } else { "Name" };
            map.iter().fold(xml, |xml, (name, value)| {
                let entry = member(Xml::new().text(key, name), action, "Value", value);
                xml.element(element, &entry)
            })
        }
        Value::Object(map) => {
            let inner = map.iter().fold(Xml::new(), |xml, (name, value)| member(xml, action, name, value));
            xml.element(element, &inner)
        }
        Value::String(text) => xml.text(element, text),
        Value::Null => xml,
        other => xml.text(element, &other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn requests_get_the_names_of_json() {
        let pair = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let parameters: Vec<_> = [
            ("Attribute.1.Name", "DelaySeconds"),
            ("Attribute.1.Value", "5"),
            ("DelaySeconds", "3"),
            ("SendMessageBatchRequestEntry.1.Id", "a"),
            ("SendMessageBatchRequestEntry.1.DelaySeconds", "2"),
            ("SendMessageBatchRequestEntry.1.MessageAttribute.1.Name", "n"),
            ("SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType", "String"),
        ]
        .into_iter()
        .map(pair)
        .collect();
        assert_eq!(
            inward(query::document(&parameters)),
            json!({
                "Attributes": {"DelaySeconds": "5"},
                "DelaySeconds": 3,
                "Entries": [{"Id": "a", "DelaySeconds": 2, "MessageAttributes": {"n": {"DataType": "String"}}}],
            })
        );
    }

    #[test]
    fn answers_are_flat_lists() {
        let answer = json!({"Messages": [{"MessageId": "1", "Attributes": {"SenderId": "me"}}]});
        assert_eq!(
            outward("ReceiveMessage", &answer).unwrap().0,
            "<Message><MessageId>1</MessageId><Attribute><Name>SenderId</Name><Value>me</Value></Attribute></Message>"
        );
        let answer = json!({"Successful": [{"Id": "a"}]});
        assert_eq!(
            outward("DeleteMessageBatch", &answer).unwrap().0,
            "<DeleteMessageBatchResultEntry><Id>a</Id></DeleteMessageBatchResultEntry>"
        );
    }
}
