//! `location`.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rules::action::LocationRequest;
use serde_json::json;

use super::Clients;
use super::failure::refused_entries;
use crate::perform::{Failure, Task};

impl Clients {
    /// Updates the position of a device.
    pub(crate) async fn update_position(
        &self,
        task: &Task,
        request: &LocationRequest,
    ) -> Result<(), Failure> {
        let time = DateTime::from_millis(request.sample_time_millis).fmt(Format::DateTime);
        let time = time.map_err(|error| Failure::permanent(format!("the timestamp has no date: {error}")))?;
        // Longitude comes first, as in GeoJSON.
        let position = [request.longitude, request.latitude];
        let update = json!({"DeviceId": request.device_id, "SampleTime": time, "Position": position});
        let tracker = utf8_percent_encode(&request.tracker_name, NON_ALPHANUMERIC);
        let path = format!("/tracking/v0/trackers/{tracker}/positions");
        let input = json!({"Updates": [update]});
        let answer = self.call_rest(&task.tenant, "location", &path, &input).await?;
        let refused = refused_entries(answer.get("Errors"), |entry| {
            let error = &entry["Error"];
            Some((error["Code"].as_str()?, error["Message"].as_str().unwrap_or_default()))
        });
        refused.map_or(Ok(()), Err)
    }
}
