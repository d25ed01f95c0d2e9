// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::{error::*, op, shape::*};
use crate::table::{
    Operation,
    Segment::{Greedy, Label, Literal},
    ServiceId,
};

#[rustfmt::skip]
pub static OPERATIONS: [Operation; 5] = [
    Operation {
        id: op::DESCRIBE_JOB_EXECUTION, name: "DescribeJobExecution", service: ServiceId::IotJobsData, method: "GET",
        path: &[Literal("things"), Label("thingName"), Literal("jobs"), Label("jobId")],
        status: 200, input: &DESCRIBE_JOB_EXECUTION_REQUEST, output: Some(&DESCRIBE_JOB_EXECUTION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &CERTIFICATE_VALIDATION_EXCEPTION, &TERMINAL_STATE_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_PENDING_JOB_EXECUTIONS, name: "GetPendingJobExecutions", service: ServiceId::IotJobsData, method: "GET",
        path: &[Literal("things"), Label("thingName"), Literal("jobs")],
        status: 200, input: &GET_PENDING_JOB_EXECUTIONS_REQUEST, output: Some(&GET_PENDING_JOB_EXECUTIONS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &CERTIFICATE_VALIDATION_EXCEPTION,
        ],
    },
    Operation {
        id: op::START_COMMAND_EXECUTION, name: "StartCommandExecution", service: ServiceId::IotJobsData, method: "POST",
        path: &[Literal("command-executions")],
        status: 200, input: &START_COMMAND_EXECUTION_REQUEST, output: Some(&START_COMMAND_EXECUTION_RESPONSE),
        errors: &[
            &VALIDATION_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &CONFLICT_EXCEPTION,
            &THROTTLING_EXCEPTION, &SERVICE_QUOTA_EXCEEDED_EXCEPTION, &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::START_NEXT_PENDING_JOB_EXECUTION, name: "StartNextPendingJobExecution", service: ServiceId::IotJobsData, method: "PUT",
        path: &[Literal("things"), Label("thingName"), Literal("jobs"), Literal("$next")],
        status: 200, input: &START_NEXT_PENDING_JOB_EXECUTION_REQUEST, output: Some(&START_NEXT_PENDING_JOB_EXECUTION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &CERTIFICATE_VALIDATION_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_JOB_EXECUTION, name: "UpdateJobExecution", service: ServiceId::IotJobsData, method: "POST",
        path: &[Literal("things"), Label("thingName"), Literal("jobs"), Label("jobId")],
        status: 200, input: &UPDATE_JOB_EXECUTION_REQUEST, output: Some(&UPDATE_JOB_EXECUTION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &CERTIFICATE_VALIDATION_EXCEPTION,
            &INVALID_STATE_TRANSITION_EXCEPTION,
        ],
    },
];
