//! Putting objects.

use std::ops::RangeInclusive;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use hyper::body::Body;

use super::checksum::Algorithm;
use super::describe::{checksum_type, described, encrypted};
use super::failure::{no_such_bucket, no_such_key, not_implemented, precondition_failed, too_large};
use super::files::Piece;
use super::object::{Object, by_name};
use super::upload::take_in;
use super::{Answer, Asked, Buckets, OBJECT, S3, empty};
use crate::kept::Journal;
use crate::protocol::Failure;

/// The most objects of an account, since what is known of them lies in memory. AWS has no limit.
const OBJECTS_MAX: usize = 250_000;

impl S3 {
    pub(super) async fn put_object<B>(&self, asked: &Asked<'_>, body: B) -> Result<Answer, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        let object = self.put(asked, body, 0..=u64::MAX).await?;
        let mut answer = empty(StatusCode::OK);
        put_headers(answer.headers_mut(), &object);
        Ok(answer)
    }

    /// Puts an object of so many bytes.
    pub(super) async fn put<B>(
        &self,
        asked: &Asked<'_>,
        body: B,
        sizes: RangeInclusive<u64>,
    ) -> Result<Object, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        let described = described(&asked.headers)?;
        check_conditions(&asked.headers)?;
        let uploaded = take_in(&self.files, &asked.headers, body, None).await?;
        if uploaded.piece.size < *sizes.start() {
            let text = "Your proposed upload is smaller than the minimum allowed size";
            return Err(Failure::bad("EntityTooSmall", text));
        }
        if uploaded.piece.size > *sizes.end() {
            return Err(too_large());
        }
        let object = Object {
            pieces: vec![uploaded.piece.clone()],
            size: uploaded.piece.size,
            etag: uploaded.md5.clone(),
            modified: asked.call.now.0,
            described,
            checksums: by_name(&uploaded.checksums),
            upload: None,
        };
        self.commit(asked, object.clone(), || uploaded.keep()).await?;
        Ok(object)
    }

    /// Puts an object in the place of what was there, whose files go. `keep` lets its own files stay: as soon as a row
    /// names them, and not when it is stored, since a row that could not be stored in time may be later.
    pub(super) async fn commit(
        &self,
        asked: &Asked<'_>,
        object: Object,
        keep: impl FnOnce(),
    ) -> Result<(), Failure> {
        let replaced = self
            .change(asked.call.tenant, |buckets, journal| {
                let replaced =
                    replace(buckets, asked.bucket(), asked.key(), object, &asked.headers, journal)?;
                keep();
                Ok(replaced)
            })
            .await?;
        self.files.remove(&replaced);
        Ok(())
    }
}

/// Puts an object, if its conditions hold; the files of the one before.
pub(super) fn replace(
    buckets: &mut Buckets,
    bucket: &str,
    key: &str,
    object: Object,
    headers: &HeaderMap,
    journal: &mut Journal<'_>,
) -> Result<Vec<Piece>, Failure> {
    let count: usize = buckets.by_name.values().map(|bucket| bucket.objects.len()).sum();
    let found = buckets.by_name.get_mut(bucket).ok_or_else(no_such_bucket)?;
    let before = found.objects.get(key);
    let given = |name| super::upload::header(headers, name).map(|etag| etag.trim_matches('"').to_owned());
    if given("if-none-match").is_some() && before.is_some() {
        return Err(precondition_failed());
    }
    if let Some(etag) = given("if-match") {
        let before = before.ok_or_else(no_such_key)?;
        if before.etag != etag {
            return Err(precondition_failed());
        }
    }
    if before.is_none() && count >= OBJECTS_MAX {
        let text = format!("Thingcore keeps at most {OBJECTS_MAX} objects of an account.");
        return Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", text));
    }
    journal.put(OBJECT, &format!("{bucket}/{key}"), &object);
    Ok(found.objects.insert(key.into(), object).map(|before| before.pieces).unwrap_or_default())
}

/// Only `*` can be asked not to match.
pub(super) fn check_conditions(headers: &HeaderMap) -> Result<(), Failure> {
    match super::upload::header(headers, "if-none-match") {
        None | Some("*") => Ok(()),
        Some(_) => Err(not_implemented("If-None-Match with an entity tag when an object is put")),
    }
}

/// What is told of an object that was put.
pub(super) fn put_headers(headers: &mut HeaderMap, object: &Object) {
    let mut put = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    };
    put("etag", &format!("\"{}\"", object.etag));
    if let Some((algorithm, value, is_composite)) = object.checksum() {
        put(algorithm.header(), value);
        put("x-amz-checksum-type", checksum_type(is_composite));
    }
    encrypted(headers);
}

/// What is told of an upload's part: the entity tag, and the checksum of an algorithm.
pub(super) fn part_headers(headers: &mut HeaderMap, etag: &str, checksum: Option<(Algorithm, &str)>) {
    if let Ok(value) = HeaderValue::try_from(format!("\"{etag}\"")) {
        headers.insert("etag", value);
    }
    if let Some((algorithm, value)) = checksum
        && let Ok(value) = HeaderValue::try_from(value)
    {
        headers.insert(algorithm.header(), value);
    }
    encrypted(headers);
}
