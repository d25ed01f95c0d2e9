//! The AWS APIs: SigV4, routing, validation, error shapes, and the handlers by resource.
//!
//! A request goes through one [`pipeline::Pipeline`], whatever its service:
//!
//! 1. [`credentials`] says who calls (over [`sigv4`]),
//! 2. [`route`] finds the operation,
//! 3. [`bind`] collects path, query, headers and body into one JSON object,
//! 4. [`validate`] checks it against the model and words violations as AWS does,
//! 5. the handler gets a typed request and returns a typed answer or an [`error::ApiError`],
//! 6. [`bind`] turns the answer into status, headers and body.
//!
//! [`executions`] is the service of command executions, which devices speak to over MQTT.
//!
//! Everything but the handlers works from the tables of the `model` crate.

pub mod bind;
pub mod cloud;
pub mod coverage;
pub mod credentials;
pub mod destinations;
pub mod error;
pub mod executions;
pub mod handlers;
pub mod pipeline;
pub mod post_policy;
pub mod principal;
pub mod route;
pub mod sigv2;
pub mod sigv4;
pub mod validate;
