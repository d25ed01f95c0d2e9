//! Deleting objects, one or many.

use bytes::Bytes;
use http::StatusCode;
use hyper::body::Body;

use super::document::parse;
use super::failure::{malformed_xml, no_such_key, not_implemented, precondition_failed};
use super::object::Object;
use super::upload::read_text;
use super::{Answer, Asked, OBJECT, S3, document, empty};
use crate::protocol::Failure;
use crate::protocol::query::Xml;

/// Objects of one request (S3 API Reference, DeleteObjects).
const OBJECTS_MAX: usize = 1000;
/// The longest document of a request, bytes: a thousand of the longest keys, escaped.
const DOCUMENT_BYTES_MAX: usize = 8 << 20;

/// Conditions that only objects of directory buckets can have, as headers and as elements.
const NOT_HERE: [(&str, &str); 2] =
    [("x-amz-if-match-last-modified-time", "LastModifiedTime"), ("x-amz-if-match-size", "Size")];

/// An object that is to go.
struct Doomed<'a> {
    key: &'a str,
    /// What its entity tag must be (S3 User Guide, "How to perform conditional deletes").
    etag: Option<&'a str>,
}

impl S3 {
    /// Deletes an object; one that is not there is none already, unless there is a condition.
    pub(super) async fn delete_object(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        if let Some((name, _)) = NOT_HERE.iter().find(|(name, _)| asked.headers.contains_key(*name)) {
            return Err(not_implemented(format_args!("The header {name}")));
        }
        // What is no text is no object's entity tag, and no reason to delete one.
        let etag = asked.headers.get("if-match").map(|etag| etag.to_str().unwrap_or_default());
        let outcomes = self.delete_all(asked, &[Doomed { key: asked.key(), etag }]).await?;
        outcomes.into_iter().collect::<Result<(), Failure>>()?;
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
        let (mut doomed, mut xml) = (Vec::new(), Xml::new());
        let is_quiet = root.text_of("Quiet") == Some("true");
        for object in objects {
            if let Some((_, name)) = NOT_HERE.iter().find(|(_, name)| object.child(name).is_some()) {
                return Err(not_implemented(format_args!("The element {name} of DeleteObjects")));
            }
            let key = object.text_of("Key").ok_or_else(malformed_xml)?;
            if object.text_of("VersionId").is_some_and(|version| version != "null") {
                let error = Xml::new().text("Key", key).text("Code", "NoSuchVersion");
                xml = xml.element("Error", &error.text("Message", "The specified version does not exist."));
                continue;
            }
            doomed.push(Doomed { key, etag: object.text_of("ETag") });
        }
        let outcomes = self.delete_all(asked, &doomed).await?;
        for (Doomed { key, .. }, outcome) in doomed.iter().zip(outcomes) {
            let entry = Xml::new().text("Key", key);
            xml = match outcome {
                Err(failure) => {
                    let entry = entry.text("Code", &failure.code).text("Message", &failure.message);
                    xml.element("Error", &entry)
                }
                Ok(()) if is_quiet => xml,
                Ok(()) => xml.element("Deleted", &entry),
            };
        }
        Ok(document("DeleteResult", &xml))
    }

    /// Deletes objects whose conditions hold; what came of each.
    async fn delete_all(
        &self,
        asked: &Asked<'_>,
        doomed: &[Doomed<'_>],
    ) -> Result<Vec<Result<(), Failure>>, Failure> {
        let bucket = asked.bucket();
        let (outcomes, gone) = self
            .change(asked.call.tenant, |buckets, journal| {
                let objects = &mut buckets.get_mut(bucket)?.objects;
                let (mut outcomes, mut gone) = (Vec::new(), Vec::new());
                for Doomed { key, etag } in doomed {
                    let outcome = check(objects.get(*key), *etag);
                    if outcome.is_ok()
                        && let Some(object) = objects.remove(*key)
                    {
                        journal.forget(OBJECT, &format!("{bucket}/{key}"));
                        gone.extend(object.pieces);
                    }
                    outcomes.push(outcome);
                }
                Ok((outcomes, gone))
            })
            .await?;
        self.files.remove(&gone);
        Ok(outcomes)
    }
}

/// Whether an object may go.
fn check(object: Option<&Object>, etag: Option<&str>) -> Result<(), Failure> {
    let Some(etag) = etag else { return Ok(()) };
    if object.ok_or_else(no_such_key)?.has_etag(etag) { Ok(()) } else { Err(precondition_failed()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions() {
        let object = Object { etag: "e".into(), ..Object::default() };
        let of = |object, etag| check(object, etag).map_err(|failure| failure.status.as_u16());
        for etag in [None, Some("e"), Some("\"e\""), Some("*"), Some("\"x\", \"e\"")] {
            assert_eq!(of(Some(&object), etag), Ok(()), "{etag:?}");
        }
        for etag in ["", "\"\"", "x", "\"*\"", "E"] {
            assert_eq!(of(Some(&object), Some(etag)), Err(412), "{etag}");
        }
        assert_eq!(of(None, None), Ok(()));
        assert_eq!(of(None, Some("*")), Err(404));
    }
}
