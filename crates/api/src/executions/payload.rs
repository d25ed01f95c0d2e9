//! What is sent to the device.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::Map;
use model::iot::{CommandParameterValue, CommandPayload, OutputFormat};
use serde_json::Value;

use super::cbor;

/// The content type of static payloads that have none (developer guide, *Static command payload format*).
const CONTENT_TYPE_DEFAULT: &str = "application/octet-stream";
const JSON: &str = "application/json";
const CBOR: &str = "application/cbor";

/// How placeholders begin (developer guide, *Create a command resource*).
const OPENING: &str = "${aws:iot:commandexecution::";
const PARAMETER: &str = "parameter:";
const TIMEOUT: &str = "executionTimeoutSec";

/// The message that a device gets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payload {
    /// The application message.
    pub content: Vec<u8>,
    /// Its MIME type.
    pub content_type: String,
}

impl Payload {
    /// A command's static payload.
    pub fn fixed(payload: CommandPayload) -> Self {
        let content_type = payload.content_type.unwrap_or_else(|| CONTENT_TYPE_DEFAULT.into());
        Self { content: payload.content.unwrap_or_default(), content_type }
    }

    /// A template with its placeholders replaced. A text that is a placeholder and nothing else becomes the value in
    /// its own type; a placeholder inside a text becomes a part of the text. The guide leaves this open.
    ///
    /// # Errors
    /// When the template is no JSON or has a placeholder without a value.
    pub fn filled(
        template: &str,
        parameters: &Map<CommandParameterValue>,
        timeout_seconds: i64,
        format: OutputFormat,
    ) -> Result<Self, TemplateError> {
        let mut document = parse(template)?;
        let value = |placeholder: Placeholder<'_>| match placeholder {
            Placeholder::Timeout => Ok(timeout_seconds.into()),
            Placeholder::Parameter(name) => {
                let value = parameters.get(name).and_then(to_json);
                value.ok_or_else(|| TemplateError::Undeclared(name.to_owned()))
            }
        };
        replace(&mut document, &value)?;
        Ok(match format {
            OutputFormat::Json => {
                Self { content: document.to_string().into_bytes(), content_type: JSON.into() }
            }
            OutputFormat::Cbor => {
                let mut content = Vec::new();
                cbor::encode(&document, &mut content);
                Self { content, content_type: CBOR.into() }
            }
        })
    }

    /// The end of the request topic: it names the formats JSON and CBOR and no other.
    pub fn topic_end(&self) -> &'static str {
        if self.content_type.eq_ignore_ascii_case(JSON) {
            "request/json"
        } else if self.content_type.eq_ignore_ascii_case(CBOR) {
            "request/cbor"
        } else {
            "request"
        }
    }
}

/// Why a template cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TemplateError {
    /// It is no JSON.
    #[error("payloadTemplate must be valid JSON.")]
    NotJson,
    /// It could be a static payload.
    #[error("payloadTemplate must have at least one placeholder.")]
    NoPlaceholder,
    /// There is no such placeholder.
    #[error("payloadTemplate has the unknown placeholder {0}.")]
    Unknown(String),
    /// The command has no parameter of this name.
    #[error("The placeholder for the parameter {0} in payloadTemplate has no entry in mandatoryParameters.")]
    Undeclared(String),
}

/// Checks a template when its command is made (developer guide, *Dynamic command payload format*).
///
/// # Errors
/// When it is no JSON, or its placeholders are none, unknown, or of parameters that are not declared.
pub fn check_template(template: &str, is_declared: impl Fn(&str) -> bool) -> Result<(), TemplateError> {
    let mut document = parse(template)?;
    let count = std::cell::Cell::new(0_u32);
    replace(&mut document, &|placeholder| {
        count.set(count.get().saturating_add(1));
        match placeholder {
            Placeholder::Parameter(name) if !is_declared(name) => {
                Err(TemplateError::Undeclared(name.to_owned()))
            }
            _ => Ok(Value::Null),
        }
    })?;
    if count.get() == 0 { Err(TemplateError::NoPlaceholder) } else { Ok(()) }
}

fn parse(template: &str) -> Result<Value, TemplateError> {
    serde_json::from_str(template).map_err(|_| TemplateError::NotJson)
}

#[derive(Clone, Copy)]
enum Placeholder<'a> {
    Parameter(&'a str),
    Timeout,
}

/// Replaces the placeholders in all texts of a document. The depth is that of the JSON parser, 128.
fn replace(
    value: &mut Value,
    of: &impl Fn(Placeholder<'_>) -> Result<Value, TemplateError>,
) -> Result<(), TemplateError> {
    match value {
        Value::String(text) => {
            if let Some(replaced) = replace_text(text, of)? {
                *value = replaced;
            }
            Ok(())
        }
        Value::Array(elements) => elements.iter_mut().try_for_each(|element| replace(element, of)),
        Value::Object(members) => members.values_mut().try_for_each(|member| replace(member, of)),
        _ => Ok(()),
    }
}

/// The value of a text with placeholders; `None` when it has none.
fn replace_text(
    text: &str,
    of: &impl Fn(Placeholder<'_>) -> Result<Value, TemplateError>,
) -> Result<Option<Value>, TemplateError> {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once(OPENING) {
        let unknown =
            || TemplateError::Unknown(format!("{OPENING}{}", after.split('}').next().unwrap_or(after)));
        let (inner, end) = after.split_once('}').ok_or_else(unknown)?;
        let placeholder = match inner.strip_prefix(PARAMETER) {
            Some(name) => Placeholder::Parameter(name),
            None if inner == TIMEOUT => Placeholder::Timeout,
            None => return Err(unknown()),
        };
        let value = of(placeholder)?;
        if rest.len() == text.len() && before.is_empty() && end.is_empty() {
            return Ok(Some(value));
        }
        out += before;
        match value {
            Value::String(value) => out += &value,
            other => out += &other.to_string(),
        }
        rest = end;
    }
    let is_changed = rest.len() < text.len();
    Ok(is_changed.then(|| Value::String(out + rest)))
}

/// Bytes become Base64, as JSON has none.
fn to_json(value: &CommandParameterValue) -> Option<Value> {
    let CommandParameterValue { s, b, i, l, d, bin, ul } = value;
    let text = s.clone().map(Value::from);
    let number = i.map(Value::from).or(l.map(Value::from)).or(d.map(Value::from));
    let unsigned = || ul.as_ref()?.parse::<u64>().ok().map(Value::from);
    let bytes = || bin.as_ref().map(|bytes| STANDARD.encode(bytes).into());
    text.or(b.map(Value::from)).or(number).or_else(unsigned).or_else(bytes)
}

#[cfg(test)]
mod tests {
    use model::Model;
    use serde_json::json;

    use super::*;

    fn filled(template: &Value, parameters: Value) -> Result<Value, TemplateError> {
        let parameters = Map::read(parameters).unwrap();
        let payload = Payload::filled(&template.to_string(), &parameters, 900, OutputFormat::Json)?;
        assert_eq!(payload.topic_end(), "request/json");
        Ok(serde_json::from_slice(&payload.content).unwrap())
    }

    fn parameter(name: &str) -> String {
        format!("{OPENING}{PARAMETER}{name}}}")
    }

    #[test]
    fn values_keep_their_types() {
        let names = ["s", "b", "i", "l", "d", "u", "x"];
        let template: Value = names.iter().map(|name| (*name, parameter(name))).collect();
        let parameters = json!({"s": {"S": "a\"b"}, "b": {"B": true}, "i": {"I": -1}, "l": {"L": 1_i64 << 40},
                                "d": {"D": 0.5}, "u": {"UL": "18446744073709551615"}, "x": {"BIN": "AP8="}});
        let expected = json!({"s": "a\"b", "b": true, "i": -1, "l": 1_i64 << 40, "d": 0.5, "u": u64::MAX,
                              "x": "AP8="});
        assert_eq!(filled(&template, parameters), Ok(expected));
    }

    #[test]
    fn placeholders_stand_anywhere_in_texts() {
        let (a, b) = (parameter("a"), parameter("b"));
        let template = json!({"one": [format!("<{a}{b}> {a}"), "plain"],
                              "time": format!("{OPENING}{TIMEOUT}}}"), "more": format!("{b} ")});
        let parameters = json!({"a": {"I": 7}, "b": {"S": "${x}"}});
        let expected = json!({"one": ["<7${x}> 7", "plain"], "time": 900, "more": "${x} "});
        assert_eq!(filled(&template, parameters), Ok(expected));
    }

    #[test]
    fn templates_are_checked() {
        let check = |template: &str| check_template(template, |name| name == "a");
        assert_eq!(check(&json!([parameter("a")]).to_string()), Ok(()));
        assert_eq!(check("{"), Err(TemplateError::NotJson));
        assert_eq!(check("{}"), Err(TemplateError::NoPlaceholder));
        assert_eq!(check(&json!(parameter("b")).to_string()), Err(TemplateError::Undeclared("b".into())));
        for unknown in ["other}", "parameter:a"] {
            let outcome = check(&json!(format!("{OPENING}{unknown}")).to_string());
            assert!(matches!(outcome, Err(TemplateError::Unknown(_))), "{unknown}");
        }
    }

    #[test]
    fn topic_names_the_formats_that_it_knows() {
        let end = |content_type: Option<&str>| {
            let content_type = content_type.map(str::to_owned);
            Payload::fixed(CommandPayload { content: None, content_type }).topic_end()
        };
        assert_eq!(end(Some("application/json")), "request/json");
        assert_eq!(end(Some("application/cbor")), "request/cbor");
        assert_eq!(end(Some("text/plain")), "request");
        assert_eq!(end(None), "request");
    }

    #[test]
    fn cbor_on_demand() {
        let template = json!([parameter("a")]).to_string();
        let parameters = Map::read(json!({"a": {"I": 7}})).unwrap();
        let payload = Payload::filled(&template, &parameters, 1, OutputFormat::Cbor).unwrap();
        assert_eq!((payload.content.as_slice(), payload.topic_end()), (&[0x81, 7][..], "request/cbor"));
    }
}
