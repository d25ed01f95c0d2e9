//! Job templates: configurations of jobs that are kept for later (jobs.md §4, api-facts.md §6).

use base::cut_page;
use catalog::Kind;
use jobs::{JobError, Plan, check_configurations};
use model::Timestamp;
use model::iot::{
    CreateJobTemplateRequest, CreateJobTemplateResponse, DeleteJobTemplateRequest,
    DescribeJobTemplateRequest, DescribeJobTemplateResponse, JobTemplateSummary, ListJobTemplatesRequest,
    ListJobTemplatesResponse, SchedulingConfig,
};

use super::jobs::{INCOMPLETE_TAG, check_document_source, id_of, kept, shown};
use super::managed_job_templates as managed;
use super::support::{committed, forget_tags, page, set_tags, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_JOB_TEMPLATE => async create_job_template, partial("documents in S3 are refused");
        op::DESCRIBE_JOB_TEMPLATE => sync describe_job_template, exact;
        op::LIST_JOB_TEMPLATES => sync list_job_templates, exact;
        op::DELETE_JOB_TEMPLATE => async delete_job_template, exact;
    }
}

type Template = DescribeJobTemplateResponse;

/// Entries of a page when the caller does not say (api-facts.md §7).
const PAGE_SIZE: usize = 250;

pub(super) fn not_found() -> ApiError {
    ApiError::resource_not_found("Job Template ID cannot be found.")
}

fn arn(call: &Call<Cloud>, id: &str) -> String {
    call.tenant().iot_arn(format_args!("jobtemplate/{id}"))
}

/// What a template, one's own or a managed one, gives a job.
///
/// # Errors
/// ResourceNotFoundException when there is none; InvalidRequestException for parameters that it does not have.
pub(super) fn plan_of(
    call: &Call<Cloud>,
    template_arn: &str,
    parameters: Vec<(String, String)>,
) -> Result<Plan, ApiError> {
    if let Some(plan) = managed::plan_of(call, template_arn, &parameters)? {
        return Ok(plan);
    }
    if !parameters.is_empty() {
        return Err(ApiError::invalid_request(
            "documentParameters can only be used with an AWS managed job template.",
        ));
    }
    let prefix = arn(call, "");
    let id = template_arn.strip_prefix(&prefix).ok_or_else(not_found)?;
    let template: Template =
        call.context.catalog.get(call.tenant(), Kind::JobTemplate, id).ok_or_else(not_found)?;
    let windows = template.maintenance_windows.filter(|windows| !windows.is_empty());
    let scheduling =
        windows.map(|windows| SchedulingConfig { maintenance_windows: Some(windows), ..Default::default() });
    Ok(Plan {
        document: template.document.unwrap_or_default(),
        description: template.description,
        template_arn: Some(template_arn.into()),
        destination_package_versions: template.destination_package_versions,
        presigned: kept(template.presigned_url_config)?,
        rollout: kept(template.job_executions_rollout_config)?,
        abort: kept(template.abort_config)?,
        timeout: kept(template.timeout_config)?,
        retry: kept(template.job_executions_retry_config)?,
        scheduling: kept(scheduling)?,
        ..Plan::default()
    })
}

/// The plan that a new template starts from: that of a job, or a bare document.
fn base(call: &Call<Cloud>, input: &mut CreateJobTemplateRequest) -> Result<Plan, ApiError> {
    check_document_source(input.document_source.as_ref(), input.document.as_ref())?;
    match (input.document.take(), input.job_arn.take()) {
        (Some(document), None) => Ok(Plan { document, ..Plan::default() }),
        (None, Some(job)) => {
            let id = id_of(call, &job).ok_or(JobError::JobNotFound)?;
            let plan = call.context.jobs.job(call.tenant(), id, call.now)?.job.plan;
            let document = call.context.jobs.document(call.tenant(), id, true)?;
            Ok(Plan { document, ..plan })
        }
        (Some(_), Some(_)) => {
            Err(ApiError::invalid_request("Job document and job cannot be specified at the same time."))
        }
        (None, None) => {
            Err(ApiError::invalid_request("Neither job document nor job document source is specified."))
        }
    }
}

async fn create_job_template(
    call: &Call<'_, Cloud>,
    mut input: CreateJobTemplateRequest,
) -> Result<CreateJobTemplateResponse, ApiError> {
    let id = std::mem::take(&mut input.job_template_id);
    let tags = tags(input.tags.take(), INCOMPLETE_TAG)?;
    let base = base(call, &mut input)?;
    jobs::document::check(&base.document)?;
    let plan = Plan {
        presigned: kept(input.presigned_url_config)?.or(base.presigned),
        rollout: kept(input.job_executions_rollout_config)?.or(base.rollout),
        abort: kept(input.abort_config)?.or(base.abort),
        timeout: kept(input.timeout_config)?.or(base.timeout),
        retry: kept(input.job_executions_retry_config)?.or(base.retry),
        ..Plan::default()
    };
    check_configurations(&plan)?;
    let of_job = shown::<_, SchedulingConfig>(base.scheduling.as_ref()).unwrap_or_default();
    let template = Template {
        job_template_arn: Some(arn(call, &id)),
        job_template_id: Some(id.clone()),
        description: Some(input.description),
        document_source: None,
        document: Some(base.document),
        created_at: time(call.now.0),
        presigned_url_config: shown(plan.presigned.as_ref()),
        job_executions_rollout_config: shown(plan.rollout.as_ref()),
        abort_config: shown(plan.abort.as_ref()),
        timeout_config: shown(plan.timeout.as_ref()),
        job_executions_retry_config: shown(plan.retry.as_ref()),
        maintenance_windows: input.maintenance_windows.or(of_job.maintenance_windows),
        destination_package_versions: input
            .destination_package_versions
            .or(base.destination_package_versions),
    };
    let created = call.context.catalog.change(call.tenant(), |draft| {
        if draft.contains(Kind::JobTemplate, &id) {
            return Err(ApiError::conflict("Job Template ID already exists."));
        }
        draft.put(Kind::JobTemplate, id.as_str(), template);
        Ok(())
    })?;
    let tagged = set_tags(call, &format!("jobtemplate/{id}"), tags);
    committed(&call.context.store, created.ticket.max(tagged)).await?;
    Ok(CreateJobTemplateResponse { job_template_arn: Some(arn(call, &id)), job_template_id: Some(id) })
}

fn describe_job_template(
    call: &Call<Cloud>,
    input: DescribeJobTemplateRequest,
) -> Result<DescribeJobTemplateResponse, ApiError> {
    let found = call.context.catalog.get(call.tenant(), Kind::JobTemplate, &input.job_template_id);
    found.ok_or_else(not_found)
}

/// The newest first (api-facts.md §7).
fn list_job_templates(
    call: &Call<Cloud>,
    input: ListJobTemplatesRequest,
) -> Result<ListJobTemplatesResponse, ApiError> {
    let mut request = page(input.max_results, input.next_token);
    request.size = request.size.or(Some(PAGE_SIZE));
    let mut templates: Vec<(String, Template)> = call.context.catalog.read(call.tenant(), |shelves| {
        let place = |name: &str, template: &Template| {
            let Timestamp(created_at) = template.created_at.unwrap_or_default();
            format!("{:016x}/{name}", created_at.0)
        };
        let all = shelves.all(Kind::JobTemplate);
        all.map(|(name, template)| (place(name, &template), template)).collect()
    });
    templates.sort_unstable_by(|(a, _), (b, _)| b.cmp(a));
    let found = cut_page(
        templates.into_iter(),
        &request,
        |(place, _)| place.clone(),
        |(place, _), last| place.as_str() < last,
        |(_, template)| template,
    )?;
    let (job_templates, next_token) = split(found, |template| JobTemplateSummary {
        job_template_arn: template.job_template_arn,
        job_template_id: template.job_template_id,
        description: template.description,
        created_at: template.created_at,
    });
    Ok(ListJobTemplatesResponse { job_templates, next_token })
}

async fn delete_job_template(
    call: &Call<'_, Cloud>,
    input: DeleteJobTemplateRequest,
) -> Result<(), ApiError> {
    let id = input.job_template_id;
    let deleted = call.context.catalog.change(call.tenant(), |draft| {
        if !draft.contains(Kind::JobTemplate, &id) {
            return Err(not_found());
        }
        draft.remove(Kind::JobTemplate, id.as_str());
        Ok(())
    })?;
    let untagged = forget_tags(call, &format!("jobtemplate/{id}"));
    committed(&call.context.store, deleted.ticket.max(untagged)).await
}
