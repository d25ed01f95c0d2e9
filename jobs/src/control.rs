//! What management does with jobs (jobs.md §3 and §4).

use base::{Tenant, UnixMillis};
use store::Changed;

use crate::change::{self, Cancellation, Change};
use crate::check::{self, JobUpdate, TARGETS_MAX};
use crate::execution::Details;
use crate::job::{Job, Plan, Target};
use crate::jobs::Jobs;
use crate::status::{ExecutionStatus, JobStatus, TargetSelection};
use crate::view::{ExecutionView, JobView};
use crate::{JobError, document};

impl Jobs {
    /// Creates a job, and begins it unless its schedule says otherwise.
    ///
    /// # Errors
    /// When the id is taken, a target does not exist, or the plan is not one that AWS takes.
    pub fn create_job(
        &self,
        tenant: &Tenant,
        id: &str,
        plan: Plan,
        now: UnixMillis,
    ) -> Result<Changed<()>, JobError> {
        let arn = tenant.iot_arn(format_args!("job/{id}"));
        check::check_plan(id, &plan, now.0)?;
        self.change(tenant, now, |draft| {
            if draft.state().job(id).is_some() {
                return Err(JobError::JobExists { job: id.into(), arn });
            }
            check_targets(draft, &plan.targets)?;
            draft.set_job(id, Job::new(plan, now.0));
            draft.wake(id);
            Ok(())
        })
    }

    /// A job.
    ///
    /// # Errors
    /// When there is none.
    pub fn job(&self, tenant: &Tenant, id: &str, now: UnixMillis) -> Result<JobView, JobError> {
        self.read(tenant, |state| {
            let entry = state.job(id).ok_or(JobError::JobNotFound)?;
            Ok(JobView::of(id, entry, now.0))
        })
    }

    /// Whether there is such a job.
    pub fn has_job(&self, tenant: &Tenant, id: &str) -> bool {
        self.read(tenant, |state| state.job(id).is_some())
    }

    /// A job's document, with its parameters filled in or as it was given.
    ///
    /// # Errors
    /// When there is no such job.
    pub fn document(&self, tenant: &Tenant, id: &str, substituted: bool) -> Result<String, JobError> {
        self.read(tenant, |state| {
            let plan = &state.job(id).ok_or(JobError::JobNotFound)?.job.plan;
            let parameters = if substituted { plan.parameters.as_slice() } else { &[] };
            Ok(document::substitute(&plan.document, parameters))
        })
    }

    /// Changes a job that is not over.
    ///
    /// # Errors
    /// When there is none, it is over, or the change is not one that AWS takes.
    pub fn update_job(
        &self,
        tenant: &Tenant,
        id: &str,
        update: JobUpdate,
        now: UnixMillis,
    ) -> Result<Changed<()>, JobError> {
        self.change(tenant, now, |draft| {
            let mut job = draft.job(id)?.job.clone();
            if job.status.is_terminal() {
                return Err(JobError::UpdateStatus { job: id.into(), status: job.status });
            }
            check::update(id, &mut job.plan, update)?;
            job.last_updated_at = now.0;
            draft.set_job(id, job);
            draft.reschedule(id);
            Ok(())
        })
    }

    /// Cancels a job that is not over. Answers its description.
    ///
    /// # Errors
    /// When there is none, or it is over.
    pub fn cancel_job(
        &self,
        tenant: &Tenant,
        id: &str,
        cancellation: Cancellation,
        now: UnixMillis,
    ) -> Result<Changed<Option<String>>, JobError> {
        self.change(tenant, now, |draft| {
            let job = &draft.job(id)?.job;
            if job.status.is_terminal() {
                return Err(JobError::CancelStatus { job: id.into(), status: job.status });
            }
            let description = job.plan.description.clone();
            draft.cancel(id, cancellation);
            Ok(description)
        })
    }

    /// Deletes a job and its executions.
    ///
    /// # Errors
    /// When there is none, or it is not over and `force` is not set.
    pub fn delete_job(
        &self,
        tenant: &Tenant,
        id: &str,
        force: bool,
        now: UnixMillis,
    ) -> Result<Changed<()>, JobError> {
        self.change(tenant, now, |draft| {
            let status = draft.job(id)?.job.status;
            if !status.is_terminal() && !force {
                return Err(JobError::DeleteStatus { job: id.into(), status });
            }
            draft.delete(id);
            Ok(())
        })
    }

    /// Adds targets to a continuous job in progress. Answers its description.
    ///
    /// # Errors
    /// When there is no such job, it is of another kind or state, a target does not exist, or there would be too
    /// many.
    pub fn add_targets(
        &self,
        tenant: &Tenant,
        id: &str,
        targets: Vec<String>,
        comment: Option<String>,
        now: UnixMillis,
    ) -> Result<Changed<Option<String>>, JobError> {
        self.change(tenant, now, |draft| {
            let mut job = draft.job(id)?.job.clone();
            if job.plan.selection != TargetSelection::Continuous || job.status != JobStatus::InProgress {
                return Err(JobError::TargetsNotWelcome { job: id.into() });
            }
            check_targets(draft, &targets)?;
            let new: Vec<String> =
                targets.into_iter().filter(|target| !job.plan.targets.contains(target)).collect();
            if job.plan.targets.len() + new.len() > TARGETS_MAX {
                return Err(JobError::TooManyTargets { max: TARGETS_MAX });
            }
            job.plan.targets.extend(new.iter().cloned());
            job.comment = comment.or(job.comment);
            job.last_updated_at = now.0;
            let description = job.plan.description.clone();
            draft.set_job(id, job);
            for thing in draft.things_of(&new) {
                draft.set_member(id, &thing, true);
            }
            Ok(description)
        })
    }

    /// An execution, the latest one unless a number is given.
    ///
    /// # Errors
    /// When there is no such job or execution.
    pub fn execution(
        &self,
        tenant: &Tenant,
        (job, thing): (&str, &str),
        number: Option<u64>,
        now: UnixMillis,
    ) -> Result<ExecutionView, JobError> {
        self.read(tenant, |state| {
            let (place, execution) = change::find(state, job, thing, number)?;
            Ok(ExecutionView::of(job, thing, place.number, execution, now.0))
        })
    }

    /// Cancels the latest execution of a job on a thing.
    ///
    /// # Errors
    /// When there is none, it is over, it has another version than expected, or it is in progress and `force` is
    /// not set.
    pub fn cancel_execution(
        &self,
        tenant: &Tenant,
        (job, thing): (&str, &str),
        (force, expected_version): (bool, Option<u64>),
        details: Option<Details>,
        now: UnixMillis,
    ) -> Result<Changed<()>, JobError> {
        self.change(tenant, now, |draft| {
            let (place, execution) = draft.find(job, thing, None)?;
            let (status, names) = (execution.status, || (job.to_owned(), thing.to_owned()));
            if status.is_terminal() {
                let (job, thing) = names();
                return Err(JobError::CancelExecutionAfterTheEnd { job, thing });
            }
            execution.check_version(expected_version)?;
            if status == ExecutionStatus::InProgress && !force {
                let (job, thing) = names();
                return Err(JobError::CancelExecutionStatus { job, thing, status });
            }
            draft.edit_execution(&place, |execution, now| {
                execution.end(ExecutionStatus::Canceled, now);
                execution.force_canceled = force;
                if let Some(details) = details {
                    execution.details = details;
                }
            });
            Ok(())
        })
    }

    /// Deletes an execution. Its number may be given to another one (API_DeleteJobExecution).
    ///
    /// # Errors
    /// When there is none, or it is not over and `force` is not set.
    pub fn delete_execution(
        &self,
        tenant: &Tenant,
        (job, thing): (&str, &str),
        number: i64,
        force: bool,
        now: UnixMillis,
    ) -> Result<Changed<()>, JobError> {
        let number = u64::try_from(number).ok().filter(|number| *number > 0);
        let number = number.ok_or(JobError::ExecutionNumber)?;
        self.change(tenant, now, |draft| {
            let (place, execution) = draft.find(job, thing, Some(number))?;
            let status = execution.status;
            if !status.is_terminal() && !force {
                let (job, thing) = (job.to_owned(), thing.to_owned());
                return Err(JobError::DeleteExecutionStatus { job, thing, status });
            }
            draft.set_execution(&place, None);
            draft.settle(job);
            Ok(())
        })
    }
}

/// Checks that targets exist.
fn check_targets(draft: &Change<'_>, targets: &[String]) -> Result<(), JobError> {
    for target in targets {
        match Target::parse(draft.tenant, target)? {
            Target::Thing(name) if !draft.targets.has_thing(draft.tenant, name) => {
                return Err(JobError::ThingNotFound { name: name.into() });
            }
            Target::Group(name) if draft.targets.things_of_group(draft.tenant, name).is_none() => {
                return Err(JobError::GroupNotFound { name: name.into() });
            }
            _ => {}
        }
    }
    Ok(())
}
