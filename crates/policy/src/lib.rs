//! AWS IoT policies: JSON documents compiled into decisions that explain themselves.
//!
//! A [`Document`] is parsed once, when it is stored. An [`Authorizer`] is compiled once per connection
//! or request from the documents that apply to it and a [`Context`]; after that a decision on a topic
//! touches neither JSON nor variables and allocates nothing. The rules are those of policy.md.
//!
//! ```
//! use std::sync::Arc;
//! use policy::{Action, AttachedPolicy, Authorizer, Context, Decision, Document};
//! # use base::{Tenant, UnixMillis};
//!
//! let text = r#"{"Version": "2012-10-17", "Statement": {
//!     "Effect": "Allow", "Action": "iot:Publish",
//!     "Resource": "arn:aws:iot:us-east-1:111122223333:topic/plant/${iot:ClientId}/*"}}"#;
//! let document = Document::parse(text, 2048)?;
//! let attached = AttachedPolicy { name: "p".into(), version: "1".into(), document: Arc::new(document) };
//!
//! let tenant = Tenant::new("111122223333".parse()?, "us-east-1".parse()?);
//! let context = Context { client_id: Some("pump".into()), ..Context::default() };
//! let authorizer = Authorizer::compile(&[attached], Arc::new(context), &tenant);
//! assert!(authorizer.allows(Action::Publish, "plant/pump/speed", UnixMillis(0)));
//! assert_eq!(
//!     authorizer.explain(Action::Publish, "plant/fan/speed", UnixMillis(0)).decision,
//!     Decision::ImplicitDeny,
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod action;
mod authorizer;
mod condition;
mod context;
mod date;
mod document;
mod explain;
mod json;
mod near_miss;
mod pattern;
mod template;
mod variables;

#[cfg(test)]
mod tests;

pub use action::{Action, ResourceKind, UnknownAction};
pub use authorizer::{AttachedPolicy, Authorizer, Decision, Permissions};
pub use context::{
    CertificateVariables, Context, Protocol, ThingAttachment, ThingVariables, associated_thing,
};
pub use document::{Document, Malformed};
pub use explain::{Explanation, MissingVariable, StatementRef};
