//! Every transition of jobs.md §3.

use ExecutionStatus::{Canceled, Failed, InProgress, Queued, Rejected, Removed, Succeeded, TimedOut};

use super::*;

/// From, to, by a device's report, by the service.
const TABLE: &[(ExecutionStatus, ExecutionStatus, bool, bool)] = &[
    (Queued, InProgress, true, false),
    (Queued, Succeeded, true, false),
    (Queued, Failed, true, false),
    (Queued, Rejected, true, false),
    (Queued, Canceled, false, true),
    (Queued, Removed, false, true),
    (InProgress, InProgress, true, false),
    (InProgress, Succeeded, true, false),
    (InProgress, Failed, true, false),
    (InProgress, Rejected, true, false),
    (InProgress, TimedOut, false, true),
    (InProgress, Canceled, false, true),
];

fn in_status(status: ExecutionStatus) -> Execution {
    Execution { status, version: 7, ..Execution::queued(NOW, Retries::default()) }
}

fn report(status: ExecutionStatus) -> Report {
    Report { status, details: None, step: None, expected_version: None }
}

#[test]
fn what_is_not_in_the_table_is_no_transition() {
    for from in ExecutionStatus::ALL {
        for to in ExecutionStatus::ALL {
            let row = TABLE.iter().find(|row| (row.0, row.1) == (from, to));
            let (device, service) = row.map_or((false, false), |row| (row.2, row.3));
            assert_eq!(from.device_may_report(to), device, "{from} -> {to}");
            assert_eq!(from.service_may_set(to), service, "{from} -> {to}");
        }
    }
}

#[test]
fn reports_change_executions_as_the_table_says() {
    for from in ExecutionStatus::ALL {
        for to in ExecutionStatus::ALL {
            let mut execution = in_status(from);
            let outcome = execution.report(report(to), None, NOW + 5);
            if from.device_may_report(to) {
                assert_eq!(outcome, Ok(()), "{from} -> {to}");
                assert_eq!((execution.status, execution.version), (to, 8));
                assert_eq!(execution.last_updated_at, NOW + 5);
            } else {
                assert_eq!(outcome.unwrap_err().exception(), Exception::InvalidStateTransition);
                assert_eq!(execution, in_status(from), "{from} -> {to}");
            }
        }
    }
}

#[test]
fn service_ends_executions_as_the_table_says() {
    for from in ExecutionStatus::ALL {
        for to in ExecutionStatus::ALL {
            let mut execution = in_status(from);
            execution.end(to, NOW + 5);
            if from.service_may_set(to) {
                let version = if to == Removed { 7 } else { 8 };
                assert_eq!((execution.status, execution.version), (to, version), "{from} -> {to}");
            } else {
                assert_eq!(execution, in_status(from), "{from} -> {to}");
            }
        }
    }
}

#[test]
fn refused_states_are_worded_as_aws_does() {
    for status in [Queued, TimedOut, Removed, Canceled] {
        let error = in_status(InProgress).report(report(status), None, NOW).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("The status of job execution cannot be changed to be {status}")
        );
        assert_eq!(error.state(), None);
    }
    let error = in_status(Failed).report(report(Succeeded), None, NOW).unwrap_err();
    assert_eq!(error.state().unwrap().status, Failed);
}

#[test]
fn first_report_starts_the_execution_unless_it_rejects_it() {
    for (status, starts) in [(InProgress, true), (Succeeded, true), (Failed, true), (Rejected, false)] {
        let mut execution = in_status(Queued);
        execution.report(report(status), None, NOW + 5).unwrap();
        assert_eq!(execution.started_at, starts.then_some(NOW + 5), "{status}");
    }
    let mut execution = Execution { started_at: Some(NOW), ..in_status(InProgress) };
    execution.report(report(InProgress), None, NOW + 5).unwrap();
    assert_eq!(execution.started_at, Some(NOW));
}

#[test]
fn details_are_replaced_or_left() {
    let mut execution = in_status(Queued);
    let given = vec![("step".to_owned(), "1".to_owned())];
    execution.report(Report { details: Some(given.clone()), ..report(InProgress) }, None, NOW).unwrap();
    execution.report(report(InProgress), None, NOW).unwrap();
    assert_eq!(execution.details, given);
    execution.report(Report { details: Some(vec![]), ..report(InProgress) }, None, NOW).unwrap();
    assert!(execution.details.is_empty());
}

#[test]
fn expected_version_must_be_that_of_the_execution() {
    let mut execution = in_status(Queued);
    let error =
        execution.report(Report { expected_version: Some(3), ..report(InProgress) }, None, NOW).unwrap_err();
    assert_eq!(error.to_string(), "Expected version 3 but found version 7");
    assert_eq!(error.state().unwrap().version, 7);
    execution.report(Report { expected_version: Some(7), ..report(InProgress) }, None, NOW).unwrap();
}

/// The example of the developer guide: twenty minutes in all, steps of 7, 5 and 9.
#[test]
fn step_timer_never_outlives_the_timeout() {
    let mut execution = in_status(Queued);
    execution.report(report(InProgress), Some(20), NOW).unwrap();
    assert_eq!(execution.deadline(), Some(NOW + 20 * MINUTE));
    for (minute, step, deadline) in [(5, 7, 12), (10, 5, 15), (13, 9, 20)] {
        let step = Some(StepTimer::parse(step).unwrap());
        execution.report(Report { step, ..report(InProgress) }, Some(20), NOW + minute * MINUTE).unwrap();
        assert_eq!(execution.deadline(), Some(NOW + deadline * MINUTE));
    }
    let step = Some(StepTimer::parse(-1).unwrap());
    execution.report(Report { step, ..report(InProgress) }, Some(99), NOW).unwrap();
    assert_eq!(execution.deadline(), Some(NOW + 20 * MINUTE));
    execution.report(report(Succeeded), None, NOW).unwrap();
    assert_eq!(execution.deadline(), None);
}

#[test]
fn step_timeouts_have_bounds() {
    for minutes in [1, 10_080, -1] {
        assert!(StepTimer::parse(minutes).is_ok(), "{minutes}");
    }
    for minutes in [0, -2, 10_081, i64::MAX, i64::MIN] {
        assert_eq!(StepTimer::parse(minutes), Err(JobError::StepTimeout { minutes }));
    }
}

#[test]
fn details_have_bounds() {
    let pair = |key: &str, value: &str| vec![(key.to_owned(), value.to_owned())];
    assert_eq!(check_details(&pair("a:b_c-1", "x")), Ok(()));
    for bad in [pair("", "x"), pair("a b", "x"), pair("a", ""), pair("a", &"x".repeat(1025))] {
        assert!(check_details(&bad).is_err(), "{bad:?}");
    }
    let many = |count: usize| (0..count).map(|n| (n.to_string(), "x".into())).collect::<Details>();
    assert_eq!(check_details(&many(10)), Ok(()));
    assert_eq!(check_details(&many(11)), Err(JobError::TooManyDetails { max: 10 }));
}
