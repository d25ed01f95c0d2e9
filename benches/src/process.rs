//! What the broker's process uses, as the kernel accounts it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::{BenchError, Result};

/// Ticks of the kernel's CPU accounting in a second, on Linux.
const TICKS_PER_SECOND: f64 = 100.0;
/// How often resident memory is looked at while it settles.
const SETTLE_EVERY: Duration = Duration::from_millis(500);
/// Looks in a row that must agree.
const SETTLE_LOOKS: usize = 4;
/// Most looks before memory is taken as it is.
const SETTLE_MAX: usize = 40;

/// The process under measurement.
#[derive(Clone, Copy, Debug)]
pub struct Process {
    pid: u32,
}

/// CPU time of a process so far.
#[derive(Clone, Debug)]
pub struct CpuTime {
    /// Nanoseconds on a CPU by thread; empty when the kernel does not say.
    threads: BTreeMap<u32, u64>,
    /// User and system time of all threads, also of those that have ended.
    ticks: u64,
}

impl CpuTime {
    /// Seconds of CPU between an earlier reading and this one. A thread that ended in between does not
    /// count; the ticks see it but are too coarse for short runs.
    pub fn since(&self, earlier: &Self) -> f64 {
        let by_ticks = self.ticks.saturating_sub(earlier.ticks) as f64 / TICKS_PER_SECOND;
        if self.threads.is_empty() {
            return by_ticks;
        }
        let nanos: u64 = self
            .threads
            .iter()
            .map(|(id, now)| now.saturating_sub(earlier.threads.get(id).copied().unwrap_or(0)))
            .sum();
        nanos as f64 / 1e9
    }
}

impl Process {
    /// The process of this id.
    pub fn new(pid: u32) -> Self {
        Self { pid }
    }

    fn path(self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{name}", self.pid))
    }

    /// User and system time of all threads so far.
    pub fn cpu(self) -> Result<CpuTime> {
        let unreadable = |_| BenchError::Process("the CPU time");
        let stat = std::fs::read_to_string(self.path("stat")).map_err(unreadable)?;
        let mut threads = BTreeMap::new();
        for task in std::fs::read_dir(self.path("task")).map_err(unreadable)?.flatten() {
            let id = task.file_name().to_str().and_then(|name| name.parse().ok());
            // A thread may end between the two.
            let text = std::fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
            let nanos = text.split_whitespace().next().and_then(|field| field.parse::<u64>().ok());
            if let (Some(id), Some(nanos)) = (id, nanos) {
                threads.insert(id, nanos);
            }
        }
        Ok(CpuTime { threads, ticks: ticks(&stat) })
    }

    /// Resident memory, bytes.
    pub fn resident(self) -> Result<u64> {
        let unreadable = || BenchError::Process("the resident memory");
        let status = std::fs::read_to_string(self.path("status")).map_err(|_| unreadable())?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or_else(unreadable)?;
        let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().map_err(|_| unreadable())?;
        Ok(kilobytes * 1024)
    }

    /// Resident memory when it changes no more.
    pub async fn settled(self) -> Result<u64> {
        let (mut last, mut same) = (self.resident()?, 0);
        for _ in 0..SETTLE_MAX {
            tokio::time::sleep(SETTLE_EVERY).await;
            let now = self.resident()?;
            same = if now == last { same + 1 } else { 0 };
            last = now;
            if same == SETTLE_LOOKS {
                break;
            }
        }
        Ok(last)
    }
}

/// User and system ticks of /proc/PID/stat. The second field is a name in parentheses, which may hold spaces.
fn ticks(stat: &str) -> u64 {
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let tick = |index: usize| fields.get(index).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
    tick(11) + tick(12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_found_behind_any_name() {
        assert_eq!(ticks("7 (a) b) c) S 1 2 3 4 5 6 7 8 9 10 30 12 0 0"), 42);
    }

    #[test]
    fn time_is_per_thread_and_new_threads_count() {
        let reading =
            |threads: &[(u32, u64)], ticks| CpuTime { threads: threads.iter().copied().collect(), ticks };
        let before = reading(&[(1, 500_000_000), (2, 9_000_000_000)], 950);
        let after = reading(&[(1, 1_500_000_000), (3, 250_000_000)], 1100);
        assert!((after.since(&before) - 1.25).abs() < 1e-9);
        let (before, after) = (reading(&[], 100), reading(&[], 150));
        assert!((after.since(&before) - 0.5).abs() < 1e-9);
    }

    #[tokio::test]
    async fn own_process_can_be_read() {
        let own = Process::new(std::process::id());
        assert!(own.resident().unwrap() > 100_000);
        let before = own.cpu().unwrap();
        let mut sum = 0_u64;
        while own.cpu().unwrap().since(&before) < 0.02 {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
        assert!(sum > 0);
    }
}
