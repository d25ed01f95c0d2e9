//! CA certificates and the code that proves their ownership.

use base::CertificateId;
use catalog::Kind;
use model::iot::{
    AutoRegistrationStatus, CACertificate, CACertificateDescription, CACertificateStatus, CertificateMode,
    CertificateValidity, DeleteCACertificateRequest, DeleteCACertificateResponse,
    DeleteRegistrationCodeRequest, DeleteRegistrationCodeResponse, DescribeCACertificateRequest,
    DescribeCACertificateResponse, GetRegistrationCodeRequest, GetRegistrationCodeResponse,
    ListCACertificatesRequest, ListCACertificatesResponse, ListCertificatesByCARequest,
    ListCertificatesByCAResponse, RegisterCACertificateRequest, RegisterCACertificateResponse,
    RegistrationConfig, TemplateType, UpdateCACertificateRequest,
};
use registry::{CaRecord, CaUpdate, CertificateMode as Mode, NewCa, RegistryError};

use super::certificates::{listed, mode, read_certificate};
use super::provisioning_templates::{check_body, template};
use super::support::{INCOMPLETE_TAG, durable, page, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::REGISTER_CA_CERTIFICATE => async register_ca_certificate,
            partial("is stored; certificates are not registered when they first connect");
        op::DESCRIBE_CA_CERTIFICATE => sync describe_ca_certificate, exact;
        op::UPDATE_CA_CERTIFICATE => async update_ca_certificate,
            partial("is stored; certificates are not registered when they first connect");
        op::DELETE_CA_CERTIFICATE => async delete_ca_certificate, exact;
        op::LIST_CA_CERTIFICATES => sync list_ca_certificates, exact;
        op::LIST_CERTIFICATES_BY_CA => sync list_certificates_by_ca, exact;
        op::GET_REGISTRATION_CODE => async get_registration_code, exact;
        op::DELETE_REGISTRATION_CODE => async delete_registration_code, exact;
    }
}

/// The setting that holds the registration code.
const CODE: &str = "GetRegistrationCode";

fn arn(call: &Call<Cloud>, id: CertificateId) -> String {
    call.tenant().iot_arn(format_args!("cacert/{id}"))
}

/// An id as it stands in a path; the model checked its form, not its length.
fn id(text: &str) -> Result<CertificateId, RegistryError> {
    text.parse().map_err(|_| RegistryError::CaNotFound)
}

fn status(ca: &CaRecord) -> Option<CACertificateStatus> {
    Some(if ca.active { CACertificateStatus::Active } else { CACertificateStatus::Inactive })
}

fn config_in(config: RegistrationConfig) -> registry::RegistrationConfig {
    let RegistrationConfig { template_body, role_arn, template_name } = config;
    registry::RegistrationConfig { template_body, role_arn, template_name }
}

fn config_out(config: registry::RegistrationConfig) -> RegistrationConfig {
    let registry::RegistrationConfig { template_body, role_arn, template_name } = config;
    RegistrationConfig { template_body, role_arn, template_name }
}

/// Checks how things of a CA shall be provisioned.
fn check_config(call: &Call<Cloud>, config: Option<&RegistrationConfig>) -> Result<(), ApiError> {
    let Some(config) = config else { return Ok(()) };
    if let Some(body) = &config.template_body {
        check_body(body)?;
    }
    if let Some(name) = &config.template_name {
        let template = call.context.catalog.read(call.tenant(), |shelves| template(shelves, name))?;
        if template.r#type != Some(TemplateType::Jitp) {
            return Err(ApiError::invalid_request(format!("Template {name} is not of type JITP")));
        }
    }
    Ok(())
}

async fn register_ca_certificate(
    call: &Call<'_, Cloud>,
    input: RegisterCACertificateRequest,
) -> Result<RegisterCACertificateResponse, ApiError> {
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let mode = match (input.certificate_mode.unwrap_or_default(), &input.verification_certificate) {
        (CertificateMode::Default, None) => {
            return Err(ApiError::invalid_request(
                "Need to provide verification certificate for registering CA Certificates in DEFAULT mode",
            ));
        }
        (CertificateMode::SniOnly, Some(_)) => {
            return Err(ApiError::invalid_request(
                "Cannot provide verification certificate for registering CA Certificates in SNI_ONLY mode",
            ));
        }
        (CertificateMode::Default, Some(_)) => Mode::Default,
        (CertificateMode::SniOnly, None) => Mode::SniOnly,
    };
    check_config(call, input.registration_config.as_ref())?;
    let ca = read_certificate(&input.ca_certificate)?;
    if !ca.is_ca() {
        // Ours: no published capture of AWS's.
        let message = "The CA certificate is not valid: its basic constraints do not make it a CA";
        return Err(ApiError::certificate_validation(message));
    }
    if let Some(pem) = &input.verification_certificate {
        verify_ownership(call, &ca, pem)?;
    }
    let new = NewCa {
        id: ca.id,
        subject_id: ca.subject_id(),
        pem: input.ca_certificate,
        active: input.set_as_active.unwrap_or(false),
        auto_registration: input.allow_auto_registration.unwrap_or(false),
        registration_config: input.registration_config.map(config_in),
        mode,
        not_before: ca.not_before,
        not_after: ca.not_after,
        tags,
    };
    let changed = call.context.registry.register_ca(call.tenant(), new, call.now)?;
    durable(&call.context.store, changed).await?;
    Ok(RegisterCACertificateResponse {
        certificate_arn: Some(arn(call, ca.id)),
        certificate_id: Some(ca.id.to_string()),
    })
}

/// Whoever has the CA's key signs a certificate with the account's code as its common name.
fn verify_ownership(call: &Call<Cloud>, ca: &tls::Certificate, pem: &str) -> Result<(), ApiError> {
    let verification = tls::Certificate::from_pem(pem)
        .map_err(|_| ApiError::invalid_request("Contents of the Verification Certificate are not correct"))?;
    verification.check_issuer(ca)?;
    let stored: Option<GetRegistrationCodeResponse> =
        call.context.catalog.get(call.tenant(), Kind::Setting, CODE);
    let code = stored.and_then(|stored| stored.registration_code);
    let names = verification.subject.get("CommonName");
    if code.is_none_or(|code| !names.is_some_and(|names| names.contains(&code))) {
        let message = "Registration code provided in the CN field of verification certificate is invalid.";
        return Err(ApiError::registration_code_validation(message));
    }
    Ok(())
}

fn describe_ca_certificate(
    call: &Call<Cloud>,
    input: DescribeCACertificateRequest,
) -> Result<DescribeCACertificateResponse, ApiError> {
    let id = id(&input.certificate_id)?;
    let ca = call.context.registry.ca(call.tenant(), id)?;
    let auto_registration = match ca.auto_registration {
        true => AutoRegistrationStatus::Enable,
        false => AutoRegistrationStatus::Disable,
    };
    let description = CACertificateDescription {
        certificate_arn: Some(arn(call, id)),
        certificate_id: Some(id.to_string()),
        status: status(&ca),
        certificate_pem: Some(ca.pem),
        owned_by: Some(call.tenant().account.to_string()),
        creation_date: time(ca.created_at),
        auto_registration_status: Some(auto_registration),
        last_modified_date: time(ca.modified_at),
        customer_version: i32::try_from(ca.customer_version).ok(),
        generation_id: Some(ca.generation_id),
        validity: Some(CertificateValidity {
            not_before: time(ca.not_before),
            not_after: time(ca.not_after),
        }),
        certificate_mode: mode(ca.mode),
    };
    Ok(DescribeCACertificateResponse {
        certificate_description: Some(description),
        registration_config: ca.registration_config.map(config_out),
    })
}

async fn update_ca_certificate(
    call: &Call<'_, Cloud>,
    input: UpdateCACertificateRequest,
) -> Result<(), ApiError> {
    check_config(call, input.registration_config.as_ref())?;
    let update = CaUpdate {
        active: input.new_status.map(|status| status == CACertificateStatus::Active),
        auto_registration: input
            .new_auto_registration_status
            .map(|status| status == AutoRegistrationStatus::Enable),
        registration_config: input.registration_config.map(config_in),
        remove_auto_registration: input.remove_auto_registration.unwrap_or(false),
    };
    let id = id(&input.certificate_id)?;
    let changed = call.context.registry.update_ca(call.tenant(), id, update, call.now)?;
    durable(&call.context.store, changed).await
}

async fn delete_ca_certificate(
    call: &Call<'_, Cloud>,
    input: DeleteCACertificateRequest,
) -> Result<DeleteCACertificateResponse, ApiError> {
    let changed = call.context.registry.delete_ca(call.tenant(), id(&input.certificate_id)?)?;
    durable(&call.context.store, changed).await?;
    Ok(DeleteCACertificateResponse {})
}

fn list_ca_certificates(
    call: &Call<Cloud>,
    input: ListCACertificatesRequest,
) -> Result<ListCACertificatesResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let ascending = input.ascending_order.unwrap_or(false);
    let registry = &call.context.registry;
    let found = registry.list_cas(call.tenant(), input.template_name.as_deref(), ascending, &request)?;
    let (certificates, next_marker) = split(found, |(id, ca)| CACertificate {
        certificate_arn: Some(arn(call, id)),
        certificate_id: Some(id.to_string()),
        status: status(&ca),
        creation_date: time(ca.created_at),
    });
    Ok(ListCACertificatesResponse { certificates, next_marker })
}

fn list_certificates_by_ca(
    call: &Call<Cloud>,
    input: ListCertificatesByCARequest,
) -> Result<ListCertificatesByCAResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let ascending = input.ascending_order.unwrap_or(false);
    let Ok(ca) = id(&input.ca_certificate_id) else {
        // As for every CA that nobody registered (api-errors.md §4).
        return Ok(ListCertificatesByCAResponse { certificates: Some(Vec::new()), next_marker: None });
    };
    let registry = &call.context.registry;
    let found = registry.list_certificates_by_ca(call.tenant(), ca, ascending, &request);
    let found = found
        .map_err(|_| ApiError::invalid_request("Invalid/Malformed marker passed for listCertificateByCA"))?;
    let (certificates, next_marker) = split(found, |(id, record)| listed(call, id, &record));
    Ok(ListCertificatesByCAResponse { certificates, next_marker })
}

async fn get_registration_code(
    call: &Call<'_, Cloud>,
    _: GetRegistrationCodeRequest,
) -> Result<GetRegistrationCodeResponse, ApiError> {
    let changed = call.context.catalog.change::<_, ApiError>(call.tenant(), |draft| {
        if let Some(stored) = draft.get::<GetRegistrationCodeResponse>(Kind::Setting, CODE) {
            return Ok(stored);
        }
        // 64 hexadecimal digits, like the ids of certificates.
        let digits = || uuid::Uuid::new_v4().simple().to_string();
        let made = GetRegistrationCodeResponse { registration_code: Some(digits() + &digits()) };
        draft.put(Kind::Setting, CODE, made.clone());
        Ok(made)
    })?;
    durable(&call.context.store, changed).await
}

async fn delete_registration_code(
    call: &Call<'_, Cloud>,
    _: DeleteRegistrationCodeRequest,
) -> Result<DeleteRegistrationCodeResponse, ApiError> {
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        if !draft.contains(Kind::Setting, CODE) {
            return Err(ApiError::resource_not_found("The registration code does not exist"));
        }
        draft.remove(Kind::Setting, CODE);
        Ok(())
    })?;
    durable(&call.context.store, changed).await?;
    Ok(DeleteRegistrationCodeResponse {})
}
