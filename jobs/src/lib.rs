//! Jobs: operations that things are told to perform, and how they report of them (jobs.md).
//!
//! What a job and its executions may become is pure and is given the time ([`Execution`], [`ExecutionStatus`],
//! [`config`], [`Schedule`]); [`Jobs`] keeps them for all tenants, in memory and in the store alike. A change runs
//! under one lock: it does what has its time, checks, changes the state in place, and submits the rows of exactly
//! the jobs and executions that it touched. What devices and applications must hear of it goes to a listener as
//! [`Event`]s, in order.
//!
//! Devices use [`Jobs::pending`], [`Jobs::show`], [`Jobs::start_next`] and [`Jobs::report`], whatever the protocol;
//! [`message`] has the forms of MQTT.

mod change;
mod check;
pub mod config;
mod control;
mod cron;
mod device;
pub mod document;
mod error;
mod event;
mod execution;
mod job;
mod jobs;
mod lists;
mod members;
pub mod message;
mod open_points;
mod outbox;
mod schedule;
mod state;
mod status;
mod view;

#[cfg(test)]
mod tests;

pub use change::Cancellation;
pub use check::{JobUpdate, TARGETS_MAX, check_configurations};
pub use device::{Reported, Which};
pub use error::{Exception, JobError};
pub use event::{Announcement, Event, EventKind};
pub use execution::{Details, Execution, ExecutionState, Report, Retries, StepTimer, check_details};
pub use job::{Job, Plan, Target, Targets};
pub use jobs::Jobs;
pub use lists::{ExecutionFilter, JobFilter};
pub use schedule::{Phase, Schedule};
pub use status::{Counts, ExecutionStatus, JobStatus, TargetSelection};
pub use view::{DeviceExecution, ExecutionView, JobView, Pending};
