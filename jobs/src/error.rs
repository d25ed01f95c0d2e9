//! Why an operation is refused, in AWS's words where the sheet has them (api-errors.md §7).

use crate::execution::ExecutionState;
use crate::status::{ExecutionStatus, JobStatus};

/// The exception of the AWS API that an error becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Named as in the service model.
pub enum Exception {
    InvalidRequest,
    ResourceNotFound,
    ResourceAlreadyExists,
    /// The data plane calls it InvalidRequest.
    VersionConflict,
    InvalidStateTransition,
    TerminalState,
    LimitExceeded,
}

/// A refused operation.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[allow(missing_docs)] // The text of each says what it is.
pub enum JobError {
    #[error("Job ID cannot be found.")]
    JobNotFound,
    #[error("Job execution cannot be found as the Job {job} does not exist.")]
    JobOfExecutionNotFound { job: String },
    #[error("Job execution for thing {thing} cannot be found within job {job}.")]
    ExecutionNotFound { job: String, thing: String },
    #[error("Job ID already exists.")]
    JobExists { job: String, arn: String },

    #[error("{target} is neither a thing nor a thing group of this account and region.")]
    Target { target: String },
    #[error("Thing {name} cannot be found.")]
    ThingNotFound { name: String },
    #[error("Thing Group {name} cannot be found.")]
    GroupNotFound { name: String },
    #[error("A job can have at most {max} targets.")]
    TooManyTargets { max: usize },
    #[error("Job {job} is not a continuous job in progress; targets cannot be associated with it.")]
    TargetsNotWelcome { job: String },

    #[error("Job document located at request input is an invalid JSON document.")]
    Document,
    #[error("Role must be provided for pre-sign S3 urls in job document of job {job}.")]
    PresignedUrlRole { job: String },
    #[error("Provide valid timeout value, inProgressTimeoutInMinutes cannot be {minutes}.")]
    Timeout { minutes: i64 },
    #[error("Provide valid timeout value, stepTimeoutInMinutes cannot be {minutes}.")]
    StepTimeout { minutes: i64 },
    #[error("Multiple AbortCriteria cannot have the same failure type")]
    AbortTwice,
    #[error("ThresholdPercentage value {value} for AbortCriteria must have value greater than 0")]
    AbortThreshold { value: f64 },
    #[error("Abort thresholdPercentage must have two or less decimal digits")]
    AbortDigits,
    #[error("A retryCriteria with failure type ALL must be used by itself.")]
    RetryAllWithOthers,
    #[error("Multiple RetryCriteria cannot have the same failure type")]
    RetryTwice,
    #[error("The number of retries of all failure types together cannot exceed {max}.")]
    TooManyRetries { max: u32 },
    #[error("The number of retries cannot be updated to any number other than 0.")]
    RetriesNotZero,
    #[error("FailureTypes must match existing FailureTypes defined in RetryConfig.")]
    RetryFailureTypes,
    #[error("Provide MaximumPerMinute value or provide ExponentialRate and MaximumPerMinute")]
    Rollout,
    #[error("RateIncreaseCriteria needs exactly one of numberOfNotifiedThings and numberOfSucceededThings.")]
    RateIncrease,
    #[error("1 validation error detected: Provided time {time} UTC must follow the format YYYY-MM-DDThh:mm.")]
    TimeFormat { time: String },
    #[error("The {name} of a job must be {range} from the current time.")]
    TimeRange { name: &'static str, range: &'static str },
    #[error("The endTime of a job must be between 30 minutes and 2 years after its startTime.")]
    EndBeforeStart,
    #[error("The maintenance window '{expression}' is no cron expression of six fields: {reason}.")]
    Window { expression: String, reason: &'static str },

    #[error("Update Job request for job {job} cannot be empty.")]
    EmptyUpdate { job: String },
    #[error("Job {job} in status {status} cannot be updated.")]
    UpdateStatus { job: String, status: JobStatus },
    #[error("Job {job} in status {status} cannot be canceled.")]
    CancelStatus { job: String, status: JobStatus },
    #[error("Job {job} in status {status} cannot be deleted without force flag.")]
    DeleteStatus { job: String, status: JobStatus },
    #[error("Job execution for thing {thing} within job {job} cannot be canceled.")]
    CancelExecutionAfterTheEnd { job: String, thing: String },
    #[error(
        "Job execution for thing {thing} within job {job} in status {status} cannot be canceled without force flag."
    )]
    CancelExecutionStatus { job: String, thing: String, status: ExecutionStatus },
    #[error(
        "Job execution for thing {thing} within job {job} in status {status} cannot be deleted without force flag."
    )]
    DeleteExecutionStatus { job: String, thing: String, status: ExecutionStatus },
    #[error("Execution number is invalid.")]
    ExecutionNumber,

    #[error("The status of job execution cannot be changed to be {status}")]
    StatusNotSettable { status: ExecutionStatus },
    #[error("The job execution is in status {}, which cannot be changed to be {status}", state.status)]
    ReportAfterTheEnd { status: ExecutionStatus, state: Box<ExecutionState> },
    #[error("Expected version {expected} but found version {found}")]
    Version { expected: u64, found: u64, state: Box<ExecutionState> },
    #[error("Job Execution has reached terminal state. It is neither IN_PROGRESS nor QUEUED")]
    Terminal,
    #[error("statusDetails can have at most {max} entries")]
    TooManyDetails { max: usize },
    #[error("The entry '{key}' of statusDetails is empty, too long, or has a name with other characters")]
    Detail { key: String },

    #[error(transparent)]
    Token(#[from] base::InvalidToken),
}

impl JobError {
    /// The exception that it becomes.
    pub fn exception(&self) -> Exception {
        match self {
            Self::JobNotFound
            | Self::JobOfExecutionNotFound { .. }
            | Self::ExecutionNotFound { .. }
            | Self::ThingNotFound { .. }
            | Self::GroupNotFound { .. } => Exception::ResourceNotFound,
            Self::JobExists { .. } => Exception::ResourceAlreadyExists,
            Self::TooManyTargets { .. } => Exception::LimitExceeded,
            Self::Version { .. } => Exception::VersionConflict,
            Self::Terminal => Exception::TerminalState,
            Self::DeleteStatus { .. }
            | Self::CancelExecutionAfterTheEnd { .. }
            | Self::CancelExecutionStatus { .. }
            | Self::DeleteExecutionStatus { .. }
            | Self::StatusNotSettable { .. }
            | Self::ReportAfterTheEnd { .. } => Exception::InvalidStateTransition,
            _ => Exception::InvalidRequest,
        }
    }

    /// The execution's own state, which a rejection over MQTT shows for some reasons (jobs.md §1).
    pub fn state(&self) -> Option<&ExecutionState> {
        match self {
            Self::ReportAfterTheEnd { state, .. } | Self::Version { state, .. } => Some(state),
            _ => None,
        }
    }
}
