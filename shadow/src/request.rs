//! What a client asks for, checked (shadow.md §2).

use base::Limits;
use serde_json::{Map, Value};

use crate::ShadowError;
use crate::json::{self, Members};

/// The longest client token, bytes.
const CLIENT_TOKEN_BYTES_MAX: usize = 64;

/// A checked update.
#[derive(Debug)]
pub(crate) struct Update {
    /// The request's `state`: null, or an object with at most `desired` and `reported`, which are
    /// objects or null.
    pub state: Value,
    /// The version that the update is meant for.
    pub version: Option<u64>,
}

/// What an update does to a section.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Change<'a> {
    /// It says nothing about it.
    Keep,
    /// It removes it.
    Remove,
    /// It merges this into it.
    Merge(&'a Map<String, Value>),
}

impl Update {
    /// Checks an update.
    ///
    /// # Errors
    /// The first of the reasons against it; the order of the checks is ours.
    pub fn read(members: Members, limits: &Limits) -> Result<Self, ShadowError> {
        let version = match members.version {
            Some(version) => Some(version.as_u64().ok_or(ShadowError::InvalidVersion)?),
            None => None,
        };
        let state = members.state.ok_or(ShadowError::MissingState)?;
        match &state {
            Value::Null => {}
            Value::Object(sections) => check_sections(sections)?,
            _ => return Err(ShadowError::StateNotObject),
        }
        if members.too_deep {
            return Err(ShadowError::TooDeep { maximum: json::levels(limits) });
        }
        if has_null_in_array(&state, false) {
            return Err(ShadowError::NullInArray);
        }
        Ok(Self { state, version })
    }

    /// What it does to `desired` or to `reported`.
    pub fn change(&self, section: &str) -> Change<'_> {
        match &self.state {
            Value::Object(sections) => match sections.get(section) {
                None => Change::Keep,
                Some(Value::Object(update)) => Change::Merge(update),
                Some(_) => Change::Remove,
            },
            _ => Change::Remove,
        }
    }
}

fn check_sections(sections: &Map<String, Value>) -> Result<(), ShadowError> {
    for (key, value) in sections {
        let error = match key.as_str() {
            "desired" => ShadowError::DesiredNotObject,
            "reported" => ShadowError::ReportedNotObject,
            _ => return Err(ShadowError::InvalidNode(key.clone())),
        };
        if !value.is_object() && !value.is_null() {
            return Err(error);
        }
    }
    Ok(())
}

/// Recursion is bounded by the levels that were read.
fn has_null_in_array(value: &Value, in_array: bool) -> bool {
    match value {
        Value::Null => in_array,
        Value::Array(items) => items.iter().any(|item| has_null_in_array(item, true)),
        Value::Object(object) => object.values().any(|member| has_null_in_array(member, in_array)),
        _ => false,
    }
}

/// Takes the client token out of a request.
///
/// # Errors
/// When it is no string, or too long.
pub(crate) fn take_client_token(members: &mut Members) -> Result<Option<String>, ShadowError> {
    match members.client_token.take() {
        None => Ok(None),
        Some(Value::String(token)) if token.len() <= CLIENT_TOKEN_BYTES_MAX => Ok(Some(token)),
        Some(_) => Err(ShadowError::InvalidClientToken),
    }
}

/// The client token of a request that is rejected unread, where it has a valid one.
pub(crate) fn client_token_of(payload: &[u8]) -> Option<String> {
    take_client_token(&mut json::read(payload, 0).ok()?).ok()?
}
