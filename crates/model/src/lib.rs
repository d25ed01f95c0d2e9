//! What the service models of AWS IoT say, as Rust: tables that the `api` crate routes, binds and
//! validates with, and one type for every message.
//!
//! The tables ([`Operation`], [`Shape`], [`ErrorShape`]) and the types below [`iot`], [`iot_data`] and
//! [`iot_jobs_data`] are printed by `cargo run -p xtask -- codegen` from the files in `models/`. The
//! types know how to be read from and written to JSON ([`Model`]) and nothing about HTTP.
//!
//! ```
//! use model::{Model, OpId, Request, iot};
//! let input = iot::CreateThingRequest::read(serde_json::json!({"thingName": "lamp"})).unwrap();
//! assert_eq!(input.thing_name, "lamp");
//! assert_eq!(iot::CreateThingRequest::OPERATION, iot::op::CREATE_THING);
//! assert_eq!(iot::op::CREATE_THING.operation().name, "CreateThing");
//! ```

pub mod calendar;
mod map;
#[macro_use]
mod macros;
mod generated;
mod table;
mod timestamp;
mod value;

pub use generated::{OPERATION_COUNT, PATTERNS, SERVICES, iot, iot_data, iot_jobs_data};
pub use map::Map;
pub use table::{
    Bounds, ErrorShape, Kind, Location, Member, OpId, Operation, PatternId, Segment, Service, ServiceId,
    Shape,
};
pub use timestamp::Timestamp;
pub use value::{Model, ReadError, Request};

#[cfg(test)]
mod tests;
