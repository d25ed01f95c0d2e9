//! Presigned URLs of AWS Signature Version 2, which boto3 still makes for S3 when it is not told otherwise (S3 User
//! Guide, "Signing and authenticating REST requests"). Nothing else of that version is known.

use std::borrow::Cow;

use aws_lc_rs::hmac;
use base::UnixMillis;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::request::Parts;
use percent_encoding::percent_decode_str;

use crate::sigv4::{Secret, SignatureError};

/// Parameters that are part of what is signed.
const SIGNED: [&str; 13] = [
    "delete",
    "location",
    "partNumber",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "tagging",
    "uploadId",
    "uploads",
    "versionId",
];
const TOKEN: &str = "x-amz-security-token";

/// What a URL claims.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The access key.
    pub access_key_id: String,
    /// In base64.
    signature: String,
    /// Seconds since 1970, as written.
    expires: String,
}

/// Pairs of a query, decoded.
fn pairs(query: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    let decode = |text| percent_decode_str(text).decode_utf8_lossy();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(move |(name, value)| (decode(name), decode(value)))
}

impl Link {
    /// Reads the claim of a request; `None` when it has none.
    pub fn of(parts: &Parts) -> Option<Self> {
        let query = parts.uri.query()?;
        let value =
            |name: &str| pairs(query).find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        Some(Self {
            access_key_id: value("AWSAccessKeyId")?,
            signature: value("Signature")?,
            expires: value("Expires")?,
        })
    }

    /// Whether its time is over, or no time.
    pub fn is_over(&self, now: UnixMillis) -> bool {
        self.expires.parse::<u64>().map_or(true, |expires| expires < now.seconds())
    }

    /// Checks the claim against the key that it names.
    ///
    /// # Errors
    /// When the token is not the key's, or the signature is not that of this request. Signatures are compared in
    /// constant time.
    pub fn verify(&self, parts: &Parts, secret: &Secret) -> Result<(), SignatureError> {
        let query = parts.uri.query().unwrap_or_default();
        let token = pairs(query).find(|(name, _)| name == TOKEN).map(|(_, value)| value.into_owned());
        if token != secret.session_token {
            return Err(SignatureError::WrongToken);
        }
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.secret_access_key.as_bytes());
        let signature = BASE64.decode(&self.signature).map_err(|_| SignatureError::Mismatch)?;
        let host =
            parts.headers.get(http::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let bucket = host.split('.').next().unwrap_or_default();
        // The bucket is in the path, or the first label of the host.
        let path = parts.uri.path();
        let candidates = [path.to_owned(), format!("/{bucket}{path}")];
        let holds = |path: &String| hmac::verify(&key, self.text(parts, path).as_bytes(), &signature).is_ok();
        if candidates.iter().any(holds) { Ok(()) } else { Err(SignatureError::Mismatch) }
    }

    /// What is signed.
    fn text(&self, parts: &Parts, path: &str) -> String {
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let query = parts.uri.query().unwrap_or_default();
        let mut headers: Vec<(String, String)> = parts
            .headers
            .iter()
            .filter(|(name, _)| name.as_str().starts_with("x-amz-"))
            .map(|(name, value)| {
                (name.as_str().to_owned(), value.to_str().unwrap_or_default().trim().to_owned())
            })
            .chain(
                pairs(query)
                    .filter(|(name, _)| name.starts_with("x-amz-"))
                    .map(|(name, value)| (name.into_owned(), value.into_owned())),
            )
            .collect();
        headers.sort();
        let headers: String = headers.into_iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let mut signed: Vec<String> = pairs(query)
            .filter(|(name, _)| SIGNED.contains(&name.as_ref()))
            .map(|(name, value)| if value.is_empty() { name.into_owned() } else { format!("{name}={value}") })
            .collect();
        signed.sort();
        let signed = if signed.is_empty() { String::new() } else { format!("?{}", signed.join("&")) };
        let (md5, kind) = (header("content-md5"), header("content-type"));
        format!("{}\n{md5}\n{kind}\n{}\n{headers}{path}{signed}", parts.method, self.expires)
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    #[test]
    fn a_url_of_boto3() {
        // botocore 1.44, generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"}), key test/test.
        let uri = "/b/k?AWSAccessKeyId=test&Signature=4xQgJfhSbb3x8Tv3hwHilCmOThM%3D&Expires=1795293346";
        let (parts, ()) = Request::get(uri).header("host", "127.0.0.1:4566").body(()).unwrap().into_parts();
        let link = Link::of(&parts).unwrap();
        let secret = |text: &str| Secret {
            access_key_id: "test".into(),
            secret_access_key: text.into(),
            session_token: None,
        };
        link.verify(&parts, &secret("test")).unwrap();
        assert_eq!(link.verify(&parts, &secret("other")), Err(SignatureError::Mismatch));
        assert!(!link.is_over(UnixMillis(1_795_293_346_000)) && link.is_over(UnixMillis(1_795_293_347_000)));
        let uri = "/k?AWSAccessKeyId=test&Signature=4xQgJfhSbb3x8Tv3hwHilCmOThM%3D&Expires=1795293346";
        let (parts, ()) = Request::get(uri).header("host", "b.localhost:4566").body(()).unwrap().into_parts();
        link.verify(&parts, &secret("test")).unwrap();
    }
}
