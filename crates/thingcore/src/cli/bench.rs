//! `thingcore bench`: makes a load, checks that every message arrived, and says what it cost the broker.

use std::path::PathBuf;

use bench::{Case, Identity, Report, Settings, Target, TlsVersion};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

use crate::output;

/// `thingcore bench`
#[derive(Args)]
pub struct Bench {
    /// The load
    #[arg(value_parser = PossibleValuesParser::new(Case::ALL.map(Case::name)))]
    pub case: String,
    /// Where the broker is
    #[arg(long, default_value = "127.0.0.1", value_name = "NAME")]
    pub host: String,
    /// Its MQTT port [default: 8883 with --ca, 1883 without]
    #[arg(long)]
    pub port: Option<u16>,
    /// Id of its process, to measure CPU time and memory
    #[arg(long)]
    pub pid: Option<u32>,
    /// CA of its certificate: mutual TLS
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub ca: Option<PathBuf>,
    /// Client certificate
    #[arg(long, value_name = "FILE", requires = "key")]
    pub cert: Option<PathBuf>,
    /// Private key of the client certificate
    #[arg(long, value_name = "FILE", requires = "ca")]
    pub key: Option<PathBuf>,
    /// TLS version
    #[arg(long, value_enum, default_value = "1.3", value_name = "VERSION")]
    pub tls_version: Tls,
    /// Quality of service [default: 1]
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=1))]
    pub qos: Option<u8>,
    /// Messages to be delivered, or connections [default: the case's own]
    #[arg(long, value_name = "COUNT")]
    pub messages: Option<u32>,
    /// Publishers, pairs, subscribers or connections [default: the case's own]
    #[arg(long, value_name = "COUNT")]
    pub clients: Option<usize>,
    /// Subscriptions of "routing"
    #[arg(long, value_name = "COUNT", default_value_t = 100_000)]
    pub subscriptions: usize,
    /// Shadows of "shadow"
    #[arg(long, value_name = "COUNT", default_value_t = 10_000)]
    pub shadows: usize,
    /// Bytes of a payload, at least 16
    #[arg(long, value_name = "BYTES", default_value_t = 256)]
    pub payload: usize,
    /// Messages of one publisher that may be under way
    #[arg(long, value_name = "COUNT", default_value_t = 64)]
    pub window: u32,
    /// Messages per second of "rate"
    #[arg(long, value_name = "COUNT", default_value_t = 5000)]
    pub rate: u32,
    /// How often
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    pub rounds: u32,
    /// Print a line of JSON for each round
    #[arg(long)]
    pub json: bool,
}

/// `--tls-version`
#[derive(Clone, Copy, ValueEnum)]
pub enum Tls {
    #[value(name = "1.2")]
    V12,
    #[value(name = "1.3")]
    V13,
}

/// Runs the command.
///
/// # Errors
/// One line with what went wrong.
pub fn run(bench: &Bench) -> Result<(), String> {
    let text = |error: bench::BenchError| error.to_string();
    let case: Case = bench.case.parse().map_err(text)?;
    let settings = settings(bench).map_err(text)?;
    if !bench.json {
        output::line(&Report::heading());
    }
    for _ in 0..bench.rounds {
        let report = bench::run(case, &settings).map_err(text)?;
        output::line(&if bench.json { report.json() } else { report.row() });
    }
    Ok(())
}

fn settings(bench: &Bench) -> bench::Result<Settings> {
    let port = bench.port.unwrap_or(if bench.ca.is_some() { 8883 } else { 1883 });
    let mut target = Target::tcp(&bench.host, port)?;
    // clap lets none of the three come without the others.
    if let (Some(ca), Some(certificate), Some(key)) = (&bench.ca, &bench.cert, &bench.key) {
        let version = match bench.tls_version {
            Tls::V12 => TlsVersion::V12,
            Tls::V13 => TlsVersion::V13,
        };
        let identity = Identity { ca: ca.clone(), certificate: certificate.clone(), key: key.clone() };
        target = target.with_tls(&identity, version)?;
    }
    Ok(Settings {
        target,
        pid: bench.pid,
        qos: bench.qos,
        messages: bench.messages,
        clients: bench.clients,
        subscriptions: bench.subscriptions,
        shadows: bench.shadows,
        payload: bench.payload,
        window: bench.window.max(1),
        rate: bench.rate.max(1),
    })
}
