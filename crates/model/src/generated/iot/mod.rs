// Printed by `cargo run -p xtask -- codegen`. Do not edit.

mod enums;
pub mod error;
pub mod op;
mod operations;
mod shapes_a_b;
mod shapes_c;
mod shapes_d;
mod shapes_e_l;
mod shapes_m_r;
mod shapes_s_z;
mod types_a_b;
mod types_c;
mod types_d;
mod types_e_l;
mod types_m_r;
mod types_s_z;

pub use enums::*;
pub use types_a_b::*;
pub use types_c::*;
pub use types_d::*;
pub use types_e_l::*;
pub use types_m_r::*;
pub use types_s_z::*;

use crate::table::{Service, ServiceId};

/// The shape tables under their names.
pub mod shape {
    pub use super::shapes_a_b::*;
    pub use super::shapes_c::*;
    pub use super::shapes_d::*;
    pub use super::shapes_e_l::*;
    pub use super::shapes_m_r::*;
    pub use super::shapes_s_z::*;
}

pub static SERVICE: Service = Service {
    id: ServiceId::Iot,
    name: "iot",
    signing_name: "iot",
    first: 0,
    operations: &operations::OPERATIONS,
    errors: &error::ALL,
};
