//! What devices do with their jobs over HTTP (jobs.md §1). Times are whole seconds.

use jobs::message::seconds;
use jobs::{
    DeviceExecution, Exception, ExecutionState, ExecutionStatus, ExecutionView, JobError, Report, StepTimer,
    Which,
};
use model::Map;
use model::iot_jobs_data::{
    self, DescribeJobExecutionRequest, DescribeJobExecutionResponse, GetPendingJobExecutionsRequest,
    GetPendingJobExecutionsResponse, JobExecution, JobExecutionState, JobExecutionStatus,
    JobExecutionSummary, StartNextPendingJobExecutionRequest, StartNextPendingJobExecutionResponse,
    UpdateJobExecutionRequest, UpdateJobExecutionResponse,
};
use policy::Action;

use super::job_executions::details_in;
use super::support::{durable, version_in, version_out};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use iot_jobs_data::op;
    crate::handlers! {
        op::DESCRIBE_JOB_EXECUTION => sync describe_job_execution, exact;
        op::GET_PENDING_JOB_EXECUTIONS => sync get_pending_job_executions, exact;
        op::START_NEXT_PENDING_JOB_EXECUTION => async start_next_pending_job_execution, exact;
        op::UPDATE_JOB_EXECUTION => async update_job_execution, exact;
    }
}

/// The data plane has no exception for another version (jobs.md §3).
fn refusal(error: JobError) -> ApiError {
    match error.exception() {
        Exception::VersionConflict => ApiError::invalid_request(error.to_string()),
        _ => error.into(),
    }
}

fn status_out(status: ExecutionStatus) -> Option<JobExecutionStatus> {
    JobExecutionStatus::parse(status.as_str())
}

fn seconds_out(millis: u64) -> Option<i64> {
    version_out(seconds(millis))
}

fn execution(shown: DeviceExecution) -> JobExecution {
    let view = shown.view;
    let execution = view.execution;
    JobExecution {
        job_id: Some(view.job),
        thing_name: Some(view.thing),
        status: status_out(execution.status),
        status_details: Some(Map::from_iter(execution.details)).filter(|details| !details.is_empty()),
        queued_at: seconds_out(execution.queued_at),
        started_at: execution.started_at.and_then(seconds_out),
        last_updated_at: seconds_out(execution.last_updated_at),
        approximate_seconds_before_timed_out: view.seconds_left.and_then(version_out),
        version_number: version_out(execution.version),
        execution_number: version_out(view.number),
        job_document: shown.document.map(|document| document.to_string()),
    }
}

fn summary(view: ExecutionView) -> JobExecutionSummary {
    let execution = view.execution;
    JobExecutionSummary {
        job_id: Some(view.job),
        queued_at: seconds_out(execution.queued_at),
        started_at: execution.started_at.and_then(seconds_out),
        last_updated_at: seconds_out(execution.last_updated_at),
        version_number: version_out(execution.version),
        execution_number: version_out(view.number),
    }
}

fn describe_job_execution(
    call: &Call<Cloud>,
    input: DescribeJobExecutionRequest,
) -> Result<DescribeJobExecutionResponse, ApiError> {
    Cloud::authorize(call, Action::DescribeJobExecution, &input.thing_name, call.now)?;
    let which = Which::parse(&input.job_id, version_in(input.execution_number));
    let with_document = input.include_job_document.unwrap_or(true);
    let jobs = &call.context.jobs;
    let found = jobs.show(call.tenant(), &input.thing_name, which, with_document, call.now);
    Ok(DescribeJobExecutionResponse { execution: found.map_err(refusal)?.map(execution) })
}

fn get_pending_job_executions(
    call: &Call<Cloud>,
    input: GetPendingJobExecutionsRequest,
) -> Result<GetPendingJobExecutionsResponse, ApiError> {
    Cloud::authorize(call, Action::GetPendingJobExecutions, &input.thing_name, call.now)?;
    let pending = call.context.jobs.pending(call.tenant(), &input.thing_name, call.now);
    Ok(GetPendingJobExecutionsResponse {
        in_progress_jobs: Some(pending.in_progress.into_iter().map(summary).collect()),
        queued_jobs: Some(pending.queued.into_iter().map(summary).collect()),
    })
}

fn step_timer(minutes: Option<i64>) -> Result<Option<StepTimer>, ApiError> {
    Ok(minutes.map(StepTimer::parse).transpose()?)
}

async fn start_next_pending_job_execution(
    call: &Call<'_, Cloud>,
    input: StartNextPendingJobExecutionRequest,
) -> Result<StartNextPendingJobExecutionResponse, ApiError> {
    Cloud::authorize(call, Action::StartNextPendingJobExecution, &input.thing_name, call.now)?;
    let details = details_in(input.status_details)?;
    let step = step_timer(input.step_timeout_in_minutes)?;
    let jobs = &call.context.jobs;
    let started = jobs.start_next(call.tenant(), &input.thing_name, details, step, call.now);
    let started = durable(&call.context.store, started.map_err(refusal)?).await?;
    Ok(StartNextPendingJobExecutionResponse { execution: started.map(execution) })
}

async fn update_job_execution(
    call: &Call<'_, Cloud>,
    input: UpdateJobExecutionRequest,
) -> Result<UpdateJobExecutionResponse, ApiError> {
    Cloud::authorize(call, Action::UpdateJobExecution, &input.thing_name, call.now)?;
    let status = ExecutionStatus::parse(input.status.as_str());
    let report = Report {
        // Both enumerations come from the same model.
        status: status.ok_or_else(|| ApiError::invalid_request("The status is unknown."))?,
        details: details_in(input.status_details)?,
        step: step_timer(input.step_timeout_in_minutes)?,
        expected_version: version_in(input.expected_version),
    };
    let which = Which::parse(&input.job_id, version_in(input.execution_number));
    let reported = call.context.jobs.report(call.tenant(), &input.thing_name, which, report, call.now);
    let reported = durable(&call.context.store, reported.map_err(refusal)?).await?;
    let with_state = input.include_job_execution_state.unwrap_or(false);
    let with_document = input.include_job_document.unwrap_or(false);
    Ok(UpdateJobExecutionResponse {
        execution_state: with_state.then(|| state(reported.state)),
        job_document: with_document.then(|| reported.document.to_string()),
    })
}

fn state(state: ExecutionState) -> JobExecutionState {
    JobExecutionState {
        status: status_out(state.status),
        status_details: Some(Map::from_iter(state.details)),
        version_number: version_out(state.version),
    }
}
