//! Commands. Their executions are in `command_executions`.

use base::UnixMillis;
use catalog::{Draft, Kind, Shelves};
use model::iot::{
    CommandNamespace, CommandSummary, CreateCommandRequest, CreateCommandResponse, DeleteCommandRequest,
    DeleteCommandResponse, GetCommandRequest, GetCommandResponse, ListCommandsRequest, ListCommandsResponse,
    SortOrder, UpdateCommandRequest, UpdateCommandResponse,
};
use model::{Model, ReadError};
use serde_json::Value;

use super::stored::{Creation, Resource, as_modelled, change, page_by};
use super::support::{INCOMPLETE_TAG, committed, page, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::executions::check_template;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_COMMAND => async create_command, partial("commands of AWS-IoT-FleetWise are stored; they cannot be executed");
        op::GET_COMMAND => sync get_command, exact;
        op::UPDATE_COMMAND => async update_command, exact;
        op::DELETE_COMMAND => async delete_command, exact;
        op::LIST_COMMANDS => sync list_commands, exact;
    }
}

const COMMAND: Resource = Resource { kind: Kind::Command, title: "Command", prefix: "command/" };

/// The longest that an execution can take, and so the time between the end of a command's use and its removal
/// (API reference, DeleteCommand).
const EXECUTION_MILLIS_MAX: u64 = 12 * 60 * 60 * 1000;

/// The longest payload, bytes, which is that of templates in the model.
const PAYLOAD_BYTES_MAX: usize = 32 << 10;

/// A command and what its removal depends on. Reads as the bare command, too.
#[derive(Clone, Default, Debug)]
struct Command {
    shown: GetCommandResponse,
    /// Since when it is deprecated.
    deprecated_at: Option<UnixMillis>,
    /// When it is removed for good.
    removed_at: Option<UnixMillis>,
}

const DEPRECATED_AT: &str = "deprecatedAtMillis";
const REMOVED_AT: &str = "removedAtMillis";

impl Model for Command {
    fn read(value: Value) -> Result<Self, ReadError> {
        let millis = |member: &str| value.get(member).and_then(Value::as_u64).map(UnixMillis);
        let (deprecated_at, removed_at) = (millis(DEPRECATED_AT), millis(REMOVED_AT));
        Ok(Self { shown: GetCommandResponse::read(value)?, deprecated_at, removed_at })
    }

    fn write(self) -> Value {
        let mut value = self.shown.write();
        if let Value::Object(members) = &mut value {
            let times = [(DEPRECATED_AT, self.deprecated_at), (REMOVED_AT, self.removed_at)];
            let given = times.into_iter().filter_map(|(member, time)| Some((member, time?.0)));
            members.extend(given.map(|(member, millis)| (member.to_owned(), millis.into())));
        }
        value
    }
}

impl Command {
    fn is_removed(&self, now: UnixMillis) -> bool {
        self.removed_at.is_some_and(|at| at <= now)
    }

    fn is_pending_deletion(&self) -> bool {
        self.removed_at.is_some()
    }

    /// When the command goes if its deletion is asked for now. It may have been executed until it was
    /// deprecated, or until now.
    fn removal(&self, now: UnixMillis) -> UnixMillis {
        let last_used = self.deprecated_at.unwrap_or(now);
        UnixMillis(last_used.0.saturating_add(EXECUTION_MILLIS_MAX))
    }
}

/// A command that is not removed.
fn find(shelves: &Shelves, id: &str, now: UnixMillis) -> Result<Command, ApiError> {
    let command: Command = COMMAND.get(shelves, id)?;
    if command.is_removed(now) {
        return Err(ApiError::resource_not_found(format!("Command {id} does not exist.")));
    }
    Ok(command)
}

/// A command that may be executed.
///
/// # Errors
/// ResourceNotFoundException when there is none, and ValidationException when it is deprecated (developer guide,
/// *Start a command execution*) or being deleted.
pub(super) fn available(
    shelves: &Shelves,
    id: &str,
    now: UnixMillis,
) -> Result<GetCommandResponse, ApiError> {
    let command = find(shelves, id, now)?;
    let unavailable = |why: &str| Err(ApiError::validation(format!("Command {id} is {why}.")));
    match command {
        command if command.is_pending_deletion() => unavailable("being deleted"),
        command if command.deprecated_at.is_some() => unavailable("deprecated"),
        command => Ok(command.shown),
    }
}

/// Drafts that commands whose time is over are gone, and returns their ids.
fn sweep(draft: &mut Draft<'_>, now: UnixMillis) -> Vec<String> {
    let over = draft.all::<Command>(COMMAND.kind).filter(|(_, command)| command.is_removed(now));
    let over: Vec<String> = over.map(|(id, _)| id.to_owned()).collect();
    over.iter().for_each(|id| draft.remove(COMMAND.kind, id));
    over
}

/// Checks what the two namespaces need (API reference, CreateCommand).
fn check(input: &CreateCommandRequest) -> Result<(), ApiError> {
    let invalid = |text: &str| Err(ApiError::validation(text));
    if input.namespace == Some(CommandNamespace::AwsIotFleetWise) {
        return match input.role_arn {
            Some(_) => Ok(()),
            None => invalid("roleArn is required in the namespace AWS-IoT-FleetWise."),
        };
    }
    if input.role_arn.is_some() {
        return invalid("roleArn is not supported in the namespace AWS-IoT.");
    }
    match (&input.payload, &input.payload_template) {
        (Some(_), Some(_)) => invalid("payload and payloadTemplate cannot be given together."),
        (None, None) => invalid("Either payload or payloadTemplate is required."),
        (None, Some(_)) if input.preprocessor.is_none() => {
            invalid("preprocessor is required with payloadTemplate.")
        }
        (None, Some(template)) => {
            let declared: Vec<_> = input.mandatory_parameters.iter().flatten().collect();
            let is_declared = |name: &str| declared.iter().any(|parameter| parameter.name == name);
            Ok(check_template(template, is_declared)?)
        }
        (Some(payload), None) => match payload.content.as_ref().map_or(0, Vec::len) {
            0 => invalid("The payload has no content."),
            bytes if bytes > PAYLOAD_BYTES_MAX => Err(ApiError::validation(format!(
                "The payload has {bytes} bytes of {PAYLOAD_BYTES_MAX} allowed."
            ))),
            _ => Ok(()),
        },
    }
}

async fn create_command(
    call: &Call<'_, Cloud>,
    input: CreateCommandRequest,
) -> Result<CreateCommandResponse, ApiError> {
    check(&input)?;
    let id = input.command_id;
    let tags = tags(input.tags, INCOMPLETE_TAG).map_err(|error| as_modelled(call, error))?;
    let arn = COMMAND.arn(call, &id);
    let shown = GetCommandResponse {
        command_id: Some(id.clone()),
        command_arn: Some(arn.clone()),
        namespace: Some(input.namespace.unwrap_or(CommandNamespace::AwsIot)),
        display_name: input.display_name,
        description: input.description,
        mandatory_parameters: input.mandatory_parameters,
        payload: input.payload,
        payload_template: input.payload_template,
        preprocessor: input.preprocessor,
        role_arn: input.role_arn,
        created_at: time(call.now.0),
        last_updated_at: time(call.now.0),
        deprecated: Some(false),
        pending_deletion: Some(false),
    };
    let draft = |draft: &mut Draft<'_>| {
        let existing: Option<Command> = draft.get(COMMAND.kind, &id);
        if existing.is_some_and(|existing| !existing.is_removed(call.now)) {
            return Err(COMMAND.conflict(&id));
        }
        draft.put(COMMAND.kind, &id, Command { shown, ..Command::default() });
        Ok(Creation::New(()))
    };
    COMMAND.create(call, &id, tags, draft).await?;
    Ok(CreateCommandResponse { command_id: Some(id), command_arn: Some(arn) })
}

fn get_command(call: &Call<Cloud>, input: GetCommandRequest) -> Result<GetCommandResponse, ApiError> {
    let catalog = &call.context.catalog;
    let command = catalog.read(call.tenant(), |shelves| find(shelves, &input.command_id, call.now))?;
    Ok(command.shown)
}

async fn update_command(
    call: &Call<'_, Cloud>,
    input: UpdateCommandRequest,
) -> Result<UpdateCommandResponse, ApiError> {
    let id = input.command_id;
    let (display_name, description) = (input.display_name, input.description);
    let deprecated = change(call, |draft| {
        let mut command = find(draft, &id, call.now)?;
        if command.is_pending_deletion() {
            let text = format!("Command {id} cannot be updated because it is being deleted.");
            return Err(ApiError::conflict(text).with_resource_id(&id));
        }
        let was_deprecated = command.deprecated_at.is_some();
        let deprecated = input.deprecated.unwrap_or(was_deprecated);
        // Deprecating again does not begin the time anew.
        command.deprecated_at = deprecated.then(|| command.deprecated_at.unwrap_or(call.now));
        let shown = &mut command.shown;
        shown.deprecated = Some(deprecated);
        shown.display_name = display_name.clone().or_else(|| shown.display_name.take());
        shown.description = description.clone().or_else(|| shown.description.take());
        shown.last_updated_at = time(call.now.0);
        draft.put(COMMAND.kind, &id, command);
        Ok(deprecated)
    });
    let deprecated = Some(deprecated.await?);
    let last_updated_at = time(call.now.0);
    Ok(UpdateCommandResponse { command_id: Some(id), display_name, description, deprecated, last_updated_at })
}

/// 204 when the command is gone, 202 when it goes later. One that does not exist is gone already: the model has
/// no exception for it.
async fn delete_command(
    call: &Call<'_, Cloud>,
    input: DeleteCommandRequest,
) -> Result<DeleteCommandResponse, ApiError> {
    let id = input.command_id;
    let changed = call.context.catalog.change::<_, ApiError>(call.tenant(), |draft| {
        let mut removed = sweep(draft, call.now);
        let Some(mut command) = draft.get::<Command>(COMMAND.kind, &id) else { return Ok((204, removed)) };
        let removal = *command.removed_at.get_or_insert(command.removal(call.now));
        if removal <= call.now {
            draft.remove(COMMAND.kind, &id);
            removed.push(id);
            return Ok((204, removed));
        }
        command.shown.pending_deletion = Some(true);
        draft.put(COMMAND.kind, &id, command);
        Ok((202, removed))
    })?;
    let (status, removed) = changed.value;
    let forgotten = removed.iter().map(|id| COMMAND.forget_tags(call, id));
    committed(&call.context.store, forgotten.fold(changed.ticket, Ord::max)).await?;
    Ok(DeleteCommandResponse { status_code: Some(status) })
}

/// The last created first, unless the caller wants it otherwise.
fn list_commands(call: &Call<Cloud>, input: ListCommandsRequest) -> Result<ListCommandsResponse, ApiError> {
    let has_parameter = |command: &GetCommandResponse, name: &str| {
        command.mandatory_parameters.iter().flatten().any(|parameter| parameter.name == name)
    };
    let wanted = |command: &Command| {
        !command.is_removed(call.now)
            && (input.namespace.is_none() || command.shown.namespace == input.namespace)
            && input.command_parameter_name.as_ref().is_none_or(|name| has_parameter(&command.shown, name))
    };
    let entries = call.context.catalog.read(call.tenant(), |shelves| {
        let all = shelves.all::<Command>(COMMAND.kind).filter(|(_, command)| wanted(command));
        let created = |command: &Command| command.shown.created_at.map_or(0, |at| at.0.0);
        all.map(|(id, command)| (format!("{:020}{id}", created(&command)), command.shown)).collect()
    });
    let request = page(input.max_results, input.next_token);
    let found = page_by(entries, input.sort_order == Some(SortOrder::Ascending), &request);
    let found = found.map_err(|error| as_modelled(call, error))?;
    let (commands, next_token) = split(found, |command| CommandSummary {
        command_arn: command.command_arn,
        command_id: command.command_id,
        display_name: command.display_name,
        deprecated: command.deprecated,
        created_at: command.created_at,
        last_updated_at: command.last_updated_at,
        pending_deletion: command.pending_deletion,
    });
    Ok(ListCommandsResponse { commands, next_token })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 60 * 60 * 1000;

    #[test]
    fn removal_is_twelve_hours_after_the_last_possible_use() {
        let now = UnixMillis(100 * HOUR);
        assert_eq!(Command::default().removal(now), UnixMillis(112 * HOUR));
        let deprecated = Command { deprecated_at: Some(UnixMillis(80 * HOUR)), ..Command::default() };
        assert_eq!(deprecated.removal(now), UnixMillis(92 * HOUR));
    }

    #[test]
    fn times_are_kept_beside_the_command() {
        let shown = GetCommandResponse { command_id: Some("c".into()), ..Default::default() };
        let (deprecated_at, removed_at) = (Some(UnixMillis(1)), Some(UnixMillis(2)));
        let document = Command { shown: shown.clone(), deprecated_at, removed_at }.write();
        assert_eq!(GetCommandResponse::read(document.clone()), Ok(shown));
        let read = Command::read(document).unwrap();
        assert_eq!((read.deprecated_at, read.removed_at), (deprecated_at, removed_at));
        assert!(read.is_removed(UnixMillis(2)) && !read.is_removed(UnixMillis(1)));
    }
}
