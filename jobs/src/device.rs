//! What devices do with their executions (jobs.md §1 to §3), over HTTP now and over MQTT later.

use std::sync::Arc;

use base::{Tenant, UnixMillis};
use serde_json::Value;
use store::Changed;

use crate::JobError;
use crate::change;
use crate::execution::{Details, ExecutionState, Report, StepTimer};
use crate::jobs::Jobs;
use crate::open_points;
use crate::status::ExecutionStatus;
use crate::view::{self, DeviceExecution, ExecutionView, Pending};

/// Which execution of a thing is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which<'a> {
    /// The next one, `$next`.
    Next,
    /// One of a job: that of the number, or the latest one.
    Of {
        /// The job's id.
        job: &'a str,
        /// The execution's number.
        number: Option<u64>,
    },
}

impl<'a> Which<'a> {
    /// Reads a job id as devices give it.
    pub fn parse(job: &'a str, number: Option<u64>) -> Self {
        if job == "$next" { Self::Next } else { Self::Of { job, number } }
    }
}

/// What a device gets for a report.
#[derive(Clone, PartialEq, Debug)]
pub struct Reported {
    /// The execution's state now.
    pub state: ExecutionState,
    /// The job's document.
    pub document: Arc<Value>,
}

impl Jobs {
    /// What is pending for a thing. Nothing is pending for one that does not exist.
    pub fn pending(&self, tenant: &Tenant, thing: &str, now: UnixMillis) -> Pending {
        self.read(tenant, |state| Pending::of(state, thing, usize::MAX, now.0))
    }

    /// An execution that is not over; `None` for the next one when there is none.
    ///
    /// # Errors
    /// When there is no such job or execution, or it is over.
    pub fn show(
        &self,
        tenant: &Tenant,
        thing: &str,
        which: Which<'_>,
        with_document: bool,
        now: UnixMillis,
    ) -> Result<Option<DeviceExecution>, JobError> {
        self.read(tenant, |state| {
            let Which::Of { job, number } = which else {
                return Ok(view::next_of(state, thing, with_document, now.0));
            };
            let (place, execution) = change::find(state, job, thing, number)?;
            if execution.status.is_terminal() {
                return Err(JobError::Terminal);
            }
            let view = ExecutionView::of(job, thing, place.number, execution, now.0);
            // Found a moment ago, under this lock.
            Ok(state.job(job).map(|entry| DeviceExecution::of(entry, view, with_document)))
        })
    }

    /// Begins the next execution of a thing; `None` when there is none. One that has begun already is returned as
    /// it is (jobs.md §2).
    ///
    /// # Errors
    /// None that a pending execution could cause.
    pub fn start_next(
        &self,
        tenant: &Tenant,
        thing: &str,
        details: Option<Details>,
        step: Option<StepTimer>,
        now: UnixMillis,
    ) -> Result<Changed<Option<DeviceExecution>>, JobError> {
        self.change(tenant, now, |draft| {
            let Some(next) = view::next_of(draft.state(), thing, false, now.0) else { return Ok(None) };
            let (place, _) = draft.find(&next.view.job, thing, Some(next.view.number))?;
            if next.view.execution.status == ExecutionStatus::Queued {
                let timeout = draft.job(&place.job)?.job.plan.timeout_minutes();
                let report =
                    Report { status: ExecutionStatus::InProgress, details, step, expected_version: None };
                draft.edit_execution(&place, |execution, now| {
                    // A queued execution can always begin.
                    let _ = execution.report(report, timeout, now);
                });
            } else if let Some(step) = step.filter(|_| open_points::START_NEXT_RESTARTS_STEP_TIMER) {
                draft.edit_execution(&place, |execution, now| execution.set_step_timer(step, now));
            }
            Ok(view::next_of(draft.state(), thing, true, now.0))
        })
    }

    /// Takes a device's report.
    ///
    /// # Errors
    /// When the state is not for devices to set, there is no such execution, it is over, or it has another version
    /// than expected.
    pub fn report(
        &self,
        tenant: &Tenant,
        thing: &str,
        which: Which<'_>,
        report: Report,
        now: UnixMillis,
    ) -> Result<Changed<Reported>, JobError> {
        if !report.status.is_reported_by_devices() {
            return Err(JobError::StatusNotSettable { status: report.status });
        }
        self.change(tenant, now, |draft| {
            let (place, execution) = match which {
                Which::Of { job, number } => draft.find(job, thing, number)?,
                Which::Next => {
                    let turn = draft.state().pending(thing).next();
                    let missing = || JobError::ExecutionNotFound { job: "$next".into(), thing: thing.into() };
                    let turn = turn.ok_or_else(missing)?;
                    draft.find(&turn.job, thing, Some(turn.number))?
                }
            };
            let entry = draft.job(&place.job)?;
            let document = Arc::clone(&entry.for_devices);
            let timeout = entry.job.plan.timeout_minutes();
            let mut reported = execution.clone();
            reported.report(report, timeout, now.0)?;
            let state = reported.state();
            draft.edit_execution(&place, |execution, _| *execution = reported);
            Ok(Reported { state, document })
        })
    }
}
