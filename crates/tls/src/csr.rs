//! Certificate signing requests.

use aws_lc_rs::signature::{self, EcdsaVerificationAlgorithm, UnparsedPublicKey};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::oid_registry::{
    OID_EC_P256, OID_NIST_EC_P384, OID_NIST_EC_P521, OID_SIG_ECDSA_WITH_SHA256, OID_SIG_ECDSA_WITH_SHA384,
    OID_SIG_ECDSA_WITH_SHA512, Oid,
};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

/// A request that asks for nothing we refuse: its signature is valid and its key is of a kind that AWS
/// IoT accepts.
pub struct Csr {
    pub(crate) subject: Vec<u8>,
    pub(crate) public_key: Vec<u8>,
}

/// Why a signing request is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CsrError {
    /// It is not the PEM of a signing request.
    #[error("it is not a PEM certificate signing request")]
    Unreadable,
    /// The signature is not of the key in it, or of an unknown algorithm.
    #[error("its signature is not valid")]
    Signature,
    /// RSA below 2048 bits, or a curve other than P-256, P-384 and P-521.
    #[error("its key is neither RSA of at least 2048 bits nor on P-256, P-384 or P-521")]
    Key,
}

impl Csr {
    /// Reads and checks the PEM of a request.
    ///
    /// # Errors
    /// When it is unreadable, not signed by its own key, or of an unsupported key.
    pub fn from_pem(pem: &str) -> Result<Self, CsrError> {
        let pem = pem::parse(pem).map_err(|_| CsrError::Unreadable)?;
        if !matches!(pem.tag(), "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST") {
            return Err(CsrError::Unreadable);
        }
        let (rest, request) =
            X509CertificationRequest::from_der(pem.contents()).map_err(|_| CsrError::Unreadable)?;
        if !rest.is_empty() {
            return Err(CsrError::Unreadable);
        }
        let info = &request.certification_request_info;
        if !is_supported(&info.subject_pki) {
            return Err(CsrError::Key);
        }
        if !is_signed(&request) {
            return Err(CsrError::Signature);
        }
        Ok(Self { subject: info.subject.as_raw().to_vec(), public_key: info.subject_pki.raw.to_vec() })
    }
}

/// Whether a key is of a kind that AWS IoT accepts.
pub(crate) fn is_supported(key: &SubjectPublicKeyInfo<'_>) -> bool {
    match key.parsed() {
        Ok(PublicKey::RSA(key)) => key.key_size() >= 2048,
        Ok(PublicKey::EC(_)) => Curve::of(key).is_some(),
        _ => false,
    }
}

/// Whether a request is signed with the key in it.
fn is_signed(request: &X509CertificationRequest<'_>) -> bool {
    let info = &request.certification_request_info;
    let Some(curve) = Curve::of(&info.subject_pki) else { return request.verify_signature().is_ok() };
    // The reader knows neither P-521 nor SHA-512 with the other curves.
    let Some(algorithm) = curve.algorithm(&request.signature_algorithm.algorithm) else { return false };
    let key = UnparsedPublicKey::new(algorithm, &info.subject_pki.subject_public_key.data);
    key.verify(info.raw, &request.signature_value.data).is_ok()
}

/// A curve that AWS IoT accepts.
#[derive(Clone, Copy)]
enum Curve {
    P256,
    P384,
    P521,
}

impl Curve {
    /// The curve of an elliptic key, by its name: others have keys of the same size.
    fn of(key: &SubjectPublicKeyInfo<'_>) -> Option<Self> {
        let name = key.algorithm.parameters.as_ref()?.as_oid().ok()?;
        let curves =
            [(OID_EC_P256, Self::P256), (OID_NIST_EC_P384, Self::P384), (OID_NIST_EC_P521, Self::P521)];
        curves.into_iter().find(|(known, _)| *known == name).map(|(_, curve)| curve)
    }

    /// The algorithm of a signature: any curve goes with any hash, and `openssl req` takes SHA-256 for all.
    fn algorithm(self, name: &Oid<'_>) -> Option<&'static EcdsaVerificationAlgorithm> {
        let [sha256, sha384, sha512] = match self {
            Self::P256 => [
                &signature::ECDSA_P256_SHA256_ASN1,
                &signature::ECDSA_P256_SHA384_ASN1,
                &signature::ECDSA_P256_SHA512_ASN1,
            ],
            Self::P384 => [
                &signature::ECDSA_P384_SHA256_ASN1,
                &signature::ECDSA_P384_SHA384_ASN1,
                &signature::ECDSA_P384_SHA512_ASN1,
            ],
            Self::P521 => [
                &signature::ECDSA_P521_SHA256_ASN1,
                &signature::ECDSA_P521_SHA384_ASN1,
                &signature::ECDSA_P521_SHA512_ASN1,
            ],
        };
        let algorithms = [
            (OID_SIG_ECDSA_WITH_SHA256, sha256),
            (OID_SIG_ECDSA_WITH_SHA384, sha384),
            (OID_SIG_ECDSA_WITH_SHA512, sha512),
        ];
        algorithms.into_iter().find(|(known, _)| known == name).map(|(_, algorithm)| algorithm)
    }
}
