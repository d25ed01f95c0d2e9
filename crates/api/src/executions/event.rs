//! The events that tell of executions.

use std::sync::{Arc, LazyLock};

use base::{Tenant, UnixMillis};
use broker::{Broker, NewMessage, Publisher};
use model::Model;
use model::iot::GetCommandExecutionResponse;
use mqtt::QoS;
use serde_json::json;

/// Tells on `$aws/events/commandExecution/COMMAND/STATUS` that an execution has the status that it has
/// (developer guide, *Command execution events*). Nothing switches these events on or off.
pub fn announce(broker: &Broker, tenant: &Tenant, execution: &GetCommandExecutionResponse, now: UnixMillis) {
    static SERVICE: LazyLock<Arc<Publisher>> = LazyLock::new(Arc::default);
    let command_arn = execution.command_arn.as_deref().unwrap_or_default();
    let command = command_arn.rsplit('/').next().unwrap_or_default();
    let status = execution.status.unwrap_or_default();
    let mut event = json!({"executionId": execution.execution_id, "status": status.as_str()});
    if let Some(reason) = execution.status_reason.clone() {
        event["statusReason"] = reason.write();
    }
    event["eventType"] = "COMMAND_EXECUTION".into();
    event["commandArn"] = command_arn.into();
    event["targetArn"] = execution.target_arn.clone().into();
    event["timestamp"] = now.0.into();
    let (topic, payload) = (format!("$aws/events/commandExecution/{command}/{status}"), event.to_string());
    let message = NewMessage::new(&topic, payload.as_bytes(), QoS::AtLeastOnce);
    // Nobody waits for it; whoever subscribed durably gets it as soon as it is stored.
    broker.account(tenant).publish(&message, &SERVICE);
}
