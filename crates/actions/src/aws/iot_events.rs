//! `iotEvents`.

use aws_smithy_types::base64;
use rules::action::IotEventsRequest;
use serde_json::json;

use super::Clients;
use super::failure::refused_entries;
use crate::perform::{Failure, Task};

impl Clients {
    /// Puts messages to an input. IoT Events takes one with an id that it knows for the same one.
    pub(crate) async fn put_messages(&self, task: &Task, request: &IotEventsRequest) -> Result<(), Failure> {
        let messages = request.messages.iter().map(|message| {
            json!({
                "messageId": message.id, "inputName": request.input_name,
                "payload": base64::encode(&message.payload),
            })
        });
        let input = json!({"messages": messages.collect::<Vec<_>>()});
        let answer = self.call_rest(&task.tenant, "iotevents-data", "/inputs/messages", &input).await?;
        let refused = refused_entries(answer.get("BatchPutMessageErrorEntries"), |entry| {
            Some((entry["errorCode"].as_str()?, entry["errorMessage"].as_str().unwrap_or_default()))
        });
        refused.map_or(Ok(()), Err)
    }
}
