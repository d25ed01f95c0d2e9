//! `lambda`.

use super::fields::Fields;
use super::{Refusal, Rendering};
use crate::definition::DefinitionError;
use crate::template::Template;

/// Invokes a function asynchronously with the payload as its event.
#[derive(Debug)]
pub struct LambdaAction {
    function_arn: Template,
}

/// What a `lambda` action asks for. The payload is JSON.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LambdaRequest {
    /// The function, possibly with a qualifier.
    pub function_arn: String,
}

impl LambdaAction {
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, DefinitionError> {
        Ok(Self { function_arn: fields.template("functionArn")? })
    }

    /// None: the function's own policy says who may invoke it (rules.md §7).
    pub(super) fn role_arn(&self) -> Option<&str> {
        None
    }

    /// Lambda takes JSON only (rules.md §5).
    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<LambdaRequest, Refusal> {
        let function_arn = rendering.text(&self.function_arn, "")?;
        rendering.require_json(&function_arn)?;
        Ok(LambdaRequest { function_arn })
    }
}

impl LambdaRequest {
    pub(super) fn resource(&self) -> &str {
        &self.function_arn
    }
}
