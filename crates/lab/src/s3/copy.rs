//! Copying objects: the new one has the same content under names of its own.

use std::borrow::Cow;
use std::sync::Arc;

use base::UnixMillis;
use percent_encoding::percent_decode_str;

use super::checksum::Algorithm;
use super::describe::{checksum_type, described, encrypted};
use super::failure::{
    invalid_argument, invalid_request, no_such_key, not_implemented, precondition_failed, unknown_algorithm,
};
use super::files::{Files, Piece};
use super::object::{Described, Object, by_name};
use super::upload::{blocking, digests_of};
use super::{Answer, Asked, S3, document};
use crate::protocol::Failure;
use crate::protocol::query::Xml;
use crate::protocol::time::iso_millis;

/// The largest object that is copied at once, bytes (S3 API Reference, CopyObject).
const COPY_BYTES_MAX: u64 = 5 << 30;

/// Files under other names. They are deleted with it, unless they are [kept](Self::keep).
struct Linked {
    files: Arc<Files>,
    pieces: Vec<Piece>,
    is_kept: bool,
}

impl Linked {
    /// Lets the files stay; a row knows them now.
    fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Linked {
    fn drop(&mut self) {
        if !self.is_kept {
            self.files.remove(&self.pieces);
        }
    }
}

/// The algorithm that the copy's checksum is to have.
fn wanted(asked: &Asked<'_>) -> Result<Option<Algorithm>, Failure> {
    let algorithm = |name| Algorithm::of_name(name).ok_or_else(unknown_algorithm);
    asked.header("x-amz-checksum-algorithm").map(algorithm).transpose()
}

impl S3 {
    pub(super) async fn copy_object(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        let (bucket, key, source) = self.copy_source(asked)?;
        let given = described(&asked.headers)?;
        let replaces = |name: &str| match asked.header(name) {
            None | Some("COPY") => Ok(false),
            Some("REPLACE") => Ok(true),
            Some(_) => Err(invalid_argument("Unknown metadata directive.")),
        };
        let (metadata, tags) = (replaces("x-amz-metadata-directive")?, replaces("x-amz-tagging-directive")?);
        if (bucket.as_str(), key.as_str()) == (asked.bucket(), asked.key()) && !metadata && !tags {
            return Err(invalid_request(
                "This copy request is illegal because it is trying to copy an object to itself without changing the \
                 object's metadata, storage class, website redirect location or encryption attributes.",
            ));
        }
        let mut described = source.described.clone();
        if metadata {
            described.headers = given.headers;
            described.metadata = given.metadata;
        }
        if tags {
            described.tags = given.tags;
        }
        if source.size > COPY_BYTES_MAX {
            let text = format!(
                "The specified copy source is larger than the maximum allowable size for a copy source: {COPY_BYTES_MAX}"
            );
            return Err(invalid_request(text));
        }
        let wanted = wanted(asked)?;
        let linked = self.link(source.pieces.clone()).await?;
        self.copied(asked, linked, source, described, wanted).await
    }

    /// Puts the copy in its place.
    async fn copied(
        &self,
        asked: &Asked<'_>,
        linked: Linked,
        source: Object,
        described: Described,
        wanted: Option<Algorithm>,
    ) -> Result<Answer, Failure> {
        let (etag, checksums) = match source.checksum() {
            // A copy is one object, whatever its source is put together from: its tag and checksum are of its content.
            Some((algorithm, _, false))
                if !source.is_of_parts() && wanted.is_none_or(|wanted| wanted == algorithm) =>
            {
                (source.etag, source.checksums)
            }
            checksum => {
                let algorithm = wanted.or(checksum.map(|(algorithm, ..)| algorithm));
                let algorithm = algorithm.unwrap_or(Algorithm::Crc64Nvme);
                let (md5, checksums) = digests_of(&self.files, linked.pieces.clone(), algorithm).await?;
                (md5, by_name(&checksums))
            }
        };
        let (pieces, modified) = (linked.pieces.clone(), asked.call.now.0);
        let object = Object { pieces, size: source.size, etag, modified, described, checksums, upload: None };
        let mut xml = Xml::new()
            .text("LastModified", &iso_millis(UnixMillis(object.modified)))
            .text("ETag", &format!("\"{}\"", object.etag));
        if let Some((algorithm, value, is_composite)) = object.checksum() {
            xml = xml.text(&algorithm.element(), value).text("ChecksumType", checksum_type(is_composite));
        }
        self.commit(asked, object, || linked.keep()).await?;
        let mut answer = document("CopyObjectResult", &xml);
        encrypted(answer.headers_mut());
        Ok(answer)
    }

    /// Other names for files.
    async fn link(&self, pieces: Vec<Piece>) -> Result<Linked, Failure> {
        let mut linked = Linked { files: Arc::clone(&self.files), pieces: Vec::new(), is_kept: false };
        blocking(move || {
            for piece in &pieces {
                let piece = linked.files.link(piece)?;
                linked.pieces.push(piece);
            }
            linked.files.sync()?;
            Ok(linked)
        })
        .await
    }

    /// What `x-amz-copy-source` names, if its conditions hold.
    pub(super) fn copy_source(&self, asked: &Asked<'_>) -> Result<(String, String, Object), Failure> {
        let source = asked.header("x-amz-copy-source").unwrap_or_default();
        let (source, version) = source.split_once("?versionId=").unwrap_or((source, "null"));
        if version != "null" {
            return Err(not_implemented("A version of an object"));
        }
        let invalid =
            || invalid_argument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        let source = percent_decode_str(source).decode_utf8().map(Cow::into_owned).map_err(|_| invalid())?;
        let (bucket, key) = source.trim_start_matches('/').split_once('/').ok_or_else(invalid)?;
        self.check_owner(asked.call.tenant, bucket)?;
        let object = self.book.read(asked.call.tenant, |buckets| {
            buckets.get(bucket)?.objects.get(key).cloned().ok_or_else(no_such_key)
        })?;
        let etag = |name| asked.header(name).map(|etag| etag.trim_matches('"') == object.etag);
        if etag("x-amz-copy-source-if-match") == Some(false)
            || etag("x-amz-copy-source-if-none-match") == Some(true)
        {
            return Err(precondition_failed());
        }
        for name in ["x-amz-copy-source-if-modified-since", "x-amz-copy-source-if-unmodified-since"] {
            if asked.headers.contains_key(name) {
                return Err(not_implemented(format_args!("The header {name}")));
            }
        }
        Ok((bucket.into(), key.into(), object))
    }
}
