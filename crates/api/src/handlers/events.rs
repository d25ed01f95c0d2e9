//! Which events an account wants (extras.md §6).

use base::Tenant;
use catalog::{Catalog, Kind};
use model::Map;
use model::iot::{
    Configuration, DescribeEventConfigurationsRequest, DescribeEventConfigurationsResponse, EventType,
    UpdateEventConfigurationsRequest, UpdateEventConfigurationsResponse,
};

use super::support::{durable, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::DESCRIBE_EVENT_CONFIGURATIONS => sync describe_event_configurations, exact;
        op::UPDATE_EVENT_CONFIGURATIONS => async update_event_configurations, exact;
    }
}

const SETTING: &str = "UpdateEventConfigurations";

/// Whether an account wants the events of a kind. It does not, until it says so.
pub fn is_enabled(catalog: &Catalog, tenant: &Tenant, kind: &str) -> bool {
    let stored: Option<DescribeEventConfigurationsResponse> = catalog.get(tenant, Kind::Setting, SETTING);
    let configurations = stored.and_then(|stored| stored.event_configurations);
    configurations.is_some_and(|all| all.get(kind).is_some_and(|one| one.enabled == Some(true)))
}

/// All kinds, with what was said of them.
fn with_defaults(stored: Option<&Map<Configuration>>) -> Map<Configuration> {
    let of = |kind: &EventType| {
        let enabled = stored.and_then(|all| all.get(kind.as_str())?.enabled).unwrap_or(false);
        (kind.as_str(), Configuration { enabled: Some(enabled) })
    };
    EventType::ALL.iter().map(of).collect()
}

fn describe_event_configurations(
    call: &Call<Cloud>,
    _: DescribeEventConfigurationsRequest,
) -> Result<DescribeEventConfigurationsResponse, ApiError> {
    let stored: DescribeEventConfigurationsResponse =
        call.context.catalog.get(call.tenant(), Kind::Setting, SETTING).unwrap_or_default();
    let event_configurations = Some(with_defaults(stored.event_configurations.as_ref()));
    Ok(DescribeEventConfigurationsResponse { event_configurations, ..stored })
}

async fn update_event_configurations(
    call: &Call<'_, Cloud>,
    input: UpdateEventConfigurationsRequest,
) -> Result<UpdateEventConfigurationsResponse, ApiError> {
    let Some(given) = input.event_configurations else {
        return Err(ApiError::invalid_request("Configuration cannot be null"));
    };
    let changed = call.context.catalog.change::<_, ApiError>(call.tenant(), |draft| {
        let stored: DescribeEventConfigurationsResponse =
            draft.get(Kind::Setting, SETTING).unwrap_or_default();
        // Kinds that are not named stay as they are.
        let mut all = with_defaults(stored.event_configurations.as_ref());
        for (kind, configuration) in given.iter() {
            all.insert(kind, configuration.clone());
        }
        let stored = DescribeEventConfigurationsResponse {
            event_configurations: Some(all),
            creation_date: stored.creation_date.or_else(|| time(call.now.0)),
            last_modified_date: time(call.now.0),
        };
        draft.put(Kind::Setting, SETTING, stored);
        Ok(())
    })?;
    durable(&call.context.store, changed).await?;
    Ok(UpdateEventConfigurationsResponse {})
}
