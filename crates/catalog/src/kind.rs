//! The kinds of resources.

/// A kind of resource. Its name is part of the key of its rows, so it never changes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[allow(missing_docs)] // Named as the resources of the API.
pub enum Kind {
    /// What an account or a region has one of, by the name of the operation that sets it.
    Setting,
    AuditSuppression,
    Authorizer,
    CertificateProvider,
    Command,
    /// By `TARGET/EXECUTION`.
    CommandExecution,
    CustomMetric,
    Dimension,
    DomainConfiguration,
    FleetMetric,
    JobTemplate,
    /// By target type and target.
    LoggingLevel,
    MitigationAction,
    OtaUpdate,
    Package,
    /// By `PACKAGE/VERSION`.
    PackageVersion,
    ProvisioningTemplate,
    /// By `TEMPLATE/VERSION`.
    ProvisioningTemplateVersion,
    RegistrationTask,
    RoleAlias,
    /// By `TYPE/UUID`.
    RuleDestination,
    /// What is to be confirmed, by the token that confirms it.
    RuleDestinationToken,
    ScheduledAudit,
    SecurityProfile,
    /// By `PROFILE/TARGET`, where a profile is attached.
    SecurityProfileTarget,
    Stream,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 26] = [
        Self::Setting,
        Self::AuditSuppression,
        Self::Authorizer,
        Self::CertificateProvider,
        Self::Command,
        Self::CommandExecution,
        Self::CustomMetric,
        Self::Dimension,
        Self::DomainConfiguration,
        Self::FleetMetric,
        Self::JobTemplate,
        Self::LoggingLevel,
        Self::MitigationAction,
        Self::OtaUpdate,
        Self::Package,
        Self::PackageVersion,
        Self::ProvisioningTemplate,
        Self::ProvisioningTemplateVersion,
        Self::RegistrationTask,
        Self::RoleAlias,
        Self::RuleDestination,
        Self::RuleDestinationToken,
        Self::ScheduledAudit,
        Self::SecurityProfile,
        Self::SecurityProfileTarget,
        Self::Stream,
    ];

    /// The kind's name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Setting => "setting",
            Self::AuditSuppression => "audit_suppression",
            Self::Authorizer => "authorizer",
            Self::CertificateProvider => "certificate_provider",
            Self::Command => "command",
            Self::CommandExecution => "command_execution",
            Self::CustomMetric => "custom_metric",
            Self::Dimension => "dimension",
            Self::DomainConfiguration => "domain_configuration",
            Self::FleetMetric => "fleet_metric",
            Self::JobTemplate => "job_template",
            Self::LoggingLevel => "logging_level",
            Self::MitigationAction => "mitigation_action",
            Self::OtaUpdate => "ota_update",
            Self::Package => "package",
            Self::PackageVersion => "package_version",
            Self::ProvisioningTemplate => "provisioning_template",
            Self::ProvisioningTemplateVersion => "provisioning_template_version",
            Self::RegistrationTask => "registration_task",
            Self::RoleAlias => "role_alias",
            Self::RuleDestination => "rule_destination",
            Self::RuleDestinationToken => "rule_destination_token",
            Self::ScheduledAudit => "scheduled_audit",
            Self::SecurityProfile => "security_profile",
            Self::SecurityProfileTarget => "security_profile_target",
            Self::Stream => "stream",
        }
    }

    /// The kind of a name in the store.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
