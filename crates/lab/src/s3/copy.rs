//! Copying objects: the new one has the same content under names of its own.

use std::borrow::Cow;
use std::sync::Arc;

use base::UnixMillis;
use percent_encoding::percent_decode_str;

use super::describe::{checksum_type, described};
use super::failure::{invalid_argument, invalid_request, no_such_key, not_implemented, precondition_failed};
use super::files::Piece;
use super::object::Object;
use super::upload::blocking;
use super::{Answer, Asked, S3, document};
use crate::protocol::Failure;
use crate::protocol::query::Xml;
use crate::protocol::time::iso_millis;

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
        let pieces = self.link(source.pieces.clone()).await?;
        let object = Object { pieces: pieces.clone(), modified: asked.call.now.0, described, ..source };
        let mut xml = Xml::new()
            .text("LastModified", &iso_millis(UnixMillis(object.modified)))
            .text("ETag", &format!("\"{}\"", object.etag));
        if let Some((algorithm, value, is_composite)) = object.checksum() {
            xml = xml.text(&algorithm.element(), value).text("ChecksumType", checksum_type(is_composite));
        }
        if let Err(failure) = self.commit(asked, object).await {
            self.files.remove(&pieces);
            return Err(failure);
        }
        Ok(document("CopyObjectResult", &xml))
    }

    /// Other names for files.
    pub(super) async fn link(&self, pieces: Vec<Piece>) -> Result<Vec<Piece>, Failure> {
        let files = Arc::clone(&self.files);
        blocking(move || {
            let linked = pieces.iter().map(|piece| files.link(piece)).collect::<Result<Vec<_>, _>>()?;
            files.sync()?;
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
