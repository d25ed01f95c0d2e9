//! A load generator: many publishers to one subscriber over mutual TLS, and what it costs the broker.
//!
//! Every message is waited for: the run fails when one is missing. CPU time is that of the broker's
//! process, all threads, user and system, as the kernel accounts it.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use mqttbytes::QoS;
use mqttbytes::v4::{self, ConnectReturnCode, Packet};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

const USAGE: &str = "usage: load PORT PID CA CERTIFICATE KEY [publishers=100] [messages=200000] [qos=1] \
                     [payload=256] [window=64]";

/// The longest that a run may take.
const WITHIN: Duration = Duration::from_secs(120);
/// Ticks of the kernel's CPU accounting in a second, on Linux.
const TICKS_PER_SECOND: f64 = 100.0;

#[derive(Clone)]
struct Load {
    port: u16,
    pid: u32,
    tls: TlsConnector,
    publishers: usize,
    /// Messages of each publisher.
    each: usize,
    qos: QoS,
    payload: usize,
    window: usize,
}

trait Transport: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Transport for T {}

fn main() -> ExitCode {
    match run() {
        Ok(report) => {
            let _ = writeln!(std::io::stdout(), "{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "load: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String, String> {
    let load = arguments()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        tokio::time::timeout(WITHIN, fan_in(&load)).await.map_err(|_| "the run took too long".to_owned())?
    })
}

fn arguments() -> Result<Load, String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [port, pid, ca, certificate, key, options @ ..] = arguments.as_slice() else {
        return Err(USAGE.into());
    };
    let (mut publishers, mut messages, mut qos, mut payload, mut window) = (100, 200_000, 1, 256, 64);
    for option in options {
        let (name, value) = option.split_once('=').ok_or(USAGE)?;
        let value: usize = value.parse().map_err(|_| USAGE)?;
        match name {
            "publishers" => publishers = value.max(1),
            "messages" => messages = value,
            "qos" => qos = value,
            "payload" => payload = value,
            "window" => window = value.max(1),
            _ => return Err(USAGE.into()),
        }
    }
    Ok(Load {
        port: port.parse().map_err(|_| USAGE)?,
        pid: pid.parse().map_err(|_| USAGE)?,
        tls: connector(ca, certificate, key)?,
        publishers,
        each: messages / publishers,
        qos: if qos == 0 { QoS::AtMostOnce } else { QoS::AtLeastOnce },
        payload,
        window,
    })
}

fn connector(ca: &str, certificate: &str, key: &str) -> Result<TlsConnector, String> {
    let unusable = |path: &str| format!("cannot use {path}");
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(ca).map_err(|_| unusable(ca))?).map_err(|_| unusable(ca))?;
    let certificate = CertificateDer::from_pem_file(certificate).map_err(|_| unusable(certificate))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|_| unusable(key))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![certificate], key)
        .map_err(|error| error.to_string())?;
    Ok(TlsConnector::from(Arc::new(config)))
}

/// All publishers to one subscriber.
async fn fan_in(load: &Load) -> Result<String, String> {
    let mut subscriber = Client::connect(load, "subscriber").await?;
    subscriber.subscribe("load/#", load.qos).await?;
    let mut publishers = Vec::new();
    for number in 0..load.publishers {
        publishers.push(Client::connect(load, &format!("publisher-{number}")).await?);
    }
    let total = load.each * load.publishers;
    let (cpu, began) = (cpu_seconds(load.pid)?, Instant::now());
    let mut tasks = Vec::new();
    for (number, publisher) in publishers.into_iter().enumerate() {
        let load = load.clone();
        tasks.push(tokio::spawn(async move { publisher.publish(&format!("load/{number}"), &load).await }));
    }
    subscriber.receive(total).await?;
    for task in tasks {
        task.await.map_err(|error| error.to_string())??;
    }
    let (seconds, cpu) = (began.elapsed().as_secs_f64(), cpu_seconds(load.pid)? - cpu);
    Ok(format!(
        "{{\"publishers\": {}, \"messages\": {total}, \"seconds\": {seconds:.2}, \"messagesPerSecond\": {:.0}, \
         \"brokerCpuSeconds\": {cpu:.2}, \"messagesPerBrokerCpuSecond\": {:.0}}}",
        load.publishers,
        total as f64 / seconds,
        total as f64 / cpu
    ))
}

/// User and system time of a process so far.
fn cpu_seconds(pid: u32) -> Result<f64, String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .map_err(|error| format!("cannot read the CPU time of process {pid}: {error}"))?;
    // The second field is a name in parentheses, which may hold spaces.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    Ok((ticks(11) + ticks(12)) / TICKS_PER_SECOND)
}

struct Client {
    transport: Box<dyn Transport>,
    input: BytesMut,
}

impl Client {
    async fn connect(load: &Load, client_id: &str) -> Result<Self, String> {
        let text = |error: std::io::Error| format!("{client_id}: {error}");
        let stream = TcpStream::connect(("127.0.0.1", load.port)).await.map_err(text)?;
        stream.set_nodelay(true).map_err(text)?;
        let name = ServerName::try_from("localhost").map_err(|error| error.to_string())?;
        let stream = load.tls.connect(name, stream).await.map_err(text)?;
        let mut client = Self { transport: Box::new(stream), input: BytesMut::with_capacity(64 << 10) };
        let mut out = BytesMut::new();
        v4::Connect::new(client_id).write(&mut out).map_err(|error| error.to_string())?;
        client.send(&out).await?;
        match client.next().await? {
            Packet::ConnAck(ack) if ack.code == ConnectReturnCode::Success => Ok(client),
            other => Err(format!("{client_id}: not let in: {other:?}")),
        }
    }

    async fn subscribe(&mut self, filter: &str, qos: QoS) -> Result<(), String> {
        let mut subscribe = v4::Subscribe::new(filter, qos);
        subscribe.pkid = 1;
        let mut out = BytesMut::new();
        subscribe.write(&mut out).map_err(|error| error.to_string())?;
        self.send(&out).await?;
        match self.next().await? {
            Packet::SubAck(_) => Ok(()),
            other => Err(format!("no SUBACK but {other:?}")),
        }
    }

    /// Publishes with a window of unacknowledged messages, many to a write.
    async fn publish(mut self, topic: &str, load: &Load) -> Result<(), String> {
        let payload = vec![b'x'; load.payload];
        let (mut sent, mut acknowledged) = (0_usize, 0_usize);
        let mut out = BytesMut::new();
        while acknowledged < load.each {
            out.clear();
            while sent < load.each && sent - acknowledged < load.window {
                let mut publish = v4::Publish::new(topic, load.qos, payload.as_slice());
                publish.pkid = (sent % 65_535 + 1) as u16;
                publish.write(&mut out).map_err(|error| error.to_string())?;
                sent += 1;
            }
            self.send(&out).await?;
            if load.qos == QoS::AtMostOnce {
                acknowledged = sent;
                continue;
            }
            // Half a window at a time, so that writes stay large.
            let until = (sent - load.window.min(sent) / 2).max(acknowledged + 1).min(load.each);
            while acknowledged < until {
                match self.next().await? {
                    Packet::PubAck(_) => acknowledged += 1,
                    other => return Err(format!("no PUBACK but {other:?}")),
                }
            }
        }
        Ok(())
    }

    /// Receives so many messages, and acknowledges what came with one read in one write.
    async fn receive(&mut self, total: usize) -> Result<(), String> {
        let mut received = 0;
        let mut out = BytesMut::new();
        while received < total {
            let packet = match v4::read(&mut self.input, 1 << 20) {
                Ok(packet) => packet,
                Err(mqttbytes::Error::InsufficientBytes(_)) => {
                    if !out.is_empty() {
                        self.send(&out).await?;
                        out.clear();
                    }
                    self.fill().await?;
                    continue;
                }
                Err(error) => return Err(error.to_string()),
            };
            match packet {
                Packet::Publish(publish) => {
                    received += 1;
                    if publish.qos == QoS::AtLeastOnce {
                        let ack = v4::PubAck::new(publish.pkid);
                        ack.write(&mut out).map_err(|error| error.to_string())?;
                    }
                }
                other => return Err(format!("no PUBLISH but {other:?}")),
            }
        }
        self.send(&out).await
    }

    async fn send(&mut self, bytes: &[u8]) -> Result<(), String> {
        let send = async {
            self.transport.write_all(bytes).await?;
            self.transport.flush().await
        };
        send.await.map_err(|error| error.to_string())
    }

    async fn fill(&mut self) -> Result<(), String> {
        match self.transport.read_buf(&mut self.input).await {
            Ok(0) => Err("the broker closed the connection".into()),
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    async fn next(&mut self) -> Result<Packet, String> {
        loop {
            match v4::read(&mut self.input, 1 << 20) {
                Ok(packet) => return Ok(packet),
                Err(mqttbytes::Error::InsufficientBytes(_)) => self.fill().await?,
                Err(error) => return Err(error.to_string()),
            }
        }
    }
}
