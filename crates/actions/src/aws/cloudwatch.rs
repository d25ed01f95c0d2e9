//! `cloudwatchMetric` and `cloudwatchAlarm`.

use rules::action::{AlarmRequest, MetricRequest};
use serde_json::json;

use super::Clients;
use crate::perform::{Failure, Task};

const SERVICE: &str = "cloudwatch";

impl Clients {
    /// Puts a data point.
    pub(crate) async fn put_metric(&self, task: &Task, request: &MetricRequest) -> Result<(), Failure> {
        let mut datum = json!({"MetricName": request.name, "Value": request.value, "Unit": request.unit});
        if let (Some(seconds), Some(members)) = (request.timestamp_seconds, datum.as_object_mut()) {
            members.insert("Timestamp".to_owned(), seconds.into());
        }
        let input = json!({"Namespace": request.namespace, "MetricData": [datum]});
        let target = "GraniteServiceVersion20100801.PutMetricData";
        self.call_json(&task.tenant, SERVICE, target, &input).await.map(drop)
    }

    /// Sets the state of an alarm.
    pub(crate) async fn set_alarm(&self, task: &Task, request: &AlarmRequest) -> Result<(), Failure> {
        let input = json!({
            "AlarmName": request.name, "StateValue": request.state.name(), "StateReason": request.reason,
        });
        let target = "GraniteServiceVersion20100801.SetAlarmState";
        self.call_json(&task.tenant, SERVICE, target, &input).await.map(drop)
    }
}
