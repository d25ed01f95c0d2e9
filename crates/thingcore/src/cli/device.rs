//! A device for the demo: MQTT 3.1.1 over mutual TLS, with QoS 1 publishes and nothing more.

use std::sync::Arc;
use std::time::Duration;

use mqtt::encode::{self, Delivery, PropertyList};
use mqtt::{Connect, Packet, Properties, QoS, ReasonCode, Version, next_frame};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Time that the server has for every answer.
const WITHIN: Duration = Duration::from_secs(10);

/// A connected device.
pub struct Device {
    stream: TlsStream<TcpStream>,
    input: Vec<u8>,
    last_id: u16,
}

/// What a device needs to connect.
pub struct Identity<'a> {
    pub root_ca: &'a str,
    pub certificate: &'a str,
    pub private_key: &'a str,
    pub client_id: &'a str,
}

impl Device {
    /// Connects and waits for the CONNACK.
    ///
    /// # Errors
    /// When TLS fails or the server does not let the device in.
    pub async fn connect(host: &str, port: u16, identity: &Identity<'_>) -> Result<Self, String> {
        let stream = TcpStream::connect((host, port)).await.map_err(|error| error.to_string())?;
        // Small packets must not wait for each other.
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
        let connector = TlsConnector::from(Arc::new(tls_config(identity)?));
        let stream = connector.connect(name, stream).await.map_err(|error| format!("TLS: {error}"))?;
        let mut device = Self { stream, input: Vec::new(), last_id: 0 };
        let mut out = Vec::new();
        let connect = Connect {
            version: Version::V311,
            clean: true,
            keep_alive: 60,
            properties: Properties::EMPTY,
            client_id: identity.client_id,
            will: None,
            username: None,
            password: None,
        };
        encode::connect(&mut out, &connect);
        device.send(&out).await?;
        let answer = device.next().await.map_err(|error| format!("not let in: {error}"))?;
        match decode(&answer)? {
            Packet::ConnAck(ack) if ack.code == 0 => Ok(device),
            other => Err(format!("not let in: {other:?}")),
        }
    }

    /// Publishes with QoS 1 and waits for the PUBACK.
    ///
    /// # Errors
    /// When the connection ends before.
    pub async fn publish(&mut self, topic: &str, payload: &[u8]) -> Result<(), String> {
        self.last_id = self.last_id.checked_add(1).unwrap_or(1);
        let mut out = Vec::new();
        let delivery = Delivery {
            version: Version::V311,
            dup: false,
            qos: QoS::AtLeastOnce,
            retain: false,
            topic,
            packet_id: self.last_id,
            properties: &[],
            expiry: None,
            payload,
        };
        encode::publish(&mut out, &delivery);
        self.send(&out).await?;
        loop {
            let packet = self.next().await?;
            if let Packet::PubAck(ack) = decode(&packet)?
                && ack.packet_id == self.last_id
            {
                return Ok(());
            }
        }
    }

    /// Says good-bye.
    ///
    /// # Errors
    /// When the connection has ended already.
    pub async fn disconnect(mut self) -> Result<(), String> {
        let mut out = Vec::new();
        encode::disconnect(&mut out, Version::V311, ReasonCode::Success, &PropertyList::new());
        self.send(&out).await?;
        self.stream.shutdown().await.map_err(|error| error.to_string())
    }

    async fn send(&mut self, bytes: &[u8]) -> Result<(), String> {
        let write = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        write.await.map_err(|error| error.to_string())
    }

    /// The next packet, whole.
    async fn next(&mut self) -> Result<Vec<u8>, String> {
        loop {
            let frame = next_frame(&self.input, 1 << 20).map_err(|error| error.to_string())?;
            if let Some(length) = frame.map(|frame| frame.length) {
                return Ok(self.input.drain(..length).collect());
            }
            let mut chunk = [0; 4096];
            let read = tokio::time::timeout(WITHIN, self.stream.read(&mut chunk)).await;
            match read.map_err(|_| "the server did not answer in time")? {
                Ok(0) => return Err("the server closed the connection; its log says why".into()),
                Ok(count) => self.input.extend_from_slice(chunk.get(..count).unwrap_or_default()),
                Err(error) => return Err(error.to_string()),
            }
        }
    }
}

fn decode(packet: &[u8]) -> Result<Packet<'_>, String> {
    let frame = next_frame(packet, 1 << 20).map_err(|error| error.to_string())?.ok_or("half a packet")?;
    Packet::decode(Version::V311, frame.first_byte, frame.body).map_err(|error| error.to_string())
}

fn tls_config(identity: &Identity<'_>) -> Result<ClientConfig, String> {
    let unusable = |what: &str| format!("the {what} cannot be used");
    let mut roots = RootCertStore::empty();
    let root =
        CertificateDer::from_pem_slice(identity.root_ca.as_bytes()).map_err(|_| unusable("root CA"))?;
    roots.add(root).map_err(|_| unusable("root CA"))?;
    let certificate = CertificateDer::from_pem_slice(identity.certificate.as_bytes());
    let certificate = certificate.map_err(|_| unusable("certificate"))?;
    let key = PrivateKeyDer::from_pem_slice(identity.private_key.as_bytes());
    let key = key.map_err(|_| unusable("private key"))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![certificate], key)
        .map_err(|error| error.to_string())
}
