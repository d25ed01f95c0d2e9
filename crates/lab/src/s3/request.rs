//! What a request is about: bucket, key and subresource, from host, path and query.

use std::borrow::Cow;

use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;

use crate::protocol::Failure;

use super::failure::invalid_argument;

/// The longest key, bytes.
const KEY_BYTES_MAX: usize = 1024;

/// Parameters of a presigned URL that are no headers: those of the signature itself, and what is said of the body.
/// S3 holds a body only against checksums in headers: SDKs sign that of no body into their URLs (aws-sdk-go-v2, issue
/// 2610; LocalStack, issue 12169).
const NO_HEADERS: [&str; 16] = [
    "x-amz-algorithm",
    "x-amz-checksum-crc32",
    "x-amz-checksum-crc32c",
    "x-amz-checksum-crc64nvme",
    "x-amz-checksum-sha1",
    "x-amz-checksum-sha256",
    "x-amz-content-sha256",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-decoded-content-length",
    "x-amz-expires",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-security-token",
    "x-amz-signature",
    "x-amz-signedheaders",
    "x-amz-trailer",
];

/// A request, taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Target {
    pub bucket: Option<String>,
    pub key: Option<String>,
    /// Pairs of the query, decoded; one without a value has an empty one.
    pub query: Vec<(String, String)>,
}

impl Target {
    /// Takes a request apart.
    ///
    /// # Errors
    /// When the path is no text, or the key too long.
    pub fn of(parts: &Parts) -> Result<Self, Failure> {
        let invalid = || Failure::bad("InvalidURI", "Couldn't parse the specified URI.");
        let path = parts.uri.path().strip_prefix('/').unwrap_or_default();
        let decode =
            |text: &str| percent_decode_str(text).decode_utf8().map(Cow::into_owned).map_err(|_| invalid());
        let (bucket, key) =
            match bucket_of_host(&parts.headers, parts.uri.authority().map(http::uri::Authority::as_str)) {
                Some(bucket) => (Some(bucket), path),
                None => match path.split_once('/') {
                    Some((bucket, key)) => (Some(decode(bucket)?), key),
                    None => (Some(decode(path)?), ""),
                },
            };
        let key = checked(decode(key)?)?;
        let query = parts.uri.query().unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let plus = |text: &str| decode(&text.replace('+', " "));
        let query =
            pairs.map(|(name, value)| Ok((plus(name)?, plus(value)?))).collect::<Result<_, Failure>>()?;
        Ok(Self { bucket: bucket.filter(|bucket| !bucket.is_empty()), key, query })
    }

    /// An object, by its names.
    ///
    /// # Errors
    /// When the key is too long.
    pub fn new(bucket: String, key: String) -> Result<Self, Failure> {
        Ok(Self { bucket: Some(bucket), key: checked(key)?, query: Vec::new() })
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a parameter is there.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The value of a parameter that is a number.
    pub fn number(&self, name: &str) -> Result<Option<usize>, Failure> {
        let parse = |text: &str| {
            text.parse().map_err(|_| {
                invalid_argument(&format!("Provided {name} not an integer or within integer range"))
            })
        };
        self.get(name).map(parse).transpose()
    }
}

/// A key that is not too long; an empty one is none.
fn checked(key: String) -> Result<Option<String>, Failure> {
    if key.len() > KEY_BYTES_MAX {
        return Err(Failure::bad("KeyTooLongError", "Your key is too long"));
    }
    Ok(Some(key).filter(|key| !key.is_empty()))
}

/// Makes headers of the parameters of a presigned URL that stand for them. A header that is there already stays.
///
/// # Errors
/// When a value cannot be one.
pub(super) fn hoist(headers: &mut HeaderMap, target: &Target) -> Result<(), Failure> {
    let is_presigned = |(name, _): &(String, String)| name == "Signature" || name == "X-Amz-Signature";
    if !target.query.iter().any(is_presigned) {
        return Ok(());
    }
    for (name, value) in &target.query {
        let name = name.to_ascii_lowercase();
        if !name.starts_with("x-amz-") || NO_HEADERS.contains(&name.as_str()) {
            continue;
        }
        let invalid = || invalid_argument(&format!("The parameter {name} cannot be a header."));
        let header = HeaderName::try_from(&name).map_err(|_| invalid())?;
        let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| invalid())?;
        if !headers.contains_key(&header) {
            headers.try_insert(header, value).map_err(|_| invalid())?;
        }
    }
    Ok(())
}

/// The bucket that the host names: `BUCKET.localhost`, `BUCKET.s3.HOST` and `BUCKET.s3.REGION.HOST`.
pub(super) fn bucket_of_host(headers: &HeaderMap, authority: Option<&str>) -> Option<String> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).or(authority)?;
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase();
    let bucket = match name.split_once(".s3.") {
        Some((bucket, _)) => bucket,
        None => name.strip_suffix(".localhost")?,
    };
    (!bucket.is_empty() && bucket != "s3" && !bucket.starts_with("s3.")).then(|| bucket.to_owned())
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn target(host: &str, uri: &str) -> (Option<String>, Option<String>) {
        let (parts, ()) = Request::get(uri).header(HOST, host).body(()).unwrap().into_parts();
        let target = Target::of(&parts).unwrap();
        (target.bucket, target.key)
    }

    #[test]
    fn parameters_of_presigned_urls_are_headers() {
        let hoisted = |uri: &str| {
            let (mut parts, ()) =
                Request::put(uri).header("x-amz-acl", "private").body(()).unwrap().into_parts();
            let target = Target::of(&parts).unwrap();
            hoist(&mut parts.headers, &target).map(|()| parts.headers)
        };
        let signed = "/b/k?X-Amz-Signature=0&X-Amz-Date=1&x-amz-checksum-crc32=AAAAAA%3D%3D";
        let headers = hoisted(&format!("{signed}&x-amz-meta-A=b%20c&x-amz-acl=public-read")).unwrap();
        assert_eq!(headers["x-amz-meta-a"], "b c");
        assert_eq!((headers.len(), &headers["x-amz-acl"]), (2, &HeaderValue::from_static("private")));
        assert_eq!(hoisted("/b/k?Signature=0&x-amz-meta-a=b").unwrap().len(), 2);
        assert_eq!(hoisted("/b/k?x-amz-meta-a=b").unwrap().len(), 1);
        assert!(hoisted(&format!("{signed}&x-amz-meta-a=%0A")).is_err());
        assert!(hoisted(&format!("{signed}&x-amz-a%20b=c")).is_err());
    }

    #[test]
    fn buckets_are_in_the_host_or_in_the_path() {
        let some = |bucket: &str, key: &str| (Some(bucket.to_owned()), Some(key.to_owned()));
        assert_eq!(target("localhost:4566", "/b/k/l%20m%2Bn"), some("b", "k/l m+n"));
        assert_eq!(target("b.localhost:4566", "/k/l"), some("b", "k/l"));
        assert_eq!(target("b.c.s3.us-east-1.example.org", "/k"), some("b.c", "k"));
        assert_eq!(target("b.s3.localhost:4566", "/k"), some("b", "k"));
        assert_eq!(target("s3.localhost", "/b/k"), some("b", "k"));
        assert_eq!(target("127.0.0.1:4566", "/b"), (Some("b".into()), None));
        assert_eq!(target("127.0.0.1:4566", "/b/"), (Some("b".into()), None));
        assert_eq!(target("127.0.0.1:4566", "/"), (None, None));
        assert_eq!(target("127.0.0.1:4566", "/b//k"), some("b", "/k"));
    }
}
