//! What a template makes of its parameters.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::evaluate::{EvaluateError, Evaluation, scalar};
use crate::template::{Kind, Resource, Template, certificate_id};

/// What becomes of something that exists already and differs from the template.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Overridden {
    /// It stays.
    DoNothing,
    /// It becomes what the template says.
    Replace,
    /// Nothing is provisioned.
    Fail,
    /// Both are laid together; for attributes and groups of things.
    Merge,
}

impl Overridden {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "DO_NOTHING" => Some(Self::DoNothing),
            "REPLACE" => Some(Self::Replace),
            "FAIL" => Some(Self::Fail),
            "MERGE" => Some(Self::Merge),
            _ => None,
        }
    }
}

/// The resources of a device. Whoever carries it out connects them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// Its thing.
    pub thing: Option<Thing>,
    /// Its certificate.
    pub certificate: Option<Certificate>,
    /// The certificate's policies.
    pub policies: Vec<Policy>,
    /// What the device is told.
    pub device_configuration: BTreeMap<String, String>,
}

/// A thing. What is `None` the template does not say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Thing {
    /// The resource's name in the template.
    pub logical_name: String,
    /// The thing's name.
    pub name: String,
    /// Its attributes.
    pub attributes: Option<BTreeMap<String, String>>,
    /// Its type.
    pub type_name: Option<String>,
    /// Its groups.
    pub groups: Option<BTreeSet<String>>,
    /// Its billing group.
    pub billing_group: Option<String>,
    /// What becomes of a thing that exists.
    pub overrides: ThingOverrides,
}

/// What becomes of a thing that exists and differs; `None` where the template does not say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ThingOverrides {
    /// `AttributePayload`
    pub attributes: Option<Overridden>,
    /// `ThingTypeName`
    pub thing_type: Option<Overridden>,
    /// `ThingGroups`
    pub groups: Option<Overridden>,
}

/// A certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Certificate {
    /// The resource's name in the template.
    pub logical_name: String,
    /// Where it comes from.
    pub source: CertificateSource,
    /// ACTIVE rather than INACTIVE.
    pub active: bool,
    /// It is attached to the thing alone.
    pub exclusive: bool,
    /// What becomes of the state of one that exists and differs.
    pub status_override: Option<Overridden>,
}

/// Where a certificate comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CertificateSource {
    /// It is issued for a signing request.
    SigningRequest(String),
    /// It is registered already, under this id.
    Id(String),
    /// It is registered as it is.
    Pem {
        /// The certificate.
        pem: String,
        /// Its CA's.
        ca_pem: Option<String>,
    },
}

/// A policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    /// The resource's name in the template.
    pub logical_name: String,
    /// Which one.
    pub source: PolicySource,
}

/// Which policy is meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PolicySource {
    /// One that exists.
    Name(String),
    /// One with this document, named after it.
    Document(String),
}

impl Template {
    /// Evaluates the template. Parameters that it does not declare count as well: that is how
    /// `AWS::IoT::Certificate::Id` and its like come in.
    ///
    /// # Errors
    /// When a parameter has no value, a function cannot be evaluated, or a property is not what it must be.
    pub fn plan(&self, parameters: &BTreeMap<String, String>) -> Result<Plan, EvaluateError> {
        let evaluation = Evaluation { template: self, parameters };
        let mut plan = Plan::default();
        for resource in &self.resources {
            let reader = Reader { evaluation: &evaluation, resource };
            match resource.kind {
                Kind::Thing => plan.thing = Some(reader.thing()?),
                Kind::Certificate => plan.certificate = Some(reader.certificate()?),
                Kind::Policy => plan.policies.push(reader.policy()?),
            }
        }
        for (name, value) in &self.device_configuration {
            let text = scalar(&evaluation.value(value)?).ok_or_else(|| EvaluateError::Property {
                resource: "DeviceConfiguration".into(),
                property: name.clone(),
                expected: TEXT,
            })?;
            plan.device_configuration.insert(name.clone(), text);
        }
        Ok(plan)
    }
}

const TEXT: &str = "a string";

/// Reads the properties of one resource.
struct Reader<'a> {
    evaluation: &'a Evaluation<'a>,
    resource: &'a Resource,
}

impl Reader<'_> {
    fn wrong<T>(&self, property: &str, expected: &'static str) -> Result<T, EvaluateError> {
        let (resource, property) = (self.resource.logical_name.clone(), property.to_owned());
        Err(EvaluateError::Property { resource, property, expected })
    }

    fn value(&self, property: &str) -> Result<Option<Value>, EvaluateError> {
        self.resource.properties.get(property).map(|value| self.evaluation.value(value)).transpose()
    }

    fn text(&self, property: &str) -> Result<Option<String>, EvaluateError> {
        let Some(value) = self.value(property)? else { return Ok(None) };
        match scalar(&value) {
            Some(text) => Ok(Some(text)),
            None => self.wrong(property, TEXT),
        }
    }

    fn overridden(&self, property: &str) -> Option<Overridden> {
        self.resource.overrides.get(property).copied()
    }

    fn thing(&self) -> Result<Thing, EvaluateError> {
        let Some(name) = self.text("ThingName")? else { return self.wrong("ThingName", TEXT) };
        Ok(Thing {
            logical_name: self.resource.logical_name.clone(),
            name,
            attributes: self.attributes()?,
            type_name: self.text("ThingTypeName")?,
            groups: self.groups()?,
            billing_group: self.text("BillingGroup")?,
            overrides: ThingOverrides {
                attributes: self.overridden("AttributePayload"),
                thing_type: self.overridden("ThingTypeName"),
                groups: self.overridden("ThingGroups"),
            },
        })
    }

    fn attributes(&self) -> Result<Option<BTreeMap<String, String>>, EvaluateError> {
        const PROPERTY: &str = "AttributePayload";
        let Some(value) = self.value(PROPERTY)? else { return Ok(None) };
        let Value::Object(members) = value else { return self.wrong(PROPERTY, "an object of strings") };
        let members = members.into_iter().map(|(name, value)| Some((name, scalar(&value)?)));
        match members.collect() {
            Some(attributes) => Ok(Some(attributes)),
            None => self.wrong(PROPERTY, "an object of strings"),
        }
    }

    fn groups(&self) -> Result<Option<BTreeSet<String>>, EvaluateError> {
        const PROPERTY: &str = "ThingGroups";
        let Some(value) = self.value(PROPERTY)? else { return Ok(None) };
        let Value::Array(items) = value else { return self.wrong(PROPERTY, "a list of strings") };
        match items.iter().map(scalar).collect() {
            Some(groups) => Ok(Some(groups)),
            None => self.wrong(PROPERTY, "a list of strings"),
        }
    }

    fn certificate(&self) -> Result<Certificate, EvaluateError> {
        let status = self.text("Status")?.unwrap_or_else(|| "ACTIVE".into());
        let active = match status.to_uppercase().as_str() {
            "ACTIVE" => true,
            "INACTIVE" => false,
            _ => return self.wrong("Status", "ACTIVE or INACTIVE"),
        };
        let exclusive = match self.text("ThingPrincipalType")?.as_deref() {
            None | Some("NON_EXCLUSIVE_THING") => false,
            Some("EXCLUSIVE_THING") => true,
            Some(_) => return self.wrong("ThingPrincipalType", "EXCLUSIVE_THING or NON_EXCLUSIVE_THING"),
        };
        Ok(Certificate {
            logical_name: self.resource.logical_name.clone(),
            source: self.certificate_source()?,
            active,
            exclusive,
            status_override: self.overridden("Status"),
        })
    }

    fn certificate_source(&self) -> Result<CertificateSource, EvaluateError> {
        if let Some(request) = self.text("CertificateSigningRequest")? {
            return Ok(CertificateSource::SigningRequest(request));
        }
        if let Some(pem) = self.text("CertificatePem")? {
            return Ok(CertificateSource::Pem { pem, ca_pem: self.text("CACertificatePem")? });
        }
        let id = certificate_id(&self.resource.properties).map(|id| self.evaluation.value(id)).transpose()?;
        match id.as_ref().and_then(scalar) {
            Some(id) => Ok(CertificateSource::Id(id)),
            None => self.wrong("CertificateId", TEXT),
        }
    }

    fn policy(&self) -> Result<Policy, EvaluateError> {
        let logical_name = self.resource.logical_name.clone();
        if let Some(name) = self.text("PolicyName")? {
            return Ok(Policy { logical_name, source: PolicySource::Name(name) });
        }
        // As the text of JSON, or as JSON itself.
        let document = match self.value("PolicyDocument")? {
            Some(Value::String(text)) => text,
            Some(document @ Value::Object(_)) => document.to_string(),
            _ => return self.wrong("PolicyDocument", "a policy document"),
        };
        Ok(Policy { logical_name, source: PolicySource::Document(document) })
    }
}
