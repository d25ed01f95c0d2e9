//! Which audits an account wants, and when. None is run.

use catalog::{Draft, Kind, Shelves};
use model::Map;
use model::iot::{
    AuditCheckConfiguration, AuditFrequency, CreateScheduledAuditRequest, CreateScheduledAuditResponse,
    DeleteAccountAuditConfigurationRequest, DeleteAccountAuditConfigurationResponse,
    DeleteScheduledAuditRequest, DeleteScheduledAuditResponse, DescribeAccountAuditConfigurationRequest,
    DescribeAccountAuditConfigurationResponse, DescribeScheduledAuditRequest, DescribeScheduledAuditResponse,
    ListScheduledAuditsRequest, ListScheduledAuditsResponse, ScheduledAuditMetadata,
    UpdateAccountAuditConfigurationRequest, UpdateAccountAuditConfigurationResponse,
    UpdateScheduledAuditRequest, UpdateScheduledAuditResponse,
};

use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::handlers::stored::{Creation, Resource, change};
use crate::handlers::support::{INCOMPLETE_TAG, committed, page, split, tags};
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::DESCRIBE_ACCOUNT_AUDIT_CONFIGURATION => sync describe_account_audit_configuration, exact;
        op::UPDATE_ACCOUNT_AUDIT_CONFIGURATION => async update_account_audit_configuration,
            partial("is stored; audits do not run and nobody is notified");
        op::DELETE_ACCOUNT_AUDIT_CONFIGURATION => async delete_account_audit_configuration, exact;
        op::CREATE_SCHEDULED_AUDIT => async create_scheduled_audit, partial("is stored; audits do not run");
        op::DESCRIBE_SCHEDULED_AUDIT => sync describe_scheduled_audit, exact;
        op::UPDATE_SCHEDULED_AUDIT => async update_scheduled_audit, partial("is stored; audits do not run");
        op::DELETE_SCHEDULED_AUDIT => async delete_scheduled_audit, exact;
        op::LIST_SCHEDULED_AUDITS => sync list_scheduled_audits, exact;
    }
}

/// The checks (extras.md §3).
const CHECKS: [&str; 17] = [
    "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK",
    "CA_CERTIFICATE_EXPIRING_CHECK",
    "CA_CERTIFICATE_KEY_QUALITY_CHECK",
    "CONFLICTING_CLIENT_IDS_CHECK",
    "DEVICE_CERTIFICATE_AGE_CHECK",
    "DEVICE_CERTIFICATE_EXPIRING_CHECK",
    "DEVICE_CERTIFICATE_KEY_QUALITY_CHECK",
    "DEVICE_CERTIFICATE_SHARED_CHECK",
    "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK",
    "IOT_POLICY_OVERLY_PERMISSIVE_CHECK",
    "IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK",
    "IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK",
    "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK",
    "LOGGING_DISABLED_CHECK",
    "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK",
    "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK",
    "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK",
];

const AUDIT: Resource =
    Resource { kind: Kind::ScheduledAudit, title: "Scheduled audit", prefix: "scheduledaudit/" };

const SETTING: &str = "UpdateAccountAuditConfiguration";

type Configuration = DescribeAccountAuditConfigurationResponse;
type Audit = DescribeScheduledAuditResponse;

fn stored(shelves: &Shelves) -> Option<Configuration> {
    shelves.get(Kind::Setting, SETTING)
}

/// All checks, with what was said of them. They are disabled until somebody says otherwise.
fn checks_of(configuration: Option<&Configuration>) -> Map<AuditCheckConfiguration> {
    let said = configuration.and_then(|configuration| configuration.audit_check_configurations.as_ref());
    let of = |check: &&'static str| {
        let default = AuditCheckConfiguration { enabled: Some(false), configuration: None };
        (*check, said.and_then(|said| said.get(check)).cloned().unwrap_or(default))
    };
    CHECKS.iter().map(of).collect()
}

fn is_enabled(checks: &Map<AuditCheckConfiguration>, name: &str) -> bool {
    checks.get(name).is_some_and(|check| check.enabled == Some(true))
}

/// Checks that an audit check exists and is enabled for the account, as audits and suppressions need it to be
/// (API reference, CreateScheduledAudit, CreateAuditSuppression).
///
/// # Errors
/// InvalidRequestException when it is not.
pub(super) fn check_enabled(shelves: &Shelves, name: &str) -> Result<(), ApiError> {
    check_name(name)?;
    if is_enabled(&checks_of(stored(shelves).as_ref()), name) {
        return Ok(());
    }
    Err(ApiError::invalid_request(format!("Audit check {name} is not enabled for this account.")))
}

fn check_name(name: &str) -> Result<(), ApiError> {
    if CHECKS.contains(&name) {
        return Ok(());
    }
    Err(ApiError::invalid_request(format!("Audit check {name} does not exist.")))
}

fn describe_account_audit_configuration(
    call: &Call<Cloud>,
    _: DescribeAccountAuditConfigurationRequest,
) -> Result<DescribeAccountAuditConfigurationResponse, ApiError> {
    let configuration = call.context.catalog.read(call.tenant(), stored);
    let audit_check_configurations = Some(checks_of(configuration.as_ref()));
    Ok(Configuration { audit_check_configurations, ..configuration.unwrap_or_default() })
}

async fn update_account_audit_configuration(
    call: &Call<'_, Cloud>,
    input: UpdateAccountAuditConfigurationRequest,
) -> Result<UpdateAccountAuditConfigurationResponse, ApiError> {
    let updated = change(call, |draft| {
        let configuration = configured(draft, input)?;
        draft.put(Kind::Setting, SETTING, configuration);
        Ok(())
    });
    updated.await?;
    Ok(UpdateAccountAuditConfigurationResponse {})
}

/// The configuration that an update makes of the one that there is. What it does not name stays.
fn configured(
    shelves: &Shelves,
    input: UpdateAccountAuditConfigurationRequest,
) -> Result<Configuration, ApiError> {
    let earlier = stored(shelves);
    let mut checks = checks_of(earlier.as_ref());
    for (name, given) in input.audit_check_configurations.iter().flat_map(Map::iter) {
        check_name(name)?;
        if given.enabled == Some(false) && is_enabled(&checks, name) {
            check_unused(shelves, name)?;
        }
        let before = checks.get(name).cloned().unwrap_or_default();
        let check = AuditCheckConfiguration {
            enabled: given.enabled.or(before.enabled),
            configuration: given.configuration.clone().or(before.configuration),
        };
        checks.insert(name, check);
    }
    let Some(earlier) = earlier else {
        if !CHECKS.iter().any(|name| is_enabled(&checks, name)) {
            let text = "The first configuration must enable at least one audit check.";
            return Err(ApiError::invalid_request(text));
        }
        if input.role_arn.is_none() {
            return Err(ApiError::invalid_request("The first configuration must have a roleArn."));
        }
        return Ok(Configuration {
            role_arn: input.role_arn,
            audit_notification_target_configurations: input.audit_notification_target_configurations,
            audit_check_configurations: Some(checks),
        });
    };
    Ok(Configuration {
        role_arn: input.role_arn.or(earlier.role_arn),
        audit_notification_target_configurations: input
            .audit_notification_target_configurations
            .or(earlier.audit_notification_target_configurations),
        audit_check_configurations: Some(checks),
    })
}

/// A check that a scheduled audit uses cannot be disabled (API reference, UpdateAccountAuditConfiguration).
fn check_unused(shelves: &Shelves, check: &str) -> Result<(), ApiError> {
    let uses = |audit: &Audit| audit.target_check_names.iter().flatten().any(|name| name == check);
    match shelves.all::<Audit>(AUDIT.kind).find(|(_, audit)| uses(audit)) {
        Some((audit, _)) => Err(ApiError::invalid_request(format!(
            "Audit check {check} cannot be disabled because it is used by scheduled audit {audit}."
        ))),
        None => Ok(()),
    }
}

async fn delete_account_audit_configuration(
    call: &Call<'_, Cloud>,
    input: DeleteAccountAuditConfigurationRequest,
) -> Result<DeleteAccountAuditConfigurationResponse, ApiError> {
    let deleted = call.context.catalog.change(call.tenant(), |draft| {
        if stored(draft).is_none() {
            return Err(ApiError::resource_not_found("The account has no audit configuration."));
        }
        draft.remove(Kind::Setting, SETTING);
        let audits: Vec<String> = match input.delete_scheduled_audits {
            Some(true) => draft.names(AUDIT.kind).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        audits.iter().for_each(|audit| draft.remove(AUDIT.kind, audit));
        Ok(audits)
    })?;
    let forgotten = deleted.value.iter().map(|audit| AUDIT.forget_tags(call, audit));
    let ticket = forgotten.fold(deleted.ticket, Ord::max);
    committed(&call.context.store, ticket).await?;
    Ok(DeleteAccountAuditConfigurationResponse {})
}

/// Checks when an audit is to run, and what. Days that its frequency does not need are dropped.
fn scheduled(shelves: &Shelves, audit: Audit) -> Result<Audit, ApiError> {
    let checks = audit.target_check_names.as_deref().unwrap_or_default();
    if checks.is_empty() {
        return Err(ApiError::invalid_request("targetCheckNames cannot be empty."));
    }
    checks.iter().try_for_each(|check| check_enabled(shelves, check))?;
    let needs = |what| Err(ApiError::invalid_request(format!("{what} is required by this frequency.")));
    match audit.frequency.unwrap_or_default() {
        AuditFrequency::Daily => Ok(Audit { day_of_week: None, day_of_month: None, ..audit }),
        AuditFrequency::Weekly | AuditFrequency::Biweekly if audit.day_of_week.is_none() => {
            needs("dayOfWeek")
        }
        AuditFrequency::Weekly | AuditFrequency::Biweekly => Ok(Audit { day_of_month: None, ..audit }),
        AuditFrequency::Monthly if audit.day_of_month.is_none() => needs("dayOfMonth"),
        AuditFrequency::Monthly => Ok(Audit { day_of_week: None, ..audit }),
    }
}

async fn create_scheduled_audit(
    call: &Call<'_, Cloud>,
    input: CreateScheduledAuditRequest,
) -> Result<CreateScheduledAuditResponse, ApiError> {
    let name = input.scheduled_audit_name;
    let tags = tags(input.tags, INCOMPLETE_TAG)?;
    let arn = AUDIT.arn(call, &name);
    let audit = Audit {
        frequency: Some(input.frequency),
        day_of_month: input.day_of_month,
        day_of_week: input.day_of_week,
        target_check_names: Some(input.target_check_names),
        scheduled_audit_name: Some(name.clone()),
        scheduled_audit_arn: Some(arn.clone()),
    };
    let draft = |draft: &mut Draft<'_>| {
        if draft.contains(AUDIT.kind, &name) {
            return Err(AUDIT.exists(call, &name));
        }
        let audit = scheduled(draft, audit)?;
        draft.put(AUDIT.kind, &name, audit);
        Ok(Creation::New(()))
    };
    AUDIT.create(call, &name, tags, draft).await?;
    Ok(CreateScheduledAuditResponse { scheduled_audit_arn: Some(arn) })
}

fn describe_scheduled_audit(
    call: &Call<Cloud>,
    input: DescribeScheduledAuditRequest,
) -> Result<DescribeScheduledAuditResponse, ApiError> {
    AUDIT.find(call, &input.scheduled_audit_name)
}

async fn update_scheduled_audit(
    call: &Call<'_, Cloud>,
    input: UpdateScheduledAuditRequest,
) -> Result<UpdateScheduledAuditResponse, ApiError> {
    let name = input.scheduled_audit_name;
    let updated = change(call, |draft| {
        let audit: Audit = AUDIT.get(draft, &name)?;
        let audit = Audit {
            frequency: input.frequency.or(audit.frequency),
            day_of_month: input.day_of_month.or(audit.day_of_month),
            day_of_week: input.day_of_week.or(audit.day_of_week),
            target_check_names: input.target_check_names.or(audit.target_check_names),
            ..audit
        };
        let audit = scheduled(draft, audit)?;
        draft.put(AUDIT.kind, &name, audit);
        Ok(())
    });
    updated.await?;
    Ok(UpdateScheduledAuditResponse { scheduled_audit_arn: Some(AUDIT.arn(call, &name)) })
}

async fn delete_scheduled_audit(
    call: &Call<'_, Cloud>,
    input: DeleteScheduledAuditRequest,
) -> Result<DeleteScheduledAuditResponse, ApiError> {
    let name = input.scheduled_audit_name;
    let draft = |draft: &mut Draft<'_>| {
        AUDIT.get::<Audit>(draft, &name)?;
        draft.remove(AUDIT.kind, &name);
        Ok(())
    };
    AUDIT.delete(call, &name, draft).await?;
    Ok(DeleteScheduledAuditResponse {})
}

fn list_scheduled_audits(
    call: &Call<Cloud>,
    input: ListScheduledAuditsRequest,
) -> Result<ListScheduledAuditsResponse, ApiError> {
    let request = page(input.max_results, input.next_token);
    let found = AUDIT.list::<Audit>(call, &request, |_| true)?;
    let (scheduled_audits, next_token) = split(found, |(_, audit)| ScheduledAuditMetadata {
        scheduled_audit_name: audit.scheduled_audit_name,
        scheduled_audit_arn: audit.scheduled_audit_arn,
        frequency: audit.frequency,
        day_of_month: audit.day_of_month,
        day_of_week: audit.day_of_week,
    });
    Ok(ListScheduledAuditsResponse { scheduled_audits, next_token })
}
