//! `openSearch`, and `elasticsearch`, which is the same under its older name.

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// Indexes the payload as a document.
#[derive(Debug)]
pub struct OpenSearchAction {
    role_arn: String,
    endpoint: Template,
    index: Template,
    document_type: Template,
    id: Template,
}

/// What an `openSearch` action asks for. The payload is JSON.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenSearchRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The domain: an http or https URL.
    pub endpoint: String,
    /// The index.
    pub index: String,
    /// The document's type, which is `_doc` in OpenSearch.
    pub document_type: String,
    /// The document's id.
    pub id: String,
}

impl OpenSearchAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        let endpoint = fields.template("endpoint")?;
        if endpoint.literal().is_some_and(|endpoint| !is_url(endpoint)) {
            return Err(fields.invalid("endpoint", NO_URL));
        }
        Ok(Self {
            role_arn: fields.role_arn()?,
            endpoint,
            index: fields.template("index")?,
            document_type: fields.template("type")?,
            id: fields.template("id")?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<OpenSearchRequest, Refusal> {
        let endpoint = rendering.text(&self.endpoint, "")?;
        if !is_url(&endpoint) {
            return Err(Refusal::new(&endpoint, format!("the endpoint {NO_URL}")));
        }
        rendering.require_json(&endpoint)?;
        let part = |template: &Template, name: &str| {
            let part = rendering.text(template, &endpoint)?;
            // An empty one, or a dot, would be another path.
            if matches!(part.as_str(), "" | "." | "..") {
                return Err(Refusal::new(&endpoint, format!("the {name} cannot be '{part}'")));
            }
            Ok(part)
        };
        let (index, id) = (part(&self.index, "index")?, part(&self.id, "id")?);
        let document_type = part(&self.document_type, "type")?;
        Ok(OpenSearchRequest { role_arn: self.role_arn.clone(), endpoint, index, document_type, id })
    }
}

const NO_URL: &str = "is no http or https URL without a user";

/// The service model's pattern. A password in it would be in every log and error document.
fn is_url(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains('@'))
}

impl OpenSearchRequest {
    pub(super) fn resource(&self) -> &str {
        &self.endpoint
    }
}
