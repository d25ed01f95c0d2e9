//! `sqs`. The only action whose target may be in another region than the rule (*SQS* in the AWS IoT developer guide).

use aws_sdk_sqs::Client;
use aws_smithy_types::base64;
use base::{Region, Tenant};
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
        let mut at = task.tenant.clone();
        at.region = region_of(&request.queue_url).unwrap_or(at.region);
        let call = self.sqs(&at)?.send_message().queue_url(&request.queue_url).message_body(body);
        call.send().await.map(drop).map_err(|error| failure(&error))
    }
}

/// The region that the URL of a queue names, if its host is one of AWS's: those of today, and the legacy ones, which
/// have the region first (*Amazon SQS endpoints and quotas* in the AWS General Reference).
fn region_of(queue_url: &str) -> Option<Region> {
    let (_, rest) = queue_url.split_once("://")?;
    let host = rest.split(['/', ':']).next()?.to_ascii_lowercase();
    let name = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"]
        .iter()
        .find_map(|suffix| host.strip_suffix(suffix))?;
    let region = match name {
        "queue" => "us-east-1",
        _ => ["sqs.", "sqs-fips."]
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix))
            .or_else(|| name.strip_suffix(".queue"))?,
    };
    region.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queue_urls_name_their_region() {
        for (url, region) in [
            ("https://sqs.eu-west-1.amazonaws.com/123456789012/q", Some("eu-west-1")),
            ("https://SQS.eu-west-1.amazonaws.com:443/123456789012/q", Some("eu-west-1")),
            ("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q", Some("cn-north-1")),
            ("https://sqs-fips.us-east-2.amazonaws.com/123456789012/q", Some("us-east-2")),
            ("https://sqs.us-east-2.api.aws/123456789012/q", Some("us-east-2")),
            ("https://eu-west-1.queue.amazonaws.com/123456789012/q", Some("eu-west-1")),
            ("https://queue.amazonaws.com/123456789012/q", Some("us-east-1")),
            ("http://127.0.0.1:4566/123456789012/q", None),
            ("http://sqs.eu-west-1.localhost:4566/123456789012/q", None),
            ("https://sqs.eu-west-1.amazonaws.com.example.org/123456789012/q", None),
            ("https://sqs.a.b.amazonaws.com/123456789012/q", None),
            ("https://sqs..amazonaws.com/123456789012/q", None),
            ("https://example.org/sqs.eu-west-1.amazonaws.com/q", None),
            ("q", None),
        ] {
            assert_eq!(region_of(url).as_ref().map(Region::as_str), region, "{url}");
        }
    }
}
