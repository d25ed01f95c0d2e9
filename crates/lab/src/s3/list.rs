//! Listing objects, in both versions of the operation.

use std::collections::BTreeMap;
use std::ops::Bound;

use base::UnixMillis;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE as BASE64;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::buckets::owner;
use super::describe::checksum_type;
use super::failure::invalid_argument;
use super::object::Object;
use super::{Answer, Asked, S3, document};
use crate::protocol::Failure;
use crate::protocol::query::Xml;
use crate::protocol::time::iso_millis;

/// Entries of a page, both the default and the most.
const KEYS_MAX: usize = 1000;

/// What is listed.
struct Wanted<'a> {
    prefix: &'a str,
    delimiter: Option<&'a str>,
    /// Only what comes after this key or common prefix.
    after: &'a str,
    most: usize,
}

/// An entry of a listing.
#[derive(Clone, PartialEq, Debug)]
enum Entry<'a> {
    Object(&'a str, &'a Object),
    /// Keys that have this beginning, up to the delimiter.
    Prefix(String),
}

impl Entry<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Object(key, _) => key,
            Self::Prefix(prefix) => prefix,
        }
    }
}

/// A page of a listing, and whether there is more.
fn page<'a>(objects: &'a BTreeMap<String, Object>, wanted: &Wanted<'_>) -> (Vec<Entry<'a>>, bool) {
    let mut entries = Vec::new();
    // Who asks for nothing has it all: there is no place to go on from.
    if wanted.most == 0 {
        return (entries, false);
    }
    let mut place = after(wanted.after, wanted);
    loop {
        let range = (place.as_deref().map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded);
        // Nothing before the prefix can begin with it.
        let range = match range.0 {
            Bound::Excluded(from) if from >= wanted.prefix => range,
            _ => (Bound::Included(wanted.prefix), Bound::Unbounded),
        };
        let next = objects.range::<str, _>(range).next().filter(|(key, _)| key.starts_with(wanted.prefix));
        let Some((key, object)) = next else { return (entries, false) };
        if entries.len() == wanted.most {
            return (entries, true);
        }
        let rest = &key[wanted.prefix.len()..];
        let common = wanted.delimiter.and_then(|delimiter| Some(rest.find(delimiter)? + delimiter.len()));
        match common {
            Some(end) => {
                let prefix = key[..wanted.prefix.len() + end].to_owned();
                place = Some(end_of(&prefix));
                entries.push(Entry::Prefix(prefix));
            }
            None => {
                place = Some(key.clone());
                entries.push(Entry::Object(key, object));
            }
        }
    }
}

/// Where a listing goes on after an entry: behind all keys of it, if it is a common prefix.
fn after(entry: &str, wanted: &Wanted<'_>) -> Option<String> {
    let is_common = wanted.delimiter.is_some_and(|delimiter| {
        entry
            .strip_prefix(wanted.prefix)
            .is_some_and(|rest| rest.find(delimiter).is_some_and(|at| at + delimiter.len() == rest.len()))
    });
    if entry.is_empty() { None } else { Some(if is_common { end_of(entry) } else { entry.to_owned() }) }
}

/// A key behind all that begin with a prefix. Nobody's key goes on with the last character of Unicode.
fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

impl S3 {
    pub(super) fn list_objects(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        let target = &asked.target;
        let text = Encoding::of(asked)?;
        let wanted = wanted(asked, target.get("marker").unwrap_or_default())?;
        self.book.read(asked.call.tenant, |buckets| {
            let (entries, more) = page(&buckets.get(asked.bucket())?.objects, &wanted);
            let mut xml = head(asked, &wanted, &text).text("Marker", &text.encode(wanted.after));
            // Without a delimiter the last key says where to go on.
            if more
                && wanted.delimiter.is_some()
                && let Some(last) = entries.last()
            {
                xml = xml.text("NextMarker", &text.encode(last.name()));
            }
            xml = xml.text("IsTruncated", &more.to_string());
            Ok(document("ListBucketResult", &body(xml, &entries, &text, Some(&owner(asked.call.tenant)))))
        })
    }

    pub(super) fn list_objects_v2(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        let target = &asked.target;
        let text = Encoding::of(asked)?;
        let token = target.get("continuation-token").map(of_token).transpose()?;
        let start = target.get("start-after").unwrap_or_default();
        let wanted = wanted(asked, token.as_deref().unwrap_or(start))?;
        let owner = (target.get("fetch-owner") == Some("true")).then(|| owner(asked.call.tenant));
        self.book.read(asked.call.tenant, |buckets| {
            let (entries, more) = page(&buckets.get(asked.bucket())?.objects, &wanted);
            let mut xml = head(asked, &wanted, &text)
                .text("KeyCount", &entries.len().to_string())
                .text("IsTruncated", &more.to_string())
                .optional("ContinuationToken", target.get("continuation-token"));
            if target.has("start-after") {
                xml = xml.text("StartAfter", &text.encode(start));
            }
            if more && let Some(last) = entries.last() {
                xml = xml.text("NextContinuationToken", &token_of(last.name()));
            }
            Ok(document("ListBucketResult", &body(xml, &entries, &text, owner.as_ref())))
        })
    }
}

fn wanted<'a>(asked: &'a Asked<'_>, after: &'a str) -> Result<Wanted<'a>, Failure> {
    Ok(Wanted {
        prefix: asked.target.get("prefix").unwrap_or_default(),
        delimiter: asked.target.get("delimiter").filter(|delimiter| !delimiter.is_empty()),
        after,
        most: asked.target.number("max-keys")?.unwrap_or(KEYS_MAX).min(KEYS_MAX),
    })
}

/// What all listings begin with.
fn head(asked: &Asked<'_>, wanted: &Wanted<'_>, text: &Encoding) -> Xml {
    Xml::new()
        .text("Name", asked.bucket())
        .text("Prefix", &text.encode(wanted.prefix))
        .optional("Delimiter", wanted.delimiter.map(|delimiter| text.encode(delimiter)).as_deref())
        .text("MaxKeys", &wanted.most.to_string())
        .optional("EncodingType", text.is_url.then_some("url"))
}

fn body(mut xml: Xml, entries: &[Entry<'_>], text: &Encoding, owner: Option<&Xml>) -> Xml {
    for entry in entries {
        xml = match entry {
            Entry::Prefix(prefix) => {
                xml.element("CommonPrefixes", &Xml::new().text("Prefix", &text.encode(prefix)))
            }
            Entry::Object(key, object) => {
                xml.element("Contents", &contents(&text.encode(key), object, owner))
            }
        };
    }
    xml
}

fn contents(key: &str, object: &Object, owner: Option<&Xml>) -> Xml {
    let mut xml = Xml::new()
        .text("Key", key)
        .text("LastModified", &iso_millis(UnixMillis(object.modified)))
        .text("ETag", &format!("\"{}\"", object.etag));
    if let Some((algorithm, _, is_composite)) = object.checksum() {
        xml =
            xml.text("ChecksumAlgorithm", algorithm.name()).text("ChecksumType", checksum_type(is_composite));
    }
    xml = xml.text("Size", &object.size.to_string());
    if let Some(owner) = owner {
        xml = xml.element("Owner", owner);
    }
    xml.text("StorageClass", "STANDARD")
}

/// The token of a listing that goes on after a name.
pub(super) fn token_of(name: &str) -> String {
    BASE64.encode(name)
}

/// The name that a listing goes on after.
pub(super) fn of_token(token: &str) -> Result<String, Failure> {
    let bytes = BASE64.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    bytes.ok_or_else(|| invalid_argument("The continuation token provided is incorrect"))
}

/// How keys are written.
pub(super) struct Encoding {
    is_url: bool,
}

impl Encoding {
    pub fn of(asked: &Asked<'_>) -> Result<Self, Failure> {
        match asked.target.get("encoding-type") {
            None => Ok(Self { is_url: false }),
            Some("url") => Ok(Self { is_url: true }),
            Some(_) => Err(invalid_argument("Invalid Encoding Method specified in Request")),
        }
    }

    pub fn encode(&self, key: &str) -> String {
        const KEY: &AsciiSet =
            &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'*');
        if self.is_url { utf8_percent_encode(key, KEY).to_string() } else { key.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(keys: &[&str], prefix: &str, delimiter: Option<&str>, most: usize) -> Vec<String> {
        let objects: BTreeMap<String, Object> =
            keys.iter().map(|key| ((*key).to_owned(), Object::default())).collect();
        let (mut names, mut last) = (Vec::new(), String::new());
        loop {
            let wanted = Wanted { prefix, delimiter, after: &last, most };
            let (entries, more) = page(&objects, &wanted);
            names.extend(entries.iter().map(|entry| entry.name().to_owned()));
            if !more {
                return names;
            }
            last = names.last().unwrap().clone();
        }
    }

    #[test]
    fn pages_of_every_size_are_the_same_listing() {
        let keys = ["a", "a/1", "a/2", "a/b/1", "a0", "b/1", "b/2", "c", "é/x"];
        for most in 1..=10 {
            assert_eq!(all(&keys, "", None, most), keys);
            assert_eq!(all(&keys, "", Some("/"), most), ["a", "a/", "a0", "b/", "c", "é/"]);
            assert_eq!(all(&keys, "a/", Some("/"), most), ["a/1", "a/2", "a/b/"]);
            assert_eq!(all(&keys, "b", None, most), ["b/1", "b/2"]);
            assert!(all(&keys, "x", Some("/"), most).is_empty());
        }
    }

    #[test]
    fn a_start_before_the_prefix_hides_nothing() {
        let objects: BTreeMap<String, Object> =
            ["m/1", "m/2"].map(|key| (key.to_owned(), Object::default())).into();
        let wanted = Wanted { prefix: "m/", delimiter: None, after: "a", most: 10 };
        assert_eq!(page(&objects, &wanted).0.len(), 2);
        let wanted = Wanted { prefix: "m/", delimiter: None, after: "m/1", most: 10 };
        assert_eq!(page(&objects, &wanted).0.len(), 1);
        let wanted = Wanted { prefix: "m/", delimiter: None, after: "z", most: 10 };
        assert_eq!(page(&objects, &wanted).0.len(), 0);
    }
}
