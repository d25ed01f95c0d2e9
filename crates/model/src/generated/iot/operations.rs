// Printed by `cargo run -p xtask -- codegen`. Do not edit.

use super::{error::*, op, shape::*};
use crate::table::{
    Operation,
    Segment::{Greedy, Label, Literal},
    ServiceId,
};

#[rustfmt::skip]
pub static OPERATIONS: [Operation; 272] = [
    Operation {
        id: op::ACCEPT_CERTIFICATE_TRANSFER, name: "AcceptCertificateTransfer", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("accept-certificate-transfer"), Label("certificateId")],
        status: 200, input: &ACCEPT_CERTIFICATE_TRANSFER_REQUEST, output: None,
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &TRANSFER_ALREADY_COMPLETED_EXCEPTION,
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::ADD_THING_TO_BILLING_GROUP, name: "AddThingToBillingGroup", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("billing-groups"), Literal("addThingToBillingGroup")],
        status: 200, input: &ADD_THING_TO_BILLING_GROUP_REQUEST, output: Some(&ADD_THING_TO_BILLING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::ADD_THING_TO_THING_GROUP, name: "AddThingToThingGroup", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("thing-groups"), Literal("addThingToThingGroup")],
        status: 200, input: &ADD_THING_TO_THING_GROUP_REQUEST, output: Some(&ADD_THING_TO_THING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::ASSOCIATE_SBOM_WITH_PACKAGE_VERSION, name: "AssociateSbomWithPackageVersion", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("packages"), Label("packageName"), Literal("versions"), Label("versionName"), Literal("sbom")],
        status: 200, input: &ASSOCIATE_SBOM_WITH_PACKAGE_VERSION_REQUEST, output: Some(&ASSOCIATE_SBOM_WITH_PACKAGE_VERSION_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &CONFLICT_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
            &SERVICE_QUOTA_EXCEEDED_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::ASSOCIATE_TARGETS_WITH_JOB, name: "AssociateTargetsWithJob", service: ServiceId::Iot, method: "POST",
        path: &[Literal("jobs"), Label("jobId"), Literal("targets")],
        status: 200, input: &ASSOCIATE_TARGETS_WITH_JOB_REQUEST, output: Some(&ASSOCIATE_TARGETS_WITH_JOB_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &THROTTLING_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::ATTACH_POLICY, name: "AttachPolicy", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("target-policies"), Label("policyName")],
        status: 200, input: &ATTACH_POLICY_REQUEST, output: None,
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::ATTACH_PRINCIPAL_POLICY, name: "AttachPrincipalPolicy", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("principal-policies"), Label("policyName")],
        status: 200, input: &ATTACH_PRINCIPAL_POLICY_REQUEST, output: None,
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::ATTACH_SECURITY_PROFILE, name: "AttachSecurityProfile", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("security-profiles"), Label("securityProfileName"), Literal("targets")],
        status: 200, input: &ATTACH_SECURITY_PROFILE_REQUEST, output: Some(&ATTACH_SECURITY_PROFILE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &VERSION_CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::ATTACH_THING_PRINCIPAL, name: "AttachThingPrincipal", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("things"), Label("thingName"), Literal("principals")],
        status: 200, input: &ATTACH_THING_PRINCIPAL_REQUEST, output: Some(&ATTACH_THING_PRINCIPAL_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CANCEL_AUDIT_MITIGATION_ACTIONS_TASK, name: "CancelAuditMitigationActionsTask", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("audit"), Literal("mitigationactions"), Literal("tasks"), Label("taskId"), Literal("cancel")],
        status: 200, input: &CANCEL_AUDIT_MITIGATION_ACTIONS_TASK_REQUEST, output: Some(&CANCEL_AUDIT_MITIGATION_ACTIONS_TASK_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CANCEL_AUDIT_TASK, name: "CancelAuditTask", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("audit"), Literal("tasks"), Label("taskId"), Literal("cancel")],
        status: 200, input: &CANCEL_AUDIT_TASK_REQUEST, output: Some(&CANCEL_AUDIT_TASK_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CANCEL_CERTIFICATE_TRANSFER, name: "CancelCertificateTransfer", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("cancel-certificate-transfer"), Label("certificateId")],
        status: 200, input: &CANCEL_CERTIFICATE_TRANSFER_REQUEST, output: None,
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &TRANSFER_ALREADY_COMPLETED_EXCEPTION,
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CANCEL_DETECT_MITIGATION_ACTIONS_TASK, name: "CancelDetectMitigationActionsTask", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("detect"), Literal("mitigationactions"), Literal("tasks"), Label("taskId"), Literal("cancel")],
        status: 200, input: &CANCEL_DETECT_MITIGATION_ACTIONS_TASK_REQUEST, output: Some(&CANCEL_DETECT_MITIGATION_ACTIONS_TASK_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CANCEL_JOB, name: "CancelJob", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("jobs"), Label("jobId"), Literal("cancel")],
        status: 200, input: &CANCEL_JOB_REQUEST, output: Some(&CANCEL_JOB_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::CANCEL_JOB_EXECUTION, name: "CancelJobExecution", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("things"), Label("thingName"), Literal("jobs"), Label("jobId"), Literal("cancel")],
        status: 200, input: &CANCEL_JOB_EXECUTION_REQUEST, output: None,
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INVALID_STATE_TRANSITION_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &VERSION_CONFLICT_EXCEPTION,
        ],
    },
    Operation {
        id: op::CLEAR_DEFAULT_AUTHORIZER, name: "ClearDefaultAuthorizer", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("default-authorizer")],
        status: 200, input: &CLEAR_DEFAULT_AUTHORIZER_REQUEST, output: Some(&CLEAR_DEFAULT_AUTHORIZER_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CONFIRM_TOPIC_RULE_DESTINATION, name: "ConfirmTopicRuleDestination", service: ServiceId::Iot, method: "GET",
        path: &[Literal("confirmdestination"), Greedy("confirmationToken")],
        status: 200, input: &CONFIRM_TOPIC_RULE_DESTINATION_REQUEST, output: Some(&CONFIRM_TOPIC_RULE_DESTINATION_RESPONSE),
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_AUDIT_SUPPRESSION, name: "CreateAuditSuppression", service: ServiceId::Iot, method: "POST",
        path: &[Literal("audit"), Literal("suppressions"), Literal("create")],
        status: 200, input: &CREATE_AUDIT_SUPPRESSION_REQUEST, output: Some(&CREATE_AUDIT_SUPPRESSION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_AUTHORIZER, name: "CreateAuthorizer", service: ServiceId::Iot, method: "POST",
        path: &[Literal("authorizer"), Label("authorizerName")],
        status: 200, input: &CREATE_AUTHORIZER_REQUEST, output: Some(&CREATE_AUTHORIZER_RESPONSE),
        errors: &[
            &RESOURCE_ALREADY_EXISTS_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_BILLING_GROUP, name: "CreateBillingGroup", service: ServiceId::Iot, method: "POST",
        path: &[Literal("billing-groups"), Label("billingGroupName")],
        status: 200, input: &CREATE_BILLING_GROUP_REQUEST, output: Some(&CREATE_BILLING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_CERTIFICATE_FROM_CSR, name: "CreateCertificateFromCsr", service: ServiceId::Iot, method: "POST",
        path: &[Literal("certificates")],
        status: 200, input: &CREATE_CERTIFICATE_FROM_CSR_REQUEST, output: Some(&CREATE_CERTIFICATE_FROM_CSR_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_CERTIFICATE_PROVIDER, name: "CreateCertificateProvider", service: ServiceId::Iot, method: "POST",
        path: &[Literal("certificate-providers"), Label("certificateProviderName")],
        status: 200, input: &CREATE_CERTIFICATE_PROVIDER_REQUEST, output: Some(&CREATE_CERTIFICATE_PROVIDER_RESPONSE),
        errors: &[
            &LIMIT_EXCEEDED_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_COMMAND, name: "CreateCommand", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("commands"), Label("commandId")],
        status: 200, input: &CREATE_COMMAND_REQUEST, output: Some(&CREATE_COMMAND_RESPONSE),
        errors: &[
            &VALIDATION_EXCEPTION, &CONFLICT_EXCEPTION, &SERVICE_QUOTA_EXCEEDED_EXCEPTION,
            &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_CUSTOM_METRIC, name: "CreateCustomMetric", service: ServiceId::Iot, method: "POST",
        path: &[Literal("custom-metric"), Label("metricName")],
        status: 200, input: &CREATE_CUSTOM_METRIC_REQUEST, output: Some(&CREATE_CUSTOM_METRIC_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION,
            &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_DIMENSION, name: "CreateDimension", service: ServiceId::Iot, method: "POST",
        path: &[Literal("dimensions"), Label("name")],
        status: 200, input: &CREATE_DIMENSION_REQUEST, output: Some(&CREATE_DIMENSION_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &RESOURCE_ALREADY_EXISTS_EXCEPTION, &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_DOMAIN_CONFIGURATION, name: "CreateDomainConfiguration", service: ServiceId::Iot, method: "POST",
        path: &[Literal("domainConfigurations"), Label("domainConfigurationName")],
        status: 200, input: &CREATE_DOMAIN_CONFIGURATION_REQUEST, output: Some(&CREATE_DOMAIN_CONFIGURATION_RESPONSE),
        errors: &[
            &LIMIT_EXCEEDED_EXCEPTION, &CERTIFICATE_VALIDATION_EXCEPTION,
            &RESOURCE_ALREADY_EXISTS_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &INVALID_REQUEST_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_DYNAMIC_THING_GROUP, name: "CreateDynamicThingGroup", service: ServiceId::Iot, method: "POST",
        path: &[Literal("dynamic-thing-groups"), Label("thingGroupName")],
        status: 200, input: &CREATE_DYNAMIC_THING_GROUP_REQUEST, output: Some(&CREATE_DYNAMIC_THING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &INVALID_QUERY_EXCEPTION,
            &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_FLEET_METRIC, name: "CreateFleetMetric", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("fleet-metric"), Label("metricName")],
        status: 200, input: &CREATE_FLEET_METRIC_REQUEST, output: Some(&CREATE_FLEET_METRIC_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &RESOURCE_ALREADY_EXISTS_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_QUERY_EXCEPTION,
            &INVALID_AGGREGATION_EXCEPTION, &INDEX_NOT_READY_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_JOB, name: "CreateJob", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("jobs"), Label("jobId")],
        status: 200, input: &CREATE_JOB_REQUEST, output: Some(&CREATE_JOB_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION,
            &LIMIT_EXCEEDED_EXCEPTION, &THROTTLING_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_JOB_TEMPLATE, name: "CreateJobTemplate", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("job-templates"), Label("jobTemplateId")],
        status: 200, input: &CREATE_JOB_TEMPLATE_REQUEST, output: Some(&CREATE_JOB_TEMPLATE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &CONFLICT_EXCEPTION,
            &LIMIT_EXCEEDED_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_KEYS_AND_CERTIFICATE, name: "CreateKeysAndCertificate", service: ServiceId::Iot, method: "POST",
        path: &[Literal("keys-and-certificate")],
        status: 200, input: &CREATE_KEYS_AND_CERTIFICATE_REQUEST, output: Some(&CREATE_KEYS_AND_CERTIFICATE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_MITIGATION_ACTION, name: "CreateMitigationAction", service: ServiceId::Iot, method: "POST",
        path: &[Literal("mitigationactions"), Literal("actions"), Label("actionName")],
        status: 200, input: &CREATE_MITIGATION_ACTION_REQUEST, output: Some(&CREATE_MITIGATION_ACTION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_OTA_UPDATE, name: "CreateOTAUpdate", service: ServiceId::Iot, method: "POST",
        path: &[Literal("otaUpdates"), Label("otaUpdateId")],
        status: 200, input: &CREATE_OTA_UPDATE_REQUEST, output: Some(&CREATE_OTA_UPDATE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &RESOURCE_ALREADY_EXISTS_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_PACKAGE, name: "CreatePackage", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("packages"), Label("packageName")],
        status: 200, input: &CREATE_PACKAGE_REQUEST, output: Some(&CREATE_PACKAGE_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &CONFLICT_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
            &SERVICE_QUOTA_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_PACKAGE_VERSION, name: "CreatePackageVersion", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("packages"), Label("packageName"), Literal("versions"), Label("versionName")],
        status: 200, input: &CREATE_PACKAGE_VERSION_REQUEST, output: Some(&CREATE_PACKAGE_VERSION_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &CONFLICT_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
            &SERVICE_QUOTA_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_POLICY, name: "CreatePolicy", service: ServiceId::Iot, method: "POST",
        path: &[Literal("policies"), Label("policyName")],
        status: 200, input: &CREATE_POLICY_REQUEST, output: Some(&CREATE_POLICY_RESPONSE),
        errors: &[
            &RESOURCE_ALREADY_EXISTS_EXCEPTION, &MALFORMED_POLICY_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_POLICY_VERSION, name: "CreatePolicyVersion", service: ServiceId::Iot, method: "POST",
        path: &[Literal("policies"), Label("policyName"), Literal("version")],
        status: 200, input: &CREATE_POLICY_VERSION_REQUEST, output: Some(&CREATE_POLICY_VERSION_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &MALFORMED_POLICY_EXCEPTION, &VERSIONS_LIMIT_EXCEEDED_EXCEPTION,
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_PROVISIONING_CLAIM, name: "CreateProvisioningClaim", service: ServiceId::Iot, method: "POST",
        path: &[Literal("provisioning-templates"), Label("templateName"), Literal("provisioning-claim")],
        status: 200, input: &CREATE_PROVISIONING_CLAIM_REQUEST, output: Some(&CREATE_PROVISIONING_CLAIM_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_PROVISIONING_TEMPLATE, name: "CreateProvisioningTemplate", service: ServiceId::Iot, method: "POST",
        path: &[Literal("provisioning-templates")],
        status: 200, input: &CREATE_PROVISIONING_TEMPLATE_REQUEST, output: Some(&CREATE_PROVISIONING_TEMPLATE_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_PROVISIONING_TEMPLATE_VERSION, name: "CreateProvisioningTemplateVersion", service: ServiceId::Iot, method: "POST",
        path: &[Literal("provisioning-templates"), Label("templateName"), Literal("versions")],
        status: 200, input: &CREATE_PROVISIONING_TEMPLATE_VERSION_REQUEST, output: Some(&CREATE_PROVISIONING_TEMPLATE_VERSION_RESPONSE),
        errors: &[
            &VERSIONS_LIMIT_EXCEEDED_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_ROLE_ALIAS, name: "CreateRoleAlias", service: ServiceId::Iot, method: "POST",
        path: &[Literal("role-aliases"), Label("roleAlias")],
        status: 200, input: &CREATE_ROLE_ALIAS_REQUEST, output: Some(&CREATE_ROLE_ALIAS_RESPONSE),
        errors: &[
            &RESOURCE_ALREADY_EXISTS_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_SCHEDULED_AUDIT, name: "CreateScheduledAudit", service: ServiceId::Iot, method: "POST",
        path: &[Literal("audit"), Literal("scheduledaudits"), Label("scheduledAuditName")],
        status: 200, input: &CREATE_SCHEDULED_AUDIT_REQUEST, output: Some(&CREATE_SCHEDULED_AUDIT_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_SECURITY_PROFILE, name: "CreateSecurityProfile", service: ServiceId::Iot, method: "POST",
        path: &[Literal("security-profiles"), Label("securityProfileName")],
        status: 200, input: &CREATE_SECURITY_PROFILE_REQUEST, output: Some(&CREATE_SECURITY_PROFILE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_STREAM, name: "CreateStream", service: ServiceId::Iot, method: "POST",
        path: &[Literal("streams"), Label("streamId")],
        status: 200, input: &CREATE_STREAM_REQUEST, output: Some(&CREATE_STREAM_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &RESOURCE_ALREADY_EXISTS_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_THING, name: "CreateThing", service: ServiceId::Iot, method: "POST",
        path: &[Literal("things"), Label("thingName")],
        status: 200, input: &CREATE_THING_REQUEST, output: Some(&CREATE_THING_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_THING_GROUP, name: "CreateThingGroup", service: ServiceId::Iot, method: "POST",
        path: &[Literal("thing-groups"), Label("thingGroupName")],
        status: 200, input: &CREATE_THING_GROUP_REQUEST, output: Some(&CREATE_THING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_THING_TYPE, name: "CreateThingType", service: ServiceId::Iot, method: "POST",
        path: &[Literal("thing-types"), Label("thingTypeName")],
        status: 200, input: &CREATE_THING_TYPE_REQUEST, output: Some(&CREATE_THING_TYPE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_TOPIC_RULE, name: "CreateTopicRule", service: ServiceId::Iot, method: "POST",
        path: &[Literal("rules"), Label("ruleName")],
        status: 200, input: &CREATE_TOPIC_RULE_REQUEST, output: None,
        errors: &[
            &SQL_PARSE_EXCEPTION, &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &RESOURCE_ALREADY_EXISTS_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &CONFLICTING_RESOURCE_UPDATE_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
        ],
    },
    Operation {
        id: op::CREATE_TOPIC_RULE_DESTINATION, name: "CreateTopicRuleDestination", service: ServiceId::Iot, method: "POST",
        path: &[Literal("destinations")],
        status: 200, input: &CREATE_TOPIC_RULE_DESTINATION_REQUEST, output: Some(&CREATE_TOPIC_RULE_DESTINATION_RESPONSE),
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_ACCOUNT_AUDIT_CONFIGURATION, name: "DeleteAccountAuditConfiguration", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("audit"), Literal("configuration")],
        status: 200, input: &DELETE_ACCOUNT_AUDIT_CONFIGURATION_REQUEST, output: Some(&DELETE_ACCOUNT_AUDIT_CONFIGURATION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_AUDIT_SUPPRESSION, name: "DeleteAuditSuppression", service: ServiceId::Iot, method: "POST",
        path: &[Literal("audit"), Literal("suppressions"), Literal("delete")],
        status: 200, input: &DELETE_AUDIT_SUPPRESSION_REQUEST, output: Some(&DELETE_AUDIT_SUPPRESSION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_AUTHORIZER, name: "DeleteAuthorizer", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("authorizer"), Label("authorizerName")],
        status: 200, input: &DELETE_AUTHORIZER_REQUEST, output: Some(&DELETE_AUTHORIZER_RESPONSE),
        errors: &[
            &DELETE_CONFLICT_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_BILLING_GROUP, name: "DeleteBillingGroup", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("billing-groups"), Label("billingGroupName")],
        status: 200, input: &DELETE_BILLING_GROUP_REQUEST, output: Some(&DELETE_BILLING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &VERSION_CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_CA_CERTIFICATE, name: "DeleteCACertificate", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("cacertificate"), Label("caCertificateId")],
        status: 200, input: &DELETE_CA_CERTIFICATE_REQUEST, output: Some(&DELETE_CA_CERTIFICATE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &CERTIFICATE_STATE_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_CERTIFICATE, name: "DeleteCertificate", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("certificates"), Label("certificateId")],
        status: 200, input: &DELETE_CERTIFICATE_REQUEST, output: None,
        errors: &[
            &CERTIFICATE_STATE_EXCEPTION, &DELETE_CONFLICT_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_CERTIFICATE_PROVIDER, name: "DeleteCertificateProvider", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("certificate-providers"), Label("certificateProviderName")],
        status: 200, input: &DELETE_CERTIFICATE_PROVIDER_REQUEST, output: Some(&DELETE_CERTIFICATE_PROVIDER_RESPONSE),
        errors: &[
            &DELETE_CONFLICT_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_COMMAND, name: "DeleteCommand", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("commands"), Label("commandId")],
        status: 200, input: &DELETE_COMMAND_REQUEST, output: Some(&DELETE_COMMAND_RESPONSE),
        errors: &[
            &VALIDATION_EXCEPTION, &CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_COMMAND_EXECUTION, name: "DeleteCommandExecution", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("command-executions"), Label("executionId")],
        status: 200, input: &DELETE_COMMAND_EXECUTION_REQUEST, output: Some(&DELETE_COMMAND_EXECUTION_RESPONSE),
        errors: &[
            &CONFLICT_EXCEPTION, &VALIDATION_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_CUSTOM_METRIC, name: "DeleteCustomMetric", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("custom-metric"), Label("metricName")],
        status: 200, input: &DELETE_CUSTOM_METRIC_REQUEST, output: Some(&DELETE_CUSTOM_METRIC_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_DIMENSION, name: "DeleteDimension", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("dimensions"), Label("name")],
        status: 200, input: &DELETE_DIMENSION_REQUEST, output: Some(&DELETE_DIMENSION_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_DOMAIN_CONFIGURATION, name: "DeleteDomainConfiguration", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("domainConfigurations"), Label("domainConfigurationName")],
        status: 200, input: &DELETE_DOMAIN_CONFIGURATION_REQUEST, output: Some(&DELETE_DOMAIN_CONFIGURATION_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_DYNAMIC_THING_GROUP, name: "DeleteDynamicThingGroup", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("dynamic-thing-groups"), Label("thingGroupName")],
        status: 200, input: &DELETE_DYNAMIC_THING_GROUP_REQUEST, output: Some(&DELETE_DYNAMIC_THING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &VERSION_CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_FLEET_METRIC, name: "DeleteFleetMetric", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("fleet-metric"), Label("metricName")],
        status: 200, input: &DELETE_FLEET_METRIC_REQUEST, output: None,
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &VERSION_CONFLICT_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_JOB, name: "DeleteJob", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("jobs"), Label("jobId")],
        status: 200, input: &DELETE_JOB_REQUEST, output: None,
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INVALID_STATE_TRANSITION_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &LIMIT_EXCEEDED_EXCEPTION, &THROTTLING_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_JOB_EXECUTION, name: "DeleteJobExecution", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("things"), Label("thingName"), Literal("jobs"), Label("jobId"), Literal("executionNumber"), Label("executionNumber")],
        status: 200, input: &DELETE_JOB_EXECUTION_REQUEST, output: None,
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INVALID_STATE_TRANSITION_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_JOB_TEMPLATE, name: "DeleteJobTemplate", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("job-templates"), Label("jobTemplateId")],
        status: 200, input: &DELETE_JOB_TEMPLATE_REQUEST, output: None,
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_MITIGATION_ACTION, name: "DeleteMitigationAction", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("mitigationactions"), Literal("actions"), Label("actionName")],
        status: 200, input: &DELETE_MITIGATION_ACTION_REQUEST, output: Some(&DELETE_MITIGATION_ACTION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_OTA_UPDATE, name: "DeleteOTAUpdate", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("otaUpdates"), Label("otaUpdateId")],
        status: 200, input: &DELETE_OTA_UPDATE_REQUEST, output: Some(&DELETE_OTA_UPDATE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &VERSION_CONFLICT_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_PACKAGE, name: "DeletePackage", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("packages"), Label("packageName")],
        status: 200, input: &DELETE_PACKAGE_REQUEST, output: Some(&DELETE_PACKAGE_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_PACKAGE_VERSION, name: "DeletePackageVersion", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("packages"), Label("packageName"), Literal("versions"), Label("versionName")],
        status: 200, input: &DELETE_PACKAGE_VERSION_REQUEST, output: Some(&DELETE_PACKAGE_VERSION_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_POLICY, name: "DeletePolicy", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("policies"), Label("policyName")],
        status: 200, input: &DELETE_POLICY_REQUEST, output: None,
        errors: &[
            &DELETE_CONFLICT_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_POLICY_VERSION, name: "DeletePolicyVersion", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("policies"), Label("policyName"), Literal("version"), Label("policyVersionId")],
        status: 200, input: &DELETE_POLICY_VERSION_REQUEST, output: None,
        errors: &[
            &DELETE_CONFLICT_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_PROVISIONING_TEMPLATE, name: "DeleteProvisioningTemplate", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("provisioning-templates"), Label("templateName")],
        status: 200, input: &DELETE_PROVISIONING_TEMPLATE_REQUEST, output: Some(&DELETE_PROVISIONING_TEMPLATE_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &DELETE_CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_PROVISIONING_TEMPLATE_VERSION, name: "DeleteProvisioningTemplateVersion", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("provisioning-templates"), Label("templateName"), Literal("versions"), Label("versionId")],
        status: 200, input: &DELETE_PROVISIONING_TEMPLATE_VERSION_REQUEST, output: Some(&DELETE_PROVISIONING_TEMPLATE_VERSION_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
            &DELETE_CONFLICT_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_REGISTRATION_CODE, name: "DeleteRegistrationCode", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("registrationcode")],
        status: 200, input: &DELETE_REGISTRATION_CODE_REQUEST, output: Some(&DELETE_REGISTRATION_CODE_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_ROLE_ALIAS, name: "DeleteRoleAlias", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("role-aliases"), Label("roleAlias")],
        status: 200, input: &DELETE_ROLE_ALIAS_REQUEST, output: Some(&DELETE_ROLE_ALIAS_RESPONSE),
        errors: &[
            &DELETE_CONFLICT_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_SCHEDULED_AUDIT, name: "DeleteScheduledAudit", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("audit"), Literal("scheduledaudits"), Label("scheduledAuditName")],
        status: 200, input: &DELETE_SCHEDULED_AUDIT_REQUEST, output: Some(&DELETE_SCHEDULED_AUDIT_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_SECURITY_PROFILE, name: "DeleteSecurityProfile", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("security-profiles"), Label("securityProfileName")],
        status: 200, input: &DELETE_SECURITY_PROFILE_REQUEST, output: Some(&DELETE_SECURITY_PROFILE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &VERSION_CONFLICT_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_STREAM, name: "DeleteStream", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("streams"), Label("streamId")],
        status: 200, input: &DELETE_STREAM_REQUEST, output: Some(&DELETE_STREAM_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &DELETE_CONFLICT_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_THING, name: "DeleteThing", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("things"), Label("thingName")],
        status: 200, input: &DELETE_THING_REQUEST, output: Some(&DELETE_THING_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &VERSION_CONFLICT_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_THING_GROUP, name: "DeleteThingGroup", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("thing-groups"), Label("thingGroupName")],
        status: 200, input: &DELETE_THING_GROUP_REQUEST, output: Some(&DELETE_THING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &VERSION_CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_THING_TYPE, name: "DeleteThingType", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("thing-types"), Label("thingTypeName")],
        status: 200, input: &DELETE_THING_TYPE_REQUEST, output: Some(&DELETE_THING_TYPE_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_TOPIC_RULE, name: "DeleteTopicRule", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("rules"), Label("ruleName")],
        status: 200, input: &DELETE_TOPIC_RULE_REQUEST, output: None,
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_TOPIC_RULE_DESTINATION, name: "DeleteTopicRuleDestination", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("destinations"), Greedy("arn")],
        status: 200, input: &DELETE_TOPIC_RULE_DESTINATION_REQUEST, output: Some(&DELETE_TOPIC_RULE_DESTINATION_RESPONSE),
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DELETE_V2_LOGGING_LEVEL, name: "DeleteV2LoggingLevel", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("v2LoggingLevel")],
        status: 200, input: &DELETE_V2_LOGGING_LEVEL_REQUEST, output: None,
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DEPRECATE_THING_TYPE, name: "DeprecateThingType", service: ServiceId::Iot, method: "POST",
        path: &[Literal("thing-types"), Label("thingTypeName"), Literal("deprecate")],
        status: 200, input: &DEPRECATE_THING_TYPE_REQUEST, output: Some(&DEPRECATE_THING_TYPE_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_ACCOUNT_AUDIT_CONFIGURATION, name: "DescribeAccountAuditConfiguration", service: ServiceId::Iot, method: "GET",
        path: &[Literal("audit"), Literal("configuration")],
        status: 200, input: &DESCRIBE_ACCOUNT_AUDIT_CONFIGURATION_REQUEST, output: Some(&DESCRIBE_ACCOUNT_AUDIT_CONFIGURATION_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_AUDIT_FINDING, name: "DescribeAuditFinding", service: ServiceId::Iot, method: "GET",
        path: &[Literal("audit"), Literal("findings"), Label("findingId")],
        status: 200, input: &DESCRIBE_AUDIT_FINDING_REQUEST, output: Some(&DESCRIBE_AUDIT_FINDING_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_AUDIT_MITIGATION_ACTIONS_TASK, name: "DescribeAuditMitigationActionsTask", service: ServiceId::Iot, method: "GET",
        path: &[Literal("audit"), Literal("mitigationactions"), Literal("tasks"), Label("taskId")],
        status: 200, input: &DESCRIBE_AUDIT_MITIGATION_ACTIONS_TASK_REQUEST, output: Some(&DESCRIBE_AUDIT_MITIGATION_ACTIONS_TASK_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_AUDIT_SUPPRESSION, name: "DescribeAuditSuppression", service: ServiceId::Iot, method: "POST",
        path: &[Literal("audit"), Literal("suppressions"), Literal("describe")],
        status: 200, input: &DESCRIBE_AUDIT_SUPPRESSION_REQUEST, output: Some(&DESCRIBE_AUDIT_SUPPRESSION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_AUDIT_TASK, name: "DescribeAuditTask", service: ServiceId::Iot, method: "GET",
        path: &[Literal("audit"), Literal("tasks"), Label("taskId")],
        status: 200, input: &DESCRIBE_AUDIT_TASK_REQUEST, output: Some(&DESCRIBE_AUDIT_TASK_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_AUTHORIZER, name: "DescribeAuthorizer", service: ServiceId::Iot, method: "GET",
        path: &[Literal("authorizer"), Label("authorizerName")],
        status: 200, input: &DESCRIBE_AUTHORIZER_REQUEST, output: Some(&DESCRIBE_AUTHORIZER_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_BILLING_GROUP, name: "DescribeBillingGroup", service: ServiceId::Iot, method: "GET",
        path: &[Literal("billing-groups"), Label("billingGroupName")],
        status: 200, input: &DESCRIBE_BILLING_GROUP_REQUEST, output: Some(&DESCRIBE_BILLING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_CA_CERTIFICATE, name: "DescribeCACertificate", service: ServiceId::Iot, method: "GET",
        path: &[Literal("cacertificate"), Label("caCertificateId")],
        status: 200, input: &DESCRIBE_CA_CERTIFICATE_REQUEST, output: Some(&DESCRIBE_CA_CERTIFICATE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_CERTIFICATE, name: "DescribeCertificate", service: ServiceId::Iot, method: "GET",
        path: &[Literal("certificates"), Label("certificateId")],
        status: 200, input: &DESCRIBE_CERTIFICATE_REQUEST, output: Some(&DESCRIBE_CERTIFICATE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_CERTIFICATE_PROVIDER, name: "DescribeCertificateProvider", service: ServiceId::Iot, method: "GET",
        path: &[Literal("certificate-providers"), Label("certificateProviderName")],
        status: 200, input: &DESCRIBE_CERTIFICATE_PROVIDER_REQUEST, output: Some(&DESCRIBE_CERTIFICATE_PROVIDER_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_CUSTOM_METRIC, name: "DescribeCustomMetric", service: ServiceId::Iot, method: "GET",
        path: &[Literal("custom-metric"), Label("metricName")],
        status: 200, input: &DESCRIBE_CUSTOM_METRIC_REQUEST, output: Some(&DESCRIBE_CUSTOM_METRIC_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_DEFAULT_AUTHORIZER, name: "DescribeDefaultAuthorizer", service: ServiceId::Iot, method: "GET",
        path: &[Literal("default-authorizer")],
        status: 200, input: &DESCRIBE_DEFAULT_AUTHORIZER_REQUEST, output: Some(&DESCRIBE_DEFAULT_AUTHORIZER_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_DETECT_MITIGATION_ACTIONS_TASK, name: "DescribeDetectMitigationActionsTask", service: ServiceId::Iot, method: "GET",
        path: &[Literal("detect"), Literal("mitigationactions"), Literal("tasks"), Label("taskId")],
        status: 200, input: &DESCRIBE_DETECT_MITIGATION_ACTIONS_TASK_REQUEST, output: Some(&DESCRIBE_DETECT_MITIGATION_ACTIONS_TASK_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_DIMENSION, name: "DescribeDimension", service: ServiceId::Iot, method: "GET",
        path: &[Literal("dimensions"), Label("name")],
        status: 200, input: &DESCRIBE_DIMENSION_REQUEST, output: Some(&DESCRIBE_DIMENSION_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_DOMAIN_CONFIGURATION, name: "DescribeDomainConfiguration", service: ServiceId::Iot, method: "GET",
        path: &[Literal("domainConfigurations"), Label("domainConfigurationName")],
        status: 200, input: &DESCRIBE_DOMAIN_CONFIGURATION_REQUEST, output: Some(&DESCRIBE_DOMAIN_CONFIGURATION_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_ENCRYPTION_CONFIGURATION, name: "DescribeEncryptionConfiguration", service: ServiceId::Iot, method: "GET",
        path: &[Literal("encryption-configuration")],
        status: 200, input: &DESCRIBE_ENCRYPTION_CONFIGURATION_REQUEST, output: Some(&DESCRIBE_ENCRYPTION_CONFIGURATION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_ENDPOINT, name: "DescribeEndpoint", service: ServiceId::Iot, method: "GET",
        path: &[Literal("endpoint")],
        status: 200, input: &DESCRIBE_ENDPOINT_REQUEST, output: Some(&DESCRIBE_ENDPOINT_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_EVENT_CONFIGURATIONS, name: "DescribeEventConfigurations", service: ServiceId::Iot, method: "GET",
        path: &[Literal("event-configurations")],
        status: 200, input: &DESCRIBE_EVENT_CONFIGURATIONS_REQUEST, output: Some(&DESCRIBE_EVENT_CONFIGURATIONS_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_FLEET_METRIC, name: "DescribeFleetMetric", service: ServiceId::Iot, method: "GET",
        path: &[Literal("fleet-metric"), Label("metricName")],
        status: 200, input: &DESCRIBE_FLEET_METRIC_REQUEST, output: Some(&DESCRIBE_FLEET_METRIC_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_INDEX, name: "DescribeIndex", service: ServiceId::Iot, method: "GET",
        path: &[Literal("indices"), Label("indexName")],
        status: 200, input: &DESCRIBE_INDEX_REQUEST, output: Some(&DESCRIBE_INDEX_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_JOB, name: "DescribeJob", service: ServiceId::Iot, method: "GET",
        path: &[Literal("jobs"), Label("jobId")],
        status: 200, input: &DESCRIBE_JOB_REQUEST, output: Some(&DESCRIBE_JOB_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_JOB_EXECUTION, name: "DescribeJobExecution", service: ServiceId::Iot, method: "GET",
        path: &[Literal("things"), Label("thingName"), Literal("jobs"), Label("jobId")],
        status: 200, input: &DESCRIBE_JOB_EXECUTION_REQUEST, output: Some(&DESCRIBE_JOB_EXECUTION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_JOB_TEMPLATE, name: "DescribeJobTemplate", service: ServiceId::Iot, method: "GET",
        path: &[Literal("job-templates"), Label("jobTemplateId")],
        status: 200, input: &DESCRIBE_JOB_TEMPLATE_REQUEST, output: Some(&DESCRIBE_JOB_TEMPLATE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_MANAGED_JOB_TEMPLATE, name: "DescribeManagedJobTemplate", service: ServiceId::Iot, method: "GET",
        path: &[Literal("managed-job-templates"), Label("templateName")],
        status: 200, input: &DESCRIBE_MANAGED_JOB_TEMPLATE_REQUEST, output: Some(&DESCRIBE_MANAGED_JOB_TEMPLATE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_MITIGATION_ACTION, name: "DescribeMitigationAction", service: ServiceId::Iot, method: "GET",
        path: &[Literal("mitigationactions"), Literal("actions"), Label("actionName")],
        status: 200, input: &DESCRIBE_MITIGATION_ACTION_REQUEST, output: Some(&DESCRIBE_MITIGATION_ACTION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_PROVISIONING_TEMPLATE, name: "DescribeProvisioningTemplate", service: ServiceId::Iot, method: "GET",
        path: &[Literal("provisioning-templates"), Label("templateName")],
        status: 200, input: &DESCRIBE_PROVISIONING_TEMPLATE_REQUEST, output: Some(&DESCRIBE_PROVISIONING_TEMPLATE_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_PROVISIONING_TEMPLATE_VERSION, name: "DescribeProvisioningTemplateVersion", service: ServiceId::Iot, method: "GET",
        path: &[Literal("provisioning-templates"), Label("templateName"), Literal("versions"), Label("versionId")],
        status: 200, input: &DESCRIBE_PROVISIONING_TEMPLATE_VERSION_REQUEST, output: Some(&DESCRIBE_PROVISIONING_TEMPLATE_VERSION_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_ROLE_ALIAS, name: "DescribeRoleAlias", service: ServiceId::Iot, method: "GET",
        path: &[Literal("role-aliases"), Label("roleAlias")],
        status: 200, input: &DESCRIBE_ROLE_ALIAS_REQUEST, output: Some(&DESCRIBE_ROLE_ALIAS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_SCHEDULED_AUDIT, name: "DescribeScheduledAudit", service: ServiceId::Iot, method: "GET",
        path: &[Literal("audit"), Literal("scheduledaudits"), Label("scheduledAuditName")],
        status: 200, input: &DESCRIBE_SCHEDULED_AUDIT_REQUEST, output: Some(&DESCRIBE_SCHEDULED_AUDIT_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_SECURITY_PROFILE, name: "DescribeSecurityProfile", service: ServiceId::Iot, method: "GET",
        path: &[Literal("security-profiles"), Label("securityProfileName")],
        status: 200, input: &DESCRIBE_SECURITY_PROFILE_REQUEST, output: Some(&DESCRIBE_SECURITY_PROFILE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_STREAM, name: "DescribeStream", service: ServiceId::Iot, method: "GET",
        path: &[Literal("streams"), Label("streamId")],
        status: 200, input: &DESCRIBE_STREAM_REQUEST, output: Some(&DESCRIBE_STREAM_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_THING, name: "DescribeThing", service: ServiceId::Iot, method: "GET",
        path: &[Literal("things"), Label("thingName")],
        status: 200, input: &DESCRIBE_THING_REQUEST, output: Some(&DESCRIBE_THING_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_THING_GROUP, name: "DescribeThingGroup", service: ServiceId::Iot, method: "GET",
        path: &[Literal("thing-groups"), Label("thingGroupName")],
        status: 200, input: &DESCRIBE_THING_GROUP_REQUEST, output: Some(&DESCRIBE_THING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_THING_REGISTRATION_TASK, name: "DescribeThingRegistrationTask", service: ServiceId::Iot, method: "GET",
        path: &[Literal("thing-registration-tasks"), Label("taskId")],
        status: 200, input: &DESCRIBE_THING_REGISTRATION_TASK_REQUEST, output: Some(&DESCRIBE_THING_REGISTRATION_TASK_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::DESCRIBE_THING_TYPE, name: "DescribeThingType", service: ServiceId::Iot, method: "GET",
        path: &[Literal("thing-types"), Label("thingTypeName")],
        status: 200, input: &DESCRIBE_THING_TYPE_REQUEST, output: Some(&DESCRIBE_THING_TYPE_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DETACH_POLICY, name: "DetachPolicy", service: ServiceId::Iot, method: "POST",
        path: &[Literal("target-policies"), Label("policyName")],
        status: 200, input: &DETACH_POLICY_REQUEST, output: None,
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::DETACH_PRINCIPAL_POLICY, name: "DetachPrincipalPolicy", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("principal-policies"), Label("policyName")],
        status: 200, input: &DETACH_PRINCIPAL_POLICY_REQUEST, output: None,
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DETACH_SECURITY_PROFILE, name: "DetachSecurityProfile", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("security-profiles"), Label("securityProfileName"), Literal("targets")],
        status: 200, input: &DETACH_SECURITY_PROFILE_REQUEST, output: Some(&DETACH_SECURITY_PROFILE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DETACH_THING_PRINCIPAL, name: "DetachThingPrincipal", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("things"), Label("thingName"), Literal("principals")],
        status: 200, input: &DETACH_THING_PRINCIPAL_REQUEST, output: Some(&DETACH_THING_PRINCIPAL_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DISABLE_TOPIC_RULE, name: "DisableTopicRule", service: ServiceId::Iot, method: "POST",
        path: &[Literal("rules"), Label("ruleName"), Literal("disable")],
        status: 200, input: &DISABLE_TOPIC_RULE_REQUEST, output: None,
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
        ],
    },
    Operation {
        id: op::DISASSOCIATE_SBOM_FROM_PACKAGE_VERSION, name: "DisassociateSbomFromPackageVersion", service: ServiceId::Iot, method: "DELETE",
        path: &[Literal("packages"), Label("packageName"), Literal("versions"), Label("versionName"), Literal("sbom")],
        status: 200, input: &DISASSOCIATE_SBOM_FROM_PACKAGE_VERSION_REQUEST, output: Some(&DISASSOCIATE_SBOM_FROM_PACKAGE_VERSION_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &CONFLICT_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::ENABLE_TOPIC_RULE, name: "EnableTopicRule", service: ServiceId::Iot, method: "POST",
        path: &[Literal("rules"), Label("ruleName"), Literal("enable")],
        status: 200, input: &ENABLE_TOPIC_RULE_REQUEST, output: None,
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_BEHAVIOR_MODEL_TRAINING_SUMMARIES, name: "GetBehaviorModelTrainingSummaries", service: ServiceId::Iot, method: "GET",
        path: &[Literal("behavior-model-training"), Literal("summaries")],
        status: 200, input: &GET_BEHAVIOR_MODEL_TRAINING_SUMMARIES_REQUEST, output: Some(&GET_BEHAVIOR_MODEL_TRAINING_SUMMARIES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_BUCKETS_AGGREGATION, name: "GetBucketsAggregation", service: ServiceId::Iot, method: "POST",
        path: &[Literal("indices"), Literal("buckets")],
        status: 200, input: &GET_BUCKETS_AGGREGATION_REQUEST, output: Some(&GET_BUCKETS_AGGREGATION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &INVALID_QUERY_EXCEPTION, &INVALID_AGGREGATION_EXCEPTION, &INDEX_NOT_READY_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_CARDINALITY, name: "GetCardinality", service: ServiceId::Iot, method: "POST",
        path: &[Literal("indices"), Literal("cardinality")],
        status: 200, input: &GET_CARDINALITY_REQUEST, output: Some(&GET_CARDINALITY_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &INVALID_QUERY_EXCEPTION, &INVALID_AGGREGATION_EXCEPTION, &INDEX_NOT_READY_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_COMMAND, name: "GetCommand", service: ServiceId::Iot, method: "GET",
        path: &[Literal("commands"), Label("commandId")],
        status: 200, input: &GET_COMMAND_REQUEST, output: Some(&GET_COMMAND_RESPONSE),
        errors: &[
            &VALIDATION_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_COMMAND_EXECUTION, name: "GetCommandExecution", service: ServiceId::Iot, method: "GET",
        path: &[Literal("command-executions"), Label("executionId")],
        status: 200, input: &GET_COMMAND_EXECUTION_REQUEST, output: Some(&GET_COMMAND_EXECUTION_RESPONSE),
        errors: &[
            &VALIDATION_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_EFFECTIVE_POLICIES, name: "GetEffectivePolicies", service: ServiceId::Iot, method: "POST",
        path: &[Literal("effective-policies")],
        status: 200, input: &GET_EFFECTIVE_POLICIES_REQUEST, output: Some(&GET_EFFECTIVE_POLICIES_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_INDEXING_CONFIGURATION, name: "GetIndexingConfiguration", service: ServiceId::Iot, method: "GET",
        path: &[Literal("indexing"), Literal("config")],
        status: 200, input: &GET_INDEXING_CONFIGURATION_REQUEST, output: Some(&GET_INDEXING_CONFIGURATION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_JOB_DOCUMENT, name: "GetJobDocument", service: ServiceId::Iot, method: "GET",
        path: &[Literal("jobs"), Label("jobId"), Literal("job-document")],
        status: 200, input: &GET_JOB_DOCUMENT_REQUEST, output: Some(&GET_JOB_DOCUMENT_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_LOGGING_OPTIONS, name: "GetLoggingOptions", service: ServiceId::Iot, method: "GET",
        path: &[Literal("loggingOptions")],
        status: 200, input: &GET_LOGGING_OPTIONS_REQUEST, output: Some(&GET_LOGGING_OPTIONS_RESPONSE),
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_OTA_UPDATE, name: "GetOTAUpdate", service: ServiceId::Iot, method: "GET",
        path: &[Literal("otaUpdates"), Label("otaUpdateId")],
        status: 200, input: &GET_OTA_UPDATE_REQUEST, output: Some(&GET_OTA_UPDATE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_PACKAGE, name: "GetPackage", service: ServiceId::Iot, method: "GET",
        path: &[Literal("packages"), Label("packageName")],
        status: 200, input: &GET_PACKAGE_REQUEST, output: Some(&GET_PACKAGE_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_PACKAGE_CONFIGURATION, name: "GetPackageConfiguration", service: ServiceId::Iot, method: "GET",
        path: &[Literal("package-configuration")],
        status: 200, input: &GET_PACKAGE_CONFIGURATION_REQUEST, output: Some(&GET_PACKAGE_CONFIGURATION_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_PACKAGE_VERSION, name: "GetPackageVersion", service: ServiceId::Iot, method: "GET",
        path: &[Literal("packages"), Label("packageName"), Literal("versions"), Label("versionName")],
        status: 200, input: &GET_PACKAGE_VERSION_REQUEST, output: Some(&GET_PACKAGE_VERSION_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_PERCENTILES, name: "GetPercentiles", service: ServiceId::Iot, method: "POST",
        path: &[Literal("indices"), Literal("percentiles")],
        status: 200, input: &GET_PERCENTILES_REQUEST, output: Some(&GET_PERCENTILES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &INVALID_QUERY_EXCEPTION, &INVALID_AGGREGATION_EXCEPTION, &INDEX_NOT_READY_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_POLICY, name: "GetPolicy", service: ServiceId::Iot, method: "GET",
        path: &[Literal("policies"), Label("policyName")],
        status: 200, input: &GET_POLICY_REQUEST, output: Some(&GET_POLICY_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_POLICY_VERSION, name: "GetPolicyVersion", service: ServiceId::Iot, method: "GET",
        path: &[Literal("policies"), Label("policyName"), Literal("version"), Label("policyVersionId")],
        status: 200, input: &GET_POLICY_VERSION_REQUEST, output: Some(&GET_POLICY_VERSION_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_REGISTRATION_CODE, name: "GetRegistrationCode", service: ServiceId::Iot, method: "GET",
        path: &[Literal("registrationcode")],
        status: 200, input: &GET_REGISTRATION_CODE_REQUEST, output: Some(&GET_REGISTRATION_CODE_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_STATISTICS, name: "GetStatistics", service: ServiceId::Iot, method: "POST",
        path: &[Literal("indices"), Literal("statistics")],
        status: 200, input: &GET_STATISTICS_REQUEST, output: Some(&GET_STATISTICS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &INVALID_QUERY_EXCEPTION, &INVALID_AGGREGATION_EXCEPTION, &INDEX_NOT_READY_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_THING_CONNECTIVITY_DATA, name: "GetThingConnectivityData", service: ServiceId::Iot, method: "POST",
        path: &[Literal("things"), Label("thingName"), Literal("connectivity-data")],
        status: 200, input: &GET_THING_CONNECTIVITY_DATA_REQUEST, output: Some(&GET_THING_CONNECTIVITY_DATA_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &INDEX_NOT_READY_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_TOPIC_RULE, name: "GetTopicRule", service: ServiceId::Iot, method: "GET",
        path: &[Literal("rules"), Label("ruleName")],
        status: 200, input: &GET_TOPIC_RULE_REQUEST, output: Some(&GET_TOPIC_RULE_RESPONSE),
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_TOPIC_RULE_DESTINATION, name: "GetTopicRuleDestination", service: ServiceId::Iot, method: "GET",
        path: &[Literal("destinations"), Greedy("arn")],
        status: 200, input: &GET_TOPIC_RULE_DESTINATION_REQUEST, output: Some(&GET_TOPIC_RULE_DESTINATION_RESPONSE),
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION,
        ],
    },
    Operation {
        id: op::GET_V2_LOGGING_OPTIONS, name: "GetV2LoggingOptions", service: ServiceId::Iot, method: "GET",
        path: &[Literal("v2LoggingOptions")],
        status: 200, input: &GET_V2_LOGGING_OPTIONS_REQUEST, output: Some(&GET_V2_LOGGING_OPTIONS_RESPONSE),
        errors: &[
            &INTERNAL_EXCEPTION, &NOT_CONFIGURED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_ACTIVE_VIOLATIONS, name: "ListActiveViolations", service: ServiceId::Iot, method: "GET",
        path: &[Literal("active-violations")],
        status: 200, input: &LIST_ACTIVE_VIOLATIONS_REQUEST, output: Some(&LIST_ACTIVE_VIOLATIONS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_ATTACHED_POLICIES, name: "ListAttachedPolicies", service: ServiceId::Iot, method: "POST",
        path: &[Literal("attached-policies"), Label("target")],
        status: 200, input: &LIST_ATTACHED_POLICIES_REQUEST, output: Some(&LIST_ATTACHED_POLICIES_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_AUDIT_FINDINGS, name: "ListAuditFindings", service: ServiceId::Iot, method: "POST",
        path: &[Literal("audit"), Literal("findings")],
        status: 200, input: &LIST_AUDIT_FINDINGS_REQUEST, output: Some(&LIST_AUDIT_FINDINGS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_AUDIT_MITIGATION_ACTIONS_EXECUTIONS, name: "ListAuditMitigationActionsExecutions", service: ServiceId::Iot, method: "GET",
        path: &[Literal("audit"), Literal("mitigationactions"), Literal("executions")],
        status: 200, input: &LIST_AUDIT_MITIGATION_ACTIONS_EXECUTIONS_REQUEST, output: Some(&LIST_AUDIT_MITIGATION_ACTIONS_EXECUTIONS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_AUDIT_MITIGATION_ACTIONS_TASKS, name: "ListAuditMitigationActionsTasks", service: ServiceId::Iot, method: "GET",
        path: &[Literal("audit"), Literal("mitigationactions"), Literal("tasks")],
        status: 200, input: &LIST_AUDIT_MITIGATION_ACTIONS_TASKS_REQUEST, output: Some(&LIST_AUDIT_MITIGATION_ACTIONS_TASKS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_AUDIT_SUPPRESSIONS, name: "ListAuditSuppressions", service: ServiceId::Iot, method: "POST",
        path: &[Literal("audit"), Literal("suppressions"), Literal("list")],
        status: 200, input: &LIST_AUDIT_SUPPRESSIONS_REQUEST, output: Some(&LIST_AUDIT_SUPPRESSIONS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_AUDIT_TASKS, name: "ListAuditTasks", service: ServiceId::Iot, method: "GET",
        path: &[Literal("audit"), Literal("tasks")],
        status: 200, input: &LIST_AUDIT_TASKS_REQUEST, output: Some(&LIST_AUDIT_TASKS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_AUTHORIZERS, name: "ListAuthorizers", service: ServiceId::Iot, method: "GET",
        path: &[Literal("authorizers")],
        status: 200, input: &LIST_AUTHORIZERS_REQUEST, output: Some(&LIST_AUTHORIZERS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_BILLING_GROUPS, name: "ListBillingGroups", service: ServiceId::Iot, method: "GET",
        path: &[Literal("billing-groups")],
        status: 200, input: &LIST_BILLING_GROUPS_REQUEST, output: Some(&LIST_BILLING_GROUPS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_CA_CERTIFICATES, name: "ListCACertificates", service: ServiceId::Iot, method: "GET",
        path: &[Literal("cacertificates")],
        status: 200, input: &LIST_CA_CERTIFICATES_REQUEST, output: Some(&LIST_CA_CERTIFICATES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_CERTIFICATE_PROVIDERS, name: "ListCertificateProviders", service: ServiceId::Iot, method: "GET",
        path: &[Literal("certificate-providers")],
        status: 200, input: &LIST_CERTIFICATE_PROVIDERS_REQUEST, output: Some(&LIST_CERTIFICATE_PROVIDERS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_CERTIFICATES, name: "ListCertificates", service: ServiceId::Iot, method: "GET",
        path: &[Literal("certificates")],
        status: 200, input: &LIST_CERTIFICATES_REQUEST, output: Some(&LIST_CERTIFICATES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_CERTIFICATES_BY_CA, name: "ListCertificatesByCA", service: ServiceId::Iot, method: "GET",
        path: &[Literal("certificates-by-ca"), Label("caCertificateId")],
        status: 200, input: &LIST_CERTIFICATES_BY_CA_REQUEST, output: Some(&LIST_CERTIFICATES_BY_CA_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_COMMAND_EXECUTIONS, name: "ListCommandExecutions", service: ServiceId::Iot, method: "POST",
        path: &[Literal("command-executions")],
        status: 200, input: &LIST_COMMAND_EXECUTIONS_REQUEST, output: Some(&LIST_COMMAND_EXECUTIONS_RESPONSE),
        errors: &[
            &VALIDATION_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_COMMANDS, name: "ListCommands", service: ServiceId::Iot, method: "GET",
        path: &[Literal("commands")],
        status: 200, input: &LIST_COMMANDS_REQUEST, output: Some(&LIST_COMMANDS_RESPONSE),
        errors: &[
            &VALIDATION_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_CUSTOM_METRICS, name: "ListCustomMetrics", service: ServiceId::Iot, method: "GET",
        path: &[Literal("custom-metrics")],
        status: 200, input: &LIST_CUSTOM_METRICS_REQUEST, output: Some(&LIST_CUSTOM_METRICS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_DETECT_MITIGATION_ACTIONS_EXECUTIONS, name: "ListDetectMitigationActionsExecutions", service: ServiceId::Iot, method: "GET",
        path: &[Literal("detect"), Literal("mitigationactions"), Literal("executions")],
        status: 200, input: &LIST_DETECT_MITIGATION_ACTIONS_EXECUTIONS_REQUEST, output: Some(&LIST_DETECT_MITIGATION_ACTIONS_EXECUTIONS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_DETECT_MITIGATION_ACTIONS_TASKS, name: "ListDetectMitigationActionsTasks", service: ServiceId::Iot, method: "GET",
        path: &[Literal("detect"), Literal("mitigationactions"), Literal("tasks")],
        status: 200, input: &LIST_DETECT_MITIGATION_ACTIONS_TASKS_REQUEST, output: Some(&LIST_DETECT_MITIGATION_ACTIONS_TASKS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_DIMENSIONS, name: "ListDimensions", service: ServiceId::Iot, method: "GET",
        path: &[Literal("dimensions")],
        status: 200, input: &LIST_DIMENSIONS_REQUEST, output: Some(&LIST_DIMENSIONS_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_DOMAIN_CONFIGURATIONS, name: "ListDomainConfigurations", service: ServiceId::Iot, method: "GET",
        path: &[Literal("domainConfigurations")],
        status: 200, input: &LIST_DOMAIN_CONFIGURATIONS_REQUEST, output: Some(&LIST_DOMAIN_CONFIGURATIONS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_FLEET_METRICS, name: "ListFleetMetrics", service: ServiceId::Iot, method: "GET",
        path: &[Literal("fleet-metrics")],
        status: 200, input: &LIST_FLEET_METRICS_REQUEST, output: Some(&LIST_FLEET_METRICS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_INDICES, name: "ListIndices", service: ServiceId::Iot, method: "GET",
        path: &[Literal("indices")],
        status: 200, input: &LIST_INDICES_REQUEST, output: Some(&LIST_INDICES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_JOB_EXECUTIONS_FOR_JOB, name: "ListJobExecutionsForJob", service: ServiceId::Iot, method: "GET",
        path: &[Literal("jobs"), Label("jobId"), Literal("things")],
        status: 200, input: &LIST_JOB_EXECUTIONS_FOR_JOB_REQUEST, output: Some(&LIST_JOB_EXECUTIONS_FOR_JOB_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_JOB_EXECUTIONS_FOR_THING, name: "ListJobExecutionsForThing", service: ServiceId::Iot, method: "GET",
        path: &[Literal("things"), Label("thingName"), Literal("jobs")],
        status: 200, input: &LIST_JOB_EXECUTIONS_FOR_THING_REQUEST, output: Some(&LIST_JOB_EXECUTIONS_FOR_THING_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_JOB_TEMPLATES, name: "ListJobTemplates", service: ServiceId::Iot, method: "GET",
        path: &[Literal("job-templates")],
        status: 200, input: &LIST_JOB_TEMPLATES_REQUEST, output: Some(&LIST_JOB_TEMPLATES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_JOBS, name: "ListJobs", service: ServiceId::Iot, method: "GET",
        path: &[Literal("jobs")],
        status: 200, input: &LIST_JOBS_REQUEST, output: Some(&LIST_JOBS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_MANAGED_JOB_TEMPLATES, name: "ListManagedJobTemplates", service: ServiceId::Iot, method: "GET",
        path: &[Literal("managed-job-templates")],
        status: 200, input: &LIST_MANAGED_JOB_TEMPLATES_REQUEST, output: Some(&LIST_MANAGED_JOB_TEMPLATES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_METRIC_VALUES, name: "ListMetricValues", service: ServiceId::Iot, method: "GET",
        path: &[Literal("metric-values")],
        status: 200, input: &LIST_METRIC_VALUES_REQUEST, output: Some(&LIST_METRIC_VALUES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_MITIGATION_ACTIONS, name: "ListMitigationActions", service: ServiceId::Iot, method: "GET",
        path: &[Literal("mitigationactions"), Literal("actions")],
        status: 200, input: &LIST_MITIGATION_ACTIONS_REQUEST, output: Some(&LIST_MITIGATION_ACTIONS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_OTA_UPDATES, name: "ListOTAUpdates", service: ServiceId::Iot, method: "GET",
        path: &[Literal("otaUpdates")],
        status: 200, input: &LIST_OTA_UPDATES_REQUEST, output: Some(&LIST_OTA_UPDATES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_OUTGOING_CERTIFICATES, name: "ListOutgoingCertificates", service: ServiceId::Iot, method: "GET",
        path: &[Literal("certificates-out-going")],
        status: 200, input: &LIST_OUTGOING_CERTIFICATES_REQUEST, output: Some(&LIST_OUTGOING_CERTIFICATES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_PACKAGE_VERSIONS, name: "ListPackageVersions", service: ServiceId::Iot, method: "GET",
        path: &[Literal("packages"), Label("packageName"), Literal("versions")],
        status: 200, input: &LIST_PACKAGE_VERSIONS_REQUEST, output: Some(&LIST_PACKAGE_VERSIONS_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_PACKAGES, name: "ListPackages", service: ServiceId::Iot, method: "GET",
        path: &[Literal("packages")],
        status: 200, input: &LIST_PACKAGES_REQUEST, output: Some(&LIST_PACKAGES_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_POLICIES, name: "ListPolicies", service: ServiceId::Iot, method: "GET",
        path: &[Literal("policies")],
        status: 200, input: &LIST_POLICIES_REQUEST, output: Some(&LIST_POLICIES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_POLICY_PRINCIPALS, name: "ListPolicyPrincipals", service: ServiceId::Iot, method: "GET",
        path: &[Literal("policy-principals")],
        status: 200, input: &LIST_POLICY_PRINCIPALS_REQUEST, output: Some(&LIST_POLICY_PRINCIPALS_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_POLICY_VERSIONS, name: "ListPolicyVersions", service: ServiceId::Iot, method: "GET",
        path: &[Literal("policies"), Label("policyName"), Literal("version")],
        status: 200, input: &LIST_POLICY_VERSIONS_REQUEST, output: Some(&LIST_POLICY_VERSIONS_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_PRINCIPAL_POLICIES, name: "ListPrincipalPolicies", service: ServiceId::Iot, method: "GET",
        path: &[Literal("principal-policies")],
        status: 200, input: &LIST_PRINCIPAL_POLICIES_REQUEST, output: Some(&LIST_PRINCIPAL_POLICIES_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_PRINCIPAL_THINGS, name: "ListPrincipalThings", service: ServiceId::Iot, method: "GET",
        path: &[Literal("principals"), Literal("things")],
        status: 200, input: &LIST_PRINCIPAL_THINGS_REQUEST, output: Some(&LIST_PRINCIPAL_THINGS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_PRINCIPAL_THINGS_V2, name: "ListPrincipalThingsV2", service: ServiceId::Iot, method: "GET",
        path: &[Literal("principals"), Literal("things-v2")],
        status: 200, input: &LIST_PRINCIPAL_THINGS_V2_REQUEST, output: Some(&LIST_PRINCIPAL_THINGS_V2_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_PROVISIONING_TEMPLATE_VERSIONS, name: "ListProvisioningTemplateVersions", service: ServiceId::Iot, method: "GET",
        path: &[Literal("provisioning-templates"), Label("templateName"), Literal("versions")],
        status: 200, input: &LIST_PROVISIONING_TEMPLATE_VERSIONS_REQUEST, output: Some(&LIST_PROVISIONING_TEMPLATE_VERSIONS_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_PROVISIONING_TEMPLATES, name: "ListProvisioningTemplates", service: ServiceId::Iot, method: "GET",
        path: &[Literal("provisioning-templates")],
        status: 200, input: &LIST_PROVISIONING_TEMPLATES_REQUEST, output: Some(&LIST_PROVISIONING_TEMPLATES_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_RELATED_RESOURCES_FOR_AUDIT_FINDING, name: "ListRelatedResourcesForAuditFinding", service: ServiceId::Iot, method: "GET",
        path: &[Literal("audit"), Literal("relatedResources")],
        status: 200, input: &LIST_RELATED_RESOURCES_FOR_AUDIT_FINDING_REQUEST, output: Some(&LIST_RELATED_RESOURCES_FOR_AUDIT_FINDING_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_ROLE_ALIASES, name: "ListRoleAliases", service: ServiceId::Iot, method: "GET",
        path: &[Literal("role-aliases")],
        status: 200, input: &LIST_ROLE_ALIASES_REQUEST, output: Some(&LIST_ROLE_ALIASES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_SBOM_VALIDATION_RESULTS, name: "ListSbomValidationResults", service: ServiceId::Iot, method: "GET",
        path: &[Literal("packages"), Label("packageName"), Literal("versions"), Label("versionName"), Literal("sbom-validation-results")],
        status: 200, input: &LIST_SBOM_VALIDATION_RESULTS_REQUEST, output: Some(&LIST_SBOM_VALIDATION_RESULTS_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_SCHEDULED_AUDITS, name: "ListScheduledAudits", service: ServiceId::Iot, method: "GET",
        path: &[Literal("audit"), Literal("scheduledaudits")],
        status: 200, input: &LIST_SCHEDULED_AUDITS_REQUEST, output: Some(&LIST_SCHEDULED_AUDITS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_SECURITY_PROFILES, name: "ListSecurityProfiles", service: ServiceId::Iot, method: "GET",
        path: &[Literal("security-profiles")],
        status: 200, input: &LIST_SECURITY_PROFILES_REQUEST, output: Some(&LIST_SECURITY_PROFILES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_SECURITY_PROFILES_FOR_TARGET, name: "ListSecurityProfilesForTarget", service: ServiceId::Iot, method: "GET",
        path: &[Literal("security-profiles-for-target")],
        status: 200, input: &LIST_SECURITY_PROFILES_FOR_TARGET_REQUEST, output: Some(&LIST_SECURITY_PROFILES_FOR_TARGET_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_STREAMS, name: "ListStreams", service: ServiceId::Iot, method: "GET",
        path: &[Literal("streams")],
        status: 200, input: &LIST_STREAMS_REQUEST, output: Some(&LIST_STREAMS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_TAGS_FOR_RESOURCE, name: "ListTagsForResource", service: ServiceId::Iot, method: "GET",
        path: &[Literal("tags")],
        status: 200, input: &LIST_TAGS_FOR_RESOURCE_REQUEST, output: Some(&LIST_TAGS_FOR_RESOURCE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_TARGETS_FOR_POLICY, name: "ListTargetsForPolicy", service: ServiceId::Iot, method: "POST",
        path: &[Literal("policy-targets"), Label("policyName")],
        status: 200, input: &LIST_TARGETS_FOR_POLICY_REQUEST, output: Some(&LIST_TARGETS_FOR_POLICY_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_TARGETS_FOR_SECURITY_PROFILE, name: "ListTargetsForSecurityProfile", service: ServiceId::Iot, method: "GET",
        path: &[Literal("security-profiles"), Label("securityProfileName"), Literal("targets")],
        status: 200, input: &LIST_TARGETS_FOR_SECURITY_PROFILE_REQUEST, output: Some(&LIST_TARGETS_FOR_SECURITY_PROFILE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_THING_GROUPS, name: "ListThingGroups", service: ServiceId::Iot, method: "GET",
        path: &[Literal("thing-groups")],
        status: 200, input: &LIST_THING_GROUPS_REQUEST, output: Some(&LIST_THING_GROUPS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_THING_GROUPS_FOR_THING, name: "ListThingGroupsForThing", service: ServiceId::Iot, method: "GET",
        path: &[Literal("things"), Label("thingName"), Literal("thing-groups")],
        status: 200, input: &LIST_THING_GROUPS_FOR_THING_REQUEST, output: Some(&LIST_THING_GROUPS_FOR_THING_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_THING_PRINCIPALS, name: "ListThingPrincipals", service: ServiceId::Iot, method: "GET",
        path: &[Literal("things"), Label("thingName"), Literal("principals")],
        status: 200, input: &LIST_THING_PRINCIPALS_REQUEST, output: Some(&LIST_THING_PRINCIPALS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_THING_PRINCIPALS_V2, name: "ListThingPrincipalsV2", service: ServiceId::Iot, method: "GET",
        path: &[Literal("things"), Label("thingName"), Literal("principals-v2")],
        status: 200, input: &LIST_THING_PRINCIPALS_V2_REQUEST, output: Some(&LIST_THING_PRINCIPALS_V2_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_THING_REGISTRATION_TASK_REPORTS, name: "ListThingRegistrationTaskReports", service: ServiceId::Iot, method: "GET",
        path: &[Literal("thing-registration-tasks"), Label("taskId"), Literal("reports")],
        status: 200, input: &LIST_THING_REGISTRATION_TASK_REPORTS_REQUEST, output: Some(&LIST_THING_REGISTRATION_TASK_REPORTS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_THING_REGISTRATION_TASKS, name: "ListThingRegistrationTasks", service: ServiceId::Iot, method: "GET",
        path: &[Literal("thing-registration-tasks")],
        status: 200, input: &LIST_THING_REGISTRATION_TASKS_REQUEST, output: Some(&LIST_THING_REGISTRATION_TASKS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_THING_TYPES, name: "ListThingTypes", service: ServiceId::Iot, method: "GET",
        path: &[Literal("thing-types")],
        status: 200, input: &LIST_THING_TYPES_REQUEST, output: Some(&LIST_THING_TYPES_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_THINGS, name: "ListThings", service: ServiceId::Iot, method: "GET",
        path: &[Literal("things")],
        status: 200, input: &LIST_THINGS_REQUEST, output: Some(&LIST_THINGS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_THINGS_IN_BILLING_GROUP, name: "ListThingsInBillingGroup", service: ServiceId::Iot, method: "GET",
        path: &[Literal("billing-groups"), Label("billingGroupName"), Literal("things")],
        status: 200, input: &LIST_THINGS_IN_BILLING_GROUP_REQUEST, output: Some(&LIST_THINGS_IN_BILLING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_THINGS_IN_THING_GROUP, name: "ListThingsInThingGroup", service: ServiceId::Iot, method: "GET",
        path: &[Literal("thing-groups"), Label("thingGroupName"), Literal("things")],
        status: 200, input: &LIST_THINGS_IN_THING_GROUP_REQUEST, output: Some(&LIST_THINGS_IN_THING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_TOPIC_RULE_DESTINATIONS, name: "ListTopicRuleDestinations", service: ServiceId::Iot, method: "GET",
        path: &[Literal("destinations")],
        status: 200, input: &LIST_TOPIC_RULE_DESTINATIONS_REQUEST, output: Some(&LIST_TOPIC_RULE_DESTINATIONS_RESPONSE),
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_TOPIC_RULES, name: "ListTopicRules", service: ServiceId::Iot, method: "GET",
        path: &[Literal("rules")],
        status: 200, input: &LIST_TOPIC_RULES_REQUEST, output: Some(&LIST_TOPIC_RULES_RESPONSE),
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_V2_LOGGING_LEVELS, name: "ListV2LoggingLevels", service: ServiceId::Iot, method: "GET",
        path: &[Literal("v2LoggingLevel")],
        status: 200, input: &LIST_V2_LOGGING_LEVELS_REQUEST, output: Some(&LIST_V2_LOGGING_LEVELS_RESPONSE),
        errors: &[
            &INTERNAL_EXCEPTION, &NOT_CONFIGURED_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::LIST_VIOLATION_EVENTS, name: "ListViolationEvents", service: ServiceId::Iot, method: "GET",
        path: &[Literal("violation-events")],
        status: 200, input: &LIST_VIOLATION_EVENTS_REQUEST, output: Some(&LIST_VIOLATION_EVENTS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::PUT_VERIFICATION_STATE_ON_VIOLATION, name: "PutVerificationStateOnViolation", service: ServiceId::Iot, method: "POST",
        path: &[Literal("violations"), Literal("verification-state"), Label("violationId")],
        status: 200, input: &PUT_VERIFICATION_STATE_ON_VIOLATION_REQUEST, output: Some(&PUT_VERIFICATION_STATE_ON_VIOLATION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::REGISTER_CA_CERTIFICATE, name: "RegisterCACertificate", service: ServiceId::Iot, method: "POST",
        path: &[Literal("cacertificate")],
        status: 200, input: &REGISTER_CA_CERTIFICATE_REQUEST, output: Some(&REGISTER_CA_CERTIFICATE_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &RESOURCE_ALREADY_EXISTS_EXCEPTION,
            &REGISTRATION_CODE_VALIDATION_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &CERTIFICATE_VALIDATION_EXCEPTION, &THROTTLING_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::REGISTER_CERTIFICATE, name: "RegisterCertificate", service: ServiceId::Iot, method: "POST",
        path: &[Literal("certificate"), Literal("register")],
        status: 200, input: &REGISTER_CERTIFICATE_REQUEST, output: Some(&REGISTER_CERTIFICATE_RESPONSE),
        errors: &[
            &RESOURCE_ALREADY_EXISTS_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &CERTIFICATE_VALIDATION_EXCEPTION, &CERTIFICATE_STATE_EXCEPTION,
            &CERTIFICATE_CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::REGISTER_CERTIFICATE_WITHOUT_CA, name: "RegisterCertificateWithoutCA", service: ServiceId::Iot, method: "POST",
        path: &[Literal("certificate"), Literal("register-no-ca")],
        status: 200, input: &REGISTER_CERTIFICATE_WITHOUT_CA_REQUEST, output: Some(&REGISTER_CERTIFICATE_WITHOUT_CA_RESPONSE),
        errors: &[
            &RESOURCE_ALREADY_EXISTS_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &CERTIFICATE_STATE_EXCEPTION,
            &CERTIFICATE_VALIDATION_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::REGISTER_THING, name: "RegisterThing", service: ServiceId::Iot, method: "POST",
        path: &[Literal("things")],
        status: 200, input: &REGISTER_THING_REQUEST, output: Some(&REGISTER_THING_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &THROTTLING_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
            &RESOURCE_REGISTRATION_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::REJECT_CERTIFICATE_TRANSFER, name: "RejectCertificateTransfer", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("reject-certificate-transfer"), Label("certificateId")],
        status: 200, input: &REJECT_CERTIFICATE_TRANSFER_REQUEST, output: None,
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &TRANSFER_ALREADY_COMPLETED_EXCEPTION,
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::REMOVE_THING_FROM_BILLING_GROUP, name: "RemoveThingFromBillingGroup", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("billing-groups"), Literal("removeThingFromBillingGroup")],
        status: 200, input: &REMOVE_THING_FROM_BILLING_GROUP_REQUEST, output: Some(&REMOVE_THING_FROM_BILLING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::REMOVE_THING_FROM_THING_GROUP, name: "RemoveThingFromThingGroup", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("thing-groups"), Literal("removeThingFromThingGroup")],
        status: 200, input: &REMOVE_THING_FROM_THING_GROUP_REQUEST, output: Some(&REMOVE_THING_FROM_THING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::REPLACE_TOPIC_RULE, name: "ReplaceTopicRule", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("rules"), Label("ruleName")],
        status: 200, input: &REPLACE_TOPIC_RULE_REQUEST, output: None,
        errors: &[
            &SQL_PARSE_EXCEPTION, &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
        ],
    },
    Operation {
        id: op::SEARCH_INDEX, name: "SearchIndex", service: ServiceId::Iot, method: "POST",
        path: &[Literal("indices"), Literal("search")],
        status: 200, input: &SEARCH_INDEX_REQUEST, output: Some(&SEARCH_INDEX_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &INVALID_QUERY_EXCEPTION, &INDEX_NOT_READY_EXCEPTION,
        ],
    },
    Operation {
        id: op::SET_DEFAULT_AUTHORIZER, name: "SetDefaultAuthorizer", service: ServiceId::Iot, method: "POST",
        path: &[Literal("default-authorizer")],
        status: 200, input: &SET_DEFAULT_AUTHORIZER_REQUEST, output: Some(&SET_DEFAULT_AUTHORIZER_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_ALREADY_EXISTS_EXCEPTION,
        ],
    },
    Operation {
        id: op::SET_DEFAULT_POLICY_VERSION, name: "SetDefaultPolicyVersion", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("policies"), Label("policyName"), Literal("version"), Label("policyVersionId")],
        status: 200, input: &SET_DEFAULT_POLICY_VERSION_REQUEST, output: None,
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::SET_LOGGING_OPTIONS, name: "SetLoggingOptions", service: ServiceId::Iot, method: "POST",
        path: &[Literal("loggingOptions")],
        status: 200, input: &SET_LOGGING_OPTIONS_REQUEST, output: None,
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::SET_V2_LOGGING_LEVEL, name: "SetV2LoggingLevel", service: ServiceId::Iot, method: "POST",
        path: &[Literal("v2LoggingLevel")],
        status: 200, input: &SET_V2_LOGGING_LEVEL_REQUEST, output: None,
        errors: &[
            &INTERNAL_EXCEPTION, &NOT_CONFIGURED_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::SET_V2_LOGGING_OPTIONS, name: "SetV2LoggingOptions", service: ServiceId::Iot, method: "POST",
        path: &[Literal("v2LoggingOptions")],
        status: 200, input: &SET_V2_LOGGING_OPTIONS_REQUEST, output: None,
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::START_AUDIT_MITIGATION_ACTIONS_TASK, name: "StartAuditMitigationActionsTask", service: ServiceId::Iot, method: "POST",
        path: &[Literal("audit"), Literal("mitigationactions"), Literal("tasks"), Label("taskId")],
        status: 200, input: &START_AUDIT_MITIGATION_ACTIONS_TASK_REQUEST, output: Some(&START_AUDIT_MITIGATION_ACTIONS_TASK_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &TASK_ALREADY_EXISTS_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::START_DETECT_MITIGATION_ACTIONS_TASK, name: "StartDetectMitigationActionsTask", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("detect"), Literal("mitigationactions"), Literal("tasks"), Label("taskId")],
        status: 200, input: &START_DETECT_MITIGATION_ACTIONS_TASK_REQUEST, output: Some(&START_DETECT_MITIGATION_ACTIONS_TASK_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &TASK_ALREADY_EXISTS_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::START_ON_DEMAND_AUDIT_TASK, name: "StartOnDemandAuditTask", service: ServiceId::Iot, method: "POST",
        path: &[Literal("audit"), Literal("tasks")],
        status: 200, input: &START_ON_DEMAND_AUDIT_TASK_REQUEST, output: Some(&START_ON_DEMAND_AUDIT_TASK_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::START_THING_REGISTRATION_TASK, name: "StartThingRegistrationTask", service: ServiceId::Iot, method: "POST",
        path: &[Literal("thing-registration-tasks")],
        status: 200, input: &START_THING_REGISTRATION_TASK_REQUEST, output: Some(&START_THING_REGISTRATION_TASK_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::STOP_THING_REGISTRATION_TASK, name: "StopThingRegistrationTask", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("thing-registration-tasks"), Label("taskId"), Literal("cancel")],
        status: 200, input: &STOP_THING_REGISTRATION_TASK_REQUEST, output: Some(&STOP_THING_REGISTRATION_TASK_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::TAG_RESOURCE, name: "TagResource", service: ServiceId::Iot, method: "POST",
        path: &[Literal("tags")],
        status: 200, input: &TAG_RESOURCE_REQUEST, output: Some(&TAG_RESOURCE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::TEST_AUTHORIZATION, name: "TestAuthorization", service: ServiceId::Iot, method: "POST",
        path: &[Literal("test-authorization")],
        status: 200, input: &TEST_AUTHORIZATION_REQUEST, output: Some(&TEST_AUTHORIZATION_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &LIMIT_EXCEEDED_EXCEPTION,
        ],
    },
    Operation {
        id: op::TEST_INVOKE_AUTHORIZER, name: "TestInvokeAuthorizer", service: ServiceId::Iot, method: "POST",
        path: &[Literal("authorizer"), Label("authorizerName"), Literal("test")],
        status: 200, input: &TEST_INVOKE_AUTHORIZER_REQUEST, output: Some(&TEST_INVOKE_AUTHORIZER_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &INVALID_RESPONSE_EXCEPTION,
        ],
    },
    Operation {
        id: op::TRANSFER_CERTIFICATE, name: "TransferCertificate", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("transfer-certificate"), Label("certificateId")],
        status: 200, input: &TRANSFER_CERTIFICATE_REQUEST, output: Some(&TRANSFER_CERTIFICATE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &CERTIFICATE_STATE_EXCEPTION,
            &TRANSFER_CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UNTAG_RESOURCE, name: "UntagResource", service: ServiceId::Iot, method: "POST",
        path: &[Literal("untag")],
        status: 200, input: &UNTAG_RESOURCE_REQUEST, output: Some(&UNTAG_RESOURCE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_ACCOUNT_AUDIT_CONFIGURATION, name: "UpdateAccountAuditConfiguration", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("audit"), Literal("configuration")],
        status: 200, input: &UPDATE_ACCOUNT_AUDIT_CONFIGURATION_REQUEST, output: Some(&UPDATE_ACCOUNT_AUDIT_CONFIGURATION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_AUDIT_SUPPRESSION, name: "UpdateAuditSuppression", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("audit"), Literal("suppressions"), Literal("update")],
        status: 200, input: &UPDATE_AUDIT_SUPPRESSION_REQUEST, output: Some(&UPDATE_AUDIT_SUPPRESSION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_AUTHORIZER, name: "UpdateAuthorizer", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("authorizer"), Label("authorizerName")],
        status: 200, input: &UPDATE_AUTHORIZER_REQUEST, output: Some(&UPDATE_AUTHORIZER_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_BILLING_GROUP, name: "UpdateBillingGroup", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("billing-groups"), Label("billingGroupName")],
        status: 200, input: &UPDATE_BILLING_GROUP_REQUEST, output: Some(&UPDATE_BILLING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &VERSION_CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_CA_CERTIFICATE, name: "UpdateCACertificate", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("cacertificate"), Label("caCertificateId")],
        status: 200, input: &UPDATE_CA_CERTIFICATE_REQUEST, output: None,
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_CERTIFICATE, name: "UpdateCertificate", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("certificates"), Label("certificateId")],
        status: 200, input: &UPDATE_CERTIFICATE_REQUEST, output: None,
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &CERTIFICATE_STATE_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_CERTIFICATE_PROVIDER, name: "UpdateCertificateProvider", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("certificate-providers"), Label("certificateProviderName")],
        status: 200, input: &UPDATE_CERTIFICATE_PROVIDER_REQUEST, output: Some(&UPDATE_CERTIFICATE_PROVIDER_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_COMMAND, name: "UpdateCommand", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("commands"), Label("commandId")],
        status: 200, input: &UPDATE_COMMAND_REQUEST, output: Some(&UPDATE_COMMAND_RESPONSE),
        errors: &[
            &VALIDATION_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &CONFLICT_EXCEPTION,
            &THROTTLING_EXCEPTION, &INTERNAL_SERVER_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_CUSTOM_METRIC, name: "UpdateCustomMetric", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("custom-metric"), Label("metricName")],
        status: 200, input: &UPDATE_CUSTOM_METRIC_REQUEST, output: Some(&UPDATE_CUSTOM_METRIC_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_DIMENSION, name: "UpdateDimension", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("dimensions"), Label("name")],
        status: 200, input: &UPDATE_DIMENSION_REQUEST, output: Some(&UPDATE_DIMENSION_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_DOMAIN_CONFIGURATION, name: "UpdateDomainConfiguration", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("domainConfigurations"), Label("domainConfigurationName")],
        status: 200, input: &UPDATE_DOMAIN_CONFIGURATION_REQUEST, output: Some(&UPDATE_DOMAIN_CONFIGURATION_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &CERTIFICATE_VALIDATION_EXCEPTION, &INVALID_REQUEST_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_DYNAMIC_THING_GROUP, name: "UpdateDynamicThingGroup", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("dynamic-thing-groups"), Label("thingGroupName")],
        status: 200, input: &UPDATE_DYNAMIC_THING_GROUP_REQUEST, output: Some(&UPDATE_DYNAMIC_THING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &VERSION_CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_QUERY_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_ENCRYPTION_CONFIGURATION, name: "UpdateEncryptionConfiguration", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("encryption-configuration")],
        status: 200, input: &UPDATE_ENCRYPTION_CONFIGURATION_REQUEST, output: Some(&UPDATE_ENCRYPTION_CONFIGURATION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_EVENT_CONFIGURATIONS, name: "UpdateEventConfigurations", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("event-configurations")],
        status: 200, input: &UPDATE_EVENT_CONFIGURATIONS_REQUEST, output: Some(&UPDATE_EVENT_CONFIGURATIONS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &THROTTLING_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_FLEET_METRIC, name: "UpdateFleetMetric", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("fleet-metric"), Label("metricName")],
        status: 200, input: &UPDATE_FLEET_METRIC_REQUEST, output: None,
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &INVALID_QUERY_EXCEPTION, &INVALID_AGGREGATION_EXCEPTION, &VERSION_CONFLICT_EXCEPTION,
            &INDEX_NOT_READY_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_INDEXING_CONFIGURATION, name: "UpdateIndexingConfiguration", service: ServiceId::Iot, method: "POST",
        path: &[Literal("indexing"), Literal("config")],
        status: 200, input: &UPDATE_INDEXING_CONFIGURATION_REQUEST, output: Some(&UPDATE_INDEXING_CONFIGURATION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_JOB, name: "UpdateJob", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("jobs"), Label("jobId")],
        status: 200, input: &UPDATE_JOB_REQUEST, output: None,
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &SERVICE_UNAVAILABLE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_MITIGATION_ACTION, name: "UpdateMitigationAction", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("mitigationactions"), Literal("actions"), Label("actionName")],
        status: 200, input: &UPDATE_MITIGATION_ACTION_REQUEST, output: Some(&UPDATE_MITIGATION_ACTION_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_PACKAGE, name: "UpdatePackage", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("packages"), Label("packageName")],
        status: 200, input: &UPDATE_PACKAGE_REQUEST, output: Some(&UPDATE_PACKAGE_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &CONFLICT_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_PACKAGE_CONFIGURATION, name: "UpdatePackageConfiguration", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("package-configuration")],
        status: 200, input: &UPDATE_PACKAGE_CONFIGURATION_REQUEST, output: Some(&UPDATE_PACKAGE_CONFIGURATION_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &CONFLICT_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_PACKAGE_VERSION, name: "UpdatePackageVersion", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("packages"), Label("packageName"), Literal("versions"), Label("versionName")],
        status: 200, input: &UPDATE_PACKAGE_VERSION_REQUEST, output: Some(&UPDATE_PACKAGE_VERSION_RESPONSE),
        errors: &[
            &THROTTLING_EXCEPTION, &CONFLICT_EXCEPTION, &INTERNAL_SERVER_EXCEPTION, &VALIDATION_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_PROVISIONING_TEMPLATE, name: "UpdateProvisioningTemplate", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("provisioning-templates"), Label("templateName")],
        status: 200, input: &UPDATE_PROVISIONING_TEMPLATE_REQUEST, output: Some(&UPDATE_PROVISIONING_TEMPLATE_RESPONSE),
        errors: &[
            &INTERNAL_FAILURE_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_ROLE_ALIAS, name: "UpdateRoleAlias", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("role-aliases"), Label("roleAlias")],
        status: 200, input: &UPDATE_ROLE_ALIAS_REQUEST, output: Some(&UPDATE_ROLE_ALIAS_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_SCHEDULED_AUDIT, name: "UpdateScheduledAudit", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("audit"), Literal("scheduledaudits"), Label("scheduledAuditName")],
        status: 200, input: &UPDATE_SCHEDULED_AUDIT_REQUEST, output: Some(&UPDATE_SCHEDULED_AUDIT_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_SECURITY_PROFILE, name: "UpdateSecurityProfile", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("security-profiles"), Label("securityProfileName")],
        status: 200, input: &UPDATE_SECURITY_PROFILE_REQUEST, output: Some(&UPDATE_SECURITY_PROFILE_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION, &VERSION_CONFLICT_EXCEPTION,
            &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_STREAM, name: "UpdateStream", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("streams"), Label("streamId")],
        status: 200, input: &UPDATE_STREAM_REQUEST, output: Some(&UPDATE_STREAM_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &LIMIT_EXCEEDED_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
            &THROTTLING_EXCEPTION, &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_THING, name: "UpdateThing", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("things"), Label("thingName")],
        status: 200, input: &UPDATE_THING_REQUEST, output: Some(&UPDATE_THING_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &VERSION_CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_THING_GROUP, name: "UpdateThingGroup", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("thing-groups"), Label("thingGroupName")],
        status: 200, input: &UPDATE_THING_GROUP_REQUEST, output: Some(&UPDATE_THING_GROUP_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &VERSION_CONFLICT_EXCEPTION, &THROTTLING_EXCEPTION,
            &INTERNAL_FAILURE_EXCEPTION, &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_THING_GROUPS_FOR_THING, name: "UpdateThingGroupsForThing", service: ServiceId::Iot, method: "PUT",
        path: &[Literal("thing-groups"), Literal("updateThingGroupsForThing")],
        status: 200, input: &UPDATE_THING_GROUPS_FOR_THING_REQUEST, output: Some(&UPDATE_THING_GROUPS_FOR_THING_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
            &RESOURCE_NOT_FOUND_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_THING_TYPE, name: "UpdateThingType", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("thing-types"), Label("thingTypeName")],
        status: 200, input: &UPDATE_THING_TYPE_REQUEST, output: Some(&UPDATE_THING_TYPE_RESPONSE),
        errors: &[
            &RESOURCE_NOT_FOUND_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
    Operation {
        id: op::UPDATE_TOPIC_RULE_DESTINATION, name: "UpdateTopicRuleDestination", service: ServiceId::Iot, method: "PATCH",
        path: &[Literal("destinations")],
        status: 200, input: &UPDATE_TOPIC_RULE_DESTINATION_REQUEST, output: Some(&UPDATE_TOPIC_RULE_DESTINATION_RESPONSE),
        errors: &[
            &INTERNAL_EXCEPTION, &INVALID_REQUEST_EXCEPTION, &SERVICE_UNAVAILABLE_EXCEPTION,
            &UNAUTHORIZED_EXCEPTION, &CONFLICTING_RESOURCE_UPDATE_EXCEPTION,
        ],
    },
    Operation {
        id: op::VALIDATE_SECURITY_PROFILE_BEHAVIORS, name: "ValidateSecurityProfileBehaviors", service: ServiceId::Iot, method: "POST",
        path: &[Literal("security-profile-behaviors"), Literal("validate")],
        status: 200, input: &VALIDATE_SECURITY_PROFILE_BEHAVIORS_REQUEST, output: Some(&VALIDATE_SECURITY_PROFILE_BEHAVIORS_RESPONSE),
        errors: &[
            &INVALID_REQUEST_EXCEPTION, &THROTTLING_EXCEPTION, &INTERNAL_FAILURE_EXCEPTION,
        ],
    },
];
