//! What principals may do, without a connection (policy.md §8).

use std::collections::BTreeSet;
use std::sync::Arc;

use model::iot::{
    ActionType, Allowed, AuthDecision, AuthInfo, AuthResult, Denied, EffectivePolicy, ExplicitDeny,
    GetEffectivePoliciesRequest, GetEffectivePoliciesResponse, ImplicitDeny, Policy,
    TestAuthorizationRequest, TestAuthorizationResponse,
};
use policy::{Action, AttachedPolicy, Authorizer, Context, Decision, Explanation};

use super::policies::listed;
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};
use crate::principal;

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::GET_EFFECTIVE_POLICIES => sync get_effective_policies,
            partial("policies of IAM roles of Cognito identities take no part");
        op::TEST_AUTHORIZATION => sync test_authorization,
            partial("policies of IAM roles of Cognito identities take no part");
    }
}

fn nobody() -> ApiError {
    // Ours: no published capture of AWS's.
    ApiError::invalid_request("One of principal, cognitoIdentityPoolId and thingName is required")
}

fn get_effective_policies(
    call: &Call<Cloud>,
    input: GetEffectivePoliciesRequest,
) -> Result<GetEffectivePoliciesResponse, ApiError> {
    let (principal, thing) = (input.principal.as_deref(), input.thing_name.as_deref());
    if principal.is_none() && thing.is_none() && input.cognito_identity_pool_id.is_none() {
        return Err(nobody());
    }
    let registry = &call.context.registry;
    let attached = registry.effective_policies(call.tenant(), principal, thing)?;
    let entry = |attached: AttachedPolicy| {
        let shown = listed(call, attached.name.to_string());
        let (_, version) = registry.policy_version(call.tenant(), &attached.name, &attached.version).ok()?;
        Some(EffectivePolicy {
            policy_name: shown.policy_name,
            policy_arn: shown.policy_arn,
            policy_document: Some(version.document),
        })
    };
    Ok(GetEffectivePoliciesResponse {
        effective_policies: Some(attached.into_iter().filter_map(entry).collect()),
    })
}

fn test_authorization(
    call: &Call<Cloud>,
    input: TestAuthorizationRequest,
) -> Result<TestAuthorizationResponse, ApiError> {
    let (registry, tenant) = (&call.context.registry, call.tenant());
    let principal = input.principal.as_deref();
    if principal.is_none() && input.cognito_identity_pool_id.is_none() {
        return Err(nobody());
    }
    let context = match principal {
        Some(principal) => principal::context(registry, tenant, principal, input.client_id.as_deref()),
        None => Context { client_id: input.client_id, ..Context::default() },
    };
    let context = Context { source_ip: Some(call.source_ip), ..context };
    let thing = context.thing.as_ref().map(|thing| thing.name.as_str());
    let mut policies = registry.effective_policies(tenant, principal, thing)?;
    let skipped = input.policy_names_to_skip.unwrap_or_default();
    policies.retain(|policy| !skipped.iter().any(|name| **name == *policy.name));
    for name in input.policy_names_to_add.unwrap_or_default() {
        if !policies.iter().any(|policy| *policy.name == *name) {
            policies.push(registry.attachable_policy(tenant, &name)?);
        }
    }
    let authorizer = Authorizer::compile(&policies, Arc::new(context), tenant);
    let results: Result<Vec<_>, _> =
        input.auth_infos.into_iter().map(|info| test(call, &authorizer, &policies, info)).collect();
    Ok(TestAuthorizationResponse { auth_results: Some(results?) })
}

fn action(kind: ActionType) -> Action {
    match kind {
        ActionType::Publish => Action::Publish,
        ActionType::Subscribe => Action::Subscribe,
        ActionType::Receive => Action::Receive,
        ActionType::Connect => Action::Connect,
    }
}

/// Decides on one action; it is allowed if it is allowed on every resource.
fn test(
    call: &Call<Cloud>,
    authorizer: &Authorizer,
    policies: &[AttachedPolicy],
    info: AuthInfo,
) -> Result<AuthResult, ApiError> {
    // Not required by the model; without it there is nothing to decide.
    let kind = info.action_type.ok_or_else(|| ApiError::invalid_request("actionType is required"))?;
    let action = action(kind);
    let mut explanations = Vec::new();
    for resource in &info.resources {
        let name = action.name_in(call.tenant(), resource).ok_or_else(|| {
            ApiError::invalid_request(format!("Invalid resource for {}: {resource}", kind.as_str()))
        })?;
        explanations.push(authorizer.explain(action, name, call.now));
    }
    let decided = |decision| explanations.iter().any(|it| it.decision == decision);
    let auth_decision = if decided(Decision::ExplicitDeny) {
        AuthDecision::ExplicitDeny
    } else if decided(Decision::ImplicitDeny) || explanations.is_empty() {
        AuthDecision::ImplicitDeny
    } else {
        AuthDecision::Allowed
    };
    let named = |by: fn(&Explanation) -> &[Arc<str>]| -> BTreeSet<Arc<str>> {
        explanations.iter().flat_map(by).cloned().collect()
    };
    let (allowing, denying) = (named(|it| &it.allowed_by), named(|it| &it.denied_by));
    // What neither allows nor denies it denies implicitly.
    let silent: BTreeSet<Arc<str>> = policies
        .iter()
        .map(|policy| policy.name.clone())
        .filter(|name| !allowing.contains(name) && !denying.contains(name))
        .collect();
    let shown = |names: BTreeSet<Arc<str>>| -> Option<Vec<Policy>> {
        Some(names.into_iter().map(|name| listed(call, name.to_string())).collect())
    };
    let missing: BTreeSet<String> =
        explanations.iter().flat_map(|it| &it.unresolved).map(|variable| variable.name.clone()).collect();
    Ok(AuthResult {
        auth_info: Some(info),
        allowed: Some(Allowed { policies: shown(allowing) }),
        denied: Some(Denied {
            implicit_deny: Some(ImplicitDeny { policies: shown(silent) }),
            explicit_deny: Some(ExplicitDeny { policies: shown(denying) }),
        }),
        auth_decision: Some(auth_decision),
        missing_context_values: Some(missing.into_iter().collect()),
    })
}
