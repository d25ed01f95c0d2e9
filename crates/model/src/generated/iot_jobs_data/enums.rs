// Printed by `cargo run -p xtask -- codegen`. Do not edit.

//! Texts of which the model lists every value.

enumeration! {
    pub enum JobExecutionStatus {
        Queued = "QUEUED",
        InProgress = "IN_PROGRESS",
        Succeeded = "SUCCEEDED",
        Failed = "FAILED",
        TimedOut = "TIMED_OUT",
        Rejected = "REJECTED",
        Removed = "REMOVED",
        Canceled = "CANCELED",
    }
}
