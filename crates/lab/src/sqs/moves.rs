//! Message move tasks: dead letters go back to where they came from, or elsewhere.
//!
//! A task is done when StartMessageMoveTask answers; there is nothing that could be cancelled.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE as BASE64;
use serde::{Deserialize, Serialize};
use store::Changed;

use super::failure::{invalid_value, no_such_resource, unsupported};
use super::queue::{Message, Progress, Queue};
use super::{Outcome, Queues, Sqs, arn, queue_of};
use crate::protocol::{Call, Failure};

/// Tasks of a queue that are remembered (SQS, ListMessageMoveTasks, MaxResults).
const TASKS_MAX: usize = 10;

/// A task, as it was when it was done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct MoveTask {
    source: String,
    destination: Option<String>,
    rate: Option<i64>,
    moved: u64,
    /// Milliseconds since 1970.
    started: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct StartTask {
    source_arn: String,
    destination_arn: Option<String>,
    max_number_of_messages_per_second: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Started {
    task_handle: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CancelTask {
    #[allow(dead_code, reason = "required, and never that of a task that still runs")]
    task_handle: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListTasks {
    source_arn: String,
    max_results: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tasks {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    results: Vec<Task>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Task {
    status: &'static str,
    source_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    destination_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_number_of_messages_per_second: Option<i64>,
    approximate_number_of_messages_moved: u64,
    approximate_number_of_messages_to_move: u64,
    started_timestamp: u64,
}

impl Sqs {
    pub(super) fn start_message_move_task(&self, call: &Call<'_>, input: StartTask) -> Outcome<Started> {
        if input.max_number_of_messages_per_second.is_some_and(|rate| !(1..=500).contains(&rate)) {
            let rate = input.max_number_of_messages_per_second.unwrap_or_default();
            return Err(invalid_value(rate, "MaxNumberOfMessagesPerSecond", "Must be between 1 and 500."));
        }
        self.book.change(call.tenant, |queues, journal| {
            let name = existing(queues, call, &input.source_arn)?;
            if !is_dead_letter_queue(queues, &input.source_arn) {
                return Err(unsupported("Source queue must be configured as a Dead Letter Queue."));
            }
            let destination = input.destination_arn.as_deref();
            let destination = destination.map(|arn| existing(queues, call, arn)).transpose()?;
            let now = call.now.0;
            let mut moved = 0;
            let letters = queues.get_mut(&name)?.take(usize::MAX, journal);
            for message in letters {
                let source = message.content.source_arn.as_deref().and_then(|arn| queue_of(call.tenant, arn));
                let target = destination.clone().or(source.map(|(_, name)| name)).unwrap_or_default();
                match queues.by_name.get_mut(&target) {
                    Some(queue) => {
                        queue.add(returned(message, now), now, journal);
                        moved += 1;
                    }
                    // It was sent here by hand, or its queue is gone.
                    None => {
                        queues.get_mut(&name)?.add(message, now, journal);
                    }
                }
            }
            let task = MoveTask {
                source: input.source_arn,
                destination: input.destination_arn,
                rate: input.max_number_of_messages_per_second,
                moved,
                started: now,
            };
            let queue = queues.get_mut(&name)?;
            queue.record.moves.insert(0, task);
            queue.record.moves.truncate(TASKS_MAX);
            queue.keep(journal);
            Ok(Started { task_handle: BASE64.encode(format!("{}/{now}", arn(call.tenant, &name))) })
        })
    }

    pub(super) fn cancel_message_move_task(&self, _: &Call<'_>, _: CancelTask) -> Outcome<Tasks> {
        Err(no_such_resource("The task does not exist or is not running."))
    }

    pub(super) fn list_message_move_tasks(&self, call: &Call<'_>, input: ListTasks) -> Outcome<Tasks> {
        let most = input.max_results.unwrap_or(1);
        let Some(most) = usize::try_from(most).ok().filter(|most| (1..=TASKS_MAX).contains(most)) else {
            return Err(invalid_value(most, "MaxResults", "Must be between 1 and 10."));
        };
        self.book.read(call.tenant, |queues| {
            let name = existing(queues, call, &input.source_arn)?;
            let tasks = queues.get(&name)?.record.moves.iter().take(most).cloned();
            let task = |task: MoveTask| Task {
                status: "COMPLETED",
                source_arn: task.source,
                destination_arn: task.destination,
                max_number_of_messages_per_second: task.rate,
                approximate_number_of_messages_moved: task.moved,
                approximate_number_of_messages_to_move: task.moved,
                started_timestamp: task.started,
            };
            Ok(Changed::nothing(Tasks { results: tasks.map(task).collect() }))
        })
    }
}

/// The name of a queue of the caller's, from its ARN.
fn existing(queues: &Queues, call: &Call<'_>, arn: &str) -> Result<String, Failure> {
    let ours = queue_of(call.tenant, arn).filter(|(owner, _)| owner == call.tenant);
    let queue = ours.and_then(|(_, name)| queues.by_name.get(&name));
    queue.map(|queue| queue.name.clone()).ok_or_else(|| {
        no_such_resource("The resource that you specified for the SourceArn parameter doesn't exist.")
    })
}

fn is_dead_letter_queue(queues: &Queues, arn: &str) -> bool {
    let sends = |queue: &Queue| {
        queue.record.settings.redrive.as_ref().is_some_and(|redrive| redrive.target_arn == arn)
    };
    queues.by_name.values().any(sends)
}

/// A dead letter as it is when it begins anew.
fn returned(mut message: Message, now: u64) -> Message {
    message.content.source_arn = None;
    message.content.sent = now;
    message.progress = Progress { visible_at: now, ..Progress::default() };
    message
}
