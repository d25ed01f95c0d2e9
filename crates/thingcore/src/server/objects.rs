//! Requests for S3, whose bodies are not read into memory.

use axum::body::Body;
use axum::response::Response;
use http::Request;

use api::credentials::Principal;
use api::{sigv2, sigv4};

use super::http::denial;
use super::{App, now};

/// Answers a request that is for S3: signed in its name, or for a host that names a bucket. Any other is given back.
pub async fn answer(app: &App, request: Request<Body>) -> Result<Response, Box<Request<Body>>> {
    let (parts, body) = request.into_parts();
    let claim = sigv4::parse_authorization(&parts).ok().flatten();
    let signing_name = claim.as_ref().map(|claim| claim.service.as_str());
    let is_embedded = app.lab.serves(Some("s3"), None).is_some();
    let is_signed = signing_name == Some("s3") || (claim.is_none() && sigv2::Link::of(&parts).is_some());
    let is_addressed = claim.is_none() && app.lab.is_for_a_bucket(&parts.headers);
    if !is_embedded || !(is_signed || is_addressed) {
        return Err(Box::new(Request::from_parts(parts, body)));
    }
    let request_id = uuid::Uuid::new_v4().to_string();
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
