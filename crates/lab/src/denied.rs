//! Callers that are turned away before a service sees them, in the service's own words.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

use crate::Service;
use crate::{iam, sns, sqs, sts, xml};

/// Why a caller is turned away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Denial {
    /// The request is not signed.
    Unsigned,
    /// Nobody has the access key.
    UnknownKey,
    /// The temporary key has ended.
    Expired,
    /// The presigned URL's time is over.
    Over,
    /// The signature does not hold or cannot be read.
    Signature,
    /// The policy of a form of S3 cannot be read.
    Policy,
}

impl Denial {
    /// The name in the JSON protocols; the query protocols have others.
    fn json_code(self) -> &'static str {
        match self {
            Self::Unsigned => "MissingAuthenticationTokenException",
            Self::UnknownKey => "UnrecognizedClientException",
            Self::Expired => "ExpiredTokenException",
            Self::Over | Self::Signature | Self::Policy => "InvalidSignatureException",
        }
    }

    #[cfg(feature = "s3")]
    fn s3_code(self) -> &'static str {
        match self {
            Self::Unsigned | Self::Over => "AccessDenied",
            Self::UnknownKey => "InvalidAccessKeyId",
            Self::Expired => "ExpiredToken",
            Self::Signature => "SignatureDoesNotMatch",
            Self::Policy => "InvalidPolicyDocument",
        }
    }

    fn query_code(self) -> &'static str {
        match self {
            Self::Unsigned => "MissingAuthenticationToken",
            Self::UnknownKey => "InvalidClientTokenId",
            Self::Expired => "ExpiredToken",
            Self::Over | Self::Signature | Self::Policy => "SignatureDoesNotMatch",
        }
    }
}

/// The answer of a service to a caller that is turned away: 400 from DynamoDB, 403 from those with a query protocol.
pub fn denied(service: Service, denial: Denial, message: &str, request_id: &str) -> Response<Bytes> {
    #[cfg(feature = "s3")]
    if service == Service::S3 {
        return crate::s3::denied(denial.s3_code(), message, request_id);
    }
    let namespace = match service {
        Service::Iam => Some(iam::NAMESPACE),
        Service::Sns => Some(sns::NAMESPACE),
        Service::Sts => Some(sts::NAMESPACE),
        _ => None,
    };
    if let Some(namespace) = namespace {
        return xml::error(namespace, StatusCode::FORBIDDEN, denial.query_code(), message, request_id);
    }
    if service == Service::Sqs {
        return sqs::denied(denial.json_code(), denial.query_code(), message, request_id);
    }
    #[cfg(feature = "lambda")]
    if service == Service::Lambda {
        return rest_json(denial, message, request_id);
    }
    let kind = format!("com.amazon.coral.service#{}", denial.json_code());
    let mut response = Response::new(Bytes::from(json!({"__type": kind, "message": message}).to_string()));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.0"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

/// Services with paths name the error in a header.
#[cfg(feature = "lambda")]
fn rest_json(denial: Denial, message: &str, request_id: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(json!({ "message": message }).to_string()));
    *response.status_mut() = StatusCode::FORBIDDEN;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("x-amzn-errortype", HeaderValue::from_static(denial.json_code()));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_protocol_has_its_own_name_for_a_wrong_signature() {
        let sts = denied(Service::Sts, Denial::Signature, "no", "id");
        assert_eq!(sts.status(), 403);
        assert!(String::from_utf8_lossy(sts.body()).contains("<Code>SignatureDoesNotMatch</Code>"));
        #[cfg(feature = "lambda")]
        {
            let lambda = denied(Service::Lambda, Denial::Unsigned, "no", "id");
            assert_eq!(lambda.status(), 403);
            assert_eq!(lambda.headers()["x-amzn-errortype"], "MissingAuthenticationTokenException");
        }
        #[cfg(feature = "dynamodb")]
        {
            let dynamodb = denied(Service::DynamoDb, Denial::UnknownKey, "no", "id");
            assert_eq!(dynamodb.status(), 400);
            let body = String::from_utf8_lossy(dynamodb.body()).into_owned();
            assert!(body.contains("#UnrecognizedClientException"), "{body}");
        }
    }
}
