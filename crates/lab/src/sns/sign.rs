//! The signature of messages, with a key of the lab's own, whose certificate the API port serves.
//!
//! Signature version 2 only (RSA with SHA-256); version 1 is RSA with SHA-1. What verifies against
//! `sns.REGION.amazonaws.com` alone does not take it: the certificate comes from here.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

/// The path of the certificate on the API port.
pub(super) const CERTIFICATE_PATH: &str = "/SimpleNotificationService-thingcore.pem";
/// The version that this is (SNS Developer Guide, "Verifying the signatures of Amazon SNS messages").
pub(super) const VERSION: &str = "2";

/// The key and its certificate, which are made when they are first used.
pub(super) struct Signer {
    /// Where the key is kept; nowhere without a data directory.
    path: Option<PathBuf>,
    made: OnceLock<Option<Made>>,
}

struct Made {
    key: KeyPair,
    certificate: String,
}

#[derive(Debug, thiserror::Error)]
enum SignerError {
    #[error("cannot use {}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("cannot make or read the key")]
    Key,
    #[error("cannot make the certificate: {0}")]
    Certificate(#[from] rcgen::Error),
}

impl Signer {
    /// A signer whose key is below the lab's directory.
    pub fn new(directory: Option<&Path>) -> Self {
        Self {
            path: directory.map(|directory| directory.join("sns").join("signing-key.der")),
            made: OnceLock::new(),
        }
    }

    /// Whether the key has been made or read, or that was tried.
    pub fn is_made(&self) -> bool {
        self.made.get().is_some()
    }

    fn made(&self) -> Option<&Made> {
        let made = self.made.get_or_init(|| {
            let made = self.make();
            made.inspect_err(|error| tracing::error!(%error, "SNS messages are not signed")).ok()
        });
        made.as_ref()
    }

    fn make(&self) -> Result<Made, SignerError> {
        let pkcs8 = match self.read()? {
            Some(pkcs8) => pkcs8,
            None => {
                let key = KeyPair::generate(KeySize::Rsa2048).map_err(|_| SignerError::Key)?;
                let pkcs8 = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&key)
                    .map_err(|_| SignerError::Key)?;
                self.write(pkcs8.as_ref())?;
                pkcs8.as_ref().to_vec()
            }
        };
        let key = KeyPair::from_pkcs8(&pkcs8).map_err(|_| SignerError::Key)?;
        let names = vec!["sns.amazonaws.com".to_owned()];
        let of_certificate = rcgen::KeyPair::try_from(pkcs8.as_slice())?;
        let certificate = rcgen::CertificateParams::new(names)?.self_signed(&of_certificate)?.pem();
        Ok(Made { key, certificate })
    }

    fn read(&self) -> Result<Option<Vec<u8>>, SignerError> {
        let Some(path) = &self.path else { return Ok(None) };
        match std::fs::read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(SignerError::Io { path: path.clone(), source }),
        }
    }

    /// Writes the key so that only its owner can read it.
    fn write(&self, pkcs8: &[u8]) -> Result<(), SignerError> {
        let Some(path) = &self.path else { return Ok(()) };
        let io = |source| SignerError::Io { path: path.clone(), source };
        if let Some(directory) = path.parent() {
            std::fs::create_dir_all(directory).map_err(io)?;
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(io)?;
        file.write_all(pkcs8).and_then(|()| file.sync_all()).map_err(io)
    }

    /// The certificate in PEM; `None` when there is none, which was logged. Blocks for a moment when the key
    /// is made.
    pub fn certificate(&self) -> Option<&str> {
        self.made().map(|made| made.certificate.as_str())
    }

    /// The signature of a text in base64; empty when there is no key.
    pub fn sign(&self, text: &str) -> String {
        let Some(made) = self.made() else { return String::new() };
        let mut signature = vec![0; made.key.public_modulus_len()];
        match made.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature) {
            Ok(()) => BASE64.encode(signature),
            Err(_) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_kept() {
        let directory = std::env::temp_dir().join(format!("thingcore-sns-{}", uuid::Uuid::new_v4()));
        let signature = Signer::new(Some(&directory)).sign("text");
        assert_eq!(BASE64.decode(&signature).unwrap().len(), 256);
        let again = Signer::new(Some(&directory));
        // PKCS #1 v1.5 is deterministic.
        assert_eq!(again.sign("text"), signature);
        assert!(again.certificate().unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
        std::fs::remove_dir_all(directory).unwrap();
    }
}
