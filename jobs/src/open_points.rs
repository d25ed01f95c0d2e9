//! What AWS leaves undocumented or contradictory about jobs, each decided once, here. Sections are those of the
//! behaviour sheet jobs.md.
//!
//! Decided where it is done, because there is no constant in it: a scheduled job's targets are the things of its
//! beginning, not of its creation ([`crate::change`]); a report is refused for a finished execution before its
//! version is looked at ([`crate::execution`]); a deleted group lets its things leave a continuous job (§3).

use crate::config::AbortCriterion;
use crate::execution::MINUTE;

/// Whether a snapshot job without any things is complete as soon as it begins (§4). Nothing will ever end it
/// otherwise.
pub(crate) const JOB_WITHOUT_THINGS_IS_COMPLETE: bool = true;

/// The time between two releases of a rollout (§4). AWS keeps a rate per minute; whether it releases a minute's
/// worth in one go or spreads it is not documented.
pub(crate) const BATCH_INTERVAL: u64 = MINUTE;

/// Whether start-next gives a new step timer to an execution that is in progress already. §2 has it that such an
/// execution comes back as it is.
pub(crate) const START_NEXT_RESTARTS_STEP_TIMER: bool = false;

/// The comment of a job that was aborted. §3 knows that there is one.
pub(crate) fn abort_comment(criterion: &AbortCriterion) -> String {
    let (share, failure) = (criterion.threshold_percentage, criterion.failure_type.as_str());
    format!("The job was canceled because at least {share}% of its executions ended with {failure}.")
}
