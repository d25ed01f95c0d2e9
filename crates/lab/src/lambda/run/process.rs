//! The process of an environment: it begins and ends with everything that it has started.

use std::collections::BTreeMap;
use std::io::PipeWriter;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;

use parking_lot::Mutex;
use rustix::process::{Pid, Signal, WaitOptions, kill_process_group, waitpgid};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::watch;

use crate::lambda::runtimes::Launch;

/// The guard of a process group: it waits for the end of its input, which the server holds open as long as it
/// lives, and then ends the group. So nothing outlives a server that was killed. It is a child of the server
/// and not of the function, which would otherwise meet a child that it never had.
const GUARD: &str = "read -r _; kill -s KILL 0";

/// How a process ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Exit {
    Code(i32),
    Signal(i32),
}

impl Exit {
    fn of(status: &std::io::Result<ExitStatus>) -> Self {
        match status {
            Ok(status) => match (status.code(), status.signal()) {
                (Some(code), _) => Self::Code(code),
                (None, signal) => Self::Signal(signal.unwrap_or_default()),
            },
            Err(_) => Self::Code(-1),
        }
    }

    /// As AWS writes it: `Runtime exited with error: exit status 1`.
    pub fn text(self) -> String {
        match self {
            Self::Code(0) => "Runtime exited without providing a reason".into(),
            Self::Code(code) => format!("Runtime exited with error: exit status {code}"),
            Self::Signal(9) => "Runtime exited with error: signal: killed".into(),
            Self::Signal(11) => "Runtime exited with error: signal: segmentation fault".into(),
            Self::Signal(6) => "Runtime exited with error: signal: aborted".into(),
            Self::Signal(number) => format!("Runtime exited with error: signal: {number}"),
        }
    }
}

/// A process with its group. The group is killed when this is dropped.
pub(super) struct Process {
    pid: u32,
    /// Until the group has been killed.
    group: Arc<Mutex<Option<Pid>>>,
    exit: watch::Receiver<Option<Exit>>,
    /// The guard's input.
    _alive: Option<ChildStdin>,
}

impl Process {
    /// Starts a program with an environment of its own and nothing of ours.
    ///
    /// # Errors
    /// When the system starts no process.
    pub fn start(
        launch: &Launch,
        variables: &BTreeMap<String, String>,
        directory: &Path,
        output: PipeWriter,
        data_bytes_max: u64,
    ) -> std::io::Result<Self> {
        let errors = output.try_clone()?;
        let mut guard = Command::new("/bin/sh")
            .args(["-c", GUARD])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        let alive = guard.stdin.take();
        // A process that was just started and not waited for has a number.
        let number = guard.id().and_then(|id| i32::try_from(id).ok()).unwrap_or_default();
        let child = Command::new(&launch.program)
            .args(&launch.arguments)
            .env_clear()
            .envs(variables)
            .current_dir(directory)
            .stdin(Stdio::null())
            .stdout(Stdio::from(output))
            .stderr(Stdio::from(errors))
            .process_group(number)
            .kill_on_drop(true)
            .spawn()?;
        let pid = child.id().unwrap_or_default();
        limit_data(pid, data_bytes_max);
        let group = Arc::new(Mutex::new(Pid::from_raw(number)));
        let (told, exit) = watch::channel(None);
        // Ends with the process, which is killed at the latest when this is dropped.
        tokio::spawn(reap(child, guard, Arc::clone(&group), told));
        Ok(Self { pid, group, exit, _alive: alive })
    }

    /// Waits for its end.
    pub async fn exited(&self) -> Exit {
        let mut exit = self.exit.clone();
        match exit.wait_for(Option::is_some).await {
            Ok(found) => found.unwrap_or(Exit::Code(-1)),
            // The runtime shuts down.
            Err(_) => Exit::Signal(9),
        }
    }

    /// Whether it has not ended.
    pub fn is_alive(&self) -> bool {
        self.exit.borrow().is_none()
    }

    /// Kills the whole group.
    pub fn kill(&self) {
        kill(*self.group.lock());
    }

    /// Bytes that it and its children have in memory now, and the most that it has had itself.
    pub fn memory(&self) -> (u64, u64) {
        memory(self.pid)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn reap(
    mut child: Child,
    mut guard: Child,
    group: Arc<Mutex<Option<Pid>>>,
    told: watch::Sender<Option<Exit>>,
) {
    let exit = Exit::of(&child.wait().await);
    // The guard keeps the group's number from being given away until here.
    let number = group.lock().take();
    kill(number);
    let _ = guard.wait().await;
    if let Some(number) = number {
        // Where this program is process 1, what the function left behind are its own children now.
        while let Ok(Some(_)) = waitpgid(number, WaitOptions::NOHANG) {}
    }
    let _ = told.send(Some(exit));
}

fn kill(group: Option<Pid>) {
    if let Some(group) = group {
        // Whatever has ended by itself needs no killing.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// Stops a process that allocates faster than it is looked at.
#[cfg(target_os = "linux")]
fn limit_data(pid: u32, bytes: u64) {
    use rustix::process::{Resource, Rlimit, prlimit};
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    let limit = Rlimit { current: Some(bytes), maximum: Some(bytes) };
    if let Err(error) = prlimit(pid, Resource::Data, limit) {
        tracing::debug!(%error, "the memory of a function is not limited by the system");
    }
}

#[cfg(not(target_os = "linux"))]
fn limit_data(_: u32, _: u64) {}

/// How deep a process tree is looked at.
const DEPTH_MAX: usize = 8;

/// Resident bytes of a process and its descendants, and the peak of the process itself. Nothing where there
/// is no `/proc`.
fn memory(pid: u32) -> (u64, u64) {
    let (now, peak) = resident(pid);
    (now + descendants(pid, DEPTH_MAX), peak)
}

fn descendants(pid: u32, depth: usize) -> u64 {
    if depth == 0 {
        return 0;
    }
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    let children = children.split_whitespace().filter_map(|child| child.parse().ok());
    children.map(|child| resident(child).0 + descendants(child, depth - 1)).sum()
}

fn resident(pid: u32) -> (u64, u64) {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
    };
    (field("VmRSS:").unwrap_or_default(), field("VmHWM:").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(script: &str) -> Process {
        let launch = Launch { program: "/bin/sh".into(), arguments: vec!["-c".into(), script.into()] };
        let (_, output) = std::io::pipe().unwrap();
        let variables = [("PATH".to_owned(), "/usr/bin:/bin".to_owned())].into();
        Process::start(&launch, &variables, Path::new("/"), output, 1 << 30).unwrap()
    }

    #[tokio::test]
    async fn an_end_is_told_as_aws_tells_it() {
        assert_eq!(start("exit 3").exited().await.text(), "Runtime exited with error: exit status 3");
        assert_eq!(start("exit 0").exited().await.text(), "Runtime exited without providing a reason");
        assert_eq!(start("kill -9 $$").exited().await.text(), "Runtime exited with error: signal: killed");
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn nothing_of_the_group_is_left() {
        let mark = format!("{}", 100_000 + std::process::id());
        let process = start(&format!("sleep {mark} & sleep {mark}; true"));
        let running = || {
            let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
            let lines =
                processes.filter_map(|entry| std::fs::read_to_string(entry.path().join("cmdline")).ok());
            lines.filter(|line| line.starts_with("sleep") && line.contains(&mark)).count()
        };
        let until = async |wanted: usize| {
            for _ in 0..500 {
                if running() == wanted {
                    return;
                }
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            panic!("{} processes and not {wanted}", running());
        };
        until(2).await;
        assert!(process.is_alive() && process.memory().0 > 0);
        drop(process);
        until(0).await;
    }
}
