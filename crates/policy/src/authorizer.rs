//! Compiled policies: the decision that is made for every packet (policy.md §2).

use std::sync::Arc;

use base::{Tenant, UnixMillis};

use crate::action::{Action, ActionSet, ResourceKind};
use crate::condition::{self, BoundCondition};
use crate::context::Context;
use crate::document::{Document, Effect, Statement};
use crate::pattern::{Residuals, TopicFilter};
use crate::variables::{Place, Source};

/// One version of a policy that applies to a principal.
#[derive(Clone, Debug)]
pub struct AttachedPolicy {
    /// The policy's name.
    pub name: Arc<str>,
    /// The id of the version.
    pub version: Arc<str>,
    /// The version's document.
    pub document: Arc<Document>,
}

/// The outcome of an evaluation (policy.md §2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// A statement allows it and none denies it.
    Allowed,
    /// A statement denies it.
    ExplicitDeny,
    /// No statement allows it.
    ImplicitDeny,
}

/// What one connection or request may do: the policies, ready for decisions.
///
/// Variables are substituted and conditions evaluated as far as the context decides them; each resource
/// is reduced to what the bare name must match.
#[derive(Debug)]
pub struct Permissions {
    deny: Box<[Grant]>,
    allow: Box<[Grant]>,
}

/// The policies of one connection or request: decisions, and the reasons for them. Make a new one when a
/// policy or the context changes.
#[derive(Debug)]
pub struct Authorizer {
    permissions: Permissions,
    pub(crate) policies: Box<[AttachedPolicy]>,
    pub(crate) context: Arc<Context>,
    /// `arn:PARTITION:iot:REGION:ACCOUNT:`
    pub(crate) arn_prefix: Box<str>,
}

/// One statement as far as it can still apply, for the actions that take one kind of resource.
#[derive(Debug)]
struct Grant {
    actions: ActionSet,
    /// `NotResource`: everything but the residuals.
    except: bool,
    residuals: Residuals,
    /// What remains of the conditions: those on the time.
    conditions: Box<[BoundCondition]>,
    statement: StatementIndex,
}

/// Where a statement stands: the policy, and the statement in its document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct StatementIndex {
    pub policy: usize,
    pub statement: usize,
}

impl Grant {
    #[inline]
    fn applies(&self, action: Action, name: &str, now: UnixMillis) -> bool {
        self.actions.contains(action)
            && self.except != self.residuals.match_name(name)
            && self.conditions.iter().all(|condition| condition.holds_at(now))
    }

    /// Whether certainly every topic of the filter is among its resources.
    fn includes_all(&self, filter: &TopicFilter) -> bool {
        if self.except { self.residuals.exclude(filter) } else { self.residuals.contain(filter) }
    }

    /// Whether certainly no topic of the filter is among its resources.
    fn includes_none(&self, filter: &TopicFilter) -> bool {
        if self.except { self.residuals.contain(filter) } else { self.residuals.exclude(filter) }
    }
}

impl Authorizer {
    /// Compiles the policies that apply to a principal: those attached to it and, when the context has
    /// a thing, those of the thing's groups (policy.md §2). Their order matters to explanations only.
    pub fn compile(policies: &[AttachedPolicy], context: Arc<Context>, tenant: &Tenant) -> Self {
        let mut authorizer = Self {
            permissions: Permissions { deny: Box::default(), allow: Box::default() },
            policies: policies.into(),
            context,
            arn_prefix: tenant.iot_arn_prefix().into(),
        };
        let mut grants = Grants::default();
        for (policy_index, policy) in policies.iter().enumerate() {
            for (index, statement) in policy.document.statements.iter().enumerate() {
                let index = StatementIndex { policy: policy_index, statement: index };
                authorizer.add(statement, index, &mut grants);
            }
        }
        authorizer.permissions = Permissions { deny: grants.deny.into(), allow: grants.allow.into() };
        authorizer
    }

    fn add(&self, statement: &Statement, index: StatementIndex, grants: &mut Grants) {
        // Some condition keys exist only in a CONNECT, so its outcome may be another one.
        let is_connect = |action| action == Action::Connect;
        let connecting_differs = statement.conditions.iter().any(|condition| condition.key.is_of_connect());
        let groups = if connecting_differs {
            let connect = statement.actions.filter(is_connect);
            vec![(connect, true), (statement.actions.filter(|action| !is_connect(action)), false)]
        } else {
            vec![(statement.actions, false)]
        };
        for (actions, connecting) in groups {
            let bound = condition::bind_all(&statement.conditions, self.source(connecting));
            let Some(conditions) = bound.map(Vec::into_boxed_slice) else { continue };
            for kind in ResourceKind::ALL {
                let actions = actions.filter(|action| action.resource_kind() == kind);
                if actions.is_empty() {
                    continue;
                }
                let Some(residuals) = self.reduce(statement, kind) else { continue };
                let of_effect = match statement.effect {
                    Effect::Allow => &mut grants.allow,
                    Effect::Deny => &mut grants.deny,
                };
                let (except, conditions) = (statement.except_resources, conditions.clone());
                of_effect.push(Grant { actions, except, residuals, conditions, statement: index });
            }
        }
    }

    /// The residuals of a statement's resources behind the prefix of a kind. `None` when the statement
    /// cannot apply to any resource of the kind.
    fn reduce(&self, statement: &Statement, kind: ResourceKind) -> Option<Residuals> {
        let except = statement.except_resources;
        // An action without resources is asked for on `*`; nothing follows that.
        let prefix = kind.arn(&self.arn_prefix, "");
        let mut patterns = Vec::new();
        for resource in &statement.resources {
            match resource.pattern(self.source(false), Place::Resource) {
                Ok(pattern) => patterns.push(pattern),
                // Everything but something unknown: the statement must not apply (policy.md §5).
                Err(_) if except => return None,
                Err(_) => {}
            }
        }
        let residuals = patterns.iter().flat_map(|pattern| pattern.residuals(&prefix)).collect();
        let residuals = Residuals::new(residuals);
        let never_applies = if except { residuals.are_any() } else { residuals.are_none() };
        (!never_applies).then_some(residuals)
    }

    pub(crate) fn source(&self, connecting: bool) -> Source<'_> {
        Source { context: &self.context, arn_prefix: &self.arn_prefix, connecting }
    }

    /// The decisions without the reasons, which is all that a connection needs while it lives.
    pub fn permissions(&self) -> &Permissions {
        &self.permissions
    }

    /// As [`permissions`](Self::permissions); the rest is dropped.
    pub fn into_permissions(self) -> Permissions {
        self.permissions
    }

    /// As [`Permissions::allows`].
    pub fn allows(&self, action: Action, name: &str, now: UnixMillis) -> bool {
        self.permissions.allows(action, name, now)
    }

    /// As [`Permissions::decide`].
    pub fn decide(&self, action: Action, name: &str, now: UnixMillis) -> Decision {
        self.permissions.decide(action, name, now)
    }

    pub(crate) fn statement(&self, index: StatementIndex) -> &Statement {
        &self.policies[index.policy].document.statements[index.statement]
    }

    /// Every statement of every policy.
    pub(crate) fn statements(&self) -> impl Iterator<Item = (StatementIndex, &Statement)> {
        self.policies.iter().enumerate().flat_map(|(policy, attached)| {
            attached
                .document
                .statements
                .iter()
                .enumerate()
                .map(move |(statement, found)| (StatementIndex { policy, statement }, found))
        })
    }
}

/// Grants while they are gathered.
#[derive(Default)]
struct Grants {
    deny: Vec<Grant>,
    allow: Vec<Grant>,
}

impl Permissions {
    /// Whether the action is allowed on the resource with this bare name: a topic, a topic filter as
    /// sent, a client id, `THING` or `THING/SHADOW`, a role alias. For actions without resources the
    /// name is empty. Allocates nothing.
    #[inline]
    pub fn allows(&self, action: Action, name: &str, now: UnixMillis) -> bool {
        self.decide(action, name, now) == Decision::Allowed
    }

    /// Like [`allows`](Self::allows), but tells the two kinds of denial apart.
    pub fn decide(&self, action: Action, name: &str, now: UnixMillis) -> Decision {
        if self.deny.iter().any(|grant| grant.applies(action, name, now)) {
            Decision::ExplicitDeny
        } else if self.allow.iter().any(|grant| grant.applies(action, name, now)) {
            Decision::Allowed
        } else {
            Decision::ImplicitDeny
        }
    }

    /// Whether decisions on this action stay what they are: false when a condition on the time
    /// (`aws:CurrentTime`, `aws:EpochTime`) takes part. Such decisions must not be cached.
    pub fn is_static(&self, action: Action) -> bool {
        let mut grants = self.deny.iter().chain(&self.allow).filter(|grant| grant.actions.contains(action));
        grants.all(|grant| grant.conditions.is_empty())
    }

    /// Whether every topic that matches an MQTT topic filter is allowed, now and as long as this
    /// authorizer lives. It may be false when that is so, and is never true when it is not.
    ///
    /// The filter is a valid one without a `$share/NAME/` before it; as on AWS, `a/#` does not match
    /// `a` (mqtt.md).
    pub fn covers(&self, action: Action, filter: &str) -> bool {
        let filter = TopicFilter::new(filter);
        let mut denying = self.deny.iter().filter(|grant| grant.actions.contains(action));
        let mut allowing = self.allow.iter().filter(|grant| grant.actions.contains(action));
        denying.all(|grant| grant.includes_none(&filter))
            && allowing.any(|grant| grant.conditions.is_empty() && grant.includes_all(&filter))
    }

    /// The statements that deny and those that allow, each in order of the policies.
    pub(crate) fn applying(
        &self,
        action: Action,
        name: &str,
        now: UnixMillis,
    ) -> (Vec<StatementIndex>, Vec<StatementIndex>) {
        let of = |grants: &[Grant]| {
            let applying = grants.iter().filter(|grant| grant.applies(action, name, now));
            applying.map(|grant| grant.statement).collect()
        };
        (of(&self.deny), of(&self.allow))
    }
}
