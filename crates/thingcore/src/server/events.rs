//! Events on `$aws/events/…`, and how the services publish (extras.md §6).

use std::sync::Arc;

use api::handlers::events::is_enabled;
use base::Tenant;
use broker::{NewMessage, Publisher};
use catalog::Catalog;
use mqtt::QoS;
use registry::Announcement;
use serde_json::{Map, Value};

use super::{BrokerSlot, now};

/// What a service publishes with.
#[derive(Clone)]
pub struct Publishing {
    /// Where accounts say which events they want.
    pub catalog: Arc<Catalog>,
    /// The broker, once there is one.
    pub broker: BrokerSlot,
}

impl Publishing {
    /// Whether an account wants the events of a kind.
    pub fn wants(&self, tenant: &Tenant, kind: &str) -> bool {
        is_enabled(&self.catalog, tenant, kind)
    }

    /// Publishes a message. Nobody waits for it; whoever subscribed durably gets it as soon as it is stored.
    pub fn send(&self, tenant: &Tenant, topic: &str, payload: &str) {
        let Some(broker) = self.broker.get() else { return };
        let message = NewMessage::new(topic, payload.as_bytes(), QoS::AtLeastOnce);
        broker.account(tenant).publish(&message, &Arc::<Publisher>::default());
    }
}

/// Publishes a registry event, if the account wants those of its kind.
pub fn publish(publishing: &Publishing, tenant: &Tenant, event: &Announcement) {
    if !publishing.wants(tenant, event.kind.as_str()) {
        return;
    }
    let mut members = Map::new();
    members.insert("eventType".into(), format!("{}_EVENT", event.kind.as_str()).into());
    members.insert("eventId".into(), uuid::Uuid::new_v4().simple().to_string().into());
    members.insert("timestamp".into(), now().0.into());
    members.insert("operation".into(), event.operation.into());
    members.insert("accountId".into(), tenant.account.as_str().into());
    members.extend(event.members.clone());
    publishing.send(tenant, &format!("$aws/events/{}", event.topic), &Value::Object(members).to_string());
}
