//! The answer for a service that nobody here serves.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde_json::json;

use crate::service::{self, Service};
use crate::xml;

/// The code of the error in JSON, as the IoT APIs use it for what AWS has and Thingcore has not.
const JSON_CODE: &str = "NotImplementedException";
/// The code of the error in XML.
const XML_CODE: &str = "NotImplemented";
/// The names that operations of S3's API are signed for: its own, and those of directory buckets, of functions that
/// change objects on their way, and of Outposts.
const S3_NAMES: [&str; 4] = ["s3", "s3express", "s3-object-lambda", "s3-outposts"];
/// The longest service name that is repeated, characters. It comes from a request's signature.
const NAME_CHARS_MAX: usize = 64;

/// Answers a request for a service that is neither embedded nor served by a companion: 501 with a
/// message that names the service, `--services` and `--companion`.
///
/// `signing_name` is the service in the request's signature and `headers` are the request's: a form
/// (`application/x-www-form-urlencoded`) is answered with the query protocol's XML, S3 with its own
/// XML, everything else with JSON. `has_companion` tells that `--companion` is set; then the companion
/// was asked first and could not be reached. SDKs do not repeat a request after a 501.
pub fn not_available(
    signing_name: &str,
    headers: &HeaderMap,
    has_companion: bool,
    request_id: &str,
) -> Response<Bytes> {
    let name: String = signing_name.chars().take(NAME_CHARS_MAX).collect();
    let message = message(&name, has_companion);
    let form = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if S3_NAMES.contains(&name.as_str()) {
        let document = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{XML_CODE}</Code>\
             <Message>{}</Message><RequestId>{}</RequestId></Error>\n",
            xml::escape(&message),
            xml::escape(request_id)
        );
        return xml::respond(StatusCode::NOT_IMPLEMENTED, request_id, document);
    }
    if form.is_some_and(|form| form.starts_with("application/x-www-form-urlencoded")) {
        let namespace = format!("https://{name}.amazonaws.com/");
        return xml::error(&namespace, StatusCode::NOT_IMPLEMENTED, XML_CODE, &message, request_id);
    }
    let document = json!({ "__type": JSON_CODE, "message": message });
    let mut response = Response::new(Bytes::from(document.to_string()));
    *response.status_mut() = StatusCode::NOT_IMPLEMENTED;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("x-amzn-errortype", HeaderValue::from_static(JSON_CODE));
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
        assert_eq!(response.status(), 501);
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
        assert!(text.contains("<Error><Code>NotImplemented</Code><Message>The service s3 is "), "{text}");
        assert!(text.contains("--companion could not be reached"), "{text}");
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
