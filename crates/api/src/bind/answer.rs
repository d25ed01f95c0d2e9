//! Turns the answer of a handler into an HTTP response.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use model::{Location, OpId, Operation, iot, iot_data};
use serde_json::{Map, Value};

/// What a handler answered, without its type.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// The members of the answer; null when the operation answers nothing.
    pub document: Value,
    /// The body, when the model says that it is raw.
    pub payload: Option<Vec<u8>>,
}

/// Members that AWS writes as null when they are unset, where everything else is left out
/// (api-facts.md §6, api-errors.md §9).
const NULLS: [(OpId, &[&str]); 2] = [
    (
        iot::op::DESCRIBE_JOB_TEMPLATE,
        &[
            "description",
            "documentSource",
            "document",
            "presignedUrlConfig.roleArn",
            "presignedUrlConfig.expiresInSec",
            "jobExecutionsRolloutConfig.maximumPerMinute",
            "jobExecutionsRolloutConfig.exponentialRate",
            "abortConfig",
            "timeoutConfig.inProgressTimeoutInMinutes",
            "jobExecutionsRetryConfig",
            "maintenanceWindows",
            "destinationPackageVersions",
        ],
    ),
    (iot::op::LIST_TAGS_FOR_RESOURCE, &["nextToken"]),
];

/// Binds an answer to status, headers and body.
pub fn respond(operation: &Operation, answer: Answer, request_id: &str) -> Response<Bytes> {
    let mut document = match answer.document {
        Value::Object(document) => document,
        _ => Map::new(),
    };
    let mut response = Response::new(Bytes::new());
    let mut status = operation.status;
    for member in operation.output.map(model::Shape::members).unwrap_or_default() {
        match member.location {
            Location::Status => {
                let chosen = document.shift_remove(member.name).and_then(|value| value.as_u64());
                status = chosen.and_then(|chosen| chosen.try_into().ok()).unwrap_or(status);
            }
            Location::Header(name) => {
                let value = document.shift_remove(member.name);
                let value = value.as_ref().and_then(Value::as_str).map(HeaderValue::from_str);
                if let Some(Ok(value)) = value {
                    response.headers_mut().insert(name, value);
                }
            }
            Location::Body | Location::Path(_) | Location::Query(_) => {}
        }
    }
    if let Some((_, paths)) = NULLS.iter().find(|(id, _)| *id == operation.id) {
        paths.iter().for_each(|path| set_null(&mut document, path));
    }
    *response.body_mut() = match answer.payload {
        Some(payload) => payload.into(),
        None if operation.output.is_some() => Value::Object(document).to_string().into(),
        // The model gives a publish no answer, but AWS sends one.
        None if operation.id == iot_data::op::PUBLISH => {
            serde_json::json!({"message": "OK", "traceId": request_id}).to_string().into()
        }
        None => Bytes::new(),
    };
    // A status comes from the model or a handler, which took it from the model.
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// Sets the member at a dotted path to null, unless it or something on the way there is set.
fn set_null(document: &mut Map<String, Value>, path: &str) {
    match path.split_once('.') {
        None => {
            document.entry(path).or_insert(Value::Null);
        }
        Some((first, rest)) => {
            if let Value::Object(inner) = document.entry(first).or_insert_with(|| Map::new().into()) {
                set_null(inner, rest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Kind, Member, Shape};
    use serde_json::json;

    fn body(response: &Response<Bytes>) -> &str {
        std::str::from_utf8(response.body()).unwrap()
    }

    fn answer(operation: OpId, document: Value) -> Response<Bytes> {
        respond(operation.operation(), Answer { document, payload: None }, "id")
    }

    #[test]
    fn a_status_member_becomes_the_status() {
        let response = answer(iot::op::DELETE_COMMAND, json!({"statusCode": 204}));
        assert_eq!((response.status().as_u16(), body(&response)), (204, "{}"));
        assert_eq!(answer(iot::op::DELETE_COMMAND, json!({})).status().as_u16(), 200);
    }

    #[test]
    fn headers_and_a_raw_payload_stand_together() {
        static TEXT: Shape = Shape {
            name: "Text",
            kind: Kind::String { length: model::Bounds { min: None, max: None }, pattern: None, values: &[] },
            sensitive: false,
        };
        static MEMBERS: [Member; 1] =
            [Member { name: "tag", shape: &TEXT, required: false, location: Location::Header("x-tag") }];
        static OUTPUT: Shape = Shape {
            name: "Output",
            kind: Kind::Structure { members: &MEMBERS, payload: None },
            sensitive: false,
        };
        let row =
            Operation { output: Some(&OUTPUT), status: 202, ..*iot_data::op::GET_THING_SHADOW.operation() };
        let response =
            respond(&row, Answer { document: json!({"tag": "t"}), payload: Some(b"raw".to_vec()) }, "id");
        assert_eq!((response.status().as_u16(), body(&response)), (202, "raw"));
        assert_eq!(response.headers()["x-tag"], "t");
        assert_eq!(response.headers()["content-type"], "application/json");
    }

    #[test]
    fn no_output_is_no_body() {
        assert_eq!(body(&answer(iot::op::DELETE_POLICY, Value::Null)), "");
        assert_eq!(body(&answer(iot::op::DELETE_THING, json!({}))), "{}");
        assert_eq!(body(&answer(iot_data::op::PUBLISH, Value::Null)), r#"{"message":"OK","traceId":"id"}"#);
    }

    #[test]
    fn some_answers_show_what_is_unset() {
        let document = json!({"tags": []});
        assert_eq!(
            body(&answer(iot::op::LIST_TAGS_FOR_RESOURCE, document)),
            r#"{"tags":[],"nextToken":null}"#
        );
        let document = json!({"timeoutConfig": {"inProgressTimeoutInMinutes": 5}, "abortConfig": {}});
        let response = answer(iot::op::DESCRIBE_JOB_TEMPLATE, document);
        let found: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(found["timeoutConfig"], json!({"inProgressTimeoutInMinutes": 5}));
        assert_eq!(found["presignedUrlConfig"], json!({"roleArn": null, "expiresInSec": null}));
        assert_eq!((&found["document"], &found["abortConfig"]), (&Value::Null, &json!({})));
    }

    #[test]
    fn paths_of_nulls_are_in_the_model() {
        for (id, paths) in NULLS {
            for path in paths {
                let mut shape = id.operation().output.unwrap();
                for name in path.split('.') {
                    let member = shape.members().iter().find(|member| member.name == name);
                    shape = member.unwrap_or_else(|| panic!("{id:?}: {path}")).shape;
                }
            }
        }
    }
}
