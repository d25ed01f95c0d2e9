//! Who may do what: certificates and their policies, for MQTT connections and HTTPS requests.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use api::cloud::HttpAccess;
use api::principal::certificate_variables;
use base::{CertificateId, Tenant};
use broker::{Admission, Admitted, Attempt, Identity, Propagated, Refusal};
use policy::{AttachedPolicy, Authorizer, CertificateVariables, Context, Document, Protocol};
use registry::{CertificateMode, CertificateStatus, PrincipalView, Registry};

/// What signed connections may do, and those of the plain port unless a policy is given.
const ALLOW_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}"#;

/// Decides from the registry.
pub struct Access {
    registry: Arc<Registry>,
    /// The account of connections that belong to none: those of the plain port.
    default: Tenant,
    plain_policy: AttachedPolicy,
    /// Callers that sign are authorised by IAM (policy.md §3), which lets everybody do everything here.
    signed_policy: AttachedPolicy,
}

impl Access {
    /// `plain_policy` is the document of `--plain-policy`.
    ///
    /// # Errors
    /// When the document is malformed.
    pub fn new(registry: Arc<Registry>, default: Tenant, plain_policy: Option<&str>) -> Result<Self, String> {
        let policy = |name: &str, text: &str| match Document::parse(text, usize::MAX) {
            Ok(document) => {
                Ok(AttachedPolicy { name: name.into(), version: "1".into(), document: Arc::new(document) })
            }
            Err(error) => Err(format!("--{name}: {error}")),
        };
        let plain_policy = policy("plain-policy", plain_policy.unwrap_or(ALLOW_ALL))?;
        let signed_policy = policy("signed", ALLOW_ALL)?;
        Ok(Self { registry, default, plain_policy, signed_policy })
    }

    /// The certificate in the tenant that it connects to.
    fn principal(&self, id: CertificateId, client_id: Option<&str>) -> Result<PrincipalView, String> {
        let views = self.registry.principals(id, client_id).into_iter();
        // One certificate may be registered in several accounts; without a server name that tells them
        // apart, one comes first in which it is ACTIVE, and among those the default account.
        let is_active = |view: &PrincipalView| view.status == CertificateStatus::Active;
        let first = views.min_by_key(|view| (!is_active(view), view.tenant != self.default));
        match first {
            Some(view) if is_active(&view) => Ok(view),
            Some(view) => Err(format!(
                "certificate {id} is {}; only ACTIVE certificates connect (UpdateCertificate sets it)",
                view.status.as_str()
            )),
            None => Err(format!("certificate {id} is not registered in any account")),
        }
    }
}

impl Admission for Access {
    fn admit(&self, attempt: &Attempt) -> Result<Admitted, Refusal> {
        let context = Context {
            client_id: Some(attempt.client_id.to_string()),
            source_ip: Some(attempt.source.ip()),
            persistent_connect: attempt.persistent,
            last_will: attempt.will_topic.is_some(),
            last_will_topic: attempt.will_topic.clone(),
            domain_name: attempt.server_name.clone(),
            ..Context::default()
        };
        let id = match &attempt.identity {
            Identity::Anonymous => {
                return Ok(admitted(&self.default, "anonymous".into(), &self.plain_policy, context));
            }
            Identity::Signed { tenant, access_key_id } => {
                return Ok(admitted(tenant, Arc::clone(access_key_id), &self.signed_policy, context));
            }
            Identity::Certificate { id } => *id,
        };
        let view = self.principal(id, Some(&attempt.client_id)).map_err(Refusal)?;
        let thing = view.thing.as_ref().map(|thing| thing.name.as_str().into());
        let pairs = view.propagated.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let propagated = Propagated::new(pairs);
        let context = Context {
            certificate_id: Some(id),
            certificate: self.certificate_variables(&view, id),
            thing: view.thing,
            secure_transport: true,
            ..context
        };
        Ok(Admitted {
            principal: id.to_string().into(),
            authorizer: Authorizer::compile(&view.policies, Arc::new(context), &view.tenant),
            tenant: view.tenant,
            thing,
            exclusive: view.exclusive,
            propagated,
        })
    }
}

/// Lets somebody in who is no thing, under one policy.
fn admitted(tenant: &Tenant, principal: Arc<str>, policy: &AttachedPolicy, context: Context) -> Admitted {
    let authorizer = Authorizer::compile(std::slice::from_ref(policy), Arc::new(context), tenant);
    let propagated = Propagated::default();
    Admitted { tenant: tenant.clone(), principal, authorizer, thing: None, exclusive: false, propagated }
}

impl Access {
    /// What policies can ask about a certificate, if any of them does. One that cannot be read has no
    /// variables; it may still be registered.
    fn certificate_variables(&self, view: &PrincipalView, id: CertificateId) -> CertificateVariables {
        if !view.policies.iter().any(|policy| policy.document.reads_certificate()) {
            return CertificateVariables::default();
        }
        let record = self.registry.certificate(&view.tenant, id).ok();
        let certificate = record.and_then(|record| tls::Certificate::from_pem(&record.pem).ok());
        certificate.map(certificate_variables).unwrap_or_default()
    }

    /// Tells of a client without a server name (SNI) whose certificate needs one on AWS. It is not refused:
    /// whoever connects to an IP address has no name to send.
    pub fn note_missing_name(&self, id: CertificateId, source: SocketAddr) {
        if self.registry.principals(id, None).iter().any(|view| view.mode == CertificateMode::SniOnly) {
            tracing::warn!(
                certificate = %id,
                %source,
                "the certificate was registered without a CA and the client sent no server name (SNI); AWS refuses that"
            );
        }
    }

    /// The tenant of an HTTPS request that comes with a certificate.
    ///
    /// # Errors
    /// When the certificate is not registered and ACTIVE.
    pub fn tenant_of(&self, id: CertificateId) -> Result<Tenant, String> {
        self.principal(id, None).map(|view| view.tenant)
    }
}

impl HttpAccess for Access {
    fn authorizer(
        &self,
        tenant: &Tenant,
        id: CertificateId,
        source: IpAddr,
    ) -> Result<Arc<Authorizer>, String> {
        let view = self.principal(id, None)?;
        let context = Context {
            protocol: Protocol::Http,
            source_ip: Some(source),
            certificate_id: Some(id),
            certificate: self.certificate_variables(&view, id),
            secure_transport: true,
            ..Context::default()
        };
        Ok(Arc::new(Authorizer::compile(&view.policies, Arc::new(context), tenant)))
    }
}
