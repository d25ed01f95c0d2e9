//! Whether a claim holds.

use std::time::Duration;

use aws_lc_rs::{constant_time, hmac};
use base::UnixMillis;
use http::request::Parts;
use model::calendar::Civil;

use super::canonical::{Canonical, PathForm, scope, sha256_hex, signing_key, string_to_sign, unhex};
use super::{Claim, Secret, SignatureError};

/// How far the client's clock may be off.
const SKEW: Duration = Duration::from_secs(5 * 60);
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
/// The service of MQTT over WebSocket: its presigned URLs leave the session token unsigned (mqtt.md §1).
const DEVICE_GATEWAY: &str = "iotdevicegateway";
/// What older clients sign WebSockets for, such as the AWS IoT Device SDK v1 for Python. The same name
/// signs HTTPS, whose presigned URLs have the token signed.
const IOT_DATA: &str = "iotdata";

/// The query parameters that a signature may not be about, in the ways in which clients of the service
/// sign. The token itself is compared in any case.
fn left_out(claim: &Claim) -> &'static [&'static [&'static str]] {
    const SIGNATURE: &[&str] = &["X-Amz-Signature"];
    const AND_TOKEN: &[&str] = &["X-Amz-Signature", "X-Amz-Security-Token"];
    match (claim.is_presigned(), claim.service.as_str()) {
        (true, DEVICE_GATEWAY) => &[AND_TOKEN],
        (true, IOT_DATA) => &[SIGNATURE, AND_TOKEN],
        (true, _) => &[SIGNATURE],
        (false, _) => &[&[]],
    }
}

/// Checks a claim against the key that it names.
///
/// # Errors
/// When the token is not the key's, the time is more than 5 minutes off or the presigned URL expired, or
/// the signature is not that of this request. Signatures are compared in constant time.
pub fn verify(
    claim: &Claim,
    parts: &Parts,
    body: &[u8],
    secret: &Secret,
    now: UnixMillis,
) -> Result<(), SignatureError> {
    let stamp = check_claim(claim, parts, secret, now)?;
    let payload = payload(parts, body)?;
    check_signature(claim, parts, secret, stamp, &payload, PathForm::Normal)
}

/// As [`verify`], for a request of S3 whose body has not been read: what its header says of the body is signed, and
/// whoever reads the body holds it against that. S3 signs the path as it is sent.
///
/// # Errors
/// As those of [`verify`].
pub fn verify_unread(
    claim: &Claim,
    parts: &Parts,
    secret: &Secret,
    now: UnixMillis,
) -> Result<(), SignatureError> {
    let stamp = check_claim(claim, parts, secret, now)?;
    let header = parts.headers.get("x-amz-content-sha256").and_then(|value| value.to_str().ok());
    // A presigned URL does not know the body.
    let payload = if claim.is_presigned() { None } else { header };
    check_signature(claim, parts, secret, stamp, payload.unwrap_or(UNSIGNED_PAYLOAD), PathForm::AsSent)
}

/// Checks everything but the signature; when the request was signed.
fn check_claim<'c>(
    claim: &'c Claim,
    parts: &Parts,
    secret: &Secret,
    now: UnixMillis,
) -> Result<&'c str, SignatureError> {
    let token = |token: &Option<String>| token.clone().unwrap_or_default();
    let (given, expected) = (token(&claim.session_token), token(&secret.session_token));
    if constant_time::verify_slices_are_equal(given.as_bytes(), expected.as_bytes()).is_err() {
        return Err(SignatureError::WrongToken);
    }
    let stamp = check_time(claim, now)?;
    check_signed_headers(claim, parts)?;
    Ok(stamp)
}

fn check_signature(
    claim: &Claim,
    parts: &Parts,
    secret: &Secret,
    stamp: &str,
    payload: &str,
    path: PathForm,
) -> Result<(), SignatureError> {
    let scope = scope(&claim.date, &claim.region, &claim.service);
    let key = signing_key(&secret.secret_access_key, &claim.date, &claim.region, &claim.service);
    let signature = unhex(&claim.signature).ok_or(SignatureError::Mismatch)?;
    for left_out in left_out(claim) {
        let canonical = Canonical { parts, signed_headers: &claim.signed_headers, left_out, payload, path };
        let text = string_to_sign(stamp, &scope, &canonical.text()?);
        if hmac::verify(&key, text.as_bytes(), &signature).is_ok() {
            return Ok(());
        }
    }
    Err(SignatureError::Mismatch)
}

fn check_time(claim: &Claim, now: UnixMillis) -> Result<&str, SignatureError> {
    let (signed, stamp) = claim.time()?;
    if !stamp.starts_with(&claim.date) || claim.date.len() != 8 {
        return Err(SignatureError::Time(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{}', \
             from '{stamp}'.",
            claim.date,
            &stamp[..8]
        )));
    }
    let basic = |time: UnixMillis| Civil::of(time).basic();
    let latest = now + SKEW;
    if signed > latest {
        let (latest, now) = (basic(latest), basic(now));
        return Err(SignatureError::Time(format!(
            "Signature not yet current: {stamp} is still later than {latest} ({now} + 5 min.)"
        )));
    }
    let life = claim.expires_seconds.map_or(SKEW, Duration::from_secs);
    if now.since(signed) > life {
        let earliest = UnixMillis(now.0.saturating_sub(life.as_millis() as u64));
        let (earliest, now, minutes) = (basic(earliest), basic(now), life.as_secs() / 60);
        return Err(SignatureError::Time(format!(
            "Signature expired: {stamp} is now earlier than {earliest} ({now} - {minutes} min.)"
        )));
    }
    Ok(stamp)
}

/// A signature must cover the host and every `x-amz-` header, or they could be exchanged.
fn check_signed_headers(claim: &Claim, parts: &Parts) -> Result<(), SignatureError> {
    let names = &claim.signed_headers;
    let well_formed = names.is_sorted() && names.iter().all(|name| *name == name.to_ascii_lowercase());
    let signed = |name: &str| names.iter().any(|signed| signed == name);
    let covered = signed("host")
        && parts.headers.keys().all(|name| !name.as_str().starts_with("x-amz-") || signed(name.as_str()));
    if well_formed && covered {
        return Ok(());
    }
    Err(SignatureError::Incomplete(
        "'Host' and every 'X-Amz-' header must be a 'SignedHeader' in the AWS Authorization.".into(),
    ))
}

/// What stands for the body: the hash of the body, unless a header says that it is not signed.
fn payload(parts: &Parts, body: &[u8]) -> Result<String, SignatureError> {
    let computed = sha256_hex(body);
    match parts.headers.get("x-amz-content-sha256").map(|value| value.to_str().unwrap_or_default()) {
        None => Ok(computed),
        Some(given) if given == computed || given == UNSIGNED_PAYLOAD => Ok(given.into()),
        Some(given) if given.starts_with("STREAMING-") => Err(SignatureError::Payload(given.into())),
        Some(_) => Err(SignatureError::Mismatch),
    }
}
