//! Collects path, query, headers and body of a request into one JSON object.

use std::borrow::Cow;

use base::UnixMillis;
use bytes::Bytes;
use http::request::Parts;
use model::{Kind, Location, Member, Model, Operation, Segment, Shape, Timestamp, calendar};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::validate;

/// A request as the model sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct Bound {
    /// An object with the members that are there, under the model's names and with the JSON types that
    /// the model gives them. What came in the body is as yet unchecked.
    pub document: Value,
    /// The body, when the model says that it is raw.
    pub payload: Option<Bytes>,
}

/// Collects the members of a request. `segments` is the path as [`crate::route`] split it.
///
/// A header that carries a JSON value (`x-amz-mqtt5-user-properties`) is left as the Base64 text that it
/// is. No operation of the three services has lists in its query or headers by prefix; the generator
/// refuses a model that has.
///
/// # Errors
/// `SerializationException` when the body is not a JSON object or a number in the path is none;
/// `The request is not valid.` when a text in path, query or header is not UTF-8 or not of its type
/// (api-errors.md §1).
pub fn bind(
    operation: &Operation,
    segments: &[&str],
    parts: &Parts,
    body: &Bytes,
) -> Result<Bound, ApiError> {
    let mut document = Map::new();
    let payload = operation.input.payload();
    let raw = payload.is_some_and(|member| matches!(member.shape.kind, Kind::Blob { .. }));
    if let Some(payload) = payload.filter(|_| !raw) {
        if !body.is_empty() {
            document.insert(payload.name.into(), object(body)?.into());
        }
    } else if !raw {
        body_members(operation.input, body, &mut document)?;
    }
    for member in operation.input.members() {
        let text = match member.location {
            Location::Path(name) => label(operation, segments, name),
            Location::Query(name) => query(parts.uri.query().unwrap_or_default(), name),
            Location::Header(name) => parts.headers.get(name).map(|value| utf8(value.as_bytes())),
            Location::Body | Location::Status => None,
        };
        if let Some(text) = text {
            let text = text.map_err(|()| not_valid(operation))?;
            document.insert(member.name.into(), parse(operation, member, &text)?);
        }
    }
    Ok(Bound { document: document.into(), payload: raw.then(|| body.clone()) })
}

fn body_members(input: &Shape, body: &Bytes, document: &mut Map<String, Value>) -> Result<(), ApiError> {
    let in_body = || input.members().iter().filter(|member| member.location == Location::Body);
    if body.is_empty() || in_body().next().is_none() {
        return Ok(());
    }
    let mut sent = object(body)?;
    for member in in_body() {
        if let Some(value) = sent.get_mut(member.name) {
            document.insert(member.name.into(), value.take());
        }
    }
    Ok(())
}

/// `serde_json` stops at 128 nested values.
fn object(body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(ApiError::serialization("Expected a JSON object in the request body.")),
        Err(error) => {
            Err(ApiError::serialization(format!("Could not parse request body into json: {error}")))
        }
    }
}

/// A text of the request; an error when it is not UTF-8.
type Text<'a> = Result<Cow<'a, str>, ()>;

fn utf8(bytes: &[u8]) -> Text<'_> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| ())
}

fn decode(text: &str) -> Text<'_> {
    percent_decode_str(text).decode_utf8().map_err(|_| ())
}

/// The value of a label of the path. The last label takes all that is left.
fn label<'a>(operation: &Operation, segments: &[&'a str], name: &str) -> Option<Text<'a>> {
    let position = operation.path.iter().position(|segment| match segment {
        Segment::Label(label) | Segment::Greedy(label) => *label == name,
        Segment::Literal(_) => false,
    })?;
    let rest = segments.get(position..)?;
    if position + 1 == operation.path.len() && rest.len() > 1 {
        return Some(decode(&rest.join("/")).map(|text| Cow::Owned(text.into_owned())));
    }
    rest.first().map(|segment| decode(segment))
}

/// The first value of this name in the query. A plus sign is a space, as in forms.
fn query<'a>(query: &'a str, name: &str) -> Option<Text<'a>> {
    for pair in query.split('&') {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if decode(key).is_ok_and(|key| key == name) {
            if !value.contains('+') {
                return Some(decode(value));
            }
            return Some(decode(&value.replace('+', " ")).map(|text| Cow::Owned(text.into_owned())));
        }
    }
    None
}

fn parse(operation: &Operation, member: &Member, text: &str) -> Result<Value, ApiError> {
    let value = match member.shape.kind {
        Kind::Integer(_) => text.parse::<i32>().ok().map(Value::from),
        Kind::Long(_) => text.parse::<i64>().ok().map(Value::from),
        Kind::Double(_) => text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from),
        Kind::Boolean => boolean(text),
        Kind::Timestamp => time(text).map(|time| Timestamp(time).write()),
        _ => Some(text.into()),
    };
    match (value, member.location) {
        (Some(value), _) => Ok(value),
        (None, Location::Path(_)) => {
            let kind = if matches!(member.shape.kind, Kind::Long(_)) { "Long" } else { "Integer" };
            Err(ApiError::serialization(format!("'{text}' can not be converted to {kind}")))
        }
        (None, _) => Err(not_valid(operation)),
    }
}

fn boolean(text: &str) -> Option<Value> {
    if text.eq_ignore_ascii_case("true") {
        return Some(true.into());
    }
    text.eq_ignore_ascii_case("false").then(|| false.into())
}

/// ISO 8601 as the protocol says, or seconds since 1970.
fn time(text: &str) -> Option<UnixMillis> {
    calendar::parse_iso8601(text)
        .or_else(|| text.parse().ok().map(|seconds: u32| UnixMillis(u64::from(seconds) * 1000)))
}

fn not_valid(operation: &Operation) -> ApiError {
    ApiError::new(validate::exception(operation), "The request is not valid.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Router;
    use model::{OpId, Request, iot, iot_data};
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;
    use serde_json::json;

    fn bound(operation: OpId, uri: &str, headers: &[(&str, &str)], body: &str) -> Result<Bound, ApiError> {
        let row = operation.operation();
        let mut request = http::Request::builder().method(row.method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let route = Router::new().resolve(&[row.service], row.method, parts.uri.path()).unwrap();
        assert_eq!(route.operation, operation);
        bind(row, &route.segments, &parts, &Bytes::copy_from_slice(body.as_bytes()))
    }

    fn document(operation: OpId, uri: &str, headers: &[(&str, &str)], body: &str) -> Value {
        bound(operation, uri, headers, body).unwrap().document
    }

    #[test]
    fn members_come_from_where_the_model_says() {
        let body = r#"{"thingTypeName": "t", "thingName": "not this", "extra": 1}"#;
        let found = document(iot::op::CREATE_THING, "/things/a%2Fb%20c", &[], body);
        assert_eq!(found, json!({"thingTypeName": "t", "thingName": "a/b c"}));
        let headers = [("x-amzn-principal", "arn")];
        let found = document(iot::op::ATTACH_THING_PRINCIPAL, "/things/a/principals", &headers, "");
        assert_eq!(found, json!({"thingName": "a", "principal": "arn"}));
        let found = document(iot::op::DESCRIBE_CA_CERTIFICATE, "/cacertificate/abc", &[], "ignored");
        assert_eq!(found, json!({"certificateId": "abc"}));
    }

    #[test]
    fn query_values_get_their_types() {
        let uri = "/policies?pageSize=10&isAscendingOrder=TRUE&marker=a+b%2Bc&marker=second";
        let found = document(iot::op::LIST_POLICIES, uri, &[], "");
        assert_eq!(found, json!({"pageSize": 10, "ascendingOrder": true, "marker": "a b+c"}));
        let uri = "/audit/tasks?startTime=2026-01-02T03:04:05.678Z&endTime=7";
        let found = document(iot::op::LIST_AUDIT_TASKS, uri, &[], "");
        assert_eq!(found, json!({"startTime": 1_767_323_045.678, "endTime": 7.0}));
    }

    #[test]
    fn a_structure_as_payload_is_the_body() {
        let headers = [("x-amz-tagging", "k=v")];
        let found = document(iot::op::CREATE_TOPIC_RULE, "/rules/r", &headers, r#"{"sql": "s"}"#);
        assert_eq!(found, json!({"ruleName": "r", "tags": "k=v", "topicRulePayload": {"sql": "s"}}));
        let found = document(iot::op::CREATE_TOPIC_RULE, "/rules/r", &[], "");
        assert_eq!(found, json!({"ruleName": "r"}));
    }

    #[test]
    fn a_raw_payload_stays_out_of_the_document() {
        let found = bound(iot_data::op::PUBLISH, "/topics/a/b%2Fc?qos=1&retain=true", &[], "{x").unwrap();
        assert_eq!(found.document, json!({"topic": "a/b/c", "qos": 1, "retain": true}));
        assert_eq!(found.payload.unwrap(), "{x");
    }

    #[test]
    fn greedy_labels_take_the_rest() {
        let found = document(iot::op::GET_TOPIC_RULE_DESTINATION, "/destinations/arn:a/http%2Fid", &[], "");
        assert_eq!(found, json!({"arn": "arn:a/http/id"}));
    }

    #[test]
    fn what_has_not_its_type_is_refused() {
        let valid = "InvalidRequestException: The request is not valid.";
        let cases = [
            (iot::op::LIST_POLICIES, "/policies?pageSize=x", "", valid),
            (iot::op::LIST_POLICIES, "/policies?pageSize=99999999999", "", valid),
            (iot::op::LIST_POLICIES, "/policies?isAscendingOrder=1", "", valid),
            (iot::op::LIST_POLICIES, "/policies?marker=%ff", "", valid),
            (iot::op::DESCRIBE_THING, "/things/%ff", "", valid),
            (
                iot::op::DELETE_JOB_EXECUTION,
                "/things/t/jobs/j/executionNumber/x",
                "",
                "SerializationException: 'x' can not be converted to Long",
            ),
            (
                iot::op::CREATE_THING,
                "/things/t",
                "[]",
                "SerializationException: Expected a JSON object in the request body.",
            ),
        ];
        for (operation, uri, body, expected) in cases {
            assert_eq!(bound(operation, uri, &[], body).unwrap_err().to_string(), expected, "{uri}");
        }
        let error = bound(iot::op::CREATE_THING, "/things/t", &[], "{").unwrap_err();
        assert_eq!(error.name(), "SerializationException");
        let deep = "{\"attributePayload\":".repeat(1000);
        assert_eq!(bound(iot::op::CREATE_THING, "/things/t", &[], &deep).unwrap_err().name(), error.name());
    }

    proptest! {
        #[test]
        fn texts_survive_path_and_query(name in "\\PC{1,20}", token in "\\PC{0,20}", number in any::<i32>()) {
            let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            let uri =
                format!("/things/{}/principals?nextToken={}&maxResults={number}", encode(&name), encode(&token));
            let found = document(iot::op::LIST_THING_PRINCIPALS, &uri, &[], "");
            let typed = iot::ListThingPrincipalsRequest::read(found).unwrap();
            prop_assert_eq!(iot::ListThingPrincipalsRequest::OPERATION, iot::op::LIST_THING_PRINCIPALS);
            prop_assert_eq!(typed.thing_name, name);
            prop_assert_eq!(typed.next_token, Some(token));
            prop_assert_eq!(typed.max_results, Some(number));
        }
    }
}
