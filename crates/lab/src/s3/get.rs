//! Getting objects, whole or in part.

use std::io::ErrorKind;

use base::UnixMillis;
use http::{HeaderValue, Response, StatusCode};

use super::describe::headers_of;
use super::failure::{io, no_such_key, not_implemented, precondition_failed};
use super::files::ObjectBody;
use super::object::Object;
use super::{Answer, Asked, S3, empty};
use crate::protocol::Failure;
use crate::protocol::time::of_http_date;

/// How often an object is looked up that is replaced all the time.
const ATTEMPTS: usize = 5;
/// Parameters that change headers of the answer, and which.
const OVERRIDES: [(&str, &str); 6] = [
    ("response-cache-control", "cache-control"),
    ("response-content-disposition", "content-disposition"),
    ("response-content-encoding", "content-encoding"),
    ("response-content-language", "content-language"),
    ("response-content-type", "content-type"),
    ("response-expires", "expires"),
];

impl S3 {
    /// Also answers HEAD.
    pub(super) async fn get_object(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        if asked.target.has("partNumber") {
            return Err(not_implemented("The parameter partNumber of GetObject"));
        }
        for _ in 0..ATTEMPTS {
            match self.found_object(asked).await? {
                Some(answer) => return Ok(answer),
                // It was replaced or deleted between looking it up and opening its file.
                None => continue,
            }
        }
        Err(no_such_key())
    }

    /// An object as it is now; `None` when its file is gone already.
    async fn found_object(&self, asked: &Asked<'_>) -> Result<Option<Answer>, Failure> {
        let object = self.book.read(asked.call.tenant, |buckets| {
            buckets.get(asked.bucket())?.objects.get(asked.key()).cloned().ok_or_else(no_such_key)
        })?;
        check_conditions(asked, &object)?;
        let range = range(asked.header("range"), object.size)?;
        let with_checksum = asked.header("x-amz-checksum-mode") == Some("ENABLED") && range.is_none();
        let (start, length) = range.unwrap_or((0, object.size));
        let mut answer = empty(StatusCode::OK);
        if !asked.is_head {
            match ObjectBody::open(&self.files, &object.pieces, start, length).await {
                Ok(body) => answer = Response::new(body),
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(io(&error)),
            }
        }
        *answer.headers_mut() = headers_of(&object, with_checksum);
        let mut put = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
                answer.headers_mut().insert(name, value);
            }
        };
        put("content-length", &length.to_string());
        for (parameter, name) in OVERRIDES {
            if let Some(value) = asked.target.get(parameter) {
                put(name, value);
            }
        }
        if range.is_some() {
            put("content-range", &format!("bytes {start}-{}/{}", start + length - 1, object.size));
            *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
        }
        Ok(Some(answer))
    }
}

/// The conditions of RFC 9110, section 13.
fn check_conditions(asked: &Asked<'_>, object: &Object) -> Result<(), Failure> {
    let date = |name| asked.header(name).and_then(of_http_date);
    // To the second, as dates are.
    let modified = UnixMillis(object.modified / 1000 * 1000);
    let not_modified = || Failure::new(StatusCode::NOT_MODIFIED, "NotModified", "Not Modified");
    match asked.header("if-match") {
        Some(etags) if !object.has_etag(etags) => return Err(precondition_failed()),
        Some(_) => {}
        None if date("if-unmodified-since").is_some_and(|since| modified > since) => {
            return Err(precondition_failed());
        }
        None => {}
    }
    match asked.header("if-none-match") {
        Some(etags) if object.has_etag(etags) => Err(not_modified()),
        Some(_) => Ok(()),
        None if date("if-modified-since").is_some_and(|since| modified <= since) => Err(not_modified()),
        None => Ok(()),
    }
}

/// Where a range begins and how long it is; `None` for what is no single range of bytes, which is ignored.
fn range(header: Option<&str>, size: u64) -> Result<Option<(u64, u64)>, Failure> {
    let Some((start, end)) =
        header.and_then(|text| text.strip_prefix("bytes=")).and_then(|text| text.split_once('-'))
    else {
        return Ok(None);
    };
    let (first, last) = match (start.parse::<u64>(), end.parse::<u64>()) {
        (Ok(start), Ok(end)) if start <= end => (start, end),
        (Ok(start), Err(_)) if end.is_empty() => (start, u64::MAX),
        (Err(_), Ok(count)) if start.is_empty() => {
            if count == 0 {
                return Err(invalid_range());
            }
            (size.saturating_sub(count), u64::MAX)
        }
        _ => return Ok(None),
    };
    if first >= size {
        return Err(invalid_range());
    }
    Ok(Some((first, last.min(size - 1) - first + 1)))
}

fn invalid_range() -> Failure {
    Failure::new(StatusCode::RANGE_NOT_SATISFIABLE, "InvalidRange", "The requested range is not satisfiable")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let of = |header| range(Some(header), 10).map_err(|failure| failure.status.as_u16());
        assert_eq!(of("bytes=0-3"), Ok(Some((0, 4))));
        assert_eq!(of("bytes=3-"), Ok(Some((3, 7))));
        assert_eq!(of("bytes=3-99"), Ok(Some((3, 7))));
        assert_eq!(of("bytes=-4"), Ok(Some((6, 4))));
        assert_eq!(of("bytes=-99"), Ok(Some((0, 10))));
        assert_eq!(of("bytes=10-"), Err(416));
        assert_eq!(of("bytes=-0"), Err(416));
        for ignored in ["bytes=5-3", "bytes=a-b", "lines=0-1", "bytes=0-1,3-4", "bytes"] {
            assert_eq!(of(ignored), Ok(None), "{ignored}");
        }
        assert!(range(Some("bytes=0-"), 0).is_err());
    }
}
