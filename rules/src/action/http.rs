//! `http`: a POST to an endpoint that its owner has confirmed (rules.md §7).

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::http_url::{HttpUrl, Strictness};
use crate::template::Template;

/// Headers of one request (rules.md §7).
const HEADERS_MAX: usize = 100;

/// The longest name of a header (limits.md).
const HEADER_NAME_BYTES_MAX: usize = 256;

/// Posts the payload to an endpoint.
#[derive(Debug)]
pub struct HttpAction {
    url: Template,
    confirmation_url: Option<Template>,
    headers: Vec<(String, Template)>,
    /// How requests are signed, if they are.
    pub signing: Option<Signing>,
    batch: Option<BatchConfig>,
}

/// Signature Version 4 for a service of AWS.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signing {
    /// The region of the signature's scope.
    pub region: String,
    /// The service of the signature's scope.
    pub service: String,
    /// The role to assume.
    pub role_arn: String,
}

/// How messages are put together. A batch is complete when the first limit is reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BatchConfig {
    /// How long a batch waits for more, milliseconds.
    pub open_ms: u64,
    /// Messages in one batch.
    pub messages: usize,
    /// The size of a batch, bytes.
    pub bytes: usize,
    /// Messages of different topics may share a batch.
    pub across_topics: bool,
}

/// What an `http` action asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HttpRequest {
    /// The endpoint.
    pub url: String,
    /// The confirmed URL that it belongs to, if the action names one.
    pub confirmation_url: Option<String>,
    /// Header fields in their order; the names are valid, values may not be.
    pub headers: Vec<(String, String)>,
    /// How the request is signed, if it is.
    pub signing: Option<Signing>,
    /// How it is put together with others, if it is.
    pub batch: Option<BatchConfig>,
    /// The payload is JSON.
    pub is_json: bool,
}

impl HttpRequest {
    pub(super) fn resource(&self) -> &str {
        &self.url
    }
}

impl HttpAction {
    pub(super) fn role_arn(&self) -> Option<&str> {
        self.signing.as_ref().map(|signing| signing.role_arn.as_str())
    }

    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        let url = fields.template("url")?;
        let confirmation_url = fields.optional_template("confirmationUrl")?;
        match (url.literal(), confirmation_url.as_ref().map(Template::literal)) {
            (None, None) => {
                return Err(
                    fields.invalid("confirmationUrl", "is needed when the url has substitution templates")
                );
            }
            (Some(url), Some(Some(confirmation))) if !url.starts_with(confirmation) => {
                return Err(fields.invalid("confirmationUrl", "is not a prefix of the url"));
            }
            _ => {}
        }
        let headers = fields.list("headers")?;
        if headers.len() > HEADERS_MAX {
            return Err(fields.invalid("headers", format!("has more than {HEADERS_MAX} entries")));
        }
        let header = |fields: &Fields<'_>| {
            let name = fields.required_text("key")?;
            if !is_field_name(name) {
                return Err(fields.invalid("key", format!("'{name}' is not the name of a header")));
            }
            Ok((name.to_owned(), fields.template("value")?))
        };
        let batch = match fields.flag("enableBatching")? {
            true if fields.is_error_action() => {
                return Err(fields.invalid("enableBatching", "cannot be set in an error action"));
            }
            true => Some(BatchConfig::from_fields(fields)?),
            false => None,
        };
        let signing = fields.object("auth")?.map(|auth| Signing::from_fields(&auth)).transpose()?.flatten();
        Ok(Self {
            url,
            confirmation_url,
            headers: headers.iter().map(header).collect::<Result<_, DefinitionError>>()?,
            signing,
            batch,
        })
    }

    /// The URL whose owner has to confirm it, if it is known without a message.
    pub fn literal_confirmation_url(&self) -> Option<&str> {
        self.confirmation_url.as_ref().unwrap_or(&self.url).literal()
    }

    /// Checks the URLs that are known without a message.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(crate) fn check_urls(&self, strictness: Strictness) -> Result<(), String> {
        let known = [Some(&self.url), self.confirmation_url.as_ref()];
        for url in known.into_iter().flatten().filter_map(Template::literal) {
            HttpUrl::parse(url, strictness).map_err(|reason| format!("'{url}' {reason}"))?;
        }
        Ok(())
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<HttpRequest, Refusal> {
        let url = rendering.text(&self.url, "")?;
        let confirmation_url =
            self.confirmation_url.as_ref().map(|template| rendering.text(template, &url)).transpose()?;
        if let Some(confirmation) = confirmation_url.as_deref().filter(|prefix| !url.starts_with(prefix)) {
            return Err(Refusal::new(
                &url,
                format!("the confirmation URL '{confirmation}' is not a prefix of it"),
            ));
        }
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| Ok((name.clone(), rendering.text(value, &url)?)));
        Ok(HttpRequest {
            headers: headers.collect::<Result<_, Refusal>>()?,
            confirmation_url,
            signing: self.signing.clone(),
            batch: self.batch,
            is_json: rendering.output_is_json(),
            url,
        })
    }
}

impl Signing {
    /// The `sigv4` of an `auth`; an empty one signs nothing.
    fn from_fields(auth: &Fields<'_>) -> Result<Option<Self>, DefinitionError> {
        let Some(sigv4) = auth.object("sigv4")? else { return Ok(None) };
        Ok(Some(Self {
            region: sigv4.required_text("signingRegion")?.to_owned(),
            service: sigv4.required_text("serviceName")?.to_owned(),
            role_arn: sigv4.role_arn()?,
        }))
    }
}

impl BatchConfig {
    fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        let default = Self { open_ms: 20, messages: 10, bytes: 5120, across_topics: false };
        let Some(config) = fields.object("batchConfig")? else { return Ok(default) };
        let number = |name: &str, range: std::ops::RangeInclusive<u64>, default: u64| match config.get(name) {
            None => Ok(default),
            Some(value) => value.as_u64().filter(|value| range.contains(value)).ok_or_else(|| {
                config.invalid(name, format!("is not a number from {} to {}", range.start(), range.end()))
            }),
        };
        Ok(Self {
            open_ms: number("maxBatchOpenMs", 5..=200, default.open_ms)?,
            // Both fit into 32 bits.
            messages: number("maxBatchSize", 2..=10, default.messages as u64)? as usize,
            bytes: number("maxBatchSizeBytes", 100..=131_072, default.bytes as u64)? as usize,
            across_topics: config.flag("batchAcrossTopics")?,
        })
    }
}

/// A token of RFC 9110, as names of header fields are.
fn is_field_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.len() <= HEADER_NAME_BYTES_MAX && name.bytes().all(is_token)
}

#[cfg(test)]
mod tests {
    use base::UnixMillis;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::action::ActionRequest;
    use crate::definition::RuleDefinition;
    use crate::message::{Message, Origin};

    fn rule(http: &Json) -> Result<RuleDefinition, String> {
        let payload = json!({
            "sql": "SELECT * FROM 'a/+'", "awsIotSqlVersion": "2016-03-23", "actions": [{"http": http}],
        });
        RuleDefinition::from_json(&payload, "r").map_err(|error| error.to_string())
    }

    fn request(http: &Json) -> Result<HttpRequest, String> {
        let rule = rule(http)?;
        let random = || 7;
        let origin = Origin::of_nobody("a/b", "123456789012".parse().unwrap(), UnixMillis(1000), &random);
        let message = Message::new(b"{\"id\":5}", origin);
        match rule.fire(&message).unwrap().unwrap().actions.remove(0) {
            Ok(ActionRequest::Http(request)) => Ok(request),
            Ok(other) => panic!("{other:?}"),
            Err(failure) => Err(failure.error_message),
        }
    }

    #[test]
    fn request_has_rendered_url_and_headers() {
        let made = request(&json!({
            "url": "https://h/x/${topic(2)}", "confirmationUrl": "https://h/x",
            "headers": [{"key": "X-Id", "value": "n${id}"}],
            "auth": {"sigv4": {"signingRegion": "eu-west-1", "serviceName": "execute-api", "roleArn": "arn:aws:iam::123456789012:role/r"}},
        }));
        let made = made.unwrap();
        assert_eq!(
            (made.url.as_str(), made.confirmation_url.as_deref()),
            ("https://h/x/b", Some("https://h/x"))
        );
        assert_eq!(made.headers, [("X-Id".to_owned(), "n5".to_owned())]);
        assert_eq!(made.signing.unwrap().service, "execute-api");
        assert!(made.is_json && made.batch.is_none());
    }

    #[test]
    fn batches_have_their_limits() {
        let batch = |config: Json| {
            request(&json!({"url": "https://h", "enableBatching": true, "batchConfig": config}))
                .map(|made| made.batch)
        };
        let default = BatchConfig { open_ms: 20, messages: 10, bytes: 5120, across_topics: false };
        assert_eq!(batch(Json::Null), Ok(Some(default)));
        let given = json!({"maxBatchOpenMs": 5, "maxBatchSize": 2, "maxBatchSizeBytes": 100, "batchAcrossTopics": true});
        let least = BatchConfig { open_ms: 5, messages: 2, bytes: 100, across_topics: true };
        assert_eq!(batch(given), Ok(Some(least)));
        for wrong in
            [json!({"maxBatchOpenMs": 4}), json!({"maxBatchSize": 11}), json!({"maxBatchSizeBytes": 99})]
        {
            assert!(batch(wrong).unwrap_err().contains("is not a number from"));
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let many = vec![json!({"key": "k", "value": "v"}); 101];
        for (http, expected) in [
            (json!({"url": "https://${topic()}"}), "confirmationUrl: is needed"),
            (json!({"url": "https://a", "confirmationUrl": "https://b"}), "is not a prefix"),
            (json!({"url": "https://a", "headers": [{"key": "a b", "value": "v"}]}), "name of a header"),
            (json!({"url": "https://a", "headers": many}), "more than 100"),
            (
                json!({"url": "https://a", "auth": {"sigv4": {"signingRegion": "r"}}}),
                "serviceName: is missing",
            ),
        ] {
            let error = rule(&http).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
        let payload = json!({
            "sql": "SELECT * FROM 'a'", "actions": [],
            "errorAction": {"http": {"url": "https://a", "enableBatching": true}},
        });
        let error = RuleDefinition::from_json(&payload, "r").unwrap_err().to_string();
        assert!(error.contains("cannot be set in an error action"), "{error}");
    }
}
