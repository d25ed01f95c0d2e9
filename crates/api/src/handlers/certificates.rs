//! Device certificates.

use base::{CertificateId, Tenant};
use model::iot::{
    Certificate, CertificateDescription, CertificateMode, CertificateStatus, CertificateValidity,
    CreateCertificateFromCsrRequest, CreateCertificateFromCsrResponse, CreateKeysAndCertificateRequest,
    CreateKeysAndCertificateResponse, DeleteCertificateRequest, DescribeCertificateRequest,
    DescribeCertificateResponse, KeyPair, ListCertificatesRequest, ListCertificatesResponse,
    RegisterCertificateRequest, RegisterCertificateResponse, RegisterCertificateWithoutCARequest,
    RegisterCertificateWithoutCAResponse, TransferData, UpdateCertificateRequest,
};
use registry::{
    CertificateMode as Mode, CertificateRecord, CertificateStatus as Status, NewCertificate, Origin,
    RegistryError, Transfer,
};
use tls::{AuthorityError, Csr, IssuerError, RsaKeyPair};

use super::support::{durable, page, split, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_KEYS_AND_CERTIFICATE => async create_keys_and_certificate, exact;
        op::CREATE_CERTIFICATE_FROM_CSR => async create_certificate_from_csr, exact;
        op::REGISTER_CERTIFICATE => async register_certificate, exact;
        op::REGISTER_CERTIFICATE_WITHOUT_CA => async register_certificate_without_ca, exact;
        op::DESCRIBE_CERTIFICATE => sync describe_certificate, exact;
        op::LIST_CERTIFICATES => sync list_certificates, exact;
        op::UPDATE_CERTIFICATE => async update_certificate, exact;
        op::DELETE_CERTIFICATE => async delete_certificate, exact;
    }
}

impl From<AuthorityError> for ApiError {
    fn from(error: AuthorityError) -> Self {
        Self::internal_failure(error.to_string())
    }
}

pub(super) fn arn(tenant: &Tenant, id: CertificateId) -> String {
    tenant.iot_arn(format_args!("cert/{id}"))
}

/// An id as it stands in a path; the model checked its form, not its length.
pub(super) fn id(text: &str) -> Result<CertificateId, ApiError> {
    text.parse().map_err(|_| ApiError::resource_not_found(format!("CertificateId {text} does not exist")))
}

pub(super) fn status(status: Status) -> Option<CertificateStatus> {
    CertificateStatus::parse(status.as_str())
}

pub(super) fn mode(mode: Mode) -> Option<CertificateMode> {
    Some(match mode {
        Mode::Default => CertificateMode::Default,
        Mode::SniOnly => CertificateMode::SniOnly,
    })
}

pub(super) fn now_utc(call: &Call<Cloud>) -> time::OffsetDateTime {
    let seconds = i64::try_from(call.now.seconds()).unwrap_or(i64::MAX);
    time::OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
}

/// Registers a certificate that the service issued.
pub(super) async fn register(
    call: &Call<'_, Cloud>,
    pem: &str,
    status: Status,
) -> Result<(String, String), ApiError> {
    let issued =
        tls::Certificate::from_pem(pem).map_err(|error| ApiError::internal_failure(error.to_string()))?;
    enter(call, &issued, pem.into(), status, Origin::Issued).await
}

/// The state of a certificate by the flag of its creation.
pub(super) fn status_of(set_as_active: Option<bool>) -> Status {
    if set_as_active == Some(true) { Status::Active } else { Status::Inactive }
}

/// Enters a certificate into the registry; returns its id and ARN.
async fn enter(
    call: &Call<'_, Cloud>,
    certificate: &tls::Certificate,
    pem: String,
    status: Status,
    origin: Origin,
) -> Result<(String, String), ApiError> {
    let new = NewCertificate {
        id: certificate.id,
        pem,
        status,
        not_before: certificate.not_before,
        not_after: certificate.not_after,
        origin,
    };
    let changed = call.context.registry.register_certificate(call.tenant(), new, call.now)?;
    durable(&call.context.store, changed).await?;
    Ok((certificate.id.to_string(), arn(call.tenant(), certificate.id)))
}

/// A certificate that AWS IoT accepts, read from its PEM. The texts are ours: no published capture of AWS's.
pub(super) fn read_certificate(pem: &str) -> Result<tls::Certificate, ApiError> {
    let refused =
        |what: &str| ApiError::certificate_validation(format!("The certificate is not valid: {what}"));
    let certificate =
        tls::Certificate::from_pem(pem).map_err(|_| refused("it is not the PEM of an X.509 certificate"))?;
    if !certificate.has_supported_key {
        return Err(refused("its key is neither RSA of at least 2048 bits nor on P-256, P-384 or P-521"));
    }
    Ok(certificate)
}

impl From<IssuerError> for ApiError {
    fn from(error: IssuerError) -> Self {
        Self::certificate_validation(match error {
            IssuerError::Name => {
                "The issuer of the certificate did not match the subject of the provided CA certificate."
            }
            IssuerError::Signature => {
                "The signature of the certificate failed verification against the provided CA certificate."
            }
        })
    }
}

fn not_registered_in(status: CertificateStatus) -> ApiError {
    let status = status.as_str();
    ApiError::certificate_state(format!("Not allowed to register certificate with {status} status"))
}

/// Any certificate with a key that AWS IoT accepts: who signed it and what else it says does not matter,
/// because it is trusted for being registered (provisioning.md §2).
async fn register_certificate_without_ca(
    call: &Call<'_, Cloud>,
    input: RegisterCertificateWithoutCARequest,
) -> Result<RegisterCertificateWithoutCAResponse, ApiError> {
    let status = match input.status {
        Some(status @ CertificateStatus::PendingActivation) => return Err(not_registered_in(status)),
        Some(CertificateStatus::Active) => Status::Active,
        // What is not ACTIVE becomes INACTIVE (provisioning.md §2).
        _ => Status::Inactive,
    };
    let (id, arn) = register_trusted(call, input.certificate_pem, status).await?;
    Ok(RegisterCertificateWithoutCAResponse { certificate_arn: Some(arn), certificate_id: Some(id) })
}

/// Registers a certificate without a CA; returns its id and ARN.
pub(super) async fn register_trusted(
    call: &Call<'_, Cloud>,
    pem: String,
    status: Status,
) -> Result<(String, String), ApiError> {
    let certificate = read_certificate(&pem)?;
    enter(call, &certificate, pem, status, Origin::WithoutCa).await
}

async fn register_certificate(
    call: &Call<'_, Cloud>,
    input: RegisterCertificateRequest,
) -> Result<RegisterCertificateResponse, ApiError> {
    let status = match input.status {
        None => status_of(input.set_as_active),
        Some(CertificateStatus::Active) => Status::Active,
        Some(CertificateStatus::Inactive) => Status::Inactive,
        Some(CertificateStatus::Revoked) => Status::Revoked,
        Some(status) => return Err(not_registered_in(status)),
    };
    let ca_pem = input.ca_certificate_pem.as_deref();
    let (id, arn) = register_signed(call, input.certificate_pem, ca_pem, status).await?;
    Ok(RegisterCertificateResponse { certificate_arn: Some(arn), certificate_id: Some(id) })
}

/// Registers a certificate of a registered CA, which is the given one or found by its subject
/// (provisioning.md §2, §4); returns its id and ARN.
pub(super) async fn register_signed(
    call: &Call<'_, Cloud>,
    pem: String,
    ca_pem: Option<&str>,
    status: Status,
) -> Result<(String, String), ApiError> {
    let certificate = read_certificate(&pem)?;
    let registry = &call.context.registry;
    let ca = match ca_pem {
        Some(pem) => read_certificate(pem)?.id,
        None => registry.ca_of_subject(call.tenant(), &certificate.issuer_id())?,
    };
    let record = registry.signing_ca(call.tenant(), ca)?;
    // It was read when it was registered.
    let issuer = tls::Certificate::from_pem(&record.pem).map_err(|_| RegistryError::NoCaOfCertificate)?;
    certificate.check_issuer(&issuer)?;
    enter(call, &certificate, pem, status, Origin::SignedBy(ca)).await
}

async fn create_keys_and_certificate(
    call: &Call<'_, Cloud>,
    input: CreateKeysAndCertificateRequest,
) -> Result<CreateKeysAndCertificateResponse, ApiError> {
    // An RSA key takes long enough to make others wait for this thread.
    let pair = tokio::task::spawn_blocking(RsaKeyPair::generate)
        .await
        .map_err(|error| ApiError::internal_failure(error.to_string()))??;
    let pem = call.context.authority.issue_for_key(&pair, now_utc(call))?;
    let (certificate_id, certificate_arn) = register(call, &pem, status_of(input.set_as_active)).await?;
    Ok(CreateKeysAndCertificateResponse {
        certificate_arn: Some(certificate_arn),
        certificate_id: Some(certificate_id),
        certificate_pem: Some(pem),
        key_pair: Some(KeyPair { public_key: Some(pair.public_pem), private_key: Some(pair.private_pem) }),
    })
}

async fn create_certificate_from_csr(
    call: &Call<'_, Cloud>,
    input: CreateCertificateFromCsrRequest,
) -> Result<CreateCertificateFromCsrResponse, ApiError> {
    let csr = Csr::from_pem(&input.certificate_signing_request).map_err(|error| {
        tracing::warn!(%error, "signing request refused");
        ApiError::invalid_request("CSR violates constraints")
    })?;
    let pem = call.context.authority.issue_for_csr(&csr, now_utc(call))?;
    let (certificate_id, certificate_arn) = register(call, &pem, status_of(input.set_as_active)).await?;
    Ok(CreateCertificateFromCsrResponse {
        certificate_arn: Some(certificate_arn),
        certificate_id: Some(certificate_id),
        certificate_pem: Some(pem),
    })
}

fn describe_certificate(
    call: &Call<Cloud>,
    input: DescribeCertificateRequest,
) -> Result<DescribeCertificateResponse, ApiError> {
    let id = id(&input.certificate_id)?;
    let record = call.context.registry.certificate(call.tenant(), id)?;
    let validity =
        CertificateValidity { not_before: time(record.not_before), not_after: time(record.not_after) };
    let (owned_by, previous_owned_by) = owners(call.tenant(), &record);
    let description = CertificateDescription {
        certificate_arn: Some(arn(call.tenant(), id)),
        certificate_id: Some(id.to_string()),
        status: status(record.status),
        certificate_pem: Some(record.pem),
        ca_certificate_id: record.ca_id,
        owned_by,
        previous_owned_by,
        creation_date: time(record.created_at),
        last_modified_date: time(record.modified_at),
        customer_version: i32::try_from(record.customer_version).ok(),
        transfer_data: Some(record.transfer.map(transfer_data).unwrap_or_default()),
        generation_id: Some(record.generation_id),
        validity: Some(validity),
        certificate_mode: mode(record.mode),
    };
    Ok(DescribeCertificateResponse { certificate_description: Some(description) })
}

/// Who owns a certificate and who owned it before. What is offered still is the source's.
fn owners(tenant: &Tenant, record: &CertificateRecord) -> (Option<String>, Option<String>) {
    match &record.transfer {
        Some(transfer) if record.status == Status::PendingTransfer => (Some(transfer.from.clone()), None),
        Some(transfer) if transfer.accepted_at.is_some() => {
            (Some(transfer.to.clone()), Some(transfer.from.clone()))
        }
        _ => (Some(tenant.account.to_string()), None),
    }
}

fn transfer_data(transfer: Transfer) -> TransferData {
    TransferData {
        transfer_message: transfer.message,
        reject_reason: transfer.reject_reason,
        transfer_date: time(transfer.offered_at),
        accept_date: transfer.accepted_at.and_then(time),
        reject_date: transfer.rejected_at.and_then(time),
    }
}

fn list_certificates(
    call: &Call<Cloud>,
    input: ListCertificatesRequest,
) -> Result<ListCertificatesResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let ascending = input.ascending_order.unwrap_or(false);
    let found = call.context.registry.list_certificates(call.tenant(), ascending, &request)?;
    let (certificates, next_marker) = split(found, |(id, record)| listed(call, id, &record));
    Ok(ListCertificatesResponse { certificates, next_marker })
}

/// A certificate as listings show it.
pub(super) fn listed(call: &Call<Cloud>, id: CertificateId, record: &CertificateRecord) -> Certificate {
    Certificate {
        certificate_arn: Some(arn(call.tenant(), id)),
        certificate_id: Some(id.to_string()),
        status: status(record.status),
        certificate_mode: mode(record.mode),
        creation_date: time(record.created_at),
    }
}

async fn update_certificate(call: &Call<'_, Cloud>, input: UpdateCertificateRequest) -> Result<(), ApiError> {
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

async fn delete_certificate(call: &Call<'_, Cloud>, input: DeleteCertificateRequest) -> Result<(), ApiError> {
    let id = id(&input.certificate_id)?;
    let force = input.force_delete.unwrap_or(false);
    let changed = call.context.registry.delete_certificate(call.tenant(), id, force)?;
    durable(&call.context.store, changed).await
}
