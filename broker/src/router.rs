//! Who receives a message: one topic tree per account, and the generations that tell when an earlier
//! answer has gone stale.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use mqtt::topic::Shared;
use mqtt::{SubscriptionOptions, TopicTree, topic};
use parking_lot::RwLock;
use smallvec::SmallVec;

use crate::group::Group;
use crate::mailbox::Mailbox;

/// A rule of the rules engine, by a number that its owner gives and that is never used again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct RuleId(pub u64);

/// One subscription's entry in the tree.
#[derive(Clone)]
enum Route {
    Session(Arc<Mailbox>, SubscriptionOptions),
    Group(Arc<Group>),
    Rule(RuleId),
}

/// A session that receives a message, whatever number of its filters matched.
#[derive(Clone)]
pub(crate) struct Receiver {
    pub mailbox: Arc<Mailbox>,
    pub options: SubscriptionOptions,
}

/// Everybody that a topic goes to.
#[derive(Default)]
pub(crate) struct Routes {
    pub receivers: Vec<Receiver>,
    /// Shared subscriptions; one member of each receives.
    pub groups: Vec<Arc<Group>>,
    pub rules: Arc<[RuleId]>,
}

/// Receivers that forgotten routes keep room for.
const ROOM: usize = 16;

impl Routes {
    /// Forgets everybody. The room stays for the next topic, as long as it is not much.
    pub fn clear(&mut self) {
        self.receivers.clear();
        self.receivers.shrink_to(ROOM);
        self.groups.clear();
        self.groups.shrink_to(ROOM);
        if !self.rules.is_empty() {
            self.rules = Arc::default();
        }
    }
}

/// Counters of exact filters; the one behind them counts filters with wildcards.
const EXACT: usize = 256;

/// The index of one account.
pub(crate) struct Router {
    tree: RwLock<TopicTree<Route>>,
    generations: Box<[AtomicU64]>,
    hasher: RandomState,
    groups: AtomicUsize,
}

/// The state of the index that an answer was read from. An answer may be used again while
/// [`Router::is_current`] says so.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Generation {
    slot: u16,
    exact: u64,
    wildcard: u64,
}

impl Router {
    pub fn new() -> Self {
        Self {
            tree: RwLock::new(TopicTree::new()),
            generations: (0..=EXACT).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
            groups: AtomicUsize::new(0),
        }
    }

    /// Adds or replaces a session's subscription. Returns whether it is new.
    pub fn subscribe(&self, filter: &str, mailbox: &Arc<Mailbox>, options: SubscriptionOptions) -> bool {
        let is_new = self.tree.write().update(filter, |routes| {
            for route in routes.iter_mut() {
                if let Route::Session(known, known_options) = route
                    && Arc::ptr_eq(known, mailbox)
                {
                    *known_options = options;
                    return false;
                }
            }
            routes.push(Route::Session(Arc::clone(mailbox), options));
            true
        });
        self.bump(filter);
        is_new
    }

    /// Removes a session's subscription. Returns whether there was one.
    pub fn unsubscribe(&self, filter: &str, mailbox: &Arc<Mailbox>) -> bool {
        let existed = self.tree.write().update(filter, |routes| {
            let before = routes.len();
            routes.retain(|route| !matches!(route, Route::Session(known, _) if Arc::ptr_eq(known, mailbox)));
            routes.len() < before
        });
        self.bump(filter);
        existed
    }

    /// Makes a session a member of a shared subscription, which `make` makes when it is new. Returns the
    /// group and whether the membership is new.
    pub fn join(
        &self,
        shared: Shared<'_>,
        mailbox: &Arc<Mailbox>,
        options: SubscriptionOptions,
        make: impl FnOnce() -> Group,
    ) -> (Arc<Group>, bool) {
        let joined = self.tree.write().update(shared.filter, |routes| {
            let known = routes.iter().find_map(|route| group_named(route, shared.name));
            let group = known.cloned().unwrap_or_else(|| {
                self.groups.fetch_add(1, Ordering::Relaxed);
                let group = Arc::new(make());
                routes.push(Route::Group(Arc::clone(&group)));
                group
            });
            let is_new = group.join(mailbox, options);
            (group, is_new)
        });
        self.bump(shared.filter);
        joined
    }

    /// Ends a session's membership. Returns the group when that was its last member; it is out of the
    /// index then.
    pub fn leave(&self, shared: Shared<'_>, mailbox: &Arc<Mailbox>) -> Option<Arc<Group>> {
        let ended = self.tree.write().update(shared.filter, |routes| {
            let index = routes.iter().position(|route| group_named(route, shared.name).is_some())?;
            let group = group_named(&routes[index], shared.name).cloned()?;
            group.leave(mailbox).then(|| {
                routes.remove(index);
                self.groups.fetch_sub(1, Ordering::Relaxed);
                group
            })
        });
        self.bump(shared.filter);
        ended
    }

    /// The group of a shared subscription.
    pub fn group(&self, shared: Shared<'_>) -> Option<Arc<Group>> {
        let mut found = None;
        self.tree.read().for_each_of(shared.filter, |route| {
            if let Some(group) = group_named(route, shared.name) {
                found = Some(Arc::clone(group));
            }
        });
        found
    }

    /// The number of shared subscriptions that have members.
    pub fn groups(&self) -> usize {
        self.groups.load(Ordering::Relaxed)
    }

    /// Adds a rule's topic filter.
    pub fn add_rule(&self, filter: &str, rule: RuleId) {
        self.tree.write().update(filter, |routes| routes.push(Route::Rule(rule)));
        self.bump(filter);
    }

    /// Removes a rule's topic filter.
    pub fn remove_rule(&self, filter: &str, rule: RuleId) {
        self.tree
            .write()
            .update(filter, |routes| routes.retain(|route| !matches!(route, Route::Rule(r) if *r == rule)));
        self.bump(filter);
    }

    /// Finds everybody that a message on this topic goes to, each once, in the place of whom `routes` had.
    /// When several filters of a session match, the highest QoS counts (mqtt.md §5 leaves it open).
    pub fn find(&self, topic: &str, routes: &mut Routes) -> Generation {
        routes.clear();
        // Read before matching: a change in between costs a needless miss, never a stale answer.
        let generation = self.generation(topic);
        let Routes { receivers, groups, rules } = routes;
        let mut found: SmallVec<[RuleId; 8]> = SmallVec::new();
        self.tree.read().for_each_match(topic, |route| match route {
            Route::Rule(rule) => found.push(*rule),
            Route::Group(group) => groups.push(Arc::clone(group)),
            Route::Session(mailbox, options) => {
                receivers.push(Receiver { mailbox: Arc::clone(mailbox), options: *options });
            }
        });
        if !found.is_empty() {
            found.sort_unstable();
            found.dedup();
            *rules = Arc::from(&*found);
        }
        if receivers.len() > 1 {
            merge_of_one_session(receivers);
        }
        generation
    }

    /// As [`find`](Self::find), for who needs it once.
    pub fn matches(&self, topic: &str) -> Routes {
        let mut routes = Routes::default();
        self.find(topic, &mut routes);
        routes
    }

    /// Whether a message on this topic goes to anybody.
    pub fn has_match(&self, topic: &str) -> bool {
        let mut found = false;
        self.tree.read().for_each_match(topic, |_| found = true);
        found
    }

    fn generation(&self, topic: &str) -> Generation {
        let slot = self.slot(topic);
        Generation {
            slot: slot as u16,
            exact: self.generations[slot].load(Ordering::Acquire),
            wildcard: self.generations[EXACT].load(Ordering::Acquire),
        }
    }

    /// Whether no subscription that could concern the topic has changed since.
    pub fn is_current(&self, generation: Generation) -> bool {
        let now = |slot: usize| self.generations.get(slot).map(|g| g.load(Ordering::Acquire));
        now(generation.slot.into()) == Some(generation.exact) && now(EXACT) == Some(generation.wildcard)
    }

    /// Called after the change is visible in the tree.
    fn bump(&self, filter: &str) {
        let slot = if topic::has_wildcard(filter) { EXACT } else { self.slot(filter) };
        self.generations[slot].fetch_add(1, Ordering::Release);
    }

    fn slot(&self, topic: &str) -> usize {
        self.hasher.hash_one(topic) as usize % EXACT
    }
}

/// Leaves one receiver of each session.
fn merge_of_one_session(receivers: &mut Vec<Receiver>) {
    receivers.sort_unstable_by_key(|receiver| Arc::as_ptr(&receiver.mailbox) as usize);
    receivers.dedup_by(|next, kept| {
        let same = Arc::ptr_eq(&next.mailbox, &kept.mailbox);
        if same {
            kept.options.qos = kept.options.qos.max(next.options.qos);
            kept.options.retain_as_published |= next.options.retain_as_published;
        }
        same
    });
}

fn group_named<'a>(route: &'a Route, name: &str) -> Option<&'a Arc<Group>> {
    match route {
        Route::Group(group) if group.name() == name => Some(group),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use mqtt::QoS;

    use super::*;

    fn options(qos: QoS) -> SubscriptionOptions {
        SubscriptionOptions::of(qos)
    }

    #[test]
    fn session_with_overlapping_filters_receives_once_with_the_highest_qos() {
        let router = Router::new();
        let mailbox = Arc::new(Mailbox::transient());
        router.subscribe("a/+", &mailbox, options(QoS::AtMostOnce));
        router.subscribe("a/#", &mailbox, options(QoS::AtLeastOnce));
        router.subscribe("a/b", &mailbox, options(QoS::AtMostOnce));
        let matched = router.matches("a/b");
        assert_eq!(matched.receivers.len(), 1);
        assert_eq!(matched.receivers[0].options.qos, QoS::AtLeastOnce);
    }

    #[test]
    fn subscription_is_replaced_and_removed() {
        let router = Router::new();
        let mailbox = Arc::new(Mailbox::transient());
        assert!(router.subscribe("a", &mailbox, options(QoS::AtMostOnce)));
        assert!(!router.subscribe("a", &mailbox, options(QoS::AtLeastOnce)));
        assert_eq!(router.matches("a").receivers[0].options.qos, QoS::AtLeastOnce);
        assert!(router.unsubscribe("a", &mailbox));
        assert!(!router.unsubscribe("a", &mailbox));
        assert!(router.matches("a").receivers.is_empty());
    }

    #[test]
    fn rule_matches_once() {
        let router = Router::new();
        router.add_rule("a/#", RuleId(7));
        router.add_rule("a/+", RuleId(7));
        assert_eq!(*router.matches("a/b").rules, [RuleId(7)]);
        router.remove_rule("a/#", RuleId(7));
        router.remove_rule("a/+", RuleId(7));
        assert!(router.matches("a/b").rules.is_empty());
    }

    #[test]
    fn answer_goes_stale_with_its_own_topic_and_with_any_wildcard() {
        let router = Router::new();
        let mailbox = Arc::new(Mailbox::transient());
        let generation = router.find("a", &mut Routes::default());
        assert!(router.is_current(generation));
        router.subscribe("a", &mailbox, options(QoS::AtMostOnce));
        assert!(!router.is_current(generation));
        let generation = router.find("a", &mut Routes::default());
        router.subscribe("b/+", &mailbox, options(QoS::AtMostOnce));
        assert!(!router.is_current(generation));
    }
}
