//! The process of an environment: it begins and ends with everything that it has started.

use std::collections::BTreeMap;
use std::io::{PipeWriter, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, kill_process_group, waitpgid};
use tokio::process::{Child, Command};
use tokio::sync::watch;

use super::tree;
use crate::lambda::runtimes::Launch;

/// The guard of a process group: it waits for the end of its input, which the server holds open as long as the
/// process runs, and then ends whatever the process has started. So nothing outlives a server that was killed.
/// It is a child of the server and not of the function, which would otherwise meet a child that it never had.
const GUARD: &str = include_str!("guard.sh");
/// Time that a guard has to look through the processes of the machine.
const GUARDED_WITHIN: Duration = Duration::from_secs(5);

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

/// A process with all that it starts, which ends when this is dropped.
pub(super) struct Process {
    /// Its number, as long as it is its own.
    running: Arc<Mutex<Option<Pid>>>,
    exit: watch::Receiver<Option<Exit>>,
}

impl Process {
    /// Starts a program with an environment of its own and nothing of ours. `mark` is the name of one of the
    /// variables, whose value no other environment has: what the program starts is known by it, wherever it
    /// goes.
    ///
    /// # Errors
    /// When the system starts no process, or there is no such variable.
    pub fn start(
        launch: &Launch,
        variables: &BTreeMap<String, String>,
        mark: &str,
        directory: &Path,
        output: PipeWriter,
        data_bytes_max: u64,
    ) -> std::io::Result<Self> {
        let value = variables.get(mark).ok_or(std::io::ErrorKind::InvalidInput)?;
        let errors = output.try_clone()?;
        let (input, mut alive) = std::io::pipe()?;
        // It is not killed when it is dropped, because it is needed then.
        let guard = Command::new("/bin/sh")
            .args(["-c", GUARD, &format!("{mark}={value}")])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::from(input))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let group = number(&guard);
        let child = Command::new(&launch.program)
            .args(&launch.arguments)
            .env_clear()
            .envs(variables)
            .current_dir(directory)
            .stdin(Stdio::null())
            .stdout(Stdio::from(output))
            .stderr(Stdio::from(errors))
            .process_group(group.map_or(0, Pid::as_raw_pid))
            .kill_on_drop(true)
            .spawn()?;
        let pid = number(&child);
        limit_data(pid, data_bytes_max);
        // A pipe that nobody has written to has room for a line.
        writeln!(alive, "{}", pid.map_or(0, Pid::as_raw_pid))?;
        let running = Arc::new(Mutex::new(pid));
        let (told, exit) = watch::channel(None);
        // Ends with the process, which is killed at the latest when this is dropped.
        tokio::spawn(reap(child, guard, alive, Arc::clone(&running), told));
        Ok(Self { running, exit })
    }

    /// Waits for its end, and that of all that it started.
    pub async fn exited(&self) -> Exit {
        let mut exit = self.exit.clone();
        match exit.wait_for(Option::is_some).await {
            Ok(found) => found.unwrap_or(Exit::Code(-1)),
            // The runtime shuts down.
            Err(_) => Exit::Signal(9),
        }
    }

    /// Whether it has not ended. What it has started may still be about to.
    pub fn is_alive(&self) -> bool {
        self.running.lock().is_some()
    }

    /// Kills it and what is below it. Its guard ends the rest.
    pub fn kill(&self) {
        let Some(pid) = *self.running.lock() else { return };
        // Found before: who has lost its parent is below somebody else.
        let below = tree::descendants(pid.as_raw_pid().unsigned_abs());
        let below = below.into_iter().filter_map(|pid| Pid::from_raw(i32::try_from(pid).ok()?));
        for pid in std::iter::once(pid).chain(below) {
            // Whatever has ended by itself needs no killing.
            let _ = kill_process(pid, Signal::KILL);
        }
    }

    /// Bytes that it and its descendants have in memory now, and the most that it has had itself. Nothing once
    /// it has ended.
    pub fn memory(&self) -> (u64, u64) {
        let pid = *self.running.lock();
        pid.map(|pid| tree::memory(pid.as_raw_pid().unsigned_abs())).unwrap_or_default()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A process that was just started and not waited for has a number.
fn number(child: &Child) -> Option<Pid> {
    Pid::from_raw(i32::try_from(child.id()?).ok()?)
}

async fn reap(
    mut child: Child,
    mut guard: Child,
    mut alive: PipeWriter,
    running: Arc<Mutex<Option<Pid>>>,
    told: watch::Sender<Option<Exit>>,
) {
    // The guard keeps the group's number from being given away.
    let group = number(&guard);
    let exit = Exit::of(&child.wait().await);
    *running.lock() = None;
    // A guard that a function has killed reads nothing.
    let _ = writeln!(alive);
    drop(alive);
    if tokio::time::timeout(GUARDED_WITHIN, guard.wait()).await.is_err() {
        tracing::warn!("what a function has started may still run: its guard does not end");
    }
    if let Some(group) = group {
        // Whoever has killed or stopped the guard is not spared by that.
        let _ = kill_process_group(group, Signal::KILL);
        // Where this program is process 1, what the function left behind are its own children now.
        while let Ok(Some(_)) = waitpgid(group, WaitOptions::NOHANG) {}
    }
    let _ = guard.wait().await;
    let _ = told.send(Some(exit));
}

/// Stops a process that allocates faster than it is looked at.
#[cfg(target_os = "linux")]
fn limit_data(pid: Option<Pid>, bytes: u64) {
    use rustix::process::{Resource, Rlimit, prlimit};
    let limit = Rlimit { current: Some(bytes), maximum: Some(bytes) };
    if let Err(error) = prlimit(pid, Resource::Data, limit) {
        tracing::debug!(%error, "the memory of a function is not limited by the system");
    }
}

#[cfg(not(target_os = "linux"))]
fn limit_data(_: Option<Pid>, _: u64) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(script: &str) -> Process {
        let launch = Launch { program: "/bin/sh".into(), arguments: vec!["-c".into(), script.into()] };
        let (_, output) = std::io::pipe().unwrap();
        let variables = [("PATH", "/usr/bin:/bin"), ("MARK", &uuid::Uuid::new_v4().to_string())]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        Process::start(&launch, &variables, "MARK", Path::new("/"), output, 1 << 30).unwrap()
    }

    #[tokio::test]
    async fn an_end_is_told_as_aws_tells_it() {
        assert_eq!(start("exit 3").exited().await.text(), "Runtime exited with error: exit status 3");
        assert_eq!(start("exit 0").exited().await.text(), "Runtime exited without providing a reason");
        assert_eq!(start("kill -9 $$").exited().await.text(), "Runtime exited with error: signal: killed");
    }

    /// The processes with a text in their command lines that sleep.
    #[cfg(target_os = "linux")]
    async fn sleeping(mark: &str, wanted: usize) {
        let running = || {
            let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
            let lines =
                processes.filter_map(|entry| std::fs::read_to_string(entry.path().join("cmdline")).ok());
            lines.filter(|line| line.starts_with("sleep") && line.contains(mark)).count()
        };
        for _ in 0..1000 {
            if running() == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{} processes and not {wanted}", running());
    }

    #[cfg(target_os = "linux")]
    fn mark() -> String {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        format!("{}.{}", 100_000 + std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn nothing_of_the_group_is_left() {
        let mark = mark();
        let process = start(&format!("sleep {mark} & sleep {mark}; true"));
        sleeping(&mark, 2).await;
        assert!(process.is_alive() && process.memory().0 > 0);
        drop(process);
        sleeping(&mark, 0).await;
    }

    /// In a session of its own: below the process, without its environment, and without either parent.
    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn nothing_is_left_of_what_left_the_group() {
        let mark = mark();
        let script = format!(
            "setsid sleep {mark} & env -i setsid sh -c 'sleep {mark}; true' & \
             (setsid sleep {mark} &) ; wait"
        );
        let process = start(&script);
        sleeping(&mark, 3).await;
        process.kill();
        assert_eq!(process.exited().await, Exit::Signal(9));
        sleeping(&mark, 0).await;
        // One that ends by itself leaves nothing either.
        let process = start(&format!("(setsid sleep {mark} &) ; sleep 0.2; exit 3"));
        sleeping(&mark, 1).await;
        assert_eq!(process.exited().await, Exit::Code(3));
        sleeping(&mark, 0).await;
    }
}
