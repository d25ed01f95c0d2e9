//! The canonical form of a request, and the keys that sign it.

use aws_lc_rs::{digest, hmac};
use http::request::Parts;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{ALGORITHM, SignatureError, TERMINATOR};

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const PATH: &AsciiSet = &UNRESERVED.remove(b'/');

/// In which form the path is signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathForm {
    /// Without dot segments and repeated slashes, encoded once more than on the wire.
    Normal,
    /// As on the wire, as S3 has it.
    AsSent,
}

/// The parts of a request that are signed besides its method.
pub struct Canonical<'a> {
    pub parts: &'a Parts,
    /// Lower-case names, sorted.
    pub signed_headers: &'a [String],
    /// Query parameters that are not part of what is signed.
    pub left_out: &'a [&'a str],
    /// The hash of the body, or what stands for it.
    pub payload: &'a str,
    /// The form of the path.
    pub path: PathForm,
}

impl Canonical<'_> {
    /// The canonical request.
    pub fn text(&self) -> Result<String, SignatureError> {
        let mut headers = String::new();
        for name in self.signed_headers {
            headers += &format!("{name}:{}\n", self.header(name)?);
        }
        let names = self.signed_headers.join(";");
        Ok(format!(
            "{}\n{}\n{}\n{headers}\n{names}\n{}",
            self.parts.method,
            self.path(),
            self.query(),
            self.payload
        ))
    }

    fn path(&self) -> String {
        match self.path {
            PathForm::Normal => path(self.parts.uri.path()),
            PathForm::AsSent => self.parts.uri.path().to_owned(),
        }
    }

    /// All values of a header, trimmed, with single spaces, joined by commas.
    fn header(&self, name: &str) -> Result<String, SignatureError> {
        let mut values = Vec::new();
        for value in self.parts.headers.get_all(name) {
            let text = std::str::from_utf8(value.as_bytes()).map_err(|_| SignatureError::Mismatch)?;
            values.push(text.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
        }
        // HTTP/2 has no Host header.
        let authority = self.parts.uri.authority().filter(|_| name == "host" && values.is_empty());
        values.extend(authority.map(|authority| authority.as_str().to_string()));
        if values.is_empty() {
            return Err(SignatureError::Mismatch);
        }
        Ok(values.join(","))
    }

    /// Pairs in the order of their encoded names and values.
    fn query(&self) -> String {
        let encode = |text: &str| {
            // Bytes that are not UTF-8 can only come from a client that could not have signed them.
            let decoded = percent_decode_str(text).decode_utf8_lossy();
            utf8_percent_encode(&decoded, UNRESERVED).to_string()
        };
        let query = self.parts.uri.query().unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let mut pairs: Vec<(String, String)> = pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .filter(|(name, _)| !self.left_out.contains(name))
            .map(|(name, value)| (encode(name), encode(value)))
            .collect();
        pairs.sort();
        let pairs: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    }
}

/// The path without dot segments and repeated slashes, encoded once more than on the wire.
fn path(raw: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in raw.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    let mut path = format!("/{}", segments.join("/"));
    if raw.ends_with('/') && path.len() > 1 {
        path.push('/');
    }
    utf8_percent_encode(&path, PATH).to_string()
}

/// The text that is signed. `stamp` is `20260131T235959Z`, `scope` starts with the day.
pub fn string_to_sign(stamp: &str, scope: &str, canonical: &str) -> String {
    format!("{ALGORITHM}\n{stamp}\n{scope}\n{}", sha256_hex(canonical.as_bytes()))
}

/// The scope of a signature.
pub fn scope(date: &str, region: &str, service: &str) -> String {
    format!("{date}/{region}/{service}/{TERMINATOR}")
}

/// The key of one day, region and service.
pub fn signing_key(secret: &str, date: &str, region: &str, service: &str) -> hmac::Key {
    let mut key = hmac::Key::new(hmac::HMAC_SHA256, format!("AWS4{secret}").as_bytes());
    for step in [date, region, service, TERMINATOR] {
        key = hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&key, step.as_bytes()).as_ref());
    }
    key
}

/// The SHA-256 of some bytes in lower-case hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of lower- or upper-case hex.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    // Two digits below 16 fit a byte.
    Some(digits.chunks_exact(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect())
}
