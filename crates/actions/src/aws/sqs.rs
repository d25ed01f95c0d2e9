//! `sqs`.

use aws_sdk_sqs::Client;
use aws_smithy_types::base64;
use base::Tenant;
use rules::action::SqsRequest;

use super::failure::failure;
use super::{Clients, client_config};
use crate::perform::{Failure, Task};

impl Clients {
    fn sqs(&self, tenant: &Tenant) -> Result<Client, Failure> {
        self.sqs.get(tenant, || {
            let (config, _) = client_config!(aws_sdk_sqs, self, "sqs", tenant);
            Ok(Client::from_conf(config.build()))
        })
    }

    /// Sends the payload as the message.
    pub(crate) async fn send_message(&self, task: &Task, request: &SqsRequest) -> Result<(), Failure> {
        let body = if request.use_base64 {
            base64::encode(&task.payload)
        } else {
            // The definition has seen to it that it is text.
            String::from_utf8_lossy(&task.payload).into_owned()
        };
        let call = self.sqs(&task.tenant)?.send_message().queue_url(&request.queue_url).message_body(body);
        call.send().await.map(drop).map_err(|error| failure(&error))
    }
}
