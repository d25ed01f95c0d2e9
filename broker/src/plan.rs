//! What happens to a publish on one topic of one connection, remembered while nothing that it depends
//! on has changed.

use base::UnixMillis;
use policy::{Action, Permissions};

use crate::reserved::{self, TopicClass};
use crate::router::{Generation, Router, Routes};

/// Topics that one connection remembers. Devices publish to a few.
const PLANS: usize = 8;

/// The answer to "may this connection publish here, and who gets it?".
#[derive(Default)]
pub(crate) struct Plan {
    topic: String,
    pub verdict: Verdict,
    pub routes: Routes,
    generation: Generation,
}

/// Whether a publish may happen.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum Verdict {
    /// Policies allow it; the flag says whether they allow a retained one.
    Allowed { retain: bool },
    /// The same for now, but the answer depends on the time.
    Timed,
    /// No policy allows it.
    Denied,
    /// The topic is not for clients.
    #[default]
    Forbidden,
}

/// What plans are made of.
#[derive(Clone, Copy)]
pub(crate) struct Planner<'a> {
    pub permissions: &'a Permissions,
    pub router: &'a Router,
    pub now: UnixMillis,
}

impl Planner<'_> {
    /// Works out the plan for a topic in the place of another: a client that publishes to ever new
    /// topics allocates for none.
    fn remake(self, plan: &mut Plan, topic: &str) {
        let class = reserved::publish_class(topic);
        plan.verdict = self.verdict(topic, class);
        plan.generation = self.router.find(topic, &mut plan.routes);
        // Basic Ingest reaches its rule and nobody else (rules.md §9).
        if matches!(class, TopicClass::BasicIngest { .. }) {
            plan.routes.clear();
        }
        plan.topic.clear();
        plan.topic.push_str(topic);
    }

    fn verdict(self, topic: &str, class: TopicClass<'_>) -> Verdict {
        let Self { permissions, now, .. } = self;
        // Reserved topics are judged before the policy is asked (mqtt.md §4).
        match class {
            TopicClass::Forbidden | TopicClass::Unavailable { .. } => Verdict::Forbidden,
            _ if !permissions.is_static(Action::Publish) || !permissions.is_static(Action::RetainPublish) => {
                Verdict::Timed
            }
            _ if permissions.allows(Action::Publish, topic, now) => {
                Verdict::Allowed { retain: permissions.allows(Action::RetainPublish, topic, now) }
            }
            _ => Verdict::Denied,
        }
    }
}

/// The plans of one connection, all made with the same policies.
#[derive(Default)]
pub(crate) struct PlanCache {
    plans: Vec<Plan>,
    next: usize,
}

impl PlanCache {
    /// The plan for a topic, remembered or made.
    #[inline]
    pub fn get(&mut self, topic: &str, planner: Planner<'_>) -> &Plan {
        let known = self.plans.iter().position(|plan| plan.topic == topic);
        let index = match known {
            Some(index) if planner.router.is_current(self.plans[index].generation) => index,
            Some(index) => {
                planner.remake(&mut self.plans[index], topic);
                index
            }
            None if self.plans.len() < PLANS => {
                let mut plan = Plan::default();
                planner.remake(&mut plan, topic);
                self.plans.push(plan);
                self.plans.len() - 1
            }
            None => {
                self.next = (self.next + 1) % PLANS;
                planner.remake(&mut self.plans[self.next], topic);
                self.next
            }
        };
        &self.plans[index]
    }

    /// Forgets everything. Call it when the policies have changed.
    pub fn clear(&mut self) {
        self.plans.clear();
    }
}
