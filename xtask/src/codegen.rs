//! Prints the `model` crate's generated half: tables for routing, binding and validation, and a Rust
//! type for every structure and enumeration.
//!
//! The service models are read into [`service::Service`], which refuses everything that the printers
//! and the `api` crate do not handle: a new kind of binding in a newer model stops the generator, it is
//! never dropped.

mod names;
mod service;
mod tables;
mod types;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;
use service::Service;

/// Model file, Rust module, variant of `ServiceId`. The order fixes the operation ids.
const SERVICES: [(&str, &str, &str); 3] = [
    ("iot.json", "iot", "Iot"),
    ("iot-data.json", "iot_data", "IotData"),
    ("iot-jobs-data.json", "iot_jobs_data", "IotJobsData"),
];

const HEADER: &str = "// Printed by `cargo run -p xtask -- codegen`. Do not edit.\n\n";

/// Shapes are spread over files by their first letter, so that a new shape moves no other one.
const FILES: [(&str, std::ops::RangeInclusive<char>); 6] = [
    ("a_b", 'A'..='B'),
    ("c", 'C'..='C'),
    ("d", 'D'..='D'),
    ("e_l", 'E'..='L'),
    ("m_r", 'M'..='R'),
    ("s_z", 'S'..='Z'),
];

/// Generated text by path below the generated directory.
type Files = BTreeMap<PathBuf, String>;

fn models(root: &Path) -> PathBuf {
    root.join("crates/model/models")
}

fn generated(root: &Path) -> PathBuf {
    root.join("crates/model/src/generated")
}

/// Replaces the generated directory.
pub fn write(root: &Path) -> Result<String> {
    let files = print(root)?;
    let directory = generated(root);
    let fail = |error: std::io::Error| format!("{}: {error}", directory.display());
    if directory.exists() {
        fs::remove_dir_all(&directory).map_err(fail)?;
    }
    for (path, text) in &files {
        let path = directory.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&directory)).map_err(fail)?;
        fs::write(path, text).map_err(fail)?;
    }
    Ok(format!("{} files written", files.len()))
}

/// Compares the generated directory with what would be printed.
pub fn check(root: &Path) -> Result<String> {
    let expected = print(root)?;
    let found = read(&generated(root))?;
    let mut stale: Vec<String> = Vec::new();
    for path in expected.keys().chain(found.keys()) {
        if expected.get(path) != found.get(path) {
            stale.push(path.display().to_string());
        }
    }
    stale.sort();
    stale.dedup();
    if stale.is_empty() {
        return Ok(format!("{} generated files are up to date", expected.len()));
    }
    Err(format!("run `cargo run -p xtask -- codegen`, these files differ: {}", stale.join(", ")))
}

fn read(directory: &Path) -> Result<Files> {
    let fail = |error: std::io::Error| format!("{}: {error}", directory.display());
    let mut files = Files::new();
    let mut pending = vec![directory.to_path_buf()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(next).map_err(fail)? {
            let path = entry.map_err(fail)?.path();
            if path.is_dir() {
                pending.push(path);
            } else {
                let text = fs::read_to_string(&path).map_err(fail)?;
                files.insert(path.strip_prefix(directory).unwrap_or(&path).to_path_buf(), text);
            }
        }
    }
    Ok(files)
}

/// All generated files, formatted.
fn print(root: &Path) -> Result<Files> {
    let mut services = Vec::new();
    let mut first = 0;
    for (file, module, id) in SERVICES {
        let path = models(root).join(file);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let service = Service::parse(&text, module, id, first).map_err(|error| format!("{file}: {error}"))?;
        first += service.operations.len();
        services.push(service);
    }
    let patterns = patterns(&services);
    let mut files = Files::new();
    files.insert("mod.rs".into(), tables::root(&services, &patterns));
    for service in &services {
        let directory = Path::new(&service.module);
        files.insert(directory.join("mod.rs"), tables::service(service));
        files.insert(directory.join("op.rs"), tables::operation_ids(service));
        files.insert(directory.join("operations.rs"), tables::operations(service));
        files.insert(directory.join("error.rs"), tables::errors(service));
        files.insert(directory.join("enums.rs"), types::enums(service));
        for (name, letters) in used_files(service) {
            files.insert(
                directory.join(format!("shapes_{name}.rs")),
                tables::shapes(service, &letters, &patterns),
            );
            files.insert(directory.join(format!("types_{name}.rs")), types::structures(service, &letters));
        }
    }
    let config = root.join("rustfmt.toml");
    files
        .into_iter()
        .map(|(path, text)| Ok((path, format(&(HEADER.to_string() + &text), &config)?)))
        .collect()
}

/// The files that hold at least one structure of the service; a small service fits in one.
fn used_files(service: &Service) -> Vec<(&'static str, std::ops::RangeInclusive<char>)> {
    if service.shapes.len() < 200 { vec![("a_z", 'A'..='Z')] } else { FILES.to_vec() }
}

/// Every distinct pattern, sorted. The position is the pattern's id.
fn patterns(services: &[Service]) -> Vec<String> {
    let all =
        services.iter().flat_map(|service| service.shapes.values()).filter_map(|shape| shape.pattern.clone());
    let mut patterns: Vec<String> = all.collect();
    patterns.sort();
    patterns.dedup();
    patterns
}

fn format(text: &str, config: &Path) -> Result<String> {
    let fail = |error: std::io::Error| format!("rustfmt: {error}");
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(config)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(fail)?;
    let mut input = rustfmt.stdin.take().ok_or("rustfmt: no standard input")?;
    let text = text.to_string();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = rustfmt.wait_with_output().map_err(fail)?;
    writer.join().map_err(|_| "rustfmt: the writing thread panicked")?.map_err(fail)?;
    if !output.status.success() {
        return Err("rustfmt refused a generated file".into());
    }
    String::from_utf8(output.stdout).map_err(|_| "rustfmt: output is not UTF-8".into())
}

#[cfg(test)]
mod tests {
    #[test]
    fn generated_files_are_what_the_models_say() {
        super::check(&crate::root().unwrap()).unwrap();
    }
}
