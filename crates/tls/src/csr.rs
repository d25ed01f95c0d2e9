//! Certificate signing requests.

use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;

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
    /// The signature is not of the key in it.
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
        request.verify_signature().map_err(|_| CsrError::Signature)?;
        let info = &request.certification_request_info;
        // 2047: the modulus may be given with or without its leading zero bits.
        let supported = match info.subject_pki.parsed() {
            Ok(PublicKey::RSA(key)) => key.key_size() >= 2048,
            Ok(PublicKey::EC(point)) => matches!(point.key_size(), 256 | 384 | 521 | 528),
            _ => false,
        };
        if !supported {
            return Err(CsrError::Key);
        }
        Ok(Self { subject: info.subject.as_raw().to_vec(), public_key: info.subject_pki.raw.to_vec() })
    }
}
