//! Signing, for our own clients.

use aws_lc_rs::hmac;
use base::UnixMillis;
use http::HeaderValue;
use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use model::calendar::Civil;

use super::canonical::{Canonical, PathForm, hex, scope, sha256_hex, signing_key, string_to_sign};
use super::{ALGORITHM, Secret, SignatureError};

/// Signs a request in its header: sets `x-amz-date`, `authorization` and, for temporary keys,
/// `x-amz-security-token`. The host must be a header or the authority of the URI already.
///
/// # Errors
/// When the request has no host, a signed header is not UTF-8, or a key, region or service cannot stand in
/// a header.
pub fn sign(
    parts: &mut Parts,
    body: &[u8],
    secret: &Secret,
    region: &str,
    service: &str,
    now: UnixMillis,
) -> Result<(), SignatureError> {
    let stamp = Civil::of(now).basic();
    let date = stamp.get(..8).unwrap_or_default();
    if !parts.headers.contains_key(HOST) {
        let host = parts.uri.authority().map(|authority| authority.as_str().to_string());
        let host = host.ok_or_else(|| SignatureError::Incomplete("the request has no host".into()))?;
        parts.headers.insert(HOST, value(&host)?);
    }
    parts.headers.insert("x-amz-date", value(&stamp)?);
    if let Some(token) = &secret.session_token {
        parts.headers.insert("x-amz-security-token", value(token)?);
    }
    let is_signed = |name: &str| name == "host" || name == "content-type" || name.starts_with("x-amz-");
    let names = parts.headers.keys().map(|name| name.as_str().to_string());
    let mut signed_headers: Vec<String> = names.filter(|name| is_signed(name)).collect();
    signed_headers.sort();
    let payload = sha256_hex(body);
    let canonical = Canonical {
        parts,
        signed_headers: &signed_headers,
        left_out: &[],
        payload: &payload,
        path: PathForm::Normal,
    };
    let canonical = canonical.text()?;
    let scope = scope(date, region, service);
    let key = signing_key(&secret.secret_access_key, date, region, service);
    let signature = hex(hmac::sign(&key, string_to_sign(&stamp, &scope, &canonical).as_bytes()).as_ref());
    let authorization = format!(
        "{ALGORITHM} Credential={}/{scope}, SignedHeaders={}, Signature={signature}",
        secret.access_key_id,
        signed_headers.join(";")
    );
    parts.headers.insert(AUTHORIZATION, value(&authorization)?);
    Ok(())
}

fn value(text: &str) -> Result<HeaderValue, SignatureError> {
    HeaderValue::from_str(text)
        .map_err(|_| SignatureError::Incomplete("a key, region or service cannot stand in a header".into()))
}
