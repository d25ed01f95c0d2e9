//! Certificate signing requests.

use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::prelude::FromDer;

use crate::signature::{is_supported, verify_ecdsa};

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

/// Whether a request is signed with the key in it.
fn is_signed(request: &X509CertificationRequest<'_>) -> bool {
    let info = &request.certification_request_info;
    let algorithm = &request.signature_algorithm.algorithm;
    verify_ecdsa(&info.subject_pki, algorithm, info.raw, &request.signature_value.data)
        .unwrap_or_else(|| request.verify_signature().is_ok())
}
