//! Billing groups and the things in them.

use model::iot::{
    AddThingToBillingGroupRequest, AddThingToBillingGroupResponse, BillingGroupMetadata,
    BillingGroupProperties, CreateBillingGroupRequest, CreateBillingGroupResponse, DeleteBillingGroupRequest,
    DeleteBillingGroupResponse, DescribeBillingGroupRequest, DescribeBillingGroupResponse, GroupNameAndArn,
    ListBillingGroupsRequest, ListBillingGroupsResponse, ListThingsInBillingGroupRequest,
    ListThingsInBillingGroupResponse, RemoveThingFromBillingGroupRequest,
    RemoveThingFromBillingGroupResponse, UpdateBillingGroupRequest, UpdateBillingGroupResponse,
};

use super::support::{durable, page, split, tags, time, version_in, version_out};
use super::thing_groups::{INCOMPLETE_TAGS, THING, named};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_BILLING_GROUP => async create_billing_group, exact;
        op::DESCRIBE_BILLING_GROUP => sync describe_billing_group, exact;
        op::UPDATE_BILLING_GROUP => async update_billing_group, exact;
        op::DELETE_BILLING_GROUP => async delete_billing_group, exact;
        op::LIST_BILLING_GROUPS => sync list_billing_groups, exact;
        op::ADD_THING_TO_BILLING_GROUP => async add_thing_to_billing_group, exact;
        op::REMOVE_THING_FROM_BILLING_GROUP => async remove_thing_from_billing_group, exact;
        op::LIST_THINGS_IN_BILLING_GROUP => sync list_things_in_billing_group, exact;
    }
}

const GROUP: (&str, &str) = ("billingGroup", "billinggroup");

fn arn(call: &Call<Cloud>, name: &str) -> String {
    call.tenant().iot_arn(format_args!("billinggroup/{name}"))
}

async fn create_billing_group(
    call: &Call<'_, Cloud>,
    input: CreateBillingGroupRequest,
) -> Result<CreateBillingGroupResponse, ApiError> {
    let name = input.billing_group_name;
    let tags = tags(input.tags, INCOMPLETE_TAGS)?;
    let description = input.billing_group_properties.and_then(|given| given.billing_group_description);
    let registry = &call.context.registry;
    let changed = registry.create_billing_group(call.tenant(), &name, description, tags, call.now)?;
    let group = durable(&call.context.store, changed).await?;
    Ok(CreateBillingGroupResponse {
        billing_group_arn: Some(arn(call, &name)),
        billing_group_name: Some(name),
        billing_group_id: Some(group.id),
    })
}

fn describe_billing_group(
    call: &Call<Cloud>,
    input: DescribeBillingGroupRequest,
) -> Result<DescribeBillingGroupResponse, ApiError> {
    let name = input.billing_group_name;
    let group = call.context.registry.billing_group(call.tenant(), &name)?;
    Ok(DescribeBillingGroupResponse {
        billing_group_arn: Some(arn(call, &name)),
        billing_group_name: Some(name),
        billing_group_id: Some(group.id),
        version: version_out(group.version),
        billing_group_properties: Some(BillingGroupProperties {
            billing_group_description: group.description,
        }),
        billing_group_metadata: Some(BillingGroupMetadata { creation_date: time(group.created_at) }),
    })
}

async fn update_billing_group(
    call: &Call<'_, Cloud>,
    input: UpdateBillingGroupRequest,
) -> Result<UpdateBillingGroupResponse, ApiError> {
    let changed = call.context.registry.update_billing_group(
        call.tenant(),
        &input.billing_group_name,
        input.billing_group_properties.billing_group_description,
        version_in(input.expected_version),
    )?;
    let version = durable(&call.context.store, changed).await?;
    Ok(UpdateBillingGroupResponse { version: version_out(version) })
}

async fn delete_billing_group(
    call: &Call<'_, Cloud>,
    input: DeleteBillingGroupRequest,
) -> Result<DeleteBillingGroupResponse, ApiError> {
    let (name, expected) = (&input.billing_group_name, version_in(input.expected_version));
    let changed = call.context.registry.delete_billing_group(call.tenant(), name, expected)?;
    durable(&call.context.store, changed).await?;
    Ok(DeleteBillingGroupResponse {})
}

fn list_billing_groups(
    call: &Call<Cloud>,
    input: ListBillingGroupsRequest,
) -> Result<ListBillingGroupsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let prefix = input.name_prefix_filter.unwrap_or_default();
    let found = call.context.registry.list_billing_groups(call.tenant(), &prefix, &request)?;
    let (billing_groups, next_token) =
        split(found, |name| GroupNameAndArn { group_arn: Some(arn(call, &name)), group_name: Some(name) });
    Ok(ListBillingGroupsResponse { billing_groups, next_token })
}

async fn add_thing_to_billing_group(
    call: &Call<'_, Cloud>,
    input: AddThingToBillingGroupRequest,
) -> Result<AddThingToBillingGroupResponse, ApiError> {
    let group = named(call, GROUP, input.billing_group_name, input.billing_group_arn)?;
    let thing = named(call, THING, input.thing_name, input.thing_arn)?;
    let changed = call.context.registry.add_thing_to_billing_group(call.tenant(), &group, &thing)?;
    durable(&call.context.store, changed).await?;
    Ok(AddThingToBillingGroupResponse {})
}

async fn remove_thing_from_billing_group(
    call: &Call<'_, Cloud>,
    input: RemoveThingFromBillingGroupRequest,
) -> Result<RemoveThingFromBillingGroupResponse, ApiError> {
    let group = named(call, GROUP, input.billing_group_name, input.billing_group_arn)?;
    let thing = named(call, THING, input.thing_name, input.thing_arn)?;
    let changed = call.context.registry.remove_thing_from_billing_group(call.tenant(), &group, &thing)?;
    durable(&call.context.store, changed).await?;
    Ok(RemoveThingFromBillingGroupResponse {})
}

fn list_things_in_billing_group(
    call: &Call<Cloud>,
    input: ListThingsInBillingGroupRequest,
) -> Result<ListThingsInBillingGroupResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let group = &input.billing_group_name;
    let found = call.context.registry.things_in_billing_group(call.tenant(), group, &request)?;
    let (things, next_token) = split(found, |name| name);
    Ok(ListThingsInBillingGroupResponse { things, next_token })
}
