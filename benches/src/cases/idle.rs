//! `idle`: connections that do nothing, and what each keeps in the broker's memory.

use super::connect::open_all;
use crate::settings::{Meter, Spent};
use crate::target::allow_connections;
use crate::{Report, Result, Settings};

/// Runs the case.
pub async fn run(settings: &Settings) -> Result<Report> {
    let process = settings.process_needed()?;
    let connections = settings.messages.map_or(settings.clients(10_000), |count| count as usize);
    allow_connections(connections)?;
    let before = process.settled().await?;
    let meter = Meter::start(settings)?;
    let clients = open_all(settings, connections).await?;
    let spent: Spent = meter.stop()?;
    let after = process.settled().await?;
    // Memory of connections that are gone would not count.
    for mut client in clients {
        client.ping().await?;
        client.disconnect().await?;
    }
    let per_connection = (after as f64 - before as f64) / connections as f64;
    Ok(Report::new("idle", settings, None)
        .spent(connections, connections as u64, spent)
        .with("residentBytes", after as f64, 0)
        .with("residentBytesBefore", before as f64, 0)
        .with("bytesPerConnection", per_connection, 0))
}
