// Printed by `cargo run -p xtask -- codegen`. Do not edit.

//! Operation ids.

use super::*;
use crate::table::OpId;

pub const DESCRIBE_JOB_EXECUTION: OpId = OpId::new(283);
pub const GET_PENDING_JOB_EXECUTIONS: OpId = OpId::new(284);
pub const START_COMMAND_EXECUTION: OpId = OpId::new(285);
pub const START_NEXT_PENDING_JOB_EXECUTION: OpId = OpId::new(286);
pub const UPDATE_JOB_EXECUTION: OpId = OpId::new(287);

requests! {
    DESCRIBE_JOB_EXECUTION DescribeJobExecutionRequest, DescribeJobExecutionResponse;
    GET_PENDING_JOB_EXECUTIONS GetPendingJobExecutionsRequest, GetPendingJobExecutionsResponse;
    START_COMMAND_EXECUTION StartCommandExecutionRequest, StartCommandExecutionResponse;
    START_NEXT_PENDING_JOB_EXECUTION StartNextPendingJobExecutionRequest, StartNextPendingJobExecutionResponse;
    UPDATE_JOB_EXECUTION UpdateJobExecutionRequest, UpdateJobExecutionResponse;
}
