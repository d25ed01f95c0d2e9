//! One execution of a job on one thing, and how it changes (jobs.md §3). Nothing here knows a clock.

use serde::{Deserialize, Serialize};

use crate::JobError;
use crate::status::ExecutionStatus;

/// A minute in milliseconds.
pub(crate) const MINUTE: u64 = 60_000;

/// What a device says about its progress, in its order.
pub type Details = Vec<(String, String)>;

/// How often an execution was tried again already, by the way in which it had failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)] // Named as in the API.
pub struct Retries {
    pub failed: u32,
    pub timed_out: u32,
}

impl Retries {
    /// All of them.
    pub const fn total(self) -> u32 {
        self.failed + self.timed_out
    }
}

/// An execution. Times are milliseconds since 1970.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Execution {
    /// Its state.
    pub status: ExecutionStatus,
    /// What the device said last.
    pub details: Details,
    /// When it was released to the thing.
    pub queued_at: u64,
    /// When the thing first reported of it.
    pub started_at: Option<u64>,
    /// When it last changed.
    pub last_updated_at: u64,
    /// 1, and one more after every change but REMOVED.
    pub version: u64,
    /// It was cancelled with force.
    pub force_canceled: bool,
    /// Until when it may be in progress, by the job's timeout.
    pub in_progress_until: Option<u64>,
    /// Until when it may be in progress, by the device's step timer.
    pub step_until: Option<u64>,
    /// How often it was tried before.
    pub retries: Retries,
    /// The thing has left the targets of its continuous job since. It gets another execution when it comes back.
    pub left: bool,
}

/// What a device reports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The new state.
    pub status: ExecutionStatus,
    /// Replaces what was said before; `None` leaves it.
    pub details: Option<Details>,
    /// A new step timer.
    pub step: Option<StepTimer>,
    /// The report is for this version only.
    pub expected_version: Option<u64>,
}

/// What becomes of the step timer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepTimer {
    /// It ends.
    Clear,
    /// It starts anew.
    Minutes(u64),
}

impl StepTimer {
    /// Reads `stepTimeoutInMinutes`: 1 to 10080, or -1 to clear it.
    ///
    /// # Errors
    /// For any other number.
    pub fn parse(minutes: i64) -> Result<Self, JobError> {
        match minutes {
            -1 => Ok(Self::Clear),
            1..=TIMEOUT_MINUTES_MAX => Ok(Self::Minutes(minutes.unsigned_abs())),
            _ => Err(JobError::StepTimeout { minutes }),
        }
    }
}

/// Seven days, the longest timeout.
pub(crate) const TIMEOUT_MINUTES_MAX: i64 = 10_080;

/// What an execution shows of itself when a report is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExecutionState {
    /// Its state.
    pub status: ExecutionStatus,
    /// What the device said last.
    pub details: Details,
    /// Its version.
    pub version: u64,
}

impl Execution {
    /// One that was just released to its thing.
    pub fn queued(now: u64, retries: Retries) -> Self {
        Self {
            status: ExecutionStatus::Queued,
            details: Details::new(),
            queued_at: now,
            started_at: None,
            last_updated_at: now,
            version: 1,
            force_canceled: false,
            in_progress_until: None,
            step_until: None,
            retries,
            left: false,
        }
    }

    /// What it shows of itself.
    pub fn state(&self) -> ExecutionState {
        ExecutionState { status: self.status, details: self.details.clone(), version: self.version }
    }

    /// When it times out. The step timer never outlives the other (jobs.md §4).
    pub fn deadline(&self) -> Option<u64> {
        if self.status != ExecutionStatus::InProgress {
            return None;
        }
        [self.in_progress_until, self.step_until].into_iter().flatten().min()
    }

    /// Takes a device's report. `timeout` is the job's, in minutes, and counts from now when this starts the
    /// execution.
    ///
    /// # Errors
    /// When the state is not for devices to set, the execution is over, or it has another version.
    pub fn report(&mut self, report: Report, timeout: Option<u64>, now: u64) -> Result<(), JobError> {
        let Report { status, details, step, expected_version } = report;
        if !status.is_reported_by_devices() {
            return Err(JobError::StatusNotSettable { status });
        }
        if !self.status.device_may_report(status) {
            return Err(JobError::ReportAfterTheEnd { status, state: Box::new(self.state()) });
        }
        self.check_version(expected_version)?;
        let starts = self.status == ExecutionStatus::Queued;
        if starts && status != ExecutionStatus::Rejected {
            self.started_at = Some(now);
        }
        if starts {
            self.in_progress_until = timeout.map(|minutes| now.saturating_add(minutes * MINUTE));
        }
        if let Some(step) = step {
            self.set_step_timer(step, now);
        }
        if let Some(details) = details {
            self.details = details;
        }
        self.status = status;
        self.version += 1;
        self.last_updated_at = now;
        Ok(())
    }

    /// Ends the step timer or starts it anew.
    pub fn set_step_timer(&mut self, step: StepTimer, now: u64) {
        self.step_until = match step {
            StepTimer::Clear => None,
            StepTimer::Minutes(minutes) => Some(now.saturating_add(minutes * MINUTE)),
        };
    }

    /// Whether it has the version that a caller expects.
    ///
    /// # Errors
    /// When it has another.
    pub fn check_version(&self, expected: Option<u64>) -> Result<(), JobError> {
        match expected {
            Some(expected) if expected != self.version => {
                Err(JobError::Version { expected, found: self.version, state: Box::new(self.state()) })
            }
            _ => Ok(()),
        }
    }

    /// Ends it on the service's own account. Without effect where the state machine has no such transition.
    pub fn end(&mut self, status: ExecutionStatus, now: u64) {
        if !self.status.service_may_set(status) {
            return;
        }
        // AWS does not count a removal (jobs.md §3).
        self.version += u64::from(status != ExecutionStatus::Removed);
        self.status = status;
        self.last_updated_at = now;
    }
}

/// The most details of an execution.
const DETAILS_MAX: usize = 10;

/// Checks what a device says about its progress, where no service model has done so.
///
/// # Errors
/// When there are too many details, or one is empty, too long or has a key of other characters.
pub fn check_details(details: &[(String, String)]) -> Result<(), JobError> {
    let is_key = |key: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b":_-".contains(&byte);
        (1..=128).contains(&key.len()) && key.bytes().all(plain)
    };
    let is_value = |value: &str| (1..=1024).contains(&value.chars().count());
    if details.len() > DETAILS_MAX {
        return Err(JobError::TooManyDetails { max: DETAILS_MAX });
    }
    match details.iter().find(|(key, value)| !is_key(key) || !is_value(value)) {
        Some((key, _)) => Err(JobError::Detail { key: key.clone() }),
        None => Ok(()),
    }
}
