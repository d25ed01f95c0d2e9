//! Executions of commands: what becomes of a command that was sent to a device.
//!
//! An execution is a document of the catalog. StartCommandExecution makes it and publishes the command's
//! [`Payload`] to the device; the device [answers](Answers) over MQTT with its status and result. Nothing runs
//! while an execution waits: that its time is over is seen when somebody looks ([`Execution::at`]).
//!
//! The logic is pure and takes the time as an argument; only [`Answers`] has a task of its own. Rules without
//! another source are those of the developer guide, *Commands concepts and status* and *Start and monitor
//! command executions*.

mod answers;
mod cbor;
mod event;
mod execution;
mod parameters;
mod payload;
mod target;
mod update;

pub use answers::Answers;
pub use event::announce;
pub use execution::Execution;
pub use parameters::{ParameterError, resolve};
pub use payload::{Payload, TemplateError, check_template};
pub use target::Target;
pub use update::{Rejection, Update};
