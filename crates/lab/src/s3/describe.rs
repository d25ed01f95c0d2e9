//! What headers say of an object, when it is put and when it is got.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;

use super::failure::{invalid_argument, not_implemented};
use super::object::{Described, Object};
use super::upload::header;
use crate::protocol::Failure;
use crate::protocol::time::http_date;

/// Headers that come back as they were put.
pub(super) const KEPT: [&str; 6] = [
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-type",
    "expires",
];
const METADATA: &str = "x-amz-meta-";
/// Bytes of all metadata of an object (S3 User Guide, "Working with object metadata").
const METADATA_BYTES_MAX: usize = 2048;
/// Tags of an object.
pub(super) const OBJECT_TAGS_MAX: usize = 10;
/// Headers that ask for what is not here.
const NOT_IMPLEMENTED: [&str; 8] = [
    "x-amz-object-lock-legal-hold",
    "x-amz-object-lock-mode",
    "x-amz-object-lock-retain-until-date",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-server-side-encryption-customer-algorithm",
    "x-amz-server-side-encryption-customer-key",
    "x-amz-website-redirect-location",
    "x-amz-write-offset-bytes",
];

/// Refuses headers that ask for what is not here.
///
/// # Errors
/// 501, and AWS's own refusal of access control lists.
pub(super) fn check_headers(headers: &HeaderMap) -> Result<(), Failure> {
    if let Some(name) = NOT_IMPLEMENTED.iter().find(|name| headers.contains_key(**name)) {
        return Err(not_implemented(format_args!("The header {name}")));
    }
    let value = |name| header(headers, name);
    if let Some(kind) = value("x-amz-server-side-encryption").filter(|kind| *kind != "AES256") {
        return Err(not_implemented(format_args!("Encryption by {kind}")));
    }
    if let Some(class) = value("x-amz-storage-class").filter(|class| *class != "STANDARD") {
        return Err(not_implemented(format_args!("The storage class {class}")));
    }
    let is_owners = |acl: &str| acl == "private" || acl == "bucket-owner-full-control";
    let grants = headers.keys().any(|name| name.as_str().starts_with("x-amz-grant-"));
    if grants || value("x-amz-acl").is_some_and(|acl| !is_owners(acl)) {
        // What AWS answers for buckets made since April 2023.
        return Err(Failure::bad("AccessControlListNotSupported", "The bucket does not allow ACLs"));
    }
    Ok(())
}

/// What the headers of a request say of the object that it makes.
///
/// # Errors
/// When there is too much of it.
pub(super) fn described(headers: &HeaderMap) -> Result<Described, Failure> {
    check_headers(headers)?;
    let mut described = Described::default();
    for name in KEPT {
        let Some(value) = header(headers, name) else { continue };
        let value = if name == "content-encoding" { without_chunked(value) } else { value.to_owned() };
        if !value.is_empty() {
            described.headers.insert(name.into(), value);
        }
    }
    for (name, value) in headers {
        let Some(name) = name.as_str().strip_prefix(METADATA) else { continue };
        let value = String::from_utf8(value.as_bytes().to_vec());
        let value = value.map_err(|_| invalid_argument("Metadata values must be UTF-8"))?;
        described.metadata.insert(name.into(), value);
    }
    let bytes: usize = described.metadata.iter().map(|(name, value)| name.len() + value.len()).sum();
    if bytes > METADATA_BYTES_MAX {
        let text = "Your metadata headers exceed the maximum allowed metadata size";
        return Err(Failure::bad("MetadataTooLarge", text));
    }
    if let Some(tags) = header(headers, "x-amz-tagging") {
        described.tags = tags_of_header(tags)?;
    }
    Ok(described)
}

fn without_chunked(encodings: &str) -> String {
    let others = encodings.split(',').map(str::trim).filter(|encoding| *encoding != "aws-chunked");
    others.collect::<Vec<_>>().join(",")
}

/// Tags in the form of a query.
fn tags_of_header(text: &str) -> Result<BTreeMap<String, String>, Failure> {
    let invalid = || {
        let text = "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without \
                    tag name duplicates.";
        invalid_argument(text)
    };
    let decode = |text: &str| {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8()
            .map(std::borrow::Cow::into_owned)
            .map_err(|_| invalid())
    };
    let mut tags = BTreeMap::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if tags.insert(decode(key)?, decode(value)?).is_some() {
            return Err(invalid());
        }
    }
    check_tags(&tags, OBJECT_TAGS_MAX)?;
    Ok(tags)
}

/// Checks tags.
///
/// # Errors
/// `InvalidTag` and `BadRequest`.
pub(super) fn check_tags(tags: &BTreeMap<String, String>, most: usize) -> Result<(), Failure> {
    if tags.len() > most {
        return Err(Failure::bad("BadRequest", format!("Object tags cannot be greater than {most}")));
    }
    let fits = |(key, value): (&String, &String)| {
        (1..=128).contains(&key.chars().count()) && value.chars().count() <= 256
    };
    if tags.iter().all(fits) {
        return Ok(());
    }
    Err(Failure::bad("InvalidTag", "The TagKey or TagValue you have provided is invalid"))
}

/// Says that content is encrypted with keys of S3's own, as on AWS all is since January 2023 that asks for nothing
/// else (S3 User Guide, "Amazon S3 now automatically encrypts all new objects").
pub(super) fn encrypted(headers: &mut HeaderMap) {
    headers.insert("x-amz-server-side-encryption", HeaderValue::from_static("AES256"));
}

/// The headers that describe an object that is got.
pub(super) fn headers_of(object: &Object, with_checksum: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut put = |name: &str, value: &str| {
        // Names and values came as headers.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_bytes(value.as_bytes()))
        {
            headers.insert(name, value);
        }
    };
    put("content-type", "binary/octet-stream");
    for (name, value) in &object.described.headers {
        put(name, value);
    }
    for (name, value) in &object.described.metadata {
        put(&format!("{METADATA}{name}"), value);
    }
    put("etag", &format!("\"{}\"", object.etag));
    put("last-modified", &http_date(base::UnixMillis(object.modified)));
    put("accept-ranges", "bytes");
    if !object.described.tags.is_empty() {
        put("x-amz-tagging-count", &object.described.tags.len().to_string());
    }
    if with_checksum && let Some((algorithm, value, is_composite)) = object.checksum() {
        put(algorithm.header(), value);
        put("x-amz-checksum-type", checksum_type(is_composite));
    }
    encrypted(&mut headers);
    headers
}

/// How a checksum of an object came about.
pub(super) fn checksum_type(is_composite: bool) -> &'static str {
    if is_composite { "COMPOSITE" } else { "FULL_OBJECT" }
}
