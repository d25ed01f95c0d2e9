//! `timestream`.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use aws_credential_types::Credentials;
use base::Tenant;
use parking_lot::Mutex;
use rules::action::TimestreamRequest;
use serde_json::json;

use super::Clients;
use super::signed::{JSON_1_0, Operation};
use crate::perform::{Failure, Task};
use crate::sinks::{Endpoint, Place};

const SERVICE: &str = "timestream-write";

const fn operation(target: &'static str) -> Operation {
    Operation { service: SERVICE, content_type: JSON_1_0, target }
}

/// The cells of Timestream that accounts were assigned to, by tenant, and until when that holds.
pub(super) type Cells = Mutex<HashMap<Tenant, (String, Instant)>>;

impl Clients {
    /// Writes a record for each measure.
    pub(crate) async fn write_records(
        &self,
        task: &Task,
        request: &TimestreamRequest,
    ) -> Result<(), Failure> {
        let dimensions = request.dimensions.iter();
        let dimensions: Vec<_> =
            dimensions.map(|(name, value)| json!({"Name": name, "Value": value})).collect();
        let records = request.measures.iter().map(|measure| {
            json!({
                "MeasureName": measure.name, "MeasureValue": measure.value,
                "MeasureValueType": measure.value_type,
            })
        });
        let input = json!({
            "DatabaseName": request.database_name,
            "TableName": request.table_name,
            "CommonAttributes": {
                "Dimensions": dimensions,
                "Time": request.time.to_string(),
                "TimeUnit": request.time_unit.name(),
            },
            "Records": records.collect::<Vec<_>>(),
        });
        let (endpoint, credentials) = self.target(SERVICE, &task.tenant)?;
        let url = self.cell(&task.tenant, endpoint, &credentials).await?;
        let operation = operation("Timestream_20181101.WriteRecords");
        self.call_json_at(&url, credentials, &task.tenant, operation, &input).await?;
        Ok(())
    }

    /// Where to write. AWS serves each account from one of several cells and asks clients to find out which
    /// (*The Endpoint Discovery Pattern* in the Timestream developer guide); any other endpoint is meant.
    async fn cell(
        &self,
        tenant: &Tenant,
        endpoint: Endpoint,
        credentials: &Credentials,
    ) -> Result<String, Failure> {
        if endpoint.place != Place::Aws {
            return Ok(endpoint.url);
        }
        let known = self.timestream.lock().get(tenant).cloned();
        if let Some((url, _)) = known.filter(|(_, until)| *until > Instant::now()) {
            return Ok(url);
        }
        let operation = operation("Timestream_20181101.DescribeEndpoints");
        let (url, credentials) = (&endpoint.url, credentials.clone());
        let answer = self.call_json_at(url, credentials, tenant, operation, &json!({})).await?;
        let cell = &answer["Endpoints"][0];
        let Some(address) = cell["Address"].as_str() else {
            return Err(Failure::permanent("DescribeEndpoints of Timestream names no endpoint"));
        };
        let url = format!("https://{address}");
        let minutes = cell["CachePeriodInMinutes"].as_u64().unwrap_or(1);
        let until = Instant::now() + Duration::from_secs(minutes.min(24 * 60) * 60);
        self.timestream.lock().insert(tenant.clone(), (url.clone(), until));
        Ok(url)
    }
}
