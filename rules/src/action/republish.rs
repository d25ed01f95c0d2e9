//! `republish`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::open_points;
use crate::template::Template;

/// Bytes of a value that a refusal shows.
const SHOWN_BYTES: usize = 256;
/// User properties of one message (rules.md §7).
const MAX_USER_PROPERTIES: usize = 100;

/// Publishes the payload to an MQTT topic.
#[derive(Debug)]
pub struct RepublishAction {
    role_arn: String,
    topic: Template,
    /// The topic is written `$$aws/…` and means a reserved one.
    is_reserved: bool,
    qos: u8,
    headers: Option<HeaderTemplates>,
}

#[derive(Debug)]
struct HeaderTemplates {
    payload_format_indicator: Option<Template>,
    content_type: Option<Template>,
    response_topic: Option<Template>,
    correlation_data: Option<Template>,
    message_expiry: Option<Template>,
    user_properties: Vec<(Template, Template)>,
}

/// What a `republish` action asks for. The message is not retained.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RepublishRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The topic.
    pub topic: String,
    /// The quality of service, 0 or 1.
    pub qos: u8,
    /// MQTT 5 properties; empty when the action names none.
    pub headers: RepublishHeaders,
}

/// The MQTT 5 properties of a republished message.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RepublishHeaders {
    /// Payload format indicator.
    pub payload_format: Option<PayloadFormat>,
    /// Content type.
    pub content_type: Option<String>,
    /// Response topic.
    pub response_topic: Option<String>,
    /// Correlation data, decoded.
    pub correlation_data: Option<Vec<u8>>,
    /// Message expiry, seconds.
    pub message_expiry_seconds: Option<u32>,
    /// User properties in their order.
    pub user_properties: Vec<(String, String)>,
}

/// The payload format indicator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PayloadFormat {
    /// `UNSPECIFIED_BYTES`, 0 on the wire.
    UnspecifiedBytes,
    /// `UTF8_DATA`, 1 on the wire.
    Utf8Data,
}

impl PayloadFormat {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "UNSPECIFIED_BYTES" => Some(Self::UnspecifiedBytes),
            "UTF8_DATA" => Some(Self::Utf8Data),
            _ => None,
        }
    }
}

impl RepublishAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        let text = fields.required_text("topic")?;
        let reserved = text.strip_prefix("$$");
        // `$$aws/…` is the reserved topic `$aws/…`; `${…}` is a template.
        let template = match reserved {
            Some(rest) if !rest.starts_with('{') => fields.compile("topic", &format!("${rest}"))?,
            _ => fields.compile("topic", text)?,
        };
        let is_reserved = reserved.is_some_and(|rest| !rest.starts_with('{'));
        if let Some(literal) = template.literal() {
            check_topic(literal, is_reserved).map_err(|reason| fields.invalid("topic", reason))?;
        }
        let qos = match fields.get("qos") {
            None => 0,
            Some(qos) => match qos.as_u64() {
                Some(qos @ 0..=1) => qos as u8,
                _ => return Err(fields.invalid("qos", "is neither 0 nor 1")),
            },
        };
        let headers = fields.object("headers")?.map(|headers| HeaderTemplates::from_fields(&headers));
        Ok(Self {
            role_arn: fields.role_arn()?,
            topic: template,
            is_reserved,
            qos,
            headers: headers.transpose()?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn literal_topic(&self) -> Option<&str> {
        self.topic.literal()
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<RepublishRequest, Refusal> {
        let topic = rendering.text(&self.topic, "")?;
        check_topic(&topic, self.is_reserved).map_err(|reason| Refusal::new(&topic, reason))?;
        let headers = self.headers.as_ref().map(|headers| headers.request(rendering, &topic));
        Ok(RepublishRequest {
            role_arn: self.role_arn.clone(),
            headers: headers.transpose()?.unwrap_or_default(),
            topic,
            qos: self.qos,
        })
    }
}

impl RepublishRequest {
    pub(super) fn resource(&self) -> &str {
        &self.topic
    }
}

fn check_topic(topic: &str, is_reserved: bool) -> Result<(), &'static str> {
    if !is_topic_name(topic) {
        return Err("is not a topic that can be published to");
    }
    if topic.starts_with('$') && !is_reserved && open_points::SINGLE_DOLLAR_TOPIC_IS_REFUSED {
        return Err("is a reserved topic, which has to be written with '$$'");
    }
    Ok(())
}

impl HeaderTemplates {
    fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        let properties = fields.list("userProperties")?;
        if properties.len() > MAX_USER_PROPERTIES {
            let reason = format!("has more than {MAX_USER_PROPERTIES} entries");
            return Err(fields.invalid("userProperties", reason));
        }
        let property = |fields: &Fields<'_>| Ok((fields.template("key")?, fields.template("value")?));
        Ok(Self {
            payload_format_indicator: fields.optional_template("payloadFormatIndicator")?,
            content_type: fields.optional_template("contentType")?,
            response_topic: fields.optional_template("responseTopic")?,
            correlation_data: fields.optional_template("correlationData")?,
            message_expiry: fields.optional_template("messageExpiry")?,
            user_properties: properties.iter().map(property).collect::<Result<_, DefinitionError>>()?,
        })
    }

    fn request(&self, rendering: &Rendering<'_, '_>, topic: &str) -> Result<RepublishHeaders, Refusal> {
        let text = |template: &Option<Template>| -> Result<Option<String>, Refusal> {
            let text = template.as_ref().map(|template| rendering.text(template, topic)).transpose()?;
            Ok(text.filter(|text| !text.is_empty() || !open_points::EMPTY_HEADER_IS_ABSENT))
        };
        let invalid = |header: &str, value: &str| {
            let shown = value.get(..value.floor_char_boundary(SHOWN_BYTES)).unwrap_or_default();
            Refusal::new(topic, format!("header {header} cannot be '{shown}'"))
        };
        let string = |header: &str, value: &str| match is_mqtt_string(value) {
            true => Ok(()),
            false => Err(invalid(header, value)),
        };

        let payload_format = text(&self.payload_format_indicator)?;
        let payload_format = payload_format.map(|value| {
            PayloadFormat::parse(&value).ok_or_else(|| invalid("payloadFormatIndicator", &value))
        });
        let response_topic = text(&self.response_topic)?;
        if let Some(response_topic) = response_topic.as_deref().filter(|name| !is_topic_name(name)) {
            return Err(invalid("responseTopic", response_topic));
        }
        let content_type = text(&self.content_type)?;
        content_type.as_deref().map_or(Ok(()), |value| string("contentType", value))?;
        let correlation_data = text(&self.correlation_data)?.map(|value| {
            let decoded = STANDARD.decode(&value).ok().filter(|data| data.len() <= usize::from(u16::MAX));
            decoded.ok_or_else(|| invalid("correlationData", &value))
        });
        let expiry = text(&self.message_expiry)?;
        let expiry = expiry.map(|value| value.parse().map_err(|_| invalid("messageExpiry", &value)));
        let user_properties = self.user_properties.iter();
        let user_properties = user_properties.map(|(key, value)| {
            let (key, value) = (rendering.text(key, topic)?, rendering.text(value, topic)?);
            string("userProperties", &key)?;
            string("userProperties", &value)?;
            Ok((key, value))
        });
        Ok(RepublishHeaders {
            payload_format: payload_format.transpose()?,
            content_type,
            response_topic,
            correlation_data: correlation_data.transpose()?,
            message_expiry_seconds: expiry.transpose()?,
            user_properties: user_properties.collect::<Result<_, Refusal>>()?,
        })
    }
}

/// Whether a text is a topic that can be published to.
fn is_topic_name(text: &str) -> bool {
    !text.is_empty() && !mqtt::topic::has_wildcard(text) && is_mqtt_string(text)
}

/// Whether a packet can have a text in it (MQTT 5 §1.5.4). What the payload makes of a template may not.
fn is_mqtt_string(text: &str) -> bool {
    text.len() <= usize::from(u16::MAX) && !text.contains('\0')
}
