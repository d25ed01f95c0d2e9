//! Buckets: creating, listing, deleting, and what is told of them.

use base::{Tenant, UnixMillis};
use bytes::Bytes;
use http::{HeaderValue, Method, StatusCode, header};
use hyper::body::Body;

use super::document::parse;
use super::failure::{invalid_argument, malformed_xml, not_implemented};
use super::list::{of_token, token_of};
use super::object::{Bucket, BucketRecord};
use super::upload::read_text;
use super::{Answer, Asked, BUCKET, S3, document, empty, unknown};
use crate::protocol::Failure;
use crate::protocol::query::Xml;
use crate::protocol::time::iso_millis;

/// The most buckets of an account (S3 quotas).
const BUCKETS_MAX: usize = 10_000;
/// The longest document of a request, bytes.
const DOCUMENT_BYTES_MAX: usize = 64 << 10;
/// The region whose buckets have no location, for the reason that it was the first.
const FIRST_REGION: &str = "us-east-1";

/// Subresources that can be read and never set here: what S3 answers where there are none.
const UNSET: [(&str, &str, &str); 6] = [
    ("cors", "NoSuchCORSConfiguration", "The CORS configuration does not exist"),
    ("lifecycle", "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
    ("policy", "NoSuchBucketPolicy", "The bucket policy does not exist"),
    (
        "publicAccessBlock",
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found",
    ),
    ("replication", "ReplicationConfigurationNotFoundError", "The replication configuration was not found"),
    ("website", "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"),
];

impl S3 {
    pub(super) fn list_buckets(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        let target = &asked.target;
        let prefix = target.get("prefix");
        let most = target.number("max-buckets")?.unwrap_or(BUCKETS_MAX);
        if !(1..=BUCKETS_MAX).contains(&most) {
            let text = format!("Argument max-buckets must be an integer between 1 and {BUCKETS_MAX}.");
            return Err(invalid_argument(&text));
        }
        let token = target.get("continuation-token").filter(|token| !token.is_empty());
        let after = token.map(of_token).transpose()?.unwrap_or_default();
        let wanted = target.get("bucket-region");
        let (entries, next) = self.book.read(asked.call.tenant, |buckets| {
            let mut found = buckets.by_name.iter().filter(|(name, bucket)| {
                **name > after
                    && prefix.is_none_or(|prefix| name.starts_with(prefix))
                    && wanted.is_none_or(|region| bucket.record.region == region)
            });
            let (mut entries, mut last) = (Xml::new(), None);
            for (name, bucket) in found.by_ref().take(most) {
                let created = iso_millis(UnixMillis(bucket.record.created));
                let entry = Xml::new().text("Name", name).text("CreationDate", &created);
                entries = entries.element("Bucket", &entry.text("BucketRegion", &bucket.record.region));
                last = Some(name);
            }
            let next = found.next().and(last).map(|name| token_of(name));
            (entries, next)
        });
        let xml = Xml::new()
            .element("Owner", &owner(asked.call.tenant))
            .element("Buckets", &entries)
            .optional("Prefix", prefix)
            .optional("ContinuationToken", next.as_deref());
        Ok(document("ListAllMyBucketsResult", &xml))
    }

    pub(super) async fn create_bucket<B>(
        &self,
        tenant: &Tenant,
        asked: &Asked<'_>,
        body: B,
    ) -> Result<Answer, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        super::describe::check_headers(&asked.headers)?;
        if asked.header("x-amz-bucket-object-lock-enabled") == Some("true") {
            return Err(not_implemented("Object lock"));
        }
        let name = asked.bucket();
        check_name(name)?;
        let text = read_text(&asked.headers, body, DOCUMENT_BYTES_MAX).await?;
        let region = match text.trim() {
            "" => None,
            text => parse(text).ok_or_else(malformed_xml)?.text_of("LocationConstraint").map(str::to_owned),
        };
        let region = region.filter(|region| !region.is_empty());
        check_region(tenant.region.as_str(), region.as_deref())?;
        let region = region.unwrap_or_else(|| FIRST_REGION.into());
        self.change(asked.call.tenant, |buckets, journal| {
            let mut owners = self.owners.lock();
            match owners.get(name) {
                Some(owner) if owner != asked.call.tenant => {
                    let text = "The requested bucket name is not available. The bucket namespace is shared by all users \
                                of the system. Please select a different name and try again.";
                    return Err(Failure::conflict("BucketAlreadyExists", text));
                }
                // As the first region has always done.
                Some(_) if region == FIRST_REGION => return Ok(()),
                Some(_) => {
                    let text = "Your previous request to create the named bucket succeeded and you already own it.";
                    return Err(Failure::conflict("BucketAlreadyOwnedByYou", text));
                }
                None => {}
            }
            if buckets.by_name.len() >= BUCKETS_MAX {
                let text = "You have attempted to create more buckets than allowed";
                return Err(Failure::bad("TooManyBuckets", text));
            }
            let record = BucketRecord { created: asked.call.now.0, region: region.clone(), ..BucketRecord::default() };
            journal.put(BUCKET, name, &record);
            buckets.by_name.insert(name.into(), Bucket { record, ..Bucket::default() });
            owners.insert(name.into(), asked.call.tenant.clone());
            Ok(())
        })
        .await?;
        let mut answer = empty(StatusCode::OK);
        if let Ok(location) = HeaderValue::try_from(format!("/{name}")) {
            answer.headers_mut().insert(header::LOCATION, location);
        }
        Ok(answer)
    }

    pub(super) fn head_bucket(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        let region = self.region(asked)?;
        let mut answer = empty(StatusCode::OK);
        if let Ok(region) = HeaderValue::try_from(region) {
            answer.headers_mut().insert("x-amz-bucket-region", region);
        }
        Ok(answer)
    }

    fn region(&self, asked: &Asked<'_>) -> Result<String, Failure> {
        self.book.read(asked.call.tenant, |buckets| Ok(buckets.get(asked.bucket())?.record.region.clone()))
    }

    pub(super) async fn delete_bucket(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        let name = asked.bucket();
        let pieces = self
            .change(asked.call.tenant, |buckets, journal| {
                let bucket = buckets.get(name)?;
                if !bucket.objects.is_empty() {
                    let text = "The bucket you tried to delete is not empty";
                    return Err(Failure::conflict("BucketNotEmpty", text));
                }
                let pieces: Vec<_> = bucket.pieces().cloned().collect();
                for (id, upload) in &bucket.uploads {
                    super::multipart::forget(name, id, upload, journal);
                }
                journal.forget(BUCKET, name);
                buckets.by_name.remove(name);
                self.owners.lock().remove(name);
                Ok(pieces)
            })
            .await?;
        self.files.remove(&pieces);
        Ok(empty(StatusCode::NO_CONTENT))
    }

    /// A GET of a bucket: a listing, or a subresource.
    pub(super) fn get_of_bucket(&self, asked: &Asked<'_>) -> Result<Answer, Failure> {
        let target = &asked.target;
        if target.has("location") {
            let region = self.region(asked)?;
            let region = if region == FIRST_REGION { "" } else { region.as_str() };
            // The text is the root element's own.
            return Ok(document("LocationConstraint", &Xml(crate::xml::escape(region))));
        }
        if target.has("versioning") {
            // Never switched on, so there is nothing to tell.
            return Ok(document("VersioningConfiguration", &Xml::new()));
        }
        if target.has("tagging") {
            return self.get_bucket_tagging(asked);
        }
        if target.has("uploads") {
            return self.list_uploads(asked);
        }
        if let Some((_, code, text)) = UNSET.iter().find(|(name, ..)| target.has(name)) {
            return Err(Failure::not_found(code, *text));
        }
        if let Some(name) = unknown(&Method::GET, target) {
            return Err(not_implemented(name));
        }
        if target.get("list-type") == Some("2") {
            self.list_objects_v2(asked)
        } else {
            self.list_objects(asked)
        }
    }
}

/// Who owns what an account has. The id is one of ours: AWS's is a canonical user's.
pub(super) fn owner(tenant: &Tenant) -> Xml {
    Xml::new().text("ID", &format!("{:0>64}", tenant.account.as_str()))
}

/// Checks a bucket's name (S3 User Guide, "General purpose bucket naming rules").
fn check_name(name: &str) -> Result<(), Failure> {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let fits = (3..=63).contains(&name.len())
        && name.bytes().all(|b| letter(b) || b == b'-' || b == b'.')
        && name.bytes().next().is_some_and(letter)
        && name.bytes().next_back().is_some_and(letter)
        && !name.contains("..")
        && name.parse::<std::net::Ipv4Addr>().is_err()
        && !name.starts_with("xn--")
        && !name.ends_with("-s3alias");
    if fits { Ok(()) } else { Err(Failure::bad("InvalidBucketName", "The specified bucket is not valid.")) }
}

/// The location must be that of the endpoint; the first region has none.
fn check_region(endpoint: &str, location: Option<&str>) -> Result<(), Failure> {
    match location {
        None if endpoint != FIRST_REGION => {
            let text = "The unspecified location constraint is incompatible for the region specific endpoint this \
                        request was sent to.";
            Err(Failure::bad("IllegalLocationConstraintException", text))
        }
        Some(FIRST_REGION) => {
            Err(Failure::bad("InvalidLocationConstraint", "The specified location-constraint is not valid"))
        }
        Some(location) if endpoint != FIRST_REGION && location != endpoint => {
            let text = format!(
                "The {location} location constraint is incompatible for the region specific endpoint this request was \
                 sent to."
            );
            Err(Failure::bad("IllegalLocationConstraintException", text))
        }
        Some(location) if location.parse::<base::Region>().is_err() => {
            Err(Failure::bad("InvalidLocationConstraint", "The specified location-constraint is not valid"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_buckets() {
        for good in ["abc", "my-bucket.1", &"a".repeat(63)] {
            check_name(good).unwrap();
        }
        for bad in ["", "ab", &"a".repeat(64), "Abc", "a_b", "-ab", "ab.", "a..b", "10.0.0.1", "xn--a"] {
            assert!(check_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn locations_fit_the_endpoint() {
        check_region("us-east-1", None).unwrap();
        check_region("us-east-1", Some("eu-west-1")).unwrap();
        check_region("eu-west-1", Some("eu-west-1")).unwrap();
        assert!(check_region("eu-west-1", None).is_err());
        assert!(check_region("eu-west-1", Some("eu-west-2")).is_err());
        assert!(check_region("us-east-1", Some("us-east-1")).is_err());
    }
}
