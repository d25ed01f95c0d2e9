//! Fleet indexing (extras.md §2, api-errors.md §9).
//!
//! There is no index: everything is in memory, and a search looks through all of it. So what changes is found at
//! once, and an index is ACTIVE as soon as it is wanted.

mod aggregate;
mod configuration;
mod connectivity;
mod documents;
mod fields;
mod fleet;
mod json;
mod search;

use ::search::{Query, QueryError, Reason};
use catalog::Catalog;
use model::iot::{
    DescribeIndexRequest, DescribeIndexResponse, GetIndexingConfigurationRequest,
    GetIndexingConfigurationResponse, IndexStatus, ListIndicesRequest, ListIndicesResponse,
    UpdateIndexingConfigurationRequest, UpdateIndexingConfigurationResponse,
};

pub(super) use aggregate::check_aggregation;
pub(super) use configuration::Indexing;
pub(super) use fields::{GroupField, ThingField};
pub(super) use fleet::Fleet;

use super::support::{durable, page};
use super::{dynamic_groups, fleet_metrics};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::UPDATE_INDEXING_CONFIGURATION => async update_indexing_configuration,
            partial("geo locations are stored; geo queries are not evaluated");
        op::GET_INDEXING_CONFIGURATION => sync get_indexing_configuration, exact;
        op::DESCRIBE_INDEX => sync describe_index, partial("an index is never BUILDING: it is ACTIVE at once");
        op::LIST_INDICES => sync list_indices, exact;
        op::SEARCH_INDEX => async search::search_index,
            partial("geo queries are refused by name; Device Defender violations are not indexed; connectivity is what GetConnection knows");
        op::GET_STATISTICS => async aggregate::get_statistics,
            partial("geo queries are refused by name; Device Defender violations are not indexed; connectivity is what GetConnection knows");
        op::GET_PERCENTILES => async aggregate::get_percentiles,
            partial("geo queries are refused by name; Device Defender violations are not indexed; connectivity is what GetConnection knows");
        op::GET_CARDINALITY => async aggregate::get_cardinality,
            partial("geo queries are refused by name; Device Defender violations are not indexed; connectivity is what GetConnection knows");
        op::GET_BUCKETS_AGGREGATION => async aggregate::get_buckets_aggregation,
            partial("geo queries are refused by name; Device Defender violations are not indexed; connectivity is what GetConnection knows");
        op::GET_THING_CONNECTIVITY_DATA => sync connectivity::get_thing_connectivity_data,
            partial("connectivity is what GetConnection knows: nothing from before the start or longer ago than half an hour, and only of clients whose id is the thing's name");
    }
}

/// The one version of the query language.
pub(super) const QUERY_VERSION: &str = "2017-09-30";

/// What can be searched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Index {
    Things,
    ThingGroups,
}

impl Index {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Things => "AWS_Things",
            Self::ThingGroups => "AWS_ThingGroups",
        }
    }
    /// What DescribeIndex calls the data that are indexed: for things this one, whatever the modes are
    /// (extras.md §2, measured; the documentation has one for each combination).
    fn schema(self) -> &'static str {
        match self {
            Self::Things => "MULTI_INDEXING_MODE",
            Self::ThingGroups => "REGISTRY",
        }
    }

    /// The index of a name, that of things without one.
    ///
    /// # Errors
    /// InvalidRequestException for other names.
    pub fn of(name: Option<&str>) -> Result<Self, ApiError> {
        match name {
            None | Some("AWS_Things") => Ok(Self::Things),
            Some("AWS_ThingGroups") => Ok(Self::ThingGroups),
            Some(name) => Err(ApiError::invalid_request(format!("Unrecognized indexName {name}"))),
        }
    }
}

/// A search as it was asked for, checked in AWS's order but for its query: version, index, indexing.
pub(super) struct Asked {
    pub index: Index,
    pub indexing: Indexing,
}

impl Asked {
    /// # Errors
    /// InvalidRequestException for an unknown version or index, ResourceNotFoundException while it is off.
    pub fn new(call: &Call<'_, Cloud>, index: Option<&str>, version: Option<&str>) -> Result<Self, ApiError> {
        if version.is_some_and(|version| version != QUERY_VERSION) {
            let text = format!("Invalid queryVersion. Expected one of: [{QUERY_VERSION}]");
            return Err(ApiError::invalid_request(text));
        }
        let index = Index::of(index)?;
        let indexing = Indexing::of(&call.context.catalog, call.tenant());
        indexing.check_is_on(index)?;
        Ok(Self { index, indexing })
    }
}

impl From<QueryError> for ApiError {
    fn from(error: QueryError) -> Self {
        match error.reason {
            Reason::Geo(_) => Self::not_implemented(error.to_string()),
            _ => Self::invalid_query(error.to_string()),
        }
    }
}

/// A query of things.
///
/// # Errors
/// InvalidQueryException when it is none; InvalidRequestException for fields of a source that is not indexed.
pub(super) fn thing_query(indexing: &Indexing, text: &str) -> Result<Query<ThingField>, ApiError> {
    let query = Query::parse(text)?;
    query.resolve(|name| {
        let field = ThingField::searched(name, indexing).ok_or_else(|| query.no_such_field(name))?;
        indexing.check_source(&field)?;
        Ok(field)
    })
}

/// A query of thing groups.
///
/// # Errors
/// As [`thing_query`].
pub(super) fn group_query(text: &str) -> Result<Query<GroupField>, ApiError> {
    let query = Query::parse(text)?;
    let resolved = query.resolve(|name| GroupField::searched(name).ok_or_else(|| query.no_such_field(name)));
    Ok(resolved?)
}

async fn update_indexing_configuration(
    call: &Call<'_, Cloud>,
    input: UpdateIndexingConfigurationRequest,
) -> Result<UpdateIndexingConfigurationResponse, ApiError> {
    let catalog: &Catalog = &call.context.catalog;
    let changed = catalog.change::<_, ApiError>(call.tenant(), |draft| {
        let indexing = Indexing::stored(draft).updated(input)?;
        // Neither groups nor metrics lose what their queries ask for (*Fleet indexing troubleshooting*).
        dynamic_groups::check_indexing(call, &indexing)?;
        fleet_metrics::check_indexing(draft, &indexing)?;
        indexing.store(draft);
        Ok(())
    })?;
    durable(&call.context.store, changed).await?;
    Ok(UpdateIndexingConfigurationResponse {})
}

fn get_indexing_configuration(
    call: &Call<Cloud>,
    _: GetIndexingConfigurationRequest,
) -> Result<GetIndexingConfigurationResponse, ApiError> {
    Ok(Indexing::of(&call.context.catalog, call.tenant()).describe())
}

fn describe_index(
    call: &Call<Cloud>,
    input: DescribeIndexRequest,
) -> Result<DescribeIndexResponse, ApiError> {
    let asked = Asked::new(call, Some(&input.index_name), None)?;
    Ok(DescribeIndexResponse {
        index_name: Some(input.index_name),
        index_status: Some(IndexStatus::Active),
        schema: Some(asked.index.schema().into()),
    })
}

fn list_indices(call: &Call<Cloud>, input: ListIndicesRequest) -> Result<ListIndicesResponse, ApiError> {
    let indexing = Indexing::of(&call.context.catalog, call.tenant());
    let all = [Index::ThingGroups, Index::Things].into_iter().filter(|index| indexing.is_on(*index));
    let found = base::cut_page(
        all.map(Index::name),
        &page(input.max_results, input.next_token),
        |name| (*name).to_owned(),
        |name, last| *name > last,
        str::to_owned,
    )?;
    Ok(ListIndicesResponse { index_names: Some(found.items), next_token: found.next })
}
