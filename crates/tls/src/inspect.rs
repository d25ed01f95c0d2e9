//! What the registry and policies want to know of a certificate.

use std::collections::BTreeMap;
use std::net::IpAddr;

use base::{CertificateId, UnixMillis};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::FromDer;
use x509_parser::x509::X509Name;

use crate::signature::is_supported;

/// Attributes of a name: values in the certificate's order, by the name that policies use.
pub type NameAttributes = BTreeMap<String, Vec<String>>;

/// A certificate that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Certificate {
    /// SHA-256 of the DER form.
    pub id: CertificateId,
    /// The DER form.
    pub der: Vec<u8>,
    /// Start of the validity.
    pub not_before: UnixMillis,
    /// End of the validity.
    pub not_after: UnixMillis,
    /// The subject's name.
    pub subject: NameAttributes,
    /// The issuer's name.
    pub issuer: NameAttributes,
    /// The subject's alternative names.
    pub subject_alternative: NameAttributes,
    /// The issuer's alternative names.
    pub issuer_alternative: NameAttributes,
    /// The serial number in hexadecimal digits.
    pub serial_number: String,
    /// Whether its key is RSA of at least 2048 bits, or on P-256, P-384 or P-521.
    pub has_supported_key: bool,
}

/// A text or bytes that are no certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("it is not an X.509 certificate")]
pub struct CertificateError;

/// Object identifiers of name attributes, by the names that policies use (policy.md §5).
const ATTRIBUTES: [(&str, &str); 13] = [
    ("2.5.4.46", "DistinguishedNameQualifier"),
    ("2.5.4.6", "Country"),
    ("2.5.4.10", "Organization"),
    ("2.5.4.11", "OrganizationalUnit"),
    ("2.5.4.8", "State"),
    ("2.5.4.3", "CommonName"),
    ("2.5.4.5", "SerialNumber"),
    ("2.5.4.12", "Title"),
    ("2.5.4.4", "Surname"),
    ("2.5.4.42", "GivenName"),
    ("2.5.4.43", "Initials"),
    ("2.5.4.65", "Pseudonym"),
    ("2.5.4.44", "GenerationQualifier"),
];

/// The id of a certificate in DER form.
pub(crate) fn id_of(der: &[u8]) -> CertificateId {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, der);
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest.as_ref());
    CertificateId::from_sha256(bytes)
}

impl Certificate {
    /// Reads the first certificate of a PEM text.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_pem(pem: &str) -> Result<Self, CertificateError> {
        let pem = pem::parse(pem).map_err(|_| CertificateError)?;
        if pem.tag() != "CERTIFICATE" {
            return Err(CertificateError);
        }
        Self::from_der(pem.contents())
    }

    /// Reads the DER form.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let (rest, certificate) = X509Certificate::from_der(der).map_err(|_| CertificateError)?;
        if !rest.is_empty() {
            return Err(CertificateError);
        }
        let millis = |seconds: i64| UnixMillis(u64::try_from(seconds).unwrap_or(0).saturating_mul(1000));
        let mut subject_alternative = NameAttributes::new();
        let mut issuer_alternative = NameAttributes::new();
        for extension in certificate.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::SubjectAlternativeName(names) => {
                    collect_alternative(&names.general_names, &mut subject_alternative);
                }
                ParsedExtension::IssuerAlternativeName(names) => {
                    collect_alternative(&names.general_names, &mut issuer_alternative);
                }
                _ => {}
            }
        }
        Ok(Self {
            id: id_of(der),
            der: der.to_vec(),
            not_before: millis(certificate.validity().not_before.timestamp()),
            not_after: millis(certificate.validity().not_after.timestamp()),
            subject: attributes_of(certificate.subject()),
            issuer: attributes_of(certificate.issuer()),
            subject_alternative,
            issuer_alternative,
            has_supported_key: is_supported(certificate.public_key()),
            serial_number: certificate.raw_serial().iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }

    /// The id of a certificate in DER form that nobody has read yet.
    pub fn id_of_der(der: &[u8]) -> CertificateId {
        id_of(der)
    }
}

fn attributes_of(name: &X509Name<'_>) -> NameAttributes {
    let mut attributes = NameAttributes::new();
    for attribute in name.iter_attributes() {
        let oid = attribute.attr_type().to_id_string();
        let known = ATTRIBUTES.iter().find(|(id, _)| *id == oid);
        if let (Some((_, name)), Ok(value)) = (known, attribute.as_str()) {
            attributes.entry((*name).into()).or_default().push(value.into());
        }
    }
    attributes
}

fn collect_alternative(names: &[GeneralName<'_>], into: &mut NameAttributes) {
    for name in names {
        let (kind, value) = match name {
            GeneralName::RFC822Name(text) => ("RFC822Name", (*text).to_owned()),
            GeneralName::DNSName(text) => ("DNSName", (*text).to_owned()),
            GeneralName::DirectoryName(name) => ("DirectoryName", name.to_string()),
            GeneralName::URI(text) => ("UniformResourceIdentifier", (*text).to_owned()),
            GeneralName::IPAddress(bytes) => match ip_address(bytes) {
                Some(address) => ("IPAddress", address.to_string()),
                None => continue,
            },
            _ => continue,
        };
        into.entry(kind.into()).or_default().push(value);
    }
}

fn ip_address(bytes: &[u8]) -> Option<IpAddr> {
    if let Ok(v4) = <[u8; 4]>::try_from(bytes) {
        return Some(v4.into());
    }
    <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from)
}
