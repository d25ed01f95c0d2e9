//! The roles that rules name, in the lab's IAM.

use std::sync::Arc;

use base::Tenant;
use lab::Lab;
use rules::roles::{RoleProblem, Roles};

/// Knows the roles of the embedded IAM.
pub struct LabRoles(pub Arc<Lab>);

impl Roles for LabRoles {
    fn may_assume(&self, tenant: &Tenant, role_arn: &str) -> Result<(), RoleProblem> {
        match self.0.role(tenant, role_arn) {
            Some(role) if role.trusts_iot => Ok(()),
            Some(_) => Err(RoleProblem::NotTrusting),
            None => Err(RoleProblem::Missing),
        }
    }
}
