//! What the jobs need of the others: targets from the registry, messages through the broker, and the time.

use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use api::handlers::dynamic_groups;
use base::Tenant;
use jobs::{Event, Jobs, Targets};
use registry::Registry;
use serde_json::Value;
use tokio::time::MissedTickBehavior;

use super::events::Publishing;
use super::{App, now};

/// Set once the jobs exist; the registry, which is made before, reaches them through this.
pub type JobsSlot = Arc<OnceLock<Arc<Jobs>>>;

/// How often it is looked whether something about a job has its time. AWS's times are minutes.
const TICK: Duration = Duration::from_secs(1);
/// Ticks from one look at what dynamic groups have found to the next: nobody tells when that changes.
const LOOKS: u32 = 10;

/// Things and groups, static and dynamic.
pub struct FleetTargets {
    registry: Arc<Registry>,
    /// Set once everything exists: what a dynamic group finds can depend on shadows and connections.
    app: OnceLock<Weak<App>>,
}

impl FleetTargets {
    pub fn new(registry: Arc<Registry>) -> Self {
        Self { registry, app: OnceLock::new() }
    }

    /// Lets dynamic groups be asked.
    pub fn attach(&self, app: &Arc<App>) {
        // Set once, at the start.
        let _ = self.app.set(Arc::downgrade(app));
    }

    fn app(&self) -> Option<Arc<App>> {
        self.app.get()?.upgrade()
    }
}

impl Targets for FleetTargets {
    fn has_thing(&self, tenant: &Tenant, thing: &str) -> bool {
        self.registry.thing(tenant, thing).is_ok()
    }

    fn things_of_group(&self, tenant: &Tenant, group: &str) -> Option<Vec<String>> {
        let app = self.app();
        let dynamic =
            app.and_then(|app| dynamic_groups::all_things_in(app.pipeline.context(), tenant, group, now()));
        dynamic.or_else(|| self.registry.all_things_in_group(tenant, group))
    }

    fn groups_of_thing(&self, tenant: &Tenant, thing: &str) -> Vec<String> {
        let mut groups = self.registry.groups_around_thing(tenant, thing);
        if let Some(app) = self.app() {
            groups.extend(dynamic_groups::groups_around(app.pipeline.context(), tenant, thing, now()));
        }
        groups
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

/// Lets the jobs do what has its time, and continuous ones follow dynamic groups. It ends with the runtime.
pub async fn keep_house(jobs: Arc<Jobs>, registry: Arc<Registry>) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut turn = 0;
    loop {
        ticks.tick().await;
        jobs.tick(now());
        turn = (turn + 1) % LOOKS;
        if turn == 0 {
            for tenant in jobs.tenants().iter().filter(|tenant| registry.has_dynamic_thing_groups(tenant)) {
                jobs.groups_changed(tenant, now());
            }
        }
    }
}
