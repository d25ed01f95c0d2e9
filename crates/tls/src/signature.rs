//! Keys and signatures of the kinds that AWS IoT accepts.

use aws_lc_rs::signature::{self, EcdsaVerificationAlgorithm, UnparsedPublicKey};
use x509_parser::oid_registry::{
    OID_EC_P256, OID_NIST_EC_P384, OID_NIST_EC_P521, OID_SIG_ECDSA_WITH_SHA256, OID_SIG_ECDSA_WITH_SHA384,
    OID_SIG_ECDSA_WITH_SHA512, Oid,
};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

/// Whether a key is of a kind that AWS IoT accepts.
pub(crate) fn is_supported(key: &SubjectPublicKeyInfo<'_>) -> bool {
    match key.parsed() {
        Ok(PublicKey::RSA(key)) => key.key_size() >= 2048,
        Ok(PublicKey::EC(_)) => Curve::of(key).is_some(),
        _ => false,
    }
}

/// Whether a signature is of a key on one of our curves; `None` for keys of another kind, which the reader
/// of certificates checks itself. It knows neither P-521 nor SHA-512 with the other curves.
pub(crate) fn verify_ecdsa(
    key: &SubjectPublicKeyInfo<'_>,
    algorithm: &Oid<'_>,
    signed: &[u8],
    signature: &[u8],
) -> Option<bool> {
    let curve = Curve::of(key)?;
    let Some(algorithm) = curve.algorithm(algorithm) else { return Some(false) };
    let key = UnparsedPublicKey::new(algorithm, &key.subject_public_key.data);
    Some(key.verify(signed, signature).is_ok())
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
