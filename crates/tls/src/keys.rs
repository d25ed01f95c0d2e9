//! Key pairs that the service makes for devices.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;

use crate::AuthorityError;
use crate::authority::pem_text;

/// An RSA key pair of 2048 bits, as CreateKeysAndCertificate makes it (provisioning.md §2).
pub struct RsaKeyPair {
    /// The private key: PEM of PKCS #1, `RSA PRIVATE KEY`.
    pub private_pem: String,
    /// The public key: PEM of a SubjectPublicKeyInfo, `PUBLIC KEY`.
    pub public_pem: String,
    pub(crate) public_der: Vec<u8>,
}

impl RsaKeyPair {
    /// Makes a key pair. Takes some tens of milliseconds of CPU.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate() -> Result<Self, AuthorityError> {
        let failed = |_| AuthorityError::Crypto("cannot make an RSA key");
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
        let pkcs8: Pkcs8V1Der<'_> = pair.as_der().map_err(failed)?;
        let public: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(failed)?;
        let private = pkcs1_of(pkcs8.as_ref()).ok_or(AuthorityError::Crypto("cannot write an RSA key"))?;
        Ok(Self {
            private_pem: pem_text("RSA PRIVATE KEY", &private),
            public_pem: pem_text("PUBLIC KEY", public.as_ref()),
            public_der: public.as_ref().to_vec(),
        })
    }
}

/// The RSAPrivateKey in a PrivateKeyInfo (RFC 5958 §2): version, algorithm, octets.
fn pkcs1_of(pkcs8: &[u8]) -> Option<Vec<u8>> {
    yasna::parse_der(pkcs8, |reader| {
        reader.read_sequence(|fields| {
            fields.next().read_u8()?;
            fields.next().read_der()?;
            fields.next().read_bytes()
        })
    })
    .ok()
}
