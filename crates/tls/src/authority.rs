//! The lab's certificate authority: the root that clients trust, and the issuer of device certificates.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use pem::{EncodeConfig, LineEnding, Pem};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use time::{Duration, OffsetDateTime};

use crate::csr::Csr;
use crate::issue::{self, Content};
use crate::keys::RsaKeyPair;

/// Files in the data directory.
const ROOT_CERTIFICATE: &str = "AmazonRootCA1.pem";
const ROOT_KEY: &str = "root-ca.key";
const ISSUER_KEY: &str = "device-issuer.key";

/// How long a server certificate is valid. One is made at every start; some verifiers refuse more.
const SERVER_DAYS: i64 = 820;

/// Why the authority cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// A file cannot be read or written.
    #[error("cannot use {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A file holds something else.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A certificate cannot be made.
    #[error("cannot make a certificate: {0}")]
    Issue(#[from] rcgen::Error),
    /// The cryptographic library refused.
    #[error("{0}")]
    Crypto(&'static str),
}

/// The certificate authority of one data directory.
pub struct Authority {
    root: Issuer<'static, KeyPair>,
    root_pem: String,
    root_der: CertificateDer<'static>,
    issuer_key: EcdsaKeyPair,
    issuer_name: Vec<u8>,
    issuer_key_id: Vec<u8>,
}

/// A server's certificate chain and key.
pub struct ServerIdentity {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: PrivateKeyDer<'static>,
    /// The server names (SNI) that it answers to, in lower case; `None` answers to any.
    pub(crate) answers_to: Option<Vec<String>>,
}

impl ServerIdentity {
    /// Refuses clients that ask for another server name (SNI) than these. Those that ask for none, such as
    /// whoever connects to an address, are let in (mqtt.md §1).
    #[must_use]
    pub fn answering_only_to(self, names: &[String]) -> Self {
        Self { answers_to: Some(names.iter().map(|name| name.to_ascii_lowercase()).collect()), ..self }
    }
}

impl Authority {
    /// Opens the authority in a directory, or makes one there. Keys are readable by their owner only.
    ///
    /// # Errors
    /// When files cannot be read or written, or are damaged.
    pub fn open(directory: &Path) -> Result<Self, AuthorityError> {
        let (certificate, key) = (directory.join(ROOT_CERTIFICATE), directory.join(ROOT_KEY));
        if !key.exists() {
            let (root_pem, root_key) = make_root()?;
            // The key last: while it is missing, an interrupted first start is begun anew.
            write_new(&certificate, &root_pem, 0o644)?;
            write_private(&key, &root_key.serialize_pem())?;
        }
        let issuer_key = directory.join(ISSUER_KEY);
        if !issuer_key.exists() {
            write_private(&issuer_key, &KeyPair::generate()?.serialize_pem())?;
        }
        let root_key_pem = read(&key)?;
        let root_pem = read(&certificate)?;
        let issuer_pem = read(&issuer_key)?;
        Self::from_pem(&root_pem, &root_key_pem, &issuer_pem).map_err(|error| match error {
            AuthorityError::Io { .. } => error,
            other => AuthorityError::Damaged { path: directory.into(), reason: other.to_string() },
        })
    }

    /// An authority that nothing is kept of.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn ephemeral() -> Result<Self, AuthorityError> {
        let (root_pem, root_key) = make_root()?;
        Self::from_pem(&root_pem, &root_key.serialize_pem(), &KeyPair::generate()?.serialize_pem())
    }

    fn from_pem(root_pem: &str, root_key: &str, issuer_key: &str) -> Result<Self, AuthorityError> {
        let root_der = pem::parse(root_pem)
            .map_err(|_| AuthorityError::Crypto("the root certificate is not PEM"))?
            .into_contents();
        let root = Issuer::new(root_params(), KeyPair::from_pem(root_key)?);
        let issuer_pair = KeyPair::from_pem(issuer_key)?;
        let issuer_key =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, issuer_pair.serialized_der())
                .map_err(|_| AuthorityError::Crypto("the device issuer's key is not a P-256 key"))?;
        let issuer_key_id = issue::key_id(issuer_key.public_key().as_ref());
        Ok(Self {
            root,
            root_pem: root_pem.into(),
            root_der: root_der.into(),
            issuer_key,
            issuer_name: issuer_name(),
            issuer_key_id,
        })
    }

    /// The root certificate, which clients trust, in PEM form.
    pub fn root_pem(&self) -> &str {
        &self.root_pem
    }

    /// A server certificate for these names, which may be host names and addresses.
    ///
    /// # Errors
    /// When a name cannot stand in a certificate.
    pub fn server_identity(
        &self,
        names: &[String],
        now: OffsetDateTime,
    ) -> Result<ServerIdentity, AuthorityError> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(names)?;
        params.distinguished_name = DistinguishedName::new();
        if let Some(first) = names.first() {
            params.distinguished_name.push(DnType::CommonName, first.as_str());
        }
        params.not_before = now - Duration::days(1);
        params.not_after = now + Duration::days(SERVER_DAYS);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let certificate = params.signed_by(&key, &self.root)?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let chain = vec![certificate.der().clone(), self.root_der.clone()];
        Ok(ServerIdentity { chain, key, answers_to: None })
    }

    /// A certificate for a key pair that the service made: subject `CN=AWS IoT Certificate`. Returns its
    /// PEM form.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn issue_for_key(&self, pair: &RsaKeyPair, now: OffsetDateTime) -> Result<String, AuthorityError> {
        let subject = name(&[(COMMON_NAME, "AWS IoT Certificate")]);
        self.issue(&subject, &pair.public_der, now, None)
    }

    /// As [`issue_for_key`](Self::issue_for_key), valid until then only.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn issue_for_key_until(
        &self,
        pair: &RsaKeyPair,
        now: OffsetDateTime,
        end: OffsetDateTime,
    ) -> Result<String, AuthorityError> {
        let subject = name(&[(COMMON_NAME, "AWS IoT Certificate")]);
        self.issue(&subject, &pair.public_der, now, Some(end))
    }

    /// A certificate for a signing request, with its subject and key. Returns its PEM form.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn issue_for_csr(&self, csr: &Csr, now: OffsetDateTime) -> Result<String, AuthorityError> {
        self.issue(&csr.subject, &csr.public_key, now, None)
    }

    fn issue(
        &self,
        subject: &[u8],
        public_key: &[u8],
        now: OffsetDateTime,
        end: Option<OffsetDateTime>,
    ) -> Result<String, AuthorityError> {
        let mut serial = [0; 20];
        aws_lc_rs::rand::fill(&mut serial).map_err(|_| AuthorityError::Crypto("no randomness"))?;
        let content = Content {
            subject,
            public_key,
            issuer: &self.issuer_name,
            issuer_key_id: &self.issuer_key_id,
            // Devices and servers with a slow clock shall not refuse a new certificate.
            not_before: now - Duration::minutes(2),
            not_after: end,
            serial,
        };
        let der = issue::sign(&content, &self.issuer_key)?;
        Ok(pem_text("CERTIFICATE", &der))
    }
}

fn make_root() -> Result<(String, KeyPair), AuthorityError> {
    let key = KeyPair::generate()?;
    let certificate = root_params().self_signed(&key)?;
    Ok((pem_text("CERTIFICATE", certificate.der()), key))
}

/// The root's own content; it must not change, or server certificates would name another issuer.
fn root_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "Thingcore");
    params.distinguished_name.push(DnType::CommonName, "Thingcore Lab Root CA 1");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages =
        vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    // Boards without a battery start in the past.
    params.not_before = rcgen::date_time_ymd(2015, 1, 1);
    params.not_after = rcgen::date_time_ymd(2049, 12, 31);
    params
}

const COMMON_NAME: &[u64] = &[2, 5, 4, 3];

/// The issuer that AWS IoT puts into the certificates it makes (api-facts.md §5): one attribute, equal
/// signs and all.
fn issuer_name() -> Vec<u8> {
    const ORGANIZATIONAL_UNIT: &[u64] = &[2, 5, 4, 11];
    name(&[(ORGANIZATIONAL_UNIT, "Amazon Web Services O=Amazon.com Inc. L=Seattle ST=Washington C=US")])
}

/// A name in DER form, one attribute after the other.
fn name(attributes: &[(&[u64], &str)]) -> Vec<u8> {
    yasna::construct_der(|writer| {
        writer.write_sequence(|name| {
            for (oid, value) in attributes {
                name.next().write_set(|set| {
                    set.next().write_sequence(|attribute| {
                        attribute.next().write_oid(&yasna::models::ObjectIdentifier::from_slice(oid));
                        attribute.next().write_utf8_string(value);
                    });
                });
            }
        });
    })
}

pub(crate) fn pem_text(tag: &str, der: &[u8]) -> String {
    pem::encode_config(&Pem::new(tag, der), EncodeConfig::new().set_line_ending(LineEnding::LF))
}

fn read(path: &Path) -> Result<String, AuthorityError> {
    std::fs::read_to_string(path).map_err(|source| AuthorityError::Io { path: path.into(), source })
}

fn write_private(path: &Path, text: &str) -> Result<(), AuthorityError> {
    write_new(path, text, 0o600)
}

/// Writes a file that appears whole or not at all.
fn write_new(path: &Path, text: &str, mode: u32) -> Result<(), AuthorityError> {
    let temporary = path.with_extension("new");
    let write = || {
        let mut file: File =
            OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)
    };
    write().map_err(|source| AuthorityError::Io { path: path.into(), source })
}
