//! CA certificates (provisioning.md §1 to §3, api-facts.md §5, api-errors.md §4).

use base::{CertificateId, Page, PageRequest, Tenant, UnixMillis};
use serde::{Deserialize, Serialize};
use store::Changed;

use crate::certificates::{CertificateMode, page_by_age};
use crate::registry::Registry;
use crate::state::{Row, State};
use crate::{RegistryError, Tags};

/// CA certificates with the same subject that an account can have (RegisterCACertificate).
const SAME_SUBJECT_MAX: usize = 10;

/// A registered CA certificate. Its id is its key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CaRecord {
    /// The certificate itself.
    pub pem: String,
    /// Stands for its subject's name; equal for equal names.
    pub subject_id: String,
    /// ACTIVE or INACTIVE. An inactive one registers no further certificates (provisioning.md §3).
    pub active: bool,
    /// Whether its certificates are registered when they first connect.
    pub auto_registration: bool,
    /// How things of such certificates are provisioned.
    pub registration_config: Option<RegistrationConfig>,
    /// What its certificates must show when they connect.
    pub mode: CertificateMode,
    /// When it was registered, milliseconds since the epoch.
    pub created_at: u64,
    /// When it was last changed, likewise.
    pub modified_at: u64,
    /// Counts changes, from 1.
    pub customer_version: u32,
    /// A UUID of the registration.
    pub generation_id: String,
    /// Start of its validity, milliseconds since the epoch.
    pub not_before: u64,
    /// End of its validity, likewise.
    pub not_after: u64,
}

/// How things are provisioned whose certificates a CA signed (JITP).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationConfig {
    /// The template itself.
    pub template_body: Option<String>,
    /// The role that it is carried out under.
    pub role_arn: Option<String>,
    /// The name of a provisioning template, instead of the two.
    pub template_name: Option<String>,
}

/// A CA certificate that is about to be registered; what it says was checked.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // As in `CaRecord`.
pub struct NewCa {
    pub id: CertificateId,
    pub pem: String,
    pub subject_id: String,
    pub active: bool,
    pub auto_registration: bool,
    pub registration_config: Option<RegistrationConfig>,
    pub mode: CertificateMode,
    pub not_before: UnixMillis,
    pub not_after: UnixMillis,
    pub tags: Tags,
}

/// A change of a CA certificate. What is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct CaUpdate {
    /// ACTIVE or INACTIVE.
    pub active: Option<bool>,
    /// Automatic registration.
    pub auto_registration: Option<bool>,
    /// Its configuration.
    pub registration_config: Option<RegistrationConfig>,
    /// Ends automatic registration and forgets its configuration.
    pub remove_auto_registration: bool,
}

fn ca(state: &State, id: CertificateId) -> Result<&CaRecord, RegistryError> {
    state.ca_certificates.get(&id).ok_or(RegistryError::CaNotFound)
}

/// A CA that may register certificates.
pub(crate) fn active_ca(state: &State, id: CertificateId) -> Result<&CaRecord, RegistryError> {
    match state.ca_certificates.get(&id) {
        None => Err(RegistryError::NoCaOfCertificate),
        Some(record) if !record.active => Err(RegistryError::CaInactive),
        Some(record) => Ok(record),
    }
}

/// The part of the ARN behind the account.
fn resource(id: CertificateId) -> String {
    format!("cacert/{id}")
}

impl Registry {
    /// Registers a CA certificate.
    ///
    /// # Errors
    /// When it is registered already, in DEFAULT mode also by another account of the region, or the account
    /// has its maximum of CAs with this subject.
    pub fn register_ca(
        &self,
        tenant: &Tenant,
        new: NewCa,
        now: UnixMillis,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let id = new.id;
            if draft.state.ca_certificates.contains_key(&id) {
                return Err(RegistryError::CertificateExists { id, arn: tenant.iot_arn(resource(id)) });
            }
            // The page "Create your own client certificates": SNI decides between accounts, and without it
            // one account must do.
            let mut neighbours = draft.all.iter().filter(|(other, _)| other.region == tenant.region);
            let is_default = |state: &State| {
                state.ca_certificates.get(&id).is_some_and(|ca| ca.mode == CertificateMode::Default)
            };
            if new.mode == CertificateMode::Default && neighbours.any(|(_, state)| is_default(state)) {
                return Err(RegistryError::CaOfAnotherAccount);
            }
            let same = draft.state.ca_certificates.values().filter(|ca| ca.subject_id == new.subject_id);
            if same.count() >= SAME_SUBJECT_MAX {
                return Err(RegistryError::TooManyCasOfSubject { max: SAME_SUBJECT_MAX });
            }
            let record = CaRecord {
                pem: new.pem,
                subject_id: new.subject_id,
                active: new.active,
                auto_registration: new.auto_registration,
                registration_config: new.registration_config,
                mode: new.mode,
                created_at: now.0,
                modified_at: now.0,
                customer_version: 1,
                generation_id: uuid::Uuid::new_v4().to_string(),
                not_before: new.not_before.0,
                not_after: new.not_after.0,
            };
            draft.write(Row::CaCertificate(id, Some(record)));
            draft.set_tags(resource(id), new.tags);
            Ok(())
        })
    }

    /// A CA certificate.
    ///
    /// # Errors
    /// When it is not registered.
    pub fn ca(&self, tenant: &Tenant, id: CertificateId) -> Result<CaRecord, RegistryError> {
        self.read(tenant, |state| ca(state, id).cloned())
    }

    /// The CA of this subject that certificates are registered with that do not come with their CA's.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn ca_of_subject(&self, tenant: &Tenant, subject_id: &str) -> Result<CertificateId, RegistryError> {
        self.read(tenant, |state| {
            let mut found = state.ca_certificates.iter().filter(|(_, ca)| ca.subject_id == subject_id);
            match (found.next(), found.next()) {
                (None, _) => Err(RegistryError::NoCaOfCertificate),
                (Some((id, _)), None) => Ok(*id),
                (Some(_), Some(_)) => Err(RegistryError::SeveralCasOfSubject),
            }
        })
    }

    /// A CA that may register certificates.
    ///
    /// # Errors
    /// When it is not registered, or not ACTIVE.
    pub fn signing_ca(&self, tenant: &Tenant, id: CertificateId) -> Result<CaRecord, RegistryError> {
        self.read(tenant, |state| active_ca(state, id).cloned())
    }

    /// Changes a CA certificate.
    ///
    /// # Errors
    /// When it is not registered.
    pub fn update_ca(
        &self,
        tenant: &Tenant,
        id: CertificateId,
        update: CaUpdate,
        now: UnixMillis,
    ) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            let mut record = ca(draft.state, id)?.clone();
            record.active = update.active.unwrap_or(record.active);
            record.auto_registration = update.auto_registration.unwrap_or(record.auto_registration);
            record.registration_config = update.registration_config.or(record.registration_config);
            if update.remove_auto_registration {
                record.auto_registration = false;
                record.registration_config = None;
            }
            record.modified_at = now.0;
            record.customer_version += 1;
            draft.write(Row::CaCertificate(id, Some(record)));
            Ok(())
        })
    }

    /// Deletes a CA certificate. Certificates that it signed stay and keep its id.
    ///
    /// # Errors
    /// When it is not registered, or ACTIVE.
    pub fn delete_ca(&self, tenant: &Tenant, id: CertificateId) -> Result<Changed<()>, RegistryError> {
        self.change(tenant, |draft| {
            if ca(draft.state, id)?.active {
                return Err(RegistryError::CaActive { id });
            }
            draft.write(Row::CaCertificate(id, None));
            draft.set_tags(resource(id), Tags::new());
            Ok(())
        })
    }

    /// CA certificates, the newest first unless `ascending`; of those that use a template by name, if given.
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn list_cas(
        &self,
        tenant: &Tenant,
        template: Option<&str>,
        ascending: bool,
        request: &PageRequest,
    ) -> Result<Page<(CertificateId, CaRecord)>, RegistryError> {
        let uses = |ca: &CaRecord, name: &str| {
            let config = ca.registration_config.as_ref();
            config.is_some_and(|config| config.template_name.as_deref() == Some(name))
        };
        self.read(tenant, |state| {
            let all = state.ca_certificates.iter();
            let wanted = all.filter(|(_, ca)| template.is_none_or(|name| uses(ca, name)));
            Ok(page_by_age(wanted, |ca| ca.created_at, ascending, request)?)
        })
    }
}
