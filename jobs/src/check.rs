//! What a job may be created with, beyond what the service model checks (api-errors.md §7).

use crate::config::{AbortConfig, FailureType, RetryConfig, RolloutConfig, TimeoutConfig};
use crate::execution::TIMEOUT_MINUTES_MAX;
use crate::job::Plan;
use crate::schedule::Schedule;
use crate::{JobError, document};

/// The most targets of a job.
pub const TARGETS_MAX: usize = 100;
/// The most retries of an execution, over all failure types.
const RETRIES_MAX: u32 = 10;

/// Changes of a job; what is absent stays.
#[derive(Clone, PartialEq, Debug, Default)]
#[allow(missing_docs)] // Named as in `Plan`.
pub struct JobUpdate {
    pub description: Option<String>,
    pub presigned: Option<crate::config::PresignedUrlConfig>,
    pub rollout: Option<RolloutConfig>,
    pub abort: Option<AbortConfig>,
    pub timeout: Option<TimeoutConfig>,
    pub retry: Option<RetryConfig>,
}

/// Checks all of a new job but its targets, and reads its schedule.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check_plan(job: &str, plan: &Plan, now: u64) -> Result<Schedule, JobError> {
    if plan.targets.len() > TARGETS_MAX {
        return Err(JobError::TooManyTargets { max: TARGETS_MAX });
    }
    document::check(&plan.document)?;
    let role = plan.presigned.as_ref().and_then(|presigned| presigned.role_arn.as_ref());
    if document::has_presigned_url(&plan.document) && role.is_none() {
        return Err(JobError::PresignedUrlRole { job: job.into() });
    }
    check_configurations(plan)?;
    let schedule = plan.scheduling.as_ref().map(Schedule::parse).transpose()?.unwrap_or_default();
    schedule.check(now)?;
    Ok(schedule)
}

/// Checks what job templates have of a plan, too.
///
/// # Errors
/// What is wrong with it.
pub fn check_configurations(plan: &Plan) -> Result<(), JobError> {
    plan.rollout.as_ref().map_or(Ok(()), check_rollout)?;
    plan.abort.as_ref().map_or(Ok(()), check_abort)?;
    plan.timeout.as_ref().map_or(Ok(()), check_timeout)?;
    plan.retry.as_ref().map_or(Ok(()), check_retry)
}

/// Checks and applies changes of a job.
///
/// # Errors
/// What is wrong with them; then nothing is changed.
pub(crate) fn update(job: &str, plan: &mut Plan, update: JobUpdate) -> Result<(), JobError> {
    if update == JobUpdate::default() {
        return Err(JobError::EmptyUpdate { job: job.into() });
    }
    if let Some(rollout) = &update.rollout {
        if rollout.maximum_per_minute.is_none() {
            return Err(JobError::Rollout);
        }
        check_rollout(rollout)?;
    }
    update.abort.as_ref().map_or(Ok(()), check_abort)?;
    update.timeout.as_ref().map_or(Ok(()), check_timeout)?;
    if let Some(retry) = &update.retry {
        check_retry_update(retry, plan.retry.as_ref())?;
    }
    let JobUpdate { description, presigned, rollout, abort, timeout, retry } = update;
    plan.description = description.or(plan.description.take());
    plan.presigned = presigned.or(plan.presigned.take());
    plan.rollout = rollout.or(plan.rollout.take());
    plan.abort = abort.or(plan.abort.take());
    plan.timeout = timeout.or(plan.timeout.take());
    plan.retry = retry.or(plan.retry.take());
    Ok(())
}

fn check_rollout(rollout: &RolloutConfig) -> Result<(), JobError> {
    let Some(exponential) = &rollout.exponential_rate else { return Ok(()) };
    let criteria = &exponential.rate_increase_criteria;
    if criteria.number_of_notified_things.is_some() == criteria.number_of_succeeded_things.is_some() {
        return Err(JobError::RateIncrease);
    }
    Ok(())
}

fn check_abort(abort: &AbortConfig) -> Result<(), JobError> {
    if has_twice(&abort.criteria_list.iter().map(|criterion| criterion.failure_type)) {
        return Err(JobError::AbortTwice);
    }
    for criterion in &abort.criteria_list {
        let value = criterion.threshold_percentage;
        if value <= 0.0 {
            return Err(JobError::AbortThreshold { value });
        }
        if ((value * 100.0).round() / 100.0 - value).abs() > f64::EPSILON * value {
            return Err(JobError::AbortDigits);
        }
    }
    Ok(())
}

fn check_timeout(timeout: &TimeoutConfig) -> Result<(), JobError> {
    match timeout.in_progress_timeout_in_minutes {
        Some(minutes) if !(1..=TIMEOUT_MINUTES_MAX).contains(&minutes) => Err(JobError::Timeout { minutes }),
        _ => Ok(()),
    }
}

fn check_retry(retry: &RetryConfig) -> Result<(), JobError> {
    let types = || retry.criteria_list.iter().map(|criterion| criterion.failure_type);
    if types().any(|kind| kind == FailureType::All) && types().count() > 1 {
        return Err(JobError::RetryAllWithOthers);
    }
    if has_twice(&types()) {
        return Err(JobError::RetryTwice);
    }
    if retry.criteria_list.iter().map(|criterion| criterion.number_of_retries).sum::<u32>() > RETRIES_MAX {
        return Err(JobError::TooManyRetries { max: RETRIES_MAX });
    }
    Ok(())
}

/// Retries of a job can only be called off.
fn check_retry_update(retry: &RetryConfig, existing: Option<&RetryConfig>) -> Result<(), JobError> {
    if retry.criteria_list.iter().any(|criterion| criterion.number_of_retries != 0) {
        return Err(JobError::RetriesNotZero);
    }
    check_retry(retry)?;
    let types = |config: &RetryConfig| {
        let mut types: Vec<&str> = config.criteria_list.iter().map(|c| c.failure_type.as_str()).collect();
        types.sort_unstable();
        types
    };
    if existing.is_none_or(|existing| types(existing) != types(retry)) {
        return Err(JobError::RetryFailureTypes);
    }
    Ok(())
}

fn has_twice(types: &(impl Iterator<Item = FailureType> + Clone)) -> bool {
    let twice = |(index, kind)| types.clone().skip(index + 1).any(|other| other == kind);
    types.clone().enumerate().any(twice)
}
