//! Rule actions: their definitions, and what they ask the runtime to do (rules.md §7).
//!
//! A definition holds compiled templates. When its rule fires it makes an [`ActionRequest`]: plain data
//! with everything that whoever performs it needs besides the payload, which is the same for all actions
//! of the rule.

mod cloudwatch;
mod dynamodb;
mod fields;
mod firehose;
mod http;
mod iot_events;
mod kafka;
mod kinesis;
mod lambda;
mod location;
mod logs;
mod open_search;
mod payload;
mod republish;
mod s3;
mod site_wise;
mod sns;
mod sqs;
mod step_functions;
mod timestream;
mod weight;

#[cfg(test)]
mod tests;

pub use cloudwatch::{AlarmAction, AlarmRequest, AlarmState, MetricAction, MetricRequest};
pub use dynamodb::{
    DynamoDbAction, DynamoDbRequest, DynamoDbV2Action, DynamoDbV2Request, KeyAttribute, KeyType, Operation,
};
pub use firehose::{FirehoseAction, FirehoseRequest};
pub use http::{BatchConfig, HttpAction, HttpRequest, Signing};
pub use iot_events::{IotEventsAction, IotEventsMessage, IotEventsRequest};
pub use kafka::{
    Compression, KafkaAction, KafkaClient, KafkaRequest, Mechanism, Sasl, Security, partition_for,
};
pub use kinesis::{KinesisAction, KinesisRequest};
pub use lambda::{LambdaAction, LambdaRequest};
pub use location::{LocationAction, LocationRequest};
pub use logs::{LogEvent, LogsAction, LogsRequest};
pub use open_search::{OpenSearchAction, OpenSearchRequest};
pub use payload::TimeUnit;
pub use republish::{PayloadFormat, RepublishAction, RepublishHeaders, RepublishRequest};
pub use s3::{S3Action, S3Request};
pub use site_wise::{PropertyEntry, PropertyValue, PropertyVariant, SiteWiseAction, SiteWiseRequest};
pub use sns::{MessageFormat, SnsAction, SnsRequest};
pub use sqs::{SqsAction, SqsRequest};
pub use step_functions::{StepFunctionsAction, StepFunctionsRequest};
pub use timestream::{Measure, TimestreamAction, TimestreamRequest};

use serde_json::Value as Json;

use crate::definition::DefinitionError;
use crate::error_document::ActionFailure;
use crate::http_url::Strictness;
use crate::sql::{Evaluation, Output, Statement};
use fields::Fields;

/// Declares [`Action`] and [`ActionRequest`], a row for each action: what its request means, variant, key in
/// the service model, name in error documents and metrics (the key with a capital and `Action`),
/// definition, request.
macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident, $key:literal, $name:literal, $action:ty => $request:ty;)*) => {
        /// An action of a rule.
        #[derive(Debug)]
        pub enum Action {
            $(#[doc = concat!("`", $key, "`")] $variant($action),)*
        }

        /// What an action of a rule that fired asks for. The payload is
        /// [`crate::definition::Fired::output`].
        #[derive(Clone, PartialEq, Debug)]
        pub enum ActionRequest {
            $($(#[$doc])* $variant($request),)*
        }

        impl Action {
            /// The action of a key; `None` if it is not here.
            fn from_fields(key: &str, fields: &Fields<'_>) -> Option<Result<Self, DefinitionError>> {
                match key {
                    $($key => Some(<$action>::from_fields(fields).map(Self::$variant)),)*
                    _ => None,
                }
            }

            /// The action's key in the service model.
            pub fn key(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $key,)*
                }
            }

            /// The name of the action in error documents and metrics.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                }
            }

            /// The role that the action assumes; a Lambda action has none.
            pub fn role_arn(&self) -> Option<&str> {
                match self {
                    $(Self::$variant(action) => action.role_arn(),)*
                }
            }

            fn render(&self, rendering: &Rendering<'_, '_>) -> Result<ActionRequest, Refusal> {
                match self {
                    $(Self::$variant(action) => action.request(rendering).map(ActionRequest::$variant),)*
                }
            }
        }

        impl ActionRequest {
            /// What the action is about, for logs and error documents: a table, a topic, an ARN.
            pub fn resource(&self) -> &str {
                match self {
                    $(Self::$variant(request) => request.resource(),)*
                }
            }
        }
    };
}

actions! {
    /// Write the payload into an attribute of an item.
    DynamoDb, "dynamoDB", "DynamoDBAction", DynamoDbAction => DynamoDbRequest;
    /// Write the payload's keys as the attributes of an item.
    DynamoDbV2, "dynamoDBv2", "DynamoDBv2Action", DynamoDbV2Action => DynamoDbV2Request;
    /// Invoke a function, asynchronously.
    Lambda, "lambda", "LambdaAction", LambdaAction => LambdaRequest;
    /// Publish to an SNS topic.
    Sns, "sns", "SnsAction", SnsAction => SnsRequest;
    /// Send to an SQS queue.
    Sqs, "sqs", "SqsAction", SqsAction => SqsRequest;
    /// Put a record into a Kinesis stream.
    Kinesis, "kinesis", "KinesisAction", KinesisAction => KinesisRequest;
    /// Put records into a Firehose stream.
    Firehose, "firehose", "FirehoseAction", FirehoseAction => FirehoseRequest;
    /// Write an object into an S3 bucket.
    S3, "s3", "S3Action", S3Action => S3Request;
    /// Publish to an MQTT topic.
    Republish, "republish", "RepublishAction", RepublishAction => RepublishRequest;
    /// Post to an endpoint.
    Http, "http", "HttpAction", HttpAction => HttpRequest;
    /// Produce a record for a Kafka topic.
    Kafka, "kafka", "KafkaAction", KafkaAction => KafkaRequest;
    /// Put a data point of a CloudWatch metric.
    CloudwatchMetric, "cloudwatchMetric", "CloudwatchMetricAction", MetricAction => MetricRequest;
    /// Set the state of a CloudWatch alarm.
    CloudwatchAlarm, "cloudwatchAlarm", "CloudwatchAlarmAction", AlarmAction => AlarmRequest;
    /// Write events into a CloudWatch log group.
    CloudwatchLogs, "cloudwatchLogs", "CloudwatchLogsAction", LogsAction => LogsRequest;
    /// Index a document in an OpenSearch domain.
    OpenSearch, "openSearch", "OpenSearchAction", OpenSearchAction => OpenSearchRequest;
    /// The same under its older name.
    Elasticsearch, "elasticsearch", "ElasticsearchAction", OpenSearchAction => OpenSearchRequest;
    /// Start an execution of a state machine.
    StepFunctions, "stepFunctions", "StepFunctionsAction", StepFunctionsAction => StepFunctionsRequest;
    /// Write a Timestream record for each key of the payload.
    Timestream, "timestream", "TimestreamAction", TimestreamAction => TimestreamRequest;
    /// Send messages to an input of IoT Events.
    IotEvents, "iotEvents", "IotEventsAction", IotEventsAction => IotEventsRequest;
    /// Write values of asset properties.
    IotSiteWise, "iotSiteWise", "IotSiteWiseAction", SiteWiseAction => SiteWiseRequest;
    /// Update the position of a device.
    Location, "location", "LocationAction", LocationAction => LocationRequest;
}

impl Action {
    /// Compiles an `Action` of the service model, which holds one member: the action's key. `path` says
    /// where it stands.
    ///
    /// # Errors
    /// [`DefinitionError`]: the key is not available, a template or a value is refused.
    pub fn from_json(json: &Json, path: &str, statement: &Statement) -> Result<Self, DefinitionError> {
        let mut keys = json.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        let (Some((key, value)), None) = (keys.next(), keys.next()) else {
            return Err(DefinitionError::invalid(path, "is not exactly one action"));
        };
        let fields = Fields::new(value, format!("{path}.{key}"), statement)?;
        Self::from_fields(key, &fields).unwrap_or_else(|| {
            Err(DefinitionError::UnsupportedAction { path: path.to_owned(), action: key.clone() })
        })
    }

    /// What the action asks for in this evaluation.
    ///
    /// # Errors
    /// Why it cannot be done; it counts as a failure of the action.
    pub fn request(
        &self,
        evaluation: &Evaluation<'_>,
        output: &Output<'_>,
    ) -> Result<ActionRequest, ActionFailure> {
        let request = self.render(&Rendering { evaluation, output });
        request.map_err(|Refusal { resource, reason }| self.failure(&resource, reason))
    }

    /// A failure of this action.
    pub fn failure(&self, resource: &str, reason: impl Into<String>) -> ActionFailure {
        ActionFailure {
            failed_action: self.name(),
            failed_resource: resource.to_owned(),
            error_message: reason.into(),
        }
    }

    /// Checks what the action reaches, as far as it is known without a message.
    ///
    /// # Errors
    /// What is not allowed.
    pub(crate) fn check_endpoints(&self, strictness: Strictness) -> Result<(), String> {
        match self {
            Self::Http(action) => action.check_urls(strictness),
            Self::Kafka(action) => action.check_brokers(strictness),
            _ => Ok(()),
        }
    }

    /// The `http` action that this is, if it is one.
    pub fn as_http(&self) -> Option<&HttpAction> {
        match self {
            Self::Http(action) => Some(action),
            _ => None,
        }
    }

    /// The topic of a republish action, if it is known without a message.
    pub(crate) fn literal_republish_topic(&self) -> Option<&str> {
        match self {
            Self::Republish(action) => action.literal_topic(),
            _ => None,
        }
    }
}

/// What an action can render its templates with.
struct Rendering<'e, 'a> {
    evaluation: &'e Evaluation<'a>,
    output: &'e Output<'a>,
}

/// Why an action cannot be asked for.
struct Refusal {
    resource: String,
    reason: String,
}

impl Refusal {
    fn new(resource: &str, reason: impl Into<String>) -> Self {
        Self { resource: resource.to_owned(), reason: reason.into() }
    }
}
