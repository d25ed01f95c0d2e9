//! Signatures made by botocore 1.44.5, and the `get-vanilla` case that AWS publishes.

use base::UnixMillis;
use http::Request;
use http::request::Parts;
use proptest::prelude::*;

use super::*;

/// 2015-08-30T12:36:00Z.
const NOW: UnixMillis = UnixMillis(1_440_938_160_000);
const MINUTE: u64 = 60_000;

fn secret(token: Option<&str>) -> Secret {
    Secret {
        access_key_id: "AKIDEXAMPLE".into(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
        session_token: token.map(String::from),
    }
}

fn parts(method: &str, uri: &str, headers: &[(&str, &str)]) -> Parts {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

fn authorization(scope: &str, signed: &str, signature: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/{scope}/aws4_request, SignedHeaders={signed}, \
         Signature={signature}"
    )
}

fn check(parts: &Parts, body: &[u8], token: Option<&str>, now: UnixMillis) -> Result<(), SignatureError> {
    let claim = parse_authorization(parts)?.expect("a signed request");
    verify(&claim, parts, body, &secret(token), now)
}

fn vanilla(signature: &str) -> Parts {
    let authorization = authorization("us-east-1/service", "host;x-amz-date", signature);
    let headers = [
        ("host", "example.amazonaws.com"),
        ("x-amz-date", "20150830T123600Z"),
        ("authorization", &authorization),
    ];
    parts("GET", "/", &headers)
}

const VANILLA: &str = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

#[test]
fn the_published_example_verifies() {
    let request = vanilla(VANILLA);
    let claim = parse_authorization(&request).unwrap().unwrap();
    assert_eq!((claim.access_key_id.as_str(), claim.region.as_str()), ("AKIDEXAMPLE", "us-east-1"));
    assert_eq!((claim.service.as_str(), claim.date.as_str()), ("service", "20150830"));
    assert_eq!(check(&request, b"", None, NOW), Ok(()));
    assert_eq!(check(&request, b"x", None, NOW), Err(SignatureError::Mismatch));
    assert_eq!(check(&vanilla(&VANILLA.replace('5', "6")), b"", None, NOW), Err(SignatureError::Mismatch));
    assert_eq!(check(&vanilla("zz"), b"", None, NOW), Err(SignatureError::Mismatch));
}

#[test]
fn header_signatures_of_botocore_verify() {
    let signature = "bd489bb4d82355ea21d56ca752bb0a14dd6752c41a6b6af7da38a346cac92cde";
    let header = authorization("us-east-1/iot", "host;x-amz-date", signature);
    let headers =
        [("host", "localhost:4566"), ("x-amz-date", "20150830T123600Z"), ("authorization", &header)];
    let uri = "/policies?marker=a%20b%2Bc%2F~&pageSize=10&isAscendingOrder=true";
    assert_eq!(check(&parts("GET", uri, &headers), b"", None, NOW), Ok(()));
    let reordered = "/policies?pageSize=10&marker=a%20b%2bc/~&isAscendingOrder=true";
    assert_eq!(check(&parts("GET", reordered, &headers), b"", None, NOW), Ok(()));

    let signature = "4a21d314c6ad0edc1984e12b4fba5e6389d103bb5f040243e47569367bd4369a";
    let signed = "content-type;host;x-amz-date;x-amz-security-token;x-amzn-principal";
    let header = authorization("us-east-1/iot", signed, signature);
    let headers = [
        ("host", "localhost:4566"),
        ("content-type", "application/json"),
        ("x-amzn-principal", "a   b "),
        ("x-amz-date", "20150830T123600Z"),
        ("x-amz-security-token", "TOKEN=="),
        ("authorization", &header),
    ];
    let request = parts("POST", "/target-policies/a%2Fb%20c", &headers);
    let body = br#"{"target":"arn:aws:iot:us-east-1:123456789012:cert/x"}"#;
    assert_eq!(check(&request, body, Some("TOKEN=="), NOW), Ok(()));
    assert_eq!(check(&request, body, Some("OTHER"), NOW), Err(SignatureError::WrongToken));
    assert_eq!(check(&request, body, None, NOW), Err(SignatureError::WrongToken));

    let signature = "6f4b93ade6a486d85da46a5bd2945782d024b928472583fc056e18ff2d3de548";
    let signed = "host;x-amz-date;x-amz-mqtt5-correlation-data";
    let header = authorization("eu-west-1/iotdata", signed, signature);
    let headers = [
        ("host", "localhost:8443"),
        ("x-amz-mqtt5-correlation-data", "eA=="),
        ("x-amz-date", "20150830T123600Z"),
        ("authorization", &header),
    ];
    assert_eq!(check(&parts("POST", "/topics/a%2Fb%24c?qos=1", &headers), b"\0\xff", None, NOW), Ok(()));
}

fn presigned(path: &str, service: &str, token: &str, signature: &str, after: &str) -> Parts {
    let uri = format!(
        "{path}X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2F{service}\
         %2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=300&X-Amz-SignedHeaders=host{token}\
         &X-Amz-Signature={signature}{after}"
    );
    let host = if service == "iot" { "localhost:4566" } else { "localhost:8443" };
    parts("GET", &uri, &[("host", host)])
}

#[test]
fn presigned_urls_of_botocore_verify() {
    let signature = "fc001b862c4bc48c6783f35ebb920225c95e80a096ba3632ebe7ac9da1978651";
    let request = presigned("/things?maxResults=5&", "iot", "", signature, "");
    assert!(parse_authorization(&request).unwrap().unwrap().is_presigned());
    assert_eq!(check(&request, b"", None, NOW), Ok(()));
    let signature = "bc2b9ff18c96a4596dd816470996ee1660d19c1ed32f8d5e5b279b4e2b5da157";
    let request = presigned("/things?", "iot", "&X-Amz-Security-Token=TOKEN%3D%3D", signature, "");
    assert_eq!(check(&request, b"", Some("TOKEN=="), NOW), Ok(()));
    assert_eq!(check(&request, b"", Some("OTHER"), NOW), Err(SignatureError::WrongToken));
}

#[test]
fn the_device_gateway_leaves_the_token_unsigned() {
    let signature = "dd187734fdac7b364a4e3bfb21db78475af9ddeddf0da2dd75fb16b954a95f21";
    let request = presigned("/mqtt?", "iotdevicegateway", "", signature, "");
    assert_eq!(check(&request, b"", None, NOW), Ok(()));
    let request = presigned("/mqtt?", "iotdevicegateway", "", signature, "&X-Amz-Security-Token=TOKEN%3D%3D");
    assert_eq!(check(&request, b"", Some("TOKEN=="), NOW), Ok(()));
    assert_eq!(check(&request, b"", None, NOW), Err(SignatureError::WrongToken));
}

#[test]
fn clocks_may_be_five_minutes_off() {
    let request = vanilla(VANILLA);
    let at = |now: u64| check(&request, b"", None, UnixMillis(now));
    assert_eq!(at(NOW.0 + 5 * MINUTE), Ok(()));
    assert_eq!(at(NOW.0 - 5 * MINUTE), Ok(()));
    assert_eq!(
        at(NOW.0 + 6 * MINUTE).unwrap_err().to_string(),
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z (20150830T124200Z - 5 min.)"
    );
    assert_eq!(
        at(NOW.0 - 6 * MINUTE).unwrap_err().to_string(),
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123500Z (20150830T123000Z + 5 \
         min.)"
    );
    let signature = "fc001b862c4bc48c6783f35ebb920225c95e80a096ba3632ebe7ac9da1978651";
    let request = presigned("/things?maxResults=5&", "iot", "", signature, "");
    assert_eq!(check(&request, b"", None, UnixMillis(NOW.0 + 5 * MINUTE)), Ok(()));
    assert!(matches!(
        check(&request, b"", None, UnixMillis(NOW.0 + 5 * MINUTE + 1)),
        Err(SignatureError::Time(_))
    ));
}

#[test]
fn unsigned_bodies_pass_and_streams_do_not() {
    let mut request = vanilla(VANILLA);
    request.headers.insert("x-amz-content-sha256", "UNSIGNED-PAYLOAD".parse().unwrap());
    // Not among the signed headers: anyone could have added it.
    assert!(matches!(check(&request, b"", None, NOW), Err(SignatureError::Incomplete(_))));

    for (payload, expected) in [
        ("UNSIGNED-PAYLOAD", Ok(())),
        (
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            Err(SignatureError::Payload("STREAMING-AWS4-HMAC-SHA256-PAYLOAD".into())),
        ),
        ("00", Err(SignatureError::Mismatch)),
    ] {
        let mut request = parts("POST", "/things", &[("host", "h"), ("x-amz-content-sha256", payload)]);
        let signature = unsigned_payload_signature(&mut request);
        request.headers.insert("authorization", signature.parse().unwrap());
        assert_eq!(check(&request, b"any body", None, NOW), expected, "{payload}");
    }
}

/// Signs a request whose `x-amz-content-sha256` stands for the body.
fn unsigned_payload_signature(request: &mut Parts) -> String {
    request.headers.insert("x-amz-date", "20150830T123600Z".parse().unwrap());
    let signed_headers: Vec<String> =
        ["host", "x-amz-content-sha256", "x-amz-date"].map(String::from).to_vec();
    let payload = request.headers["x-amz-content-sha256"].to_str().unwrap();
    let canonical = canonical::Canonical {
        parts: request,
        signed_headers: &signed_headers,
        left_out: &[],
        payload,
        path: canonical::PathForm::Normal,
    };
    let scope = canonical::scope("20150830", "us-east-1", "iot");
    let text = canonical::string_to_sign("20150830T123600Z", &scope, &canonical.text().unwrap());
    let key = canonical::signing_key(&secret(None).secret_access_key, "20150830", "us-east-1", "iot");
    let signature = canonical::hex(aws_lc_rs::hmac::sign(&key, text.as_bytes()).as_ref());
    authorization("us-east-1/iot", &signed_headers.join(";"), &signature)
}

#[test]
fn unreadable_claims_are_refused() {
    assert_eq!(parse_authorization(&parts("GET", "/", &[])), Ok(None));
    assert_eq!(parse_authorization(&parts("GET", "/things?x=1", &[])), Ok(None));
    let scope = "AKID/20150830/us-east-1/iot/aws4_request";
    let cases = [
        "Bearer token".to_string(),
        "AWS4-HMAC-SHA256".to_string(),
        "AWS4-HMAC-SHA256 ".to_string(),
        "AWS4-HMAC-SHA2567 Credential=a".to_string(),
        format!("AWS4-HMAC-SHA256 Credential={scope}"),
        format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host"),
        format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature="),
        "AWS4-HMAC-SHA256 Credential=AKID/iot/aws4_request, SignedHeaders=host, Signature=00".to_string(),
    ];
    for header in cases {
        let request = parts("GET", "/", &[("authorization", &header)]);
        assert!(matches!(parse_authorization(&request), Err(SignatureError::Incomplete(_))), "{header}");
    }
    for query in ["X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Signature=00", "X-Amz-Algorithm=other"] {
        let request = parts("GET", &format!("/mqtt?{query}"), &[]);
        assert!(matches!(parse_authorization(&request), Err(SignatureError::Incomplete(_))), "{query}");
    }
}

#[test]
fn what_is_signed_must_cover_the_host_and_the_day() {
    let header = authorization("us-east-1/iot", "x-amz-date", VANILLA);
    let headers = [("host", "h"), ("x-amz-date", "20150830T123600Z"), ("authorization", &header)];
    assert!(matches!(
        check(&parts("GET", "/", &headers), b"", None, NOW),
        Err(SignatureError::Incomplete(_))
    ));
    let header = authorization("us-east-1/iot", "host;x-amz-date", VANILLA).replace("20150830", "20150829");
    let headers = [("host", "h"), ("x-amz-date", "20150830T123600Z"), ("authorization", &header)];
    assert!(matches!(check(&parts("GET", "/", &headers), b"", None, NOW), Err(SignatureError::Time(_))));
    let header = authorization("us-east-1/iot", "host", VANILLA);
    let headers = [("host", "h"), ("authorization", &header)];
    assert!(matches!(
        check(&parts("GET", "/", &headers), b"", None, NOW),
        Err(SignatureError::Incomplete(_))
    ));
}

#[test]
fn a_request_without_a_host_is_not_signed() {
    let mut request = parts("GET", "/things", &[]);
    assert!(sign(&mut request, b"", &secret(None), "us-east-1", "iot", NOW).is_err());
    let mut request = parts("GET", "/things", &[("host", "h")]);
    assert!(sign(&mut request, b"", &secret(None), "us\n", "iot", NOW).is_err());
    assert_eq!(sign(&mut request, b"", &secret(None), "us-east-1", "iot", NOW), Ok(()));
}

#[test]
fn secrets_are_not_printed() {
    let shown = format!("{:?}", secret(Some("TOKEN==")));
    assert!(!shown.contains("wJalr") && !shown.contains("TOKEN"), "{shown}");
}

proptest! {
    #[test]
    fn own_signatures_verify(
        path in "(/[a-z%25.~$-]{0,6}){1,4}",
        query in "([a-z]{1,3}=[a-zA-Z0-9%25+~]{0,5}&?){0,4}",
        body in prop::collection::vec(any::<u8>(), 0..50),
        token in prop::option::of("[A-Za-z0-9+/=]{1,20}"),
    ) {
        let uri = format!("https://localhost:4566{path}?{query}");
        prop_assume!(uri.parse::<http::Uri>().is_ok());
        let mut request = parts("PUT", &uri, &[("content-type", "application/json")]);
        sign(&mut request, &body, &secret(token.as_deref()), "eu-west-1", "iot", NOW).unwrap();
        prop_assert_eq!(check(&request, &body, token.as_deref(), NOW), Ok(()));
        let mut other = body.clone();
        other.push(0);
        prop_assert_eq!(check(&request, &other, token.as_deref(), NOW), Err(SignatureError::Mismatch));
    }

    #[test]
    fn no_header_panics(header in "(AWS4-HMAC-SHA256 )?([A-Za-z]{0,10}[=,/; ]{0,2}){0,12}", date in "\\PC{0,17}") {
        let Ok(value) = http::HeaderValue::from_str(&header) else { return Ok(()) };
        let mut request = parts("GET", "/", &[("host", "h")]);
        request.headers.insert("authorization", value);
        if let Ok(date) = http::HeaderValue::from_str(&date) {
            request.headers.insert("x-amz-date", date);
        }
        if let Ok(Some(claim)) = parse_authorization(&request) {
            prop_assert!(verify(&claim, &request, b"", &secret(None), NOW).is_err());
        }
    }
}
