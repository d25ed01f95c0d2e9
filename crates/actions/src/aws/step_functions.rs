//! `stepFunctions`.

use rules::action::StepFunctionsRequest;
use serde_json::json;

use super::Clients;
use super::signed::{JSON_1_0, Operation};
use crate::perform::{Failure, Task};

const START_EXECUTION: Operation =
    Operation { service: "stepfunctions", content_type: JSON_1_0, target: "AWSStepFunctions.StartExecution" };

impl Clients {
    /// Starts an execution with the payload for its input. Its name is the request's, so a second attempt after
    /// one whose answer was lost starts nothing: the service answers an execution that runs with that input
    /// as it did the first time.
    pub(crate) async fn start_execution(
        &self,
        task: &Task,
        request: &StepFunctionsRequest,
    ) -> Result<(), Failure> {
        let tenant = &task.tenant;
        let input = String::from_utf8_lossy(&task.payload);
        let input = json!({
            "stateMachineArn": format!(
                "arn:{}:states:{}:{}:stateMachine:{}",
                partition(tenant.region.as_str()), tenant.region, tenant.account, request.state_machine_name
            ),
            "name": request.execution_name,
            "input": input,
        });
        self.call_json(tenant, START_EXECUTION, &input).await?;
        Ok(())
    }
}

/// The partition of a region in ARNs.
fn partition(region: &str) -> &'static str {
    match region.split_once('-') {
        Some(("cn", _)) => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}
