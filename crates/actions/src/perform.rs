//! Doing what an action asks for, once.

use std::sync::Arc;

use base::Tenant;
use broker::Broker;
use rules::action::ActionRequest;
use rules::book::Rule;

use crate::http::client::HttpClient;
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
    /// The rule.
    #[cfg_attr(not(feature = "lambda"), allow(dead_code))]
    pub rule: Arc<Rule>,
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
        self.request.resource()
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
    #[cfg_attr(not(feature = "aws"), allow(unused_variables, clippy::needless_pass_by_value))]
    pub fn new(broker: Broker, poster: Poster, sinks: Sinks, http: &HttpClient) -> Self {
        Self {
            broker,
            #[cfg(feature = "kafka")]
            kafka: Kafka::new(sinks.trust.clone(), poster.destinations()),
            poster,
            #[cfg(feature = "aws")]
            clients: Arc::new(crate::aws::Clients::new(sinks, http.clone())),
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
            ActionRequest::Republish(request) => republish::republish(&self.broker, task, request).await,
            #[cfg(feature = "dynamodb")]
            ActionRequest::DynamoDb(request) => self.clients.put_payload(task, request).await,
            #[cfg(feature = "dynamodb")]
            ActionRequest::DynamoDbV2(request) => self.clients.put_item(task, request).await,
            #[cfg(feature = "firehose")]
            ActionRequest::Firehose(request) => self.clients.put_firehose(task, request).await,
            #[cfg(feature = "kinesis")]
            ActionRequest::Kinesis(request) => self.clients.put_record(task, request).await,
            #[cfg(feature = "lambda")]
            ActionRequest::Lambda(request) => self.clients.invoke(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::CloudwatchLogs(request) => self.clients.put_log_events(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::S3(request) => self.clients.put_object(task, request).await,
            #[cfg(feature = "sns")]
            ActionRequest::Sns(request) => self.clients.publish(task, request).await,
            #[cfg(feature = "sqs")]
            ActionRequest::Sqs(request) => self.clients.send_message(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::CloudwatchAlarm(request) => self.clients.set_alarm(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::CloudwatchMetric(request) => self.clients.put_metric(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::IotEvents(request) => self.clients.put_messages(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::IotSiteWise(request) => self.clients.put_property_values(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::Location(request) => self.clients.update_position(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::StepFunctions(request) => self.clients.start_execution(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::Timestream(request) => self.clients.write_records(task, request).await,
            #[cfg(feature = "aws")]
            ActionRequest::OpenSearch(request) | ActionRequest::Elasticsearch(request) => {
                self.clients.index_document(task, request).await
            }
            // No such rule can be made; one may be there that another program made.
            #[cfg(not(all(feature = "all", feature = "kafka")))]
            _ => Err(Failure::permanent("this program was built without the action")),
        }
    }
}
