//! Who calls: the access keys of `--credentials`, and the caller of a request.
//!
//! Without configured keys every access key is accepted and none is verified: one of 12 digits selects
//! that account, any other the default account, and the region is that of the signature's scope, so that
//! many students share one server by setting nothing but their key (contract.md).

mod file;

use base::{CertificateId, Region, Tenant, UnixMillis};
use http::request::Parts;
use model::ServiceId;
use thiserror::Error;

use crate::error::{self, ApiError};
use crate::post_policy::{Fields, Signer};
use crate::sigv2;
use crate::sigv4::{self, Claim, Secret, SignatureError};
pub use file::{Credentials, CredentialsError, Key};

/// How a caller is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Principal {
    /// By an access key. Verified when keys are configured, otherwise as claimed.
    AccessKey(String),
    /// By the client certificate of its connection.
    Certificate(CertificateId),
    /// By a custom authorizer, which gave it this principal id.
    Authorizer(String),
    /// Not at all: an unsigned request where no keys are configured.
    Anonymous,
}

/// Who calls, and in whose name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// The account and region that the request is for.
    pub tenant: Tenant,
    /// How the caller is known.
    pub principal: Principal,
    /// The signing name that the request is for; `None` when it is not signed.
    pub service: Option<String>,
}

impl Caller {
    /// The services that a request of this caller can be for, in the order in which they are tried. A
    /// device has no way to sign, and knows only the data planes.
    pub fn services(&self) -> Vec<ServiceId> {
        use ServiceId::{Iot, IotData, IotJobsData};
        match (&self.service, &self.principal) {
            (Some(name), _) => ServiceId::of_signing_name(name).into_iter().collect(),
            (None, Principal::Certificate(_) | Principal::Authorizer(_)) => vec![IotData, IotJobsData],
            (None, _) => vec![Iot, IotData, IotJobsData],
        }
    }
}

/// Why a caller is turned away.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Refusal {
    /// Keys are configured and the request is not signed.
    #[error("Missing Authentication Token")]
    Unsigned,
    /// Nobody has this access key.
    #[error("The security token included in the request is invalid.")]
    UnknownKey,
    /// The temporary key's time is over.
    #[error("The security token included in the request is expired")]
    Expired,
    /// The scope names no region.
    #[error("Credential should be scoped to a valid region, not '{0}'. ")]
    Region(String),
    /// The presigned URL's time is over.
    #[error("Request has expired")]
    Over,
    /// The signature does not hold or cannot be read.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

impl Refusal {
    /// The exception of the refusal, always a 403. The control plane tells reasons apart by name, the data
    /// planes call everything `ForbiddenException` (device SDK reports show both).
    pub fn to_error(&self, service: ServiceId) -> ApiError {
        let code = match self {
            _ if service != ServiceId::Iot => &model::iot_data::error::FORBIDDEN_EXCEPTION,
            Self::Unsigned => &error::MISSING_AUTHENTICATION_TOKEN,
            Self::UnknownKey | Self::Expired | Self::Signature(SignatureError::WrongToken) => {
                &error::UNRECOGNIZED_CLIENT
            }
            Self::Signature(SignatureError::Incomplete(_)) => &error::INCOMPLETE_SIGNATURE,
            Self::Region(_) | Self::Over | Self::Signature(_) => &error::INVALID_SIGNATURE,
        };
        ApiError::new(code, self.to_string())
    }
}

/// A key that was given out for a while.
#[derive(Clone, Debug)]
pub struct TemporaryKey {
    /// The key and its account.
    pub key: Key,
    /// When it ends.
    pub expires: UnixMillis,
}

/// Knows the keys that the lab's STS gave out.
pub trait TemporaryKeys: Send + Sync {
    /// A key by its id, also one that has ended lately.
    fn find(&self, access_key_id: &str) -> Option<TemporaryKey>;
}

/// Nobody gives keys out.
impl TemporaryKeys for () {
    fn find(&self, _: &str) -> Option<TemporaryKey> {
        None
    }
}

/// Decides who calls.
pub struct Authenticator {
    /// The keys that may call; `None` when everyone may.
    pub credentials: Option<Credentials>,
    /// The account and region of requests that name none.
    pub default: Tenant,
    /// Keys that come and go.
    pub temporary: Box<dyn TemporaryKeys>,
}

impl Authenticator {
    /// The caller of a request, from its signature.
    ///
    /// # Errors
    /// When the signature cannot be read, or its key was a temporary one and has ended; where keys are configured,
    /// also when there is none, its key is unknown or it does not hold.
    pub fn caller(&self, parts: &Parts, body: &[u8], now: UnixMillis) -> Result<Caller, Refusal> {
        self.decide(parts, now, |claim, secret| sigv4::verify(claim, parts, body, secret, now))
    }

    /// The caller of a request of S3 whose body has not been read; see [`sigv4::verify_unread`]. Presigned URLs may be
    /// of version 2 of the signature. Their time counts even where keys are not configured.
    ///
    /// # Errors
    /// As those of [`caller`](Self::caller).
    pub fn caller_unread(&self, parts: &Parts, now: UnixMillis) -> Result<Caller, Refusal> {
        if let Some(link) = sigv2::Link::of(parts) {
            return self.caller_of_link(&link, parts, now);
        }
        if sigv4::parse_authorization(parts)?.is_some_and(|claim| claim.is_over(now)) {
            return Err(Refusal::Over);
        }
        self.decide(parts, now, |claim, secret| sigv4::verify_unread(claim, parts, secret, now))
    }

    fn caller_of_link(&self, link: &sigv2::Link, parts: &Parts, now: UnixMillis) -> Result<Caller, Refusal> {
        let temporary = self.temporary.find(&link.access_key_id);
        if link.is_over(now) || temporary.as_ref().is_some_and(|temporary| temporary.expires <= now) {
            return Err(Refusal::Over);
        }
        let temporary = temporary.map(|temporary| temporary.key);
        let account = match &self.credentials {
            None => {
                let named = temporary.map(|key| key.account).or_else(|| link.access_key_id.parse().ok());
                named.unwrap_or(self.default.account)
            }
            Some(credentials) => {
                let configured = credentials.get(&link.access_key_id);
                let key = configured.or(temporary.as_ref()).ok_or(Refusal::UnknownKey)?;
                link.verify(parts, &key.secret)?;
                key.account
            }
        };
        Ok(Caller {
            tenant: Tenant::new(account, self.default.region.clone()),
            principal: Principal::AccessKey(link.access_key_id.clone()),
            service: Some("s3".into()),
        })
    }

    /// The caller of a form of S3: who signed its policy. Whether that allows the form is another question.
    ///
    /// # Errors
    /// As those of [`caller`](Self::caller).
    pub fn caller_of_form(&self, fields: &Fields<'_>, now: UnixMillis) -> Result<Caller, Refusal> {
        let Some(signer) = Signer::of(fields)? else {
            return match self.credentials {
                Some(_) => Err(Refusal::Unsigned),
                None => Ok(Caller {
                    tenant: self.default.clone(),
                    principal: Principal::Anonymous,
                    service: None,
                }),
            };
        };
        let temporary = self.temporary.find(signer.access_key_id);
        if temporary.as_ref().is_some_and(|temporary| temporary.expires <= now) {
            return Err(Refusal::Expired);
        }
        let temporary = temporary.map(|temporary| temporary.key);
        let region = match signer.scope {
            Some([_, region, _]) => region.parse().map_err(|_| Refusal::Region(region.to_owned()))?,
            None => self.default.region.clone(),
        };
        let account = match &self.credentials {
            None => {
                let named = temporary.map(|key| key.account).or_else(|| signer.access_key_id.parse().ok());
                named.unwrap_or(self.default.account)
            }
            Some(credentials) => {
                let configured = credentials.get(signer.access_key_id);
                let key = configured.or(temporary.as_ref()).ok_or(Refusal::UnknownKey)?;
                signer.verify(fields.policy().ok_or(Refusal::Unsigned)?, &key.secret)?;
                key.account
            }
        };
        Ok(Caller {
            tenant: Tenant::new(account, region),
            principal: Principal::AccessKey(signer.access_key_id.to_owned()),
            service: Some("s3".into()),
        })
    }

    fn decide(
        &self,
        parts: &Parts,
        now: UnixMillis,
        verify: impl FnOnce(&Claim, &Secret) -> Result<(), SignatureError>,
    ) -> Result<Caller, Refusal> {
        let claim = sigv4::parse_authorization(parts)?;
        let temporary = claim.as_ref().and_then(|claim| self.temporary.find(&claim.access_key_id));
        if temporary.as_ref().is_some_and(|temporary| temporary.expires <= now) {
            return Err(Refusal::Expired);
        }
        let temporary = temporary.map(|temporary| temporary.key);
        match (claim, &self.credentials) {
            (None, Some(_)) => Err(Refusal::Unsigned),
            (None, None) => {
                Ok(Caller { tenant: self.default.clone(), principal: Principal::Anonymous, service: None })
            }
            (Some(claim), None) => {
                let named = temporary.map(|key| key.account).or_else(|| claim.access_key_id.parse().ok());
                let account = named.unwrap_or(self.default.account);
                let tenant = Tenant::new(account, region(&claim)?);
                Ok(signed(claim, tenant))
            }
            (Some(claim), Some(credentials)) => {
                let configured = credentials.get(&claim.access_key_id);
                let key = configured.or(temporary.as_ref()).ok_or(Refusal::UnknownKey)?;
                verify(&claim, &key.secret)?;
                let tenant = Tenant::new(key.account, region(&claim)?);
                Ok(signed(claim, tenant))
            }
        }
    }
}

fn region(claim: &Claim) -> Result<Region, Refusal> {
    claim.region.parse().map_err(|_| Refusal::Region(claim.region.clone()))
}

fn signed(claim: Claim, tenant: Tenant) -> Caller {
    Caller { tenant, principal: Principal::AccessKey(claim.access_key_id), service: Some(claim.service) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_440_938_160_000);
    const FILE: &str = r#"
        [[key]]
        access_key_id = "AKIDEXAMPLE"
        secret_access_key = "secret"
        account = "210987654321"
    "#;

    fn authenticator(file: Option<&str>) -> Authenticator {
        Authenticator {
            credentials: file.map(|text| Credentials::parse(text).unwrap()),
            default: Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap()),
            temporary: Box::new(()),
        }
    }

    fn request(key: Option<(&str, &str)>, region: &str, service: &str) -> Parts {
        let (mut parts, ()) =
            http::Request::get("http://localhost:4566/things").body(()).unwrap().into_parts();
        if let Some((id, secret)) = key {
            let secret =
                Secret { access_key_id: id.into(), secret_access_key: secret.into(), session_token: None };
            sigv4::sign(&mut parts, b"", &secret, region, service, NOW).unwrap();
        }
        parts
    }

    #[test]
    fn without_keys_the_access_key_selects_the_account() {
        let authenticator = authenticator(None);
        let caller = |key, region| authenticator.caller(&request(key, region, "iot"), b"", NOW);
        let found = caller(Some(("000000000007", "any")), "eu-west-1").unwrap();
        assert_eq!(found.tenant.to_string(), "000000000007/eu-west-1");
        assert_eq!(found.service.as_deref(), Some("iot"));
        let found = caller(Some(("test", "any")), "ap-south-1").unwrap();
        assert_eq!(found.tenant.to_string(), "123456789012/ap-south-1");
        assert_eq!(found.principal, Principal::AccessKey("test".into()));
        let found = caller(None, "").unwrap();
        assert_eq!((found.tenant.to_string().as_str(), found.service), ("123456789012/us-east-1", None));
        assert_eq!(caller(Some(("test", "any")), "Narnia"), Err(Refusal::Region("Narnia".into())));
    }

    #[test]
    fn with_keys_only_they_may_call() {
        let authenticator = authenticator(Some(FILE));
        let caller = |key| authenticator.caller(&request(key, "eu-west-1", "iot"), b"", NOW);
        let found = caller(Some(("AKIDEXAMPLE", "secret"))).unwrap();
        assert_eq!(found.tenant.to_string(), "210987654321/eu-west-1");
        let name = |refusal: Refusal| refusal.to_error(ServiceId::Iot).name();
        assert_eq!(name(caller(None).unwrap_err()), "MissingAuthenticationTokenException");
        assert_eq!(
            name(caller(Some(("000000000007", "secret"))).unwrap_err()),
            "UnrecognizedClientException"
        );
        assert_eq!(name(caller(Some(("AKIDEXAMPLE", "guess"))).unwrap_err()), "InvalidSignatureException");
    }

    #[test]
    fn a_broken_header_is_an_incomplete_signature() {
        let mut parts = request(None, "", "");
        parts.headers.insert("authorization", "AWS4-HMAC-SHA256 nonsense".parse().unwrap());
        for authenticator in [authenticator(None), authenticator(Some(FILE))] {
            let refusal = authenticator.caller(&parts, b"", NOW).unwrap_err();
            let error = refusal.to_error(ServiceId::Iot);
            assert_eq!((error.name(), error.status(ServiceId::Iot)), ("IncompleteSignatureException", 403));
            assert_eq!(refusal.to_error(ServiceId::IotData).name(), "ForbiddenException");
        }
    }

    #[test]
    fn the_signing_name_selects_the_service() {
        let authenticator = authenticator(None);
        let services = |service: &str| {
            let request = request(Some(("test", "any")), "us-east-1", service);
            authenticator.caller(&request, b"", NOW).unwrap().services()
        };
        assert_eq!(services("iot"), [ServiceId::Iot]);
        assert_eq!(services("iotdevicegateway"), [ServiceId::IotData]);
        assert_eq!(services("iot-jobs-data"), [ServiceId::IotJobsData]);
        assert_eq!(services("sqs"), []);
    }
}
