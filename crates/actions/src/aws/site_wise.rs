//! `iotSiteWise`.

use rules::action::{PropertyEntry, PropertyValue, PropertyVariant, SiteWiseRequest};
use serde_json::{Map, Value as Json, json};

use super::Clients;
use super::failure::refused_entries;
use crate::perform::{Failure, Task};

impl Clients {
    /// Writes property values. One of a time that has a value already replaces it.
    pub(crate) async fn put_property_values(
        &self,
        task: &Task,
        request: &SiteWiseRequest,
    ) -> Result<(), Failure> {
        let entries: Vec<Json> = request.entries.iter().map(entry).collect();
        let input = json!({"entries": entries});
        let answer = self.call_rest(&task.tenant, "iotsitewise", "/properties", &input).await?;
        let refused = refused_entries(answer.get("errorEntries"), |entry| {
            let error = &entry["errors"][0];
            Some((error["errorCode"].as_str()?, error["errorMessage"].as_str().unwrap_or_default()))
        });
        refused.map_or(Ok(()), Err)
    }
}

fn entry(entry: &PropertyEntry) -> Json {
    let mut made = Map::new();
    made.insert("entryId".to_owned(), entry.entry_id.as_str().into());
    let names = [
        ("assetId", &entry.asset_id),
        ("propertyId", &entry.property_id),
        ("propertyAlias", &entry.property_alias),
    ];
    for (name, text) in names {
        made.extend(text.as_ref().map(|text| (name.to_owned(), text.as_str().into())));
    }
    made.insert("propertyValues".to_owned(), entry.values.iter().map(value).collect());
    made.into()
}

fn value(value: &PropertyValue) -> Json {
    let variant = match &value.variant {
        PropertyVariant::Text(text) => json!({"stringValue": text}),
        PropertyVariant::Integer(integer) => json!({"integerValue": integer}),
        PropertyVariant::Double(double) => json!({"doubleValue": double}),
        PropertyVariant::Boolean(boolean) => json!({"booleanValue": boolean}),
    };
    let mut timestamp = json!({"timeInSeconds": value.time_in_seconds});
    if let Some(offset) = value.offset_in_nanos {
        timestamp["offsetInNanos"] = offset.into();
    }
    let mut made = json!({"value": variant, "timestamp": timestamp});
    if let Some(quality) = &value.quality {
        made["quality"] = quality.as_str().into();
    }
    made
}
