//! Amazon S3: buckets and objects. What is known of them are rows; their content lies in files ([`files`]).
//!
//! Names of buckets are one for all accounts and regions, as on AWS: a name that another account has is taken, and
//! its bucket is closed to everybody else. There are no versions, no policies and no access control lists; what
//! asks for them is refused by name, and what reads them learns that there are none.

mod buckets;
mod checksum;
mod chunked;
mod copy;
mod delete;
mod describe;
mod document;
mod failure;
mod files;
mod form;
mod get;
mod list;
mod multipart;
mod object;
mod post;
mod put;
mod request;
mod tagging;
mod upload;
mod uploads;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use base::Tenant;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use hyper::body::Body;
use parking_lot::Mutex;
use store::Store;

use crate::iam::global;
use crate::kept::{Book, Journal, Kept, State};
use crate::ports::{Later, ObjectSource};
use crate::protocol::query::Xml;
use crate::protocol::{Call, Failure};
use crate::{LabError, Scope, xml};
use failure::{access_denied, method_not_allowed, no_such_bucket, no_such_key, not_implemented};
use files::Files;
pub use files::ObjectBody;
pub use form::Form;
use object::{Bucket, BucketRecord, Object, Part, Upload};
use request::{Target, bucket_of_host};

const BUCKET: &str = "s3.bucket";
const OBJECT: &str = "s3.object";
const UPLOAD: &str = "s3.upload";
const PART: &str = "s3.part";
const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";
/// The largest object that is read as a whole, for those who ask from inside, bytes.
const WHOLE_BYTES_MAX: u64 = 256 << 20;

/// Parameters that name no subresource (service model of botocore 1.44; `content-md5`, `content-type` and `date` are
/// headers that its presigned URLs of version 2 repeat), besides those that start with one of [`PREFIXES`]. What is neither must never be taken for the bucket or the object itself.
const PARAMETERS: [&str; 26] = [
    "awsaccesskeyid",
    "bucket-region",
    "content-md5",
    "content-type",
    "continuation-token",
    "date",
    "delimiter",
    "encoding-type",
    "expires",
    "fetch-owner",
    "key-marker",
    "list-type",
    "marker",
    "max-buckets",
    "max-keys",
    "max-parts",
    "max-uploads",
    "part-number-marker",
    "partnumber",
    "prefix",
    "signature",
    "start-after",
    "upload-id-marker",
    "uploadid",
    "versionid",
    "x-id",
];
/// What replaces headers of the answer, and what presigned URLs bring.
const PREFIXES: [&str; 2] = ["response-", "x-amz-"];

/// The buckets of an account.
#[derive(Default)]
struct Buckets {
    by_name: BTreeMap<String, Bucket>,
}

impl State for Buckets {
    const KINDS: &'static [&'static str] = &[BUCKET, OBJECT, UPLOAD, PART];

    fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

impl Buckets {
    fn get(&self, name: &str) -> Result<&Bucket, Failure> {
        self.by_name.get(name).ok_or_else(no_such_bucket)
    }

    fn get_mut(&mut self, name: &str) -> Result<&mut Bucket, Failure> {
        self.by_name.get_mut(name).ok_or_else(no_such_bucket)
    }
}

/// The buckets of all accounts.
pub(crate) struct S3 {
    book: Book<Buckets>,
    /// Whose a bucket is.
    owners: Mutex<BTreeMap<String, Tenant>>,
    files: Arc<Files>,
}

/// An answer.
type Answer = Response<ObjectBody>;

/// A request that is being answered: who calls, and what about.
struct Asked<'a> {
    call: Call<'a>,
    target: Target,
    headers: HeaderMap,
    is_head: bool,
}

impl Asked<'_> {
    /// The bucket that the request names.
    fn bucket(&self) -> &str {
        self.target.bucket.as_deref().unwrap_or_default()
    }

    /// The key that it names.
    fn key(&self) -> &str {
        self.target.key.as_deref().unwrap_or_default()
    }

    fn header(&self, name: &str) -> Option<&str> {
        upload::header(&self.headers, name)
    }
}

impl S3 {
    /// Puts the buckets together from what was stored, and deletes files that nothing knows. Blocks.
    ///
    /// # Errors
    /// When the directory cannot be made or read.
    pub(crate) fn open(directory: Option<&Path>, store: &Store, kept: &mut Kept) -> Result<Self, LabError> {
        let io = |source| LabError::Io { path: directory.unwrap_or(Path::new("s3")).join("s3"), source };
        let files = Files::open(directory).map_err(io)?;
        let mut states: BTreeMap<Tenant, Buckets> = BTreeMap::new();
        let mut owners = BTreeMap::new();
        for (tenant, name, record) in kept.take::<BucketRecord>(BUCKET) {
            owners.insert(name.clone().into(), tenant.clone());
            let bucket = Bucket { record, ..Bucket::default() };
            states.entry(tenant).or_default().by_name.insert(name.into(), bucket);
        }
        for (tenant, row, object) in kept.take::<Object>(OBJECT) {
            if let Some((bucket, key)) = found(&mut states, &tenant, &row) {
                bucket.objects.insert(key.into(), object);
            }
        }
        for (tenant, row, upload) in kept.take::<Upload>(UPLOAD) {
            if let Some((bucket, id)) = found(&mut states, &tenant, &row) {
                bucket.uploads.insert(id.into(), upload);
            }
        }
        for (tenant, row, part) in kept.take::<Part>(PART) {
            let Some((bucket, rest)) = found(&mut states, &tenant, &row) else { continue };
            let Some((id, number)) = rest.split_once('/') else { continue };
            if let (Some(upload), Ok(number)) = (bucket.uploads.get_mut(id), number.parse()) {
                upload.parts.insert(number, part);
            }
        }
        let pieces = states.values().flat_map(|buckets| buckets.by_name.values()).flat_map(Bucket::pieces);
        let known: HashSet<&str> = pieces.map(|piece| piece.file.as_str()).collect();
        files.sweep(&known).map_err(io)?;
        drop(known);
        Ok(Self {
            book: Book::new(store.clone(), states),
            owners: Mutex::new(owners),
            files: Arc::new(files),
        })
    }

    /// Answers a request. Whatever goes wrong is part of the answer.
    pub(crate) async fn handle<B>(&self, tenant: &Tenant, request: Request<B>, request_id: &str) -> Answer
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        let tenant_of_all = global(tenant);
        let mut call = Call::of(&tenant_of_all, &request, request_id);
        let is_head = request.method() == Method::HEAD;
        let path = request.uri().path().to_owned();
        let (mut parts, body) = request.into_parts();
        let target = Target::of(&parts)
            .and_then(|target| request::hoist(&mut parts.headers, &target).map(|()| target));
        // Who signs nothing has no account; without keys that is the owner's.
        let bucket = target.as_ref().ok().and_then(|target| target.bucket.as_ref());
        let owner = bucket.and_then(|bucket| self.owners.lock().get(bucket).cloned());
        let owner = owner.filter(|_| call.access_key.is_none());
        if let Some(owner) = &owner {
            call.tenant = owner;
        }
        let outcome = match target {
            Ok(target) => {
                let Parts { method, headers, .. } = parts;
                let asked = Asked { call, target, headers, is_head };
                self.dispatch(&method, tenant, &asked, body).await
            }
            Err(failure) => Err(failure),
        };
        let mut answer = outcome.unwrap_or_else(|failure| refusal(&failure, &path, request_id, is_head));
        with_id(&mut answer, request_id);
        answer
    }

    /// Reads a form up to its file.
    ///
    /// # Errors
    /// The answer to one that cannot be read.
    pub(crate) async fn form<B>(
        &self,
        head: &Parts,
        body: B,
        request_id: &str,
    ) -> Result<Form<B>, Box<Answer>>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        Form::read(head, body).await.map_err(|failure| {
            let mut answer = refusal(&failure, head.uri.path(), request_id, false);
            with_id(&mut answer, request_id);
            Box::new(answer)
        })
    }

    async fn dispatch<B>(
        &self,
        method: &Method,
        tenant: &Tenant,
        asked: &Asked<'_>,
        body: B,
    ) -> Result<Answer, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        let target = &asked.target;
        if target.has("versionId") && target.get("versionId") != Some("null") {
            return Err(Failure::bad("InvalidArgument", "Invalid version id specified"));
        }
        let Some(bucket) = &target.bucket else {
            return if method == Method::GET { self.list_buckets(asked) } else { Err(method_not_allowed()) };
        };
        if method != Method::PUT || target.key.is_some() || !target.query.is_empty() {
            self.check_owner(asked.call.tenant, bucket)?;
        }
        match (&target.key, method.as_str()) {
            (None, "GET") => self.get_of_bucket(asked),
            (None, "HEAD") => self.head_bucket(asked),
            (None, "PUT") if target.has("tagging") => self.put_bucket_tagging(asked, body).await,
            (None, "DELETE") if target.has("tagging") => self.delete_bucket_tagging(asked).await,
            (None, "POST") if target.has("delete") => self.delete_objects(asked, body).await,
            (None, _) if let Some(name) = unknown(method, target) => Err(not_implemented(name)),
            (None, "PUT") => self.create_bucket(tenant, asked, body).await,
            (None, "DELETE") => self.delete_bucket(asked).await,
            (None, "POST") => Err(not_implemented("A POST of a bucket that is signed by its header")),
            (Some(_), "GET") if target.has("tagging") => self.get_object_tagging(asked),
            (Some(_), "PUT") if target.has("tagging") => self.put_object_tagging(asked, body).await,
            (Some(_), "DELETE") if target.has("tagging") => self.delete_object_tagging(asked).await,
            (Some(_), "POST") if target.has("uploads") => self.create_upload(asked).await,
            (Some(_), "GET") if target.has("uploadId") => self.list_parts(asked),
            (Some(_), "PUT") if target.has("uploadId") => self.upload_part(asked, body).await,
            (Some(_), "POST") if target.has("uploadId") => self.complete_upload(asked, body).await,
            (Some(_), "DELETE") if target.has("uploadId") => self.abort_upload(asked).await,
            (Some(_), _) if let Some(name) = unknown(method, target) => Err(not_implemented(name)),
            (Some(_), "GET" | "HEAD") => self.get_object(asked).await,
            (Some(_), "PUT") if asked.headers.contains_key("x-amz-copy-source") => {
                self.copy_object(asked).await
            }
            (Some(_), "PUT") => self.put_object(asked, body).await,
            (Some(_), "DELETE") => self.delete_object(asked).await,
            _ => Err(method_not_allowed()),
        }
    }

    /// A bucket must be there, and the caller's.
    fn check_owner(&self, tenant: &Tenant, bucket: &str) -> Result<(), Failure> {
        match self.owners.lock().get(bucket) {
            None => Err(no_such_bucket()),
            Some(owner) if owner == tenant => Ok(()),
            Some(_) => Err(access_denied()),
        }
    }

    /// Changes what is kept and waits until that is stored.
    async fn change<T>(
        &self,
        tenant: &Tenant,
        change: impl FnOnce(&mut Buckets, &mut Journal<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        Ok(self.book.stored(self.book.change(tenant, change)?).await?)
    }

    /// Whether a request that nobody signed with S3's name is for a bucket all the same: its host names one.
    pub(crate) fn is_addressed(headers: &HeaderMap) -> bool {
        bucket_of_host(headers, None).is_some()
    }

    /// Whether the path of a request names a bucket that exists.
    pub(crate) fn has_bucket_of_path(&self, head: &Parts) -> bool {
        Target::of(head)
            .is_ok_and(|target| target.bucket.is_some_and(|bucket| self.owners.lock().contains_key(&bucket)))
    }

    /// Deletes what was to be kept for this process only. Blocks for a moment.
    pub(crate) fn close(&self) {
        self.files.close();
    }

    pub(crate) fn tenants(&self) -> Vec<Tenant> {
        self.book.tenants()
    }

    pub(crate) async fn reset(&self, scope: &Scope) {
        for (tenant, buckets) in self.book.reset(&scope.of_account()).await {
            self.owners.lock().retain(|_, owner| *owner != tenant);
            let pieces: Vec<_> = buckets.by_name.values().flat_map(Bucket::pieces).cloned().collect();
            self.files.remove(&pieces);
        }
    }
}

impl ObjectSource for S3 {
    fn object<'a>(
        &'a self,
        tenant: &'a Tenant,
        bucket: &'a str,
        key: &'a str,
        version: Option<&'a str>,
    ) -> Later<'a, Result<Bytes, (String, String)>> {
        Box::pin(async move {
            let whole = async {
                if version.is_some_and(|version| version != "null") {
                    return Err(not_implemented("A version of an object"));
                }
                let tenant = global(tenant);
                self.check_owner(&tenant, bucket)?;
                let object = self.book.read(&tenant, |buckets| {
                    buckets.get(bucket)?.objects.get(key).cloned().ok_or_else(no_such_key)
                })?;
                if object.size > WHOLE_BYTES_MAX {
                    return Err(failure::too_large());
                }
                let body = ObjectBody::open(&self.files, &object.pieces, 0, object.size).await;
                let body = body.map_err(|error| failure::io(&error))?;
                let bytes = body.collect().await.map_err(|error| failure::io(&error))?;
                Ok(bytes.to_bytes())
            };
            whole.await.map_err(|failure| (failure.code.into_owned(), failure.message))
        })
    }
}

impl Bucket {
    /// All files of it.
    fn pieces(&self) -> impl Iterator<Item = &files::Piece> {
        let objects = self.objects.values().flat_map(|object| &object.pieces);
        let parts = self.uploads.values().flat_map(|upload| upload.parts.values()).map(|part| &part.piece);
        objects.chain(parts)
    }
}

/// The bucket of a row's name, and the rest of the name.
fn found<'s, 'r>(
    states: &'s mut BTreeMap<Tenant, Buckets>,
    tenant: &Tenant,
    row: &'r str,
) -> Option<(&'s mut Bucket, &'r str)> {
    let (name, rest) = row.split_once('/')?;
    Some((states.get_mut(tenant)?.by_name.get_mut(name)?, rest))
}

/// A subresource that is not here, once those that are have been found. Who only reads may say more than is asked
/// for, as URLs in browsers do to get by a cache; then a subresource is what has no value.
fn unknown(method: &Method, target: &Target) -> Option<String> {
    let only_reads = method == Method::GET || method == Method::HEAD;
    let is_parameter = |name: &str| {
        let name = name.to_ascii_lowercase();
        PARAMETERS.contains(&name.as_str()) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
    };
    let mut names =
        target.query.iter().filter(|(name, value)| !is_parameter(name) && (value.is_empty() || !only_reads));
    names.next().map(|(name, _)| format!("The subresource {name}"))
}

/// An answer without content.
fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::new(ObjectBody::bytes(Bytes::new()));
    *answer.status_mut() = status;
    answer
}

fn with_id(answer: &mut Answer, request_id: &str) {
    if let Ok(id) = HeaderValue::from_str(request_id) {
        answer.headers_mut().insert("x-amz-request-id", id.clone());
        answer.headers_mut().insert("x-amz-id-2", id);
    }
}

/// An answer with a document.
fn document(name: &str, content: &Xml) -> Answer {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{name} xmlns=\"{NAMESPACE}\">{}</{name}>",
        content.0
    );
    let mut answer = Response::new(ObjectBody::bytes(text));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"));
    answer
}

fn refusal(failure: &Failure, path: &str, request_id: &str, is_head: bool) -> Answer {
    failure.log(request_id);
    let mut answer = if is_head || failure.status == StatusCode::NOT_MODIFIED {
        empty(failure.status)
    } else {
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{}</Code><Message>{}</Message><Resource>{}\
             </Resource><RequestId>{}</RequestId></Error>",
            xml::escape(failure.query_code()),
            xml::escape(&failure.message),
            xml::escape(path),
            xml::escape(request_id)
        );
        let mut answer = Response::new(ObjectBody::bytes(text));
        answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        answer
    };
    *answer.status_mut() = failure.status;
    answer
}

/// The answer to a caller that is turned away.
pub(crate) fn denied(code: &'static str, message: &str, request_id: &str) -> Response<Bytes> {
    let is_malformed = code == "InvalidPolicyDocument";
    let status = if is_malformed { StatusCode::BAD_REQUEST } else { StatusCode::FORBIDDEN };
    let failure = Failure::new(status, code, message);
    let text = refusal(&failure, "/", request_id, false);
    let (parts, _) = text.into_parts();
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{}</Message><RequestId>{}\
         </RequestId></Error>",
        xml::escape(message),
        xml::escape(request_id)
    );
    Response::from_parts(parts, body.into())
}

#[cfg(test)]
mod tests {
    use http_body_util::Full;

    use super::*;

    #[tokio::test]
    async fn objects_are_read_from_inside() {
        let directory = std::env::temp_dir().join(format!("thingcore-s3-test-{}", uuid::Uuid::new_v4()));
        let store = Store::memory().unwrap();
        let s3 = S3::open(Some(&directory), &store, &mut Kept::default()).unwrap();
        let tenant = |account: &str| Tenant::new(account.parse().unwrap(), "us-east-1".parse().unwrap());
        let (ours, theirs) = (tenant("123456789012"), tenant("210987654321"));
        for (path, body) in [("/code", ""), ("/code/f.zip", "zip")] {
            let mut request = Request::put(path).body(Full::new(Bytes::from(body))).unwrap();
            request.extensions_mut().insert(crate::AccessKey("test".into()));
            assert_eq!(s3.handle(&ours, request, "id").await.status(), 200);
        }
        let code = |outcome: Result<Bytes, (String, String)>| outcome.map_err(|(code, _)| code);
        assert_eq!(code(s3.object(&ours, "code", "f.zip", None).await), Ok(Bytes::from("zip")));
        assert_eq!(code(s3.object(&ours, "code", "g.zip", None).await), Err("NoSuchKey".into()));
        assert_eq!(code(s3.object(&ours, "none", "f.zip", None).await), Err("NoSuchBucket".into()));
        assert_eq!(code(s3.object(&theirs, "code", "f.zip", None).await), Err("AccessDenied".into()));
        assert_eq!(code(s3.object(&ours, "code", "f.zip", Some("v1")).await), Err("NotImplemented".into()));
        std::fs::remove_dir_all(directory).unwrap();
    }
}
