// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::shape::*;
use crate::table::Shape;
use crate::table::build::*;

pub static APPROXIMATE_SECONDS_BEFORE_TIMED_OUT: Shape = long("ApproximateSecondsBeforeTimedOut", any());
pub static BINARY_PARAMETER_VALUE: Shape = blob("BinaryParameterValue", at_least(1));
pub static BOOLEAN_PARAMETER_VALUE: Shape = boolean("BooleanParameterValue");
pub static CLIENT_REQUEST_TOKEN_V2: Shape = string("ClientRequestTokenV2", within(1, 64)).pattern(41);
pub static COMMAND_ARN: Shape = string("CommandArn", any());
pub static COMMAND_EXECUTION_ID: Shape = string("CommandExecutionId", within(1, 64)).pattern(27);
pub static COMMAND_EXECUTION_PARAMETER_MAP: Shape =
    map("CommandExecutionParameterMap", &COMMAND_PARAMETER_NAME, &COMMAND_PARAMETER_VALUE, at_least(1));
pub static COMMAND_EXECUTION_TIMEOUT_IN_SECONDS: Shape =
    long("CommandExecutionTimeoutInSeconds", at_least(1));
pub static COMMAND_PARAMETER_NAME: Shape = string("CommandParameterName", within(1, 192)).pattern(35);
pub static COMMAND_PARAMETER_VALUE: Shape = structure(
    "CommandParameterValue",
    &[
        member("S", &STRING_PARAMETER_VALUE),
        member("B", &BOOLEAN_PARAMETER_VALUE),
        member("I", &INTEGER_PARAMETER_VALUE),
        member("L", &LONG_PARAMETER_VALUE),
        member("D", &DOUBLE_PARAMETER_VALUE),
        member("BIN", &BINARY_PARAMETER_VALUE),
        member("UL", &UNSIGNED_LONG_PARAMETER_VALUE),
    ],
);
pub static DESCRIBE_JOB_EXECUTION_JOB_ID: Shape = string("DescribeJobExecutionJobId", any()).pattern(28);
pub static DESCRIBE_JOB_EXECUTION_REQUEST: Shape = structure(
    "DescribeJobExecutionRequest",
    &[
        member("jobId", &DESCRIBE_JOB_EXECUTION_JOB_ID).required().path("jobId"),
        member("thingName", &THING_NAME).required().path("thingName"),
        member("includeJobDocument", &INCLUDE_JOB_DOCUMENT).query("includeJobDocument"),
        member("executionNumber", &EXECUTION_NUMBER).query("executionNumber"),
    ],
);
pub static DESCRIBE_JOB_EXECUTION_RESPONSE: Shape =
    structure("DescribeJobExecutionResponse", &[member("execution", &JOB_EXECUTION)]);
pub static DETAILS_KEY: Shape = string("DetailsKey", within(1, 128)).pattern(24);
pub static DETAILS_MAP: Shape = map("DetailsMap", &DETAILS_KEY, &DETAILS_VALUE, any());
pub static DETAILS_VALUE: Shape = string("DetailsValue", at_least(1)).pattern(16);
pub static DOUBLE_PARAMETER_VALUE: Shape = double("DoubleParameterValue", any());
pub static EXECUTION_NUMBER: Shape = long("ExecutionNumber", any());
pub static EXPECTED_VERSION: Shape = long("ExpectedVersion", any());
pub static GET_PENDING_JOB_EXECUTIONS_REQUEST: Shape = structure(
    "GetPendingJobExecutionsRequest",
    &[member("thingName", &THING_NAME).required().path("thingName")],
);
pub static GET_PENDING_JOB_EXECUTIONS_RESPONSE: Shape = structure(
    "GetPendingJobExecutionsResponse",
    &[
        member("inProgressJobs", &JOB_EXECUTION_SUMMARY_LIST),
        member("queuedJobs", &JOB_EXECUTION_SUMMARY_LIST),
    ],
);
pub static INCLUDE_EXECUTION_STATE: Shape = boolean("IncludeExecutionState");
pub static INCLUDE_JOB_DOCUMENT: Shape = boolean("IncludeJobDocument");
pub static INTEGER_PARAMETER_VALUE: Shape = integer("IntegerParameterValue", any());
pub static JOB_DOCUMENT: Shape = string("JobDocument", at_most(32768));
pub static JOB_EXECUTION: Shape = structure(
    "JobExecution",
    &[
        member("jobId", &JOB_ID),
        member("thingName", &THING_NAME),
        member("status", &JOB_EXECUTION_STATUS),
        member("statusDetails", &DETAILS_MAP),
        member("queuedAt", &QUEUED_AT),
        member("startedAt", &STARTED_AT),
        member("lastUpdatedAt", &LAST_UPDATED_AT),
        member("approximateSecondsBeforeTimedOut", &APPROXIMATE_SECONDS_BEFORE_TIMED_OUT),
        member("versionNumber", &VERSION_NUMBER),
        member("executionNumber", &EXECUTION_NUMBER),
        member("jobDocument", &JOB_DOCUMENT),
    ],
);
pub static JOB_EXECUTION_STATE: Shape = structure(
    "JobExecutionState",
    &[
        member("status", &JOB_EXECUTION_STATUS),
        member("statusDetails", &DETAILS_MAP),
        member("versionNumber", &VERSION_NUMBER),
    ],
);
pub static JOB_EXECUTION_STATUS: Shape = string("JobExecutionStatus", any()).values(&[
    "QUEUED",
    "IN_PROGRESS",
    "SUCCEEDED",
    "FAILED",
    "TIMED_OUT",
    "REJECTED",
    "REMOVED",
    "CANCELED",
]);
pub static JOB_EXECUTION_SUMMARY: Shape = structure(
    "JobExecutionSummary",
    &[
        member("jobId", &JOB_ID),
        member("queuedAt", &QUEUED_AT),
        member("startedAt", &STARTED_AT),
        member("lastUpdatedAt", &LAST_UPDATED_AT),
        member("versionNumber", &VERSION_NUMBER),
        member("executionNumber", &EXECUTION_NUMBER),
    ],
);
pub static JOB_EXECUTION_SUMMARY_LIST: Shape = list("JobExecutionSummaryList", &JOB_EXECUTION_SUMMARY, any());
pub static JOB_ID: Shape = string("JobId", within(1, 64)).pattern(27);
pub static LAST_UPDATED_AT: Shape = long("LastUpdatedAt", any());
pub static LONG_PARAMETER_VALUE: Shape = long("LongParameterValue", any());
pub static QUEUED_AT: Shape = long("QueuedAt", any());
pub static START_COMMAND_EXECUTION_REQUEST: Shape = structure(
    "StartCommandExecutionRequest",
    &[
        member("targetArn", &TARGET_ARN).required(),
        member("commandArn", &COMMAND_ARN).required(),
        member("parameters", &COMMAND_EXECUTION_PARAMETER_MAP),
        member("executionTimeoutSeconds", &COMMAND_EXECUTION_TIMEOUT_IN_SECONDS),
        member("clientToken", &CLIENT_REQUEST_TOKEN_V2),
    ],
);
pub static START_COMMAND_EXECUTION_RESPONSE: Shape =
    structure("StartCommandExecutionResponse", &[member("executionId", &COMMAND_EXECUTION_ID)]);
pub static START_NEXT_PENDING_JOB_EXECUTION_REQUEST: Shape = structure(
    "StartNextPendingJobExecutionRequest",
    &[
        member("thingName", &THING_NAME).required().path("thingName"),
        member("statusDetails", &DETAILS_MAP),
        member("stepTimeoutInMinutes", &STEP_TIMEOUT_IN_MINUTES),
    ],
);
pub static START_NEXT_PENDING_JOB_EXECUTION_RESPONSE: Shape =
    structure("StartNextPendingJobExecutionResponse", &[member("execution", &JOB_EXECUTION)]);
pub static STARTED_AT: Shape = long("StartedAt", any());
pub static STEP_TIMEOUT_IN_MINUTES: Shape = long("StepTimeoutInMinutes", any());
pub static STRING_PARAMETER_VALUE: Shape = string("StringParameterValue", at_least(1));
pub static TARGET_ARN: Shape = string("TargetArn", at_most(2048));
pub static THING_NAME: Shape = string("ThingName", within(1, 128)).pattern(24);
pub static UNSIGNED_LONG_PARAMETER_VALUE: Shape =
    string("UnsignedLongParameterValue", within(1, 20)).pattern(39);
pub static UPDATE_JOB_EXECUTION_REQUEST: Shape = structure(
    "UpdateJobExecutionRequest",
    &[
        member("jobId", &JOB_ID).required().path("jobId"),
        member("thingName", &THING_NAME).required().path("thingName"),
        member("status", &JOB_EXECUTION_STATUS).required(),
        member("statusDetails", &DETAILS_MAP),
        member("stepTimeoutInMinutes", &STEP_TIMEOUT_IN_MINUTES),
        member("expectedVersion", &EXPECTED_VERSION),
        member("includeJobExecutionState", &INCLUDE_EXECUTION_STATE),
        member("includeJobDocument", &INCLUDE_JOB_DOCUMENT),
        member("executionNumber", &EXECUTION_NUMBER),
    ],
);
pub static UPDATE_JOB_EXECUTION_RESPONSE: Shape = structure(
    "UpdateJobExecutionResponse",
    &[member("executionState", &JOB_EXECUTION_STATE), member("jobDocument", &JOB_DOCUMENT)],
);
pub static VERSION_NUMBER: Shape = long("VersionNumber", any());
