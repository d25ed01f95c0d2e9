//! How executions and jobs end, and what follows from it (jobs.md §3 and §4).

use crate::change::Change;
use crate::config::EndBehavior;
use crate::event::JobChange;
use crate::execution::{Execution, Retries};
use crate::open_points;
use crate::state::Place;
use crate::status::{ExecutionStatus, JobStatus, TargetSelection};

/// The `reasonCode` of a job that was aborted.
const ABORT_CANCEL: &str = "ABORT_CANCEL";

/// A cancellation of a job.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cancellation {
    /// A code of the caller's.
    pub reason_code: Option<String>,
    /// A text for people.
    pub comment: Option<String>,
    /// Executions in progress are cancelled, too.
    pub force: bool,
}

impl Change<'_> {
    /// Gives a thing a new execution of a job.
    pub fn enqueue(&mut self, job: &str, thing: &str, retries: Retries) {
        let Some(entry) = self.state().job(job) else { return };
        let number = entry.latest(thing).map_or(0, |(number, _)| number) + 1;
        let place = Place { job: job.into(), thing: thing.into(), number };
        self.set_execution(&place, Some(Execution::queued(self.now, retries)));
    }

    /// Ends an execution on the service's own account, with everything that follows.
    pub fn end_execution(&mut self, place: &Place, status: ExecutionStatus) {
        self.edit_execution(place, |execution, now| execution.end(status, now));
    }

    /// Changes an execution, with everything that follows when this ends it.
    pub fn edit_execution(&mut self, place: &Place, edit: impl FnOnce(&mut Execution, u64)) {
        if self.edit_only(place, edit) {
            self.follow(place);
        }
    }

    /// Changes an execution and announces its end. Answers whether this ended it.
    fn edit_only(&mut self, place: &Place, edit: impl FnOnce(&mut Execution, u64)) -> bool {
        let Some(before) = self.state().execution(place) else { return false };
        let was_over = before.status.is_terminal();
        let mut execution = before.clone();
        edit(&mut execution, self.now);
        let ended = !was_over && execution.status.is_terminal();
        self.set_execution(place, Some(execution.clone()));
        if ended {
            self.announce_execution(place, &execution, false);
        }
        ended
    }

    /// What follows the end of an execution: its job may be aborted, it may be tried again, its job may be
    /// complete.
    fn follow(&mut self, place: &Place) {
        let Some(entry) = self.state().job(&place.job) else { return };
        if entry.job.status != JobStatus::InProgress {
            return;
        }
        if let Some(criterion) = entry.job.plan.abort.as_ref().and_then(|abort| abort.met(&entry.counts)) {
            let comment = Some(open_points::abort_comment(criterion));
            let reason_code = Some(ABORT_CANCEL.into());
            self.cancel(&place.job, Cancellation { reason_code, comment, force: false });
            return;
        }
        let again = entry.executions.get(&place.thing).and_then(|numbers| {
            let ended = numbers.get(&place.number)?;
            let is_latest = numbers.range(place.number + 1..).next().is_none();
            let retry = entry.job.plan.retry.as_ref().filter(|_| is_latest && !ended.left)?;
            retry.next(ended.status, ended.retries)
        });
        if let Some(retries) = again {
            self.enqueue(&place.job, &place.thing, retries);
        }
        self.settle(&place.job);
    }

    /// Completes a snapshot job of which nothing is left to do.
    pub fn settle(&mut self, id: &str) {
        let Some(entry) = self.state().job(id) else { return };
        let is_done = entry.job.status == JobStatus::InProgress
            && entry.job.plan.selection == TargetSelection::Snapshot
            && entry.waiting.is_empty()
            && entry.counts.pending() == 0
            && (open_points::JOB_WITHOUT_THINGS_IS_COMPLETE || !entry.executions.is_empty());
        if is_done {
            let now = self.now;
            self.edit_job(id, |job| {
                job.status = JobStatus::Completed;
                job.last_updated_at = now;
                job.completed_at = Some(now);
                job.wake_at = None;
            });
            self.announce_job(id, JobChange::Completed);
        }
    }

    /// Cancels a job that is not over: what waits and what is queued; with force also what is in progress.
    pub fn cancel(&mut self, id: &str, cancellation: Cancellation) {
        let now = self.now;
        let force = cancellation.force;
        self.edit_job(id, |job| {
            job.status = JobStatus::Canceled;
            job.last_updated_at = now;
            job.reason_code = cancellation.reason_code;
            job.comment = cancellation.comment;
            job.force_canceled = force;
            job.wake_at = None;
        });
        self.announce_job(id, JobChange::CancellationInProgress);
        self.forget_waiting(id);
        let Some(entry) = self.state().job(id) else { return };
        let places = entry.places(id, |status| {
            status == ExecutionStatus::Queued || (force && status == ExecutionStatus::InProgress)
        });
        for place in places {
            self.edit_only(&place, |execution, now| {
                execution.end(ExecutionStatus::Canceled, now);
                execution.force_canceled = force;
            });
        }
        self.announce_job(id, JobChange::Canceled);
    }

    /// Deletes a job with its executions.
    pub fn delete(&mut self, id: &str) {
        self.announce_job(id, JobChange::DeletionInProgress);
        self.forget_waiting(id);
        let Some(entry) = self.state().job(id) else { return };
        for place in entry.places(id, |_| true) {
            if let Some(execution) = self.state().execution(&place).cloned() {
                self.set_execution(&place, None);
                self.announce_execution(&place, &execution, true);
            }
        }
        self.announce_job(id, JobChange::Deleted);
        self.remove_job(id);
    }

    /// The end of a job's schedule has come.
    pub fn end(&mut self, id: &str) {
        let Some(entry) = self.state().job(id) else { return };
        match entry.schedule.end_behavior {
            EndBehavior::StopRollout => {
                let now = self.now;
                self.forget_waiting(id);
                self.edit_job(id, |job| {
                    job.status = JobStatus::InProgress;
                    job.last_updated_at = now;
                    job.rollout_ended = true;
                });
                self.settle(id);
            }
            EndBehavior::Cancel => self.cancel(id, Cancellation::default()),
            EndBehavior::ForceCancel => self.cancel(id, Cancellation { force: true, ..Default::default() }),
        }
    }

    fn forget_waiting(&mut self, id: &str) {
        let Some(entry) = self.state().job(id) else { return };
        for thing in entry.waiting.clone() {
            self.set_waiting(id, &thing, false);
        }
    }
}
