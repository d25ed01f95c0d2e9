//! Behaviour of the crate as its users see it. Sections are those of policy.md.

mod conditions;
mod documents;
mod evaluation;
mod explanations;
mod properties;
mod variables;

use std::sync::Arc;

use base::{Tenant, UnixMillis};

use crate::{
    Action, AttachedPolicy, Authorizer, CertificateVariables, Context, Decision, Document, Protocol,
    ThingVariables,
};

/// In the documents of these tests `A:` stands for `arn:aws:iot:us-east-1:111122223333:`.
const PREFIX: &str = "arn:aws:iot:us-east-1:111122223333:";
/// 2026-11-05T10:20:30Z
const NOW: UnixMillis = UnixMillis(1_793_874_030_000);

fn tenant() -> Tenant {
    Tenant::new("111122223333".parse().unwrap(), "us-east-1".parse().unwrap())
}

/// A policy with the given statements, in the current version of the language.
fn policy(name: &str, statements: &str) -> AttachedPolicy {
    policy_of_version(name, "2012-10-17", statements)
}

fn policy_of_version(name: &str, version: &str, statements: &str) -> AttachedPolicy {
    let statements = statements.replace("A:", PREFIX);
    let text = format!(r#"{{"Version": "{version}", "Statement": [{statements}]}}"#);
    let document = Document::parse(&text, 10_000).unwrap_or_else(|error| panic!("{error} in {text}"));
    AttachedPolicy { name: name.into(), version: "1".into(), document: Arc::new(document) }
}

fn authorizer(statements: &str, context: Context) -> Authorizer {
    Authorizer::compile(&[policy("p", statements)], Arc::new(context), &tenant())
}

fn allow(action: &str, resource: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}"#)
}

fn deny(action: &str, resource: &str) -> String {
    format!(r#"{{"Effect": "Deny", "Action": "{action}", "Resource": "{resource}"}}"#)
}

/// An Allow of everything on condition.
fn allow_if(condition: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": "iot:*", "Resource": "*", "Condition": {condition}}}"#)
}

fn decide(statements: &str, context: Context, action: &str, name: &str) -> Decision {
    let action: Action = action.parse().unwrap();
    let authorizer = authorizer(statements, context);
    let decision = authorizer.decide(action, name, NOW);
    assert_eq!(authorizer.allows(action, name, NOW), decision == Decision::Allowed);
    assert_eq!(authorizer.explain(action, name, NOW).decision, decision);
    decision
}

fn client(id: &str) -> Context {
    Context { client_id: Some(id.into()), ..Context::default() }
}

/// Client `dev1` of a certificate that is attached to the thing `dev1`.
fn device() -> Context {
    let attributes = [("room", "r1"), ("odd", "a#b")].map(|(name, value)| (name.into(), value.into()));
    let thing = ThingVariables {
        name: "dev1".into(),
        type_name: Some("pump".into()),
        attributes: attributes.into_iter().collect(),
    };
    Context { thing: Some(thing), ..client("dev1") }
}

/// A client whose certificate has these values of one subject attribute.
fn with_subject(attribute: &str, values: &[&str]) -> Context {
    let values = values.iter().map(|value| value.to_string()).collect();
    let subject = [(attribute.to_owned(), values)].into_iter().collect();
    Context { certificate: CertificateVariables { subject, ..Default::default() }, ..client("c") }
}

fn over_http(context: Context) -> Context {
    Context { protocol: Protocol::Http, ..context }
}
