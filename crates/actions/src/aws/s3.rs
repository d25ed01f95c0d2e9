//! `s3`: one operation to put an object, and one to read one.

use base::Tenant;
use bytes::Bytes;
use http::Method;
use http::header::HeaderName;
use rules::action::S3Request;

use super::Clients;
use super::signed::{Call, escaped};
use crate::perform::{Failure, Task};
use crate::sinks::{Endpoint, Place};

const SERVICE: &str = "s3";

impl Clients {
    /// Puts the payload as an object.
    pub(crate) async fn put_object(&self, task: &Task, request: &S3Request) -> Result<(), Failure> {
        let (endpoint, credentials) = self.target(SERVICE, &task.tenant)?;
        let mut headers = vec![(http::header::CONTENT_TYPE, "application/octet-stream")];
        headers.extend(request.canned_acl.map(|acl| (HeaderName::from_static("x-amz-acl"), acl)));
        let call = Call {
            signing_name: SERVICE,
            method: Method::PUT,
            url: url(&endpoint, &request.bucket_name, &request.key),
            headers,
            body: task.payload.to_vec(),
        };
        self.send(&task.tenant, call, credentials).await?;
        Ok(())
    }

    /// The bytes of an object, for `decode(…, 'proto', …)`.
    pub(crate) async fn get_object(
        &self,
        tenant: &Tenant,
        bucket: &str,
        key: &str,
    ) -> Result<Bytes, Failure> {
        let (endpoint, credentials) = self.target(SERVICE, tenant)?;
        let url = url(&endpoint, bucket, key);
        let call =
            Call { signing_name: SERVICE, method: Method::GET, url, headers: Vec::new(), body: Vec::new() };
        Ok(self.send(tenant, call, credentials).await?)
    }
}

/// The URL of an object. Only AWS has host names for buckets; those with dots in them do not fit its certificate.
fn url(endpoint: &Endpoint, bucket: &str, key: &str) -> String {
    let base = endpoint.url.trim_end_matches('/');
    let key = escaped(key);
    match (endpoint.place, base.strip_prefix("https://")) {
        (Place::Aws, Some(host)) if !bucket.contains('.') => format!("https://{bucket}.{host}/{key}"),
        _ => format!("{base}/{}/{key}", escaped(bucket)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_hosts_on_aws_and_paths_elsewhere() {
        let at = |url: &str, place| Endpoint { url: url.to_owned(), place };
        let ours = at("http://127.0.0.1:4566/", Place::Ours);
        assert_eq!(url(&ours, "b", "a/é b+"), "http://127.0.0.1:4566/b/a/%C3%A9%20b%2B");
        let aws = at("https://s3.eu-west-1.amazonaws.com", Place::Aws);
        assert_eq!(url(&aws, "b", "k"), "https://b.s3.eu-west-1.amazonaws.com/k");
        assert_eq!(url(&aws, "b.c", "k"), "https://s3.eu-west-1.amazonaws.com/b.c/k");
    }
}
