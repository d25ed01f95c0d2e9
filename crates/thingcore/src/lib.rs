//! Thingcore: AWS IoT Core on your own machine.

mod cli;
mod config;
mod output;
mod server;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

/// Does what the command line says, to its end.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        None => server::run(cli.serve),
        Some(Command::Serve(options)) => server::run(*options),
        Some(Command::Kit(command)) => cli::kit::run(&command),
        Some(Command::Demo(command)) => cli::demo::run(&command),
        Some(Command::Policy(command)) => cli::policy::run(&command),
        Some(Command::Rule(command)) => cli::rule::run(&command),
        Some(Command::Health(command)) => cli::health::run(&command),
        Some(Command::Bench(command)) => cli::bench::run(&command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            output::error(&message);
            ExitCode::FAILURE
        }
    }
}
