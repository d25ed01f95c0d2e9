//! `sns`.

use aws_sdk_sns::Client;
use base::Tenant;
use rules::action::{MessageFormat, SnsRequest};

use super::failure::failure;
use super::{Clients, client_config};
use crate::perform::{Failure, Task};

impl Clients {
    fn sns(&self, tenant: &Tenant) -> Result<Client, Failure> {
        self.sns.get(tenant, || {
            let (config, _) = client_config!(aws_sdk_sns, self, "sns", tenant);
            Ok(Client::from_conf(config.build()))
        })
    }

    /// Publishes the payload as the message.
    pub(crate) async fn publish(&self, task: &Task, request: &SnsRequest) -> Result<(), Failure> {
        let text = std::str::from_utf8(&task.payload)
            .map_err(|_| Failure::permanent("the payload is not UTF-8, which SNS messages are"))?;
        let mut call = self.sns(&task.tenant)?.publish().message(text);
        // A phone number or an endpoint of an application is a target, too.
        call = if request.target_arn.contains(":endpoint/") {
            call.target_arn(&request.target_arn)
        } else {
            call.topic_arn(&request.target_arn)
        };
        if request.message_format == MessageFormat::Json {
            call = call.message_structure("json");
        }
        call.send().await.map(drop).map_err(|error| failure(&error))
    }
}
