//! What others hear of jobs once a change is visible: devices on their topics, applications on `$aws/events/…`
//! (jobs.md §1 and §5). Here is what happened; who publishes it leaves out what an account did not ask for.

use base::Tenant;
use serde_json::{Map, Value, json};

use crate::execution::{Details, Execution};
use crate::job::Job;
use crate::message;
use crate::state::Place;
use crate::status::{Counts, ExecutionStatus};
use crate::view::{DeviceExecution, Pending};

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// An execution became pending for a thing or is no longer: the topic `notify`.
    Pending {
        /// The thing's name.
        thing: String,
        /// What is pending now; of many, those whose turn is first.
        pending: Pending,
        /// When.
        at: u64,
    },
    /// Another execution is the next of a thing: the topic `notify-next`.
    Next {
        /// The thing's name.
        thing: String,
        /// The next one, when there is one.
        next: Option<Box<DeviceExecution>>,
        /// When.
        at: u64,
    },
    /// What AWS publishes of a job or an execution.
    Announced(Announcement),
}

/// The kinds that UpdateEventConfigurations switches.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)] // Named as in the API.
pub enum EventKind {
    Job,
    JobExecution,
}

impl EventKind {
    /// Its name in the API, and the `eventType`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Job => "JOB",
            Self::JobExecution => "JOB_EXECUTION",
        }
    }
}

/// An event of a job or an execution.
#[derive(Clone, PartialEq, Debug)]
pub struct Announcement {
    /// Its kind.
    pub kind: EventKind,
    /// The topic behind `$aws/events/`.
    pub topic: String,
    /// `completed`, `succeeded`, …
    pub operation: &'static str,
    /// When, in milliseconds.
    pub at: u64,
    /// Its own members, in AWS's order.
    pub members: Map<String, Value>,
}

impl Announcement {
    /// The message of an event of this id.
    pub fn payload(&self, event_id: &str) -> String {
        let mut members = Map::new();
        members.insert("eventType".into(), self.kind.as_str().into());
        members.insert("eventId".into(), event_id.into());
        members.insert("timestamp".into(), message::seconds(self.at).into());
        members.insert("operation".into(), self.operation.into());
        members.extend(self.members.clone());
        Value::Object(members).to_string()
    }
}

/// What happened to a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum JobChange {
    Completed,
    CancellationInProgress,
    Canceled,
    DeletionInProgress,
    Deleted,
}

impl JobChange {
    /// As `operation` and last topic level, and as `status`.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Completed => ("completed", "COMPLETED"),
            Self::CancellationInProgress => ("cancellation_in_progress", "CANCELLATION_IN_PROGRESS"),
            Self::Canceled => ("canceled", "CANCELED"),
            Self::DeletionInProgress => ("deletion_in_progress", "DELETION_IN_PROGRESS"),
            Self::Deleted => ("deleted", "DELETED"),
        }
    }

    /// Whether the event counts the executions.
    const fn counts(self) -> bool {
        matches!(self, Self::Completed | Self::Canceled)
    }

    const fn is_cancellation(self) -> bool {
        matches!(self, Self::CancellationInProgress | Self::Canceled)
    }
}

/// The event of a job.
pub(crate) fn job(id: &str, job: &Job, counts: &Counts, change: JobChange, at: u64) -> Announcement {
    let (operation, status) = change.names();
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            members.insert(name.into(), value);
        }
    };
    put("jobId", id.into());
    put("status", status.into());
    put("targetSelection", job.plan.selection.as_str().into());
    put("targets", json!(job.plan.targets));
    put("description", json!(job.plan.description));
    put("completedAt", json!(job.completed_at));
    put("createdAt", job.created_at.into());
    put("lastUpdatedAt", job.last_updated_at.into());
    put("comment", json!(job.comment));
    if change.is_cancellation() {
        put("reasonCode", json!(job.reason_code));
        put("forceCanceled", job.force_canceled.into());
    }
    if change.counts() {
        use ExecutionStatus::{Canceled, Failed, Rejected, Removed, Succeeded, TimedOut};
        let details = json!({
            "numberOfCanceledThings": counts.of(Canceled),
            "numberOfRejectedThings": counts.of(Rejected),
            "numberOfFailedThings": counts.of(Failed),
            "numberOfRemovedThings": counts.of(Removed),
            "numberOfSucceededThings": counts.of(Succeeded),
            "numberOfTimedOutThings": counts.of(TimedOut),
        });
        put("jobProcessDetails", details);
    }
    Announcement { kind: EventKind::Job, topic: format!("job/{id}/{operation}"), operation, at, members }
}

/// The event of an execution that is over, or was deleted with its job.
pub(crate) fn execution(
    tenant: &Tenant,
    place: &Place,
    execution: &Execution,
    deleted: bool,
    at: u64,
) -> Announcement {
    let (operation, status) = match execution.status {
        _ if deleted => ("deleted", "DELETED"),
        ExecutionStatus::Succeeded => ("succeeded", "SUCCEEDED"),
        ExecutionStatus::Failed => ("failed", "FAILED"),
        ExecutionStatus::Rejected => ("rejected", "REJECTED"),
        ExecutionStatus::TimedOut => ("timed_out", "TIMED_OUT"),
        ExecutionStatus::Removed => ("removed", "REMOVED"),
        // The others are no ends, and nobody announces them.
        ExecutionStatus::Queued | ExecutionStatus::InProgress | ExecutionStatus::Canceled => {
            ("canceled", "CANCELED")
        }
    };
    let members = [
        ("jobId", Value::from(place.job.as_str())),
        ("thingArn", tenant.iot_arn(format_args!("thing/{}", place.thing)).into()),
        ("status", status.into()),
        ("statusDetails", details(&execution.details)),
        ("executionNumber", place.number.into()),
    ];
    let members = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let topic = format!("jobExecution/{}/{operation}", place.job);
    Announcement { kind: EventKind::JobExecution, topic, operation, at, members }
}

/// Details as an object.
pub(crate) fn details(details: &Details) -> Value {
    details.iter().map(|(key, value)| (key.clone(), Value::from(value.as_str()))).collect()
}
