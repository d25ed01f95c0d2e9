//! Listing uploads in parts, and the parts of one.

use base::UnixMillis;

use super::buckets::owner;
use super::describe::checksum_type;
use super::list::Encoding;
use super::object::{Bucket, Part, Upload};
use super::{Answer, Asked, S3, document};
use crate::protocol::Failure;
use crate::protocol::query::Xml;
use crate::protocol::time::iso_millis;

/// Entries of a page, both the default and the most.
const PAGE: usize = 1000;

/// Which uploads are listed.
#[derive(Default)]
struct Wanted<'a> {
    prefix: &'a str,
    delimiter: Option<&'a str>,
    /// Only what comes after this key or common prefix,
    after_key: &'a str,
    /// or of the same key after this id.
    after_id: Option<&'a str>,
    most: usize,
}

/// An entry of a listing.
#[derive(PartialEq, Debug)]
enum Entry<'a> {
    Upload(&'a str, &'a Upload),
    /// Keys that have this beginning, up to the delimiter.
    Prefix(&'a str),
}

impl Entry<'_> {
    /// What a listing goes on after: a key or common prefix, and the id of an upload.
    fn place(&self) -> (&str, &str) {
        match self {
            Self::Upload(id, upload) => (&upload.key, id),
            Self::Prefix(prefix) => (prefix, ""),
        }
    }
}

/// A page of the uploads of a bucket, by key and id, and whether there is more.
fn page<'a>(bucket: &'a Bucket, wanted: &Wanted<'_>) -> (Vec<Entry<'a>>, bool) {
    let mut uploads: Vec<(&str, &str, &Upload)> = bucket
        .uploads
        .iter()
        .filter(|(_, upload)| upload.key.starts_with(wanted.prefix))
        .map(|(id, upload)| (upload.key.as_str(), id.as_str(), upload))
        .collect();
    uploads.sort_by_key(|(key, id, _)| (*key, *id));
    let mut entries = Vec::new();
    for (key, id, upload) in uploads {
        let rest = &key[wanted.prefix.len()..];
        let common = wanted.delimiter.and_then(|delimiter| Some(rest.find(delimiter)? + delimiter.len()));
        let entry = match common {
            Some(end) => Entry::Prefix(&key[..wanted.prefix.len() + end]),
            None => Entry::Upload(id, upload),
        };
        let is_after = match &entry {
            Entry::Prefix(prefix) => *prefix > wanted.after_key,
            Entry::Upload(..) => {
                key > wanted.after_key
                    || key == wanted.after_key && wanted.after_id.is_some_and(|after| id > after)
            }
        };
        if is_after && (common.is_none() || entries.last() != Some(&entry)) {
            entries.push(entry);
        }
    }
    let more = entries.len() > wanted.most && wanted.most > 0;
    entries.truncate(wanted.most);
    (entries, more)
}

/// The algorithm and kind of an upload's checksum, if the client chose one.
fn with_checksum(xml: Xml, upload: &Upload) -> Xml {
    let Some(name) = upload.algorithm.as_deref() else { return xml };
    let (_, is_full) = upload.checksum();
    xml.text("ChecksumAlgorithm", name).text("ChecksumType", checksum_type(!is_full))
}

impl S3 {
    pub(super) fn list_parts(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        let most = asked.target.number("max-parts")?.unwrap_or(PAGE).min(PAGE);
        let marker = asked.target.number("part-number-marker")?.unwrap_or(0);
        let marker = u32::try_from(marker).unwrap_or(u32::MAX);
        let owner = owner(asked.call.tenant);
        let id = asked.target.get("uploadId").unwrap_or_default();
        let xml = self.upload(asked, |upload| {
            let mut parts = upload.parts.range(marker.saturating_add(1)..);
            let listed: Vec<(&u32, &Part)> = parts.by_ref().take(most).collect();
            let last = listed.last().map_or(marker, |(number, _)| **number);
            let is_truncated = most > 0 && parts.next().is_some();
            let xml = Xml::new()
                .text("Bucket", asked.bucket())
                .text("Key", asked.key())
                .text("UploadId", id)
                .element("Initiator", &owner)
                .element("Owner", &owner)
                .text("StorageClass", "STANDARD")
                .text("PartNumberMarker", &marker.to_string())
                .text("NextPartNumberMarker", &last.to_string())
                .text("MaxParts", &most.to_string())
                .text("IsTruncated", &is_truncated.to_string());
            listed.into_iter().fold(with_checksum(xml, upload), |xml, (number, part)| {
                let mut entry = Xml::new()
                    .text("PartNumber", &number.to_string())
                    .text("LastModified", &iso_millis(UnixMillis(part.modified)))
                    .text("ETag", &format!("\"{}\"", part.etag))
                    .text("Size", &part.piece.size.to_string());
                let (algorithm, _) = upload.checksum();
                if let Some(value) = part.checksums.get(algorithm.name()) {
                    entry = entry.text(&algorithm.element(), value);
                }
                xml.element("Part", &entry)
            })
        })?;
        Ok(document("ListPartsResult", &xml))
    }

    pub(super) fn list_uploads(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        let (target, text) = (&asked.target, Encoding::of(asked)?);
        let wanted = Wanted {
            prefix: target.get("prefix").unwrap_or_default(),
            delimiter: target.get("delimiter").filter(|delimiter| !delimiter.is_empty()),
            after_key: target.get("key-marker").unwrap_or_default(),
            after_id: target.get("upload-id-marker").filter(|id| !id.is_empty()),
            most: target.number("max-uploads")?.unwrap_or(PAGE).min(PAGE),
        };
        let owner = owner(asked.call.tenant);
        self.book.read(asked.call.tenant, |buckets| {
            let (entries, more) = page(buckets.get(asked.bucket())?, &wanted);
            let mut xml = Xml::new()
                .text("Bucket", asked.bucket())
                .text("KeyMarker", &text.encode(wanted.after_key))
                .text("UploadIdMarker", wanted.after_id.unwrap_or_default())
                .text("Prefix", &text.encode(wanted.prefix))
                .optional("Delimiter", wanted.delimiter.map(|delimiter| text.encode(delimiter)).as_deref())
                .optional("EncodingType", target.get("encoding-type"))
                .text("MaxUploads", &wanted.most.to_string())
                .text("IsTruncated", &more.to_string());
            if more && let Some((key, id)) = entries.last().map(Entry::place) {
                xml = xml.text("NextKeyMarker", &text.encode(key)).text("NextUploadIdMarker", id);
            }
            for entry in &entries {
                xml = match entry {
                    Entry::Prefix(prefix) => {
                        xml.element("CommonPrefixes", &Xml::new().text("Prefix", &text.encode(prefix)))
                    }
                    Entry::Upload(id, upload) => {
                        let entry = Xml::new()
                            .text("Key", &text.encode(&upload.key))
                            .text("UploadId", id)
                            .element("Initiator", &owner)
                            .element("Owner", &owner)
                            .text("StorageClass", "STANDARD")
                            .text("Initiated", &iso_millis(UnixMillis(upload.initiated)));
                        xml.element("Upload", &with_checksum(entry, upload))
                    }
                };
            }
            Ok(document("ListMultipartUploadsResult", &xml))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_every_size_are_the_same_listing() {
        let mut bucket = Bucket::default();
        for (id, key) in ["b", "a/2", "a", "b", "a/1", "c/1"].into_iter().enumerate() {
            bucket.uploads.insert(id.to_string(), Upload { key: key.into(), ..Upload::default() });
        }
        let all = |delimiter, most| {
            let (mut found, mut last) = (Vec::new(), (String::new(), String::new()));
            loop {
                let after_id = Some(last.1.as_str()).filter(|id| !id.is_empty());
                let wanted = Wanted { delimiter, after_key: &last.0, after_id, most, ..Wanted::default() };
                let (entries, more) = page(&bucket, &wanted);
                found.extend(entries.iter().map(|entry| {
                    let (key, id) = entry.place();
                    format!("{key} {id}")
                }));
                if !more {
                    return found;
                }
                last = entries.last().map(|entry| (entry.place().0.into(), entry.place().1.into())).unwrap();
            }
        };
        for most in 1..=7 {
            assert_eq!(all(None, most), ["a 2", "a/1 4", "a/2 1", "b 0", "b 3", "c/1 5"]);
            assert_eq!(all(Some("/"), most), ["a 2", "a/ ", "b 0", "b 3", "c/ "]);
        }
        assert_eq!(page(&bucket, &Wanted::default()), (Vec::new(), false));
        let wanted = Wanted { after_key: "b", most: 9, ..Wanted::default() };
        assert_eq!(page(&bucket, &wanted).0.len(), 1);
    }
}
