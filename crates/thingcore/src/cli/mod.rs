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

use clap::{Args, Parser, Subcommand};

use crate::config::Options;

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
    /// API endpoint of the server
    #[arg(long, env = "THINGCORE_ENDPOINT", default_value = "http://127.0.0.1:4566", value_name = "URL")]
    pub endpoint: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
