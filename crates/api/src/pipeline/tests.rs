//! Requests through the whole pipeline, with a context of two toy resources.

use std::collections::BTreeMap;
use std::sync::Mutex;

use model::iot::{self, op};
use model::{iot_data, iot_jobs_data};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::credentials::{Credentials, Principal};
use crate::handlers;
use crate::sigv4::Secret;

#[derive(Default)]
struct Toy {
    things: Mutex<BTreeMap<String, String>>,
}

fn create_thing(
    call: &Call<Toy>,
    input: iot::CreateThingRequest,
) -> Result<iot::CreateThingResponse, ApiError> {
    let mut things = call.context.things.lock().unwrap();
    if things.contains_key(&input.thing_name) {
        return Err(ApiError::resource_already_exists("there is one").with_resource_id(input.thing_name));
    }
    let arn = call.tenant().iot_arn(format_args!("thing/{}", input.thing_name));
    things.insert(input.thing_name.clone(), arn.clone());
    Ok(iot::CreateThingResponse {
        thing_name: Some(input.thing_name),
        thing_arn: Some(arn),
        thing_id: Some(call.request_id.into()),
    })
}

fn delete_command(
    _: &Call<Toy>,
    _: iot::DeleteCommandRequest,
) -> Result<iot::DeleteCommandResponse, ApiError> {
    Ok(iot::DeleteCommandResponse { status_code: Some(202) })
}

async fn get_shadow(
    call: &Call<'_, Toy>,
    input: iot_data::GetThingShadowRequest,
) -> Result<iot_data::GetThingShadowResponse, ApiError> {
    std::future::ready(()).await;
    let things = call.context.things.lock().unwrap();
    let Some(arn) = things.get(&input.thing_name) else {
        return Err(ApiError::resource_not_found(format!(
            "No shadow exists with name: '{}'",
            input.thing_name
        )));
    };
    Ok(iot_data::GetThingShadowResponse { payload: format!("{{\"arn\": \"{arn}\" }}").into_bytes() })
}

async fn publish(_: &Call<'_, Toy>, input: iot_data::PublishRequest) -> Result<(), ApiError> {
    if input.payload == b"too much" { Err(ApiError::throttling("Rate exceeded")) } else { Ok(()) }
}

fn pipeline(file: Option<&str>) -> Pipeline<Toy> {
    let control = handlers! {
        op::CREATE_THING => sync create_thing, exact;
        op::DELETE_COMMAND => sync delete_command, partial("nothing is deleted");
    };
    let data = handlers! {
        iot_data::op::GET_THING_SHADOW => async get_shadow, exact;
        iot_data::op::PUBLISH => async publish, exact;
    };
    let authenticator = Authenticator {
        credentials: file.map(|text| Credentials::parse(text).unwrap()),
        default: Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap()),
        temporary: Box::new(()),
    };
    Pipeline::new(Toy::default(), authenticator, control.and(data))
}

const NOW: UnixMillis = UnixMillis(1_440_938_160_000);

struct Reply {
    status: u16,
    error: String,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

async fn send(pipeline: &Pipeline<Toy>, request: Request<Bytes>, caller: Option<Caller>) -> Reply {
    let peer = Peer { ip: [127, 0, 0, 1].into(), caller };
    let response = pipeline.handle(request, &peer, NOW).await;
    let headers = response.headers();
    assert_eq!(headers["x-amzn-requestid"].len(), 36);
    assert_eq!(headers["content-type"], "application/json");
    Reply {
        status: response.status().as_u16(),
        error: headers.get("x-amzn-errortype").map(|name| name.to_str().unwrap().into()).unwrap_or_default(),
        text: String::from_utf8(response.body().to_vec()).unwrap(),
    }
}

fn request(method: &str, path: &str, body: &str) -> Request<Bytes> {
    let uri = format!("http://localhost:4566{path}");
    Request::builder().method(method).uri(uri).body(Bytes::copy_from_slice(body.as_bytes())).unwrap()
}

fn signed(request: Request<Bytes>, id: &str, service: &str) -> Request<Bytes> {
    let (mut parts, body) = request.into_parts();
    let secret = Secret { access_key_id: id.into(), secret_access_key: "secret".into(), session_token: None };
    sigv4::sign(&mut parts, &body, &secret, "eu-west-1", service, NOW).unwrap();
    Request::from_parts(parts, body)
}

#[tokio::test]
async fn a_thing_is_created_once() {
    let pipeline = pipeline(None);
    let create = || signed(request("POST", "/things/lamp", "{}"), "000000000007", "iot");
    let reply = send(&pipeline, create(), None).await;
    let body = reply.json();
    assert_eq!((reply.status, reply.error.as_str()), (200, ""));
    assert_eq!(body["thingArn"], "arn:aws:iot:eu-west-1:000000000007:thing/lamp");
    let reply = send(&pipeline, create(), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (409, "ResourceAlreadyExistsException"));
    assert_eq!(reply.text, r#"{"message":"there is one","resourceId":"lamp","resourceArn":null}"#);
}

#[tokio::test]
async fn a_raw_payload_is_the_body() {
    let pipeline = pipeline(None);
    send(&pipeline, request("POST", "/things/lamp", ""), None).await;
    let reply = send(&pipeline, request("GET", "/things/lamp/shadow/?name=x", ""), None).await;
    assert_eq!(reply.text, "{\"arn\": \"arn:aws:iot:us-east-1:123456789012:thing/lamp\" }");
    let reply = send(&pipeline, request("GET", "/things/other/shadow", ""), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (404, "ResourceNotFoundException"));
    assert_eq!(reply.json()["message"], "No shadow exists with name: 'other'");
    assert_eq!(reply.json()["traceId"].as_str().unwrap().len(), 36);
}

#[tokio::test]
async fn statuses_come_from_the_answer_and_the_service() {
    let pipeline = pipeline(None);
    let reply = send(&pipeline, request("DELETE", "/commands/c", ""), None).await;
    assert_eq!((reply.status, reply.text.as_str()), (202, "{}"));
    let reply = send(&pipeline, request("POST", "/topics/a/b?qos=1", "too much"), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (429, "ThrottlingException"));
    let reply = send(&pipeline, request("POST", "/topics/a/b?qos=1", "fine"), None).await;
    assert_eq!((reply.status, reply.json()["message"].as_str()), (200, Some("OK")));
}

#[tokio::test]
async fn invalid_requests_do_not_reach_handlers() {
    let pipeline = pipeline(None);
    let reply = send(&pipeline, request("POST", "/things/a%20b", r#"{"thingTypeName": "*"}"#), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (400, "InvalidRequestException"));
    assert!(
        reply.json()["message"].as_str().unwrap().starts_with("2 validation errors detected: Value 'a b' at")
    );
    let reply = send(&pipeline, request("POST", "/things/a", "{"), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (400, "SerializationException"));
    let reply = send(&pipeline, request("POST", "/topics/a", &"x".repeat(BODY_BYTES_MAX + 1)), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (413, "RequestEntityTooLargeException"));
    assert!(pipeline.context().things.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_not_there_is_refused_by_name() {
    let pipeline = pipeline(None);
    let reply = send(&pipeline, request("GET", "/things", ""), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (501, "NotImplementedException"));
    assert_eq!(reply.json()["message"], "ListThings of the service iot is not implemented by Thingcore.");
    let jobs = signed(request("GET", "/things/lamp/jobs", ""), "test", "iot-jobs-data");
    let reply = send(&pipeline, jobs, None).await;
    assert!(reply.text.contains("GetPendingJobExecutions of the service iot-jobs-data"), "{}", reply.text);
    assert_eq!(pipeline.coverage(op::LIST_THINGS), Coverage::None);
    assert_eq!(pipeline.coverage(op::DELETE_COMMAND), Coverage::Partial("nothing is deleted"));
    assert_eq!(pipeline.coverage(iot_jobs_data::op::UPDATE_JOB_EXECUTION), Coverage::None);
}

#[tokio::test]
async fn unknown_paths_answer_as_their_plane_does() {
    let pipeline = pipeline(None);
    let reply = send(&pipeline, request("GET", "/nothing", ""), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (404, "UnknownOperationException"));
    let reply = send(&pipeline, signed(request("GET", "/nothing", ""), "test", "iotdata"), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (404, "ResourceNotFoundException"));
    assert_eq!(reply.json()["message"], "Not Found");
    let reply = send(&pipeline, signed(request("PUT", "/topics/a", ""), "test", "iotdata"), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (405, "MethodNotAllowedException"));
    let reply = send(&pipeline, signed(request("GET", "/things", ""), "test", "sqs"), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (404, "UnknownOperationException"));
}

#[tokio::test]
async fn configured_keys_are_verified() {
    let file = "[[key]]\naccess_key_id = \"AK\"\nsecret_access_key = \"secret\"\naccount = \"210987654321\"";
    let pipeline = pipeline(Some(file));
    let reply = send(&pipeline, request("POST", "/things/lamp", ""), None).await;
    assert_eq!((reply.status, reply.error.as_str()), (403, "MissingAuthenticationTokenException"));
    assert_eq!(reply.text, r#"{"message":"Missing Authentication Token"}"#);
    let unknown = signed(request("POST", "/things/lamp", ""), "test", "iot");
    assert_eq!(send(&pipeline, unknown, None).await.error, "UnrecognizedClientException");
    let mut changed = signed(request("POST", "/things/lamp", ""), "AK", "iot");
    *changed.body_mut() = Bytes::from_static(b"{}");
    assert_eq!(send(&pipeline, changed, None).await.error, "InvalidSignatureException");
    let unknown = signed(request("POST", "/topics/a", ""), "test", "iotdata");
    assert_eq!(send(&pipeline, unknown, None).await.error, "ForbiddenException");
    let good = signed(request("POST", "/things/lamp", "{}"), "AK", "iot");
    let reply = send(&pipeline, good, None).await;
    assert_eq!(reply.json()["thingArn"], "arn:aws:iot:eu-west-1:210987654321:thing/lamp");
}

#[tokio::test]
async fn a_device_is_known_by_its_certificate_and_sees_the_data_planes_only() {
    let pipeline = pipeline(Some(
        "[[key]]\naccess_key_id = \"AK\"\nsecret_access_key = \"s\"\naccount = \"210987654321\"",
    ));
    let device = Caller {
        tenant: pipeline.authenticator().default.clone(),
        principal: Principal::Certificate(base::CertificateId::from_sha256([1; 32])),
        service: None,
    };
    let reply = send(&pipeline, request("POST", "/topics/a", "x"), Some(device.clone())).await;
    assert_eq!(reply.status, 200);
    let reply = send(&pipeline, request("GET", "/things/lamp/jobs", ""), Some(device.clone())).await;
    assert!(reply.text.contains("GetPendingJobExecutions"), "{}", reply.text);
    let reply = send(&pipeline, request("POST", "/things/lamp", ""), Some(device)).await;
    assert_eq!((reply.status, reply.error.as_str()), (404, "ResourceNotFoundException"));
}

#[test]
fn requests_can_be_answered_on_any_thread() {
    fn is_send(_: impl Send) {}
    let (pipeline, peer) = (pipeline(None), Peer { ip: [127, 0, 0, 1].into(), caller: None });
    is_send(pipeline.handle(request("GET", "/things", ""), &peer, NOW));
}

#[test]
#[should_panic(expected = "two handlers for CreateThing")]
fn an_operation_has_one_handler() {
    let again: Handlers<Toy> = handlers! { op::CREATE_THING => sync create_thing, exact; };
    let _ = again.and(handlers! { op::CREATE_THING => sync create_thing, exact; });
}

proptest! {
    #[test]
    fn no_request_panics(
        method in prop::sample::select(&["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"][..]),
        path in "(/(things|topics|a|%ff|%2F|shadow|commands|[!-~]{0,4})){1,5}",
        query in "(qos|name|a|%)?=?[!-~]{0,6}",
        body in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let uri = format!("http://localhost{path}?{query}");
        prop_assume!(uri.parse::<http::Uri>().is_ok());
        let request = Request::builder().method(method).uri(uri).body(Bytes::from(body)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let reply = runtime.block_on(send(&pipeline(None), request, None));
        prop_assert_ne!(reply.status, 500);
    }
}
