//! Templates as they are written, and what is wrong with them whatever the parameters (api-errors.md §8).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::plan::Overridden;

/// Largest body, bytes (provisioning.md §6).
const BODY_MAX: usize = 10 << 10;

/// Why a template is refused. The texts are AWS's where the sheet has them.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TemplateError {
    /// It is not JSON, or not of a template's form.
    #[error("The template body is invalid")]
    Form,
    /// Something that can be named.
    #[error("The template body is invalid: {0}")]
    Content(String),
}

fn content<T>(text: impl Into<String>) -> Result<T, TemplateError> {
    Err(TemplateError::Content(text.into()))
}

/// What a resource is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Thing,
    Certificate,
    Policy,
}

impl Kind {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "AWS::IoT::Thing" => Some(Self::Thing),
            "AWS::IoT::Certificate" => Some(Self::Certificate),
            "AWS::IoT::Policy" => Some(Self::Policy),
            _ => None,
        }
    }
}

/// A resource, not evaluated.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub logical_name: String,
    pub kind: Kind,
    pub properties: Map<String, Value>,
    /// By the property.
    pub overrides: BTreeMap<String, Overridden>,
}

/// A template whose form is right.
#[derive(Clone, Debug)]
pub struct Template {
    /// Declared parameters and their defaults.
    pub(crate) defaults: BTreeMap<String, Option<String>>,
    pub(crate) resources: Vec<Resource>,
    pub(crate) mappings: Map<String, Value>,
    pub(crate) device_configuration: Map<String, Value>,
}

impl Template {
    /// Reads the body of a template.
    ///
    /// # Errors
    /// When it is not a template; what depends on parameters shows later.
    pub fn parse(body: &str) -> Result<Self, TemplateError> {
        if body.len() > BODY_MAX {
            return content(format!("It is larger than {BODY_MAX} bytes."));
        }
        let Ok(Value::Object(mut body)) = serde_json::from_str(body) else { return Err(TemplateError::Form) };
        let mut section = |name: &str| match body.remove(name) {
            None => Ok(Map::new()),
            Some(Value::Object(section)) => Ok(section),
            Some(_) => Err(TemplateError::Form),
        };
        let parameters = section("Parameters")?;
        let defaults = parameters.into_iter().map(|(name, it)| Ok((name, default(it)?)));
        let resources = section("Resources")?.into_iter().map(|(name, it)| resource(name, it));
        let template = Self {
            defaults: defaults.collect::<Result<_, TemplateError>>()?,
            resources: resources.collect::<Result<_, TemplateError>>()?,
            mappings: section("Mappings")?,
            device_configuration: section("DeviceConfiguration")?,
        };
        template.check()?;
        Ok(template)
    }

    fn check(&self) -> Result<(), TemplateError> {
        let count = |kind| self.resources.iter().filter(|it| it.kind == kind).count();
        if self.resources.is_empty() {
            return content("Template must have resources.");
        }
        if count(Kind::Certificate) > 1 {
            return content("Only one certificate resource can be defined");
        }
        if count(Kind::Thing) > 1 {
            return content("Only one thing resource can be defined");
        }
        if self.mappings.values().any(|map| !map.as_object().is_some_and(is_map_of_maps)) {
            return content("Mappings must have two levels.");
        }
        self.resources.iter().try_for_each(|resource| match resource.kind {
            Kind::Thing => check_thing(resource),
            Kind::Certificate => check_certificate(resource),
            Kind::Policy => check_policy(resource),
        })
    }

    /// Checks what a template for devices must have besides, in fleet provisioning and JITP: they come with a
    /// certificate, which the template refers to.
    ///
    /// # Errors
    /// When it does not.
    pub fn check_for_devices(&self) -> Result<(), TemplateError> {
        let certificate = self.resources.iter().find(|resource| resource.kind == Kind::Certificate);
        let Some(certificate) = certificate else {
            return content("Template must have certificate resource.");
        };
        let id = certificate_id(&certificate.properties);
        let reference = id.and_then(|id| id.get("Ref")).and_then(Value::as_str);
        if reference != Some("AWS::IoT::Certificate::Id") {
            return content("CertificateId must contain a reference to AWS::IoT::Certificate::Id");
        }
        Ok(())
    }
}

/// The id under either of the spellings of the page "Provisioning templates".
pub(crate) fn certificate_id(properties: &Map<String, Value>) -> Option<&Value> {
    properties.get("CertificateId").or_else(|| properties.get("CertificateID"))
}

fn is_map_of_maps(map: &Map<String, Value>) -> bool {
    map.values().all(Value::is_object)
}

/// The default of a parameter.
fn default(declared: Value) -> Result<Option<String>, TemplateError> {
    let Value::Object(mut declared) = declared else { return Err(TemplateError::Form) };
    if declared.get("Type").and_then(Value::as_str) != Some("String") {
        return content("The type of a parameter must be String.");
    }
    match declared.remove("Default") {
        None => Ok(None),
        Some(Value::String(default)) => Ok(Some(default)),
        Some(_) => content("The default of a parameter must be a string."),
    }
}

fn resource(logical_name: String, declared: Value) -> Result<Resource, TemplateError> {
    let Value::Object(mut declared) = declared else { return Err(TemplateError::Form) };
    let kind = declared.get("Type").and_then(Value::as_str).and_then(Kind::parse);
    let Some(kind) = kind else {
        return content(format!("The type of resource {logical_name} is not supported."));
    };
    let properties = match declared.remove("Properties") {
        None | Some(Value::Null) => return content("Properties of a resource cannot be null."),
        Some(Value::Object(properties)) => properties,
        Some(_) => return Err(TemplateError::Form),
    };
    let overrides = match declared.remove("OverrideSettings") {
        None | Some(Value::Null) => BTreeMap::new(),
        Some(Value::Object(settings)) => overrides(kind, settings)?,
        Some(_) => return Err(TemplateError::Form),
    };
    Ok(Resource { logical_name, kind, properties, overrides })
}

/// What becomes of what exists already, by the property.
fn overrides(
    kind: Kind,
    settings: Map<String, Value>,
) -> Result<BTreeMap<String, Overridden>, TemplateError> {
    let known: &[&str] = match kind {
        Kind::Thing => &["AttributePayload", "ThingTypeName", "ThingGroups"],
        Kind::Certificate => &["Status"],
        Kind::Policy => &[],
    };
    let setting = |(name, value): (String, Value)| {
        // The page writes ATTRIBUTE_PAYLOAD where it lists them and AttributePayload in its examples.
        let plain = name.replace('_', "");
        let Some(known) = known.iter().find(|known| known.eq_ignore_ascii_case(&plain)) else {
            return content(format!("{name} cannot be overridden."));
        };
        let value = value.as_str().and_then(Overridden::parse);
        let is_mergeable = matches!(*known, "AttributePayload" | "ThingGroups");
        match value {
            Some(value) if value != Overridden::Merge || is_mergeable => Ok(((*known).to_owned(), value)),
            _ => content(format!("The override setting of {name} is not valid.")),
        }
    };
    settings.into_iter().map(setting).collect()
}

fn check_thing(resource: &Resource) -> Result<(), TemplateError> {
    if resource.properties.contains_key("ThingName") {
        return Ok(());
    }
    content("A thing resource must have a ThingName.")
}

fn check_certificate(resource: &Resource) -> Result<(), TemplateError> {
    let properties = &resource.properties;
    // What refers to a parameter is known later.
    if let Some(status) = properties.get("Status").filter(|status| !status.is_object()) {
        let is_known = |status: &str| matches!(status.to_uppercase().as_str(), "ACTIVE" | "INACTIVE");
        if !status.as_str().is_some_and(is_known) {
            return content(
                "A certificate resource must specify a Status of either \"Active\" or \"Inactive\"",
            );
        }
    }
    let sources = [
        properties.contains_key("CertificateSigningRequest"),
        certificate_id(properties).is_some(),
        properties.contains_key("CertificatePem"),
    ];
    if sources.iter().filter(|is_given| **is_given).count() != 1 {
        return content(
            "A certificate resource must have exactly one of CertificateSigningRequest, CertificateId and \
             CertificatePem",
        );
    }
    Ok(())
}

fn check_policy(resource: &Resource) -> Result<(), TemplateError> {
    let given = ["PolicyName", "PolicyDocument"].map(|name| resource.properties.contains_key(name));
    if given[0] == given[1] {
        return content("A policy resource must have either a PolicyName or a PolicyDocument");
    }
    Ok(())
}
