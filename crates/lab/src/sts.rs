//! AWS Security Token Service: who is calling.
//!
//! Only `GetCallerIdentity`, which programs call to learn their account. The query protocol takes its
//! parameters from a form in the body or from the query string.

use std::borrow::Cow;

use base::Tenant;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use percent_encoding::percent_decode_str;

use crate::xml;

const VERSION: &str = "2011-06-15";
pub(crate) const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// What STS can do on AWS and not here.
const NOT_IMPLEMENTED: [&str; 10] = [
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "AssumeRoot",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetDelegatedAccessToken",
    "GetFederationToken",
    "GetSessionToken",
    "GetWebIdentityToken",
];

/// Answers a request.
pub(crate) fn handle(tenant: &Tenant, request: &Request<Bytes>, request_id: &str) -> Response<Bytes> {
    let refuse = |status, code, message: &str| xml::error(NAMESPACE, status, code, message, request_id);
    match parameter(request, "Action").as_deref() {
        Some("GetCallerIdentity") => caller_identity(tenant, request_id),
        Some(action) if NOT_IMPLEMENTED.contains(&action) => {
            let message = format!("{action} of the service sts is not implemented by Thingcore.");
            refuse(StatusCode::NOT_IMPLEMENTED, "NotImplemented", &message)
        }
        Some(action) => {
            let message = format!("Could not find operation {action} for version {VERSION}");
            refuse(StatusCode::BAD_REQUEST, "InvalidAction", &message)
        }
        None => {
            let message = "The request must contain the parameter Action";
            refuse(StatusCode::BAD_REQUEST, "MissingAction", message)
        }
    }
}

/// Every access key is that of the account's root user: Thingcore has no users and roles of its own.
fn caller_identity(tenant: &Tenant, request_id: &str) -> Response<Bytes> {
    let (partition, account) = (tenant.region.partition(), tenant.account);
    let document = format!(
        "<GetCallerIdentityResponse xmlns=\"{NAMESPACE}\">\n  <GetCallerIdentityResult>\n    \
         <Arn>arn:{partition}:iam::{account}:root</Arn>\n    <UserId>{account}</UserId>\n    \
         <Account>{account}</Account>\n  </GetCallerIdentityResult>\n  <ResponseMetadata>\n    \
         <RequestId>{}</RequestId>\n  </ResponseMetadata>\n</GetCallerIdentityResponse>\n",
        xml::escape(request_id)
    );
    xml::respond(StatusCode::OK, request_id, document)
}

/// A parameter of the form in the body, or else of the query string.
fn parameter<'r>(request: &'r Request<Bytes>, name: &str) -> Option<Cow<'r, str>> {
    let body = std::str::from_utf8(request.body()).unwrap_or_default();
    let query = request.uri().query().unwrap_or_default();
    let mut pairs = body.split('&').chain(query.split('&')).filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    percent_decode_str(value).decode_utf8().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(uri: &str, body: &'static str) -> (u16, String) {
        call_in("us-east-1", uri, body)
    }

    fn call_in(region: &str, uri: &str, body: &'static str) -> (u16, String) {
        let tenant = Tenant::new("123456789012".parse().unwrap(), region.parse().unwrap());
        let request = Request::builder().uri(uri).body(Bytes::from_static(body.as_bytes())).unwrap();
        let response = handle(&tenant, &request, "the-id");
        assert_eq!(response.headers()["content-type"], "text/xml");
        assert_eq!(response.headers()["x-amzn-requestid"], "the-id");
        (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
    }

    #[test]
    fn the_caller_is_the_root_of_the_account() {
        let expected = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::123456789012:root</Arn>
    <UserId>123456789012</UserId>
    <Account>123456789012</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>the-id</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
";
        assert_eq!(call("/", "Action=GetCallerIdentity&Version=2011-06-15"), (200, expected.into()));
        assert_eq!(call("/?Version=2011-06-15&Action=GetCallerIdentity", ""), (200, expected.into()));
        assert_eq!(call("/?Action=GetCaller%49dentity", ""), (200, expected.into()));
        assert!(call_in("cn-north-1", "/", "Action=GetCallerIdentity").1.contains(">arn:aws-cn:iam::1234"));
    }

    #[test]
    fn an_operation_that_is_not_here_is_named() {
        let (status, text) = call("/", "Action=AssumeRole&RoleArn=x");
        assert_eq!(status, 501);
        assert!(text.contains("<Code>NotImplemented</Code>"), "{text}");
        assert!(text.contains("<Message>AssumeRole of the service sts is not"), "{text}");
    }

    #[test]
    fn an_operation_that_aws_lacks_too_is_the_callers_mistake() {
        let (status, text) = call("/", "Action=%3CAssume&Version=1");
        assert_eq!(status, 400);
        assert!(text.contains("<Code>InvalidAction</Code>"), "{text}");
        assert!(text.contains("Could not find operation &lt;Assume for version 2011-06-15"), "{text}");
        for body in ["", "Version=2011-06-15", "Action", "Action=%ff"] {
            assert!(call("/", body).1.contains("<Code>MissingAction</Code>"), "{body}");
        }
    }
}
