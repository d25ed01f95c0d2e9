//! Domain configurations: the endpoints of an account (api-facts.md §2, api-errors.md §5).

use base::{Tenant, cut_page};
use catalog::{Draft, Kind};
use model::iot::{
    ApplicationProtocol, AuthenticationType, AuthorizerConfig, CreateDomainConfigurationRequest,
    CreateDomainConfigurationResponse, DeleteDomainConfigurationRequest, DeleteDomainConfigurationResponse,
    DescribeDomainConfigurationRequest, DescribeDomainConfigurationResponse, DomainConfigurationStatus,
    DomainConfigurationSummary, DomainType, ListDomainConfigurationsRequest,
    ListDomainConfigurationsResponse, ServerCertificateStatus, ServerCertificateSummary, ServiceType,
    TlsConfig, UpdateDomainConfigurationRequest, UpdateDomainConfigurationResponse,
};

use super::domain_rules::{authentication, security_policy};
use super::quotas;
use super::support::{INCOMPLETE_TAG, committed, durable, forget_tags, page, set_tags, split, tags, time};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::CREATE_DOMAIN_CONFIGURATION => async create_domain_configuration,
            partial("is stored; connections under its name do not follow it");
        op::DESCRIBE_DOMAIN_CONFIGURATION => sync describe_domain_configuration, exact;
        op::UPDATE_DOMAIN_CONFIGURATION => async update_domain_configuration,
            partial("is stored; connections under its name do not follow it");
        op::DELETE_DOMAIN_CONFIGURATION => async delete_domain_configuration, exact;
        op::LIST_DOMAIN_CONFIGURATIONS => sync list_domain_configurations, exact;
    }
}

const MAX: usize = 10;
/// Time that an AWS-managed one must have been disabled before it is deleted, milliseconds.
const DISABLED_FOR: u64 = 7 * 24 * 60 * 60 * 1000;
/// Those that every account has. Their names cannot be given to others: they have a colon.
const OWNED: [(&str, ServiceType); 2] =
    [(DATA, ServiceType::Data), ("iot:CredentialProvider", ServiceType::CredentialProvider)];
const DATA: &str = "iot:Data-ATS";

type Domain = DescribeDomainConfigurationResponse;

fn unknown(tenant: &Tenant, name: &str) -> ApiError {
    let account = tenant.account;
    ApiError::resource_not_found(format!(
        "Could not find domain configuration for given account ID and domain configuration name, \
         AccountId: {account}, DomainConfigurationName: {name}"
    ))
}

/// One that every account has, as it is before anybody changes it.
fn owned(call: &Call<Cloud>, name: &str) -> Option<Domain> {
    let (name, service) = OWNED.into_iter().find(|(owned, _)| *owned == name)?;
    Some(Domain {
        domain_configuration_name: Some(name.into()),
        domain_configuration_arn: Some(call.tenant().iot_arn(format_args!("domainconfiguration/{name}"))),
        domain_name: Some(call.context.endpoint_host.clone()),
        server_certificates: Some(Vec::new()),
        domain_configuration_status: Some(DomainConfigurationStatus::Enabled),
        service_type: Some(service),
        domain_type: Some(DomainType::Endpoint),
        tls_config: tls(call.tenant(), None).ok(),
        authentication_type: Some(AuthenticationType::Default),
        application_protocol: Some(ApplicationProtocol::Default),
        ..Default::default()
    })
}

fn tls(tenant: &Tenant, config: Option<TlsConfig>) -> Result<TlsConfig, ApiError> {
    let named = config.and_then(|config| config.security_policy);
    Ok(TlsConfig { security_policy: Some(security_policy(named.as_deref(), &tenant.region)?.into()) })
}

/// The part of the ARN behind the account.
fn resource(domain: &Domain) -> String {
    let arn = domain.domain_configuration_arn.as_deref().unwrap_or_default();
    arn.splitn(6, ':').nth(5).unwrap_or_default().to_owned()
}

/// The first so many random lower-case letters and digits.
fn random(length: usize) -> String {
    let mut text = uuid::Uuid::new_v4().simple().to_string();
    text.truncate(length);
    text
}

/// The default authorizer of a domain must exist.
fn check_authorizer(draft: &Draft<'_>, config: Option<&AuthorizerConfig>) -> Result<(), ApiError> {
    let name = config.and_then(|config| config.default_authorizer_name.as_deref());
    match name {
        Some(name) if !draft.contains(Kind::Authorizer, name) => {
            Err(ApiError::invalid_request(format!("Authorizer {name} does not exist")))
        }
        _ => Ok(()),
    }
}

/// What a new domain is called on the network, and who keeps its name and certificate.
fn name_and_type(
    call: &Call<Cloud>,
    input: &CreateDomainConfigurationRequest,
) -> Result<(String, DomainType), ApiError> {
    let invalid = |text: &str| Err(ApiError::invalid_request(text));
    match input.service_type {
        Some(ServiceType::Jobs) => return invalid("Invalid Service Type"),
        Some(ServiceType::CredentialProvider) => {
            return invalid("CreateDomainConfiguration only supports DATA Service Type");
        }
        Some(ServiceType::Data) | None => {}
    }
    let is_managed = input.server_certificate_arns.as_ref().is_none_or(Vec::is_empty);
    match &input.domain_name {
        Some(_) if is_managed => invalid("Cannot provide a custom domain name for an AWS Managed Domain"),
        Some(name) => Ok((name.clone(), DomainType::CustomerManaged)),
        None if !is_managed => invalid("A domain name is required for a server certificate"),
        None if input.validation_certificate_arn.is_some() => {
            invalid("Cannot provide a Validation Certificate for AWS Managed Domain Configurations")
        }
        None if input.server_certificate_config.is_some() => {
            invalid("Cannot create a server certificate config for an AWS Managed Domain")
        }
        None => {
            let region = &call.tenant().region;
            let ending = if region.partition() == "aws-cn" { ".cn" } else { "" };
            let name = format!("d{}-ats.iot.{region}.amazonaws.com{ending}", random(20));
            Ok((name, DomainType::AwsManaged))
        }
    }
}

async fn create_domain_configuration(
    call: &Call<'_, Cloud>,
    input: CreateDomainConfigurationRequest,
) -> Result<CreateDomainConfigurationResponse, ApiError> {
    let (domain_name, domain_type) = name_and_type(call, &input)?;
    let (authentication_type, application_protocol) = authentication(
        input.authentication_type,
        input.application_protocol,
        input.authorizer_config.as_ref(),
    )?
    .unwrap_or((AuthenticationType::Default, ApplicationProtocol::Default));
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let name = input.domain_configuration_name;
    let certificates = input.server_certificate_arns.unwrap_or_default().into_iter();
    let domain = Domain {
        domain_configuration_name: Some(name.clone()),
        domain_configuration_arn: Some(
            call.tenant().iot_arn(format_args!("domainconfiguration/{name}/{}", random(5))),
        ),
        domain_name: Some(domain_name),
        server_certificates: Some(
            certificates
                .map(|arn| ServerCertificateSummary {
                    server_certificate_arn: Some(arn),
                    server_certificate_status: Some(ServerCertificateStatus::Valid),
                    server_certificate_status_detail: None,
                })
                .collect(),
        ),
        authorizer_config: input.authorizer_config,
        domain_configuration_status: Some(DomainConfigurationStatus::Enabled),
        service_type: Some(ServiceType::Data),
        domain_type: Some(domain_type),
        last_status_change_date: time(call.now.0),
        tls_config: Some(tls(call.tenant(), input.tls_config)?),
        server_certificate_config: input.server_certificate_config,
        authentication_type: Some(authentication_type),
        application_protocol: Some(application_protocol),
        client_certificate_config: input.client_certificate_config,
    };
    let created = call.context.catalog.change(call.tenant(), |draft| {
        if let Some(existing) = draft.get::<Domain>(Kind::DomainConfiguration, &name) {
            let error = ApiError::resource_already_exists("Domain configuration already exists");
            let arn = existing.domain_configuration_arn.clone().unwrap_or_default();
            return Err(error.with_resource_id(resource(&existing)).with_resource_arn(arn));
        }
        check_authorizer(draft, domain.authorizer_config.as_ref())?;
        let others = draft.names(Kind::DomainConfiguration).filter(|name| !name.contains(':'));
        quotas::check(call, others.count(), MAX, "domain configurations")?;
        draft.put(Kind::DomainConfiguration, &name, domain.clone());
        Ok(())
    })?;
    let tagged = set_tags(call, &resource(&domain), tags);
    committed(&call.context.store, created.ticket.max(tagged)).await?;
    Ok(CreateDomainConfigurationResponse {
        domain_configuration_name: Some(name),
        domain_configuration_arn: domain.domain_configuration_arn,
    })
}

fn describe_domain_configuration(
    call: &Call<Cloud>,
    input: DescribeDomainConfigurationRequest,
) -> Result<DescribeDomainConfigurationResponse, ApiError> {
    let name = &input.domain_configuration_name;
    let stored = call.context.catalog.get(call.tenant(), Kind::DomainConfiguration, name);
    stored.or_else(|| owned(call, name)).ok_or_else(|| unknown(call.tenant(), name))
}

/// What an update changes, as far as AWS lets it be changed.
fn check_update(input: &UpdateDomainConfigurationRequest) -> Result<(), ApiError> {
    let others = [
        input.authorizer_config.is_some(),
        input.domain_configuration_status.is_some(),
        input.remove_authorizer_config.is_some(),
        input.server_certificate_config.is_some(),
        input.authentication_type.is_some(),
        input.application_protocol.is_some(),
        input.client_certificate_config.is_some(),
    ]
    .contains(&true);
    if !others && input.tls_config.is_none() {
        return Err(ApiError::invalid_request("No arguments supplied to update"));
    }
    let name = input.domain_configuration_name.as_str();
    if name.contains(':') && (others || name != DATA) {
        let message = "IoT owned domain configuration cannot be updated with the supplied arguments";
        return Err(ApiError::invalid_request(message));
    }
    Ok(())
}

async fn update_domain_configuration(
    call: &Call<'_, Cloud>,
    input: UpdateDomainConfigurationRequest,
) -> Result<UpdateDomainConfigurationResponse, ApiError> {
    let name = input.domain_configuration_name.clone();
    let changed = call.context.catalog.change(call.tenant(), |draft| {
        let stored: Option<Domain> = draft.get(Kind::DomainConfiguration, &name);
        let stored = stored.or_else(|| owned(call, &name)).ok_or_else(|| unknown(call.tenant(), &name))?;
        check_update(&input)?;
        let updated = updated(call, draft, stored, input)?;
        let arn = updated.domain_configuration_arn.clone();
        draft.put(Kind::DomainConfiguration, &name, updated);
        Ok::<_, ApiError>(arn)
    })?;
    let domain_configuration_arn = durable(&call.context.store, changed).await?;
    Ok(UpdateDomainConfigurationResponse { domain_configuration_name: Some(name), domain_configuration_arn })
}

fn updated(
    call: &Call<Cloud>,
    draft: &Draft<'_>,
    stored: Domain,
    input: UpdateDomainConfigurationRequest,
) -> Result<Domain, ApiError> {
    let mut domain = stored;
    if input.remove_authorizer_config == Some(true) {
        domain.authorizer_config = None;
    }
    domain.authorizer_config = input.authorizer_config.or(domain.authorizer_config);
    check_authorizer(draft, domain.authorizer_config.as_ref())?;
    let (kind, protocol) = match (input.authentication_type, input.application_protocol) {
        // The old ones must go with a new authorizer, or with none.
        (None, None) => (domain.authentication_type, domain.application_protocol),
        given => given,
    };
    if let Some((kind, protocol)) = authentication(kind, protocol, domain.authorizer_config.as_ref())? {
        domain.authentication_type = Some(kind);
        domain.application_protocol = Some(protocol);
    }
    if input.domain_configuration_status.is_some_and(|new| domain.domain_configuration_status != Some(new)) {
        domain.domain_configuration_status = input.domain_configuration_status;
        domain.last_status_change_date = time(call.now.0);
    }
    if let Some(config) = input.tls_config {
        domain.tls_config = Some(tls(call.tenant(), Some(config))?);
    }
    if input.server_certificate_config.is_some() && domain.domain_type == Some(DomainType::AwsManaged) {
        let message = "Cannot create a server certificate config for an AWS Managed Domain";
        return Err(ApiError::invalid_request(message));
    }
    domain.server_certificate_config = input.server_certificate_config.or(domain.server_certificate_config);
    domain.client_certificate_config = input.client_certificate_config.or(domain.client_certificate_config);
    Ok(domain)
}

async fn delete_domain_configuration(
    call: &Call<'_, Cloud>,
    input: DeleteDomainConfigurationRequest,
) -> Result<DeleteDomainConfigurationResponse, ApiError> {
    let name = &input.domain_configuration_name;
    let refused = |text: &str| Err(ApiError::invalid_request(text));
    let deleted = call.context.catalog.change(call.tenant(), |draft| {
        if owned(call, name).is_some() {
            return refused("IoT owned domain configuration cannot be deleted");
        }
        // An unknown one is deleted already (api-errors.md §5).
        let stored: Option<Domain> = draft.get(Kind::DomainConfiguration, name);
        let Some(domain) = stored else { return Ok(None) };
        if domain.domain_configuration_status != Some(DomainConfigurationStatus::Disabled) {
            return refused("Cannot delete a domain configuration that is not disabled");
        }
        let since = domain.last_status_change_date.map_or(0, |date| date.0.0);
        let too_early = call.now.0 < since.saturating_add(DISABLED_FOR);
        if domain.domain_type == Some(DomainType::AwsManaged) && too_early {
            return refused(
                "AWS Managed Domain Configuration must be disabled for at least 7 days before it can be deleted",
            );
        }
        draft.remove(Kind::DomainConfiguration, name);
        Ok(Some(resource(&domain)))
    })?;
    let mut ticket = deleted.ticket;
    if let Some(resource) = deleted.value {
        ticket = ticket.max(forget_tags(call, &resource));
    }
    committed(&call.context.store, ticket).await?;
    Ok(DeleteDomainConfigurationResponse {})
}

fn list_domain_configurations(
    call: &Call<Cloud>,
    input: ListDomainConfigurationsRequest,
) -> Result<ListDomainConfigurationsResponse, ApiError> {
    let request = page(input.page_size, input.marker);
    let mut domains: Vec<Domain> = call.context.catalog.read(call.tenant(), |shelves| {
        shelves.all(Kind::DomainConfiguration).map(|(_, domain)| domain).collect()
    });
    let is_missing =
        |name: &str| !domains.iter().any(|domain| domain.domain_configuration_name.as_deref() == Some(name));
    let missing: Vec<Domain> =
        OWNED.iter().filter(|(name, _)| is_missing(name)).filter_map(|(name, _)| owned(call, name)).collect();
    domains.extend(missing);
    domains.retain(|domain| input.service_type.is_none() || domain.service_type == input.service_type);
    domains.sort_by(|a, b| a.domain_configuration_name.cmp(&b.domain_configuration_name));
    let name = |domain: &Domain| domain.domain_configuration_name.clone().unwrap_or_default();
    let after = |domain: &Domain, last: &str| name(domain).as_str() > last;
    let found = cut_page(domains.into_iter(), &request, name, after, |domain| domain)?;
    let (domain_configurations, next_marker) = split(found, |domain| DomainConfigurationSummary {
        domain_configuration_name: domain.domain_configuration_name,
        domain_configuration_arn: domain.domain_configuration_arn,
        service_type: domain.service_type,
    });
    Ok(ListDomainConfigurationsResponse { domain_configurations, next_marker })
}
