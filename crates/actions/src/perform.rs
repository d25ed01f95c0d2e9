//! Doing what an action asks for, once.

use std::sync::Arc;

use base::Tenant;
use broker::Broker;
use rules::action::ActionRequest;

use crate::http::post::Poster;
#[cfg(feature = "kafka")]
use crate::kafka::Kafka;
use crate::metrics::RuleCounters;
use crate::republish;
use crate::sinks::Sinks;

/// Why an attempt failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Failure {
    /// For the log and the error document.
    pub message: String,
    /// Whether another attempt may succeed.
    pub transient: bool,
}

impl Failure {
    /// A failure that will not pass.
    pub fn permanent(message: impl Into<String>) -> Self {
        Self { message: message.into(), transient: false }
    }
}

/// One thing to do.
#[derive(Clone)]
pub(crate) struct Task {
    pub tenant: Tenant,
    pub request: ActionRequest,
    /// The rule's output.
    pub payload: Arc<[u8]>,
    /// Rules that republished the message on its way here.
    pub hops: u8,
    /// What the rule did so far.
    pub counters: Arc<RuleCounters>,
}

impl Task {
    /// What the action is about, for logs and error documents.
    pub fn resource(&self) -> &str {
        match &self.request {
            ActionRequest::DynamoDb(request) => &request.table_name,
            ActionRequest::DynamoDbV2(request) => &request.table_name,
            ActionRequest::Http(request) => &request.url,
            ActionRequest::Kafka(request) => &request.topic,
            ActionRequest::Lambda(request) => &request.function_arn,
            ActionRequest::Sns(request) => &request.target_arn,
            ActionRequest::Republish(request) => &request.topic,
        }
    }
}

/// Performs actions.
pub(crate) struct Performer {
    broker: Broker,
    poster: Poster,
    #[cfg(feature = "kafka")]
    kafka: Kafka,
    #[cfg(feature = "aws")]
    pub clients: Arc<crate::aws::Clients>,
    #[cfg(not(feature = "aws"))]
    _sinks: Sinks,
}

impl Performer {
    pub fn new(broker: Broker, poster: Poster, sinks: Sinks) -> Self {
        Self {
            broker,
            #[cfg(feature = "kafka")]
            kafka: Kafka::new(sinks.trust.clone(), poster.destinations()),
            poster,
            #[cfg(feature = "aws")]
            clients: Arc::new(crate::aws::Clients::new(sinks)),
            #[cfg(not(feature = "aws"))]
            _sinks: sinks,
        }
    }

    /// One attempt.
    pub async fn perform(&self, task: &Task) -> Result<(), Failure> {
        match &task.request {
            ActionRequest::Http(request) => {
                self.poster.post(&task.tenant, request, &task.payload, &task.counters).await
            }
            #[cfg(feature = "kafka")]
            ActionRequest::Kafka(request) => self.kafka.produce(&task.tenant, request, &task.payload).await,
            #[cfg(not(feature = "kafka"))]
            ActionRequest::Kafka(_) => {
                Err(Failure::permanent("this program was built without the feature \"kafka\""))
            }
            ActionRequest::Republish(request) => republish::republish(&self.broker, task, request),
            #[cfg(feature = "aws")]
            ActionRequest::DynamoDb(request) => self.clients.put_payload(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::DynamoDbV2(request) => self.clients.put_item(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::Lambda(request) => self.clients.invoke(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::Sns(request) => self.clients.publish(task, request).await,
            #[cfg(not(feature = "aws"))]
            _ => Err(Failure::permanent("this program was built without the feature \"aws\"")),
        }
    }
}
