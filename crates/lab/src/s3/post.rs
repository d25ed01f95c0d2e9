//! Putting objects by forms.

use std::ops::RangeInclusive;

use base::Tenant;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, header};
use hyper::body::Body;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::describe::{KEPT, OBJECT_TAGS_MAX};
use super::failure::invalid_argument;
use super::form::Form;
use super::put::put_headers;
use super::request::Target;
use super::{Answer, Asked, S3, document, empty, global, refusal, tagging, with_id};
use crate::protocol::query::Xml;
use crate::protocol::{AccessKey, Call, Failure};

/// Fields that say who sends the form.
const SIGNATURE: [&str; 5] =
    ["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-security-token", "x-amz-signature"];

impl S3 {
    /// Puts the object of a form, whose content may have so many bytes. Who sends it was found out before; without keys
    /// and without a signature that is the bucket's owner.
    pub(crate) async fn post<B>(
        &self,
        (tenant, access_key): (&Tenant, Option<AccessKey>),
        form: Form<B>,
        sizes: RangeInclusive<u64>,
        head: &Parts,
        request_id: &str,
    ) -> Answer
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        let tenant = global(tenant);
        let request = Request::from_parts(head.clone(), ());
        let mut call =
            Call { access_key: access_key.map(|key| key.0), ..Call::of(&tenant, &request, request_id) };
        let owner = self.owners.lock().get(&form.bucket).cloned().filter(|_| call.access_key.is_none());
        if let Some(owner) = &owner {
            call.tenant = owner;
        }
        let path = head.uri.path();
        let outcome = self.post_object(call, form, sizes).await;
        let mut answer = outcome.unwrap_or_else(|failure| refusal(&failure, path, request_id, false));
        with_id(&mut answer, request_id);
        answer
    }

    async fn post_object<B>(
        &self,
        call: Call<'_>,
        form: Form<B>,
        sizes: RangeInclusive<u64>,
    ) -> Result<Answer, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::fmt::Display,
    {
        self.check_owner(call.tenant, &form.bucket)?;
        let headers = headers_of(&form)?;
        let key = form.field("key").unwrap_or_default().to_owned();
        let target = Target::new(form.bucket.clone(), key)?;
        let after = After::of(&form);
        let asked = Asked { call, target, headers, is_head: false };
        let object = self.put(&asked, form.content, sizes).await?;
        let (bucket, key) = (asked.bucket(), asked.key());
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let location = format!("{}/{bucket}/{}", asked.call.origin, encoded(key));
        let etag = format!("\"{}\"", object.etag);
        let (mut answer, location) = match after {
            After::Redirect(url) => {
                let mark = if url.contains('?') { '&' } else { '?' };
                let (key, etag) = (encoded(key), encoded(&etag));
                (empty(StatusCode::SEE_OTHER), format!("{url}{mark}bucket={bucket}&key={key}&etag={etag}"))
            }
            After::Status(StatusCode::CREATED) => {
                let xml = Xml::new().text("Location", &location).text("Bucket", bucket).text("Key", key);
                let mut answer = document("PostResponse", &xml.text("ETag", &etag));
                *answer.status_mut() = StatusCode::CREATED;
                (answer, location)
            }
            After::Status(status) => (empty(status), location),
        };
        put_headers(answer.headers_mut(), &object);
        if let Ok(location) = HeaderValue::try_from(location) {
            answer.headers_mut().insert(header::LOCATION, location);
        }
        Ok(answer)
    }
}

/// What the browser is told in the end.
enum After {
    Redirect(String),
    Status(StatusCode),
}

impl After {
    fn of<B>(form: &Form<B>) -> Self {
        let redirect = form.field("success_action_redirect").or_else(|| form.field("redirect"));
        // What is no address is passed over.
        let is_address = |url: &&str| url.starts_with("http://") || url.starts_with("https://");
        match (redirect.filter(is_address), form.field("success_action_status")) {
            (Some(url), _) => Self::Redirect(url.to_owned()),
            (None, Some("200")) => Self::Status(StatusCode::OK),
            (None, Some("201")) => Self::Status(StatusCode::CREATED),
            (None, _) => Self::Status(StatusCode::NO_CONTENT),
        }
    }
}

/// The fields of a form as the headers of an object that is put.
fn headers_of<B>(form: &Form<B>) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in form.fields() {
        let name = name.to_ascii_lowercase();
        let (name, value) = match name.as_str() {
            "acl" => ("x-amz-acl", value.clone()),
            "tagging" => ("x-amz-tagging", tagging_header(value)?),
            name if SIGNATURE.contains(&name) => continue,
            name if name.starts_with("x-amz-") || name == "content-md5" || KEPT.contains(&name) => {
                (name, value.clone())
            }
            _ => continue,
        };
        let invalid = || invalid_argument(&format!("The field {name} cannot be a header."));
        let header = HeaderName::try_from(name).map_err(|_| invalid())?;
        let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| invalid())?;
        headers.try_insert(header, value).map_err(|_| invalid())?;
    }
    Ok(headers)
}

/// Tags of a document, as the header has them.
fn tagging_header(text: &str) -> Result<String, Failure> {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let tags = tagging::tags_of(text, OBJECT_TAGS_MAX)?;
    let pairs = tags.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value)));
    Ok(pairs.collect::<Vec<_>>().join("&"))
}
