//! The service as a whole, without running anything.

use base::Tenant;
use bytes::Bytes;
use http::Request;
use store::Store;

use super::{Kept, Lambda, LambdaSettings, route};

fn tenant() -> Tenant {
    Tenant::new("123456789012".parse().unwrap(), "eu-west-1".parse().unwrap())
}

fn lambda() -> Lambda {
    let store = Store::memory().unwrap();
    let mut kept = Kept::load(&store).unwrap();
    Lambda::open(None, store, &mut kept, LambdaSettings::default(), None, None).unwrap()
}

async fn call(lambda: &Lambda, method: &str, path: &str, body: &str) -> (u16, String) {
    let request = Request::builder().method(method).uri(path).body(Bytes::from(body.to_owned())).unwrap();
    let response = lambda.handle(&tenant(), request, "00000000-0000-0000-0000-000000000000").await;
    (response.status().as_u16(), String::from_utf8_lossy(response.body()).into_owned())
}

/// Members of requests, each with values of every type.
fn bodies() -> Vec<String> {
    let names = [
        "FunctionName",
        "Role",
        "Code",
        "Runtime",
        "Handler",
        "Timeout",
        "MemorySize",
        "Environment",
        "Tags",
        "Architectures",
        "EphemeralStorage",
        "LoggingConfig",
        "ZipFile",
        "S3Bucket",
        "S3Key",
        "Name",
        "FunctionVersion",
        "RoutingConfig",
        "StatementId",
        "Action",
        "Principal",
        "SourceArn",
        "RevisionId",
        "ReservedConcurrentExecutions",
        "MaximumRetryAttempts",
        "MaximumEventAgeInSeconds",
        "Publish",
        "CodeSha256",
    ];
    let values = [
        "null",
        "true",
        "-1",
        "1e400",
        "99999999999999999999",
        "\"\"",
        "\"é\\u0000\"",
        "[]",
        "[null]",
        "[[1]]",
        "{}",
        "{\"Variables\": [1]}",
        "{\"Variables\": {\"A\": {}}}",
        "{\"Size\": -1}",
        "{\"ZipFile\": 1}",
        "{\"AdditionalVersionWeights\": {\"x\": \"y\"}}",
        "{\"AdditionalVersionWeights\": 1}",
        "{\"LogGroup\": 1}",
    ];
    let mut bodies: Vec<String> = ["", "null", "[]", "1", "{", "\u{0}", "{\"a\": 1}"].map(Into::into).into();
    bodies.push("[".repeat(100_000));
    for value in values {
        // One at a time, and all together.
        bodies.extend(names.iter().map(|name| format!("{{\"{name}\": {value}}}")));
        let all: Vec<String> = names.iter().map(|name| format!("\"{name}\": {value}")).collect();
        bodies.push(format!("{{{}}}", all.join(",")));
    }
    bodies
}

#[tokio::test]
async fn whatever_comes_is_answered_and_makes_nothing() {
    let lambda = lambda();
    let names =
        ["f", "%00", "arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Af", "%F0%9F%A6%80", "f%3A1"];
    let bodies = bodies();
    for (operation, method, template, query) in route::OPERATIONS {
        for (index, body) in bodies.iter().enumerate() {
            let name = names[index % names.len()];
            let path = template.split('/').map(|part| if part.starts_with('{') { name } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            let path = format!(
                "{path}?{query}&MaxItems={index}&Marker=zz&Qualifier=1&tagKeys=a&FunctionVersion=ALL"
            );
            let (status, text) = call(&lambda, method, &path, body).await;
            assert!(
                (200..502).contains(&status) && status != 500,
                "{operation} {path} {body:.80}: {status} {text}"
            );
        }
    }
    let (status, text) = call(&lambda, "GET", "/2015-03-31/functions", "").await;
    assert_eq!((status, text.as_str()), (200, r#"{"Functions":[]}"#));
}

#[tokio::test]
async fn an_address_of_code_is_good_for_one_digest_and_some_time() {
    let lambda = lambda();
    let digest = "0".repeat(64);
    let location = lambda.core.location(&digest, Some("lab.example:4566"));
    assert!(location.starts_with("http://lab.example:4566/_thingcore/lambda/code/000"), "{location}");
    assert!(lambda.core.location(&digest, Some("other:1")).starts_with("http://127.0.0.1:4566/"));
    let query = location.split_once('?').unwrap().1;
    let archive = lambda.core.host.code.zip(&digest);
    assert_eq!(archive.await, None);
    for (path, query) in [
        (format!("/_thingcore/lambda/code/{}", "1".repeat(64)), query.to_owned()),
        ("/_thingcore/lambda/code/../../x".into(), query.to_owned()),
        (format!("/_thingcore/lambda/code/{digest}"), "expires=1&token=x".into()),
        (
            format!("/_thingcore/lambda/code/{digest}"),
            format!("expires=1&token={}", lambda.core.token(&digest, 1)),
        ),
        (format!("/_thingcore/lambda/code/{digest}"), String::new()),
    ] {
        assert_eq!(lambda.download(&path, &query).await, None, "{path} {query}");
    }
}
