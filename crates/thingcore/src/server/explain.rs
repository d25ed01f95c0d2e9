//! `POST /_thingcore/policies/explain`: what policies say to one request, and why.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use base::{Arn, CertificateId, Tenant, UnixMillis};
use policy::{
    Action, AttachedPolicy, Authorizer, CertificateVariables, Context, Decision, Document, Explanation,
    Protocol, ThingAttachment, ThingVariables, associated_thing,
};
use registry::Registry;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Documents that one request may bring.
const POLICIES_MAX: usize = 100;

/// What is asked.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    policies: Option<Vec<Value>>,
    principal: Option<String>,
    action: String,
    resource: String,
    context: Option<Given>,
}

/// What is known of the request that is decided on. What a principal's registration says is used where this
/// says nothing.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Given {
    client_id: Option<String>,
    protocol: Option<String>,
    certificate_id: Option<String>,
    source_ip: Option<IpAddr>,
    #[serde(default)]
    connect_attributes: Vec<String>,
    last_will_topic: Option<String>,
    attached_things: Option<Vec<GivenThing>>,
    certificate: Option<GivenCertificate>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct GivenThing {
    thing_name: String,
    #[serde(default)]
    attachment: Attachment,
    thing_type_name: Option<String>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Attachment {
    #[default]
    NonExclusiveThing,
    ExclusiveThing,
}

/// Attributes of a name: one value, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Values {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct GivenCertificate {
    #[serde(default)]
    subject: BTreeMap<String, NameValue>,
    #[serde(default)]
    issuer: BTreeMap<String, NameValue>,
    serial_number: Option<String>,
}

/// A member of `Subject` or `Issuer`; `AlternativeName` holds names by their kind.
#[derive(Deserialize)]
#[serde(untagged)]
enum NameValue {
    Attribute(Values),
    Alternatives(BTreeMap<String, Values>),
}

impl Question {
    /// Decides. `registry` knows the policies and things of a principal.
    ///
    /// # Errors
    /// One sentence on what is wrong with the question.
    pub fn answer(self, registry: &Registry, now: UnixMillis) -> Result<Value, String> {
        let action: Action = self.action.parse().map_err(|error: policy::UnknownAction| error.to_string())?;
        let tenant = self.tenant()?;
        let name = action.name_in(&tenant, &self.resource).ok_or_else(|| {
            let example = action.resource_arn(&tenant, "NAME");
            format!("{:?} is no resource of {action}: it is of the form {example}", self.resource)
        })?;
        let given = self.context.unwrap_or_default();
        let (policies, context) = match (&self.policies, &self.principal) {
            (Some(documents), None) => (parse(documents)?, given.over(Context::default())?),
            (None, Some(principal)) => given.of_principal(registry, &tenant, principal)?,
            _ => return Err("give either policies or principal".into()),
        };
        let authorizer = Authorizer::compile(&policies, Arc::new(context), &tenant);
        Ok(document(authorizer.explain(action, name, now)))
    }

    /// The account and region that everything belongs to, by the ARN of the resource or of the principal.
    fn tenant(&self) -> Result<Tenant, String> {
        let arns = [Some(self.resource.as_str()), self.principal.as_deref()];
        let tenants: Vec<Tenant> = arns.into_iter().flatten().filter_map(tenant_of).collect();
        match &*tenants {
            [] if self.resource == "*" => {
                // An action without resources, under documents that come along: any account will do.
                let account = "123456789012".parse().map_err(|error: base::InvalidId| error.to_string())?;
                let region = "us-east-1".parse().map_err(|error: base::InvalidId| error.to_string())?;
                Ok(Tenant::new(account, region))
            }
            [] => Err(format!("{:?} is no ARN of AWS IoT", self.resource)),
            [first, rest @ ..] if rest.iter().all(|other| other == first) => Ok(first.clone()),
            _ => Err("the principal and the resource are of different accounts or regions".into()),
        }
    }
}

fn tenant_of(text: &str) -> Option<Tenant> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "iot")?;
    Some(Tenant::new(arn.account.parse().ok()?, arn.region.parse().ok()?))
}

/// Documents as JSON, or as the text of JSON.
fn parse(documents: &[Value]) -> Result<Vec<AttachedPolicy>, String> {
    if documents.len() > POLICIES_MAX {
        return Err(format!("there can be at most {POLICIES_MAX} policies"));
    }
    let parse = |(index, document): (usize, &Value)| {
        let text = document.as_str().map_or_else(|| document.to_string(), str::to_owned);
        let name = format!("policies[{index}]");
        match Document::parse(&text, usize::MAX) {
            Ok(parsed) => {
                Ok(AttachedPolicy { name: name.into(), version: "1".into(), document: Arc::new(parsed) })
            }
            Err(error) => Err(format!("{name}: {error}")),
        }
    };
    documents.iter().enumerate().map(parse).collect()
}

impl Given {
    /// The principal's policies and its context, as far as this does not say otherwise.
    fn of_principal(
        self,
        registry: &Registry,
        tenant: &Tenant,
        principal: &str,
    ) -> Result<(Vec<AttachedPolicy>, Context), String> {
        let registered = api::principal::context(registry, tenant, principal, self.client_id.as_deref());
        let context = self.over(registered)?;
        let thing = context.thing.as_ref().filter(|_| context.protocol == Protocol::Mqtt);
        // The thing may be one that the registry does not know.
        let thing = thing.filter(|thing| registry.thing(tenant, &thing.name).is_ok());
        let thing = thing.map(|thing| thing.name.as_str());
        let policies = registry.effective_policies(tenant, Some(principal), thing);
        Ok((policies.map_err(|error| error.to_string())?, context))
    }

    /// This, over what is known otherwise.
    fn over(self, known: Context) -> Result<Context, String> {
        let protocol = match self.protocol.as_deref() {
            None | Some("MQTT") => Protocol::Mqtt,
            Some("HTTP") => Protocol::Http,
            Some(other) => return Err(format!("protocol {other:?} is neither MQTT nor HTTP")),
        };
        let id = |text: String| text.parse::<CertificateId>().map_err(|error| error.to_string());
        let certificate_id = self.certificate_id.map(id).transpose()?.or(known.certificate_id);
        let (mut persistent_connect, mut last_will) = (false, self.last_will_topic.is_some());
        for attribute in &self.connect_attributes {
            match attribute.as_str() {
                "PersistentConnect" => persistent_connect = true,
                "LastWill" => last_will = true,
                other => {
                    return Err(format!(
                        "connectAttributes: {other:?} is neither PersistentConnect nor LastWill"
                    ));
                }
            }
        }
        let thing = match self.attached_things {
            Some(things) => chosen(things, self.client_id.as_deref().unwrap_or_default()),
            None => known.thing,
        };
        Ok(Context {
            protocol,
            client_id: self.client_id,
            source_ip: self.source_ip,
            certificate_id,
            certificate: self.certificate.map_or(known.certificate, GivenCertificate::variables),
            thing,
            persistent_connect,
            last_will,
            last_will_topic: self.last_will_topic,
            ..known
        })
    }
}

/// The thing that a connection is associated with (policy.md §4).
fn chosen(things: Vec<GivenThing>, client_id: &str) -> Option<ThingVariables> {
    let attachments: Vec<ThingAttachment> = things
        .iter()
        .map(|thing| ThingAttachment {
            thing_name: thing.thing_name.clone(),
            exclusive: thing.attachment == Attachment::ExclusiveThing,
        })
        .collect();
    let name = &associated_thing(client_id, &attachments)?.thing_name;
    let thing = things.into_iter().find(|thing| thing.thing_name == *name)?;
    Some(ThingVariables {
        name: thing.thing_name,
        type_name: thing.thing_type_name,
        attributes: thing.attributes,
    })
}

impl GivenCertificate {
    fn variables(self) -> CertificateVariables {
        let (subject, subject_alternative_names) = split(self.subject);
        let (issuer, issuer_alternative_names) = split(self.issuer);
        CertificateVariables {
            subject,
            issuer,
            subject_alternative_names,
            issuer_alternative_names,
            serial_number: self.serial_number,
        }
    }
}

type Names = BTreeMap<String, Vec<String>>;

/// The attributes of a name, and its alternatives.
fn split(given: BTreeMap<String, NameValue>) -> (Names, Names) {
    let values = |values| match values {
        Values::One(value) => vec![value],
        Values::Several(values) => values,
    };
    let (mut attributes, mut alternatives) = (Names::new(), Names::new());
    for (name, value) in given {
        match value {
            NameValue::Attribute(given) => {
                attributes.insert(name, values(given));
            }
            NameValue::Alternatives(given) => {
                alternatives.extend(given.into_iter().map(|(kind, given)| (kind, values(given))));
            }
        }
    }
    (attributes, alternatives)
}

/// The answer, as the contract has it, with the reasons why variables have no value.
fn document(explanation: Explanation) -> Value {
    let mut answer = Map::new();
    let decision = match explanation.decision {
        Decision::Allowed => "ALLOWED",
        Decision::ExplicitDeny => "EXPLICIT_DENY",
        Decision::ImplicitDeny => "IMPLICIT_DENY",
    };
    answer.insert("decision".into(), decision.into());
    if let Some(statement) = explanation.statement {
        let mut shown = json!({"policy": &*statement.policy, "index": statement.index});
        if let Some(sid) = statement.sid {
            shown["sid"] = (&*sid).into();
        }
        answer.insert("statement".into(), shown);
    }
    answer.insert("explanation".into(), explanation.explanation.into());
    if !explanation.unresolved.is_empty() {
        let names: Vec<_> = explanation.unresolved.iter().map(|variable| variable.name.clone()).collect();
        let reasons: Map<String, Value> = explanation
            .unresolved
            .into_iter()
            .map(|variable| (variable.name, variable.reason.into()))
            .collect();
        answer.insert("unresolved".into(), names.into());
        answer.insert("unresolvedBecause".into(), reasons.into());
    }
    answer.into()
}
