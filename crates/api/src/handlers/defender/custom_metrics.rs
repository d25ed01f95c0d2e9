//! Custom metrics: measurements of a device's own that behaviors can name.

use catalog::{Draft, Kind};
use model::iot::{
    CreateCustomMetricRequest, CreateCustomMetricResponse, DeleteCustomMetricRequest,
    DeleteCustomMetricResponse, DescribeCustomMetricRequest, DescribeCustomMetricResponse,
    ListCustomMetricsRequest, ListCustomMetricsResponse, UpdateCustomMetricRequest,
    UpdateCustomMetricResponse,
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
        op::CREATE_CUSTOM_METRIC => async create_custom_metric,
            partial("is stored; metrics that devices report are not evaluated");
        op::DESCRIBE_CUSTOM_METRIC => sync describe_custom_metric, exact;
        op::UPDATE_CUSTOM_METRIC => async update_custom_metric, exact;
        op::DELETE_CUSTOM_METRIC => async delete_custom_metric, exact;
        op::LIST_CUSTOM_METRICS => sync list_custom_metrics, exact;
    }
}

const METRIC: Resource =
    Resource { kind: Kind::CustomMetric, title: "Custom metric", prefix: "custommetric/" };

type Stored = Tokened<DescribeCustomMetricResponse>;

async fn create_custom_metric(
    call: &Call<'_, Cloud>,
    input: CreateCustomMetricRequest,
) -> Result<CreateCustomMetricResponse, ApiError> {
    let (name, token) = (input.metric_name, input.client_request_token);
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    if name.starts_with("aws:") {
        let text = format!("Custom metric name {name} is invalid. It cannot begin with \"aws:\".");
        return Err(ApiError::invalid_request(text));
    }
    let arn = METRIC.arn(call, &name);
    let metric = DescribeCustomMetricResponse {
        metric_name: Some(name.clone()),
        metric_arn: Some(arn.clone()),
        metric_type: Some(input.metric_type),
        display_name: input.display_name,
        creation_date: time(call.now.0),
        last_modified_date: time(call.now.0),
    };
    let draft = |draft: &mut Draft<'_>| {
        if let Some(existing) = draft.get::<Stored>(METRIC.kind, &name) {
            let same =
                existing.metric_type == metric.metric_type && existing.display_name == metric.display_name;
            let repeated = same && existing.is_created_by(Some(&token));
            return if repeated { Ok(Creation::Repeated(())) } else { Err(METRIC.exists(call, &name)) };
        }
        draft.put(METRIC.kind, &name, Tokened::new(metric, Some(token)));
        Ok(Creation::New(()))
    };
    METRIC.create(call, &name, tags, draft).await?;
    Ok(CreateCustomMetricResponse { metric_name: Some(name), metric_arn: Some(arn) })
}

fn describe_custom_metric(
    call: &Call<Cloud>,
    input: DescribeCustomMetricRequest,
) -> Result<DescribeCustomMetricResponse, ApiError> {
    METRIC.find(call, &input.metric_name)
}

async fn update_custom_metric(
    call: &Call<'_, Cloud>,
    input: UpdateCustomMetricRequest,
) -> Result<UpdateCustomMetricResponse, ApiError> {
    let name = input.metric_name;
    let metric = change(call, |draft| {
        let mut metric: Stored = METRIC.get(draft, &name)?;
        metric.display_name = Some(input.display_name);
        metric.last_modified_date = time(call.now.0);
        draft.put(METRIC.kind, &name, metric.clone());
        Ok(metric.into_resource())
    });
    let metric = metric.await?;
    Ok(UpdateCustomMetricResponse {
        metric_name: metric.metric_name,
        metric_arn: metric.metric_arn,
        metric_type: metric.metric_type,
        display_name: metric.display_name,
        creation_date: metric.creation_date,
        last_modified_date: metric.last_modified_date,
    })
}

/// One that does not exist is deleted already: the model has no exception for it.
async fn delete_custom_metric(
    call: &Call<'_, Cloud>,
    input: DeleteCustomMetricRequest,
) -> Result<DeleteCustomMetricResponse, ApiError> {
    let name = input.metric_name;
    let draft = |draft: &mut Draft<'_>| {
        // Profiles must let go of it first (API reference, DeleteCustomMetric).
        if let Some(profile) = security_profiles::user_of_metric(draft, &name) {
            return Err(ApiError::invalid_request(format!(
                "Custom metric {name} cannot be deleted because it is used by security profile {profile}."
            )));
        }
        draft.remove(METRIC.kind, &name);
        Ok(())
    };
    METRIC.delete(call, &name, draft).await?;
    Ok(DeleteCustomMetricResponse {})
}

fn list_custom_metrics(
    call: &Call<Cloud>,
    input: ListCustomMetricsRequest,
) -> Result<ListCustomMetricsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let found = METRIC.list::<DescribeCustomMetricResponse>(call, &request, |_| true)?;
    let (metric_names, next_token) = split(found, |(name, _)| name);
    Ok(ListCustomMetricsResponse { metric_names, next_token })
}
