//! How things get their executions: at once, at a rate, in hours (jobs.md §4), and as members of groups.

use std::collections::BTreeSet;

use crate::change::Change;
use crate::execution::Retries;
use crate::job::Target;
use crate::open_points::BATCH_INTERVAL;
use crate::schedule::Phase;
use crate::state::{JobEntry, Place};
use crate::status::{ExecutionStatus, JobStatus};

impl Change<'_> {
    /// Does what the time of a job has come for.
    pub fn wake(&mut self, id: &str) {
        let Some(entry) = self.state().job(id) else { return };
        let phase = entry.schedule.phase(self.now);
        match (entry.job.status, phase) {
            (JobStatus::Scheduled | JobStatus::InProgress, Phase::Over) if !entry.job.rollout_ended => {
                self.end(id);
            }
            (JobStatus::Scheduled, Phase::Open) => self.begin(id),
            (JobStatus::InProgress, _) => self.release(id),
            _ => {}
        }
        self.reschedule(id);
    }

    /// Begins a job whose time has come: its targets are what they are now.
    fn begin(&mut self, id: &str) {
        let now = self.now;
        self.edit_job(id, |job| {
            job.status = JobStatus::InProgress;
            job.last_updated_at = now;
        });
        let Some(entry) = self.state().job(id) else { return };
        let things = self.things_of(&entry.job.plan.targets);
        self.admit(id, things);
        self.settle(id);
    }

    /// The things behind targets.
    pub fn things_of(&self, targets: &[String]) -> BTreeSet<String> {
        let mut things = BTreeSet::new();
        for target in targets {
            match Target::parse(self.tenant, target) {
                Ok(Target::Thing(name)) => things.extend([name.to_owned()]),
                // A group that is gone since has no things.
                Ok(Target::Group(name)) => {
                    things.extend(self.targets.things_of_group(self.tenant, name).unwrap_or_default());
                }
                Err(_) => {}
            }
        }
        things
    }

    /// Takes things that never had the job into it: as many as may be released now, the others wait.
    pub fn admit(&mut self, id: &str, things: BTreeSet<String>) {
        let Some(entry) = self.state().job(id) else { return };
        let is_new = |thing: &String| !entry.executions.contains_key(thing) && !entry.waiting.contains(thing);
        let new: Vec<String> = things.into_iter().filter(is_new).collect();
        let quota = self.quota(entry).min(new.len());
        let (now, later) = new.split_at(quota);
        for thing in now {
            self.enqueue(id, thing, Retries::default());
        }
        for thing in later {
            self.set_waiting(id, thing, true);
        }
        self.count_batch(id, quota);
    }

    /// Releases executions of things that wait.
    fn release(&mut self, id: &str) {
        let Some(entry) = self.state().job(id) else { return };
        let quota = self.quota(entry);
        let things: Vec<String> = entry.waiting.iter().take(quota).cloned().collect();
        for thing in &things {
            self.set_waiting(id, thing, false);
            self.enqueue(id, thing, Retries::default());
        }
        self.count_batch(id, things.len());
        self.settle(id);
    }

    /// How many executions may be released now.
    fn quota(&self, entry: &JobEntry) -> usize {
        if entry.schedule.phase(self.now) != Phase::Open || entry.job.rollout_ended {
            return 0;
        }
        let succeeded = entry.counts.of(ExecutionStatus::Succeeded);
        match entry.job.plan.rollout.as_ref().and_then(|rollout| rollout.rate(entry.notified(), succeeded)) {
            None => usize::MAX,
            Some(_) if self.now < entry.job.next_batch_at => 0,
            Some(rate) => rate,
        }
    }

    fn count_batch(&mut self, id: &str, released: usize) {
        let has_rate = self.state().job(id).is_some_and(|entry| entry.job.plan.rollout.is_some());
        if has_rate && released > 0 {
            let next = self.now + BATCH_INTERVAL;
            self.edit_job(id, |job| job.next_batch_at = next);
        }
    }

    /// Works out when something is to be done about a job next.
    pub fn reschedule(&mut self, id: &str) {
        let Some(entry) = self.state().job(id) else { return };
        let job = &entry.job;
        let release = match entry.schedule.phase(self.now) {
            _ if job.status == JobStatus::InProgress && entry.waiting.is_empty() => None,
            Phase::Open => Some(job.next_batch_at.max(self.now + 1)),
            Phase::Closed(until) => until,
            Phase::Over => None,
        };
        let end = entry.schedule.end().filter(|_| !job.rollout_ended);
        let wake_at = if job.status.is_terminal() { None } else { release.into_iter().chain(end).min() };
        if wake_at != job.wake_at {
            self.edit_job(id, |job| job.wake_at = wake_at);
        }
    }

    /// A thing is a target of a continuous job, or not, after its groups changed.
    pub fn set_member(&mut self, id: &str, thing: &str, is_target: bool) {
        let Some(entry) = self.state().job(id) else { return };
        if is_target {
            self.join(id, thing);
        } else if entry.waiting.contains(thing) {
            self.set_waiting(id, thing, false);
        } else if entry.executions.contains_key(thing) {
            self.leave(id, thing);
        }
        self.reschedule(id);
    }

    /// A thing that comes back after its execution was over gets another one, and its retries anew. The rate of
    /// the rollout does not hold for things that join later; its hours do (jobs.md §4).
    fn join(&mut self, id: &str, thing: &str) {
        let Some(entry) = self.state().job(id) else { return };
        if entry.waiting.contains(thing) || entry.job.rollout_ended {
            return;
        }
        let Some((number, latest)) = entry.latest(thing) else {
            if entry.schedule.phase(self.now) == Phase::Open {
                self.enqueue(id, thing, Retries::default());
            } else {
                self.set_waiting(id, thing, true);
            }
            return;
        };
        if !latest.left {
            return;
        }
        if latest.status.is_terminal() {
            self.enqueue(id, thing, Retries::default());
        } else {
            let place = Place { job: id.into(), thing: thing.into(), number };
            self.edit_execution(&place, |execution, _| execution.left = false);
        }
    }

    /// A thing that leaves loses an execution that waits for it; any other stays (jobs.md §3).
    fn leave(&mut self, id: &str, thing: &str) {
        let Ok((place, latest)) = self.find(id, thing, None) else { return };
        if !latest.left {
            self.edit_execution(&place, |execution, now| {
                execution.left = true;
                execution.end(ExecutionStatus::Removed, now);
            });
        }
    }
}
