//! What CreateJob says about how a job is run. Names and forms are those of the API, so that a configuration
//! reads back as it was given.

use serde::{Deserialize, Serialize};

use crate::execution::Retries;
use crate::status::{Counts, ExecutionStatus};

/// How fast executions are released.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RolloutConfig {
    /// The most things that learn of the job within a minute.
    pub maximum_per_minute: Option<u32>,
    /// A rate that grows.
    pub exponential_rate: Option<ExponentialRate>,
}

/// A rate that grows with what has been reached.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExponentialRate {
    /// The first rate.
    pub base_rate_per_minute: u32,
    /// The factor of each increase.
    pub increment_factor: f64,
    /// When it increases.
    pub rate_increase_criteria: RateIncreaseCriteria,
}

/// After how many things a rate increases.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RateIncreaseCriteria {
    /// Things that learned of the job.
    pub number_of_notified_things: Option<u32>,
    /// Things that succeeded.
    pub number_of_succeeded_things: Option<u32>,
}

impl RolloutConfig {
    /// How many executions may be released within a minute, when so many things were notified and so many
    /// succeeded; `None` for any number. An exponential rate has grown once for every full threshold (jobs.md
    /// §4).
    pub fn rate(&self, notified: usize, succeeded: usize) -> Option<usize> {
        let maximum = self.maximum_per_minute.map(|maximum| maximum as usize);
        let Some(exponential) = &self.exponential_rate else { return maximum };
        let criteria = &exponential.rate_increase_criteria;
        let steps = |reached: usize, threshold: Option<u32>| {
            threshold.map_or(0, |threshold| reached / threshold.max(1) as usize)
        };
        let steps = steps(notified, criteria.number_of_notified_things)
            .max(steps(succeeded, criteria.number_of_succeeded_things));
        let growth = exponential.increment_factor.powi(i32::try_from(steps).unwrap_or(i32::MAX));
        // The cast saturates, and a rate below one would never end.
        let rate = (f64::from(exponential.base_rate_per_minute) * growth) as usize;
        Some(rate.clamp(1, maximum.unwrap_or(usize::MAX).max(1)))
    }
}

/// When too many executions have gone wrong.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AbortConfig {
    /// Any of them is enough.
    pub criteria_list: Vec<AbortCriterion>,
}

/// When too many executions have gone wrong in one way.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AbortCriterion {
    /// The way.
    pub failure_type: FailureType,
    /// `CANCEL`, the only one there is.
    pub action: String,
    /// The share of the executions that are over, percent.
    pub threshold_percentage: f64,
    /// So many have to be over before anything is judged.
    pub min_number_of_executed_things: u32,
}

/// Ways in which executions go wrong.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)] // Named as in the API.
pub enum FailureType {
    Failed,
    Rejected,
    TimedOut,
    All,
}

impl FailureType {
    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "FAILED",
            Self::Rejected => "REJECTED",
            Self::TimedOut => "TIMED_OUT",
            Self::All => "ALL",
        }
    }

    fn count(self, counts: &Counts) -> usize {
        use ExecutionStatus::{Failed, Rejected, TimedOut};
        match self {
            Self::Failed => counts.of(Failed),
            Self::Rejected => counts.of(Rejected),
            Self::TimedOut => counts.of(TimedOut),
            Self::All => counts.of(Failed) + counts.of(Rejected) + counts.of(TimedOut),
        }
    }
}

impl AbortConfig {
    /// The criterion that these executions meet. Whatever ended an execution, it counts among those that are
    /// over (jobs.md §3).
    pub fn met(&self, counts: &Counts) -> Option<&AbortCriterion> {
        let executed = counts.executed();
        self.criteria_list.iter().find(|criterion| {
            let failed = criterion.failure_type.count(counts);
            executed > 0
                && executed >= criterion.min_number_of_executed_things as usize
                && failed as f64 * 100.0 >= criterion.threshold_percentage * executed as f64
        })
    }
}

/// How long a thing may take.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TimeoutConfig {
    /// Minutes from IN_PROGRESS to the end.
    pub in_progress_timeout_in_minutes: Option<i64>,
}

/// How often an execution is tried again.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RetryConfig {
    /// By the way in which it failed.
    pub criteria_list: Vec<RetryCriterion>,
}

/// How often an execution is tried again that failed in one way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RetryCriterion {
    /// FAILED, TIMED_OUT or ALL.
    pub failure_type: FailureType,
    /// How often.
    pub number_of_retries: u32,
}

impl RetryConfig {
    /// The retries of an execution that follows one which ended so, after so many retries; `None` when there is
    /// to be none.
    pub fn next(&self, ended: ExecutionStatus, so_far: Retries) -> Option<Retries> {
        let next = match ended {
            ExecutionStatus::Failed => Retries { failed: so_far.failed + 1, ..so_far },
            ExecutionStatus::TimedOut => Retries { timed_out: so_far.timed_out + 1, ..so_far },
            _ => return None,
        };
        let allowed = self.criteria_list.iter().any(|criterion| match (criterion.failure_type, ended) {
            (FailureType::All, _) => next.total() <= criterion.number_of_retries,
            (FailureType::Failed, ExecutionStatus::Failed) => next.failed <= criterion.number_of_retries,
            (FailureType::TimedOut, ExecutionStatus::TimedOut) => {
                next.timed_out <= criterion.number_of_retries
            }
            _ => false,
        });
        allowed.then_some(next)
    }
}

/// When a job begins and ends, and the hours in which it is rolled out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SchedulingConfig {
    /// `YYYY-MM-DDThh:mm`, UTC.
    pub start_time: Option<String>,
    /// `YYYY-MM-DDThh:mm`, UTC.
    pub end_time: Option<String>,
    /// What happens at the end.
    pub end_behavior: Option<EndBehavior>,
    /// Hours in which executions are released.
    pub maintenance_windows: Option<Vec<MaintenanceWindow>>,
}

/// What happens to a job at its end.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EndBehavior {
    /// Nothing more is released.
    #[default]
    StopRollout,
    /// It is cancelled.
    Cancel,
    /// It is cancelled, with the executions that are in progress.
    ForceCancel,
}

/// Hours that come again and again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MaintenanceWindow {
    /// A cron expression of AWS's six fields.
    pub start_time: String,
    /// Minutes.
    pub duration_in_minutes: u32,
}

/// How S3 URLs in a document are signed. Kept and returned; there is no S3 here.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PresignedUrlConfig {
    /// Who signs.
    pub role_arn: Option<String>,
    /// Seconds for which a URL works.
    pub expires_in_sec: Option<i64>,
}

/// Seconds for which a presigned URL works when nothing is said (jobs.md §4).
const PRESIGNED_SECONDS: i64 = 3600;

impl PresignedUrlConfig {
    /// With AWS's default where a role is given without a time.
    #[must_use]
    pub fn with_default(mut self) -> Self {
        let default = self.role_arn.as_ref().map(|_| PRESIGNED_SECONDS);
        self.expires_in_sec = self.expires_in_sec.or(default);
        self
    }
}
