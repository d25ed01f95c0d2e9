//! Requests for S3, whose bodies are not read into memory.
//!
//! What is signed says that it is for S3. What nobody signed is for a bucket that its host or its path names, unless
//! the path is one of AWS IoT's.

use axum::body::Body;
use axum::response::Response;
use http::request::Parts;
use http::{Method, Request, header};

use api::credentials::Principal;
use api::post_policy::{self, Fields, PolicyError};
use api::{sigv2, sigv4};

use super::http::{Connection, denial};
use super::{App, now};

/// Answers a request that is for S3: signed in its name, or for a bucket and signed by nobody. Any other is given back.
pub async fn answer(app: &App, request: Request<Body>) -> Result<Response, Box<Request<Body>>> {
    let (parts, body) = request.into_parts();
    let claim = sigv4::parse_authorization(&parts).ok().flatten();
    let signing_name = claim.as_ref().map(|claim| claim.service.as_str());
    let is_embedded = app.lab.serves(Some("s3"), None).is_some();
    let is_signed = signing_name == Some("s3") || (claim.is_none() && sigv2::Link::of(&parts).is_some());
    let is_addressed =
        claim.is_none() && (app.lab.is_for_a_bucket(&parts.headers) || is_by_path(app, &parts));
    if !is_embedded || !(is_signed || is_addressed) {
        return Err(Box::new(Request::from_parts(parts, body)));
    }
    let request_id = uuid::Uuid::new_v4().to_string();
    if !is_signed && is_form(&parts) {
        return Ok(post(app, &parts, body, &request_id).await);
    }
    let caller = match app.pipeline.authenticator().caller_unread(&parts, now()) {
        Ok(caller) => caller,
        Err(refusal) => {
            let answer = lab::denied(lab::Service::S3, denial(&refusal), &refusal.to_string(), &request_id);
            return Ok(answer.map(Body::from));
        }
    };
    let mut request = Request::from_parts(parts, body);
    if let Principal::AccessKey(key) = caller.principal {
        request.extensions_mut().insert(lab::AccessKey(key));
    }
    Ok(app.lab.objects(&caller.tenant, request, &request_id).await.map(Body::new))
}

/// Whether the path of a request that nobody signed names a bucket, and is nobody else's. Devices, which their
/// certificates tell, are AWS IoT's.
fn is_by_path(app: &App, head: &Parts) -> bool {
    let is_device =
        head.extensions.get::<Connection>().is_some_and(|connection| connection.identity.is_some());
    let is_elsewhere = is_device || head.headers.contains_key("x-amz-target");
    let path = head.uri.path().trim_matches('/');
    let is_form_of_a_bucket = is_form(head) && !path.is_empty() && !path.contains('/');
    let is_of_a_bucket = is_form_of_a_bucket || app.lab.has_bucket_of_path(head);
    !is_elsewhere && is_of_a_bucket && !app.pipeline.knows(head.uri.path())
}

/// Whether this is a form that a browser sends to a bucket, which no other service takes.
fn is_form(head: &Parts) -> bool {
    let kind = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    head.method == Method::POST
        && kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

/// Answers a form. Who sends it is in its fields.
async fn post(app: &App, head: &Parts, body: Body, request_id: &str) -> Response {
    let denied = |denial, text: &str| lab::denied(lab::Service::S3, denial, text, request_id).map(Body::from);
    let form = match app.lab.form(head, body, request_id).await {
        Ok(form) => form,
        Err(answer) => return answer.map(Body::new),
    };
    let (fields, now) = (Fields(form.fields()), now());
    let caller = match app.pipeline.authenticator().caller_of_form(&fields, now) {
        Ok(caller) => caller,
        Err(refusal) => return denied(denial(&refusal), &refusal.to_string()),
    };
    let sizes = match fields.policy().map(|policy| post_policy::check(policy, &fields, form.bucket(), now)) {
        None => 0..=u64::MAX,
        Some(Ok(sizes)) => sizes,
        Some(Err(error @ PolicyError::Invalid(_))) => return denied(lab::Denial::Policy, &error.to_string()),
        Some(Err(error)) => return denied(lab::Denial::Unsigned, &error.to_string()),
    };
    let key = match caller.principal {
        Principal::AccessKey(key) => Some(lab::AccessKey(key)),
        _ => None,
    };
    app.lab.post_object((&caller.tenant, key), form, sizes, head, request_id).await.map(Body::new)
}
