//! The roles that rules name, and who knows whether they can be assumed (rules.md §8).

use std::collections::HashSet;

use base::Tenant;
use serde_json::Value as Json;

use crate::action::Action;
use crate::sql::{Statement, roles_of_statement, roles_of_template};

/// Whoever knows the roles of accounts. The binary plugs it into the book of rules.
pub trait Roles: Send + Sync {
    /// Whether the rules engine may assume a role on behalf of an account. A role that another account has
    /// cannot be known to be wrong, if that account is not here.
    ///
    /// # Errors
    /// Why it may not.
    fn may_assume(&self, tenant: &Tenant, role_arn: &str) -> Result<(), RoleProblem>;
}

/// Why a role cannot be assumed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RoleProblem {
    /// There is no such role.
    #[error("the role does not exist")]
    Missing,
    /// Its trust policy does not let the rules engine in.
    #[error("its trust policy does not allow sts:AssumeRole for iot.amazonaws.com")]
    NotTrusting,
}

/// The roles that a rule names, each once: those of its actions, of the functions in its statement, and of
/// the functions in the templates of `actions`, the JSON of which they were made.
pub(crate) fn roles_of(statement: &Statement, actions: &[&Action], json: &[&Json]) -> Vec<String> {
    let mut roles: Vec<String> =
        actions.iter().filter_map(|action| action.role_arn()).map(str::to_owned).collect();
    roles.extend(roles_of_statement(statement.sql()));
    for json in json {
        collect(json, &mut roles);
    }
    let mut seen = HashSet::new();
    roles.retain(|role| seen.insert(role.clone()));
    roles
}

/// Finds the roles in all texts of a JSON value, whose depth serde_json limits.
fn collect(json: &Json, roles: &mut Vec<String>) {
    match json {
        Json::String(text) => roles.extend(roles_of_template(text)),
        Json::Array(list) => list.iter().for_each(|json| collect(json, roles)),
        Json::Object(members) => members.values().for_each(|json| collect(json, roles)),
        _ => {}
    }
}
