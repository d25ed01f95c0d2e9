// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::*;
use crate::{Map, Timestamp};

structure! {
    pub struct CommandParameterValue {
        s: Option<String> = "S",
        b: Option<bool> = "B",
        i: Option<i32> = "I",
        l: Option<i64> = "L",
        d: Option<f64> = "D",
        bin: Option<Vec<u8>> = "BIN",
        ul: Option<String> = "UL",
    }
}

structure! {
    pub struct DescribeJobExecutionRequest {
        job_id: String = "jobId",
        thing_name: String = "thingName",
        include_job_document: Option<bool> = "includeJobDocument",
        execution_number: Option<i64> = "executionNumber",
    }
}

structure! {
    pub struct DescribeJobExecutionResponse {
        execution: Option<JobExecution> = "execution",
    }
}

structure! {
    pub struct GetPendingJobExecutionsRequest {
        thing_name: String = "thingName",
    }
}

structure! {
    pub struct GetPendingJobExecutionsResponse {
        in_progress_jobs: Option<Vec<JobExecutionSummary>> = "inProgressJobs",
        queued_jobs: Option<Vec<JobExecutionSummary>> = "queuedJobs",
    }
}

structure! {
    pub struct JobExecution {
        job_id: Option<String> = "jobId",
        thing_name: Option<String> = "thingName",
        status: Option<JobExecutionStatus> = "status",
        status_details: Option<Map<String>> = "statusDetails",
        queued_at: Option<i64> = "queuedAt",
        started_at: Option<i64> = "startedAt",
        last_updated_at: Option<i64> = "lastUpdatedAt",
        approximate_seconds_before_timed_out: Option<i64> = "approximateSecondsBeforeTimedOut",
        version_number: Option<i64> = "versionNumber",
        execution_number: Option<i64> = "executionNumber",
        job_document: Option<String> = "jobDocument",
    }
}

structure! {
    pub struct JobExecutionState {
        status: Option<JobExecutionStatus> = "status",
        status_details: Option<Map<String>> = "statusDetails",
        version_number: Option<i64> = "versionNumber",
    }
}

structure! {
    pub struct JobExecutionSummary {
        job_id: Option<String> = "jobId",
        queued_at: Option<i64> = "queuedAt",
        started_at: Option<i64> = "startedAt",
        last_updated_at: Option<i64> = "lastUpdatedAt",
        version_number: Option<i64> = "versionNumber",
        execution_number: Option<i64> = "executionNumber",
    }
}

structure! {
    pub struct StartCommandExecutionRequest {
        target_arn: String = "targetArn",
        command_arn: String = "commandArn",
        parameters: Option<Map<CommandParameterValue>> = "parameters",
        execution_timeout_seconds: Option<i64> = "executionTimeoutSeconds",
        client_token: Option<String> = "clientToken",
    }
}

structure! {
    pub struct StartCommandExecutionResponse {
        execution_id: Option<String> = "executionId",
    }
}

structure! {
    pub struct StartNextPendingJobExecutionRequest {
        thing_name: String = "thingName",
        status_details: Option<Map<String>> = "statusDetails",
        step_timeout_in_minutes: Option<i64> = "stepTimeoutInMinutes",
    }
}

structure! {
    pub struct StartNextPendingJobExecutionResponse {
        execution: Option<JobExecution> = "execution",
    }
}

structure! {
    pub struct UpdateJobExecutionRequest {
        job_id: String = "jobId",
        thing_name: String = "thingName",
        status: JobExecutionStatus = "status",
        status_details: Option<Map<String>> = "statusDetails",
        step_timeout_in_minutes: Option<i64> = "stepTimeoutInMinutes",
        expected_version: Option<i64> = "expectedVersion",
        include_job_execution_state: Option<bool> = "includeJobExecutionState",
        include_job_document: Option<bool> = "includeJobDocument",
        execution_number: Option<i64> = "executionNumber",
    }
}

structure! {
    pub struct UpdateJobExecutionResponse {
        execution_state: Option<JobExecutionState> = "executionState",
        job_document: Option<String> = "jobDocument",
    }
}
