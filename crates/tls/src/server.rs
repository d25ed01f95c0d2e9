//! TLS server configurations.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::crypto::aws_lc_rs::{self, kx_group};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{CipherSuite, ServerConfig, SupportedCipherSuite, SupportedProtocolVersion};

use crate::authority::{AuthorityError, ServerIdentity};
use crate::verifier::PossessionVerifier;

/// What a client of the port that stands for AWS's 443 and 8443 wants to speak (mqtt.md §1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alpn {
    /// `x-amzn-mqtt-ca`: MQTT with a client certificate.
    MqttWithCertificate,
    /// `mqtt`: MQTT with a custom authorizer.
    MqttWithAuthorizer,
    /// `x-amzn-http-ca`, `http/1.1`, or nothing: HTTP.
    Http,
}

impl Alpn {
    /// What a protocol name that was negotiated means.
    pub fn of(protocol: Option<&[u8]>) -> Self {
        match protocol {
            Some(b"x-amzn-mqtt-ca") => Self::MqttWithCertificate,
            Some(b"mqtt") => Self::MqttWithAuthorizer,
            _ => Self::Http,
        }
    }
}

const VERSIONS: &[&SupportedProtocolVersion] = &[&rustls::version::TLS13, &rustls::version::TLS12];

/// MQTT with a client certificate, which is mandatory (port 8883).
///
/// # Errors
/// When the identity cannot be used.
pub fn mqtts_config(identity: ServerIdentity) -> Result<Arc<ServerConfig>, AuthorityError> {
    config(identity, true).map(Arc::new)
}

/// HTTPS and MQTT by ALPN, with an optional client certificate (AWS's 443 and 8443).
///
/// # Errors
/// When the identity cannot be used.
pub fn https_config(identity: ServerIdentity) -> Result<Arc<ServerConfig>, AuthorityError> {
    let mut config = config(identity, false)?;
    config.alpn_protocols =
        ["x-amzn-mqtt-ca", "mqtt", "x-amzn-http-ca", "http/1.1"].map(|name| name.as_bytes().to_vec()).into();
    Ok(Arc::new(config))
}

fn config(identity: ServerIdentity, certificate_mandatory: bool) -> Result<ServerConfig, AuthorityError> {
    let provider = Arc::new(provider());
    let verifier = PossessionVerifier {
        algorithms: provider.signature_verification_algorithms,
        mandatory: certificate_mandatory,
    };
    let certified = CertifiedKey::from_der(identity.chain, identity.key, &provider)
        .map_err(|_| AuthorityError::Crypto("the TLS library refuses the server certificate"))?;
    let resolver = ByName { certified: Arc::new(certified), answers_to: identity.answers_to };
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(VERSIONS)
        .map_err(|_| AuthorityError::Crypto("the TLS library lacks a protocol version"))?
        .with_client_cert_verifier(Arc::new(verifier))
        .with_cert_resolver(Arc::new(resolver));
    config.ignore_client_order = true;
    // Sealed tickets, so that any number of clients can resume and none is remembered.
    config.ticketer =
        aws_lc_rs::Ticketer::new().map_err(|_| AuthorityError::Crypto("the TLS library makes no tickets"))?;
    config.send_tls13_tickets = 1;
    Ok(config)
}

/// The server's certificate for those who ask for a name of ours.
#[derive(Debug)]
struct ByName {
    certified: Arc<CertifiedKey>,
    answers_to: Option<Vec<String>>,
}

impl ResolvesServerCert for ByName {
    fn resolve(&self, client_hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        if let (Some(names), Some(wanted)) = (&self.answers_to, client_hello.server_name())
            && !names.iter().any(|name| name == wanted)
        {
            tracing::info!(
                server_name = wanted,
                "a client asks for a server name (SNI) that is not ours; --endpoint-host and --extra-host are"
            );
            return None;
        }
        Some(Arc::clone(&self.certified))
    }
}

/// What AWS IoT's default security policy offers, in its order (TLS13_1_2_2022_10 on the page "Transport
/// security in AWS IoT Core"): AES-128 comes first, whatever the client prefers. Key exchanges of the
/// post-quantum kind are not on that page.
fn provider() -> CryptoProvider {
    let mut provider = aws_lc_rs::default_provider();
    let first = |suite: &SupportedCipherSuite| {
        matches!(
            suite.suite(),
            CipherSuite::TLS13_AES_128_GCM_SHA256
                | CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
                | CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
        )
    };
    // Stable: the others stay in the library's order, TLS 1.3 before 1.2.
    provider.cipher_suites.sort_by_key(|suite| (suite.tls13().is_none(), !first(suite)));
    provider.kx_groups = vec![kx_group::X25519, kx_group::SECP256R1, kx_group::SECP384R1];
    provider
}
