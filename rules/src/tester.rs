//! Trying a statement, and the actions of a rule, on a message without a broker: what they make of it, and why.
//!
//! The same [`Question`] is asked over HTTP (`POST /_thingcore/rules/test`), on the command line, and in the
//! files that `thingcore rule check` reads.

use std::net::IpAddr;

use base::UnixMillis;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value as Json, json};

use crate::definition::{DefinitionError, RuleDefinition};
use crate::explain::{Explanation, explain};
use crate::external::{Answers, ExternalCall};
use crate::message::{Message, Mqtt5Properties, Origin};
use crate::sql::{EvalError, SqlVersion};

/// A statement and a message.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    /// The statement.
    pub sql: String,
    /// Its version; without one 2015-10-08, as for a rule.
    pub aws_iot_sql_version: Option<String>,
    /// The topic that the message was published on.
    pub topic: String,
    /// The payload as JSON; its text counts.
    pub payload: Option<Box<RawValue>>,
    /// The payload as text.
    pub payload_raw: Option<String>,
    /// The payload in base64.
    pub payload_base64: Option<String>,
    /// The MQTT client id; without one the message did not come over MQTT.
    pub client_id: Option<String>,
    /// What `principal()` answers.
    pub principal: Option<String>,
    /// The publisher's address.
    pub source_ip: Option<IpAddr>,
    /// The account that the rule is of.
    pub account_id: Option<String>,
    /// The rule that the message was published to by name (rules.md §9).
    pub basic_ingest_rule: Option<String>,
    /// Properties of MQTT 5.
    pub mqtt5: Option<GivenProperties>,
    /// The rule's actions, as CreateTopicRule takes them: shown with their templates rendered.
    #[serde(default)]
    pub actions: Vec<Json>,
}

/// Properties of a PUBLISH of MQTT 5.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GivenProperties {
    content_type: Option<String>,
    response_topic: Option<String>,
    correlation_data_base64: Option<String>,
    /// `UTF8_DATA` or `UNSPECIFIED_BYTES`.
    payload_format_indicator: Option<String>,
    #[serde(default)]
    user_properties: Vec<UserProperty>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UserProperty {
    key: String,
    value: String,
}

/// What comes of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// The rule's actions would run.
    pub fires: bool,
    /// Their payload, when it is JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<Box<RawValue>>,
    /// Their payload in base64, when it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_base64: Option<String>,
    /// The actions with their templates rendered, when they would run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Json>,
    /// Every part of the statement with its value.
    pub trace: Explanation,
}

/// Why there is no verdict.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Untestable {
    /// The question makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// CreateTopicRule would refuse this as well.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// The statement asks for something: get it and ask again.
    #[error("the answer of {} is awaited", .0.function())]
    Awaits(Box<ExternalCall>),
}

impl Question {
    /// Evaluates the statement, `now` being the moment at which the message came.
    ///
    /// # Errors
    /// [`Untestable`]: the question or the rule is refused, or an external function awaits its answer.
    pub fn answer(&self, answers: &Answers, now: UnixMillis) -> Result<Verdict, Untestable> {
        let payload = self.payload_bytes()?;
        let correlation_data = self.correlation_data()?;
        let properties = self.mqtt5.as_ref().map(|given| given.properties(correlation_data.as_deref()));
        let topic = match &self.basic_ingest_rule {
            Some(rule) => format!("$aws/rules/{rule}/{}", self.topic),
            None => self.topic.clone(),
        };
        let trace_id = self.client_id.as_ref().map(|_| TRACE_ID);
        let account = self.account_id.as_deref().unwrap_or("123456789012").parse();
        let random = || RANDOM;
        let origin = Origin {
            topic: &topic,
            account: account.map_err(|error| Untestable::Invalid(format!("accountId: {error}")))?,
            now,
            client_id: self.client_id.as_deref(),
            principal: self.principal.as_deref(),
            source_ip: self.source_ip,
            trace_id,
            properties: properties.as_ref(),
            random: &random,
        };
        self.judge(&Message::new(&payload, origin).with_answers(answers))
    }

    fn judge(&self, message: &Message<'_>) -> Result<Verdict, Untestable> {
        let mut rule = json!({"sql": self.sql, "actions": self.actions});
        if let Some(version) = &self.aws_iot_sql_version {
            rule["awsIotSqlVersion"] = version.as_str().into();
        }
        let definition = RuleDefinition::from_json(&rule, "test")?;
        let fired = match definition.fire(message) {
            Err(EvalError::Awaits(call)) => return Err(Untestable::Awaits(call)),
            // The trace says what failed.
            Err(_) => None,
            Ok(fired) => fired,
        };
        let templates: Vec<&str> = self.actions.iter().flat_map(templates).collect();
        let version: SqlVersion = definition.statement.version();
        let trace = explain(&self.sql, version, message, &templates);
        let is_reached = trace.topic.matches || self.basic_ingest_rule.is_some();
        let mut verdict =
            Verdict { fires: false, output: None, output_base64: None, actions: Vec::new(), trace };
        if let Some(fired) = fired.filter(|_| is_reached) {
            verdict.fires = true;
            let text = fired.output.is_json(message).then(|| String::from_utf8_lossy(&fired.output.bytes));
            let json = text.and_then(|text| RawValue::from_string(text.into_owned()).ok());
            match json {
                Some(json) => verdict.output = Some(json),
                None => verdict.output_base64 = Some(STANDARD.encode(&fired.output.bytes)),
            }
            let mut rendered = verdict.trace.templates.iter().map(|template| template.rendered.as_deref());
            verdict.actions = self.actions.iter().map(|action| render(action, &mut rendered)).collect();
        }
        Ok(verdict)
    }

    fn payload_bytes(&self) -> Result<Vec<u8>, Untestable> {
        let invalid = |reason: &str| Untestable::Invalid(reason.to_owned());
        match (&self.payload, &self.payload_raw, &self.payload_base64) {
            (None, None, None) => Ok(Vec::new()),
            (Some(json), None, None) => Ok(json.get().as_bytes().to_vec()),
            (None, Some(text), None) => Ok(text.as_bytes().to_vec()),
            (None, None, Some(base64)) => {
                STANDARD.decode(base64).map_err(|_| invalid("payloadBase64 is not base64"))
            }
            _ => Err(invalid("give one of payload, payloadRaw and payloadBase64")),
        }
    }

    fn correlation_data(&self) -> Result<Option<Vec<u8>>, Untestable> {
        let base64 = self.mqtt5.as_ref().and_then(|given| given.correlation_data_base64.as_ref());
        let bytes = base64.map(|base64| STANDARD.decode(base64)).transpose();
        bytes.map_err(|_| Untestable::Invalid("mqtt5.correlationDataBase64 is not base64".to_owned()))
    }
}

/// `traceid()` of every message that is tried.
const TRACE_ID: &str = "00000000-0000-4000-8000-000000000000";
/// What `rand()` and `newuuid()` are made of, so that a trial can be repeated.
const RANDOM: u64 = 0x5EED_0000_0000_5EED;

impl GivenProperties {
    fn properties<'a>(&'a self, correlation_data: Option<&'a [u8]>) -> Mqtt5Properties<'a> {
        let pairs = self.user_properties.iter();
        Mqtt5Properties {
            payload_is_utf8: self.payload_format_indicator.as_deref() == Some("UTF8_DATA"),
            content_type: self.content_type.as_deref(),
            response_topic: self.response_topic.as_deref(),
            correlation_data,
            user_properties: pairs.map(|pair| (pair.key.as_str(), pair.value.as_str())).collect(),
        }
    }
}

/// Whether a parameter of an action has a template in it.
fn is_template(text: &str) -> bool {
    text.contains("${")
}

/// The templates of an action, in the order of its members.
fn templates(action: &Json) -> Vec<&str> {
    match action {
        Json::String(text) if is_template(text) => vec![text],
        Json::Array(items) => items.iter().flat_map(templates).collect(),
        Json::Object(members) => members.values().flat_map(templates).collect(),
        _ => Vec::new(),
    }
}

/// An action with its templates replaced by what they render to, in the same order; null where one fails.
fn render<'a>(action: &Json, rendered: &mut impl Iterator<Item = Option<&'a str>>) -> Json {
    match action {
        Json::String(text) if is_template(text) => rendered.next().flatten().into(),
        Json::Array(items) => items.iter().map(|item| render(item, rendered)).collect(),
        Json::Object(members) => Json::Object(
            members.iter().map(|(name, value)| (name.clone(), render(value, rendered))).collect(),
        ),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(question: &Json) -> Result<Verdict, Untestable> {
        let question: Question = serde_json::from_value(question.clone()).unwrap();
        question.answer(&Answers::default(), UnixMillis(1_700_000_000_000))
    }

    #[test]
    fn a_rule_that_fires_shows_output_and_actions() {
        let question = r#"{
            "sql": "SELECT temp, 10.0 AS whole, topic(2) AS device FROM 'dt/+' WHERE temp > 30",
            "awsIotSqlVersion": "2016-03-23", "topic": "dt/a", "payload": {"temp": 31.123456789012345678901},
            "actions": [{"republish": {"topic": "hot/${topic(2)}", "roleArn": "arn:aws:iam::123456789012:role/r"}}]
        }"#;
        let question: Question = serde_json::from_str(question).unwrap();
        let verdict = question.answer(&Answers::default(), UnixMillis(0)).unwrap();
        assert!(verdict.fires);
        // Digits that no double holds.
        let output = r#"{"temp":31.123456789012345678901,"whole":10,"device":"a"}"#;
        assert_eq!(verdict.output.unwrap().get(), output);
        assert_eq!(verdict.actions[0]["republish"]["topic"], "hot/a");
        assert_eq!(verdict.trace.condition.unwrap().value.json.as_deref(), Some("true"));
    }

    #[test]
    fn a_rule_that_does_not_fire_says_why() {
        let question =
            json!({"sql": "SELECT * FROM 'dt/+' WHERE temp > 30", "topic": "dt/a", "payload": {"Temp": 31}});
        let verdict = answer(&question).unwrap();
        assert!(!verdict.fires && verdict.output.is_none());
        assert_eq!(
            verdict.trace.condition.unwrap().why.as_deref(),
            Some("`temp` is Undefined: the payload has `Temp`")
        );
        let elsewhere = json!({"sql": "SELECT * FROM 'dt/+'", "topic": "other", "payload": {}});
        assert!(!answer(&elsewhere).unwrap().fires);
        let ingested =
            json!({"sql": "SELECT topic() AS t", "topic": "other", "basicIngestRule": "r", "payload": {}});
        assert_eq!(answer(&ingested).unwrap().output.unwrap().get(), r#"{"t":"other"}"#);
    }

    #[test]
    fn bytes_and_properties_are_passed_on() {
        let question = json!({
            "sql": "SELECT * FROM 'a' WHERE get_mqtt_property('content_type') = 'image/png'", "topic": "a",
            "payloadBase64": "iVBORw==", "mqtt5": {"contentType": "image/png", "userProperties": [{"key": "k", "value": "v"}]},
        });
        assert_eq!(answer(&question).unwrap().output_base64.as_deref(), Some("iVBORw=="));
    }

    #[test]
    fn what_cannot_be_tried_is_refused() {
        let sql = json!({"sql": "SELECT * FORM 'a'", "topic": "a"});
        assert!(matches!(answer(&sql), Err(Untestable::Definition(DefinitionError::Sql(_)))));
        let both = json!({"sql": "SELECT * FROM 'a'", "topic": "a", "payload": {}, "payloadRaw": ""});
        assert!(matches!(answer(&both), Err(Untestable::Invalid(_))));
        let asks = json!({"sql": "SELECT get_thing_shadow('t', 'arn:aws:iam::123456789012:role/r') AS s FROM 'a'",
            "awsIotSqlVersion": "2016-03-23", "topic": "a"});
        assert!(matches!(answer(&asks), Err(Untestable::Awaits(_))));
    }
}
