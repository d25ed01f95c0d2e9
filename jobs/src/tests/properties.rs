//! Whatever is done in whatever order, memory and disk agree, and so do executions, counts and lists.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Create { job: u8, continuous: bool, rate: bool, retries: bool, abort: bool, schedule: u8 },
    Start { thing: u8 },
    Report { job: u8, thing: u8, status: ExecutionStatus },
    CancelExecution { job: u8, thing: u8, force: bool },
    DeleteExecution { job: u8, thing: u8, number: i64 },
    Cancel { job: u8, force: bool },
    Delete { job: u8, force: bool },
    Move { thing: u8, member: bool },
    Tick,
}

fn steps() -> impl Strategy<Value = Vec<(Step, u64)>> {
    let (job, thing) = (|| 0..3_u8, || 0..4_u8);
    let flag = any::<bool>;
    let status = prop::sample::select(ExecutionStatus::ALL.to_vec());
    let step = prop_oneof![
        2 => (job(), flag(), flag(), flag(), flag(), 0..5_u8).prop_map(
            |(job, continuous, rate, retries, abort, schedule)| {
                Step::Create { job, continuous, rate, retries, abort, schedule }
            }
        ),
        4 => thing().prop_map(|thing| Step::Start { thing }),
        6 => (job(), thing(), status).prop_map(|(job, thing, status)| Step::Report { job, thing, status }),
        1 => (job(), thing(), flag())
            .prop_map(|(job, thing, force)| Step::CancelExecution { job, thing, force }),
        1 => (job(), thing(), 1..4_i64)
            .prop_map(|(job, thing, number)| Step::DeleteExecution { job, thing, number }),
        1 => (job(), flag()).prop_map(|(job, force)| Step::Cancel { job, force }),
        1 => (job(), flag()).prop_map(|(job, force)| Step::Delete { job, force }),
        2 => (thing(), flag()).prop_map(|(thing, member)| Step::Move { thing, member }),
        2 => Just(Step::Tick),
    ];
    prop::collection::vec((step, 0..90_000_u64), 1..60)
}

fn plan_of(continuous: bool, rate: bool, retries: bool, abort: bool) -> Plan {
    let value = |wanted: bool, value: Value| if wanted { value } else { Value::Null };
    let rollout = value(rate, json!({"maximumPerMinute": 1}));
    let retry = value(retries, json!({"criteriaList": [{"failureType": "ALL", "numberOfRetries": 2}]}));
    let abort = value(
        abort,
        json!({"criteriaList": [{"failureType": "ALL", "action": "CANCEL", "thresholdPercentage": 60.0,
                "minNumberOfExecutedThings": 3}]}),
    );
    Plan {
        selection: if continuous { TargetSelection::Continuous } else { TargetSelection::Snapshot },
        rollout: serde_json::from_value(rollout).unwrap(),
        retry: serde_json::from_value(retry).unwrap(),
        abort: serde_json::from_value(abort).unwrap(),
        timeout: serde_json::from_value(json!({"inProgressTimeoutInMinutes": 1})).unwrap(),
        ..plan(&[group("g")])
    }
}

fn scheduling_of(kind: u8, now: UnixMillis) -> Option<config::SchedulingConfig> {
    let minutes = |minutes: u64| crate::schedule::write_time(now.0 + minutes * MINUTE);
    let end = |behavior: &str| json!({"endTime": minutes(36), "endBehavior": behavior});
    let scheduling = match kind {
        0 => json!({"maintenanceWindows": [{"startTime": "cron(0/5 * * * ? *)", "durationInMinutes": 2}]}),
        1 => json!({"startTime": minutes(32), "endTime": minutes(70), "endBehavior": "CANCEL"}),
        2 => end("FORCE_CANCEL"),
        3 => end("STOP_ROLLOUT"),
        _ => return None,
    };
    serde_json::from_value(scheduling).unwrap()
}

/// Refusals are part of it: what is refused must change nothing that the checks see.
fn take(world: &World, step: &Step, now: UnixMillis) {
    let (tenant, job, name) = (tenant(), |n: &u8| format!("j{n}"), |n: &u8| format!("t{n}"));
    let jobs = &world.jobs;
    match step {
        Step::Create { job: id, continuous, rate, retries, abort, schedule } => {
            let plan = Plan {
                scheduling: scheduling_of(*schedule, now),
                ..plan_of(*continuous, *rate, *retries, *abort)
            };
            let _ = jobs.create_job(&tenant, &job(id), plan, now);
        }
        Step::Start { thing } => {
            let _ = jobs.start_next(&tenant, &name(thing), None, None, now);
        }
        Step::Report { job: id, thing, status } => {
            let report = Report { status: *status, details: None, step: None, expected_version: None };
            let _ = jobs.report(&tenant, &name(thing), Which::parse(&job(id), None), report, now);
        }
        Step::CancelExecution { job: id, thing, force } => {
            let _ = jobs.cancel_execution(&tenant, (&job(id), &name(thing)), (*force, None), None, now);
        }
        Step::DeleteExecution { job: id, thing, number } => {
            let _ = jobs.delete_execution(&tenant, (&job(id), &name(thing)), *number, true, now);
        }
        Step::Cancel { job: id, force } => {
            let cancellation = Cancellation { force: *force, ..Cancellation::default() };
            let _ = jobs.cancel_job(&tenant, &job(id), cancellation, now);
        }
        Step::Delete { job: id, force } => {
            let _ = jobs.delete_job(&tenant, &job(id), *force, now);
        }
        Step::Move { thing, member } => {
            let mut groups = world.groups.0.lock().unwrap();
            let things = groups.entry("g".into()).or_default();
            if *member {
                things.insert(name(thing))
            } else {
                things.remove(&name(thing))
            };
            drop(groups);
            jobs.thing_moved(&tenant, &name(thing), now);
        }
        Step::Tick => jobs.tick(now),
    }
}

type Known = Vec<(JobView, Vec<ExecutionView>)>;

fn known(world: &World) -> Known {
    let jobs = world.jobs.list_jobs(&tenant(), &JobFilter::default(), &all(), at(0)).unwrap().items;
    let executions = |view: &JobView| {
        world.jobs.executions_of_job(&tenant(), &view.id, None, &all(), at(0)).unwrap().items
    };
    jobs.into_iter().map(|view| (view.clone(), executions(&view))).collect()
}

fn check(world: &World) {
    for (view, executions) in known(world) {
        for status in ExecutionStatus::ALL {
            let of_status = executions.iter().filter(|one| one.execution.status == status).count();
            assert_eq!(view.counts.of(status), of_status, "{} {status}", view.id);
        }
        match view.job.status {
            JobStatus::Completed => assert_eq!((view.counts.pending(), view.is_concurrent), (0, false)),
            JobStatus::Canceled => {
                assert_eq!((view.counts.of(ExecutionStatus::Queued), view.is_concurrent), (0, false));
            }
            _ => {}
        }
        let is_done = view.counts.pending() == 0 && !view.is_concurrent;
        if view.job.plan.selection == TargetSelection::Snapshot && is_done {
            let is_to_come = view.job.status == JobStatus::Scheduled;
            assert!(is_to_come || view.job.status.is_terminal(), "{} has nothing left to do", view.id);
        }
        for one in &executions {
            assert!(one.execution.retries.total() <= 2 && one.execution.version >= 1);
            let is_pending = !one.execution.status.is_terminal();
            let pending = world.jobs.pending(&tenant(), &one.thing, at(0));
            let listed = pending.queued.iter().chain(&pending.in_progress);
            assert_eq!(listed.filter(|other| *other == one).count(), usize::from(is_pending));
        }
    }
}

/// What devices were told last is what is.
fn check_told(world: &World, last: &mut BTreeMap<String, (Value, Value)>) {
    for event in std::mem::take(&mut *world.events.lock().unwrap()) {
        match event {
            Event::Pending { thing, pending, at } => {
                last.entry(thing).or_default().0 = message::notify(&pending, at)["jobs"].clone();
            }
            Event::Next { thing, next, .. } => {
                last.entry(thing).or_default().1 = json!(next.map(|next| (next.view.job, next.view.number)));
            }
            Event::Announced(_) => {}
        }
    }
    for (thing, (pending, next)) in last {
        let now = world.jobs.pending(&tenant(), thing, at(0));
        let count = |name: &str| pending[name].as_array().map_or(0, Vec::len);
        assert_eq!(count("QUEUED") + count("IN_PROGRESS"), now.queued.len() + now.in_progress.len());
        let first = now.in_progress.first().or(now.queued.first());
        assert_eq!(*next, json!(first.map(|view| (view.job.clone(), view.number))));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn everything_agrees(steps in steps()) {
        let world = World::new();
        world.groups.set("g", &["t0", "t1"]);
        let mut millis = 0;
        let mut told = BTreeMap::new();
        for (step, pause) in &steps {
            millis += pause;
            take(&world, step, at(millis));
            check(&world);
            check_told(&world, &mut told);
        }
        prop_assert_eq!(known(&world.reopened()), known(&world));
        // Sooner or later nothing is left to wait for but devices.
        for _ in 0..80 {
            millis += MINUTE;
            world.jobs.tick(at(millis));
        }
        for (view, _) in known(&world) {
            prop_assert!(!view.is_concurrent);
            prop_assert!(view.job.status != JobStatus::Scheduled);
            prop_assert_eq!(view.counts.of(ExecutionStatus::InProgress), 0);
        }
    }
}
