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

    /// Lambda takes JSON only (rules.md §5).
    pub(super) fn request(&self, rendering: &Rendering<'_, '_>) -> Result<LambdaRequest, Refusal> {
        let function_arn = rendering.text(&self.function_arn, "")?;
        if !rendering.output_is_json() {
            return Err(Refusal::new(&function_arn, "the payload is not JSON"));
        }
        Ok(LambdaRequest { function_arn })
    }
}
