//! What happens to a publish on one topic of one connection, remembered while nothing that it depends
//! on has changed.

use base::UnixMillis;
use policy::{Action, Authorizer};

use crate::reserved::{self, TopicClass};
use crate::router::{Generation, Router, Routes};

/// Topics that one connection remembers. Devices publish to a few.
const PLANS: usize = 8;

/// The answer to "may this connection publish here, and who gets it?".
pub(crate) struct Plan {
    topic: Box<str>,
    pub verdict: Verdict,
    pub routes: Routes,
    generation: Generation,
}

/// Whether a publish may happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// Policies allow it; the flag says whether they allow a retained one.
    Allowed { retain: bool },
    /// The same for now, but the answer depends on the time.
    Timed,
    /// No policy allows it.
    Denied,
    /// The topic is not for clients.
    Forbidden,
}

impl Plan {
    /// Works out the plan.
    pub fn make(topic: &str, authorizer: &Authorizer, router: &Router, now: UnixMillis) -> Self {
        let class = reserved::publish_class(topic);
        // Reserved topics are judged before the policy is asked (mqtt.md §4).
        let verdict = match class {
            TopicClass::Forbidden | TopicClass::Unavailable { .. } => Verdict::Forbidden,
            _ if !authorizer.is_static(Action::Publish) || !authorizer.is_static(Action::RetainPublish) => {
                Verdict::Timed
            }
            _ if authorizer.allows(Action::Publish, topic, now) => {
                Verdict::Allowed { retain: authorizer.allows(Action::RetainPublish, topic, now) }
            }
            _ => Verdict::Denied,
        };
        // Basic Ingest reaches its rule and nobody else (rules.md §9).
        let (routes, generation) = router.matches(topic);
        let routes = if matches!(class, TopicClass::BasicIngest { .. }) { <_>::default() } else { routes };
        Self { topic: topic.into(), verdict, routes, generation }
    }
}

/// The plans of one connection, all made with the same policies.
#[derive(Default)]
pub(crate) struct PlanCache {
    plans: Vec<Plan>,
    next: usize,
}

impl PlanCache {
    /// The plan for a topic, remembered or made by `make`.
    #[inline]
    pub fn get(&mut self, topic: &str, router: &Router, make: impl FnOnce() -> Plan) -> &Plan {
        let known = self.plans.iter().position(|plan| &*plan.topic == topic);
        let index = match known {
            Some(index) if router.is_current(self.plans[index].generation) => index,
            Some(index) => {
                self.plans[index] = make();
                index
            }
            None if self.plans.len() < PLANS => {
                self.plans.push(make());
                self.plans.len() - 1
            }
            None => {
                self.next = (self.next + 1) % PLANS;
                self.plans[self.next] = make();
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
