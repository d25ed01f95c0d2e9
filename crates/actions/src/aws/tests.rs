//! Failures and signatures, without a service.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderName};
use serde_json::json;

use super::failure::{answered, is_transient, refused_entries};
use super::signed::{Call, JSON_1_0, sign_request};

#[test]
fn answers_are_read_in_every_protocol() {
    for (status, kind, body, message, transient) in [
        // JSON 1.0 and 1.1
        (
            400,
            None,
            r##"{"__type":"com.amazon.coral#ThrottlingException","message":"slow"}"##,
            "ThrottlingException: slow",
            true,
        ),
        (400, None, r#"{"__type":"ResourceNotFound","Message":"no"}"#, "ResourceNotFound: no", false),
        // REST
        (
            404,
            Some("ResourceNotFoundException:http://internal"),
            r#"{"message":"no"}"#,
            "ResourceNotFoundException: no",
            false,
        ),
        // S3
        (
            404,
            None,
            "<?xml version=\"1.0\"?>\n<Error><Code>NoSuchBucket</Code><Message>not here</Message></Error>",
            "NoSuchBucket: not here",
            false,
        ),
        (503, None, "<Error><Code>SlowDown</Code><Message>slow</Message></Error>", "SlowDown: slow", true),
        (503, Some("ServiceUnavailableException"), "", "ServiceUnavailableException: status 503", true),
        (
            409,
            None,
            "<Error><Code>OperationAborted</Code><Message>busy</Message></Error>",
            "OperationAborted: busy",
            true,
        ),
        (
            403,
            None,
            "<Error><Code>AccessDenied</Code>",
            "AccessDenied: status 403: <Error><Code>AccessDenied</Code>",
            false,
        ),
        // OpenSearch, and who is no service at all
        (429, None, r#"{"error":{"type":"full"}}"#, r#"status 429: {"error":{"type":"full"}}"#, true),
        (404, None, "not here\n", "status 404: not here\n", false),
        (502, None, "", "status 502", true),
    ] {
        let failure = answered(status, kind, body.as_bytes()).failure;
        assert_eq!((failure.message.as_str(), failure.transient), (message, transient), "{status} {body}");
    }
    let long = "é".repeat(1000);
    assert_eq!(
        answered(400, None, long.as_bytes()).failure.message.chars().count(),
        300 + "status 400: ".len()
    );
}

#[test]
fn codes_and_statuses_say_whether_to_try_again() {
    for code in
        ["SlowDown", "ProvisionedThroughputExceededException", "ServiceUnavailable", "InternalFailure"]
    {
        assert!(is_transient(400, code), "{code}");
    }
    for code in ["", "NoSuchBucket", "ValidationException", "AccessDenied"] {
        assert!(!is_transient(404, code), "{code}");
        assert!(is_transient(500, code) && is_transient(429, code), "{code}");
    }
}

#[test]
fn a_batch_that_was_refused_in_part_is_a_failure() {
    let read = |entries: &serde_json::Value| {
        let failure =
            refused_entries(Some(entries), |entry| Some((entry["c"].as_str()?, entry["m"].as_str()?)));
        failure.map(|failure| (failure.message, failure.transient))
    };
    assert_eq!(read(&json!([])), None);
    assert!(refused_entries(None, |_| None).is_none());
    let slow = json!({"c": "ThrottlingException", "m": "slow"});
    let wrong = json!({"c": "ResourceNotFoundException", "m": "no input"});
    assert_eq!(read(&json!([slow])), Some(("ThrottlingException: slow".into(), true)));
    assert_eq!(read(&json!([slow, wrong])), Some(("ThrottlingException: slow (and 1 more)".into(), false)));
}

fn call(url: &str) -> Call<'_> {
    Call {
        signing_name: "states",
        method: Method::POST,
        url: url.to_owned(),
        headers: vec![
            (CONTENT_TYPE, JSON_1_0),
            (HeaderName::from_static("x-amz-target"), "AWSStepFunctions.StartExecution"),
        ],
        body: b"{}".to_vec(),
    }
}

#[test]
fn requests_are_signed_with_version_4() {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", Some("token".into()), None, "test");
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let mut request = call("http://localhost:5000/").request().unwrap();
    sign_request(&mut request, credentials, "eu-west-1", "states", now).unwrap();
    let header = |name: &str| request.headers()[name].to_str().unwrap();
    let authorization = header("authorization");
    let scope = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20231114/eu-west-1/states/aws4_request, \
                 SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=";
    assert!(authorization.starts_with(scope), "{authorization}");
    assert_eq!(header("x-amz-date"), "20231114T221320Z");
    assert_eq!(header("x-amz-security-token"), "token");
}

#[test]
fn urls_without_a_host_are_refused_and_do_not_panic() {
    for url in ["https://", "http:///x", "/x", "http:// /", "nonsense", ""] {
        let failure = call(url).request().unwrap_err();
        assert!(failure.message.starts_with("cannot call "), "{url}: {}", failure.message);
        assert!(!failure.transient);
    }
}
