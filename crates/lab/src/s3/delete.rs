//! Deleting objects, one or many.

use bytes::Bytes;
use http::StatusCode;
use hyper::body::Body;

use super::document::parse;
use super::failure::malformed_xml;
use super::upload::read_text;
use super::{Answer, Asked, OBJECT, S3, document, empty};
use crate::protocol::Failure;
use crate::protocol::query::Xml;

/// Objects of one request (S3 API Reference, DeleteObjects).
const OBJECTS_MAX: usize = 1000;
/// The longest document of a request, bytes: a thousand of the longest keys, escaped.
const DOCUMENT_BYTES_MAX: usize = 8 << 20;

impl S3 {
    /// Deletes an object; one that is not there is none already.
    pub(super) async fn delete_object(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        self.delete_all(asked, &[asked.key()]).await?;
        Ok(empty(StatusCode::NO_CONTENT))
    }

    pub(super) async fn delete_objects<B>(&self, asked: &Asked<'_>, body: B) -> Result<Answer, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        let text = read_text(&asked.headers, body, DOCUMENT_BYTES_MAX).await?;
        let root = parse(&text).filter(|root| root.name == "Delete").ok_or_else(malformed_xml)?;
        let objects: Vec<_> = root.all("Object").collect();
        if objects.is_empty() || objects.len() > OBJECTS_MAX {
            return Err(malformed_xml());
        }
        let (mut keys, mut xml) = (Vec::new(), Xml::new());
        let is_quiet = root.text_of("Quiet") == Some("true");
        for object in objects {
            let key = object.text_of("Key").ok_or_else(malformed_xml)?;
            if object.text_of("VersionId").is_some_and(|version| version != "null") {
                let error = Xml::new().text("Key", key).text("Code", "NoSuchVersion");
                xml = xml.element("Error", &error.text("Message", "The specified version does not exist."));
                continue;
            }
            keys.push(key);
            if !is_quiet {
                xml = xml.element("Deleted", &Xml::new().text("Key", key));
            }
        }
        self.delete_all(asked, &keys).await?;
        Ok(document("DeleteResult", &xml))
    }

    async fn delete_all(&self, asked: &Asked<'_>, keys: &[&str]) -> Result<(), Failure> {
        let bucket = asked.bucket();
        let gone = self
            .change(asked.call.tenant, |buckets, journal| {
                let objects = &mut buckets.get_mut(bucket)?.objects;
                let mut gone = Vec::new();
                for key in keys {
                    if let Some(object) = objects.remove(*key) {
                        journal.forget(OBJECT, &format!("{bucket}/{key}"));
                        gone.extend(object.pieces);
                    }
                }
                Ok(gone)
            })
            .await?;
        self.files.remove(&gone);
        Ok(())
    }
}
