//! Executions of commands: what is sent to devices, and what becomes of it.

use std::sync::{Arc, LazyLock};

use aws_lc_rs::digest;
use base::{Tenant, UnixMillis};
use broker::{DeviceKind, NewMessage, Publisher};
use catalog::{Draft, Kind, Shelves};
use model::calendar::parse_iso8601;
use model::iot::{
    CommandExecutionSummary, CommandNamespace, DeleteCommandExecutionRequest, DeleteCommandExecutionResponse,
    GetCommandExecutionRequest, GetCommandExecutionResponse, GetCommandResponse,
    ListCommandExecutionsRequest, ListCommandExecutionsResponse, OutputFormat, SortOrder, TimeFilter,
};
use model::iot_jobs_data::{StartCommandExecutionRequest, StartCommandExecutionResponse};
use model::{Model, Timestamp};
use mqtt::encode::PropertyList;
use mqtt::{PropertyId, QoS};
use serde_json::Value;

use super::commands;
use super::stored::{as_modelled, change, page_by};
use super::support::{committed, page, split};
use crate::cloud::Cloud;
use crate::credentials::Principal;
use crate::error::ApiError;
use crate::executions::{Execution, ParameterError, Payload, Target, TemplateError, announce, resolve};
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::{iot::op, iot_jobs_data::op as data};
    crate::handlers! {
        data::START_COMMAND_EXECUTION => async start_command_execution, partial("answers of devices in CBOR, and commands of AWS-IoT-FleetWise, are refused; no event tells that an execution timed out");
        op::GET_COMMAND_EXECUTION => sync get_command_execution, exact;
        op::LIST_COMMAND_EXECUTIONS => sync list_command_executions, exact;
        op::DELETE_COMMAND_EXECUTION => async delete_command_execution, exact;
    }
}

const KIND: Kind = Kind::CommandExecution;

/// Seconds that a device has to finish, unless the caller says otherwise (developer guide, *Command execution
/// timeout considerations*).
const TIMEOUT_DEFAULT: i64 = 10;
/// The most that the caller may say: 12 hours.
const TIMEOUT_MAX: i64 = 12 * 60 * 60;

/// The executions that an account can have in a region, a bound of our own.
const EXECUTIONS_MAX: usize = 100_000;

impl From<ParameterError> for ApiError {
    fn from(error: ParameterError) -> Self {
        Self::validation(error.to_string())
    }
}

impl From<TemplateError> for ApiError {
    fn from(error: TemplateError) -> Self {
        Self::validation(error.to_string())
    }
}

/// The device that a request names.
fn target(call: &Call<'_, Cloud>, arn: &str) -> Result<Target, ApiError> {
    let invalid = || ApiError::validation(format!("targetArn {arn} is not the ARN of a thing or a client."));
    Target::parse(call.tenant(), arn).ok_or_else(invalid)
}

/// A new execution's id. One comes from the client token where there is one, so that a repeated request finds what
/// the first has started.
fn new_id(tenant: &Tenant, client_token: Option<&str>) -> String {
    let Some(token) = client_token else { return uuid::Uuid::new_v4().to_string() };
    let digest = digest::digest(&digest::SHA256, format!("{tenant}/{token}").as_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest.as_ref()).for_each(|(byte, of_digest)| *byte = *of_digest);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// What is to be started.
struct Start {
    id: String,
    target: Target,
    /// The request, to tell a repeated one from another.
    request: Value,
}

impl Start {
    fn key(&self) -> String {
        self.target.key(&self.id)
    }

    /// Whether this request started an execution before. Of executions elsewhere only the keys are looked at.
    ///
    /// # Errors
    /// ConflictException when another request with this client token did.
    fn is_repeated(&self, shelves: &Shelves) -> Result<bool, ApiError> {
        let started: Option<Execution> = shelves.get(KIND, &self.key());
        let is_elsewhere = || {
            let of_id = |key: &str| key.rsplit_once('/').is_some_and(|(_, id)| id == self.id);
            shelves.names(KIND).any(of_id)
        };
        match started {
            Some(execution) if execution.is_started_by(&self.request) => Ok(true),
            None if !is_elsewhere() => Ok(false),
            _ => {
                let text = "The client token was used for a request with other parameters.";
                Err(ApiError::conflict(text).with_resource_id(&self.id))
            }
        }
    }
}

async fn start_command_execution(
    call: &Call<'_, Cloud>,
    input: StartCommandExecutionRequest,
) -> Result<StartCommandExecutionResponse, ApiError> {
    // IAM decides on this operation, and a certificate has no say there (API reference, StartCommandExecution).
    if matches!(call.caller.principal, Principal::Certificate(_)) {
        return Err(ApiError::access_denied("StartCommandExecution needs a signed request."));
    }
    let target = target(call, &input.target_arn)?;
    let id = new_id(call.tenant(), input.client_token.as_deref());
    let start = Start { id: id.clone(), target, request: input.clone().write() };
    let answer = StartCommandExecutionResponse { execution_id: Some(id) };
    let context = call.context;
    if context.catalog.read(call.tenant(), |shelves| start.is_repeated(shelves))? {
        // What the first request made may be on its way to the disk still.
        committed(&context.store, context.store.submit([])).await?;
        return Ok(answer);
    }
    let (execution, payload) = prepare(call, &start, input)?;
    let is_new = change(call, |draft| {
        if start.is_repeated(draft)? {
            return Ok(false);
        }
        make_room(draft, call.now)?;
        draft.put(KIND, start.key(), execution.clone());
        Ok(true)
    });
    if is_new.await? {
        send(call, &start, &payload, execution).await?;
    }
    Ok(answer)
}

/// The execution and its message, if the command can be executed so on the device.
fn prepare(
    call: &Call<'_, Cloud>,
    start: &Start,
    input: StartCommandExecutionRequest,
) -> Result<(Execution, Payload), ApiError> {
    let command = command(call, &input.command_arn)?;
    if start.target.kind == DeviceKind::Thing {
        call.context.registry.thing(call.tenant(), &start.target.name)?;
    }
    let timeout = input.execution_timeout_seconds.unwrap_or(TIMEOUT_DEFAULT);
    if timeout > TIMEOUT_MAX {
        let text = format!("executionTimeoutSeconds must be at most {TIMEOUT_MAX}.");
        return Err(ApiError::validation(text));
    }
    let declared = command.mandatory_parameters.unwrap_or_default();
    let parameters = resolve(&declared, &input.parameters.unwrap_or_default())?;
    let payload = match (command.payload, command.payload_template) {
        (Some(payload), _) => Payload::fixed(payload),
        (None, template) => {
            let substitution =
                command.preprocessor.and_then(|preprocessor| preprocessor.aws_json_substitution);
            let format = substitution.map_or(OutputFormat::Json, |substitution| substitution.output_format);
            Payload::filled(&template.unwrap_or_default(), &parameters, timeout, format)?
        }
    };
    check_payload(call, &payload)?;
    let shown = GetCommandExecutionResponse {
        execution_id: Some(start.id.clone()),
        command_arn: Some(input.command_arn),
        target_arn: Some(input.target_arn),
        parameters: (!parameters.is_empty()).then_some(parameters),
        execution_timeout_seconds: Some(timeout),
        ..Default::default()
    };
    Ok((Execution::start(shown, start.request.clone(), call.now), payload))
}

/// A command that may be executed.
fn command(call: &Call<'_, Cloud>, arn: &str) -> Result<GetCommandResponse, ApiError> {
    let invalid = || ApiError::validation(format!("commandArn {arn} is not the ARN of a command."));
    let id = arn.strip_prefix(&call.tenant().iot_arn("command/")).ok_or_else(invalid)?;
    let command = call.context.catalog.read(call.tenant(), |all| commands::available(all, id, call.now))?;
    if command.namespace == Some(CommandNamespace::AwsIotFleetWise) {
        let text = format!("Command {id} is of AWS IoT FleetWise, which is not here to make its payload.");
        return Err(ApiError::not_implemented(text));
    }
    Ok(command)
}

/// A payload must be one that the broker may carry.
fn check_payload(call: &Call<'_, Cloud>, payload: &Payload) -> Result<(), ApiError> {
    let limits = &call.context.limits;
    let bytes = payload.content.len();
    if bytes > limits.payload_bytes {
        let text = format!("The payload has {bytes} bytes of {} allowed.", limits.payload_bytes);
        return Err(ApiError::validation(text));
    }
    if payload.content_type.len() > limits.content_type_bytes || payload.content_type.contains('\0') {
        return Err(ApiError::validation("The content type of the payload cannot be sent over MQTT."));
    }
    Ok(())
}

/// Drafts that executions whose time is over are gone, when there is no room otherwise.
fn make_room(draft: &mut Draft<'_>, now: UnixMillis) -> Result<(), ApiError> {
    let count = draft.count(KIND);
    if count < EXECUTIONS_MAX {
        return Ok(());
    }
    let gone = draft.all::<Execution>(KIND).filter(|(_, execution)| execution.is_gone(now));
    let gone: Vec<String> = gone.map(|(key, _)| key.to_owned()).collect();
    gone.iter().for_each(|key| draft.remove(KIND, key));
    if count - gone.len() < EXECUTIONS_MAX {
        return Ok(());
    }
    let text = format!("There are {EXECUTIONS_MAX} command executions already. Delete some that have ended.");
    Err(ApiError::service_quota_exceeded(text))
}

/// Publishes a payload to its device. MQTT 5 clients learn its content type, and from the message's expiry how much
/// time is left, as AWS's device SDKs read it.
async fn send(
    call: &Call<'_, Cloud>,
    start: &Start,
    payload: &Payload,
    execution: Execution,
) -> Result<(), ApiError> {
    static SERVICE: LazyLock<Arc<Publisher>> = LazyLock::new(Arc::default);
    let broker = &call.context.broker;
    let shown = execution.at(call.now);
    announce(broker, call.tenant(), &shown, call.now);
    let properties = PropertyList::new().text(PropertyId::ContentType, &payload.content_type);
    let message = NewMessage {
        topic: &start.target.topic(&start.id, payload.topic_end()),
        payload: &payload.content,
        qos: QoS::AtLeastOnce,
        retain: false,
        properties: properties.as_raw(),
        expiry: shown.execution_timeout_seconds.and_then(|seconds| u32::try_from(seconds).ok()),
    };
    let ticket = broker.account(call.tenant()).publish(&message, &SERVICE);
    committed(&call.context.store, ticket).await
}

/// An execution that is there still.
fn find(shelves: &Shelves, target: &Target, id: &str, now: UnixMillis) -> Option<Execution> {
    shelves.get(KIND, &target.key(id)).filter(|execution: &Execution| !execution.is_gone(now))
}

fn get_command_execution(
    call: &Call<Cloud>,
    input: GetCommandExecutionRequest,
) -> Result<GetCommandExecutionResponse, ApiError> {
    let (target, id) = (target(call, &input.target_arn)?, input.execution_id);
    let found = call.context.catalog.read(call.tenant(), |shelves| find(shelves, &target, &id, call.now));
    let missing = || ApiError::resource_not_found(format!("Command execution {id} does not exist."));
    let mut execution = found.ok_or_else(missing)?.at(call.now);
    if input.include_result != Some(true) {
        execution.result = None;
    }
    Ok(execution)
}

/// One that does not exist is gone already: the model has no exception for it.
async fn delete_command_execution(
    call: &Call<'_, Cloud>,
    input: DeleteCommandExecutionRequest,
) -> Result<DeleteCommandExecutionResponse, ApiError> {
    let (target, id) = (target(call, &input.target_arn)?, input.execution_id);
    let deleted = change(call, |draft| {
        if find(draft, &target, &id, call.now).is_some_and(|execution| !execution.is_final()) {
            let text = format!("Command execution {id} cannot be deleted before the device has ended it.");
            return Err(ApiError::conflict(text).with_resource_id(&id));
        }
        draft.remove(KIND, target.key(&id));
        Ok(())
    });
    deleted.await?;
    Ok(DeleteCommandExecutionResponse {})
}

/// The times of a filter, which both are left out.
struct Between {
    after: Option<UnixMillis>,
    before: Option<UnixMillis>,
}

impl Between {
    /// Times are written `yyyy-MM-ddTHH:mm` (API reference, ListCommandExecutions).
    fn of(filter: TimeFilter) -> Result<Self, ApiError> {
        let minutes = |text: &str| match text.len() {
            16 => parse_iso8601(&format!("{text}:00Z")),
            _ => None,
        };
        let time = |text: Option<String>| {
            let invalid = |text: &str| {
                ApiError::validation(format!("The time {text} is not of the form yyyy-MM-ddTHH:mm."))
            };
            text.map(|text| minutes(&text).ok_or_else(|| invalid(&text))).transpose()
        };
        Ok(Self { after: time(filter.after)?, before: time(filter.before)? })
    }

    fn has(&self, time: Option<Timestamp>) -> bool {
        let Some(Timestamp(time)) = time else { return false };
        self.after.is_none_or(|after| time > after) && self.before.is_none_or(|before| time < before)
    }
}

/// What a list is to hold, in words of executions as they are now.
struct Wanted {
    input: ListCommandExecutionsRequest,
    started: Option<Between>,
    completed: Option<Between>,
}

impl Wanted {
    fn of(mut input: ListCommandExecutionsRequest) -> Result<Self, ApiError> {
        if input.target_arn.is_some() && input.command_arn.is_some() {
            return Err(ApiError::validation("targetArn and commandArn cannot be given together."));
        }
        if input.started_time_filter.is_some() && input.completed_time_filter.is_some() {
            let text = "startedTimeFilter and completedTimeFilter cannot be given together.";
            return Err(ApiError::validation(text));
        }
        let started = input.started_time_filter.take().map(Between::of).transpose()?;
        let completed = input.completed_time_filter.take().map(Between::of).transpose()?;
        Ok(Self { input, started, completed })
    }

    fn has(&self, execution: &GetCommandExecutionResponse) -> bool {
        let is = |wanted: &Option<String>, it: &Option<String>| wanted.is_none() || wanted == it;
        // Those of AWS-IoT-FleetWise are never started.
        self.input.namespace != Some(CommandNamespace::AwsIotFleetWise)
            && is(&self.input.target_arn, &execution.target_arn)
            && is(&self.input.command_arn, &execution.command_arn)
            && (self.input.status.is_none() || self.input.status == execution.status)
            && self.started.as_ref().is_none_or(|times| times.has(execution.started_at))
            && self.completed.as_ref().is_none_or(|times| times.has(execution.completed_at))
    }

    /// The time that the list is in the order of: that of the filter, or else the start.
    fn time(&self, execution: &GetCommandExecutionResponse) -> u64 {
        let time = if self.completed.is_some() { execution.completed_at } else { execution.started_at };
        time.unwrap_or_default().0.0
    }
}

/// The last first, unless the caller wants it otherwise.
fn list_command_executions(
    call: &Call<Cloud>,
    mut input: ListCommandExecutionsRequest,
) -> Result<ListCommandExecutionsResponse, ApiError> {
    let request = page(input.max_results, input.next_token.take());
    let is_ascending = input.sort_order == Some(SortOrder::Ascending);
    let of_target = input.target_arn.as_deref().map(|arn| target(call, arn)).transpose()?;
    let of_target = of_target.map(|target| target.key(""));
    let wanted = Wanted::of(input)?;
    let entries = call.context.catalog.read(call.tenant(), |shelves| {
        let keys = shelves.names(KIND);
        let keys = keys.filter(|key| of_target.as_ref().is_none_or(|prefix| key.starts_with(prefix)));
        let all = keys.filter_map(|key| Some((key, shelves.get::<Execution>(KIND, key)?)));
        let there = all.filter(|(_, execution)| !execution.is_gone(call.now));
        let now = there.map(|(key, execution)| (key, execution.at(call.now)));
        let listed = now.filter(|(_, execution)| wanted.has(execution));
        listed.map(|(key, execution)| (format!("{:020}{key}", wanted.time(&execution)), execution)).collect()
    });
    let found = page_by(entries, is_ascending, &request).map_err(|error| as_modelled(call, error))?;
    let (command_executions, next_token) = split(found, |execution| CommandExecutionSummary {
        command_arn: execution.command_arn,
        execution_id: execution.execution_id,
        target_arn: execution.target_arn,
        status: execution.status,
        created_at: execution.created_at,
        started_at: execution.started_at,
        completed_at: execution.completed_at,
    });
    Ok(ListCommandExecutionsResponse { command_executions, next_token })
}
