use ExecutionStatus::{Canceled, Failed, InProgress, Queued, Succeeded};

use super::*;

#[test]
fn things_and_groups_are_targets_once() {
    let world = World::new();
    world.groups.set("g", &["a", "b"]);
    world.create("j", plan(&[thing("a"), group("g"), thing("c")]), 0);
    for name in ["a", "b", "c"] {
        let view = world.execution("j", name);
        assert_eq!((view.number, view.execution.status, view.execution.version), (1, Queued, 1));
    }
    assert_eq!(world.job("j").counts.of(Queued), 3);
    assert_eq!(world.job("j").job.status, JobStatus::InProgress);
}

#[test]
fn creation_is_refused() {
    let world = World::new();
    let refused =
        |targets: &[String]| world.jobs.create_job(&tenant(), "j", plan(targets), at(0)).unwrap_err();
    assert_eq!(refused(&[thing("nobody")]).to_string(), "Thing nobody cannot be found.");
    assert_eq!(refused(&[group("none")]).to_string(), "Thing Group none cannot be found.");
    assert!(world.jobs.tenants().is_empty(), "nothing is kept of who was refused");
    for bad in ["lamp", "arn:aws:iot:us-east-1:999999999999:thing/a", &tenant().iot_arn("cert/a")] {
        assert_eq!(refused(&[bad.into()]), JobError::Target { target: bad.into() });
    }
    let many: Vec<String> = (0..101).map(|n| thing(&n.to_string())).collect();
    assert_eq!(refused(&many).exception(), Exception::LimitExceeded);
    world.create("j", plan(&[thing("a")]), 0);
    assert_eq!(refused(&[thing("a")]).exception(), Exception::ResourceAlreadyExists);
}

#[test]
fn snapshot_job_is_complete_when_every_execution_is_over() {
    let world = World::new();
    world.create("j", plan(&[thing("a"), thing("b")]), 0);
    world.report("j", "a", Succeeded, 1).unwrap();
    assert_eq!(world.job("j").job.status, JobStatus::InProgress);
    world.told();
    world.report("j", "b", Failed, 2).unwrap();
    let job = world.job("j").job;
    assert_eq!((job.status, job.completed_at), (JobStatus::Completed, Some(NOW + 2)));
    let told = world.told();
    let topics: Vec<&str> = told.iter().map(|(topic, _)| topic.as_str()).collect();
    assert_eq!(topics, ["jobExecution/j/failed", "job/j/completed", "b/notify", "b/notify-next"]);
    assert_eq!(
        told[0].1,
        json!({"eventType": "JOB_EXECUTION", "eventId": "id", "timestamp": NOW / 1000, "operation": "failed",
               "jobId": "j", "thingArn": thing("b"), "status": "FAILED", "statusDetails": {},
               "executionNumber": 1})
    );
    let counts = &told[1].1["jobProcessDetails"];
    assert_eq!((&counts["numberOfSucceededThings"], &counts["numberOfFailedThings"]), (&json!(1), &json!(1)));
    assert_eq!(told[1].1["completedAt"], json!(NOW + 2));
    // Nothing is pending, and nothing is next.
    assert_eq!(told[2].1, json!({"timestamp": NOW / 1000, "jobs": {}}));
    assert_eq!(told[3].1, json!({"timestamp": NOW / 1000}));
}

#[test]
fn job_without_things_is_complete_at_once() {
    let world = World::new();
    world.groups.set("empty", &[]);
    world.create("j", plan(&[group("empty")]), 0);
    assert_eq!(world.job("j").job.status, JobStatus::Completed);
}

#[test]
fn cancellation_spares_what_is_in_progress_unless_forced() {
    for force in [false, true] {
        let world = World::new();
        world.create("j", plan(&[thing("a"), thing("b"), thing("c")]), 0);
        world.report("j", "a", InProgress, 1).unwrap();
        world.report("j", "c", Succeeded, 1).unwrap();
        world.told();
        let (reason_code, comment) = (Some("WRONG".into()), Some("oops".into()));
        let cancellation = Cancellation { reason_code, comment, force };
        let _ = world.jobs.cancel_job(&tenant(), "j", cancellation.clone(), at(2)).unwrap();
        let expected = if force { Canceled } else { InProgress };
        assert_eq!((world.status("j", "a"), world.status("j", "b")), (expected, Canceled));
        assert_eq!(world.status("j", "c"), Succeeded);
        let job = world.job("j").job;
        assert_eq!((job.status, job.force_canceled), (JobStatus::Canceled, force));
        let told = world.told();
        assert_eq!(told[0].0, "job/j/cancellation_in_progress");
        let ended = told.iter().position(|(topic, _)| topic == "job/j/canceled").unwrap();
        assert_eq!(told[ended].1["reasonCode"], "WRONG");
        assert_eq!(told[ended].1["forceCanceled"], force);
        assert_eq!(told[ended].1["jobProcessDetails"]["numberOfCanceledThings"], if force { 2 } else { 1 });
        if !force {
            // The device finishes what it has begun; the job stays cancelled.
            world.report("j", "a", Succeeded, 3).unwrap();
            assert_eq!(world.job("j").job.status, JobStatus::Canceled);
        }
        let again = world.jobs.cancel_job(&tenant(), "j", cancellation, at(4)).unwrap_err();
        assert_eq!(again.to_string(), "Job j in status CANCELED cannot be canceled.");
    }
}

#[test]
fn deletion_takes_the_executions_along() {
    let world = World::new();
    world.create("j", plan(&[thing("a")]), 0);
    let delete = |force| world.jobs.delete_job(&tenant(), "j", force, at(1)).map(|_| ());
    assert_eq!(delete(false).unwrap_err().exception(), Exception::InvalidStateTransition);
    world.told();
    delete(true).unwrap();
    let topics = world.topics();
    assert_eq!(
        topics,
        [
            "job/j/deletion_in_progress",
            "jobExecution/j/deleted",
            "job/j/deleted",
            "a/notify",
            "a/notify-next"
        ]
    );
    assert_eq!(delete(true), Err(JobError::JobNotFound));
    assert_eq!(world.jobs.pending(&tenant(), "a", at(1)), Pending::default());
    assert!(!world.reopened().jobs.has_job(&tenant(), "j"));
    world.create("j", plan(&[thing("a")]), 2);
    assert_eq!(world.execution("j", "a").number, 1);
}

#[test]
fn executions_are_cancelled_one_by_one() {
    let world = World::new();
    world.create("j", plan(&[thing("a"), thing("b")]), 0);
    let cancel = |name, force, expected, millis| {
        let details = Some(vec![("why".to_owned(), "because".to_owned())]);
        world
            .jobs
            .cancel_execution(&tenant(), ("j", name), (force, expected), details, at(millis))
            .map(|_| ())
    };
    world.report("j", "a", InProgress, 1).unwrap();
    let error = cancel("a", false, None, 2).unwrap_err();
    assert_eq!(error.exception(), Exception::InvalidStateTransition);
    let error = cancel("a", true, Some(1), 2).unwrap_err();
    assert_eq!(
        (error.exception(), error.to_string().as_str()),
        (Exception::VersionConflict, "Expected version 1 but found version 2")
    );
    cancel("a", true, Some(2), 3).unwrap();
    let execution = world.execution("j", "a").execution;
    assert_eq!((execution.status, execution.version, execution.force_canceled), (Canceled, 3, true));
    assert_eq!(execution.details, [("why".to_owned(), "because".to_owned())]);
    let error = cancel("a", true, None, 4).unwrap_err();
    assert_eq!(error.to_string(), "Job execution for thing a within job j cannot be canceled.");
    cancel("b", false, None, 5).unwrap();
    assert_eq!(world.job("j").job.status, JobStatus::Completed);
    let error = world.jobs.cancel_execution(&tenant(), ("j", "x"), (true, None), None, at(6)).unwrap_err();
    assert_eq!(error.to_string(), "Job execution for thing x cannot be found within job j.");
    let error = world.jobs.cancel_execution(&tenant(), ("x", "a"), (true, None), None, at(6)).unwrap_err();
    assert_eq!(error.to_string(), "Job execution cannot be found as the Job x does not exist.");
}

#[test]
fn executions_are_deleted_one_by_one() {
    let world = World::new();
    world.create("j", plan(&[thing("a"), thing("b")]), 0);
    let delete =
        |number, force| world.jobs.delete_execution(&tenant(), ("j", "a"), number, force, at(1)).map(|_| ());
    assert_eq!(delete(0, true), Err(JobError::ExecutionNumber));
    assert_eq!(delete(-1, true), Err(JobError::ExecutionNumber));
    assert_eq!(delete(2, true).unwrap_err().exception(), Exception::ResourceNotFound);
    world.report("j", "a", InProgress, 1).unwrap();
    assert_eq!(
        delete(1, false).unwrap_err().to_string(),
        "Job execution for thing a within job j in status IN_PROGRESS cannot be deleted without force flag."
    );
    delete(1, true).unwrap();
    assert_eq!(delete(1, true).unwrap_err().exception(), Exception::ResourceNotFound);
    assert!(world.report("j", "a", Succeeded, 2).is_err());
    world.report("j", "b", Succeeded, 2).unwrap();
    assert_eq!(world.job("j").job.status, JobStatus::Completed);
    assert_eq!(world.reopened().job("j").counts, world.job("j").counts);
}

#[test]
fn update_changes_what_it_names() {
    let world = World::new();
    let retry =
        serde_json::from_value(json!({"criteriaList": [{"failureType": "FAILED", "numberOfRetries": 2}]}));
    world.create("j", Plan { retry: Some(retry.unwrap()), ..plan(&[thing("a")]) }, 0);
    let update = |update: JobUpdate| world.jobs.update_job(&tenant(), "j", update, at(9)).map(|_| ());
    let text = |outcome: Result<(), JobError>| outcome.unwrap_err().to_string();
    assert_eq!(text(update(JobUpdate::default())), "Update Job request for job j cannot be empty.");
    let rollout = Some(config::RolloutConfig::default());
    assert_eq!(
        text(update(JobUpdate { rollout, ..JobUpdate::default() })),
        "Provide MaximumPerMinute value or provide ExponentialRate and MaximumPerMinute"
    );
    let retries = |kind: &str, number: u32| {
        let config = json!({"criteriaList": [{"failureType": kind, "numberOfRetries": number}]});
        let retry = Some(serde_json::from_value(config).unwrap());
        update(JobUpdate { retry, ..JobUpdate::default() })
    };
    let number = "The number of retries cannot be updated to any number other than 0.";
    assert_eq!(text(retries("FAILED", 1)), number);
    let types = "FailureTypes must match existing FailureTypes defined in RetryConfig.";
    assert_eq!(text(retries("TIMED_OUT", 0)), types);
    retries("FAILED", 0).unwrap();
    update(JobUpdate { description: Some("new".into()), ..JobUpdate::default() }).unwrap();
    let job = world.job("j").job;
    assert_eq!((job.plan.description.as_deref(), job.last_updated_at), (Some("new"), NOW + 9));
    world.report("j", "a", Failed, 10).unwrap();
    let late = update(JobUpdate { description: Some("late".into()), ..JobUpdate::default() });
    assert_eq!(text(late), "Job j in status COMPLETED cannot be updated.");
}

#[test]
fn listings_are_newest_first_and_filtered() {
    let world = World::new();
    world.groups.set("g", &["b"]);
    world.create("old", plan(&[thing("a")]), 0);
    let continuous = Plan { selection: TargetSelection::Continuous, ..plan(&[group("g"), thing("a")]) };
    world.create("new", continuous, 1);
    world.report("old", "a", Succeeded, 2).unwrap();
    let ids = |filter: JobFilter| {
        let page = world.jobs.list_jobs(&tenant(), &filter, &all(), at(3)).unwrap();
        page.items.into_iter().map(|view| view.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(JobFilter::default()), ["new", "old"]);
    assert_eq!(ids(JobFilter { status: Some(JobStatus::Completed), ..JobFilter::default() }), ["old"]);
    let selection = Some(TargetSelection::Continuous);
    assert_eq!(ids(JobFilter { selection, ..JobFilter::default() }), ["new"]);
    assert_eq!(ids(JobFilter { target: Some(group("g")), ..JobFilter::default() }), ["new"]);

    world.report("new", "a", InProgress, 4).unwrap();
    let of_job = |status, request: &PageRequest| {
        let page = world.jobs.executions_of_job(&tenant(), "new", status, request, at(5)).unwrap();
        (page.items.into_iter().map(|view| view.thing).collect::<Vec<_>>(), page.next)
    };
    assert_eq!(of_job(None, &all()).0, ["a", "b"]);
    assert_eq!(of_job(Some(Queued), &all()).0, ["b"]);
    let (first, token) = of_job(None, &PageRequest { size: Some(1), token: None });
    assert_eq!(first, ["a"]);
    assert_eq!(of_job(None, &PageRequest { size: Some(1), token }), (vec!["b".into()], None));

    let of_thing = |filter: ExecutionFilter| {
        let page = world.jobs.executions_of_thing(&tenant(), "a", &filter, &all(), at(5)).unwrap();
        page.items.into_iter().map(|view| view.job).collect::<Vec<_>>()
    };
    assert_eq!(of_thing(ExecutionFilter::default()), ["new", "old"]);
    assert_eq!(of_thing(ExecutionFilter { status: Some(Succeeded), ..Default::default() }), ["old"]);
    assert_eq!(of_thing(ExecutionFilter { job: Some("new".into()), ..Default::default() }), ["new"]);
    let bad = PageRequest { size: None, token: Some("x".into()) };
    let error = world.jobs.list_jobs(&tenant(), &JobFilter::default(), &bad, at(0)).unwrap_err();
    assert_eq!(error.to_string(), "Next token is invalid.");
}

#[test]
fn tenants_do_not_meet_and_are_reset() {
    let world = World::new();
    world.create("j", plan(&[thing("a")]), 0);
    let other = Tenant::new(tenant().account, "eu-west-1".parse().unwrap());
    assert!(!world.jobs.has_job(&other, "j"));
    world.jobs.reset(&tenant());
    assert!(!world.jobs.has_job(&tenant(), "j"));
    assert_eq!(world.jobs.pending(&tenant(), "a", at(0)), Pending::default());
}
