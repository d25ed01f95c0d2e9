//! Decisions with their reasons, for people.

use std::sync::Arc;

use base::UnixMillis;

use crate::action::Action;
use crate::authorizer::{Authorizer, Decision, StatementIndex};
use crate::near_miss::{self, Request};
use crate::template::{Template, Variable};
use crate::variables::{Place, Unresolved};

/// A decision and why it was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// The same as [`Authorizer::decide`] gives.
    pub decision: Decision,
    /// The statement that decided; for an implicit deny the one that came closest to allowing it,
    /// if any did.
    pub statement: Option<StatementRef>,
    /// One sentence that names the ARN that was tried and what decided or what is missing.
    pub explanation: String,
    /// The variables without a value in the statements about this action, such as
    /// `iot:Connection.Thing.ThingName`; each once.
    pub unresolved: Vec<MissingVariable>,
    /// The policies with a statement that allows it, each once, whatever the decision is.
    pub allowed_by: Vec<Arc<str>>,
    /// The policies with a statement that denies it, each once.
    pub denied_by: Vec<Arc<str>>,
}

/// A variable that has no value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingVariable {
    /// Its name, without `${` and `}`.
    pub name: String,
    /// Why it has none.
    pub reason: String,
}

/// A statement of an attached policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementRef {
    /// The policy's name.
    pub policy: Arc<str>,
    /// The policy's version.
    pub version: Arc<str>,
    /// The position in `Statement`, counted from 0.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<Box<str>>,
}

impl Authorizer {
    /// Decides like [`Authorizer::decide`] and says why.
    pub fn explain(&self, action: Action, name: &str, now: UnixMillis) -> Explanation {
        let arn = action.resource_kind().arn(&self.arn_prefix, name);
        let (denying, allowing) = self.permissions().applying(action, name, now);
        let (decision, statement, explanation) = match (denying.first(), allowing.first()) {
            (Some(&statement), _) => {
                let by = self.describe(statement);
                let text = format!("`{action}` on `{arn}` is denied by {by}; a Deny overrides every Allow.");
                (Decision::ExplicitDeny, Some(statement), text)
            }
            (None, Some(&statement)) => {
                let text = format!("`{action}` on `{arn}` is allowed by {}.", self.describe(statement));
                (Decision::Allowed, Some(statement), text)
            }
            (None, None) => {
                let miss = near_miss::nearest(self, &Request { action, name, arn: &arn, now });
                let text = format!("Nothing allows `{action}` on `{arn}`: {}.", miss.reason);
                (Decision::ImplicitDeny, miss.statement, text)
            }
        };
        Explanation {
            decision,
            statement: statement.map(|index| self.reference(index)),
            explanation,
            unresolved: self.unresolved(action),
            allowed_by: self.policy_names(&allowing),
            denied_by: self.policy_names(&denying),
        }
    }

    fn reference(&self, index: StatementIndex) -> StatementRef {
        let policy = &self.policies[index.policy];
        StatementRef {
            policy: policy.name.clone(),
            version: policy.version.clone(),
            index: index.statement,
            sid: self.statement(index).sid.clone(),
        }
    }

    /// ``Statement[1] (`Sid`) of policy `name` ``
    pub(crate) fn describe(&self, index: StatementIndex) -> String {
        let policy = &self.policies[index.policy].name;
        let sid = self.statement(index).sid.as_ref().map(|sid| format!(" (`{sid}`)")).unwrap_or_default();
        format!("Statement[{}]{sid} of policy `{policy}`", index.statement)
    }

    fn policy_names(&self, statements: &[StatementIndex]) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = Vec::new();
        for index in statements {
            // The same policy may be attached to a certificate and to a group.
            let name = &self.policies[index.policy].name;
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    fn unresolved(&self, action: Action) -> Vec<MissingVariable> {
        let mut missing: Vec<MissingVariable> = Vec::new();
        for (_, statement) in self.statements().filter(|(_, it)| it.actions.contains(action)) {
            let in_resources = statement.resources.iter().map(|it| (it, Place::Resource));
            let values = statement.conditions.iter().flat_map(|condition| &condition.values);
            for (template, place) in in_resources.chain(values.map(|it| (it, Place::Condition))) {
                for (variable, why) in self.unresolved_in(template, place) {
                    if !missing.iter().any(|known| known.name == variable.name) {
                        missing
                            .push(MissingVariable { name: variable.name.clone(), reason: why.to_string() });
                    }
                }
            }
        }
        missing
    }

    /// The variables of a template that have no value, and why.
    pub(crate) fn unresolved_in<'t>(
        &self,
        template: &'t Template,
        place: Place,
    ) -> impl Iterator<Item = (&'t Variable, Unresolved)> {
        template.variables().filter_map(move |variable| {
            Some((variable, self.source(false).substitute(&variable.key, place).err()?))
        })
    }
}
