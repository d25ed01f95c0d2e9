//! Device certificates (api-facts.md §5, provisioning.md §1 to §3, api-errors.md §4).

use base::{CertificateId, Page, PageRequest, Tenant, UnixMillis, cut_page};
use serde::{Deserialize, Serialize};
use store::Changed;

use crate::RegistryError;
use crate::registry::{Event, Registry};
use crate::state::{Row, State};

/// The state of a certificate. Only ACTIVE ones authenticate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)] // Named as in the API.
pub enum CertificateStatus {
    Active,
    Inactive,
    Revoked,
    PendingTransfer,
    RegisterInactive,
    PendingActivation,
}

impl CertificateStatus {
    /// The name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Inactive => "INACTIVE",
            Self::Revoked => "REVOKED",
            Self::PendingTransfer => "PENDING_TRANSFER",
            Self::RegisterInactive => "REGISTER_INACTIVE",
            Self::PendingActivation => "PENDING_ACTIVATION",
        }
    }

    /// Whether a caller may set it (provisioning.md §3).
    fn is_settable(self) -> bool {
        matches!(self, Self::Active | Self::Inactive | Self::Revoked)
    }
}

/// How a certificate came to be registered, which decides what its connections must show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum CertificateMode {
    /// Issued by the service, or signed by a registered CA.
    #[default]
    #[serde(rename = "DEFAULT")]
    Default,
    /// Registered without a CA: on AWS its connections must name the server (SNI).
    #[serde(rename = "SNI_ONLY")]
    SniOnly,
}

/// A certificate. Its id is its key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateRecord {
    /// The certificate itself.
    pub pem: String,
    /// Its state.
    pub status: CertificateStatus,
    /// When it was registered, milliseconds since the epoch.
    pub created_at: u64,
    /// When it was last changed, likewise.
    pub modified_at: u64,
    /// Counts changes of its state, from 1.
    pub customer_version: u32,
    /// A UUID of the registration.
    pub generation_id: String,
    /// Start of its validity, milliseconds since the epoch.
    pub not_before: u64,
    /// End of its validity, likewise.
    pub not_after: u64,
    /// How it came to be registered. Absent in rows of earlier versions, which knew one way only.
    #[serde(default)]
    pub mode: CertificateMode,
}

/// A certificate that is about to be registered.
#[derive(Clone, Debug)]
pub struct NewCertificate {
    /// Its id.
    pub id: CertificateId,
    /// The certificate itself.
    pub pem: String,
    /// Whether it is ACTIVE at once.
    pub active: bool,
    /// Start of its validity.
    pub not_before: UnixMillis,
    /// End of its validity.
    pub not_after: UnixMillis,
    /// How it comes to be registered.
    pub mode: CertificateMode,
}

fn certificate(state: &State, id: CertificateId) -> Result<&CertificateRecord, RegistryError> {
    state.certificates.get(&id).ok_or(RegistryError::CertificateNotFound { id })
}

pub(crate) fn arn(tenant: &Tenant, id: CertificateId) -> String {
    tenant.iot_arn(format_args!("cert/{id}"))
}

impl Registry {
    /// Registers a certificate.
    ///
    /// # Errors
    /// When it is registered already.
    pub fn register_certificate(
        &self,
        tenant: &Tenant,
        new: NewCertificate,
        now: UnixMillis,
    ) -> Result<Changed<CertificateRecord>, RegistryError> {
        self.change(tenant, |draft| {
            if draft.state.certificates.contains_key(&new.id) {
                let (id, arn) = (new.id, arn(tenant, new.id));
                return Err(match new.mode {
                    CertificateMode::Default => RegistryError::CertificateExists { id, arn },
                    CertificateMode::SniOnly => RegistryError::CertificateProvisioned { id, arn },
                });
            }
            let status = if new.active { CertificateStatus::Active } else { CertificateStatus::Inactive };
            let record = CertificateRecord {
                pem: new.pem,
                status,
                created_at: now.0,
                modified_at: now.0,
                customer_version: 1,
                generation_id: uuid::Uuid::new_v4().to_string(),
                not_before: new.not_before.0,
                not_after: new.not_after.0,
                mode: new.mode,
            };
            draft.write(Row::Certificate(new.id, Some(record.clone())));
            Ok(record)
        })
    }

    /// A certificate.
    ///
    /// # Errors
    /// When it does not exist.
    pub fn certificate(
        &self,
        tenant: &Tenant,
        id: CertificateId,
    ) -> Result<CertificateRecord, RegistryError> {
        self.read(tenant, |state| certificate(state, id).cloned())
    }

    /// Sets a certificate's state. What is no longer ACTIVE loses its connections.
    ///
    /// # Errors
    /// When it does not exist, or the state is not one that callers set.
    pub fn update_certificate(
        &self,
        tenant: &Tenant,
        id: CertificateId,
        status: CertificateStatus,
        now: UnixMillis,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let mut record = certificate(draft.state, id)?.clone();
            if !status.is_settable() {
                return Err(RegistryError::StatusNotSettable { status: status.as_str() });
            }
            record.status = status;
            record.modified_at = now.0;
            record.customer_version += 1;
            draft.write(Row::Certificate(id, Some(record)));
            draft.authorization_changed();
            if status != CertificateStatus::Active {
                draft.tell(Event::Deactivated(tenant.clone(), id));
            }
            Ok(())
        })
    }

    /// Deletes a certificate. `force` detaches its policies; it overrides nothing else (provisioning.md §2).
    ///
    /// # Errors
    /// When it does not exist, is ACTIVE, or something is attached.
    pub fn delete_certificate(
        &self,
        tenant: &Tenant,
        id: CertificateId,
        force: bool,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let record = certificate(draft.state, id)?;
            if record.status == CertificateStatus::Active {
                return Err(RegistryError::CertificateActive { id });
            }
            let arn = arn(tenant, id);
            if draft.state.things_of_principal.contains_key(&arn) {
                return Err(RegistryError::CertificateHasThings { arn });
            }
            let policies = draft.state.policies_of_target.get(&arn).cloned().unwrap_or_default();
            if !policies.is_empty() && !force {
                return Err(RegistryError::CertificateHasPolicies { arn });
            }
            for policy in policies {
                draft.write(Row::PolicyTarget(policy, arn.clone(), false));
            }
            draft.write(Row::Certificate(id, None));
            draft.authorization_changed();
            draft.tell(Event::Deactivated(tenant.clone(), id));
            Ok(())
        })
    }

    /// Certificates, the newest first unless `ascending` (api-facts.md §5).
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn list_certificates(
        &self,
        tenant: &Tenant,
        ascending: bool,
        request: &PageRequest,
    ) -> Result<Page<(CertificateId, CertificateRecord)>, RegistryError> {
        self.read(tenant, |state| {
            let mut sorted: Vec<_> =
                state.certificates.iter().map(|(id, record)| (order(*id, record), record)).collect();
            sorted.sort_unstable_by(|(a, _), (b, _)| if ascending { a.cmp(b) } else { b.cmp(a) });
            Ok(cut_page(
                sorted.into_iter(),
                request,
                |(order, _)| order.clone(),
                |(order, _), last| if ascending { order.as_str() > last } else { order.as_str() < last },
                |(order, record)| (id_in(&order), record.clone()),
            )?)
        })
    }
}

/// A certificate's place in listings: its age, then its id.
fn order(id: CertificateId, record: &CertificateRecord) -> String {
    format!("{:016x}{id}", record.created_at)
}

fn id_in(order: &str) -> CertificateId {
    let digits = order.get(16..).unwrap_or_default();
    // `order` wrote it.
    digits.parse().unwrap_or(CertificateId::from_sha256([0; 32]))
}
