//! Device certificates (api-facts.md §5, provisioning.md §1 to §3, api-errors.md §4).

use std::ops::Bound;

use base::{CertificateId, InvalidToken, Page, PageRequest, Tenant, UnixMillis, cut_page};
use serde::{Deserialize, Serialize};
use store::Changed;

use crate::RegistryError;
use crate::ca_certificates::active_ca;
use crate::registry::{Draft, Event, Registry};
use crate::state::{Row, State};
use crate::transfers::Transfer;

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
    /// The id of the registered CA that signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_id: Option<String>,
    /// Its last transfer from or to another account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
}

/// A certificate that is about to be registered.
#[derive(Clone, Debug)]
pub struct NewCertificate {
    /// Its id.
    pub id: CertificateId,
    /// The certificate itself.
    pub pem: String,
    /// The state that it begins in.
    pub status: CertificateStatus,
    /// Start of its validity.
    pub not_before: UnixMillis,
    /// End of its validity.
    pub not_after: UnixMillis,
    /// How it comes to be registered.
    pub origin: Origin,
}

/// How a certificate comes to be registered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// The service issued it.
    Issued,
    /// This registered CA signed it, which was checked. Its mode becomes the certificate's.
    SignedBy(CertificateId),
    /// It is trusted for being registered, whoever signed it.
    WithoutCa,
}

pub(crate) fn certificate(state: &State, id: CertificateId) -> Result<&CertificateRecord, RegistryError> {
    state.certificates.get(&id).ok_or(RegistryError::CertificateNotFound { id })
}

pub(crate) fn arn(tenant: &Tenant, id: CertificateId) -> String {
    tenant.iot_arn(format_args!("cert/{id}"))
}

impl Registry {
    /// Registers a certificate.
    ///
    /// # Errors
    /// When it is registered already, or its CA is not registered and ACTIVE, which comes first
    /// (api-errors.md §4).
    pub fn register_certificate(
        &self,
        tenant: &Tenant,
        new: NewCertificate,
        now: UnixMillis,
    ) -> Result<Changed<CertificateRecord>, RegistryError> {
        self.change(tenant, |draft| {
            let (mode, ca_id) = match new.origin {
                Origin::Issued => (CertificateMode::Default, None),
                Origin::WithoutCa => (CertificateMode::SniOnly, None),
                Origin::SignedBy(ca) => (active_ca(draft.state, ca)?.mode, Some(ca.to_string())),
            };
            if draft.state.certificates.contains_key(&new.id) {
                let (id, arn) = (new.id, arn(tenant, new.id));
                return Err(match new.origin {
                    Origin::WithoutCa => RegistryError::CertificateProvisioned { id, arn },
                    Origin::Issued | Origin::SignedBy(_) => RegistryError::CertificateExists { id, arn },
                });
            }
            let record = CertificateRecord {
                pem: new.pem,
                status: new.status,
                created_at: now.0,
                modified_at: now.0,
                customer_version: 1,
                generation_id: uuid::Uuid::new_v4().to_string(),
                not_before: new.not_before.0,
                not_after: new.not_after.0,
                mode,
                ca_id,
                transfer: None,
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
    /// When it does not exist, is being transferred, or the state is not one that callers set.
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
            if record.status == CertificateStatus::PendingTransfer {
                return Err(RegistryError::CertificateInTransfer { id });
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
    /// When it does not exist, is ACTIVE or being transferred, or something is attached.
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
            if record.status == CertificateStatus::PendingTransfer {
                return Err(RegistryError::CertificateInTransfer { id });
            }
            let arn = arn(tenant, id);
            if draft.state.things_of_principal.contains_key(&arn) {
                return Err(RegistryError::CertificateHasThings { arn });
            }
            if draft.state.policies_of_target.contains_key(&arn) && !force {
                return Err(RegistryError::CertificateHasPolicies { arn });
            }
            draft.remove_certificate(id);
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
        self.read(tenant, |state| page_of_certificates(state, |_| true, ascending, request))
    }

    /// The certificates that are linked to a CA, registered or not, likewise.
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn list_certificates_by_ca(
        &self,
        tenant: &Tenant,
        ca: CertificateId,
        ascending: bool,
        request: &PageRequest,
    ) -> Result<Page<(CertificateId, CertificateRecord)>, RegistryError> {
        let ca = Some(ca.to_string());
        self.read(tenant, |state| {
            page_of_certificates(state, |record| record.ca_id == ca, ascending, request)
        })
    }
}

impl Draft<'_> {
    /// Removes a certificate and detaches what is attached to it.
    pub fn remove_certificate(&mut self, id: CertificateId) {
        let arn = arn(self.tenant, id);
        for policy in self.state.policies_of_target.get(&arn).into_iter().flatten() {
            self.write(Row::PolicyTarget(policy.clone(), arn.clone(), false));
        }
        for thing in self.state.things_of_principal.get(&arn).into_iter().flat_map(|things| things.keys()) {
            self.write(Row::ThingPrincipal(thing.clone(), arn.clone(), None));
        }
        self.write(Row::Certificate(id, None));
        self.authorization_changed();
        self.tell(Event::Deactivated(self.tenant.clone(), id));
    }
}

/// A page of certificates in the order of their age: the newest first unless `ascending`. What comes before the page
/// is not looked at.
pub(crate) fn page_of_certificates(
    state: &State,
    wanted: impl Fn(&CertificateRecord) -> bool,
    ascending: bool,
    request: &PageRequest,
) -> Result<Page<(CertificateId, CertificateRecord)>, RegistryError> {
    let seen = request.place()?.map(|text| place_of(&text).ok_or(InvalidToken)).transpose()?;
    let seen = seen.map_or(Bound::Unbounded, Bound::Excluded);
    let range = if ascending { (seen, Bound::Unbounded) } else { (Bound::Unbounded, seen) };
    let mut left = state.certificates_by_age.range(range);
    let next = std::iter::from_fn(move || if ascending { left.next() } else { left.next_back() });
    let records = next.filter_map(|(age, id)| Some((*age, *id, state.certificates.get(id)?)));
    let page = cut_page(
        records.filter(|(.., record)| wanted(record)),
        request,
        |(age, id, _)| format!("{age:016x}{id}"),
        |_, _| true,
        |(_, id, record)| (id, record.clone()),
    );
    Ok(page?)
}

/// The place in a listing that a token names.
fn place_of(text: &str) -> Option<(u64, CertificateId)> {
    let (age, id) = text.split_at_checked(16)?;
    Some((u64::from_str_radix(age, 16).ok()?, id.parse().ok()?))
}

/// A page of CA certificates, of which there are few, in the order of their age.
pub(crate) fn page_by_age<'a, R: Clone + 'a>(
    records: impl Iterator<Item = (&'a CertificateId, &'a R)>,
    created_at: impl Fn(&R) -> u64,
    ascending: bool,
    request: &PageRequest,
) -> Result<Page<(CertificateId, R)>, base::InvalidToken> {
    // A record's place: its age, then its id.
    let place = |id: &CertificateId, record: &R| format!("{:016x}{id}", created_at(record));
    let mut sorted: Vec<_> = records.map(|(id, record)| (place(id, record), *id, record)).collect();
    sorted.sort_unstable_by(|(a, ..), (b, ..)| if ascending { a.cmp(b) } else { b.cmp(a) });
    cut_page(
        sorted.into_iter(),
        request,
        |(place, ..)| place.clone(),
        |(place, ..), last| if ascending { place.as_str() > last } else { place.as_str() < last },
        |(_, id, record)| (id, record.clone()),
    )
}
