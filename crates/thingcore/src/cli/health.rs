//! `thingcore health`: whether the server serves, for the health checks of container engines.

use std::time::Duration;

use clap::Args;
use serde_json::Value;

use super::Target;
use super::client::Client;
use crate::output;

/// Time that the server has to answer; less than what container engines give a check.
const WITHIN: Duration = Duration::from_secs(4);

/// `thingcore health`
#[derive(Args)]
pub struct Health {
    #[command(flatten)]
    pub target: Target,
}

/// Runs the command.
///
/// # Errors
/// One line on why the server does not serve.
pub fn run(health: &Health) -> Result<(), String> {
    let endpoint = health.target.endpoint()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let client = Client::new(&endpoint)?;
    let answer = runtime.block_on(async {
        tokio::time::timeout(WITHIN, client.text("/_thingcore/health"))
            .await
            .map_err(|_| format!("no answer from {endpoint} within {WITHIN:?}"))?
            .map_err(String::from)
    })?;
    let state: Value =
        serde_json::from_str(&answer).map_err(|error| format!("the server's health is not JSON: {error}"))?;
    match state["status"].as_str() {
        Some("ok") if health.target.json => output::line(&answer),
        Some("ok") => output::line(&format!("ok: {endpoint}")),
        _ => return Err(format!("the server at {endpoint} is not well: {answer}")),
    }
    Ok(())
}
