//! A change in the making. Whoever makes one checks first and changes then; what it changed is written in one
//! piece at the end, and what others must hear is collected on the way.

mod lifecycle;
mod rollout;

use std::collections::{BTreeMap, BTreeSet};

use base::Tenant;
use store::{Table, Write};

use crate::JobError;
use crate::event::{self, Event, JobChange};
use crate::execution::Execution;
use crate::job::{Job, Targets};
use crate::state::{JobEntry, Place, Row, State, Timer, json};
use crate::status::ExecutionStatus;
use crate::view::{self, Pending};
pub use lifecycle::Cancellation;

/// The most executions that `notify` lists (developer guide, *Jobs notifications*).
const NOTIFIED_MAX: usize = 15;

/// A change of one tenant's jobs at one time.
pub(crate) struct Change<'a> {
    pub tenant: &'a Tenant,
    pub now: u64,
    pub targets: &'a dyn Targets,
    state: &'a mut State,
    jobs: BTreeSet<String>,
    executions: BTreeSet<Place>,
    /// Jobs and things.
    waiting: BTreeSet<(String, String)>,
    deleted: Vec<String>,
    things: BTreeMap<String, Touched>,
    events: Vec<Event>,
}

/// What a thing had pending before.
struct Touched {
    /// Job and number of its next execution.
    next: Option<(String, u64)>,
    /// An execution became pending or is no longer.
    is_changed: bool,
}

impl<'a> Change<'a> {
    pub fn new(state: &'a mut State, tenant: &'a Tenant, targets: &'a dyn Targets, now: u64) -> Self {
        Self {
            tenant,
            now,
            targets,
            state,
            jobs: BTreeSet::new(),
            executions: BTreeSet::new(),
            waiting: BTreeSet::new(),
            deleted: Vec::new(),
            things: BTreeMap::new(),
            events: Vec::new(),
        }
    }

    pub fn state(&self) -> &State {
        self.state
    }

    /// A job.
    ///
    /// # Errors
    /// When there is none.
    pub fn job(&self, id: &str) -> Result<&JobEntry, JobError> {
        self.state.job(id).ok_or(JobError::JobNotFound)
    }

    /// An execution, the latest one unless a number is given.
    ///
    /// # Errors
    /// When there is no such job or execution.
    pub fn find(&self, job: &str, thing: &str, number: Option<u64>) -> Result<(Place, &Execution), JobError> {
        find(self.state, job, thing, number)
    }

    /// Changes a job.
    pub fn set_job(&mut self, id: &str, job: Job) {
        self.state.set_job(id, Some(job));
        self.jobs.insert(id.into());
    }

    /// Changes a job that there is.
    pub fn edit_job(&mut self, id: &str, edit: impl FnOnce(&mut Job)) {
        let Some(mut job) = self.state.job(id).map(|entry| entry.job.clone()) else { return };
        edit(&mut job);
        self.set_job(id, job);
    }

    /// Changes or removes an execution.
    pub fn set_execution(&mut self, place: &Place, execution: Option<Execution>) {
        let is_pending = |execution: Option<&Execution>| execution.is_some_and(|e| !e.status.is_terminal());
        let state = &self.state;
        let touched = self.things.entry(place.thing.clone()).or_insert_with(|| Touched {
            next: state.pending(&place.thing).next().map(|turn| (turn.job.clone(), turn.number)),
            is_changed: false,
        });
        let was_pending = is_pending(self.state.execution(place));
        touched.is_changed |= was_pending != is_pending(execution.as_ref());
        self.state.set_execution(place, execution);
        self.executions.insert(place.clone());
    }

    /// Lets a thing wait for a job, or no longer.
    pub fn set_waiting(&mut self, job: &str, thing: &str, waits: bool) {
        self.state.set_waiting(job, thing, waits);
        self.waiting.insert((job.into(), thing.into()));
    }

    /// Removes a job whose executions were removed.
    pub fn remove_job(&mut self, id: &str) {
        self.state.set_job(id, None);
        self.deleted.push(id.into());
    }

    /// Announces what happened to a job.
    pub fn announce_job(&mut self, id: &str, change: JobChange) {
        if let Some(entry) = self.state.job(id) {
            let announcement = event::job(id, &entry.job, &entry.counts, change, self.now);
            self.events.push(Event::Announced(announcement));
        }
    }

    /// Announces that an execution is over or deleted.
    pub fn announce_execution(&mut self, place: &Place, execution: &Execution, deleted: bool) {
        let announcement = event::execution(self.tenant, place, execution, deleted, self.now);
        self.events.push(Event::Announced(announcement));
    }

    /// Does everything whose time has come.
    pub fn advance(&mut self) {
        while let Some(timer) = self.state.due(self.now) {
            match timer {
                Timer::Job(id) => self.wake(&id),
                Timer::Execution(place) => self.end_execution(&place, ExecutionStatus::TimedOut),
            }
        }
    }

    /// What is to be written, and what is to be told.
    pub fn finish(mut self) -> (Vec<Write>, Vec<Event>) {
        self.notify();
        let writes = self.writes();
        (writes, self.events)
    }

    /// What the touched devices must hear: first what is pending, then what is next (jobs.md §1).
    fn notify(&mut self) {
        for (thing, before) in std::mem::take(&mut self.things) {
            let (state, at) = (&*self.state, self.now);
            if before.is_changed {
                let pending = Pending::of(state, &thing, NOTIFIED_MAX, at);
                self.events.push(Event::Pending { thing: thing.clone(), pending, at });
            }
            let next = state.pending(&thing).next().map(|turn| (turn.job.clone(), turn.number));
            if next != before.next {
                let next = view::next_of(state, &thing, true, at).map(Box::new);
                self.events.push(Event::Next { thing, next, at });
            }
        }
    }

    fn writes(&self) -> Vec<Write> {
        let put = |table, key, json| Write::put_json(table, self.tenant, key, json);
        let mut writes = Vec::new();
        for id in &self.deleted {
            let (tenant, key) = (self.tenant.clone(), id.as_str().into());
            writes.push(Write::DeleteGroup { table: Table::JobExecution, tenant, key });
            writes.push(Write::delete(Table::Job, self.tenant, store::Key::of(id.as_str())));
        }
        for id in &self.jobs {
            if let Some(entry) = self.state.job(id) {
                writes.push(put(Table::Job, store::Key::of(id.as_str()), json(&entry.job)));
            }
        }
        for place in self.executions.iter().filter(|place| !self.deleted.contains(&place.job)) {
            let key = Row::execution_key(&place.job, &place.thing, place.number);
            writes.push(match self.state.execution(place) {
                Some(execution) => put(Table::JobExecution, key, json(execution)),
                None => Write::delete(Table::JobExecution, self.tenant, key),
            });
        }
        for (job, thing) in self.waiting.iter().filter(|(job, _)| !self.deleted.contains(job)) {
            let key = Row::waiting_key(job, thing);
            let waits = self.state.job(job).is_some_and(|entry| entry.waiting.contains(thing));
            writes.push(if waits {
                put(Table::JobExecution, key, "{}".into())
            } else {
                Write::delete(Table::JobExecution, self.tenant, key)
            });
        }
        writes
    }
}

/// An execution of a state, the latest one unless a number is given.
///
/// # Errors
/// When there is no such job or execution.
pub(crate) fn find<'a>(
    state: &'a State,
    job: &str,
    thing: &str,
    number: Option<u64>,
) -> Result<(Place, &'a Execution), JobError> {
    let entry = state.job(job).ok_or_else(|| JobError::JobOfExecutionNotFound { job: job.into() })?;
    let found = match number {
        Some(number) => {
            entry.executions.get(thing).and_then(|numbers| numbers.get(&number)).map(|e| (number, e))
        }
        None => entry.latest(thing),
    };
    let missing = || JobError::ExecutionNotFound { job: job.into(), thing: thing.into() };
    let (number, execution) = found.ok_or_else(missing)?;
    Ok((Place { job: job.into(), thing: thing.into(), number }, execution))
}
