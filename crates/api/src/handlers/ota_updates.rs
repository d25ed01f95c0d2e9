//! Over-the-air updates, as far as they are asked for: nothing is made of them, so they stay CREATE_PENDING.

use base::Arn;
use catalog::{Draft, Kind, Shelves};
use model::iot::{
    CreateOTAUpdateRequest, CreateOTAUpdateResponse, DeleteOTAUpdateRequest, DeleteOTAUpdateResponse,
    GetOTAUpdateRequest, GetOTAUpdateResponse, ListOTAUpdatesRequest, ListOTAUpdatesResponse, OTAUpdateFile,
    OTAUpdateInfo, OTAUpdateStatus, OTAUpdateSummary, Protocol, TargetSelection,
};

use super::stored::{Creation, Resource};
use super::streams;
use super::support::{INCOMPLETE_TAG, page, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_OTA_UPDATE => async create_ota_update,
            partial("is stored and stays CREATE_PENDING; no file is signed, no stream and no job is made of it");
        op::GET_OTA_UPDATE => sync get_ota_update, exact;
        op::DELETE_OTA_UPDATE => async delete_ota_update,
            partial("there is no job and no stream of the update's own to delete with it");
        op::LIST_OTA_UPDATES => sync list_ota_updates, exact;
    }
}

const UPDATE: Resource = Resource { kind: Kind::OtaUpdate, title: "OTA update", prefix: "otaupdate/" };

/// The id of the stream that a file comes from.
fn stream_of(file: &OTAUpdateFile) -> Option<&str> {
    file.file_location.as_ref()?.stream.as_ref()?.stream_id.as_deref()
}

/// The first update that uses a stream.
pub(super) fn user_of_stream(shelves: &Shelves, stream: &str) -> Option<String> {
    let uses = |update: &OTAUpdateInfo| {
        update.ota_update_files.iter().flatten().any(|file| stream_of(file) == Some(stream))
    };
    let mut updates = shelves.all::<OTAUpdateInfo>(UPDATE.kind);
    updates.find(|(_, update)| uses(update)).map(|(id, _)| id.to_owned())
}

/// Checks that a target is a thing or a thing group that exists.
fn check_target(call: &Call<'_, Cloud>, target: &str) -> Result<(), ApiError> {
    let (tenant, registry) = (call.tenant(), &call.context.registry);
    let invalid = || ApiError::invalid_request(format!("Invalid target: {target}"));
    let arn = Arn::parse(target).filter(|arn| arn.service == "iot").ok_or_else(invalid)?;
    if arn.account != tenant.account.as_str() || arn.region != tenant.region.as_str() {
        return Err(invalid());
    }
    // As of jobs (api-errors.md §7).
    if let Some(thing) = arn.name_of("thing") {
        let missing = || ApiError::resource_not_found(format!("Thing {thing} cannot be found."));
        registry.thing(tenant, thing).map(drop).map_err(|_| missing())
    } else if let Some(group) = arn.name_of("thinggroup") {
        let missing = || ApiError::resource_not_found(format!("Thing Group {group} cannot be found."));
        registry.thing_group(tenant, group).map(drop).map_err(|_| missing())
    } else {
        Err(invalid())
    }
}

async fn create_ota_update(
    call: &Call<'_, Cloud>,
    input: CreateOTAUpdateRequest,
) -> Result<CreateOTAUpdateResponse, ApiError> {
    let id = input.ota_update_id;
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    input.targets.iter().try_for_each(|target| check_target(call, target))?;
    let arn = UPDATE.arn(call, &id);
    let update = OTAUpdateInfo {
        ota_update_id: Some(id.clone()),
        ota_update_arn: Some(arn.clone()),
        creation_date: time(call.now.0),
        last_modified_date: time(call.now.0),
        description: input.description,
        targets: Some(input.targets),
        protocols: Some(input.protocols.unwrap_or_else(|| vec![Protocol::Mqtt])),
        aws_job_executions_rollout_config: input.aws_job_executions_rollout_config,
        aws_job_presigned_url_config: input.aws_job_presigned_url_config,
        target_selection: Some(input.target_selection.unwrap_or(TargetSelection::Snapshot)),
        ota_update_files: Some(input.files),
        ota_update_status: Some(OTAUpdateStatus::CreatePending),
        additional_parameters: input.additional_parameters,
        ..OTAUpdateInfo::default()
    };
    let draft = |draft: &mut Draft<'_>| {
        if draft.contains(UPDATE.kind, &id) {
            return Err(UPDATE.exists(call, &id));
        }
        let mut streams = update.ota_update_files.iter().flatten().filter_map(stream_of);
        streams.try_for_each(|stream| streams::check_exists(draft, stream))?;
        draft.put(UPDATE.kind, &id, update);
        Ok(Creation::New(()))
    };
    UPDATE.create(call, &id, tags, draft).await?;
    Ok(CreateOTAUpdateResponse {
        ota_update_id: Some(id),
        ota_update_arn: Some(arn),
        ota_update_status: Some(OTAUpdateStatus::CreatePending),
        ..CreateOTAUpdateResponse::default()
    })
}

fn get_ota_update(call: &Call<Cloud>, input: GetOTAUpdateRequest) -> Result<GetOTAUpdateResponse, ApiError> {
    Ok(GetOTAUpdateResponse { ota_update_info: Some(UPDATE.find(call, &input.ota_update_id)?) })
}

async fn delete_ota_update(
    call: &Call<'_, Cloud>,
    input: DeleteOTAUpdateRequest,
) -> Result<DeleteOTAUpdateResponse, ApiError> {
    let id = input.ota_update_id;
    let draft = |draft: &mut Draft<'_>| {
        UPDATE.get::<OTAUpdateInfo>(draft, &id)?;
        draft.remove(UPDATE.kind, &id);
        Ok(())
    };
    UPDATE.delete(call, &id, draft).await?;
    Ok(DeleteOTAUpdateResponse {})
}

fn list_ota_updates(
    call: &Call<Cloud>,
    input: ListOTAUpdatesRequest,
) -> Result<ListOTAUpdatesResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let wanted = |update: &OTAUpdateInfo| {
        input.ota_update_status.is_none() || update.ota_update_status == input.ota_update_status
    };
    let found = UPDATE.list(call, &request, wanted)?;
    let (ota_updates, next_token) = split(found, |(_, update)| OTAUpdateSummary {
        ota_update_id: update.ota_update_id,
        ota_update_arn: update.ota_update_arn,
        creation_date: update.creation_date,
    });
    Ok(ListOTAUpdatesResponse { ota_updates, next_token })
}
