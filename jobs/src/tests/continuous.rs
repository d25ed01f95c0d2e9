use ExecutionStatus::{Failed, InProgress, Queued, Removed, Succeeded};

use super::*;

fn world() -> World {
    let world = World::new();
    world.groups.set("g", &["a"]);
    world.groups.set("h", &[]);
    world.create("j", Plan { selection: TargetSelection::Continuous, ..plan(&[group("g"), group("h")]) }, 0);
    world
}

impl World {
    fn move_things(&self, g: &[&str], h: &[&str], moved: &str, millis: u64) {
        self.groups.set("g", g);
        self.groups.set("h", h);
        self.jobs.thing_moved(&tenant(), moved, at(millis));
    }
}

#[test]
fn things_that_join_get_an_execution() {
    let world = world();
    world.report("j", "a", Succeeded, 1).unwrap();
    assert_eq!(world.job("j").job.status, JobStatus::InProgress);
    world.move_things(&["a", "b"], &[], "b", 2);
    assert_eq!((world.status("j", "a"), world.status("j", "b")), (Succeeded, Queued));
    // Any other change of its groups does nothing more.
    world.jobs.thing_moved(&tenant(), "a", at(3));
    assert_eq!(world.execution("j", "a").number, 1);
    world.told();
    world.jobs.thing_moved(&tenant(), "unrelated", at(3));
    assert_eq!(world.topics(), [""; 0]);
}

#[test]
fn queued_execution_of_a_thing_that_leaves_is_removed() {
    let world = world();
    world.told();
    // From one target group to the other is no leaving.
    world.move_things(&[], &["a"], "a", 1);
    assert_eq!(world.status("j", "a"), Queued);
    world.move_things(&[], &[], "a", 2);
    let execution = world.execution("j", "a").execution;
    assert_eq!((execution.status, execution.version), (Removed, 1));
    assert_eq!(world.topics(), ["jobExecution/j/removed", "a/notify", "a/notify-next"]);
    let world = world.reopened();
    world.move_things(&["a"], &[], "a", 3);
    let again = world.execution("j", "a");
    assert_eq!((again.number, again.execution.status), (2, Queued));
    let counts = world.job("j").counts;
    assert_eq!((counts.of(Removed), counts.of(Queued)), (1, 1));
}

#[test]
fn execution_in_progress_stays_and_is_not_tried_again() {
    let world = World::new();
    world.groups.set("g", &["a"]);
    world.groups.set("h", &[]);
    let retry = json!({"criteriaList": [{"failureType": "FAILED", "numberOfRetries": 1}]});
    let retry = Some(serde_json::from_value(retry).unwrap());
    let plan = Plan { selection: TargetSelection::Continuous, retry, ..plan(&[group("g")]) };
    world.create("j", plan, 0);
    world.start("a", 1);
    world.move_things(&[], &[], "a", 2);
    assert_eq!((world.status("j", "a"), world.execution("j", "a").execution.version), (InProgress, 2));
    world.report("j", "a", Failed, 3).unwrap();
    assert_eq!(world.execution("j", "a").number, 1);
    // When it comes back it may fail as often as before.
    world.move_things(&["a"], &[], "a", 4);
    assert_eq!(world.execution("j", "a").number, 2);
    world.report("j", "a", Failed, 5).unwrap();
    assert_eq!(world.execution("j", "a").number, 3);
    world.report("j", "a", Failed, 6).unwrap();
    assert_eq!(world.execution("j", "a").number, 3);
}

#[test]
fn thing_that_comes_back_in_time_never_left() {
    let world = world();
    world.start("a", 1);
    world.move_things(&[], &[], "a", 2);
    world.move_things(&["a"], &[], "a", 3);
    world.report("j", "a", Succeeded, 4).unwrap();
    world.jobs.thing_moved(&tenant(), "a", at(5));
    assert_eq!(world.execution("j", "a").number, 1);
}

#[test]
fn whole_groups_can_go() {
    let world = world();
    world.groups.set("g", &["a", "b"]);
    world.jobs.groups_changed(&tenant(), at(1));
    assert_eq!(world.status("j", "b"), Queued);
    world.groups.0.lock().unwrap().remove("g");
    world.jobs.groups_changed(&tenant(), at(2));
    assert_eq!((world.status("j", "a"), world.status("j", "b")), (Removed, Removed));
}

#[test]
fn targets_are_added_to_continuous_jobs_only() {
    let world = world();
    world.groups.set("new", &["a", "n"]);
    let add = |id: &str, targets: Vec<String>| {
        world.jobs.add_targets(&tenant(), id, targets, Some("more".into()), at(1)).map(|_| ())
    };
    add("j", vec![group("new"), group("g")]).unwrap();
    assert_eq!(world.status("j", "n"), Queued);
    let job = world.job("j").job;
    assert_eq!((job.plan.targets.len(), job.comment.as_deref()), (3, Some("more")));
    assert_eq!(add("j", vec![group("none")]).unwrap_err().exception(), Exception::ResourceNotFound);
    let many = (0..98).map(|n| thing(&n.to_string())).collect();
    assert_eq!(add("j", many).unwrap_err().exception(), Exception::LimitExceeded);
    world.create("s", plan(&[thing("a")]), 0);
    assert_eq!(add("s", vec![group("g")]).unwrap_err().exception(), Exception::InvalidRequest);
    let _ = world.jobs.cancel_job(&tenant(), "j", Cancellation::default(), at(2)).unwrap();
    assert_eq!(add("j", vec![group("g")]).unwrap_err().exception(), Exception::InvalidRequest);
}

#[test]
fn cancelled_job_takes_nobody() {
    let world = world();
    let _ = world.jobs.cancel_job(&tenant(), "j", Cancellation::default(), at(1)).unwrap();
    world.move_things(&["a", "b"], &[], "b", 2);
    assert_eq!(world.job("j").counts.pending(), 0);
    assert!(world.jobs.execution(&tenant(), ("j", "b"), None, at(3)).is_err());
}

#[test]
fn end_of_the_rollout_lets_nobody_in_and_everybody_out() {
    let world = World::new();
    world.groups.set("g", &["a"]);
    let scheduling = json!({"endTime": "2023-11-14T22:45", "endBehavior": "STOP_ROLLOUT"});
    let scheduling = Some(serde_json::from_value(scheduling).unwrap());
    let plan = Plan { selection: TargetSelection::Continuous, scheduling, ..plan(&[group("g")]) };
    world.create("j", plan, 0);
    world.move_things(&["a", "b"], &[], "b", 40 * MINUTE);
    assert!(world.jobs.execution(&tenant(), ("j", "b"), None, at(0)).is_err());
    world.move_things(&["b"], &[], "a", 41 * MINUTE);
    assert_eq!(world.status("j", "a"), Removed);
    assert_eq!(world.job("j").job.status, JobStatus::InProgress);
}
