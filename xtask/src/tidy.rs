//! Rules of the repository that no compiler knows: which crate may use which, how long a file may be,
//! what must not be in one, and that the table of conformance names tests that exist.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::{Result, conformance};

/// The crates of ours that each crate may use (docs/architecture.md). A crate that is not here must be
/// added deliberately.
const EDGES: &[(&str, &[&str])] = &[
    ("thingcore-base", &[]),
    ("thingcore-mqtt", &[]),
    ("thingcore-model", &["base"]),
    ("thingcore-policy", &["base"]),
    ("thingcore-provisioning", &[]),
    ("thingcore-store", &["base"]),
    ("thingcore-tls", &["base"]),
    ("thingcore-catalog", &["base", "model", "store"]),
    // The query language knows no fleet.
    ("thingcore-search", &[]),
    // The broker knows no registry, no rules and no shadows.
    ("thingcore-broker", &["base", "mqtt", "policy", "store"]),
    ("thingcore-registry", &["base", "policy", "store"]),
    ("thingcore-jobs", &["base", "model", "store"]),
    // The rules know nothing of HTTP or AWS clients.
    ("thingcore-rules", &["base", "mqtt", "store"]),
    ("thingcore-trace", &["base"]),
    ("thingcore-shadow", &["base", "broker", "mqtt", "store", "trace"]),
    ("thingcore-actions", &["base", "broker", "mqtt", "policy", "rules", "store", "trace"]),
    ("thingcore-lab", &["base", "store"]),
    (
        "thingcore-api",
        &[
            "base",
            "broker",
            "catalog",
            "jobs",
            "model",
            "mqtt",
            "policy",
            "provisioning",
            "registry",
            "rules",
            "search",
            "shadow",
            "store",
            "tls",
        ],
    ),
    (
        "thingcore",
        &[
            "actions", "api", "base", "benches", "broker", "catalog", "jobs", "lab", "model", "mqtt",
            "policy", "registry", "rules", "shadow", "store", "tls", "trace",
        ],
    ),
    // The load generator shares no code with what it measures.
    ("thingcore-benches", &[]),
    (
        "thingcore-fuzz",
        &[
            "api", "base", "broker", "catalog", "jobs", "model", "mqtt", "policy", "registry", "rules",
            "shadow", "store", "tls",
        ],
    ),
    ("xtask", &[]),
];

/// Crates without I/O: no runtime, no sockets, no clock of their own.
const PURE: [&str; 6] = [
    "thingcore-base",
    "thingcore-model",
    "thingcore-mqtt",
    "thingcore-policy",
    "thingcore-provisioning",
    "thingcore-search",
];
/// What pure crates must not depend on.
const IMPURE: [&str; 5] = ["tokio", "hyper", "axum", "rusqlite", "rustls"];

/// Lines of a hand-written file.
const LINES_MAX: usize = 600;

/// Checks everything.
///
/// # Errors
/// A list of what is wrong, one per line.
pub fn check(root: &Path) -> Result<String> {
    let mut faults = edges(root)?;
    let files = sources(root)?;
    for file in &files {
        let text = std::fs::read_to_string(root.join(file)).unwrap_or_default();
        faults.extend(file_faults(file, &text));
    }
    faults.extend(conformance::faults(root, &files));
    if faults.is_empty() {
        return Ok(format!("{} crates, {} files: in order", EDGES.len(), files.len()));
    }
    faults.sort();
    Err(faults.join("\n"))
}

/// Dependencies that the architecture does not have.
fn edges(root: &Path) -> Result<Vec<String>> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cannot run cargo metadata: {error}"))?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cannot read cargo metadata: {error}"))?;
    let allowed: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(allowed) = allowed.get(name) else {
            faults.push(format!("{name}: the crate is not in the table of xtask/src/tidy.rs"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let is_normal = dependency["kind"].is_null();
            if let Some(ours) = used.strip_prefix("thingcore-")
                && is_normal
                && !allowed.contains(&ours)
            {
                faults.push(format!("{name}: may not use {ours}"));
            }
            if is_normal && PURE.contains(&name) && IMPURE.contains(&used) {
                faults.push(format!("{name}: is free of I/O and may not use {used}"));
            }
        }
    }
    Ok(faults)
}

/// Files of the repository that people write.
fn sources(root: &Path) -> Result<Vec<PathBuf>> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cannot run git: {error}"))?;
    let listing = String::from_utf8_lossy(&output.stdout).into_owned();
    let written = |path: &str| {
        let is_source = [".rs", ".py", ".sh", ".md", ".toml", ".yaml"].iter().any(|end| path.ends_with(end));
        is_source && !path.contains("/generated/") && root.join(path).is_file()
    };
    Ok(listing.lines().filter(|path| written(path)).map(PathBuf::from).collect())
}

fn file_faults(file: &Path, text: &str) -> Vec<String> {
    let name = file.display();
    let mut faults = Vec::new();
    let is_rust = file.extension().is_some_and(|extension| extension == "rs");
    let is_test = name.to_string().contains("tests");
    let lines = text.lines().count();
    if is_rust && !is_test && lines > LINES_MAX {
        faults.push(format!("{name}: {lines} lines, {LINES_MAX} at most: is it one idea?"));
    }
    // Written so that this file does not find itself.
    let home = ["/ho", "me/"].concat();
    let forbidden = [home.as_str(), concat!("FIX", "ME"), concat!("unbounded_", "channel")];
    for (number, line) in text.lines().enumerate() {
        for word in forbidden.iter().filter(|word| line.contains(**word)) {
            faults.push(format!("{name}:{}: {word:?} does not belong into the repository", number + 1));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_and_forbidden_words_are_found() {
        let long = "x\n".repeat(LINES_MAX + 1);
        assert_eq!(file_faults(Path::new("src/a.rs"), &long).len(), 1);
        assert_eq!(file_faults(Path::new("src/tests/a.rs"), &long).len(), 0);
        assert_eq!(file_faults(Path::new("a.md"), concat!("ok\nFIX", "ME later")).len(), 1);
    }

    #[test]
    fn table_is_without_cycles() {
        for (crate_name, uses) in EDGES {
            for used in *uses {
                let back = EDGES.iter().find(|(name, _)| name.strip_prefix("thingcore-") == Some(used));
                let (_, theirs) = back.expect("every used crate has a row");
                let short = crate_name.strip_prefix("thingcore-").unwrap_or(crate_name);
                assert!(!theirs.contains(&short), "{crate_name} and {used} use each other");
            }
        }
    }
}
