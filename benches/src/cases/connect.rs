//! `connect`: connections that come and go, each with a full handshake, from the first byte to the CONNACK
//! and to the end of the connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::JoinSet;

use super::all;
use crate::client::Client;
use crate::settings::Meter;
use crate::target::allow_connections;
use crate::{Report, Result, Settings};

/// Connections that are being opened at a time.
const AT_A_TIME: usize = 32;

/// Runs the case.
pub async fn run(settings: &Settings) -> Result<Report> {
    let connections = settings.messages(10_000);
    let at_a_time = settings.clients(AT_A_TIME);
    allow_connections(at_a_time)?;
    let meter = Meter::start(settings)?;
    in_turn(settings, connections as usize, at_a_time, false).await?;
    let spent = meter.stop()?;
    let report = Report::new("connect", settings, None).spent(at_a_time, u64::from(connections), spent);
    let report = report.with("connectsPerSecond", f64::from(connections) / spent.seconds, 0);
    Ok(match spent.cpu_seconds {
        Some(cpu) => report.with("connectsPerBrokerCpuSecond", f64::from(connections) / cpu, 0),
        None => report,
    })
}

/// Opens connections and keeps them.
pub async fn open_all(settings: &Settings, connections: usize) -> Result<Vec<Client>> {
    in_turn(settings, connections, AT_A_TIME, true).await
}

async fn in_turn(
    settings: &Settings,
    connections: usize,
    at_a_time: usize,
    keep: bool,
) -> Result<Vec<Client>> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..at_a_time {
        let (next, target) = (Arc::clone(&next), settings.target.clone());
        tasks.spawn(async move {
            let mut kept = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= connections {
                    return Ok(kept);
                }
                let client = Client::connect(&target, number, &format!("c{number}")).await?;
                if keep {
                    kept.push(client);
                } else {
                    client.disconnect().await?;
                }
            }
        });
    }
    Ok(all(&mut tasks).await?.into_iter().flatten().collect())
}
