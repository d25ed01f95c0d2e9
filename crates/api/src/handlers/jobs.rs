//! Jobs (jobs.md §4).

use base::Arn;
use jobs::config::{PresignedUrlConfig, SchedulingConfig};
use jobs::{
    Cancellation, Counts, ExecutionStatus, JobError, JobFilter, JobStatus, JobUpdate, JobView, Plan,
    TargetSelection,
};
use model::iot::{
    self, AssociateTargetsWithJobRequest, AssociateTargetsWithJobResponse, CancelJobRequest,
    CancelJobResponse, CreateJobRequest, CreateJobResponse, DeleteJobRequest, DescribeJobRequest,
    DescribeJobResponse, GetJobDocumentRequest, GetJobDocumentResponse, JobProcessDetails, JobSummary,
    ListJobsRequest, ListJobsResponse, ScheduledJobRollout, UpdateJobRequest,
};
use model::{Map, Model};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::job_templates;
use super::support::{committed, durable, forget_tags, page, set_tags, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_JOB => async create_job, partial("documents and presigned URLs in S3 are refused; destinationPackageVersions is stored, but no $package shadow is updated; namespaceId is stored, but does not change topics");
        op::DESCRIBE_JOB => sync describe_job, exact;
        op::LIST_JOBS => sync list_jobs, exact;
        op::UPDATE_JOB => async update_job, exact;
        op::CANCEL_JOB => async cancel_job, exact;
        op::DELETE_JOB => async delete_job, partial("a job is gone at once; DELETION_IN_PROGRESS is announced, but never seen");
        op::GET_JOB_DOCUMENT => sync get_job_document, exact;
        op::ASSOCIATE_TARGETS_WITH_JOB => async associate_targets_with_job, exact;
    }
}

impl From<JobError> for ApiError {
    fn from(error: JobError) -> Self {
        use jobs::Exception;
        let text = error.to_string();
        let api_error = match error.exception() {
            Exception::InvalidRequest => Self::invalid_request(text),
            Exception::ResourceNotFound => Self::resource_not_found(text),
            Exception::ResourceAlreadyExists => Self::resource_already_exists(text),
            Exception::VersionConflict => Self::version_conflict(text),
            Exception::InvalidStateTransition => Self::invalid_state_transition(text),
            Exception::TerminalState => Self::terminal_state(text),
            Exception::LimitExceeded => Self::limit_exceeded(text),
        };
        match error {
            JobError::JobExists { job, arn } => api_error.with_resource_id(job).with_resource_arn(arn),
            _ => api_error,
        }
    }
}

/// The text of tags without a value (api-errors.md §9).
pub(super) const INCOMPLETE_TAG: &str = "Invalid tag parameter exception. Please check the input.";
const NO_DOCUMENT: &str = "Neither job document nor job document source is specified.";

fn arn(call: &Call<Cloud>, id: &str) -> String {
    call.tenant().iot_arn(format_args!("job/{id}"))
}

/// A configuration as jobs keep it: their types have the API's names.
///
/// # Errors
/// InvalidRequestException when the service model lets something pass that they cannot hold.
pub(super) fn kept<M: Model, T: DeserializeOwned>(given: Option<M>) -> Result<Option<T>, ApiError> {
    let read = given.map(|given| serde_json::from_value(given.write())).transpose();
    read.map_err(|error| {
        ApiError::invalid_request(format!("The configuration of the job is invalid: {error}"))
    })
}

/// A configuration as the API shows it.
pub(super) fn shown<T: Serialize, M: Model>(kept: Option<&T>) -> Option<M> {
    M::read(serde_json::to_value(kept?).ok()?).ok()
}

/// A map as pairs.
pub(super) fn pairs(map: Option<Map<String>>) -> Vec<(String, String)> {
    map.unwrap_or_default().into_iter().collect()
}

/// What a request says of a document: one of these.
enum Source {
    Document(String),
    Template(String),
}

/// Where a job or a template takes its document from.
///
/// # Errors
/// InvalidRequestException for two documents, NotImplementedException for one in S3.
pub(super) fn check_document_source(
    source: Option<&String>,
    document: Option<&String>,
) -> Result<(), ApiError> {
    match (source, document) {
        (None, _) => Ok(()),
        (Some(_), Some(_)) => Err(ApiError::invalid_request(
            "Job document and job document source cannot be specified at the same time.",
        )),
        (Some(source), None) => Err(ApiError::not_implemented(format!(
            "Job document source {source}: job documents in S3 are not implemented by Thingcore. Give the document itself."
        ))),
    }
}

fn source(input: &mut CreateJobRequest) -> Result<Source, ApiError> {
    check_document_source(input.document_source.as_ref(), input.document.as_ref())?;
    match (input.document.take(), input.job_template_arn.take()) {
        (Some(document), None) => Ok(Source::Document(document)),
        (None, Some(template)) => Ok(Source::Template(template)),
        (Some(_), Some(_)) => Err(ApiError::invalid_request(
            "Job document and job template cannot be specified at the same time.",
        )),
        (None, None) => Err(ApiError::invalid_request(NO_DOCUMENT)),
    }
}

/// The plan of a request: its own configurations, and those of its template where it has none.
fn plan(call: &Call<'_, Cloud>, mut input: CreateJobRequest) -> Result<Plan, ApiError> {
    let parameters = pairs(input.document_parameters.take());
    let base = match source(&mut input)? {
        Source::Template(template) => job_templates::plan_of(call, &template, parameters)?,
        Source::Document(_) if !parameters.is_empty() => {
            return Err(ApiError::invalid_request(
                "documentParameters can only be used with an AWS managed job template.",
            ));
        }
        Source::Document(document) => Plan { document, ..Plan::default() },
    };
    Ok(Plan {
        targets: input.targets,
        selection: match input.target_selection {
            Some(iot::TargetSelection::Continuous) => TargetSelection::Continuous,
            _ => TargetSelection::Snapshot,
        },
        description: input.description.or(base.description),
        namespace_id: input.namespace_id,
        destination_package_versions: input
            .destination_package_versions
            .or(base.destination_package_versions),
        presigned: kept(input.presigned_url_config)?.or(base.presigned).map(PresignedUrlConfig::with_default),
        rollout: kept(input.job_executions_rollout_config)?.or(base.rollout),
        abort: kept(input.abort_config)?.or(base.abort),
        timeout: kept(input.timeout_config)?.or(base.timeout),
        retry: kept(input.job_executions_retry_config)?.or(base.retry),
        scheduling: kept(input.scheduling_config)?.or(base.scheduling),
        document: base.document,
        parameters: base.parameters,
        template_arn: base.template_arn,
    })
}

async fn create_job(
    call: &Call<'_, Cloud>,
    mut input: CreateJobRequest,
) -> Result<CreateJobResponse, ApiError> {
    let id = std::mem::take(&mut input.job_id);
    let tags = tags(input.tags.take(), INCOMPLETE_TAG)?;
    let plan = plan(call, input)?;
    let has_role = plan.presigned.as_ref().is_some_and(|presigned| presigned.role_arn.is_some());
    if has_role && jobs::document::has_presigned_url(&plan.document) {
        return Err(ApiError::not_implemented(
            "Presigned S3 URLs in job documents are not implemented by Thingcore.",
        ));
    }
    let description = plan.description.clone();
    let created = call.context.jobs.create_job(call.tenant(), &id, plan, call.now)?;
    let tagged = set_tags(call, &format!("job/{id}"), tags);
    committed(&call.context.store, created.ticket.max(tagged)).await?;
    Ok(CreateJobResponse { job_arn: Some(arn(call, &id)), job_id: Some(id), description })
}

fn describe_job(call: &Call<Cloud>, input: DescribeJobRequest) -> Result<DescribeJobResponse, ApiError> {
    let view = call.context.jobs.job(call.tenant(), &input.job_id, call.now)?;
    Ok(DescribeJobResponse { document_source: None, job: Some(described(call, view)) })
}

/// A job in full. Some configurations are empty objects when there are none (jobs.md §3).
fn described(call: &Call<Cloud>, view: JobView) -> iot::Job {
    let JobView { id, job, counts, is_concurrent, next_windows } = view;
    let plan = job.plan;
    let rollouts = next_windows.into_iter().map(|time| ScheduledJobRollout { start_time: Some(time) });
    let parameters = Map::from_iter(plan.parameters);
    iot::Job {
        job_arn: Some(arn(call, &id)),
        job_id: Some(id),
        target_selection: Some(selection(plan.selection)),
        status: Some(status(job.status)),
        force_canceled: (job.status == JobStatus::Canceled).then_some(job.force_canceled),
        reason_code: job.reason_code,
        comment: job.comment,
        targets: Some(plan.targets),
        description: plan.description,
        presigned_url_config: shown(Some(&plan.presigned.unwrap_or_default())),
        job_executions_rollout_config: shown(Some(&plan.rollout.unwrap_or_default())),
        abort_config: shown(plan.abort.as_ref()),
        created_at: time(job.created_at),
        last_updated_at: time(job.last_updated_at),
        completed_at: job.completed_at.and_then(time),
        job_process_details: Some(counted(&counts)),
        timeout_config: shown(Some(&plan.timeout.unwrap_or_default())),
        namespace_id: plan.namespace_id,
        job_template_arn: plan.template_arn,
        job_executions_retry_config: shown(plan.retry.as_ref()),
        document_parameters: Some(parameters).filter(|parameters| !parameters.is_empty()),
        is_concurrent: Some(is_concurrent),
        scheduled_job_rollouts: Some(rollouts.collect()).filter(|rollouts: &Vec<_>| !rollouts.is_empty()),
        scheduling_config: shown::<SchedulingConfig, _>(Some(&plan.scheduling.unwrap_or_default())),
        destination_package_versions: plan.destination_package_versions,
    }
}

fn counted(counts: &Counts) -> JobProcessDetails {
    use ExecutionStatus::{Canceled, Failed, InProgress, Queued, Rejected, Removed, Succeeded, TimedOut};
    let of = |status| i32::try_from(counts.of(status)).ok();
    JobProcessDetails {
        processing_targets: None,
        number_of_canceled_things: of(Canceled),
        number_of_succeeded_things: of(Succeeded),
        number_of_failed_things: of(Failed),
        number_of_rejected_things: of(Rejected),
        number_of_queued_things: of(Queued),
        number_of_in_progress_things: of(InProgress),
        number_of_removed_things: of(Removed),
        number_of_timed_out_things: of(TimedOut),
    }
}

fn status(status: JobStatus) -> iot::JobStatus {
    match status {
        JobStatus::Scheduled => iot::JobStatus::Scheduled,
        JobStatus::InProgress => iot::JobStatus::InProgress,
        JobStatus::Completed => iot::JobStatus::Completed,
        JobStatus::Canceled => iot::JobStatus::Canceled,
    }
}

fn selection(selection: TargetSelection) -> iot::TargetSelection {
    match selection {
        TargetSelection::Snapshot => iot::TargetSelection::Snapshot,
        TargetSelection::Continuous => iot::TargetSelection::Continuous,
    }
}

fn list_jobs(call: &Call<Cloud>, input: ListJobsRequest) -> Result<ListJobsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let status = match input.status {
        None => None,
        Some(iot::JobStatus::InProgress) => Some(JobStatus::InProgress),
        Some(iot::JobStatus::Canceled) => Some(JobStatus::Canceled),
        Some(iot::JobStatus::Completed) => Some(JobStatus::Completed),
        Some(iot::JobStatus::Scheduled) => Some(JobStatus::Scheduled),
        // Jobs are deleted at once.
        Some(iot::JobStatus::DeletionInProgress) => return Ok(no_jobs()),
    };
    let group = match (input.thing_group_name, input.thing_group_id) {
        (None, None) => None,
        (name, id) => {
            match call.context.registry.find_thing_group(call.tenant(), name.as_deref(), id.as_deref()) {
                Some(group) => Some(group),
                None => return Ok(no_jobs()),
            }
        }
    };
    let filter = JobFilter {
        status,
        selection: input.target_selection.map(|wanted| match wanted {
            iot::TargetSelection::Continuous => TargetSelection::Continuous,
            iot::TargetSelection::Snapshot => TargetSelection::Snapshot,
        }),
        target: group.as_ref().map(|(name, _)| call.tenant().iot_arn(format_args!("thinggroup/{name}"))),
        namespace_id: input.namespace_id,
    };
    let found = call.context.jobs.list_jobs(call.tenant(), &filter, &request, call.now)?;
    let group_id = group.map(|(_, id)| id);
    let (jobs, next_token) = split(found, |view| summary(call, view, group_id.clone()));
    Ok(ListJobsResponse { jobs, next_token })
}

fn no_jobs() -> ListJobsResponse {
    ListJobsResponse { jobs: Some(Vec::new()), next_token: None }
}

fn summary(call: &Call<Cloud>, view: JobView, thing_group_id: Option<String>) -> JobSummary {
    let job = view.job;
    JobSummary {
        job_arn: Some(arn(call, &view.id)),
        job_id: Some(view.id),
        thing_group_id,
        target_selection: Some(selection(job.plan.selection)),
        status: Some(status(job.status)),
        created_at: time(job.created_at),
        last_updated_at: time(job.last_updated_at),
        completed_at: job.completed_at.and_then(time),
        is_concurrent: Some(view.is_concurrent),
    }
}

async fn update_job(call: &Call<'_, Cloud>, input: UpdateJobRequest) -> Result<(), ApiError> {
    let update = JobUpdate {
        description: input.description,
        presigned: kept(input.presigned_url_config)?.map(PresignedUrlConfig::with_default),
        rollout: kept(input.job_executions_rollout_config)?,
        abort: kept(input.abort_config)?,
        timeout: kept(input.timeout_config)?,
        retry: kept(input.job_executions_retry_config)?,
    };
    let changed = call.context.jobs.update_job(call.tenant(), &input.job_id, update, call.now)?;
    durable(&call.context.store, changed).await
}

async fn cancel_job(call: &Call<'_, Cloud>, input: CancelJobRequest) -> Result<CancelJobResponse, ApiError> {
    let (reason_code, comment) = (input.reason_code, input.comment);
    let cancellation = Cancellation { reason_code, comment, force: input.force.unwrap_or(false) };
    let id = input.job_id;
    let changed = call.context.jobs.cancel_job(call.tenant(), &id, cancellation, call.now)?;
    let description = durable(&call.context.store, changed).await?;
    Ok(CancelJobResponse { job_arn: Some(arn(call, &id)), job_id: Some(id), description })
}

async fn delete_job(call: &Call<'_, Cloud>, input: DeleteJobRequest) -> Result<(), ApiError> {
    let (id, force) = (&input.job_id, input.force.unwrap_or(false));
    let deleted = call.context.jobs.delete_job(call.tenant(), id, force, call.now)?;
    let untagged = forget_tags(call, &format!("job/{id}"));
    committed(&call.context.store, deleted.ticket.max(untagged)).await
}

fn get_job_document(
    call: &Call<Cloud>,
    input: GetJobDocumentRequest,
) -> Result<GetJobDocumentResponse, ApiError> {
    let substituted = !input.before_substitution.unwrap_or(false);
    let document = call.context.jobs.document(call.tenant(), &input.job_id, substituted)?;
    Ok(GetJobDocumentResponse { document: Some(document) })
}

async fn associate_targets_with_job(
    call: &Call<'_, Cloud>,
    input: AssociateTargetsWithJobRequest,
) -> Result<AssociateTargetsWithJobResponse, ApiError> {
    let id = input.job_id;
    let changed =
        call.context.jobs.add_targets(call.tenant(), &id, input.targets, input.comment, call.now)?;
    let description = durable(&call.context.store, changed).await?;
    Ok(AssociateTargetsWithJobResponse { job_arn: Some(arn(call, &id)), job_id: Some(id), description })
}

/// The id of a job of the caller's own account and region.
pub(super) fn id_of<'a>(call: &Call<Cloud>, arn: &'a str) -> Option<&'a str> {
    let is_ours = arn.starts_with(&call.tenant().iot_arn_prefix());
    Arn::parse(arn).filter(|_| is_ours)?.name_of("job")
}
