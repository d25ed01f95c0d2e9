//! Chores of the repository that are not part of the product: `cargo run -p xtask -- codegen [--check]`,
//! `cargo run -p xtask -- tidy`.

mod codegen;
mod conformance;
mod tidy;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: xtask codegen [--check] | tidy

codegen          print crates/model/src/generated from crates/model/models
codegen --check  fail when the checked-in files are not what codegen would print
tidy             fail when a crate uses another that it may not, a file is too long, or holds what it must not,
                 or docs/conformance.md does not fit the tests";

/// What a chore says when it fails. Only people read it.
type Result<T> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["codegen"] => root().and_then(|root| codegen::write(&root)),
        ["codegen", "--check"] => root().and_then(|root| codegen::check(&root)),
        ["tidy"] => root().and_then(|root| tidy::check(&root)),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(report) => say(&report, ExitCode::SUCCESS),
        Err(error) => say(&error, ExitCode::FAILURE),
    }
}

fn say(text: &str, code: ExitCode) -> ExitCode {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr(), "{text}");
    code
}

/// The workspace's directory. Cargo names that of this package when it runs or tests it.
fn root() -> Result<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("start xtask with cargo run -p xtask")?;
    Ok(PathBuf::from(package).join(".."))
}
