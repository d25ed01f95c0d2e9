//! What happens because time passes.

use ExecutionStatus::{Canceled, Failed, InProgress, Queued, Succeeded, TimedOut};
use serde::de::DeserializeOwned;

use super::*;
use crate::change::Change;
use crate::state::{Place, State};

fn of<T: DeserializeOwned>(value: Value) -> Option<T> {
    Some(serde_json::from_value(value).unwrap())
}

fn things(count: usize) -> Vec<String> {
    (0..count).map(|n| thing(&format!("t{n:03}"))).collect()
}

#[test]
fn execution_in_progress_times_out() {
    let world = World::new();
    let timeout = of(json!({"inProgressTimeoutInMinutes": 2}));
    world.create("j", Plan { timeout, ..plan(&[thing("a"), thing("b")]) }, 0);
    // The timer starts with the execution, not with the job.
    world.jobs.tick(at(60 * MINUTE));
    assert_eq!(world.status("j", "a"), Queued);
    world.start("a", 60 * MINUTE);
    world.jobs.tick(at(62 * MINUTE - 1));
    assert_eq!(world.status("j", "a"), InProgress);
    world.told();
    world.jobs.tick(at(62 * MINUTE));
    let execution = world.execution("j", "a").execution;
    assert_eq!((execution.status, execution.version), (TimedOut, 3));
    assert_eq!(world.topics(), ["jobExecution/j/timed_out", "a/notify", "a/notify-next"]);
    assert_eq!(world.status("j", "b"), Queued);
}

#[test]
fn late_report_finds_the_execution_timed_out_without_any_tick() {
    let world = World::new();
    let timeout = of(json!({"inProgressTimeoutInMinutes": 1}));
    world.create("j", Plan { timeout, ..plan(&[thing("a")]) }, 0);
    world.start("a", 0);
    let error = world.report("j", "a", Succeeded, MINUTE).unwrap_err();
    assert_eq!(error.state().unwrap().status, TimedOut);
    assert_eq!(world.job("j").job.status, JobStatus::Completed);
    // What the refused call did first is on disk.
    assert_eq!(world.reopened().status("j", "a"), TimedOut);
}

#[test]
fn update_of_the_timeout_is_for_executions_that_start_later() {
    let world = World::new();
    let timeout = |minutes: i64| of(json!({"inProgressTimeoutInMinutes": minutes}));
    world.create("j", Plan { timeout: timeout(5), ..plan(&[thing("a"), thing("b")]) }, 0);
    world.start("a", 0);
    let update = JobUpdate { timeout: timeout(1), ..JobUpdate::default() };
    let _ = world.jobs.update_job(&tenant(), "j", update, at(0)).unwrap();
    world.start("b", 0);
    world.jobs.tick(at(MINUTE));
    assert_eq!((world.status("j", "a"), world.status("j", "b")), (InProgress, TimedOut));
}

#[test]
fn failures_are_tried_again_under_the_next_number() {
    let world = World::new();
    let retry = of(json!({"criteriaList": [
        {"failureType": "FAILED", "numberOfRetries": 1}, {"failureType": "TIMED_OUT", "numberOfRetries": 1}]}));
    let timeout = of(json!({"inProgressTimeoutInMinutes": 1}));
    world.create("j", Plan { retry, timeout, ..plan(&[thing("a")]) }, 0);
    world.told();
    world.report("j", "a", Failed, 1).unwrap();
    assert_eq!(world.topics(), ["jobExecution/j/failed", "a/notify", "a/notify-next"]);
    let second = world.execution("j", "a");
    assert_eq!((second.number, second.execution.status, second.execution.version), (2, Queued, 1));
    world.start("a", 2);
    world.jobs.tick(at(2 + MINUTE));
    let third = world.execution("j", "a");
    assert_eq!((third.number, third.execution.retries), (3, Retries { failed: 1, timed_out: 1 }));
    world.report("j", "a", Failed, 3 + MINUTE).unwrap();
    assert_eq!(world.execution("j", "a").number, 3);
    let view = world.job("j");
    assert_eq!(view.job.status, JobStatus::Completed);
    assert_eq!((view.counts.of(Failed), view.counts.of(TimedOut)), (2, 1));
    let first = world.jobs.execution(&tenant(), ("j", "a"), Some(1), at(0)).unwrap();
    assert_eq!(first.execution.status, Failed);
}

#[test]
fn too_many_failures_abort_the_job() {
    let world = World::new();
    let abort = of(json!({"criteriaList": [{"failureType": "FAILED", "action": "CANCEL",
        "thresholdPercentage": 50.0, "minNumberOfExecutedThings": 2}]}));
    let retry = of(json!({"criteriaList": [{"failureType": "FAILED", "numberOfRetries": 3}]}));
    world.create("j", Plan { abort, retry, ..plan(&things(5)) }, 0);
    world.report("j", "t004", InProgress, 1).unwrap();
    world.report("j", "t000", Failed, 1).unwrap();
    assert_eq!(world.job("j").job.status, JobStatus::InProgress);
    world.report("j", "t001", Succeeded, 2).unwrap();
    let job = world.job("j").job;
    assert_eq!((job.status, job.reason_code.as_deref()), (JobStatus::Canceled, Some("ABORT_CANCEL")));
    assert!(job.comment.unwrap().contains("50%"));
    // Queued retries are cancelled, what is in progress is not, and it is not tried again.
    assert_eq!((world.status("j", "t000"), world.status("j", "t002")), (Canceled, Canceled));
    assert_eq!(world.status("j", "t004"), InProgress);
    world.report("j", "t004", Failed, 3).unwrap();
    assert_eq!(world.execution("j", "t004").number, 1);
}

fn queued(world: &World) -> usize {
    world.job("j").counts.of(Queued)
}

#[test]
fn rollout_keeps_its_rate() {
    let world = World::new();
    let rollout = of(json!({"maximumPerMinute": 10}));
    world.create("j", Plan { rollout, ..plan(&things(25)) }, 0);
    assert_eq!(queued(&world), 10);
    assert!(world.job("j").is_concurrent);
    world.jobs.tick(at(MINUTE - 1));
    assert_eq!(queued(&world), 10);
    // What waits survives a restart.
    let world = world.reopened();
    world.jobs.tick(at(MINUTE));
    assert_eq!(queued(&world), 20);
    // A job is not complete as long as something waits.
    for n in 0..20 {
        world.report("j", &format!("t{n:03}"), Succeeded, MINUTE).unwrap();
    }
    assert_eq!(world.job("j").job.status, JobStatus::InProgress);
    world.jobs.tick(at(2 * MINUTE));
    assert_eq!(queued(&world), 5);
    assert!(!world.job("j").is_concurrent);
    for n in 20..25 {
        world.report("j", &format!("t{n:03}"), Succeeded, 3 * MINUTE).unwrap();
    }
    assert_eq!(world.job("j").job.status, JobStatus::Completed);
}

#[test]
fn rollout_grows_with_those_who_succeeded() {
    let world = World::new();
    let rollout = of(json!({"exponentialRate": {"baseRatePerMinute": 2, "incrementFactor": 3.0,
        "rateIncreaseCriteria": {"numberOfSucceededThings": 2}}}));
    world.create("j", Plan { rollout, ..plan(&things(30)) }, 0);
    world.jobs.tick(at(MINUTE));
    assert_eq!(queued(&world), 4);
    world.report("j", "t000", Succeeded, MINUTE).unwrap();
    world.report("j", "t001", Succeeded, MINUTE).unwrap();
    world.jobs.tick(at(2 * MINUTE));
    assert_eq!(queued(&world), 2 + 6);
}

#[test]
fn cancelled_rollout_forgets_who_waits() {
    let world = World::new();
    let rollout = of(json!({"maximumPerMinute": 1}));
    world.create("j", Plan { rollout, ..plan(&things(3)) }, 0);
    let _ = world.jobs.cancel_job(&tenant(), "j", Cancellation::default(), at(1)).unwrap();
    let world = world.reopened();
    world.jobs.tick(at(10 * MINUTE));
    let counts = world.job("j").counts;
    assert_eq!((counts.of(Canceled), counts.of(Queued), counts.executed()), (1, 0, 1));
}

/// 2023-11-14T22:13:20Z is the tests' present.
#[test]
fn scheduled_job_begins_with_the_targets_of_that_time() {
    let world = World::new();
    world.groups.set("g", &["a"]);
    let scheduling = of(json!({"startTime": "2023-11-15T00:00", "endTime": "2023-11-16T00:00",
        "endBehavior": "FORCE_CANCEL"}));
    world.create("j", Plan { scheduling, ..plan(&[group("g")]) }, 0);
    assert_eq!((world.job("j").job.status, queued(&world)), (JobStatus::Scheduled, 0));
    world.groups.set("g", &["a", "b"]);
    let start = 1_700_006_400_000 - NOW;
    world.jobs.tick(at(start - 1));
    assert_eq!(world.job("j").job.status, JobStatus::Scheduled);
    let world = world.reopened();
    world.jobs.tick(at(start));
    assert_eq!((world.job("j").job.status, queued(&world)), (JobStatus::InProgress, 2));
    world.report("j", "a", InProgress, start).unwrap();
    let end = start + 24 * 60 * MINUTE;
    world.jobs.tick(at(end - 1));
    assert_eq!(world.status("j", "a"), InProgress);
    world.jobs.tick(at(end));
    assert_eq!((world.status("j", "a"), world.status("j", "b")), (Canceled, Canceled));
    assert_eq!(world.job("j").job.status, JobStatus::Canceled);
}

#[test]
fn end_stops_the_rollout_and_lets_the_rest_go_on() {
    let world = World::new();
    let scheduling = of(json!({"endTime": "2023-11-14T22:45", "endBehavior": "STOP_ROLLOUT"}));
    let rollout = of(json!({"maximumPerMinute": 1}));
    world.create("j", Plan { scheduling, rollout, ..plan(&things(60)) }, 0);
    for minute in 1..120 {
        world.jobs.tick(at(minute * MINUTE));
    }
    // From 22:13:20 to 22:45 there are 32 batches.
    assert_eq!((queued(&world), world.job("j").job.status), (32, JobStatus::InProgress));
    for n in 0..32 {
        world.report("j", &format!("t{n:03}"), Succeeded, 121 * MINUTE).unwrap();
    }
    assert_eq!(world.job("j").job.status, JobStatus::Completed);
}

#[test]
fn windows_hold_the_rollout_back() {
    let world = World::new();
    let scheduling = of(json!({"maintenanceWindows": [
        {"startTime": "cron(30 22 * * ? *)", "durationInMinutes": 2}]}));
    let rollout = of(json!({"maximumPerMinute": 1}));
    world.create("j", Plan { scheduling, rollout, ..plan(&things(3)) }, 0);
    let view = world.job("j");
    assert_eq!(view.job.status, JobStatus::Scheduled);
    assert_eq!((view.next_windows.len(), view.next_windows[1].as_str()), (7, "2023-11-15T22:30"));
    let half_past = 17 * MINUTE - 20_000;
    world.jobs.tick(at(half_past - 1));
    assert_eq!(queued(&world), 0);
    world.jobs.tick(at(half_past));
    assert_eq!((queued(&world), world.job("j").job.status), (1, JobStatus::InProgress));
    for minute in 1..30 {
        world.jobs.tick(at(half_past + minute * MINUTE));
    }
    assert_eq!(queued(&world), 2);
    world.jobs.tick(at(half_past + 24 * 60 * MINUTE));
    assert_eq!(queued(&world), 3);
}

#[test]
fn tick_with_nothing_due_tells_nothing() {
    let world = World::new();
    world.create("j", plan(&[thing("a")]), 0);
    world.told();
    world.jobs.tick(at(1_000 * MINUTE));
    assert_eq!(world.topics(), [""; 0]);
}

#[test]
fn change_of_one_execution_writes_one_row() {
    let mut state = State::default();
    let (tenant, groups) = (tenant(), Groups::default());
    let names: Vec<String> = (0..1000).map(|n| n.to_string()).collect();
    groups.set("g", &names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut change = Change::new(&mut state, &tenant, &groups, NOW);
    change.set_job("j", Job::new(plan(&[group("g")]), NOW));
    change.wake("j");
    // The job and its executions; nobody waits.
    assert_eq!(change.finish().0.len(), 1 + 1000);
    let mut change = Change::new(&mut state, &tenant, &groups, NOW);
    let place = Place { job: "j".into(), thing: "7".into(), number: 1 };
    change.edit_execution(&place, |execution, now| execution.end(Canceled, now));
    assert_eq!(change.finish().0.len(), 1);
}
