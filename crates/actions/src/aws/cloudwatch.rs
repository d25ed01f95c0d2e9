//! `cloudwatchMetric` and `cloudwatchAlarm`.

use rules::action::{AlarmRequest, MetricRequest};
use serde_json::json;

use super::Clients;
use super::signed::{JSON_1_0, Operation};
use crate::perform::{Failure, Task};

const fn operation(target: &'static str) -> Operation {
    Operation { service: "cloudwatch", content_type: JSON_1_0, target }
}

impl Clients {
    /// Puts a data point.
    pub(crate) async fn put_metric(&self, task: &Task, request: &MetricRequest) -> Result<(), Failure> {
        let mut datum = json!({"MetricName": request.name, "Value": request.value, "Unit": request.unit});
        if let (Some(seconds), Some(members)) = (request.timestamp_seconds, datum.as_object_mut()) {
            members.insert("Timestamp".to_owned(), seconds.into());
        }
        let input = json!({"Namespace": request.namespace, "MetricData": [datum]});
        let operation = operation("GraniteServiceVersion20100801.PutMetricData");
        self.call_json(&task.tenant, operation, &input).await?;
        Ok(())
    }

    /// Sets the state of an alarm.
    pub(crate) async fn set_alarm(&self, task: &Task, request: &AlarmRequest) -> Result<(), Failure> {
        let input = json!({
            "AlarmName": request.name, "StateValue": request.state.name(), "StateReason": request.reason,
        });
        let operation = operation("GraniteServiceVersion20100801.SetAlarmState");
        self.call_json(&task.tenant, operation, &input).await?;
        Ok(())
    }
}
