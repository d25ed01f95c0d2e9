//! The processes below a process, and what they have in memory, as `/proc` shows them. Nothing where there is
//! none.

use std::fs;

/// The most processes of a function that are looked at.
const PROCESSES_MAX: usize = 1024;

/// What is below a process, parents before their children. A process whose parent has ended is below another.
pub(super) fn descendants(pid: u32) -> Vec<u32> {
    let mut found = children(pid);
    let mut next = 0;
    while let Some(parent) = found.get(next).copied().filter(|_| found.len() < PROCESSES_MAX) {
        found.extend(children(parent));
        next += 1;
    }
    found.truncate(PROCESSES_MAX);
    found
}

fn children(pid: u32) -> Vec<u32> {
    // Each thread has a list of those that it started.
    let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("children")).ok());
    lists
        .flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>())
        .collect()
}

/// Resident bytes of a process and its descendants, and the peak of the process itself.
pub(super) fn memory(pid: u32) -> (u64, u64) {
    let (now, peak) = resident(pid);
    (now + descendants(pid).into_iter().map(|child| resident(child).0).sum::<u64>(), peak)
}

fn resident(pid: u32) -> (u64, u64) {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
    };
    (field("VmRSS:").unwrap_or_default(), field("VmHWM:").unwrap_or_default())
}
