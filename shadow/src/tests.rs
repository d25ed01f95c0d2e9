//! Tests of the whole crate: tables of requests and replies, properties, and the service.

mod golden;
mod look;
mod properties;
mod rates;
mod service;
mod service_limits;
