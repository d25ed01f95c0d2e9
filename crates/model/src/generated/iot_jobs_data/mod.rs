// Printed by `cargo run -p xtask -- codegen`. Do not edit.

mod enums;
pub mod error;
pub mod op;
mod operations;
mod shapes_a_z;
mod types_a_z;

pub use enums::*;
pub use types_a_z::*;

use crate::table::{Service, ServiceId};

/// The shape tables under their names.
pub mod shape {
    pub use super::shapes_a_z::*;
}

pub static SERVICE: Service = Service {
    id: ServiceId::IotJobsData,
    name: "iot-jobs-data",
    signing_name: "iot-jobs-data",
    first: 283,
    operations: &operations::OPERATIONS,
    errors: &error::ALL,
};
