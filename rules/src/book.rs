//! The topic rules of all tenants: stored, compiled, and known to the broker's index.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use base::{Limit, Limits, Page, PageRequest, Profile, Tenant, UnixMillis, cut_page};
use parking_lot::RwLock;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::{Key, Store, StoreError, Table, Ticket, Write};

use crate::definition::{DefinitionError, RuleDefinition};
use crate::http_url::Strictness;
use crate::roles::Roles;

/// The largest `TopicRulePayload`, bytes as compact JSON (limits.md).
const PAYLOAD_BYTES_MAX: usize = 128 << 10;

/// Earlier states of a rule that messages on their way may ask for: more than there are changes while one waits.
const REPLACED_MAX: usize = 256;

/// A rule as it is in force.
#[derive(Debug)]
pub struct Rule {
    /// A number that no other rule ever had, not even an earlier state of this one.
    pub id: u64,
    /// Whose it is.
    pub tenant: Tenant,
    /// When it was created.
    pub created_at: UnixMillis,
    /// The `TopicRulePayload` as it was given.
    pub payload: Json,
    /// Its length as compact JSON, bytes.
    pub payload_bytes: usize,
    /// The same, compiled.
    pub definition: RuleDefinition,
    /// The numbers of the states before this one, the latest first, by which messages that are on their way still
    /// ask.
    replaces: Vec<u64>,
}

/// The broker's side: which topic filters lead to which rule.
pub trait TopicIndex: Send + Sync {
    /// Messages that match the filter go to the rule from now on.
    fn add(&self, tenant: &Tenant, filter: &str, rule: u64);
    /// They no longer do.
    fn remove(&self, tenant: &Tenant, filter: &str, rule: u64);
}

/// Why an operation on a rule is refused (rules.md §8, api-errors.md §6).
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RuleError {
    /// ResourceAlreadyExistsException. AWS's text is not captured.
    #[error("Rule with name {name} already exists")]
    Exists {
        /// The name.
        name: String,
    },
    /// UnauthorizedException, which is what AWS answers for a rule that does not exist.
    #[error("Access to topic rule '{name}' was denied")]
    Denied {
        /// The name.
        name: String,
    },
    /// SqlParseException or InvalidRequestException.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// InvalidRequestException.
    #[error("An account can have at most {max} rules")]
    TooManyRules {
        /// The limit.
        max: usize,
    },
    /// InvalidRequestException.
    #[error("The rule is larger than {PAYLOAD_BYTES_MAX} bytes")]
    TooLarge,
    /// InvalidRequestException.
    #[error("A rule can have at most {max} actions")]
    TooManyActions {
        /// The limit.
        max: usize,
    },
    /// InvalidRequestException.
    #[error(
        "AWS IoT (iot.amazonaws.com) is unable to assume role (sts:AssumeRole) on resource: {role_arn}. If the \
         role was just created or updated, please try again in a few seconds."
    )]
    Role {
        /// The role.
        role_arn: String,
    },
    /// InvalidRequestException.
    #[error(transparent)]
    InvalidToken(#[from] base::InvalidToken),
}

/// Which rules ListTopicRules returns.
#[derive(Clone, Debug, Default)]
pub struct RuleFilter {
    /// Rules that messages on this topic concern, or that have it for their filter.
    pub topic: Option<String>,
    /// Only disabled, or only enabled ones.
    pub disabled: Option<bool>,
}

/// All rules.
pub struct RuleBook {
    rules: RwLock<Rules>,
    store: Store,
    limits: Limits,
    next_id: AtomicU64,
    index: OnceLock<Arc<dyn TopicIndex>>,
    roles: OnceLock<Arc<dyn Roles>>,
    /// Which actions can be performed; all, until somebody says.
    has_action: OnceLock<fn(&str) -> bool>,
}

#[derive(Default)]
struct Rules {
    by_name: HashMap<Tenant, BTreeMap<String, Arc<Rule>>>,
    /// Asked for every message that matches a rule.
    by_id: HashMap<u64, Arc<Rule>, foldhash::fast::RandomState>,
}

/// A rule's row.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    created_at: u64,
    payload: Json,
}

impl RuleBook {
    /// The rules that the store holds.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(store: Store, limits: Limits) -> Result<Self, StoreError> {
        let rows = store.load(Table::TopicRule)?;
        let book = Self {
            rules: RwLock::default(),
            store,
            limits,
            next_id: AtomicU64::new(1),
            index: OnceLock::new(),
            roles: OnceLock::new(),
            has_action: OnceLock::new(),
        };
        for row in rows {
            let name = row.key.key.to_string();
            let rule = serde_json::from_slice(row.doc.as_bytes())
                .map_err(|error| error.to_string())
                .and_then(|Record { created_at, payload }| {
                    let made = book.make(&row.tenant, &name, payload, UnixMillis(created_at));
                    made.map_err(|error| error.to_string())
                });
            match rule {
                Ok(rule) => book.rules.write().insert(Arc::new(rule)),
                Err(error) => {
                    tracing::error!(tenant = %row.tenant, rule = name, error, "stored rule cannot be used");
                }
            }
        }
        Ok(book)
    }

    /// Tells the broker's index of all rules, and from now on of every change. Call it once.
    pub fn attach(&self, index: Arc<dyn TopicIndex>) {
        let rules = self.rules.read();
        for rule in rules.by_name.values().flat_map(BTreeMap::values) {
            if let Some(filter) = rule.active_filter() {
                index.add(&rule.tenant, filter, rule.id);
            }
        }
        if self.index.set(index).is_err() {
            tracing::error!("the rules were attached to a second index");
        }
    }

    /// Asks for every role that a rule names from now on whether it can be assumed. Call it once.
    ///
    /// With the limits of AWS a rule with one that cannot be is refused, as AWS does also for a rule that is
    /// disabled (rules.md §8). A lab has it said in the log.
    pub fn check_roles(&self, roles: Arc<dyn Roles>) {
        if self.roles.set(roles).is_err() {
            tracing::error!("the rules were given a second source of roles");
        }
    }

    /// Refuses rules with other actions than these from now on, by their keys in the service model. Call it
    /// once.
    pub fn offer_only(&self, has_action: fn(&str) -> bool) {
        if self.has_action.set(has_action).is_err() {
            tracing::error!("the rules were told a second time which actions there are");
        }
    }

    /// A rule as a caller gave it: it has to be one that can run.
    fn make_checked(
        &self,
        tenant: &Tenant,
        name: &str,
        payload: Json,
        created_at: UnixMillis,
    ) -> Result<Rule, RuleError> {
        let rule = self.make(tenant, name, payload, created_at)?;
        for (path, action) in rule.definition.all_actions() {
            if self.has_action.get().is_some_and(|has_action| !has_action(action.key())) {
                let action = action.key().to_owned();
                return Err(DefinitionError::UnsupportedAction { path, action }.into());
            }
        }
        let Some(roles) = self.roles.get() else { return Ok(rule) };
        for role_arn in &rule.definition.role_arns {
            let Err(problem) = roles.may_assume(tenant, role_arn) else { continue };
            if self.limits.profile == Profile::Aws {
                return Err(RuleError::Role { role_arn: role_arn.clone() });
            }
            tracing::info!(%tenant, rule = name, role = role_arn, %problem, "AWS would refuse the rule for its role");
        }
        Ok(rule)
    }

    fn make(
        &self,
        tenant: &Tenant,
        name: &str,
        payload: Json,
        created_at: UnixMillis,
    ) -> Result<Rule, RuleError> {
        let payload_bytes = payload.to_string().len();
        if payload_bytes > PAYLOAD_BYTES_MAX {
            return Err(RuleError::TooLarge);
        }
        let definition = RuleDefinition::from_json(&payload, name)?;
        let max = self.limits.rule_actions;
        if definition.actions.len() > max {
            self.limits.hit(Limit::RuleActions);
            return Err(RuleError::TooManyActions { max });
        }
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        Ok(Rule {
            id,
            tenant: tenant.clone(),
            created_at,
            payload,
            payload_bytes,
            definition,
            replaces: Vec::new(),
        })
    }

    /// Which endpoints actions may have.
    fn strictness(&self) -> Strictness {
        Strictness::of(self.limits.profile)
    }

    /// Creates a rule. It applies to the next message.
    ///
    /// # Errors
    /// When the name is taken or the payload is refused.
    pub fn create(
        &self,
        tenant: &Tenant,
        name: &str,
        payload: Json,
        now: UnixMillis,
    ) -> Result<Ticket, RuleError> {
        let rule = self.make_checked(tenant, name, payload, now)?;
        rule.definition.check_endpoints(self.strictness())?;
        let mut rules = self.rules.write();
        if rules.get(tenant, name).is_some() {
            return Err(RuleError::Exists { name: name.into() });
        }
        let max = self.limits.rules_per_account;
        if rules.by_name.get(tenant).is_some_and(|rules| rules.len() >= max) {
            self.limits.hit(Limit::RulesPerAccount);
            return Err(RuleError::TooManyRules { max });
        }
        Ok(self.put(&mut rules, rule))
    }

    /// Replaces everything of a rule but its name and age.
    ///
    /// # Errors
    /// When it does not exist or the payload is refused.
    pub fn replace(&self, tenant: &Tenant, name: &str, payload: Json) -> Result<Ticket, RuleError> {
        let created_at = self.rules.read().existing(tenant, name)?.created_at;
        // Without the lock: to compile takes its time, and messages look rules up meanwhile.
        let rule = self.make_checked(tenant, name, payload, created_at)?;
        rule.definition.check_endpoints(self.strictness())?;
        let mut rules = self.rules.write();
        rules.existing(tenant, name)?;
        Ok(self.put(&mut rules, rule))
    }

    /// Enables or disables a rule.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn set_disabled(&self, tenant: &Tenant, name: &str, disabled: bool) -> Result<Ticket, RuleError> {
        loop {
            let rule = self.get(tenant, name)?;
            if rule.definition.is_disabled == disabled {
                return Ok(Ticket::DONE);
            }
            let mut payload = rule.payload.clone();
            if let Some(members) = payload.as_object_mut() {
                members.insert("ruleDisabled".into(), disabled.into());
            }
            // Without the lock, as above.
            let changed = self.make(tenant, name, payload, rule.created_at)?;
            let mut rules = self.rules.write();
            // Unless it was replaced meanwhile.
            if rules.existing(tenant, name)?.id == rule.id {
                return Ok(self.put(&mut rules, changed));
            }
        }
    }

    /// Deletes a rule. One that does not exist is deleted already
    /// ([`open_points::DELETE_OF_UNKNOWN_RULE_SUCCEEDS`](crate::open_points)).
    pub fn delete(&self, tenant: &Tenant, name: &str) -> Ticket {
        let mut rules = self.rules.write();
        let Some(rule) = rules.remove(tenant, name) else { return Ticket::DONE };
        self.unindex(&rule);
        self.store.submit([Write::delete(Table::TopicRule, tenant, Key::of(name))])
    }

    /// Stores a rule and makes it the one in force. The lock is held, so disk, memory and index see
    /// the changes of one rule in one order.
    fn put(&self, rules: &mut Rules, mut rule: Rule) -> Ticket {
        let earlier = rules.remove(&rule.tenant, &rule.definition.name);
        if let Some(earlier) = &earlier {
            rule.replaces = earlier.ids().take(REPLACED_MAX).collect();
        }
        let rule = Arc::new(rule);
        let name = &rule.definition.name;
        rules.insert(Arc::clone(&rule));
        if let (Some(index), Some(filter)) = (self.index.get(), rule.active_filter()) {
            index.add(&rule.tenant, filter, rule.id);
        }
        // Afterwards: a message that comes between finds both, which are one, and not none.
        if let Some(earlier) = earlier {
            self.unindex(&earlier);
        }
        let record = Record { created_at: rule.created_at.0, payload: rule.payload.clone() };
        // A struct of a number and a JSON value has a JSON form.
        let json = serde_json::to_string(&record).unwrap_or_default();
        self.store.submit([Write::put_json(Table::TopicRule, &rule.tenant, Key::of(name.as_str()), json)])
    }

    fn unindex(&self, rule: &Rule) {
        if let (Some(index), Some(filter)) = (self.index.get(), rule.active_filter()) {
            index.remove(&rule.tenant, filter, rule.id);
        }
    }

    /// A rule, for GetTopicRule.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn get(&self, tenant: &Tenant, name: &str) -> Result<Arc<Rule>, RuleError> {
        self.rules.read().existing(tenant, name)
    }

    /// The rule of a number that the index answered, as it is now: it may have been replaced or disabled since.
    /// `None` when it was deleted, or changed so often that nobody can have waited since.
    pub fn by_id(&self, id: u64) -> Option<Arc<Rule>> {
        self.rules.read().by_id.get(&id).cloned()
    }

    /// Rules by name.
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn list(
        &self,
        tenant: &Tenant,
        filter: &RuleFilter,
        request: &PageRequest,
    ) -> Result<Page<Arc<Rule>>, RuleError> {
        let rules = self.rules.read();
        let wanted = |rule: &&Arc<Rule>| {
            let definition = &rule.definition;
            let topic_fits = filter.topic.as_deref().is_none_or(|topic| {
                definition.listens_to(topic) || definition.statement.topic_filter() == Some(topic)
            });
            topic_fits && filter.disabled.is_none_or(|disabled| definition.is_disabled == disabled)
        };
        let named = rules.by_name.get(tenant).into_iter().flat_map(|rules| rules.values());
        Ok(cut_page(
            named.filter(wanted),
            request,
            |rule| rule.definition.name.clone(),
            |rule, last| rule.definition.name.as_str() > last,
            Arc::clone,
        )?)
    }

    /// The tenants that have rules.
    pub fn tenants(&self) -> Vec<Tenant> {
        self.rules.read().by_name.keys().cloned().collect()
    }

    /// Forgets the rules of a tenant, in memory and index; the caller clears the tenant's rows.
    pub fn reset(&self, tenant: &Tenant) {
        let mut rules = self.rules.write();
        for rule in rules.by_name.remove(tenant).unwrap_or_default().into_values() {
            for id in rule.ids() {
                rules.by_id.remove(&id);
            }
            self.unindex(&rule);
        }
    }
}

impl Rule {
    /// The numbers under which it is known.
    fn ids(&self) -> impl Iterator<Item = u64> {
        std::iter::once(self.id).chain(self.replaces.iter().copied())
    }

    /// Whether a message that matched the rule, or an earlier state of it, still concerns it.
    pub fn concerns(&self, id: u64, topic: &str) -> bool {
        !self.definition.is_disabled && (self.id == id || self.definition.listens_to(topic))
    }

    /// The topic filter under which messages come to the rule, unless it is disabled or reached through
    /// Basic Ingest only.
    fn active_filter(&self) -> Option<&str> {
        self.definition.statement.topic_filter().filter(|_| !self.definition.is_disabled)
    }
}

impl Rules {
    fn get(&self, tenant: &Tenant, name: &str) -> Option<&Arc<Rule>> {
        self.by_name.get(tenant)?.get(name)
    }

    fn existing(&self, tenant: &Tenant, name: &str) -> Result<Arc<Rule>, RuleError> {
        self.get(tenant, name).cloned().ok_or_else(|| RuleError::Denied { name: name.into() })
    }

    fn insert(&mut self, rule: Arc<Rule>) {
        for id in rule.ids() {
            self.by_id.insert(id, Arc::clone(&rule));
        }
        let rules = self.by_name.entry(rule.tenant.clone()).or_default();
        rules.insert(rule.definition.name.clone(), rule);
    }

    fn remove(&mut self, tenant: &Tenant, name: &str) -> Option<Arc<Rule>> {
        let rule = self.by_name.get_mut(tenant)?.remove(name)?;
        for id in rule.ids() {
            self.by_id.remove(&id);
        }
        Some(rule)
    }
}

#[cfg(test)]
mod tests;
