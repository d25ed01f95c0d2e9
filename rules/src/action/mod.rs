//! Rule actions: their definitions, and what they ask the runtime to do (rules.md §7).
//!
//! A definition holds compiled templates. When its rule fires it makes an [`ActionRequest`]: plain data
//! with everything that whoever performs it needs besides the payload, which is the same for all actions
//! of the rule.

mod dynamodb;
mod fields;
mod http;
mod kafka;
mod lambda;
mod republish;
mod sns;

#[cfg(test)]
mod tests;

pub use dynamodb::{
    DynamoDbAction, DynamoDbRequest, DynamoDbV2Action, DynamoDbV2Request, KeyAttribute, KeyType, Operation,
};
pub use http::{BatchConfig, HttpAction, HttpRequest, Signing};
pub use kafka::{
    Compression, KafkaAction, KafkaClient, KafkaRequest, Mechanism, Sasl, Security, partition_for,
};
pub use lambda::{LambdaAction, LambdaRequest};
pub use republish::{PayloadFormat, RepublishAction, RepublishHeaders, RepublishRequest};
pub use sns::{MessageFormat, SnsAction, SnsRequest};

use serde_json::Value as Json;

use crate::definition::DefinitionError;
use crate::error_document::ActionFailure;
use crate::http_url::Strictness;
use crate::sql::{Evaluation, Output, Statement};
use fields::Fields;

/// An action of a rule.
#[derive(Debug)]
pub enum Action {
    /// `dynamoDB`
    DynamoDb(DynamoDbAction),
    /// `dynamoDBv2`
    DynamoDbV2(DynamoDbV2Action),
    /// `http`
    Http(HttpAction),
    /// `kafka`
    Kafka(KafkaAction),
    /// `lambda`
    Lambda(LambdaAction),
    /// `sns`
    Sns(SnsAction),
    /// `republish`
    Republish(RepublishAction),
}

/// What an action of a rule that fired asks for. The payload is [`crate::definition::Fired::output`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ActionRequest {
    /// Write the payload into an attribute of an item.
    DynamoDb(DynamoDbRequest),
    /// Write the payload's keys as the attributes of an item.
    DynamoDbV2(DynamoDbV2Request),
    /// Post to an endpoint.
    Http(HttpRequest),
    /// Produce a record for a Kafka topic.
    Kafka(KafkaRequest),
    /// Invoke a function, asynchronously.
    Lambda(LambdaRequest),
    /// Publish to an SNS topic.
    Sns(SnsRequest),
    /// Publish to an MQTT topic.
    Republish(RepublishRequest),
}

impl Action {
    /// Compiles an `Action` of the service model, which holds one member: the action's key. `path` says
    /// where it stands.
    ///
    /// # Errors
    /// [`DefinitionError`]: the key is not available yet, a template or a value is refused.
    pub fn from_json(json: &Json, path: &str, statement: &Statement) -> Result<Self, DefinitionError> {
        let mut keys = json.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        let (Some((key, value)), None) = (keys.next(), keys.next()) else {
            return Err(DefinitionError::invalid(path, "is not exactly one action"));
        };
        let fields = Fields::new(value, format!("{path}.{key}"), statement)?;
        Ok(match key.as_str() {
            "dynamoDB" => Self::DynamoDb(DynamoDbAction::from_fields(&fields)?),
            "dynamoDBv2" => Self::DynamoDbV2(DynamoDbV2Action::from_fields(&fields)?),
            "http" => Self::Http(HttpAction::from_fields(&fields, path == "errorAction")?),
            "kafka" => Self::Kafka(KafkaAction::from_fields(&fields)?),
            "lambda" => Self::Lambda(LambdaAction::from_fields(&fields)?),
            "sns" => Self::Sns(SnsAction::from_fields(&fields)?),
            "republish" => Self::Republish(RepublishAction::from_fields(&fields)?),
            _ => {
                let (path, action) = (path.to_owned(), key.clone());
                return Err(DefinitionError::UnsupportedAction { path, action });
            }
        })
    }

    /// The name of the action in error documents and metrics: its key with a capital and `Action`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::DynamoDb(_) => "DynamoDBAction",
            Self::DynamoDbV2(_) => "DynamoDBv2Action",
            Self::Http(_) => "HttpAction",
            Self::Kafka(_) => "KafkaAction",
            Self::Lambda(_) => "LambdaAction",
            Self::Sns(_) => "SnsAction",
            Self::Republish(_) => "RepublishAction",
        }
    }

    /// The role that the action assumes; a Lambda action has none.
    pub fn role_arn(&self) -> Option<&str> {
        match self {
            Self::DynamoDb(action) => Some(&action.role_arn),
            Self::DynamoDbV2(action) => Some(&action.role_arn),
            Self::Sns(action) => Some(&action.role_arn),
            Self::Republish(action) => Some(&action.role_arn),
            Self::Http(action) => action.signing.as_ref().map(|signing| signing.role_arn.as_str()),
            Self::Kafka(_) | Self::Lambda(_) => None,
        }
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
        let rendering = Rendering { evaluation, output };
        let request = match self {
            Self::DynamoDb(action) => action.request(&rendering).map(ActionRequest::DynamoDb),
            Self::DynamoDbV2(action) => action.request(&rendering).map(ActionRequest::DynamoDbV2),
            Self::Http(action) => action.request(&rendering).map(ActionRequest::Http),
            Self::Kafka(action) => action.request(&rendering).map(ActionRequest::Kafka),
            Self::Lambda(action) => action.request(&rendering).map(ActionRequest::Lambda),
            Self::Sns(action) => action.request(&rendering).map(ActionRequest::Sns),
            Self::Republish(action) => action.request(&rendering).map(ActionRequest::Republish),
        };
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

impl Rendering<'_, '_> {
    fn output_is_json(&self) -> bool {
        self.evaluation.message().is_some_and(|message| self.output.is_json(message))
    }
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
