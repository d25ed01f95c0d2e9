//! Mitigation actions: what could be done about findings.

use catalog::{Draft, Kind};
use model::iot::{
    CreateMitigationActionRequest, CreateMitigationActionResponse, DeleteMitigationActionRequest,
    DeleteMitigationActionResponse, DescribeMitigationActionRequest, DescribeMitigationActionResponse,
    ListMitigationActionsRequest, ListMitigationActionsResponse, MitigationActionIdentifier,
    MitigationActionParams, MitigationActionType, UpdateMitigationActionRequest,
    UpdateMitigationActionResponse,
};

use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::handlers::stored::{Creation, Resource, change};
use crate::handlers::support::{INCOMPLETE_TAG, page, split, tags, time};
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_MITIGATION_ACTION => async create_mitigation_action,
            partial("is stored; there are no findings that it could be applied to");
        op::DESCRIBE_MITIGATION_ACTION => sync describe_mitigation_action, exact;
        op::UPDATE_MITIGATION_ACTION => async update_mitigation_action,
            partial("is stored; there are no findings that it could be applied to");
        op::DELETE_MITIGATION_ACTION => async delete_mitigation_action, exact;
        op::LIST_MITIGATION_ACTIONS => sync list_mitigation_actions, exact;
    }
}

const ACTION: Resource =
    Resource { kind: Kind::MitigationAction, title: "Mitigation action", prefix: "mitigationaction/" };

type Action = DescribeMitigationActionResponse;

/// The type of an action, which is that of the one member of its parameters.
fn type_of(params: &MitigationActionParams) -> Result<MitigationActionType, ApiError> {
    use MitigationActionType as Type;
    let given = [
        (params.update_device_certificate_params.is_some(), Type::UpdateDeviceCertificate),
        (params.update_ca_certificate_params.is_some(), Type::UpdateCaCertificate),
        (params.add_things_to_thing_group_params.is_some(), Type::AddThingsToThingGroup),
        (params.replace_default_policy_version_params.is_some(), Type::ReplaceDefaultPolicyVersion),
        (params.enable_iot_logging_params.is_some(), Type::EnableIotLogging),
        (params.publish_finding_to_sns_params.is_some(), Type::PublishFindingToSns),
    ];
    let mut given = given.into_iter().filter_map(|(given, of)| given.then_some(of));
    match (given.next(), given.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(ApiError::invalid_request("actionParams must have the parameters of exactly one action.")),
    }
}

async fn create_mitigation_action(
    call: &Call<'_, Cloud>,
    input: CreateMitigationActionRequest,
) -> Result<CreateMitigationActionResponse, ApiError> {
    let name = input.action_name;
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let (arn, id) = (ACTION.arn(call, &name), uuid::Uuid::new_v4().to_string());
    let action = Action {
        action_name: Some(name.clone()),
        action_type: Some(type_of(&input.action_params)?),
        action_arn: Some(arn.clone()),
        action_id: Some(id.clone()),
        role_arn: Some(input.role_arn),
        action_params: Some(input.action_params),
        creation_date: time(call.now.0),
        last_modified_date: time(call.now.0),
    };
    let draft = |draft: &mut Draft<'_>| {
        if draft.contains(ACTION.kind, &name) {
            return Err(ACTION.exists(call, &name));
        }
        draft.put(ACTION.kind, &name, action);
        Ok(Creation::New(()))
    };
    ACTION.create(call, &name, tags, draft).await?;
    Ok(CreateMitigationActionResponse { action_arn: Some(arn), action_id: Some(id) })
}

fn describe_mitigation_action(
    call: &Call<Cloud>,
    input: DescribeMitigationActionRequest,
) -> Result<DescribeMitigationActionResponse, ApiError> {
    ACTION.find(call, &input.action_name)
}

async fn update_mitigation_action(
    call: &Call<'_, Cloud>,
    input: UpdateMitigationActionRequest,
) -> Result<UpdateMitigationActionResponse, ApiError> {
    let name = input.action_name;
    let action = change(call, |draft| {
        let mut action: Action = ACTION.get(draft, &name)?;
        if let Some(params) = input.action_params {
            action.action_type = Some(type_of(&params)?);
            action.action_params = Some(params);
        }
        action.role_arn = input.role_arn.or(action.role_arn);
        action.last_modified_date = time(call.now.0);
        draft.put(ACTION.kind, &name, action.clone());
        Ok(action)
    });
    let action = action.await?;
    Ok(UpdateMitigationActionResponse { action_arn: action.action_arn, action_id: action.action_id })
}

/// One that does not exist is deleted already: the model has no exception for it.
async fn delete_mitigation_action(
    call: &Call<'_, Cloud>,
    input: DeleteMitigationActionRequest,
) -> Result<DeleteMitigationActionResponse, ApiError> {
    let name = input.action_name;
    let draft = |draft: &mut Draft<'_>| {
        draft.remove(ACTION.kind, &name);
        Ok(())
    };
    ACTION.delete(call, &name, draft).await?;
    Ok(DeleteMitigationActionResponse {})
}

fn list_mitigation_actions(
    call: &Call<Cloud>,
    input: ListMitigationActionsRequest,
) -> Result<ListMitigationActionsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let wanted = |action: &Action| input.action_type.is_none() || action.action_type == input.action_type;
    let found = ACTION.list(call, &request, wanted)?;
    let (action_identifiers, next_token) = split(found, |(_, action)| MitigationActionIdentifier {
        action_name: action.action_name,
        action_arn: action.action_arn,
        creation_date: action.creation_date,
    });
    Ok(ListMitigationActionsResponse { action_identifiers, next_token })
}
