//! `stepFunctions`.

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// Starts an execution of a state machine, with the payload for its input.
#[derive(Debug)]
pub struct StepFunctionsAction {
    role_arn: String,
    state_machine_name: Template,
    execution_name_prefix: Option<Template>,
}

/// What a `stepFunctions` action asks for. The payload is JSON.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StepFunctionsRequest {
    /// The role to assume.
    pub role_arn: String,
    /// The state machine, of the rule's account and region.
    pub state_machine_name: String,
    /// The execution's name: the prefix and a UUID.
    pub execution_name: String,
}

impl StepFunctionsAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        Ok(Self {
            role_arn: fields.role_arn()?,
            state_machine_name: fields.template("stateMachineName")?,
            execution_name_prefix: fields.optional_template("executionNamePrefix")?,
        })
    }

    pub(super) fn role_arn(&self) -> Option<&str> {
        Some(&self.role_arn)
    }

    /// The name is settled here, so an attempt that is repeated starts no second execution.
    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<StepFunctionsRequest, Refusal> {
        let state_machine_name = rendering.text(&self.state_machine_name, "")?;
        rendering.require_json(&state_machine_name)?;
        let prefix = self.execution_name_prefix.as_ref();
        let prefix = prefix.map(|prefix| rendering.text(prefix, &state_machine_name));
        let mut execution_name = prefix.transpose()?.unwrap_or_default();
        execution_name += &rendering.uuid();
        Ok(StepFunctionsRequest { role_arn: self.role_arn.clone(), state_machine_name, execution_name })
    }
}

impl StepFunctionsRequest {
    pub(super) fn resource(&self) -> &str {
        &self.state_machine_name
    }
}
