//! Client certificates: proof of possession in the handshake, everything else after it.

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::pki_types::{CertificateDer, SubjectPublicKeyInfoDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, PeerMisbehaved, SignatureScheme};
use webpki::RawPublicKeyEntity;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

/// Accepts every certificate whose private key the client has.
///
/// AWS IoT trusts a certificate because it is registered, not because of who signed it, and whether it
/// is registered depends on the account. So the handshake only checks possession; whether the
/// connection is let in is decided when it asks for something. The signature is checked against the
/// bare public key, because certificates of the "sign a CSR with my CA" recipe are often X.509 v1,
/// which certificate path libraries refuse to read.
#[derive(Debug)]
pub(crate) struct PossessionVerifier {
    pub algorithms: WebPkiSupportedAlgorithms,
    /// Whether a client without a certificate is refused.
    pub mandatory: bool,
}

/// A certificate larger than this is not looked at.
const CERTIFICATE_BYTES_MAX: usize = 16 << 10;

impl ClientCertVerifier for PossessionVerifier {
    fn client_auth_mandatory(&self) -> bool {
        self.mandatory
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        // Empty, so that clients do not choose among their certificates by issuer.
        &[]
    }

    fn verify_client_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        // What it says is read once, for the signature, which no handshake goes without.
        if certificate.len() > CERTIFICATE_BYTES_MAX {
            return Err(bad_encoding());
        }
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verify(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        if !is_tls13_scheme(signed.scheme) {
            return Err(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme.into());
        }
        self.verify(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl PossessionVerifier {
    fn verify(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let public_key = public_key(certificate)?;
        let entity = RawPublicKeyEntity::try_from(&public_key).map_err(|_| bad_encoding())?;
        let (_, algorithms) = self
            .algorithms
            .mapping
            .iter()
            .find(|(scheme, _)| *scheme == signed.scheme)
            .ok_or(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme)?;
        // One scheme stands for several algorithms in TLS 1.2, which leaves the curve open.
        let valid = algorithms
            .iter()
            .any(|algorithm| entity.verify_signature(*algorithm, message, signed.signature()).is_ok());
        if valid {
            Ok(HandshakeSignatureValid::assertion())
        } else {
            Err(Error::InvalidCertificate(rustls::CertificateError::BadSignature))
        }
    }
}

/// RSA PKCS #1 signatures are not for TLS 1.3 handshakes (RFC 8446 §4.2.3).
fn is_tls13_scheme(scheme: SignatureScheme) -> bool {
    !matches!(
        scheme,
        SignatureScheme::RSA_PKCS1_SHA1
            | SignatureScheme::RSA_PKCS1_SHA256
            | SignatureScheme::RSA_PKCS1_SHA384
            | SignatureScheme::RSA_PKCS1_SHA512
    )
}

fn bad_encoding() -> Error {
    Error::InvalidCertificate(rustls::CertificateError::BadEncoding)
}

/// The public key of a certificate.
fn public_key<'a>(certificate: &'a CertificateDer<'_>) -> Result<SubjectPublicKeyInfoDer<'a>, Error> {
    let (_, certificate) = X509Certificate::from_der(certificate).map_err(|_| bad_encoding())?;
    Ok(SubjectPublicKeyInfoDer::from(certificate.tbs_certificate.subject_pki.raw))
}
