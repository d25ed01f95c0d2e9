//! Runtimes: which there are, and how a function of each is started.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::process::Command;

use super::error::Error;

/// Runs Python functions.
const PYTHON_BOOTSTRAP: &str = include_str!("bootstrap/python.py");
/// Runs Node.js functions.
const NODE_BOOTSTRAP: &str = include_str!("bootstrap/node.cjs");
/// Time that an interpreter has to say where it is.
const PROBE_WITHIN: Duration = Duration::from_secs(10);

/// What AWS has and does not run here (the service model of botocore 1.44).
const ELSEWHERE: &[&str] = &[
    "dotnet10",
    "dotnet6",
    "dotnet8",
    "java11",
    "java11.al2023",
    "java17",
    "java17.al2023",
    "java21",
    "java25",
    "java8.al2",
    "java8.al2023",
    "ruby3.2",
    "ruby3.3",
    "ruby3.4",
    "ruby4.0",
    "custom",
];
/// What AWS had once. Python 3 and Node.js are not among these: whatever the machine has runs them.
const RETIRED: &[&str] = &[
    "dotnetcore1.0",
    "dotnetcore2.0",
    "dotnetcore2.1",
    "dotnetcore3.1",
    "go1.x",
    "java8",
    "nodejs",
    "nodejs4.3",
    "nodejs4.3-edge",
    "nodejs6.10",
    "nodejs8.10",
    "python2.7",
    "ruby2.5",
    "ruby2.7",
];
/// What runs here, as the service model names it.
const HERE: &[&str] = &[
    "nodejs10.x",
    "nodejs12.x",
    "nodejs14.x",
    "nodejs16.x",
    "nodejs18.x",
    "nodejs20.x",
    "nodejs22.x",
    "nodejs24.x",
    "nodejs26.x",
    "provided",
    "provided.al2",
    "provided.al2023",
    "python3.10",
    "python3.11",
    "python3.12",
    "python3.13",
    "python3.14",
    "python3.15",
    "python3.6",
    "python3.7",
    "python3.8",
    "python3.9",
];

/// A kind of runtime.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Family {
    /// `python3.x`
    Python,
    /// `nodejs*.x`
    Node,
    /// `provided*`: the package has its own `bootstrap`.
    Provided,
}

/// The family of a runtime.
///
/// # Errors
/// When AWS does not have it, no longer has it, or it does not run here.
pub(super) fn family(runtime: &str) -> Result<Family, Error> {
    if HERE.contains(&runtime) {
        return Ok(if runtime.starts_with("python") {
            Family::Python
        } else if runtime.starts_with("nodejs") {
            Family::Node
        } else {
            Family::Provided
        });
    }
    if ELSEWHERE.contains(&runtime) {
        return Err(Error::not_implemented(&format!("The runtime {runtime}")));
    }
    if RETIRED.contains(&runtime) {
        return Err(Error::invalid_parameter(format!(
            "The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda \
             functions. We recommend you use a supported runtime while creating or updating functions."
        )));
    }
    Err(Error::invalid_parameter(format!(
        "Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{}] or be \
         a valid ARN",
        [HERE, ELSEWHERE].concat().join(", ")
    )))
}

/// What starts a function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Launch {
    /// An absolute path.
    pub program: PathBuf,
    pub arguments: Vec<String>,
}

/// Finds interpreters, and keeps our bootstrap files.
pub(super) struct Runtimes {
    /// Where the bootstrap files are.
    directory: PathBuf,
    /// `--lambda-python`.
    python: Option<String>,
    /// By runtime name.
    found: Mutex<HashMap<String, Arc<PathBuf>>>,
}

impl Runtimes {
    /// Writes the bootstrap files into a directory that exists.
    pub fn open(directory: PathBuf, python: Option<String>) -> std::io::Result<Self> {
        std::fs::write(directory.join("python.py"), PYTHON_BOOTSTRAP)?;
        std::fs::write(directory.join("node.cjs"), NODE_BOOTSTRAP)?;
        Ok(Self { directory, python, found: Mutex::default() })
    }

    /// How a function of a runtime is started, whose code is in a directory.
    ///
    /// # Errors
    /// What keeps it from starting, for the function's error document.
    pub async fn launch(&self, runtime: &str, code: &Path) -> Result<Launch, String> {
        let text = |path: PathBuf| path.display().to_string();
        match family(runtime).map_err(|error| error.message)? {
            Family::Python => Ok(Launch {
                program: self.interpreter(runtime, &self.pythons(runtime)).await?.as_ref().clone(),
                arguments: vec![text(self.directory.join("python.py"))],
            }),
            Family::Node => Ok(Launch {
                program: self.interpreter(runtime, &["node".into()]).await?.as_ref().clone(),
                arguments: vec![text(self.directory.join("node.cjs"))],
            }),
            Family::Provided => bootstrap(code),
        }
    }

    /// The names to try: what the option says, else the exact version, else whatever Python 3 there is.
    fn pythons(&self, runtime: &str) -> Vec<String> {
        match &self.python {
            Some(python) => vec![python.clone()],
            None => vec![runtime.to_owned(), "python3".into()],
        }
    }

    /// The interpreter itself: what is on the path may be a script that looks for it at every start.
    async fn interpreter(&self, runtime: &str, names: &[String]) -> Result<Arc<PathBuf>, String> {
        if let Some(found) = self.found.lock().get(runtime) {
            return Ok(Arc::clone(found));
        }
        let question: [&str; 2] = match family(runtime) {
            Ok(Family::Node) => ["-p", "process.execPath"],
            _ => ["-c", "import sys; print(sys.executable)"],
        };
        let mut last = String::new();
        for name in names {
            match ask(name, question).await {
                Ok(path) => {
                    tracing::info!(runtime, interpreter = %path.display(), "interpreter for functions");
                    let path = Arc::new(path);
                    self.found.lock().insert(runtime.into(), Arc::clone(&path));
                    return Ok(path);
                }
                Err(error) => last = format!("{name}: {error}"),
            }
        }
        Err(format!("there is no interpreter for {runtime} on this machine ({last})"))
    }
}

/// Asks an interpreter for its own path.
async fn ask(name: &str, question: [&str; 2]) -> Result<PathBuf, String> {
    let mut command = Command::new(name);
    command.args(question).stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let output = tokio::time::timeout(PROBE_WITHIN, command.output())
        .await
        .map_err(|_| "does not answer".to_owned())?
        .map_err(|error| error.to_string())?;
    let path = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    if output.status.success() && path.is_absolute() { Ok(path) } else { Err(output.status.to_string()) }
}

/// The package's own program.
fn bootstrap(code: &Path) -> Result<Launch, String> {
    let program = code.join("bootstrap");
    if !program.is_file() {
        return Err("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]".into());
    }
    if !is_executable(&program) {
        return Err("fork/exec /var/task/bootstrap: permission denied".into());
    }
    Ok(Launch { program, arguments: Vec::new() })
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_is_here_elsewhere_or_nowhere() {
        assert_eq!(family("python3.12"), Ok(Family::Python));
        assert_eq!(family("nodejs22.x"), Ok(Family::Node));
        assert_eq!(family("provided.al2023"), Ok(Family::Provided));
        let code = |runtime| family(runtime).unwrap_err().code;
        assert_eq!(code("java21"), "NotImplementedException");
        assert_eq!(code("python2.7"), "InvalidParameterValueException");
        assert_eq!(code("cobol"), "InvalidParameterValueException");
        assert!(
            family("java21").unwrap_err().message.starts_with("The runtime java21 of the service lambda")
        );
        for runtime in HERE {
            assert!(!ELSEWHERE.contains(runtime) && !RETIRED.contains(runtime));
        }
    }

    #[tokio::test]
    async fn a_machine_without_the_interpreter_says_so() {
        let error = ask("no-such-interpreter", ["-c", ""]).await.unwrap_err();
        assert!(!error.is_empty());
    }
}
