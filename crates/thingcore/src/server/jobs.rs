//! What the jobs need of the others: targets from the registry, messages through the broker, and the time.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use base::Tenant;
use jobs::{Event, Jobs, Targets};
use registry::Registry;
use serde_json::Value;
use tokio::time::MissedTickBehavior;

use super::events::Publishing;
use super::now;

/// Set once the jobs exist; the registry, which is made before, reaches them through this.
pub type JobsSlot = Arc<OnceLock<Arc<Jobs>>>;

/// How often it is looked whether something about a job has its time. AWS's times are minutes.
const TICK: Duration = Duration::from_secs(1);

/// Things and static groups. Dynamic groups have no things here yet.
pub struct RegistryTargets(pub Arc<Registry>);

impl Targets for RegistryTargets {
    fn has_thing(&self, tenant: &Tenant, thing: &str) -> bool {
        self.0.thing(tenant, thing).is_ok()
    }

    fn things_of_group(&self, tenant: &Tenant, group: &str) -> Option<Vec<String>> {
        self.0.all_things_in_group(tenant, group)
    }

    fn groups_of_thing(&self, tenant: &Tenant, thing: &str) -> Vec<String> {
        self.0.groups_around_thing(tenant, thing)
    }
}

/// Publishes what happened to jobs: to devices always, on `$aws/events/…` if the account wants it.
pub fn publish(publishing: &Publishing, tenant: &Tenant, event: &Event) {
    let to_device = |thing: &str, topic: &str, message: Value| {
        publishing.send(tenant, &format!("$aws/things/{thing}/jobs/{topic}"), &message.to_string());
    };
    match event {
        Event::Pending { thing, pending, at } => {
            to_device(thing, "notify", jobs::message::notify(pending, *at));
        }
        Event::Next { thing, next, at } => {
            to_device(thing, "notify-next", jobs::message::notify_next(next.as_deref(), *at));
        }
        Event::Announced(announcement) => {
            if publishing.wants(tenant, announcement.kind.as_str()) {
                // With dashes, unlike the ids of registry events (jobs.md §5).
                let payload = announcement.payload(&uuid::Uuid::new_v4().to_string());
                publishing.send(tenant, &format!("$aws/events/{}", announcement.topic), &payload);
            }
        }
    }
}

/// Lets the jobs do what has its time. It ends with the runtime.
pub async fn keep_house(jobs: Arc<Jobs>) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        jobs.tick(now());
    }
}
