//! Who issued a certificate.

use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;
use x509_parser::x509::X509Name;

use crate::inspect::Certificate;
use crate::signature::verify_ecdsa;

/// Why a certificate is not from an issuer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum IssuerError {
    /// It names another issuer.
    #[error("it names another issuer")]
    Name,
    /// It is not signed with the issuer's key.
    #[error("its signature is not the issuer's")]
    Signature,
}

impl Certificate {
    /// Whether it says that it may sign others: the basic constraints of RFC 5280 §4.2.1.9.
    pub fn is_ca(&self) -> bool {
        self.parsed().is_some_and(|certificate| certificate.is_ca())
    }

    /// Stands for the subject's name: equal for equal names in DER form.
    pub fn subject_id(&self) -> String {
        self.parsed().map(|certificate| name_id(certificate.subject())).unwrap_or_default()
    }

    /// As [`subject_id`](Self::subject_id) for the issuer's name.
    pub fn issuer_id(&self) -> String {
        self.parsed().map(|certificate| name_id(certificate.issuer())).unwrap_or_default()
    }

    /// Checks that `issuer` signed it.
    ///
    /// # Errors
    /// When it names another issuer, or the signature is not of the issuer's key.
    pub fn check_issuer(&self, issuer: &Self) -> Result<(), IssuerError> {
        let (Some(certificate), Some(issuer)) = (self.parsed(), issuer.parsed()) else {
            return Err(IssuerError::Name);
        };
        if certificate.issuer().as_raw() != issuer.subject().as_raw() {
            return Err(IssuerError::Name);
        }
        let key = issuer.public_key();
        let algorithm = &certificate.signature_algorithm.algorithm;
        let (signed, signature) = (certificate.tbs_certificate.as_ref(), &certificate.signature_value.data);
        let is_signed = verify_ecdsa(key, algorithm, signed, signature)
            .unwrap_or_else(|| certificate.verify_signature(Some(key)).is_ok());
        if is_signed { Ok(()) } else { Err(IssuerError::Signature) }
    }

    /// The certificate once more; always there, because `from_der` read it.
    fn parsed(&self) -> Option<X509Certificate<'_>> {
        X509Certificate::from_der(&self.der).ok().map(|(_, certificate)| certificate)
    }
}

fn name_id(name: &X509Name<'_>) -> String {
    Certificate::id_of_der(name.as_raw()).to_string()
}
