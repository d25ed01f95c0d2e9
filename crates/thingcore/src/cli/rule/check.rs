//! `thingcore rule check`: the `*.rulespec.toml` files of a directory, for users' own CI.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use lab::escape_xml;
use serde_json::{Value, json};

use super::spec::Spec;
use super::{Place, show};
use crate::output;

/// `thingcore rule check`
#[derive(Args)]
pub struct Check {
    /// Directory with *.rulespec.toml files, at any depth, or one such file
    directory: PathBuf,
    /// Also write a report in the format of JUnit
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// What came of one test.
struct Outcome {
    file: String,
    name: String,
    faults: Vec<String>,
    /// The verdict in full, for those that fail.
    trace: Vec<String>,
    took: Duration,
}

impl Check {
    pub async fn run(&self) -> Result<(), String> {
        let mut files = Vec::new();
        find(&self.directory, &mut files)?;
        files.sort();
        if files.is_empty() {
            return Err(format!("there is no *.rulespec.toml in {}", self.directory.display()));
        }
        let mut outcomes = Vec::new();
        for file in &files {
            self.check(file, &mut outcomes).await?;
        }
        if let Some(path) = &self.junit {
            let written = std::fs::write(path, junit(&outcomes));
            written.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        }
        let failed = outcomes.iter().filter(|outcome| !outcome.faults.is_empty()).count();
        let passed = outcomes.len() - failed;
        if self.json {
            let tests: Vec<Value> = outcomes.iter().map(Outcome::to_json).collect();
            output::line(&json!({"passed": passed, "failed": failed, "tests": tests}).to_string());
        } else {
            output::line(&format!("{passed} passed, {failed} failed"));
        }
        if failed > 0 { Err(format!("{failed} of {} rule tests failed", outcomes.len())) } else { Ok(()) }
    }

    async fn check(&self, file: &Path, outcomes: &mut Vec<Outcome>) -> Result<(), String> {
        let text = std::fs::read_to_string(file);
        let text = text.map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        let spec: Spec = toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        if spec.tests.is_empty() {
            return Err(format!("{} has no [[test]]", file.display()));
        }
        for test in &spec.tests {
            let began = Instant::now();
            let question = spec.question(test);
            let answer = self.place.ask(&question).await;
            let answer = answer.map_err(|error| format!("{}: {}: {error}", file.display(), test.name))?;
            let faults = test.expect.faults(&answer);
            let trace = match &answer {
                Ok(verdict) if !faults.is_empty() => show::verdict(verdict),
                _ => Vec::new(),
            };
            let (file, name) = (file.display().to_string(), test.name.clone());
            let outcome = Outcome { file, name, faults, trace, took: began.elapsed() };
            if !self.json {
                outcome.print();
            }
            outcomes.push(outcome);
        }
        Ok(())
    }
}

impl Outcome {
    fn to_json(&self) -> Value {
        let Self { file, name, faults, trace, took } = self;
        json!({
            "file": file, "name": name, "passed": faults.is_empty(), "faults": faults, "trace": trace,
            "seconds": took.as_secs_f64(),
        })
    }

    fn print(&self) {
        let Self { file, name, faults, trace, .. } = self;
        if faults.is_empty() {
            return output::line(&format!("ok      {file}: {name}"));
        }
        output::line(&format!("FAILED  {file}: {name}"));
        faults.iter().chain(trace).for_each(|line| output::line(&format!("        {line}")));
    }
}

/// The files below a directory.
fn find(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let unreadable = |error: std::io::Error| format!("cannot read {}: {error}", path.display());
    if !path.is_dir() {
        std::fs::metadata(path).map_err(unreadable)?;
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?.path();
        let is_spec = entry.to_str().is_some_and(|name| name.ends_with(".rulespec.toml"));
        // Links to directories are not followed: they may go round in circles.
        if is_spec || (entry.is_dir() && !entry.is_symlink()) {
            find(&entry, files)?;
        }
    }
    Ok(())
}

/// The report that CI systems read.
fn junit(outcomes: &[Outcome]) -> String {
    let failed = outcomes.iter().filter(|outcome| !outcome.faults.is_empty()).count();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"thingcore rule check\" tests=\"{}\" failures=\"{failed}\">\n",
        outcomes.len()
    );
    for outcome in outcomes {
        // Writing to a string does not fail.
        let _ = write!(
            xml,
            "  <testcase classname=\"{}\" name=\"{}\" time=\"{:.6}\"",
            escape_xml(&outcome.file),
            escape_xml(&outcome.name),
            outcome.took.as_secs_f64()
        );
        if outcome.faults.is_empty() {
            xml.push_str("/>\n");
        } else {
            let lines: Vec<&str> = outcome.faults.iter().chain(&outcome.trace).map(String::as_str).collect();
            let message = outcome.faults.first().map(String::as_str).unwrap_or_default();
            let _ = write!(
                xml,
                ">\n    <failure message=\"{}\">{}</failure>\n  </testcase>\n",
                escape_xml(message),
                escape_xml(&lines.join("\n"))
            );
        }
    }
    xml.push_str("</testsuite>\n");
    xml
}
