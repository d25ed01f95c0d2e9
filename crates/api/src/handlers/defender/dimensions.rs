//! Dimensions: patterns of topics that narrow what a behavior measures.

use catalog::{Draft, Kind};
use model::iot::{
    CreateDimensionRequest, CreateDimensionResponse, DeleteDimensionRequest, DeleteDimensionResponse,
    DescribeDimensionRequest, DescribeDimensionResponse, ListDimensionsRequest, ListDimensionsResponse,
    UpdateDimensionRequest, UpdateDimensionResponse,
};

use super::security_profiles;
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::handlers::stored::{Creation, Resource, Tokened, change};
use crate::handlers::support::{INCOMPLETE_TAG, page, split, tags, time};
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_DIMENSION => async create_dimension, partial("is stored; behaviors are not evaluated");
        op::DESCRIBE_DIMENSION => sync describe_dimension, exact;
        op::UPDATE_DIMENSION => async update_dimension, partial("is stored; behaviors are not evaluated");
        op::DELETE_DIMENSION => async delete_dimension, exact;
        op::LIST_DIMENSIONS => sync list_dimensions, exact;
    }
}

const DIMENSION: Resource = Resource { kind: Kind::Dimension, title: "Dimension", prefix: "dimension/" };

type Stored = Tokened<DescribeDimensionResponse>;

async fn create_dimension(
    call: &Call<'_, Cloud>,
    input: CreateDimensionRequest,
) -> Result<CreateDimensionResponse, ApiError> {
    let (name, token) = (input.name, input.client_request_token);
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let arn = DIMENSION.arn(call, &name);
    let dimension = DescribeDimensionResponse {
        name: Some(name.clone()),
        arn: Some(arn.clone()),
        r#type: Some(input.r#type),
        string_values: Some(input.string_values),
        creation_date: time(call.now.0),
        last_modified_date: time(call.now.0),
    };
    let draft = |draft: &mut Draft<'_>| {
        if let Some(existing) = draft.get::<Stored>(DIMENSION.kind, &name) {
            let same = existing.string_values == dimension.string_values;
            let repeated = same && existing.is_created_by(Some(&token));
            return if repeated { Ok(Creation::Repeated(())) } else { Err(DIMENSION.exists(call, &name)) };
        }
        // A token is good for one dimension (API reference, CreateDimension).
        let mut others = draft.all::<Stored>(DIMENSION.kind);
        if let Some((other, _)) = others.find(|(_, other)| other.is_created_by(Some(&token))) {
            return Err(DIMENSION.exists(call, other));
        }
        drop(others);
        draft.put(DIMENSION.kind, &name, Tokened::new(dimension, Some(token)));
        Ok(Creation::New(()))
    };
    DIMENSION.create(call, &name, tags, draft).await?;
    Ok(CreateDimensionResponse { name: Some(name), arn: Some(arn) })
}

fn describe_dimension(
    call: &Call<Cloud>,
    input: DescribeDimensionRequest,
) -> Result<DescribeDimensionResponse, ApiError> {
    DIMENSION.find(call, &input.name)
}

async fn update_dimension(
    call: &Call<'_, Cloud>,
    input: UpdateDimensionRequest,
) -> Result<UpdateDimensionResponse, ApiError> {
    let name = input.name;
    let dimension = change(call, |draft| {
        let mut dimension: Stored = DIMENSION.get(draft, &name)?;
        dimension.string_values = Some(input.string_values);
        dimension.last_modified_date = time(call.now.0);
        draft.put(DIMENSION.kind, &name, dimension.clone());
        Ok(dimension.into_resource())
    });
    let dimension = dimension.await?;
    Ok(UpdateDimensionResponse {
        name: dimension.name,
        arn: dimension.arn,
        r#type: dimension.r#type,
        string_values: dimension.string_values,
        creation_date: dimension.creation_date,
        last_modified_date: dimension.last_modified_date,
    })
}

/// One that does not exist is deleted already: the model has no exception for it.
async fn delete_dimension(
    call: &Call<'_, Cloud>,
    input: DeleteDimensionRequest,
) -> Result<DeleteDimensionResponse, ApiError> {
    let name = input.name;
    let draft = |draft: &mut Draft<'_>| {
        if let Some(profile) = security_profiles::user_of_dimension(draft, &name) {
            return Err(ApiError::invalid_request(format!(
                "Dimension {name} cannot be deleted because it is used by security profile {profile}."
            )));
        }
        draft.remove(DIMENSION.kind, &name);
        Ok(())
    };
    DIMENSION.delete(call, &name, draft).await?;
    Ok(DeleteDimensionResponse {})
}

fn list_dimensions(
    call: &Call<Cloud>,
    input: ListDimensionsRequest,
) -> Result<ListDimensionsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let found = DIMENSION.list::<DescribeDimensionResponse>(call, &request, |_| true)?;
    let (dimension_names, next_token) = split(found, |(name, _)| name);
    Ok(ListDimensionsResponse { dimension_names, next_token })
}
