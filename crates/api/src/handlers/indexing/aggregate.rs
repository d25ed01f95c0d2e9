//! Aggregations (*Querying for aggregate data*).

use std::ops::ControlFlow;

use ::search::Document;
use ::search::aggregate::{FieldType, Scalar, Tally, percentiles, statistics};
use model::iot::{
    AggregationType, AggregationTypeName, Bucket, GetBucketsAggregationRequest,
    GetBucketsAggregationResponse, GetCardinalityRequest, GetCardinalityResponse, GetPercentilesRequest,
    GetPercentilesResponse, GetStatisticsRequest, GetStatisticsResponse, PercentPair, Statistics,
};

use super::{Asked, Fleet, GroupField, Index, Indexing, ThingField, group_query, thing_query};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::Call;

/// Percentiles of callers who name none.
const PERCENTS: [f64; 7] = [1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0];
/// Percentiles of one request (*Managing thing indexing*).
const PERCENTS_MAX: usize = 100;
/// Buckets of callers who do not say how many (the API reference of `TermsAggregation`).
const BUCKETS_DEFAULT: i32 = 10;

/// A field that is aggregated, of either index.
enum Field {
    OfThings(ThingField),
    OfGroups(GroupField),
}

/// An aggregation that is allowed.
struct Aggregation<'a> {
    asked: Asked,
    query: &'a str,
    field: Field,
    field_type: FieldType,
}

/// The field of a name, which must be managed or custom.
fn field_of(indexing: &Indexing, index: Index, name: Option<&str>) -> Result<(Field, FieldType), ApiError> {
    let name = name.unwrap_or(match index {
        Index::Things => "registry.version",
        Index::ThingGroups => "version",
    });
    let found = match index {
        Index::Things => indexing
            .type_of_thing_field(name)
            .zip(ThingField::aggregated(name, indexing).map(Field::OfThings)),
        Index::ThingGroups => {
            indexing.type_of_group_field(name).zip(GroupField::aggregated(name).map(Field::OfGroups))
        }
    };
    let (field_type, field) = found.ok_or_else(|| {
        let index = index.name();
        ApiError::invalid_aggregation(format!(
            "Aggregation field {name} is neither a managed nor a custom field of index {index}"
        ))
    })?;
    Ok((field, field_type))
}

/// Whether an aggregation could be asked for. For those that are stored.
///
/// # Errors
/// As those of the aggregation itself.
pub fn check_aggregation(
    indexing: &Indexing,
    index: Index,
    (query, field): (&str, &str),
    aggregation: &AggregationType,
) -> Result<(), ApiError> {
    indexing.check_is_on(index)?;
    match index {
        Index::Things => thing_query(indexing, query).map(drop)?,
        Index::ThingGroups => group_query(query).map(drop)?,
    }
    let (_, field_type) = field_of(indexing, index, Some(field))?;
    if aggregation.name == AggregationTypeName::Percentiles {
        check_is_number(field_type, field)?;
    }
    Ok(())
}

fn check_is_number(field_type: FieldType, name: &str) -> Result<(), ApiError> {
    if field_type == FieldType::Number {
        return Ok(());
    }
    Err(ApiError::invalid_aggregation(format!(
        "Percentiles need a field of type Number, which {name} is not"
    )))
}

impl<'a> Aggregation<'a> {
    fn new(
        call: &Call<'_, Cloud>,
        index: Option<&str>,
        version: Option<&str>,
        query: &'a str,
        field: Option<&str>,
    ) -> Result<Self, ApiError> {
        let asked = Asked::new(call, index, version)?;
        let (field, field_type) = field_of(&asked.indexing, asked.index, field)?;
        Ok(Self { asked, query, field, field_type })
    }

    /// Shows the values of everything that the query finds, and returns how many that are.
    async fn run(self, call: &Call<'_, Cloud>, mut note: impl FnMut(Vec<Scalar>)) -> Result<usize, ApiError> {
        let Self { asked: Asked { indexing, .. }, query, field, field_type } = self;
        let mut count = 0;
        match &field {
            Field::OfThings(field) => {
                let query = thing_query(&indexing, query)?;
                let visit = |thing: &super::documents::ThingDocument<'_>| {
                    count += 1;
                    note(values(thing, field, field_type));
                    ControlFlow::Continue(())
                };
                Fleet::of(call, indexing).find(&query, None, visit).await;
            }
            Field::OfGroups(field) => {
                let query = group_query(query)?;
                let visit = |group: &super::documents::GroupDocument<'_>| {
                    count += 1;
                    note(values(group, field, field_type));
                    ControlFlow::Continue(())
                };
                Fleet::of(call, indexing).find_groups(&query, None, visit).await;
            }
        }
        Ok(count)
    }
}

fn values<D: Document>(document: &D, field: &D::Field, field_type: FieldType) -> Vec<Scalar> {
    let mut values = Vec::new();
    document.any(Some(field), &mut |value| {
        values.extend(field_type.of(value));
        false
    });
    values
}

fn count_out(count: usize) -> Option<i32> {
    Some(i32::try_from(count).unwrap_or(i32::MAX))
}

pub async fn get_statistics(
    call: &Call<'_, Cloud>,
    input: GetStatisticsRequest,
) -> Result<GetStatisticsResponse, ApiError> {
    let (index, version) = (input.index_name.as_deref(), input.query_version.as_deref());
    let field = input.aggregation_field.as_deref();
    let aggregation = Aggregation::new(call, index, version, &input.query_string, field)?;
    let (mut count, mut numbers) = (0, Vec::new());
    aggregation
        .run(call, |values| {
            count += usize::from(!values.is_empty());
            numbers.extend(values.iter().filter_map(Scalar::as_number));
        })
        .await?;
    let count = count_out(count);
    let statistics =
        statistics(&numbers).map_or(Statistics { count, ..Default::default() }, |all| Statistics {
            count,
            average: Some(all.average),
            sum: Some(all.sum),
            minimum: Some(all.minimum),
            maximum: Some(all.maximum),
            sum_of_squares: Some(all.sum_of_squares),
            variance: Some(all.variance),
            std_deviation: Some(all.std_deviation),
        });
    Ok(GetStatisticsResponse { statistics: Some(statistics) })
}

pub async fn get_percentiles(
    call: &Call<'_, Cloud>,
    input: GetPercentilesRequest,
) -> Result<GetPercentilesResponse, ApiError> {
    let (index, version) = (input.index_name.as_deref(), input.query_version.as_deref());
    let field = input.aggregation_field.as_deref();
    let aggregation = Aggregation::new(call, index, version, &input.query_string, field)?;
    check_is_number(aggregation.field_type, field.unwrap_or_default())?;
    let percents = input.percents.filter(|percents| !percents.is_empty()).unwrap_or(PERCENTS.into());
    if percents.len() > PERCENTS_MAX {
        let text = format!("There can be at most {PERCENTS_MAX} percents");
        return Err(ApiError::invalid_request(text));
    }
    let mut numbers = Vec::new();
    aggregation.run(call, |values| numbers.extend(values.iter().filter_map(Scalar::as_number))).await?;
    let pair = |(percent, value): (&f64, f64)| PercentPair { percent: Some(*percent), value: Some(value) };
    let found = percentiles(&mut numbers, &percents).unwrap_or_default();
    Ok(GetPercentilesResponse { percentiles: Some(percents.iter().zip(found).map(pair).collect()) })
}

pub async fn get_cardinality(
    call: &Call<'_, Cloud>,
    input: GetCardinalityRequest,
) -> Result<GetCardinalityResponse, ApiError> {
    let (index, version) = (input.index_name.as_deref(), input.query_version.as_deref());
    let field = input.aggregation_field.as_deref();
    let aggregation = Aggregation::new(call, index, version, &input.query_string, field)?;
    let mut tally = Tally::default();
    aggregation.run(call, |values| tally.add(&values)).await?;
    Ok(GetCardinalityResponse { cardinality: count_out(tally.cardinality()) })
}

pub async fn get_buckets_aggregation(
    call: &Call<'_, Cloud>,
    input: GetBucketsAggregationRequest,
) -> Result<GetBucketsAggregationResponse, ApiError> {
    let (index, version) = (input.index_name.as_deref(), input.query_version.as_deref());
    let field = Some(input.aggregation_field.as_str());
    let aggregation = Aggregation::new(call, index, version, &input.query_string, field)?;
    let Some(terms) = input.buckets_aggregation_type.terms_aggregation else {
        return Err(ApiError::invalid_aggregation("termsAggregation is required in bucketsAggregationType"));
    };
    let mut tally = Tally::default();
    let total = aggregation.run(call, |values| tally.add(&values)).await?;
    // The model's minimum is 1; validated before.
    let max = usize::try_from(terms.max_buckets.unwrap_or(BUCKETS_DEFAULT)).unwrap_or_default();
    let bucket = |(key, count): (String, u64)| Bucket {
        key_value: Some(key),
        count: count_out(usize::try_from(count).unwrap_or(usize::MAX)),
    };
    Ok(GetBucketsAggregationResponse {
        total_count: count_out(total),
        buckets: Some(tally.buckets(max).into_iter().map(bucket).collect()),
    })
}
