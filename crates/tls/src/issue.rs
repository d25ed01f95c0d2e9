//! Writing device certificates.
//!
//! They are assembled here rather than by a library because the subject of a signing request must
//! come through byte for byte, whatever string types, repeated attributes or order it has.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::EcdsaKeyPair;
use time::OffsetDateTime;
use yasna::models::ObjectIdentifier;
use yasna::{DERWriter, Tag};

use crate::AuthorityError;

/// What a certificate says.
pub(crate) struct Content<'a> {
    /// The subject's name in DER form.
    pub subject: &'a [u8],
    /// The subject's public key in DER form.
    pub public_key: &'a [u8],
    /// The issuer's name in DER form.
    pub issuer: &'a [u8],
    /// The issuer's key identifier. Strict verifiers refuse leaves without it.
    pub issuer_key_id: &'a [u8],
    /// Start of the validity.
    pub not_before: OffsetDateTime,
    /// End of the validity; `None` for [`NOT_AFTER`].
    pub not_after: Option<OffsetDateTime>,
    /// A random serial number.
    pub serial: [u8; 20],
}

const ECDSA_WITH_SHA256: &[u64] = &[1, 2, 840, 10045, 4, 3, 2];
const KEY_USAGE: &[u64] = &[2, 5, 29, 15];
const BASIC_CONSTRAINTS: &[u64] = &[2, 5, 29, 19];
const SUBJECT_KEY_ID: &[u64] = &[2, 5, 29, 14];
const AUTHORITY_KEY_ID: &[u64] = &[2, 5, 29, 35];

/// The end of every certificate that AWS IoT issues (api-facts.md §5).
const NOT_AFTER: &str = "491231235959Z";

/// Signs a certificate with an ECDSA P-256 key and returns its DER form.
pub(crate) fn sign(content: &Content<'_>, key: &EcdsaKeyPair) -> Result<Vec<u8>, AuthorityError> {
    let unsigned = yasna::construct_der(|writer| to_be_signed(writer, content));
    let signature = key
        .sign(&SystemRandom::new(), &unsigned)
        .map_err(|_| AuthorityError::Crypto("cannot sign a certificate"))?;
    Ok(yasna::construct_der(|writer| {
        writer.write_sequence(|certificate| {
            certificate.next().write_der(&unsigned);
            algorithm(certificate.next());
            certificate.next().write_bitvec_bytes(signature.as_ref(), signature.as_ref().len() * 8);
        });
    }))
}

/// TBSCertificate (RFC 5280 §4.1).
fn to_be_signed(writer: DERWriter<'_>, content: &Content<'_>) {
    writer.write_sequence(|fields| {
        fields.next().write_tagged(Tag::context(0), |version| version.write_u8(2));
        // Positive and without needless zeros, whatever was drawn.
        let mut serial = content.serial;
        serial[0] = serial[0] & 0x7f | 0x40;
        fields.next().write_bigint_bytes(&serial, true);
        algorithm(fields.next());
        fields.next().write_der(content.issuer);
        fields.next().write_sequence(|validity| {
            let not_before = utc_time(content.not_before);
            write_utc_time(validity.next(), &not_before);
            let not_after = content.not_after.map_or_else(|| NOT_AFTER.into(), utc_time);
            write_utc_time(validity.next(), &not_after);
        });
        fields.next().write_der(content.subject);
        fields.next().write_der(content.public_key);
        fields.next().write_tagged(Tag::context(3), |tagged| {
            tagged.write_sequence(|extensions| {
                let key_id = key_id(content.public_key);
                extension(extensions.next(), AUTHORITY_KEY_ID, false, |value| {
                    value.write_sequence(|fields| {
                        fields.next().write_tagged_implicit(Tag::context(0), |id| {
                            id.write_bytes(content.issuer_key_id);
                        });
                    });
                });
                extension(extensions.next(), SUBJECT_KEY_ID, false, |value| value.write_bytes(&key_id));
                extension(extensions.next(), BASIC_CONSTRAINTS, true, |value| value.write_sequence(|_| {}));
                // digitalSignature alone.
                extension(extensions.next(), KEY_USAGE, true, |value| value.write_bitvec_bytes(&[0x80], 1));
            });
        });
    });
}

fn extension(writer: DERWriter<'_>, id: &[u64], critical: bool, value: impl FnOnce(DERWriter<'_>)) {
    writer.write_sequence(|fields| {
        fields.next().write_oid(&ObjectIdentifier::from_slice(id));
        if critical {
            fields.next().write_bool(true);
        }
        fields.next().write_bytes(&yasna::construct_der(value));
    });
}

fn algorithm(writer: DERWriter<'_>) {
    writer.write_sequence(|fields| fields.next().write_oid(&ObjectIdentifier::from_slice(ECDSA_WITH_SHA256)));
}

fn write_utc_time(writer: DERWriter<'_>, text: &str) {
    const UTC_TIME: Tag = Tag { tag_class: yasna::TagClass::Universal, tag_number: 23 };
    writer.write_tagged_implicit(UTC_TIME, |time| time.write_bytes(text.as_bytes()));
}

/// UTCTime, which RFC 5280 wants for dates before 2050.
fn utc_time(at: OffsetDateTime) -> String {
    let (date, clock) = (at.date(), at.time());
    format!(
        "{:02}{:02}{:02}{:02}{:02}{:02}Z",
        date.year().rem_euclid(100),
        u8::from(date.month()),
        date.day(),
        clock.hour(),
        clock.minute(),
        clock.second()
    )
}

/// A key identifier: the start of the SHA-256 of the public key (RFC 7093 §2).
pub(crate) fn key_id(public_key: &[u8]) -> Vec<u8> {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, public_key);
    digest.as_ref()[..20].to_vec()
}
