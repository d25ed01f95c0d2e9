//! Rates, abort criteria, retries, schedules and what is refused of them.

use super::*;
use crate::config::*;
use crate::cron::Cron;

fn exponential(base: u32, factor: f64, notified: Option<u32>, succeeded: Option<u32>) -> RolloutConfig {
    RolloutConfig {
        maximum_per_minute: None,
        exponential_rate: Some(ExponentialRate {
            base_rate_per_minute: base,
            increment_factor: factor,
            rate_increase_criteria: RateIncreaseCriteria {
                number_of_notified_things: notified,
                number_of_succeeded_things: succeeded,
            },
        }),
    }
}

/// The table of jobs.md §4.
#[test]
fn rate_doubles_with_every_thousand() {
    let rollout = exponential(50, 2.0, Some(1000), None);
    for (notified, rate) in [(0, 50), (999, 50), (1000, 100), (1999, 100), (2000, 200), (3000, 400)] {
        assert_eq!(rollout.rate(notified, 0), Some(rate), "{notified}");
    }
    let rollout = exponential(50, 2.0, None, Some(1000));
    assert_eq!((rollout.rate(5000, 0), rollout.rate(5000, 1000)), (Some(50), Some(100)));
    let rollout = RolloutConfig { maximum_per_minute: Some(120), ..exponential(50, 2.0, Some(1000), None) };
    assert_eq!((rollout.rate(1000, 0), rollout.rate(2000, 0)), (Some(100), Some(120)));
    assert_eq!(RolloutConfig::default().rate(5, 5), None);
    assert_eq!(exponential(1, 5.0, Some(1), None).rate(1_000_000, 0), Some(usize::MAX));
}

#[test]
fn retries_are_counted_by_type_or_together() {
    use ExecutionStatus::{Failed, Rejected, Succeeded, TimedOut};
    let config = |list: &[(FailureType, u32)]| RetryConfig {
        criteria_list: list
            .iter()
            .map(|(failure_type, number_of_retries)| RetryCriterion {
                failure_type: *failure_type,
                number_of_retries: *number_of_retries,
            })
            .collect(),
    };
    let retries = |failed, timed_out| Retries { failed, timed_out };
    let both = config(&[(FailureType::Failed, 2), (FailureType::TimedOut, 1)]);
    assert_eq!(both.next(Failed, retries(0, 0)), Some(retries(1, 0)));
    assert_eq!(both.next(Failed, retries(1, 1)), Some(retries(2, 1)));
    assert_eq!(both.next(Failed, retries(2, 0)), None);
    assert_eq!(both.next(TimedOut, retries(2, 0)), Some(retries(2, 1)));
    assert_eq!(both.next(TimedOut, retries(2, 1)), None);
    for never in [Rejected, Succeeded, ExecutionStatus::Canceled, ExecutionStatus::Removed] {
        assert_eq!(both.next(never, retries(0, 0)), None, "{never}");
    }
    let all = config(&[(FailureType::All, 2)]);
    assert_eq!(all.next(TimedOut, retries(1, 0)), Some(retries(1, 1)));
    assert_eq!(all.next(TimedOut, retries(1, 1)), None);
    assert_eq!(config(&[(FailureType::Failed, 0)]).next(Failed, retries(0, 0)), None);
}

#[test]
fn abort_waits_for_enough_executions_and_the_share() {
    use ExecutionStatus::{Canceled, Failed, Queued, Rejected, Succeeded};
    let counts = |list: &[(ExecutionStatus, usize)]| {
        let mut counts = Counts::default();
        for (status, number) in list {
            (0..*number).for_each(|_| counts.add(*status));
        }
        counts
    };
    let config = |failure_type, threshold_percentage, min_number_of_executed_things| AbortConfig {
        criteria_list: vec![AbortCriterion {
            failure_type,
            action: "CANCEL".into(),
            threshold_percentage,
            min_number_of_executed_things,
        }],
    };
    let failed = config(FailureType::Failed, 25.0, 4);
    assert!(failed.met(&counts(&[(Failed, 3), (Queued, 90)])).is_none());
    assert!(failed.met(&counts(&[(Failed, 1), (Succeeded, 3)])).is_some());
    assert!(failed.met(&counts(&[(Failed, 1), (Succeeded, 4)])).is_none());
    // Cancelled ones are over, too.
    assert!(failed.met(&counts(&[(Failed, 1), (Canceled, 3)])).is_some());
    assert!(failed.met(&counts(&[(Rejected, 4)])).is_none());
    assert!(config(FailureType::All, 100.0, 1).met(&counts(&[(Rejected, 1), (Failed, 1)])).is_some());
    assert!(config(FailureType::All, 1.0, 1).met(&Counts::default()).is_none());
}

fn millis(text: &str) -> u64 {
    model::calendar::parse_iso8601(text).unwrap().0
}

#[test]
fn cron_expressions_say_when() {
    let cases = [
        ("cron(0 2 ? * MON *)", "2026-11-21T10:00:00Z", "2026-11-23T02:00:00Z"),
        ("0 2 ? * 2 *", "2026-11-23T02:00:00Z", "2026-11-23T02:00:00Z"),
        ("cron(*/20 8-9 * * ? *)", "2026-11-21T08:21:00Z", "2026-11-21T08:40:00Z"),
        ("cron(0 0 1 JAN,JUL ? *)", "2026-11-21T10:00:00Z", "2027-01-01T00:00:00Z"),
        ("cron(15 10 29 2 ? *)", "2026-11-21T10:00:00Z", "2028-02-29T10:15:00Z"),
        ("cron(5/25 0 ? * SUN-TUE 2027)", "2026-11-21T10:00:00Z", "2027-01-03T00:05:00Z"),
    ];
    for (expression, from, next) in cases {
        let cron = Cron::parse(expression).unwrap();
        assert_eq!(cron.next(millis(from)), Some(millis(next)), "{expression}");
        assert_eq!(cron.last(millis(next) + 59_999), Some(millis(next)), "{expression}");
    }
    assert_eq!(Cron::parse("0 0 1 1 ? 2020").unwrap().next(millis("2026-01-01T00:00:00Z")), None);
    for bad in [
        "",
        "cron(0 2 ? * MON *",
        "0 2 ? * MON",
        "60 2 ? * MON *",
        "0 2 * * * *",
        "0 2 ? * ? *",
        "0 2 ? * FRI-MON *",
        "0 2 L * ? *",
        "0/0 2 ? * MON *",
    ] {
        assert!(Cron::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn schedules_open_and_close() {
    let config = SchedulingConfig {
        start_time: Some("2026-11-22T00:00".into()),
        end_time: Some("2026-11-30T00:00".into()),
        end_behavior: None,
        maintenance_windows: Some(vec![MaintenanceWindow {
            start_time: "cron(30 23 ? * MON *)".into(),
            duration_in_minutes: 60,
        }]),
    };
    let schedule = Schedule::parse(&config).unwrap();
    let phase = |text: &str| schedule.phase(millis(text));
    assert_eq!(phase("2026-11-21T12:00:00Z"), Phase::Closed(Some(millis("2026-11-22T00:00:00Z"))));
    assert_eq!(phase("2026-11-22T00:00:00Z"), Phase::Closed(Some(millis("2026-11-23T23:30:00Z"))));
    assert_eq!(phase("2026-11-23T23:30:00Z"), Phase::Open);
    // The window goes on after midnight.
    assert_eq!(phase("2026-11-24T00:29:59Z"), Phase::Open);
    assert_eq!(phase("2026-11-24T00:30:00Z"), Phase::Closed(Some(millis("2026-11-30T23:30:00Z"))));
    assert_eq!(phase("2026-11-30T00:00:00Z"), Phase::Over);
    assert_eq!(schedule.next_windows(millis("2026-11-21T12:00:00Z"), 7), [millis("2026-11-23T23:30:00Z")]);
}

#[test]
fn schedules_are_refused() {
    let world = World::new();
    let refused = |scheduling: Value| {
        let scheduling = Some(serde_json::from_value(scheduling).unwrap());
        let plan = Plan { scheduling, ..plan(&[thing("a")]) };
        let now = UnixMillis(millis("2026-11-21T12:00:00Z"));
        world.jobs.create_job(&tenant(), "s", plan, now).unwrap_err()
    };
    for time in
        ["2026-11-22", "2026-11-22 12:00", "2026-11-22T12:00Z", "2026-13-22T12:00", "2026-11-22T24:00"]
    {
        let text = format!(
            "1 validation error detected: Provided time {time} UTC must follow the format YYYY-MM-DDThh:mm."
        );
        assert_eq!(refused(json!({"startTime": time})).to_string(), text);
    }
    for (start, end) in [
        ("2026-11-21T12:29", "2027-01-01T00:00"),
        ("2027-11-23T12:00", "2028-01-01T00:00"),
        ("2026-11-22T12:00", "2026-11-22T12:29"),
        ("2026-11-22T12:00", "2028-11-24T12:00"),
    ] {
        let error = refused(json!({"startTime": start, "endTime": end}));
        assert!(
            matches!(error, JobError::TimeRange { .. } | JobError::EndBeforeStart),
            "{start} {end}: {error}"
        );
    }
    let error = refused(json!({"maintenanceWindows": [{"startTime": "daily", "durationInMinutes": 1}]}));
    assert!(matches!(error, JobError::Window { .. }));
}

#[test]
fn configurations_are_refused() {
    let world = World::new();
    let refused = |edit: &dyn Fn(&mut Plan)| {
        let mut plan = plan(&[thing("a")]);
        edit(&mut plan);
        world.jobs.create_job(&tenant(), "j", plan, at(0)).unwrap_err().to_string()
    };
    fn of<T: serde::de::DeserializeOwned>(value: Value) -> Option<T> {
        Some(serde_json::from_value(value).unwrap())
    }
    let criterion = |kind: &str, threshold: f64| {
        json!({"failureType": kind, "action": "CANCEL", "thresholdPercentage": threshold,
               "minNumberOfExecutedThings": 1})
    };
    let abort = |list: Value| refused(&|plan| plan.abort = of(json!({"criteriaList": list})));
    assert_eq!(
        abort(json!([criterion("ALL", 1.0), criterion("ALL", 2.0)])),
        "Multiple AbortCriteria cannot have the same failure type"
    );
    assert_eq!(
        abort(json!([criterion("ALL", 0.0)])),
        "ThresholdPercentage value 0 for AbortCriteria must have value greater than 0"
    );
    assert_eq!(
        abort(json!([criterion("ALL", 33.333)])),
        "Abort thresholdPercentage must have two or less decimal digits"
    );
    for minutes in [0, -5, 10_081] {
        let text = format!("Provide valid timeout value, inProgressTimeoutInMinutes cannot be {minutes}.");
        let timeout = json!({"inProgressTimeoutInMinutes": minutes});
        assert_eq!(refused(&|plan| plan.timeout = of(timeout.clone())), text);
    }
    let retry = |list: Value| refused(&|plan| plan.retry = of(json!({"criteriaList": list})));
    let retries = |kind: &str, number: u32| json!({"failureType": kind, "numberOfRetries": number});
    assert_eq!(
        retry(json!([retries("ALL", 1), retries("FAILED", 1)])),
        "A retryCriteria with failure type ALL must be used by itself."
    );
    assert!(retry(json!([retries("TIMED_OUT", 5), retries("FAILED", 6)])).contains("cannot exceed 10"));
    assert!(refused(&|plan| plan.document = "{".into()).contains("invalid JSON document"));
    let presigned = r#"{"url": "${aws:iot:s3-presigned-url:https://s3.amazonaws.com/b/k}"}"#;
    assert_eq!(
        refused(&|plan| plan.document = presigned.into()),
        "Role must be provided for pre-sign S3 urls in job document of job j."
    );
    assert_eq!(world.jobs.list_jobs(&tenant(), &JobFilter::default(), &all(), at(0)).unwrap().items, []);
}

#[test]
fn thresholds_of_two_digits_are_taken() {
    for hundredths in 1..=10_000_u32 {
        let criterion = json!({"failureType": "ALL", "action": "CANCEL",
            "thresholdPercentage": f64::from(hundredths) / 100.0, "minNumberOfExecutedThings": 1});
        let abort = Some(serde_json::from_value(json!({"criteriaList": [criterion]})).unwrap());
        let plan = Plan { abort, ..Plan::default() };
        assert_eq!(check_configurations(&plan), Ok(()), "{hundredths}");
    }
}

#[test]
fn parameters_are_filled_in_as_text() {
    let text = r#"{"path": "${aws:iot:parameter:path}", "other": "${aws:iot:parameter:other}"}"#;
    let parameters = [("path".to_owned(), r#"C:\"x""#.to_owned())];
    let filled = document::substitute(text, &parameters);
    let value: Value = serde_json::from_str(&filled).unwrap();
    assert_eq!(value, json!({"path": r#"C:\"x""#, "other": "${aws:iot:parameter:other}"}));
    assert_eq!(
        document::for_devices(r#"{"a": null, "b": [null, {"c": null}]}"#, &[]),
        json!({"b": [null, {}]})
    );
}
