//! What a request is about: bucket, key and subresource, from host, path and query.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::HOST;
use http::request::Parts;
use percent_encoding::percent_decode_str;

use crate::protocol::Failure;

use super::failure::invalid_argument;

/// The longest key, bytes.
const KEY_BYTES_MAX: usize = 1024;

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
        let key = Some(decode(key)?).filter(|key| !key.is_empty());
        if key.as_ref().is_some_and(|key| key.len() > KEY_BYTES_MAX) {
            return Err(Failure::bad("KeyTooLongError", "Your key is too long"));
        }
        let query = parts.uri.query().unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let plus = |text: &str| decode(&text.replace('+', " "));
        let query =
            pairs.map(|(name, value)| Ok((plus(name)?, plus(value)?))).collect::<Result<_, Failure>>()?;
        Ok(Self { bucket: bucket.filter(|bucket| !bucket.is_empty()), key, query })
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
