//! `lambda`: an asynchronous invocation.

use aws_sdk_lambda::Client;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::InvocationType;
use base::Tenant;
use rules::action::LambdaRequest;

use super::failure::failure;
use super::{Clients, client_config};
use crate::perform::{Failure, Task};

/// Names the rule that invokes.
const SOURCE_ARN: &str = "x-amz-source-arn";

impl Clients {
    pub(super) fn lambda(&self, tenant: &Tenant) -> Result<Client, Failure> {
        self.lambda.get(tenant, || {
            let (config, _) = client_config!(aws_sdk_lambda, self, "lambda", tenant);
            Ok(Client::from_conf(config.build()))
        })
    }

    /// Invokes the function with the payload for its event.
    pub(crate) async fn invoke(&self, task: &Task, request: &LambdaRequest) -> Result<(), Failure> {
        let call = self
            .lambda(&task.tenant)?
            .invoke()
            .function_name(&request.function_arn)
            .invocation_type(InvocationType::Event)
            .payload(Blob::new(task.payload.to_vec()))
            .customize();
        // Ours asks the function's policy whether this rule may; others learn nothing of the rule.
        let sent = if self.is_ours("lambda", &task.tenant) {
            let rule = task.tenant.iot_arn(format_args!("rule/{}", task.rule.definition.name));
            call.mutate_request(move |request| drop(request.headers_mut().insert(SOURCE_ARN, rule.clone())))
                .send()
                .await
        } else {
            call.send().await
        };
        sent.map(drop).map_err(|error| failure(&error))
    }
}
