//! Tags of buckets and objects.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::StatusCode;
use hyper::body::Body;

use super::describe::{OBJECT_TAGS_MAX, check_tags};
use super::document::parse;
use super::failure::{malformed_xml, no_such_key};
use super::upload::read_text;
use super::{Answer, Asked, BUCKET, OBJECT, S3, document, empty};
use crate::protocol::Failure;
use crate::protocol::query::Xml;

/// Tags of a bucket.
const BUCKET_TAGS_MAX: usize = 50;
/// The longest document of a request, bytes.
const DOCUMENT_BYTES_MAX: usize = 128 << 10;

type Tags = BTreeMap<String, String>;

impl S3 {
    pub(super) fn get_bucket_tagging(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        let tags = self.book.read(asked.call.tenant, |buckets| {
            Ok::<_, Failure>(buckets.get(asked.bucket())?.record.tags.clone())
        })?;
        if tags.is_empty() {
            return Err(Failure::not_found("NoSuchTagSet", "The TagSet does not exist"));
        }
        Ok(told(&tags))
    }

    pub(super) async fn put_bucket_tagging<B>(&self, asked: &Asked<'_>, body: B) -> Result<Answer, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        let tags = given(asked, body, BUCKET_TAGS_MAX).await?;
        self.set_bucket_tags(asked, tags).await
    }

    pub(super) async fn delete_bucket_tagging(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        self.set_bucket_tags(asked, Tags::new()).await
    }

    async fn set_bucket_tags(&self, asked: &Asked<'_>, tags: Tags) -> Result<Answer, Failure> {
        let bucket = asked.bucket();
        self.change(asked.call.tenant, |buckets, journal| {
            let record = &mut buckets.get_mut(bucket)?.record;
            record.tags = tags;
            journal.put(BUCKET, bucket, record);
            Ok(())
        })
        .await?;
        Ok(empty(StatusCode::NO_CONTENT))
    }

    pub(super) fn get_object_tagging(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        self.book.read(asked.call.tenant, |buckets| {
            let object = buckets.get(asked.bucket())?.objects.get(asked.key()).ok_or_else(no_such_key)?;
            Ok(told(&object.described.tags))
        })
    }

    pub(super) async fn put_object_tagging<B>(&self, asked: &Asked<'_>, body: B) -> Result<Answer, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        let tags = given(asked, body, OBJECT_TAGS_MAX).await?;
        self.set_object_tags(asked, tags).await?;
        Ok(empty(StatusCode::OK))
    }

    pub(super) async fn delete_object_tagging(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        self.set_object_tags(asked, Tags::new()).await?;
        Ok(empty(StatusCode::NO_CONTENT))
    }

    async fn set_object_tags(&self, asked: &Asked<'_>, tags: Tags) -> Result<(), Failure> {
        let (bucket, key) = (asked.bucket(), asked.key());
        self.change(asked.call.tenant, |buckets, journal| {
            let object = buckets.get_mut(bucket)?.objects.get_mut(key).ok_or_else(no_such_key)?;
            object.described.tags = tags;
            journal.put(OBJECT, &format!("{bucket}/{key}"), object);
            Ok(())
        })
        .await
    }
}

async fn given<B>(asked: &Asked<'_>, body: B, most: usize) -> Result<Tags, Failure>
where
    B: Body<Data = Bytes> + Send,
    B::Error: std::fmt::Display,
{
    let text = read_text(&asked.headers, body, DOCUMENT_BYTES_MAX).await?;
    tags_of(&text, most)
}

/// Reads tags from a document.
///
/// # Errors
/// When it is none, or one of them cannot be.
pub(super) fn tags_of(text: &str, most: usize) -> Result<Tags, Failure> {
    let root = parse(text).filter(|root| root.name == "Tagging").ok_or_else(malformed_xml)?;
    let set = root.child("TagSet").ok_or_else(malformed_xml)?;
    let mut tags = Tags::new();
    for tag in set.all("Tag") {
        let key = tag.text_of("Key").ok_or_else(malformed_xml)?;
        let value = tag.text_of("Value").unwrap_or_default();
        if tags.insert(key.into(), value.into()).is_some() {
            let text = "Cannot provide multiple Tags with the same key";
            return Err(Failure::bad("InvalidTag", text));
        }
    }
    check_tags(&tags, most)?;
    Ok(tags)
}

fn told(tags: &Tags) -> Answer {
    let set = tags.iter().fold(Xml::new(), |xml, (key, value)| {
        xml.element("Tag", &Xml::new().text("Key", key).text("Value", value))
    });
    document("Tagging", &Xml::new().element("TagSet", &set))
}
