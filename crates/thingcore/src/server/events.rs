//! Registry events on `$aws/events/…` (extras.md §6).

use std::sync::Arc;

use api::handlers::events::is_enabled;
use base::Tenant;
use broker::{Broker, NewMessage, Publisher};
use catalog::Catalog;
use mqtt::QoS;
use registry::Announcement;
use serde_json::{Map, Value};

use super::now;

/// Publishes a registry event, if the account wants those of its kind.
pub fn publish(catalog: &Catalog, broker: &Broker, tenant: &Tenant, event: &Announcement) {
    if !is_enabled(catalog, tenant, event.kind.as_str()) {
        return;
    }
    let mut members = Map::new();
    members.insert("eventType".into(), format!("{}_EVENT", event.kind.as_str()).into());
    members.insert("eventId".into(), uuid::Uuid::new_v4().simple().to_string().into());
    members.insert("timestamp".into(), now().0.into());
    members.insert("operation".into(), event.operation.into());
    members.insert("accountId".into(), tenant.account.as_str().into());
    members.extend(event.members.clone());
    let payload = Value::Object(members).to_string();
    let topic = format!("$aws/events/{}", event.topic);
    let message = NewMessage::new(&topic, payload.as_bytes(), QoS::AtLeastOnce);
    // Nobody waits for it; whoever subscribed durably gets it as soon as it is stored.
    broker.account(tenant).publish(&message, &Arc::<Publisher>::default());
}
