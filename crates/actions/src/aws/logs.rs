//! `cloudwatchLogs`. The official client is the heaviest of all that rule actions could use, for two calls.

use base::Tenant;
use rules::action::LogsRequest;
use rules::open_points::LOG_STREAM;
use serde_json::{Value as Json, json};

use super::Clients;
use super::signed::{JSON_1_1, Operation, Problem};
use crate::perform::{Failure, Task};

const NOT_FOUND: &str = "ResourceNotFoundException";
const EXISTS: &str = "ResourceAlreadyExistsException";

impl Clients {
    /// Writes events. The log group has to be there; the stream is made when it is missing.
    pub(crate) async fn put_log_events(&self, task: &Task, request: &LogsRequest) -> Result<(), Failure> {
        let events: Vec<Json> = match &request.batch {
            Some(batch) => {
                let event =
                    |timestamp: i64, message: &str| json!({"timestamp": timestamp, "message": message});
                batch.iter().map(|given| event(given.timestamp_millis, &given.message)).collect()
            }
            // The definition has seen to it that the payload is text.
            None => {
                let message = String::from_utf8_lossy(&task.payload);
                vec![json!({"timestamp": request.now_millis, "message": message})]
            }
        };
        let mut input = json!({"logGroupName": request.log_group_name, "logStreamName": LOG_STREAM});
        let stream = input.clone();
        input["logEvents"] = events.into();
        let answer = match self.logs(&task.tenant, "Logs_20140328.PutLogEvents", &input).await {
            Err(problem) if problem.code == NOT_FOUND => {
                match self.logs(&task.tenant, "Logs_20140328.CreateLogStream", &stream).await {
                    // Another message may have been faster.
                    Err(problem) if problem.code != EXISTS => return Err(problem.into()),
                    _ => self.logs(&task.tenant, "Logs_20140328.PutLogEvents", &input).await?,
                }
            }
            answer => answer?,
        };
        // CloudWatch drops events that are too old or too new, and says so in an answer of success.
        match answer.get("rejectedLogEventsInfo").filter(|rejected| !rejected.is_null()) {
            Some(rejected) => Err(Failure::permanent(format!("CloudWatch Logs dropped events: {rejected}"))),
            None => Ok(()),
        }
    }

    async fn logs(&self, tenant: &Tenant, target: &'static str, input: &Json) -> Result<Json, Problem> {
        self.call_json(tenant, Operation { service: "logs", content_type: JSON_1_1, target }, input).await
    }
}
