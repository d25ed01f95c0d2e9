//! The policies of forms that browsers send to S3 (S3 API Reference, "POST policy"): what their sender allowed, and who
//! signed that.

use std::ops::RangeInclusive;

use aws_lc_rs::hmac;
use base::UnixMillis;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use model::calendar::parse_iso8601;
use serde_json::Value;
use thiserror::Error;

use crate::sigv4::{self, Secret, SignatureError};

/// Fields that no condition must allow.
const FREE: [&str; 6] = ["awsaccesskeyid", "bucket", "file", "policy", "signature", "x-amz-signature"];

/// Why a form is not what its policy allows. The texts are AWS's.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum PolicyError {
    /// The policy cannot be read.
    #[error("Invalid Policy: {0}")]
    Invalid(&'static str),
    /// Its time is over.
    #[error("Invalid according to Policy: Policy expired.")]
    Expired,
    /// A field is not what a condition says.
    #[error("Invalid according to Policy: Policy Condition failed: {0}")]
    Condition(String),
    /// No condition allows a field.
    #[error("Invalid according to Policy: Extra input fields: {0}")]
    Extra(String),
}

/// The fields of a form, before its file.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>(pub &'a [(String, String)]);

impl<'a> Fields<'a> {
    /// The value of a field. Names have no case.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        let found = self.0.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The policy as it was signed, in base64.
    pub fn policy(&self) -> Option<&'a str> {
        self.get("policy")
    }
}

/// Who says to have signed a policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signer<'a> {
    /// The access key.
    pub access_key_id: &'a str,
    /// Day, region and service of version 4 of the signature; version 2 has none.
    pub scope: Option<[&'a str; 3]>,
    signature: &'a str,
    token: Option<&'a str>,
}

impl<'a> Signer<'a> {
    /// Reads the claim of a form; `None` when it has none.
    ///
    /// # Errors
    /// When a part of it is missing or unreadable.
    pub fn of(fields: &Fields<'a>) -> Result<Option<Self>, SignatureError> {
        let token = fields.get("x-amz-security-token");
        let missing =
            |name| SignatureError::Incomplete(format!("Bucket POST must contain a field named '{name}'."));
        if let Some(credential) = fields.get("x-amz-credential") {
            let parts: Vec<&str> = credential.rsplitn(5, '/').collect();
            let [sigv4::TERMINATOR, service, region, date, access_key_id] = parts[..] else {
                return Err(SignatureError::Incomplete("The credential is malformed.".into()));
            };
            let signature = fields.get("x-amz-signature").ok_or_else(|| missing("x-amz-signature"))?;
            return Ok(Some(Self { access_key_id, scope: Some([date, region, service]), signature, token }));
        }
        let Some(access_key_id) = fields.get("AWSAccessKeyId") else { return Ok(None) };
        let signature = fields.get("signature").ok_or_else(|| missing("signature"))?;
        Ok(Some(Self { access_key_id, scope: None, signature, token }))
    }

    /// Checks the claim against the key that it names.
    ///
    /// # Errors
    /// When the token is not the key's, or the signature is not that of this policy. Signatures are compared in constant
    /// time.
    pub fn verify(&self, policy: &str, secret: &Secret) -> Result<(), SignatureError> {
        if self.token != secret.session_token.as_deref() {
            return Err(SignatureError::WrongToken);
        }
        let secret = &secret.secret_access_key;
        let (key, signature) = match self.scope {
            Some([date, region, service]) => {
                (sigv4::signing_key(secret, date, region, service), sigv4::unhex(self.signature))
            }
            None => {
                let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
                (key, BASE64.decode(self.signature).ok())
            }
        };
        let signature = signature.ok_or(SignatureError::Mismatch)?;
        hmac::verify(&key, policy.as_bytes(), &signature).map_err(|_| SignatureError::Mismatch)
    }
}

/// Holds a form against its policy; how many bytes its file may have.
///
/// # Errors
/// When the policy cannot be read, is over, or does not allow the form.
pub fn check(
    policy: &str,
    fields: &Fields<'_>,
    bucket: &str,
    now: UnixMillis,
) -> Result<RangeInclusive<u64>, PolicyError> {
    let invalid = PolicyError::Invalid;
    let policy = BASE64.decode(policy).map_err(|_| invalid("Invalid Base64."))?;
    let policy: Value = serde_json::from_slice(&policy).map_err(|_| invalid("Invalid JSON."))?;
    let expiration = policy["expiration"].as_str().ok_or(invalid("Policy missing expiration."))?;
    let expiration = parse_iso8601(expiration).ok_or(invalid("Invalid 'expiration' value."))?;
    let conditions = policy["conditions"].as_array().ok_or(invalid("Policy missing conditions."))?;
    if expiration < now {
        return Err(PolicyError::Expired);
    }
    let value = |name: &str| if name == "bucket" { Some(bucket) } else { fields.get(name) };
    let (mut sizes, mut allowed) = (0..=u64::MAX, Vec::new());
    for condition in conditions {
        let failed = || PolicyError::Condition(condition.to_string());
        for test in tests_of(condition).ok_or(invalid("Invalid Condition."))? {
            match test {
                Test::Sizes(range) => {
                    sizes = *range.start().max(sizes.start())..=*range.end().min(sizes.end());
                    continue;
                }
                Test::Equal(name, wanted) => {
                    if value(&name).unwrap_or_default() != wanted {
                        return Err(failed());
                    }
                    allowed.push(name);
                }
                Test::Begins(name, wanted) => {
                    let given = value(&name).unwrap_or_default();
                    // A content type is a list of them.
                    let is_list = name == "content-type";
                    let mut each = given.split(|letter| is_list && letter == ',');
                    if !each.all(|one| one.starts_with(wanted)) {
                        return Err(failed());
                    }
                    allowed.push(name);
                }
            }
        }
    }
    for (name, _) in fields.0 {
        let name = name.to_ascii_lowercase();
        if !FREE.contains(&name.as_str()) && !name.starts_with("x-ignore-") && !allowed.contains(&name) {
            return Err(PolicyError::Extra(name));
        }
    }
    Ok(sizes)
}

/// What a condition asks for. Names are in lower case.
enum Test<'a> {
    Equal(String, &'a str),
    Begins(String, &'a str),
    Sizes(RangeInclusive<u64>),
}

/// Reads a condition; an object is one for each of its members.
fn tests_of(condition: &Value) -> Option<Vec<Test<'_>>> {
    if let Some(members) = condition.as_object() {
        return members
            .iter()
            .map(|(name, value)| Some(Test::Equal(name.to_ascii_lowercase(), value.as_str()?)))
            .collect();
    }
    let [kind, first, second] = condition.as_array()?.as_slice() else { return None };
    let kind = kind.as_str()?.to_ascii_lowercase();
    let bytes = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let name = || Some(first.as_str()?.strip_prefix('$')?.to_ascii_lowercase());
    Some(vec![match kind.as_str() {
        "content-length-range" => Test::Sizes(bytes(first)?..=bytes(second)?),
        "eq" => Test::Equal(name()?, second.as_str()?),
        "starts-with" => Test::Begins(name()?, second.as_str()?),
        _ => return None,
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_440_938_160_000);

    fn checked(conditions: &str, fields: &[(&str, &str)]) -> Result<RangeInclusive<u64>, PolicyError> {
        let policy = format!(r#"{{"expiration": "2030-12-01T12:00:00.000Z", "conditions": {conditions}}}"#);
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        check(&BASE64.encode(policy), &Fields(&fields), "b", NOW)
    }

    #[test]
    fn conditions() {
        let both = r#"[{"bucket": "b", "Key": "k"}, ["eq", "$x-amz-meta-a", "1"], ["starts-with", "$Content-Type", "image/"]]"#;
        let fields = [
            ("key", "k"),
            ("X-Amz-Meta-A", "1"),
            ("Content-Type", "image/png,image/gif"),
            ("x-ignore-it", "1"),
        ];
        assert_eq!(checked(both, &fields), Ok(0..=u64::MAX));
        let range = r#"[["starts-with", "$key", ""], ["content-length-range", 2, "5"]]"#;
        assert_eq!(checked(range, &[("key", "k")]), Ok(2..=5));
        for (conditions, fields, text) in [
            (r#"[{"bucket": "c"}]"#, &fields[..0], r#"Policy Condition failed: {"bucket":"c"}"#),
            (r#"[["eq", "$key", "k"]]"#, &fields[..0], "Policy Condition failed"),
            (r#"[["starts-with", "$key", "u/"]]"#, &fields[..1], "Policy Condition failed"),
            (r#"[["starts-with", "$content-type", "image/p"]]"#, &fields[2..3], "Policy Condition failed"),
            ("[]", &fields[..1], "Extra input fields: key"),
            ("{}", &fields[..0], "Invalid Policy"),
            (r#"[["ends-with", "$key", "u/"]]"#, &fields[..1], "Invalid Policy"),
            (r#"[["content-length-range", -1, 5]]"#, &fields[..0], "Invalid Policy"),
            (r#"[["eq", "key", "k"]]"#, &fields[..1], "Invalid Policy"),
            ("[7]", &fields[..0], "Invalid Policy"),
        ] {
            let error = checked(conditions, fields).unwrap_err().to_string();
            assert!(error.contains(text), "{conditions}: {error}");
        }
        let over = BASE64.encode(r#"{"expiration": "2010-12-01T12:00:00Z", "conditions": []}"#);
        assert_eq!(check(&over, &Fields(&[]), "b", NOW), Err(PolicyError::Expired));
        for bad in ["no base64!", "e30=", ""] {
            assert!(matches!(check(bad, &Fields(&[]), "b", NOW), Err(PolicyError::Invalid(_))), "{bad}");
        }
    }
}
