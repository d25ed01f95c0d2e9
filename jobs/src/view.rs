//! What is shown of jobs and executions.

use std::sync::Arc;

use serde_json::Value;

use crate::execution::Execution;
use crate::job::Job;
use crate::schedule;
use crate::state::{JobEntry, State, Turn};
use crate::status::{Counts, ExecutionStatus};

/// A job as management sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct JobView {
    /// Its id.
    pub id: String,
    /// The job.
    pub job: Job,
    /// Its executions, counted.
    pub counts: Counts,
    /// It still releases executions.
    pub is_concurrent: bool,
    /// The beginnings of its next maintenance windows.
    pub next_windows: Vec<String>,
}

/// DescribeJob shows the next seven (API_Job).
const WINDOWS_SHOWN: usize = 7;

impl JobView {
    pub(crate) fn of(id: &str, entry: &JobEntry, now: u64) -> Self {
        let windows = if entry.job.status.is_terminal() {
            Vec::new()
        } else {
            entry.schedule.next_windows(now, WINDOWS_SHOWN)
        };
        Self {
            id: id.into(),
            job: entry.job.clone(),
            counts: entry.counts,
            is_concurrent: !entry.waiting.is_empty(),
            next_windows: windows.into_iter().map(schedule::write_time).collect(),
        }
    }
}

/// An execution, and which one.
#[derive(Clone, PartialEq, Debug)]
pub struct ExecutionView {
    /// The job's id.
    pub job: String,
    /// The thing's name.
    pub thing: String,
    /// Its number among those of the job on the thing.
    pub number: u64,
    /// The execution.
    pub execution: Execution,
    /// Seconds until it times out, about.
    pub seconds_left: Option<u64>,
}

impl ExecutionView {
    pub(crate) fn of(job: &str, thing: &str, number: u64, execution: &Execution, now: u64) -> Self {
        let seconds_left = execution.deadline().map(|deadline| deadline.saturating_sub(now) / 1000);
        Self { job: job.into(), thing: thing.into(), number, execution: execution.clone(), seconds_left }
    }
}

/// An execution as its device sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct DeviceExecution {
    /// The execution.
    pub view: ExecutionView,
    /// The document, unless it was not wanted.
    pub document: Option<Arc<Value>>,
}

impl DeviceExecution {
    pub(crate) fn of(entry: &JobEntry, view: ExecutionView, with_document: bool) -> Self {
        Self { view, document: with_document.then(|| Arc::clone(&entry.for_devices)) }
    }
}

/// The pending executions of a thing.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Pending {
    /// Those that the device has begun.
    pub in_progress: Vec<ExecutionView>,
    /// Those that wait for it.
    pub queued: Vec<ExecutionView>,
}

impl Pending {
    /// The first of them, in their turn.
    pub(crate) fn of(state: &State, thing: &str, max: usize, now: u64) -> Self {
        let views = state.pending(thing).take(max).filter_map(|turn| view_of(state, thing, turn, now));
        let (in_progress, queued) =
            views.partition(|view| view.execution.status == ExecutionStatus::InProgress);
        Self { in_progress, queued }
    }
}

/// The execution of a turn.
pub(crate) fn view_of(state: &State, thing: &str, turn: &Turn, now: u64) -> Option<ExecutionView> {
    let execution = state.job(&turn.job)?.executions.get(thing)?.get(&turn.number)?;
    Some(ExecutionView::of(&turn.job, thing, turn.number, execution, now))
}

/// The next execution of a thing, as its device sees it.
pub(crate) fn next_of(state: &State, thing: &str, with_document: bool, now: u64) -> Option<DeviceExecution> {
    let turn = state.pending(thing).next()?;
    let view = view_of(state, thing, turn, now)?;
    Some(DeviceExecution::of(state.job(&turn.job)?, view, with_document))
}
