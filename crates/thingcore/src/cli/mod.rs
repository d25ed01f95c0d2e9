//! The command line.

pub mod bench;
pub mod client;
pub mod demo;
mod device;
mod firmware;
pub mod health;
pub mod kit;
pub mod policy;
pub mod rule;

use std::net::SocketAddr;

use clap::{Args, Parser, Subcommand};

use crate::config::Options;
use crate::server;

/// AWS IoT Core on your own machine.
#[derive(Parser)]
#[command(name = "thingcore", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub serve: Options,
}

/// What to do; without one, serve.
#[derive(Subcommand)]
pub enum Command {
    /// Run the server (the default)
    Serve(Box<Options>),
    /// Make a thing with keys, certificate and policy, and write what a device needs into a directory
    Kit(kit::Kit),
    /// Show the whole story: a device, its rule, and the rows that it writes
    Demo(demo::Demo),
    /// Say what policies allow, and why
    Policy(policy::Policy),
    /// Say what a rule's statement makes of a message, and why; check files of such expectations
    Rule(rule::Rule),
    /// Say whether the server serves, by exit code
    Health(health::Health),
    /// Make a load for a broker, check that every message arrives, and measure what it costs
    Bench(bench::Bench),
}

/// Where a command finds the server.
#[derive(Args, Clone, Debug)]
pub struct Target {
    /// API endpoint of the server [default: where `thingcore` with these THINGCORE_ variables listens]
    #[arg(long, env = "THINGCORE_ENDPOINT", value_name = "URL")]
    pub endpoint: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

impl Target {
    /// The endpoint that is given, or that of this machine.
    ///
    /// # Errors
    /// See [`local_endpoint`].
    pub fn endpoint(&self) -> Result<String, String> {
        self.endpoint.clone().map_or_else(local_endpoint, Ok)
    }
}

/// Where a server listens that was started with no flags in this environment, as in a container.
///
/// # Errors
/// One line on why it would not start, or that it chooses its port itself.
fn local_endpoint() -> Result<String, String> {
    let config = Cli::try_parse_from(["thingcore"]).map_err(|error| error.to_string())?.serve.resolve()?;
    if config.api_port == 0 {
        return Err("the server chose its port itself: say which with --endpoint".into());
    }
    Ok(server::local_url(SocketAddr::new(config.bind, config.api_port)))
}
