//! Certificates on their way from one account to another (provisioning.md §2, §3).
//!
//! While a transfer is pending both accounts have the certificate, in state PENDING_TRANSFER: the target finds
//! it among its certificates, and the source can take it back. In the end one account has it.

use base::{AccountId, CertificateId, Page, PageRequest, Tenant, UnixMillis};
use serde::{Deserialize, Serialize};
use store::Changed;

use crate::RegistryError;
use crate::certificates::{self, CertificateRecord, CertificateStatus, certificate, page_of_certificates};
use crate::registry::{Draft, Registry};
use crate::state::{Row, State};

/// The last transfer of a certificate. Times are milliseconds since the epoch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transfer {
    /// The account that gives it away.
    pub from: String,
    /// The account that shall have it.
    pub to: String,
    /// What the giver says.
    pub message: Option<String>,
    /// When it was offered.
    pub offered_at: u64,
    /// When it was accepted.
    pub accepted_at: Option<u64>,
    /// When it was rejected.
    pub rejected_at: Option<u64>,
    /// Why it was rejected.
    pub reject_reason: Option<String>,
}

/// Who a caller is to a transfer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Source,
    Target,
}

/// The pending transfer of a certificate, as the `side` of it that calls must see it, and the other side.
fn pending(
    state: &State,
    tenant: &Tenant,
    id: CertificateId,
    side: Side,
) -> Result<(CertificateRecord, Transfer, Tenant), RegistryError> {
    let record = certificate(state, id)?.clone();
    let transfer = record.transfer.clone().filter(|_| record.status == CertificateStatus::PendingTransfer);
    let transfer = transfer.ok_or(RegistryError::TransferCompleted { id })?;
    let (own, other) = match side {
        Side::Source => (&transfer.from, &transfer.to),
        Side::Target => (&transfer.to, &transfer.from),
    };
    if own != tenant.account.as_str() {
        return Err(match side {
            Side::Source => RegistryError::NotTransferSource { id },
            Side::Target => RegistryError::NotTransferTarget { id },
        });
    }
    // We wrote it.
    let account: AccountId = other.parse()?;
    let other = Tenant::new(account, tenant.region.clone());
    Ok((record, transfer, other))
}

/// Ends a transfer for the account that has the certificate from now on.
fn settle(
    draft: &mut Draft<'_>,
    id: CertificateId,
    mut record: CertificateRecord,
    transfer: Transfer,
    status: CertificateStatus,
    now: UnixMillis,
) {
    record.status = status;
    record.transfer = Some(transfer);
    record.modified_at = now.0;
    record.customer_version += 1;
    draft.write(Row::Certificate(id, Some(record)));
    draft.authorization_changed();
}

/// Takes a pending certificate from the account that no longer has a part in it.
fn withdraw(draft: &mut Draft<'_>, id: CertificateId) {
    let record = draft.state.certificates.get(&id);
    // It may have been emptied in between.
    if record.is_some_and(|record| record.status == CertificateStatus::PendingTransfer) {
        draft.remove_certificate(id);
    }
}

impl Registry {
    /// Offers a certificate to another account of the region. Returns its ARN there.
    ///
    /// # Errors
    /// When it does not exist, is ACTIVE or being transferred, something is attached to it, or the other
    /// account has it already.
    pub fn transfer_certificate(
        &self,
        tenant: &Tenant,
        id: CertificateId,
        to: AccountId,
        message: Option<String>,
        now: UnixMillis,
    ) -> Result<Changed<String>, RegistryError> {
        let other = Tenant::new(to, tenant.region.clone());
        if other == *tenant {
            return Err(RegistryError::TransferToSelf { id });
        }
        self.change_both(tenant, &other, |source, target| {
            let mut record = certificate(source.state, id)?.clone();
            match record.status {
                CertificateStatus::Active => return Err(RegistryError::TransferOfActive { id }),
                CertificateStatus::PendingTransfer => {
                    return Err(RegistryError::CertificateInTransfer { id });
                }
                _ => {}
            }
            let arn = certificates::arn(tenant, id);
            if source.state.policies_of_target.contains_key(&arn) {
                return Err(RegistryError::TransferWithPolicies { arn });
            }
            if source.state.things_of_principal.contains_key(&arn) {
                return Err(RegistryError::TransferWithThings { arn });
            }
            if target.state.certificates.contains_key(&id) {
                return Err(RegistryError::TransferToOwner { id, account: to });
            }
            record.status = CertificateStatus::PendingTransfer;
            record.modified_at = now.0;
            record.customer_version += 1;
            record.transfer = Some(Transfer {
                from: tenant.account.to_string(),
                to: to.to_string(),
                message,
                offered_at: now.0,
                accepted_at: None,
                rejected_at: None,
                reject_reason: None,
            });
            // The CA stays behind.
            target.write(Row::Certificate(id, Some(CertificateRecord { ca_id: None, ..record.clone() })));
            source.write(Row::Certificate(id, Some(record)));
            Ok(certificates::arn(&other, id))
        })
    }

    /// Takes a certificate that another account offers.
    ///
    /// # Errors
    /// When none is offered under this id, or it is no longer.
    pub fn accept_transfer(
        &self,
        tenant: &Tenant,
        id: CertificateId,
        active: bool,
        now: UnixMillis,
    ) -> Result<Changed<()>, RegistryError> {
        let (.., other) = self.read(tenant, |state| pending(state, tenant, id, Side::Target))?;
        self.change_both(tenant, &other, |target, source| {
            // Once more, under the lock.
            let (record, mut transfer, _) = pending(target.state, tenant, id, Side::Target)?;
            transfer.accepted_at = Some(now.0);
            let status = if active { CertificateStatus::Active } else { CertificateStatus::Inactive };
            settle(target, id, record, transfer, status, now);
            withdraw(source, id);
            Ok(())
        })
    }

    /// Sends a certificate back that another account offers. It is INACTIVE there.
    ///
    /// # Errors
    /// When none is offered under this id, or it is no longer.
    pub fn reject_transfer(
        &self,
        tenant: &Tenant,
        id: CertificateId,
        reason: Option<String>,
        now: UnixMillis,
    ) -> Result<Changed<()>, RegistryError> {
        let (.., other) = self.read(tenant, |state| pending(state, tenant, id, Side::Target))?;
        self.change_both(tenant, &other, |target, source| {
            let (_, mut transfer, _) = pending(target.state, tenant, id, Side::Target)?;
            transfer.rejected_at = Some(now.0);
            transfer.reject_reason = reason;
            withdraw(target, id);
            if let Ok((record, ..)) = pending(source.state, &other, id, Side::Source) {
                settle(source, id, record, transfer, CertificateStatus::Inactive, now);
            }
            Ok(())
        })
    }

    /// Takes back what was offered. It is INACTIVE then.
    ///
    /// # Errors
    /// When nothing is offered under this id, or it was accepted or rejected.
    pub fn cancel_transfer(
        &self,
        tenant: &Tenant,
        id: CertificateId,
        now: UnixMillis,
    ) -> Result<Changed<()>, RegistryError> {
        let found = self.read(tenant, |state| pending(state, tenant, id, Side::Source));
        let (.., other) = match found {
            Err(RegistryError::CertificateNotFound { .. }) if self.was_given_away(tenant, id) => {
                return Err(RegistryError::TransferCompleted { id });
            }
            found => found?,
        };
        self.change_both(tenant, &other, |source, target| {
            let (record, transfer, _) = pending(source.state, tenant, id, Side::Source)?;
            settle(source, id, record, transfer, CertificateStatus::Inactive, now);
            withdraw(target, id);
            Ok(())
        })
    }

    /// Whether another account accepted a certificate from this one.
    fn was_given_away(&self, tenant: &Tenant, id: CertificateId) -> bool {
        let from_here = |record: &CertificateRecord| {
            let transfer = record.transfer.as_ref();
            transfer.is_some_and(|transfer| transfer.from == tenant.account.as_str())
        };
        let owners = self.owners(id).into_iter().filter(|owner| owner.region == tenant.region);
        owners.into_iter().any(|owner| self.certificate(&owner, id).is_ok_and(|record| from_here(&record)))
    }

    /// Certificates that are offered to other accounts, the newest first unless `ascending`.
    ///
    /// # Errors
    /// When the page token is invalid.
    pub fn outgoing_certificates(
        &self,
        tenant: &Tenant,
        ascending: bool,
        request: &PageRequest,
    ) -> Result<Page<(CertificateId, CertificateRecord)>, RegistryError> {
        let is_outgoing = |record: &CertificateRecord| {
            record.status == CertificateStatus::PendingTransfer
                && record.transfer.as_ref().is_some_and(|transfer| transfer.from == tenant.account.as_str())
        };
        self.read(tenant, |state| page_of_certificates(state, is_outgoing, ascending, request))
    }
}
