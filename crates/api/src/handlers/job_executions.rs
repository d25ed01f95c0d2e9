//! Executions of jobs, as management sees them (jobs.md §3).

use base::PageRequest;
use jobs::{Details, ExecutionFilter, ExecutionStatus, ExecutionView, check_details};
use model::Map;
use model::iot::{
    self, CancelJobExecutionRequest, DeleteJobExecutionRequest, DescribeJobExecutionRequest,
    DescribeJobExecutionResponse, JobExecution, JobExecutionStatusDetails, JobExecutionSummary,
    JobExecutionSummaryForJob, JobExecutionSummaryForThing, ListJobExecutionsForJobRequest,
    ListJobExecutionsForJobResponse, ListJobExecutionsForThingRequest, ListJobExecutionsForThingResponse,
};

use super::jobs::pairs;
use super::support::{durable, page, split, time, version_in, version_out};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::DESCRIBE_JOB_EXECUTION => sync describe_job_execution, exact;
        op::LIST_JOB_EXECUTIONS_FOR_JOB => sync list_job_executions_for_job, exact;
        op::LIST_JOB_EXECUTIONS_FOR_THING => sync list_job_executions_for_thing, exact;
        op::CANCEL_JOB_EXECUTION => async cancel_job_execution, exact;
        op::DELETE_JOB_EXECUTION => async delete_job_execution, exact;
    }
}

/// Entries of a page when the caller does not say (api-facts.md §7).
const PAGE_SIZE: usize = 250;

fn executions_page(size: Option<i32>, token: Option<String>) -> PageRequest {
    let request = page(size, token);
    PageRequest { size: request.size.or(Some(PAGE_SIZE)), ..request }
}

fn thing_arn(call: &Call<Cloud>, thing: &str) -> String {
    call.tenant().iot_arn(format_args!("thing/{thing}"))
}

fn status_out(status: ExecutionStatus) -> Option<iot::JobExecutionStatus> {
    iot::JobExecutionStatus::parse(status.as_str())
}

fn status_in(status: Option<iot::JobExecutionStatus>) -> Option<ExecutionStatus> {
    ExecutionStatus::parse(status?.as_str())
}

/// Details as a request gives them.
///
/// # Errors
/// InvalidRequestException when there are too many.
pub(super) fn details_in(given: Option<Map<String>>) -> Result<Option<Details>, ApiError> {
    let details = given.map(|given| pairs(Some(given)));
    details.as_deref().map_or(Ok(()), check_details)?;
    Ok(details)
}

fn describe_job_execution(
    call: &Call<Cloud>,
    input: DescribeJobExecutionRequest,
) -> Result<DescribeJobExecutionResponse, ApiError> {
    let place = (input.job_id.as_str(), input.thing_name.as_str());
    let number = version_in(input.execution_number);
    let view = call.context.jobs.execution(call.tenant(), place, number, call.now)?;
    let execution = view.execution;
    Ok(DescribeJobExecutionResponse {
        execution: Some(JobExecution {
            job_id: Some(view.job),
            status: status_out(execution.status),
            force_canceled: Some(execution.force_canceled),
            status_details: Some(JobExecutionStatusDetails {
                details_map: Some(Map::from_iter(execution.details)),
            }),
            thing_arn: Some(thing_arn(call, &view.thing)),
            queued_at: time(execution.queued_at),
            started_at: execution.started_at.and_then(time),
            last_updated_at: time(execution.last_updated_at),
            execution_number: version_out(view.number),
            version_number: version_out(execution.version),
            approximate_seconds_before_timed_out: view.seconds_left.and_then(version_out),
        }),
    })
}

fn summary(view: &ExecutionView) -> JobExecutionSummary {
    let execution = &view.execution;
    JobExecutionSummary {
        status: status_out(execution.status),
        queued_at: time(execution.queued_at),
        started_at: execution.started_at.and_then(time),
        last_updated_at: time(execution.last_updated_at),
        execution_number: version_out(view.number),
        retry_attempt: i32::try_from(execution.retries.total()).ok(),
    }
}

fn list_job_executions_for_job(
    call: &Call<Cloud>,
    input: ListJobExecutionsForJobRequest,
) -> Result<ListJobExecutionsForJobResponse, ApiError> {
    let request = executions_page(input.max_results, input.next_token);
    let status = status_in(input.status);
    let jobs = &call.context.jobs;
    let found = jobs.executions_of_job(call.tenant(), &input.job_id, status, &request, call.now)?;
    let (execution_summaries, next_token) = split(found, |view| JobExecutionSummaryForJob {
        thing_arn: Some(thing_arn(call, &view.thing)),
        job_execution_summary: Some(summary(&view)),
    });
    Ok(ListJobExecutionsForJobResponse { execution_summaries, next_token })
}

fn list_job_executions_for_thing(
    call: &Call<Cloud>,
    input: ListJobExecutionsForThingRequest,
) -> Result<ListJobExecutionsForThingResponse, ApiError> {
    let request = executions_page(input.max_results, input.next_token);
    let filter = ExecutionFilter {
        status: status_in(input.status),
        job: input.job_id,
        namespace_id: input.namespace_id,
    };
    let jobs = &call.context.jobs;
    let found = jobs.executions_of_thing(call.tenant(), &input.thing_name, &filter, &request, call.now)?;
    let (execution_summaries, next_token) = split(found, |view| JobExecutionSummaryForThing {
        job_execution_summary: Some(summary(&view)),
        job_id: Some(view.job),
    });
    Ok(ListJobExecutionsForThingResponse { execution_summaries, next_token })
}

async fn cancel_job_execution(
    call: &Call<'_, Cloud>,
    input: CancelJobExecutionRequest,
) -> Result<(), ApiError> {
    let place = (input.job_id.as_str(), input.thing_name.as_str());
    let how = (input.force.unwrap_or(false), version_in(input.expected_version));
    let details = details_in(input.status_details)?;
    let changed = call.context.jobs.cancel_execution(call.tenant(), place, how, details, call.now)?;
    durable(&call.context.store, changed).await
}

async fn delete_job_execution(
    call: &Call<'_, Cloud>,
    input: DeleteJobExecutionRequest,
) -> Result<(), ApiError> {
    let place = (input.job_id.as_str(), input.thing_name.as_str());
    let (number, force) = (input.execution_number, input.force.unwrap_or(false));
    let changed = call.context.jobs.delete_execution(call.tenant(), place, number, force, call.now)?;
    durable(&call.context.store, changed).await
}
