mod continuous;
mod control;
mod device;
mod plans;
mod properties;
mod time;
mod transitions;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use base::{PageRequest, Tenant, UnixMillis};
use serde_json::{Value, json};
use store::Store;

use crate::*;

const MINUTE: u64 = 60_000;
const NOW: u64 = 1_700_000_000_000;

fn tenant() -> Tenant {
    Tenant::new("123456789012".parse().unwrap(), "us-east-1".parse().unwrap())
}

fn at(millis: u64) -> UnixMillis {
    UnixMillis(NOW + millis)
}

fn thing(name: &str) -> String {
    tenant().iot_arn(format_args!("thing/{name}"))
}

fn group(name: &str) -> String {
    tenant().iot_arn(format_args!("thinggroup/{name}"))
}

/// Groups and their things; every thing exists whose name does not begin with `no`.
#[derive(Default)]
struct Groups(Mutex<BTreeMap<String, BTreeSet<String>>>);

impl Groups {
    fn set(&self, group: &str, things: &[&str]) {
        self.0.lock().unwrap().insert(group.into(), things.iter().map(|name| (*name).into()).collect());
    }
}

impl Targets for Groups {
    fn has_thing(&self, _: &Tenant, thing: &str) -> bool {
        !thing.starts_with("no")
    }

    fn things_of_group(&self, _: &Tenant, group: &str) -> Option<Vec<String>> {
        Some(self.0.lock().unwrap().get(group)?.iter().cloned().collect())
    }

    fn groups_of_thing(&self, _: &Tenant, thing: &str) -> Vec<String> {
        let groups = self.0.lock().unwrap();
        groups.iter().filter(|(_, things)| things.contains(thing)).map(|(name, _)| name.clone()).collect()
    }
}

/// Jobs on a store in memory, with what they tell.
struct World {
    jobs: Arc<Jobs>,
    groups: Arc<Groups>,
    events: Arc<Mutex<Vec<Event>>>,
    store: Store,
}

impl World {
    fn new() -> Self {
        Self::over(Store::memory().unwrap(), Arc::default())
    }

    fn over(store: Store, groups: Arc<Groups>) -> Self {
        let events = Arc::<Mutex<Vec<Event>>>::default();
        let heard = Arc::clone(&events);
        let listener = move |_: &Tenant, event: &Event| heard.lock().unwrap().push(event.clone());
        let jobs = Jobs::open(store.clone(), groups.clone(), listener).unwrap();
        Self { jobs, groups, events, store }
    }

    /// As the program finds it after a restart.
    fn reopened(&self) -> Self {
        Self::over(self.store.clone(), Arc::clone(&self.groups))
    }

    fn create(&self, id: &str, plan: Plan, millis: u64) {
        let _ = self.jobs.create_job(&tenant(), id, plan, at(millis)).unwrap();
    }

    fn status(&self, job: &str, thing: &str) -> ExecutionStatus {
        self.execution(job, thing).execution.status
    }

    fn execution(&self, job: &str, thing: &str) -> ExecutionView {
        self.jobs.execution(&tenant(), (job, thing), None, at(0)).unwrap()
    }

    fn job(&self, id: &str) -> JobView {
        self.jobs.job(&tenant(), id, at(0)).unwrap()
    }

    fn report(&self, job: &str, thing: &str, status: ExecutionStatus, millis: u64) -> Result<(), JobError> {
        let report = Report { status, details: None, step: None, expected_version: None };
        self.jobs.report(&tenant(), thing, Which::parse(job, None), report, at(millis)).map(|_| ())
    }

    fn start(&self, thing: &str, millis: u64) -> Option<String> {
        let started = self.jobs.start_next(&tenant(), thing, None, None, at(millis)).unwrap();
        started.value.map(|shown| shown.view.job)
    }

    /// The topics and messages told since the last time.
    fn told(&self) -> Vec<(String, Value)> {
        let told = std::mem::take(&mut *self.events.lock().unwrap());
        let message = |event: &Event| match event {
            Event::Pending { thing, pending, at } => {
                (format!("{thing}/notify"), message::notify(pending, *at))
            }
            Event::Next { thing, next, at } => {
                (format!("{thing}/notify-next"), message::notify_next(next.as_deref(), *at))
            }
            Event::Announced(announcement) => {
                let payload = serde_json::from_str(&announcement.payload("id")).unwrap();
                (announcement.topic.clone(), payload)
            }
        };
        told.iter().map(message).collect()
    }

    fn topics(&self) -> Vec<String> {
        self.told().into_iter().map(|(topic, _)| topic).collect()
    }
}

fn plan(targets: &[String]) -> Plan {
    Plan { targets: targets.to_vec(), document: r#"{"do": "it", "not": null}"#.into(), ..Plan::default() }
}

fn all() -> PageRequest {
    PageRequest { size: Some(1000), token: None }
}
