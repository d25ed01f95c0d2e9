use ExecutionStatus::{Failed, InProgress, Queued, Rejected, Succeeded};

use super::*;

#[test]
fn next_is_what_has_begun_and_then_the_oldest() {
    let world = World::new();
    for (id, millis) in [("first", 0), ("second", 1), ("third", 2)] {
        world.create(id, plan(&[thing("a")]), millis);
    }
    world.report("second", "a", InProgress, 3).unwrap();
    let pending = world.jobs.pending(&tenant(), "a", at(4));
    let ids = |views: &[ExecutionView]| views.iter().map(|view| view.job.clone()).collect::<Vec<_>>();
    assert_eq!(
        (ids(&pending.in_progress), ids(&pending.queued)),
        (vec!["second".to_owned()], vec!["first".to_owned(), "third".to_owned()])
    );
    // It has begun already, so nothing changes.
    assert_eq!(world.start("a", 5).as_deref(), Some("second"));
    assert_eq!(world.execution("second", "a").execution.version, 2);
    world.report("second", "a", Succeeded, 6).unwrap();
    assert_eq!(world.start("a", 7).as_deref(), Some("first"));
    let first = world.execution("first", "a").execution;
    assert_eq!((first.status, first.started_at, first.version), (InProgress, Some(NOW + 7), 2));
    assert_eq!(world.start("nobody", 8), None);
}

#[test]
fn start_next_takes_details_only_for_what_it_starts() {
    let world = World::new();
    world.create("j", plan(&[thing("a")]), 0);
    let start = |value: &str, millis| {
        let details = Some(vec![("step".to_owned(), value.to_owned())]);
        let step = Some(StepTimer::Minutes(3));
        let started = world.jobs.start_next(&tenant(), "a", details, step, at(millis)).unwrap();
        started.value.unwrap().view
    };
    let started = start("1", 0);
    assert_eq!((started.execution.details[0].1.as_str(), started.seconds_left), ("1", Some(180)));
    assert_eq!(start("2", 1000).execution.details[0].1, "1");
}

#[test]
fn devices_hear_of_what_enters_and_leaves() {
    let world = World::new();
    world.create("one", plan(&[thing("a")]), 0);
    let told = world.told();
    let at = NOW / 1000;
    let summary = json!({"jobId": "one", "queuedAt": at, "lastUpdatedAt": at, "versionNumber": 1, "executionNumber": 1});
    assert_eq!(told[0], ("a/notify".into(), json!({"timestamp": at, "jobs": {"QUEUED": [summary]}})));
    let execution = json!({"jobId": "one", "status": "QUEUED", "queuedAt": at, "lastUpdatedAt": at,
        "versionNumber": 1, "executionNumber": 1, "jobDocument": {"do": "it"}});
    assert_eq!(told[1], ("a/notify-next".into(), json!({"timestamp": at, "execution": execution})));
    assert_eq!(told[1].1.to_string().find("\"execution\""), Some(24));
    assert_eq!(told.len(), 2);

    // A second one changes what is pending and not what is next.
    world.create("two", plan(&[thing("a")]), 1);
    assert_eq!(world.topics(), ["a/notify"]);
    // Neither do steps of the first one.
    world.start("a", 2);
    world.report("one", "a", InProgress, 3).unwrap();
    assert_eq!(world.topics(), [""; 0]);
    world.report("one", "a", Succeeded, 4).unwrap();
    let topics = world.topics();
    assert_eq!(topics, ["jobExecution/one/succeeded", "job/one/completed", "a/notify", "a/notify-next"]);
}

/// The last examples of the developer guide's *Jobs notifications*.
#[test]
fn execution_begun_out_of_turn_is_the_next() {
    let world = World::new();
    for (id, millis) in [("job2", 0), ("job3", 1)] {
        world.create(id, plan(&[thing("a")]), millis);
    }
    world.told();
    world.report("job3", "a", InProgress, 2).unwrap();
    let told = world.told();
    assert_eq!((told.len(), told[0].0.as_str()), (1, "a/notify-next"));
    assert_eq!(told[0].1["execution"]["jobId"], "job3");
    world.report("job2", "a", Rejected, 3).unwrap();
    assert_eq!(world.topics(), ["jobExecution/job2/rejected", "job/job2/completed", "a/notify"]);
}

#[test]
fn notification_lists_fifteen_at_most() {
    let world = World::new();
    for n in 0..20 {
        world.create(&format!("j{n:02}"), plan(&[thing("a")]), n);
    }
    world.told();
    world.report("j17", "a", InProgress, 30).unwrap();
    world.report("j00", "a", Succeeded, 31).unwrap();
    let told = world.told();
    let jobs = &told.iter().find(|(topic, _)| topic == "a/notify").unwrap().1["jobs"];
    assert_eq!(jobs["IN_PROGRESS"].as_array().unwrap().len(), 1);
    assert_eq!(jobs["QUEUED"].as_array().unwrap().len(), 14);
    assert_eq!(jobs["QUEUED"][13]["jobId"], "j14");
    assert_eq!(world.jobs.pending(&tenant(), "a", at(32)).queued.len(), 18);
}

#[test]
fn finished_executions_are_not_shown_to_devices() {
    let world = World::new();
    world.create("j", plan(&[thing("a")]), 0);
    let show =
        |which: &str, document| world.jobs.show(&tenant(), "a", Which::parse(which, None), document, at(1));
    assert_eq!(show("$next", true).unwrap().unwrap().document.unwrap().to_string(), r#"{"do":"it"}"#);
    assert_eq!(show("j", false).unwrap().unwrap().document, None);
    world.report("j", "a", Rejected, 2).unwrap();
    assert_eq!(show("j", true).unwrap_err().exception(), Exception::TerminalState);
    assert_eq!(show("$next", true), Ok(None));
    assert_eq!(show("x", true).unwrap_err().exception(), Exception::ResourceNotFound);
}

#[test]
fn next_can_be_reported_by_its_alias() {
    let world = World::new();
    world.create("j", plan(&[thing("a")]), 0);
    world.report("$next", "a", Succeeded, 1).unwrap();
    assert_eq!(world.status("j", "a"), Succeeded);
    let error = world.report("$next", "a", Succeeded, 2).unwrap_err();
    assert_eq!(error.exception(), Exception::ResourceNotFound);
}

#[test]
fn refused_report_changes_nothing() {
    let world = World::new();
    world.create("j", plan(&[thing("a")]), 0);
    world.told();
    let before = world.execution("j", "a");
    let report = Report { status: Failed, details: Some(vec![]), step: None, expected_version: Some(5) };
    let which = Which::parse("j", None);
    assert!(world.jobs.report(&tenant(), "a", which, report, at(1)).is_err());
    assert!(world.report("j", "a", Queued, 1).is_err());
    assert_eq!(world.execution("j", "a"), before);
    assert_eq!(world.topics(), [""; 0]);
}

#[test]
fn everything_is_there_again_after_a_restart() {
    let world = World::new();
    let timeout = Some(serde_json::from_value(json!({"inProgressTimeoutInMinutes": 5})).unwrap());
    world.create("j", Plan { timeout, ..plan(&[thing("a"), thing("b")]) }, 0);
    world.start("a", 1);
    world.report("j", "b", Succeeded, 2).unwrap();
    let again = world.reopened();
    assert_eq!(again.job("j"), world.job("j"));
    assert_eq!(again.execution("j", "a"), world.execution("j", "a"));
    assert_eq!(again.jobs.pending(&tenant(), "a", at(3)), world.jobs.pending(&tenant(), "a", at(3)));
    // The timer, too.
    again.jobs.tick(at(1 + 5 * MINUTE));
    assert_eq!(again.status("j", "a"), ExecutionStatus::TimedOut);
}
