//! Fleet metrics: aggregations that AWS does regularly and sends to CloudWatch (*Managing fleet metrics*).

use catalog::{Kind, Shelves};
use model::iot::{
    AggregationType, AggregationTypeName, CreateFleetMetricRequest, CreateFleetMetricResponse,
    DeleteFleetMetricRequest, DescribeFleetMetricRequest, DescribeFleetMetricResponse, FleetMetricNameAndArn,
    ListFleetMetricsRequest, ListFleetMetricsResponse, UpdateFleetMetricRequest,
};

use super::indexing::{Asked, Index, Indexing, QUERY_VERSION, check_aggregation};
use super::support::{
    INCOMPLETE_TAG, committed, durable, forget_tags, page, set_tags, split, tags, time, version_in,
};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_FLEET_METRIC => async create_fleet_metric,
            partial("is stored; what it says is not sent to CloudWatch");
        op::DESCRIBE_FLEET_METRIC => sync describe_fleet_metric, exact;
        op::UPDATE_FLEET_METRIC => async update_fleet_metric,
            partial("is stored; what it says is not sent to CloudWatch");
        op::DELETE_FLEET_METRIC => async delete_fleet_metric, exact;
        op::LIST_FLEET_METRICS => sync list_fleet_metrics, exact;
    }
}

/// What statistics can tell.
const STATISTICS: [&str; 8] =
    ["count", "average", "sum", "minimum", "maximum", "sumOfSquares", "variance", "stdDeviation"];

fn arn(call: &Call<Cloud>, name: &str) -> String {
    call.tenant().iot_arn(format_args!("fleetmetric/{name}"))
}

fn not_found(name: &str) -> ApiError {
    ApiError::resource_not_found(format!("Fleet metric {name} does not exist."))
}

/// A metric whose members are allowed by themselves and together.
fn check(indexing: &Indexing, metric: &DescribeFleetMetricResponse) -> Result<(), ApiError> {
    if metric.period.is_none_or(|period| period % 60 != 0) {
        return Err(ApiError::invalid_request("The period must be a multiple of 60 seconds"));
    }
    let aggregation = metric.aggregation_type.clone().unwrap_or_default();
    check_values(&aggregation)?;
    let index = Index::of(metric.index_name.as_deref())?;
    let query = metric.query_string.as_deref().unwrap_or_default();
    let field = metric.aggregation_field.as_deref().unwrap_or_default();
    check_aggregation(indexing, index, (query, field), &aggregation)
}

fn check_values(aggregation: &AggregationType) -> Result<(), ApiError> {
    let values = aggregation.values.as_deref().unwrap_or_default();
    let is_known = |value: &String| match aggregation.name {
        AggregationTypeName::Statistics => STATISTICS.contains(&value.as_str()),
        AggregationTypeName::Percentiles => {
            value.parse().is_ok_and(|percent: f64| (0.0..=100.0).contains(&percent))
        }
        AggregationTypeName::Cardinality => value == "cardinality",
    };
    match values.iter().find(|value| !is_known(value)) {
        Some(value) => Err(ApiError::invalid_aggregation(format!(
            "{value} is no value of aggregation type {}",
            aggregation.name
        ))),
        None => Ok(()),
    }
}

/// Whether all metrics could be worked out when indexing is so.
///
/// # Errors
/// InvalidRequestException when one could not (*Fleet indexing troubleshooting*).
pub(super) fn check_indexing(shelves: &Shelves, indexing: &Indexing) -> Result<(), ApiError> {
    for (name, metric) in shelves.all::<DescribeFleetMetricResponse>(Kind::FleetMetric) {
        if check(indexing, &metric).is_err() {
            let text = format!("Indexing that fleet metric {name} needs cannot be removed");
            return Err(ApiError::invalid_request(text));
        }
    }
    Ok(())
}

async fn create_fleet_metric(
    call: &Call<'_, Cloud>,
    input: CreateFleetMetricRequest,
) -> Result<CreateFleetMetricResponse, ApiError> {
    let name = input.metric_name;
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let asked = Asked::new(call, input.index_name.as_deref(), input.query_version.as_deref())?;
    let metric = DescribeFleetMetricResponse {
        metric_name: Some(name.clone()),
        query_string: Some(input.query_string),
        aggregation_type: Some(input.aggregation_type),
        period: Some(input.period),
        aggregation_field: Some(input.aggregation_field),
        description: input.description,
        query_version: Some(QUERY_VERSION.into()),
        index_name: Some(asked.index.name().into()),
        creation_date: time(call.now.0),
        last_modified_date: time(call.now.0),
        unit: input.unit,
        version: Some(1),
        metric_arn: Some(arn(call, &name)),
    };
    check(&asked.indexing, &metric)?;
    let created = call.context.catalog.change::<_, ApiError>(call.tenant(), |draft| {
        if draft.contains(Kind::FleetMetric, &name) {
            let text = format!("Fleet metric {name} already exists.");
            let conflict = ApiError::resource_already_exists(text);
            return Err(conflict.with_resource_id(name.as_str()).with_resource_arn(arn(call, &name)));
        }
        draft.put(Kind::FleetMetric, name.as_str(), metric);
        Ok(())
    })?;
    let tagged = set_tags(call, &format!("fleetmetric/{name}"), tags);
    committed(&call.context.store, created.ticket.max(tagged)).await?;
    Ok(CreateFleetMetricResponse { metric_arn: Some(arn(call, &name)), metric_name: Some(name) })
}

fn describe_fleet_metric(
    call: &Call<Cloud>,
    input: DescribeFleetMetricRequest,
) -> Result<DescribeFleetMetricResponse, ApiError> {
    let name = &input.metric_name;
    call.context.catalog.get(call.tenant(), Kind::FleetMetric, name).ok_or_else(|| not_found(name))
}

fn check_version(
    name: &str,
    metric: &DescribeFleetMetricResponse,
    expected: Option<i64>,
) -> Result<(), ApiError> {
    if expected.is_none() || version_in(expected) == version_in(metric.version) {
        return Ok(());
    }
    let text = format!("The version for fleet metric {name} does not match the expected version.");
    Err(ApiError::version_conflict(text))
}

async fn update_fleet_metric(
    call: &Call<'_, Cloud>,
    input: UpdateFleetMetricRequest,
) -> Result<(), ApiError> {
    let name = input.metric_name;
    let asked = Asked::new(call, Some(&input.index_name), input.query_version.as_deref())?;
    let changed = call.context.catalog.change::<_, ApiError>(call.tenant(), |draft| {
        let stored: Option<DescribeFleetMetricResponse> = draft.get(Kind::FleetMetric, &name);
        let stored = stored.ok_or_else(|| not_found(&name))?;
        check_version(&name, &stored, input.expected_version)?;
        let metric = DescribeFleetMetricResponse {
            query_string: input.query_string.or(stored.query_string),
            aggregation_type: input.aggregation_type.or(stored.aggregation_type),
            period: input.period.or(stored.period),
            aggregation_field: input.aggregation_field.or(stored.aggregation_field),
            description: input.description.or(stored.description),
            index_name: Some(asked.index.name().into()),
            last_modified_date: time(call.now.0),
            unit: input.unit.or(stored.unit),
            version: stored.version.map(|version| version.saturating_add(1)),
            ..stored
        };
        check(&asked.indexing, &metric)?;
        draft.put(Kind::FleetMetric, name.as_str(), metric);
        Ok(())
    })?;
    durable(&call.context.store, changed).await?;
    Ok(())
}

/// One that does not exist is deleted already: the operation's model has no other answer.
async fn delete_fleet_metric(
    call: &Call<'_, Cloud>,
    input: DeleteFleetMetricRequest,
) -> Result<(), ApiError> {
    let name = &input.metric_name;
    let deleted = call.context.catalog.change::<_, ApiError>(call.tenant(), |draft| {
        let stored: Option<DescribeFleetMetricResponse> = draft.get(Kind::FleetMetric, name);
        let Some(stored) = stored else { return Ok(false) };
        check_version(name, &stored, input.expected_version)?;
        draft.remove(Kind::FleetMetric, name.as_str());
        Ok(true)
    })?;
    if deleted.value {
        let forgotten = forget_tags(call, &format!("fleetmetric/{name}"));
        committed(&call.context.store, deleted.ticket.max(forgotten)).await?;
    }
    Ok(())
}

fn list_fleet_metrics(
    call: &Call<Cloud>,
    input: ListFleetMetricsRequest,
) -> Result<ListFleetMetricsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let all = |_: &str, _: &DescribeFleetMetricResponse| true;
    let found = call.context.catalog.list(call.tenant(), Kind::FleetMetric, &request, all)?;
    let (fleet_metrics, next_token) = split(found, |(name, _)| FleetMetricNameAndArn {
        metric_arn: Some(arn(call, &name)),
        metric_name: Some(name),
    });
    Ok(ListFleetMetricsResponse { fleet_metrics, next_token })
}
