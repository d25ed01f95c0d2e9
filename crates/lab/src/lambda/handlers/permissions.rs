//! Resource policies.

use http::StatusCode;
use serde_json::{Value, json};

use crate::lambda::Core;
use crate::lambda::call::{Answer, Call};
use crate::lambda::error::Error;
use crate::lambda::members::Members;
use crate::lambda::names::{LATEST, Reference};
use crate::lambda::policy::{self, POLICY_BYTES_MAX, Permission};
use crate::lambda::record::{Held, ResourcePolicy, new_revision};

/// Parts of a permission that are not here.
const UNSUPPORTED: &[&str] =
    &["EventSourceToken", "FunctionUrlAuthType", "InvokedViaFunctionUrl", "PrincipalOrgID"];

/// The function with the name under which the policy of its qualifier is kept.
fn place(call: &Call) -> Result<(Reference, String), Error> {
    let function = call.function()?;
    if function.qualifier.as_deref() == Some(LATEST) {
        return Err(Error::invalid_parameter("We currently do not support adding policies for $LATEST."));
    }
    let qualifier = function.qualifier.clone().unwrap_or_default();
    Ok((function, qualifier))
}

fn missing() -> Error {
    Error::not_found("The resource you requested does not exist.")
}

fn read(members: &mut Members) -> Result<Permission, Error> {
    ["StatementId", "Action", "Principal"].iter().for_each(|name| members.require(name));
    let is_word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let is_id = |text: &str| (1..=100).contains(&text.len()) && is_word(text);
    let is_action = |text: &str| {
        let name = text.strip_prefix("lambda:").unwrap_or(text);
        name == "*"
            || (text != name && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic()))
    };
    let is_account = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_principal = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    let permission = Permission {
        statement_id: members.pattern("StatementId", "([a-zA-Z0-9-_]+)", is_id)?.unwrap_or_default(),
        action: members
            .pattern("Action", "(lambda:[*]|lambda:[a-zA-Z]+|[*])", is_action)?
            .unwrap_or_default(),
        principal: members.pattern("Principal", "[^\\s]+", is_principal)?.unwrap_or_default(),
        source_arn: members
            .pattern("SourceArn", "arn:(aws[a-zA-Z0-9-]*):.*", |arn| base::Arn::parse(arn).is_some())?,
        source_account: members.pattern("SourceAccount", "\\d{12}", is_account)?,
    };
    members.check()?;
    let principal = permission.principal.as_str();
    let known = principal == "*"
        || is_account(principal)
        || principal.starts_with("arn:")
        || principal.contains(".amazon");
    if !known {
        return Err(Error::invalid_parameter(format!(
            "The provided principal was invalid. Please check the principal and try again. ({principal})"
        )));
    }
    Ok(permission)
}

/// AddPermission.
pub(super) async fn add(core: &Core, call: &Call) -> Result<Answer, Error> {
    let (function, qualifier) = place(call)?;
    let mut members = call.members()?;
    let permission = read(&mut members)?;
    members.refuse(call.operation, UNSUPPORTED)?;
    let statement = policy::statement(&permission, &function.arn(), function.owner.region.partition());
    let text = statement.to_string();
    let add = |held: &mut Held| {
        held.resolve(&function.owner, &function.name, function.qualifier.as_deref(), 1.0)?;
        let mut policy = held.function.policies.get(&qualifier).cloned().unwrap_or_default();
        check_revision(members.get("RevisionId").and_then(Value::as_str), &policy)?;
        let id = &permission.statement_id;
        if policy.statements.iter().any(|statement| statement["Sid"] == *id.as_str()) {
            return Err(Error::conflict(format!(
                "The statement id ({id}) provided already exists. Please provide a new statement id, or remove the \
                 existing statement."
            )));
        }
        policy.statements.push(statement);
        policy.revision = new_revision();
        let bytes = policy::document(&policy.statements).to_string().len();
        if bytes > POLICY_BYTES_MAX {
            return Err(Error::policy_length(bytes, POLICY_BYTES_MAX));
        }
        held.function.policies.insert(qualifier, policy);
        Ok(())
    };
    core.book.change(&function.owner, &function.name, add).await?;
    Ok(Answer::json(StatusCode::CREATED, &json!({ "Statement": text })))
}

fn check_revision(given: Option<&str>, policy: &ResourcePolicy) -> Result<(), Error> {
    match given {
        Some(given) if given != policy.revision => Err(Error::precondition()),
        _ => Ok(()),
    }
}

/// GetPolicy.
pub(super) fn get(core: &Core, call: &Call) -> Result<Answer, Error> {
    let (function, qualifier) = place(call)?;
    core.book.read(&function.owner, &function.name, |held| {
        let policy = held.function.policies.get(&qualifier).ok_or_else(missing)?;
        let document = policy::document(&policy.statements).to_string();
        Ok(Answer::ok(&json!({ "Policy": document, "RevisionId": policy.revision })))
    })
}

/// RemovePermission.
pub(super) async fn remove(core: &Core, call: &Call) -> Result<Answer, Error> {
    let (function, qualifier) = place(call)?;
    let id = call.parameter(1);
    let remove = |held: &mut Held| {
        let policy = held.function.policies.get_mut(&qualifier).ok_or_else(missing)?;
        check_revision(call.query("RevisionId"), policy)?;
        let before = policy.statements.len();
        policy.statements.retain(|statement| statement["Sid"] != *id);
        if policy.statements.len() == before {
            return Err(Error::not_found(format!("Statement {id} is not found in resource policy.")));
        }
        policy.revision = new_revision();
        if policy.statements.is_empty() {
            held.function.policies.remove(&qualifier);
        }
        Ok(())
    };
    core.book.change(&function.owner, &function.name, remove).await?;
    Ok(Answer::nothing())
}
