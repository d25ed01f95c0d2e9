//! The states of jobs and of their executions (jobs.md §3 and §4).

use serde::{Deserialize, Serialize};

/// The state of an execution.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)] // Named as in the API.
pub enum ExecutionStatus {
    Queued,
    InProgress,
    Succeeded,
    Failed,
    TimedOut,
    Rejected,
    Removed,
    Canceled,
}

impl ExecutionStatus {
    /// Every state, in the order of the sheet.
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::InProgress,
        Self::Succeeded,
        Self::Failed,
        Self::TimedOut,
        Self::Rejected,
        Self::Removed,
        Self::Canceled,
    ];

    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "QUEUED",
            Self::InProgress => "IN_PROGRESS",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::TimedOut => "TIMED_OUT",
            Self::Rejected => "REJECTED",
            Self::Removed => "REMOVED",
            Self::Canceled => "CANCELED",
        }
    }

    /// The state of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Whether it is the last one of an execution.
    pub const fn is_terminal(self) -> bool {
        !matches!(self, Self::Queued | Self::InProgress)
    }

    /// Whether a device may report it.
    pub const fn is_reported_by_devices(self) -> bool {
        matches!(self, Self::InProgress | Self::Succeeded | Self::Failed | Self::Rejected)
    }

    /// Whether a device's report may lead from this state to another.
    pub const fn device_may_report(self, next: Self) -> bool {
        !self.is_terminal() && next.is_reported_by_devices()
    }

    /// Whether the service itself may lead from this state to another: a cancellation, the end of a timer, or
    /// a thing that is no longer a target while its execution waits.
    pub const fn service_may_set(self, next: Self) -> bool {
        match next {
            Self::Canceled => !self.is_terminal(),
            Self::TimedOut => matches!(self, Self::InProgress),
            Self::Removed => matches!(self, Self::Queued),
            _ => false,
        }
    }
}

impl std::fmt::Display for ExecutionStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The state of a job. `DELETION_IN_PROGRESS` is none of ours: a job is deleted at once.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)] // Named as in the API.
pub enum JobStatus {
    Scheduled,
    InProgress,
    Completed,
    Canceled,
}

impl JobStatus {
    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "SCHEDULED",
            Self::InProgress => "IN_PROGRESS",
            Self::Completed => "COMPLETED",
            Self::Canceled => "CANCELED",
        }
    }

    /// Whether nothing follows but deletion.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Completed | Self::Canceled)
    }
}

impl std::fmt::Display for JobStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a job ends with the things that it began with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TargetSelection {
    /// The things that are targets when it begins.
    #[default]
    Snapshot,
    /// Also every thing that becomes one later.
    Continuous,
}

impl TargetSelection {
    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Snapshot => "SNAPSHOT",
            Self::Continuous => "CONTINUOUS",
        }
    }
}

/// How many executions are in which state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts([usize; ExecutionStatus::ALL.len()]);

impl Counts {
    /// The number of executions in a state.
    pub const fn of(&self, status: ExecutionStatus) -> usize {
        self.0[status as usize]
    }

    /// The executions that are over, however they ended.
    pub fn executed(&self) -> usize {
        ExecutionStatus::ALL.iter().filter(|status| status.is_terminal()).map(|status| self.of(*status)).sum()
    }

    /// The executions that are not over.
    pub const fn pending(&self) -> usize {
        self.of(ExecutionStatus::Queued) + self.of(ExecutionStatus::InProgress)
    }

    pub(crate) fn add(&mut self, status: ExecutionStatus) {
        self.0[status as usize] += 1;
    }

    pub(crate) fn subtract(&mut self, status: ExecutionStatus) {
        self.0[status as usize] -= 1;
    }
}
