//! `cloudwatchLogs`.

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::types::InputLogEvent;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use base::Tenant;
use rules::action::LogsRequest;
use rules::open_points::LOG_STREAM;

use super::failure::failure;
use super::{Clients, client_config};
use crate::perform::{Failure, Task};

const NOT_FOUND: &str = "ResourceNotFoundException";
const EXISTS: &str = "ResourceAlreadyExistsException";

impl Clients {
    fn logs(&self, tenant: &Tenant) -> Result<Client, Failure> {
        self.logs.get(tenant, || {
            let (config, _) = client_config!(aws_sdk_cloudwatchlogs, self, "logs", tenant);
            Ok(Client::from_conf(config.build()))
        })
    }

    /// Writes events. The log group has to be there; the stream is made when it is missing.
    pub(crate) async fn put_log_events(&self, task: &Task, request: &LogsRequest) -> Result<(), Failure> {
        let client = self.logs(&task.tenant)?;
        let group = &request.log_group_name;
        let events = events(task, request)?;
        if put(&client, group, &events).await? {
            return Ok(());
        }
        let call = client.create_log_stream().log_group_name(group).log_stream_name(LOG_STREAM);
        match call.send().await {
            Ok(_) => {}
            // Another message was faster.
            Err(error) if error.code() == Some(EXISTS) => {}
            Err(error) => return Err(failure(&error)),
        }
        if put(&client, group, &events).await? {
            return Ok(());
        }
        Err(Failure { message: format!("{NOT_FOUND}: the log stream {LOG_STREAM}"), transient: true })
    }
}

fn events(task: &Task, request: &LogsRequest) -> Result<Vec<InputLogEvent>, Failure> {
    let event = |timestamp_millis: i64, message: &str| {
        let event = InputLogEvent::builder().timestamp(timestamp_millis).message(message).build();
        event.map_err(|error| Failure::permanent(error.to_string()))
    };
    match &request.batch {
        Some(batch) => batch.iter().map(|given| event(given.timestamp_millis, &given.message)).collect(),
        // The definition has seen to it that it is text.
        None => Ok(vec![event(request.now_millis, &String::from_utf8_lossy(&task.payload))?]),
    }
}

/// Puts events; false when group or stream is missing. CloudWatch drops events that are too old or too new and
/// says so in an answer of success.
async fn put(client: &Client, group: &str, events: &[InputLogEvent]) -> Result<bool, Failure> {
    let call = client.put_log_events().log_group_name(group).log_stream_name(LOG_STREAM);
    match call.set_log_events(Some(events.to_vec())).send().await {
        Ok(answer) => match answer.rejected_log_events_info() {
            None => Ok(true),
            Some(rejected) => {
                let too_new = rejected.too_new_log_event_start_index().is_some();
                let age = if too_new { "too new" } else { "too old" };
                Err(Failure::permanent(format!("CloudWatch Logs dropped events that are {age}")))
            }
        },
        Err(error) if error.code() == Some(NOT_FOUND) => Ok(false),
        Err(error) => Err(failure(&error)),
    }
}
