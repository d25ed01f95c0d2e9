//! Executions as MQTT messages show them (jobs.md §1): times in whole seconds, no thing's name, nothing that is
//! not set.

use serde_json::{Map, Value};

use crate::event;
use crate::view::{DeviceExecution, ExecutionView, Pending};

/// Milliseconds as whole seconds.
pub fn seconds(millis: u64) -> u64 {
    millis / 1000
}

/// An entry of a list of executions.
pub fn summary(view: &ExecutionView) -> Value {
    let mut members = Map::new();
    members.insert("jobId".into(), view.job.as_str().into());
    put_times(&mut members, view);
    Value::Object(members)
}

/// An execution.
pub fn execution(shown: &DeviceExecution) -> Value {
    let view = &shown.view;
    let mut members = Map::new();
    members.insert("jobId".into(), view.job.as_str().into());
    members.insert("status".into(), view.execution.status.as_str().into());
    if !view.execution.details.is_empty() {
        members.insert("statusDetails".into(), event::details(&view.execution.details));
    }
    put_times(&mut members, view);
    if let Some(left) = view.seconds_left {
        members.insert("approximateSecondsBeforeTimedOut".into(), left.into());
    }
    if let Some(document) = &shown.document {
        members.insert("jobDocument".into(), Value::clone(document));
    }
    Value::Object(members)
}

fn put_times(members: &mut Map<String, Value>, view: &ExecutionView) {
    let execution = &view.execution;
    members.insert("queuedAt".into(), seconds(execution.queued_at).into());
    if let Some(started_at) = execution.started_at {
        members.insert("startedAt".into(), seconds(started_at).into());
    }
    members.insert("lastUpdatedAt".into(), seconds(execution.last_updated_at).into());
    members.insert("versionNumber".into(), execution.version.into());
    members.insert("executionNumber".into(), view.number.into());
}

/// The message of `notify`: what is pending, by state. A state without executions is left out.
pub fn notify(pending: &Pending, at: u64) -> Value {
    let mut jobs = Map::new();
    for (status, views) in [("IN_PROGRESS", &pending.in_progress), ("QUEUED", &pending.queued)] {
        if !views.is_empty() {
            jobs.insert(status.into(), views.iter().map(summary).collect());
        }
    }
    let members = [("timestamp", Value::from(seconds(at))), ("jobs", Value::Object(jobs))];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The message of `notify-next`. Without a next execution it has its time only.
pub fn notify_next(next: Option<&DeviceExecution>, at: u64) -> Value {
    let mut members = Map::new();
    members.insert("timestamp".into(), seconds(at).into());
    if let Some(next) = next {
        members.insert("execution".into(), execution(next));
    }
    Value::Object(members)
}
