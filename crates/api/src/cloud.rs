//! What handlers work with.

use std::net::IpAddr;
use std::sync::Arc;

use base::{CertificateId, Limits, Tenant, UnixMillis};
use broker::Broker;
use catalog::Catalog;
use jobs::Jobs;
use policy::{Action, Authorizer};
use registry::Registry;
use rules::book::RuleBook;
use shadow::Shadows;
use store::Store;
use tls::Authority;

use crate::credentials::Principal;
use crate::destinations::Challenges;
use crate::error::ApiError;
use crate::pipeline::Call;

/// Compiles the policies of a certificate for a request over HTTPS.
pub trait HttpAccess: Send + Sync {
    /// What a certificate may do.
    ///
    /// # Errors
    /// When the certificate is not registered and ACTIVE in the tenant, with the reason.
    fn authorizer(
        &self,
        tenant: &Tenant,
        certificate: CertificateId,
        source: IpAddr,
    ) -> Result<Arc<Authorizer>, String>;
}

/// The services behind the APIs.
pub struct Cloud {
    /// Things, certificates, policies.
    pub registry: Arc<Registry>,
    /// Resources that are kept and returned.
    pub catalog: Arc<Catalog>,
    /// Jobs and their executions.
    pub jobs: Arc<Jobs>,
    /// The message broker.
    pub broker: Broker,
    /// Device shadows.
    pub shadows: Arc<Shadows>,
    /// Topic rules.
    pub rules: Arc<RuleBook>,
    /// Issues device certificates.
    pub authority: Arc<Authority>,
    /// Where changes become durable.
    pub store: Store,
    /// The limits in force.
    pub limits: Limits,
    /// What DescribeEndpoint answers.
    pub endpoint_host: String,
    /// Policies for requests that come with a client certificate.
    pub access: Arc<dyn HttpAccess>,
    /// Sends what destinations of HTTP actions confirm.
    pub challenges: Arc<dyn Challenges>,
}

impl Cloud {
    /// Checks the IoT policies of a caller that is known by its certificate. Callers that sign are
    /// authorised by IAM (policy.md §3), which lets everybody do everything here.
    ///
    /// # Errors
    /// ForbiddenException when no policy allows it.
    pub fn authorize(call: &Call<Self>, action: Action, name: &str, now: UnixMillis) -> Result<(), ApiError> {
        let Principal::Certificate(id) = &call.caller.principal else { return Ok(()) };
        let forbidden = || ApiError::forbidden("Forbidden");
        let authorizer = call.context.access.authorizer(call.tenant(), *id, call.source_ip);
        let authorizer = authorizer.map_err(|reason| {
            tracing::warn!(certificate = %id, reason, "HTTPS request refused");
            forbidden()
        })?;
        if authorizer.allows(action, name, now) {
            return Ok(());
        }
        let explanation = authorizer.explain(action, name, now).explanation;
        tracing::warn!(certificate = %id, action = action.as_str(), name, explanation, "HTTPS request denied");
        Err(forbidden())
    }
}
