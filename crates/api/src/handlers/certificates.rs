//! Device certificates.

use base::{CertificateId, Tenant};
use model::Timestamp;
use model::iot::{
    Certificate, CertificateDescription, CertificateMode, CertificateStatus, CertificateValidity,
    CreateCertificateFromCsrRequest, CreateCertificateFromCsrResponse, CreateKeysAndCertificateRequest,
    CreateKeysAndCertificateResponse, DeleteCertificateRequest, DescribeCertificateRequest,
    DescribeCertificateResponse, KeyPair, ListCertificatesRequest, ListCertificatesResponse,
    RegisterCertificateWithoutCARequest, RegisterCertificateWithoutCAResponse, UpdateCertificateRequest,
};
use registry::{CertificateMode as Mode, CertificateRecord, CertificateStatus as Status, NewCertificate};
use tls::{AuthorityError, Csr, RsaKeyPair};

use super::support::{durable, page, split, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::Call;

impl From<AuthorityError> for ApiError {
    fn from(error: AuthorityError) -> Self {
        Self::internal_failure(error.to_string())
    }
}

fn arn(tenant: &Tenant, id: CertificateId) -> String {
    tenant.iot_arn(format_args!("cert/{id}"))
}

/// An id as it stands in a path; the model checked its form, not its length.
fn id(text: &str) -> Result<CertificateId, ApiError> {
    text.parse().map_err(|_| ApiError::resource_not_found(format!("CertificateId {text} does not exist")))
}

fn status(status: Status) -> Option<CertificateStatus> {
    CertificateStatus::parse(status.as_str())
}

fn mode(mode: Mode) -> Option<CertificateMode> {
    Some(match mode {
        Mode::Default => CertificateMode::Default,
        Mode::SniOnly => CertificateMode::SniOnly,
    })
}

fn now_utc(call: &Call<Cloud>) -> time::OffsetDateTime {
    let seconds = i64::try_from(call.now.seconds()).unwrap_or(i64::MAX);
    time::OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
}

/// Registers a certificate that the service issued.
async fn register(
    call: &Call<'_, Cloud>,
    pem: &str,
    active: Option<bool>,
) -> Result<(String, String), ApiError> {
    let issued =
        tls::Certificate::from_pem(pem).map_err(|error| ApiError::internal_failure(error.to_string()))?;
    enter(call, &issued, pem.into(), active.unwrap_or(false), Mode::Default).await
}

/// Enters a certificate into the registry; returns its id and ARN.
async fn enter(
    call: &Call<'_, Cloud>,
    certificate: &tls::Certificate,
    pem: String,
    active: bool,
    mode: Mode,
) -> Result<(String, String), ApiError> {
    let new = NewCertificate {
        id: certificate.id,
        pem,
        active,
        not_before: certificate.not_before,
        not_after: certificate.not_after,
        mode,
    };
    let changed = call.context.registry.register_certificate(call.tenant(), new, call.now)?;
    durable(&call.context.store, changed).await?;
    Ok((certificate.id.to_string(), arn(call.tenant(), certificate.id)))
}

/// Any certificate with a key that AWS IoT accepts: who signed it and what else it says does not matter,
/// because it is trusted for being registered (provisioning.md §2).
pub async fn register_certificate_without_ca(
    call: &Call<'_, Cloud>,
    input: RegisterCertificateWithoutCARequest,
) -> Result<RegisterCertificateWithoutCAResponse, ApiError> {
    let active = match input.status {
        Some(CertificateStatus::PendingActivation) => {
            let message = "Not allowed to register certificate with PENDING_ACTIVATION status";
            return Err(ApiError::certificate_state(message));
        }
        Some(CertificateStatus::Active) => true,
        // What is not ACTIVE becomes INACTIVE (provisioning.md §2).
        _ => false,
    };
    let pem = input.certificate_pem;
    // The texts are ours: no published capture of AWS's.
    let refused =
        |what: &str| ApiError::certificate_validation(format!("The certificate is not valid: {what}"));
    let certificate =
        tls::Certificate::from_pem(&pem).map_err(|_| refused("it is not the PEM of an X.509 certificate"))?;
    if !certificate.has_supported_key {
        return Err(refused("its key is neither RSA of at least 2048 bits nor on P-256, P-384 or P-521"));
    }
    let (certificate_id, certificate_arn) = enter(call, &certificate, pem, active, Mode::SniOnly).await?;
    Ok(RegisterCertificateWithoutCAResponse {
        certificate_arn: Some(certificate_arn),
        certificate_id: Some(certificate_id),
    })
}

pub async fn create_keys_and_certificate(
    call: &Call<'_, Cloud>,
    input: CreateKeysAndCertificateRequest,
) -> Result<CreateKeysAndCertificateResponse, ApiError> {
    // An RSA key takes long enough to make others wait for this thread.
    let pair = tokio::task::spawn_blocking(RsaKeyPair::generate)
        .await
        .map_err(|error| ApiError::internal_failure(error.to_string()))??;
    let pem = call.context.authority.issue_for_key(&pair, now_utc(call))?;
    let (certificate_id, certificate_arn) = register(call, &pem, input.set_as_active).await?;
    Ok(CreateKeysAndCertificateResponse {
        certificate_arn: Some(certificate_arn),
        certificate_id: Some(certificate_id),
        certificate_pem: Some(pem),
        key_pair: Some(KeyPair { public_key: Some(pair.public_pem), private_key: Some(pair.private_pem) }),
    })
}

pub async fn create_certificate_from_csr(
    call: &Call<'_, Cloud>,
    input: CreateCertificateFromCsrRequest,
) -> Result<CreateCertificateFromCsrResponse, ApiError> {
    let csr = Csr::from_pem(&input.certificate_signing_request).map_err(|error| {
        tracing::warn!(%error, "signing request refused");
        ApiError::invalid_request("CSR violates constraints")
    })?;
    let pem = call.context.authority.issue_for_csr(&csr, now_utc(call))?;
    let (certificate_id, certificate_arn) = register(call, &pem, input.set_as_active).await?;
    Ok(CreateCertificateFromCsrResponse {
        certificate_arn: Some(certificate_arn),
        certificate_id: Some(certificate_id),
        certificate_pem: Some(pem),
    })
}

pub fn describe_certificate(
    call: &Call<Cloud>,
    input: DescribeCertificateRequest,
) -> Result<DescribeCertificateResponse, ApiError> {
    let id = id(&input.certificate_id)?;
    let record = call.context.registry.certificate(call.tenant(), id)?;
    let validity =
        CertificateValidity { not_before: time(record.not_before), not_after: time(record.not_after) };
    let description = CertificateDescription {
        certificate_arn: Some(arn(call.tenant(), id)),
        certificate_id: Some(id.to_string()),
        status: status(record.status),
        certificate_pem: Some(record.pem),
        owned_by: Some(call.tenant().account.to_string()),
        creation_date: time(record.created_at),
        last_modified_date: time(record.modified_at),
        customer_version: i32::try_from(record.customer_version).ok(),
        transfer_data: Some(model::iot::TransferData::default()),
        generation_id: Some(record.generation_id),
        validity: Some(validity),
        certificate_mode: mode(record.mode),
        ..Default::default()
    };
    Ok(DescribeCertificateResponse { certificate_description: Some(description) })
}

pub fn list_certificates(
    call: &Call<Cloud>,
    input: ListCertificatesRequest,
) -> Result<ListCertificatesResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let ascending = input.ascending_order.unwrap_or(false);
    let found = call.context.registry.list_certificates(call.tenant(), ascending, &request)?;
    let (certificates, next_marker) = split(found, |(id, record): (_, CertificateRecord)| Certificate {
        certificate_arn: Some(arn(call.tenant(), id)),
        certificate_id: Some(id.to_string()),
        status: status(record.status),
        certificate_mode: mode(record.mode),
        creation_date: Some(Timestamp(base::UnixMillis(record.created_at))),
    });
    Ok(ListCertificatesResponse { certificates, next_marker })
}

pub async fn update_certificate(
    call: &Call<'_, Cloud>,
    input: UpdateCertificateRequest,
) -> Result<(), ApiError> {
    let status = match input.new_status {
        CertificateStatus::Active => Status::Active,
        CertificateStatus::Inactive => Status::Inactive,
        CertificateStatus::Revoked => Status::Revoked,
        CertificateStatus::PendingTransfer => Status::PendingTransfer,
        CertificateStatus::RegisterInactive => Status::RegisterInactive,
        CertificateStatus::PendingActivation => Status::PendingActivation,
    };
    let id = id(&input.certificate_id)?;
    let changed = call.context.registry.update_certificate(call.tenant(), id, status, call.now)?;
    durable(&call.context.store, changed).await
}

pub async fn delete_certificate(
    call: &Call<'_, Cloud>,
    input: DeleteCertificateRequest,
) -> Result<(), ApiError> {
    let id = id(&input.certificate_id)?;
    let force = input.force_delete.unwrap_or(false);
    let changed = call.context.registry.delete_certificate(call.tenant(), id, force)?;
    durable(&call.context.store, changed).await
}
