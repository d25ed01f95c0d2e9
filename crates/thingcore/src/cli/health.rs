//! `thingcore health`: whether the server serves, for the health checks of container engines.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Args, Parser};
use serde_json::Value;

use super::Cli;
use super::client::Client;
use crate::output;
use crate::server;

/// Time that the server has to answer; less than what container engines give a check.
const WITHIN: Duration = Duration::from_secs(4);

/// `thingcore health`
#[derive(Args)]
pub struct Health {
    /// API endpoint of the server [default: where `thingcore` with these THINGCORE_ variables listens]
    #[arg(long, env = "THINGCORE_ENDPOINT", value_name = "URL")]
    pub endpoint: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// One line on why the server does not serve.
pub fn run(health: &Health) -> Result<(), String> {
    let endpoint = match &health.endpoint {
        Some(endpoint) => endpoint.clone(),
        None => endpoint_of_environment()?,
    };
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
        Some("ok") if health.json => output::line(&answer),
        Some("ok") => output::line(&format!("ok: {endpoint}")),
        _ => return Err(format!("the server at {endpoint} is not well: {answer}")),
    }
    Ok(())
}

/// Where a server listens that was started with no flags in this environment, as in a container.
fn endpoint_of_environment() -> Result<String, String> {
    let config = Cli::try_parse_from(["thingcore"]).map_err(|error| error.to_string())?.serve.resolve()?;
    if config.api_port == 0 {
        return Err("the server chose its port itself: say which with --endpoint".into());
    }
    Ok(server::local_url(SocketAddr::new(config.bind, config.api_port)))
}
