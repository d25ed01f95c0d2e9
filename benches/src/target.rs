//! The broker that is measured, and how it is reached.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, BufReader};
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::TlsConnector;

use crate::{BenchError, Result};

/// What one read from the socket takes at most: rustls alone reads 4 KiB at a time.
const READ_BYTES: usize = 32 << 10;
/// Connections from one source address; an address has 28,000 ports on Linux by default.
const PER_SOURCE: usize = 15_000;
/// Files that the generator needs besides its connections.
const SPARE_FILES: usize = 100;

/// A byte stream to the broker.
pub trait Transport: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Transport for T {}

/// Version of TLS.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TlsVersion {
    /// 1.2
    V12,
    /// 1.3
    V13,
}

/// Files of a client that proves who it is.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The CA that the broker's certificate comes from, PEM.
    pub ca: PathBuf,
    /// The client's certificate, PEM.
    pub certificate: PathBuf,
    /// Its key, PEM.
    pub key: PathBuf,
}

/// The broker that is measured.
#[derive(Clone)]
pub struct Target {
    address: SocketAddr,
    name: ServerName<'static>,
    tls: Option<(TlsConnector, TlsVersion)>,
}

impl Target {
    /// A broker without TLS.
    ///
    /// # Errors
    /// When the host has no address.
    pub fn tcp(host: &str, port: u16) -> Result<Self> {
        let mut addresses = (host, port).to_socket_addrs().map_err(BenchError::io(host))?.collect::<Vec<_>>();
        // What listens on loopback listens on IPv4.
        addresses.sort_by_key(|address| !address.is_ipv4());
        let no_address = || BenchError::Options(format!("{host} has no address"));
        let address = *addresses.first().ok_or_else(no_address)?;
        let name = if address.ip().is_loopback() { "localhost" } else { host };
        let name = ServerName::try_from(name.to_owned()).map_err(|_| no_address())?;
        Ok(Self { address, name, tls: None })
    }

    /// The same broker over mutual TLS. Sessions are never resumed: every handshake is a full one.
    ///
    /// # Errors
    /// When a file is not what it should be.
    pub fn with_tls(self, identity: &Identity, version: TlsVersion) -> Result<Self> {
        let unusable = |path: &Path| BenchError::Unusable(path.to_owned());
        let mut roots = RootCertStore::empty();
        let ca = CertificateDer::from_pem_file(&identity.ca).map_err(|_| unusable(&identity.ca))?;
        roots.add(ca).map_err(|_| unusable(&identity.ca))?;
        let certificate = CertificateDer::from_pem_file(&identity.certificate);
        let certificate = certificate.map_err(|_| unusable(&identity.certificate))?;
        let key = PrivateKeyDer::from_pem_file(&identity.key).map_err(|_| unusable(&identity.key))?;
        let protocol = match version {
            TlsVersion::V12 => &rustls::version::TLS12,
            TlsVersion::V13 => &rustls::version::TLS13,
        };
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[protocol])?
            .with_root_certificates(roots)
            .with_client_auth_cert(vec![certificate], key)?;
        config.resumption = Resumption::disabled();
        Ok(Self { tls: Some((TlsConnector::from(Arc::new(config)), version)), ..self })
    }

    /// How reports call the transport.
    pub(crate) fn transport(&self) -> &'static str {
        match self.tls {
            None => "tcp",
            Some((_, TlsVersion::V12)) => "tls1.2",
            Some((_, TlsVersion::V13)) => "tls1.3",
        }
    }

    /// Opens a connection. Its number, counted from 0, chooses the source address when there are more
    /// than one address has ports.
    pub(crate) async fn open(&self, number: usize) -> std::io::Result<Box<dyn Transport>> {
        let stream = self.tcp_stream(number).await?;
        stream.set_nodelay(true)?;
        let Some((connector, _)) = &self.tls else {
            return Ok(Box::new(stream));
        };
        let stream = BufReader::with_capacity(READ_BYTES, stream);
        Ok(Box::new(connector.connect(self.name.clone(), stream).await?))
    }

    async fn tcp_stream(&self, number: usize) -> std::io::Result<TcpStream> {
        let source = number / PER_SOURCE;
        if source == 0 || !self.address.is_ipv4() || !self.address.ip().is_loopback() {
            return TcpStream::connect(self.address).await;
        }
        let socket = TcpSocket::new_v4()?;
        let last = u8::try_from(source + 1).unwrap_or(u8::MAX);
        socket.bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, last)), 0))?;
        socket.connect(self.address).await
    }
}

/// Lets this process open so many connections.
///
/// # Errors
/// When the system's hard limit is lower.
pub fn allow_connections(count: usize) -> Result<()> {
    let needed = (count + SPARE_FILES) as u64;
    let allowed = rlimit::increase_nofile_limit(needed).map_err(BenchError::io("open files"))?;
    if allowed < needed {
        return Err(BenchError::Options(format!(
            "{count} connections need {needed} open files and the system allows {allowed} (ulimit -Hn)"
        )));
    }
    Ok(())
}
