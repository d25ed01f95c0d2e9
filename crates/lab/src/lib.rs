//! The AWS services that a lab without a network brings itself, behind the same HTTP port as the IoT APIs.
//!
//! A rule's action and a test's boto3 client need a DynamoDB to talk to. A [`Lab`] holds the embedded
//! services: the listener asks [`Lab::serves`] with what the request's signature and `X-Amz-Target` say,
//! and hands the request to [`Lab::handle`]. Who calls has been decided by then; the lab is only told the
//! account and region, and keeps those apart.
//!
//! A service is a module with its own protocol. What is switched off, or does not exist here, is
//! answered by [`not_available`] in a form that AWS SDKs show to their users.

mod deduplication;
mod denied;
#[cfg(feature = "dynamodb")]
mod dynamodb;
mod iam;
mod kept;
mod lab;
#[cfg(feature = "lambda")]
mod lambda;
mod logs;
#[cfg_attr(not(feature = "lambda"), allow(dead_code, reason = "what only Lambda asks of others"))]
mod ports;
mod protocol;
mod resource_policy;
#[cfg(feature = "s3")]
mod s3;
mod service;
mod sns;
mod sqs;
mod sts;
mod unavailable;
mod wildcard;
mod xml;

pub use denied::{Denial, denied};
pub use iam::RoleView;
pub use lab::{Lab, LabError, Scope, Settings};
#[cfg(feature = "lambda")]
pub use lambda::{FunctionKey, FunctionKeys, LambdaSettings};
pub use protocol::AccessKey;
#[cfg(feature = "s3")]
pub use s3::{Form, ObjectBody};
pub use service::{Service, ServiceSet, UnknownService};
pub use sns::{OutboxEntry, OutboxLetter};
pub use sts::TemporaryKey;
pub use unavailable::not_available;
pub use xml::escape as escape_xml;
