//! The answer for a service that nobody here serves.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde_json::json;

use crate::service::{self, Service};
use crate::xml;

/// What is wrong, in the forms of AWS.
struct Kind {
    status: StatusCode,
    /// The code of the error in JSON.
    json: &'static str,
    /// The code of the error in XML.
    xml: &'static str,
}

/// What AWS has and Thingcore has not, as the IoT APIs say it. SDKs do not repeat a request after a 501.
const NOWHERE: Kind =
    Kind { status: StatusCode::NOT_IMPLEMENTED, json: "NotImplementedException", xml: "NotImplemented" };
/// What does not answer now, and may when SDKs repeat the request after a 503.
const AWAY: Kind = Kind {
    status: StatusCode::SERVICE_UNAVAILABLE,
    json: "ServiceUnavailableException",
    xml: "ServiceUnavailable",
};
/// The names that operations of S3's API are signed for: its own, and those of directory buckets, of functions that
/// change objects on their way, and of Outposts.
const S3_NAMES: [&str; 4] = ["s3", "s3express", "s3-object-lambda", "s3-outposts"];
/// The names that the other APIs of REST and XML are signed for (the service models' protocol `rest-xml`).
const REST_XML_NAMES: [&str; 2] = ["cloudfront", "route53"];
/// The longest service name that is repeated, characters. It comes from a request's signature.
const NAME_CHARS_MAX: usize = 64;

/// Answers a request for a service that is neither embedded nor served by a companion, with a message that
/// names the service, `--services` and `--companion`: 501, or 503 where there is a companion.
///
/// `signing_name` is the service in the request's signature and `headers` are the request's: a form
/// (`application/x-www-form-urlencoded`) and the services of REST and XML are answered with the query
/// protocol's XML, which they share, S3 with its own XML, everything else with JSON. `has_companion` tells
/// that `--companion` is set; then the companion was asked first and did not answer.
pub fn not_available(
    signing_name: &str,
    headers: &HeaderMap,
    has_companion: bool,
    request_id: &str,
) -> Response<Bytes> {
    let name: String = signing_name.chars().take(NAME_CHARS_MAX).collect();
    let message = message(&name, has_companion);
    let kind = if has_companion { AWAY } else { NOWHERE };
    let form = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if S3_NAMES.contains(&name.as_str()) {
        let document = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{}</Code>\
             <Message>{}</Message><RequestId>{}</RequestId></Error>\n",
            kind.xml,
            xml::escape(&message),
            xml::escape(request_id)
        );
        return xml::respond(kind.status, request_id, document);
    }
    let is_form = form.is_some_and(|form| form.starts_with("application/x-www-form-urlencoded"));
    if is_form || REST_XML_NAMES.contains(&name.as_str()) {
        let namespace = format!("https://{name}.amazonaws.com/");
        return xml::error(&namespace, kind.status, kind.xml, &message, request_id);
    }
    let document = json!({ "__type": kind.json, "message": message });
    let mut response = Response::new(Bytes::from(document.to_string()));
    *response.status_mut() = kind.status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("x-amzn-errortype", HeaderValue::from_static(kind.json));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

fn message(name: &str, has_companion: bool) -> String {
    let exists = Service::ALL.iter().any(|service| service.name() == name);
    let here = if exists {
        format!("The service {name} is embedded in Thingcore but switched off by --services")
    } else {
        format!("The service {name} is not embedded in Thingcore (--services knows {})", service::known())
    };
    let elsewhere = if has_companion {
        "and the endpoint given by --companion could not be reached"
    } else {
        "and no AWS-compatible endpoint is given by --companion"
    };
    format!("{here}, {elsewhere}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(name: &str, content_type: &'static str, has_companion: bool) -> (Response<Bytes>, String) {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        let response = not_available(name, &headers, has_companion, "the-id");
        assert_eq!(response.status(), if has_companion { 503 } else { 501 });
        assert_eq!(response.headers()["x-amzn-requestid"], "the-id");
        let text = String::from_utf8(response.body().to_vec()).unwrap();
        (response, text)
    }

    #[test]
    fn json_names_the_service_and_the_options() {
        let (response, text) = answer("kinesis", "application/x-amz-json-1.1", false);
        assert_eq!(response.headers()["x-amzn-errortype"], "NotImplementedException");
        let body: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(body["__type"], "NotImplementedException");
        let message = body["message"].as_str().unwrap();
        for part in
            ["service kinesis is not embedded", "--services", "no AWS-compatible endpoint", "--companion"]
        {
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn a_service_that_is_switched_off_is_told_from_one_that_does_not_exist() {
        let (_, text) = answer("sts", "application/x-www-form-urlencoded; charset=utf-8", false);
        assert!(text.contains("<Code>NotImplemented</Code>"), "{text}");
        assert!(text.contains("sts is embedded in Thingcore but switched off by --services"), "{text}");
    }

    #[test]
    fn s3_has_an_error_form_of_its_own() {
        let (_, text) = answer("s3", "application/octet-stream", true);
        assert!(text.contains("<Error><Code>ServiceUnavailable</Code><Message>The service s3 is "), "{text}");
        assert!(text.contains("--companion could not be reached"), "{text}");
    }

    #[test]
    fn services_of_rest_and_xml_get_xml_whatever_they_are_asked_with() {
        for name in ["route53", "cloudfront"] {
            let (response, text) = answer(name, "", false);
            assert_eq!(response.headers()["content-type"], "text/xml");
            assert!(
                text.contains("<ErrorResponse") && text.contains("<Code>NotImplemented</Code>"),
                "{text}"
            );
            assert!(text.contains(&format!("The service {name} is not embedded")), "{text}");
        }
    }

    #[test]
    fn what_a_companion_should_have_may_be_asked_for_again() {
        let (response, text) = answer("kinesis", "application/x-amz-json-1.1", true);
        assert_eq!(response.headers()["x-amzn-errortype"], "ServiceUnavailableException");
        assert!(text.contains("--companion could not be reached"), "{text}");
        let (_, text) = answer("monitoring", "application/x-www-form-urlencoded", true);
        assert!(text.contains("<Code>ServiceUnavailable</Code>"), "{text}");
    }

    #[test]
    fn a_name_that_is_no_name_does_no_harm() {
        let name = "<é\u{0}>".repeat(1000);
        for form in ["application/json", "application/x-www-form-urlencoded"] {
            let (_, text) = answer(&name, form, false);
            assert!(text.len() < 2000, "{text}");
        }
    }
}
