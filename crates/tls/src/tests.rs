use std::io::{Read, Write};
use std::sync::Arc;

use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConnection, SupportedProtocolVersion};
use time::OffsetDateTime;

use crate::*;

fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

fn server_names() -> Vec<String> {
    vec!["localhost".into(), "127.0.0.1".into()]
}

/// The client's side of a device: its certificate and key, and the lab's root as its only trust.
fn client(
    authority: &Authority,
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
    version: &'static SupportedProtocolVersion,
) -> ClientConnection {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.root_pem().as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![certificate], key)
        .unwrap();
    ClientConnection::new(Arc::new(config), ServerName::try_from("localhost").unwrap()).unwrap()
}

/// Passes bytes to and fro until both are done, or one fails.
fn handshake(client: &mut ClientConnection, server: &mut ServerConnection) -> Result<(), rustls::Error> {
    while client.is_handshaking() || server.is_handshaking() {
        let mut wire = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut wire).unwrap();
        }
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets()?;
        let mut wire = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut wire).unwrap();
        }
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    Ok(())
}

fn device(authority: &Authority) -> (CertificateDer<'static>, PrivateKeyDer<'static>, String) {
    let pair = RsaKeyPair::generate().unwrap();
    let pem = authority.issue_for_key(&pair, now()).unwrap();
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(pair.private_pem.as_bytes()).unwrap();
    (certificate, key, pem)
}

#[test]
fn issued_device_connects_with_tls_1_2_and_1_3() {
    let authority = Authority::ephemeral().unwrap();
    let config = mqtts_config(authority.server_identity(&server_names(), now()).unwrap()).unwrap();
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let (certificate, key, _) = device(&authority);
        let mut server = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut client = client(&authority, certificate.clone(), key, version);
        handshake(&mut client, &mut server).unwrap();
        assert_eq!(server.peer_certificates().unwrap(), [certificate]);
        client.writer().write_all(b"hello").unwrap();
        let mut wire = Vec::new();
        client.write_tls(&mut wire).unwrap();
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets().unwrap();
        let mut text = [0; 5];
        server.reader().read_exact(&mut text).unwrap();
        assert_eq!(&text, b"hello");
    }
}

#[test]
fn self_signed_keys_of_every_curve_prove_possession() {
    let authority = Authority::ephemeral().unwrap();
    let config = mqtts_config(authority.server_identity(&server_names(), now()).unwrap()).unwrap();
    let curves =
        [&rcgen::PKCS_ECDSA_P256_SHA256, &rcgen::PKCS_ECDSA_P384_SHA384, &rcgen::PKCS_ECDSA_P521_SHA512];
    for curve in curves {
        for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
            let key = KeyPair::generate_for(curve).unwrap();
            let certificate = CertificateParams::default().self_signed(&key).unwrap().der().clone();
            let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
            let mut server = ServerConnection::new(Arc::clone(&config)).unwrap();
            handshake(&mut client(&authority, certificate, key, version), &mut server).unwrap();
        }
    }
}

#[test]
fn certificate_without_its_key_is_refused() {
    let authority = Authority::ephemeral().unwrap();
    let config = mqtts_config(authority.server_identity(&server_names(), now()).unwrap()).unwrap();
    let verifier = crate::verifier::PossessionVerifier {
        algorithms: rustls::crypto::aws_lc_rs::default_provider().signature_verification_algorithms,
        mandatory: true,
    };
    use rustls::server::danger::ClientCertVerifier;
    assert!(verifier.client_auth_mandatory());
    // rustls' client will not sign with a foreign key of the same kind unless it is told to.
    let (victim, _, _) = device(&authority);
    let (_, thief, _) = device(&authority);
    let signer = rustls::crypto::aws_lc_rs::sign::any_supported_type(&thief).unwrap();
    let certified = rustls::sign::CertifiedKey::new(vec![victim], signer);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.root_pem().as_bytes()).unwrap()).unwrap();
    let resolver = Arc::new(rustls::sign::SingleCertAndKey::from(certified));
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let client_config = ClientConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(roots.clone())
            .with_client_cert_resolver(resolver.clone());
        let name = ServerName::try_from("localhost").unwrap();
        let mut client = ClientConnection::new(Arc::new(client_config), name).unwrap();
        let mut server = ServerConnection::new(Arc::clone(&config)).unwrap();
        assert!(handshake(&mut client, &mut server).is_err());
    }
}

#[test]
fn issued_certificate_says_what_aws_says() {
    let authority = Authority::ephemeral().unwrap();
    let (der, _, pem) = device(&authority);
    let certificate = Certificate::from_pem(&pem).unwrap();
    assert_eq!(certificate.der, der.as_ref());
    assert_eq!(certificate.subject["CommonName"], ["AWS IoT Certificate"]);
    assert!(certificate.issuer["OrganizationalUnit"][0].starts_with("Amazon Web Services"));
    // 2049-12-31T23:59:59Z.
    assert_eq!(certificate.not_after.seconds(), 2_524_607_999);
    assert_eq!(certificate.id, Certificate::id_of_der(&der));
}

#[test]
fn certificate_ends_when_it_is_told_to() {
    let authority = Authority::ephemeral().unwrap();
    let end = now() + time::Duration::minutes(5);
    let pem = authority.issue_for_key_until(&RsaKeyPair::generate().unwrap(), now(), end).unwrap();
    let certificate = Certificate::from_pem(&pem).unwrap();
    assert_eq!(certificate.not_after.seconds(), u64::try_from(end.unix_timestamp()).unwrap());
}

#[test]
fn csr_keeps_its_subject_and_key() {
    let authority = Authority::ephemeral().unwrap();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(rcgen::DnType::CommonName, "sensor-7");
    params.distinguished_name.push(rcgen::DnType::OrganizationName, "Ünïversity");
    let request = params.serialize_request(&key).unwrap().pem().unwrap();
    let pem = authority.issue_for_csr(&Csr::from_pem(&request).unwrap(), now()).unwrap();
    let certificate = Certificate::from_pem(&pem).unwrap();
    assert_eq!(certificate.subject["CommonName"], ["sensor-7"]);
    assert_eq!(certificate.subject["Organization"], ["Ünïversity"]);
    let spki = rcgen::PublicKeyData::subject_public_key_info(&key);
    assert!(certificate.der.windows(spki.len()).any(|window| window == spki));
}

#[test]
fn signing_requests_of_every_curve_are_accepted() {
    let kinds = [
        &rcgen::PKCS_ECDSA_P256_SHA256,
        &rcgen::PKCS_ECDSA_P384_SHA384,
        &rcgen::PKCS_ECDSA_P521_SHA256,
        &rcgen::PKCS_ECDSA_P521_SHA384,
        &rcgen::PKCS_ECDSA_P521_SHA512,
    ];
    for kind in kinds {
        let request = CertificateParams::default().serialize_request(&KeyPair::generate_for(kind).unwrap());
        let pem = request.unwrap().pem().unwrap();
        assert_eq!(Csr::from_pem(&pem).err(), None, "{kind:?}");
    }
}

#[test]
fn bad_signing_requests_are_refused() {
    let request = CertificateParams::default()
        .serialize_request(&KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap())
        .unwrap();
    assert!(Csr::from_pem(&request.pem().unwrap()).is_err());
    assert_eq!(Csr::from_pem("nonsense").err(), Some(CsrError::Unreadable));
    let good = CertificateParams::default().serialize_request(&KeyPair::generate().unwrap()).unwrap();
    let mut der = good.der().to_vec();
    let last = der.len() - 1;
    der[last] ^= 1;
    let forged = pem::encode(&pem::Pem::new("CERTIFICATE REQUEST", der));
    assert_eq!(Csr::from_pem(&forged).err(), Some(CsrError::Signature));
}

#[test]
fn issuers_of_every_curve_are_recognised_by_name_and_signature() {
    let kinds =
        [&rcgen::PKCS_ECDSA_P256_SHA256, &rcgen::PKCS_ECDSA_P384_SHA384, &rcgen::PKCS_ECDSA_P521_SHA512];
    for kind in kinds {
        let ca = |key: &KeyPair| {
            let mut params = CertificateParams::default();
            params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
            (Certificate::from_der(params.self_signed(key).unwrap().der()).unwrap(), params)
        };
        let (key, other_key) = (KeyPair::generate_for(kind).unwrap(), KeyPair::generate_for(kind).unwrap());
        let (issuer, params) = ca(&key);
        let (namesake, _) = ca(&other_key);
        let leaf = CertificateParams::default()
            .signed_by(&KeyPair::generate().unwrap(), &rcgen::Issuer::new(params, key))
            .unwrap();
        let leaf = Certificate::from_der(leaf.der()).unwrap();
        assert!(issuer.is_ca() && !leaf.is_ca());
        assert_eq!(leaf.issuer_id(), issuer.subject_id());
        assert_eq!(leaf.check_issuer(&issuer), Ok(()));
        assert_eq!(leaf.check_issuer(&namesake), Err(IssuerError::Signature));
        let (_, _, stranger) = device(&Authority::ephemeral().unwrap());
        assert_eq!(leaf.check_issuer(&Certificate::from_pem(&stranger).unwrap()), Err(IssuerError::Name));
    }
}

#[test]
fn authority_is_found_again_and_its_keys_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let directory = std::env::temp_dir().join(format!("thingcore-tls-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).unwrap();
    let root = Authority::open(&directory).unwrap().root_pem().to_owned();
    let again = Authority::open(&directory).unwrap();
    assert_eq!(again.root_pem(), root);
    for key in ["root-ca.key", "device-issuer.key"] {
        let mode = std::fs::metadata(directory.join(key)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{key}");
    }
    // A server certificate of the second start is trusted by clients of the first.
    let config = mqtts_config(again.server_identity(&server_names(), now()).unwrap()).unwrap();
    let (certificate, key, _) = device(&again);
    let mut server = ServerConnection::new(config).unwrap();
    handshake(&mut client(&again, certificate, key, &rustls::version::TLS13), &mut server).unwrap();
    std::fs::remove_dir_all(directory).unwrap();
}
