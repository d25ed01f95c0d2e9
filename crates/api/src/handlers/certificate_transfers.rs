//! Certificates that are given from one account to another.

use base::Tenant;
use model::iot::{
    AcceptCertificateTransferRequest, CancelCertificateTransferRequest, ListOutgoingCertificatesRequest,
    ListOutgoingCertificatesResponse, OutgoingCertificate, RejectCertificateTransferRequest,
    TransferCertificateRequest, TransferCertificateResponse,
};

use super::certificates::{arn, id};
use super::support::{durable, page, split, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::TRANSFER_CERTIFICATE => async transfer_certificate, exact;
        op::ACCEPT_CERTIFICATE_TRANSFER => async accept_certificate_transfer, exact;
        op::REJECT_CERTIFICATE_TRANSFER => async reject_certificate_transfer, exact;
        op::CANCEL_CERTIFICATE_TRANSFER => async cancel_certificate_transfer, exact;
        op::LIST_OUTGOING_CERTIFICATES => sync list_outgoing_certificates, exact;
    }
}

async fn transfer_certificate(
    call: &Call<'_, Cloud>,
    input: TransferCertificateRequest,
) -> Result<TransferCertificateResponse, ApiError> {
    let id = id(&input.certificate_id)?;
    let account = input.target_aws_account.parse().map_err(|_| {
        ApiError::invalid_request(format!("Invalid target account: {}", input.target_aws_account))
    })?;
    let registry = &call.context.registry;
    let changed =
        registry.transfer_certificate(call.tenant(), id, account, input.transfer_message, call.now)?;
    let arn = durable(&call.context.store, changed).await?;
    Ok(TransferCertificateResponse { transferred_certificate_arn: Some(arn) })
}

async fn accept_certificate_transfer(
    call: &Call<'_, Cloud>,
    input: AcceptCertificateTransferRequest,
) -> Result<(), ApiError> {
    let (id, active) = (id(&input.certificate_id)?, input.set_as_active.unwrap_or(false));
    let changed = call.context.registry.accept_transfer(call.tenant(), id, active, call.now)?;
    durable(&call.context.store, changed).await
}

async fn reject_certificate_transfer(
    call: &Call<'_, Cloud>,
    input: RejectCertificateTransferRequest,
) -> Result<(), ApiError> {
    let (id, reason) = (id(&input.certificate_id)?, input.reject_reason);
    let changed = call.context.registry.reject_transfer(call.tenant(), id, reason, call.now)?;
    durable(&call.context.store, changed).await
}

async fn cancel_certificate_transfer(
    call: &Call<'_, Cloud>,
    input: CancelCertificateTransferRequest,
) -> Result<(), ApiError> {
    let id = id(&input.certificate_id)?;
    let changed = call.context.registry.cancel_transfer(call.tenant(), id, call.now)?;
    durable(&call.context.store, changed).await
}

fn list_outgoing_certificates(
    call: &Call<Cloud>,
    input: ListOutgoingCertificatesRequest,
) -> Result<ListOutgoingCertificatesResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let ascending = input.ascending_order.unwrap_or(false);
    let found = call.context.registry.outgoing_certificates(call.tenant(), ascending, &request)?;
    let (outgoing_certificates, next_marker) = split(found, |(id, record)| {
        let transfer = record.transfer;
        // The ARN that it will have there, as TransferCertificate answers it (examples of the AWS CLI).
        let account = transfer.as_ref().and_then(|transfer| transfer.to.parse().ok());
        let there = account.map(|account| Tenant::new(account, call.tenant().region.clone()));
        OutgoingCertificate {
            certificate_arn: there.map(|there| arn(&there, id)),
            certificate_id: Some(id.to_string()),
            transferred_to: transfer.as_ref().map(|transfer| transfer.to.clone()),
            transfer_date: transfer.as_ref().and_then(|transfer| time(transfer.offered_at)),
            transfer_message: transfer.and_then(|transfer| transfer.message),
            creation_date: time(record.created_at),
        }
    });
    Ok(ListOutgoingCertificatesResponse { outgoing_certificates, next_marker })
}
