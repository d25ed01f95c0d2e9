//! What a request says about who signed it.

use std::borrow::Cow;

use base::UnixMillis;
use http::request::Parts;
use model::calendar::Civil;
use percent_encoding::percent_decode_str;

use super::{ALGORITHM, SignatureError, TERMINATOR};

/// How long a presigned URL without `X-Amz-Expires` is good for, seconds. Not documented; the life of a
/// WebSocket connection (mqtt.md §2).
const DEFAULT_EXPIRES_SECONDS: u64 = 86_400;
/// The longest life of a presigned URL, seconds.
const EXPIRES_SECONDS_MAX: u64 = 604_800;

/// What a signed request claims. Nothing of it is proven before [`super::verify`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// The access key.
    pub access_key_id: String,
    /// The day of the scope, `20260131`.
    pub date: String,
    /// The region of the scope.
    pub region: String,
    /// The service of the scope, its signing name.
    pub service: String,
    /// When it was signed, as written.
    pub(super) stamp: Option<String>,
    /// Names of the headers that are signed, in the order given.
    pub(super) signed_headers: Vec<String>,
    /// 64 hex digits, if the client can count.
    pub(super) signature: String,
    pub(super) session_token: Option<String>,
    /// The life of a presigned URL, seconds; `None` for a signature in the header.
    pub(super) expires_seconds: Option<u64>,
}

impl Claim {
    /// Whether the signature is in the query.
    pub fn is_presigned(&self) -> bool {
        self.expires_seconds.is_some()
    }

    /// Whether it is a presigned URL whose time is over. One whose time cannot be read is not.
    pub fn is_over(&self, now: UnixMillis) -> bool {
        let Some(seconds) = self.expires_seconds else { return false };
        self.time().is_ok_and(|(signed, _)| now.since(signed).as_secs() > seconds)
    }

    /// When the request was signed, and that time as written.
    pub(super) fn time(&self) -> Result<(UnixMillis, &str), SignatureError> {
        let stamp = self.stamp.as_deref().ok_or_else(|| {
            SignatureError::Incomplete(
                "Authorization header requires existence of an 'X-Amz-Date' header.".into(),
            )
        })?;
        let time = Civil::parse_basic(stamp)
            .and_then(Civil::time)
            .ok_or_else(|| SignatureError::Incomplete("Date must be in ISO-8601 'basic format'.".into()))?;
        Ok((time, stamp))
    }
}

/// Reads the claim of a request from its `Authorization` header or, without one, from its query. `None`
/// when it carries neither; nothing is verified.
///
/// # Errors
/// When there is a claim that cannot be read: another algorithm, missing parts, a scope of another form.
pub fn parse_authorization(parts: &Parts) -> Result<Option<Claim>, SignatureError> {
    if let Some(header) = parts.headers.get(http::header::AUTHORIZATION) {
        let text = header.to_str().map_err(|_| incomplete("Authorization header is not ASCII."))?;
        return from_header(parts, text).map(Some);
    }
    let query = parts.uri.query().unwrap_or_default();
    if parameter(query, "X-Amz-Algorithm").is_none() && parameter(query, "X-Amz-Signature").is_none() {
        return Ok(None);
    }
    from_query(query).map(Some)
}

fn incomplete(text: impl Into<String>) -> SignatureError {
    SignatureError::Incomplete(text.into())
}

fn from_header(parts: &Parts, text: &str) -> Result<Claim, SignatureError> {
    let rest = text.strip_prefix(ALGORITHM).filter(|rest| rest.starts_with(' '));
    let rest = rest.ok_or_else(|| incomplete(format!("Authorization header requires '{ALGORITHM}'.")))?;
    let (mut credential, mut signed_headers, mut signature) = (None, None, None);
    for field in rest.split(',') {
        match field.trim().split_once('=') {
            Some(("Credential", value)) => credential = Some(value),
            Some(("SignedHeaders", value)) => signed_headers = Some(value),
            Some(("Signature", value)) => signature = Some(value),
            _ => return Err(incomplete("Authorization header has a part without a key and a value.")),
        }
    }
    let required = |value: Option<&str>, name: &str| match value.filter(|value| !value.is_empty()) {
        Some(value) => Ok(value.to_string()),
        None => Err(incomplete(format!("Authorization header requires '{name}' parameter."))),
    };
    let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(String::from);
    let claim = Claim {
        stamp: header("x-amz-date"),
        signed_headers: names(&required(signed_headers, "SignedHeaders")?),
        signature: required(signature, "Signature")?,
        session_token: header("x-amz-security-token"),
        expires_seconds: None,
        ..scope(&required(credential, "Credential")?)?
    };
    Ok(claim)
}

fn from_query(query: &str) -> Result<Claim, SignatureError> {
    let required = |name: &str| match parameter(query, name).filter(|value| !value.is_empty()) {
        Some(value) => Ok(value.into_owned()),
        None => Err(incomplete(format!("AWS query-string parameters must include '{name}'."))),
    };
    if required("X-Amz-Algorithm")? != ALGORITHM {
        return Err(incomplete(format!("X-Amz-Algorithm must be '{ALGORITHM}'.")));
    }
    let expires_seconds = match parameter(query, "X-Amz-Expires") {
        None => DEFAULT_EXPIRES_SECONDS,
        Some(text) => text
            .parse()
            .ok()
            .filter(|seconds| *seconds <= EXPIRES_SECONDS_MAX)
            .ok_or_else(|| incomplete("X-Amz-Expires must be a number of seconds up to 604800."))?,
    };
    let claim = Claim {
        stamp: Some(required("X-Amz-Date")?),
        signed_headers: names(&required("X-Amz-SignedHeaders")?),
        signature: required("X-Amz-Signature")?,
        session_token: parameter(query, "X-Amz-Security-Token").map(Cow::into_owned),
        expires_seconds: Some(expires_seconds),
        ..scope(&required("X-Amz-Credential")?)?
    };
    Ok(claim)
}

/// `KEY/20260131/us-east-1/iot/aws4_request`. The key may itself hold slashes.
fn scope(credential: &str) -> Result<Claim, SignatureError> {
    let parts: Vec<&str> = credential.rsplitn(5, '/').collect();
    let [TERMINATOR, service, region, date, access_key_id] = parts[..] else {
        return Err(incomplete(
            "Credential must have exactly 5 slash-delimited elements and end in 'aws4_request'.",
        ));
    };
    Ok(Claim {
        access_key_id: access_key_id.into(),
        date: date.into(),
        region: region.into(),
        service: service.into(),
        stamp: None,
        signed_headers: Vec::new(),
        signature: String::new(),
        session_token: None,
        expires_seconds: None,
    })
}

fn names(list: &str) -> Vec<String> {
    list.split(';').map(String::from).collect()
}

/// The first value of a query parameter, decoded; text that is not UTF-8 counts as absent.
fn parameter<'q>(query: &'q str, name: &str) -> Option<Cow<'q, str>> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.into_iter().find(|(key, _)| *key == name)?;
    percent_decode_str(value).decode_utf8().ok()
}
