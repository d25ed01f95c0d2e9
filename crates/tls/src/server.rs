//! TLS server configurations.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::{ServerConfig, SupportedProtocolVersion};

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
    let provider: Arc<CryptoProvider> = Arc::new(aws_lc_rs::default_provider());
    let verifier = PossessionVerifier {
        algorithms: provider.signature_verification_algorithms,
        mandatory: certificate_mandatory,
    };
    ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(VERSIONS)
        .map_err(|_| AuthorityError::Crypto("the TLS library lacks a protocol version"))?
        .with_client_cert_verifier(Arc::new(verifier))
        .with_single_cert(identity.chain, identity.key)
        .map_err(|_| AuthorityError::Crypto("the TLS library refuses the server certificate"))
}
