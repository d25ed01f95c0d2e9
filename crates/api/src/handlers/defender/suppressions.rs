//! Audit suppressions: findings that an account does not want to hear of.

use catalog::{Draft, Kind};
use model::Model;
use model::iot::{
    AuditSuppression, CreateAuditSuppressionRequest, CreateAuditSuppressionResponse,
    DeleteAuditSuppressionRequest, DeleteAuditSuppressionResponse, DescribeAuditSuppressionRequest,
    DescribeAuditSuppressionResponse, ListAuditSuppressionsRequest, ListAuditSuppressionsResponse,
    ResourceIdentifier, UpdateAuditSuppressionRequest, UpdateAuditSuppressionResponse,
};

use super::audits::check_enabled;
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::handlers::stored::{Tokened, change, page_by};
use crate::handlers::support::{page, split};
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_AUDIT_SUPPRESSION => async create_audit_suppression,
            partial("is stored; audits do not run");
        op::DESCRIBE_AUDIT_SUPPRESSION => sync describe_audit_suppression, exact;
        op::UPDATE_AUDIT_SUPPRESSION => async update_audit_suppression,
            partial("is stored; audits do not run");
        op::DELETE_AUDIT_SUPPRESSION => async delete_audit_suppression, exact;
        op::LIST_AUDIT_SUPPRESSIONS => sync list_audit_suppressions, exact;
    }
}

const KIND: Kind = Kind::AuditSuppression;

type Stored = Tokened<AuditSuppression>;

/// The name of a suppression in the catalog.
fn key(check: &str, resource: &ResourceIdentifier) -> String {
    format!("{check}/{}", resource.clone().write())
}

fn missing() -> ApiError {
    ApiError::resource_not_found("The audit suppression does not exist.")
}

/// Whether a suppression is over. Then it is as good as deleted.
fn is_over(suppression: &AuditSuppression, call: &Call<'_, Cloud>) -> bool {
    suppression.expiration_date.is_some_and(|date| date.0 <= call.now)
}

/// Checks that a suppression is for something, and either for ever or until some time to come.
fn check(suppression: &AuditSuppression, call: &Call<'_, Cloud>) -> Result<(), ApiError> {
    if suppression.resource_identifier == ResourceIdentifier::default() {
        return Err(ApiError::invalid_request("resourceIdentifier cannot be empty."));
    }
    match (suppression.suppress_indefinitely == Some(true), suppression.expiration_date) {
        (true, Some(_)) => Err(ApiError::invalid_request(
            "expirationDate cannot be given when suppressIndefinitely is true.",
        )),
        (false, None) => Err(ApiError::invalid_request(
            "Either expirationDate must be given or suppressIndefinitely must be true.",
        )),
        (false, Some(_)) if is_over(suppression, call) => {
            Err(ApiError::invalid_request("expirationDate must be in the future."))
        }
        _ => Ok(()),
    }
}

async fn create_audit_suppression(
    call: &Call<'_, Cloud>,
    input: CreateAuditSuppressionRequest,
) -> Result<CreateAuditSuppressionResponse, ApiError> {
    let token = input.client_request_token;
    let suppression = AuditSuppression {
        check_name: input.check_name,
        resource_identifier: input.resource_identifier,
        expiration_date: input.expiration_date,
        suppress_indefinitely: Some(input.suppress_indefinitely == Some(true)),
        description: input.description,
    };
    check(&suppression, call)?;
    let key = key(&suppression.check_name, &suppression.resource_identifier);
    let created = change(call, |draft| {
        check_enabled(draft, &suppression.check_name)?;
        let all: Vec<(String, Stored)> = draft.all(KIND).map(|(key, one)| (key.to_owned(), one)).collect();
        let (over, active): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, one)| is_over(one, call));
        // What is over goes as others come, so that it does not pile up.
        over.into_iter().for_each(|(key, _)| draft.remove(KIND, key));
        let in_the_way = active.iter().find(|(other, one)| *other == key || one.is_created_by(Some(&token)));
        match in_the_way {
            Some((_, one)) if one.is_created_by(Some(&token)) && **one == suppression => Ok(()),
            Some(_) => Err(ApiError::resource_already_exists("The audit suppression already exists.")),
            None => {
                draft.put(KIND, key, Tokened::new(suppression, Some(token)));
                Ok(())
            }
        }
    });
    created.await?;
    Ok(CreateAuditSuppressionResponse {})
}

fn describe_audit_suppression(
    call: &Call<Cloud>,
    input: DescribeAuditSuppressionRequest,
) -> Result<DescribeAuditSuppressionResponse, ApiError> {
    let key = key(&input.check_name, &input.resource_identifier);
    let found: Option<AuditSuppression> = call.context.catalog.get(call.tenant(), KIND, &key);
    let suppression = found.filter(|one| !is_over(one, call)).ok_or_else(missing)?;
    Ok(DescribeAuditSuppressionResponse {
        check_name: Some(suppression.check_name),
        resource_identifier: Some(suppression.resource_identifier),
        expiration_date: suppression.expiration_date,
        suppress_indefinitely: suppression.suppress_indefinitely,
        description: suppression.description,
    })
}

async fn update_audit_suppression(
    call: &Call<'_, Cloud>,
    input: UpdateAuditSuppressionRequest,
) -> Result<UpdateAuditSuppressionResponse, ApiError> {
    let key = key(&input.check_name, &input.resource_identifier);
    let updated = change(call, |draft| {
        let found: Option<Stored> = draft.get(KIND, &key);
        let mut suppression = found.filter(|one| !is_over(one, call)).ok_or_else(missing)?;
        // A date ends what was for ever, and the other way round.
        match (input.expiration_date, input.suppress_indefinitely) {
            (None, None) => {}
            (date, indefinitely) => {
                suppression.expiration_date = match indefinitely {
                    Some(true) => date,
                    _ => date.or(suppression.expiration_date),
                };
                suppression.suppress_indefinitely = Some(indefinitely == Some(true));
            }
        }
        if input.description.is_some() {
            suppression.description = input.description;
        }
        check(&suppression, call)?;
        draft.put(KIND, key, suppression);
        Ok(())
    });
    updated.await?;
    Ok(UpdateAuditSuppressionResponse {})
}

/// One that does not exist is deleted already: the model has no exception for it.
async fn delete_audit_suppression(
    call: &Call<'_, Cloud>,
    input: DeleteAuditSuppressionRequest,
) -> Result<DeleteAuditSuppressionResponse, ApiError> {
    let key = key(&input.check_name, &input.resource_identifier);
    let deleted = change(call, |draft: &mut Draft<'_>| {
        draft.remove(KIND, key);
        Ok(())
    });
    deleted.await?;
    Ok(DeleteAuditSuppressionResponse {})
}

/// By the time of their end, those without one last.
fn list_audit_suppressions(
    call: &Call<Cloud>,
    input: ListAuditSuppressionsRequest,
) -> Result<ListAuditSuppressionsResponse, ApiError> {
    let wanted = |one: &AuditSuppression| {
        !is_over(one, call)
            && input.check_name.as_ref().is_none_or(|name| one.check_name == *name)
            && input.resource_identifier.as_ref().is_none_or(|resource| one.resource_identifier == *resource)
    };
    let entries = call.context.catalog.read(call.tenant(), |shelves| {
        let all = shelves.all::<AuditSuppression>(KIND).filter(|(_, one)| wanted(one));
        all.map(|(key, one)| (format!("{:020}{key}", end(&one)), one)).collect()
    });
    let request = page(input.max_results, input.next_token);
    let found = page_by(entries, input.ascending_order != Some(false), &request)?;
    let (suppressions, next_token) = split(found, |one| one);
    Ok(ListAuditSuppressionsResponse { suppressions, next_token })
}

fn end(suppression: &AuditSuppression) -> u64 {
    suppression.expiration_date.map_or(u64::MAX, |date| date.0.0)
}
