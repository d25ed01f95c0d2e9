//! Bulk registration of things (provisioning.md §8). Its input is a file in S3, which is not here: a task fails as
//! soon as it is started, as one does on AWS whose file cannot be read, and is remembered as long.

use base::UnixMillis;
use catalog::{Draft, Kind};
use model::iot::{
    DescribeThingRegistrationTaskRequest, DescribeThingRegistrationTaskResponse,
    ListThingRegistrationTaskReportsRequest, ListThingRegistrationTaskReportsResponse,
    ListThingRegistrationTasksRequest, ListThingRegistrationTasksResponse, StartThingRegistrationTaskRequest,
    StartThingRegistrationTaskResponse, Status, StopThingRegistrationTaskRequest,
    StopThingRegistrationTaskResponse,
};
use provisioning::Template;

use super::support::{durable, page, split, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::START_THING_REGISTRATION_TASK => async start_thing_registration_task,
            partial("there is no S3 to read from: every task fails at once, and says so");
        op::DESCRIBE_THING_REGISTRATION_TASK => sync describe_thing_registration_task, exact;
        op::LIST_THING_REGISTRATION_TASKS => sync list_thing_registration_tasks, exact;
        op::LIST_THING_REGISTRATION_TASK_REPORTS => sync list_thing_registration_task_reports,
            partial("tasks never get as far as a report");
        op::STOP_THING_REGISTRATION_TASK => sync stop_thing_registration_task,
            partial("tasks have always ended already, which is no error");
    }
}

type Task = DescribeThingRegistrationTaskResponse;

/// How long an ended task is remembered (provisioning.md §8).
const KEPT_MILLIS: u64 = 30 * 24 * 3600 * 1000;
/// Tasks that are remembered, so that nobody fills the memory with them.
const KEPT_MAX: usize = 1000;

fn unknown(id: &str) -> ApiError {
    ApiError::resource_not_found(format!("Thing registration task {id} not found."))
}

fn find(call: &Call<Cloud>, id: &str) -> Result<Task, ApiError> {
    call.context.catalog.get(call.tenant(), Kind::RegistrationTask, id).ok_or_else(|| unknown(id))
}

async fn start_thing_registration_task(
    call: &Call<'_, Cloud>,
    input: StartThingRegistrationTaskRequest,
) -> Result<StartThingRegistrationTaskResponse, ApiError> {
    Template::parse(&input.template_body)?;
    let id = uuid::Uuid::new_v4().to_string();
    let message = format!(
        "The input file s3://{}/{} cannot be read: there is no S3.",
        input.input_file_bucket, input.input_file_key
    );
    let task = Task {
        task_id: Some(id.clone()),
        creation_date: time(call.now.0),
        last_modified_date: time(call.now.0),
        template_body: Some(input.template_body),
        input_file_bucket: Some(input.input_file_bucket),
        input_file_key: Some(input.input_file_key),
        role_arn: Some(input.role_arn),
        status: Some(Status::Failed),
        message: Some(message),
        success_count: Some(0),
        failure_count: Some(0),
        percentage_progress: Some(0),
    };
    let changed = call.context.catalog.change::<_, ApiError>(call.tenant(), |draft| {
        forget(draft, call.now);
        draft.put(Kind::RegistrationTask, &id, task);
        Ok(())
    })?;
    durable(&call.context.store, changed).await?;
    Ok(StartThingRegistrationTaskResponse { task_id: Some(id) })
}

/// Forgets tasks that are old, or the oldest when there are too many.
fn forget(draft: &mut Draft<'_>, now: UnixMillis) {
    let created = |task: &Task| task.creation_date.map_or(0, |created| created.0.0);
    let mut tasks: Vec<(u64, String)> =
        draft.all::<Task>(Kind::RegistrationTask).map(|(id, task)| (created(&task), id.to_owned())).collect();
    tasks.sort_unstable();
    let surplus = (tasks.len() + 1).saturating_sub(KEPT_MAX);
    for (index, (created, id)) in tasks.into_iter().enumerate() {
        if index < surplus || now.0.saturating_sub(created) > KEPT_MILLIS {
            draft.remove(Kind::RegistrationTask, id);
        }
    }
}

fn describe_thing_registration_task(
    call: &Call<Cloud>,
    input: DescribeThingRegistrationTaskRequest,
) -> Result<DescribeThingRegistrationTaskResponse, ApiError> {
    find(call, &input.task_id)
}

fn list_thing_registration_tasks(
    call: &Call<Cloud>,
    input: ListThingRegistrationTasksRequest,
) -> Result<ListThingRegistrationTasksResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let wanted = |_: &str, task: &Task| input.status.is_none() || task.status == input.status;
    let found = call.context.catalog.list(call.tenant(), Kind::RegistrationTask, &request, wanted)?;
    let (task_ids, next_token) = split(found, |(id, _): (String, Task)| id);
    Ok(ListThingRegistrationTasksResponse { task_ids, next_token })
}

fn list_thing_registration_task_reports(
    call: &Call<Cloud>,
    input: ListThingRegistrationTaskReportsRequest,
) -> Result<ListThingRegistrationTaskReportsResponse, ApiError> {
    find(call, &input.task_id)?;
    Ok(ListThingRegistrationTaskReportsResponse {
        resource_links: Some(Vec::new()),
        report_type: Some(input.report_type),
        next_token: None,
    })
}

fn stop_thing_registration_task(
    call: &Call<'_, Cloud>,
    input: StopThingRegistrationTaskRequest,
) -> Result<StopThingRegistrationTaskResponse, ApiError> {
    find(call, &input.task_id)?;
    Ok(StopThingRegistrationTaskResponse {})
}
